"""Warm kernels keep to themselves, end with their parent, and give way where they cannot be."""

import asyncio
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import psutil
import pytest
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

from runs import Ran, notebook, run, statuses
from tracker.engine.provisioner import WarmProvisioner, say_once, why_not
from tracker.engine.zygotes import ZYGOTES

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")


def told(source: str, folder: Path, **options: object) -> str:
    """Run one cell and return what it printed."""
    ran = run(notebook([source]), folder, "warm", **options)
    assert ran.raised == ""
    return "".join(each["text"] for each in ran.notebook.cells[0].outputs)


def test_nothing_is_left_for_the_next_notebook(tmp_path: Path) -> None:
    """Modules, folder, environment, names, files and threads of one are not in the next."""
    told(
        "import os, sys, threading, time, builtins, json\n"
        "os.chdir('/')\nos.environ['LEFT'] = '1'\nsys.path.append('/left')\n"
        "sys.modules['left'] = os\nbuiltins.left = 1\njson.left = 1\nkept = open('/dev/null')\n"
        "threading.Thread(target=time.sleep, args=(9,), daemon=True).start()",
        tmp_path,
    )
    ask = (
        "import os, sys, threading, builtins, json\n"
        "print(json.dumps([os.getcwd(), 'LEFT' in os.environ, '/left' in sys.path,"
        " 'left' in sys.modules, hasattr(builtins, 'left'), hasattr(json, 'left'),"
        " 'kept' in globals(), len(threading.enumerate()), len(os.listdir('/proc/self/fd'))]))"
    )
    first, second = json.loads(told(ask, tmp_path)), json.loads(told(ask, tmp_path))
    assert first[:7] == [str(tmp_path), False, False, False, False, False, False]
    assert first == second


def test_randomness_is_not_shared(tmp_path: Path) -> None:
    """Two kernels of one zygote draw different numbers, numpy's global generator included."""
    draw = "import random, numpy, uuid; print(random.random(), numpy.random.rand(), uuid.uuid4())"
    one, two = (told(draw, tmp_path, preload=("numpy",)).split() for _ in range(2))
    assert all(mine != other for mine, other in zip(one, two, strict=True))


def test_each_kernel_has_its_folder(tmp_path: Path) -> None:
    """Notebooks that run at the same time in threads work each in its own folder."""
    folders = [tmp_path / str(number) for number in range(8)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda each: told("import os; print(os.getcwd())", each), folders))
    assert found == [f"{each}\n" for each in folders]


def test_a_kernel_has_the_environment_of_its_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is set in this process is set in the kernels started after that."""
    ask = "import os; print(os.environ.get('SET'))"
    found = []
    for value in ("a", "b"):
        monkeypatch.setenv("SET", value)
        found.append(told(ask, tmp_path))
    assert found == ["a\n", "b\n"]


def test_a_run_leaves_nothing(tmp_path: Path) -> None:
    """After many notebooks there are no more descriptors, threads or files than after a few."""

    def state() -> tuple[int, int, int]:
        (nursery,) = ZYGOTES._open.values()
        assert nursery._folder is not None
        zygote = Path(f"/proc/{nursery._process.pid}/fd")
        return (
            len(list(Path("/proc/self/fd").iterdir())),
            threading.active_count(),
            len(list(zygote.iterdir())),
        )

    ZYGOTES.close()
    for _ in range(3):
        told("print(1)", tmp_path)
    time.sleep(1)  # the stock is full again
    before = state()
    for _ in range(20):
        told("print(1)", tmp_path)
    time.sleep(1)
    assert state() == before
    (nursery,) = ZYGOTES._open.values()
    folder, zygote = nursery._folder, nursery._process.pid
    ZYGOTES.close()
    assert folder is not None
    assert not folder.exists()
    assert not Path(f"/proc/{zygote}").exists()


def test_a_notebook_of_nothing_ends_in_peace(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A kernel that is asked to end as soon as it is there has begun by then."""
    ZYGOTES.close()  # the next zygote writes to where this test looks
    for _ in range(30):
        assert run(notebook([]), tmp_path, "warm").raised == ""
    ZYGOTES.close()
    assert "Traceback" not in capfd.readouterr().err


