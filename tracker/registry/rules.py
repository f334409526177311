"""What must hold beyond the shape: one small function for each rule of the registry.

All rules are errors. A registry that breaks one would give a wrong row, and a warning that nobody
has to heed is soon read by nobody. (What changes no row is a remark: `tracker.registry.rooms`.)
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tracker.model.arxiv_name import canonical
from tracker.model.correction import CORRECTIONS
from tracker.model.evidence import SPAN_LIMIT
from tracker.model.locator import fault, locate
from tracker.model.paper import Artifact, Claim, Paper, Promise, Reported, Role, Source, Titles
from tracker.model.traits import roles
from tracker.registry import check_rules, exact_rules
from tracker.registry.common_rules import address, blanks, twice
from tracker.registry.values import FieldPath, YamlFault

_ARXIV_NEW = re.compile(r"\d{2}(0[1-9]|1[0-2])\.\d{4,5}", re.ASCII)
_ARXIV_OLD = re.compile(r"[a-z-]+(\.[A-Z]{2})?/\d{2}(0[1-9]|1[0-2])\d{3}", re.ASCII)
_OTHER_ID = re.compile(r"[a-z][a-z0-9]*:[A-Za-z0-9][\w.()/-]*", re.ASCII)
_VERSION = re.compile(r"v[1-9]\d*", re.ASCII)

_RELEASES = frozenset((Role.CODE, Role.MODEL, Role.DATASET, Role.SPACE, Role.LIST))


class PaperEntry(NamedTuple):
    """A paper as far as it could be read; None stands for a part that could not."""

    path: FieldPath
    id: str | None
    head: Paper | None
    """The paper without regard to its lists."""
    artifacts: Sequence[Artifact | None]
    promises: Sequence[Promise | None]
    claims: Sequence[Claim | None]


def is_arxiv_id(text: str) -> bool:
    """Whether this is an arXiv identifier, without version.

    Examples
    --------
    >>> [is_arxiv_id(text) for text in ("2503.14476", "hep-th/9901001", "2513.14476")]
    [True, True, False]
    """
    return bool(_ARXIV_NEW.fullmatch(text) or _ARXIV_OLD.fullmatch(text))


def check(entries: Sequence[PaperEntry]) -> Iterator[YamlFault]:
    """Yield everything that breaks a rule."""
    yield from twice(
        ((*entry.path, "id"), slug(entry.id)) for entry in entries if entry.id is not None
    )
    for entry in entries:
        if entry.id is not None:
            yield from _identifier((*entry.path, "id"), entry.id)
        if entry.head is not None:
            yield from _head(entry, entry.head)
        yield from _parts(entry)


def slug(identifier: str) -> str:
    """Papers are told apart by the file name they give, on disks that ignore case, too."""
    return Paper(id=identifier, titles=Titles(en="")).slug.casefold()


def _identifier(path: FieldPath, identifier: str) -> Iterator[YamlFault]:
    scheme, colon, name = identifier.partition(":")
    if not colon:
        yield YamlFault(
            path, f"`{identifier}` has no scheme", f"Write `arxiv:{identifier}`, or `doi:…`."
        )
    elif scheme == "arxiv" and not is_arxiv_id(name):
        bare = name.rpartition("v")[0]
        if is_arxiv_id(bare):
            remedy = f"Write `arxiv:{bare}`; the version has its own field."
        else:
            written = canonical(name)
            example = written if is_arxiv_id(written) else "2503.14476"
            remedy = f"Write it as arXiv does, such as `arxiv:{example}`."
        yield YamlFault(path, f"`{name}` is no arXiv identifier", remedy)
    elif scheme != "arxiv" and not _OTHER_ID.fullmatch(identifier):
        yield YamlFault(
            path,
            f"`{identifier}` cannot name a paper",
            "Write a scheme, a colon, and letters, digits and ./()-_, such as `doi:10.1000/182`.",
        )


def _head(entry: PaperEntry, paper: Paper) -> Iterator[YamlFault]:
    path = entry.path
    yield from blanks(path, paper)
    yield from blanks((*path, "titles"), paper.titles)
    if paper.version is not None and not _VERSION.fullmatch(paper.version):
        yield YamlFault(
            (*path, "version"), f"`{paper.version}` is no version", "Write `v1`, `v2`, …."
        )
    for number, source in enumerate(paper.promises_read_in):
        yield from _source((*path, "promises_read_in", number), source)
    if paper.corrections:
        yield YamlFault(
            (*path, "corrections"),
            "do not stand in the registry",
            f"Each has a file of its own in {CORRECTIONS}/; `tracker correct` writes it.",
        )
    if not entry.artifacts and not (paper.note or "").strip():
        yield YamlFault(
            path,
            "has no artifacts and no note",
            "List what was released, or say in `note:` that nothing was found.",
        )


def _parts(entry: PaperEntry) -> Iterator[YamlFault]:
    artifacts = [
        ((*entry.path, "artifacts", n), one) for n, one in enumerate(entry.artifacts) if one
    ]
    for path, artifact in artifacts:
        yield from _artifact(path, artifact)
    yield from twice(
        ((*path, "url"), (locate(one.url).url, one.role, one.path))
        for path, one in artifacts
        if fault(one.url) is None
    )
    for number, promise in enumerate(entry.promises):
        if promise:
            yield from _promise((*entry.path, "promises", number), promise)
            yield from _keeper((*entry.path, "promises", number), promise, entry.artifacts)
    yield from check_claims(entry.path, entry.claims)


def check_claims(where: FieldPath, claims: Sequence[Claim | None]) -> Iterator[YamlFault]:
    """Yield every rule that the claims of one paper break.

    Parameters
    ----------
    where
        The place of the mapping that holds them as ``claims``.
    """
    placed = [((*where, "claims", n), one) for n, one in enumerate(claims) if one]
    for path, claim in placed:
        yield from _claim(path, claim)
    checks = frozenset(check.id for _, claim in placed for check in claim.tried_by)
    for path, claim in placed:
        yield from check_rules.dropped_faults(path, claim, checks)
    yield from twice(((*path, "id"), one.id) for path, one in placed)
    yield from twice(
        pair
        for path, one in placed
        for pair in (
            *(((*path, "checks", number, "id"), check.id)
              for number, check in enumerate(one.checks)),
            *((((*path, "exact", "check", "id"), one.exact.check.id),)
              if one.exact and one.exact.check else ()),
        )
    )  # fmt: skip


def _artifact(path: FieldPath, artifact: Artifact) -> Iterator[YamlFault]:
    yield from blanks(path, artifact)
    bad = list(address((*path, "url"), artifact.url))
    yield from bad or _role(path, artifact)
    folder = artifact.path
    if folder is not None and (not folder.strip("/") or folder[0] == "/" or ".." in folder):
        yield YamlFault(
            (*path, "path"),
            f"`{folder}` is no folder inside the repository",
            "Write it as the repository lists it, such as `recipe/dapo`.",
        )
    if artifact.reported is not None:
        yield from _reported((*path, "reported"), artifact.reported)


def _role(path: FieldPath, artifact: Artifact) -> Iterator[YamlFault]:
    locator = locate(artifact.url)
    if locator.kind == "owner":
        if artifact.role in _RELEASES:
            yield YamlFault(
                (*path, "url"),
                f"is the page of `{locator.name}`, not one {artifact.role} of theirs",
                f"Name the {artifact.role} itself, or give it `role: page`.",
            )
        return
    possible = roles(locator.host, locator.kind)
    if possible is not None and artifact.role not in possible:
        fitting = " or ".join(sorted(possible))
        yield YamlFault(
            (*path, "role"),
            f"is `{artifact.role}`, but the URL is a {locator.kind} on {locator.host}",
            f"Give it `role:` {fitting}, or mend the URL.",
        )


def _reported(path: FieldPath, reported: Reported) -> Iterator[YamlFault]:
    yield from _source((*path, "source"), reported.source)


def _promise(path: FieldPath, promise: Promise) -> Iterator[YamlFault]:
    yield from blanks(path, promise)
    yield from _source((*path, "source"), promise.source)
    if len(promise.quote) > SPAN_LIMIT:
        yield YamlFault(
            (*path, "quote"),
            f"has {len(promise.quote)} characters",
            f"Quote the one sentence that promises: at most {SPAN_LIMIT} characters.",
        )
    if promise.made_on and promise.due and promise.due < promise.made_on:
        yield YamlFault(
            (*path, "due"),
            f"{promise.due} lies before the promise was made ({promise.made_on})",
            "Mend one of the two days.",
        )


def _keeper(
    path: FieldPath, promise: Promise, artifacts: Sequence[Artifact | None]
) -> Iterator[YamlFault]:
    """Yield what is wrong with the one artifact that a promise names."""
    if promise.artifact is None:
        return
    here = (*path, "artifact")
    if bad := list(address(here, promise.artifact)):
        yield from bad
        return
    named = locate(promise.artifact).url
    same = [one for one in artifacts if one and not fault(one.url) and locate(one.url).url == named]
    if not same and None not in artifacts:
        yield YamlFault(
            here,
            f"`{promise.artifact}` is no artifact of this paper",
            "List it under `artifacts:`, or leave the field out.",
        )
    elif same and all(one.role is not promise.role for one in same):
        yield YamlFault(
            here,
            f"is registered as {same[0].role}, but the promise is about {promise.role}",
            "Give both the same role.",
        )


def _claim(path: FieldPath, claim: Claim) -> Iterator[YamlFault]:
    yield from blanks(path, claim)
    yield from _source((*path, "source"), claim.source)
    for number, check in enumerate(claim.checks):
        yield from check_rules.faults((*path, "checks", number), check)
        if check.protocol is not None:
            yield YamlFault(
                (*path, "checks", number, "protocol"),
                "belongs to a run elsewhere, and a notebook tries this check",
                "Move the block to `exact:` of the claim, under `check:`.",
            )
    if claim.exact is not None:
        yield from exact_rules.faults((*path, "exact"), claim.exact)


def _source(path: FieldPath, source: Source) -> Iterator[YamlFault]:
    yield from blanks(path, source)
    if source.url is not None:
        yield from address((*path, "url"), source.url)
