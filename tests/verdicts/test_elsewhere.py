"""Leads: what the Hub's page, the tags and the READMEs name and the registry does not have."""

import msgspec
import pytest

from tests.verdicts.made import CODE, PAPER, REPOSITORY, at, look, stored, tree
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


def test_of_two_that_name_a_place_alike_the_page_of_the_paper_is_quoted() -> None:
    page_alone = judged(named((FAN, "arXiv tag")))
    both = judged({**named((FAN, "arXiv tag")), **linked(FAN)})
    assert both.evidence == page_alone.evidence


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


def at_hub(count: int, *, how: str = "paper page", owner: str = "lab") -> Book:
    return named(*((f"https://huggingface.co/{owner}/m{n}", how) for n in range(count)))


@pytest.mark.parametrize("count", [1, 3, 4, 12, 13])
def test_many_leads_are_counted_and_the_first_of_them_named(count: int) -> None:
    verdict = judged(at_hub(count))
    names = ", ".join(f"huggingface.co/lab/m{n}" for n in range(min(3, count)))
    more = f" and {count - 3} more" if count > 3 else ""
    assert verdict.reason == f"Seen, and not in the registry: {names}{more}."
    assert [each.url for each in verdict.evidence] == [
        f"https://huggingface.co/lab/m{n}" for n in range(min(12, count))
    ]


def test_what_only_cites_is_counted_beside_the_leads_and_quoted_where_there_are_none() -> None:
    cited = at_hub(2, how="arXiv tag", owner="fan")
    alone = judged(cited)
    assert alone.answers == ("only cited",)
    assert alone.reason == (
        "Nothing else was seen that the registry does not have; 2 of other owners cite the paper "
        "or are linked."
    )
    assert [each.quote for each in alone.evidence] == ["its card mentions the paper"] * 2
    [page] = cited[PAGE]
    assert alone.derived_from == (page.id,)
    both = judged({**cited, **linked("https://github.com/lab/other")})
    assert both.answers == ("seen, not registered",)
    assert both.reason.endswith("lab/other; 2 of other owners cite the paper or are linked.")
    assert [each.url for each in both.evidence] == ["https://github.com/lab/other"]
    assert set(both.derived_from) == {page.id, linked("https://github.com/lab/other")[
        REPOSITORY][0].id}  # fmt: skip


def test_a_link_says_in_which_file_of_what_it_stands() -> None:
    [piece] = judged(linked(MODEL)).evidence
    assert piece.quote == "linked in README.md of github.com/lab/code"
    assert (piece.source, piece.not_before) == ("looked", None)
    old = Facts(links=(Passage(path="docs/README.md", line=3, about=MODEL),))
    [copy] = judged({REPOSITORY: [stored("2025-06-19", old)]}).evidence
    assert copy.quote == "linked in docs/README.md of github.com/lab/code"
    assert (copy.source, copy.observed_at, copy.not_before) == (
        "stored copy", None, at("2025-06-19"),
    )  # fmt: skip


@pytest.mark.parametrize("relation", Relation)
def test_only_who_owns_an_official_artifact_is_known_as_an_owner(relation: Relation) -> None:
    theirs = msgspec.structs.replace(CODE, url="https://github.com/tools/x", relation=relation)
    paper = msgspec.structs.replace(PAPER, artifacts=(CODE, theirs))
    verdict = judge(paper, named(("https://huggingface.co/Tools/m", "arXiv tag"))).elsewhere
    known = relation is Relation.OFFICIAL
    assert verdict.answers == ("seen, not registered" if known else "only cited",)


def test_a_model_of_others_is_a_citation_where_it_is_not_what_this_was_made_from() -> None:
    url = "https://huggingface.co/other/Base"
    assert judged({**named(), **linked(url)}).answers == ("only cited",)
    [seen] = linked(url)[REPOSITORY]
    for base, answer in (("Other/base", "nothing new"), ("other/another", "only cited")):
        facts = msgspec.structs.replace(seen.observation.facts, base_models=(base,))
        book = {**named(), REPOSITORY: [look("2026-01-01", facts=facts)]}
        assert judged(book).answers == (answer,)


def test_what_is_no_address_is_no_lead() -> None:
    assert judged(named(("ftp://lab.example/x", "paper page"))).answers == ("nothing new",)
    assert judged({**named(), **linked("ftp://github.com/lab/x")}).answers == ("nothing new",)


def test_two_links_to_one_place_are_one_lead() -> None:
    both = judged({**named((MODEL.upper().replace("HTTPS", "https"), "paper page")),
                   **linked(MODEL)})  # fmt: skip
    assert len(both.evidence) == 1


def test_a_page_that_fell_silent_is_said_beside_what_was_seen_before() -> None:
    [seen] = at_hub(1)[PAGE]
    silent = look("2026-02-01", Reach.UNREACHABLE, subject=PAGE, note="no route")
    verdict = judged({PAGE: [seen, silent]})
    assert verdict.reason.endswith("; not reached on 2026-02-01: no route.")
    assert verdict.as_of == seen.observed_at


@pytest.mark.parametrize(
    ("url", "has_readme"),
    [
        ("https://github.com/lab/other", True),
        ("https://git.example.org/lab/other.git", True),
        ("https://huggingface.co/lab/model", True),
        ("https://huggingface.co/datasets/lab/data", True),
        ("https://huggingface.co/spaces/lab/demo", True),
        ("https://huggingface.co/lab", False),
        ("https://lab.example.org/paper", False),
        ("pkg:pypi/dapo", False),
        ("ftp://lab.example/x", False),
    ],
)
def test_only_what_has_a_readme_is_missed_while_nobody_saw_it(
    url: str, *, has_readme: bool
) -> None:
    other = msgspec.structs.replace(CODE, url=url)
    paper = msgspec.structs.replace(PAPER, artifacts=(CODE, other))
    verdict = judge(paper, named()).elsewhere
    assert verdict.answers == (("unknown",) if has_readme else ("nothing new",))
    assert ("was not seen yet" in verdict.reason) is has_readme
    theirs = msgspec.structs.replace(other, relation=Relation.THIRD_PARTY)
    unofficial = msgspec.structs.replace(PAPER, artifacts=(CODE, theirs))
    assert judge(unofficial, named()).elsewhere.answers == ("nothing new",)


def test_leads_rest_on_the_page_and_on_each_readme_and_are_as_new_as_the_newest() -> None:
    other = msgspec.structs.replace(CODE, url="https://github.com/lab/other")
    paper = msgspec.structs.replace(PAPER, artifacts=(CODE, other))
    links = (Passage(path="README.md", line=3, about=MODEL),)
    readme = look("2026-01-03", facts=Facts(links=links), subject=other.url)
    book = {**named(), other.url: [readme]}
    verdict = judge(paper, book).elsewhere
    assert verdict.answers == ("seen, not registered",)
    assert verdict.as_of == at("2026-01-03")
    assert set(verdict.derived_from) == {book[PAGE][0].id, readme.id}
    older = {**book, other.url: [look("2025-12-03", facts=Facts(links=links), subject=other.url)]}
    assert judge(paper, older).elsewhere.as_of == at("2026-01-01")
