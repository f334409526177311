"""Each text as a reader gets it, from its first line to its last: of one plain paper."""

from tests.tables.made_reproductions import results
from tests.tables.made_reproductions import row as with_claims
from tests.tables.made_rows import LOOKED, NOW, PLAIN, URL, judged, table
from tests.verdicts.made_runs import check, claim
from tracker.model.evidence import Evidence, Observation, Reach
from tracker.tables import announcement, badges, csvtable, markdown, report
from tracker.tables.changes import compare

WORSE = table(judged(available="removed", promise="not kept"))
CHANGES = compare(table(PLAIN), WORSE)
HEADS = (
    "| Paper | What you get | Code | Models | Datasets | Licence | Use | Promises | Reproduction "
    "| Since | Last looked |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
)
NAMED = "| [A Paper](<https://arxiv.org/abs/2503.00001>) 论文 | A Paper; since 2025-03-17 | "
PIECE = (
    "  - “q” [github.com/lab/code](<https://github.com/lab/code>), swh:1:rev:abc "
    "(looked 2026-11-20)\n"
)
LEGEND = "🟢 there · 🟡 partly, with limits, or not in agreement · 🔴 not there · ⚪ nobody knows\n"


def test_the_status_page() -> None:
    assert markdown.render(table(PLAIN), NOW) == (
        "# Status\n\nAs of 2026-11-22. Last looked at on 2026-11-20, not looked at since.\n\n"
        f"{HEADS}{NAMED}🟢 training | ⚪ none named | ⚪ none named | 🟢 MIT | ⚪ cannot say | "
        "🟢 1 kept | ⚪ not attempted | 2025-03-17 | 2026-11-20 |\n\n"
        f"{LEGEND}\n## Evidence\n\n"
        "<details><summary>arxiv:2503.00001: A Paper</summary>\n\n"
        "- **summary**: A Paper; since 2025-03-17. So it is.\n"
        "- **license**: MIT. So it is.\n"
        "- **promise**: kept. So it is.\n"
        "- **reproduction**: not attempted. So it is.\n"
        f"- **elsewhere**: nothing new. So it is.\n{PIECE}"
        "- **github.com/lab/code, availability**: available. A Paper\n"
        f"{PIECE.replace('“q”', '“A Paper”')}"
        f"- **github.com/lab/code, depth**: training. So it is.\n{PIECE}"
        f"- **github.com/lab/code, since**: 2025-03-17. So it is.\n{PIECE}"
        f"- **github.com/lab/code, identity**: same. So it is.\n{PIECE}"
        f"- **github.com/lab/code, archived**: not archived. So it is.\n{PIECE}"
        f"- **github.com/lab/code, license**: MIT. So it is.\n{PIECE}"
        f"- **promise “A Paper”**: kept. So it is.\n{PIECE}"
        "\n</details>\n"
    )


def test_the_status_page_of_a_paper_whose_claim_was_tried() -> None:
    one = check("one")
    page = markdown.render([with_claims(claim(one, headline=True), runs=results(one))], None)
    assert (
        "- **use, research, internal, product, redistribution, training**: cannot say. "
        "No official code, model or dataset is named.\n"
        "  - What would help: Read the texts named, or ask the authors.\n"
    ) in page
    told = page.partition("- **claim “c1 gains 5 points”**")[2]
    assert told.startswith(
        ": mechanism holds + needs 8 × H100. One: mechanism holds; in full it needs 8 × H100.\n"
        "  - “Table 1: c1 gains 5 points” no address (registry)\n"
        "- **mechanism check “It learns.”**: mechanism holds. Mechanism holds: one 0.98, expected "
        "&gt;= 0.9; control without the idea: one\\_control 0.2, which must be &lt;= 0.5; "
        "control with the answer given away: one\\_given\\_away 1, which must be &gt;= 0.9.\n"
        "  - “run:"
    )
    assert "notebooks/reproductions/2503.00001.ipynb (run 2026-11-20)" in told


def test_a_folder_is_named_and_a_stored_copy_has_the_day_before_which_it_is_not() -> None:
    piece = Evidence(url="", source="stored copy", not_before=LOOKED)
    assert markdown.when(piece) == "stored copy, not older than 2026-11-20"
    assert markdown.when(Evidence(url="", source="registry")) == "registry"
    assert markdown.link("a", "ftp://x") == "a"
    assert markdown.link("a", "http://x") == "[a](<http://x>)"


def test_the_report_of_a_run() -> None:
    unseen = (
        Observation(subject=URL, reach=Reach.UNREACHABLE, via="git", agent="t", note="no route"),
        Observation(subject="s", reach=Reach.ERROR, via="git", agent="t"),
    )
    told = report.render(WORSE, None, changes=CHANGES, unreached=unseen, failures={"p": "it broke"})
    assert told == (
        "## What changed\n\n"
        "- **worse**: arxiv:2503.00001, availability of github.com/lab/code: available → "
        "**removed**. A Paper\n"
        "- **worse**: arxiv:2503.00001, promise of code: A Paper: kept → **not kept**. So it is.\n"
        "\n## Could not be looked at; nothing is concluded from it\n\n"
        "- [github.com/lab/code](<https://github.com/lab/code>): no route\n- s: error\n"
        "\n## Notebooks that broke\n\n- p: it broke\n"
        "\n## Status\n\n"
        "Last looked at on 2026-11-20, not looked at since.\n\n"
        f"{HEADS}{NAMED}🔴 removed | ⚪ none named | ⚪ none named | 🟢 MIT | ⚪ cannot say | "
        f"🔴 1 not kept (date not known) | ⚪ not attempted | nothing yet | "
        f"2026-11-20 |\n\n{LEGEND}"
    )


