"""Short notices: what a paragraph says something is under, and whose work it speaks of."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from tracker.licensing.grammar import RESTRICTS, sense, sentences
from tracker.licensing.known import commercial
from tracker.licensing.names import ADDRESS, headed, leading
from tracker.licensing.naming import about_others, named
from tracker.licensing.source import Source
from tracker.licensing.spans import Span
from tracker.licensing.spelling import normalise
from tracker.licensing.words import bare, is_copyright

MOST_WORDS = 400
"""A text with more words is a licence of its own, not a notice that names one."""

_UNDER = re.compile(
    r"licen[sc]ed|released|SPDX-License-Identifier|许可|协议|governed by|subject to"
    r"|(?:distributed|available|used|published|covered|provided) (?:freely )?under|terms of",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"^\W*(?:licensed|released|distributed|SPDX)"
    r"|\bthis (?:directory|folder|file|package|module|library|program|model|dataset|repo|source)\b"
    r"|^[\w .-]{3,40} (?:is|are) licensed under"
    r"|\b(?:this|our|the)\s+(?:project|software|work|repository|product|code|file)\b",
    re.IGNORECASE,
)
_HOLDS = re.compile(
    r"\b(?:includes?|contains?|bundles?|incorporates?|uses) (?:\w+ ){0,3}(?:software|code|work"
    r"|files?|material|portions)\b",
    re.IGNORECASE,
)
"""The work that the sentence stands in holds somebody else's."""
_UNDER_ONE = re.compile(
    r"\b(?:licen[sc]ed|released|available) (?:\w+ ){0,3}under\b"
    r"|\bunder (?:the |an? )?[\w .-]{2,40}licen",
    re.IGNORECASE,
)
_POINTER = re.compile(
    r"(?:this|the|all|our)?[\w ,'/-]{0,60}\b(?:is|are) [\w ]{0,40}(?:under|by|to) the (?:terms"
    r"|licen[sc]es?"
    r"|conditions)[\w ,]{0,40}\b(?:in|at|by) (?:the |its |each )?[\w./ -]{0,20}\b(?:LICEN[SC]E"
    r"|COPYING)\S*.{0,200}"
    r"|(?:please )?(?:see|refer to|read|check) (?:the )?(?:\w+ )?\S*(?:LICEN[SC]E"
    r"|COPYING)\S*.{0,160}"
    r"|all rights reserved\W*",
    re.IGNORECASE,
)
_GRANT = re.compile(
    r"\bpermission\b|\byou may\b|\bredistribut|\bgrant(?:s|ed)?\b|\bprovided that\b", re.IGNORECASE
)
_CHOICE = re.compile(
    r"\b(?:dual|double|tri|triple|multi|multiple)[- ]?licen[sc](?:ed|ing)\b"
    r"|\bat your (?:option|choice|choosing|discretion)\b(?!\W{0,8}any later)"
    r"|\b(?:under|of) either\b(?! versions?\b)|\bor both in parallel\b"
    r"|\byour choice of\b|\beither of the (?:\w+ )?(?:two )?licen|\beither licen[sc]e may"
    r"|\bone of the following\b.{0,30}\blicen|\bany of the following\b.{0,30}\blicen"
    r"|\balternatively,? [^.]{0,120}\b(?:under|terms|licen)",
    re.IGNORECASE,
)
"""Words by which whoever uses a work may choose between its licences."""
_FEW_WORDS = 250
_APART = re.compile(r",? except for (?:the )?third[- ]party (?s:.*)", re.IGNORECASE)
"""What is not under the licence that the sentence names."""
_COMMENT = re.compile(r"^\s*(?:#+|//+!?|/?\*+|;+|--|%+|\.\\\"|dnl\b|@?rem\b)\s?", re.IGNORECASE)
_LABEL = re.compile(
    r"[^\w\n]{0,12}_{0,2}(?:(?<=@)licen[sc]es?\b[ \t:]"
    r"|(?:\w{1,12}\.)?licen[sc]es?(?:[_-]?(?:id|name|type|expression|identifier))?_{0,2}"
    r"[\"']?[ \t]{0,8}"
    r"(?:=>|[:=]))[ \t]{0,8}(?:\[?[ \t]?\{[ \t]?[\"']?(?:text|name|type|id)[\"']?[ \t]?[:=][ \t]?)?"
    r"[\"'<(\[]{0,3}(?P<name>[^\"'\n]{2,120})",
    re.IGNORECASE,
)
_PLACE_WORDS = re.compile(
    r"\b(?:file|see|copying|readme|get|self|none|null|copyright)\b|licen[sc]e\b", re.IGNORECASE
)
"""Words behind "License:" that name a place, or a variable."""


