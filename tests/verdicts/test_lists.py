"""Curated lists, known by what they hold, whether or not the registry says so."""

import pytest

from tests.verdicts.made import tree
from tests.verdicts.test_depth import holds, thing
from tracker.hosts.texts.reading_list import reading_list
from tracker.model.evidence import Facts, Observation, Reach, ReadingList, Sighting
from tracker.model.paper import Role
from tracker.model.unread import Piece, Unread
from tracker.verdicts.depth import judge_depth
from tracker.verdicts.depth.lists import is_list
from tracker.verdicts.trail import trail


def paper(number: int) -> str:
    return f"https://arxiv.org/abs/2401.{number:05}"


def items(count: int) -> str:
    return "".join(f"- Paper {n}. [pdf]({paper(n)})\n" for n in range(count))


def listed(text: str) -> ReadingList:
    found = reading_list({"README.md": text.encode()})
    assert found is not None
    return found


def answers(text: str, role: Role, *paths: str) -> tuple[str, ...]:
    facts = Facts(reading_list=listed(text))
    return holds("README.md", *paths, artifact=thing(role), facts=facts).answers


CODE, LIST = ("placeholder", "curated list"), ("complete",)
LISTS = {
    "items": "# A\n" + items(6),
    "rows": "# A\n| t | l |\n|---|---|\n"
    + "".join(f"| t{n} | [pdf]({paper(n)}) |\n" for n in range(6)),
    "paragraphs": "# A\n" + "".join(f"**T{n}** [[pdf]]({paper(n)})\n\n" for n in range(6)),
    "items over lines": "# A\n"
    + "".join(f"1. **T{n}**\n   *authors*\n   [pdf]({paper(n)})\n" for n in range(6)),
    "other hosts": "# A\n"
    + "".join(
        f"- [pdf]({url})\n"
        for url in ("https://openreview.net/forum?id=a", "https://doi.org/10.1/a",
                    "https://aclanthology.org/2024.a", "https://www.nature.com/articles/a",
                    "https://example.org/a.pdf")
    ),
    "tools": "# A\n" + "".join(f"- https://github.com/o{n}/r{n}\n" for n in range(12)),
    "contents and words": "# A\nOur survey.\n- [One](#one)\n- [Two](#two)\n## One\n" + items(9),
}  # fmt: skip


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS)
def test_what_links_papers_or_works_in_most_of_what_it_says_is_a_list(text: str) -> None:
    assert answers(text, Role.CODE) == CODE
    assert answers(text, Role.LIST) == LIST
    assert answers(text, Role.CODE, "train.py")[0] == "training", "code is code"


