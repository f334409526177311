"""Open-RS (arXiv 2503.16219): the cells of Table 2 from the released logs.

lighteval writes one JSON file for each evaluation; its score is
``results["custom|<task>|0"]["extractive_match"]``, a share. Table 2 prints it in per cent with one
decimal, and the mean over five benchmarks. The logs of the three models are those below
``logs/overall`` at commit 2889c47.
"""

import itertools
import json
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from tracker.reproduce.helpers.measuring import Measurement
from tracker.reproduce.helpers.pictures import BLUE, INK, Plot
from tracker.reproduce.helpers.results import Result

MODELS = ("Open-RS1", "Open-RS2", "Open-RS3")
TASKS = ("aime24", "math_500", "amc23", "minerva", "olympiadbench")

Text = Callable[[str], str]
_Table = Mapping[str, Mapping[str, float]]

PRINTED_SCORES = {"AIME24": 46.7, "AMC23": 80.0}
"""Table 2, of Open-RS3 and Open-RS2."""
OF_SCORES = {"AIME24": "Open-RS3", "AMC23": "Open-RS2"}
PRINTED_AVERAGES = {"Open-RS1": 53.0, "Open-RS2": 55.7, "Open-RS3": 56.3}
"""Table 2, last column. The cells of AIME24 and AMC23 that no claim names are not recorded."""
PRINTED_CELLS = {
    "Open-RS1": {"math_500": 83.8, "minerva": 29.0, "olympiadbench": 52.4},
    "Open-RS2": {"math_500": 85.4, "minerva": 30.5, "olympiadbench": 52.4},
    "Open-RS3": {"math_500": 84.4, "minerva": 26.8, "olympiadbench": 51.3},
}
"""Table 2."""
_POINTS = "percentage points"
_ALLOWED = 0.1
"""Half a last digit of an average, and as much for averaging cells that were rounded."""


def score(log: str, task: str) -> float:
    """Return the score of an evaluation, in per cent, from the text of its lighteval log.

    Raises
    ------
    ValueError
        If the log is of another task, or holds no score.

    Examples
    --------
    >>> score('{"results": {"custom|aime24|0": {"extractive_match": 0.5}}}', "aime24")
    50.0
    """
    try:
        share = json.loads(log)["results"][f"custom|{task}|0"]["extractive_match"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"this is no lighteval log of {task}") from error
    if not isinstance(share, int | float) or not 0 <= share <= 1:
        raise ValueError(f"the score of {task} is no share: {share!r:.40}")
    return 100 * share


def log_of(task: str, printed: float) -> str:
    """Return a log that holds a printed score: what is read of it must be that score.

    Examples
    --------
    >>> score(log_of("aime24", 46.7), "aime24")
    46.7
    """
    return json.dumps({"results": {f"custom|{task}|0": {"extractive_match": printed / 100}}})


def cell(*, read: Text, benchmark: str, model: str, instead: str = "Open-RS1") -> Result:
    """Read one cell of Table 2 from its log, and from the log of another model as the control.

    Parameters
    ----------
    read
        Returns the text of ``<model>-<task>.json``.
    benchmark
        As Table 2 names it, ``AIME24`` or ``AMC23``; the log's task is its name in small letters.
    model, instead
        The model whose log is read for the cell, and the one of the control.
    """
    task, own = benchmark.lower(), OF_SCORES[benchmark]
    found = {
        f"the log of {name}": _score(read, log, task)
        for name, log in ((own, model), (instead, instead))
    }
    found["a log that holds the printed one"] = score(log_of(task, PRINTED_SCORES[benchmark]), task)
    frame = pd.DataFrame(
        {"printed": PRINTED_SCORES[benchmark], "log": [found[f"the log of {own}"]]},
        index=[f"{own} {benchmark}"],
    )
    return Result(
        measurements=tuple(
            Measurement(name=f"{benchmark} score in {name}", value=value, unit="%")
            for name, value in found.items()
        ),
        picture=_picture(frame),
    )


