"""Whatever a host hands over is fit to be kept, or a look that could not be read."""

import base64
import datetime as dt
import string
from urllib.parse import quote

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.history import History, start
from tracker.hosts.vetting import vetted
from tracker.model.blotting import blotted
from tracker.model.evidence import (
    Declaration,
    Exchange,
    Facts,
    Mention,
    Observation,
    Passage,
    Place,
    Reach,
    Tree,
)
from tracker.transport import Door, Settings

PLACE = "https://example.org/a"
TOKEN = "ghp_4f+/Zq9secretOfARun"
NOON = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)


def look(**changes: object) -> Observation:
    seen = Observation(
        subject=PLACE, reach=Reach.VISIBLE, via="plugin", agent="t", observed_at=NOON
    )
    return msgspec.structs.replace(seen, **changes)


def guarded(told: object) -> Observation:
    with Door(Settings(offline=True, github_token=TOKEN)) as door:
        return vetted(told, PLACE, door)


def test_an_honest_look_is_left_as_it_is() -> None:
    seen = look(
        note="all\tgood\nreally",
        facts=Facts(
            created=NOON,
            tree=Tree(files=1, suffixes={".py": 1}, paths=("a.py",)),
            licenses=(Declaration(place=Place.FILE, quote="MIT", score=0.9),),
        ),
    )
    assert guarded(seen) == seen


ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=30)
ANY_INSTANT = st.datetimes(timezones=st.none() | st.timezones()) | st.sampled_from(
    [
        dt.datetime(9999, 12, 31, 23, tzinfo=dt.timezone(dt.timedelta(hours=-12))),
        dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=14))),
    ]
)
ANYTHING = st.recursive(
    st.none() | ANY_TEXT | ANY_INSTANT | st.integers() | st.floats() | st.binary() | st.booleans(),
    lambda inner: st.lists(inner) | st.dictionaries(ANY_TEXT, inner) | st.tuples(inner, inner),
    max_leaves=4,
)
FACTS = st.builds(
    Facts,
    name=ANY_TEXT | ANYTHING,
    created=ANY_INSTANT | ANYTHING,
    last_changed=ANY_INSTANT,
    base_models=st.lists(ANY_TEXT).map(tuple) | ANYTHING,
    pins=st.dictionaries(ANY_TEXT, st.booleans()) | ANYTHING,
    tree=st.builds(Tree, files=st.integers() | ANYTHING, suffixes=st.just({})) | ANYTHING,
    links=st.lists(st.builds(Passage, path=ANY_TEXT, line=st.integers(), about=ANY_TEXT)).map(
        tuple
    ),
)
LOOKS = st.builds(
    look,
    reach=st.sampled_from(Reach) | ANYTHING,
    note=ANY_TEXT | ANYTHING,
    facts=FACTS | ANYTHING,
    observed_at=ANY_INSTANT | st.just(NOON),
    exchanges=st.lists(st.builds(Exchange, url=ANY_TEXT, etag=ANY_TEXT)).map(tuple),
)


@given(told=LOOKS | ANYTHING)
def test_whatever_is_told_can_be_written_and_read_back(
    tmp_path_factory: pytest.TempPathFactory, told: object
) -> None:
    seen = guarded(told)
    folder = tmp_path_factory.mktemp("history")
    with start(folder, purpose="p", agent="t", now=NOON, secrets=[TOKEN]) as run:
        run.append(seen)
    history = History([folder])
    assert history.problems == ()
    assert list(history.records())[1:] == [seen]
    [sighting] = history.book()[PLACE]
    assert sighting.id == seen.id


