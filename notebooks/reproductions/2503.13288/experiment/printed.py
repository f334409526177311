"""φ-Decoding: the constants of the released code, and the accuracies of Tables 1 and 2.

The tables, and the constants of Appendix A, are those of the draft of 2025-03-10 that lies in the
repository; later versions of the paper were not read.
"""

import ast
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes

from tracker.reproduce.helpers.measuring import measure
from tracker.reproduce.helpers.pictures import BLUE, ORANGE, Plot
from tracker.reproduce.helpers.results import Result

from .released import _SOURCE, EMPTY_WHEEL, WHEEL

BENCHMARKS = {
    "GSM8K": "gsm_test.json",
    "MATH-500": None,
    "GPQA": "gpqa_main_test.json",
    "ReClor": "reclor_val.json",
    "LogiQA": "logiqa_test.json",
    "ARC-c": "arc-c_test.json",
}
"""The file of each; that of MATH-500 was taken out of the repository, and its name tells 500."""
TABLES = {
    "LLaMA3.1": {
        "Auto-Regressive (CoT)": (70.28, 31.00, 26.56, 49.40, 33.33, 58.91, 44.91),
        "Tree-of-Thoughts": (75.74, 31.60, 31.25, 59.00, 45.93, 80.72, 54.04),
        "MCTS": (80.44, 34.40, 24.11, 61.40, 42.70, 79.95, 53.83),
        "Guided Decoding": (75.51, 31.20, 30.58, 60.20, 43.47, 81.74, 53.78),
        "Predictive Decoding": (81.43, 34.00, 31.03, 64.00, 46.70, 84.56, 56.95),
        "φ-Decoding": (86.58, 38.20, 34.60, 64.00, 48.39, 85.41, 59.53),
        "w/o foresight sampling": (81.80, 35.00, 30.58, 60.60, 46.39, 84.90, 56.55),
        "w/o cluster": (85.60, 37.40, 30.58, 61.00, 45.47, 85.32, 57.56),
        "w/o dynamic pruning": (86.35, 38.20, 29.46, 61.00, 46.39, 85.67, 57.85),
    },
    "Mistral-v0.3": {
        "Auto-Regressive (CoT)": (49.05, 12.20, 23.88, 52.20, 37.02, 69.54, 40.65),
        "Tree-of-Thoughts": (53.90, 10.80, 26.34, 55.60, 41.63, 73.63, 43.65),
        "MCTS": (60.12, 10.80, 22.77, 56.80, 40.71, 74.74, 44.32),
        "Guided Decoding": (53.90, 10.80, 27.46, 53.20, 36.71, 73.55, 42.60),
        "Predictive Decoding": (58.00, 11.00, 22.10, 54.20, 39.78, 73.55, 43.11),
        "φ-Decoding": (60.42, 16.40, 29.24, 58.20, 43.01, 78.16, 47.57),
        "w/o foresight sampling": (57.54, 11.40, 25.22, 42.40, 36.70, 75.60, 41.48),
        "w/o cluster": (60.19, 15.00, 29.24, 56.60, 42.24, 76.45, 46.62),
        "w/o dynamic pruning": (59.97, 15.20, 26.56, 53.20, 36.41, 75.77, 44.52),
    },
}
"""Accuracies in percent, and their average; Tables 1 and 2."""
CONSTANTS = {
    "τ1": 0.6, "τ2": 0.6, "δ": 0.7, "M": 4, "N": 4, "Tmin": 4, "Tmax": 8, "K": 3,
}  # fmt: skip
"""Section 2.2 and the first row of Table 5 (LLaMA3.1 on GSM8K, the released script's default)."""
_OPTIONS = {
    "δ": "--threshold", "M": "--step_beam_size", "N": "--num_rollout",
    "Tmin": "--least_foresight_num", "Tmax": "--num_foresight", "K": "--cluster_num",
}  # fmt: skip
_PLACES = 2
"""Decimals that the tables print."""


def constants(source: str) -> dict[str, float]:
    """Return the constants of the decoder, from its source.

    τ1 is what advantages are divided by before the softmax of the selection, τ2 what the shares of
    the clusters are; 1 where nothing divides them.

    Raises
    ------
    ValueError
        If one of them does not stand where it did in 0.0.1.
    """
    tree = ast.parse(source)
    named = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    options = {
        call.args[0].value: keyword.value.value
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr == "add_argument"
        and isinstance(call.args[0], ast.Constant)
        for keyword in call.keywords
        if keyword.arg == "default" and isinstance(keyword.value, ast.Constant)
    }  # fmt: skip
    softened = {
        node.targets[0].id: node.value.args[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name)
        and node.value.func.id == "softmax"
    }  # fmt: skip
    try:
        by_cluster, by_advantage = softened["cluster_weights"], softened["adv_weights"]
        return {
            "τ1": _divisor(by_advantage, named),
            "τ2": _divisor(by_cluster, named),
            **{name: float(str(options[option])) for name, option in _OPTIONS.items()},
        }
    except KeyError as error:
        raise ValueError(f"{error} does not stand in the source") from error


