"""The generated pages are fresh."""

from pathlib import Path

import click
import pytest

from tools.build_docs import PAGES, commands, main, reproductions, verdicts
from tracker import registry
from tracker.cli.app import app
from tracker.tables.markdown import escape, link
from tracker.verdicts import QUESTIONS

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", PAGES)
def test_a_committed_page_is_what_the_code_says(name: str) -> None:
    stale = f"{name} is stale: run python tools/build_docs.py"
    assert (ROOT / name).read_text(encoding="utf-8") == PAGES[name](), stale


def test_every_answer_of_every_question_is_documented() -> None:
    page = verdicts()
    for question in QUESTIONS:
        assert f"## {question.title}" in page
        for answer in question.answers:
            assert f"| {answer.word} | " in page


def test_every_check_of_the_registry_is_listed() -> None:
    papers = registry.load(ROOT / "registry.yaml").papers
    page = reproductions(papers)
    for paper in papers:
        for claim in paper.claims:
            for one in claim.checks:
                assert f"| {escape(claim.id)} | {escape(one.id)} | {one.tier.value} | " in page
                assert all(link(given.name, given.url) in page for given in one.inputs)


def test_the_words_written_by_hand_stay_as_they_are() -> None:
    words = "<!-- words:begin -->\nstale words\n<!-- words:end -->"
    page = f"a\n{words}\nb\n<!-- checks:begin --><!-- checks:end -->c"
    made = reproductions([], page)
    assert made.startswith("a\n<!-- words:begin -->\n")
    assert "stale words" not in made
    assert made.endswith("<!-- checks:end -->c")
    with pytest.raises(SystemExit, match="no pair of marks"):
        reproductions([], "no marks")


def test_a_check_passes_and_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0
    assert capsys.readouterr() == ("", "")


def test_an_unknown_argument_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--chekc"]) == 3
    assert "--chekc" in capsys.readouterr().err


def test_every_command_and_option_is_documented() -> None:
    page = commands()
    for name, command in app.commands.items():
        assert f"## tracker {name}\n" in page
        section = page.partition(f"## tracker {name}\n")[2].partition("\n## ")[0]
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.opts[0] in section, f"{name} {parameter.opts[0]}"


def test_the_help_page_does_not_depend_on_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    wide = commands()
    monkeypatch.setenv("COLUMNS", "40")
    assert commands() == wide
