"""What an artifact holds where a README, a list of packages or the place of a file is not known."""

from collections.abc import Mapping, Sequence

import msgspec
import pytest

from tests.verdicts.made import CODE, NO_FACTS, PAPER, look, tree
from tests.verdicts.test_depth import PINNED, passage, thing
from tests.verdicts.test_half_looks import sighting
from tracker.model.evidence import Facts, Passage, Reach, ReadingList, Tree
from tracker.model.paper import Artifact, Role
from tracker.model.unread import Piece, Unread
from tracker.model.verdict import IN_PART, Verdict
from tracker.verdicts import judge
from tracker.verdicts.depth import QUESTION, judge_depth
from tracker.verdicts.trail import trail

TEXTS = (Piece.README, Piece.CARD, Piece.LINKS)
"""Pieces that may say that code is a copy, and the first two that the training is to come."""
PACKAGES = (Piece.REQUIREMENTS, Piece.METADATA)


def gap(piece: Piece, what: str = "README.md") -> Unread:
    return Unread(piece=piece, what=what, why="was not read")


def judged(
    listing: Tree,
    *missing: Unread,
    facts: Facts = NO_FACTS,
    artifact: Artifact = CODE,
) -> Verdict:
    """Return what the judge itself says, before the gate that all answers pass."""
    facts = msgspec.structs.replace(facts, tree=listing)
    seen = msgspec.structs.replace(look("2026-01-01", facts=facts).observation, unread=missing)
    return judge_depth(artifact, trail(artifact.url, [sighting(seen)]))


# A README that was not read may say anything ----------------------------------------------------


@pytest.mark.parametrize("piece", Piece)
@pytest.mark.parametrize(
    ("paths", "whole", "least"),
    [
        (("bignet/train.py",), "training", "partial"),
        (("bignet/demo.py",), "inference", "partial"),
        (("train/loop.py",), "training", "partial"),
        (("train/loop.py", "demo.py"), "training", "inference"),
        (("bignet/train.py", "demo.py"), "training", "inference"),
        (("train.py",), "training", "training"),
        (("bignet/a.py",), "partial", "partial"),
    ],
)
def test_code_that_may_be_a_copy_or_to_come_counts_as_little_as_it_may_be(
    paths: Sequence[str], whole: str, least: str, piece: Piece
) -> None:
    verdict = judged(tree(*paths), gap(piece))
    to_come = not any("bignet" in path for path in paths)  # of which no link tells anything
    weaker = piece in TEXTS and least != whole and not (to_come and piece is Piece.LINKS)
    assert verdict.answers[0] == (least if weaker else whole)
    told = ", unless its README says that it is a copy or still to come"
    assert (told in verdict.reason) is weaker


def test_one_folder_of_a_repository_does_not_hold_a_training_that_is_to_come() -> None:
    """Where a README says so of the whole, nobody knows whether it means that folder."""
    listing = tree("lab/train/loop.py")
    verdict = judged(listing, gap(Piece.README), artifact=thing(Role.CODE, "lab"))
    assert verdict.answers[0] == "training"
    assert judged(listing, gap(Piece.README)).answers[0] == "partial"


def test_an_unpacked_archive_of_its_own_name_is_its_own_whatever_the_readme_says() -> None:
    listing = tree("src/zebra-main/demo.py", "src/zebra-main/README.md", "a.py")
    assert judged(listing, gap(Piece.LINKS)).answers == ("partial",)
    own = msgspec.structs.replace(CODE, url="https://github.com/lab/zebra")
    assert judged(listing, gap(Piece.LINKS), artifact=own).answers == ("inference",)


def test_what_may_be_a_copy_in_a_listing_that_was_cut_is_not_known() -> None:
    listing = tree("bignet/demo.py", "bignet/LICENSE", omitted=3)
    assert judged(listing).answers == ("inference",)
    assert judged(listing, gap(Piece.README)).answers == ("unknown",)


