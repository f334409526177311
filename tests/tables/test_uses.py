"""What one may do with a paper, in few words: never better than its parts."""

import itertools

import msgspec
import pytest

from tests.verdicts.made import CODE, PAPER, look
from tracker.model.evidence import Declaration, Facts, Place, Sighting
from tracker.model.paper import Artifact, Relation, Role
from tracker.model.verdict import PaperVerdicts
from tracker.tables.rows import rows
from tracker.tables.uses import UseOfPaper, Wording, in_lines, tone_of, uses_of
from tracker.verdicts import Tone, judge

MODEL = "https://huggingface.co/lab/model"
WEIGHTS = Artifact(role=Role.MODEL, url=MODEL, relation=Relation.OFFICIAL, seen_in="README")


def under(url: str, *licences: str) -> dict[str, list[Sighting]]:
    """Return a look at an address that declares these, each in a place of its own."""
    places = (Place.FILE, Place.PACKAGE, Place.BADGE)
    declared = tuple(
        Declaration(place=place, path=f"{place.value}.txt", expression=licence, quote=licence)
        for place, licence in zip(places, licences, strict=False)
    )
    return {url: [look("2026-01-02", facts=Facts(licenses=declared), subject=url)]}


def judged(book: dict[str, list[Sighting]], *more: Artifact) -> PaperVerdicts:
    return judge(msgspec.structs.replace(PAPER, artifacts=(CODE, *more)), book)


def lines(verdicts: PaperVerdicts) -> tuple[str, ...]:
    return in_lines(uses_of(verdicts), verdicts)


@pytest.mark.parametrize(
    ("licences", "weights", "told"),
    [
        (("MIT-0",), None, ("every use: yes",)),
        (("MIT",), None, ("product, redistribution: yes if", "research, internal, training: yes")),
        (("MIT-0",), (), ("every use: cannot say", "code yes", "weights not looked at")),
        (("MIT-0",), ("MIT-0",), ("every use: yes",)),
        (
            ("MIT-0",), ("CC-BY-NC-4.0",),
            ("product, internal: no", "code yes", "weights no",
             "research: yes", "redistribution, training: yes if"),
        ),
        ((), None, ("product, internal, redistribution, training: no", "research: cannot say")),
        (("MIT-0", "0BSD"), None, ("every use: yes if", "two licences are declared: keep to both")),
        (
            ("MIT-0", "0BSD", "Unlicense"), None,
            ("every use: yes if", "the licences declared disagree: keep to each"),
        ),
        (
            ("MIT-0", "CC-BY-NC-4.0"), None,
            ("product, internal: no", "research, redistribution, training: yes if"),
        ),
    ],
)  # fmt: skip
def test_a_product_comes_first_then_why_by_parts_then_what_differs(
    licences: tuple[str, ...], weights: tuple[str, ...] | None, told: tuple[str, ...]
) -> None:
    book = under(CODE.url, *licences) | (under(MODEL, *weights) if weights else {})
    assert lines(judged(book, *(() if weights is None else (WEIGHTS,)))) == told


def test_a_paper_that_released_nothing_is_said_to_be_unclear() -> None:
    bare = judge(msgspec.structs.replace(PAPER, artifacts=()), {})
    assert lines(bare) == ("every use: cannot say",)
    (row,) = rows([bare])
    assert row.more["use"].reason.endswith("No official code, model or dataset is named.")
    assert in_lines((), bare) == ()


@pytest.mark.parametrize("tones", list(itertools.product(Tone, repeat=3)))
def test_a_cell_reads_well_only_where_every_use_does(tones: tuple[Tone, ...]) -> None:
    made = tuple(
        UseOfPaper(use=str(number), total=Wording(text="x", tone=tone), parts=(), reason="")
        for number, tone in enumerate(tones)
    )
    reads = tone_of(made)
    assert (reads is Tone.GOOD) is (set(tones) == {Tone.GOOD})
    if Tone.UNKNOWN in tones:
        assert reads in (Tone.UNKNOWN, Tone.POOR)
    if reads is Tone.POOR:
        assert set(tones) <= {Tone.POOR, Tone.UNKNOWN}
    assert tone_of(made[::-1]) is reads


def test_the_reason_of_the_cell_names_uses_of_which_the_same_is_concluded_together() -> None:
    (row,) = rows([judged(under(CODE.url, "MIT-0"))])
    assert row.more["use"].reason == (
        "Research, internal, product, redistribution, training: MIT-0 allows it."
    )
    assert len(row.more["use"].evidence) == 1
