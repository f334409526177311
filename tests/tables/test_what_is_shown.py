"""What each output shows and what it leaves out: how much, in which order, of whom."""

import datetime as dt
import io
import json
import re

import msgspec
import pytest
from rich.console import Console

from tests.tables.made_rows import LOOKED, NOW, PLAIN, URL, judged, table, verdict
from tracker.model.correction import Correction, JudgedCorrection, Standing
from tracker.model.evidence import Evidence, Observation, Reach
from tracker.model.paper import Artifact, Relation, Role
from tracker.model.verdict import ArtifactVerdicts, PaperVerdicts
from tracker.tables import (
    announcement,
    badges,
    behind,
    colours,
    csvtable,
    jsontable,
    markdown,
    report,
    terminal,
)
from tracker.tables.cells import NONE_ENTERED, Cell, answers_to, question_cell
from tracker.tables.changes import Change, Direction, compare
from tracker.tables.page import facets, speech, view
from tracker.tables.rows import COLUMNS, Row, heading
from tracker.tables.text import LIMIT, clean
from tracker.tables.words import words
from tracker.verdicts import QUESTIONS, Question, Tone

THERE = PLAIN.artifacts[0]
ASKED = {each.name: each for each in QUESTIONS}


def artifact(
    url: str = "https://github.com/lab/other", role: Role = Role.CODE,
    relation: Relation = Relation.OFFICIAL, path: str | None = None, **answers: tuple[str, ...],
) -> ArtifactVerdicts:  # fmt: skip
    """Return what is known of another artifact: as of the first, but for some answers."""
    made = Artifact(role=role, url=url, relation=relation, seen_in="README", path=path)
    changed = {
        name: msgspec.structs.replace(getattr(THERE, name), subject=url, answers=given)
        for name, given in answers.items()
    }
    return msgspec.structs.replace(THERE, artifact=made, subject=url, **changed)


def holding(*artifacts: ArtifactVerdicts) -> PaperVerdicts:
    paper = msgspec.structs.replace(
        PLAIN.paper, artifacts=tuple(each.artifact for each in artifacts)
    )
    return msgspec.structs.replace(PLAIN, paper=paper, artifacts=artifacts)


def row(*artifacts: ArtifactVerdicts) -> Row:
    return table(holding(*artifacts))[0]


def piece(number: int, **fields: object) -> Evidence:
    made = Evidence(url=f"https://a.org/{number}", observed_at=LOOKED, source="looked")
    return msgspec.structs.replace(made, **fields)


def change(**fields: object) -> Change:
    made = Change(
        paper="arxiv:2503.00001", question="license", subject=URL, before="MIT", after="NONE",
        direction=Direction.WORSE, reason="It is gone.",
    )  # fmt: skip
    return msgspec.structs.replace(made, **fields)


def every(groups: tuple[facets.FacetGroup, ...]) -> list[facets.Facet]:
    """Return the filters, those of one heading after another."""
    return [facet for group in groups for facet in group.facets]


# Cells --------------------------------------------------------------------------------------------

NEVER = msgspec.structs.replace(PLAIN.summary, as_of=None)
BARE = msgspec.structs.replace(
    PLAIN, paper=msgspec.structs.replace(PLAIN.paper, artifacts=(), promises=()),
    artifacts=(), promises=(), summary=NEVER,
)  # fmt: skip
OTHERS = holding(artifact(relation=Relation.THIRD_PARTY))


@pytest.mark.parametrize("made", [PLAIN, BARE, OTHERS, holding(artifact(role=Role.PAGE))])
def test_no_cell_is_blank_and_each_says_why(made: PaperVerdicts) -> None:
    (shown,) = table(made)
    assert [column.key for column, _ in shown.cells] == [each.key for each in COLUMNS]
    for column, cell in shown.cells:
        assert cell.text, column
        assert cell.reason, column
        assert " ".join(cell.read), column
    for question in QUESTIONS:
        assert question_cell(question, made).text


def test_a_question_about_artifacts_counts_the_answers_about_the_official_ones() -> None:
    identity = ASKED["identity"]
    made = holding(
        THERE, artifact(identity=("re-registered",)), artifact("https://a.org/b"),
        artifact(relation=Relation.THIRD_PARTY, identity=("history rewritten",)),
    )  # fmt: skip
    cell = question_cell(identity, made)
    assert cell.text == "2 × same, re-registered"
    assert cell.tone is Tone.POOR
    assert cell.reason == "So it is."
    assert len(cell.evidence) == 1
    assert [each.answer for each in answers_to(identity, made)] == ["same", "re-registered", "same"]
    none = question_cell(identity, OTHERS)
    assert (none.text, none.tone, none.evidence) == ("none named", Tone.UNKNOWN, ())


