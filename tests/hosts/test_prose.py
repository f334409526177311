"""How a README is laid out: lines, pieces, sentences, sections and blocks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.hosts.texts.lines import Block, Paragraph
from tracker.hosts.texts.prose import pieces, sections, sentences, words
from tracker.model.evidence import SPAN_LIMIT


def readme(text: str) -> dict[str, bytes]:
    return {"README.md": text.encode()}


def told(text: str) -> list[tuple[int, str]]:
    return [(sentence.line, words(sentence.text)) for sentence in sentences(readme(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We will release\nthe code soon. Then\nwe rest.",
         [(1, "We will release the code soon."), (2, "Then we rest.")]),
        ("- first item that\n  goes on\n- second item",
         [(1, "- first item that goes on"), (3, "- second item")]),
        ("One line  \nbroken by its author", [(1, "One line"), (2, "broken by its author")]),
        ("See e.g. Fig. 2 and Smith et al. (2024). Done.",
         [(1, "See e.g. Fig. 2 and Smith et al. (2024)."), (1, "Done.")]),
        ("| a | b |\n| c | d |", [(1, "| a | b |"), (2, "| c | d |")]),
        ("代码即将开源。\n敬请期待。", [(1, "代码即将开源。"), (2, "敬请期待。")]),
        ("Title\n=====\ntext", [(1, "Title"), (3, "text")]),
        ("one\n\ntwo", [(1, "one"), (3, "two")]),
        ("one\n```\nx = 1\ny = 2\n```\ntwo",
         [(1, "one"), (3, "x = 1"), (4, "y = 2"), (6, "two")]),
        ("one\n```\nnobody closed it", [(1, "one"), (3, "nobody closed it")]),
    ],
)  # fmt: skip
def test_a_sentence_is_whole_whatever_its_lines(text: str, expected: list[tuple[int, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "front", ["---\nlicense: mit\ncode: coming soon\n---\n", "---\ntags:\n- a\n# b\n\n---\n"]
)
def test_front_matter_is_not_printed(front: str) -> None:
    assert told(front + "# Hi") == [(front.count("\n") + 1, "Hi")]


@pytest.mark.parametrize("text", ["---\nA rule above. And words\n---", "---\nlicense: mit\n"])
def test_a_rule_at_the_top_is_no_front_matter(text: str) -> None:
    assert len(told(text)) > 1


def test_sections_hold_what_stands_below_their_heading() -> None:
    text = "above\n# One\na\n```sh\nls\n```\n<h2>Two</h2>\n### Three ###\nb\n\nFour\n----\nc"
    found = list(sections(readme(text)))
    assert [(each.heading.title, each.heading.level) for each in found] == [
        ("", 0), ("One", 1), ("Two", 2), ("Three", 3), ("Four", 2)
    ]  # fmt: skip
    paragraph, block = found[1].content
    assert isinstance(paragraph, Paragraph)
    assert isinstance(block, Block)
    assert (paragraph.text, block.language) == ("a", "sh")
    assert list(block.texts) == ["ls"]
    assert found[2].content == ()


def test_a_list_item_above_a_rule_is_no_heading() -> None:
    assert [section.heading.level for section in sections(readme("- a\n---\nb"))] == [0]


def test_a_long_sentence_is_cut_at_its_end_and_shows_it() -> None:
    for text in ("We will release " + "all " * 200, "x" * 400):
        cut = words(text)
        assert cut.endswith("…")
        assert len(cut) <= SPAN_LIMIT
        assert text.startswith(cut[:-1])


@given(st.text(st.sampled_from("ab.!。 \n-#|`*<>~=12[]()"), max_size=200))
def test_no_word_is_lost_or_said_twice(text: str) -> None:
    laid = list(pieces(readme(text)))
    inside = [number for piece in laid for number in piece.numbers]
    assert sorted(set(inside)) == sorted(inside)
    spoken = "".join(sentence.text for sentence in sentences(readme(text)))
    written = "".join(
        piece.text if isinstance(piece, Paragraph) else "".join(piece.texts) for piece in laid
    )
    assert spoken.replace(" ", "") == written.replace(" ", "")
