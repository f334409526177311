"""Forty invented repositories with labels made by hand: what they hold, and what is not there."""

import tomllib
from pathlib import Path

import pytest

from tracker.hosts.texts import reading
from tracker.model.evidence import Observation, Reach, Sighting
from tracker.model.paper import Artifact, Relation, Role
from tracker.model.verdict import Verdict
from tracker.verdicts.depth import judge_depth
from tracker.verdicts.trail import trail

_FILE = Path(__file__).parents[1] / "cases" / "repositories.toml"
REPOSITORIES = tomllib.loads(_FILE.read_text(encoding="utf-8"))["repository"]


def look(repository: dict) -> Observation:
    """Return what a look at a repository brings, as a host reads it."""
    paths = repository["tree"].split()
    texts = {"README.md": repository["readme"].lstrip(), **repository.get("files", {})}
    read = reading.told(paths, {path: text.encode() for path, text in texts.items()})
    return Observation(
        subject=f"https://github.com/lab/{repository['name']}",
        reach=Reach.VISIBLE,
        via="git",
        agent="test/1",
        facts=read.facts,
        unread=read.unread,
    )


def judged(repository: dict) -> Verdict:
    seen = look(repository)
    artifact = Artifact(
        role=Role(repository.get("role", "code")),
        url=seen.subject,
        relation=Relation.OFFICIAL,
        seen_in="abstract",
    )
    return judge_depth(artifact, trail(seen.subject, [Sighting(id=seen.id, observation=seen)]))


def main() -> None:
    for half in ("tuned", "unseen"):
        chosen = [each for each in REPOSITORIES if each["half"] == half]
        right = 0
        for each in chosen:
            verdict = judged(each)
            absent = [x.about for x in look(each).facts.absent or ()]
            good = verdict.answers[0] == each["depth"] and set(each.get("with", ())) <= set(
                verdict.answers
            )
            right += good
            fine = (
                sorted(absent) == sorted(each.get("not_there", [])) or ".gitmodules" in each["tree"]
            )
            if half == "tuned" and not (good and fine):
                print(
                    each["name"],
                    each["depth"],
                    each.get("with"),
                    verdict.answers,
                    verdict.reason,
                    absent,
                )
            elif not (good and fine):
                print(
                    each["name"] if 0 else "?",
                    "depth" if not good else "",
                    "absent" if not fine else "",
                )
        print(half, right, len(chosen))


if __name__ == "__main__":
    main()
