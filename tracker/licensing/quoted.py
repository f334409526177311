"""Terms that a text of nobody's knowing states itself, quoted."""

import re

from tracker.licensing.grammar import sense, sentences, withholds
from tracker.licensing.known import Clause

_UNIVERSITY = re.compile(
    r"universit|\binstitut(?:e|ion|o)?\b|\bcollege\b|\bacademy of\b|大学|大學|max[- ]planck"
    r"|\binria\b|\bmpi\b",
    re.IGNORECASE,
)

_ACADEMIC = re.compile(r"\bacademic\b", re.IGNORECASE)
_LINE = 40
"""Words; what is shorter is one sentence, and "academic" in it says who may use, not who gives."""


def restricted(text: str) -> str:
    """Return the class of a text that withholds commercial use."""
    longer = len(text.split()) > _LINE
    academic = _UNIVERSITY.search(text) or (longer and _ACADEMIC.search(text))
    return "university-NC" if academic else "custom-NC"


def quoted(text: str) -> tuple[Clause, ...]:
    """Return the terms that a text itself states, each with its sentence; one of a kind."""
    clauses: dict[str, Clause] = {}
    for _, sentence in sentences(text):
        if withholds(sentence):
            kind = sense(sentence)
            words = " ".join(sentence.split())[:300]
            name = "research-only" if kind == "research-only" else "non-commercial"
            clauses.setdefault(name, Clause(kind=name, words=words))
    return tuple(clauses.values())
