"""Each reproduction notebook, as ``tracker reproduce --quick --offline`` runs it.

What needs no network and no package beyond those of the tests is run; the rest says what it needs.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from reproduce.small_project import tried
from soak import part
from tracker.history import History
from tracker.model.check import Check, Tier
from tracker.model.paper import Paper
from tracker.model.reproduction import Outcome
from tracker.model.verdict import CheckVerdict
from tracker.project import Project
from tracker.registry import load
from tracker.reproduce.requirements import lacking
from tracker.verdicts.check import BLOCKED, FAILS, HOLDS, INCONCLUSIVE, judge_checks
from tracker.verdicts.check.expected import as_expected

ROOT = Path(__file__).parents[2]
ANSWERS = {HOLDS, FAILS}
PAPERS = {
    check.notebook: paper
    for paper in load(ROOT / "registry.yaml").papers
    for claim in paper.claims
    for check in claim.checks
    if (ROOT / check.notebook).is_file()
}


def alone(paper: Paper, root: Path) -> Project:
    """Return a project with one paper of the registry, its room, and no history."""
    head, *entries = (ROOT / "registry.yaml").read_text().split("\n  - id: ")
    (entry,) = (each for each in entries if each.startswith(paper.id))
    (root / "registry.yaml").write_text(f"{head}\n  - id: {entry}\n")
    shutil.copytree(ROOT / paper.room, root / paper.room)
    return Project(root=root)


def needs(check: Check) -> bool:
    """Whether a check cannot be tried here, without network."""
    return bool(check.inputs or lacking(check.requires))


def committed(paper: Paper) -> Mapping[str, CheckVerdict]:
    """Return what the runs in ``history/`` say of the checks as they stand; open ones left out."""
    runs = History([ROOT / "history"]).reproductions().get(paper.id, ())
    judged = (each for claim in paper.claims for each in judge_checks(claim, runs))
    return {each.check.id: each for each in judged if each.verdict.answer in ANSWERS}


@pytest.mark.soak
@pytest.mark.parametrize("notebook", part(list(PAPERS), 2))
def test_every_check_has_an_answer_or_says_what_it_needs(notebook: str, tmp_path: Path) -> None:
    paper = PAPERS[notebook]
    (trial,) = tried(alone(paper, tmp_path), quick=True, offline=True).trials
    idle = all(needs(each.check) for each in trial.checks)
    assert trial.run.outcome is (Outcome.BLOCKED if idle else Outcome.COMPLETED), trial.run.detail
    earlier = committed(paper)
    for each in trial.checks:
        verdict = each.verdict
        if needs(each.check):
            assert verdict.answer == BLOCKED, verdict.reason
            assert verdict.remedy
            continue
        against = verdict.answer == INCONCLUSIVE and each.check.tier is Tier.AUDIT
        assert against or verdict.answer in ANSWERS, verdict.reason
        assert each.control is not None
        assert as_expected(each.check.control.expected, each.control), verdict.reason
        if each.check.id in earlier:
            # a quick audit that finds a fault leaves it to a whole run to say so
            said = FAILS if against else verdict.answer
            assert said == earlier[each.check.id].verdict.answer, verdict.reason
