"""The sightings of one subject, in order, as the questions ask about them.

Long, because the evidence that an answer shows is made here, too, from the sightings alone.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from urllib.parse import quote

import msgspec

from tracker.model import swhid
from tracker.model.base import Value
from tracker.model.evidence import SPAN_LIMIT, Evidence, Facts, Observation, Reach, Sighting
from tracker.model.locator import fault, locate, traits_of
from tracker.model.paper import Artifact
from tracker.model.unread import Piece, State, Unread, among, state, unread_text
from tracker.verdicts.looked import unread as unread_in

_EARLIEST = dt.datetime.min.replace(tzinfo=dt.UTC)
_PRESENT = frozenset((Reach.VISIBLE, Reach.GATED))
_NOTE_LIMIT = 160
APART = dt.timedelta(hours=6)
"""Between two looks that did not find something: one bad hour of a host is not two looks."""


def utc(moment: dt.datetime) -> dt.datetime:
    """Return the same instant in UTC; a time without a zone is taken to be UTC already.

    Examples
    --------
    >>> utc(dt.datetime(2025, 3, 17)).isoformat()
    '2025-03-17T00:00:00+00:00'
    """
    if moment.tzinfo is None:
        return moment.replace(tzinfo=dt.UTC)
    try:
        return moment.astimezone(dt.UTC)
    except OverflowError:  # a day at the very end of the calendar
        return moment.replace(tzinfo=dt.UTC)


def day(moment: dt.datetime) -> str:
    """Return the ISO date of an instant, in UTC."""
    return utc(moment).date().isoformat()


def phrase(text: str, limit: int = _NOTE_LIMIT) -> str:
    """Return somebody else's words as one short line, without a full stop at the end."""
    line = " ".join(text.split()).rstrip(".")
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


_PACKAGE = "package-index"


def is_package(look: Observation) -> bool:
    """Whether it is a look into a package: what was not read of it may be anything."""
    return look.via == _PACKAGE


def unread(look: Observation, what: str, *pieces: Piece) -> str:
    """Say of something that no look has shown that it was not asked for, or why it was not read.

    Parameters
    ----------
    pieces
        What it would have been read in: these are named, where one of them was not read.

    Examples
    --------
    >>> seen = Observation(subject="pkg:pypi/a", reach=Reach.VISIBLE, via="package-index",
    ...                    agent="test/1", note="a-1-py3-none-any.whl is no wheel")
    >>> unread(seen, "its files were")
    'its files were not read: a-1-py3-none-any.whl is no wheel'
    """
    if is_package(look) and look.note:
        return f"{what} not read: {phrase(look.note)}"
    missing = unread_in(look)
    if telling := among(missing, pieces) or missing:
        return f"{what} not read: {phrase(unread_text(telling))}"
    return f"{what} not asked for"


class Trail(Value, frozen=True, kw_only=True, dict=True):
    """All sightings of one subject up to an instant, oldest first."""

    subject: str
    sightings: tuple[Sighting, ...] = ()

    @cached_property
    def telling(self) -> tuple[Sighting, ...]:
        """The looks that say something about the artifact."""
        return tuple(
            sighting for sighting in self.sightings if sighting.observation.reach.says_something
        )

    @property
    def last(self) -> Sighting | None:
        """The last telling look; what came after it was silence."""
        return next(iter(reversed(self.telling)), None)

    @cached_property
    def present(self) -> tuple[Sighting, ...]:
        """The looks that saw it, under the identity it had when it was seen last."""
        looks = [sighting for sighting in self.telling if sighting.observation.reach in _PRESENT]
        known = (sighting.observation.facts.platform_id for sighting in reversed(looks))
        identity = next((sighting for sighting in known if sighting is not None), None)
        return tuple(
            sighting
            for sighting in looks
            if sighting.observation.facts.platform_id in (None, identity)
        )

    @property
    def gone_at(self) -> tuple[dt.datetime, ...]:
        """The different times at which it was not visible, since it was seen last."""
        times: set[dt.datetime] = set()
        for sighting in reversed(self.telling):
            if sighting.observation.reach is not Reach.NOT_VISIBLE:
                break
            looks = (sighting.observation.observed_at, sighting.observed_at)
            times.update(utc(look) for look in looks if look is not None)
        return tuple(sorted(times))

    @property
    def silence(self) -> str:
        """A clause about the last look, where it could not see; else an empty string."""
        if not self.sightings or self.sightings[-1].observation.reach.says_something:
            return ""
        sighting = self.sightings[-1]
        when = f" on {day(sighting.known_at)}" if sighting.known_at else ""
        note = sighting.observation.note or sighting.observation.reach.value
        return f"; not reached{when}: {phrase(note)}"

    def whole(self, fact: str) -> Sighting | None:
        """Return the newest sighting that tells a fact; of one revision, one that read it whole."""
        candidates = [sighting for sighting in self.present if how_much(sighting, fact) in _TOLD]
        if not candidates:
            return None
        newest = candidates[-1]
        if how_much(newest, fact) is State.WHOLE:
            return newest
        revision = newest.observation.facts.revision
        same = (
            sighting
            for sighting in reversed(candidates)
            if revision is not None
            and sighting.observation.facts.revision == revision
            and how_much(sighting, fact) is State.WHOLE
        )
        return next(same, newest)

    def lacking(self, *pieces: Piece) -> tuple[Unread, ...]:
        """Return what the last look that saw it did not read whole of some pieces."""
        return among(unread_in(self.present[-1].observation), pieces) if self.present else ()

    def latest(self, asked: Callable[[Facts], object]) -> Sighting | None:
        """Return the newest sighting in which a fact was asked for (is not None), or None."""
        return next(
            (
                sighting
                for sighting in reversed(self.present)
                if asked(sighting.observation.facts) is not None
            ),
            None,
        )


