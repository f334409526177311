"""`tracker promises`: what files announce; a file that cannot be read hides no other."""

import json
from pathlib import Path

from click.testing import CliRunner

from tracker.cli.app import app


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
