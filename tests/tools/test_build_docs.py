"""The generated pages are fresh."""

from pathlib import Path

import click
import pytest

from tools.build_docs import PAGES, commands, main, verdicts
from tracker.cli import app
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
