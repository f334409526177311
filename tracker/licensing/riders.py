"""What stands beside a licence's name in one sentence, and takes back what the licence gives."""

import re

from tracker.licensing.grammar import WITHHOLDS, sense
from tracker.licensing.known import commercial
from tracker.licensing.names import Naming
from tracker.licensing.words import applying, withholding
from tracker.model.evidence import SPAN_LIMIT


def terms_of(flat: str) -> str:
    """Return what may be terms in a sentence: no addresses, nothing that says only to what."""
    return re.sub(r"<https?://[^<>]*>", " ", applying(flat))


def takes_back(sentence: str, found: Naming) -> bool:
    """Tell whether a sentence that names a licence takes back what that gives.

    Examples
    --------
    >>> text = "Released under the MIT License for research only."
    >>> takes_back(text, Naming(expression="MIT", name="MIT License"))
    True
    """
    rest = sentence.replace(found.name, " ") if found.name != sentence else sentence
    rest = terms_of(rest)
    says = sense(rest)
    given = commercial(found.expression or "")
    if says in WITHHOLDS:
        return given != "no" and not (given == "conditional" and says == "by-permission")
    return given == "yes" and says == "prohibition" and bool(_REFUSES.search(rest))


_REFUSES = re.compile(
    r"\b(?:not|never|cannot|prohibited|forbidden|except|excluding|unless|only|solely)\b|[不禁仅僅]|ない",
    re.IGNORECASE,
)


def around(flat: str, found: Naming) -> str | None:
    """Return what stands beside a licence's name where that could take something back."""
    at = flat.find(found.name) if found.name != flat else -1
    if at < 0 or not found.expression or commercial(found.expression) != "yes":
        return None
    before = flat[: max(flat.rfind(". ", 0, at), 0)]
    behind = _FRAME.sub(" ", flat[at + len(found.name) :])
    for rest in (before, behind):
        rest_terms = terms_of(rest).strip(" .,;:–—-。，")
        if sense(rest_terms) not in (None, "grant", "naming"):
            return rest_terms
    return None


_FRAME = re.compile(
    r"许可证?书?|协议|授权|开源|開源|发布|發布|遵循|ライセンス|公開(?:して|され)?\S{0,4}|です|の下で|に基づ\S{0,6}"
    r"|라이선스|라이센스|\blicen[sc]e[ds]?\b|\blizenz\b",
    re.IGNORECASE,
)
"""Words that end a statement of a licence."""


def telling(raw: str, flat: str) -> str:
    """Return the quote of a sentence that shows what it withholds, if anything."""
    hit = withholding(flat)
    return raw if hit is None or len(raw) < SPAN_LIMIT else flat[max(hit.start() - 100, 0) :]
