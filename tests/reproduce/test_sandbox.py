"""Whatever is tried inside, nothing is obtained and nothing is left."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import nbformat
import papermill
import pytest

import tracker
from tracker.errors import ConfigurationError
from tracker.reproduce import sandbox
from tracker.reproduce.sandbox import Confined, Limits, confined, trusted

HOSTILE = Path(__file__).parent / "hostile.py"
PROJECT = Path(tracker.__file__).parents[1]
SMALL = Limits(wall=30, cpu=15, memory=2**28, processes=64, disk=2**24, output=2**20)
INSTALLED = [Path(papermill.__file__).parents[1]]
PATIENCE = 20  # seconds


def namespaces_work() -> bool:
    try:
        asked = subprocess.run(
            ["unshare", "--user", "--net", "true"], capture_output=True, check=False
        )
    except FileNotFoundError:
        return False
    return asked.returncode == 0


@pytest.mark.skipif("CI" not in os.environ, reason="bubblewrap need not be installed at a desk")
def test_where_namespaces_work_the_sandbox_is_there_under_ci() -> None:
    if not namespaces_work():
        pytest.skip("no namespaces on this machine")
    assert sandbox.available(), sandbox.why_not()


@pytest.fixture
def word() -> Iterator[str]:
    """Return a word for a command line; no process is left, at the end, that was given it."""
    given = f"sandbox-{secrets.token_hex(8)}"
    yield given
    assert living(given) == []


@pytest.fixture
def mark(word: str) -> str:
    """Return such a word; skip where there is no sandbox."""
    if sandbox.available() is None:
        pytest.skip(sandbox.why_not())
    return word


def living(word: str) -> list[str]:
    """Return the processes with this word on their command line."""
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = file.read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        found += [file.parent.name] if word in words else []
    return found


def wait_for(happens: Callable[[], bool]) -> None:
    """Give the kernel its time: what is told to end, or to start, is not yet so at once."""
    until = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < until
        time.sleep(0.01)


def run(code: str, mark: str, limits: Limits = SMALL, stdin: bytes = b"") -> Confined:
    argv = [sys.executable, "-c", code, mark]
    return confined(argv, readable=[], environment={}, limits=limits, stdin=stdin)


def test_a_program_reads_and_writes_and_ends_as_anywhere(mark: str) -> None:
    code = "import sys; print(sys.stdin.read()); print('oh', file=sys.stderr); sys.exit(3)"
    ended = run(code, mark, stdin=b"given\n" * 30_000)
    assert (ended.status, ended.code, ended.stderr) == ("done", 3, b"oh\n")
    whole = ended.stdout == b"given\n" * 30_000 + b"\n"
    assert whole, ended.stdout[:100]
    assert ended.sandbox == sandbox.available()


def test_a_program_is_given_its_three_streams_and_no_other_file(mark: str) -> None:
    assert run("import os; print(os.listdir('/proc/self/fd'))", mark).stdout == (
        b"['0', '1', '2', '3']\n"  # 3 is the folder that is listed
    )


def test_a_program_that_a_signal_ends_says_so_in_its_code(mark: str) -> None:
    ended = run("import os; os.kill(os.getpid(), 11)", mark)
    assert (ended.status, ended.code) == ("done", 128 + signal.SIGSEGV)


def test_a_program_that_is_not_there_is_named(mark: str) -> None:
    ended = confined(["no-such-program", mark], readable=[], environment={}, limits=SMALL)
    assert ended.code == 127
    assert b"no-such-program" in ended.stderr


def test_what_it_took_is_told_for_all_its_processes(mark: str) -> None:
    code = """
import os, time
if not os.fork():
    while time.process_time() < 0.6: pass
    os._exit(0)
