"""A notebook comes to the same under the warm engine as under papermill's own."""

import importlib.util
import math
from pathlib import Path
from typing import Any

import pytest

from runs import essence, notebook, run, statuses, without_statuses
from soak import named

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("fcntl") is None, reason="kernels are forked on Linux only"
)

EQUAL: dict[str, list[Any]] = {
    "plain": [
        ("# Text",),
        "x = 1\nx",
        "",
        "import sys\nprint('out')\nprint('err', file=sys.stderr)\nx + 1",
        "In[1], Out[1], _, __name__",
        "%history",
        "x;",
        "x??",
    ],
    "rich output": [
        "from IPython.display import HTML, Latex, Markdown, SVG, JSON, display\nHTML('<b>b</b>')",
        "display(Latex('$x$'), Markdown('*m*'), JSON({'a': [1]}), metadata={'m': 1})",
        "display({'text/plain': 'p', 'application/x+json': {'a': 1}}, raw=True)",
        (
            "class R:\n    def _repr_mimebundle_(self, include=None, exclude=None):\n"
            "        return {'text/plain': 'R', 'text/html': '<i>R</i>'}, {'text/html': {'w': 1}}\n"
            "R()"
        ),
    ],
    "display updates": [
        (
            "from IPython.display import clear_output, display, update_display\n"
            "handle = display('first', display_id='d')\ndisplay('beside')"
        ),
        "handle.update('second')",
        "display('third', display_id='d')",
        "print('gone')\nclear_output()\nprint('here')",
        "print('stays')\nclear_output(wait=True)\nprint('instead')",
    ],
    "an error in the middle": [
        "def f():\n    raise ValueError('no such thing')",
        "print('before')\nf()\nprint('after')",
        "print('never')",
    ],
    "a chained error": [
        "try:\n    1/0\nexcept ZeroDivisionError as e:\n    raise KeyError('k') from e"
    ],
    "a syntax error": ["1 +", "2"],
    "an exit": ["import sys\nsys.exit(0)", "1"],
    "an exit with a code": ["import sys\nsys.exit(3)", "1"],
    "threads": [
        (
            "import threading\n"
            "ts = [threading.Thread(target=print, args=(i,)) for i in range(20)]\n"
            "for t in ts:\n    t.start()\n    t.join()"
        ),
        (
            "from concurrent.futures import ThreadPoolExecutor\n"
            "with ThreadPoolExecutor(4) as p:\n    print(list(p.map(str, range(9))))"
        ),
    ],
    "order": [
        "import sys, time\nprint(1)\ndisplay(2)\nprint(3, file=sys.stderr)\ndisplay(4)\nprint(5)",
        (
            "sent = []\n"
            "sys.stdout.pub_thread.schedule(lambda: (time.sleep(0.2), sent.append('all')))\n"
            "sys.stdout.flush()\nsent"
        ),
    ],
    "many messages": [
        "for i in range(300):\n    display(i)",
        "import time\nfor i in range(30):\n    display(i)\n    time.sleep(0.005)",
    ],
    "no code": [("# Text",)],
    "comms": [
        (
            "from comm import create_comm\n"
            "state = {'_model_name': 'M', 'x': 1}\n"
            "comm = create_comm(target_name='t', comm_id='c', data={'state': state})\n"
            "comm.send({'state': {'x': 2}})\ndisplay('after')"
        ),
        "comm.close()",
    ],
    "the shell": [
        "ip = get_ipython()\n_dh, ip.history_manager.dir_hist, ip.starting_dir, ip.home_dir",
        "ip.history_manager.session_number, ip.execution_count, len(In)",
        "[type(each).__name__ for each in ip.configurables]",
        "type(ip.parent).__name__, ip.kernel.shell is ip, ip.profile",
        "sorted(ip.config), sorted(ip.parent.config), sorted(ip.config.IPKernelApp)",
        "ip.user_module, ip.user_ns is globals(), __builtin__, __builtins__, type(exit)",
        "import sys\n[type(each).__name__ for each in ip._orig_sys_module_state.values()]",
        "ip.sys_excepthook.__qualname__, sys.excepthook.__qualname__, sys.ps1, sys.displayhook.msg",
        "import pdb\npdb.Pdb, pdb.set_trace, ip.debugger_cls, ip.extension_manager.loaded",
        "%who\n%pwd\n%lsmagic",
        "import logging\nlogging.basicConfig(level=logging.DEBUG)\nlogging.debug('seen')",
        (
            'age = \'julianday("now", "localtime") - julianday(start)\'\n'
            "db = ip.history_manager.db\n"
            "db.execute(f'SELECT {age} BETWEEN 0 AND 0.001 FROM sessions').fetchall()"
        ),
        "ip.ast_node_interactivity = 'all'",
        "1\n2",
        "ip.input_transformers_post.append(lambda lines: ['3'])",
        "1",
    ],
    "asyncio": [
        "import asyncio\nawait asyncio.sleep(0, 'awaited')",
        (
            "async def f(i):\n    await asyncio.sleep(0.01)\n    return i\n"
            "await asyncio.gather(*map(f, range(5)))"
        ),
        "asyncio.run(f(1))",
    ],
    "input": ["input('name? ')", "1"],
    "big output": [
        "print('x' * 3_000_000)",
        "for i in range(5_000):\n    print(i)",
        "'y' * 1_000_000",
    ],
    "subprocesses": [
        (
            "import subprocess, sys, os\n"
            "subprocess.run([sys.executable, '-c', 'print(1)'], capture_output=True).stdout"
        ),
        "!echo shell",
        "print(subprocess.run(['sh', '-c', 'echo $0; cat']).returncode)",
        (
            "import multiprocessing as m\nq = m.get_context('fork').SimpleQueue()\n"
            "p = m.get_context('fork').Process(target=q.put, args=('child',))\n"
            "p.start(); p.join(); q.get(), p.exitcode"
        ),
        "child = os.fork()\nif not child:\n    os._exit(7)\nos.waitpid(child, 0)[1]",
    ],
    "the process around": [
        (
            "import os, sys, signal, threading, gc, warnings, logging, resource, random\n"
            "os.getcwd() == os.path.realpath('.'), sorted(os.listdir())"
        ),
        "sorted((k, v) for k, v in os.environ.items() if k not in ('JPY_SESSION_NAME',))",
        "sys.path, sys.flags, sys.executable, sys.argv[0], sys.argv[3:]",
        "os.getsid(0) == os.getpid(), os.getpgid(0) == os.getpid(), sys.stdin.read(), os.umask(18)",
        "[signal.getsignal(s) for s in (2, 13, 15, 17)], signal.pthread_sigmask(0, [])",
        (
            "gc.isenabled(), gc.get_threshold(), sys.getrecursionlimit(), "
            "threading.current_thread() is threading.main_thread()"
        ),
        "resource.getrlimit(resource.RLIMIT_NOFILE), type(sys.stdout), type(sys.displayhook)",
        "[str(f) for f in warnings.filters], logging.getLogger().handlers, sys.modules['__main__']",
        "get_ipython().__class__, get_ipython().history_manager.hist_file, get_ipython().profile",
        "sorted(k for k in globals() if not k.startswith('_'))",
        "import zmq, asyncio; type(asyncio.get_event_loop_policy())",
    ],
    "magics": [
        "%%bash\necho $((1+1))",
        "%%writefile made.txt\ntext",
        "%cat made.txt",
        "%cd -q ..\n%cd",
        "%env MADE=1",
        "%matplotlib",
        "%no_such_magic",
    ],
}


