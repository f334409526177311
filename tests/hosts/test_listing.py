"""A listing and the texts read from it become facts: bounded, printable, whatever their order."""

import random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.hosts.texts import listing
from tracker.hosts.texts.listing import describe, wanted
from tracker.model import swhid
from tracker.model.evidence import Place

PIECES = st.text(min_size=1, max_size=12) | st.sampled_from(
    (
        "LICENSE",
        "COPYING.LESSER",
        "README.md",
        "setup.py",
        "src",
        "a.png",
        "b.PY",
        "\x1b[31m",
        "\u202ex",
    )
)
PATHS = st.lists(st.lists(PIECES, min_size=1, max_size=4).map("/".join), max_size=60)


@pytest.mark.parametrize(
    "path",
    [
        "LICENSE",
        "LICENCE.txt",
        "license.md",
        "LICENSE-APACHE-2.0",
        "MODEL_LICENSE",
        "MIT-LICENSE.txt",
        "UNLICENSE",
        "COPYING.LESSER",
        "NOTICE",
        "Notice.txt",
        "README",
        "README_zh-CN.md",
        ".github/README.md",
        "pyproject.toml",
        "CITATION.cff",
        "code/LICENSE",
        "src/r1-v/LICENSE",
        "utils/setup.py",
    ],
)
def test_files_that_may_declare_a_license_are_read(path: str) -> None:
    assert wanted([path, "model.py"]) == (path,)


@pytest.mark.parametrize(
    "path",
    [
        "check_license.py",
        "license.png",
        "licenses.json",
        "licensed_bands/list.txt",
        "a/b/c/LICENSE",
        "src/README.md",
        "a/b/setup.py",
        "noticeboard.md",
        "readme.gif",
        "LICENSE\n--upload-pack=x",
        "LICENSE-" + "x" * listing.PATH_LIMIT,
    ],
)
def test_other_files_are_not_read(path: str) -> None:
    assert wanted([path]) == ()


def test_what_is_read_is_bounded_and_the_root_comes_first() -> None:
    many = [f"vendored/{number}/LICENSE" for number in range(90)]
    readmes = [f"README_{language}.md" for language in "abcdefgh"]
    read = wanted([*many, *readmes, "README.md", "setup.py", "LICENSE"])
    assert len(read) == listing.TEXTS_LIMIT
    assert read[:2] == ("LICENSE", "README.md")
    assert sum(path.startswith("README") for path in read) == listing.READMES_LIMIT
    assert "setup.py" in read


def test_the_scripts_that_start_the_work_are_read_last_and_only_where_that_is_cheap() -> None:
    paths = ["train.py", "README.md", "a/LICENSE", "eval.py", "x/y/sft.py", "w/infer.py", "app.py"]
    assert wanted(paths) == ("README.md", "a/LICENSE", "train.py", "x/y/sft.py", "app.py",
                             "w/infer.py")  # fmt: skip
    assert wanted(paths, code=False) == ("README.md", "a/LICENSE")
    assert wanted(["tests/train.py", "third_party/infer.py", "a/b/c/train.py", "utils.py"]) == ()


def test_assets_are_counted_but_not_listed() -> None:
    tree = describe(
        ["a.PNG", "demo.mp4", "font.woff2", "data.parquet", "x/run.py", "run.py"], {}
    ).tree
    assert tree is not None
    assert tree.files == 6
    assert tree.suffixes == {".mp4": 1, ".parquet": 1, ".png": 1, ".py": 2, ".woff2": 1}
    assert tree.paths == ("run.py", "x/run.py")
    assert tree.omitted == 0


def test_weights_and_configurations_stay_telling() -> None:
    paths = ["config.json", "model-00001-of-00002.safetensors", "model.gguf"]
    tree = describe(paths, {}).tree
    assert tree is not None
    assert tree.paths == tuple(paths)


def test_a_large_listing_keeps_the_shallow_paths_and_says_how_many_it_left_out() -> None:
    deep = [f"pkg/sub/m{number}.py" for number in range(listing.PATHS_LIMIT)]
    tree = describe([*deep, "train.py", "pkg/main.py"], {}).tree
    assert tree is not None
    assert tree.paths[:2] == ("train.py", "pkg/main.py")
    assert len(tree.paths) == listing.PATHS_LIMIT
    assert tree.omitted == 2
    assert tree.files == listing.PATHS_LIMIT + 2


def test_every_text_is_named_by_its_git_blob_id() -> None:
    facts = describe(["README.md", "LICENSE"], {"README.md": b"# A\n", "LICENSE": b"x"})
    assert facts.read is not None
    assert {seen.path: seen.swhid for seen in facts.read} == {
        "LICENSE": swhid.content(b"x"),
        "README.md": swhid.content(b"# A\n"),
    }


def test_texts_that_declare_nothing_are_no_declaration() -> None:
    assert describe(["README.md"], {"README.md": b"# A tool\n"}).licenses == ()


def test_a_listing_without_anything_to_read_declares_nothing() -> None:
    facts = describe(["index.html"], {})
    assert facts.licenses == ()
    assert facts.read == ()


def test_texts_that_were_not_read_are_not_asked_for() -> None:
    facts = describe(["LICENSE", "README.md"], {})
    assert facts.licenses is None
    assert facts.read is None


def test_a_license_file_that_was_not_read_is_still_there() -> None:
    licenses = describe(["LICENSE", "README.md"], {"README.md": b"# A tool\n"}).licenses
    assert licenses is not None
    assert [(found.place, found.path, found.expression) for found in licenses] == [
        (Place.FILE, "LICENSE", None)
    ]


@given(paths=PATHS, seed=st.integers())
def test_the_order_of_a_listing_changes_nothing(paths: list[str], seed: int) -> None:
    shuffled = [*paths, *paths[:3]]
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - no secret
    assert wanted(paths) == wanted(shuffled)
    assert describe(paths, {}) == describe(shuffled, {})


@given(paths=PATHS)
def test_strange_paths_come_out_printable_and_can_be_stored(paths: list[str]) -> None:
    facts = describe(paths, dict.fromkeys(wanted(paths), b"text"))
    assert msgspec.json.decode(msgspec.json.encode(facts), type=type(facts)) == facts
    assert facts.tree is not None
    assert all(path.isprintable() for path in facts.tree.paths)
    assert sum(facts.tree.suffixes.values()) == facts.tree.files == len(set(paths))


def test_thousands_of_suffixes_are_bounded() -> None:
    tree = describe([f"log.{number}" for number in range(3000)] + ["a.py", "b.py"], {}).tree
    assert tree is not None
    assert len(tree.suffixes) == listing.SUFFIXES_LIMIT
    assert tree.suffixes[".py"] == 2


def test_bytes_that_are_no_text_do_not_break_a_listing() -> None:
    facts = describe([b"caf\xe9.py".decode(errors="surrogateescape")], {})
    assert facts.tree is not None
    assert facts.tree.paths == ("caf.py",)
