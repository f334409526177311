"""The first lines about a paper: what one may do with each part, and what nobody looked at."""

import itertools

import msgspec
import pytest

from tests.verdicts.made import CODE, PAPER, look
from tracker.licensing.uses import Allowed, Use
from tracker.model.evidence import Declaration, Facts, Place
from tracker.model.paper import Artifact, Relation, Role
from tracker.tables.brief import Brief, brief
from tracker.tables.rows import rows
from tracker.tables.uses import together
from tracker.verdicts import Tone, judge

MODELS = ("https://huggingface.co/lab/small", "https://huggingface.co/lab/large")
DATA = "https://huggingface.co/datasets/lab/data"
WHOLE = msgspec.structs.replace(
    PAPER,
    artifacts=(
        CODE,
        *(Artifact(role=Role.MODEL, url=url, relation=Relation.OFFICIAL, seen_in="README")
          for url in MODELS),
        Artifact(role=Role.DATASET, url=DATA, relation=Relation.OFFICIAL, seen_in="README"),
    ),
)  # fmt: skip
OPEN = ("MIT", "Apache-2.0", "CC-BY-NC-4.0")


def told(licences: dict[str, str | None]) -> Brief:
    """Return the brief where each address was looked at, and found under its licence or none."""
    book = {
        url: [look("2026-01-02", facts=Facts(licenses=declared(licence)), subject=url)]
        for url, licence in licences.items()
    }
    return brief(judge(WHOLE, book))


def declared(licence: str | None) -> tuple[Declaration, ...]:
    if licence is None:
        return ()
    return (Declaration(place=Place.FILE, path="LICENSE", expression=licence, quote=licence),)


def words(made: Brief, wanted: Use) -> tuple[str, ...]:
    (line,) = (each for each in made.uses if each.use == wanted)
    return (line.total.text, *(each.text for each in line.parts))


def test_each_part_has_its_own_answer_and_the_strictest_is_that_of_all() -> None:
    made = told({CODE.url: "MIT", **dict.fromkeys(MODELS, "CC-BY-NC-4.0"), DATA: "MIT"})
    assert made.parts == ("code", "weights", "data")
    assert words(made, Use.PRODUCT) == ("no", "yes if", "no", "yes if")
    assert made.unseen is None
    assert made.looked.text == "2026-01-02"


def test_what_others_released_makes_nothing_fresher() -> None:
    """The day is the one in the tables."""
    theirs = Artifact(
        role=Role.CODE,
        url="https://github.com/o/tool",
        relation=Relation.UPSTREAM,
        seen_in="README",
    )
    paper = msgspec.structs.replace(PAPER, artifacts=(CODE, theirs))
    book = {
        CODE.url: [look("2026-01-02")],
        theirs.url: [look("2026-03-04", subject=theirs.url)],
    }
    judged = judge(paper, book)
    assert brief(judged).looked.text == rows([judged])[0].looked.text == "2026-01-02"


def test_a_part_of_which_no_use_was_judged_cannot_be_told() -> None:
    judged = judge(PAPER, {CODE.url: [look("2026-01-02")]})
    [code] = judged.artifacts
    bare = msgspec.structs.replace(judged, artifacts=(msgspec.structs.replace(code, uses=()),))
    assert {line.parts[0].text for line in brief(bare).uses} == {"cannot say"}


def test_uses_of_which_the_same_is_said_are_one_row_and_none_is_left_out() -> None:
    uses = told({CODE.url: "CC-BY-NC-4.0", **dict.fromkeys(MODELS, "MIT"), DATA: "MIT"}).uses
    named = [(names.split(", "), group) for names, group in together(uses)]
    assert sorted(name for names, _ in named for name in names) == sorted(Use)
    for names, group in named:
        same = [use.use for use in uses if (use.total, use.parts) == (group.total, group.parts)]
        assert names == same
    free = told({CODE.url: "MIT-0", **dict.fromkeys(MODELS, "MIT-0"), DATA: "MIT-0"}).uses
    assert [names for names, _ in together(free)] == ["every use"]