def averages(*, read: Text, exchanged: bool = False) -> Result:
    """Compute the averages of Table 2 from the fifteen logs.

    Parameters
    ----------
    read
        Returns the text of ``<model>-<task>.json``.
    exchanged
        Whether each model is given the logs of the next one.
    """
    found = {
        model: {"average": float(np.mean([_score(read, log, task) for task in TASKS]))}
        for model, log in _logs(exchanged=exchanged)
    }
    printed = {model: {"average": value} for model, value in PRINTED_AVERAGES.items()}
    good = {
        model: {"average": float(np.mean([score(log_of(task, value), task) for task in TASKS]))}
        for model, value in PRINTED_AVERAGES.items()
    }
    return _compared(printed, found, good, "an average")


def cells(*, read: Text, exchanged: bool = False) -> Result:
    """Read the nine cells of MATH-500, Minerva and OlympiadBench from their logs.

    Parameters
    ----------
    read
        Returns the text of ``<model>-<task>.json``.
    exchanged
        Whether each model is given the logs of the next one.
    """
    found = {
        model: {task: _score(read, log, task) for task in PRINTED_CELLS[model]}
        for model, log in _logs(exchanged=exchanged)
    }
    good = {
        model: {task: score(log_of(task, value), task) for task, value in row.items()}
        for model, row in PRINTED_CELLS.items()
    }
    return _compared(PRINTED_CELLS, found, good, "a cell")


def _logs(*, exchanged: bool) -> Iterator[tuple[str, str]]:
    """Yield each model, and the one whose logs are read for it."""
    others = (*MODELS[1:], MODELS[0]) if exchanged else MODELS
    return zip(MODELS, others, strict=True)


def _score(read: Text, model: str, task: str) -> float:
    return score(read(f"{model.lower()}-{task}.json"), task)


def _compared(printed: _Table, found: _Table, good: _Table, what: str) -> Result:
    """Compare a table with that of the logs.

    The controls: the rows of `found` given to other models, and logs that hold what is printed.
    """
    exchanged = [order for order in itertools.permutations(MODELS) if order != MODELS]
    wrong = min(_deviation(printed, found, order) for order in exchanged)
    of_cell = " of a cell" if what == "a cell" else ""
    values = {
        f"largest deviation of {what} from Table 2": _deviation(printed, found, MODELS),
        f"smallest such deviation{of_cell} when sets of logs are exchanged": wrong,
        f"largest deviation of {what} from logs that hold it": _deviation(printed, good, MODELS),
    }
    rows = [(model, name) for model in MODELS for name in printed[model]]
    frame = pd.DataFrame(
        [(printed[model][name], found[model][name]) for model, name in rows],
        index=[f"{model} {name}" for model, name in rows], columns=["printed", "log"],
    )  # fmt: skip
    return Result(
        measurements=tuple(
            Measurement(name=name, value=value, unit=_POINTS) for name, value in values.items()
        ),
        picture=_picture(frame),
    )


def _deviation(printed: _Table, found: _Table, order: Sequence[str]) -> float:
    return max(
        abs(found[other][name] - value)
        for model, other in zip(MODELS, order, strict=True)
        for name, value in printed[model].items()
    )


def _picture(frame: pd.DataFrame) -> Plot:
    """Draw the printed scores and those of the logs."""
    told = [f"{name} {printed} and {log:.2f}" for name, printed, log in frame.itertuples(name=None)]

    def draw(axes: Axes) -> None:
        places = range(len(frame))
        axes.scatter(frame["printed"], places, marker="|", s=320, color=INK, label="Table 2")
        axes.scatter(frame["log"], places, color=BLUE, s=36, label="released log", zorder=3)
        axes.set_yticks(places, [str(name) for name in frame.index])
        axes.invert_yaxis()
        axes.set_xlabel("score, in per cent")
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.2), ncols=2, frameon=False)

    return Plot(
        frame, f"Table 2 prints, and the logs say: {'; '.join(told)}.", draw,
        title=_title(frame), height=1.8 + 0.34 * len(frame),
    )  # fmt: skip


def _title(frame: pd.DataFrame) -> str:
    off = int(((frame["printed"] - frame["log"]).abs() > _ALLOWED).sum())
    what = f"All {len(frame)}" if not off else f"{len(frame) - off} of {len(frame)}"
    return f"{what} printed scores follow from the released logs"
