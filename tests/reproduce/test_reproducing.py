"""Notebooks are run, kept and judged; what breaks, or is missing, is never a result."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reproduce.small_project import (
    NOTEBOOK,
    PAPER,
    ROOM,
    TRUST,
    check,
    given,
    measures,
    notebook,
    project,
    tried,
    why,
    words,
)
from servers import Page
from servers.plugin import NewWorld
from tracker.history import History
from tracker.model.check import Input
from tracker.model.reproduction import Outcome, Run
from tracker.project import Project
from tracker.registry import load
from tracker.reproduce import rooms
from tracker.reproduce.recording import harvest
from tracker.reproduce.running import _GRACE, Folders, orders, run
from tracker.reproduce.sandbox import Limits
from tracker.transport import Door, Settings
from tracker.verdicts import judge_all

TEXT = b"printed: 0.75\n"
FILE = Input(
    name="log.txt",
    url="https://raw.example.org/o/r/0123456/log.txt",
    sha256=hashlib.sha256(TEXT).hexdigest(),
)
OTHER = f"{ROOM}/other.ipynb"
INTERRUPTIBLE = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from tracker.cli.app import main; main()"
)
NOWHERE = dict.fromkeys(("https_proxy", "http_proxy"), "http://127.0.0.1:1")


def command(root: Path, *said: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run ``tracker reproduce`` in a process of its own, without network."""
    env = {**os.environ, **NOWHERE, "COLUMNS": "200"}
    env |= {"PATH": path} if path is not None else {}
    return subprocess.run(
        [sys.executable, "-m", "tracker.cli", "reproduce", *said],
        cwd=root, env=env, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip


def kept(of: Project) -> tuple[Run, ...]:
    return History(of.history_folders()).reproductions().get(PAPER, ())


def test_a_run_keeps_all_that_its_verdict_rests_on(
    tmp_path: Path, inhabit: NewWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Measured by a released file; the check whose package is missing is blocked, and no more."""
    inhabit(pages={FILE.url: Page(body=TEXT)})
    monkeypatch.setenv("GITHUB_TOKEN", "ghp_secret")
    lacking = check("large", "requires: [no-such-package-anywhere]")
    there = project(tmp_path, check("one", given(FILE)), lacking)
    notebook(
        tmp_path,
        "import os\nassert not {'GITHUB_TOKEN', 'HF_TOKEN', 'https_proxy'} & set(os.environ)",
        "text = study.input('log.txt').read_text()",
        measures("one", "float(text.split()[1])"),
        "study.attempt('large', 'no.such.module:experiment')",
        "assert (seed, quick) == (3, True)\nstudy.judge()",
    )
    result = tried(there, seed=3, quick=True)
    assert words(result) == {"one": "mechanism holds", "large": "blocked"}, why(result)
    assert "pip install 'no-such-package-anywhere'" in why(result)[1]
    (run_,) = kept(there)
    assert run_ == result.trials[0].run
    assert run_.outcome is Outcome.COMPLETED
    assert run_.parameters == {"seed": 3, "scale": 1.0, "quick": True}
    assert run_.seeds == (3000, 3001)
    assert [each.sha256 for each in run_.used] == [FILE.sha256]
    assert run_.code == rooms.digest(tmp_path / ROOM, tmp_path / NOTEBOOK)
    assert run_.notebook_digest.endswith(
        hashlib.sha256((tmp_path / NOTEBOOK).read_bytes()).hexdigest()
    )
    assert run_.cost is not None
    assert run_.cost.wall > 0
    executed = result.folder / "2501.00001.ipynb"
    name = f"{executed.name}@sha256:{hashlib.sha256(executed.read_bytes()).hexdigest()}"
    assert run_.executed == name
    assert harvest(executed).measured == run_.measured
    assert "large is blocked: it needs no-such-package-anywhere" in executed.read_text()
    assert str(tmp_path) not in executed.read_text()


def test_a_notebook_that_breaks_is_no_result_and_stops_no_other(tmp_path: Path) -> None:
    there = project(tmp_path, check("one"), check("two", notebook=OTHER))
    notebook(tmp_path, measures("one", "0.1"), "open('/no/such/place')")
    notebook(tmp_path, measures("two", "0.1"), path=OTHER)
    result = tried(there, jobs=2)
    assert words(result) == {"one": "failed technically", "two": "inconclusive"}
    assert "FileNotFoundError" in why(result)[0]
    broken = next(each.run for each in result.trials if each.run.notebook == NOTEBOOK)
    assert broken.outcome is Outcome.FAILED
    assert "cell 5" in (broken.detail or "")
    assert "FileNotFoundError" in (result.folder / "2501.00001.ipynb").read_text()


def test_a_notebook_that_cannot_be_read_stops_no_other(tmp_path: Path) -> None:
    there = project(tmp_path, check("one", notebook=OTHER), check("two"))
    notebook(tmp_path, measures("two"))
    (tmp_path / OTHER).symlink_to("/proc/self/mem")  # a file, of which nothing can be read
    result = tried(there)
    assert words(result) == {"one": "failed technically", "two": "mechanism holds"}
    assert "Input/output error" in why(result)[0]
    assert len(kept(there)) == 2


def test_an_empty_notebook_is_said_to_be_empty(tmp_path: Path) -> None:
    there = project(tmp_path, check("one"), check("two", notebook=OTHER))
    (tmp_path / NOTEBOOK).write_text("")
    (tmp_path / OTHER).write_text("text")
    empty, other = why(tried(there))
    assert "its file is empty" in empty
    assert f"Write {NOTEBOOK}" in empty
    assert "Run it by hand" in other
    assert "Read the executed notebook" not in empty + other


def test_a_notebook_that_is_late_is_stopped_and_what_it_showed_is_kept(tmp_path: Path) -> None:
    there = project(tmp_path, check("one"))
    notebook(tmp_path, measures("one"), "import time\ntime.sleep(600)")
    (order,) = orders(load(there.registry).papers, {})
    place = Folders(
        root=tmp_path, inputs=there.inputs, folder=tmp_path, trust=TRUST,
        limits=Limits(wall=_GRACE + 10),
    )  # fmt: skip
    with Door(Settings(offline=True)) as door:
        late = run(order, place, door)
    assert late.outcome is Outcome.TIMED_OUT
    assert "within 10 s" in (late.detail or "")
    assert [each.name for each in late.measured] == ["one share", "one share without it"]


def test_a_run_made_again_that_measures_otherwise_exits_with_2(tmp_path: Path) -> None:
    """The control agrees to the last digit, with the seeds of then; the altered share does not."""
    there = project(tmp_path, check("one"))
    without = "0.25 + study.seeds(2)[1] / 1e6"
    notebook(tmp_path, measures("one", "0.75", without))
    first = tried(there, seed=7)
    assert words(first) == {"one": "mechanism holds"}
    notebook(tmp_path, measures("one", "0.76", without))
    done = command(tmp_path, "--verify", first.run, *(["--trust"] if TRUST else []))
    assert done.returncode == 2, done.stderr
    told = [line.split() for line in done.stdout.splitlines()]
    assert ["one", "share", "0.75", "0.76", "differs"] in told
    assert ["one", "share", "without", "it", "0.257001", "0.257001", "equal"] in told
    assert "Not the same in both: the notebook." in done.stdout
    assert kept(there)[-1].parameters["seed"] == 7


def test_a_notebook_that_breaks_ends_the_command_with_1_after_everything_was_kept(
    tmp_path: Path,
) -> None:
    there = project(tmp_path, check("one"), check("two", notebook=OTHER))
    notebook(tmp_path, measures("one"))
    notebook(tmp_path, "open('/no/such/place')", path=OTHER)
    done = command(tmp_path, *(["--trust"] if TRUST else []))
    assert done.returncode == 1, done.stderr
    (said,) = (line for line in done.stderr.splitlines() if "broke:" in line)
    assert said.startswith(f"{OTHER} of {PAPER} broke: cell ")
    assert "FileNotFoundError" in said
    assert {each.outcome for each in kept(there)} == {Outcome.COMPLETED, Outcome.FAILED}


def test_without_packages_and_network_every_row_is_blocked_and_says_what_helps(
    tmp_path: Path,
) -> None:
    there = project(
        tmp_path, check("one", given(FILE)), check("two", "requires: [no-such-package-anywhere]")
    )
    notebook(tmp_path, "raise RuntimeError('it was started all the same')")
    done = command(tmp_path)
    assert done.returncode == 0, done.stderr
    assert "2 blocked" in done.stderr
    told = " ".join(done.stdout.replace("│", " ").split())
    assert "Run again with network" in told
    assert "python -m pip install" in told
    (blocked,) = kept(there)
    assert blocked.outcome is Outcome.BLOCKED
    assert [each.check for each in blocked.blocked] == ["one", "two"]
    assert blocked.executed is None


def test_without_a_sandbox_nothing_runs_unless_it_is_trusted(tmp_path: Path) -> None:
    there = project(tmp_path, check("one"))
    notebook(tmp_path, measures("one"))
    done = command(tmp_path, path=str(tmp_path))
    assert done.returncode == 0, done.stderr
    told = " ".join(done.stdout.replace("│", " ").split())
    assert "needs bubblewrap" in told
    assert "install bubblewrap" in told
    assert "--trust" in told
    (refused,) = kept(there)
    assert (refused.outcome, refused.sandbox) == (Outcome.REFUSED, "none: not started")
    trusted = json.loads(command(tmp_path, "--trust", "--json", path=str(tmp_path)).stdout)
    assert [each["words"] for each in trusted["checks"]] == ["mechanism holds"]
    assert kept(there)[-1].sandbox == "none: trusted"
    assert list(trusted["runs"]) == [kept(there)[-1].id]


@pytest.mark.parametrize(
    ("sent", "code"), [(signal.SIGKILL, -signal.SIGKILL), (signal.SIGINT, 130)]
)
def test_what_had_ended_is_kept_when_the_command_is_stopped(
    tmp_path: Path, sent: signal.Signals, code: int
) -> None:
    """And whoever interrupts it need not wait for the notebook that is being run."""
    there = project(tmp_path, check("one"), check("two", notebook=OTHER))
    notebook(tmp_path, measures("one"))
    notebook(tmp_path, "import time\ntime.sleep(600)", path=OTHER)
    trust = ["--trust"] if TRUST else []
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTIBLE, "reproduce", "--jobs", "2", *trust],
        cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    while not kept(there) and process.poll() is None:
        time.sleep(0.1)
    process.send_signal(sent)
    assert process.wait(timeout=600) == code
    (survivor,) = kept(there)
    assert survivor.outcome is Outcome.COMPLETED
    if sent is signal.SIGINT:
        assert not list(there.reproductions.glob("*/kit-*"))


def test_a_notebook_that_nobody_wrote_leaves_its_checks_unattempted(tmp_path: Path) -> None:
    there = project(tmp_path, check("one"))
    result = tried(there)
    assert [each.notebook for each in result.unwritten] == [NOTEBOOK]
    assert kept(there) == ()


def test_committed_runs_are_in_the_history_and_the_tables(tmp_path: Path) -> None:
    there = project(tmp_path, check("one", "requires: [no-such-package-anywhere]"))
    notebook(tmp_path)
    (tmp_path / "README.md").write_text("# T\n<!-- status:begin -->\n<!-- status:end -->\n")
    result = tried(there, commit_tables=True)
    assert [path.stem for path in there.history.glob("*.jsonl")] == [result.run]
    assert list(there.local_history.glob("*.jsonl")) == []
    runs = History([there.history]).reproductions()
    (judged,) = judge_all(load(there.registry).papers, {}, runs=runs)
    assert judged.claims[0].checks[0].words == "blocked"
    assert (there.status / "STATUS.md").exists()


def test_the_page_leads_to_the_notebook_of_the_run_that_decides(tmp_path: Path) -> None:
    """A quick run after it has a file of its own."""
    there = project(tmp_path, check("one"))
    notebook(tmp_path, measures("one"))
    (full,) = tried(there, commit_tables=True).trials
    before = list(there.kept_reproductions.glob("*.ipynb"))
    (quick,) = tried(there, commit_tables=True, quick=True).trials
    name, _, digest = (full.run.executed or "").partition("@sha256:")
    (path,) = before
    assert path.name == f"{Path(name).stem}-{full.run.id[4:12]}.ipynb"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == digest
    assert len(list(there.kept_reproductions.glob("*.ipynb"))) == 2
    page = (there.status / "index.html").read_text()
    assert f'href="reproductions/{path.stem}.html"' in page
    assert quick.run.id[4:12] not in page


def test_a_paper_that_is_not_in_the_registry_is_a_mistake_of_the_call(tmp_path: Path) -> None:
    project(tmp_path, check("one"))
    done = command(tmp_path, "2599.99999")
    assert done.returncode == 3
    assert "not in the registry" in done.stderr
