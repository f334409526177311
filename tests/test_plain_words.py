"""Every wrong call ends in one plain sentence and a next step, with the exit code of the docs."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tools import large
from tracker.cli.app import answer

ROOT = Path(__file__).parents[1]
PAPER = "2501.10000"
README = "# T\n<!-- status:begin -->\n<!-- status:end -->\n"
NOWHERE = ("HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project of three papers, and stand in it, without network and tokens."""
    large.make(tmp_path, 3)
    (tmp_path / "README.md").write_text(README)
    monkeypatch.chdir(tmp_path)
    for name in NOWHERE:
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    for name in ("GITHUB_TOKEN", "GH_TOKEN", "HF_TOKEN", "GITHUB_REPOSITORY"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@dataclass(frozen=True)
class Wrong:
    """A call, what is wrong around it, and what is said."""

    call: str
    says: str
    """Pattern of the complaint."""
    setup: Callable[[Path], object] = lambda root: root
    code: int = 3


def instead(name: str, text: str | bytes = "a file") -> Callable[[Path], None]:
    """Put a file where something else was."""

    def put(root: Path) -> None:
        remove(root / name)
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text if isinstance(text, bytes) else text.encode())

    return put


def folder(name: str) -> Callable[[Path], None]:
    """Put a folder where something else was."""

    def put(root: Path) -> None:
        remove(root / name)
        (root / name).mkdir(parents=True)

    return put


def remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)


