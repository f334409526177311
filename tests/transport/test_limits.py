"""Hosts are asked no more often than they allow, and a silent one is not waited for again."""

import email.utils
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from typing import TypeAlias

import pytest
import stamina
from hypothesis import given
from hypothesis import strategies as st

from servers import HubRepository, Page, World
from tracker.errors import TransportFault
from tracker.transport import Settings, limits, wire
from tracker.transport.deadline import Deadline
from tracker.transport.http import Http
from tracker.transport.limits import LIMITS, PATIENCE, Gates, Limit, wanted_wait

Inhabit: TypeAlias = Callable[..., World]
Open: TypeAlias = Callable[..., Http]

_SITE = "https://a.example.org"
_QUICK = {"connect_timeout": 1.0, "read_timeout": 0.3, "total_timeout": 3.0}


@pytest.fixture
def opened() -> Iterator[Open]:
    """Return a function that opens the HTTP half of a door; retries do not wait."""
    stamina.set_testing(True, attempts=3)
    with ExitStack() as stack:

        def start(**settings: object) -> Http:
            chosen = Settings(**{**_QUICK, **settings})  # type: ignore[arg-type]
            return stack.enter_context(closing(Http(chosen)))

        yield start


# What a host says ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "headers", "wait"),
    [
        (200, {}, None),
        (200, {"retry-after": "9"}, None),
        (503, {"retry-after": "9"}, 9),
        (429, {"retry-after": "0"}, 0),
        (429, {}, 60),
        (403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "12"}, 12),
        (200, {"x-ratelimit-remaining": "0"}, 60),
        (200, {"x-ratelimit-remaining": "1", "x-ratelimit-reset": "12"}, None),
        (200, {"ratelimit-remaining": "0", "ratelimit-reset": "7"}, 7),
        (200, {"ratelimit": '"api";r=0;t=55'}, 55),
        (200, {"ratelimit": '"api";r=3;t=55'}, None),
        (200, {"ratelimit": '"api"; r=0; t=5, "pages";r=90;t=1'}, 5),
        (429, {"retry-after": "soon"}, 60),
    ],
)
def test_every_way_to_ask_for_a_pause_is_understood(
    status: int, headers: dict[str, str], wait: float | None
) -> None:
    assert wanted_wait(status, headers) == wait


def test_moments_are_turned_into_seconds() -> None:
    moment = time.time() + 100
    date = email.utils.formatdate(moment, usegmt=True)
    for headers in (
        {"retry-after": date},
        {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(moment))},
    ):
        assert 95 < (wanted_wait(429, headers) or 0) <= 101


@given(
    st.integers(100, 599),
    st.dictionaries(
        st.sampled_from(["retry-after", "ratelimit", "x-ratelimit-remaining", "x-ratelimit-reset"]),
        st.text() | st.from_regex(r'"a";r=[0-9]+;t=[0-9]+', fullmatch=True) | st.just("0"),
    ),
)
def test_no_header_is_too_strange_to_read(status: int, headers: dict[str, str]) -> None:
    wait = wanted_wait(status, headers)
    assert wait is None or wait >= 0


def test_the_published_limits_are_rows() -> None:
    assert LIMITS["export.arxiv.org"] == Limit(connections=1, spacing=3.0)
    assert all(limit.connections >= 1 for limit in LIMITS.values())


# And what follows ---------------------------------------------------------------------------------


def test_a_long_pause_is_not_waited_for_and_the_host_not_asked_again(
    inhabit: Inhabit, opened: Open
) -> None:
    world = inhabit(pages={_SITE: Page(), "https://b.example.org": Page()})
    world.fault("a.example.org", "429", retry_after=60)
    door = opened()
    assert door.get(_SITE).status == 429
    for _ in range(3):
        with pytest.raises(TransportFault, match=r"a\.example\.org asks for a pause of") as caught:
            door.get(_SITE)
        assert caught.value.reach == "rate-limited"
    assert len(world.requests) == 1
    assert door.get("https://b.example.org").status == 200