def test_an_answer_about_the_paper_stands_before_those_about_its_artifacts() -> None:
    assert [each.subject for each in answers_to(ASKED["license"], PLAIN)] == [PLAIN.license.subject]
    assert question_cell(ASKED["license"], PLAIN).text == "MIT"
    assert question_cell(ASKED["license"], BARE).text == NONE_ENTERED


def test_a_release_that_nobody_has_looked_at_has_no_date_that_is_known() -> None:
    unseen = msgspec.structs.replace(THERE.availability, answers=("unknown",), as_of=None)
    for role in (Role.CODE, Role.MODEL):
        made = artifact(role=role, depth=("unknown",))
        shown = row(msgspec.structs.replace(made, availability=unseen))
        assert (shown.since.text, shown.since.tone) == ("not known", Tone.UNKNOWN)
    assert row(artifact(role=Role.MODEL, depth=("nothing",))).since.text == "nothing yet"
    listless = row(artifact(role=Role.MODEL, depth=("unknown",)))
    assert (listless.since.text, listless.since.tone) == ("not known", Tone.UNKNOWN)
    assert row(artifact(relation=Relation.THIRD_PARTY)).since.text == "nothing named"
    assert table(BARE)[0].since.text == NONE_ENTERED


def test_a_cell_is_read_whole_where_it_has_no_parts() -> None:
    assert Cell(text="a").read == ("a",)
    assert Cell(text="a b", parts=("a", "b")).read == ("a", "b")
    assert Cell(text="a").tone is Tone.UNKNOWN


@pytest.mark.parametrize(
    ("available", "held"),
    [
        (("removed",), "removed"), (("unknown",), "not looked at"),
        (("available",), "training"), (("placeholder",), "training"),
        (("moved", "archived"), "training (moved, archived)"), (("gated",), "training (gated)"),
    ],
)  # fmt: skip
def test_what_is_there_is_said_in_a_word_or_two(available: tuple[str, ...], held: str) -> None:
    assert row(artifact(availability=available)).code.text == held


@pytest.mark.parametrize(
    ("role", "column", "held"),
    [(Role.CODE, "code", "complete"), (Role.LIST, "code", "curated list"),
     (Role.MODEL, "models", "available"), (Role.DATASET, "datasets", "available")],
)  # fmt: skip
def test_a_release_of_everything_is_called_by_what_it_is(
    role: Role, column: str, held: str
) -> None:
    shown = row(artifact(role=role, depth=("complete", "pinned")))
    assert getattr(shown, column).text == f"{held} (pinned)"
    assert getattr(shown, column).tone is Tone.GOOD


def test_a_tone_is_the_best_of_some_or_the_worst_that_is_known() -> None:
    order = [Tone.GOOD, Tone.FAIR, Tone.POOR, Tone.UNKNOWN]
    for index, one in enumerate(order):
        for other in order[index:]:
            assert colours.best((other, one)) is colours.best((one, other)) is one
            known = other if other is not Tone.UNKNOWN else one
            assert colours.worst((other, one)) is colours.worst((one, other)) is known
    assert colours.best(()) is colours.worst(()) is Tone.UNKNOWN


def test_what_is_gone_or_another_reads_poor_whatever_it_held() -> None:
    assert colours.of_artifact(THERE) is Tone.GOOD
    for made in (
        artifact(availability=("removed",)), artifact(availability=("available", "removed")),
        artifact(identity=("re-registered",)), artifact(identity=("same", "history rewritten")),
    ):  # fmt: skip
        assert colours.of_artifact(made) is Tone.POOR


def test_the_heading_counts_each_kind_of_paper_once() -> None:
    assert heading((), NOW) == ("As of 2026-11-22.", "No paper is registered.")
    assert heading((), None) == ("No paper is registered.",)
    assert heading(table(BARE, BARE), None) == ("2 papers were entered without any artifact.",)


# Corrections --------------------------------------------------------------------------------------