READING = ReadingList(path="README.md", papers=9, works=0, entries=9, pieces=9, sections=1)


@pytest.mark.parametrize("piece", Piece)
def test_a_repository_without_code_may_be_a_list_where_its_readme_was_not_read(
    piece: Piece,
) -> None:
    verdict = judged(tree("README.md"), gap(piece))
    assert verdict.answers == (
        ("placeholder", "in part") if piece in (Piece.README, Piece.LINKS) else ("placeholder",)
    )
    named = "README.md was not read" in verdict.reason
    assert named is (piece in (Piece.README, Piece.LINKS))
    code = judged(tree("model.py"), gap(piece))
    assert code.answers == ("partial",)
    folder = judged(tree("a/README.md"), gap(piece), artifact=thing(Role.CODE, "a"))
    assert folder.answers == ("placeholder",), "the README of the whole is another one"


def test_a_list_is_told_of_the_whole_and_not_of_a_folder_of_it() -> None:
    listed = Facts(reading_list=READING)
    whole = judged(tree("README.md"), facts=listed)
    assert whole.answers == ("placeholder", "curated list")
    assert whole.remedy == QUESTION.remedy_for("curated list")
    folder = judged(tree("a/README.md"), facts=listed, artifact=thing(Role.CODE, "a"))
    assert folder.answers == ("placeholder",)
    assert judged(tree("model.py"), facts=listed).answers == ("partial",)


# Whether its scripts find what they import --------------------------------------------------------

WHOLE = Facts(environments=PINNED)
FINDS_ALL = msgspec.structs.replace(WHOLE, unresolved=())


@pytest.mark.parametrize("piece", Piece)
def test_it_is_not_complete_while_the_packages_that_it_imports_are_not_known(piece: Piece) -> None:
    listing = tree("train.py", "infer.py", "requirements.txt")
    verdict = judged(listing, gap(piece, "setup.py"), facts=WHOLE)
    unproven = piece in PACKAGES
    less = unproven or piece in {Piece.README, Piece.CARD}  # which may say that more is to come
    assert verdict.answers == (("training",) if less else ("complete",))
    told = "missing for complete: whether its scripts find what they import (setup.py was not read)"
    assert (told in verdict.reason) is unproven
    known = judged(listing, gap(piece, "setup.py"), facts=FINDS_ALL)
    assert "whether its scripts find what they import" not in known.reason


def test_the_packages_of_another_folder_prove_nothing_of_this_one() -> None:
    listing = tree("a/train.py", "a/infer.py", "a/requirements.txt")
    own = msgspec.structs.replace(PINNED[0], path="a/requirements.txt")
    facts = Facts(environments=(own,))
    folder = thing(Role.CODE, "a")
    for what, answer in (("a/setup.py", "training"), ("b/setup.py", "complete")):
        missing = gap(Piece.REQUIREMENTS, what)
        assert judged(listing, missing, facts=facts, artifact=folder).answers == (answer,), what


def test_less_than_complete_is_not_doubted_for_its_imports() -> None:
    missing = gap(Piece.REQUIREMENTS, "setup.py")
    verdict = judged(tree("train.py"), missing, facts=WHOLE)
    assert "whether its scripts find" not in verdict.reason
    assert judged(tree("demo.py"), missing, facts=WHOLE).answers == ("inference",)


@pytest.mark.parametrize("piece", PACKAGES)
def test_that_no_file_lists_the_environment_is_not_said_where_one_was_not_read(
    piece: Piece,
) -> None:
    verdict = judged(
        tree("train.py", "infer.py"), gap(piece, "setup.cfg"),
        facts=Facts(environments=(), unresolved=()),
    )  # fmt: skip
    assert verdict.answers == ("training",)
    assert "a pinned environment (setup.cfg was not read whole)" in verdict.reason
    other = judged(
        tree("train.py", "infer.py"), gap(Piece.SCRIPT, "a.py"),
        facts=Facts(environments=(), unresolved=()),
    )  # fmt: skip
    assert "no file lists what must be installed" in other.reason