def test_a_long_pause_is_waited_for_where_the_run_has_the_time(
    inhabit: Inhabit, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (limits, wire):
        monkeypatch.setattr(module, "PATIENCE", 0.2)
    world = inhabit(pages={_SITE: Page()})
    told: list[tuple[str, float]] = []
    for within, status, pauses in ((0.0, 429, 0), (0.5, 429, 0), (30.0, 200, 1)):
        world.fault("a.example.org", "429", times=1, retry_after=1)
        chosen = Settings(**_QUICK, within=within)  # type: ignore[arg-type]
        with closing(Http(chosen, on_wait=lambda *pause: told.append(pause))) as door:
            assert door.get(_SITE).status == status
        assert len(told) == pauses, "and each pause is told once"
    assert told[0][0] == "a.example.org"
    assert 0.2 < told[0][1] <= 1


def test_whoever_waits_for_long_is_let_go_when_the_run_ends() -> None:
    gates = Gates({}, within=3600.0)
    gates.heard(_SITE, 429, {"retry-after": "1800"})
    assert gates.waits(_SITE)

    def ask() -> None:
        with gates.passing(_SITE, Deadline(5)):
            raise AssertionError("nothing may be asked")

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(ask)
        gates.leave()
        with pytest.raises(TransportFault, match="the run ended"):
            waiting.result(timeout=60)


def test_an_allowance_that_is_used_up_ends_the_questions_before_the_refusal(
    inhabit: Inhabit, opened: Open
) -> None:
    world = inhabit(hub={f"models/o/m{n}": HubRepository(card="# m") for n in range(9)})
    world.huggingface.allowance = 3
    door = opened()
    answers = []
    for number in range(9):
        try:
            door.hub().model_info(f"o/m{number}")
            answers.append("told")
        except TransportFault as fault:
            answers.append(fault.reach)
    assert answers == ["told"] * 3 + ["rate-limited"] * 6
    assert [request.status for request in world.requests] == [200] * 3


def test_one_account_of_a_host_leaves_the_others_open(inhabit: Inhabit, opened: Open) -> None:
    world = inhabit(pages={f"{_SITE}/graphql": Page(status=429), f"{_SITE}/repos": Page()})
    door = opened()
    assert door.get(f"{_SITE}/graphql").status == 429
    assert door.get(f"{_SITE}/repos").status == 200
    with pytest.raises(TransportFault, match="pause"):
        door.get(f"{_SITE}/graphql")
    assert len(world.requests) == 2


def test_a_host_that_is_silent_three_times_is_not_waited_for_again(
    inhabit: Inhabit, opened: Open
) -> None:
    world = inhabit(pages={_SITE: Page(), "https://b.example.org": Page()})
    world.fault("a.example.org", "hang")
    door = opened()
    messages = set()
    begun = time.monotonic()
    for _ in range(40):
        with pytest.raises(TransportFault) as caught:
            door.get(_SITE)
        assert caught.value.reach == "unreachable"
        messages.add(caught.value.message.partition(" (")[0])
    assert time.monotonic() - begun < 3
    assert len(messages) == 1
    assert len(world.requests) == 3
    assert door.get("https://b.example.org").status == 200


def test_a_silent_host_gets_another_chance_later(
    inhabit: Inhabit, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "_COOLING", 0.5)
    world = inhabit(pages={_SITE: Page()})
    world.fault("a.example.org", "hang")
    door = opened()
    for _ in range(4):
        with pytest.raises(TransportFault):
            door.get(_SITE)
    world.clear_faults()
    with pytest.raises(TransportFault, match="not asked again for now"):
        door.get(_SITE)
    time.sleep(0.6)
    assert [door.get(_SITE).status for _ in range(2)] == [200, 200]


def test_answers_between_faults_keep_a_host_from_counting_as_silent(
    inhabit: Inhabit, opened: Open
) -> None:
    world = inhabit(pages={_SITE: Page(body="hello")})
    door = opened()
    for _ in range(4):
        world.fault("a.example.org", "cut", times=1)
        with pytest.raises(TransportFault):
            door.get(_SITE)
        assert door.get(_SITE).status == 200


def test_without_any_network_a_run_is_over_soon(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fifty hosts, none of which answers: after the first few, one short attempt each."""
    for name in ("https_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    door = opened()
    for number in range(50):
        with door.recording() as exchanges, pytest.raises(TransportFault):
            door.get(f"https://h{number}.example.org")
        assert len(exchanges) == (3 if number < 3 else 1)


def test_no_more_requests_at_once_than_a_host_allows() -> None:
    gates = Gates({"a.example.org": Limit(connections=3)})
    busy, most, lock = 0, 0, threading.Lock()

    def ask(_: int) -> None:
        nonlocal busy, most
        with gates.passing(_SITE, Deadline(5)):
            with lock:
                busy += 1
                most = max(most, busy)
            time.sleep(0.01)
            with lock:
                busy -= 1

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(ask, range(36)))
    assert most == 3


def test_no_more_requests_at_once_than_we_allow_in_all() -> None:
    gates = Gates({})
    busy, most, lock = 0, 0, threading.Lock()

    def ask(number: int) -> None:
        nonlocal busy, most
        with gates.passing(f"https://h{number}.example.org", Deadline(5)):
            with lock:
                busy += 1
                most = max(most, busy)
            time.sleep(0.02)
            with lock:
                busy -= 1

    with ThreadPoolExecutor(64) as pool:
        list(pool.map(ask, range(128)))
    assert 8 < most <= limits.CONNECTIONS


def test_waiting_for_our_turn_takes_nothing_from_the_requests_time() -> None:
    gates = Gates({"a.example.org": Limit(connections=1, spacing=0.4)})
    with gates.passing(_SITE, Deadline(5)):
        pass
    deadline = Deadline(0.3)
    with gates.passing(_SITE, deadline):
        assert not deadline.passed


def test_patience_has_an_end() -> None:
    assert PATIENCE <= 10
