"""Who ends a command by a signal finds nothing of it left but what it had seen."""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell

from reproduce import small_project
from servers.described import Page
from servers.plugin import NewWorld
from servers.wire import Call, Reply
from servers.world import World
from soak import amount, part
from thread.conftest import NOWHERE, TOKENS, Folder

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

HANG = 300
"""Seconds after which a test gives up; nothing is measured by it."""
PAGES = 8
MOMENTS = random.Random(20261130)  # noqa: S311  no secret
SEVERAL = [MOMENTS.uniform(0, 4) for _ in range(amount(thin=1, whole=60))]


class Started:
    """A command with a temporary folder of its own."""

    def __init__(self, root: Path, place: Path, words: list[str], env: dict[str, str]) -> None:
        clean = {name: text for name, text in os.environ.items() if name not in TOKENS}
        self.place = place
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tracker.cli", *words],
            cwd=root,
            env={**clean, "STAMINA_ACTIVE": "0", **env, "TMPDIR": str(place)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def wait_until(self, ripe: Callable[[], bool]) -> None:
        """Wait for a moment of the command's work."""
        until = time.monotonic() + HANG
        while not ripe():
            assert self.process.poll() is None, self.process.communicate()
            assert time.monotonic() < until
            time.sleep(0.01)

    def end(self, *signals: int) -> tuple[int, str]:
        """Send signals, and return the exit code and what was said; nothing else may be left."""
        for each in signals:
            self.process.send_signal(each)
        _, said = self.process.communicate(timeout=HANG)
        psutil.wait_procs(self.alive(), timeout=HANG)
        assert not self.alive(), said
        assert sorted(self.place.rglob("*")) == [], said
        return self.process.returncode, said

    def alive(self) -> list[psutil.Process]:
        """Return what lives of the command, in whichever session and group."""
        found = []
        for each in psutil.process_iter():
            with suppress(psutil.Error):
                ours = str(self.place) in each.environ().get("TMPDIR", "")
                if ours and each.status() != psutil.STATUS_ZOMBIE:
                    found.append(each)
        return found


@contextmanager
def _started(root: Path, words: list[str], env: dict[str, str]) -> Iterator[Started]:
    """Start a command; its folder's name is short, since sockets lie in it."""
    with tempfile.TemporaryDirectory(prefix="end-") as place:
        started = Started(root, Path(place), words, env)
        try:
            yield started
        finally:
            if started.process.poll() is None:
                started.process.kill()
                started.process.communicate()


def _world(folder: Folder) -> World:
    (folder.root / "registry.yaml").write_text(
        "papers:\n  - id: arxiv:2501.00001\n    titles: {en: One}\n    artifacts:\n"
        + "".join(
            f'      - {{role: page, url: "https://p{number}.example.org/", relation: official,'
            " seen_in: abstract}\n"
            for number in range(PAGES)
        )
    )
    return World(pages={f"https://p{number}.example.org/": Page(body="x") for number in range(8)})


def _asleep(there: World, host: str) -> tuple[threading.Event, threading.Event]:
    """Let a host sleep; return what tells that it was asked, and what wakes it."""
    asked, awake = threading.Event(), threading.Event()

    def other(_: Call, usual: Callable[[], Reply]) -> Reply:
        asked.set()
        awake.wait(HANG)
        return usual()

    there.otherwise.append((host, "*", other))
    return asked, awake


def _lasting(folder: Folder) -> Callable[[], bool]:
    """Let the check notebook begin and not end, with a process of its own; tell whether it runs."""
    sign = folder.root / "it-runs"
    path = folder.root / "notebooks" / "check_paper.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(
        new_code_cell(
            "import pathlib, subprocess, time\n"
            "subprocess.Popen(['sleep', '900'])\n"
            f"pathlib.Path({str(sign)!r}).touch()\n"
            "time.sleep(900)"
        )
    )
    nbformat.write(notebook, path)
    return sign.exists


def _observed(root: Path) -> int:
    files = (root / "runs" / "history").glob("*.jsonl")
    return sum(each.read_text().count('"observation"') for each in files)


def _ended(root: Path) -> list[str]:
    """Return the runs that came to their end."""
    files = (root / "runs" / "history").glob("*.jsonl")
    return [each.stem for each in files if '"kind":"end"' in each.read_text()]


def _goes_on(folder: Folder, env: dict[str, str]) -> None:
    """Resume the only run there is; what it has seen is not looked at again."""
    (run,) = (each.stem for each in (folder.root / "runs" / "history").glob("*.jsonl"))
    done = folder.run("run", "--resume", run, env=env, timeout=HANG)
    assert done.returncode == 0, done.stderr
    assert _observed(folder.root) >= PAGES
    subjects = [each["subject"] for each in folder.lines() if each["kind"] == "observation"]
    assert len(subjects) == len(set(subjects))


def test_a_run_that_is_ended_while_it_looks_keeps_what_it_saw_and_goes_on(
    fresh: Folder, world: NewWorld
) -> None:
    there = world(_world(fresh))
    asked, awake = _asleep(there, "p7.example.org")
    with _started(fresh.root, ["run"], there.environment()) as started:
        started.wait_until(lambda: asked.is_set() and _observed(fresh.root) > 0)
        code, said = started.end(signal.SIGTERM)
    awake.set()
    assert code == 143, said
    assert "What was seen is kept" in said
    seen = {each["subject"] for each in fresh.lines() if each["kind"] == "observation"}
    assert seen
    assert "https://p7.example.org/" not in seen, "it had not answered"
    _goes_on(fresh, there.environment())


