"""A correction is in every output, beside the program's answer, with name, day and source."""

import csv
import html
import json
import re

import msgspec
import pytest

from tests.tables.made_rows import NOW, URL, judged, table
from tracker.cli import evidence as shown_by
from tracker.model.correction import Correction, JudgedCorrection, Standing
from tracker.model.verdict import PaperVerdicts
from tracker.notebooks.overview import Searchable
from tracker.notebooks.page import PaperPage
from tracker.tables import csvtable, jsontable, markdown, page
from tracker.tables.rows import Row, rows
from tracker.verdicts import judge
from tracker.verdicts.corrections import answers, basis

WHY = "https://example.org/issue/3"
SAID = "<b>Jane|Doe</b>"
"""Who says so; whoever may be called anything."""


def given(verdicts: PaperVerdicts, question: str, says: str, **more: object) -> Correction:
    [(place, verdict)] = [
        (place, one) for place, one in answers(verdicts)
        if (place.question, place.about) == (question, more.get("about"))
        and (place.artifact is None) == (more.get("artifact") is None)
    ]  # fmt: skip
    fields: dict[str, object] = {
        "paper": verdicts.paper.id, "question": place.question, "says": (says,), "by": SAID,
        "made_on": NOW.date(), "because": WHY, "answered": verdict.answers,
        "evidence": basis(verdict), **more,
    }  # fmt: skip
    return msgspec.convert(fields, Correction)


@pytest.fixture(scope="module")
def corrected() -> Row:
    """Return a paper with corrections of an artifact, of a promise, of the whole, one stale."""
    plain = judge(judged().paper, {})
    said = (
        given(plain, "license", "GPL-3.0-only", artifact=URL),
        given(plain, "promise", "kept", about="A Paper", author=True),
        given(plain, "elsewhere", "nothing new", evidence=f"sha256:{'0' * 64}", answered=("x",)),
        given(plain, "reproduction", "reproduced (exact)"),
    )
    paper = msgspec.structs.replace(plain.paper, corrections=said)
    return rows([judge(paper, {})])[0]


BRIEF = [
    f"code: {SAID} says GPL-3.0-only",
    f"“A Paper”: {SAID} says kept",
    f"elsewhere: {SAID} says nothing new (stale)",
    f"{SAID} says reproduced (exact)",
]


def test_it_is_in_status_md(corrected: Row) -> None:
    text = markdown.render([corrected], NOW)
    line = next(line for line in text.splitlines() if line.startswith("| [A Paper]"))
    for words in BRIEF:
        assert f"<br>✎ {markdown.escape(words)}" in line
    assert "NOASSERTION<br>✎ code: " in line, "behind the program's own answer"
    assert "✎ what a person says against it" in text
    assert text.count(f"  - ✎ {markdown.escape(SAID)}") == 4
    assert f"[example.org/issue/3](<{WHY}>)" in text
    assert "Stale: the answer was x, and rested on other evidence than now." in text
    assert "✎" not in markdown.render(table(judged()), NOW)


def test_it_is_in_the_csv(corrected: Row) -> None:
    [line] = csv.DictReader(csvtable.render([corrected], NOW).splitlines())
    assert line["license"] == "NOASSERTION"
    pieces = line["corrections"].split("; ")
    assert pieces[0] == f"license of lab/code: {SAID} said on 2026-11-22: GPL-3.0-only. {WHY}"
    assert any(f"{SAID}, as an author, said on" in each for each in pieces)
    assert any("Stale: the answer was x" in each for each in pieces)


def test_it_is_in_the_json(corrected: Row) -> None:
    [row] = json.loads(jsontable.render([corrected], NOW))["papers"]
    verdict = row["verdicts"]["artifacts"][0]["license"]
    assert verdict["answers"] == ["NOASSERTION"]
    [beside] = verdict["corrections"]
    assert beside["standing"] == "stands"
    assert beside["correction"]["by"] == SAID
    assert beside["correction"]["because"] == WHY
    assert row["verdicts"]["elsewhere"]["corrections"][0]["standing"] == "stale"
    assert jsontable.read(jsontable.render([corrected], NOW)).papers == (corrected,)


@pytest.mark.parametrize(
    ("lang", "title", "word"),
    [("en", "A person's correction", "kept"), ("zh", "人工更正", "已兑现")],
)
def test_it_is_on_the_page(corrected: Row, lang: str, title: str, word: str) -> None:
    text = page.render([corrected], NOW, lang=lang)
    assert SAID not in text
    assert html.escape(SAID) in text
    plain = " ".join(html.unescape(re.sub(r"<[^>]+>", "", text)).split())
    for words in BRIEF:
        assert f"✎ {words}" in plain, "in the table"
    assert f"✎ {title} {word} · {SAID} (" in plain
    assert text.count(f'href="{WHY}"') >= 2 * len(BRIEF), "in the cell, and in the paper's section"
    assert "correction stale" in text
    assert plain.count("Stale: the answer was x") >= 2
    beside = '<p class="correction'
    assert beside not in page.render(table(judged()), NOW, lang=lang)


def test_it_is_on_a_page_that_has_no_room_for_sections(
    corrected: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "WHOLE", 0)
    text = page.render([corrected], NOW)
    assert text.count('<p class="correction') == len(BRIEF)
    assert text.count("correction stale") == 1


def test_it_is_in_the_terminal(corrected: Row, capsys: pytest.CaptureFixture[str]) -> None:
    shown_by.verdicts(corrected.verdicts, whole=True)
    told = " ".join(capsys.readouterr().out.split())
    assert f"license NOASSERTION: Not looked at yet. ✎ {SAID} said on 2026-11-22: GPL" in told
    assert "Corrections of single parts promise “A Paper”: cannot tell" in told
    assert told.count(WHY) == 4


def test_it_is_in_the_notebooks(corrected: Row) -> None:
    shown = PaperPage(verdicts=corrected.verdicts)
    for part in (shown.licenses(), shown.promises(), shown.answers(), shown.reproduction()):
        text = part._repr_html_()
        assert f"✎ {html.escape(SAID)}" in text
        assert SAID not in text
        assert f'href="{WHY}"' in text
    table_ = Searchable([corrected])
    assert "<br>✎ code: " in table_.frame["Licence"][0]
    assert SAID not in str(table_.frame.to_dict())


def test_where_the_program_agrees_by_now_only_the_paper_itself_says_so(corrected: Row) -> None:
    verdict = corrected.verdicts.elsewhere
    agreed = JudgedCorrection(
        correction=verdict.corrections[0].correction, standing=Standing.AGREED
    )
    other = msgspec.structs.replace(
        corrected.verdicts, elsewhere=msgspec.structs.replace(verdict, corrections=(agreed,))
    )
    text = markdown.render(rows([other]), NOW)
    assert "elsewhere: " not in text.split("## Evidence")[0]
    assert "The tracker, which answered x then, says the same now." in text
