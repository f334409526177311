"""One reproduction notebook of one paper: from the order to the run that is kept."""

import datetime as dt
import hashlib
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

import tracker
from tracker.errors import ConfigurationError, NotebookError
from tracker.model.base import Value
from tracker.model.check import Check
from tracker.model.paper import Paper
from tracker.model.reproduction import Blocked, Cost, Run, Used
from tracker.model.reproduction import Outcome as How
from tracker.reproduce import executed, inside, requirements, rooms, sandbox
from tracker.reproduce.inputs import Supplies
from tracker.reproduce.kit import Kit, Supplied
from tracker.reproduce.machine import machine
from tracker.reproduce.obstacles import obstacle
from tracker.reproduce.recording import MeasurementRecord, harvest
from tracker.reproduce.sandbox import Confined, Limits
from tracker.tables.text import clean
from tracker.transport import Door

AGENT = f"tracker {tracker.__version__}"
_GRACE = 20
"""Seconds before the sandbox ends everything, in which a late notebook is stopped and kept."""
_NOT_STARTED = "none: not started"
_SENTENCE = 300
_KIT = "kit-"
_ALL_BLOCKED = "everything that it tries is blocked"
_READ = "Read the executed notebook, mend it, and run it again."
_BY_HAND = "Run it by hand, in JupyterLab, to see why."
_UNREAD = "none: not read"
_SHORTER = "Try --quick; where it should have been done, read the executed notebook."


class NotebookOrder(Value, frozen=True, kw_only=True):
    """A notebook to run."""

    paper: Paper
    notebook: str
    """Path below the project's folder."""
    parameters: Mapping[str, int | float | bool | str] = {}

    @property
    def checks(self) -> tuple[Check, ...]:
        """Those that the notebook tries."""
        every = (check for claim in self.paper.claims for check in claim.checks)
        return tuple(check for check in every if check.notebook == self.notebook)

    @property
    def narrowed(self) -> Paper:
        """The paper, with the checks of this notebook alone."""
        claims = tuple(
            msgspec.structs.replace(
                claim,
                checks=tuple(check for check in claim.checks if check in self.checks),
                exact=None,
            )
            for claim in self.paper.claims
        )
        return msgspec.structs.replace(self.paper, claims=claims)


class Folders(Value, frozen=True, kw_only=True):
    """Where notebooks are run, and how."""

    root: Path
    """The project's folder."""
    inputs: Path
    """Where verified files are kept."""
    folder: Path
    """Where executed notebooks go."""
    trust: bool = False
    """Whether notebooks run without the sandbox, and may do whatever we may."""
    limits: Limits = Limits()


def orders(
    papers: Sequence[Paper], parameters: Mapping[str, int | float | bool | str]
) -> tuple[NotebookOrder, ...]:
    """Return what is to be run for some papers: each notebook that their checks name, once."""
    return tuple(
        NotebookOrder(paper=paper, notebook=notebook, parameters=parameters)
        for paper in papers
        for notebook in dict.fromkeys(
            check.notebook for claim in paper.claims for check in claim.checks
        )
    )


def run(order: NotebookOrder, place: Folders, door: Door) -> Run:
    """Run one notebook in the sandbox and return what came of it; never raises for its faults.

    A check whose packages or files are missing is blocked; where all are, nothing is started.
    """
    began = dt.datetime.now(dt.UTC)
    before = Run(
        paper=order.paper.id,
        notebook=order.notebook,
        notebook_digest=_UNREAD,
        code=_UNREAD,
        parameters=order.parameters,
        checks={check.id: check.digest for check in order.checks},
        outcome=How.FAILED,
        machine=machine(requirements.names(order.checks)),
        sandbox=_NOT_STARTED,
        agent=AGENT,
        started_at=began,
        ended_at=began,
    )
    try:
        after = _ended(before, order, place, door)
    except Exception as error:  # noqa: BLE001  what one notebook does must not stop the others
        detail = _plain(f"the tracker could not go on: {type(error).__name__}: {error}", place)
        after = msgspec.structs.replace(before, detail=detail, remedy=_BY_HAND)
    return msgspec.structs.replace(after, ended_at=dt.datetime.now(dt.UTC))


def tidy(place: Folders) -> None:
    """Remove what notebooks that were interrupted have left beside the executed ones."""
    for left in place.folder.glob(f"{_KIT}*"):
        shutil.rmtree(left, ignore_errors=True)


def _ended(before: Run, order: NotebookOrder, place: Folders, door: Door) -> Run:
    """Look whether the notebook can be started, and start it."""
    stored = (place.root / order.notebook).read_bytes()
    supplies = Supplies(place.inputs, door)
    blocked = tuple(filter(None, (obstacle(check, supplies.__getitem__) for check in order.checks)))
    before = msgspec.structs.replace(
        before,
        notebook_digest=_digest(stored),
        code=rooms.digest(place.root / order.paper.room, place.root / order.notebook),
        blocked=blocked,
        used=_used(order, blocked, supplies),
    )
    if len(blocked) == len(order.checks):
        how, why, helps = How.BLOCKED, _ALL_BLOCKED, blocked[0].remedy
    elif not stored.strip():
        how, why, helps = How.FAILED, "its file is empty", f"Write {order.notebook}."
    elif not place.trust and sandbox.available() is None:
        how, why, helps = How.REFUSED, "there is no sandbox here", sandbox.why_not()
    else:
        return _tried(before, order, place, stored, supplies)
    return msgspec.structs.replace(before, outcome=how, detail=why, remedy=helps)


