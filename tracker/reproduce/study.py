"""`begin`: the one call with which a reproduction notebook starts, and the study it gives back."""

import datetime as dt
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol, TypeVar, cast

from tracker import __version__
from tracker.errors import UsageError
from tracker.model.check import Check, Input
from tracker.model.paper import Paper
from tracker.model.reproduction import Blocked, Measurement, Outcome, Run
from tracker.notebooks.markup import Paragraph, Shown
from tracker.reproduce import showing
from tracker.reproduce.kit import VARIABLE, Kit, Missing, Supplied, Supplier
from tracker.reproduce.loading import loaded
from tracker.reproduce.machine import machine
from tracker.reproduce.obstacles import obstacle
from tracker.reproduce.recording import MeasurementRecord, record

_STRIDE = 1_000


class MeasuredResult(Protocol):
    """What an experiment returns: at least what it measured."""

    @property
    def measurements(self) -> Iterable[Measurement]:
        """Of the idea, and of the control."""


_Result = TypeVar("_Result", bound=MeasuredResult)


def begin(paper: str, *, seed: int = 0, scale: float = 1.0, quick: bool = False) -> "Study":
    """Begin to try the claims of one paper.

    Run by `tracker reproduce`, the notebook finds the files of its checks fetched and verified; by
    hand they are fetched when they are asked for.

    Parameters
    ----------
    paper
        Id in the registry, with or without ``arxiv:``.
    seed
        Not negative; all seeds of the notebook are made from it.
    scale
        Sizes of the experiments, as a share of the full ones.
    quick
        Whether the quick sizes are taken, for a look of seconds.

    Raises
    ------
    UsageError
        If the registry has no such paper, or a parameter makes no sense.
    """
    if seed < 0 or scale <= 0:
        raise UsageError(
            f"seed = {seed} and scale = {scale} cannot be run",
            advice="Give a seed of 0 or more, and a scale above 0.",
        )
    papers: tuple[Paper, ...]
    supplier: Supplier
    root: Path | None = None
    if place := os.environ.get(VARIABLE):
        kit = Kit.read(Path(place))
        papers, supplier, room = (kit.paper,), kit.supply, Path(kit.room)
    else:
        papers, supplier, root = _by_hand()
    wanted = paper.removeprefix("arxiv:")
    for known in papers:
        if known.id.removeprefix("arxiv:") == wanted:
            room = root / known.room if root else room
            return Study(known, supplier, room, seed=seed, scale=scale, quick=quick)
    raise UsageError(
        f"there is no paper {paper!r} in the registry",
        advice=f"Write an entry for it: `tracker add {paper}`.",
    )


def _by_hand() -> tuple[tuple[Paper, ...], Supplier, Path]:
    """Return the papers, the way to the network, which no sandbox needs, and the folder."""
    from tracker.project import Project  # noqa: PLC0415
    from tracker.registry import load  # noqa: PLC0415
    from tracker.reproduce.inputs import by_hand  # noqa: PLC0415

    project = Project.find()
    return load(project.registry).papers, by_hand(project), project.root