NO_YAML = instead("registry.yaml", "[")
EMPTY = instead("registry.yaml", "")
LATIN = instead("README.md", b"\xff\xfex")
CALLS = [
    # dates
    Wrong("run --as-of 2999-01-01", r"'2999-01-01' is in the future, and nothing was seen then"),
    Wrong("run --as-of 2999-01-01T00:00:00Z", "is in the future"),
    Wrong("run --as-of 2026-13-40", r"'2026-13-40' is no date: month must be in 1\.\.12"),
    Wrong("run --as-of yesterday", "'yesterday' is no date"),
    Wrong("run --as-of 9999-12-31T23:59:59-10:00", "is no date"),
    Wrong("run --as-of 0001-01-01T00:00:00+14:00", "is no date"),
    Wrong("diff 2026-13-40", r"'2026-13-40' is no date: month"),
    Wrong("diff 2026-02-30", r"'2026-02-30' is no date: day"),
    Wrong("diff 2026/01/01", "is no date, and there is no run '2026/01/01'"),
    Wrong("diff 2999-01-01", "is in the future"),
    Wrong("diff 2026-01-01 2999-01-01", "is in the future"),
    Wrong("diff nonsense", "'nonsense' is no date, and there is no run 'nonsense'"),
    Wrong("diff 2", r"\d+ runs begin with '2'|is no date"),
    Wrong("diff ''", "a moment to compare is empty"),
    # files where folders are needed, and the other way round
    Wrong("render", "status is a file where a folder is needed", instead("status")),
    Wrong("render", "STATUS.md is a folder where a file is needed", folder("status/STATUS.md")),
    Wrong("render --check", "STATUS.md is a folder", folder("status/STATUS.md")),
    Wrong("render", "badges is a file where a folder", instead("status/badges")),
    Wrong("render", "README.md is a folder", folder("README.md")),
    Wrong("render", "README.md is not UTF-8 text", LATIN),
    Wrong("render", "has no single pair of marks", instead("README.md", "# T\n")),
    Wrong("render --lang fr", "'fr' is not one of"),
    *(
        Wrong(call, "history is a file where the folder of the history is", instead("history"))
        for call in ("render", "history", "announce", "diff 2026-01-01", "run --offline",
                     "run --offline --commit-tables", f"check {PAPER} --offline")
    ),
    Wrong("run --offline", "a file where a folder is needed", instead("runs")),
    Wrong("run --offline", "history is a file where the folder", instead("runs/history")),
    Wrong("reproduce --offline", "a file where a folder is needed", instead("runs")),
    Wrong("run --offline --commit-tables", "status cannot be made", instead("status")),
    Wrong("run --offline --out README.md", "is a file"),
    Wrong("run --offline --out README.md/x", "cannot be made"),
    Wrong("run --offline --copy-to README.md/x", "cannot copy to README.md/x"),
    Wrong("run --offline --copy-to nosuch://x", "Protocol not known"),
    Wrong("run --offline --summary nowhere/x", "cannot write nowhere/x"),
    Wrong("run --offline --summary README.md/x", "cannot write README.md/x"),
    Wrong("run --offline --summary notebooks", "is a directory", folder("notebooks")),
    Wrong("run --replay nowhere", "does not exist"),
    Wrong("run --replay notebooks", "no recording that can be replayed", folder("notebooks")),
    Wrong("run --record README.md/x", "Nothing can be recorded"),
    # the registry
    Wrong("run --offline", "registry.yaml:1: file: is not YAML", NO_YAML),
    Wrong(f"check {PAPER}", "is not YAML", NO_YAML),
    Wrong("lint", "is not YAML", NO_YAML),
    Wrong("add https://github.com/o/r --to 2501.10000 --offline", "is not YAML", NO_YAML),
    Wrong("run --offline", "is empty", EMPTY),
    Wrong("add 2503.00009 --offline", "is empty", EMPTY),
    Wrong("run", "There is no registry.yaml in this folder", folder("registry.yaml")),
    Wrong("lint registry.yaml", "is a folder", folder("registry.yaml")),
    Wrong("lint README.md/x", "there is no such file"),
    Wrong("lint nowhere.yaml --json", "there is no such file"),
    # names of papers, runs, files
    Wrong("run 9999.99999 --json", "not in the registry"),
    Wrong("reproduce x", "not in the registry"),
    Wrong("history x", "is no paper of the registry"),
    Wrong("check x --json", "is no paper of the registry"),
    Wrong("check ''", "is no paper of the registry"),
    Wrong("archive x --json", "is no paper of the registry"),
    Wrong("archive https://arxiv.org/abs/2501.10000", "names no git repository"),
    Wrong("run --resume nope", "there is no run 'nope'"),
    Wrong("run --resume ''", "there is no run ''"),
    Wrong("reproduce --verify nope", "there is no run 'nope'"),
    Wrong("reproduce --verify ''", "there is no run ''"),
    Wrong("add https://github.com/o/r --offline", "Which paper does"),
    Wrong("add https://github.com/o/r --to 9999.99999 --offline", "There is no paper"),
    Wrong("add 2503.00009 --into README.md/x --offline", "is no file of this registry"),
    Wrong(f"add https://github.com/o/r --to {PAPER} --offline",
          r"How does .* stand to arxiv:2501.10000\? \(arXiv was not asked.*--relation official, "),
    Wrong(f"add https://github.com/o/r --to {PAPER} --relation ours", "'ours' is not one of"),
    Wrong("add 2503.00009 --relation official", "stands in no relation to itself"),
    *(
        Wrong(f"correct {call} --because https://a.org --by J", says)
        for call, says in (
            ("9999.99999 license --says MIT", "no paper `9999.99999`.*next: Papers: arxiv:2501"),
            (f"{PAPER} licence --says MIT", "no question `licence` .*`license`.*Questions: "),
            (f"{PAPER} license --says x", r"`x` is no answer to `license`.*Answers: an SPDX"),
            (f"{PAPER} depth --says training", "for each artifact .*--artifact: https://"),
            (f"{PAPER} depth --says training --artifact https://a.org", "is no artifact of"),
            (f"{PAPER} use --says no --about tea", "none is about `tea`.*research"),
        )
    ),
    Wrong(f"correct {PAPER} license --says MIT --because x --by J", "is not an http"),
    Wrong(f"correct {PAPER} license --says NONE --because https://a.org --by ''",
          "who says so is not known"),
    Wrong(f"correct {PAPER} license --because https://a.org", "Missing option '--says'"),
    Wrong(f"correct {PAPER} license --says MIT", "Missing option '--because'"),
    Wrong(f"correct {PAPER} license --says MIT --because https://a.org --by J",
          "corrections", instead("corrections")),
    Wrong("add '' --offline", "is neither an arXiv identifier nor a web address"),
    Wrong("classify nowhere README.md --json", "nowhere: recording: cannot be read"),
    Wrong("classify README.md/x", "cannot be read"),
    Wrong("license nowhere", "nowhere: not read: it does not exist"),
    Wrong("license README.md/x", "not read: it is, or lies below, a file"),
    Wrong("license . --json", '"problem": "it is a folder where a file is needed"'),
    # values
    Wrong("run --shard 0/0", "is no share"),
    Wrong("run --older-than 1y", "is no age"),
    Wrong("run --jobs 0", "not in the range"),
    Wrong("nonsense", "No such command"),
    Wrong("run --nonsense", "No such option"),
]  # fmt: skip


