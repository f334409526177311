"""An exact run that could not be printed, or not be judged, is complained about."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from reproduce.elsewhere import block, paper, with_protocol, write
from tracker.model.check import Bearing, Tier
from tracker.model.exact import Exact
from tracker.model.protocol import HubModel, StatedHash
from tracker.registry import lint

EXACT = Exact(hardware="1 × 24 GB", hours=(1, 2), basis="the authors", check=block())


def complaints(root: Path, exact: Exact, **claim: Any) -> list[tuple[str, str]]:
    of = paper(block())
    (only,) = of.claims
    changed = msgspec.structs.replace(only, exact=exact, **claim)
    write(root, msgspec.structs.replace(of, claims=(changed,)))
    found = lint(root / "registry.yaml")
    return [(one.field.removeprefix("claims[0]."), one.problem) for one in found]


def changed(**fields: Any) -> Exact:
    return msgspec.structs.replace(EXACT, check=msgspec.structs.replace(block(), **fields))


def protocol(**fields: Any) -> Exact:
    return msgspec.structs.replace(EXACT, check=with_protocol(block(), **fields))


@pytest.mark.parametrize(
    "exact",
    [
        EXACT,
        Exact(),
        Exact(blocked=("nothing was released",)),
        protocol(requires=(f"a[x] @ git+https://github.com/o/r.git@{'0' * 40}", "b==1.0+cu124")),
    ],
)
def test_what_can_be_run_or_says_why_not_is_fine(tmp_path: Path, exact: Exact) -> None:
    assert complaints(tmp_path, exact) == []


@pytest.mark.parametrize(
    ("exact", "field", "said"),
    [
        (Exact(script=" "), "exact.script", "is empty"),
        (Exact(blocked=("",)), "exact.blocked[0]", "is empty"),
        (Exact(hours=(1, 2)), "exact.hours", "said by nobody"),
        (Exact(hours=(2, 1), basis="a log"), "exact.hours", "are no span"),
        (Exact(hours=(0, 1), basis="a log"), "exact.hours", "are no span"),
        (msgspec.structs.replace(EXACT, blocked=("gone",)), "exact.check", "nobody can"),
        (changed(tier=Tier.PROXY), "exact.check.tier", "is `proxy`"),
        (changed(protocol=None), "exact.check.protocol", "is missing"),
        (changed(bears_on=Bearing.CODE), "exact.check.bears_on", "is not the claim"),
        (changed(requires=("torch",)), "exact.check.requires", "belongs to a notebook"),
        (changed(statement=" "), "exact.check.statement", "is empty"),
        (protocol(requires=("vllm>=1",)), "exact.check.protocol.requires[0]", "pins no version"),
        (protocol(requires=("vllm==1.*",)), "exact.check.protocol.requires[0]", "pins no version"),
        (protocol(requires=("a; rm -rf",)), "exact.check.protocol.requires[0]", "pins no version"),
        (
            protocol(requires=("a @ git+https://github.com/o/r.git@main",)),
            "exact.check.protocol.requires[0]", "pins no version",
        ),
        (protocol(python="3.11; id"), "exact.check.protocol.python", "is no version"),
        (protocol(model=HubModel(id="--help")), "exact.check.protocol.model.id", "no name on"),
        (
            protocol(model=HubModel(id="a/b", revision="main")),
            "exact.check.protocol.model.revision", "is no commit",
        ),
        (protocol(base=HubModel(id="lab/model")), "exact.check.protocol.base.id", "model itself"),
        (protocol(code="http://github.com/a/b"), "exact.check.protocol.code", "no https address"),
        (protocol(revision="v1"), "exact.check.protocol.revision", "is no commit"),
        (
            protocol(command=("run", "{model}", "{revision}")),
            "exact.check.protocol.command", "has no {output}",
        ),
        (protocol(samples=0), "exact.check.protocol.samples", "less than 1"),
        (protocol(seed=-1), "exact.check.protocol.seed", "less than 0"),
        (protocol(unit_factor=0), "exact.check.protocol.unit_factor", "not above zero"),
        (
            protocol(hashes=(StatedHash(name="task_hash", value="0"),)),
            "exact.check.protocol.hashes[0].name", "which lighteval does not tell",
        ),
    ],
)  # fmt: skip
def test_what_cannot_is_named_with_its_place(
    tmp_path: Path, exact: Exact, field: str, said: str
) -> None:
    found = complaints(tmp_path, exact)
    assert any(where.endswith(field) and said in problem for where, problem in found), found


def test_a_protocol_does_not_belong_to_a_check_of_a_notebook(tmp_path: Path) -> None:
    found = complaints(tmp_path, Exact(), checks=(block(),))
    assert any("belongs to a run elsewhere" in problem for _, problem in found), found


def test_no_other_check_has_the_blocks_id(tmp_path: Path) -> None:
    twin = msgspec.structs.replace(block(), protocol=None, tier=Tier.PROXY)
    found = complaints(tmp_path, EXACT, checks=(twin,))
    assert any(where.endswith("exact.check.id") for where, _ in found), found