@pytest.mark.soak
@pytest.mark.parametrize("number", part([signal.SIGTERM, signal.SIGHUP, signal.SIGINT], 2))
def test_a_look_that_is_ended_does_not_wait_for_the_host(
    fresh: Folder, world: NewWorld, number: int
) -> None:
    there = world(_world(fresh))
    asked, awake = _asleep(there, "p1.example.org")
    env = there.environment()
    with _started(fresh.root, ["check", "https://p1.example.org/"], env) as started:
        started.wait_until(asked.is_set)
        code, said = started.end(number)
    awake.set()
    assert code == 128 + number, said
    assert "Traceback" not in said


@pytest.mark.soak
@pytest.mark.parametrize("kernels", part(["forked", "started one by one"], 2))
def test_a_run_that_is_ended_while_notebooks_execute_takes_their_kernels_with_it(
    fresh: Folder, world: NewWorld, kernels: str
) -> None:
    env = world(_world(fresh)).environment()
    stored = (fresh.root / "notebooks" / "check_paper.ipynb").read_bytes()
    runs = _lasting(fresh)
    if kernels != "forked":
        folder = fresh.root / "jupyter" / "kernels" / "python3"
        folder.mkdir(parents=True)
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", "--quiet"]
        told = {"argv": argv, "display_name": "Python 3", "language": "python"}
        (folder / "kernel.json").write_text(json.dumps(told))
        env["JUPYTER_PATH"] = str(fresh.root / "jupyter")
    with _started(fresh.root, ["run"], env) as started:
        started.wait_until(runs)
        code, said = started.end(signal.SIGTERM)
    assert code == 143, said
    assert "What was seen is kept" in said
    assert ("one by one" in said) == (kernels != "forked"), "there is no other way while it ends"
    assert _observed(fresh.root) >= PAGES
    (fresh.root / "notebooks" / "check_paper.ipynb").write_bytes(stored)
    _goes_on(fresh, env)


def test_a_second_signal_ends_a_command_at_once_and_leaves_nothing_either(
    fresh: Folder, world: NewWorld
) -> None:
    runs = _lasting(fresh)
    with _started(fresh.root, ["run"], world(_world(fresh)).environment()) as started:
        started.wait_until(runs)
        code, said = started.end(signal.SIGINT, signal.SIGTERM)
    assert code in {130, 143}, said
    assert "Traceback" not in said


def test_a_signal_that_is_ignored_stays_ignored(fresh: Folder, world: NewWorld) -> None:
    there = world(_world(fresh))
    asked, awake = _asleep(there, "p1.example.org")
    env = there.environment()
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # inherited, as from nohup
    try:
        with _started(fresh.root, ["check", "https://p1.example.org/"], env) as started:
            started.wait_until(asked.is_set)
            started.process.send_signal(signal.SIGHUP)
            awake.set()
            started.process.communicate(timeout=HANG)
    finally:
        signal.signal(signal.SIGHUP, before)
    assert started.process.returncode == 0


@pytest.mark.soak
@pytest.mark.parametrize("moment", SEVERAL)
def test_a_run_that_is_ended_at_any_moment_leaves_nothing_and_goes_on(
    fresh: Folder, world: NewWorld, moment: float
) -> None:
    env = world(_world(fresh)).environment()
    with _started(fresh.root, ["run"], env) as started:
        started.wait_until(lambda: any((fresh.root / "runs" / "history").glob("*.jsonl")))
        with suppress(subprocess.TimeoutExpired):
            started.process.wait(moment)
        code, said = started.end(signal.SIGTERM)
    late = {0, 143, -signal.SIGTERM}  # the last: in Python's own last steps, after ours
    assert code in (late if _ended(fresh.root) else {143}), said
    assert "Traceback" not in said
    if not _ended(fresh.root):
        _goes_on(fresh, env)


def test_a_run_that_is_ended_while_it_writes_its_tables_leaves_nothing(
    fresh: Folder, world: NewWorld
) -> None:
    env = world(_world(fresh)).environment()
    with _started(fresh.root, ["run"], env) as started:
        started.wait_until(lambda: bool(_ended(fresh.root)))
        code, said = started.end(signal.SIGHUP)
    assert code in {0, 129, -signal.SIGHUP}, said
    assert "Traceback" not in said
    assert _observed(fresh.root) >= PAGES


@pytest.mark.soak
@pytest.mark.parametrize("trust", part([False, True], 2))
def test_a_reproduction_that_is_ended_leaves_nothing(tmp_path: Path, *, trust: bool) -> None:
    if not trust and small_project.TRUST:
        pytest.skip("no sandbox on this machine")
    small_project.project(tmp_path, small_project.check("a"))
    small_project.notebook(tmp_path, "import time; time.sleep(900)")
    words = ["reproduce", *(["--trust"] if trust else [])]
    with _started(tmp_path, words, dict(NOWHERE)) as started:

        def runs() -> bool:
            found = psutil.Process(started.process.pid).children(recursive=True)
            said: list[str] = []
            for each in found:
                with suppress(psutil.Error):
                    said.extend(each.cmdline())
            return any("ipykernel_launcher" in each for each in said)

        started.wait_until(runs)
        family = psutil.Process(started.process.pid).children(recursive=True)
        code, said = started.end(signal.SIGTERM)
    _, alive = psutil.wait_procs(family, timeout=HANG)
    assert (code, alive) == (143, []), said
    assert not list((tmp_path / "runs").rglob("kit-*"))