@pytest.mark.parametrize(
    "wrong", CALLS, ids=[f"{number}: {each.call}" for number, each in enumerate(CALLS)]
)
def test_a_wrong_call_is_answered_in_a_plain_sentence_with_a_next_step(
    root: Path, wrong: Wrong, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong.setup(root)
    assert answer([word.strip("'") for word in wrong.call.split(" ")]) == wrong.code
    printed = capsys.readouterr()
    told = " ".join((printed.out + printed.err).split())
    assert re.search(wrong.says, told), told
    assert "Traceback" not in told
    assert "[Errno" not in told
    if wrong.call.split(" ")[0] not in ("license", "lint"):  # they complain in their answers
        assert "next: " in printed.err


@pytest.mark.parametrize("address", ["nowhere", "foo://x:1", "tcp://127.0.0.1", "tcp://a:b"])
def test_an_address_that_no_scheduler_can_have_is_refused(
    root: Path, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("distributed")
    del root
    assert answer(["run", "--offline", "--dask", address]) == 3
    printed = capsys.readouterr()
    assert "is no address of a scheduler" in " ".join(printed.err.split())
    assert printed.out == ""


@pytest.mark.parametrize("call", ["check", "history"])
def test_an_address_is_answered_though_the_registry_cannot_be_read(
    root: Path, call: str, capsys: pytest.CaptureFixture[str]
) -> None:
    NO_YAML(root)
    offline = ["--offline"] if call == "check" else []
    assert answer([call, "https://github.com/o/r", *offline]) == 0
    printed = capsys.readouterr()
    assert "https://github.com/o/r" in printed.out
    (note,) = printed.err.splitlines()
    assert note.startswith("note: the registry was not read, and an address needs none: ")
    assert "registry.yaml:1: file: is not YAML" in note


def test_each_file_has_its_object_in_the_order_of_the_call(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "ls").write_bytes(b"\x7fELF" + bytes(500))
    (root / "LICENSE").write_text("MIT License\n")
    assert answer(["license", "nowhere", "ls", "README.md/x", "LICENSE", "--json"]) == 3
    found = json.loads(capsys.readouterr().out)
    assert [one["file"] for one in found] == ["nowhere", "ls", "README.md/x", "LICENSE"]
    assert [one["class"] == "not-a-text" for one in found] == [True, True, True, False]
    assert {one["license"] for one in found[:3]} == {"NOASSERTION"}
    assert found[1]["problem"] == "it is not a text"
    assert found[3]["license"] == "MIT"
    assert answer(["license", "LICENSE"]) == 0


def started(*words: str, output: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "tracker.cli", *words], stdout=output, stderr=subprocess.PIPE
    )


def test_a_reader_that_leaves_ends_no_command(root: Path) -> None:
    """Nobody reads the table; the run is kept all the same, and says so."""
    shutil.copytree(ROOT / "notebooks", root / "notebooks", dirs_exist_ok=True)
    process = started(
        "run", "--json", PAPER, "--offline", "--commit-tables", output=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.close()
    said = process.communicate(timeout=300)[1].decode()
    assert "To read on: " in said
    assert process.returncode == 0, said
    assert "Traceback" not in said
    assert "Broken pipe" not in said
    assert (root / "status" / "STATUS.md").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device")
def test_a_full_disk_is_said(root: Path) -> None:
    del root
    with Path("/dev/full").open("wb") as full:
        process = started("history", output=full.fileno())
        said = process.communicate(timeout=300)[1].decode()
    assert process.returncode == 1
    assert said.splitlines()[0] == "error: the output cannot be written: the disk is full"


def test_an_interrupted_command_says_so_and_ends_with_130(root: Path) -> None:
    """A pipe that nobody writes to is waited for until somebody interrupts."""
    os.mkfifo(root / "LICENSE")
    process = started("license", "LICENSE", output=subprocess.PIPE)
    writer = os.open(root / "LICENSE", os.O_WRONLY)  # opens once the command reads
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=300)[1].decode()
    os.close(writer)
    assert process.returncode == 130
    assert "Interrupted. What was seen is kept" in said
    assert "Traceback" not in said