def corrected(
    question: str, *, about_artifact: bool, standing: Standing = Standing.STANDS, says: str = "X"
) -> PaperVerdicts:
    correction = Correction(
        paper=PLAIN.paper.id, question=question, artifact=URL if about_artifact else None,
        says=(says, "Y"), by="Jane", made_on=NOW.date(), because="http://a.org/why",
        answered=("MIT", "Z"), evidence="sha256:0",
    )  # fmt: skip
    said = (JudgedCorrection(correction=correction, standing=standing),)
    paper = msgspec.structs.replace(PLAIN.paper, corrections=(correction,))
    made = msgspec.structs.replace(PLAIN, paper=paper)
    if not about_artifact:
        answer = msgspec.structs.replace(getattr(PLAIN, question), corrections=said)
        return msgspec.structs.replace(made, **{question: answer})
    answer = msgspec.structs.replace(getattr(THERE, question), corrections=said)
    return msgspec.structs.replace(
        made, artifacts=(msgspec.structs.replace(THERE, **{question: answer}),)
    )


@pytest.mark.parametrize(
    ("question", "about_artifact", "column", "brief"),
    [
        ("license", False, "license", "Jane says X + Y"),
        ("license", True, "license", "code: Jane says X + Y"),
        ("depth", True, "code", "depth of lab/code: Jane says X + Y"),
        ("availability", True, "code", "availability of lab/code: Jane says X + Y"),
        ("since", True, "since", "code: Jane says X + Y"),
        ("identity", True, "get", "identity of lab/code: Jane says X + Y"),
        ("archived", True, "get", "archived of lab/code: Jane says X + Y"),
        ("elsewhere", False, "get", "elsewhere: Jane says X + Y"),
        ("promise", False, "promise", "Jane says X + Y"),
        ("reproduction", False, "reproduction", "Jane says X + Y"),
        ("summary", False, "get", "Jane says X + Y"),
    ],
)
def test_a_correction_stands_in_the_column_that_shows_the_answer(
    question: str, about_artifact: bool, column: str, brief: str
) -> None:
    (shown,) = table(corrected(question, about_artifact=about_artifact))
    found = behind.beside(shown)
    assert {key: [each.brief for each in said] for key, said in found.items()} == {column: [brief]}
    few = behind.beside(shown, ["get"])
    assert [len(said) for said in few.values()] == [1]
    for out in (markdown.render([shown], NOW), csvtable.render([shown], NOW), drawn(shown)):
        assert "Jane sa" in out


@pytest.mark.parametrize(
    ("standing", "mark", "told"),
    [
        (Standing.STANDS, "", "Jane said on 2026-11-22: X + Y."),
        (Standing.STALE, " (stale)",
         ("Jane said on 2026-11-22: X + Y. Stale: the answer was MIT + Z, and rested on other "
          "evidence than now.")),
        (Standing.AGREED, None,
         ("Jane said on 2026-11-22: X + Y. The tracker, which answered MIT + Z then, says the "
          "same now.")),
    ],
)  # fmt: skip
def test_how_a_correction_stands_is_said(standing: Standing, mark: str | None, told: str) -> None:
    (shown,) = table(corrected("license", about_artifact=False, standing=standing))
    found = behind.beside(shown).get("license", ())
    assert [each.brief for each in found] == (
        [f"Jane says X + Y{mark}"] if mark is not None else []
    )
    [(place, answer)] = behind.corrections(shown)
    assert (behind.told(answer.corrections[0]), behind.named(place)) == (told, "license")
    assert ("✎ Jane" in drawn(shown)) is (mark is not None)


def test_without_corrections_nothing_is_beside_an_answer() -> None:
    (shown,) = table(PLAIN)
    assert behind.corrections(shown) == ()
    assert behind.beside(shown) == {}
    assert "✎" not in drawn(shown)


def drawn(*rows: Row, width: int = 200) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, color_system=None, legacy_windows=False)
    console.print(terminal.render(rows, NOW))
    return out.getvalue()


def test_what_stands_behind_a_cell_is_of_the_official_ones_of_its_kind() -> None:
    model = artifact("https://huggingface.co/lab/m", Role.MODEL)
    data = artifact("https://huggingface.co/datasets/lab/d", Role.DATASET)
    copy = artifact("https://huggingface.co/else/m", Role.MODEL, Relation.THIRD_PARTY)
    shown = row(THERE, model, data, copy)
    for key, own in (("code", THERE), ("models", model), ("datasets", data)):
        assert behind.behind(key, shown) == (own.availability, own.depth)
    assert behind.behind("get", shown) == (PLAIN.summary,)
    assert behind.behind("license", shown) == (PLAIN.license,)
    assert behind.behind("promise", shown) == (PLAIN.promise, PLAIN.promises[0].verdict)
    assert behind.behind("since", shown) == (THERE.since,)
    assert behind.behind("since", row(artifact(depth=("placeholder",)))) == ()
    assert behind.behind("looked", shown) == behind.behind("nothing", shown) == ()
    assert behind.behind("identity", shown) == (THERE.identity, model.identity, data.identity)


