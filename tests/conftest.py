"""What all tests share."""

import os
import signal
from collections.abc import Generator, Iterator
from pathlib import Path

import hypothesis
import pytest
import stamina

# The workers of xdist inherit it before they import NumPy: on matrices as small as those of tests,
# and beside other workers, its threads cost two to ten times what they save.
for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")

# How long a test takes is the machine's business. New examples are searched for at a desk, where
# somebody looks at what they find; under CI the same commit has the same result.
hypothesis.settings.register_profile(
    "ours",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
hypothesis.settings.load_profile("ours")

collect_ignore_glob = ["*conftest.py", "*hostile.py"]  # no modules to be imported for doctests
pytest_plugins = ["servers.plugin"]


@pytest.fixture
def shared(request: pytest.FixtureRequest) -> Path:
    """Return the folder of stored facts beside the checkout; skip the test where there is none."""
    folder = request.config.rootpath.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no ../shared folder beside this checkout")
    return folder


@pytest.hookimpl(trylast=True)  # the reporter is there by then
def pytest_configure(config: pytest.Config) -> None:
    """Let signals mean what they mean, and failures be told at once.

    Whoever starts the tests in the background of a script lets them, and all that they start,
    ignore the signals with which tests end commands: these would be waited for in vain.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    if (terminal := config.pluginmanager.get_plugin("terminalreporter")) is not None:
        config.pluginmanager.register(Failures(terminal))


@pytest.hookimpl(optionalhook=True)  # tools.mutants runs tests without xdist
def pytest_xdist_auto_num_workers() -> int | None:
    """Return three workers for two cores: a third of the time tests wait for what they started."""
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ:
        return None
    return (3 * len(os.sched_getaffinity(0)) + 1) // 2


class Failures:
    """Names each failed test when it fails: a run that is cut short has then told of it."""

    def __init__(self, terminal: pytest.TerminalReporter) -> None:
        self.terminal = terminal

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Name a test that failed."""
        if report.failed:
            self.terminal.ensure_newline()
            self.terminal.write_line(f"{report.nodeid} failed ({report.when})")


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,  # noqa: ARG001  the hook's
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Let a file of tests that cannot be imported be an error.

    The collector of doctests passes over it, as is right for experiments whose packages are absent,
    and leaves half of the module behind, in which that of tests then finds no test.
    """
    report = yield
    if report.skipped and "unable to import module" in str(report.longrepr):
        report.outcome = "failed"
    return report


@pytest.fixture(autouse=True)
def _stamina_is_real() -> Iterator[None]:
    """Leave no test's stamina settings to the next one: test mode is off at the start."""
    stamina.set_testing(False)
    yield
    stamina.set_testing(False)
