"""Where in a file a sentence can set a term: anywhere in a licence, beside the notice in a source.

A file that is named for its terms, or is a licence for the most part, or is short, speaks of
nothing else. In any other one, a source, a manual, a list of files, a sentence counts that speaks
of a use or of a licence in so many words, or that stands beside the notice and could.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate

from tracker.licensing.grammar import RESTRICTS, Sense, sense
from tracker.licensing.spans import Span
from tracker.licensing.words import applying, chatter

_NAMED_FOR_TERMS = re.compile(
    r"(?:^|[-_. ])(?:(?:un)?licen[sc]es?|copying|copyright|notices?|terms|legal)(?![a-z])",
    re.IGNORECASE,
)
SHORT = 400
"""Words; a file with fewer, and no code, holds nothing but what it says of its terms."""
_CODE = re.compile(
    r"[;{}]\s*+(?:/[/*].*)?$|^\s*#\s*(?:include|define|if|ifn?def|endif|pragma|import|region)\b"
    r"|^\s*[}\])]"
    r"|^\s*(?:import|from|def|class|public|private|static|return|package|using|namespace|function"
    r"|var|let"
    r"|const|elif|else|for|while|try|extern|typedef|struct|enum|module|require|use)\b.{0,80}[:;({"
    r"=.\w]$"
    r"|^\s*[\w.\[\]\"']+\s*(?:\+|-|:)?=\s*\S"
    r"|^\s*</?[\w:.-]+(?:\s[^<>]*)?/?>.*</[\w:.-]+>\s*$|^\s*</?[\w:.-]+(?:\s[^<>]*)?/?>\s*$"
    r"|^\s*<![A-Z]|^[ \t]{1,16}(?:\w+:[ \t]{1,16})?\w{1,8}(?:\.[bwlsdx])?[ \t]{1,16}\S*[,#%()$]"
    r"|^[.'\\](?:TH|SH|TP|PP|IP|nf|fi|ds|in|sp|br|ft|so|BR?|IR?)\b"
)
"""A line of a programming language, of mark-up, of an assembler, of a manual's page."""
_MUCH_CODE = 0.06
"""Of the lines; a text with more is a source file."""
_SOME_CODE = 5
EXPLICIT = re.compile(
    r"non-?commercial|\b(?:academic|research|educational|scientific)\b[^.]{0,20}\bonly\b|\bcommer"
    r"cial(?:ly)? (?:use|usage|purposes?|licen[sc]e)|\b(?:academic|research|educational"
    r"|evaluation|personal) (?:use|purposes?)|\b(?:only|solely) for (?:\w+ )?(?:research|academic"
    r"|education)"
    r"|[仅僅].{0,12}(?:研究|学术|學術)|商[业業用]|研究目的|некоммерч|kommerziell|comercia",
    re.IGNORECASE,
)
"""Words that speak of a use wherever they stand in a source file."""
_COMMENTED = re.compile(r"\s*(?://|/\*|\*[ /*]|\*$|#[^#]|#$|;|--|\||dnl\b|rem\b|%)", re.IGNORECASE)
_TERMS = re.compile(
    r"licen[sc]|permission|redistribut|\byou (?:may|must|can|shall)|\b(?:must|may|shall|can) ?not"
    r"\b|prohibit"
    r"|forbid|allowed|permitted|restrict|condition|rights|\bnot (?:be )?(?:used?\b|for\b|to be)"
    r"|\bonly (?:be|for|to)\b"
    r"|\bfor [^.]{0,40}\bonly\b|proprietary|confidential|[^\x00-\u024f]",
    re.IGNORECASE,
)
"""Words that speak of terms in a comment beside a notice."""
_FAR = re.compile(
    r"\blicen[sc](?:ed|ing)\b|\bredistribut|\bproprietary\b|\broyalt|\bpermission of\b"
    r"|\b(?:this|these|the|our) (?:source |object )?(?:software|program|code|file|library|work"
    r"|package|material|data(?:set)?|models?|weights)\b.{0,60}\b(?:copied|distributed|sold|resold"
    r"|published|disclosed|reproduced|used (?:by|in|for|to))\b",
    re.IGNORECASE,
)
"""Words that speak of what may be done with the work, wherever they stand."""
_PROSE = re.compile(
    r"\b(?:the|of|and|to|a|is|for|this|that|or|with|be|by|any|not|you|your|as|are)\b"
)
_PROSE_WORDS = 3
"""A line with as many such words is no code, however it ends."""
_NEAR = 4
"""Lines around a notice in a source file."""


