"""Folders that hold somebody else's project, as it is or changed."""

import msgspec
import pytest

from tests.verdicts.made import CODE
from tests.verdicts.test_depth import holds
from tracker.model.evidence import Facts, Passage
from tracker.verdicts.depth.levels import code

THEIRS = "https://github.com/them/bignet"


def naming(*links: str, adapted: tuple[str, ...] = ()) -> Facts:
    def passages(urls: tuple[str, ...]) -> tuple[Passage, ...]:
        return tuple(Passage(path="README.md", line=1, about=url) for url in urls)

    return Facts(links=passages((*links, *adapted)), adapted=passages(adapted), unresolved=())


@pytest.mark.parametrize(
    ("folder", "copied"),
    [
        ("bignet-main", True), ("bignet-master", True), ("them_bignet_main", True),
        ("libs/them_bignet_master", True), ("bignet_main", False), ("code-main", False),
        ("net-main", False), ("mainframe", False),
    ],
)  # fmt: skip
def test_an_archive_that_was_unpacked_beside_the_code_is_a_copy(folder: str, copied: bool) -> None:
    verdict = holds("demo.py", f"{folder}/train.py", f"{folder}/README.md")
    assert verdict.answers == (("inference",) if copied else ("training",))
    assert ("copied from other projects left out" in verdict.reason) is copied


@pytest.mark.parametrize(
    "paths",
    [
        ("bignet-main/train.py", "bignet-main/README.md"),
        ("README.md", "bignet-main/train.py", "bignet-main/demo.py", "bignet-main/README.md"),
        ("demo.py", "bignet-main/train.py"),
        ("demo.py", "code-main/train.py", "code-main/README.md"),
    ],
)
def test_an_archive_that_is_all_there_is_or_no_project_is_no_copy(paths: tuple[str, ...]) -> None:
    assert holds(*paths).answers[0] == "training"


def test_a_folder_of_the_repositorys_own_name_is_no_copy_of_itself() -> None:
    own = msgspec.structs.replace(CODE, url="https://github.com/lab/BigNet")
    paths = ("demo.py", "bignet-main/train.py", "bignet-main/README.md")
    assert holds(*paths, artifact=own).answers == ("training",)
    assert holds(*paths).answers == ("inference",)


@pytest.mark.parametrize(
    ("paths", "answers"),
    [
        (("bignet/model.py", "bignet/serve/cli.py"), ("inference", "modified copy")),
        (("bignet/model.py", "bignet/train/train.py"), ("partial", "modified copy")),
        (("bignet/model.py", "bignet/a.py", "train.py"), ("training", "modified copy")),
        (("bignet/eval/a.py", "bignet/eval/b.py"),
         ("partial", "evaluation only", "modified copy")),
        (("bignet/model.py", "run.sh"), ("partial", "modified copy")),
    ],
)  # fmt: skip
def test_the_code_of_a_fork_counts_but_not_the_trainings_that_came_with_it(
    paths: tuple[str, ...], answers: tuple[str, ...]
) -> None:
    verdict = holds(*paths, facts=naming(adapted=(THEIRS,)))
    assert verdict.answers == answers
    assert "bignet/ is a modified copy of a project that its README names" in verdict.reason


@pytest.mark.parametrize(
    ("paths", "facts"),
    [
        (("bignet/cli.py",), naming(THEIRS)),
        (("bignet/cli.py", "bignet/LICENSE"), naming(adapted=(THEIRS,))),
        (("bignet/cli.py", "bignet/README.md"), naming(adapted=(THEIRS,))),
        (("bignet/cli.py", "a.py", "b.py"), naming(adapted=(THEIRS,))),
        (("third_party/bignet/cli.py",), naming(adapted=(THEIRS,))),
    ],
    ids=["thanked", "licensed", "whole project", "a small part", "vendored"],
)
def test_what_is_only_thanked_or_a_project_of_its_own_or_a_small_part_is_left_out(
    paths: tuple[str, ...], facts: Facts
) -> None:
    assert not {"modified copy", "inference"} & set(holds(*paths, facts=facts).answers)