# Which pieces tell anything of an artifact --------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "paths", "pieces"),
    [
        (Role.MODEL, ("a.bin",), {Piece.CONTENT}),
        (Role.MODEL, ("README.md",), {Piece.LISTING, Piece.PATHS}),
        (Role.DATASET, ("README.md",), {Piece.LISTING, Piece.PATHS}),
        (Role.LIST, ("README.md",), {Piece.README, Piece.CONTENT}),
        (Role.LIST, ("a.png",), {Piece.LISTING, Piece.PATHS, Piece.README}),
        (Role.CODE, ("train.py",), {*TEXTS, *PACKAGES, Piece.LISTING, Piece.PATHS, Piece.SCRIPT}),
        (Role.CODE, ("demo.py",), {*TEXTS, Piece.LISTING, Piece.PATHS, Piece.METADATA}),
    ],
)  # fmt: skip
def test_an_answer_is_weakened_by_the_pieces_that_could_tell_otherwise(
    role: Role, paths: Sequence[str], pieces: set[Piece]
) -> None:
    artifact = thing(role)
    paper = msgspec.structs.replace(PAPER, artifacts=(artifact,))
    seen = look("2026-01-01", facts=Facts(tree=tree(*paths))).observation
    whole = judge(paper, {seen.subject: [sighting(seen)]}).artifacts[0].depth
    weakened = set()
    for piece in Piece:
        half = msgspec.structs.replace(seen, unread=(gap(piece, "a.txt"),))
        verdict = judge(paper, {seen.subject: [sighting(half)]}).artifacts[0].depth
        if verdict.answers != whole.answers:
            weakened.add(piece)
    assert weakened == pieces


@pytest.mark.parametrize("piece", [*PACKAGES, Piece.SCRIPT, Piece.README, Piece.LISTING])
def test_what_lies_in_another_folder_tells_nothing_of_this_one(piece: Piece) -> None:
    """A README, and the listing, tell of the whole wherever they lie."""
    folder = thing(Role.CODE, "a")
    paper = msgspec.structs.replace(PAPER, artifacts=(folder,))
    seen = look("2026-01-01", facts=Facts(tree=tree("a/train.py"))).observation
    for what in ("a/x", "b/x", "ab/x"):
        half = msgspec.structs.replace(seen, unread=(gap(piece, what),))
        depth = judge(paper, {seen.subject: [sighting(half)]}).artifacts[0].depth
        inside = what == "a/x" or piece in {Piece.README, Piece.LISTING}
        assert (IN_PART in depth.answers) is inside, what


# Folders of which files are counted and not listed ------------------------------------------------

SMALL = thing(Role.MODEL, "small")


def counted(*paths: str, more: Mapping[str, Mapping[str, int]] | None, files: int) -> Tree:
    """Return a listing with files of which the paths are not kept.

    Parameters
    ----------
    more
        How many of which ending lie in which folder; None: that is not kept either.
    """
    listed = tree(*paths)
    suffixes = dict(listed.suffixes)
    for inside in (more if more is not None else {"": {".bin": files - len(paths)}}).values():
        for ending, count in inside.items():
            suffixes[ending] = suffixes.get(ending, 0) + count
    return msgspec.structs.replace(listed, files=files, suffixes=suffixes, assets=more)


@pytest.mark.parametrize(
    ("more", "answer", "reason"),
    [
        ({"small": {".bin": 2}, "other": {".bin": 5, ".gguf": 1}}, "complete",
         "It holds weights: 2 .bin, on"),
        ({"small/a": {".bin": 2}, "small/b": {".bin": 1}}, "complete",
         "It holds weights: 3 .bin, on"),
        ({"small2": {".bin": 2}}, "placeholder", "It holds no weights"),
        ({"other/small": {".bin": 2}}, "placeholder", "It holds no weights"),
        ({"": {".bin": 2}}, "placeholder", "It holds no weights"),
        (None, "unknown",
         "Of its .bin files it is not kept whether they lie in this folder"),
    ],
)  # fmt: skip
def test_weights_count_in_the_folder_in_which_they_are_counted(
    more: Mapping[str, Mapping[str, int]] | None, answer: str, reason: str
) -> None:
    listing = counted("small/README.md", more=more, files=9)
    verdict = judged(listing, artifact=SMALL)
    assert verdict.answers == (answer,)
    assert reason in verdict.reason
    assert judged(listing, artifact=thing(Role.MODEL)).answers == ("complete",), "of the whole"


