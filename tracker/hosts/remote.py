"""A repository seen through git alone: what every forge answers, without any allowance."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import msgspec

from tracker.errors import TransportFault
from tracker.hosts.answers import absent, detour, refusal
from tracker.hosts.observing import Findings, refused
from tracker.hosts.texts import listing, reading
from tracker.hosts.texts.reading import ReadTexts
from tracker.model import release, swhid
from tracker.model.evidence import Facts, Reach
from tracker.model.revisions import Named
from tracker.model.unread import Piece, Unread
from tracker.transport import Door
from tracker.transport.git.look import GitLook, NotHeldError
from tracker.transport.http import Response
from tracker.verdicts.depth.copies import VENDOR_FOLDERS

VIA = "git"
_QUERY = "/info/refs?service=git-upload-pack"
_TYPE = "application/x-git-upload-pack-advertisement"
_FIRST_LINE = re.compile(rb"[0-9a-f]{4}(?:# service=git-upload-pack|version 2)\n")
_NO_REFERENCES = re.compile(
    rb"001e# service=git-upload-pack\n0000(?:0000\Z|[0-9a-f]{4}0{40,64} capabilities\^\{\})"
)
"""How a server without a single branch begins when spoken to in git's first protocol."""
_ENOUGH = 4_096
"""Bytes: the beginning shows whether it is git that answers; a list of all branches may be long."""
_REALMS = re.compile(
    r"basic +realm=\"?(?:github|gitlab|gitea|forgejo|codeberg|gogs|gitee|bitbucket|sourcehut"
    r"|azure|git)\b",
    re.IGNORECASE,
)
"""How forges ask for a login; whoever else does, such as a proxy, says nothing of a repository."""

EMPTY = msgspec.structs.replace(listing.describe((), {}), is_empty=True)
"""What there is to see in a repository without commits."""


def see(url: str, door: Door, pinned: str | None = None, named: Named | None = None) -> Findings:
    """Look at the repository at `url`, an address without ``.git``.

    `Facts.pins` tells of the commit `pinned`; `Facts.moved_to` is the address, without ``.git``, to
    which the host redirects for good. Where a branch, tag or commit is `named` that the repository
    does not hold, `Facts.named_is_there` says so, and there is nothing else to see.

    Raises
    ------
    TransportFault
        If the look did not come to its end.
    """
    answer = first = _knock(f"{url}.git", door)
    if answer.status == 404 or (answer.status == 200 and not _is_git(answer)):
        answer = _knock(url, door)
    findings = read(answer)
    if findings.reach is Reach.NOT_VISIBLE and first.status == 200:
        note = "a page answered where git was asked, so that git finds nothing says nothing"
        return Findings(reach=Reach.ERROR, via=VIA, note=note)
    if findings.reach is not Reach.VISIBLE:
        return findings
    place = _repository(answer.final_url)
    missing: str | None = None
    try:
        looked = door.git.look(
            place, want=listing.wanted, advertised=answer.body, pinned=pinned, named=named
        )
    except NotHeldError as error:
        from_texts, missing = ReadTexts(facts=Facts(named_is_there=False)), error.message
    else:
        from_texts = _empty(place, door, named) if looked is None else told_by(looked, named)
    new = _plain(_repository(answer.permanent_url))
    moved = urlsplit(new)[1:3] != urlsplit(url)[1:3]
    return Findings(
        reach=Reach.VISIBLE,
        via=VIA,
        facts=msgspec.structs.replace(from_texts.facts, moved_to=new if moved else None),
        note=missing or from_texts.note,
        unread=from_texts.unread,
    )


def read(answer: Response) -> Findings:
    """Return what the answer to the first request of git's protocol tells, live or recorded."""
    if absent(answer, "git") and detour(answer) is None:
        return _absent(answer)
    if answer.status != 200:
        return refused(refusal(answer), VIA)
    if not _is_git(answer):
        return Findings(reach=Reach.ERROR, via=VIA, note="what answered is not a git server")
    return Findings(reach=Reach.VISIBLE, via=VIA)


def _knock(url: str, door: Door) -> Response:
    return door.http.get(
        url + _QUERY, headers={"git-protocol": "version=2"}, limit=_ENOUGH, cut=True
    )


def nothing_in(named: Named | None) -> Facts:
    """Return what there is to see in a repository without commits."""
    insisted = named is not None and not named.usual
    return msgspec.structs.replace(EMPTY, named_is_there=False) if insisted else EMPTY


def _empty(url: str, door: Door, named: Named | None) -> ReadTexts:
    """Return what an empty repository tells, if the server itself says that it is empty.

    git finds no commits in the page of a hotel's network, either.
    """
    answer = door.http.get(url + _QUERY, limit=_ENOUGH, cut=True)
    if not (_is_git(answer) and _NO_REFERENCES.search(answer.body)):
        raise TransportFault("git found no commits, the server does not say why", reach="error")
    return ReadTexts(facts=nothing_in(named))


def _is_git(answer: Response) -> bool:
    return answer.media_type == _TYPE and _FIRST_LINE.match(answer.body) is not None


def _absent(answer: Response) -> Findings:
    if answer.status == 401 and not _REALMS.match(answer.headers.get("www-authenticate", "")):
        return refused(refusal(answer), VIA)
    return Findings(
        reach=Reach.NOT_VISIBLE,
        via=VIA,
        note=f"git asks for a login or finds nothing (HTTP {answer.status}): missing or private",
    )


def _repository(url: str) -> str:
    """Return the part of an address of ``info/refs`` that names the repository."""
    name, service, _ = url.partition("/info/refs")
    if not service:
        raise TransportFault("git was redirected to something else", reach="error")
    return name


def _plain(url: str) -> str:
    return url.removesuffix(".git")


def told_by(looked: GitLook, named: Named | None = None) -> ReadTexts:
    """Return what a look through git tells."""
    from_texts = reading.read(looked.paths, looked.texts, looked.unread)
    pins = {
        swhid.revision(pin): present for pin, present in looked.pins.items() if pin != looked.commit
    }
    facts = msgspec.structs.replace(
        from_texts.facts,
        is_empty=False,
        named_is_there=True if named and not named.usual else None,
        revision=swhid.revision(looked.commit),
        branch=looked.branch,
        first_commit=looked.first_commit,
        last_changed=looked.committed_at,
        pins=pins or None,
        releases=None if looked.tags is None else release.newest(looked.tags),
    )
    return ReadTexts(
        facts=facts, note=from_texts.note, unread=(*from_texts.unread, *_beyond(looked))
    )


def _beyond(looked: GitLook) -> Iterator[Unread]:
    """Yield what lies beyond the files: other repositories, and a history that was not had."""
    for path in looked.submodules:
        if VENDOR_FOLDERS.isdisjoint(path.lower().split("/")[:-1]):
            why = "was not read: submodules are not followed"
            yield Unread(piece=Piece.PATHS, what=path, why=why)
    if looked.first_commit is None:
        why = "could not be read to its beginning"
        yield Unread(piece=Piece.HISTORY, what="the history", why=why, part=True)
