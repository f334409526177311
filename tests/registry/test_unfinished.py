"""What is left to be written: TODOs in comments, and lists that say nothing."""

from pathlib import Path

import pytest

from tracker.registry import lint

HEAD = "papers:\n  - id: arxiv:2503.00001\n    titles: {en: One}\n"


def left(tmp_path: Path, body: str) -> list[str]:
    path = tmp_path / "registry.yaml"
    path.write_text(HEAD + body)
    found = lint(path)
    assert all(each.remark for each in found), found
    return [f"{each.line} {each.field}: {each.problem}" for each in found]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("    note: n  # TODO: read it\n", "4 TODO: 1 TODO is left, this one: read it"),
        ("    note: n\n    # a thought, TODO one\n# TODO two\n",
         "5 TODO: 2 TODOs are left, the first here: one"),
        ("    note: n # x # TODO: both marks\n", "4 TODO: 1 TODO is left, this one: both marks"),
        ("    note: >-\n      folded\n    # TODO version\n",
         "6 TODO: 1 TODO is left, this one: version"),
        ("    note: 'a # TODO of theirs'  # TODO: ours\n",
         "4 TODO: 1 TODO is left, this one: ours"),
    ],
)  # fmt: skip
def test_the_first_todo_is_named_and_all_are_counted(tmp_path: Path, body: str, told: str) -> None:
    assert left(tmp_path, body) == [told]


@pytest.mark.parametrize(
    "body",
    [
        "    note: 'say # TODO here'\n",
        "    note: >-\n      folded\n      # TODO in the text\n      more\n",
        "    note: n\n    authors: TODO et al.\n",
        "    note: n  # TODOS are no mark\n",
    ],
)
def test_a_text_that_holds_the_word_is_no_todo(tmp_path: Path, body: str) -> None:
    assert left(tmp_path, body) == []


def test_a_todo_in_a_room_counts_too(tmp_path: Path) -> None:
    room = tmp_path / "notebooks/reproductions/2503.00001/claims.yaml"
    room.parent.mkdir(parents=True)
    room.write_text("paper: arxiv:2503.00001\n# TODO: the claims\nclaims: []\n")
    [told] = left(tmp_path, "    note: n\n")
    assert told == "2 TODO: 1 TODO is left, this one: the claims"


def test_an_empty_list_of_promises_says_nothing_by_itself(tmp_path: Path) -> None:
    [told] = left(tmp_path, "    note: n\n    promises: []\n")
    assert told.startswith("5 papers[0].promises: is empty, which does not say whether anybody")
    read = "    note: n\n    promises: []\n    promises_read_in:\n      - where: abstract, v1\n"
    assert left(tmp_path, read) == []
    assert left(tmp_path, "    note: n\n") == []


def test_what_was_read_has_its_place(tmp_path: Path) -> None:
    path = tmp_path / "registry.yaml"
    path.write_text(
        HEAD + "    note: n\n    promises_read_in:\n      - where: ''\n        url: x\n"
    )
    fields = [each.field for each in lint(path)]
    assert fields == ["papers[0].promises_read_in[0].where", "papers[0].promises_read_in[0].url"]