def _used(order: NotebookOrder, blocked: Sequence[Blocked], supplies: Supplies) -> tuple[Used, ...]:
    """Return the files of the checks that are tried."""
    idle = {obstacle.check for obstacle in blocked}
    wanted = (given for check in order.checks if check.id not in idle for given in check.inputs)
    supplied = (supplies[key] for key in dict.fromkeys(wanted))
    return tuple(outcome.used for outcome in supplied if isinstance(outcome, Supplied))


def _tried(
    before: Run, order: NotebookOrder, place: Folders, stored: bytes, supplies: Supplies
) -> Run:
    """Start the notebook and read what it left."""
    try:
        ended = _start(order, place, stored, supplies)
    except (ConfigurationError, OSError) as error:
        return msgspec.structs.replace(
            before, outcome=How.FAILED, detail=_plain(f"it could not be started: {error}", place),
            remedy=getattr(error, "advice", None),
        )  # fmt: skip
    name = rooms.executed_name(order.notebook)
    kept = place.folder / name
    record, evidence, fault = MeasurementRecord(), None, None
    try:
        if ended.stdout:
            shown = executed.read(ended.stdout, place.root)
            kept.write_bytes(shown.data)
            evidence = f"{name}@{_digest(shown.data)}"
            fault = shown.failure
            record = harvest(kept)
    except NotebookError as error:
        fault = fault or error.message
    blocked = _together(before, record)
    idle = ended.code == 0 and not record.measured and len(blocked) == len(before.checks)
    outcome, detail, remedy = (
        (How.BLOCKED, _ALL_BLOCKED, blocked[0].remedy)
        if idle
        else _how(ended, place.limits, fault, record)
    )
    if remedy == _READ and evidence is None:
        remedy = _BY_HAND
    return msgspec.structs.replace(
        before,
        measured=record.measured,
        blocked=blocked,
        outcome=outcome,
        detail=detail and _plain(detail, place),
        remedy=remedy,
        cost=Cost(wall=ended.wall, cpu=ended.cpu, memory=ended.memory),
        sandbox=ended.sandbox,
        executed=evidence,
    )


def _start(order: NotebookOrder, place: Folders, stored: bytes, supplies: Supplies) -> Confined:
    with tempfile.TemporaryDirectory(prefix=_KIT, dir=place.folder) as name:
        folder = Path(name)
        folder.chmod(0o755)  # the sandbox runs as a user that owns nothing
        notebook, file = folder / Path(order.notebook).name, folder / "kit.json"
        notebook.write_bytes(stored)
        room = rooms.copied(place.root / order.paper.room, folder)
        Kit(
            paper=order.narrowed,
            supplies=tuple(supplies.items()),
            notebook=str(notebook),
            room=str(room),
            parameters=order.parameters,
            seconds=max(1.0, place.limits.wall - _GRACE),
        ).write(file)
        for path in (notebook, file):
            path.chmod(0o644)
        argv = (sys.executable, "-m", "tracker.reproduce.inside", str(file))
        files = [supply.path for supply in supplies.values() if isinstance(supply, Supplied)]
        source = Path(tracker.__file__).parent
        if place.trust:
            # not below the project: the path of a socket has a hundred characters at most
            with tempfile.TemporaryDirectory(prefix="reproduce-") as private:
                return sandbox.trusted(
                    argv,
                    environment=_environment(source),
                    limits=place.limits,
                    folder=Path(private),
                )
        return sandbox.confined(
            argv,
            readable=[folder, source, *files],
            environment=_environment(source),
            limits=place.limits,
        )


def _environment(code: Path) -> dict[str, str]:
    """Return the variables of the notebook: no secret, and nothing that changes its numbers.

    One thread for each: sums are added in one order, and several notebooks share the cores.
    """
    threads = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    return {
        "PYTHONPATH": str(code.parent),
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "LC_ALL": "C.UTF-8",
        "JUPYTER_PREFER_ENV_PATH": "1",
        **dict.fromkeys(threads, "1"),
    }


def _how(
    ended: Confined, limits: Limits, fault: str | None, record: MeasurementRecord
) -> tuple[How, str | None, str | None]:
    """Return how it ended, why where it did not complete, and what would help."""
    lines = ended.stderr.decode("utf-8", "replace").strip().splitlines()
    last = lines[-1] if lines else f"exit code {ended.code}"
    match ended.status:
        case "timed-out":
            return How.TIMED_OUT, f"it was not done in time: {last}", _SHORTER
        case "killed" | "too-large":
            return How.FAILED, f"it passed a limit: {last}", _SHORTER
    match ended.code:
        case 0 if fault:
            return How.FAILED, fault, _READ
        case 0 if not record.measured and not record.blocked:
            return How.FAILED, "it recorded nothing", "Let it call study.attempt for each check."
        case 0:
            return How.COMPLETED, None, None
        case inside.LATE:
            late = f"it was not done within {limits.wall - _GRACE:.0f} s"
            return How.TIMED_OUT, late, _SHORTER
        case _:
            return How.FAILED, fault or last, _READ


def _together(before: Run, record: MeasurementRecord) -> tuple[Blocked, ...]:
    """Return what was blocked before the start, or by the notebook itself, once for each check."""
    every = {obstacle.check: obstacle for obstacle in (*record.blocked, *before.blocked)}
    return tuple(every[check] for check in before.checks if check in every)


def _plain(text: str, place: Folders) -> str:
    """Return a message in one line, without the paths of this machine."""
    return clean(executed.without_paths(text, place.root), _SENTENCE)


def _digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"
