"""What is answered for short files of every kind, whole: `tests/cases/license_answers.toml`."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.licensing.shipped_texts import APACHE, MIT
from tracker.licensing.reading import Reading, read

CASES = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "license_answers.toml").read_text("utf-8")
)["case"]


def answer(found: Reading) -> dict[str, Any]:
    """Return all that is said as the cases write it: of quotes, the lines."""
    return {
        "license": found.license,
        "class": found.class_,
        "confidence": found.confidence,
        "commercial": found.commercial,
        "parts": [one or "-" for one in (found.code, found.weights, found.data)],
        "matched": [[one.line, one.end, one.license or "-"] for one in found.matched],
        "uncovered": [one.line for one in found.uncovered],
        "missing": len(found.missing),
        "statements": [
            f"{one.whose} {'+'.join(one.scope) or 'whole'} {one.kind} {one.how}"
            f" line {one.span.line}: {one.terms or '-'}"
            for one in found.statements
        ],
        "conflicts": list(found.conflicts),
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_everything_that_is_answered(case: dict[str, Any]) -> None:
    given = dict(case)
    path, kind, text = (given.pop(key) for key in ("file", "kind", "text"))
    text = text.replace("{MIT}", MIT).replace("{APACHE}", APACHE)
    assert answer(read(path, text.encode(), kind)) == given
