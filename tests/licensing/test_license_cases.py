"""The bars on the labelled files of both halves, where ../shared is there."""

from collections import Counter
from pathlib import Path

import pytest

from tools.bench_licenses import allowed_by, freer, graded


@pytest.mark.parametrize(
    ("kind", "right", "wrong"), [("text", 0.91, 0.02), ("readme", 0.88, 0.03), ("card", 0.93, 0.05)]
)
def test_as_many_labelled_files_are_right_as_we_say(
    shared: Path, kind: str, right: float, wrong: float
) -> None:
    certain = [one for one in graded(shared / "cases", kind) if not one[0]["uncertain"]]
    grades = Counter(grade for *_, grade, _ in certain)
    assert grades["right"] / grades.total() >= right
    assert grades["wrong"] / grades.total() <= wrong
    assert not [case["id"] for case, answer, *_ in certain if freer(allowed_by(case), answer)]


def test_no_labelled_readme_without_a_licence_is_given_one(shared: Path) -> None:
    for case, answer, grade, _ in graded(shared / "cases", "readme"):
        if not case["uncertain"] and all(label is None for label in case["label"].values()):
            assert grade == "right", (case["id"], answer)
