"""Papers by their ids, expectations at their bounds, instants as people write them."""

import pytest

from tests.verdicts.made import look
from tracker.errors import UsageError
from tracker.model.check import Comparison, Expectation
from tracker.model.evidence import Facts, Observation, Reach, with_looks
from tracker.model.instant import read_instant
from tracker.model.paper import Depth, Paper, Registry, Titles
from tracker.model.release import newest, version
from tracker.model.swhid import revision
from tracker.model.traits import paper_page


def paper(name: str) -> Paper:
    return Paper(id=name, titles=Titles(en="A Paper"))


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("arxiv:2501.00001", "2025-01-01"), ("arxiv:2512.00001", "2025-12-01"),
        ("arxiv:2500.00001", None), ("arxiv:2513.00001", None), ("arxiv:25", None),
        ("arxiv:math.AG/9107001", "1991-07-01"), ("arxiv:hep-th/9012001", "2090-12-01"),
        ("arxiv:0001.00001", "2000-01-01"), ("doi:10.1/2503", None), ("arxiv:x", None),
    ],
)  # fmt: skip
def test_an_arxiv_identifier_names_a_month(name: str, month: str | None) -> None:
    found = paper(name).month
    assert (found.isoformat() if found else None) == month


def test_only_a_paper_of_arxiv_has_its_pages() -> None:
    known, other = paper("arxiv:2503.00001"), paper("doi:10.1/a:b")
    assert (known.arxiv_id, other.arxiv_id) == ("2503.00001", None)
    assert (paper_page(known), paper_page(other)) == (
        "https://huggingface.co/papers/2503.00001",
        None,
    )
    assert (known.slug, other.slug) == ("2503.00001", "doi-10.1-a-b")
    assert paper("arxiv:hep-th/9901001").slug == "hep-th-9901001"


@pytest.mark.parametrize(
    "key", ["2503.00002", "arxiv:2503.00002", "2503.00002v3", "2503.00002V1", "ARXIV:no"]
)
def test_of_several_papers_the_one_that_is_meant_is_found(key: str) -> None:
    papers = tuple(map(paper, ("arxiv:2503.00001", "arxiv:2503.00002", "arxiv:2503.00003")))
    found = Registry(papers=papers).paper(key)
    assert found == (None if key == "ARXIV:no" else papers[1])


def test_an_old_identifier_with_a_v_in_its_name_is_found_whole() -> None:
    old = paper("arxiv:solv-int/9901001")
    assert Registry(papers=(old,)).paper("solv-int/9901001") == old


def test_depths_have_places_on_a_ladder() -> None:
    assert [each.rank for each in Depth] == [0, 1, 2, 3, 4, 5]
    assert all(one.reaches(two) == (one.rank >= two.rank) for one in Depth for two in Depth)


@pytest.mark.parametrize(
    ("relation", "bare", "widened"),
    [
        ("<", [7, 7.5], [7, 7.5, 8]),
        ("<=", [7, 7.5, 8], [7, 7.5, 8, 8.5]),
        ("==", [8], [7.5, 8, 8.5]),
        (">=", [8, 8.5, 9], [7.5, 8, 8.5, 9]),
        (">", [8.5, 9], [8, 8.5, 9]),
    ],
)
def test_a_bound_holds_on_its_side_and_the_tolerance_widens_it(
    relation: str, bare: list[float], widened: list[float]
) -> None:
    for tolerance, holding in ((0.0, bare), (0.5, widened)):
        must = Expectation(relation=Comparison(relation), value=8, tolerance=tolerance)
        assert [
            value for value in (7, 7.5, 8, 8.5, 9, float("nan")) if must.holds(value)
        ] == holding
        assert str(must) == f"{relation} 8{' ± 0.5' if tolerance else ''}"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2025-06-30", "2025-06-30T23:59:59+00:00"),
        ("2025-06-30T12:00:00Z", "2025-06-30T12:00:00+00:00"),
        ("2025-06-30T12:00:00+02:00", "2025-06-30T10:00:00+00:00"),
        ("2025-06-30T12:00", "2025-06-30T12:00:00+00:00"),
    ],
)
def test_a_day_is_meant_to_its_end_and_a_time_without_zone_is_utc(text: str, told: str) -> None:
    found = read_instant(text)
    assert found is not None
    assert found.isoformat() == told


def test_no_text_is_no_instant_and_what_is_no_date_is_told() -> None:
    assert read_instant("") is None
    assert read_instant(None) is None
    for text in ("tomorrow", "2025-02-30", "10 letters"):
        with pytest.raises(UsageError, match="is no date") as caught:
            read_instant(text)
        assert caught.value.advice


def test_looks_of_this_run_come_after_what_the_book_holds_and_the_book_stays_as_it_is() -> None:
    first = look("2026-01-01")
    second = look("2026-01-02", Reach.NOT_VISIBLE).observation
    other = look("2026-01-03", subject="https://github.com/o/new").observation
    book = {first.observation.subject: [first]}
    joined = with_looks(book, [second, other])
    assert [each.id for each in joined[second.subject]] == [first.id, second.id]
    assert [each.known_at for each in joined[other.subject]] == [other.observed_at]
    assert book == {first.observation.subject: [first]}


def test_what_was_seen_is_compared_without_the_times_and_the_tool() -> None:
    one = Observation(subject="s", reach=Reach.VISIBLE, via="git", agent="a")
    assert one.same_world(Observation(subject="s", reach=Reach.VISIBLE, via="http", agent="b"))
    for other in (
        Observation(subject="t", reach=Reach.VISIBLE, via="git", agent="a"),
        Observation(subject="s", reach=Reach.GATED, via="git", agent="a"),
        Observation(subject="s", reach=Reach.VISIBLE, via="git", agent="a", facts=Facts(name="n")),
    ):
        assert not one.same_world(other)
    assert one.id.startswith("obs:")
    assert len(one.id) == len("obs:") + 24


def test_three_tags_are_kept_the_newest_first_and_only_such_as_can_be_read() -> None:
    oid = "a" * 40
    tags = {"v1.0": oid, "v1.2": None, "v1.1": oid, "v0.9": oid, "v9\x1b": oid, "9" * 101: oid}
    found = newest(tags)
    assert [(each.name, each.revision) for each in found] == [
        ("v1.2", None), ("v1.1", revision(oid)), ("v1.0", revision(oid)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("v1.0rc1", "v1.0"), ("v1.0-beta", "v1.0"), ("1.0.dev3", "1.0"), ("v1.0a1", "v1.0a2"),
        ("v1.9", "v1.10"), ("latest", "v0.1"), ("v1.0alpha", "v1.0-final"), ("v1_2", "v1_3"),
        ("v1.0", "v1.0.1"), ("v1.0_preview", "v1.0"), ("1.0+c1", "1.0"),
    ],
)  # fmt: skip
def test_tags_are_ordered_by_the_version_that_they_name(older: str, newer: str) -> None:
    assert version(older) < version(newer)


def test_a_version_with_noughts_at_its_end_is_the_same() -> None:
    assert version("v1.0.0")[0] == version("v1")[0] == (1,)
    assert version("v1.0-base")[1], "a word that begins like an early one is none"
