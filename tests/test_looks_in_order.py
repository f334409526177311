"""In which order a run looks: nothing is always the last."""

import datetime as dt

from tracker.model.evidence import Observation, Reach, Sighting
from tracker.sweep.looks import oldest_first

_BEGIN = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)


def _seen(subject: str, week: int, reach: Reach = Reach.VISIBLE) -> Sighting:
    at = _BEGIN + dt.timedelta(weeks=week)
    look = Observation(subject=subject, reach=reach, via="git", agent="t", started_at=at,
                       observed_at=at)  # fmt: skip
    return Sighting(id=look.id, observation=look, observed_at=at)


def test_what_was_seen_longest_ago_comes_first() -> None:
    urls = [f"https://github.com/o/{name}" for name in ("recent", "old", "failed", "new", "both")]
    recent, old, failed, _, both = urls
    book = {
        recent: (_seen(recent, 9),),
        old: (_seen(old, 1),),
        failed: (_seen(failed, 8, Reach.RATE_LIMITED),),
        both: (_seen(both, 2), _seen(both, 8, Reach.RATE_LIMITED)),
    }
    names = [url.rpartition("/")[2] for url in oldest_first(urls, book)]
    assert names == ["failed", "new", "old", "both", "recent"]


def test_a_host_that_answers_a_third_starves_nobody() -> None:
    urls = [f"https://github.com/o/r{number}" for number in range(10)]
    seen: dict[str, tuple[Sighting, ...]] = {}
    for week in range(1, 5):
        for url in oldest_first(urls, seen)[:3]:
            seen[url] = (*seen.get(url, ()), _seen(url, week))
    assert seen.keys() == set(urls)
