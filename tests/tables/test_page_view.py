"""What the page shows and filters by: each cell with what stands behind it, words with counts."""

import msgspec
import pytest

from tests.tables.made_reproductions import results
from tests.tables.made_reproductions import row as with_claims
from tests.tables.made_rows import PLAIN, judged, table, verdict
from tests.verdicts.made_runs import USED, check, claim, result
from tracker.model.check import Tier
from tracker.model.paper import Artifact, Relation, Role
from tracker.model.verdict import ArtifactVerdicts, PaperVerdicts, UseVerdict
from tracker.tables.page import facets, view
from tracker.tables.rows import Row
from tracker.verdicts import Tone

GONE = judged(available="removed", promise="not kept", license_=("NONE",))
ARCHIVED = judged(available="archived", depth=("complete",))
ROWS = table(PLAIN, GONE, ARCHIVED)
THERE = PLAIN.artifacts[0]
USES = ("product", "research", "internal", "redistribution", "training")
UNSAID = {f"use-{use}": ("cannot say",) for use in USES}


def another(
    role: Role = Role.CODE, relation: Relation = Relation.OFFICIAL, path: str | None = None
) -> ArtifactVerdicts:
    """Return what is known of another artifact, which holds as much as the first."""
    artifact = Artifact(role=role, url="https://x.org/a", relation=relation, seen_in="", path=path)
    return msgspec.structs.replace(THERE, artifact=artifact, subject=artifact.url)


def holding(*artifacts: ArtifactVerdicts, of: PaperVerdicts = PLAIN) -> Row:
    return table(msgspec.structs.replace(of, artifacts=artifacts))[0]


def every(groups: tuple[facets.FacetGroup, ...]) -> list[facets.Facet]:
    """Return the filters, those of one heading after another."""
    return [facet for group in groups for facet in group.facets]


def test_the_cells_of_a_row_and_the_rules_behind_them() -> None:
    found = view.answers(ROWS[0], 1)
    assert [(each.key, each.text, each.rules, each.order) for each in found] == [
        ("get", "A Paper; since 2025-03-17", ("summary/1",), "0a paper; since 2025-03-17"),
        ("code", "training", ("availability/1", "depth/1"), "02"),
        ("models", "none named", (), "3none named"),
        ("datasets", "none named", (), "3none named"),
        ("license", "MIT", ("license/1",), "0mit"),
        ("use", "cannot say", (), "3cannot say"),
        ("promise", "1 kept", ("promise/1",), "0"),
        ("reproduction", "not attempted", ("reproduction/1",), "3not attempted"),
        ("since", "2025-03-17", ("since/1",), "2025-03-17"),
        ("looked", "2026-11-20", (), "02026-11-20T08:30:00+00:00"),
    ]
    assert [each.label for each in found if not each.marked] == [
        "What you get", "Since", "Last looked",
    ]  # fmt: skip
    assert [(len(each.evidence), each.left_out) for each in found[:3]] == [(1, 0), (1, 1), (0, 0)]
    assert [(len(each.evidence), each.left_out) for each in view.answers(ROWS[0], 9)][1] == (2, 0)


def test_what_is_gone_sorts_behind_what_is_there() -> None:
    order = {row.code.text: view.answers(row, 1)[1].order for row in ROWS}
    assert sorted(order, key=order.__getitem__) == ["complete (archived)", "training", "removed"]
    since = [view.answers(row, 1)[8].order for row in ROWS]
    assert since == ["2025-03-17", "~", "2025-03-17"]
    promises = [view.answers(row, 1)[6].order for row in ROWS]
    assert promises == ["0", "3", "0"]


def test_a_paper_that_nobody_looked_at_sorts_last() -> None:
    never = with_claims(claim(check("one")))
    assert view.answers(never, 1)[9].order == "~"
    assert view.answers(never, 1)[1].order == "3~"


def test_what_would_help_is_said_with_the_cell_three_things_at_most() -> None:
    helped = [
        msgspec.structs.replace(
            THERE, depth=msgspec.structs.replace(THERE.depth, remedy=f"Do {number}.")
        )
        for number in (1, 2, 2, 3, 4)
    ]
    [code] = [each for each in view.answers(holding(*helped), 1) if each.key == "code"]
    assert code.remedies == ("Do 1.", "Do 2.", "Do 3.")


