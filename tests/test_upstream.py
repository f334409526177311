"""What a model was made from is looked at too, through the Hub's own client."""

import os
from collections.abc import Callable
from typing import TypeAlias

import pytest

from servers import HubRepository, Weights, World
from tracker.hosts import hosts
from tracker.jobs import queries
from tracker.model.evidence import Observation, Reach
from tracker.model.paper import Registry
from tracker.model.verdict import PaperVerdicts
from tracker.sweep.looks import sweep
from tracker.sweep.upstreams import follow
from tracker.transport import Door
from tracker.transport.settings import Settings

Inhabit: TypeAlias = Callable[..., World]
MODEL = "https://huggingface.co/o/tuned"


def model(card: str) -> HubRepository:
    return HubRepository(card=f"---\n{card}\n---\n", files={"model.safetensors": Weights(10**9)})


def checked() -> PaperVerdicts:
    return queries.check(
        None, Registry(papers=()), MODEL, Settings.from_environment(os.environ)
    ).verdicts


def answers(judged: PaperVerdicts) -> dict[str, str]:
    return {each.use: each.verdict.answer for each in judged.artifacts[0].uses}


def test_terms_two_steps_up_reach_the_model_that_was_asked_about(inhabit: Inhabit) -> None:
    inhabit(
        hub={
            "models/o/tuned": model("license: apache-2.0\nbase_model: o/middle"),
            "models/o/middle": model("license: apache-2.0\nbase_model: o/root"),
            "models/o/root": model("license: cc-by-nc-4.0\nbase_model: o/tuned"),
        }
    )
    judged = checked()
    assert answers(judged)["product"] == "no"
    assert judged.artifacts[0].license.answers == ("Apache-2.0", "conflict")


def test_a_base_that_is_not_shown_leaves_the_uses_open(inhabit: Inhabit) -> None:
    inhabit(hub={"models/o/tuned": model("license: mit\nbase_model: o/gone")})
    assert answers(checked())["internal"] == "cannot say"


def test_training_data_is_looked_at_as_a_dataset(inhabit: Inhabit) -> None:
    inhabit(
        hub={
            "models/o/tuned": model("license: mit\ndatasets:\n- o/data"),
            "datasets/o/data": HubRepository(card="---\nlicense: cc-by-nc-4.0\n---\n"),
        }
    )
    assert answers(checked())["internal"] == "yes if"


@pytest.mark.parametrize("card", ["license: mit", "license: mit\nbase_model: o/tuned"])
def test_nothing_is_looked_at_twice(inhabit: Inhabit, card: str) -> None:
    inhabit(hub={"models/o/tuned": model(card)})
    with Door(Settings.from_environment(os.environ)) as door:
        seen: list[Observation] = list(sweep([MODEL], door, hosts()))
        assert seen[0].reach is Reach.VISIBLE
        assert list(follow(seen, door, hosts())) == []
