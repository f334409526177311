"""What stored pages of the Hugging Face Hub show, read as an answer of the Hub would be.

Each folder holds ``meta.json``: what the page prints, which kind of page it is, and where it lies.
A page is a part of what a look would bring: its card and its licence files are not read, a list of
files is the part that the page shows, and whatever is null was not printed. All of that is listed
as unread, so that nothing closed is concluded from it.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

import msgspec

from tools.seed_repositories import ABSENT, NO_DAY, midnight
from tracker.hosts.huggingface.client_answers import (
    CARD,
    HubFile,
    Info,
    as_card,
    declared,
    known,
    merged,
)
from tracker.hosts.observing import AGENT, bounded
from tracker.hosts.texts import listing, reading
from tracker.hosts.texts.reading import ReadTexts
from tracker.model.evidence import Facts, Observation, Reach
from tracker.model.locator import Locator, locate
from tracker.model.unread import Piece, Unread

_UNPRINTED = "is not printed in the stored copy"
_REFERENCE = re.compile(r"main|[0-9a-f]{7,40}")
"""Of an address of the Hub: the default branch, or a commit; others are of proposed changes."""
_LISTS_FILES = re.compile(r"file list \(tree\b")
"""Kind of page that lists files of the default branch or of a commit of it."""


class _Source(msgspec.Struct, frozen=True):
    address: str = msgspec.field(name="address or path")
    commit: str | None = msgspec.field(name="commit or null", default=None)


class _Copy(msgspec.Struct, frozen=True):
    address: str


class _File(msgspec.Struct, frozen=True):
    name: str


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """What is used of ``meta.json``."""

    url: str
    source: _Source
    copy_of: str
    certain: bool
    """Whether it is shown that the page is about this very artifact."""
    not_before: str | None = None
    """Day or month; the copy cannot be older."""
    not_before_why: str | None = None
    license_tag: str | None = None
    license_name: str | None = None
    gated: bool | None = None
    base_models: list[str] | None = None
    datasets: list[str] | None = None
    last_modified: dt.date | None = None
    files: list[_File] | None = None
    other_copies: list[_Copy] = []


def observation(page: Page) -> Observation | None:
    """Return what a page shows; None where it may be about something else."""
    if not page.certain:
        return None
    locator = locate(page.url)
    paths, folders = _listed(page)
    info = Info(
        id=locator.name,
        last_modified=midnight(page.last_modified) if page.last_modified else None,
        siblings=None if paths is None else [HubFile(path) for path in paths],
        base_models=page.base_models,
        card=_printed(page),
    )
    licensed = declared(info) if page.license_tag or page.license_name else None
    files = _files(paths, carded=licensed is not None)
    return Observation(
        subject=locator.url,
        reach=Reach.GATED if page.gated else Reach.VISIBLE,
        via="stored-copy",
        agent=AGENT,
        not_before=_earliest(page.not_before) if page.not_before else None,
        note=_note(page),
        facts=merged(known(locator.kind, locator.name, info), licensed, files.facts),
        unread=bounded((*_unshown(page, locator, folders, listed=paths is not None),
                        *map(as_card, files.unread))),
    )  # fmt: skip


def _printed(page: Page) -> dict[str, object]:
    """Return the metadata of the card, as far as the page prints them."""
    metadata = {
        "license": page.license_tag,
        "license_name": page.license_name,
        "datasets": page.datasets,
    }
    return {key: value for key, value in metadata.items() if value is not None}


def _listed(page: Page) -> tuple[list[str] | None, list[str]]:
    """Return the files that the page lists, None where it lists none, and its unopened folders."""
    ours = _lists(page.url, page.source.address) and _LISTS_FILES.match(page.copy_of)
    beside = any(_lists(page.url, copy.address) for copy in page.other_copies)
    other_kind = not page.copy_of.startswith("file list")
    if page.files is None or not (ours or (beside and other_kind)):
        return None, []
    names = [file.name for file in page.files]
    folders = [name for name in names if name.endswith("/")]
    return [name for name in names if name not in folders], folders


def _lists(url: str, address: str) -> bool:
    """Whether an address is that of a list of files of the artifact, at its default branch."""
    path = urlsplit(address).path
    begin = f"{urlsplit(url).path}/tree/"
    reference = path.removeprefix(begin).partition("/")[0]
    return path.startswith(begin) and _REFERENCE.fullmatch(reference) is not None


def _files(paths: Sequence[str] | None, *, carded: bool) -> ReadTexts:
    """Return what a list of files tells of which no text was kept.

    Parameters
    ----------
    carded
        Whether the page prints what a card says, so that there is one, be it listed or not.
    """
    names = [CARD] if paths is None and carded else paths or ()
    telling = listing.wanted(names, code=False)
    from_texts = reading.read(names, {}, dict.fromkeys(telling, ABSENT), code=False)
    if paths is not None:
        return from_texts
    licenses = from_texts.facts.licenses if carded else None
    return msgspec.structs.replace(from_texts, facts=Facts(licenses=licenses))


def _unshown(
    page: Page, locator: Locator, folders: Sequence[str], *, listed: bool
) -> Iterator[Unread]:
    """Yield what a look asks for and the page does not show."""
    if page.gated is None:
        what = "whether it is gated" if locator.kind != "space" else "whether it is switched off"
        yield Unread(piece=Piece.STATE, what=what, why=_UNPRINTED)
    yield Unread(piece=Piece.HISTORY, what="its date of creation", why=_UNPRINTED)
    if listed:
        why = "is shown in part by the stored copy"
        yield Unread(piece=Piece.LISTING, what="the list of files", why=why, part=True)
    else:
        yield Unread(piece=Piece.LISTING, what="the list of files", why=ABSENT)
    for folder in folders:
        why = "is a folder that the stored copy does not open"
        yield Unread(piece=Piece.PATHS, what=folder, why=why)
    yield Unread(piece=Piece.CARD, what=CARD, why=ABSENT)


def _note(page: Page) -> str:
    where = page.source.address if page.source.address.startswith("https://") else ""
    commit = f"commit {page.source.commit}" if page.source.commit else ""
    shown = ", ".join(filter(None, (page.copy_of, where, commit)))
    dated = f"not older than {page.not_before}, as shown by: {page.not_before_why}"
    return f"Stored copy of a page of the Hub: {shown}; {dated if page.not_before else NO_DAY}."


def _earliest(text: str) -> dt.datetime:
    """Return the first instant of a day or of a month."""
    return midnight(dt.date.fromisoformat(text if text.count("-") > 1 else f"{text}-01"))
