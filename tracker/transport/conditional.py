"""Answers that are asked for again with a condition, so that an unchanged one costs no body.

What is there now is always asked; the condition only spares sending what we have already. The one
exception is an address that can never answer anything else, because it names a revision: what was
proven to be that answer is not asked for again. What was not is not kept, whoever answered: a
network's page to log in is a 200, too.
"""

import msgspec

from tracker.model.decoding import unpacked
from tracker.transport.address import has_secret
from tracker.transport.cache import Cache
from tracker.transport.wire import Ask, Hop, Proof

_PLAIN = frozenset(("accept", "user-agent"))
"""Request headers under which an answer may be kept: none that says who asks."""
_KEPT = frozenset(("content-type", "etag", "last-modified", "x-error-code", "x-repo-commit"))


class _KeptAnswer(msgspec.Struct, frozen=True):
    """An answer on disk; always one with status 200."""

    headers: dict[str, str]
    body: bytes
    cut: bool


class Conditional:
    """Keeps answers, and asks with what was kept."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def find(self, ask: Ask) -> Hop | None:
        """Return what was kept of this question's last answer."""
        if not _may_be_kept(ask) or (data := self._cache.load(_key(ask))) is None:
            return None
        try:
            kept = unpacked(data, _KeptAnswer)
        except msgspec.DecodeError:
            return None
        hop = Hop(200, kept.headers, kept.body, kept.cut)
        return hop if ask.immutable is None or _proven(ask.immutable, hop) else None

    def asking(self, ask: Ask, kept: Hop | None) -> Ask:
        """Return `ask` with the condition that `kept` is no longer the answer."""
        conditions = {"if-none-match": "etag", "if-modified-since": "last-modified"}
        validators = {
            condition: kept.headers[name]
            for condition, name in conditions.items()
            if kept is not None and name in kept.headers
        }
        return (
            msgspec.structs.replace(ask, headers={**ask.headers, **validators})
            if validators
            else ask
        )

    def keep(self, ask: Ask, hop: Hop) -> None:
        """Keep an answer that was given to anybody and that can be asked for with a condition."""
        control = hop.headers.get("cache-control", "").lower()
        if hop.status != 200 or not _may_be_kept(ask) or "no-store" in control:
            return
        if ask.immutable is not None:
            worth = _proven(ask.immutable, hop)
        else:
            tagged = "etag" in hop.headers or "last-modified" in hop.headers
            worth = tagged and "private" not in control
        if worth:
            headers = {name: text for name, text in hop.headers.items() if name in _KEPT}
            kept = _KeptAnswer(headers, hop.body, hop.cut)
            self._cache.store(_key(ask), msgspec.msgpack.encode(kept))


def _proven(proof: Proof, hop: Hop) -> bool:
    return not hop.cut and proof(hop.headers, hop.body)


def _may_be_kept(ask: Ask) -> bool:
    return ask.method == "GET" and ask.headers.keys() <= _PLAIN and not has_secret(ask.url)


def _key(ask: Ask) -> str:
    return f"GET {ask.url} {ask.headers.get('accept', '')} {ask.limit}"
