"""Observations of stored copies, and what a careful reader expects of them (`tests/cases`)."""

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from tests.verdicts.made import at
from tools.seed_repositories import Repository, of_listed_branch
from tracker.hosts.huggingface.client_answers import HubFile, Info, known, reach
from tracker.hosts.texts import reading
from tracker.licensing import from_card
from tracker.model import foreign
from tracker.model.evidence import Book, Observation, Sighting
from tracker.model.paper import Artifact, Paper, Relation, Role, Titles
from tracker.model.verdict import ArtifactVerdicts, Verdict
from tracker.verdicts import judge
from tracker.verdicts.conditions.finding import Finding, Fulfilment
from tracker.verdicts.conditions.release import SeenRelease
from tracker.verdicts.conditions.works import findings
from tracker.verdicts.lineage import lineage
from tracker.verdicts.trail import Trail, trail

_FRONT = re.compile(r"\s*---[ \t]*\n(.*?\n)---", re.DOTALL)
_ROLES = {"model": Role.MODEL, "dataset": Role.DATASET, "space": Role.SPACE}
EXPECTED = Path(__file__).parents[1] / "cases" / "conditions.toml"


def expected(part: str) -> Mapping[str, Mapping[str, Any]]:
    """Return what is expected, by the name of the stored copy."""
    return tomllib.loads(EXPECTED.read_text("utf-8"))[part]  # type: ignore[no-any-return]


def observed(part: str, name: str, shared: Path) -> tuple[Role, Observation]:
    """Return what a look at a stored copy brings back."""
    if part == "repositories":
        folder = shared / "facts" / "repos" / name
        if not folder.is_dir():
            folder = shared / "facts" / "more-repos" / name
        meta = msgspec.json.decode((folder / "meta.json").read_bytes(), type=Repository)
        return Role.CODE, of_listed_branch(folder, meta)
    if part == "hub":
        kind, _, place = name.partition("__")
        told = json.loads((shared / "facts" / "hub" / name / "meta.json").read_text("utf-8"))
        files = [each["name"] for each in told["files"]]
        front = {"license": told["license_tag"], "base_model": told["base_models"]}
        card = f"---\n{json.dumps({key: value for key, value in front.items() if value})}\n---\n"
        return _ROLES[kind], on_the_hub(kind, place.replace("__", "/"), files, {"README.md": card})
    for folder in (shared / "cases" / "cards", shared / "cases" / "more" / "cards"):
        if (path := folder / f"{name}.md").is_file():
            texts = {"README.md": path.read_text("utf-8")}
            kind = "dataset" if "task_categories:" in texts["README.md"] else "model"
            return _ROLES[kind], on_the_hub(kind, "somebody/work", ["weights.bin"], texts)
    raise LookupError(name)


def on_the_hub(
    kind: str, name: str, files: list[str], texts: Mapping[str, str], **told: object
) -> Observation:
    """Return what a look at a repository on the Hub brings back."""
    found = _FRONT.match(texts["README.md"])
    card: Any = foreign.from_yaml(found[1]) if found else {}
    paths = [*dict.fromkeys((*files, *texts))]
    info = Info(id=name, siblings=[HubFile(path) for path in paths], card=card, gated=False)
    facts = known(kind, name, info)
    data = {path: text.encode() for path, text in texts.items()}
    wanted = [path for path in paths if re.match(r"licen|notice", path, re.IGNORECASE)]
    left = {path: "was not read" for path in wanted if path not in data}
    read = reading.read(paths, data, left, code=False)
    carded = from_card(card, "README.md")
    facts = msgspec.structs.replace(
        facts,
        tree=read.facts.tree,
        read=read.facts.read,
        credits=read.facts.credits,
        licenses=(*carded, *(read.facts.licenses or ())),
        **told,
    )
    address = {"model": "", "dataset": "datasets/", "space": "spaces/"}[kind]
    return Observation(
        subject=f"https://huggingface.co/{address}{name}", reach=reach(facts), via="hub-api",
        agent="test/1", facts=facts, observed_at=at("2026-01-01"), unread=read.unread,
    )  # fmt: skip


def _judged(role: Role, book: Book, subject: str) -> ArtifactVerdicts:
    artifact = Artifact(role=role, url=subject, relation=Relation.OFFICIAL, seen_in="test")
    paper = Paper(id="arxiv:2503.00001", titles=Titles(en="A Paper"), artifacts=(artifact,))
    return judge(paper, book).artifacts[0]


def _book(*looks: Observation) -> Book:
    return {
        look.subject: [Sighting(id=look.id, observation=look, observed_at=look.observed_at)]
        for look in looks
    }


def answered(role: Role, seen: Observation, *others: Observation) -> Verdict:
    """Return the answer about one release, by looks at it and at others."""
    judged = _judged(role, _book(seen, *others), seen.subject)
    return next(one for one in judged.verdicts if one.question == "conditions")


def states(role: Role, seen: Observation, *others: Observation) -> dict[str, Fulfilment]:
    """Return what became of each condition: whose work asks, what for → how it stands.

    Where two licences ask for the same, the worse counts.
    """
    book = _book(seen, *others)
    concluded = _judged(role, book, seen.subject).license.answers[0]

    def at_(subject: str) -> Trail:
        return trail(subject, book.get(subject, ()))

    own = at_(seen.subject)
    found = findings(SeenRelease(own), concluded, lineage(own, concluded, at_), at_)
    best_first = sorted(found, key=lambda one: one.state is Fulfilment.NOT_MET)
    return {f"{_whose(one)} {_what(one)}": one.state for one in best_first}


def _whose(finding: Finding) -> str:
    if finding.whose is None:
        return "own"
    return finding.whose if finding.folder else "upstream"


def _what(finding: Finding) -> str:
    return finding.condition.kind.value if finding.condition else "terms"