_HEAD = 60
"""Lines in which a source file says what it is under."""


def head(source: Source) -> Source:
    """Return the comments at the beginning of a source file."""
    lines = (
        line if _COMMENT.match(line) or not line.strip() else _inside(line)
        for _, line in islice(source.lines(), _HEAD)
    )
    return Source(path=source.path, text="\n".join(lines))


def _inside(line: str) -> str:
    """Return a line of prose, which may stand inside a comment; nothing of a line of code."""
    return "" if re.search(r"[;{}=]\s*$", line) else line


def namings(source: Source) -> Iterator[tuple[int, str, str]]:
    """Yield line, sentence and licence of each paragraph that says what it is under."""
    text = "\n".join(_COMMENT.sub("", line) for _, line in source.lines())
    start = 0
    for paragraph in re.split(r"\n[ \t]*\n", text):
        for sentence in re.split(r"(?<=[.;])\s+(?=[A-Z(]|you\b)", paragraph):
            plain = _APART.sub("", re.sub(r"\s+", " ", sentence))
            gnu = "General Public License" in plain and " version " in plain
            if (gnu or _UNDER.search(plain)) and (found := named(plain)) and found.expression:
                at = text.find(sentence, start)
                lead = len(sentence) - len(sentence.lstrip())
                yield text[: at + lead].count("\n") + 1, sentence.strip(), found.expression
        start = max(start, text.find(paragraph, start))


def labels(source: Source) -> Iterator[tuple[int, str, str | None]]:
    """Yield line, words and licence of each line like "License: X" or "@license X".

    A line that points to a file names none, and is passed over; None: a name that nobody knows.
    """
    for number, line in source.lines():
        if "icen" not in line or not (label := _LABEL.match(line)):
            continue
        name = leading(label["name"])
        if name and name.expression and _adds_nothing(label["name"], name.name):
            yield number, line.strip(), name.expression
        elif not _PLACE_WORDS.search(label["name"]):
            yield number, line.strip(), None


def _adds_nothing(label: str, name: str) -> bool:
    """Tell whether what stands behind the name in a label says nothing of terms."""
    rest = label[label.find(name) + len(name) :]
    told = [normalise((one[1] or one[2]).rstrip(".,;")) for one in ADDRESS.finditer(rest)]
    if any(one and commercial(one) != "yes" for one in told):
        return False
    return bool(headed(label)) or sense(rest) in (None, "grant")


def labelled(source: Source) -> tuple[tuple[int, str, str | None], ...]:
    """Return line, words and licence of each label of a short file, or of the head of a source.

    Only those whose every word is understood.
    """
    short = len(source.text.split()) <= MOST_WORDS
    return tuple(
        (line, words, name)
        for line, words, name in labels(source if short else head(source))
        if name and (label := _LABEL.match(words)) and headed(label["name"].rstrip(" ,;)>]}"))
    )


def named_in(source: Source, *, code: bool) -> Iterator[tuple[int, str, str]]:
    """Yield line, sentence and licence of what a short file, or the head of a source, names."""
    short = len(source.text.split()) <= MOST_WORDS
    if not (short or code):
        return
    told = source if short else head(source)
    yield from namings(told)
    yield from ((line, words, name) for line, words, name in labels(told) if name)


_TAG = re.compile(
    r"SPDX-?License-?Identifier[ \t]{0,4}[:=][ \t]{0,8}[\"']?(?P<name>[\w.+() :-]{2,200})",
    re.IGNORECASE,
)


def tags(source: Source) -> tuple[tuple[int, str, str | None], ...]:
    """Return line, tag and licence of each of SPDX's tags; None: a licence that nobody knows."""
    found: list[tuple[int, str, str | None]] = []
    for number, line in source.lines():
        if "spdx" in line.casefold() and (tag := _TAG.search(line)):
            name = tag["name"].strip().rstrip("-*").strip()
            found.append((number, tag[0].strip(), normalise(name)))
    return tuple(found)


def is_own(sentence: str) -> bool:
    """Tell whether a sentence speaks of the work that it stands in."""
    return bool(_OWN.search(sentence)) and not _HOLDS.search(sentence)


