"""The overview of all papers: data by pure counting, pictures that say it in words as well."""

import datetime as dt
import html
import json
import re
from pathlib import Path

import msgspec
import pandas as pd
import pytest

from tests.tables.made_rows import HOSTILE
from tests.verdicts.made import PAPER
from tests.verdicts.made_runs import check, claim, result
from tools import large
from tracker.errors import UsageError
from tracker.history import start
from tracker.jobs import publish
from tracker.jobs import run as job
from tracker.model.check import Tier
from tracker.model.run import RunEnded
from tracker.notebooks.look import look
from tracker.notebooks.overview import Overview, overview
from tracker.notebooks.searchable import Searchable
from tracker.project import Project
from tracker.registry import load
from tracker.tables.rows import rows
from tracker.transport import Settings
from tracker.verdicts import judge, judge_all
from tracker.verdicts.cases import Judgements
from tracker.verdicts.reproduction import LADDER

PLOTS = ("availability", "licenses", "promises", "last_commits", "reproduction")
PAPERS = 9


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with nine made-up papers, and stand in it."""
    large.make(tmp_path, PAPERS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def page(project: Path) -> Overview:
    del project
    return overview()


@pytest.fixture
def nothing() -> Overview:
    return Overview(papers=(), book={}, as_of=None, table=())


def test_availability_counts_each_official_artifact_once(page: Overview) -> None:
    """A third of the repositories is empty, a third holds a README; no data set can be seen."""
    frame = page.availability().frame
    assert frame.loc["code"].tolist() == [2, 1, 6, 0, 0]  # one of the three with code is archived
    assert frame.loc["model", "there"] == PAPERS
    assert frame.loc["dataset", "gone or not visible"] == PAPERS
    assert int(frame.to_numpy().sum()) == 3 * PAPERS


def test_what_nobody_looked_at_is_said_to_be_so(project: Path) -> None:
    (project / "history").rename(project / "aside")
    page = overview()
    frame = page.availability().frame
    assert int(frame["not looked at"].sum()) == 3 * PAPERS
    assert int(frame["gone or not visible"].sum()) == 0
    assert list(page.licenses().frame.index) == ["NOASSERTION (we cannot say)"]


def test_licenses_count_papers(page: Overview) -> None:
    counted = page.licenses().frame["count"].to_dict()
    assert sum(counted.values()) == PAPERS
    assert counted["NONE (there is no licence)"] == 3
    assert "6" in repr(page.licenses())


def test_what_is_without_a_licence_in_part_is_not_one_that_can_be_named(nothing: Overview) -> None:
    (row,) = rows([judge(PAPER, {})])

    def under(*answers: str) -> str:
        verdict = msgspec.structs.replace(row.verdicts.license, answers=answers)
        verdicts = msgspec.structs.replace(row.verdicts, license=verdict)
        made = msgspec.structs.replace(row, verdicts=verdicts)
        shown = Overview(papers=(), book={}, as_of=None, table=(made,)).licenses()
        return " ".join(shown.figure().get_suptitle().split())

    assert nothing.licenses().frame.empty
    assert "1 of 1 papers come under a licence that can be named" in under("MIT", "in part")
    for answers in (("NONE", "MIT"), ("NONE", "in part"), ("NOASSERTION", "MIT")):
        assert "0 of 1 papers come under a licence that can be named" in under(*answers)


def test_promises_are_judged_again_at_each_time(page: Overview) -> None:
    """Of the dated promises, those whose code is there are kept from the day it was seen."""
    frame = page.promises().frame
    assert frame.index.is_monotonic_increasing
    assert frame.iloc[-1]["kept"] == 3
    assert frame.iloc[0]["kept"] == 0
    assert (frame.sum(axis=1) <= PAPERS).all()


def test_the_age_of_the_last_commit_is_counted_to_the_day_that_the_page_names(
    project: Path,
) -> None:
    del project
    page = overview(as_of="2026-01-31")
    assert page.as_of is not None
    assert page.as_of <= dt.datetime(2026, 1, 31, 23, 59, 59, tzinfo=dt.UTC)
    frame = page.last_commits().frame
    assert len(frame) == PAPERS
    oldest = (page.as_of - (large.BEGIN - 8 * large.WEEK)).days / 30.44
    assert frame["months"].max() == pytest.approx(oldest, abs=0.1)
    assert frame["months"].is_monotonic_decreasing


def test_every_rung_is_shown_and_what_stands_beside_it_where_there_is_some(page: Overview) -> None:
    counts = page.reproduction().frame["count"]
    assert tuple(counts.index) == LADDER
    assert counts["not attempted"] == 2 * PAPERS
    assert counts["reproduced (exact)"] == 0
    audit = check("sums", Tier.AUDIT)
    paper = msgspec.structs.replace(PAPER, claims=(claim(audit), claim()))
    table = rows([judge(paper, {}, runs={paper.id: (result(audit, 0.1),)})])
    plot = msgspec.structs.replace(page, table=table).reproduction()
    assert plot.frame["count"]["numbers do not follow"] == 1
    assert plot.frame["count"]["not attempted"] == 1


@pytest.mark.parametrize("name", PLOTS)
def test_a_picture_is_drawn_and_its_words_say_the_same(page: Overview, name: str) -> None:
    plot = getattr(page, name)()
    data, about = plot._repr_mimebundle_()
    assert data["image/png"].startswith(b"\x89PNG")
    assert about["image/png"]["alt"] == data["text/plain"] == plot.words
    assert re.search(r"\d", plot.words)


@pytest.mark.parametrize("name", PLOTS)
def test_an_empty_registry_has_pictures_as_well(nothing: Overview, name: str) -> None:
    assert getattr(nothing, name)().png()


def test_chinese_labels_raise_no_warning_where_a_font_has_them(page: Overview) -> None:
    """Warnings are errors here: a missing letter would be one."""
    from matplotlib import font_manager  # noqa: PLC0415

    from tracker.notebooks import plots  # noqa: PLC0415

    names = {font.name for font in font_manager.fontManager.ttflist}
    if not names & set(plots._FONTS[1:]):
        pytest.skip("no font with Chinese letters is installed")
    frame = pd.DataFrame({"count": [1]}, index=["许可证"])
    assert plots.counts(frame, [plots.BLUE], title="论文", words="1").png()
    del page


def test_a_day_that_is_none_is_refused(project: Path) -> None:
    del project
    with pytest.raises(UsageError, match="is no date"):
        overview(as_of="yesterday")


def test_the_table_holds_every_paper_and_needs_no_network(page: Overview) -> None:
    table = page.papers_table()
    shown = table._repr_html_()
    assert len(table) == PAPERS
    assert {"Paper", "What you get", "Licence", "Last looked"} <= set(table.frame.columns)
    assert "Datasets" not in table.frame.columns, "it is as wide as a page, and no wider"
    for number in range(PAPERS):
        assert f"Paper {number}: a result" in shown
    assert not re.search(r"""(?:src|href)=["']https?://cdn""", shown)
    assert not re.search(r"""import\(["']https?:""", shown)


