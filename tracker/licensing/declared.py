"""Every place in which the texts of an artifact declare a licence (SPDX: *declared*)."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice

import msgspec

from tracker.licensing.answered import declared_in
from tracker.licensing.grammar import WITHHOLDS, sense
from tracker.licensing.holders import holder
from tracker.licensing.packages import READERS, metadata
from tracker.licensing.source import BYTES_LIMIT, README_LIMIT, Source
from tracker.licensing.spans import Span
from tracker.licensing.texts import identify, is_agreement
from tracker.model.evidence import Declaration, Place
from tracker.model.verdict import NOASSERTION, NONE

_LICENSE_FILE = re.compile(
    r"(?:^|(?<=[-_. ]))(?:(?:un)?licen[sc]es?|copying|copyright)(?![^-_. ])", re.IGNORECASE
)
_NOTICE_FILE = re.compile(r"(?:^|(?<=[-_. ]))notices?(?![^-_. ])", re.IGNORECASE)
_README_FILE = re.compile(r"readme(?:[-_. ].*)?", re.IGNORECASE)
_SCOPES = tuple(
    (scope, re.compile(rf"(?:^|[-_. ])(?:{words})(?![a-z])", re.IGNORECASE))
    for scope, words in (
        ("code", "code|source|software"),
        ("data", "data|datasets?|corpus|annotations?"),
        ("weights", "models?|weights?|checkpoints?"),
        ("docs", "docs?|documentation"),
    )
)
_HEADER_LINES = 60
"""Lines in which a file says what it is under."""
_DOCSTRING = re.compile(r"[rRuU]?(\"{3}|'{3})")
_TELLING = frozenset(("exact", "normalised", "near", "contained", "header"))
"""How a header states a licence; a title or a name alone puts nothing under it."""
_SCRIPT = ".py"


def declarations(texts: Mapping[str, bytes]) -> tuple[Declaration, ...]:
    """Return every declaration found in the given files, ordered by path and line.

    Parameters
    ----------
    texts
        Path inside the artifact → bytes. Licence files, notices, READMEs and package files are
        read, and the headers of scripts; other files are passed over.
    """
    declared: list[Declaration] = []
    unread: list[Declaration] = []
    """Notices speak of others mostly: that one may say more counts where nothing else does."""
    for path in sorted(texts, key=lambda path: (path.count("/"), path)):
        name = path.rpartition("/")[2]
        is_readme = bool(_README_FILE.fullmatch(name))
        source = Source.read(path, texts[path], README_LIMIT if is_readme else BYTES_LIMIT)
        if not source.readable:
            if place := _place(name):  # it is there, and nobody has read it
                declared.append(source.declare(place, None, None, quote=""))
        elif is_readme:
            declared += declared_in(source)
        elif name.lower() in READERS:
            declared += (*_header(source), *metadata(source))
        elif name.lower().endswith(_SCRIPT):
            declared += _header(source)
        elif _LICENSE_FILE.search(name):
            declared += (
                msgspec.structs.replace(one, scope=_scope(name)) for one in license_file(source)
            )
        elif _NOTICE_FILE.search(name):
            declared += notice_file(source)
            if not source.whole:
                unread.append(source.in_part(Place.FILE))
    return tuple(declared or unread)


def _scope(name: str) -> tuple[str, ...]:
    """Return what a licence file is about, as its name tells: ``LICENSE-DATA``."""
    return tuple(scope for scope, pattern in _SCOPES if pattern.search(name))


def _place(name: str) -> Place | None:
    """Return where a file of this name would declare a licence; of notices, most declare none."""
    if _README_FILE.fullmatch(name):
        return Place.README
    if name.lower() in READERS:
        return Place.PACKAGE
    return Place.FILE if _LICENSE_FILE.fullmatch(name) else None


def license_file(source: Source) -> Iterator[Declaration]:
    """Yield what a licence file is; a file that is none of ours is said to be there."""
    first = source.find(r"\S")
    identified = identify(source)
    if not source.whole and (first is None or is_agreement(source.text)):
        yield source.in_part(Place.FILE)
        return
    if first is None or is_agreement(source.text):
        return
    if identified.license not in (NONE, NOASSERTION):
        stated = identified.how in ("header", "name")
        line = identified.matched[0].line if stated else first
        yield source.declare(
            Place.FILE, line, identified.license,
            quote=identified.matched[0].quote if identified.how == "header" else None,
            how="name" if stated else identified.how,
            score=None if stated else identified.confidence,
            holder=None if stated else holder(source.text),
        )  # fmt: skip
        return
    telling = next((number for number, line in source.lines() if sense(line) in WITHHOLDS), first)
    score = identified.nearness
    yield source.declare(Place.FILE, telling, None, how="near" if score else "none", score=score)


def notice_file(source: Source) -> Iterator[Declaration]:
    """Yield the licence that a notice names for this work; what it says of others is no licence."""
    identified = identify(source, own=True)
    if identified.license not in (NONE, NOASSERTION) and identified.how == "header":
        line = identified.matched[0].line
        yield source.declare(
            Place.FILE, line, identified.license, quote=identified.matched[0].quote
        )


def _header(source: Source) -> Iterator[Declaration]:
    """Yield what the comment at the top of a file says of that file: a licence, or what it limits.

    A docstring counts as a comment. Of what is not understood there, only words that plainly
    withhold a use are told: comments are full of "must".
    """
    head = _top(source)
    if not head.text.strip():
        return
    identified = identify(head)
    own = [one for one in identified.statements if one.whose == "own"]
    if identified.license not in (NONE, NOASSERTION) and identified.how in _TELLING:
        span = next((one.span for one in own if one.terms), None) or identified.matched[0]
        yield source.declare(Place.HEADER, span.line, identified.license, quote=_quote(head, span))
        return
    limits = [one.span for one in own if sense(one.span.quote) in WITHHOLDS]
    named = [one.span for one in own if one.terms]
    for span in (limits or named)[: identified.license != NONE]:
        yield source.declare(Place.HEADER, span.line, None, quote=_quote(head, span))


def _top(source: Source) -> Source:
    """Return the comments and the docstring above the first line of code, all as comments."""
    lines: list[str] = []
    closing = ""
    for _, line in islice(source.lines(), _HEADER_LINES):
        plain = line.strip()
        opened = _DOCSTRING.match(plain)
        if closing or opened:
            text = plain if closing else plain[opened.end() :] if opened else ""
            closing = closing or (opened[1] if opened else "")
            inner, end, _ = text.partition(closing)
            closing = "" if end else closing
            lines.append(f"# {inner}")
        elif not plain or plain.startswith(("#", "//", "/*", "*")):
            lines.append(line)
        else:
            break
    return Source(path=source.path, text="\n".join(lines), swhid=source.swhid)


def _quote(head: Source, span: Span) -> str:
    """Return the words of some lines, without the marks of comments before them."""
    lines = head.text.split("\n")[span.line - 1 : span.end]
    return " ".join(line.strip().lstrip("#/* ") for line in lines)
