"""Software Heritage: whether it holds a revision, when it last visited a place, and how to ask it.

A look at an archive is a look like any other: the subject is the archive's own page of the place
(`tracker.model.locator.archive_of`), the facts are the revisions that it holds and the day of its
last visit. Its allowance is 120 requests an hour, so all revisions are asked about in one call.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from urllib.parse import quote, unquote

import msgspec

from tracker.errors import TransportFault
from tracker.hosts.answers import absent, fault, json_object, message, refusal
from tracker.hosts.observing import Batch, Findings, look
from tracker.model import swhid
from tracker.model.base import Value
from tracker.model.evidence import Facts, Observation, Reach
from tracker.model.foreign import decoded
from tracker.model.locator import Locator, locate, traits_of
from tracker.model.traits import copied_by
from tracker.model.unread import Piece, Unread, unread_text
from tracker.transport import Door

VIA = "swh-api"
API = "https://archive.softwareheritage.org/api/1"
_MOST = 1000
"""Identifiers that one call may ask about."""
_SAFE = ":/~"
_WHOLE = "full"
"""Status of a visit that took a whole copy."""
_SWHID = re.compile(r"swh:1:rev:[0-9a-f]{40}")


class _Known(msgspec.Struct):
    known: bool


class _Visit(msgspec.Struct):
    date: dt.datetime
    status: str
    origin: str | None = None


class Saved(Value, frozen=True, kw_only=True):
    """What came of asking Software Heritage to save a place."""

    url: str
    request: str
    """``accepted``, ``pending`` or ``rejected``."""
    task: str | None = None
    """``not created``, ``scheduled``, ``succeeded`` or ``failed``."""
    note: str | None = None


class SoftwareHeritage:
    """The archive's pages of places where code lives."""

    name = "software-heritage"
    connections = 1

    def identify(self, url: str) -> Locator | None:
        """Return the locator of `url` if it is the archive's page of a place."""
        page = locate(url).url
        origin = copied_by(self.name, page)
        if origin is None:
            return None
        return Locator(host=self.name, kind="archive", name=unquote(origin), url=page)

    def batch(self, door: Door) -> int:  # noqa: ARG002
        """Return how many revisions one call asks about."""
        return _MOST

    def observe(self, locators: Sequence[Locator], door: Door) -> Iterator[Observation]:
        """Ask about all pinned revisions at once, then about each place's last visit."""
        started_at = door.now()
        known: Mapping[str, bool] | TransportFault
        with door.http.recording() as exchanges:
            try:
                known = _known([locator.pinned for locator in locators if locator.pinned], door)
            except TransportFault as trouble:
                known = trouble
        batch = Batch(started_at=started_at, exchanges=tuple(exchanges))
        for locator in locators:
            ask = partial(_see, locator, known, door)
            yield look(locator, door, ask, via=VIA, batch=batch)


def _known(commits: Sequence[str], door: Door) -> Mapping[str, bool]:
    """Say which revisions the archive holds."""
    asked = list(dict.fromkeys(map(swhid.revision, commits)))
    asked = [revision for revision in asked if _SWHID.fullmatch(revision)]
    if not asked:
        return {}
    answer = door.http.post_json(f"{API}/known/", asked)
    if answer.status != 200:
        raise fault("Software Heritage", answer)
    try:
        reply = decoded(answer.body, dict[str, _Known])
    except msgspec.DecodeError as error:
        raise TransportFault("Software Heritage's answer cannot be read", reach="error") from error
    return {revision: reply[revision].known for revision in asked if revision in reply}


def _see(locator: Locator, known: Mapping[str, bool] | TransportFault, door: Door) -> Findings:
    if isinstance(known, TransportFault):
        raise known
    revision = swhid.revision(locator.pinned) if locator.pinned else ""
    pins = {revision: known[revision]} if revision in known else None
    unread: list[Unread] = []
    if revision and pins is None:
        what, why = "whether the pinned revision is held", "was left out of the archive's answer"
        if not _SWHID.fullmatch(revision):
            why = "could not be asked: the archive has no identifier for such a commit"
        unread.append(Unread(piece=Piece.COPIES, what=what, why=why))
    visited = None
    if traits_of(locator.name).visited:
        visited, doubt = _last_visit(locator.name, door)
        unread += [doubt] if doubt else []
    facts = Facts(pins=pins, last_changed=visited)
    if visited is not None or (pins and pins[revision]):
        return Findings(reach=Reach.VISIBLE, via=VIA, facts=facts, unread=tuple(unread))
    note = "Software Heritage has no copy of this place"
    if unread:
        note = f"Software Heritage names no copy of this place; {unread_text(unread)}"
    return Findings(reach=Reach.NOT_VISIBLE, via=VIA, facts=facts, note=note, unread=tuple(unread))


def _last_visit(origin: str, door: Door) -> tuple[dt.datetime | None, Unread | None]:
    """Return when the archive last took a whole copy of a place, and what is not known of that.

    A visit that failed, or brought a part, is no copy, and says nothing of those before it.
    """
    place = f"{API}/origin/{quote(origin, safe=_SAFE)}"
    answer = door.http.get(f"{place}/visit/latest/?require_snapshot=true")
    if absent(answer, SoftwareHeritage.name):
        return None, None
    if answer.status != 200:
        raise fault("Software Heritage", answer)
    try:
        visit = decoded(answer.body, _Visit)
    except msgspec.DecodeError as error:
        raise TransportFault("Software Heritage's answer cannot be read", reach="error") from error
    if visit.origin is not None and visit.origin != origin:
        raise TransportFault("Software Heritage answered about another place", reach="error")
    if visit.status != _WHOLE:
        why = f"is not known: the archive calls its last visit “{visit.status[:40]}”"
        what = "whether there is a whole copy"
        return None, Unread(piece=Piece.COPIES, what=what, why=why, part=True)
    return visit.date if visit.date.tzinfo else visit.date.replace(tzinfo=dt.UTC), None


class _SaveRequest(msgspec.Struct):
    save_request_status: str
    save_task_status: str | None = None
    note: str | None = None


def save(origin: str, door: Door) -> Saved:
    """Ask the archive to save the git repository at `origin`.

    Raises
    ------
    TransportFault
        If it could not be asked.
    """
    answer = door.http.post_json(f"{API}/origin/save/git/url/{quote(origin, safe=_SAFE)}/", {})
    if answer.status in (400, 403, 404) and refusal(answer).reach is Reach.ERROR:
        reason = json_object(answer).get("reason")
        words = reason if isinstance(reason, str) else message(answer) or f"HTTP {answer.status}"
        return Saved(url=origin, request="rejected", note=words[:300])
    if answer.status != 200:
        raise fault("Software Heritage", answer)
    try:
        asked = decoded(answer.body, _SaveRequest)
    except msgspec.DecodeError as error:
        raise TransportFault("Software Heritage's answer cannot be read", reach="error") from error
    return Saved(
        url=origin,
        request=asked.save_request_status,
        task=asked.save_task_status,
        note=asked.note,
    )