OTHERS = {
    "nothing": "",
    "words": "# A\n" + "We have a method.\n\n" * 20,
    "one paper": f"# A\nOur paper is [here]({paper(1)}).\n",
    "the same paper": "# A\n" + f"- [pdf]({paper(1)}v2)\n" * 9,
    "thanks": "# A\n" + "Use it so.\n\n" * 30 + items(7),
    "commands": "# A\n```\n" + "python a.py\n" * 40 + "```\n" + items(6),
    "links to itself": "# A\n" + "- [x](#x)\n" * 30,
    "pages": "# A\n" + "".join(f"- https://p{n}.example.org\n" for n in range(30)),
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_any_other_readme_is_none(text: str) -> None:
    assert answers(text, Role.CODE) == ("placeholder",)
    assert answers(text, Role.LIST) == ("placeholder",)


def test_a_short_list_is_one_where_the_registry_says_so() -> None:
    assert answers("# A\n" + items(3), Role.LIST) == LIST
    assert answers("# A\n" + items(3), Role.CODE) == ("placeholder",)
    assert answers("# A\n" + items(2), Role.LIST) == ("placeholder",)


def test_entries_and_sections_are_told() -> None:
    text = "# A\n## One\n" + items(3) + "## Two\n" + items(5) + "## Three\nThe end.\n"
    found = listed(text)
    assert (found.papers, found.entries, found.pieces, found.sections) == (5, 8, 9, 2)
    facts = Facts(reading_list=found)
    verdict = holds("README.md", artifact=thing(Role.LIST), facts=facts)
    told = "README.md with 8 entries in 2 sections"
    assert verdict.reason == f"The list is there: {told}, on 2026-01-01."
    verdict = holds("README.md", facts=facts)
    assert "missing" not in verdict.reason
    assert "role `list`" in (verdict.remedy or "")


def test_of_several_readmes_the_one_that_lists_most_counts() -> None:
    texts = {"README.md": b"# A", "README_zh.md": items(4).encode()}
    found = reading_list(texts)
    assert found is not None
    assert (found.path, found.papers) == ("README_zh.md", 4)
    assert reading_list({}) is None


def test_a_list_may_lie_in_a_document_that_nobody_read() -> None:
    words = OTHERS["words"]
    assert answers(words, Role.LIST, "papers/2025.md") == ("unknown",)
    assert answers(words, Role.LIST, "CONTRIBUTING.md", "LICENSE") == ("placeholder",)


@pytest.mark.parametrize(
    ("listed_in_part", "part", "reason"),
    [
        (listed("# A\n" + items(1)), True, "not all of it was read"),
        (None, False, "README.md is a link, which is not followed"),
    ],
    ids=["in part", "not at all"],
)
def test_of_a_readme_that_was_not_read_whole_nobody_says_that_it_is_none_or_one(
    listed_in_part: ReadingList | None, part: bool, reason: str
) -> None:
    why = "was not read whole" if part else "is a link, which is not followed"
    unread = Unread(piece=Piece.README, what="README.md", why=why, part=part)
    seen = Observation(
        subject="https://github.com/lab/code", reach=Reach.VISIBLE, via="git", agent="test/1",
        facts=Facts(tree=tree("README.md"), reading_list=listed_in_part), unread=(unread,),
    )  # fmt: skip
    sighting = Sighting(id=seen.id, observation=seen)
    verdict = judge_depth(thing(Role.LIST), trail(seen.subject, [sighting]))
    assert verdict.answers == ("unknown",)
    assert reason in verdict.reason
    code = judge_depth(thing(Role.CODE), trail(seen.subject, [sighting]))
    assert code.answers == ("placeholder", "in part"), "all of it may be a list"
    assert f"README.md {why}" in code.reason


def counted(papers: int = 0, works: int = 0, entries: int = 0, pieces: int = 0) -> ReadingList:
    return ReadingList(
        path="README.md", papers=papers, works=works, entries=entries, pieces=pieces, sections=1
    )


@pytest.mark.parametrize(
    ("most", "declared", "least"),
    [
        (counted(papers=4, entries=4, pieces=4), False, counted(papers=5, entries=4, pieces=4)),
        (counted(works=9, entries=9, pieces=9), False, counted(works=10, entries=9, pieces=9)),
        (counted(works=10, entries=9, pieces=19), False, counted(works=10, entries=9, pieces=18)),
        (counted(papers=5, entries=4, pieces=17), False, counted(papers=5, entries=4, pieces=16)),
        (counted(papers=2, entries=2, pieces=2), True, counted(papers=3, entries=2, pieces=2)),
        (counted(works=2, entries=2, pieces=2), True, counted(works=3, entries=2, pieces=2)),
        (counted(papers=1, works=1, entries=2), True, counted(papers=2, works=1, entries=2)),
        (counted(papers=3, entries=3, pieces=13), True, counted(papers=3, entries=3, pieces=12)),
    ],
)  # fmt: skip
def test_one_more_makes_a_list(most: ReadingList, least: ReadingList, *, declared: bool) -> None:
    """Papers, other works, and how many of the pieces are entries."""
    assert not is_list(most, declared=declared)
    assert is_list(least, declared=declared)


@pytest.mark.parametrize(
    ("paths", "quote"),
    [
        (("docs/a.md", "b.md"), "document: b.md"),
        (("a.md", "readme.txt"), "document: readme.txt"),
        (("b.md", "a.md"), "document: a.md"),
        (("docs/README.md", "z.pdf"), "document: z.pdf"),
        (("a.md", "README_zh"), "document: README_zh"),
    ],
)
def test_the_document_that_is_quoted_is_a_readme_and_lies_at_the_top(
    paths: tuple[str, ...], quote: str
) -> None:
    verdict = holds(*paths, artifact=thing(Role.LIST))
    assert verdict.answers == LIST
    assert [piece.quote for piece in verdict.evidence] == [quote]


def test_what_lists_nothing_is_told_with_what_it_links_and_what_was_not_read() -> None:
    few = Facts(reading_list=counted(papers=1, works=1, entries=2, pieces=2))
    alone = holds("README.md", "readme_zh.md", artifact=thing(Role.LIST), facts=few)
    links = "README.md links 1 papers and 1 other works, which is no list"
    assert alone.reason == f"{links}, on 2026-01-01."
    assert [piece.quote for piece in alone.evidence] == ["document: README.md"]
    beside = holds("README.md", "docs/b.md", "a.md", artifact=thing(Role.LIST), facts=few)
    assert beside.reason == f"{links}, and a.md was not read, on 2026-01-01."
    assert [piece.quote for piece in beside.evidence] == [
        "document: a.md", "document: docs/b.md", "document: README.md",
    ]  # fmt: skip
    none = holds("map.png", artifact=thing(Role.LIST), facts=few)
    assert none.reason.startswith("It holds no document that could be the list")
    cut = holds("README.md", artifact=thing(Role.LIST), facts=few, omitted=1)
    assert cut.answers == ("unknown",), "a document may be among what was cut"
    one = Facts(reading_list=counted(papers=5, entries=1, pieces=1))
    told = holds("README.md", artifact=thing(Role.LIST), facts=one)
    assert told.reason == "The list is there: README.md with 1 entry in 1 section, on 2026-01-01."
    assert [piece.quote for piece in told.evidence] == ["document: README.md"]
