"""What stands in the entry of a paper, or of an artifact, that nobody has filled in yet.

Nothing is looked up and nothing guessed: what is not known is marked with ``TODO``.
"""

from collections.abc import Mapping

import msgspec

from tracker.model.locator import locate
from tracker.model.paper import Artifact, Paper, Relation, Role, Titles
from tracker.registry.rooms import CLAIMS
from tracker.registry.values import dump

_UNREAD = "Nothing has been read yet."
_UNKNOWN = "not established"

_PAPER_HINTS = {"id": "TODO: fill in what is listed below, each fact with its source"}
_VERSION_TODO = "# TODO version:   the arXiv version you read, such as v1\n"
_PAPER_END = """\
# TODO artifacts: role, url, relation, seen_in
# TODO promises:  quote, role, depth, made_on, source; or promises_read_in, where none was found
"""
_PLACE_TODO = "TODO: abstract, README, project page, …"
ROLES = {
    "repository": Role.CODE,
    "model": Role.MODEL,
    "dataset": Role.DATASET,
    "space": Role.SPACE,
    "project": Role.CODE,
}
"""Kind of locator → what an artifact most likely is for a reader; else a page."""


def fresh_paper(
    name: str, version: str | None, title: str | None, artifacts: tuple[Artifact, ...] = ()
) -> tuple[Paper, str]:
    """Return the entry of a paper that nobody has read yet, and its lines, unindented.

    Parameters
    ----------
    name
        Its arXiv identifier.
    title
        None: not known, and to be filled in.
    """
    hints = dict(_PAPER_HINTS)
    if title is None:
        hints["en"] = "TODO: the title as printed"
    if not artifacts:
        hints["note"] = "TODO: say what was looked for, or list what was released"
    paper = Paper(
        id=f"arxiv:{name}",
        version=version,
        titles=Titles(en=" ".join((title or f"arXiv {name}").split())),
        note=None if artifacts else _UNREAD,
        artifacts=artifacts,
    )
    lines = _annotated(dump(msgspec.to_builtins(paper)), hints)
    lines += ("" if version else _VERSION_TODO) + _PAPER_END
    lines += f"# TODO claims:    in {paper.room}/{CLAIMS}\n"
    return paper, lines


def fresh_artifact(
    url: str, relation: Relation | None, seen_in: str | None
) -> tuple[Artifact, str]:
    """Return the entry of an artifact that nobody has looked at yet, and its lines.

    Parameters
    ----------
    relation
        None: not known; it stands as third-party, which counts for nothing, and is to be filled in.
    seen_in
        None: not known, and to be filled in.
    """
    artifact = Artifact(
        role=ROLES.get(locate(url).kind, Role.PAGE),
        url=url,
        relation=relation or Relation.THIRD_PARTY,
        seen_in=seen_in or _UNKNOWN,
    )
    hints = {} if relation else {"relation": f"TODO: {relations()}?"}
    hints |= {} if seen_in else {"seen_in": _PLACE_TODO}
    return artifact, _annotated(dump(msgspec.to_builtins(artifact)), hints)


def relations() -> str:
    """Return how an artifact may stand to its paper, as it is asked for.

    Examples
    --------
    >>> relations()
    'official, upstream, mirror, third-party or base-model'
    """
    *first, last = (relation.value for relation in Relation)
    return f"{', '.join(first)} or {last}"


def _annotated(lines: str, hints: Mapping[str, str]) -> str:
    """Put each hint behind the first line that holds its field."""
    left = dict(hints)
    annotated = []
    for line in lines.splitlines():
        hint = left.pop(line.strip().partition(":")[0], None)
        annotated.append(f"{line}  # {hint}\n" if hint else f"{line}\n")
    return "".join(annotated)
