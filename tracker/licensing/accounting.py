"""Every sentence of a file that speaks of terms, accounted for.

What the known texts and the reviewed passages do not cover is looked at sentence by sentence: one
that takes something back, or could, is told. In source code only the sentences near the notice
count that could merely mean something: comments are full of "must".
"""

import re
from collections.abc import Collection
from functools import cached_property

from tracker.licensing.covering import Page
from tracker.licensing.grammar import Sense, sense
from tracker.licensing.naming import about_others
from tracker.licensing.spans import Named, Part, Span, Statement
from tracker.licensing.words import applying
from tracker.model.evidence import SPAN_LIMIT

_CODE = re.compile(
    r"[;{}]\s*(?:/[/*].*)?$|^\s*#\s*(?:include|define|if|ifn?def|endif|pragma|import)\b|^\s*[}\])]"
    r"|^\s*(?:import|from|def|class|public|private|static|return|package|using|namespace|function"
    r"|var|let"
    r"|const|elif|else|for|while|try|extern|typedef|struct|enum|module|require|use)\b.{0,80}[:;({"
    r"=.\w]$"
    r"|^\s*[\w.\[\]\"']+\s*(?:\+|-|:)?=\s*\S"
)
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
_NEAR = 4
"""Lines around a notice in a source file."""


class Account:
    """What stands in a file."""

    def __init__(self, page: Page, parts: tuple[Part, ...], named: tuple[Named, ...]) -> None:
        """Keep what covers the file; what is left is read when it is asked for."""
        self._page = page
        self.parts = parts
        self.named = named

    @cached_property
    def left(self) -> tuple[tuple[int, str, Sense | None], ...]:
        """Line, words and sense of each sentence that nothing covers."""
        code = self._code
        found = []
        for line, text in self._page.left():
            if code and _CODE.search(self._page.lines[line - 1]):
                continue
            said = sense(applying(text))
            if (
                code
                and not EXPLICIT.search(text)
                and not (self._near(line) and _TERMS.search(text))
            ):
                said = None
            if said == "grant" and ("¶" in text or text[:1].islower()):
                said = "unclear"  # of a sentence that is cut, the rest may take it back
            found.append((line, text, said))
        return tuple(found)

    @cached_property
    def _code(self) -> bool:
        if self.parts and 2 * sum(one.words for one in self.parts) > len(self._page.words):
            return False
        lines = [line for line in self._page.lines if line.strip()]
        code = sum(bool(_CODE.search(line)) for line in lines)
        comments = sum(bool(_COMMENTED.match(line)) for line in lines)
        return (code >= _SOME_CODE and code > _MUCH_CODE * len(lines)) or 2 * comments > len(lines)

    def _near(self, line: int) -> bool:
        telling = (one.span for one in self.named if one.license and one.kind != "reference")
        return any(
            span.line - _NEAR <= line <= span.end + _NEAR
            for span in (*telling, *(one.span for one in self.parts))
        )

    def against(self, senses: Collection[Sense] | None) -> list[tuple[int, str]]:
        """Return the sentences of these senses, with their lines; None: that take or could."""
        return [
            (line, text)
            for line, text, said in self.left
            if said is not None and (said != "grant" if senses is None else said in senses)
        ]

    @property
    def changed(self) -> tuple[Span, ...]:
        """Return where words that could tell were put into a known text."""
        return tuple(each for part in self.parts for each in part.changed)

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Return what each known text, passage and sentence that takes something back says."""
        told = [
            Statement(terms=one.license, kind="grant", span=one.span, how="text")
            for one in self.parts
        ]
        told += [
            Statement(
                whose="others" if about_others(one.span.quote) else "own",
                terms=one.license, kind="grant", span=one.span, how=one.kind,
            )
            for one in self.named
            if one.license
        ]  # fmt: skip
        told += [
            Statement(
                terms=None, kind="restriction", how="sentence",
                span=Span(line=line, end=line + text.count("\n"), quote=text[:SPAN_LIMIT]),
            )
            for line, text in self.against(None)
        ]  # fmt: skip
        return tuple(sorted(told, key=lambda one: one.span.line))

    @property
    def remark(self) -> str:
        """Return all that is not covered."""
        return "\n\n".join(text for _, text, _ in self.left)


def account(page: Page, *, texts: bool = True) -> Account:
    """Return what covers a file, and what does not; without `texts`, no whole texts."""
    parts = page.parts() if texts else ()
    return Account(page, parts, page.passages())


def rider(license_id: str, line: int, sentence: str) -> str:
    """Return one sentence for a known licence and what stands beside it.

    Examples
    --------
    >>> rider("MIT", 40, "For research only.")
    'MIT, with “For research only.” (line 40)'
    """
    quote = " ".join(sentence.replace("¶", " ").split())[:240]
    return f"{license_id}, with “{quote}” (line {line})"


_TERMS_AT_ALL = re.compile(
    r"licen[sc]|permi[ts]|copyright|\brights?\b|\bterms\b|许可|許可|授权|授權|协议|ライセンス|라이선스",
    re.IGNORECASE,
)
_ENGLISH = re.compile(r"\b(?:the|of|and|to|is|this|for|with|in|a|by|or)\b", re.IGNORECASE)
_PROSE = 0.12
"""Of the words of English prose, at least, hold it together."""


def speaks_of_nothing(seen: Account, flat: str) -> bool:
    """Tell whether a text is prose in which no sentence could be about terms."""
    prose = len(_ENGLISH.findall(flat)) > _PROSE * len(flat.split())
    return prose and not _TERMS_AT_ALL.search(flat) and not seen.against(None)
