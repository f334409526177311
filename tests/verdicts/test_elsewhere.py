"""Leads: what the Hub's page, the tags and the READMEs name and the registry does not have."""

import msgspec
import pytest

from tests.verdicts.made import CODE, PAPER, REPOSITORY, look, tree
from tracker.model.evidence import Book, Facts, Mention, Passage, Reach
from tracker.model.paper import Relation
from tracker.model.traits import paper_page
from tracker.model.unread import Piece, Unread
from tracker.model.verdict import Verdict
from tracker.verdicts import judge

PAGE = "https://huggingface.co/papers/2503.00001"
MODEL = "https://huggingface.co/lab/model"
FAN = "https://huggingface.co/fan/quantized"


def named(*mentions: tuple[str, str]) -> Book:
    facts = Facts(mentions=tuple(Mention(url=url, how=how) for url, how in mentions))
    return {PAGE: [look("2026-01-01", facts=facts, subject=PAGE)], **linked()}


def linked(*urls: str) -> Book:
    links = tuple(Passage(path="README.md", line=3, about=url) for url in urls)
    return {REPOSITORY: [look("2026-01-01", facts=Facts(tree=tree("a.py"), links=links))]}


def judged(book: Book) -> Verdict:
    return judge(PAPER, book).elsewhere


def test_the_paper_knows_its_page() -> None:
    assert paper_page(PAPER) == PAGE


def test_before_anybody_looked_nothing_is_known() -> None:
    assert judged({}).answers == ("unknown",)
    silent = {PAGE: [look("2026-01-01", Reach.RATE_LIMITED, subject=PAGE, note="too many")]}
    assert judged(silent).answers == ("unknown",)
    assert "not reached on 2026-01-01: too many" in judged(silent).reason


def test_what_the_registry_has_is_nothing_new() -> None:
    verdict = judged(named(("https://github.com/Lab/Code", "paper page")))
    assert verdict.answers == ("nothing new",)
    assert verdict.evidence == ()


def test_where_a_readme_was_not_seen_there_may_be_more() -> None:
    page = named(("https://github.com/Lab/Code", "paper page"), (FAN, "arXiv tag"))
    del page[REPOSITORY]  # type: ignore[attr-defined]
    assert judged(page).answers == ("unknown",)
    assert "lab/code was not seen yet" in judged(page).reason
    long = Unread(piece=Piece.README, what="README.md", why="is longer than what is read")
    [seen] = linked()[REPOSITORY]
    cut = msgspec.structs.replace(seen.observation, unread=(long,))
    sighting = msgspec.structs.replace(seen, id=cut.id, observation=cut)
    verdict = judged({**page, REPOSITORY: [sighting]})
    assert (verdict.answers, verdict.unread) == (("unknown",), (long,))
    assert "README.md is longer than what is read" in verdict.reason


def test_what_the_page_names_is_a_lead_with_its_evidence_and_the_way_to_take_it_over() -> None:
    verdict = judged(named(("https://github.com/other/code", "paper page")))
    assert verdict.answers == ("seen, not registered",)
    assert "github.com/other/code" in verdict.reason
    [piece] = verdict.evidence
    assert (piece.url, piece.source) == ("https://github.com/other/code", "looked")
    assert "tracker add" in (verdict.remedy or "")


@pytest.mark.parametrize(
    ("url", "answer"),
    [(MODEL, "seen, not registered"), (FAN, "only cited")],
)
def test_a_tag_is_a_lead_only_where_the_registry_knows_the_owner(url: str, answer: str) -> None:
    verdict = judged(named((url, "arXiv tag")))
    assert verdict.answers == (answer,)
    assert verdict.evidence[0].url == url


@pytest.mark.parametrize(
    ("url", "answer"),
    [
        (MODEL, "seen, not registered"),
        ("https://github.com/lab/other", "seen, not registered"),
        ("https://github.com/tools/framework", "nothing new"),
        ("https://github.com/lab", "nothing new"),
    ],
)
def test_a_readme_names_many_tools_so_its_links_count_for_known_owners(
    url: str, answer: str
) -> None:
    verdict = judged({**named(), **linked(url)})
    assert verdict.answers == (answer,)


def test_a_lead_keeps_no_promise_and_changes_no_other_answer() -> None:
    before, after = judge(PAPER, linked()), judge(PAPER, named((MODEL, "paper page")))
    assert after.promise == before.promise
    assert after.summary.answers == before.summary.answers


def test_the_new_place_of_a_registered_artifact_is_registered() -> None:
    moved = "https://github.com/lab/new"
    book = {REPOSITORY: [look("2026-01-01", facts=Facts(name="lab/new", moved_to=moved))]}
    assert judged({**named((moved, "paper page")), **book}).answers == ("nothing new",)
    assert CODE.url == REPOSITORY


def test_what_a_framework_links_in_its_readme_is_no_lead() -> None:
    framework = msgspec.structs.replace(CODE, relation=Relation.UPSTREAM)
    paper = msgspec.structs.replace(PAPER, artifacts=(framework,))
    assert judge(paper, {**named(), **linked(MODEL)}).elsewhere.answers == ("nothing new",)


def test_a_tag_of_a_stranger_that_the_page_names_as_well_is_more_than_a_citation() -> None:
    url = "https://huggingface.co/fan/quantized"
    for ways in (("arXiv tag", "paper page"), ("paper page", "arXiv tag")):
        verdict = judged(named(*((url, how) for how in ways)))
        assert verdict.answers == ("seen, not registered",)
        assert verdict.evidence[0].quote == "named on the Hub's page of the paper"
