"""All looks at one subject, in order, and how they are spoken of."""

import datetime as dt

import msgspec
import pytest

from tests.verdicts.made import CODE, REPOSITORY, at, look, stored
from tracker.model.evidence import Facts, Observation, Reach, Sighting
from tracker.model.paper import Artifact, Relation, Reported, Role, Source
from tracker.model.unread import Piece, Unread
from tracker.verdicts.trail import (
    day,
    evidence,
    ids,
    newest,
    phrase,
    reported,
    seen,
    short,
    trail,
    unread,
    upper,
    utc,
)

FIRST, SECOND = look("2026-01-01"), look("2026-02-01", Reach.NOT_VISIBLE)
UNDATED = Sighting(
    id="obs:0",
    observation=Observation(
        subject=REPOSITORY, reach=Reach.VISIBLE, via="stored-copy", agent="t/1"
    ),
)


@pytest.mark.parametrize("length", [159, 160, 161, 400])
def test_words_of_others_are_at_most_160_letters_in_one_line(length: int) -> None:
    text = phrase("a" * length)
    assert text == ("a" * length if length <= 160 else "a" * 159 + "…")
    assert phrase("  two\n lines..") == "two lines"
    assert phrase("abc def", 4) == "abc…"


def test_instants_are_told_in_utc_and_those_without_a_zone_are_in_it() -> None:
    zone = dt.timezone(dt.timedelta(hours=5))
    assert utc(dt.datetime(2026, 1, 1, 3, tzinfo=zone)) == at("2025-12-31T22:00")
    assert day(dt.datetime(2026, 1, 1, 3, tzinfo=zone)) == "2025-12-31"
    end = dt.datetime.max.replace(tzinfo=dt.timezone(-dt.timedelta(hours=5)))
    assert utc(end) == dt.datetime.max.replace(tzinfo=dt.UTC)


def test_what_was_known_then_is_what_was_seen_by_then() -> None:
    confirmed = look("2026-01-01", confirmed="2026-03-01")
    copy = stored("2025-06-19", Facts())
    known = trail(REPOSITORY, [SECOND, UNDATED, confirmed, copy], at("2026-02-01"))
    assert [each.id for each in known.sightings] == [
        UNDATED.id, copy.id, confirmed.id, SECOND.id,
    ]  # fmt: skip
    assert known.sightings[2].observed_at == at("2026-01-01"), "the confirmation is of a later day"
    later = trail(REPOSITORY, [confirmed], at("2026-03-01"))
    assert later.sightings == (confirmed,)
    assert trail(REPOSITORY, [confirmed, copy], at("2025-01-01")).sightings == ()
    renewed = Sighting(id=copy.id, observation=copy.observation, observed_at=at("2026-01-01"))
    assert trail(REPOSITORY, [renewed], at("2025-12-01")).sightings == ()


def test_looks_of_one_instant_are_in_the_order_of_their_ids() -> None:
    twins = [msgspec.structs.replace(FIRST, id=name) for name in ("b", "a", "c")]
    assert [each.id for each in trail(REPOSITORY, twins).sightings] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("sighting", "said"),
    [
        (FIRST, "on 2026-01-01"),
        (stored("2025-06-19", Facts()), "in a stored copy not older than 2025-06-19"),
        (UNDATED, "in a stored copy of an unknown day"),
    ],
)
def test_a_sighting_says_when_it_was(sighting: Sighting, said: str) -> None:
    assert seen(sighting) == said


def test_why_something_was_not_read_is_told_by_what_it_would_have_been_read_in() -> None:
    day = Unread(piece=Piece.HISTORY, what="its date of creation", why="is not printed")
    files = Unread(piece=Piece.LISTING, what="the list of files", why="is not printed")
    seen_ = msgspec.structs.replace(FIRST.observation, unread=(day, files))
    assert unread(seen_, "its files were", Piece.LISTING) == (
        "its files were not read: the list of files is not printed"
    )
    assert "its date of creation, the list of files are" in unread(seen_, "its files were")