def test_hostile_titles_are_inert_in_the_table(page: Overview) -> None:
    paper = page.papers[0]
    evil = type(paper)(
        id=paper.id,
        titles=type(paper.titles)(en=HOSTILE, zh=HOSTILE),
        artifacts=paper.artifacts,
    )
    shown = Searchable(rows(judge_all([evil], page.book)))._repr_html_()
    assert "<script>alert" not in shown
    assert "\\u003cscript>alert" not in shown
    assert html.escape("<script>alert(1)</script>") in shown
    assert "\x1b" not in shown


def test_notebook_page_and_tables_name_one_day(project: Path) -> None:
    """The newest of what is known is a run of a claim, days after the last look."""
    ended = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
    tried = msgspec.structs.replace(result(check(), 0.95), ended_at=ended)
    with start(project / "history", purpose="Try.", agent="t", now=ended) as writer:
        writer.append(tried)
        writer.append(RunEnded(run=writer.run, ended_at=ended, looked=0, unreached=0))
    (project / "README.md").write_text("# T\n<!-- status:begin -->\n<!-- status:end -->\n")
    found = Project.find(project)
    publish.renew(found, load(found.registry))
    status = project / "status"
    told = json.loads((status / "status.json").read_text())
    page = overview()
    assert page.as_of == dt.datetime.fromisoformat(told["as_of"]) == ended
    for path in (status / "STATUS.md", status / "index.html", project / "README.md"):
        assert "As of 2026-11-20." in re.sub(r"<[^>]*>", "", path.read_text()), path.name
    assert "As of 2026-11-20." in repr(page.freshness())
    assert (status / "status.csv").read_text().splitlines()[1].startswith("2026-11-20,")


def test_a_notebook_of_a_past_day_names_the_day_that_its_run_names(project: Path) -> None:
    """That of the last look up to then, in both."""
    asked = dt.datetime(2026, 1, 31, 23, 59, 59, tzinfo=dt.UTC)
    found = Project.find(project)
    wish = job.RunRequest(as_of=asked, jobs=1)
    outcome = job.run(
        found,
        load(found.registry),
        wish,
        Settings(),
        job.Progress(),
        judgements=Judgements(),
    )
    page = overview(as_of="2026-01-31")
    assert page.as_of == outcome.as_of
    assert page.as_of is not None
    assert page.as_of < asked


def test_a_day_that_has_not_come_is_refused(project: Path) -> None:
    del project
    with pytest.raises(UsageError, match="is in the future, and nothing was seen then"):
        overview(as_of="2999-01-01")
    with pytest.raises(UsageError, match="is in the future, and nothing was seen then"):
        look("2501.10000", as_of="2999-01-01")