_TELLING = (
    "licen", "permission", "permitted", "redistribut", "copying", "copyright", "warrant", "liabil",
    "terms of", "terms and", "rights", "free software", "freely", "public domain", "open source",
    "opensource", "commercial", "research", "academi", "education", "scientific", "personal use",
    "proprietary", "confidential", "royalt", "prohibit", "forbid", "gnu", "gpl", "mit ", "bsd",
    "apache", "mozilla", "creative", "cc-by", "cc by", "cc0", "artistic", "spdx", "patent",
    "disclaim", "may be used", "not be used", "may not", "shall ", "agree", "hereby", "third part",
)  # fmt: skip
"""Words without which nothing is said of terms, in alphabets that tell words apart by spaces."""
_OTHER_SCRIPTS = re.compile(r"[^\x00-\u024f]+")
_LONG = 6_000
"""Characters of a file of which only the lines around such words are read on."""
_WIDE = 25
"""Lines around such words that are read on."""


def named_for_terms(path: str) -> bool:
    """Tell whether a file's name says that it holds terms."""
    return bool(_NAMED_FOR_TERMS.search(path.rpartition("/")[2]))


def focused(path: str, text: str) -> str:
    """Return the text of a long file with its lines, those far from any word about terms empty."""
    if len(text) < _LONG or named_for_terms(path):
        return text
    plain = text.lower()
    if len(plain) != len(text):  # letters that become two: places are not the same
        return text
    met = {at.start() for at in _OTHER_SCRIPTS.finditer(text)}
    for word in _TELLING:
        at = plain.find(word)
        while at >= 0:
            met.add(at)
            at = plain.find(word, at + 200)
    lines = text.split("\n")
    ends = list(accumulate(len(line) + 1 for line in lines))
    kept = bytearray(len(lines))
    for number in {bisect_right(ends, at) for at in met}:
        first, last = max(number - _WIDE, 0), min(number + _WIDE + 1, len(lines))
        kept[first:last] = b"\1" * (last - first)
    return "\n".join(line if near else "" for line, near in zip(lines, kept, strict=True))


class Surroundings:
    """What stands around known texts and notices."""

    def __init__(
        self, path: str, lines: Sequence[str], spans: Sequence[Span], count: int, covered: int
    ) -> None:
        """Keep where the notices stand, how many words the file has, and how many are a licence."""
        self._path = path
        self._lines = lines
        self._spans = spans
        self._count = count
        self._covered = covered

    @cached_property
    def code(self) -> bool:
        """Tell whether most of the file is something else than terms, and is written as such."""
        lines = [line for line in self._lines if line.strip()]
        code = sum(map(_is_code, lines))
        comments = sum(bool(_COMMENTED.match(line)) for line in lines)
        return (code >= _SOME_CODE and code > _MUCH_CODE * len(lines)) or 2 * comments > len(lines)

    @cached_property
    def terms_alone(self) -> bool:
        """Tell whether every sentence of the file is about its terms."""
        if named_for_terms(self._path):
            return True
        return not self.code and (self._count <= SHORT or 2 * self._covered > self._count)

    def near(self, line: int) -> bool:
        """Tell whether a line stands beside a notice."""
        return any(span.line - _NEAR <= line <= span.end + _NEAR for span in self._spans)

    def is_code(self, line: int, text: str) -> bool:
        """Tell whether a sentence is a line of code."""
        return (
            self.code
            and not self.terms_alone
            and _is_code(self._lines[line - 1])
            and not EXPLICIT.search(text)
        )

    def sense(self, line: int, text: str) -> Sense | None:
        """Return what a sentence does to a use where it stands."""
        if chatter(text):
            return None
        if self.terms_alone or EXPLICIT.search(text) or (self.near(line) and _TERMS.search(text)):
            return sense(applying(text))
        if _FAR.search(text) and (said := sense(applying(text))) in RESTRICTS:
            return said
        return None


def _is_code(line: str) -> bool:
    return bool(_CODE.search(line)) and len(_PROSE.findall(line)) < _PROSE_WORDS
