"""Ways in which the bytes of an answer tell less than they did, as data.

Each takes the request and what answers it honestly. None of them tells something else: what is left
out leaves a trace that a careful reader sees, as it does on a bad day of the world.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from servers.wire import Call, Reply, as_html, as_json

Answer = Callable[[], Reply]
Way = Callable[[Call, Answer], Reply]


def _status(status: int, words: str, **headers: str) -> Way:
    return lambda *_: as_html(f"<h1>{words}</h1>", status, **headers)


def _half(_: Call, answer: Answer) -> Reply:
    """Send the first half, and say that it is all."""
    reply = answer()
    return replace(reply, body=reply.body[: len(reply.body) // 2])


def _garbled(_: Call, answer: Answer) -> Reply:
    """Turn some bytes of the middle into others."""
    reply = answer()
    body = bytearray(reply.body)
    for at in range(len(body) // 3, len(body) // 3 + min(24, len(body) // 3)):
        body[at] ^= 0xA5
    return replace(reply, body=bytes(body))


def _longer(_: Call, answer: Answer) -> Reply:
    """Send so much behind it that it is over every limit of a text."""
    reply = answer()
    return replace(reply, body=reply.body + b" " * 1_100_000)


def _last_packet(_: Call, answer: Answer) -> Reply:
    """Leave out the last four bytes, with which the answers of git end."""
    reply = answer()
    return replace(reply, body=reply.body[:-4])


def _without(*fields: str, error: bool = False) -> Way:
    """Leave out what an answer in JSON tells in some fields, wherever they stand.

    With `error` the field is null and an error stands beside it, as GraphQL does.
    """

    def less(_: Call, answer: Answer) -> Reply:
        reply = answer()
        try:
            document = json.loads(reply.body)
        except ValueError:
            return reply
        errors: list[Mapping[str, Any]] = []
        _strip(document, fields, (), errors if error else None)
        if errors and isinstance(document, dict):
            document["errors"] = [*document.get("errors", []), *errors]
        return replace(reply, body=json.dumps(document).encode())

    return less


def _strip(
    value: Any, fields: tuple[str, ...], path: tuple[Any, ...], errors: list[Any] | None
) -> None:
    if isinstance(value, list):
        for number, each in enumerate(value):
            _strip(each, fields, (*path, number), errors)
    if not isinstance(value, dict):
        return
    for key in list(value):
        if key not in fields:
            _strip(value[key], fields, (*path, key), errors)
        elif errors is None:
            del value[key]
        else:
            value[key] = [] if key == "entries" else None
            place = [*path, key][1:] if path[:1] == ("data",) else [*path, key]
            errors.append({"message": "Something went wrong", "path": place})


def _one_less(_: Call, answer: Answer) -> Reply:
    """Leave the first part of a batch out of the answer."""
    reply = answer()
    try:
        document = json.loads(reply.body)
    except ValueError:
        return reply
    inner = document.get("data") if isinstance(document, dict) and "data" in document else document
    if isinstance(inner, dict) and (first := next(iter(inner), None)):
        if inner is document and not first.startswith("swh:"):
            return reply
        if inner is document:
            del inner[first]
        else:
            inner[first] = None
            error = {"message": "Something went wrong while executing", "path": [first]}
            document["errors"] = [error]
    return replace(reply, body=json.dumps(document).encode())


def _proxy(*_: object) -> Reply:
    return as_json(
        {"error": "authentication required by the gateway", "message": "Please authenticate"},
        401,
        www_authenticate='Basic realm="Secure Web Gateway"',
    )


def _firewall(*_: object) -> Reply:
    words = "Access to this site has been blocked: accept the terms of service of this network"
    return as_json({"message": words, "error": words}, 403)


WAYS: Mapping[str, Way] = {
    "dropped": lambda *_: Reply(ending="reset"),
    "delayed": lambda *_: Reply(ending="hang"),
    "cut": lambda _, answer: replace(answer(), ending="cut"),
    "half": _half,
    "garbled": _garbled,
    "too long": _longer,
    "no end": _last_packet,
    "empty": lambda *_: Reply(),
    "accepted": lambda _, answer: replace(answer(), status=202),
    "no content": lambda *_: Reply(status=204),
    "partial": lambda _, answer: replace(_half(_, answer), status=206),
    "soft 404": lambda *_: as_html("<!doctype html><title>404 Not Found</title><h1>404</h1>"),
    "login": lambda *_: as_html("<!doctype html><title>Sign in</title><form></form>"),
    "captcha": lambda *_: as_html("<!doctype html><title>Just a moment...</title>"),
    "spoken error": lambda *_: as_json({"error": "Internal", "errors": [{"message": "Oops"}]}),
    "proxy": _proxy,
    "firewall": _firewall,
    "forbidden": _status(403, "Forbidden"),
    "too many": _status(429, "Too Many Requests"),
    "broken": _status(500, "Internal Server Error"),
    "unavailable": _status(503, "Service Unavailable"),
    "one less": _one_less,
    "no state": _without("isArchived", "databaseId", "gated", "disabled", "private", error=True),
    "no entries": _without("entries", error=True),
    "no tags": _without("refs", error=True),
    "no detector": _without("licenseInfo", error=True),
    "no fields": _without("gated", "disabled", "private", "_id", "createdAt", "sha"),
    "no card": _without("cardData"),
    "no files": _without("siblings", "files"),
    "no status": _without("status", "hashes", "upload-time", "size"),
    "no dates": _without("createdAt", "lastModified", "date", "timestamp", "committedDate"),
}
"""Name → what is answered."""
SLOW = frozenset(("delayed",))
"""Those that use up the time that a request has."""
