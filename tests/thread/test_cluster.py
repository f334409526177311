"""A run whose notebooks a Dask cluster executes comes to what a run on this machine comes to."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import nbformat
import pytest

pytest.importorskip("distributed")

from notebooks.secretive import SECRETS, printed, slip_in
from soak import WHOLE
from thread.conftest import NOWHERE, ROOT, Folder

PAPERS = ("arxiv:2503.14476", "arxiv:2503.16219", "arxiv:2503.12533")
SLOW = "import time\nfrom pathlib import Path\ntime.sleep({seconds})\n"


def spawn(*words: str, folder: Path, log: str) -> "subprocess.Popen[bytes]":
    """Start a part of a cluster; it stands in a folder of its own and knows no project."""
    home = folder / log
    home.mkdir()
    with (folder / f"{log}.log").open("wb") as file:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *words],
            cwd=home,
            env={
                **os.environ,
                **NOWHERE,
                "PYTHONPATH": str(ROOT),
                "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "10s",
            },
            stdout=file,
            stderr=file,
            start_new_session=True,
        )


def end(process: "subprocess.Popen[bytes]") -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


class Made:
    """A scheduler with two workers."""

    def __init__(self, folder: Path) -> None:
        file = folder / "scheduler.json"
        told = ["--scheduler-file", str(file)]
        self.processes = [
            spawn("scheduler", *told, "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
                  folder=folder, log="scheduler"),
            *(
                spawn("worker", *told, "--nthreads", "1", "--no-nanny", "--no-dashboard",
                      "--host", "127.0.0.1", folder=folder, log=f"worker{number}")
                for number in range(2)
            ),
        ]  # fmt: skip
        until = time.monotonic() + 60
        while not file.exists():
            assert time.monotonic() < until
            time.sleep(0.05)
        self.address = json.loads(file.read_text())["address"]


@pytest.fixture
def secretive(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the workers' environment be full of secrets."""
    for name, value in SECRETS.items():
        if name.upper() not in {"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"}:
            monkeypatch.setenv(name, value)


@pytest.fixture
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    made = Made(tmp_path_factory.mktemp("cluster"))
    yield made
    for process in made.processes:
        end(process)


def still(line: dict[str, object]) -> dict[str, object]:
    """Leave out of a record what tells one run from another."""
    moving = {"run", "agent", "started_at", "ended_at", "shown_at", "notebook", "purpose"}
    return {name: value for name, value in line.items() if name not in moving}


def told(folder: Folder) -> list[bytes]:
    """Return the records of the newest run, in an order that is none of its own."""
    newest = max((folder.root / "runs" / "history").glob("*.jsonl"))
    lines = [still(json.loads(line)) for line in newest.read_text().splitlines()]
    newest.unlink()
    return sorted(msgspec.json.encode(line, order="deterministic") for line in lines)


def cells(folder: Folder) -> dict[str, list[object]]:
    """Return what the executed notebooks of the newest run show."""
    newest = max(folder.root.glob("runs/2*"), key=lambda path: path.stat().st_mtime_ns)
    shown = {}
    for path in sorted((newest / "notebooks").glob("2*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        assert notebook.metadata.papermill.output_path == str(path)
        outputs = json.loads(json.dumps([cell.get("outputs") for cell in notebook.cells]))
        for one in outputs[-1]:
            one["data"] = dict.fromkeys(one["data"])  # the views, with the time
        shown[path.name] = outputs
    assert shown
    return shown


@pytest.mark.soak
@pytest.mark.skipif(not WHOLE, reason="half a minute: by make soak")
def test_a_cluster_gives_what_this_machine_gives_though_a_worker_dies(
    folder: Folder, cluster: Made
) -> None:
    path = folder.root / "notebooks" / "check_paper.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[3].source = "import time\ntime.sleep(1)\n" + notebook.cells[3].source
    nbformat.write(notebook, path)
    assert folder.run("run", "--offline", *PAPERS).returncode == 0
    here, shown = told(folder), cells(folder)
    assert len([line for line in here if b'"view"' in line]) >= len(PAPERS)

    process = subprocess.Popen(
        [sys.executable, "-m", "tracker.cli", "run", "--offline", *PAPERS, "--dask",
         cluster.address],
        cwd=folder.root,
        env={**os.environ, **NOWHERE},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )  # fmt: skip
    victim = cluster.processes[1]
    until = time.monotonic() + 60
    while not _kernels(victim.pid) and process.poll() is None:
        assert time.monotonic() < until
        time.sleep(0.05)
    end(victim)
    output, _ = process.communicate(timeout=600)
    assert process.returncode == 0, output
    assert "broke" not in output
    assert told(folder) == here
    assert cells(folder) == shown


@pytest.mark.usefixtures("secretive")
def test_a_notebook_sees_no_secret_of_a_worker(folder: Folder, cluster: Made) -> None:
    slip_in(folder.root / "notebooks" / "check_paper.ipynb")
    words = ("--offline", "2503.14476", "--dask", cluster.address)
    done = folder.run("run", *words, "--out", "here")
    assert done.returncode == 0, done.stderr
    told = printed(folder.root / "here" / "notebooks" / "2503.14476.ipynb")
    assert not told.keys() & SECRETS.keys()
    assert not [name for name, value in told.items() if "inde-" in value]
    assert "PATH=" in told["/proc"]


def _kernels(pid: int) -> bool:
    """Whether a process has started another one: a worker that executes a notebook."""
    with contextlib.suppress(OSError):
        tasks = Path(f"/proc/{pid}/task").glob("*/children")
        return any(each.read_text().strip() for each in tasks)
    return False
