"""Import this, and what every check notebook needs is there: for the process that forks kernels.

Verdicts read their tables of licences and compile their patterns when they are asked for the first
time. A paper that nobody wrote is judged and shown here, once, instead of in each notebook.
"""

import datetime as dt

from tracker.licensing.spelling import normalise
from tracker.model.evidence import Declaration, Facts, Observation, Place, Reach, Sighting, Tree
from tracker.model.paper import Artifact, Depth, Paper, Promise, Relation, Role, Source, Titles
from tracker.notebooks.page import PaperPage
from tracker.notebooks.recording import record
from tracker.verdicts.cases import Case

_URL = "https://github.com/nobody/nothing"
_THEN = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
_SENTENCE = "The code is licensed under the Apache License 2.0."
_PATHS = ("LICENSE", "README.md", "src/train.py", "configs/train.yaml", "web/index.js")


def _case() -> Case:
    """Return a case with something for every question."""
    look = Observation(
        subject=_URL,
        reach=Reach.VISIBLE,
        via="made up",
        agent="nobody",
        observed_at=_THEN,
        facts=Facts(
            tree=Tree(files=len(_PATHS), suffixes={".py": 1}, paths=_PATHS),
            licenses=(
                Declaration(place=Place.FILE, quote="MIT License", expression="MIT", score=1.0),
                Declaration(place=Place.README, quote="Apache-2.0", expression="Apache-2.0"),
            ),
            first_commit=_THEN,
            last_changed=_THEN,
        ),
    )
    source = Source(where="README")
    artifact = Artifact(role=Role.CODE, url=_URL, relation=Relation.OFFICIAL, seen_in="README")
    promise = Promise(quote=_SENTENCE, role=Role.CODE, depth=Depth.TRAINING, source=source)
    paper = Paper(
        id="arxiv:2501.00001",
        titles=Titles(en="Nothing"),
        artifacts=(artifact,),
        promises=(promise,),
    )
    return Case(
        paper=paper,
        sightings=(Sighting(id=look.id, observation=look, observed_at=_THEN),),
        judged_at=_THEN,
    )


def _show() -> None:
    page = PaperPage(verdicts=_case().judge())
    for part in (
        page.heading,
        page.brief,
        page.verdict,
        page.not_seen,
        page.artifacts,
        page.licenses,
        page.uses,
        page.promises,
        page.elsewhere,
        page.claims,
        page.reproduction,
        page.answers,
    ):
        part()._repr_html_()
    record(page)
    normalise("MIT OR Apache-2.0")  # no name, so that it is read as an expression


_show()