def test_what_nobody_looked_at_is_said_and_is_never_green() -> None:
    made = told({CODE.url: "MIT"})
    assert words(made, Use.RESEARCH) == ("cannot say", "yes", "not looked at", "not looked at")
    assert [each.tone for each in made.uses[0].parts] == [Tone.GOOD, Tone.UNKNOWN, Tone.UNKNOWN]
    assert made.unseen == "3 of 4 artifacts, all official"
    assert made.unseen_names == ("lab/small", "lab/large", "lab/data")


def test_a_part_of_which_some_was_not_looked_at_is_not_allowed_yet() -> None:
    made = told({MODELS[0]: "MIT"})
    (line,) = (each for each in made.uses if each.use == Use.RESEARCH)
    assert line.parts[1].text == "yes, 1 of 2 not looked at"
    assert line.parts[1].tone is Tone.UNKNOWN


def test_one_that_forbids_a_use_settles_it_for_its_part() -> None:
    made = told({MODELS[0]: "CC-BY-NC-4.0"})
    assert words(made, Use.PRODUCT)[2] == "no"


@pytest.mark.parametrize("seen", list(itertools.product((True, False), repeat=4)))
def test_it_is_green_only_where_everything_was_looked_at(seen: tuple[bool, ...]) -> None:
    urls = (CODE.url, *MODELS, DATA)
    made = told({url: "MIT" for url, looked in zip(urls, seen, strict=True) if looked})
    green = all(each.total.tone is Tone.GOOD for each in made.uses if each.use == Use.RESEARCH)
    assert green is all(seen)
    for line in made.uses:
        for part, looked in zip(line.parts, (seen[0], all(seen[1:3]), seen[3]), strict=True):
            assert looked or part.tone is Tone.UNKNOWN


@pytest.mark.parametrize("licences", list(itertools.product(OPEN, repeat=2)))
def test_the_answer_for_all_is_no_more_permissive_than_that_of_any_part(
    licences: tuple[str, str],
) -> None:
    code, weights = licences
    made = told({CODE.url: code, **dict.fromkeys(MODELS, weights), DATA: "MIT"})
    order = list(Allowed)
    for line in made.uses:
        total, *parts = (order.index(Allowed(each.text)) for each in (line.total, *line.parts))
        assert total == max(parts)


def test_the_next_step_is_to_look_then_to_ask_the_authors_then_what_was_promised() -> None:
    assert told({CODE.url: "MIT"}).step == "Look again: `tracker run 2503.00001`."
    everything = dict.fromkeys((CODE.url, *MODELS, DATA), "MIT")
    assert "promises_read_in" in (told(everything).step or "")  # nobody has read any promise
    assert "authors" in (told(everything | {MODELS[0]: "CC-BY-NC-4.0"}).step or "")


def test_data_of_others_is_named_where_the_paper_released_none() -> None:
    theirs = Artifact(
        role=Role.DATASET,
        url="https://www.image-net.org",
        relation=Relation.THIRD_PARTY,
        seen_in="README",
    )
    paper = msgspec.structs.replace(PAPER, artifacts=(CODE, theirs))
    made = brief(judge(paper, {CODE.url: [look("2026-01-02")]}))
    assert made.parts == ("code",)
    assert made.theirs == "data: none of their own, 1 of others (www.image-net.org)"
    own = msgspec.structs.replace(theirs, relation=Relation.OFFICIAL, url=DATA)
    paper = msgspec.structs.replace(PAPER, artifacts=(CODE, theirs, own))
    assert brief(judge(paper, {})).theirs is None


def test_of_one_part_of_which_some_cannot_be_told_the_rest_is_said_and_is_not_green() -> None:
    """What nobody could read is not what the authors said of the rest, and opens nothing."""
    unclear = Facts(licenses=(Declaration(place=Place.FILE, path="LICENSE", quote="Some terms."),))
    other = msgspec.structs.replace(CODE, url="https://github.com/lab/fork")
    paper = msgspec.structs.replace(PAPER, artifacts=(CODE, other))
    book = {
        CODE.url: [look("2026-01-02", facts=Facts(licenses=declared("MIT")))],
        other.url: [look("2026-01-02", facts=unclear, subject=other.url)],
    }
    (line,) = (one for one in brief(judge(paper, book)).uses if one.use == Use.RESEARCH)
    assert line.parts[0].text == "yes, 1 of 2 cannot say"
    assert line.parts[0].tone is line.total.tone is Tone.UNKNOWN
    assert line.total.text == "cannot say"
