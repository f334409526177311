"""Observations: identity by content, and which looks say something."""

import datetime as dt
import itertools

import msgspec
import pytest

from tracker.model import swhid
from tracker.model.evidence import Facts, Observation, Reach
from tracker.model.paper import Depth, Paper, Registry, Titles

SEEN = Observation(
    subject="https://github.com/a/b",
    reach=Reach.VISIBLE,
    via="git",
    agent="tracker 0",
    facts=Facts(branch="main"),
    observed_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
)


def test_the_id_survives_storage() -> None:
    stored = msgspec.json.decode(msgspec.json.encode(SEEN), type=Observation)
    assert SEEN.id == stored.id


def test_any_other_content_has_another_id() -> None:
    other = msgspec.structs.replace(SEEN, facts=Facts(branch="master"))
    assert SEEN.id != other.id


def test_the_same_world_is_seen_at_another_time() -> None:
    later = msgspec.structs.replace(SEEN, observed_at=dt.datetime(2026, 2, 1, tzinfo=dt.UTC))
    assert SEEN.same_world(later)
    assert not SEEN.same_world(msgspec.structs.replace(later, reach=Reach.NOT_VISIBLE))


def test_four_reaches_say_nothing_about_the_artifact() -> None:
    silent = {reach.value for reach in Reach if not reach.says_something}
    assert silent == {"rate-limited", "unreachable", "bad-credentials", "error"}


def test_unknown_fields_are_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="surprise"):
        msgspec.convert({"id": "arxiv:1", "titles": {"en": "T"}, "surprise": 1}, Paper)


def test_a_swhid_of_content_is_the_blob_id_that_git_gives() -> None:
    r"""`printf 'hello\\n' | git hash-object --stdin`."""
    assert swhid.content(b"hello\n") == "swh:1:cnt:ce013625030ba8dba906f756967f9e9ca394464a"
    assert swhid.git_id(swhid.revision("a" * 40)) == "a" * 40


def test_depth_is_a_ladder() -> None:
    ladder = [Depth.NOTHING, Depth.PLACEHOLDER, Depth.PARTIAL, Depth.INFERENCE, Depth.TRAINING]
    assert all(high.reaches(low) for low, high in itertools.pairwise(ladder))
    assert not Depth.PARTIAL.reaches(Depth.INFERENCE)


@pytest.mark.parametrize("key", ["2503.14476", "arxiv:2503.14476", "2503.14476v2"])
def test_a_paper_is_found_by_any_form_of_its_id(key: str) -> None:
    paper = Paper(id="arxiv:2503.14476", titles=Titles(en="DAPO"))
    assert paper == Registry(papers=(paper,)).paper(key)


def test_a_paper_that_is_not_there_is_none() -> None:
    assert Registry().paper("2503.14476") is None
