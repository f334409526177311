"""The block in the README, and text from outside made harmless."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import UsageError
from tracker.tables.splice import BEGIN, END, splice
from tracker.tables.text import clean


def test_only_what_stands_between_the_marks_is_replaced() -> None:
    readme = f"# A\n\n{BEGIN}\nold\n{END}\n\nb\n"
    assert splice(readme, "new\n") == f"# A\n\n{BEGIN}\nnew\n{END}\n\nb\n"


def test_splicing_twice_is_splicing_once() -> None:
    once = splice(f"{BEGIN}{END}", "new")
    assert splice(once, "new") == once


@pytest.mark.parametrize("readme", ["", BEGIN, END, f"{END}{BEGIN}", f"{BEGIN}{END}{END}"])
def test_missing_or_muddled_marks_are_named(readme: str) -> None:
    with pytest.raises(UsageError, match="marks") as caught:
        splice(readme, "new")
    assert BEGIN in caught.value.advice


@given(st.text(), st.integers(1, 50))
def test_cleaned_text_is_one_printable_line_within_its_limit(text: str, limit: int) -> None:
    line = clean(text, limit)
    assert len(line) <= limit
    assert not [each for each in line if unicodedata.category(each)[0] == "C"]
    assert clean(line, limit) == line
