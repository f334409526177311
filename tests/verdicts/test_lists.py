"""Curated lists, known by what they hold, whether or not the registry says so."""

import pytest

from tests.verdicts.made import tree
from tests.verdicts.test_depth import holds, thing
from tracker.hosts.texts.reading_list import reading_list
from tracker.model.evidence import Facts, Observation, Reach, ReadingList, Sighting
from tracker.model.paper import Role
from tracker.model.unread import Piece, Unread
from tracker.verdicts.depth import judge_depth
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
