"""The frame of a notice: what stands around the name of a licence and sets no term of its own.

The words of a frame are a closed list, ``data/frames.toml``. It holds no word that takes a use away
but inside of whole phrases, so that a sentence with one word more is no frame.
"""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

_ADDRESS = re.compile(r"<?\b(?:https?|ftp)://\S+|\bwww\.\S+|<?[\w.+-]+@[\w-]+\.[\w.-]+>?|(?:[\w.-]*/){1,9}[\w.-]+")
_FILE = re.compile(r"\b[A-Z][A-Z_-]{3,}(?:[.-]\w{1,12})?\b|\b[\w-]{1,40}\.(?:txt|md|rst|html?|tex|rtf)\b")
"""A file whose name is all in capitals, or ends as that of a text."""
_SHOUTED = re.compile(r"[^a-z]{40}")
_WORD = re.compile(r"[^\W\d_][\w']*")
_LIMIT = 900


@cache
def _data() -> tuple[re.Pattern[str], frozenset[str]]:
    raw = files("tracker.licensing").joinpath("data", "frames.toml").read_text("utf-8")
    data = tomllib.loads(raw)  # noqa: TID251  our own
    longest_first = sorted(data["phrases"], key=len, reverse=True)
    return re.compile("|".join(longest_first), re.IGNORECASE), frozenset(data["glue"].split())


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
    phrases, glue = _data()
    plain = _ADDRESS.sub(" ", " ".join(sentence.split()))
    if not _SHOUTED.search(plain):
        plain = _FILE.sub(" ", plain)
    rest = phrases.sub(" ", plain)
    return glue.issuperset(_WORD.findall(rest.casefold()))
