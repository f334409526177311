"""What an artifact is said to be where one piece of it was not read whole."""

import msgspec
import pytest

from tests.verdicts.made import CODE, PAPER, at, look, tree
from tracker.model.evidence import Environment, Facts, Observation, Reach, Sighting
from tracker.model.paper import Artifact, Relation, Role
from tracker.model.unread import Piece, Unread
from tracker.model.verdict import IN_PART, PaperVerdicts
from tracker.verdicts import judge
from tracker.verdicts.reproduction import QUESTION as REPRODUCTION

MODEL = Artifact(
    role=Role.MODEL,
    url="https://huggingface.co/lab/m",
    relation=Relation.OFFICIAL,
    seen_in="README",
)
FOLDER = msgspec.structs.replace(CODE, path="dapo")
LOCK = Environment(path="uv.lock", listed=3, pinned=3, locked=True)
TRAINING = Facts(tree=tree("train.py"))
COMPLETE = Facts(
    tree=tree("train.py", "generate.py", "uv.lock"), environments=(LOCK,), unresolved=()
)
INFERENCE = Facts(tree=tree("generate.py"))
SOME = Facts(tree=tree("a.py"))
README_ONLY = Facts(tree=tree("README.md"))
EMPTY = Facts(is_empty=True)
WEIGHTS = Facts(gate="manual", tree=tree("a.safetensors"))


def judged(
    artifact: Artifact, facts: Facts, piece: Piece | None, *, what: str = "x", via: str = "git"
) -> PaperVerdicts:
    missing = () if piece is None else (Unread(piece=piece, what=what, why="was not read"),)
    whole = look("2026-01-01", facts=facts, subject=artifact.url).observation
    half = msgspec.structs.replace(whole, unread=missing, via=via)
    paper = msgspec.structs.replace(PAPER, artifacts=(artifact,))
    return judge(paper, {artifact.url: [sighting(half)]})


def sighting(seen: Observation) -> Sighting:
    return Sighting(id=seen.id, observation=seen, observed_at=seen.observed_at)


@pytest.mark.parametrize(
    ("artifact", "facts", "piece", "there", "holds"),
    [
        (CODE, TRAINING, Piece.STATE, "available, in part", "training"),
        (CODE, TRAINING, Piece.LISTING, "available", "training, in part"),
        (CODE, TRAINING, Piece.PATHS, "available", "training, in part"),
        (CODE, TRAINING, Piece.README, "available", "training, in part"),
        (CODE, TRAINING, Piece.SCRIPT, "available", "training, in part"),
        (CODE, TRAINING, Piece.METADATA, "available", "training, in part"),
        (CODE, TRAINING, Piece.TAGS, "available", "training"),
        (CODE, COMPLETE, Piece.SCRIPT, "available", "training, in part"),
        (CODE, COMPLETE, Piece.README, "available", "training, in part"),
        (CODE, COMPLETE, Piece.PATHS, "available", "complete"),
        (CODE, INFERENCE, Piece.PATHS, "available", "inference, in part"),
        (CODE, INFERENCE, Piece.README, "available", "inference, in part"),
        (CODE, INFERENCE, Piece.SCRIPT, "available", "inference"),
        (CODE, SOME, Piece.PATHS, "available", "partial, in part"),
        (CODE, SOME, Piece.README, "available", "partial, in part"),
        (CODE, SOME, Piece.SCRIPT, "available", "partial"),
        (CODE, README_ONLY, Piece.PATHS, "available, in part", "unknown"),
        (CODE, README_ONLY, Piece.README, "placeholder", "placeholder, in part"),
        (CODE, EMPTY, Piece.LISTING, "available, in part", "unknown"),
        (CODE, EMPTY, Piece.PATHS, "available, in part", "unknown"),
        (CODE, EMPTY, Piece.README, "empty", "nothing"),
        (MODEL, WEIGHTS, Piece.STATE, "gated, in part", "complete"),
        (MODEL, WEIGHTS, Piece.LISTING, "gated", "complete"),
        (MODEL, WEIGHTS, Piece.README, "gated", "complete"),
        (MODEL, WEIGHTS, Piece.SCRIPT, "gated", "complete"),
        (MODEL, Facts(gate="manual"), Piece.LISTING, "gated, in part", "unknown"),
        (MODEL, Facts(gate="manual"), Piece.PATHS, "gated, in part", "unknown"),
        (CODE, Facts(archived=True), Piece.LISTING, "archived, in part", "unknown"),
        (CODE, Facts(archived=True), Piece.PATHS, "archived, in part", "unknown"),
        (CODE, Facts(archived=True), Piece.STATE, "archived", "unknown"),
        (CODE, Facts(archived=True), Piece.README, "archived, in part", "unknown"),
        (CODE, Facts(archived=True), Piece.LINKS, "archived, in part", "unknown"),
        (MODEL, Facts(gate="manual"), Piece.README, "gated", "unknown"),
    ],
)
def test_what_was_not_read_weakens_what_it_could_tell_otherwise(
    artifact: Artifact, facts: Facts, piece: Piece, there: str, holds: str
) -> None:
    (verdicts,) = judged(artifact, facts, piece).artifacts
    assert ", ".join(verdicts.availability.answers) == there
    assert ", ".join(verdicts.depth.answers) == holds


