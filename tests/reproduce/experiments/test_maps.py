"""The audit of the printed figures of MAPS."""

from decimal import Decimal

import msgspec
import pytest
from judged import checks, verdict

from tracker.reproduce.experiments.maps import Scores, Tables, audit, distance_from_share

PAPER = "2503.16905"
PRINTED = Tables()


def judged(check: str, tables: Tables) -> str:
    return verdict(PAPER, check, audit(tables).measurements)


def with_scores(**altered: str) -> Tables:
    scores = {name: Decimal(text) for name, text in altered.items()}
    return msgspec.structs.replace(PRINTED, maps=msgspec.structs.replace(PRINTED.maps, **scores))


@pytest.mark.parametrize(
    ("check", "answer"),
    [
        ("gain-over-best-baseline", "holds"),
        ("average-of-datasets", "holds"),
        ("emma-average", "holds"),
        ("gain-over-human-experts", "does not hold"),
        ("ablation-score-is-a-share", "does not hold"),
    ],
)
def test_what_follows_from_the_printed_scores_and_what_does_not(check: str, answer: str) -> None:
    assert judged(check, PRINTED) == answer


def test_every_check_of_the_paper_is_measured_with_its_control() -> None:
    names = {each.name for each in audit().measurements}
    asked = {each.measured for each in checks(PAPER).values()}
    assert asked | {each.control.measured for each in checks(PAPER).values()} == names


@pytest.mark.parametrize("check", ["gain-over-best-baseline", "average-of-datasets"])
@pytest.mark.parametrize(
    "altered", [{"mathvista": "79.70"}, {"emma": "58.33"}, {"olympiad": "31.06"}]
)
def test_one_answer_less_in_any_dataset_is_noticed(check: str, altered: dict[str, str]) -> None:
    assert judged(check, with_scores(**altered)) != "holds"


def test_an_altered_subject_score_is_noticed() -> None:
    altered = tuple(map(Decimal, ("53.00", "71.00", "51.00")))
    assert judged("emma-average", msgspec.structs.replace(PRINTED, maps_emma=altered)) != "holds"


def test_the_gain_over_humans_follows_once_the_physics_score_stands_for_emma() -> None:
    human = Scores(
        mathvista=PRINTED.human.mathvista, emma=Decimal("64.50"), olympiad=PRINTED.human.olympiad
    )
    as_in_v1 = msgspec.structs.replace(PRINTED, human=human)
    assert judged("gain-over-human-experts", as_in_v1) == "holds"


def test_a_score_of_300_problems_is_accepted_in_the_ablation() -> None:
    mended = msgspec.structs.replace(PRINTED, ablated_physics=Decimal("11.67"))
    assert judged("ablation-score-is-a-share", mended) == "holds"


def test_every_count_of_problems_gives_a_share_and_its_rounding_is_near_one() -> None:
    for right in range(301):
        rounded = round(Decimal(100 * right) / 300, 2)
        assert distance_from_share(rounded, 300) <= Decimal("0.005")


def test_the_picture_says_which_figure_is_off() -> None:
    plot = audit().plot()
    assert "gain over human experts: +3.557" in repr(plot)
    assert plot.png().startswith(b"\x89PNG")