def test_a_notebook_runs_inside_a_running_loop(tmp_path: Path) -> None:
    """As in JupyterLab, where papermill is called from a cell."""

    async def called() -> Ran:
        return run(notebook(["6 * 7", "import time; time.sleep(1.5)"]), tmp_path, "warm")

    ran = asyncio.run(called())
    assert ran.raised == ""
    assert ran.notebook.cells[0].outputs[0].data["text/plain"] == "42"


def test_one_kernel_is_held_for_each_at_work(tmp_path: Path) -> None:
    """Notebooks one by one have one kernel ready, so that few are forked for nothing."""
    ZYGOTES.close()
    for _ in range(3):
        told("print(1)", tmp_path)
    time.sleep(1)
    (nursery,) = ZYGOTES._open.values()
    assert len(psutil.Process(nursery._process.pid).children()) == 1


def test_a_zygote_that_dies_takes_its_kernels_and_is_replaced(tmp_path: Path) -> None:
    """The notebook of then fails, the next one runs, and no file is left."""
    told("print(1)", tmp_path)
    (nursery,) = ZYGOTES._open.values()
    threading.Timer(2, lambda: os.kill(nursery._process.pid, signal.SIGKILL)).start()
    ran = run(notebook(["import time; time.sleep(60)"]), tmp_path, "warm")
    assert ran.raised == "DeadKernelError: Kernel died"
    assert statuses(ran) == ["failed"]
    assert nursery._folder is not None
    assert not nursery._folder.exists()
    assert told("print(1)", tmp_path) == "1\n"


def test_what_happened_is_in_the_file_while_a_cell_runs(tmp_path: Path) -> None:
    """Papermill writes after each cell; here the file is at most a second behind."""
    made = notebook(["print('early')", "input"] * 2 + ["import time; time.sleep(4)"])
    worker = threading.Thread(target=run, args=(made, tmp_path, "warm"))
    worker.start()
    seen: list[str] = []
    while worker.is_alive():
        time.sleep(0.2)
        with contextlib.suppress(OSError, nbformat.reader.NotJSONError, AttributeError):
            cells = nbformat.read(tmp_path / "out.ipynb", as_version=4).cells
            seen.append(cells[4].metadata.papermill.status + str(len(cells[2].outputs)))
    worker.join()
    assert "running1" in seen


def test_another_kernel_runs_as_papermill_runs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A kernel that is not this Python's own is started as usual, and that is said once."""
    say_once.cache_clear()
    folder = tmp_path / "kernels" / "other"
    folder.mkdir(parents=True)
    argv = [sys.executable, "-O", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": argv, "display_name": "other", "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(spec))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    for _ in range(2):
        assert told("import sys; print(sys.flags.optimize)", tmp_path, kernel_name="other") == "1\n"
    said = [each.getMessage() for each in caplog.records if each.name == "tracker"]
    assert said == [
        (
            "Notebooks run in kernels started one by one, as papermill does: "
            "the kernel of the notebook is not the IPython of this Python."
        )
    ]