def test_silence_names_the_day_and_the_reason_of_the_last_look_alone() -> None:
    silent = look("2026-03-01", Reach.UNREACHABLE)
    assert trail(REPOSITORY, [FIRST, silent]).silence == "; not reached on 2026-03-01: unreachable"
    assert trail(REPOSITORY, [silent, look("2026-03-02")]).silence == ""
    assert trail(REPOSITORY, []).silence == ""
    undated = msgspec.structs.replace(UNDATED.observation, reach=Reach.ERROR, note="broken.")
    assert trail(REPOSITORY, [Sighting(id="x", observation=undated)]).silence == (
        "; not reached: broken"
    )


def test_times_of_absence_are_those_since_it_was_seen_last_each_once() -> None:
    early = look("2025-12-01", Reach.NOT_VISIBLE)
    twice = look("2026-02-01", Reach.NOT_VISIBLE, confirmed="2026-02-03")
    blocked = look("2026-03-01", Reach.TAKEN_DOWN)
    assert trail(REPOSITORY, [early, FIRST, SECOND, twice]).gone_at == (
        at("2026-02-01"), at("2026-02-03"),
    )  # fmt: skip
    assert trail(REPOSITORY, [FIRST, twice, blocked]).gone_at == ()
    assert trail(REPOSITORY, [FIRST]).gone_at == ()


def test_what_another_owner_has_at_the_address_is_not_this_one() -> None:
    def of(id_: str | None, day_: str) -> Sighting:
        return look(day_, facts=Facts(platform_id=id_))

    old, untold, new = of("1", "2026-01-01"), of(None, "2026-01-02"), of("2", "2026-01-03")
    assert trail(REPOSITORY, [old, untold, new]).present == (untold, new)
    assert trail(REPOSITORY, [old, untold]).present == (old, untold)
    assert trail(REPOSITORY, [old, SECOND]).present == (old,)


def test_the_newest_that_was_asked_for_a_fact_is_found() -> None:
    told = look("2026-01-01", facts=Facts(archived=False))
    found = trail(REPOSITORY, [told, FIRST]).latest(lambda facts: facts.archived)
    assert found == told
    assert trail(REPOSITORY, [FIRST]).latest(lambda facts: facts.archived) is None


def test_the_newest_instant_is_that_of_the_last_confirmation() -> None:
    assert newest([look("2026-01-01", confirmed="2026-05-01"), SECOND]) == at("2026-05-01")
    assert newest([stored("2025-06-19", Facts()), UNDATED]) == at("2025-06-19")
    assert newest([UNDATED]) is None


@pytest.mark.parametrize(
    ("subject", "path", "line", "url"),
    [
        (REPOSITORY, "a/b c.py", 3, f"{REPOSITORY}/blob/{'a' * 40}/a/b%20c.py#L3"),
        (REPOSITORY, "a.py", None, f"{REPOSITORY}/blob/{'a' * 40}/a.py"),
        (REPOSITORY, None, 3, REPOSITORY),
        ("https://lab.example/x", "a.py", 3, "https://lab.example/x"),
    ],
)
def test_evidence_leads_to_the_line_where_the_host_has_an_address_for_it(
    subject: str, path: str | None, line: int | None, url: str
) -> None:
    facts = Facts(revision="swh:1:rev:" + "a" * 40)
    piece = evidence(look("2026-01-01", facts=facts, subject=subject), path=path, line=line)
    assert piece.url == url
    assert piece.revision == facts.revision
    assert piece.quote is None
    own = evidence(look("2026-01-01", facts=facts), quote="q" * 400, revision="swh:1:cnt:b")
    assert own.revision == "swh:1:cnt:b"
    assert own.quote == "q" * 299 + "…"
    assert evidence(look("2026-01-01"), path="a.py").url == REPOSITORY


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        (REPOSITORY, "lab/code"),
        (f"{REPOSITORY}/", "lab/code"),
        ("https://huggingface.co/spaces/lab/demo", "lab/demo"),
        ("https://lab.example/a/b://c", "lab.example/a/b://c"),
        ("https://gitlab.com/g/s/r", "gitlab.com/g/s/r"),
        ("pkg:pypi/dapo", "pkg:pypi/dapo"),
    ],
)
def test_an_artifact_has_a_short_name(subject: str, name: str) -> None:
    assert short(subject) == name


