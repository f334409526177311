"""What an HTTP answer says when it is not the thing itself: the one place that reads refusals.

A host first says which of the answers it understands; what a 404 means is a trait of each
(`absent`). The rest comes here, and what nobody understands is an `error`, which says nothing about
the artifact.
"""

import re
from collections.abc import Mapping
from typing import Literal
from urllib.parse import SplitResult, urlsplit

import msgspec

from tracker.errors import TransportFault
from tracker.model.base import Value
from tracker.model.evidence import SPAN_LIMIT, Reach
from tracker.model.foreign import decoded
from tracker.model.traits import traits
from tracker.transport.http import Response

_LIMIT_WORDS = re.compile(
    r"rate limit|secondary limit|too many requests|abuse detection|quota exceeded", re.IGNORECASE
)
_BLOCK_WORDS = re.compile(r"repository (?:unavailable|access blocked)\b", re.IGNORECASE)
"""GitHub's own; a firewall that speaks of terms and blocks says nothing of what lies behind it."""
_BAD_TOKEN_WORDS = re.compile(
    r"bad credentials|invalid credentials|invalid token|token (?:has )?expired"
    r"|login attempts? exceeded",
    re.IGNORECASE,
)


class Refusal(Value, frozen=True, kw_only=True):
    """What a refusal says."""

    reach: Reach
    words: str
    """In plain words, for the note."""
    block_reason: str | None = None
    """In the host's words."""


def refusal(answer: Response) -> Refusal:
    """Return what an answer says that is neither the thing itself nor known to the host."""
    words = message(answer)
    status_line = f"HTTP {answer.status}" + (f": {words}" if words else "")
    if answer.status == 451 or (answer.status == 403 and _blocked(answer)):
        return Refusal(
            reach=Reach.TAKEN_DOWN,
            words=f"the host took it down ({status_line})",
            block_reason=_block_reason(answer) or words or status_line,
        )
    if answer.status == 429 or (answer.status == 403 and _limited(answer)):
        return Refusal(reach=Reach.RATE_LIMITED, words=f"too many requests for now ({status_line})")
    if answer.status in (401, 403) and _BAD_TOKEN_WORDS.search(words):
        return Refusal(reach=Reach.BAD_CREDENTIALS, words=f"our token was refused ({status_line})")
    if answer.status == 408 or answer.status >= 500:
        return Refusal(reach=Reach.UNREACHABLE, words=f"the host is in trouble ({status_line})")
    return Refusal(reach=Reach.ERROR, words=f"an answer that tells nothing ({status_line})")


_SILENT: Mapping[Reach, Literal["rate-limited", "unreachable", "bad-credentials"]] = {
    Reach.RATE_LIMITED: "rate-limited",
    Reach.UNREACHABLE: "unreachable",
    Reach.BAD_CREDENTIALS: "bad-credentials",
}


def fault(what: str, answer: Response) -> TransportFault:
    """Return the fault of having been refused `what`, whatever the refusal says of it."""
    denial = refusal(answer)
    return TransportFault(f"{what}: {denial.words}", reach=_SILENT.get(denial.reach, "error"))


def absent(answer: Response, host: str) -> bool:
    """Whether an answer says, as this host does, that it shows nothing at the address asked for."""
    how = traits(host).absence
    if answer.status not in how.statuses:
        return False
    return how.sign is None or json_object(answer).get(how.sign[0]) == how.sign[1]


def message(answer: Response) -> str:
    """Return the words of a refusal, at most `SPAN_LIMIT` characters; none from an HTML page."""
    if header := answer.headers.get("x-error-message"):
        return header[:SPAN_LIMIT]
    document = json_object(answer)
    for name in ("message", "error"):
        if isinstance(text := document.get(name), str):
            return " ".join(text.split())[:SPAN_LIMIT]
    if answer.media_type in ("", "text/plain"):
        words = " ".join(answer.text[:2_000].split())
        return "".join(word for word in words if word.isprintable())[:SPAN_LIMIT]
    return ""


def target(answer: Response) -> SplitResult | None:
    """Return where a redirect leads, taken apart; None where that is nowhere."""
    location = answer.headers.get("location") or json_object(answer).get("url")
    if not isinstance(location, str) or not location:
        return None
    try:
        return urlsplit(location)
    except ValueError:
        return None


def json_object(answer: Response) -> dict[str, object]:
    """Return the JSON object in the body, or an empty one."""
    try:
        return decoded(answer.body, dict[str, object])
    except msgspec.DecodeError:
        return {}


def detour(answer: Response) -> str | None:
    """Return the host that answered in place of the one asked, unless it was redirected for good.

    What such a host does not have says nothing: a network's login page has nothing of it all.
    """
    asked, answering = (
        (urlsplit(url).hostname or "").removeprefix("www.")
        for url in (answer.permanent_url, answer.final_url)
    )
    return answering if answering != asked else None


def _limited(answer: Response) -> bool:
    """Whether a 403 is about an allowance: GitHub gives every other reason in words."""
    wordless = not answer.body and "x-ratelimit-limit" in answer.headers
    return (
        answer.headers.get("x-ratelimit-remaining") == "0"
        or "retry-after" in answer.headers
        or wordless
        or _LIMIT_WORDS.search(message(answer)) is not None
    )


def _blocked(answer: Response) -> bool:
    return (
        isinstance(json_object(answer).get("block"), dict)
        or _BLOCK_WORDS.match(message(answer)) is not None
    )


def _block_reason(answer: Response) -> str | None:
    block = json_object(answer).get("block")
    if not isinstance(block, dict):
        return None
    parts = [block.get(name) for name in ("reason", "html_url")]
    return ": ".join(part for part in parts if isinstance(part, str))[:SPAN_LIMIT] or None