def _divisor(value: ast.expr, named: Mapping[str, object]) -> float:
    divided = [
        node.right for node in ast.walk(value)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)
    ]  # fmt: skip
    if not divided:
        return 1.0
    by = divided[0]
    if isinstance(by, ast.Constant):
        return float(str(by.value))
    return float(str(named[ast.unparse(by)]))


def compared(
    *, files: Callable[[str], Path], doubled: bool = False, as_printed: bool = False
) -> Result:
    """Compare the constants of the released code with those of the draft.

    Parameters
    ----------
    files
        Returns the file of an input, such as `Study.input`.
    doubled
        Whether each printed constant is doubled.
    as_printed
        Whether code with the printed constants stands in the place of the released code.
    """
    with zipfile.ZipFile(files(WHEEL)) as archive:
        code = constants(archive.read(_SOURCE).decode())
    differing = [name for name, value in CONSTANTS.items() if code[name] != value]
    doubled_ones = sum(code[name] != 2 * value for name, value in CONSTANTS.items())
    # The release as it would be with the printed constants, read by the same reader
    good = constants(_WITH_CONSTANTS.format(**CONSTANTS))
    unlike = sum(good[one] != value for one, value in CONSTANTS.items())
    frame = pd.DataFrame({"printed": CONSTANTS, "in the code": code})
    name = "constants that differ from the draft"
    return Result(
        (
            measure(name, [doubled_ones if doubled else unlike if as_printed else len(differing)],
                    unit="of 8"),
            measure(f"{name}, printed ones doubled", [doubled_ones], unit="of 8"),
            measure(f"{name}, code with the printed ones",
                    [unlike], unit="of 8"),
        ),
        _constants_drawn(frame, differing),
    )  # fmt: skip


_WITH_CONSTANTS = """
TEMPERATURE = {τ1}
parser.add_argument('--threshold', type=float, default={δ})
parser.add_argument('--step_beam_size', type=int, default={M})
parser.add_argument('--num_rollout', type=int, default={N})
parser.add_argument('--least_foresight_num', type=int, default={Tmin})
parser.add_argument('--num_foresight', type=int, default={Tmax})
parser.add_argument('--cluster_num', type=int, default={K})
cluster_weights = softmax([ratio/{τ2} for ratio in ratios])
adv_weights = softmax([adv/TEMPERATURE for adv in advantages])
"""


def packaged(*, files: Callable[[str], Path]) -> Result:
    """Count the modules that the two wheels install.

    Parameters
    ----------
    files
        Returns the file of an input, such as `Study.input`.
    """
    counted = {}
    for wheel in (WHEEL, EMPTY_WHEEL):
        with zipfile.ZipFile(files(wheel)) as archive:
            counted[wheel.split("-")[1]] = [
                name for name in archive.namelist()
                if name.endswith(".py") and ".dist-info/" not in name and archive.read(name)
            ]  # fmt: skip
    frame = pd.DataFrame({"modules": {version: len(names) for version, names in counted.items()}})
    older, newer = frame["modules"]
    return Result(
        (
            measure("modules that are installed by 0.0.2", [newer]),
            measure("modules that are installed by 0.0.1", [older]),
            measure("modules among the metadata alone", [0]),
        ),
        Plot(
            frame, f"0.0.1 installs {older} module with content, 0.0.2 {newer}.",
            lambda axes: _counted(axes, frame),
            title=f"`pip install phi-decoding` installs {newer} modules with content", height=1.8,
        ),
    )  # fmt: skip


def items(files: Callable[[str], Path]) -> dict[str, int]:
    """Return how many items each benchmark has, counted in the released files."""
    return {
        name: len(json.loads(files(file).read_text(encoding="utf-8"))) if file else 500
        for name, file in BENCHMARKS.items()
    }


def shares(
    cells: npt.NDArray[np.float64], numbers: Sequence[int], decimals: int = _PLACES
) -> npt.NDArray[np.bool_]:
    """Return which percentages are shares of whole items, as printed with some decimals.

    Examples
    --------
    >>> shares(np.array([[33.33, 33.40]]), [3, 3]).tolist()
    [[True, False]]
    """
    counts = np.asarray(numbers)
    half = 0.5 * 10**-decimals + 1e-9
    nearest = np.rint(cells * counts / 100)
    return np.asarray(np.abs(100 * nearest / counts - cells) <= half)


