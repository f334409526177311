"""What files on disk say stays readable: the words, and what a field means that is left out."""

import importlib
import pkgutil
from enum import Enum

import msgspec
import pytest

from tracker import model
from tracker.model import check, correction, paper
from tracker.model.evidence import Facts

MODULES = [
    importlib.import_module(f"tracker.model.{each.name}")
    for each in pkgutil.iter_modules(model.__path__)
    if each.name != "host_table"  # is in no file
]
VALUES = [
    each
    for module in MODULES
    for each in vars(module).values()
    if isinstance(each, type) and each.__module__ == module.__name__
]
WORDS = {
    "check.Tier": "exact, proxy, mechanism, audit",
    "check.Bearing": "claim, code, edge case, library",
    "check.Materiality": "rounding slip, wrong cell, claim changes",
    "check.Comparison": "<, <=, ==, >=, >",
    "check.ControlKind": "without the idea, planted fault, known good",
    "correction.Standing": "stands, stale, agreed",
    "evidence.CreditKind": "copyright, notice, shown, text",
    "evidence.Reach": (
        "visible, gated, not-visible, taken-down, disabled, rate-limited, unreachable, "
        "bad-credentials, error"
    ),
    "evidence.Place": (
        "license file, README text, README badge, card metadata, package metadata, file header, "
        "paper, licence of the paper's text, host's detector"
    ),
    "paper.Role": "code, model, dataset, space, page, log, list",
    "paper.Relation": "official, upstream, mirror, third-party, base-model",
    "paper.Depth": "nothing, placeholder, partial, inference, training, complete",
    "protocol.Harness": "lm-eval, lighteval, script",
    "reproduction.Outcome": "completed, failed, timed-out, refused, blocked",
    "terms.Accord": "one place, agree, name several, limited, disagree, unclear",
    "unread.Piece": (
        "state, list of files, paths, licence file, licence file of a folder, "
        "host's guess of the licence, README, card, links, package metadata, "
        "list of requirements, script, history, tags, content, mentions, copies"
    ),
    "unread.State": "not asked, could not be read, read in part, read whole",
    "verdict.DateKind": "first commit, host's creation date, first seen, newest commit",
}
"""In the order in which they are declared: the depths are a ladder, the kinds of date as well."""
LEFT_OUT = {
    "check.Check.notebook": "",
    "check.Check.bears_on": check.Bearing.CLAIM,
    "check.Check.chance": False,
    "check.Control.kind": check.ControlKind.WITHOUT_IDEA,
    "check.Expectation.tolerance": 0.0,
    "check.AuthorsResponse.earlier": False,
    "correction.Correction.author": False,
    "evidence.Environment.locked": False,
    "evidence.Observation.facts": Facts(),
    "evidence.Tree.omitted": 0,
    "imported.DeclaredScores.few_shot": 0,
    "imported.ImportedArtifact.official": False,
    "paper.Claim.example": False,
    "paper.Claim.headline": False,
    "protocol.Protocol.few_shot": 0,
    "protocol.Protocol.unit_factor": 1.0,
    "reproduction.Interval.level": 0.95,
    "reproduction.Measurement.n": 1,
    "unread.Unread.part": False,
    "verdict.Dated.bound": False,
    "verdict.Verdict.unshipped": False,
}
"""All others are empty, or None: nobody asked."""
KINDS = {
    "RunStarted": "run", "Observation": "observation", "Confirmed": "confirmed", "View": "view",
    "Run": "reproduction", "RunEnded": "end",
}  # fmt: skip


def test_the_folders_of_a_project_are_these() -> None:
    assert (paper.ROOMS, correction.CORRECTIONS) == ("notebooks/reproductions", "corrections")


def name(value: type) -> str:
    return f"{value.__module__.rpartition('.')[2]}.{value.__name__}"


def test_the_words_of_stored_files_are_these() -> None:
    found = {
        name(each): ", ".join(str(word.value) for word in each)
        for each in VALUES
        if issubclass(each, Enum)
    }
    assert found == WORDS


def test_what_is_left_out_of_a_stored_file_means_this() -> None:
    found = {}
    for each in VALUES:
        if not issubclass(each, msgspec.Struct):
            continue
        for field in msgspec.structs.fields(each):
            default = field.default
            if field.default_factory is not msgspec.NODEFAULT:
                default = field.default_factory()
            if default is not msgspec.NODEFAULT and default not in (None, (), {}):
                found[f"{name(each)}.{field.name}"] = default
    found.pop("paper.Claim.needs")
    assert found == LEFT_OUT


@pytest.mark.parametrize(("value", "kind"), KINDS.items())
def test_a_line_of_a_history_says_what_it_is(value: str, kind: str) -> None:
    [found] = [each for each in VALUES if each.__name__ == value]
    config = found.__struct_config__  # type: ignore[attr-defined]
    assert (config.tag_field, config.tag) == ("kind", kind)
