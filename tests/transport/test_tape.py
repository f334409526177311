"""A recording answers as the hosts did, without a connection and without a secret."""

import base64
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias
from urllib.parse import quote

import pytest

from servers import ArxivEntry, HubRepository, Page, Repository, World
from tracker.errors import ConfigurationError, TransportFault
from tracker.hosts import hosts
from tracker.model.evidence import Observation
from tracker.sweep.looks import sweep
from tracker.transport import Door, Settings

Inhabit: TypeAlias = Callable[..., World]

_URLS = (
    "https://github.com/o/r",
    "https://github.com/o/missing",
    "https://gitlab.com/o/r",
    "https://huggingface.co/o/m",
    "https://huggingface.co/datasets/o/gone",
    "https://arxiv.org/abs/2503.14476",
    "https://a.example.org/",
    "https://b.example.org/",
)


@pytest.fixture
def lively(inhabit: Inhabit) -> World:
    """Return a world with one thing of each kind, and one host in trouble."""
    repository = Repository(files={"README.md": "# r", "src/a.py": "1", "b": b"\xff\x00"})
    world = inhabit(
        repositories={"github.com/o/r": repository, "gitlab.com/o/r": repository},
        hub={"models/o/m": HubRepository(card="# m", files={"LICENSE": "x"}, gated="auto")},
        papers={"2503.14476": ArxivEntry(title="A paper")},
        pages={"https://a.example.org/": Page(body="<title>A</title>"),
               "https://b.example.org/": Page()},
    )  # fmt: skip
    world.fault("b.example.org", "500")
    return world


def _looks(settings: Settings) -> dict[str, Observation]:
    with Door(settings) as door:
        return {each.subject: each for each in sweep(_URLS, door, hosts())}


def _same(first: dict[str, Observation], second: dict[str, Observation]) -> Sequence[str]:
    return [subject for subject in first if not first[subject].same_world(second[subject])]


@pytest.mark.parametrize("given", [False, True], ids=["stranger", "token"])
def test_a_replay_sees_what_was_seen_and_asks_nobody(
    lively: World, tmp_path: Path, given: bool
) -> None:
    tokens = {"github_token": lively.github_token, "hf_token": lively.hub_token} if given else {}
    first = _looks(Settings(record=tmp_path / "tape", cache=tmp_path / "cache", **tokens))  # type: ignore[arg-type]
    asked = len(lively.requests)
    lively.repositories.clear()
    again = _looks(Settings(replay=tmp_path / "tape", cache=tmp_path / "cache"))
    assert len(lively.requests) == asked
    assert not _same(first, again)
    recorded = max(each.observed_at for each in first.values() if each.observed_at)
    assert all(each.observed_at and each.observed_at <= recorded for each in again.values())
    assert {each.note for each in again.values()} == {each.note for each in first.values()}
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for token in tokens.values():
        assert token.encode() not in written


def test_a_host_that_repeats_a_token_is_recorded_without_it(lively: World, tmp_path: Path) -> None:
    token = "hf_7Yx=secret/OfARun"
    basic = base64.b64encode(f"user:{token}".encode()).decode()
    body = f"\xff {token} {quote(token, safe='')} {basic} é"
    lively.pages["https://a.example.org"] = Page(body=body)
    with Door(Settings(record=tmp_path, hf_token=token)) as door:
        door.http.get("https://a.example.org/")
    with Door(Settings(replay=tmp_path)) as door:
        told = door.http.get("https://a.example.org/").text
    assert token not in told
    assert quote(token, safe="") not in told
    assert basic[8:] not in told
    assert told.startswith("\xff ***")
    assert told.endswith(" é")


def test_what_was_not_asked_then_is_out_of_reach(lively: World, tmp_path: Path) -> None:
    with Door(Settings(record=tmp_path)) as door:
        door.http.get("https://a.example.org/")
    asked = len(lively.requests)
    with Door(Settings(replay=tmp_path)) as door:
        assert door.http.get("https://a.example.org/").text == "<title>A</title>"
        with pytest.raises(TransportFault, match="not asked in the recording") as caught:
            door.http.get("https://a.example.org/other")
    assert caught.value.reach == "unreachable"
    assert len(lively.requests) == asked


def test_answers_to_the_same_question_come_in_their_order(lively: World, tmp_path: Path) -> None:
    url = "https://a.example.org/"
    with Door(Settings(record=tmp_path)) as door:
        door.http.get(url)
        lively.pages["https://a.example.org"] = Page(body="later")
        door.http.get(url)
    with Door(Settings(replay=tmp_path)) as door:
        told = [door.http.get(url).text for _ in range(3)]
    assert told == ["<title>A</title>", "later", "later"]


def test_a_recording_that_was_cut_off_still_plays(lively: World, tmp_path: Path) -> None:
    with Door(Settings(record=tmp_path)) as door:
        door.http.get("https://a.example.org/")
    assert lively.requests
    with (tmp_path / "exchanges.jsonl").open("ab") as file:
        file.write(b'{"method": "GE')
    with Door(Settings(replay=tmp_path)) as door:
        assert door.http.get("https://a.example.org/").status == 200


@pytest.mark.parametrize("about", [None, "{}", '{"format": "other/9"}', "nonsense"])
def test_a_folder_without_a_recording_is_named(tmp_path: Path, about: str | None) -> None:
    if about is not None:
        (tmp_path / "recording.json").write_text(about)
    with pytest.raises(ConfigurationError, match="no recording"):
        Door(Settings(replay=tmp_path))