def tables(
    *,
    files: Callable[[str], Path],
    cells: npt.NDArray[np.float64] | None = None,
    shifted: bool = False,
    made: bool = False,
) -> Result:
    """Ask of each accuracy whether it is a share of the benchmark's items, and sum each row up.

    Parameters
    ----------
    files
        Returns the file of an input, such as `Study.input`.
    cells
        Of another table of the same rows and columns, in the place of the printed one.
    shifted, made
        Whether two hundredths are added to each accuracy, or each is made from a count.
    """
    numbers = items(files)
    rows = [(model, way) for model, ways in TABLES.items() for way in ways]
    printed = np.array([row for ways in TABLES.values() for row in ways.values()])
    accuracies = printed[:, :-1] if cells is None else cells
    fits = shares(accuracies, list(numbers.values()))
    moved = shares(accuracies + 0.02, list(numbers.values()))
    counts = np.array(list(numbers.values()))
    whole = np.round(100 * np.rint(accuracies * counts / 100) / counts, _PLACES)
    remade = shares(whole, counts.tolist())
    own = moved if shifted else remade if made else fits
    off = np.abs(accuracies.mean(axis=1) - printed[:, -1])
    far = np.abs(100 * np.rint(accuracies * counts / 100) / counts - accuracies)
    frame = pd.DataFrame(
        ~fits, index=[f"{model}: {way}" for model, way in rows], columns=list(numbers)
    )
    size = fits.size
    name = "accuracies that are no share of the items"
    return Result(
        (
            measure(name, [int((~own).sum())], unit=f"of {size} cells"),
            measure(f"{name}, two hundredths added", [int((~moved).sum())],
                    unit=f"of {size} cells"),
            measure(f"{name}, made from counts", [int((~remade).sum())], unit=f"of {size} cells"),
            measure("largest distance of an accuracy from a share", [float(far.max())],
                    unit="points"),
            measure("accuracies of φ-Decoding that are no share",
                    [int((~fits[[way == "φ-Decoding" for _, way in rows]]).sum())]),
            measure("largest error of a printed average", [float(off.max())], unit="points"),
        ),
        _fits_drawn(frame),
    )  # fmt: skip


def _fits_drawn(frame: pd.DataFrame) -> Plot:
    off = int(frame.to_numpy().sum())

    def draw(axes: Axes) -> None:
        axes.imshow(frame.to_numpy(dtype=float), cmap="Blues", vmin=0, vmax=1.4, aspect="auto")
        for row, column in zip(*np.nonzero(frame.to_numpy()), strict=True):
            axes.text(column, row, "no share", ha="center", va="center", fontsize=7)
        axes.set_xticks(range(frame.shape[1]), [str(name) for name in frame.columns])
        axes.set_yticks(range(len(frame)), [str(name) for name in frame.index], fontsize=8)
        axes.tick_params(length=0)

    names = [
        f"{row} on {column}" for row, line in frame.iterrows() for column, no in line.items() if no
    ]
    return Plot(
        frame, f"No share of the benchmark's items: {'; '.join(names) or 'none'}.", draw,
        title=f"{off} of {frame.size} printed accuracies are no share of the benchmark's items",
        height=5.0,
    )  # fmt: skip


def _constants_drawn(frame: pd.DataFrame, differing: Sequence[str]) -> Plot:
    def draw(axes: Axes) -> None:
        places = np.arange(len(frame))
        for offset, (name, colour) in enumerate(zip(frame.columns, (BLUE, ORANGE), strict=True)):
            drawn = axes.barh(places + 0.4 * offset, frame[name], height=0.38, color=colour,
                              label=name)  # fmt: skip
            axes.bar_label(drawn, [f"{value:g}" for value in frame[name]], padding=3)
        axes.set_yticks(places + 0.2, [str(name) for name in frame.index])
        axes.invert_yaxis()
        axes.legend(frameon=False)
        axes.margins(x=0.1)

    return Plot(
        frame, "; ".join(
            f"{name}: {row['printed']:g} printed, {row['in the code']:g} in the code"
            for name, row in frame.iterrows()
        ) + ".", draw,
        title=f"{len(differing)} of {len(frame)} constants of the code are not the draft's"
        + (f": {', '.join(differing)}" if differing else ""), height=4.4,
    )  # fmt: skip


def _counted(axes: Axes, frame: pd.DataFrame) -> None:
    drawn = axes.barh(range(len(frame)), frame["modules"], color=BLUE, height=0.5)
    axes.bar_label(drawn, padding=4)
    axes.set_yticks(range(len(frame)), [str(name) for name in frame.index])
    axes.invert_yaxis()
    axes.margins(x=0.2)
