"""The Hub's page of a paper: what is named there, and whose cards carry the tag."""

from collections.abc import Callable
from typing import TypeAlias

import pytest

from servers import ArxivEntry, HubRepository, World
from tracker.hosts.huggingface.paper_pages import Mentions
from tracker.model.evidence import Observation, Reach
from tracker.transport import Door, Settings

Inhabit: TypeAlias = Callable[..., World]
Sight: TypeAlias = Callable[..., Observation]

PAGE = "https://huggingface.co/papers/2503.00001"
TAGGED = "---\ntags: [x]\n---\n# M\nhttps://arxiv.org/abs/2503.00001\n"
ENTRY = ArxivEntry(title="A", github_repo="https://github.com/o/r", project_page="https://a.b.org")


def lively(inhabit: Inhabit, **papers: ArxivEntry) -> World:
    return inhabit(
        hub={"models/o/m": HubRepository(card=TAGGED), "datasets/o/d": HubRepository(card=TAGGED),
             "models/o/unrelated": HubRepository(card="# U")},
        papers=papers or {"2503.00001": ENTRY},
    )  # fmt: skip


def test_only_pages_of_papers_are_identified() -> None:
    host = Mentions()
    assert host.identify(PAGE) is not None
    for url in ("https://huggingface.co/papers", "https://huggingface.co/o/m", PAGE + "/x"):
        assert host.identify(url) is None


def test_the_page_and_the_tags_are_told_apart(inhabit: Inhabit, sight: Sight) -> None:
    lively(inhabit)
    look = sight(PAGE)
    assert (look.reach, look.subject, look.via) == (Reach.VISIBLE, PAGE, "hub-api")
    assert [(each.url, each.how) for each in look.facts.mentions or ()] == [
        ("https://a.b.org/", "paper page"),
        ("https://github.com/o/r", "paper page"),
        ("https://huggingface.co/datasets/o/d", "arXiv tag"),
        ("https://huggingface.co/o/m", "arXiv tag"),
    ]


def test_a_paper_without_a_page_may_still_have_tagged_cards(inhabit: Inhabit, sight: Sight) -> None:
    lively(inhabit, other=ENTRY)
    look = sight(PAGE)
    assert {each.how for each in look.facts.mentions or ()} == {"arXiv tag"}
    assert look.note == "the Hub has no page of this paper"


@pytest.mark.parametrize("path", ["/api/papers/*", "/api/models", "/api/datasets"])
@pytest.mark.parametrize("kind", ["429", "500", "html", "garbage", "cut"])
def test_half_a_look_says_nothing(inhabit: Inhabit, sight: Sight, path: str, kind: str) -> None:
    lively(inhabit).fault("huggingface.co", kind, path)
    look = sight(PAGE)
    assert not look.reach.says_something
    assert look.facts.mentions is None


def test_three_requests_are_enough(inhabit: Inhabit) -> None:
    world = lively(inhabit)
    with Door(Settings()) as door:
        [locator] = filter(None, [Mentions().identify(PAGE)])
        list(Mentions().observe([locator], door))
    assert len([each for each in world.requests if each.method == "GET"]) == 3
