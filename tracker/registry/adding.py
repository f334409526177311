"""Add an entry to the registry, leaving every other byte of the file as it is.

A YAML library that writes the whole file back changes quotes and line breaks here and there; a
hand-written file deserves better. The new lines go in at the place that the parsed file shows, and
the result is read again before it replaces the file.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from tracker.errors import UsageError
from tracker.model.arxiv_name import canonical
from tracker.model.locator import fault, glued, locate, shown
from tracker.model.paper import Artifact, Paper, Relation
from tracker.model.suspicion import printable, suspicious
from tracker.registry.entries import fresh_artifact, fresh_paper, relations
from tracker.registry.including import parts
from tracker.registry.insertion import insert
from tracker.registry.part import RegistryPart
from tracker.registry.reading import complaints, whole
from tracker.registry.rules import is_arxiv_id
from tracker.registry.values import FieldPath
from tracker.registry.writing import put

_NAMED = re.compile(
    r"(?:arxiv:|(?:doi:|(?:dx\.)?doi\.org/)?10\.48550/arxiv\.)?([\w./-]+?)(?:v([1-9]\d*))?",
    re.ASCII | re.IGNORECASE,
)


class _ArxivTarget(NamedTuple):
    name: str
    version: str | None


def add(
    path: Path,
    target: str,
    *,
    title: str | None = None,
    artifacts: Sequence[Artifact] = (),
    to: str | None = None,
    relation: Relation | None = None,
    seen_in: str | None = None,
    into: Path | None = None,
) -> Paper | Artifact:
    """Add a paper, or an artifact of a paper, and return it as it now stands in the file.

    The file's other lines, with their comments, stay as they are; a crash leaves the old file.
    Nothing is looked up: what is not known is marked with ``TODO``.

    Parameters
    ----------
    target
        ``2503.14476``, with or without ``arXiv:`` and version, or its address: a paper. Any other
        web address: an artifact.
    title, artifacts
        Of a new paper, where they are known already.
    to
        The paper that a new artifact belongs to; it is written where that paper stands.
    relation
        How a new artifact stands to the paper; nothing stands in for it.
    seen_in
        Where the link to a new artifact was found, where that is known.
    into
        The file for a new paper, one of those that the registry includes; None = `path` itself.

    Raises
    ------
    UsageError
        If the target cannot be understood, or is in the registry already.
    RegistryError
        If the file is wrong as it is.
    """
    files = parts(path)
    whole(files)
    arxiv = _arxiv(target)
    if arxiv is None:
        if title is not None or artifacts or into is not None:
            raise UsageError(
                "A title, a list of artifacts and a file belong to a new paper.",
                advice="Give an arXiv identifier, or leave them out.",
            )
        return _add_artifact(files, target, to, relation, seen_in)
    if relation is not None or seen_in is not None:
        raise UsageError(
            f"arXiv {arxiv.name} is a paper, and stands in no relation to itself.",
            advice="Leave the relation out, or give the address of an artifact.",
        )
    if to is not None:
        raise UsageError(
            f"arXiv {arxiv.name} is a paper, and becomes an entry of its own.",
            advice="Leave out which paper it belongs to.",
        )
    return _add_paper(files, _chosen(files, into), arxiv, title, tuple(artifacts))


def _chosen(files: Sequence[RegistryPart], into: Path | None) -> RegistryPart:
    """Return the file that a new paper goes into."""
    if into is None:
        return files[0]
    for file in files:
        if file.path.resolve() == into.resolve():
            return file
    raise UsageError(
        f"{into} is no file of this registry.",
        advice=f"Begin it with `papers: []`, and name it under `include:` in {files[0].path.name}.",
    )


def _arxiv(target: str) -> _ArxivTarget | None:
    """Read the target as a paper; None: it is the address of something else."""
    named = _NAMED.fullmatch(target.strip())
    name, version = (canonical(named[1]), named[2] or "") if named else ("", "")
    if re.match(r"https?://", target):
        if fault(target) is not None or (locator := locate(target)).kind != "paper":
            return None
        match = re.search(r"v([1-9]\d*)(\.pdf)?/?$", target)
        name, version = locator.name, match[1] if match else ""
    if is_arxiv_id(name):
        return _ArxivTarget(name, f"v{version}" if version else None)
    raise UsageError(
        f"`{target}` is neither an arXiv identifier nor a web address.",
        advice="Write it like `2503.14476`, or in full with https://.",
    )


def _add_paper(
    files: Sequence[RegistryPart],
    part: RegistryPart,
    arxiv: _ArxivTarget,
    title: str | None,
    artifacts: tuple[Artifact, ...],
) -> Paper:
    paper, lines = fresh_paper(arxiv.name, arxiv.version, title, artifacts)
    for earlier, number, one in _entries(files):
        if one.slug.casefold() == paper.slug.casefold():
            line = earlier.document.line(("papers", number))
            raise UsageError(
                f"{one.id} is in the registry already: {earlier.path}:{line}.",
                advice="Edit that entry.",
            )
    papers = _papers(part)
    _write(part, ("papers",), "\n" if papers else "", lines, (*papers, paper))
    return paper


def _entries(files: Sequence[RegistryPart]) -> Iterator[tuple[RegistryPart, int, Paper]]:
    """Yield every paper with its file, and its number there."""
    for part in files:
        for number, paper in enumerate(_papers(part)):
            yield part, number, paper


def _papers(part: RegistryPart) -> tuple[Paper, ...]:
    return part.registry.papers if part.registry else ()


def _add_artifact(
    files: Sequence[RegistryPart],
    url: str,
    to: str | None,
    relation: Relation | None,
    seen_in: str | None,
) -> Artifact:
    if tail := glued(url):
        raise UsageError(
            f"`{url}` ends in `{tail}`, which belongs to the text it was copied from.",
            advice=f"Write {url[: -len(tail)]}",
        )
    if reason := fault(url):
        raise UsageError(
            f"`{shown(url)}` cannot be added: it {reason}.",
            advice="Write the whole address, with https://.",
        )
    if reason := suspicious(url):
        raise UsageError(
            f"`{printable(url)}` cannot be added: it {reason}.",
            advice="Name the public address, its host name in ASCII.",
        )
    if to is None:
        raise UsageError(
            f"Which paper does {url} belong to?",
            advice=f"Say so: tracker add {url} --to ARXIV-ID",
        )
    owner_paper = whole(files).paper(to)
    if owner_paper is None:
        raise UsageError(
            f"There is no paper `{to}` in {files[0].path}.",
            advice=f"Add it first: tracker add {to}",
        )
    part, number, paper = next(entry for entry in _entries(files) if entry[2].id == owner_paper.id)
    locator = locate(url)
    for index, one in enumerate(paper.artifacts):
        if locate(one.url).url == locator.url:
            line = part.document.line(("papers", number, "artifacts", index))
            raise UsageError(
                f"{locator.url} is listed already: {part.path}:{line}.",
                advice="Edit that entry.",
            )
    if relation is None:
        raise UsageError(
            f"How does {locator.url} stand to {paper.id}?",
            advice=f"Say so: --relation {relations()}.",
        )
    artifact, lines = fresh_artifact(url, relation, seen_in)
    grown = msgspec.structs.replace(paper, artifacts=(*paper.artifacts, artifact))
    papers = _papers(part)
    expected = (*papers[:number], grown, *papers[number + 1 :])
    _write(part, ("papers", number, "artifacts"), "", lines, expected)
    return artifact


def _write(
    part: RegistryPart, where: FieldPath, before: str, lines: str, expected: tuple[Paper, ...]
) -> None:
    document = part.document
    text = insert(document, where, lines, before=before)
    after = RegistryPart(document.path, text)
    if (
        any(not complaint.remark for complaint in complaints([after]))
        or _papers(after) != expected
        or after.include != part.include
    ):
        raise UsageError(
            f"{document.path} is laid out in a way that this command cannot extend.",
            advice="Add the entry by hand; nothing was changed.",
        )
    put(document.path.resolve(), document.mark + text.encode())