def test_a_report_without_news_says_that_nothing_changed() -> None:
    told = report.render((), NOW, changes=(), unreached=(), failures={})
    assert told == (
        "## What changed\n\n- Nothing.\n\n## Status\n\nAs of 2026-11-22. No paper is registered.\n"
    )


def test_a_list_of_the_report_names_two_hundred() -> None:
    broken = {f"p{number:03}": "why" for number in range(201)}
    told = report.render((), None, changes=(), unreached=(), failures=broken)
    assert told.count("- p") == 200
    assert "- p199: why\n- … and 1 more\n\n## Status" in told
    del broken["p200"]
    assert "more" not in report.render((), None, changes=(), unreached=(), failures=broken)


def test_the_issue_about_what_got_worse() -> None:
    told = announcement.body(CHANGES, NOW, LOOKED)
    ids = ",".join(map(announcement.identity, CHANGES))
    first = (
        "- **arxiv:2503.00001**, availability of github.com/lab/code: available → **removed**. "
        "A Paper\n  - “A Paper” [github.com/lab/code](<https://github.com/lab/code>), "
        "`swh:1:rev:abc` (looked 2026-11-20)\n"
    )
    assert told == (
        f"<!-- reproducibility-tracker:worse since=2026-11-22T00:00:00+00:00 told={ids} -->\n"
        "2 answers are worse than on 2026-11-22, as of 2026-11-20. Only looks that reached the "
        f"host count: one that fails changes no answer.\n\n{first}"
        "- **arxiv:2503.00001**, promise of code: A Paper: kept → **not kept**. So it is.\n"
        "  - “q” [github.com/lab/code](<https://github.com/lab/code>), `swh:1:rev:abc` "
        "(looked 2026-11-20)\n\n"
        "`tracker announce` rewrites this text, and closes the issue when nothing is worse any "
        "more. Close it by hand to accept the new state: only what gets worse after that will be "
        "told again.\n"
    )
    assert announcement.comment(CHANGES[:1]) == f"This got worse since the last look:\n\n{first}"
    assert "\nOne answer is worse than on" in announcement.body(CHANGES[:1], NOW, None)


def test_the_issue_when_nothing_is_worse_any_more() -> None:
    assert announcement.body((), NOW, None) == (
        "<!-- reproducibility-tracker:worse since=2026-11-22T00:00:00+00:00 told= -->\n"
        "Nothing is worse any more than it was on 2026-11-22.\n"
    )


def test_a_change_is_told_once() -> None:
    already = announcement.read_mark(announcement.body(CHANGES[:1], NOW, None))
    assert already is not None
    assert already.since == NOW
    assert announcement.news(CHANGES, already) == CHANGES[1:]
    assert {len(announcement.identity(each)) for each in CHANGES} == {10}


def test_the_mark_of_an_issue_needs_a_time_with_its_zone() -> None:
    mark = "<!-- reproducibility-tracker:worse since={} told= -->"
    assert announcement.read_mark(mark.format("2026-11-22T00:00:00")) is None
    assert announcement.read_mark(mark.format("2026-11-99T00:00:00Z")) is None
    found = announcement.read_mark(mark.format("2026-11-22T00:00:00Z"))
    assert found is not None
    assert found.ids == frozenset()


def test_the_lines_of_the_csv_file() -> None:
    assert csvtable.render(table(PLAIN), NOW) == (
        "as_of,paper,title,title_zh,get,code,models,datasets,license,use,promises,reproduction,"
        "since,last_looked,use_research,use_internal,use_product,use_redistribution,use_training,"
        "corrections\r\n"
        "2026-11-22,arxiv:2503.00001,A Paper,论文,A Paper; since 2025-03-17,"
        "training,none named,none named,MIT,cannot say,1 kept,not attempted,2025-03-17,2026-11-20,"
        "cannot say,cannot say,cannot say,cannot say,cannot say,\r\n"
    )
    assert csvtable.render(table(PLAIN), None).splitlines()[1].startswith(",arxiv:2503.00001,")


def test_the_badges() -> None:
    one = check("one")
    told = with_claims(claim(one, headline=True), runs=results(one))
    assert dict(badges.of_questions(told)) == {
        "reproduction": '{"schemaVersion":1,"label":"reproduction",'
        '"message":"1 of 1 claim: mechanism holds","color":"yellow"}\n'
    }
    assert badges.released(table(PLAIN)[0]) == (
        '{"schemaVersion":1,"label":"released code","message":"training · MIT","color":"green"}\n'
    )
    assert '"color":"red"' in badges.released(WORSE[0])
    assert '"color":"lightgrey"' in badges.released(told)
