"""Terms that a text of nobody's knowing states itself, quoted."""

import re

from tracker.licensing.known import Clause
from tracker.licensing.words import withholding

_UNIVERSITY = re.compile(
    r"universit|\binstitut(?:e|ion|o)?\b|\bcollege\b|\bacademy of\b|大学|大學|max[- ]planck"
    r"|\binria\b|\bmpi\b|\bacademic\b",
    re.IGNORECASE,
)


def sentence_of(text: str, hit: re.Match[str]) -> str:
    """Return the sentence around a hit, on one line, or the hit alone where it is elsewhere."""
    flat = " ".join(text.split())
    at = flat.find(" ".join(hit[0].split()))
    if at < 0:
        return " ".join(hit[0].split())
    start = max(flat.rfind(mark, 0, at) for mark in (". ", "。", "; "))
    ends = [end for mark in (". ", "。") if (end := flat.find(mark, at)) >= 0]
    return flat[start + 1 : min(ends, default=len(flat)) + 1].strip()[:300]


def restricted(text: str) -> str:
    """Return the class of a text that withholds commercial use."""
    return "university-NC" if _UNIVERSITY.search(text) else "custom-NC"


def quoted(text: str) -> tuple[Clause, ...]:
    """Return the terms that a text itself states, each with its sentence."""
    hit = withholding(text) or withholding(" ".join(text.split()))
    if hit is None:
        return ()
    sentence = sentence_of(text, hit)
    alone = re.search(r"commercial|profit|商|営利|营利", sentence, re.IGNORECASE)
    kind = "non-commercial" if alone else "research-only"
    return (Clause(kind=kind, words=sentence),)