fill = bytearray(50_000_000)
while time.process_time() < 0.4: pass
os.wait()
"""
    ended = run(code, mark)
    assert 1.0 <= ended.cpu < 3
    assert ended.memory is not None
    assert 50_000_000 < ended.memory < 200_000_000


class Outside:
    """What there is to be had: secrets, servers, a process, and places to write to."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.secret = secrets.token_hex(16)
        self.folder = folder
        self.tcp = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        self.unix, self.abstract = folder / "unix", f"\0{secrets.token_hex(8)}"
        for name in (str(self.unix), self.abstract):
            server = stack.enter_context(socket.socket(socket.AF_UNIX))
            server.bind(name)
            server.listen()
        self.victim = stack.enter_context(
            subprocess.Popen(["sleep", "60"], env={**os.environ, "TOKEN": self.secret})
        )
        stack.callback(self.victim.kill)
        self.files = [folder / ".netrc", folder / ".git" / "config"]
        for file in self.files:
            file.parent.mkdir(exist_ok=True)
            file.write_text(f"password {self.secret}")
        self.writes = [folder / "written", Path("/tmp") / f"{self.secret}"]  # noqa: S108

    def targets(self, *more: Path) -> str:
        return json.dumps(
            {
                "secret": self.secret,
                "files": [str(file) for file in self.files],
                "port": self.tcp.getsockname()[1],
                "unix": str(self.unix),
                "abstract": self.abstract[1:],
                "victim": self.victim.pid,
                "writes": [str(place) for place in (*self.writes, *more)],
            }
        )


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Outside]:
    with ExitStack() as stack:
        there = Outside(tmp_path, stack)
        monkeypatch.setenv("HF_TOKEN", there.secret)
        yield there
    for place in there.writes:
        place.unlink(missing_ok=True)


def obtained(printed: bytes) -> Mapping[str, object]:
    line = next(each for each in printed.decode().splitlines() if each.startswith("OBTAINED"))
    found: Mapping[str, object] = json.loads(line.removeprefix("OBTAINED"))
    return found


@pytest.mark.usefixtures("mark")
def test_a_hostile_notebook_obtains_nothing(outside: Outside) -> None:
    cell = nbformat.v4.new_code_cell(HOSTILE.read_text())
    kernel = {"name": "python3", "display_name": "Python"}
    notebook = nbformat.v4.new_notebook(cells=[cell], metadata={"kernelspec": kernel})
    elsewhere = [
        Path(folder) / outside.secret
        for folder in ("/", "/usr", "/etc", "/dev", "/proc/sys", sys.prefix, PROJECT, Path.home())
    ]
    ended = confined(
        [sys.executable, "-m", "papermill", "--log-output", "--no-progress-bar", "-", "-"],
        readable=[PROJECT / "tracker", *INSTALLED],
        environment={
            "TARGETS": outside.targets(*elsewhere),
            "PYTHONPATH": ":".join(map(str, [PROJECT, *INSTALLED])),
        },
        limits=Limits(wall=60, memory=2**30),
        stdin=nbformat.writes(notebook).encode(),
    )
    assert (ended.status, ended.code) == ("done", 0), ended.stderr.decode()
    executed = nbformat.reads(ended.stdout.decode(), as_version=4)
    found = obtained(executed.cells[-1].outputs[0].text.encode())
    # The folder /tmp is its own: what it writes there nobody else sees.
    assert found == {"writing": [str(outside.writes[1])]}
    assert not any(place.exists() for place in (*outside.writes, *elsewhere))
    assert outside.victim.poll() is None


def test_the_same_program_obtains_much_where_it_is_trusted(
    tmp_path: Path, outside: Outside
) -> None:
    ended = trusted(
        [sys.executable, str(HOSTILE)],
        environment={"TARGETS": outside.targets(), "TOKEN": outside.secret},
        limits=SMALL,
        folder=tmp_path,
    )
    assert (ended.status, ended.code) == ("done", 0), ended.stderr.decode()
    assert ended.sandbox == "none: trusted"
    found = obtained(ended.stdout)
    assert found["secret_in_the_environment"] == ["TOKEN"]  # as given, and not our HF_TOKEN
    assert set(found) >= {
        "secret_in_the_environment", "secret_in_files", "secret_of_another_process",
        "secret_of_any_process", "loopback_server", "unix_socket", "abstract_socket",
        "writing", "seeing_processes", "killing",
    }  # fmt: skip