# How much is shown --------------------------------------------------------------------------------


def test_a_change_shows_three_pieces_of_its_evidence() -> None:
    pieces = tuple(map(piece, range(5)))
    text = announcement.comment([change(evidence=pieces)])
    assert re.findall(r"<https://a\.org/(\d)>", text) == ["0", "1", "2"]


@pytest.mark.parametrize("scheme", ["https", "http"])
def test_a_piece_of_evidence_is_linked_quoted_and_dated(scheme: str) -> None:
    url = f"{scheme}://a.org/r/blob/abc/x`y"
    made = piece(0, url=url, quote="a|b", revision="swh:1:rev:`a`")
    text = announcement.comment([change(evidence=(made,))])
    shown = "a.org/r" if scheme == "https" else "http\\://a.org/r"
    assert f"  - “a\\|b” [{shown}](<{scheme}://a.org/r/blob/abc/x%60y>), `swh:1:rev:a`" in text
    assert text.rstrip().endswith("(looked 2026-11-20)")
    bare = announcement.comment([change(evidence=(piece(0, url="pkg:pypi/a"),))])
    assert "  - pkg:pypi/a (looked 2026-11-20)" in bare


def test_however_long_the_changes_are_the_last_line_says_how_many_are_left_out() -> None:
    for length in range(380, 440):
        changes = [change(subject=f"{number:05}", reason="x" * length) for number in range(200)]
        for text in (announcement.body(changes, NOW, NOW), announcement.comment(changes)):
            assert announcement.LIMIT - 700 < len(text) <= announcement.LIMIT
            shown = text.count("**arxiv:2503.00001**")
            assert f"- … and {200 - shown} more: `tracker diff` lists them all." in text
    assert announcement.LIMIT == 65_536


def test_of_very_many_changes_the_first_are_named() -> None:
    changes = [change(subject=str(number), reason="", paper="p") for number in range(1_502)]
    told = announcement.read_mark(announcement.body(changes, NOW, None))
    assert told is not None
    assert len(told.ids) == 1_500
    assert announcement.news(changes, told) == ()
    assert announcement.news(changes[::-1], told) == (changes[1501], changes[1500])


def test_the_mark_is_read_as_it_was_written_and_no_other() -> None:
    mark = "<!-- reproducibility-tracker:worse since={} told={} -->\nmore"
    since = NOW.isoformat()
    told = announcement.read_mark(mark.format(since, "0a,1b"))
    assert told == announcement.Announced(since=NOW, ids=frozenset(("0a", "1b")))
    for wrong in ((since, "0A"), ("2026-11-22", ""), ("2026-11-22T00:00:00", ""), ("x" * 41, "")):
        assert announcement.read_mark(mark.format(*wrong)) is None, wrong
    assert announcement.identity(change()) == announcement.identity(change(before="x", reason=""))
    for other in ("paper", "question", "subject", "after"):
        assert announcement.identity(change()) != announcement.identity(
            change(**{other: "x\ud800"})
        )


