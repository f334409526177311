"""Adding an entry: what arXiv tells is taken over, what nobody tells is asked for or left open."""

from collections.abc import Callable
from pathlib import Path

import pytest

from servers.described import ArxivEntry
from tracker.errors import UsageError
from tracker.jobs.add import Added, add
from tracker.model.paper import Artifact, Paper, Relation
from tracker.project import Project
from tracker.registry import lint, load
from tracker.transport import Settings

PAPER = "2503.00001"
CODE = "https://github.com/lab/code"
ONE = f"papers:\n  - id: arxiv:{PAPER}\n    titles: {{en: One}}\n    note: n\n"
SILENT = Settings(offline=True)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "registry.yaml").write_text(ONE)
    return Project(root=tmp_path)


def added(done: Added) -> tuple[Relation, str]:
    assert isinstance(done.entry, Artifact)
    return done.entry.relation, done.entry.seen_in


def test_without_network_a_paper_is_added_and_it_is_said_what_is_open(
    project: Project, inhabit: Callable[..., object]
) -> None:
    world = inhabit(papers={"2503.00002": ArxivEntry(title="Two")})
    known = add(project, "2503.00002v1", Settings())
    assert isinstance(known.entry, Paper)
    assert known.entry.titles.en == "Two"
    assert "the title" not in known.remarks[0]
    world.fault("export.arxiv.org", "500")  # type: ignore[attr-defined]
    for number, (settings, why) in enumerate(
        ((SILENT, "arXiv was not asked: --offline"), (Settings(), "arXiv could not be asked: "))
    ):
        done = add(project, f"arXiv:2503.0001{number}", settings)
        assert isinstance(done.entry, Paper)
        assert done.remarks[0].startswith(f"Not filled in: the title ({why}")
        assert "promises, or what was read for them" in done.remarks[0]
    assert len(load(project.registry).papers) == 4
    [left] = lint(project.registry)
    assert left.line == 6, "the first TODO"
    assert left.remark


def test_an_id_that_arxiv_does_not_know_is_said(
    project: Project, inhabit: Callable[..., object]
) -> None:
    inhabit(papers={})
    assert "tells of no paper 2503.00009" in add(project, "2503.00009", Settings()).remarks[0]


def test_the_relation_follows_from_the_abstract_or_is_asked_for(
    project: Project, inhabit: Callable[..., object]
) -> None:
    inhabit(papers={PAPER: ArxivEntry(title="One", summary=f"Code: {CODE}.")})
    done = add(project, CODE, Settings(), to=PAPER)
    assert added(done) == (Relation.OFFICIAL, "abstract on arXiv")
    assert f"the abstract of {PAPER}v1 names it" in done.remarks[0]
    with pytest.raises(UsageError, match=r"How does .*\(its abstract does not name it\)") as caught:
        add(project, f"{CODE}-2", Settings(), to=PAPER)
    assert "third-party or base-model" in caught.value.advice
    asked: list[str] = []

    def answer(question: str) -> Relation:
        asked.append(question)
        return Relation.UPSTREAM

    assert added(add(project, f"{CODE}-2", Settings(), to=PAPER, ask=answer))[0] == "upstream"
    assert asked == [f"How does {CODE}-2 stand to arxiv:{PAPER}?"]
    said = add(project, f"{CODE}-3", SILENT, to=PAPER, relation=Relation.MIRROR)
    assert added(said) == (Relation.MIRROR, "not established")
    with pytest.raises(UsageError, match="arXiv was not asked: --offline"):
        add(project, f"{CODE}-4", SILENT, to=PAPER)
    assert [each.relation.value for each in load(project.registry).papers[0].artifacts] == [
        "official", "upstream", "mirror",
    ]  # fmt: skip