def test_behind_the_cells_of_models_and_datasets_are_those_of_the_paper() -> None:
    mine, others = another(Role.MODEL), another(Role.MODEL, Relation.UPSTREAM)
    row = holding(THERE, mine, others, another(Role.DATASET))
    rules = {each.key: each.rules for each in view.answers(row, 1)}
    assert rules["models"] == rules["datasets"] == ("availability/1", "depth/1")
    assert not dict.fromkeys(
        each.rules for each in view.answers(holding(THERE, others), 1) if each.key == "models"
    ).keys() - {()}


def test_the_counts_at_the_top() -> None:
    exact, one = check("exact", Tier.EXACT), check("one")
    tried = with_claims(
        claim(exact, headline=True), claim(one, name="c2"),
        runs=(result(exact, used=(USED,)), *results(one)),
    )  # fmt: skip
    only_tried = with_claims(claim(exact), runs=(result(exact, used=(USED,)),))
    allowed = UseVerdict(use="product", verdict=verdict("use", "yes if"))
    [for_product] = table(
        msgspec.structs.replace(
            judged(depth=("partial",), license_=("NONE",), promise="open"), uses=(allowed,)
        )
    )
    inference = table(judged(depth=("inference",)))[0]
    found = view.figures((*ROWS, tried, only_tried, for_product, inference))
    assert {each.label: each.number for each in found} == {
        "papers": 7,
        "with training code": 3,
        "with inference code only": 1,
        "under one clear licence": 3,
        "kept all they promised": 3,
        "may go into a product": 1,
        "with a claim checked here": 2,
        "headline reproduced here": 1,
    }


def test_a_list_is_no_code_to_train_and_two_licences_are_not_one() -> None:
    listed = another(Role.LIST)
    whole = msgspec.structs.replace(
        listed, depth=msgspec.structs.replace(listed.depth, answers=("complete",))
    )
    counts = {each.label: each.number for each in view.figures([holding(whole)])}
    assert counts["with training code"] == 0
    two = table(judged(license_=("MIT", "Apache-2.0")), judged(license_=("NOASSERTION",)))
    counts = {each.label: each.number for each in view.figures(two)}
    assert counts["under one clear licence"] == 0


def test_the_lines_of_an_artifact_and_of_a_paper() -> None:
    lines = [question.name for question, _ in view.lines(THERE)]
    assert lines == ["availability", "depth", "since", "identity", "archived"]
    assert [question.name for question, _ in view.whole(PLAIN)] == ["elsewhere"]


def test_an_artifact_is_named_with_its_folder_and_a_paper_is_found_by_both() -> None:
    folder = another(path="dapo")
    assert view.artifact_name(folder) == "x.org/a › dapo"
    assert view.artifact_name(THERE) == "github.com/lab/code"
    of = msgspec.structs.replace(PLAIN, paper=msgspec.structs.replace(PLAIN.paper, authors="Li"))
    assert view.find(holding(THERE, folder, of=of)) == "Li github.com/lab/code x.org/a"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://github.com/o/r/blob/abc/src/a.py", "github.com/o/r › src/a.py"),
        ("https://gitlab.com/o/r/-/blob/abc/a.py", "gitlab.com/o/r › a.py"),
        ("https://github.com/o/r/tree/abc", "github.com/o/r"),
        ("https://github.com/o/r/tree/abc/b/c", "github.com/o/r › b/c"),
        ("http://example.org/", "example.org"),
    ],
)
def test_an_address_as_a_person_reads_it(url: str, name: str) -> None:
    assert view.name(url) == name


def test_a_paper_is_found_by_what_its_code_holds_and_how_it_stands() -> None:
    found = [facets.values(row) for row in ROWS]
    assert found == [
        {"code": ("training",), "license": ("MIT",), "promise": ("kept all",),
         "reproduction": ("not attempted",), **UNSAID},
        {"code": ("removed",), "license": ("NONE",), "promise": ("not kept",),
         "reproduction": ("not attempted",), **UNSAID},
        {"code": ("complete", "archived"), "license": ("MIT",), "promise": ("kept all",),
         "reproduction": ("not attempted",), **UNSAID},
    ]  # fmt: skip