@pytest.mark.parametrize("over", [0, 1])
def test_a_report_is_cut_when_it_is_longer_than_a_job_may_show(over: int) -> None:
    def made(length: int) -> str:
        failures = {f"p{number}": "y" * 500 for number in range(length // 600)}
        return report.render((), None, changes=[], unreached=[], failures=failures)

    assert report.LIMIT == 1_000_000
    short = report._bounded("z" * 50 + "\n" + "y" * (report.LIMIT - 51 + over))
    assert ("did not fit" in short) is bool(over)
    assert len(short.encode()) <= report.LIMIT
    assert "did not fit" not in made(10_000)


@pytest.mark.parametrize("number", [199, 200, 201, 250])
def test_a_report_names_two_hundred_of_a_kind(number: int) -> None:
    text = report.render(
        (), None, changes=[change(subject=f"s{each}") for each in range(number)], unreached=[],
        failures={}, remarks=["One note."],
    )  # fmt: skip
    assert text.count("- **worse**") == min(number, 200)
    assert (f"- … and {number - 200} more" in text) is (number > 200)
    assert "… and 0" not in text
    assert "## Notes\n\n- One note.\n" in text
    assert "## Notebooks" not in text


def test_a_report_says_what_could_not_be_seen_by_its_reach_where_there_is_no_note() -> None:
    look = Observation(subject="https://a.org/r", reach=Reach.RATE_LIMITED, via="git", agent="t")
    text = report.render((), NOW, changes=[], unreached=[look], failures={})
    assert "- [a.org/r](<https://a.org/r>): rate-limited\n" in text


@pytest.mark.parametrize(("length", "whole"), [(599, True), (600, True), (601, False)])
def test_a_text_has_room_for_six_hundred_characters(length: int, whole: bool) -> None:
    assert LIMIT == 600
    assert clean("x" * length) == ("x" * length if whole else "x" * 599 + "…")
    assert clean("abc def", 5) == "abc…"
    assert clean(" a\u2028b\u00a0c\u3000d\te ") == "a b c d e"
    assert clean("a\ud800b\ue000c\u0378d\u200be\x00f") == "abcdef"


def test_documents_are_written_for_people_too() -> None:
    text = jsontable.render(table(PLAIN), NOW)
    assert text.startswith('{\n  "schema": "tracker-status/1",\n  "as_of": "2026-11-22')
    assert text.endswith("}\n")
    assert jsontable.plain(change())["question"] == "license"
    assert jsontable.plain(change()).keys() >= {"paper", "before", "after"}


def test_a_badge_is_one_short_line_in_the_colour_of_the_code() -> None:
    long = table(judged(license_=("L" * 100,)))[0]
    told = json.loads(badges.released(long))
    assert len(told["message"]) == 60
    assert told["message"].startswith("training · LLL")
    assert badges.released(long).endswith("}\n")
    for depth, colour in (("training", "green"), ("inference", "yellow"), ("unknown", "lightgrey")):
        (shown,) = table(judged(depth=(depth,)))
        assert json.loads(badges.released(shown))["color"] == colour
    assert [name for name, _ in badges.of_questions(long)] == [
        each.name for each in QUESTIONS if each.badge and each.column
    ]


# The page -----------------------------------------------------------------------------------------


def test_a_search_finds_a_paper_by_its_authors_and_forty_addresses() -> None:
    many = [artifact(f"https://a.org/{number:03}") for number in range(41)]
    made = holding(*many)
    paper = msgspec.structs.replace(made.paper, authors="Ada L. et al.")
    found = view.find(table(msgspec.structs.replace(made, paper=paper))[0])
    assert found.startswith("Ada L. et al. a.org/000 a.org/001")
    assert "a.org/039" in found
    assert "a.org/040" not in found
    long = view.find(row(*(artifact(f"https://a.org/{'x' * 200}{number}") for number in range(30))))
    assert len(long) == 3_000


def test_an_answer_on_the_page_has_its_remedies_rules_and_pieces_once() -> None:
    remedied = msgspec.structs.replace(THERE.depth, remedy="Do it.", evidence=())
    artifacts = [
        msgspec.structs.replace(
            artifact(f"https://a.org/{number}"),
            depth=msgspec.structs.replace(remedied, remedy=f"Do {number // 2}."),
            availability=msgspec.structs.replace(
                THERE.availability, evidence=(piece(number), piece(number))
            ),
        )
        for number in range(10)
    ]
    shown = {each.key: each for each in view.answers(row(*artifacts), 3)}
    code = shown["code"]
    assert code.remedies == ("Do 0.", "Do 1.", "Do 2.")
    assert code.rules == ("availability/1", "depth/1")
    assert [each.url for each in code.evidence] == [
        f"https://a.org/{number}" for number in range(3)
    ]
    assert code.left_out == 7
    assert shown["license"].left_out == 0
    assert [each.key for each in shown.values() if not each.marked] == ["get", "since", "looked"]
    assert (code.main, code.more) == ("10 × training", ())


def test_cells_sort_from_the_best_to_what_nobody_knows() -> None:
    def ordered(key: str, *made: PaperVerdicts) -> list[str]:
        return [
            next(each.order for each in view.answers(shown, 1) if each.key == key)
            for shown in table(*made)
        ]

    depths = ("complete", "training", "inference", "partial", "placeholder", "nothing")
    codes = ordered("code", *(judged(depth=(depth,)) for depth in depths), BARE)
    assert codes == sorted(codes)
    assert len(set(codes)) == len(codes)
    gone = ordered("code", judged(depth=("nothing",)), judged(available="removed"))
    assert gone[0] >= "2"
    assert gone[1] > codes[3]
    promises = ordered(
        "promise", *(judged(promise=word) for word in ("kept", "partly", "not kept"))
    )
    assert promises == sorted(promises)
    days = ordered("since", PLAIN, BARE)
    assert days == ["2025-03-17", "~"]
    copied = msgspec.structs.replace(BARE, summary=PLAIN.summary)
    looked = ordered("looked", PLAIN, copied, BARE)
    assert looked == [f"0{LOOKED.isoformat()}", f"1{LOOKED.isoformat()}", "~"]
    licences = ordered("license", judged(license_=("Z",)), judged(license_=("MIT",)))
    assert licences[1] == "0mit"
    assert len(ordered("license", judged(license_=("M" * 90,)))[0]) == 41


def test_the_figures_at_the_top_count_what_they_say() -> None:
    def count(*made: PaperVerdicts) -> dict[str, int]:
        return {each.label: each.number for each in view.figures(table(*made))}

    listed = holding(artifact(role=Role.LIST, depth=("complete",)))
    found = count(
        PLAIN, judged(depth=("inference",), license_=("NONE",)), judged(depth=("complete",)),
        judged(depth=("partial",), license_=("MIT", "conflict"), promise="not kept"),
        judged(license_=("NOASSERTION",)), listed, BARE,
    )  # fmt: skip
    assert found["papers"] == 7
    assert found["with training code"] == 3
    assert found["with inference code only"] == 1
    assert found["under one clear licence"] == 4
    assert found["kept all they promised"] == 5
    assert found["with a claim checked here"] == found["headline reproduced here"] == 0


def test_filters_show_twelve_words_the_most_frequent_ones() -> None:
    made = [judged(license_=(f"L-{number}",)) for number in range(14)]
    shown = table(*made, *made[5:])
    found = every(facets.facets(shown, [facets.values(each) for each in shown]))
    [licences] = [each for each in found if each.name == "license"]
    assert len(licences.choices) == 12
    assert {f"L-{number}" for number in range(5, 14)} <= {each.word for each in licences.choices}
    [code] = [each for each in found if each.name == "code"]
    assert [(each.word, each.papers) for each in code.choices] == [("training", 23)]
    assert facets.values(table(judged(license_=("a|b",)))[0])["license"] == ("a/b",)


def test_what_the_code_holds_is_filtered_from_everything_to_nothing() -> None:
    depths = ("nothing", "complete", "partial", "training", "placeholder", "inference")
    shown = table(*(judged(depth=(depth,)) for depth in depths), judged(available="removed"))
    found = every(facets.facets(shown, [facets.values(each) for each in shown]))
    [code] = [each for each in found if each.name == "code"]
    assert [each.word for each in code.choices] == [
        "complete", "training", "inference", "partial", "placeholder", "nothing", "removed",
    ]  # fmt: skip
    assert {each.word: each.tone for each in code.choices}["removed"] is Tone.POOR


def test_of_an_artifact_its_own_section_shows_what_tells_something() -> None:
    names = [question.name for question, _ in view.lines(THERE)]
    assert "license" not in names
    assert names[:2] == ["availability", "depth"]
    assert "same" in {answer.answer for _, answer in view.lines(THERE)}
    assert view.artifact_name(artifact("https://a.org/r", path="sub")) == "a.org/r › sub"
    assert view.artifact_name(artifact("https://a.org/r")) == "a.org/r"


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.name)
def test_what_an_answer_is_called_in_chinese_is_what_its_question_says(question: Question) -> None:
    known = words("zh")
    for each in question.answers:
        assert known.answers[each.word] == each.zh
        [said] = known.say(each.word)
        assert (said.text, said.language) == (each.zh, "zh")
    assert known(question.title) == question.zh
    if question.column:
        assert known(question.column.heading) == question.column.zh


def test_a_text_of_the_page_is_bounded_escaped_and_its_dates_stay_whole() -> None:
    say = speech.said(words("en"))
    assert say("a<b 2025-01-02") == 'a&lt;b <span class="date">2025-01-02</span>'
    assert len(say("x" * 3_000)) == 2_000
    zh = speech.said(words("zh"))
    assert '<span lang="en">unheard of</span>' in zh("kept; unheard of")
    assert 'lang="en"' in speech.english(words("zh"))("x")
    assert 'lang="en"' not in speech.english(words("en"))("x")
    assert speech.link("javascript:x", "a<") == "<bdi>a&lt;</bdi>"
    assert 'href="https://a.org/%22x"' in speech.link('https://a.org/"x', "a")


def test_a_promise_is_named_by_the_beginning_of_its_words() -> None:
    quote = "We will release the training code soon."
    [promised] = judged(text=quote).promises
    said = corrected("license", about_artifact=False).license.corrections
    answer = msgspec.structs.replace(promised.verdict, corrections=said)
    made = msgspec.structs.replace(
        judged(text=quote),
        promises=(msgspec.structs.replace(promised, verdict=answer),),
    )
    paper = msgspec.structs.replace(made.paper, corrections=(said[0].correction,))
    (shown,) = table(msgspec.structs.replace(made, paper=paper))
    [found] = behind.beside(shown)["promise"]
    assert found.label == "“We will release the tra…”"
    [(place, _)] = behind.corrections(shown)
    assert behind.named(place) == "promise “We will release the training code soon”"


def test_a_folder_is_named_with_its_repository() -> None:
    made = artifact("https://a.org/r", path="sub")
    page = markdown.render([row(made)], NOW)
    assert "**a.org/r, folder sub, depth**" in page
    assert "folder" not in markdown.render([row(THERE)], NOW)


def test_where_there_is_just_room_each_column_has_what_its_words_need() -> None:
    least, shares = [16, 11, 8], [4, 6, 2]
    assert terminal._widths(least, shares, 35) == least
    assert sum(terminal._widths(least, shares, 34)) <= 34
    for room in range(35, 200):
        widths = terminal._widths(least, shares, room)
        assert sum(widths) <= room
        assert all(width >= low for width, low in zip(widths, least, strict=True))
    assert terminal._widths(least, shares, 2) == [1, 1, 1]


def test_a_word_reads_as_where_it_stands_alone_then_as_where_it_stands_first() -> None:
    shown = table(judged(), judged(license_=("NONE",)), judged(license_=("MIT", "conflict")))
    said = [("A", "B"), ("A",), ("B", "A", "C")]
    held = [
        facets.values(each) | {"license": words} for each, words in zip(shown, said, strict=True)
    ]
    for order in (slice(None), slice(None, None, -1)):
        found = every(facets.facets(shown[order], held[order]))
        [licences] = [each for each in found if each.name == "license"]
        assert {each.word: each.tone for each in licences.choices} == {
            "A": Tone.POOR, "B": Tone.FAIR, "C": Tone.FAIR,
        }  # fmt: skip


def test_what_is_said_of_no_artifact_is_said_once_with_why() -> None:
    def named(shown: PaperVerdicts) -> dict[str, str]:
        return {question.name: one.reason for question, one in view.whole(shown)}

    quiet = next(each for each in QUESTIONS if each.name == "identity")
    silent = msgspec.structs.replace(THERE.identity, derived_from=(), reason="Nobody asked.")
    other = msgspec.structs.replace(silent, reason="Nor here.")
    assert not quiet.tells(silent)
    first = msgspec.structs.replace(THERE, identity=silent)
    second = msgspec.structs.replace(artifact(), identity=other)
    assert named(holding(first, second, first))["identity"] == "Nobody asked. Nor here."
    assert "identity" not in named(holding(THERE, second))
    assert "depth" not in named(PLAIN)


def test_one_thing_under_two_addresses_is_counted_once() -> None:
    again = msgspec.structs.replace(artifact(), same_as=URL)
    assert row(THERE, again).code.text == "training"
    assert row(THERE, artifact()).code.text == "2 × training"


def test_of_how_many_official_artifacts_somebody_has_looked_at_is_said() -> None:
    unseen = msgspec.structs.replace(
        THERE.availability, answers=("unknown",), as_of=None, evidence=()
    )
    part = row(THERE, msgspec.structs.replace(artifact(), availability=unseen))
    assert part.looked.text == "2026-11-20 (1 of 2 official)"
    assert part.looked.reason == (
        "Looked at on 2026-11-20 08:30 UTC: 1 of 2 official artifacts; 1 not looked at."
    )
    stored = msgspec.structs.replace(THERE.availability, evidence=())
    copied = row(THERE, msgspec.structs.replace(artifact(), availability=stored))
    assert copied.looked.reason.endswith("official artifacts; 1 shown from stored copies.")
    only = row(msgspec.structs.replace(THERE, availability=stored))
    assert only.looked.text == "never; stored copy not older than 2026-11-20"
    undated = msgspec.structs.replace(stored, as_of=None)
    old = row(msgspec.structs.replace(THERE, availability=undated))
    assert old.looked.text == "never; stored copy of an unknown day"
    assert old.code.text == row(THERE).code.text


def test_of_what_is_there_it_is_said_that_no_list_of_its_files_was_seen() -> None:
    unlisted = msgspec.structs.replace(THERE.depth, answers=("unknown",))
    half = msgspec.structs.replace(THERE.availability, answers=("available", "in part"))
    there = msgspec.structs.replace(THERE, depth=unlisted, availability=half)
    assert row(there).code.text == "files not seen"


def test_a_long_word_takes_no_more_room_than_others_need() -> None:
    long = judged(license_=("LicenseRef-" + "x" * 60,))
    lines = drawn(*table(long), width=90).splitlines()
    assert all(len(line) <= 90 for line in lines)
    found = {word for line in lines for word in re.split(r"[│┃\s]+", line)}
    assert {"arxiv:2503.00001", "2026-11-20", "Promises", "kept"} <= found


def test_a_paper_was_last_looked_at_when_any_of_its_artifacts_was() -> None:
    later = LOOKED + dt.timedelta(days=3)
    newer = msgspec.structs.replace(THERE.availability, evidence=(piece(0, observed_at=later),))
    other = msgspec.structs.replace(artifact(), availability=newer)
    for own in ((THERE, other), (other, THERE)):
        assert row(*own).looked.text == "2026-11-23"
        assert row(*own).looked_at == later


def test_what_is_seen_of_a_model_does_not_date_code_that_nobody_has_looked_at() -> None:
    unseen = msgspec.structs.replace(THERE.availability, answers=("unknown",), as_of=None)
    code = msgspec.structs.replace(artifact(depth=("unknown",)), availability=unseen)
    model = artifact("https://huggingface.co/lab/m", Role.MODEL, depth=("nothing",))
    assert row(code, model).since.text == "not known"


def test_of_an_answer_with_a_detail_both_are_said_in_chinese_or_neither() -> None:
    known = words("zh")
    for text in (
        "unheard of (archived)",
        "partial (unheard of)",
        "2 × unheard of",
        "kept, unheard",
    ):
        assert [(each.text, each.language) for each in known.say(text)] == [(text, "en")]


# Changes ------------------------------------------------------------------------------------------


def test_a_change_names_what_it_is_about() -> None:
    old = holding(artifact("https://a.org/r", path="sub"))
    new = holding(artifact("https://a.org/r", path="sub", availability=("removed",)))
    (found,) = compare(table(old), table(new))
    assert (found.subject, found.question) == ("https://a.org/r sub", "availability")
    assert (found.before, found.after, found.reason) == ("available", "removed", "A Paper")
    promised = judged(promise="not kept")
    subjects = [each.subject for each in compare(table(PLAIN), table(promised))]
    assert subjects == ["code: A Paper"]
    assert compare(table(judged(identity=("a", "b"))), table(judged(identity=("b", "a")))) == ()


def test_what_came_stands_before_what_went_and_evidence_stands_once() -> None:
    first, second = judged(paper="arxiv:1"), judged(paper="arxiv:2")
    found = compare(table(first), table(second))
    papers = [each.paper for each in found]
    assert papers == sorted(papers, reverse=True)
    twice = msgspec.structs.replace(THERE.depth, evidence=(piece(1), piece(2), piece(1)))
    made = msgspec.structs.replace(THERE, depth=twice)
    (came,) = [each for each in compare((), table(holding(made))) if each.question == "depth"]
    assert came.evidence == (piece(1), piece(2))


def test_evidence_is_dated_by_the_look_or_by_the_age_of_a_copy() -> None:
    old = dt.datetime(2025, 1, 2, tzinfo=dt.UTC)
    assert markdown.when(piece(0)) == "looked 2026-11-20"
    copy = piece(0, observed_at=None, not_before=old, source="stored copy")
    assert markdown.when(copy) == "stored copy, not older than 2025-01-02"
    assert markdown.when(piece(0, observed_at=None, source="registry")) == "registry"
    assert verdict("depth", "training", looked=False).as_of is None
