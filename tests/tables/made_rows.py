"""Hand-made verdicts for the tables: one plain paper, and one whose every text is hostile."""

import datetime as dt

import msgspec

from tracker.model.evidence import Evidence
from tracker.model.paper import Artifact, Paper, Promise, Relation, Role, Source, Titles
from tracker.model.paper import Depth as Depths
from tracker.model.verdict import (
    ArtifactVerdicts,
    Dated,
    DateKind,
    PaperVerdicts,
    PromiseVerdict,
    Verdict,
)
from tracker.tables.rows import Row, rows

NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
LOOKED = dt.datetime(2026, 11, 20, 8, 30, tzinfo=dt.UTC)
URL = "https://github.com/lab/code"
HOSTILE = (
    "=1+1|</summary><script>alert(1)</script>\n# [x](javascript:y) `z` \x1b[31m\u202e\x00"
    "<!-- status:end --> @you https://evil.example"
)


DATED = Dated(day=dt.date(2025, 3, 17), by=DateKind.FIRST_COMMIT)


def verdict(
    question: str, *answers: str, reason: str = "So it is.", looked: bool = True, quote: str = "q"
) -> Verdict:
    piece = Evidence(
        url=URL, quote=quote, revision="swh:1:rev:abc", observed_at=LOOKED, source="looked"
    )
    return Verdict(
        question=question, subject=URL, answers=answers, reason=reason, rule=f"{question}/1",
        evidence=(piece,), derived_from=("obs:1",), as_of=LOOKED if looked else None,
    )  # fmt: skip


def judged(
    *,
    available: str = "available",
    depth: tuple[str, ...] = ("training",),
    identity: tuple[str, ...] = ("same",),
    elsewhere: str = "nothing new",
    license_: tuple[str, ...] = ("MIT",),
    promise: str = "kept",
    text: str = "A Paper",
    paper: str = "arxiv:2503.00001",
) -> PaperVerdicts:
    """Return the verdicts on one paper with one repository and one promise."""
    artifact = Artifact(role=Role.CODE, url=URL, relation=Relation.OFFICIAL, seen_in="abstract")
    given = Promise(
        quote=text, role=Role.CODE, depth=Depths.TRAINING, source=Source(where="README", url=URL)
    )
    entry = Paper(
        id=paper, titles=Titles(en=text, zh="论文"), artifacts=(artifact,), promises=(given,)
    )
    return PaperVerdicts(
        paper=entry,
        artifacts=(
            ArtifactVerdicts(
                artifact=artifact,
                subject=URL,
                availability=verdict("availability", available, reason=text, quote=text),
                depth=verdict("depth", *depth),
                license=verdict("license", *license_),
                since=msgspec.structs.replace(verdict("since", "2025-03-17"), dated=DATED),
                identity=verdict("identity", *identity),
                archived=verdict("archived", "not archived"),
            ),
        ),
        promises=(PromiseVerdict(promise=given, verdict=verdict("promise", promise)),),
        claims=(),
        promise=verdict("promise", promise),
        license=verdict("license", *license_),
        reproduction=verdict("reproduction", "not attempted"),
        elsewhere=verdict("elsewhere", elsewhere),
        summary=verdict("summary", f"{text}; since 2025-03-17"),
    )


PLAIN = judged()
EVIL = judged(text=HOSTILE, paper="arxiv:2503.00002")


def table(*verdicts: PaperVerdicts) -> tuple[Row, ...]:
    return rows(verdicts)