def test_the_filters_count_their_words_and_show_the_deepest_first() -> None:
    found = every(facets.facets(ROWS, [facets.values(row) for row in ROWS]))
    assert [
        (each.name, each.title, [(one.word, one.papers, one.tone.value) for one in each.choices])
        for each in found
    ] == [
        ("code", "Code", [("complete", 1, "good"), ("training", 1, "good"),
                          ("removed", 1, "poor"), ("archived", 1, "good")]),
        ("license", "Licence", [("MIT", 2, "good"), ("NONE", 1, "poor")]),
        *((f"use-{use}", use, [("cannot say", 3, "unknown")]) for use in USES),
        ("promise", "Promises", [("kept all", 2, "good"), ("not kept", 1, "poor")]),
        ("reproduction", "Reproduction", [("not attempted", 3, "unknown")]),
    ]  # fmt: skip
    assert [(tone.value, papers) for tone, papers in found[0].tones] == [("good", 2), ("poor", 1)]


def test_of_what_counts_as_code_the_own_comes_first_then_a_list() -> None:
    listed, foreign = another(Role.LIST), another(Role.CODE, Relation.UPSTREAM)
    unknown = msgspec.structs.replace(
        another(), depth=msgspec.structs.replace(THERE.depth, answers=("unknown",))
    )
    assert facets.official_code(holding(unknown, listed, foreign, THERE)) == [THERE, unknown]
    assert facets.official_code(holding(listed, foreign)) == [listed]
    assert facets.code(holding(foreign)) == ("none named",)
    whole = msgspec.structs.replace(
        listed, depth=msgspec.structs.replace(listed.depth, answers=("complete",))
    )
    assert facets.code(holding(whole)) == ("curated list",)
    unseen = judged(available="unknown", depth=("unknown",))
    assert facets.code(table(unseen)[0]) == ("not looked at",)
    for state in ("moved", "gated", "archived"):
        assert facets.code(table(judged(available=state))[0]) == ("training", state)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://x.org/a/blob/main/b/c.py#L3", "x.org/a › b/c.py#L3"),
        ("http://x.org/a/-/blob/main/b.py", "x.org/a › b.py"),
        ("https://x.org/a/tree/main/folder", "x.org/a › folder"),
        ("https://x.org/a/tree/main", "x.org/a"),
        ("https://x.org/a/", "x.org/a"),
        ("https://x.org/a/blob/main/blob/b.py", "x.org/a › blob/b.py"),
    ],
)
def test_an_address_is_read_as_a_place_and_what_lies_in_it(url: str, name: str) -> None:
    assert view.name(url) == name


@pytest.mark.parametrize(
    ("url", "shown"),
    [("http://x.org/", True), ("https://x.org/", True), ("ftp://x.org/", False), ("", False),
     (None, False), ("http:/x.org", False)],
)  # fmt: skip
def test_only_web_addresses_are_links(url: str | None, shown: bool) -> None:
    assert (view.web(url) is not None) is shown


@pytest.mark.parametrize("length", [80, 81])
def test_a_word_to_filter_by_has_at_most_80_letters(length: int) -> None:
    row = table(judged(license_=("LicenseRef-" + "x" * (length - 11),)))[0]
    [word] = facets.values(row)["license"]
    assert len(word) == 80
    assert word.endswith("x") is (length == 80)


def test_a_word_reads_as_the_cells_in_which_it_stands_alone() -> None:
    """Whatever it is joined with elsewhere, and whichever paper comes first."""
    alone, joined = judged(license_=("MIT",)), judged(license_=("MIT", "conflict"))
    for order in ((alone, joined), (joined, alone)):
        shown = table(*order)
        found = every(facets.facets(shown, [facets.values(row) for row in shown]))
        [licences] = [each for each in found if each.name == "license"]
        tones = {each.word: each.tone for each in licences.choices}
        counts = {each.word: each.papers for each in licences.choices}
        assert (tones["MIT"], counts["MIT"]) == (Tone.GOOD, 2)
        assert tones["conflict"] is not Tone.GOOD
        assert dict(licences.tones) == {Tone.GOOD: 1, Tone.FAIR: 1}


def test_words_of_a_question_stand_in_its_order() -> None:
    shown = table(judged(promise="kept"), judged(promise="open"), judged(promise="not kept"))
    found = every(facets.facets(shown, [facets.values(row) for row in shown]))
    assert {each.name for each in found} >= {"code", "license", "promise", "reproduction"}
    assert all(choice.papers for each in found for choice in each.choices)
