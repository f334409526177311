"""Tests in forked children of one process that has imported what they need, and no line of ours.

The first child runs all tests without a fault, and records which of them run which lines
(coverage's dynamic contexts). Each further one runs the tests of one fault.
"""

import contextlib
import importlib
import json
import os
import resource
import select
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import coverage
import hypothesis
import pytest

_OPTIONS = (
    "-x", "-q", "-p", "no:randomly", "-p", "no:xdist", "-p", "no:cacheprovider",
    "-W", "ignore::pytest.PytestAssertRewriteWarning",
)  # fmt: skip
_EXAMPLES = 25
_WAITS = 20
"""Seconds that may pass for each second of processor time: machines are shared."""
_OURS = 5
"""Exit code of a child that is at fault itself."""


@dataclass
class Baseline:
    """What the tests do where nothing is planted."""

    seconds: Mapping[str, float] = field(default_factory=dict)
    """Processor time of each test."""
    lines: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    """File → line → tests that run it."""
    modules: Sequence[str] = ()
    """What they import of others, in order."""
    failed: Sequence[str] = ()

    def without(self, longest: float) -> dict[str, str]:
        """Leave out what fails anyway or takes too long; return the tests and the reasons."""
        left_out = {
            test: f"takes {seconds:.0f} s of processor time"
            for test, seconds in self.seconds.items()
            if seconds > longest
        }
        left_out |= dict.fromkeys(self.failed, "fails without a fault")
        self.seconds = {test: self.seconds[test] for test in self.seconds if test not in left_out}
        return left_out


class _Chosen:
    """Leaves only some tests, in an order of its own, and notes the first that fails."""

    def __init__(self, tests: Sequence[str]) -> None:
        self.order = {test: index for index, test in enumerate(tests)}
        self.failed: str | None = None
        self.ran = 0

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        kept = [item for item in items if item.nodeid in self.order]
        items[:] = sorted(kept, key=lambda item: self.order[item.nodeid])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.ran += report.when == "call"
        if report.failed and self.failed is None:
            self.failed = report.nodeid

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed and self.failed is None:
            self.failed = report.nodeid


class _Fewer:
    """Tries fewer examples than a test by itself, where a test does not say how many."""

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self) -> None:  # after our conftest, which has a profile of its own
        hypothesis.settings.register_profile(
            "mutants", deadline=None, derandomize=True, max_examples=_EXAMPLES
        )
        hypothesis.settings.load_profile("mutants")


class _Recorded:
    """Notes the time of each test, and tells coverage which one runs."""

    def __init__(self, recorder: coverage.Coverage) -> None:
        self.recorder = recorder
        self.seconds: dict[str, float] = {}
        self.failed: list[str] = []

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.recorder.switch_context(item.nodeid)
        start = time.process_time()
        try:
            return (yield)
        finally:
            self.seconds[item.nodeid] = time.process_time() - start
            self.recorder.switch_context("")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)


def baseline(
    root: Path, packages: Sequence[str], tests: Sequence[str], skip: Sequence[str] = ()
) -> Baseline:
    """Run all tests without a fault, and the examples in the packages' docstrings."""
    files = [f"{root / package}{'/*' if (root / package).is_dir() else ''}" for package in packages]

    def record() -> object:
        recorder = coverage.Coverage(
            data_file=None, include=files, config_file=False, messages=False
        )
        recorded = _Recorded(recorder)
        before = set(sys.modules)
        sys.dont_write_bytecode = False  # compiled once here, and not again for each fault
        recorder.start()
        options = [name for name in _OPTIONS if name != "-x"]
        where = ["--rootdir", str(root), *tests, *packages]
        if skip:
            where += ["-k", " and ".join(f"not {name}" for name in skip)]
        pytest.main([*options, *where], plugins=[recorded, _Fewer()])
        recorder.stop()
        data = recorder.get_data()
        return {
            "seconds": recorded.seconds,
            "failed": recorded.failed,
            "modules": [name for name in sys.modules if name not in before and _foreign(name)],
            "lines": {
                Path(file).relative_to(root).as_posix(): {
                    str(line): sorted(filter(None, contexts))
                    for line, contexts in data.contexts_by_lineno(file).items()
                }
                for file in sorted(data.measured_files())
            },
        }

    answer = in_child(root, record, processor=3600, output=root / "unmutated.log")
    if not isinstance(answer, dict):
        raise SystemExit(f"The tests do not run: {answer}. See {root / 'unmutated.log'}.")
    return Baseline(**answer)


def _foreign(name: str) -> bool:
    file = getattr(sys.modules.get(name), "__file__", None) or ""
    return "site-packages" in file and not name.startswith("__editable__")


def warm(modules: Iterable[str]) -> None:
    """Import what the tests will import of others, so that no child has to."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in modules:
            with contextlib.suppress(Exception):
                importlib.import_module(name)


def noticed_by(root: Path, tests: Sequence[str], processor: float) -> str | None:
    """Return what notices the fault that lies in the folder, or None."""

    def run() -> object:
        files = dict.fromkeys(test.partition("::")[0] for test in tests)
        chosen = _Chosen(tests)
        where = ["--rootdir", str(root), *files]
        code = pytest.main([*_OPTIONS, *where], plugins=[chosen, _Fewer()])
        if code in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
            return {"by": None}
        return {"by": chosen.failed or f"pytest: {pytest.ExitCode(code).name.lower()}"}

    answer = in_child(root, run, processor=processor, output=Path(os.devnull))
    return answer["by"] if isinstance(answer, dict) else answer


def in_child(
    root: Path,
    task: Callable[[], object],
    *,
    processor: float,
    output: Path,
    waits: float = _WAITS,
) -> dict[str, object] | str:
    """Return what a task returns in a child, or how the child ended without an answer."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reader)
            os.setsid()
            _prepare(root, processor, output)
            answer = json.dumps(task()).encode() + b"\n"
            with os.fdopen(writer, "wb") as pipe:
                pipe.write(answer)
            os._exit(0)
        except BaseException:  # noqa: BLE001  (a child never goes on as its parent)
            import traceback  # noqa: PLC0415

            traceback.print_exc()
            os._exit(_OURS)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        answered = select.select([pipe], [], [], processor * waits)[0]
        if not answered:  # it does nothing, which costs no processor time
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)
        answer = pipe.readline()  # what it left behind may hold the other end open
    _, status = os.waitpid(child, 0)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)  # what a killed test left behind
    if answer:
        return json.loads(answer)
    if os.WIFSIGNALED(status):
        name = signal.Signals(os.WTERMSIG(status)).name
        return "time-out" if name in {"SIGXCPU", "SIGKILL"} else name
    return f"exit {os.waitstatus_to_exitcode(status)}"


def _prepare(root: Path, processor: float, output: Path) -> None:
    limit = int(processor) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
    os.chdir(root)
    os.environ |= {"PYTHONPATH": str(root), "CI": "1"}
    sys.path[:] = [str(root), *(place for place in sys.path if place not in {"", str(root)})]
    with output.open("ab") as log:
        for stream in (1, 2):
            os.dup2(log.fileno(), stream)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
