"""A look is dated by a clock that is plausible beside those of the hosts."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from email.utils import format_datetime
from typing import TypeAlias

import pytest

from servers import Page, World
from servers.wire import Call, Reply
from tracker.hosts import hosts
from tracker.model.evidence import Observation, Reach
from tracker.sweep.looks import sweep
from tracker.transport import Door, Settings
from tracker.transport.clock import HostClocks

Inhabit: TypeAlias = Callable[..., World]
NAMES = ("a", "b", "c")
URLS = [f"https://{name}.example.org/" for name in NAMES]


def looked(inhabit: Inhabit, behind: Mapping[str, float]) -> Mapping[str, Observation]:
    """Look at pages whose hosts' clocks are so many days behind ours."""
    world = inhabit(pages={url: Page(body="<title>A</title>") for url in URLS})

    def late(days: float) -> Callable[[Call, Callable[[], Reply]], Reply]:
        then = dt.datetime.now(dt.UTC) - dt.timedelta(days=days)

        def answer(_: Call, true: Callable[[], Reply]) -> Reply:
            reply = true()
            return replace(reply, headers={**reply.headers, "date": format_datetime(then)})

        return answer

    for name, days in behind.items():
        world.otherwise.append((f"{name}.example.org", "*", late(days)))
    with Door(Settings()) as door:
        for url in URLS:
            door.http.get(url)
        return {each.subject: each for each in sweep(URLS, door, hosts())}


@pytest.mark.parametrize("days", [3_650, -3_650, 2])
def test_a_look_by_a_clock_that_all_hosts_speak_against_is_none(
    inhabit: Inhabit, days: int
) -> None:
    for look in looked(inhabit, dict.fromkeys(NAMES, days)).values():
        assert look.reach is Reach.ERROR
        side = "ahead of" if days > 0 else "behind"
        assert f"clock of this machine is {abs(days)} days {side}" in (look.note or "")


@pytest.mark.parametrize("behind", [{}, {"a": 3_650}, dict.fromkeys(NAMES, 0.5)])
def test_one_host_with_a_wrong_clock_costs_nobody_a_look(
    inhabit: Inhabit, behind: Mapping[str, float]
) -> None:
    looks = looked(inhabit, behind).values()
    assert {each.reach for each in looks} == {Reach.VISIBLE}


@pytest.mark.parametrize("told", ["", "soon", "Thu, 99 Foo 2026 00:00:00 GMT"])
def test_what_is_no_date_tells_nothing(told: str) -> None:
    clocks = HostClocks()
    clocks.heard("https://a.example.org", {"date": told})
    clocks.heard("https://b.example.org", {})
    assert clocks.trouble is None
