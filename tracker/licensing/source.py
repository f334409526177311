"""A file that somebody else wrote, decoded and quotable."""

import codecs
import re
from collections.abc import Iterator

from tracker.licensing.matching import MATCHER
from tracker.model import swhid
from tracker.model.base import Value
from tracker.model.evidence import SPAN_LIMIT, Declaration, Place

BYTES_LIMIT = 300_000
"""Of a file that are read; no licence is longer, and a README has said it by then."""
LINE_LIMIT = 10_000
"""Characters of a line that are read."""

_BREAK = re.compile(r"\r\n|\r|\n")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff]")


def decode(data: bytes) -> str:
    r"""Return the text of a file, whatever its encoding; control characters are left out.

    Examples
    --------
    >>> decode(b"\xef\xbb\xbfMIT\x00 License"), decode(b"Andr\xe9")
    ('MIT License', 'André')
    """
    whole, data = len(data) <= BYTES_LIMIT, data[:BYTES_LIMIT]
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:  # incremental: the cut may have split a character
        text = codecs.getincrementaldecoder(encoding)().decode(data, final=whole)
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return "\n".join(_CONTROL.sub("", line[:LINE_LIMIT]) for line in _BREAK.split(text))


class Source(Value, frozen=True, kw_only=True):
    """One file of an artifact."""

    path: str
    text: str
    swhid: str | None = None
    whole: bool = True
    """Whether all of the file was read; what was not read may change what was."""

    @classmethod
    def read(cls, path: str, data: bytes) -> "Source":
        """Decode a file."""
        text = decode(data)
        whole = len(data) <= BYTES_LIMIT and max(map(len, text.split("\n"))) < LINE_LIMIT
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


def clip(quote: str) -> str:
    """Return a quote as printed, cut to what history may keep."""
    return quote.strip()[:SPAN_LIMIT].rstrip()
