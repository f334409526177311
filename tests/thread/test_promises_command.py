"""`tracker promises`: what files announce; a file that cannot be read hides no other."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tracker.cli.app import app
from tracker.hosts.texts.promises.finding import LIMIT


def test_each_file_is_answered_and_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    readme, binary, missing = tmp_path / "README.md", tmp_path / "a.bin", tmp_path / "none.md"
    readme.write_text("# Net\n\n- [ ] Release training code by 2025-06-01\n- [x] Release weights\n")
    binary.write_bytes(b"\0\1")

    arguments = ["promises", str(readme), str(binary), str(missing), "--json"]
    result = CliRunner().invoke(app, arguments, standalone_mode=False)

    first, second, third = json.loads(result.stdout)
    assert result.return_value == 3
    assert first["file"] == readme.as_posix()
    assert first["promises"] == [
        {
            "quote": "- [ ] Release training code by 2025-06-01",
            "line": 3,
            "role": ["code"],
            "depth": "training",
            "due": "2025-06-01",
            "ticked": False,
        },
        {
            "quote": "- [x] Release weights",
            "line": 4,
            "role": ["model"],
            "depth": "complete",
            "due": None,
            "ticked": True,
        },
    ]
    assert (second["promises"], second["problem"]) == ([], "it is not a text")
    assert first["unread"] == ""
    assert third["promises"] == []
    assert third["problem"]


def test_a_person_reads_the_count_first(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("We will release the code next week.\n\n\x1b[31mred\x1b[0m\n")

    result = CliRunner().invoke(app, ["promises", str(readme), "--written", "2025-03-21"])

    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        f"{readme.as_posix()}: 1 promise of a release",
        "  line 1: code, at least inference · due 2025-03-30",
        "    We will release the code next week.",
    ]


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("word " * 400 + "we will release the code.\n", "a sentence is longer than is read"),
        ("word. " * 2_000 + "We will release the code.\n", "a line is longer than is read"),
        (
            "".join(f"- [ ] Release part {n} of the code\n" for n in range(LIMIT + 1)),
            "it announces more than is kept",
        ),
    ],
)
def test_of_a_text_that_is_not_read_whole_it_is_said_that_there_may_be_more(
    tmp_path: Path, text: str, unread: str
) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(text)

    shown = CliRunner().invoke(app, ["promises", str(readme)]).stdout
    (answer,) = json.loads(CliRunner().invoke(app, ["promises", str(readme), "--json"]).stdout)

    assert answer["unread"] == unread
    assert f"of a release in what was read of it: {unread}" in shown


def test_a_text_is_read_in_its_encoding(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_bytes("代码将于近期开源。\n".encode("utf-16"))

    (answer,) = json.loads(CliRunner().invoke(app, ["promises", str(readme), "--json"]).stdout)

    assert [one["role"] for one in answer["promises"]] == [["code"]]
