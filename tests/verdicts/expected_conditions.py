"""Observations of stored copies, and what a careful reader expects of them (`tests/cases`)."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from tests.verdicts.made import at
from tools.seed_history import observation
from tracker.hosts.huggingface.client_answers import HubFile, Info, known, reach
from tracker.hosts.texts import reading
from tracker.licensing import from_card
from tracker.model import foreign
from tracker.model.evidence import Observation, Sighting
from tracker.model.paper import Artifact, Paper, Relation, Role, Titles
from tracker.model.verdict import Verdict
from tracker.verdicts import judge

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
        return Role.CODE, observation(folder)
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
    read = reading.told(paths, data, left, code=False)
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


def answered(role: Role, seen: Observation, *others: Observation) -> Verdict:
    """Return the answer about one release, by looks at it and at others."""
    artifact = Artifact(role=role, url=seen.subject, relation=Relation.OFFICIAL, seen_in="test")
    paper = Paper(id="arxiv:2503.00001", titles=Titles(en="A Paper"), artifacts=(artifact,))
    book = {
        look.subject: [Sighting(id=look.id, observation=look, observed_at=look.observed_at)]
        for look in (seen, *others)
    }
    (judged,) = judge(paper, book).artifacts
    return next(one for one in judged.verdicts if one.question == "conditions")


def compared(shared: Path) -> Iterator[tuple[str, str, str, Verdict]]:
    """Yield part, name, expected answer and verdict of each stored copy."""
    for part in ("repositories", "hub", "cards"):
        for name, wanted in expected(part).items():
            yield part, name, wanted["answer"], answered(*observed(part, name, shared))