def test_forks_without_end_are_refused_and_end_with_it(mark: str) -> None:
    code = """
import os
while True:
    try: os.fork()
    except BlockingIOError: print('refused', flush=True)
"""
    ended = run(code, mark, Limits(wall=1, processes=24, output=2**30))
    assert ended.status == "timed-out"
    assert b"refused" in ended.stdout


def test_memory_of_one_process_has_an_end(mark: str) -> None:
    ended = run("fill = [bytearray(10**7) for _ in range(10**4)]", mark)
    assert ended.code != 0
    assert ended.memory is None or ended.memory <= SMALL.memory


@pytest.mark.parametrize("kind", ["MAP_PRIVATE", "MAP_SHARED"])
def test_memory_of_many_processes_has_an_end(mark: str, kind: str) -> None:
    code = f"""
import mmap, os, time
for _ in range(8): os.fork() if os.getppid() == 1 else None
own = mmap.mmap(-1, 10**8, flags=mmap.{kind} | mmap.MAP_ANONYMOUS)
for start in range(0, 10**8, 4096): own[start] = 1
time.sleep(60)
"""
    ended = run(code, mark)
    assert ended.status == "killed"
    assert b"memory" in ended.stderr


def test_memory_of_page_tables_has_an_end(mark: str) -> None:
    code = """
import mmap, time
size, step = 2**38, 2**21
empty = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=mmap.PROT_READ)
empty.madvise(mmap.MADV_NOHUGEPAGE)
for start in range(0, size, step): empty[start]
time.sleep(60)
"""
    ended = run(code, mark)
    assert ended.status == "killed"
    assert b"memory" in ended.stderr


def test_memory_that_forks_share_is_counted_once(mark: str) -> None:
    code = """
import os, time
fill = b'x' * (SIZE := 10**8)
for _ in range(6):
    if not os.fork():
        time.sleep(1)
        os._exit(0)
time.sleep(1)
"""
    ended = run(code, mark)
    assert (ended.status, ended.code) == ("done", 0), ended.stderr


def test_the_private_folder_has_an_end(mark: str) -> None:
    code = """
import os, tempfile
written = 0
for folder in (os.environ['HOME'], tempfile.gettempdir(), os.getcwd(), '/dev/shm', '/', '/dev'):
    for number in range(100):
        try:
            with open(f'{folder}/{number}', 'xb', buffering=0) as file:
                while True: written += file.write(bytes(10**6))
        except OSError: pass
print(written)
"""
    ended = run(code, mark)
    assert ended.status == "done"
    assert 0.9 * SMALL.disk < int(ended.stdout) <= SMALL.disk


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_output_has_an_end(mark: str, stream: str) -> None:
    ended = run(f"import sys\nwhile True: sys.{stream}.write('x' * 1000)", mark)
    assert ended.status == "too-large"
    assert len(ended.stdout) <= SMALL.output
    assert len(ended.stderr) < 2**17


def test_time_has_an_end(mark: str) -> None:
    ended = run("import time; time.sleep(60)", mark, Limits(wall=0.5))
    assert ended.status == "timed-out"
    assert ended.stderr.endswith(b"it ran longer than 0.5 s\n")
    assert ended.wall < 30


def test_cpu_time_of_all_processes_has_an_end(mark: str) -> None:
    code = "import os\nfor _ in range(2): os.fork()\nwhile True: pass"
    ended = run(code, mark, Limits(wall=60, cpu=1))
    assert ended.status == "timed-out"
    assert b"CPU" in ended.stderr
    assert 1 <= ended.cpu < 5


