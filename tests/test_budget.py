"""A reader whose processor time is spent is stopped, once and nobody else."""

import random
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

import pytest

from tracker.budget import OverBudget, within

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
"""Where the interruption comes just while Hypothesis counts what the collector takes, it is
swallowed there, and comes again."""


def _burn() -> NoReturn:
    while True:
        sum(range(1_000))


def _burn_stubbornly() -> NoReturn:
    while True:
        try:
            _burn()
        except Exception:  # noqa: BLE001, S112  as parsers do
            continue


def _spin(count: int) -> int:
    for _ in range(count):
        pass
    return count


@pytest.mark.parametrize("read", [_burn, _burn_stubbornly])
def test_a_reader_without_end_is_ended(read: Callable[[], object]) -> None:
    with pytest.raises(OverBudget) as told:
        within(0.05, read)
    assert str(told.value) == "could not be read within 0.05 s of processor time"
    assert within(5, lambda: 7) == 7


def test_faults_of_the_reader_are_its_own() -> None:
    with pytest.raises(ZeroDivisionError):
        within(5, lambda: 1 // 0)


def test_within_another_the_outer_time_counts() -> None:
    with pytest.raises(OverBudget) as told:
        within(0.05, lambda: within(1_000, _burn))
    assert "0.05 s" in str(told.value)


def test_who_waits_or_reads_beside_it_is_left_alone() -> None:
    """The time is that of the thread, whatever the others burn meanwhile."""
    burned = threading.Event()
    waited: list[bool] = []
    waiter = threading.Thread(
        target=lambda: waited.append(within(0.3, lambda: burned.wait(60)))  # takes no time
    )
    waiter.start()
    with pytest.raises(OverBudget):
        within(1.0, _burn)
    burned.set()
    waiter.join()
    assert waited == [True]


def test_nothing_arrives_after_the_end() -> None:
    """Readers that end just when their time does, in several threads."""
    escaped: list[BaseException] = []
    chance = random.Random(0)  # noqa: S311
    counts = [[chance.randrange(500_000, 4_000_000) for _ in range(12)] for _ in range(3)]

    def read(mine: list[int]) -> None:
        try:
            for count in mine:
                with suppress(OverBudget):
                    assert within(0.05, lambda count=count: _spin(count)) == count  # type: ignore[misc]
                _spin(20_000)
        except BaseException as error:  # noqa: BLE001
            escaped.append(error)

    threads = [threading.Thread(target=read, args=(mine,)) for mine in counts]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert escaped == []
