"""Blotting secrets out of texts, in every form in which they travel. Pure.

Whoever gets a token may hand it back, in an error message say: plain, percent-encoded, escaped, in
base64, or cut in the middle.
"""

import base64
import html
import json
import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import product

_BLOT = "***"
FREE = 8
"""Characters of a secret that is blotted wherever it stands; a shorter one might be a word."""
_TOLD = 8
"""Characters of its beginning, or of its end, that give a secret away where a text was cut."""
_SHORT = 3
"""Characters of a secret that is blotted in an address or in quotes only."""
_ATTACHED = r"[\w%+/=.~-]"


class Blotter:
    """Blots secrets out of texts.

    Parameters
    ----------
    secrets
        As they are, not encoded.

    Examples
    --------
    >>> blot = Blotter(["hf_0123/4567+89"])
    >>> blot("hf_0123%2f4567&#43;89 or aGZfMDEyMy80NTY3Kzg5, and cut: hf_0123/4567…")
    '*** or ***, and cut: ***…'
    """

    def __init__(self, secrets: Iterable[str]) -> None:
        self.secrets = tuple(dict.fromkeys(filter(None, secrets)))

    def __call__(self, text: str) -> str:
        """Return a text without the secrets."""
        whole, end, before_end = self._patterns
        if whole:
            text = whole.sub(_BLOT, text)
        if end and before_end and end.search(text):
            text = before_end.sub(_BLOT, text)
        return text

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str] | None, ...]:
        """Patterns of secrets and their beginnings, of their ends, of these and what is before."""
        longest = sorted(self.secrets, key=len, reverse=True)
        units = [[_unit(character) for character in secret] for secret in longest]
        long = [unit for unit in units if len(unit) > _TOLD]
        ends = "|".join("".join(secret_units[-_TOLD:]) for secret_units in long)
        forms = [
            *(form for secret in longest for form in _forms(secret)),
            *(f"{''.join(secret_units[:_TOLD])}{_ATTACHED}*" for secret_units in long),
        ]
        wanted = ("|".join(forms), ends, ends and f"{_ATTACHED}*(?:{ends})")
        return tuple(re.compile(pattern) if pattern else None for pattern in wanted)


def blotted(text: str, secrets: Iterable[str]) -> str:
    """Return `text` with each of `secrets` blotted out, in whatever form it stands there.

    Examples
    --------
    >>> blotted("token hf_secret, aGZfc2VjcmV0", ["hf_secret"])
    'token ***, ***'
    """
    return blotter(tuple(secrets))(text)


@lru_cache(maxsize=8)
def blotter(secrets: tuple[str, ...]) -> Blotter:
    """Return what blots these; made once."""
    return Blotter(secrets)


def _forms(secret: str) -> Iterator[str]:
    """Yield patterns for what a whole secret looks like."""
    whole = "".join(map(_unit, secret))
    if len(secret) >= FREE:
        yield whole
        yield from map(re.escape, sorted(_in_base64(secret.encode())))
    elif len(secret) > _SHORT:
        yield rf"(?<!\w){whole}(?!\w)"
    else:
        yield rf"(?<=[:='\"]){whole}(?=[@&'\"])"


def _unit(character: str) -> str:
    """Return a pattern for one character as texts, addresses, JSON and HTML write it."""
    encoded = "".join(f"%(?i:{byte:02x})" for byte in character.encode())
    ways = {re.escape(form) for form in (character, html.escape(character))} | {encoded}
    if not character.isalnum():
        ways.add(re.escape(json.dumps(character)[1:-1]))
        ways.add(rf"\\u(?i:{ord(character):04x})")
        ways.add(rf"&#(?:{ord(character)}|x(?i:{ord(character):x}));")
    return f"(?:{'|'.join(sorted(ways))})"


def _in_base64(secret: bytes) -> set[str]:
    """Return what a secret is in base64, whatever stands before and after it."""
    encodings = set()
    for before, encode in product(range(3), (base64.b64encode, base64.urlsafe_b64encode)):
        text = encode(bytes(before) + secret).decode()
        encodings.add(text[(0, 2, 3)[before] : (before + len(secret)) * 8 // 6])
    return encodings