@pytest.mark.parametrize(
    "link",
    ["https://huggingface.co/datasets/them/bignet", "https://huggingface.co/them/bignet",
     "https://huggingface.co/spaces/them/bignet", "https://github.com/lab/bignet",
     "https://bignet.example.org"],
)  # fmt: skip
def test_a_data_set_a_model_or_ones_own_project_of_that_name_makes_no_copy(link: str) -> None:
    assert holds("bignet/train.py", facts=naming(link)).answers == ("training",)
    assert "modified copy" not in holds("bignet/a.py", facts=naming(adapted=(link,))).answers


def test_what_was_left_out_is_told_where_only_its_name_or_licence_says_that_it_is_a_copy() -> None:
    told = "copied from other projects left out"
    assert told not in holds("demo.py", "third_party/x/a.py").reason, "its folder says it"
    reason = holds("demo.py", "third_party/x/a.py", "lens/LICENSE", "lens/.github/a.yml",
                   "lens/a.py").reason  # fmt: skip
    assert f"; 2 pieces of code {told}" in reason
    one = holds("demo.py", "lens/LICENSE", "lens/.github/a.yml", "lens/a.py").reason
    assert f"; 1 piece of code {told}" in one
    assert told not in holds("demo.py", "lens/LICENSE", "lens/.github/a.yml").reason


def test_names_alone_are_read_where_no_text_gives_a_hint() -> None:
    held = code({".py": 1}, ("train/loop.py",), whole=True)
    assert held.answers[0] == "training"


@pytest.mark.parametrize(
    ("paths", "changed"),
    [
        (("bignet/a.py", "x.py"), True),
        (("bignet/a.py", "x.py", "y.py"), False),
        (("bignet/a.py", "bignet/b.py", "x.py"), True),
    ],
)
def test_half_of_the_code_is_most_of_it(paths: tuple[str, ...], *, changed: bool) -> None:
    verdict = holds(*paths, facts=naming(adapted=(THEIRS,)))
    assert ("modified copy" in verdict.answers) is changed


def test_a_linked_project_deeper_down_is_a_copy_with_its_metadata_alone() -> None:
    bare = ("demo.py", "src/libs/bignet/train.py")
    assert holds(*bare, facts=naming(THEIRS)).answers == ("training",)
    whole = (*bare, "src/libs/bignet/setup.py")
    assert holds(*whole, facts=naming(THEIRS)).answers == ("inference",)
    above = ("demo.py", "bignet/bignet/train.py", "bignet/bignet/LICENSE")
    assert "; 1 piece of code copied" in holds(*above, facts=naming(THEIRS)).reason, "once"
    short = naming("https://github.com/them/nets")
    assert holds("nets/train.py", facts=short).answers == ("training",), "four letters"
    five = naming("https://github.com/them/netss")
    assert holds("netss/train.py", facts=five).answers == ("partial", "vendored only")


def test_a_changed_copy_inside_a_whole_one_is_no_copy_of_its_own() -> None:
    paths = ("bignet/LICENSE", "bignet/.github/a.yml", "bignet/a.py", "demo.py")
    verdict = holds(*paths, facts=naming(adapted=(THEIRS,)))
    assert verdict.answers == ("inference",)
    assert "modified copy" not in verdict.reason


def test_a_project_with_its_own_licence_is_a_copy_however_deep_it_lies() -> None:
    paths = ("demo.py", "libs/lens/LICENSE", "libs/lens/.github/a.yml", "libs/lens/train.py")
    assert holds(*paths).answers == ("inference",)
    outside = ("demo.py", "libs/LICENSE", "libs/lens/.github/a.yml", "libs/lens/train.py")
    assert holds(*outside).answers == ("training",), "another folder's"
    own = ("demo.py", "LICENSE", ".github/a.yml", "train.py")
    assert holds(*own).answers[0] == "training", "the repository itself"
