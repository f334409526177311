"""A recorded answer of a host, judged by the functions that judge live ones. Pure.

A recording is a JSON object: ``platform``, ``request`` (method and path; null where it is not
known), ``status``, ``headers``, ``body`` (JSON, text or null). Other fields are left alone.
"""

import re
from collections.abc import Mapping
from urllib.parse import quote, urljoin, urlsplit

import msgspec

from tracker.hosts import remote, web
from tracker.hosts.github import graphql_answers
from tracker.hosts.github import rest_answers as github_rest
from tracker.hosts.huggingface import paper_pages
from tracker.hosts.huggingface import rest_answers as hub_rest
from tracker.hosts.observing import Findings
from tracker.model.base import Value
from tracker.model.evidence import Facts, Reach
from tracker.model.unread import Unread
from tracker.transport.answer import Response


class RecordedRequest(msgspec.Struct):
    """The request of a recording."""

    path: str = ""
    """With query; a whole URL where the platform alone does not name the host."""
    method: str = "GET"

    def __post_init__(self) -> None:
        """Refuse a path that is no part of any address."""
        urlsplit(self.path)


class Recording(msgspec.Struct):
    """A recorded answer."""

    platform: str
    status: int | None
    """None: no HTTP answer came."""
    headers: dict[str, str | list[str] | int | float | None] | None = None
    request: RecordedRequest | None = None
    body: object = None


class JudgedAnswer(Value, frozen=True, kw_only=True):
    """What a recorded answer tells."""

    alias: str | None = None
    """Which part of a GraphQL answer about several."""
    reach: Reach
    facts: Facts
    note: str | None = None
    mentions: tuple[str, ...] = ()
    """Addresses that an answer about a paper names."""
    retry_after: int | None = None
    """Seconds after which the host would have us ask again."""
    reset: int | None = None
    """When the allowance is whole again, in seconds since 1970."""
    unread: tuple[Unread, ...] = ()
    """What of it was asked for and not read whole."""


_BASES = {
    "github-rest": "https://api.github.com/",
    "github-graphql": "https://api.github.com/graphql",
    "github-git": "https://github.com/",
    "github-web": "https://github.com/",
    "hf-hub": "https://huggingface.co/",
    "git": "https://git.example.org/",
    "web": "https://www.example.org/",
}
PLATFORMS = tuple(_BASES)
"""The platforms whose answers can be judged."""
_SAFE = "/:?#@!$&'()*+,;=%~"
_SILENT = frozenset((Reach.RATE_LIMITED, Reach.UNREACHABLE, Reach.ERROR))


def read(recording: Recording) -> tuple[JudgedAnswer, ...]:
    """Return what a recording tells; several where a GraphQL answer is about several.

    Raises
    ------
    ValueError
        If its platform is none of `PLATFORMS`.
    """
    if recording.platform not in _BASES:
        raise ValueError(f"platform {recording.platform!r} is none of {', '.join(PLATFORMS)}")
    if recording.status is None:
        note = "no HTTP answer came"
        return (JudgedAnswer(reach=Reach.UNREACHABLE, facts=Facts(), note=note),)
    path = recording.request.path if recording.request else ""
    url = urljoin(_BASES[recording.platform], quote(path, safe=_SAFE))
    answer = _answer(recording, recording.status, url)
    if recording.platform == "github-graphql":
        by_alias = graphql_answers.read_graphql(answer)
        return tuple(
            _judged(findings, answer, alias if len(by_alias) > 1 else None)
            for alias, findings in by_alias.items()
        )
    return (_judged(_read(recording.platform, path, answer), answer),)


def _read(platform: str, path: str, answer: Response) -> Findings:
    if "/info/refs" in path or platform in ("git", "github-git"):
        return remote.read(answer)
    if platform == "github-rest":
        return github_rest.read(path, answer)
    if platform == "hf-hub":
        return hub_rest.read(path, answer)
    return web.read(answer)


def _judged(findings: Findings, answer: Response, alias: str | None = None) -> JudgedAnswer:
    silent = findings.reach in _SILENT
    return JudgedAnswer(
        alias=alias,
        reach=findings.reach,
        facts=findings.facts,
        note=findings.note,
        unread=findings.unread,
        mentions=paper_pages.named_by(answer) if answer.status == 200 else (),
        retry_after=_retry_after(answer.headers) if silent else None,
        reset=_number(answer.headers.get("x-ratelimit-reset")) if silent else None,
    )


def _retry_after(headers: Mapping[str, str]) -> int | None:
    hub = re.search(r"\bt=(\d{1,9})", headers.get("ratelimit", ""))
    return _number(headers.get("retry-after")) or (int(hub[1]) if hub else None)


def _number(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"[0-9]{1,12}", text) else None


def _answer(recording: Recording, status: int, url: str) -> Response:
    body = recording.body
    if body is None:
        data = b""
    else:
        data = body.encode() if isinstance(body, str) else msgspec.json.encode(body)
    headers = _headers(recording.headers or {})
    if not isinstance(body, str) and body is not None:
        headers.setdefault("content-type", "application/json")
    return Response(
        url=url,
        final_url=url,
        permanent_url=url,
        status=status,
        headers=headers,
        body=data,
    )


def _headers(given: Mapping[str, object]) -> dict[str, str]:
    """Return the headers as the transport hands them over: names in lower case, values text."""
    return {
        name.lower(): ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in given.items()
        if value is not None
    }
