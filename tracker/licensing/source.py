"""A file that somebody else wrote, decoded and quotable."""

import codecs
import re
from collections.abc import Iterator

from tracker.licensing.matching import MATCHER
from tracker.model import swhid
from tracker.model.base import Value
from tracker.model.evidence import SPAN_LIMIT, Declaration, Place

BYTES_LIMIT = 300_000
"""Of a file that are read; no licence is longer."""
README_LIMIT = 1_000_000
"""Bytes of a README that are read: lists of papers have half as many."""
LINE_LIMIT = 10_000
"""Characters of a line that are read."""

_WIDE = (b"\xff\xfe", b"\xfe\xff")
"""How a text in UTF-16 begins."""
_STRANGE = bytes(set(range(32)) - set(b"\t\n\v\f\r\b\x1b")) + b"\x7f"
"""What printers and old terminals are told, left out."""
_STRAY = 0.04
"""Of a text; in what is packed or compiled, a tenth is such."""
_EMBEDDED = re.compile(rb"data:[\w/+.-]{1,100};base64,[A-Za-z0-9+/=]*+")
"""A picture that is written into a text."""
_BREAK = re.compile(r"\r\n|\r|\n")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff]")


def decode(data: bytes, limit: int = BYTES_LIMIT) -> str:
    r"""Return the text of a file, whatever its encoding; control characters are left out.

    Examples
    --------
    >>> decode(b"\xef\xbb\xbfMIT\x00 License"), decode(b"Andr\xe9")
    ('MIT License', 'André')
    """
    data = without_pictures(data)
    whole, data = len(data) <= limit, data[:limit]
    encoding = "utf-16" if data[:2] in _WIDE else "utf-8-sig"
    try:  # incremental: the cut may have split a character
        text = codecs.getincrementaldecoder(encoding)().decode(data, final=whole)
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return "\n".join(_CONTROL.sub("", line[:LINE_LIMIT]) for line in _BREAK.split(text))


def without_pictures(data: bytes) -> bytes:
    """Leave out the pictures that are written into a text; they may be longer than all of it.

    Examples
    --------
    >>> without_pictures(b"![logo](data:image/png;base64,iVBORw0KGgo=) MIT")
    b'![logo](data:) MIT'
    """
    return _EMBEDDED.sub(b"data:", data) if b";base64," in data else data


def is_text(data: bytes) -> bool:
    r"""Whether a file is a text, in whatever encoding, so that its words can be judged at all.

    Control characters that no text needs make it none, NUL among them, where they are more than
    stray ones. An empty file is a text that says nothing.

    Examples
    --------
    >>> [is_text(each) for each in (b"", b"Andr\xe9", "MIT".encode("utf-16"), b"\x7fELF\x02\0")]
    [True, True, True, False]
    """
    data = data[:BYTES_LIMIT]
    if data[:2] in _WIDE:
        try:
            text = codecs.getincrementaldecoder("utf-16")().decode(data)
        except UnicodeDecodeError:
            return False
        data = text.encode("utf-8", "replace")
    strange = len(data) - len(data.translate(None, _STRANGE))
    return strange <= len(data) * _STRAY and not data.startswith(b"%PDF-")


class Source(Value, frozen=True, kw_only=True):
    """One file of an artifact."""

    path: str
    text: str
    swhid: str | None = None
    whole: bool = True
    """Whether all of the file was read; what was not read may change what was."""
    readable: bool = True
    """Whether it is a text; one that is none says nothing that can be judged."""

    @classmethod
    def read(cls, path: str, data: bytes, limit: int = BYTES_LIMIT) -> "Source":
        """Decode a file, up to so many bytes."""
        if not is_text(data):
            name = swhid.content(data)
            return cls(path=path, text="", swhid=name, whole=False, readable=False)
        text = decode(data, limit)
        size = len(without_pictures(data))
        whole = size <= limit and max(map(len, text.split("\n"))) < LINE_LIMIT
        return cls(path=path, text=text, swhid=swhid.content(data), whole=whole)

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield line numbers, from 1, and lines."""
        return enumerate(self.text.split("\n"), start=1)

    def find(self, pattern: str) -> int | None:
        """Return the number of the first line in which the pattern occurs."""
        return next((n for n, line in self.lines() if re.search(pattern, line)), None)

    def declare(
        self,
        place: Place,
        line: int | None,
        expression: str | None,
        *,
        quote: str | None = None,
        how: str | None = "name",
        score: float | None = None,
        holder: str | None = None,
    ) -> Declaration:
        """Return a declaration that stands in this file; the quote is the line unless given."""
        if quote is None:
            quote = self.text.split("\n")[line - 1] if line else ""
        return Declaration(
            place=place,
            path=self.path,
            line=line,
            quote=clip(quote),
            expression=expression,
            how=how if expression or score else None,
            score=score,
            matcher=MATCHER,
            swhid=self.swhid,
            holder=holder,
        )

    def in_part(self, place: Place) -> Declaration:
        """Return the declaration that this file may say more than what was read of it."""
        return Declaration(
            place=place, path=self.path, quote="", how="part", matcher=MATCHER, swhid=self.swhid
        )


def clip(quote: str) -> str:
    """Return a quote as printed, cut to what history may keep."""
    return quote.strip()[:SPAN_LIMIT].rstrip()
