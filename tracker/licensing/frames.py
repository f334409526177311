"""The frame of a notice: what stands around the name of a licence and sets no term of its own.

The words of a frame are a closed list, ``data/frames.toml``. It holds no word that takes a use away
but inside of whole phrases, so that a sentence with one word more is no frame.
"""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from tracker.licensing.known import commercial
from tracker.licensing.spelling import normalise
from tracker.model.base import Value

_ADDRESS = re.compile(
    r"<?\b(?:https?|ftp)://\S+|\bwww\.\S+|<?(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,60}\.[\w.-]{1,100}>?"
)
_FILE = re.compile(
    r"(?:/[\w.+-]+){2,9}/?|(?:[\w-]{1,40}/){0,6}\b(?:COPYING|LICEN[SC]ES?|README|NOTICE|COPYRIGHT|AUTHORS)\b"
    r"(?:[.-]\w{1,12})*|(?:[\w-]{1,40}/){0,6}[\w-]{1,40}\.(?:txt|md|rst|html?|tex|rtf)\b"
)
"""Where a file lies, and the names that files about terms have."""
_PROMISES = re.compile(r"warrant|liab|damages|negligen|\btort|merchant|interruption", re.IGNORECASE)
_FOR_WHOM = re.compile(
    r"\bfor (?:the )?use\b|\bus(?:e|ed|ing) (?:by|with|within|in|on|for)\b|\b(?:for|to) (?:the )?"
    r"(?:authors?|contributors?|holders?|owners?|persons?|person|projects?)\b",
    re.IGNORECASE,
)
"""Words that say who may use a work, or where."""
_WORD = re.compile(r"[^\W\d_][\w']*")
_LIMIT = 900


class _Frame(Value, frozen=True, kw_only=True):
    phrases: re.Pattern[str]
    glue: frozenset[str]
    disclaiming: frozenset[str]
    """What a sentence may hold besides that promises nothing."""
    spelled: frozenset[str]
    """All words that a frame can have."""


@cache
def _frame() -> _Frame:
    raw = files("tracker.licensing").joinpath("data", "frames.toml").read_text("utf-8")
    data = tomllib.loads(raw)  # noqa: TID251  our own
    phrases = sorted(data["phrases"], key=len, reverse=True)
    glue = frozenset(data["glue"].split())
    disclaiming = glue | frozenset(data["disclaiming"].split())
    return _Frame(
        phrases=re.compile("|".join(phrases), re.IGNORECASE), glue=glue, disclaiming=disclaiming,
        spelled=disclaiming.union(data["inside"].split()),
    )  # fmt: skip


@lru_cache(1 << 12)
def is_frame(sentence: str) -> bool:
    """Tell whether a sentence holds nothing but the frame of a notice; ¶ stands for a name.

    Examples
    --------
    >>> is_frame("You can redistribute it and/or modify it under the terms of ¶.")
    True
    >>> is_frame("You may not use this file except in compliance with the License.")
    True
    >>> is_frame("You may use it under the terms of ¶ for research.")
    False
    """
    if len(sentence) > _LIMIT:
        return False
    flat = " ".join(sentence.split())
    for address in _ADDRESS.findall(flat):
        name = normalise(address.strip("<>().,;"))
        if name and commercial(name) != "yes":
            return False
    plain = _FILE.sub(" ", _ADDRESS.sub(" ", flat))
    frame = _frame()
    if not frame.spelled.issuperset(_WORD.findall(plain.casefold())):
        return False
    rest = frame.phrases.sub(" ", plain)
    if _FOR_WHOM.search(rest):
        return False
    allowed = frame.disclaiming if _PROMISES.search(plain) else frame.glue
    return allowed.issuperset(_WORD.findall(rest.casefold()))
