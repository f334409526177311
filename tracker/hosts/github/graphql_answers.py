"""What an answer of GitHub's GraphQL API means, live or recorded. Pure."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import TypeAlias

import msgspec

from tracker.hosts.answers import Refusal, message, refusal
from tracker.hosts.observing import Findings, refused
from tracker.licensing import normalise
from tracker.model.evidence import Declaration, Facts, Place, Reach
from tracker.model.foreign import decoded
from tracker.transport.answer import Response

VIA = "github-graphql"
SITE = "https://github.com"

_TOKEN_WORDS = re.compile(
    r"saml enforcement|not accessible by (?:integration|personal access token)"
    r"|personal access tokens? .*forbid|fine-grained personal access|account was suspended"
    r"|ip allow list|oauth app access restrictions",
    re.IGNORECASE,
)


class LicenseInfo(msgspec.Struct):
    """A licence as the detector names it."""

    spdx_id: str | None = None
    name: str = ""


class _CamelLicense(LicenseInfo, rename="camel"):
    pass


class Repository(msgspec.Struct, rename="camel"):
    """A repository as GraphQL tells it; a field that was not asked for is None."""

    name_with_owner: str | None = None
    is_private: bool | None = None
    is_archived: bool | None = None
    is_disabled: bool | None = None
    is_empty: bool | None = None
    created_at: dt.datetime | None = None
    database_id: int | None = None
    license_info: _CamelLicense | None = None
    typename: str | None = msgspec.field(default=None, name="__typename")
    untold: tuple[str, ...] = ()
    """Fields about which an error stands beside the data."""


class Error(msgspec.Struct):
    """One entry of GraphQL's list of errors."""

    type: str | None = None
    message: str = ""
    path: list[str | int] | None = None


def is_too_much(error: Error) -> bool:
    """Whether a query was more than GitHub works out for one; it names no limit.

    Examples
    --------
    >>> is_too_much(Error(type="RESOURCE_LIMITS_EXCEEDED", path=["r0", "refs", "nodes"]))
    True
    """
    return error.type == "RESOURCE_LIMITS_EXCEEDED"


class Reply(msgspec.Struct):
    """An answer of GraphQL."""

    data: dict[str, Repository | None] | None = None
    errors: list[Error] = []


ApiAnswer: TypeAlias = Repository | Findings
"""What the API said of one repository: what it is, or why there is nothing to tell."""


def about_repository(alias: str, reply: Reply) -> ApiAnswer | None:
    """Return what a reply says of the repository asked for as `alias`; None: nothing.

    An error deeper inside the repository, about an issue say, is none of the repository itself; the
    field that it is about was not told.
    """
    if reply.data and (repository := reply.data.get(alias)):
        paths = (error.path or [] for error in reply.errors)
        deeper = {str(path[1]) for path in paths if len(path) > 1 and path[0] == alias}
        return msgspec.structs.replace(repository, untold=tuple(sorted(deeper)))
    for error in reply.errors:
        if error.path != [alias]:
            continue
        if error.type == "NOT_FOUND":
            return Findings(reach=Reach.NOT_VISIBLE, via=VIA, note="GitHub: missing or private")
        if "access blocked" in error.message.lower():
            return Findings(
                reach=Reach.TAKEN_DOWN,
                via=VIA,
                facts=Facts(block_reason=error.message[:200]),
                note="GitHub blocks access to it",
            )
    return None


def known(asked: str, repository: Repository) -> Facts:
    """Return the facts that GraphQL tells of the repository `asked`, ``owner/name``."""
    name = repository.name_with_owner
    renamed = bool(name and asked) and name is not None and name.casefold() != asked.casefold()
    return Facts(
        platform_id=None if repository.database_id is None else str(repository.database_id),
        name=name,
        moved_to=f"{SITE}/{name}" if renamed else None,
        archived=repository.is_archived,
        is_empty=repository.is_empty,
        created=repository.created_at,
    )


def detected(license_info: LicenseInfo | None) -> tuple[Declaration, ...]:
    """Return what GitHub's own detector says: a hint."""
    if license_info is None:
        return ()
    name = license_info.spdx_id or license_info.name
    return (Declaration(place=Place.DETECTOR, quote=name, expression=normalise(name), how="name"),)


