"""What an answer of GitHub's REST API means, live or recorded. Pure.

A 404 for a part of a repository (its licence, a branch, a file) does not say whether the part or
the repository is missing, so it says nothing, unless GitHub's words do.
"""

import base64
import binascii
import datetime as dt
import re
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

import msgspec

from tracker.hosts.answers import absent, message, refusal, target
from tracker.hosts.github.graphql_answers import SITE, LicenseInfo, about_us, detected, held_back
from tracker.hosts.observing import Findings, refused
from tracker.hosts.texts import listing
from tracker.model import swhid
from tracker.model.base import Value
from tracker.model.evidence import Facts, Reach
from tracker.model.foreign import decoded
from tracker.transport.answer import Response

VIA = "github-rest"

_EMPTY_WORDS = re.compile(r"(?:git )?repository is empty", re.IGNORECASE)
_PART_WORDS = re.compile(
    r"branch not found|not protected|not enabled|no commit found|no common ancestor"
    r"|issues? (?:are|is|was|has been) (?:disabled|deleted)|this issue was deleted"
    r"|not a (?:member|collaborator)|blobs? .* too large|too_large|(?:push|admin|read|write) "
    r"(?:access|rights) to|disabled for this repo|no analysis found|must be enabled",
    re.IGNORECASE,
)
"""Words about a part of a repository that is there."""
_NO_REVISION = re.compile(r"branch not found|no commit found", re.IGNORECASE)
_NAMED = re.compile(r"(?:branches|commits|git/trees)/(?!HEAD\b)[^?]|\bsha=(?!HEAD\b)")
"""Parts and questions that name a branch, tag or commit, which an answer shows to be there."""
_DISABLED_WORDS = re.compile(r"repository\b.* (?:is|was|has been) disabled", re.IGNORECASE)
_PLAN_WORDS = re.compile(r"upgrade to github \w+.* or make this repository public", re.IGNORECASE)


class _Owner(msgspec.Struct):
    login: str = ""


class _Repository(msgspec.Struct):
    id: int
    name: str
    owner: _Owner = msgspec.field(default_factory=_Owner)
    full_name: str | None = None
    private: bool = False
    archived: bool | None = None
    disabled: bool | None = None
    size: int | None = None
    created_at: dt.datetime | None = None
    pushed_at: dt.datetime | None = None
    default_branch: str | None = None
    license: LicenseInfo | None = None


class _LicenseFile(msgspec.Struct):
    path: str
    license: LicenseInfo | None = None
    content: str = ""
    encoding: str = ""


class _Person(msgspec.Struct):
    date: dt.datetime | None = None


class _CommitBody(msgspec.Struct):
    committer: _Person | None = None


class _RestCommit(msgspec.Struct):
    sha: str
    commit: _CommitBody = msgspec.field(default_factory=_CommitBody)


class _RestEntry(msgspec.Struct):
    path: str
    type: str
    mode: str = "100644"


class _RestTree(msgspec.Struct):
    tree: list[_RestEntry]
    truncated: bool = False


class RepositoryPart(Value, frozen=True):
    """What a path of the VIA API asks about."""

    name: str | None
    """``owner/name``; None where it is asked by number or not about a repository."""
    rest: str
    """What follows the repository's name: ``license``, ``contents/README.md`` or ``""``."""

    @property
    def whole(self) -> bool:
        """Whether the repository itself was asked for."""
        return not self.rest


_REPOS = re.compile(r"(?:/api/v3)?/repos/([^/{}]+/[^/{}]+?)(?:\.git)?(?:/(.*))?")
_NUMBERED = re.compile(r"(?:/api/v3)?/repositories/(\d+)(?:/(.*))?")


def part(path: str) -> RepositoryPart | None:
    """Return what `path` asks about, or None where that is no repository.

    Examples
    --------
    >>> part("/repos/knoveleng/open-rs/license")
    RepositoryPart(name='knoveleng/open-rs', rest='license')
    """
    plain = urlsplit(path).path
    if match := _REPOS.fullmatch(plain):
        return RepositoryPart(unquote(match[1]), (match[2] or "").strip("/"))
    if match := _NUMBERED.fullmatch(plain):
        return RepositoryPart(None, (match[2] or "").strip("/"))
    if match := re.fullmatch(r"/repos/[^/]+/[^/]+(?:/(.*))?", plain):
        return RepositoryPart(None, (match[1] or "").strip("/"))
    return None


def read(path: str, answer: Response) -> Findings:
    """Return what an answer of the VIA API says of the repository that `path` names.

    Parameters
    ----------
    path
        As asked; ``""`` if that is not known: then the repository itself is taken to be meant.
    """
    asked = part(path) if path else RepositoryPart(None, "")
    words = message(answer)
    if answer.status in (301, 302, 303, 307, 308):
        return _redirected(asked, answer)
    if _EMPTY_WORDS.search(words):
        return _there(Facts(is_empty=True), words)
    if answer.status == 200:
        return _shown(path, asked, answer)
    if answer.status in (201, 202, 204, 205, 304):
        empty = asked is not None and (answer.status, asked.rest) == (204, "contributors")
        notes = {
            202: "there; what was asked for is being made",
            304: "there, and not changed since the copy we hold",
        }
        return _there(Facts(is_empty=True if empty else None), notes.get(answer.status, "there"))
    if answer.status == 403 and _DISABLED_WORDS.search(words):
        return Findings(reach=Reach.DISABLED, via=VIA, note=words)
    if _PLAN_WORDS.search(words):
        return Findings(reach=Reach.NOT_VISIBLE, via=VIA, note=f"private ({words})")
    if (ours := about_us(answer)) is not None:
        return refused(ours, VIA)
    if answer.status in (403, 404, 410, 422) and _PART_WORDS.search(words):
        return _there(Facts(named_is_there=False if _NO_REVISION.search(words) else None), words)
    if absent(answer, "github"):
        return _not_found(asked, words or f"HTTP {answer.status}")
    return refused(refusal(answer), VIA)


