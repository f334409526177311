"""What must hold of a check beyond its shape."""

import re
from collections.abc import Iterator

from tracker.model.check import Bearing, Check, ControlKind, Expectation, Input, Tier
from tracker.model.locator import shown
from tracker.model.package_file import PackageFile
from tracker.model.paper import ROOMS, Claim
from tracker.registry.common_rules import address, blanks, twice
from tracker.registry.values import FieldPath, YamlFault

NOTEBOOK = re.compile(
    rf"{re.escape(ROOMS)}/([A-Za-z0-9][\w.-]*/)?[A-Za-z0-9][\w.-]*\.ipynb", re.ASCII
)
"""The path of a reproduction notebook."""
_FILE_NAME = re.compile(r"[A-Za-z0-9_][\w.+-]*", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SWHID = re.compile(r"swh:1:cnt:[0-9a-f]{40}")


def faults(path: FieldPath, check: Check) -> Iterator[YamlFault]:
    """Yield every way in which a check could not be trusted, or not be run."""
    yield from blanks(path, check)
    expected: dict[FieldPath, Expectation] = {
        ("expected",): check.expected,
        ("control", "expected"): check.control.expected,
    }
    yield from blanks((*path, "control"), check.control)
    if check.known_good is not None:
        expected["known_good", "expected"] = check.known_good.expected
        yield from blanks((*path, "known_good"), check.known_good)
    for number, grade in enumerate(check.grades):
        expected["grades", number, "expected"] = grade.expected
        yield from blanks((*path, "grades", number), grade)
    if check.bound is not None:
        yield from blanks((*path, "bound"), check.bound)
    yield from _known_good(path, check)
    yield from _kind_of_answer(path, check)
    for where, expectation in expected.items():
        if not expectation.tolerance >= 0:
            yield YamlFault(
                (*path, *where, "tolerance"), "is below zero", "Write how far a run may be off."
            )
    if (
        check.control.kind is not ControlKind.KNOWN_GOOD
        and check.control.expected == check.expected
    ):
        yield YamlFault(
            (*path, "control", "expected"),
            "is what the check itself must show, so with that control the check would pass",
            "Write what shows that it fails, or `kind: known good` where it is to pass.",
        )
    if check.notebook and not NOTEBOOK.fullmatch(check.notebook):
        yield YamlFault(
            (*path, "notebook"),
            f"`{shown(check.notebook)}` is no reproduction notebook",
            "Leave it out for the only notebook of the room, or write "
            f"{ROOMS}/ARXIV-ID/NAME.ipynb.",
        )
    yield from twice(
        ((*path, "inputs", number, "name"), given.name) for number, given in enumerate(check.inputs)
    )
    for number, given in enumerate(check.inputs):
        yield from _input((*path, "inputs", number), given)


def _known_good(path: FieldPath, check: Check) -> Iterator[YamlFault]:
    """Yield what keeps the second control from showing that the measurement can succeed."""
    if check.known_good is None:
        return
    if check.known_good.kind is not ControlKind.KNOWN_GOOD:
        yield YamlFault(
            (*path, "known_good", "kind"),
            "is not `known good`, so nothing shows that the measurement can succeed",
            "Write `kind: known good`; the idea removed stands under `control`.",
        )
    if check.control.kind is ControlKind.KNOWN_GOOD:
        yield YamlFault(
            (*path, "known_good"),
            "is a second control of one kind",
            "Keep one of them, or write under `control` what happens without the idea.",
        )


def _kind_of_answer(path: FieldPath, check: Check) -> Iterator[YamlFault]:
    """Yield where a finer answer is asked for than this check can give."""
    if check.grades and check.tier is not Tier.AUDIT:
        yield YamlFault(
            (*path, "grades"),
            f"grade a printed number, and this check is of the tier {check.tier.value}",
            "Leave them out, or write `tier: audit`.",
        )
    if check.chance and (check.tier is Tier.EXACT or check.tier is Tier.AUDIT):
        yield YamlFault(
            (*path, "chance"),
            f"would call a check of the tier {check.tier.value} that does not hold *within chance*",
            "Leave it out, or write `tier: proxy`.",
        )
    if check.bears_on is not Bearing.CLAIM and (check.grades or check.chance):
        yield YamlFault(
            (*path, "bears_on"),
            f"is `{check.bears_on.value}`, which has no grades and no chance",
            "Leave out `grades` and `chance`.",
        )
    yield from twice(
        ((*path, "grades", number, "materiality"), grade.materiality)
        for number, grade in enumerate(check.grades)
    )


def dropped_faults(path: FieldPath, claim: Claim, checks: frozenset[str]) -> Iterator[YamlFault]:
    """Yield what is wrong with the record of the checks that a claim has no more."""
    for number, dropped in enumerate(claim.dropped):
        here = (*path, "dropped", number)
        yield from blanks(here, dropped)
        for place, name in enumerate(dropped.replaced_by):
            if name not in checks:
                yield YamlFault(
                    (*here, "replaced_by", place),
                    f"names `{shown(name)}`, which is no check of this paper",
                    "Write the id of a check, or leave it out.",
                )


def _input(path: FieldPath, given: Input) -> Iterator[YamlFault]:
    yield from blanks(path, given)
    if given.url.startswith("pkg:"):
        if PackageFile.read(given.url) is None:
            yield YamlFault(
                (*path, "url"),
                f"`{shown(given.url)}` names no file of a package",
                "Write pkg:pypi/NAME@VERSION?file_name=FILE.",
            )
    else:
        yield from address((*path, "url"), given.url)
    if not _FILE_NAME.fullmatch(given.name):
        yield YamlFault(
            (*path, "name"),
            f"`{shown(given.name)}` is no plain file name",
            "Write letters, digits, dots, dashes and underscores, no folder.",
        )
    if given.sha256 is None and given.swhid is None:
        yield YamlFault(
            (*path, "sha256"),
            "is missing, and so is `swhid`",
            "Write one of them: a file is used only if it is the one that was named.",
        )
    if given.sha256 is not None and not _SHA256.fullmatch(given.sha256):
        yield YamlFault(
            (*path, "sha256"),
            f"`{shown(given.sha256)}` is no SHA-256",
            "Write its 64 hexadecimal digits, in lower case.",
        )
    if given.swhid is not None and not _SWHID.fullmatch(given.swhid):
        yield YamlFault(
            (*path, "swhid"),
            f"`{shown(given.swhid)}` is no SWHID of a file",
            "Write swh:1:cnt: and the file's git blob id.",
        )