def withheld(repository: Repository, facts: Facts) -> Findings | None:
    """Return what there is to say of a repository that not everybody sees; else None."""
    return held_back(
        facts, VIA, private=bool(repository.is_private), disabled=bool(repository.is_disabled)
    )


def held_back(facts: Facts, via: str, *, private: bool, disabled: bool) -> Findings | None:
    """Return what there is to say of a private or disabled repository; else None."""
    if private:
        note = "private: only the holder of our token sees it"
        return Findings(reach=Reach.NOT_VISIBLE, via=via, note=note)
    if disabled:
        return Findings(reach=Reach.DISABLED, via=via, facts=facts, note="GitHub disabled it")
    return None


# GraphQL, a recorded answer ---------------------------------------------------------------------


def read_graphql(answer: Response) -> dict[str, Findings]:
    """Return what an answer of GraphQL says, by alias; ``""`` for an answer about none of them."""
    if answer.status != 200:
        return {"": refused(about_us(answer) or refusal(answer), VIA)}
    try:
        reply = decoded(answer.body, Reply)
    except msgspec.DecodeError:
        note = message(answer) or "the answer cannot be read"
        limited = "rate limit" in note.lower()
        return {"": _silent(Reach.RATE_LIMITED if limited else Reach.ERROR, note)}
    by_alias = {alias: _told(alias, reply) for alias in reply.data or () if alias != "rateLimit"}
    return by_alias or {"": _troubled(reply.errors or [Error(message=message(answer))])}


def _told(alias: str, reply: Reply) -> Findings:
    api_answer = about_repository(alias, reply)
    if isinstance(api_answer, Findings):
        return api_answer
    if api_answer is None:
        return _troubled(
            [error for error in reply.errors if not error.path or error.path[0] == alias]
        )
    if not _is_repository(alias, api_answer):
        return _silent(Reach.ERROR, "the answer is about no repository")
    facts = known("", api_answer)
    if api_answer.license_info is not None:
        facts = msgspec.structs.replace(facts, licenses=detected(api_answer.license_info))
    return withheld(api_answer, facts) or Findings(reach=Reach.VISIBLE, via=VIA, facts=facts)


def _is_repository(alias: str, answer: Repository) -> bool:
    """Whether what was answered is a repository: any object of GitHub's may stand below `data`."""
    if answer.typename is not None:
        return answer.typename == "Repository"
    own = (
        answer.name_with_owner,
        answer.is_private,
        answer.is_archived,
        answer.is_disabled,
        answer.is_empty,
        answer.license_info,
    )
    return alias == "repository" or any(value is not None for value in own)


def _troubled(errors: Sequence[Error]) -> Findings:
    """Return what is left where there is no data: trouble of GitHub's, or of ours."""
    for error in errors:
        words = f"{error.type or ''} {error.message}".strip()
        lower = words.lower()
        if is_too_much(error):
            return _silent(Reach.UNREACHABLE, words)
        if error.type == "RATE_LIMITED" or "rate limit" in lower:
            return _silent(Reach.RATE_LIMITED, words)
        if error.type == "NOT_FOUND" and len(error.path or ()) <= 1:
            return Findings(reach=Reach.NOT_VISIBLE, via=VIA, note=f"missing or private ({words})")
        refused_us = error.type in ("FORBIDDEN", "INSUFFICIENT_SCOPES")
        if refused_us or "bad credentials" in lower or _TOKEN_WORDS.search(lower):
            return _silent(Reach.BAD_CREDENTIALS, words)
        if "something went wrong" in lower or "timeout" in lower or "unavailable" in lower:
            return _silent(Reach.UNREACHABLE, words)
    words = "; ".join(error.message for error in errors)[:200]
    return _silent(Reach.ERROR, words or "an answer without data and without a reason")


def _silent(reach: Reach, note: str) -> Findings:
    return Findings(reach=reach, via=VIA, note=note)


def about_us(answer: Response) -> Refusal | None:
    """Return a refusal that is about our token and not about the artifact."""
    words = message(answer)
    if answer.status == 401 or (answer.status == 403 and _TOKEN_WORDS.search(words)):
        status_line = f"HTTP {answer.status}" + (f": {words}" if words else "")
        return Refusal(reach=Reach.BAD_CREDENTIALS, words=f"our token was refused ({status_line})")
    return None
