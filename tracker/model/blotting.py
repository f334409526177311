"""Blotting secrets out of texts, also where they stand in the forms in which they travel."""

import base64
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import quote

SHORTEST = 6
"""Characters of a form that can be told from ordinary words; a shorter one is left alone."""
_BLOT = "***"
_BEGINNING = 8
"""Characters by which the beginning of a secret is known where a text was cut in the middle."""
_CUT = '…." '
"""What may stand behind the cut."""


def blotted(text: str, secrets: Iterable[str]) -> str:
    """Return `text` with each of `secrets` blotted out: as it is, percent-encoded and in base64.

    A host that echoes a request may give a token back in any of these forms; in base64 it looks
    otherwise after one, two or three other bytes, such as the user's name in front of a password.
    A text that was cut may end in the beginning of a secret, which is blotted, too.

    Examples
    --------
    >>> blotted("token hf_secret, aGZfc2VjcmV0", ["hf_secret"])
    'token ***, ***'
    """
    forms, pattern = _known(tuple(secrets))
    if pattern is None:
        return text
    text = pattern.sub(_BLOT, text)
    for form in forms:
        at = text.rfind(form[:_BEGINNING], max(0, len(text) - len(form) - len(_CUT)))
        if at >= 0 and form.startswith(text[at:].rstrip(_CUT)):
            text = text[:at] + _BLOT
    return text


@lru_cache(maxsize=16)
def _known(secrets: tuple[str, ...]) -> tuple[tuple[str, ...], re.Pattern[str] | None]:
    """Return the forms of secrets that a text may have been cut in, and a pattern of all."""
    forms = sorted({form for secret in secrets for form in _forms(secret)}, key=len, reverse=True)
    if not forms:
        return (), None
    long = tuple(form for form in forms if len(form) > _BEGINNING)
    return long, re.compile("|".join(map(re.escape, forms)))


def _forms(secret: str) -> Iterator[str]:
    if secret:
        yield secret
    raw = secret.encode("utf-8", "surrogatepass")
    whole = "".join(f"%{byte:02X}" for byte in raw)
    encoded = (quote(secret, safe="", errors="surrogatepass"), whole, *_base64(raw))
    for form in encoded:
        if len(form) >= SHORTEST:
            yield form
            yield re.sub("%..", lambda found: found[0].lower(), form)


def _base64(raw: bytes) -> Iterator[str]:
    """Yield what base64 makes of `raw` after none, one or two other bytes, without the edges."""
    for before in range(3):
        first, last = -(-before * 8 // 6), (before + len(raw)) * 8 // 6
        text = base64.b64encode(bytes(before) + raw).decode("ascii")[first:last]
        yield text
        yield text.replace("+", "-").replace("/", "_")