@pytest.mark.smoke
@pytest.mark.soak
@pytest.mark.parametrize("name", named(EQUAL, 3))
def test_same_notebook(name: str, tmp_path: Path) -> None:
    """Outputs, counts, metadata and errors are those of papermill's own engine."""
    made = notebook(EQUAL[name])
    folder = tmp_path / "here"
    usual = run(made, folder, "nbclient")
    for each in folder.iterdir():
        each.unlink()
    warm = run(made, folder, "warm")
    assert essence(warm) == essence(usual)


def test_settings_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a user has set for all kernels, and runs in each, holds in a warm one."""
    profile = tmp_path / "ipython" / "profile_default"
    (profile / "startup").mkdir(parents=True)
    (profile / "startup" / "first.py").write_text("import os\nstarted = os.getcwd()")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    made = notebook(["1\n2", "started"])
    bare = notebook(["1\n2"])
    assert len(run(bare, tmp_path / "here", "warm").notebook.cells[0].outputs) == 1
    settings = "get_config().InteractiveShell.ast_node_interactivity = 'all'"
    (profile / "ipython_kernel_config.py").write_text(settings)  # for the same zygote
    run(bare, tmp_path / "here", "warm")  # in the kernel that was in stock before
    usual = run(made, tmp_path / "here", "nbclient")
    assert [each.data["text/plain"] for each in usual.notebook.cells[0].outputs] == ["1", "2"]
    assert essence(run(made, tmp_path / "here", "warm")) == essence(usual)


OPTIONS: dict[str, tuple[list[str], dict[str, Any], dict[int, str]]] = {
    "an error that is expected": (["1/0", "2"], {}, {0: "raises-exception"}),
    "a cell that is skipped": (["1/0", "2"], {}, {0: "skip-execution"}),
    "a kernel with other arguments": (
        ["set_before", "get_ipython().history_manager.hist_file", "import os; os.getcwd()"],
        {"extra_arguments": ["--IPKernelApp.exec_lines=set_before = 1"]},
        {},
    ),
    "interrupted": (
        ["import time\nprint('began')\ntime.sleep(60)", "'goes on'"],
        {"execution_timeout": 4, "interrupt_on_timeout": True},
        {0: "raises-exception"},
    ),
    "interrupted, with an error": (
        ["import time\ntry:\n    time.sleep(60)\nexcept KeyboardInterrupt:\n    'caught'", "2"],
        {
            "execution_timeout": 4,
            "interrupt_on_timeout": True,
            "error_on_timeout": {"ename": "T", "evalue": "too long", "traceback": ["t"]},
        },
        {},
    ),
    "not enough memory": (
        [
            (
                "import resource\n"
                "pages = int(open('/proc/self/statm').read().split()[0])\n"
                "most = pages * 4096 + 200_000_000\n"
                "resource.setrlimit(resource.RLIMIT_AS, (most, most))"
            ),
            "kept = bytearray(2_000_000_000)",
            "1",
        ],
        {},
        {},
    ),
    "parameters": (
        ["a = b = c = d = e = f = g = h = i = j = None", "a, b, c, d, e, f, g, h, i, j"],
        {
            "parameters": {
                "a": None,
                "b": True,
                "c": -(2**70),
                "d": 1e-300,
                "e": math.inf,
                "f": 'it\'s "quoted" \\ and\n論文 {x}',
                "g": [1, [2, {"z": None}]],
                "h": {"k": {"n": [False]}, "m": "v"},
                "i": math.nan,
                "j": "",
            }
        },
        {0: "parameters"},
    ),
}


@pytest.mark.smoke
@pytest.mark.soak
@pytest.mark.parametrize("name", named(OPTIONS, 3))
def test_same_with_options(name: str, tmp_path: Path) -> None:
    """Tags, timeouts that interrupt, limits and parameters have the same effect."""
    cells, options, tags = OPTIONS[name]
    usual = run(notebook(cells, tags), tmp_path, "nbclient", **options)
    warm = run(notebook(cells, tags), tmp_path, "warm", **options)
    assert essence(warm) == essence(usual)


DEAD: dict[str, tuple[str, dict[str, Any]]] = {
    "an end": ("import os, time\nprint('last words')\ntime.sleep(1)\nos._exit(3)", {}),
    "a kill": (
        "import os, time\ntime.sleep(0.5)\nos.kill(os.getpid(), 9)",
        {},
    ),
    "an output that no notebook may hold": ("display({'text/plain': 5}, raw=True)", {}),
    "a timeout, with something to do at the end": (
        ("import time\ntry:\n    time.sleep(60)\nfinally:\n    time.sleep(0.5)\n    print('done')"),
        {"execution_timeout": 4},
    ),
    "a timeout": ("import time\ntime.sleep(60)", {"execution_timeout": 4}),
}


@pytest.mark.soak
@pytest.mark.parametrize("name", named(DEAD, 3))
def test_failure_is_marked(name: str, tmp_path: Path) -> None:
    """What papermill calls completed has failed here, and what follows was not run."""
    source, options = DEAD[name]
    made = notebook(["'done'", source, "'never'", ("text",)])
    usual = run(made, tmp_path, "nbclient", **options)
    warm = run(made, tmp_path, "warm", **options)
    assert statuses(usual) == ["completed"] * 4
    assert statuses(warm) == ["completed", "failed", "pending", "pending"]
    assert warm.notebook.metadata.papermill.exception is True
    assert without_statuses(essence(warm)) == without_statuses(essence(usual))


def test_same_plots(tmp_path: Path) -> None:
    """A plot is shown inline."""
    pytest.importorskip("matplotlib")
    made = notebook(["import matplotlib.pyplot as plt\nplt.plot([1, 2]);", "plt.get_backend()"])
    usual = run(made, tmp_path, "nbclient")
    assert essence(run(made, tmp_path, "warm")) == essence(usual)


def test_a_flood_of_outputs_is_kept_whole(tmp_path: Path) -> None:
    """More messages than Jupyter's sockets hold, while they are let lie and made quickly."""
    ran = run(notebook(["for i in range(5_000):\n    display(i)"]), tmp_path, "warm")
    shown = [int(each.data["text/plain"]) for each in ran.notebook.cells[0].outputs]
    assert shown == list(range(5_000))


@pytest.mark.smoke
def test_what_is_left_open_is_written(tmp_path: Path) -> None:
    """A kernel ends as a Python does: exit handlers run, open files are flushed."""
    made = notebook(
        [
            "import atexit\nkept = open('kept.txt', 'w')\nkept.write('text')",
            "atexit.register(lambda: open('exit.txt', 'w').write('ended'));",
        ]
    )
    run(made, tmp_path, "warm")
    assert (tmp_path / "kept.txt").read_text() == "text"
    assert (tmp_path / "exit.txt").read_text() == "ended"
