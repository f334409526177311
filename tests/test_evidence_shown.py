"""`tracker check --evidence`: each piece of evidence, address and remedy once, and none lost."""

import datetime as dt

import msgspec
import pytest

from tests.verdicts.made import CODE, PAPER, look, tree
from tracker.cli import console
from tracker.cli import evidence as every_answer
from tracker.model.evidence import Declaration, Facts, Place
from tracker.model.paper import (
    Artifact,
    Depth,
    Promise,
    Relation,
    Reported,
    Role,
    Source,
)
from tracker.verdicts import judge

LICENSE = Declaration(place=Place.FILE, path="LICENSE", expression="MIT", quote="MIT License")
MODEL = Artifact(
    role=Role.MODEL,
    url="https://huggingface.co/lab/model",
    relation=Relation.OFFICIAL,
    seen_in="README",
    reported=Reported(license="apache-2.0", source=Source(where="a list")),
)
PROMISE = Promise(
    quote="Weights will follow.",
    role=Role.MODEL,
    depth=Depth.COMPLETE,
    source=Source(where="README", url="https://github.com/lab/code"),
    made_on=dt.date(2025, 3, 18),
)


@pytest.fixture
def shown(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    """Return what is shown of a paper whose code was looked at, and whose model was not."""
    monkeypatch.setattr(console.out, "width", 400)
    paper = msgspec.structs.replace(PAPER, artifacts=(CODE, MODEL), promises=(PROMISE,))
    facts = Facts(tree=tree("train.py"), licenses=(LICENSE,))
    judged = judge(paper, {CODE.url: [look("2026-01-02", facts=facts)]})
    every_answer.verdicts(judged, whole=True)
    return capsys.readouterr().out


def test_what_evidence_has_in_common_is_said_once(shown: str) -> None:
    code = shown.split("Not looked at", maxsplit=1)[0]
    assert code.count("looked 2026-01-02") == 1
    assert code.count(f"named in: {CODE.seen_in}") == 1
    assert code.count(CODE.url) == 1, "quotes of it follow its one address"
    assert "“MIT License”" in code
    assert "“training: train.py”" in code


def test_what_nobody_looked_at_is_a_line_with_what_is_reported_of_it(shown: str) -> None:
    rest = shown.split("Not looked at")[1].split("The paper", maxsplit=1)[0]
    assert rest.count(f"model {MODEL.url} (named in: README)") == 1
    assert "apache-2.0" in rest
    assert "unknown" not in rest


def test_each_promise_is_shown_with_its_words_its_day_and_its_source(shown: str) -> None:
    paper = shown.split("The paper")[1]
    assert "cannot tell (model, promised 2025-03-18): No official model was looked at" in paper
    assert "“Weights will follow.” https://github.com/lab/code" in paper


def test_what_would_help_is_said_once_with_the_answers_that_it_would(shown: str) -> None:
    answers, helps = shown.split("What would help")
    assert "where its host can be reached" not in answers
    assert helps.count("Look at what the reason names, where its host can be reached.") == 1
    assert "(promise of the paper)" in helps