@pytest.mark.parametrize(("what", "weaker"), [("dapo/a.py", True), ("other/a.py", False)])
def test_a_script_of_another_folder_tells_nothing_of_this_one(what: str, *, weaker: bool) -> None:
    facts = Facts(tree=tree("dapo/train.py", "other/a.py"))
    (verdicts,) = judged(FOLDER, facts, Piece.SCRIPT, what=what).artifacts
    assert (IN_PART in verdicts.depth.answers) is weaker


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (SOME, "Some code, of which not all was read"),
        (INFERENCE, "Inference code, of which not all was read"),
    ],
)
def test_the_line_of_a_paper_does_not_say_what_is_missing_in_what_was_not_read(
    facts: Facts, words: str
) -> None:
    assert judged(CODE, facts, Piece.PATHS).summary.answer.startswith(f"{words}; ")
    assert words not in judged(CODE, facts, None).summary.answer


def test_a_move_is_told_by_whoever_names_the_place() -> None:
    new = "https://github.com/lab/new"
    moved = Facts(moved_to=new, name="lab/new", tree=tree("a.py"))
    for via in ("git", "http", "github-graphql"):
        (verdicts,) = judged(CODE, moved, None, via=via).artifacts
        assert verdicts.availability.answers == ("moved",), via


def test_an_api_that_prints_the_name_takes_a_move_back_and_one_that_does_not_leaves_it() -> None:
    moved = look("2026-01-01", facts=Facts(moved_to="https://github.com/lab/new"))
    for facts, words in ((Facts(name="lab/code"), ("available",)), (Facts(), ("moved",))):
        later = msgspec.structs.replace(
            look("2026-01-02", Reach.VISIBLE, facts).observation, via="github-graphql",
            observed_at=at("2026-01-02"),
        )  # fmt: skip
        paper = msgspec.structs.replace(PAPER, artifacts=(CODE,))
        (verdicts,) = judge(paper, {CODE.url: [moved, sighting(later)]}).artifacts
        assert verdicts.availability.answers == words


@pytest.mark.parametrize(("before", "answer"), [(("half", "whole"), "removed"),
                                                (("whole", "half"), "unknown")])  # fmt: skip
def test_that_it_was_removed_rests_on_the_last_look_that_saw_it(
    before: tuple[str, str], answer: str
) -> None:
    state = Unread(piece=Piece.STATE, what="its id", why="was not told by the API")
    seen = [
        msgspec.structs.replace(
            look(day, facts=SOME).observation, unread=(state,) if how == "half" else ()
        )
        for day, how in zip(("2026-01-01", "2026-01-02"), before, strict=True)
    ]
    gone = [look(day, Reach.NOT_VISIBLE) for day in ("2026-02-01", "2026-03-01")]
    paper = msgspec.structs.replace(PAPER, artifacts=(CODE,))
    (verdicts,) = judge(paper, {CODE.url: [*map(sighting, seen), *gone]}).artifacts
    assert verdicts.availability.answers == (answer,)


def test_what_a_full_attempt_needs_is_an_answer_and_any_other_words_are_none() -> None:
    assert REPRODUCTION.word_for("needs 8 GPUs") == "needs 8 GPUs"
    assert REPRODUCTION.word_for("8 GPUs") is None
