"""For the tests of rooms: what becomes of each check once its idea is off, or a control is broken.

The cells of a room's notebook are executed with a study that notes what they would try. Each
experiment is then called as the notebook would, in the quick size, and once more at the setting of
each control. What needs a package or a file that is not here is left out.
"""

import ast
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias, cast

import nbformat

from tracker.model.base import Value
from tracker.model.check import Check, Control, ControlKind, Input
from tracker.model.paper import Paper, Titles
from tracker.model.reproduction import Blocked, Measurement
from tracker.registry import claims
from tracker.reproduce.inputs import supplied
from tracker.reproduce.judging import broken, checks, verdict
from tracker.reproduce.kit import Missing, Supplied, Supplier
from tracker.reproduce.loading import loaded
from tracker.reproduce.study import MeasuredResult, Study
from tracker.verdicts.check.answers import HOLDS, INCONCLUSIVE
from tracker.verdicts.check.attempts import decisive_names

_BEGIN = "tracker.reproduce.study"


class Rehearsed(Value, frozen=True, kw_only=True):
    """What became of a check as it is, and at the settings of its controls."""

    check: str
    answer: str
    turned: Mapping[ControlKind, str]
    """Answer with the check's quantity measured at the setting of a control that names one."""
    broken: Mapping[str, str]
    """Answer with one control's measurement, by its name, put where it must not be."""

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong: none where the answer turns with the idea, and hangs on each control."""
        return tuple(self._faults())

    def _faults(self) -> Iterator[str]:
        if self.turned and set(self.turned.values()) == {self.answer}:
            yield f"{self.check} {self.answer}, and no setting turns it"
        for kind, answer in self.turned.items():
            if (kind is ControlKind.KNOWN_GOOD) is not (answer == HOLDS):
                yield f"{self.check} {answer} with the control *{kind.value}*"
        for name, answer in self.broken.items():
            if answer != INCONCLUSIVE:
                yield f"{self.check} {answer}, though {name!r} is not as it must be"


def made_up(files: Callable[[str], Path]) -> Supplier:
    """Return a supplier of files that a test has written; whatever the registry says of them.

    Parameters
    ----------
    files
        Returns where the file of an input would lie; one that is not there is missing.

    Examples
    --------
    >>> made_up(Path("/nowhere").joinpath)(Input(name="a.txt", url="https://example.org/a")).why
    'a rehearsal was given no files'
    """

    def supply(given: Input) -> Supplied | Missing:
        path = files(given.name)
        if not path.is_file():
            return _nothing(given)
        return supplied(given, path, path.read_bytes())

    return supply


def _nothing(given: Input) -> Supplied | Missing:
    return Missing(
        name=given.name, source=given.url, why="a rehearsal was given no files",
        remedy="Name what supplies them.",
    )  # fmt: skip


def rehearse(room: Path, supplier: Supplier = _nothing) -> tuple[Rehearsed, ...]:
    """Try the checks of a room in the quick size, each also at the settings of its controls.

    Parameters
    ----------
    supplier
        Of the inputs; checks that need one are left out where there is none.

    Examples
    --------
    In the test of a room::

        for rehearsed in rehearse(Path(__file__).parent):
            assert not rehearsed.faults
    """
    study = _Noting(room, supplier)
    _execute(room, study)
    source: dict[str, _Call] = {}
    measured: dict[str, Measurement] = {}
    for call in study.calls:
        values = _measured(call)
        measured |= values
        source |= dict.fromkeys(values, call)
    return tuple(
        Rehearsed(
            check=check.id,
            answer=verdict(room, check.id, measured.values()),
            turned={
                control.kind: verdict(room, check.id, there.values())
                for control in check.controls if control.setting is not None
                for there in [measured | _turned(check, control, source[check.measured])]
            },
            broken={
                control.measured: verdict(room, check.id, left)
                for control, left in zip(
                    check.controls, broken(room, check.id, measured.values()), strict=True
                )
            },
        )
        for check in checks(room).values() if measured.keys() >= {*decisive_names(check)}
    )  # fmt: skip


_Call: TypeAlias = tuple[Callable[..., MeasuredResult], Mapping[str, object]]
"""An experiment and its arguments."""


class _Noting(Study):
    """A study that notes what is to be tried, and tries nothing."""

    def __init__(self, room: Path, supplier: Supplier) -> None:
        self.calls: list[_Call] = []
        self._lies_in = room
        paper = Paper(id=room.name, titles=Titles(en=room.name), claims=claims(room))
        super().__init__(paper, supplier, room, quick=True)

    def attempt(self, check: str, experiment: Any, /, **arguments: object) -> None:
        """Note an experiment that could be tried."""
        ready = self.blocked(check) or experiment
        if isinstance(ready, str):
            ready = cast(
                "Blocked | Callable[..., MeasuredResult]", loaded(check, ready, self._lies_in)
            )
        if not isinstance(ready, Blocked):
            self.calls.append((ready, arguments))


def _execute(room: Path, study: Study) -> None:
    """Execute the cells of the only notebook, which are the project's own code."""
    (path,) = room.glob("*.ipynb")
    known: dict[str, object] = {"begin": lambda *_, **__: study}
    for cell in nbformat.read(path, as_version=4).cells:  # type: ignore[no-untyped-call]
        if cell.cell_type != "code":
            continue
        code = ast.parse(cell.source)  # noqa: TID251  the project's own code
        code.body = [line for line in code.body if not _begins(line)]
        exec(compile(code, path.name, "exec"), known)  # noqa: S102
        if "parameters" in cell.metadata.get("tags", ()):
            known["quick"] = True


def _begins(line: ast.stmt) -> bool:
    return isinstance(line, ast.ImportFrom) and line.module == _BEGIN


def _measured(call: _Call, setting: Mapping[str, object] | None = None) -> dict[str, Measurement]:
    experiment, arguments = call
    result = experiment(**(dict(arguments) | dict(setting or {})))
    return {measurement.name: measurement for measurement in result.measurements}


def _turned(check: Check, control: Control, call: _Call) -> dict[str, Measurement]:
    """Return the check's own quantity, measured at the setting of a control."""
    return {check.measured: _measured(call, control.setting)[check.measured]}
