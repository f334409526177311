"""Every sentence of a file that speaks of terms, accounted for.

What the known texts and the reviewed passages do not cover is looked at sentence by sentence: one
that takes something back, or could, is told. In source code only the sentences near the notice
count that could merely mean something: comments are full of "must".
"""

import re
from collections.abc import Collection
from functools import cached_property

from tracker.licensing.covering import Page
from tracker.licensing.frames import is_frame
from tracker.licensing.grammar import WITHHOLDS, Sense, sense
from tracker.licensing.known import is_nameless
from tracker.licensing.matching import family
from tracker.licensing.naming import about_others
from tracker.licensing.spans import Named, Part, Span, Statement
from tracker.licensing.spelling import normalise
from tracker.licensing.surroundings import Surroundings
from tracker.licensing.words import bare, cautioning, is_copyright, may_be_copyright
from tracker.model.evidence import SPAN_LIMIT

_TITLE = 120
"""Characters; a longer line is no title."""


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
        around = self.around
        found: list[tuple[int, str, Sense | None]] = []
        for line, text in self._page.left():
            if around.is_code(line, text):
                continue
            framed = (self.named or self.parts) and is_frame(text)
            said = None if framed or self._is_title(line) else around.sense(line, text)
            if said == "grant" and ("¶" in text or text[:1].islower()):
                said = "unclear"  # of a sentence that is cut, the rest may take it back
            if said is None and self._goes_on_from_a_holder(line, text) and cautioning(text):
                said = "unclear"  # its beginning was taken for a name
            found.append((line, text, said))
        return tuple(found)

    def _goes_on_from_a_holder(self, line: int, text: str) -> bool:
        """Tell whether a sentence is cut, and what is before it names who holds the rights."""
        before = self._page.lines[line - 2] if line > 1 else ""
        cut = text[:1].islower() or text.isupper()
        return cut and may_be_copyright(before) and is_copyright(bare(before))

    def _is_title(self, line: int) -> bool:
        """Tell whether a line is the name of a licence that stands in the file, and no more."""
        bare = self._page.lines[line - 1].strip(" \t#*/=_-")
        if len(bare) > _TITLE or ("://" in bare and len(bare.split()) > 1):
            return False
        name = normalise(bare)
        standing = [part.license for part in self.parts] + [one.license for one in self.named]
        return name is not None and family(name) in map(family, standing)

    @cached_property
    def around(self) -> Surroundings:
        """Return what stands around the known texts and notices."""
        telling = (one.span for one in self.named if one.license and one.kind != "reference")
        return Surroundings(
            self._page.path,
            self._page.lines,
            (*telling, *(part.span for part in self.parts)),
            count=sum(len(line.split()) for line in self._page.lines),
            covered=sum(part.words for part in self.parts),
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
        standing = [
            Statement(terms=one.license, kind="grant", span=one.span, how="text")
            for one in self.parts
        ]
        standing += [_passage(one) for one in self.named if one.license]
        standing += [
            Statement(
                terms=None, kind="restriction", how="sentence",
                span=Span(line=line, end=line + text.count("\n"), quote=text[:SPAN_LIMIT]),
            )
            for line, text in self.against(None)
        ]  # fmt: skip
        return tuple(sorted(standing, key=lambda one: one.span.line))

    @property
    def remark(self) -> str:
        """Return all that is not covered."""
        return "\n\n".join(text for _, text, _ in self.left)


def _passage(one: Named) -> Statement:
    """Return what a reviewed passage says; of terms without a name, no more than its words do."""
    nameless = is_nameless(one.license)
    withheld = nameless and sense(one.span.quote) in WITHHOLDS
    return Statement(
        whose="others" if about_others(one.span.quote) else "own",
        terms=None if nameless else one.license,
        kind="restriction" if withheld else "grant",
        span=one.span,
        how=one.kind,
    )


def account(page: Page, *, near: int | None = None, texts: bool = True) -> Account:
    """Return what covers a file, and what does not; without `texts`, no whole texts.

    `near` is the form of a licence that the whole file was found to be nearly.
    """
    parts = page.parts(near) if texts else ()
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