def test_what_was_not_read_of_a_package_says_why() -> None:
    package = msgspec.structs.replace(FIRST.observation, via="package-index", note="no wheel.")
    assert unread(package, "it was") == "it was not read: no wheel"
    silent = msgspec.structs.replace(package, note=None)
    assert unread(silent, "it was") == "it was not asked for"
    git = msgspec.structs.replace(FIRST.observation, note="no wheel")
    assert unread(git, "it was") == "it was not asked for"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"license": "mit"}, "license: mit"),
        ({"gated": True}, "gated: yes"),
        ({"gated": False, "note": "soon"}, "gated: no; soon"),
    ],
)
def test_what_somebody_else_says_is_marked_as_reported(said: dict[str, object], words: str) -> None:
    for url in (None, "https://lab.example/p"):
        told = Reported(source=Source(where="a page", url=url), **said)  # type: ignore[arg-type]
        artifact = Artifact(
            role=Role.CODE, url=CODE.url, relation=Relation.OFFICIAL, seen_in="x", reported=told
        )
        [piece] = reported(artifact)
        assert (piece.url, piece.source) == (url or CODE.url, "reported")
        assert piece.quote == f"a page: {words}"
    assert reported(CODE) == ()


def test_a_look_is_named_once_and_a_sentence_begins_with_a_capital() -> None:
    assert ids([FIRST, None, SECOND, FIRST]) == (FIRST.id, SECOND.id)
    assert [upper(text) for text in ("", "a B", "Ab")] == ["", "A B", "Ab"]


def listed(day: str, revision: str | None, *, whole: bool = True, asked: bool = True) -> Sighting:
    facts = Facts(licenses=() if asked else None, revision=revision)
    gap = Unread(piece=Piece.LICENSE, what="LICENSE", why="was not read")
    whole_look = look(day, facts=facts)
    seen = msgspec.structs.replace(whole_look.observation, unread=() if whole else (gap,))
    return msgspec.structs.replace(whole_look, id=seen.id, observation=seen)


OLD, NEW = ("swh:1:rev:" + digit * 40 for digit in "12")


@pytest.mark.parametrize(
    ("looks", "told"),
    [
        ([], None),
        ([listed("2026-01-01", NEW, asked=False)], None),
        ([listed("2026-01-01", NEW), listed("2026-01-02", NEW)], 1),
        ([listed("2026-01-01", NEW), listed("2026-01-02", NEW, whole=False)], 0),
        ([listed("2026-01-01", NEW), listed("2026-01-02", NEW),
          listed("2026-01-03", NEW, whole=False)], 1),
        ([listed("2026-01-01", NEW), listed("2026-01-02", OLD),
          listed("2026-01-03", NEW, whole=False)], 0),
        ([listed("2026-01-01", OLD), listed("2026-01-02", NEW, whole=False)], 1),
        ([listed("2026-01-01", None), listed("2026-01-02", None, whole=False)], 1),
        ([listed("2026-01-01", NEW, whole=False), listed("2026-01-02", NEW, whole=False)], 1),
        ([listed("2026-01-01", NEW), listed("2026-01-02", NEW, asked=False)], 0),
    ],
)  # fmt: skip
def test_of_one_revision_a_look_that_read_it_whole_tells_and_else_the_newest(
    looks: list[Sighting], told: int | None
) -> None:
    expected = None if told is None else looks[told]
    assert trail(REPOSITORY, looks).whole("licenses") == expected


def test_only_the_last_look_that_saw_it_lacks_something() -> None:
    whole, half = listed("2026-01-01", NEW), listed("2026-01-02", NEW, whole=False)
    gone = look("2026-01-03", Reach.NOT_VISIBLE)
    assert not trail(REPOSITORY, []).lacking(Piece.LICENSE)
    assert not trail(REPOSITORY, [half, listed("2026-01-03", NEW)]).lacking(Piece.LICENSE)
    for looks in ([whole, half], [whole, half, gone]):
        assert [gap.what for gap in trail(REPOSITORY, looks).lacking(Piece.LICENSE)] == ["LICENSE"]
        assert not trail(REPOSITORY, looks).lacking(Piece.README)


def test_a_path_that_is_no_text_has_an_address_too() -> None:
    seen = look("2026-01-01", facts=Facts(revision="swh:1:rev:" + "1" * 40))
    assert evidence(seen, path="a b\udc80.py").url.endswith("/a%20b%3F.py")