def test_a_daemon_ends_with_the_program(mark: str) -> None:
    code = """
import os, signal, time
reader, writer = os.pipe()
if not os.fork():
    os.setsid()
    for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_IGN)
    if not os.fork():
        os.write(writer, b'!')
        time.sleep(60)
    os._exit(0)
os.read(reader, 1)
"""
    ended = run(code, mark)
    assert (ended.status, ended.code) == ("done", 0)
    assert living(mark) == []


def test_the_sandbox_ends_with_us(mark: str) -> None:
    code = f"""
from tracker.reproduce import sandbox
import sys
sandbox.confined(
    [sys.executable, '-c', 'import time; time.sleep(60)', '{mark}'],
    readable=[], environment={{}}, limits=sandbox.Limits(),
)
"""
    us = subprocess.Popen([sys.executable, "-c", code], cwd=PROJECT)
    wait_for(lambda: len(living(mark)) == 3)  # bubblewrap, the first process, and the program
    us.kill()
    us.wait()
    wait_for(lambda: not living(mark))


def test_what_a_trusted_program_started_ends_with_its_time(tmp_path: Path, word: str) -> None:
    code = """
import subprocess, sys
own = 'import time; time.sleep(60)'
subprocess.run([sys.executable, '-c', own, sys.argv[1]], start_new_session=True)
"""
    ended = trusted(
        [sys.executable, "-c", code, word], environment={}, limits=Limits(wall=1), folder=tmp_path
    )
    assert ended.status == "timed-out"
    wait_for(lambda: not living(word))


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are counted in /proc")
@pytest.mark.parametrize(
    "start",
    ["subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)', sys.argv[1]])",
     "threading.Thread(target=time.sleep, args=(60,)).start()"],
    ids=["processes", "threads"],
)  # fmt: skip
def test_processes_of_a_trusted_program_have_an_end(tmp_path: Path, word: str, start: str) -> None:
    code = f"""
import subprocess, sys, threading, time
for _ in range(12): {start}
time.sleep(60)
"""
    ended = trusted(
        [sys.executable, "-c", code, word],
        environment={}, limits=Limits(wall=20, processes=6), folder=tmp_path,
    )  # fmt: skip
    assert ended.status == "killed"
    wait_for(lambda: not living(word))


@pytest.mark.usefixtures("mark")
def test_what_shall_be_readable_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="gone"):
        confined(["true"], readable=[tmp_path / "gone"], environment={}, limits=SMALL)


@pytest.mark.skipif(os.geteuid() != 0, reason="who is not root stays who they are")
@pytest.mark.usefixtures("mark")
def test_what_root_alone_can_read_is_not_offered_in_vain(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir(mode=0o700)
    with pytest.raises(ConfigurationError, match="root alone"):
        confined(["true"], readable=[own], environment={}, limits=SMALL)


def test_a_readable_file_is_there_and_cannot_be_changed(mark: str, tmp_path: Path) -> None:
    file, other = tmp_path / "given.txt", tmp_path / "other.txt"
    for each in (file, other):
        each.write_text("as it was")
    code = f"""
import os
print(open({str(file)!r}).read(), os.path.exists({str(other)!r}))
open({str(file)!r}, 'a')
"""
    ended = confined(
        [sys.executable, "-c", code, mark], readable=[file], environment={}, limits=SMALL
    )
    assert (ended.code, ended.stdout) == (1, b"as it was False\n")
    assert file.read_text() == "as it was"


def test_without_bubblewrap_a_person_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    sandbox._found.cache_clear()
    try:
        assert sandbox.available() is None
        assert "install bubblewrap" in sandbox.why_not()
        with pytest.raises(ConfigurationError):
            confined(["true"], readable=[], environment={}, limits=SMALL)
    finally:
        sandbox._found.cache_clear()