def test_a_folder_of_which_no_path_is_kept_is_there_where_files_are_counted_in_it() -> None:
    there = counted("README.md", more={"small": {".bin": 2}}, files=3)
    assert judged(there, artifact=SMALL).answers == ("complete",)
    not_there = counted("README.md", more={"other": {".bin": 2}}, files=3)
    verdict = judged(not_there, artifact=SMALL)
    assert (verdict.answers, verdict.reason) == (
        ("nothing",), "It has no folder small/, on 2026-01-01.",
    )  # fmt: skip
    not_kept = judged(counted("README.md", more=None, files=3), artifact=SMALL)
    assert not_kept.answers == ("unknown",)
    assert "which images and data lie in it is not kept" in not_kept.reason
    all_listed = judged(counted("README.md", more=None, files=1), artifact=SMALL)
    assert all_listed.answers == ("nothing",)
    cut = judged(tree("README.md", omitted=1), artifact=SMALL)
    assert cut.answers == ("unknown",)
    assert cut.reason.startswith("The listing was cut before small/")


def test_only_endings_of_which_more_are_counted_than_listed_may_lie_anywhere() -> None:
    listing = counted("small/README.md", "a.bin", more=None, files=2)
    assert judged(listing, artifact=SMALL).answers == ("placeholder",)
    hidden = counted("small/README.md", "a.bin", more=None, files=3)
    assert judged(hidden, artifact=SMALL).answers == ("unknown",)
    images = msgspec.structs.replace(listing, files=3, suffixes={".md": 1, ".bin": 1, ".png": 1})
    assert judged(images, artifact=SMALL).answers == ("placeholder",)


def test_without_a_listing_it_is_known_whether_it_is_there_and_empty() -> None:
    def said(facts: Facts = NO_FACTS, role: Role = Role.CODE, via: str = "git") -> Verdict:
        seen = msgspec.structs.replace(look("2026-01-01", facts=facts).observation, via=via)
        return judge_depth(thing(role), trail(CODE.url, [sighting(seen)]))

    assert said(Facts(is_empty=True)).reason == "It holds no file, seen on 2026-01-01."
    assert said(Facts(is_empty=True)).answers == ("nothing",)
    assert said().reason == "It is there, on 2026-01-01; its files were not asked for."
    assert [piece.quote for piece in said().evidence] == [said().reason.rstrip(".")]
    assert said(role=Role.PAGE).answers == ("complete",)
    assert said(role=Role.PAGE, via="package-index").answers == ("unknown",)
    nobody = judge_depth(CODE, trail(CODE.url, ()))
    assert nobody.reason == "No look has shown it yet."
    assert [piece.source for piece in nobody.evidence] == ["registry"]
    gone = judge_depth(CODE, trail(CODE.url, [look("2026-01-01", Reach.NOT_VISIBLE)]))
    assert gone.answers == ("unknown",)


# What the texts of a folder tell of it ------------------------------------------------------------


