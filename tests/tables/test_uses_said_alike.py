"""May I use it? Every output gives the same answer, of each paper of this project."""

import csv
import html
import io
import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from rich.console import Console

from tracker import registry
from tracker.cli import brief as brief_at_terminal
from tracker.cli import console
from tracker.history import History
from tracker.licensing.uses import Allowed, Use
from tracker.notebooks.page import PaperPage
from tracker.project import Project
from tracker.tables import csvtable, jsontable, markdown, page, terminal
from tracker.tables.brief import brief
from tracker.tables.rows import Row, rows
from tracker.tables.uses import UNSEEN, together
from tracker.verdicts import Tone, judge_all

PROJECT = Project(root=Path(__file__).parents[2])


@cache
def table() -> tuple[Row, ...]:
    """Return the rows of all papers, judged by the committed history."""
    history = History([PROJECT.history])
    papers = registry.load(PROJECT.registry).papers
    return rows(judge_all(papers, history.book(), runs=history.reproductions()))


def in_words(answers: dict[str, str]) -> list[str]:
    """Return "yes: research, internal" and so on, as the cells name uses of one answer together."""
    if len(set(answers.values())) == 1:
        return [f"every use: {next(iter(answers.values()))}"]
    together: dict[str, list[str]] = {}
    for use in sorted(answers, key=lambda use: use != "product"):
        together.setdefault(answers[use], []).append(use)
    return [f"{', '.join(uses)}: {answer}" for answer, uses in together.items()]


def of_json(row: Row) -> dict[str, str]:
    (told,) = json.loads(jsontable.render([row], None))["papers"]
    concluded = {one["use"]: one["verdict"]["answers"][0] for one in told["verdicts"]["uses"]}
    assert concluded == {one["use"]: one["total"]["text"] for one in told["uses"]}
    return concluded


def of_csv(row: Row) -> dict[str, str]:
    (line,) = csv.DictReader(io.StringIO(csvtable.render([row], None)))
    return {use: line[f"use_{use}"] for use in Use}


def of_brief(row: Row) -> dict[str, str]:
    return {one.use: one.total.text for one in brief(row.verdicts).uses}


def of_notebook(row: Row) -> dict[str, str]:
    frame = PaperPage(verdicts=row.verdicts).uses().frame
    return dict(zip(frame["use"], frame["allowed?"], strict=True))


def of_filters(row: Row) -> dict[str, str]:
    text = page.render([row], None)
    return {use: html.unescape(re.findall(f'data-use-{use}="([^"]*)"', text)[0]) for use in Use}


@pytest.mark.parametrize("told", [of_csv, of_brief, of_notebook, of_filters])
def test_each_use_of_each_paper_is_answered_alike(told: Callable[[Row], dict[str, str]]) -> None:
    assert len(table()) > 20
    for row in table():
        assert told(row) == of_json(row), row.paper


def test_the_cell_of_each_table_says_what_is_concluded() -> None:
    for row in table():
        lines = in_words(of_json(row))
        (cell,) = (cell for column, cell in row.cells if column.key == "use")
        assert set(lines) <= set(cell.parts), row.paper
        (line,) = csv.DictReader(io.StringIO(csvtable.render([row], None)))
        assert line["use"] == cell.text == "; ".join(cell.parts)
        out = io.StringIO()
        Console(file=out, width=400, color_system=None).print(terminal.render([row], None))
        for part in cell.parts:
            assert part in out.getvalue(), row.paper
        assert f"| {markdown.escape(cell.text)} |" in re.sub(
            "[🟢🟡🔴⚪] ", "", markdown.table([row], None)
        )


def test_no_answer_is_green_while_something_that_was_released_was_not_looked_at() -> None:
    for row in table():
        for use in row.uses:
            clear = all(part.tone is Tone.GOOD for part in use.parts)
            assert use.total.tone is not Tone.GOOD or clear, (row.paper, use.use)
            unseen = any(UNSEEN in part.text for part in use.parts)
            assert not (unseen and use.total.text in (Allowed.YES, Allowed.IF)), row.paper
        (cell,) = (cell for column, cell in row.cells if column.key == "use")
        assert cell.tone is not Tone.GOOD or {one.total.tone for one in row.uses} == {Tone.GOOD}


def test_the_section_of_a_paper_opens_with_the_lines_of_the_brief() -> None:
    told = page.render(table(), None)
    for row in table():
        section = told.split(f'<article class="paper" id="{row.verdicts.paper.slug}"')[1]
        head = section.split("</header>")[0]
        head = re.sub("</?span[^>]*>", "", head)
        text = " ".join(html.unescape(re.sub("<[^>]+>", " ", head)).split())
        made = brief(row.verdicts)
        for wording in (made.license, made.promises, made.claims, made.looked):
            assert " ".join(wording.text.split()) in text, row.paper
        for names, use in together(made.uses) if made.parts else ():
            words = [use.total, *use.parts] if len(made.parts) > 1 else use.parts
            assert " ".join([names, *(word.text for word in words)]) in text, row.paper


def test_the_terminal_says_the_brief_as_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console.out, "width", 400)
    for row in table():
        made = brief(row.verdicts)
        brief_at_terminal.briefly(made)
        shown = " ".join(capsys.readouterr().out.split())
        for names, use in together(made.uses) if made.parts else ():
            words = [use.total, *use.parts] if len(made.parts) > 1 else use.parts
            line = " ".join([names, *(terminal.marked(one.text, one.tone).plain for one in words)])
            assert line in shown, row.paper


@pytest.mark.parametrize(("width", "most"), [(80, 20), (120, 16)])
def test_a_brief_is_some_fifteen_lines(
    width: int, most: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console.out, "width", width)
    for row in table():
        brief_at_terminal.briefly(brief(row.verdicts))
        lines = capsys.readouterr().out.splitlines()
        assert len(lines) <= most, row.paper
        assert max(map(len, lines)) <= width, row.paper


def test_the_brief_counts_claims_as_the_cell_does() -> None:
    for row in table():
        told = brief(row.verdicts).claims.text
        for part in row.reproduction.parts:
            if counted := re.fullmatch(r"(\d+) of (\d+) claims: (.+)", part):
                number, claims, word = counted.groups()
                assert part in told or (
                    f"of {claims} claims: " in told and f"{number} {word}" in told
                ), row.paper


@pytest.mark.parametrize("row", table(), ids=lambda row: row.paper)
def test_what_nobody_has_looked_at_is_the_same_everywhere(row: Row) -> None:
    """A stored copy of an unknown day tells of an artifact, though it gives no date."""
    counted = re.match(r"(\d+) of", brief(row.verdicts).unseen or "0 of")
    assert counted
    unseen = int(counted[1])
    text = page.render([row], None)
    folded = re.findall(r'<details class="unseen">\s*<summary>.*?>(\d+)</span>', text)
    assert folded == ([str(unseen)] if unseen else [])
    shown = PaperPage(verdicts=row.verdicts).artifacts()
    assert len(shown.frame) + unseen == len(row.verdicts.artifacts)