FIVE = dt.timezone(dt.timedelta(hours=-5))


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (look(facts=Facts(created=dt.datetime(9999, 12, 31, 23, tzinfo=FIVE))), "impossible"),
        (look(facts=Facts(created=dt.datetime(9999, 1, 1, tzinfo=dt.UTC))), "year 9999"),
        (look(facts=Facts(created=dt.datetime(2025, 1, 1))), "time zone"),  # noqa: DTZ001
        (look(observed_at=dt.datetime(2025, 1, 1)), "time zone"),  # noqa: DTZ001
        (look(observed_at=dt.datetime(2199, 1, 1, tzinfo=dt.UTC)), "future"),
        (look(facts=Facts(links=(Passage(path="a", line=1, about="a b"),))), "address"),
        (look(facts=Facts(mentions=(Mention(url="//", how="x"),))), "address"),
        (look(facts=Facts(moved_to="https://github.com/a b")), "address"),
        (look(facts=Facts(base_models=tuple(map(str, range(200_000))))), "more"),
        (look(facts=Facts(tree=Tree(files=1, suffixes={}, paths=(7,)))), "form"),  # type: ignore[arg-type]
        (look(facts=Facts(name=b"bytes")), "text, number or date"),  # type: ignore[arg-type]
        (look(facts=Facts(licenses=(Declaration(place=Place.FILE, quote="", score=float("nan")),))),
         "read"),
        (None, "no observation"),
        ("visible", "no observation"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_says_nothing_about_the_artifact(told: object, why: str) -> None:
    seen = guarded(told)
    assert (seen.subject, seen.reach, seen.facts) == (PLACE, Reach.ERROR, Facts())
    assert why in (seen.note or "")
    assert seen.observed_at is not None


def test_instants_are_told_in_utc_and_texts_are_fit_to_be_read() -> None:
    seen = guarded(
        look(
            facts=Facts(created=dt.datetime(2025, 1, 1, tzinfo=FIVE), name="a\ud800b\x00c\rd"),
            note="x" * 10_000,
        )
    )
    assert str(seen.facts.created) == "2025-01-01 05:00:00+00:00"
    assert seen.facts.name == "a\ufffdb\ufffdc d"
    assert seen.note is not None
    assert (len(seen.note), seen.note[-1]) == (4_096, "…")


def _forms(token: str) -> list[tuple[str, str]]:
    """Return forms in which a host may give a token back, and what of them must not be left."""
    raw = token.encode()
    lower = quote(token, safe="").replace("%2B", "%2b").replace("%2F", "%2f")
    plain = [token, quote(token, safe=""), lower, "".join(f"%{byte:02x}" for byte in raw)]
    coded = [base64.b64encode(b"user:name"[:n] + raw).decode().rstrip("=") for n in range(4)]
    other = [each.replace("+", "-").replace("/", "_") for each in coded]
    return [(each, each) for each in plain] + [(each, each[5:-4]) for each in (*coded, *other)]


@pytest.mark.parametrize(("form", "trace"), _forms(TOKEN))
def test_a_token_that_a_host_echoes_is_in_no_field(form: str, trace: str) -> None:
    seen = guarded(
        look(
            note=f"You sent {form}.",
            exchanges=(Exchange(url=f"https://example.org/?q={form}", etag=form),),
            facts=Facts(name=form, base_models=(form,), tree=Tree(files=1, suffixes={form: 1})),
        )
    )
    written = msgspec.json.encode(seen).decode()
    assert seen.reach is Reach.VISIBLE
    assert trace not in written
    assert "***" in written


@given(
    secret=st.text(string.ascii_letters + string.digits + "_-+/=.", min_size=16, max_size=40),
    before=st.binary(max_size=5),
    after=st.binary(max_size=5),
    cut=st.integers(8, 16),
)
def test_no_form_of_a_secret_is_left(secret: str, before: bytes, after: bytes, cut: int) -> None:
    coded = base64.b64encode(before + secret.encode() + after).decode()
    inside = base64.b64encode(bytes(len(before) % 3) + secret.encode()).decode()[4:-5]
    assert inside not in blotted(coded, [secret])
    assert secret not in blotted(f"a {secret} b", [secret])
    assert secret[:cut] not in blotted(f"a {secret[:cut]}…", [secret])


def test_words_that_are_no_secret_are_left_alone() -> None:
    text = "hf_transfer and ghp_ are words; x"
    assert blotted(text, [TOKEN, "hf_7Yx=secretOfARunToo", ""]) == text
