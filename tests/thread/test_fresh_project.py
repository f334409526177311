"""A list of somebody's own, on the first day: nothing is said that nobody knows."""

import csv
import json
from pathlib import Path

import pytest

from tests.thread.conftest import Folder
from tracker.cli.app import answer

CODE = "https://github.com/lab/code"
UNTRUE = ("never promised", "stored cop", "As of", "known as of", "No artifact named")


@pytest.mark.smoke
def test_a_fresh_project_says_only_what_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without network, from the empty list to the tables: page, terminal, CSV, JSON, notebook."""
    (tmp_path / "registry.yaml").write_text("papers: []\n")
    monkeypatch.chdir(tmp_path)

    def told(*words: str) -> str:
        assert answer(words) == 0
        return capsys.readouterr().out

    for call in ("2503.00001", f"{CODE} --to 2503.00001 --relation third-party", "2503.00002"):
        assert "Not filled in: " in told("add", *call.split(), "--offline")
    assert "registry.yaml:2: TODO: 15 TODOs are left, the first here" in told("lint")
    done = Folder(tmp_path).run("run", "--offline", "--commit-tables")
    assert done.returncode == 0, done.stderr
    status = tmp_path / "status"
    notebooks = sorted(tmp_path.glob("runs/2*/notebooks/2503*.ipynb"))
    assert len(notebooks) == 2
    outputs = {
        "terminal": done.stdout + done.stderr,
        "check": told("check", "2503.00001", "--offline"),
        "evidence": told("check", "2503.00001", "--offline", "--evidence"),
        **{path.name: path.read_text() for path in (*notebooks, *status.glob("status.*"))},
        **{name: (status / name).read_text().split('<section class="words"')[0]
           for name in ("STATUS.md", "index.html", "index.zh.html")},
    }  # fmt: skip
    for name, text in outputs.items():
        words = text.lower()
        assert "promises not read" in words or "尚未查阅承诺" in words, name
        assert not [each for each in UNTRUE if each.lower() in words], name
    assert len(outputs["check"].splitlines()) <= 20, "it is read at a glance"
    assert "--evidence" in outputs["check"]
    first, second = csv.DictReader(outputs["status.csv"].splitlines())
    assert first["get"] == "No official artifact named; 1 third-party"
    assert first["code"] == "none official, 1 third-party"
    assert first["models"] == "none named", "the registry has begun to say what there is"
    assert [second[key] for key in ("get", "code", "license", "since", "last_looked")] == [
        "Nothing entered yet", "none entered", "none entered", "none entered", "never",
    ]  # fmt: skip
    assert (first["as_of"], second["promises"]) == ("", "promises not read yet")
    assert json.loads(outputs["status.json"])["as_of"] is None
    assert "未提及官方发布物；1 项第三方" in outputs["index.zh.html"]
    assert "尚未有人查看" in outputs["index.zh.html"]