def _there(facts: Facts, note: str | None = None) -> Findings:
    return Findings(reach=Reach.VISIBLE, via=VIA, facts=facts, note=note)


def _not_found(asked: RepositoryPart | None, words: str) -> Findings:
    if asked is None or asked.whole:
        return Findings(reach=Reach.NOT_VISIBLE, via=VIA, note=f"missing or private ({words})")
    note = f"the repository or its part {asked.rest!r} is missing or private ({words})"
    return Findings(reach=Reach.ERROR, via=VIA, note=note)


def _redirected(asked: RepositoryPart | None, answer: Response) -> Findings:
    """Read a redirect: for good to another name it is a move, for a file it is none."""
    parts = target(answer)
    if parts is None:
        return Findings(reach=Reach.ERROR, via=VIA, note="a redirect to nowhere")
    steadfast = answer.status not in {302, 303}
    if match := _NUMBERED.fullmatch(parts.path):
        if asked and (match[2] or "").strip("/") != asked.rest:
            facts = Facts(platform_id=match[1])
            return _there(facts, "there; a part of it is under another name")
        plain = f"{parts.scheme or 'https'}://{parts.netloc or 'api.github.com'}"
        new = f"{plain}/repositories/{match[1]}"
        facts = Facts(platform_id=match[1], moved_to=new if steadfast else None)
        return _there(facts, "renamed or transferred; asked again by its number")
    new_part = part(parts.path)
    own = parts.path.strip("/").removesuffix(".git")
    name = new_part.name if new_part else own if parts.hostname == "github.com" else None
    if steadfast and name and asked and asked.name and name.casefold() != asked.name.casefold():
        return _there(Facts(name=name, moved_to=f"{SITE}/{name}"), "renamed or transferred")
    return _there(Facts(), "there; what was asked for is served from another address")


def _shown(path: str, asked: RepositoryPart | None, answer: Response) -> Findings:
    """Read a 200; a body that is not JSON where JSON belongs is not GitHub's."""
    try:
        facts = _facts(path, asked, answer.body) if asked else None
    except (msgspec.ValidationError, binascii.Error):
        if path and asked and asked.whole:
            return Findings(reach=Reach.ERROR, via=VIA, note="GitHub's answer cannot be read")
        facts = Facts()
    except msgspec.DecodeError:
        page = answer.body.lstrip()[:1] == b"<" and answer.media_type in ("", "text/html")
        if page or answer.media_type == "application/json" or (asked and asked.whole):
            return Findings(reach=Reach.ERROR, via=VIA, note="GitHub's answer cannot be read")
        facts = Facts()
    if facts is None:
        return _there(Facts(), "an answer about no single repository")
    return facts if isinstance(facts, Findings) else _there(facts)


def _facts(path: str, asked: RepositoryPart, body: bytes) -> Facts | Findings:
    query = urlsplit(path).query
    what = asked.rest.partition("/")[0]
    if asked.whole:
        return _repository(asked, decoded(body, _Repository))
    named = True if _NAMED.search(f"{asked.rest}?{query}") else None
    if what == "license":
        return _license(decoded(body, _LicenseFile))
    if asked.rest == "commits" and "path=" not in query and "page=" not in query:
        return _newest(decoded(body, list[_RestCommit]), named)
    if asked.rest.startswith("git/trees/") and "recursive" in query:
        return msgspec.structs.replace(_listed(decoded(body, _RestTree)), named_is_there=named)
    return Facts(named_is_there=named)


def _repository(asked: RepositoryPart, repository: _Repository) -> Facts | Findings:
    name = repository.full_name or f"{repository.owner.login}/{repository.name}"
    renamed = asked.name is not None and name.casefold() != asked.name.casefold()
    facts = Facts(
        platform_id=str(repository.id),
        name=name,
        moved_to=f"{SITE}/{name}" if renamed else None,
        archived=repository.archived,
        is_empty=_is_empty(repository),
        created=repository.created_at,
        branch=repository.default_branch,
        licenses=detected(repository.license) or None,
    )
    if hidden := held_back(
        facts, VIA, private=repository.private, disabled=bool(repository.disabled)
    ):
        return hidden
    return facts


def _is_empty(repository: _Repository) -> bool | None:
    """Return whether nothing was ever pushed; a size of 0 alone may be a small repository's."""
    if repository.size != 0:
        return None if repository.size is None else False
    if repository.pushed_at is None or repository.created_at is None:
        return True
    return True if repository.pushed_at <= repository.created_at + dt.timedelta(seconds=2) else None


def _license(license_file: _LicenseFile) -> Facts:
    files = Facts()
    if license_file.encoding == "base64" and license_file.content:
        texts = {license_file.path: base64.b64decode(license_file.content)}
        files = listing.describe([license_file.path], texts)
    return Facts(
        licenses=(*(files.licenses or ()), *detected(license_file.license)), read=files.read
    )


def _newest(commits: Sequence[_RestCommit], named: bool | None) -> Facts:
    if not commits:
        return Facts()
    newest = commits[0]
    committer = newest.commit.committer
    return Facts(
        revision=swhid.revision(newest.sha),
        named_is_there=named,
        last_changed=committer.date if committer else None,
    )


def _listed(tree: _RestTree) -> Facts:
    if tree.truncated:
        return Facts()
    paths = [entry.path for entry in tree.tree if entry.type == "blob"]
    facts = listing.describe(paths, {})
    return msgspec.structs.replace(
        facts, is_empty=not paths, licenses=None, read=None, credits=None
    )