def choice(text: str) -> bool:
    """Tell whether a text leaves the choice between the licences that it names.

    Examples
    --------
    >>> choice("Alternatively, this file may be distributed under the terms of the GPL.")
    True
    >>> choice("either version 2 of the License, or (at your option) any later version")
    False
    """
    return bool(_CHOICE.search(" ".join(text.split())))


def third_party(text: str) -> re.Match[str] | None:
    """Return where a notice tells under what somebody else's work is, or None.

    Examples
    --------
    >>> bool(third_party("This repository includes software from X licensed under MIT."))
    True
    """
    flat = re.sub(r"\s+", " ", text)
    if _GRANT.search(flat) or len(flat.split()) > _FEW_WORDS or not _UNDER_ONE.search(flat):
        return None
    naming = [one for _, one in sentences(text) if _UNDER_ONE.search(one)]
    found = [about_others(one) for one in naming]
    return about_others(flat) if not naming or all(found) else None


def points(text: str) -> bool:
    """Tell whether a text says only in which other file its terms are.

    Examples
    --------
    >>> points("This code is licensed under the terms found in the LICENSE file of each model.")
    True
    >>> points("See the LICENSE file. Not for companies.")
    False
    """
    terms = "\n".join(line for line in text.split("\n") if not is_copyright(bare(line)))
    pieces = [re.sub(r"\s+", " ", piece) for _, piece in sentences(terms)]
    return (
        any(re.search(r"LICEN[SC]E|COPYING", piece) for piece in pieces)
        and all(_POINTER.fullmatch(piece) for piece in pieces)
        and not any(sense(piece) in RESTRICTS or _DENIES.search(piece) for piece in pieces)
    )


_SETTING = re.compile(
    r"^[ \t]*(?:header|paths(?:-ignore)?|comment|dependency|copyright-(?:owner|year)|spdx-id"
    r"|license-location-threshold|allow(?:ed)?(?:-licenses)?|deny|unauthorized\w*"
    r"|authorized\w*)\s*[:=]",
    re.MULTILINE | re.IGNORECASE,
)
_SET = re.compile(r"\s*(?:#.*|[\w.-]+\s*[:=].*|-\s.*|\[.*\]|[\]})]+,?)?$")
_SETTINGS = 3
_MOST_SETTINGS = 5_000
"""Characters of a file of settings."""


def settings(text: str) -> bool:
    r"""Tell whether a file only sets up a tool that looks for licences.

    Examples
    --------
    >>> settings("header:\n  spdx-id: MIT\n  paths:\n    - '**'\n  comment: never")
    True
    """
    if len(text) > _MOST_SETTINGS:
        return False
    return len(_SETTING.findall(text)) >= _SETTINGS and all(map(_SET.match, text.split("\n")))


_DENIES = re.compile(r"\b(?:not|no|never|except|unless|only)\b", re.IGNORECASE)
_FILE_OF_OTHERS = re.compile(
    r"\bfiles? (?:\S+ ){1,6}?(?:is|are|was|were) (?:adapted|derived|copied|taken|based|modified"
    r"|borrowed)\b"
    r"|\bincludes? (?:software|code) (?:developed|written|from)\b",
    re.IGNORECASE,
)
_REACH = 12
"""Lines around a name in which its paragraphs may say whose work it is."""
_WIDTH = 2_000
"""Characters of such a line."""


def of_others(lines: Sequence[str], span: Span) -> bool:
    """Tell whether the sentence in which a licence is named speaks of somebody else's work."""
    at = first = last = span.line - 1
    while first > max(at - _REACH, 0) and lines[first - 1].strip():
        first -= 1
    while last + 1 < min(len(lines), at + _REACH) and lines[last + 1].strip():
        last += 1
    quote = " ".join(span.quote.split())[:30]
    paragraph = "\n".join(line[:_WIDTH] for line in lines[first : last + 1])
    holding = [
        flat for _, piece in sentences(paragraph) if quote in (flat := " ".join(piece.split()))
    ]
    if any(about_others(flat) and not _OURS.search(flat) for flat in holding):
        return True
    above = " ".join(line[:_WIDTH] for line in lines[max(first - _REACH, 0) : span.line])
    return bool(_FILE_OF_OTHERS.search(above)) and not any(map(_OURS.search, holding))


_OURS = re.compile(r"\bthis\b(?! page)|\bour\b", re.IGNORECASE)