class Study:
    """The checks of one paper, while they are tried; made by `begin`.

    Shown, it is the list of the checks: what each asks, what must come out with the idea and
    without it, and whether it can be tried here.

    Parameters
    ----------
    supplier
        Returns the file of an input, or says why it is not to be had.
    room
        The folder in which its experiments lie.
    """

    def __init__(
        self,
        paper: Paper,
        supplier: Supplier,
        room: Path,
        *,
        seed: int = 0,
        scale: float = 1.0,
        quick: bool = False,
    ) -> None:
        self.paper = paper
        self.seed = seed
        self.scale = scale
        self.quick = quick
        self.measured: dict[str, Measurement] = {}
        """Everything that was recorded so far, by name."""
        self._begun = dt.datetime.now(dt.UTC)
        self._supplier = supplier
        self._room = room
        self._absent: dict[str, Blocked] = {}
        self._supplies: dict[Input, Supplied | Missing] = {}
        self._checks = {check.id: check for claim in paper.claims for check in claim.checks}

    def ready(self, check: str) -> bool:
        """Whether everything is here that a check needs."""
        return self.blocked(check) is None

    def blocked(self, check: str) -> Blocked | None:
        """Return what keeps a check from being tried, and what would help; None where nothing does.

        Raises
        ------
        UsageError
            If the paper has no such check.
        """
        return self._absent.get(check) or obstacle(self._check(check), self._supply)

    def attempt(
        self, check: str, experiment: Callable[..., _Result] | str, /, **arguments: object
    ) -> _Result | None:
        """Run an experiment if its check can be tried, and record what it measured.

        What was measured, or what is missing, is shown at once and found again by the harvest.

        Parameters
        ----------
        experiment
            A function, or ``module:function`` of the paper's room, which is imported only if the
            check can be tried.
        arguments
            Passed on to the function.

        Returns
        -------
        object
            The experiment's result, or None where the check is blocked.

        Raises
        ------
        UsageError
            If the paper has no such check, or there is no such function.
        """
        run = self.blocked(check) or experiment
        if isinstance(run, str):
            run = cast("Callable[..., _Result] | Blocked", loaded(check, run, self._room))
        if isinstance(run, Blocked):
            self._absent[check] = run
            record(MeasurementRecord(blocked=(run,)))
            return None
        result = run(**arguments)
        self.record(*result.measurements)
        return result

    def record(self, *measured: Measurement) -> None:
        """Record measurements that `attempt` did not; show them at once.

        Raises
        ------
        ValueError
            If one of them is no finite number.
        """
        record(MeasurementRecord(measured=measured))
        self.measured |= {measurement.name: measurement for measurement in measured}

    def input(self, name: str) -> Path:
        """Return the verified file of an input of the checks.

        Raises
        ------
        UsageError
            If no check names it, two mean different files by it, or it is not to be had.
        """
        given = {given for check in self._checks.values() for given in check.inputs}
        named = {(one.sha256, one.swhid): one for one in given if one.name == name}
        if len(named) != 1:
            problem = "mean different files by" if named else "name no input"
            raise UsageError(
                f"the checks of {self.paper.id} {problem} {name!r}",
                advice="Write it under `inputs` of the check, one name for one file.",
            )
        supplied = self._supply(next(iter(named.values())))
        if isinstance(supplied, Missing):
            raise UsageError(f"{name} is missing: {supplied.why}", advice=supplied.remedy)
        return supplied.path

    def seeds(self, count: int) -> tuple[int, ...]:
        """Return some seeds that no other `seed` of the notebook shares.

        Raises
        ------
        ValueError
            If more than a thousand are asked for.

        Examples
        --------
        >>> from tracker.model.paper import Paper, Titles
        >>> Study(Paper(id="p", titles=Titles(en="A Paper")), print, Path(), seed=3).seeds(3)
        (3000, 3001, 3002)
        """
        if not 0 < count <= _STRIDE:
            raise ValueError(f"{count} seeds cannot be made: 1 to {_STRIDE} can")
        return tuple(range(self.seed * _STRIDE, self.seed * _STRIDE + count))

    def size(self, full: int, *, quick: int) -> int:
        """Return the size of an experiment: the quick one, or `scale` times the full one."""
        return quick if self.quick else max(1, round(full * self.scale))

    def judge(self) -> Shown:
        """Return what became of each check: measured, expected, control, verdict, and why.

        Judged is this notebook alone, by the rules of the tables; those look at all runs.
        """
        return showing.judged(self.paper, self._so_far())

    def _so_far(self) -> Run:
        """Return this notebook as a run, which it becomes only when `tracker reproduce` ran it."""
        return Run(
            paper=self.paper.id,
            notebook="",
            notebook_digest="",
            code="",
            parameters={"seed": self.seed, "scale": self.scale, "quick": self.quick},
            checks={name: check.digest_in("") for name, check in self._checks.items()},
            measured=tuple(self.measured.values()),
            blocked=tuple(self._obstacles().values()),
            used=tuple(
                supply.used for supply in self._supplies.values() if isinstance(supply, Supplied)
            ),
            outcome=Outcome.COMPLETED,
            machine=machine(),
            sandbox="",
            agent=f"tracker {__version__}",
            started_at=self._begun,
            ended_at=dt.datetime.now(dt.UTC),
        )

    def _obstacles(self) -> dict[str, Blocked]:
        obstacles = {name: self.blocked(name) for name in self._checks}
        return {name: blocked for name, blocked in obstacles.items() if blocked}

    def _check(self, name: str) -> Check:
        if name not in self._checks:
            raise UsageError(
                f"{self.paper.id} has no check {name!r}",
                advice=f"Its checks are: {', '.join(self._checks) or 'none yet'}.",
            )
        return self._checks[name]

    def _supply(self, given: Input) -> Supplied | Missing:
        if given not in self._supplies:
            self._supplies[given] = self._supplier(given)
        return self._supplies[given]

    def _overview(self) -> Paragraph:
        return showing.overview(self.paper, self._obstacles())

    def _repr_html_(self) -> str:
        return self._overview()._repr_html_()

    def __repr__(self) -> str:
        return repr(self._overview())
