"""What the metadata folder of a wheel declares, which speaks for the whole package (PEP 639).

The header of ``METADATA`` is read by `packaging`, within bounds; licence texts lie beside it or in
``licenses/``. A classifier that names a family of licences names none of them.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from packaging.metadata import parse_email

from tracker.licensing.declared import license_file, notice_file
from tracker.licensing.fields import field
from tracker.licensing.source import Source, clip
from tracker.licensing.spelling import normalise
from tracker.model.base import Value
from tracker.model.evidence import Declaration, Place

HEAD_LIMIT = 200_000
"""Bytes of the header of ``METADATA``."""
_FIELDS_LIMIT = 64
"""Different fields; `packaging` goes through all lines for each."""
_END = re.compile(rb"\r?\n\r?\n")
_ALL_APPROVED = frozenset(("License :: OSI Approved", "License :: DFSG approved"))
_FAMILIES = frozenset(("License :: OSI Approved :: Apache Software License",))
"""Of several versions (PEP 639), and spelled as one; other families are spelled as none."""
_ABOUT_PEOPLE = re.compile(
    r"(?:authors?|contributors?|maintainers?|credits)(?:[-_. ].*)?", re.IGNORECASE
)
_LIKE_A_LICENSE = re.compile(r"copyright|permission|hereby|licen[cs]e", re.IGNORECASE)
_BEGINNING = 300
"""Characters in which a text that goes on behind the header says what it is."""
_PATH_LIMIT = 240


class Metadata(Value, frozen=True, kw_only=True):
    """The fields of ``METADATA`` that matter here."""

    path: str
    name: str | None
    version: str | None
    expressions: tuple[str, ...] = ()
    licenses: tuple[str, ...] = ()
    classifiers: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    """``License-File``: paths as the metadata give them."""
    body: str = ""
    """What follows the header, where the header ends in a licence and this is the rest of it."""


def read_metadata(path: str, data: bytes) -> Metadata | None:
    r"""Read the header of a wheel's ``METADATA``; None if it is not there whole, or too large.

    Examples
    --------
    >>> read_metadata("a-1.dist-info/METADATA", b"Name: a\nLicense: MIT\n\n").licenses
    ('MIT',)
    """
    end = _END.search(data[:HEAD_LIMIT])
    if end is None and len(data) >= HEAD_LIMIT:
        return None
    head, rest = (data[: end.start()], data[end.end() :]) if end else (data, b"")
    fields = [
        line.partition(b":")[0].strip().lower()
        for line in head.splitlines()
        if line[:1] not in (b" ", b"\t", b"|")
    ]
    if len(set(fields)) > _FIELDS_LIMIT:
        return None
    raw, other = parse_email(head + b"\n\n")
    body = rest[:HEAD_LIMIT].decode("utf-8", "replace")
    last = fields[-1] if fields else b""
    goes_on = last == b"license" and _LIKE_A_LICENSE.search(body, 0, _BEGINNING)
    if goes_on and (len(rest) > HEAD_LIMIT or len(data) >= 2 * HEAD_LIMIT):  # read up to there
        return None
    single = (raw.get("license"), *other.get("license", ()))
    expressed = (raw.get("license_expression"), *other.get("license-expression", ()))
    return Metadata(
        path=path,
        name=raw.get("name"),
        version=raw.get("version"),
        expressions=_said(expressed),
        licenses=_said(single),
        classifiers=_said(
            each for each in raw.get("classifiers", ()) if each.startswith("License ::")
        ),
        files=_said(raw.get("license_files", ())),
        body=body if goes_on else "",
    )


def _said(values: Iterable[str | None]) -> tuple[str, ...]:
    """Return the texts that say something, each once, without the folding of a header."""
    plain = (re.sub(r"\n[ \t|]{0,8}", "\n", value).strip() for value in values if value)
    return tuple(dict.fromkeys(each for each in plain if each and each.upper() != "UNKNOWN"))


def license_paths(metadata: Metadata, folder: str, names: Collection[str]) -> tuple[str, ...]:
    """Return the files of a wheel that are read for its licence, those of the whole first.

    Parameters
    ----------
    folder
        The metadata folder, ``….dist-info``.
    """
    listed = {
        path
        for file in metadata.files
        for path in (f"{folder}/licenses/{file}", f"{folder}/{file.rpartition('/')[2]}")
    }
    named = {
        path
        for path in names
        if len(path) <= _PATH_LIMIT
        and path.count("/") <= 1 + path.startswith(f"{folder}/")
        and _LICENSE.fullmatch(path.rpartition("/")[2])
    }
    found = ({*listed, *named} & set(names)) - {metadata.path}
    texts = (path for path in found if not _ABOUT_PEOPLE.fullmatch(path.rpartition("/")[2]))
    return tuple(sorted(texts, key=lambda path: (not path.startswith(f"{folder}/"),
                                                 path.count("/"), path)))  # fmt: skip


_LICENSE = re.compile(
    r"(?:[\w.]+[-_. ])?(?:(?:un)?licen[cs]es?|copying|copyright|notices?)"
    r"(?:[-_. ](?!py$|pyc$|json$|js$)[\w. -]*)?",
    re.IGNORECASE | re.ASCII,
)


def in_wheel(metadata: Metadata, texts: Mapping[str, bytes | None]) -> tuple[Declaration, ...]:
    """Return every declaration in the metadata and licence texts of a wheel.

    Parameters
    ----------
    texts
        Path → bytes; None: it is there and was not read.
    """
    found = [*_expressed(metadata), *_licensed(metadata), *_classified(metadata)]
    for path, data in texts.items():
        if data is None:
            found.append(Declaration(place=Place.FILE, path=path, quote=""))
        elif re.search(r"notices?\b", path.rpartition("/")[2], re.IGNORECASE):
            found += notice_file(Source.read(path, data))
        else:
            found += license_file(Source.read(path, data))
    if not found:
        found += (_declared(metadata, classifier, None) for classifier in metadata.classifiers)
    return tuple(dict.fromkeys(found))


def _declared(metadata: Metadata, quote: str, expression: str | None) -> Declaration:
    return Declaration(
        place=Place.PACKAGE,
        path=metadata.path,
        quote=clip(" ".join(quote.split())),
        expression=expression,
        how="name" if expression else None,
    )


def _expressed(metadata: Metadata) -> Iterator[Declaration]:
    for raw in metadata.expressions:
        yield _declared(metadata, raw, normalise(raw))


def _licensed(metadata: Metadata) -> Iterator[Declaration]:
    """Yield what the field ``License`` says: a name, or a whole text."""
    for first in metadata.licenses:
        whole = f"{first}\n\n{metadata.body}".strip() if metadata.body else first
        if named := field(whole):
            yield _declared(metadata, first, named.expression)


def _classified(metadata: Metadata) -> Iterator[Declaration]:
    for raw in metadata.classifiers:
        if raw not in _ALL_APPROVED:
            yield _declared(metadata, raw, None if raw in _FAMILIES else normalise(raw))
