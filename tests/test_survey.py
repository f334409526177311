"""The sweep: one observation for each address, whatever a host does."""

import threading
import time
from collections.abc import Iterator, Sequence

import pytest

from tracker.model.evidence import Observation, Reach
from tracker.model.locator import Locator, locate
from tracker.model.paper import Artifact, Paper, Relation, Role, Titles
from tracker.sweep.looks import sweep, targets
from tracker.transport import Door
from tracker.transport.settings import Settings


class Plugin:
    """A host as somebody outside would write it; `behave` says how it answers."""

    name = "plugin"
    connections = 3

    def __init__(self, behave: str = "well", size: int = 1) -> None:
        self.behave = behave
        self.size = size
        self.busiest = 0
        self._busy = 0
        self._lock = threading.Lock()

    def identify(self, url: str) -> Locator | None:
        return locate(url) if "plugin.example" in url else None

    def batch(self, door: Door) -> int:
        del door
        return self.size

    def observe(self, locators: Sequence[Locator], door: Door) -> Iterator[Observation]:
        with self._lock:
            self._busy += 1
            self.busiest = max(self.busiest, self._busy)
        time.sleep(0.01)
        with self._lock:
            self._busy -= 1
        for number, locator in enumerate(locators):
            if self.behave == "breaks" and number == len(locators) - 1:
                raise RuntimeError("a bug in a plugin")
            if self.behave == "leaves" and number == len(locators) - 1:
                raise SystemExit(7)
            if self.behave in {"talks", "babbles"}:
                yield from self._more()
            if self.behave == "forgets" and number == len(locators) - 1:
                return
            subject = "https://else.example/" if self.behave == "invents" else locator.url
            yield Observation(
                subject=subject,
                reach=Reach.VISIBLE,
                via="plugin",
                agent="test",
                observed_at=door.now(),
            )

    def _more(self) -> Iterator[Observation]:
        """Yield what was not asked for, once or without end."""
        while True:
            yield "no observation"  # type: ignore[misc]
            yield Observation(
                subject="https://else.example/", reach=Reach.VISIBLE, via="p", agent="t"
            )
            if self.behave == "talks":
                return


URLS = [f"https://plugin.example/{number}" for number in range(12)]


def look(host: Plugin, urls: Sequence[str] = URLS) -> list[Observation]:
    with Door(Settings(offline=True)) as door:
        return list(sweep(urls, door, [host]))


@pytest.mark.parametrize(
    "behave", ["well", "breaks", "forgets", "invents", "leaves", "talks", "babbles"]
)
@pytest.mark.parametrize("size", [1, 5])
def test_each_address_gets_exactly_one_observation(behave: str, size: int) -> None:
    seen = look(Plugin(behave, size))
    assert sorted(URLS) == sorted(each.subject for each in seen)


def test_what_one_address_breaks_costs_the_others_of_its_batch_nothing() -> None:
    class Fragile(Plugin):
        def observe(self, locators: Sequence[Locator], door: Door) -> Iterator[Observation]:
            if any(locator.url == URLS[3] for locator in locators):
                raise RecursionError
            yield from super().observe(locators, door)

    seen = look(Fragile(size=6))
    assert {each.subject for each in seen if each.reach is Reach.ERROR} == {URLS[3]}


def test_a_host_that_breaks_while_it_is_planned_for_stops_no_other() -> None:
    class Broken(Plugin):
        name = "broken"
        connections = "many"  # type: ignore[assignment]

        def identify(self, url: str) -> Locator | None:
            if url == URLS[0]:
                raise RuntimeError
            return "no locator" if url == URLS[1] else None  # type: ignore[return-value]

    class Odd(Plugin):
        connections = 0

        def batch(self, door: Door) -> int:
            del door
            raise ZeroDivisionError

    with Door(Settings(offline=True)) as door:
        seen = list(sweep(URLS, door, [Broken(), Odd()]))
        alone = list(sweep(URLS[:2], door, [Broken()]))
    assert [each.reach for each in seen] == [Reach.VISIBLE] * len(URLS)
    assert ["broken broke" in (each.note or "") for each in alone] == [True, True]


def test_what_is_no_address_is_a_look_that_could_not_be() -> None:
    named = ["https://plugin.example/a b", "a b", "https://[", "https://plugin.example/\ud800"]
    seen = look(Plugin(), [*named, URLS[0]])
    assert [each.reach for each in seen] == [Reach.ERROR] * 4 + [Reach.VISIBLE]
    assert all("no address" in (each.note or "") for each in seen[:4])
    assert all(each.subject.isprintable() for each in seen)


def test_two_spellings_of_one_subject_are_one_look() -> None:
    seen = look(Plugin(size=2), ["https://plugin.example/1", "https://plugin.example/1/"])
    assert [each.subject for each in seen] == ["https://plugin.example/1"]


def test_a_host_that_breaks_says_nothing_about_the_artifact() -> None:
    seen = look(Plugin("breaks"))
    assert {each.reach for each in seen} == {Reach.ERROR}
    assert all("RuntimeError" in (each.note or "") for each in seen)


def test_a_host_is_asked_no_more_at_once_than_it_allows() -> None:
    host = Plugin()
    look(host)
    assert 1 < host.busiest <= Plugin.connections


def test_what_no_host_knows_is_not_forgotten() -> None:
    """An address that no host takes is reported, not dropped."""
    (seen,) = look(Plugin(), ["https://nobody.example/"])
    assert seen.reach is Reach.ERROR


def test_each_subject_is_looked_at_once() -> None:
    """Two papers that name one repository, in two spellings of the address, cost one look."""
    papers = [
        Paper(
            id=f"arxiv:{number}",
            titles=Titles(en="T"),
            artifacts=(
                Artifact(
                    role=Role.CODE,
                    url="https://github.com/a/b" + tail,
                    relation=Relation.OFFICIAL,
                    seen_in="README",
                ),
            ),
        )
        for number, tail in enumerate(["", "/tree/main"])
    ]
    assert list(targets(papers)) == ["https://github.com/a/b"]