def test_what_is_told_of_other_folders_is_not_told_of_this_one() -> None:
    folder = thing(Role.CODE, "a")
    listing = tree("a/main.py", "b/main.py")
    for about, path, answer in (
        ("a/main.py", "a/setup.py", "inference"),
        ("a/main.py", "setup.py", "partial"),
        ("b/main.py", "a/setup.py", "partial"),
    ):
        command = Passage(path=path, line=1, about=about)
        verdict = judged(listing, facts=Facts(commands=(command,)), artifact=folder)
        assert verdict.answers == (answer,), (about, path)
    outside = Facts(commands=(Passage(path="a/setup.py", line=1, about="b/main.py"),))
    alike = tree("a/b/main.py", "b/main.py")
    assert judged(alike, facts=outside, artifact=folder).answers == ("partial",)
    for about, answer in (("a/main.py", "training"), ("b/main.py", "partial")):
        facts = Facts(training_scripts=(passage(about),))
        assert judged(listing, facts=facts, artifact=folder).answers == (answer,)
    to_come = Facts(training_to_come=(passage("Training: soon"),))
    assert judged(tree("a/train/x.py"), facts=to_come, artifact=folder).answers == ("training",)
    assert judged(tree("a/train/x.py"), facts=to_come).answers == ("partial",)


def test_what_a_readme_says_is_told_where_something_is_missing() -> None:
    said = Facts(
        announced=(passage("Code soon"),), training_to_come=(passage("Training soon", 9),),
        absent=(passage("a.py", 11),), unresolved=(), environments=PINNED,
    )  # fmt: skip
    whole = judged(tree("train.py", "infer.py"),
                   facts=msgspec.structs.replace(said, training_to_come=()))  # fmt: skip
    assert whole.answers == ("complete",)
    assert "soon" not in whole.reason
    assert "a.py, which is not there" in whole.reason
    less = judged(tree("infer.py"), facts=said)
    assert "says “Code soon”" in less.reason
    assert "“Training soon”" in less.reason
    nothing = judged(tree("README.md"), facts=Facts(announced=said.announced),
                     artifact=thing(Role.DATASET))  # fmt: skip
    assert "says “Code soon”" in nothing.reason
    cut = judged(tree("README.md", omitted=1), facts=said, artifact=thing(Role.DATASET))
    assert "soon" not in cut.reason
    page = judged(tree("README.md"), facts=said, artifact=thing(Role.PAGE))
    assert "soon" not in page.reason


def test_what_cannot_be_run_is_told_first_beside_its_rung() -> None:
    lost = (passage("models"),)
    loose = (msgspec.structs.replace(PINNED[0], pinned=1),)
    for paths, environments, answers in (
        (("train.py", "infer.py"), PINNED, ("training", "not runnable")),
        (("train.py", "infer.py"), loose, ("training", "not runnable", "environment not pinned")),
        (("infer.py",), PINNED, ("inference", "not runnable")),
        (("eval/a.py",), PINNED, ("partial", "not runnable", "evaluation only")),
    ):
        facts = Facts(environments=environments, unresolved=lost)
        assert judged(tree(*paths), facts=facts).answers == answers


def test_of_a_readme_without_an_entry_that_was_not_read_whole_it_is_said_that_it_is_there() -> None:
    empty = msgspec.structs.replace(READING, papers=0, entries=0)
    reasons = [
        judged(tree("README.md"), gap(Piece.README), facts=facts, artifact=thing(Role.LIST)).reason
        for facts in (NO_FACTS, Facts(reading_list=empty),
                      Facts(reading_list=msgspec.structs.replace(empty, papers=1, entries=1)))
    ]  # fmt: skip
    there = "A document is there, and README.md was not read, on 2026-01-01."
    assert reasons[:2] == [there, there]
    assert reasons[2].startswith("README.md links 1 papers and 0 other works")


def test_of_code_that_is_not_known_the_readme_is_not_quoted_either() -> None:
    cut = Tree(files=2, suffixes={".md": 1, ".py": 1}, paths=("README.md",), omitted=1)
    said = Facts(announced=(passage("Code soon"),), absent=(passage("a.py"),))
    verdict = judged(cut, facts=said)
    assert verdict.answers == ("unknown",)
    assert "README.md" not in verdict.reason
    assert "Code soon" in judged(tree("README.md"), facts=said).reason
