"""Every place in which the texts of an artifact declare a licence (SPDX: *declared*)."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from tracker.licensing.badges import badges
from tracker.licensing.holders import holder
from tracker.licensing.matching import match
from tracker.licensing.naming import named, noncommercial
from tracker.licensing.packages import READERS, metadata
from tracker.licensing.readme import statements
from tracker.licensing.source import Source
from tracker.licensing.spelling import normalise
from tracker.licensing.words import binding, withholding
from tracker.model.evidence import Declaration, Place

_LICENSE_FILE = re.compile(
    r"(?:.*[-_. ])?(?:(?:un)?licen[sc]es?|copying|copyright)(?:[-_. ].*)?", re.IGNORECASE
)
_NOTICE_FILE = re.compile(r"(?:.*[-_. ])?notices?(?:[-_. ].*)?", re.IGNORECASE)
_README_FILE = re.compile(r"readme(?:[-_. ].*)?", re.IGNORECASE)
_AGREEMENT = re.compile(r"contribut(?:or|ion)s? licen[sc]e agreement", re.IGNORECASE)
_UNDER = re.compile(r"licen[sc]ed|released|SPDX-License-Identifier|许可|协议", re.IGNORECASE)
_OWN = re.compile(
    r"^\W*(?:licensed|released|distributed|SPDX)"
    r"|\b(?:this|our|the)\s+(?:project|software|work|repository|product|code|file)\b",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"^\s*(?:#|//|\*)\s?")
_NOTICE_WORDS = 300
"""A text with more words is a licence of its own, not a notice that names one."""
_NAME_LENGTH = 200
"""Characters; a longer file is more than a name."""
_HEADER_LINES = 40


def declarations(texts: Mapping[str, bytes]) -> tuple[Declaration, ...]:
    """Return every declaration found in the given files, ordered by path and line.

    Parameters
    ----------
    texts
        Path inside the artifact → bytes. Licence files, notices, READMEs and package files are
        read; other files are passed over.
    """
    found: list[Declaration] = []
    for path in sorted(texts, key=lambda path: (path.count("/"), path)):
        name = path.rpartition("/")[2]
        source = Source.read(path, texts[path])
        if _README_FILE.fullmatch(name):
            found += sorted((*badges(source), *statements(source)), key=lambda one: one.line or 0)
        elif name.lower() in READERS:
            found += (*_header(source), *metadata(source))
        elif _LICENSE_FILE.fullmatch(name):
            found += _license_file(source)
        elif _NOTICE_FILE.fullmatch(name):
            found += _notice(source, own=True)
    return tuple(found)


def _license_file(source: Source) -> Iterator[Declaration]:
    """Yield what a licence file is; a file that is none of ours is said to be there."""
    first = source.find(r"\S")
    if first is None or _AGREEMENT.search(source.text[:1000]):
        return
    matched = match(source.text if source.whole else "")
    if matched.expression:
        yield source.declare(
            Place.FILE, first, matched.expression, how=matched.how, score=matched.score,
            holder=holder(source.text),
        )  # fmt: skip
        return
    if matched.how == "none" and (notice := tuple(_notice(source))):
        yield from notice
        return
    if name := _named_text(source, first):
        yield source.declare(Place.FILE, first, name)
        return
    telling = next((number for number, line in source.lines() if withholding(line)), first)
    score = matched.score if matched.how == "near" else None
    yield source.declare(Place.FILE, telling, None, how=matched.how, score=score)


def _named_text(source: Source, first: int) -> str | None:
    """Return the licence of a file that is but a name, or a custom text known by its title."""
    whole = " ".join(source.text.split()) if len(source.text) < _NAME_LENGTH else ""
    title = normalise(source.text.split("\n")[first - 1].strip(" \t#*:=_-"))
    custom = title if title and title.startswith("LicenseRef-") else None
    return normalise(whole) or custom


def _notice(source: Source, *, own: bool = False) -> Iterator[Declaration]:
    """Yield the licence that a short notice names; None for one that takes something back.

    Several different ones are no answer. With `own`, only sentences about this work count.
    """
    if not source.whole or len(source.text.split()) > _NOTICE_WORDS:
        return
    namings = [one for one in _namings(source) if not own or _OWN.search(one[1])]
    if len({expression for *_, expression in namings}) != 1:
        return
    line, sentence, named_one = namings[0]
    taken_back = binding(source.text) or withholding(source.text)
    expression = None if taken_back and not noncommercial(named_one) else named_one
    yield source.declare(Place.FILE, line, expression, quote=sentence)


def _namings(source: Source) -> Iterator[tuple[int, str, str]]:
    """Yield line, sentence and licence of each paragraph that says what it is under."""
    text = "\n".join(_COMMENT.sub("", line) for _, line in source.lines())
    start = 0
    for paragraph in re.split(r"\n[ \t]*\n", text):
        for sentence in re.split(r"(?<=[.;])\s+(?=[A-Z(]|you\b)", paragraph):
            plain = re.sub(r"\s+", " ", sentence)
            gnu = "General Public License" in plain and " version " in plain
            under = _UNDER.search(plain)
            if (found := named(plain)) and found.expression and (gnu or under):
                at = text.find(sentence, start)
                lead = len(sentence) - len(sentence.lstrip())
                yield text[: at + lead].count("\n") + 1, sentence.strip(), found.expression
        start = max(start, text.find(paragraph, start))


def _header(source: Source) -> Iterator[Declaration]:
    """Yield the licence that the comment at the top of a package file puts that file under."""
    lines = []
    for _, line in islice(source.lines(), _HEADER_LINES):
        if line.strip() and not line.lstrip().startswith(("#", "//", "/*", "*")):
            break
        lines.append(line)
    head = Source(path=source.path, text="\n".join(lines), swhid=source.swhid)
    for number, sentence, expression in islice(_namings(head), 1):
        yield source.declare(Place.HEADER, number, expression, quote=sentence)