_TOLD = frozenset((State.WHOLE, State.IN_PART))


def how_much(sighting: Sighting, fact: str) -> State:
    """Return how much of a fact a look read."""
    look = sighting.observation
    return state(fact, getattr(look.facts, fact), unread_in(look))


def trail(subject: str, sightings: Iterable[Sighting], as_of: dt.datetime | None = None) -> Trail:
    """Return the sightings that were known at `as_of`, in order of time."""
    known = [kept for sighting in sightings if (kept := _until(sighting, as_of)) is not None]
    known.sort(
        key=lambda sighting: (
            utc(sighting.known_at) if sighting.known_at else _EARLIEST,
            sighting.id,
        )
    )
    return Trail(subject=subject, sightings=tuple(known))


def _until(sighting: Sighting, as_of: dt.datetime | None) -> Sighting | None:
    """Return the sighting as it was known at `as_of`: without confirmations of a later day."""
    if as_of is None or sighting.known_at is None or utc(sighting.known_at) <= utc(as_of):
        return sighting
    first = sighting.observation.observed_at
    if first is None or utc(first) > utc(as_of):
        return None
    return msgspec.structs.replace(sighting, observed_at=first)


def seen(sighting: Sighting) -> str:
    """Say when a sighting was: ``on 2025-06-19`` or ``in a stored copy not older than …``."""
    if sighting.observed_at is not None:
        return f"on {day(sighting.observed_at)}"
    if sighting.observation.not_before is not None:
        return f"in a stored copy not older than {day(sighting.observation.not_before)}"
    return "in a stored copy of an unknown day"


def newest(sightings: Iterable[Sighting]) -> dt.datetime | None:
    """Return the latest instant of which these sightings speak."""
    return max(
        (utc(sighting.known_at) for sighting in sightings if sighting.known_at), default=None
    )


def evidence(
    sighting: Sighting,
    *,
    quote: str | None = None,
    path: str | None = None,
    line: int | None = None,
    revision: str | None = None,
) -> Evidence:
    """Return one piece of evidence from a sighting.

    Parameters
    ----------
    path
        The file the quote stands in; its address is built at the revision that was seen, on hosts
        where that address is known to us.
    revision
        SWHID of the file; the revision of the sighting where it is not given.
    """
    facts = sighting.observation.facts
    stored = sighting.observed_at is None
    return Evidence(
        url=_address(sighting.observation.subject, facts, path, line),
        quote=phrase(quote, SPAN_LIMIT) if quote else None,
        revision=revision or facts.revision,
        observed_at=sighting.observed_at,
        not_before=sighting.observation.not_before,
        source="stored copy" if stored else "looked",
    )


def _address(subject: str, facts: Facts, path: str | None, line: int | None) -> str:
    file = traits_of(subject).file
    if path is None or facts.revision is None or file is None:
        return subject
    mark = f"#L{line}" if line is not None else ""
    name = quote(path, safe="/", errors="replace")
    revision = swhid.git_id(facts.revision)
    return file.format(url=locate(subject).home, revision=revision, path=name) + mark


def named(artifact: Artifact) -> Evidence:
    """Return where the link was found: all there is before anybody has looked."""
    return Evidence(
        url=artifact.url, quote=phrase(f"named in: {artifact.seen_in}"), source="registry"
    )


def short(subject: str) -> str:
    """Return the name of an artifact: ``owner/name`` on the hosts we know, else its address.

    What is a branch, tag or commit is named, too.

    Examples
    --------
    >>> short("https://huggingface.co/datasets/lab/data"), short("pkg:pypi/dapo")
    ('lab/data', 'pkg:pypi/dapo')
    >>> short("https://github.com/lab/code/tree/dev")
    'lab/code (dev)'
    """
    place = None if fault(subject) else locate(subject)
    if place and place.repository:
        return f"{short(place.repository)} ({place.revision})"
    if traits_of(subject).owned:
        return "/".join(subject.rstrip("/").rsplit("/", 2)[-2:])
    return subject.partition("://")[2] or subject


def upper(text: str) -> str:
    """Return the text with a capital first letter, the others as they are."""
    return text[:1].upper() + text[1:]


def reported(artifact: Artifact) -> tuple[Evidence, ...]:
    """Return what somebody else says about the artifact, as evidence marked ``reported``."""
    if artifact.reported is None:
        return ()
    source = artifact.reported.source
    report = artifact.reported
    words = [f"license: {report.license}"] if report.license else []
    words += [f"gated: {'yes' if report.gated else 'no'}"] if report.gated is not None else []
    words += [report.note] if report.note else []
    return (
        Evidence(
            url=source.url or artifact.url,
            quote=phrase(f"{source.where}: {'; '.join(words)}", SPAN_LIMIT),
            source="reported",
        ),
    )


def ids(sightings: Sequence[Sighting | None]) -> tuple[str, ...]:
    """Return the ids of the observations, each once, in order."""
    return tuple(dict.fromkeys(sighting.id for sighting in sightings if sighting is not None))
