"""The check notebook answers first, as `tracker check` does, and says once what is unseen."""

import html
import re

import msgspec
import pytest

from tests.tables.made_rows import HOSTILE
from tests.verdicts.made import CODE, PAPER, look
from tracker.cli.brief import briefly
from tracker.cli.console import called
from tracker.model.evidence import Declaration, Facts, Place
from tracker.model.paper import Artifact, Paper, Relation, Reported, Role, Source, Titles
from tracker.notebooks.page import PaperPage
from tracker.tables.brief import brief
from tracker.verdicts import judge

MODEL = "https://huggingface.co/lab/model"
REPORTED = Reported(license="apache-2.0", source=Source(where="a list"))
LICENSE = Declaration(place=Place.FILE, path="LICENSE", expression="MIT", quote="MIT License")


def page(paper: Paper = PAPER) -> PaperPage:
    """Return a paper whose code was looked at, and whose model nobody has seen."""
    model = Artifact(
        role=Role.MODEL, url=MODEL, relation=Relation.OFFICIAL, seen_in="README", reported=REPORTED
    )
    whole = msgspec.structs.replace(paper, artifacts=(CODE, model), note="A note.")
    book = {CODE.url: [look("2026-01-02", facts=Facts(licenses=(LICENSE,)))]}
    return PaperPage(verdicts=judge(whole, book))


def words(text: str) -> set[str]:
    """Return what is read, tags aside."""
    return set(re.findall(r"[\w/.-]+", html.unescape(re.sub(r"<[^>]*>", " ", text))))


@pytest.mark.parametrize("shown", ["_repr_html_", "__repr__"])
def test_it_says_what_the_terminal_says(shown: str, capsys: pytest.CaptureFixture[str]) -> None:
    made = page()
    briefly(brief(made.verdicts))
    *lines, _ = capsys.readouterr().out.splitlines()
    told = words(getattr(made.brief(), shown)()) | words(made.heading().plain)
    said = {word for line in lines for word in words(line.replace(called(), "tracker"))}
    assert {"research", "weights", "MIT"} <= said
    assert "lab/model" in told  # in a notebook there is room for names
    assert {word.casefold() for word in said} <= {word.casefold() for word in told}


def test_what_nobody_looked_at_is_named_once_with_what_is_reported_of_it() -> None:
    made = page()
    parts = (made.artifacts(), made.licenses(), made.answers())
    texts = [part._repr_html_() for part in parts]
    assert [text.count(">lab/model</a>") for text in texts] == [1, 0, 0]
    below = texts[0].partition("</table>")[2]
    assert "apache-2.0" in below
    assert "A note." in below
    assert CODE.url in texts[0].partition("</table>")[0]
    assert "lab/model" in repr(parts[0])


def test_where_nothing_was_looked_at_the_table_says_so() -> None:
    made = PaperPage(verdicts=judge(PAPER, {}))
    assert "None was looked at." in made.artifacts()._repr_html_()
    assert CODE.url in made.artifacts()._repr_html_()


def test_hostile_words_are_escaped() -> None:
    paper = msgspec.structs.replace(PAPER, titles=Titles(en=HOSTILE), note=HOSTILE)
    made = page(paper)
    for part in (made.heading(), made.brief(), made.artifacts()):
        assert "<script>" not in part._repr_html_()