def test_a_zygote_that_cannot_start_is_no_obstacle(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """What cannot be imported beforehand is said, once, and the notebooks run as usual."""
    say_once.cache_clear()
    for _ in range(2):
        assert told("print(1)", tmp_path, preload=("no_such_module",)) == "1\n"
    assert [each.name for each in caplog.records].count("tracker") <= 2


@pytest.mark.parametrize(
    ("argv", "metadata"),
    [
        (["python", "-m", "bash_kernel", "-f", "{connection_file}"], {}),
        (["/usr/bin/python3", "-m", "ipykernel_launcher", "-f", "{connection_file}"], {}),
        (
            ["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            {"kernel_provisioner": {"provisioner_name": "remote"}},
        ),
    ],
)
def test_what_is_not_forked(argv: list[str], metadata: dict[str, object]) -> None:
    """Another program, another Python, another provisioner: each is left alone."""
    assert why_not(KernelSpec(argv=argv, metadata=metadata)) is not None


def test_a_manager_can_use_a_warm_kernel(tmp_path: Path) -> None:
    """Outside papermill too: started, interrupted, started again, ended."""
    manager = KernelManager(kernel_name="python3", kernel_id=str(uuid.uuid4()))
    manager.provisioner = WarmProvisioner(
        kernel_id=manager.kernel_id, kernel_spec=manager.kernel_spec, parent=manager
    )
    manager.start_kernel(cwd=str(tmp_path))
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=600)
    reply = client.execute_interactive("import time; kept = 1", timeout=600)
    assert reply["content"]["status"] == "ok"
    threading.Timer(1, manager.provisioner.kernel.signal, [signal.SIGINT]).start()
    reply = client.execute_interactive("time.sleep(30)", timeout=600, output_hook=lambda _: None)
    assert reply["content"]["ename"] == "KeyboardInterrupt"
    manager.restart_kernel()
    client.wait_for_ready(timeout=600)
    reply = client.execute_interactive("kept", timeout=600, output_hook=lambda _: None)
    assert reply["content"]["ename"] == "NameError"
    client.stop_channels()
    manager.shutdown_kernel()
    assert not manager.is_alive()


INTERRUPTED = """
import sys
sys.path[:0] = [{root!r}, {here!r}]
import papermill
from papermill.engines import papermill_engines
from pathlib import Path
from runs import notebook, run
from tracker.engine import WarmEngine
papermill_engines.register("warm", WarmEngine)
cell = "import atexit, pathlib, time\\natexit.register(pathlib.Path('ended').touch)\\n"
made = notebook([cell + "pathlib.Path('began').touch()\\ntime.sleep(600)"])
run(made, Path({out!r}), {engine!r})
"""


@pytest.mark.parametrize("engine", ["warm", "nbclient"])
def test_who_interrupts_a_run_lets_its_kernel_end(tmp_path: Path, engine: str) -> None:
    """The kernel is shut down as ever: its exit handlers run, and nothing of it goes on."""
    mark = uuid.uuid4().hex
    script = INTERRUPTED.format(
        root=str(ROOT),
        here=str(Path(__file__).parent / "equivalence"),
        out=str(tmp_path),
        engine=engine,
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        env={**os.environ, "MARK": mark},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as running:
        while not (tmp_path / "began").exists():
            time.sleep(0.1)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=600)
    assert "KeyboardInterrupt" in said
    assert running.returncode not in {0, -signal.SIGKILL}
    assert (tmp_path / "ended").exists()
    assert marked(mark) == []


VICTIM = """
import sys
sys.path[:0] = [{root!r}, {here!r}]
import papermill
from papermill.engines import papermill_engines
from pathlib import Path
from concurrent.futures import ThreadPoolExecutor
from runs import notebook, run
from tracker.engine import WarmEngine
papermill_engines.register("warm", WarmEngine)
print("ready", flush=True)
made = notebook(["import subprocess; child = subprocess.Popen(['sleep', '600'])", "input", "1"])
with ThreadPoolExecutor(2) as pool:
    list(pool.map(lambda n: run(made, Path({out!r}) / str(n), "warm"), range(1000)))
"""


def test_killing_the_parent_leaves_nothing(tmp_path: Path) -> None:
    """Whenever this process is killed with -9: no process, socket or file outlives it."""
    for number in range(5):
        left = after_a_kill(tmp_path / str(number), random.uniform(0, 3))  # noqa: S311
        assert left == ([], [])


def after_a_kill(folder: Path, seconds: float) -> tuple[list[str], list[str]]:
    """Kill a process that runs notebooks, and return the processes and files that are left."""
    temporary, runtime, mark = folder / "t", folder / "r", uuid.uuid4().hex
    for each in (temporary, runtime):
        each.mkdir(parents=True)
    script = VICTIM.format(
        root=str(ROOT), here=str(Path(__file__).parent / "equivalence"), out=str(folder / "o")
    )
    environ = {
        **os.environ,
        "TMPDIR": str(temporary),
        "JUPYTER_RUNTIME_DIR": str(runtime),
        "MARK": mark,
    }
    with subprocess.Popen(
        [sys.executable, "-c", script], env=environ, stdout=subprocess.PIPE, text=True
    ) as victim:
        assert victim.stdout is not None
        victim.stdout.readline()
        time.sleep(seconds)
        victim.kill()
    until = time.monotonic() + 10
    while (left := marked(mark)) and time.monotonic() < until:
        time.sleep(0.1)
    files = [str(each) for place in (temporary, runtime) for each in place.rglob("*")]
    return left, files


def marked(mark: str) -> list[str]:
    """Return the processes that have the mark in their environment."""
    found = []
    for each in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if each.name.isdigit() and f"MARK={mark}".encode() in (each / "environ").read_bytes():
                found.append((each / "cmdline").read_bytes().replace(b"\0", b" ").decode())
    return found
