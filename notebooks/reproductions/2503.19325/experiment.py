"""FAR (arXiv 2503.19325): how many parameters the released models have, and what is printed of it.

The number of layers and heads is read from the released files; what a layer is made of is written
out here, as `FAR_TransformerBlock` builds it (e59536a). Embeddings of labels and actions, which
depend on the data set, are left out: they are a tenth of a million at most.
"""

import ast
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from tracker.reproduce.helpers.measuring import measure
from tracker.reproduce.helpers.pictures import BLUE, GREY, RED, Plot
from tracker.reproduce.helpers.results import Result, Value

MODELS, LONG_MODELS, README = "far_model.py", "far_long_model.py", "README.md"
TABLE_1 = {
    "FAR-B": 130, "FAR-M": 230, "FAR-L": 457, "FAR-XL": 674, "FAR-B-Long": 158, "FAR-M-Long": 280,
}  # fmt: skip
"""Millions of parameters, as Table 1 of version 3 prints them."""
_LATENT, _CONTEXT_PATCH, _TIME = 32, 4, 256
"""Channels of a latent, side of a patch of the long-term context, features of the noise's step."""
_ROW = re.compile(r"^\|\s*\[(FAR-[\w-]+)\]\([^)]*\)\s*\|\s*(\d+) M\s*\|", re.MULTILINE)


class Size(Value, frozen=True, kw_only=True):
    """What a released model is built with."""

    layers: int
    heads: int
    head_width: int
    long: bool
    """Whether it has projections of their own for the long-term context."""


def sizes(source: str, *, long: bool) -> dict[str, Size]:
    """Return what the released functions build their models with, from the file's text.

    Raises
    ------
    ValueError
        If the file builds none.
    """
    built = {}
    for node in ast.parse(source).body:
        if not isinstance(node, ast.FunctionDef) or not node.name.startswith("FAR_"):
            continue
        last = node.body[-1]
        if isinstance(last, ast.Return) and isinstance(last.value, ast.Call):
            numbers = {
                keyword.arg: keyword.value.value for keyword in last.value.keywords
                if isinstance(keyword.value, ast.Constant)
            }  # fmt: skip
            built[node.name.replace("_", "-")] = Size(
                layers=_whole(numbers["num_layers"]), heads=_whole(numbers["num_attention_heads"]),
                head_width=_whole(numbers["attention_head_dim"]), long=long,
            )  # fmt: skip
    if not built:
        raise ValueError("the file builds no model of FAR")
    return built


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{value!r} is no whole number")
    return value


def _linear(inside: int, outside: int) -> int:
    return inside * outside + outside


def parameters(size: Size) -> int:
    """Return how many parameters a model has.

    Examples
    --------
    >>> parameters(Size(layers=12, heads=12, head_width=64, long=False))
    129560864
    """
    width = size.heads * size.head_width
    norms_of_attention = 2 * size.head_width
    layer = (
        2 * _linear(width, 3 * width)  # what the step of the noise does to both norms
        + 4 * _linear(width, width) + norms_of_attention
        + _linear(width, 4 * width) + _linear(4 * width, width)
    )  # fmt: skip
    ends = (
        _linear(_LATENT, width) + _linear(_TIME, width) + _linear(width, width)
        + _linear(width, 2 * width) + _linear(width, _LATENT)
    )  # fmt: skip
    total = size.layers * layer + ends
    if size.long:
        patch = _LATENT * _CONTEXT_PATCH**2
        total += size.layers * (4 * _linear(width, width) + norms_of_attention)
        total += _linear(patch, width) + _linear(width, patch)
        total -= _linear(width, width)  # the last layer puts no context out
    return total


def printed(readme: str) -> dict[str, int]:
    """Return the millions of parameters that the tables of the README print.

    Raises
    ------
    ValueError
        If they print none, or different numbers for one model.
    """
    numbers: dict[str, int] = {}
    for name, millions in _ROW.findall(readme):
        if numbers.setdefault(name, int(millions)) != int(millions):
            raise ValueError(f"the README prints two sizes for {name}")
    if not numbers:
        raise ValueError("the README prints no size of a model")
    return numbers


def differing(counted: Mapping[str, float], stated: Mapping[str, int]) -> list[str]:
    """Return the models whose size is off by a million or more; so it may be rounded or cut."""
    return [name for name, millions in stated.items() if abs(counted[name] - millions) >= 1]


def counted(
    *, files: Callable[[str], Path], shallow: bool = False, recounted: bool = False
) -> Result:
    """Compare the counted sizes with Table 1 of the paper and with the README.

    Parameters
    ----------
    files
        Returns the file of an input, such as `Study.input`.
    shallow
        Whether a layer is taken out of each model.
    recounted
        Whether the counted sizes stand in the place of the printed ones.
    """
    texts = {
        name: files(name).read_text(encoding="utf-8") for name in (MODELS, LONG_MODELS, README)
    }
    built = sizes(texts[MODELS], long=False) | sizes(texts[LONG_MODELS], long=True)
    count = {name: parameters(size) / 1e6 for name, size in built.items()}
    fewer = {
        name: parameters(Size(layers=size.layers - 1, heads=size.heads,
                              head_width=size.head_width, long=size.long)) / 1e6
        for name, size in built.items()
    }  # fmt: skip
    rounded = {name: round(millions) for name, millions in count.items()}
    readme = printed(texts[README])
    measured = []
    for where, stated in (("Table 1", TABLE_1), ("the README", readme)):
        name = f"models whose size in {where} is another"
        known = {model: rounded[model] for model in stated}
        off = differing(fewer if shallow else count, known if recounted else stated)
        measured += [
            measure(name, [len(off)], unit=f"of {len(stated)}"),
            measure(f"{name}, a layer taken out", [len(differing(fewer, stated))],
                    unit=f"of {len(stated)}"),
            measure(f"{name}, counted ones printed", [len(differing(count, known))],
                    unit=f"of {len(stated)}"),
        ]  # fmt: skip
    frame = pd.DataFrame({"counted": count, "Table 1": TABLE_1, "README": readme}).loc[
        list(TABLE_1)
    ]
    return Result(tuple(measured), _picture(frame, differing(count, readme)))


def _picture(frame: pd.DataFrame, off: list[str]) -> Plot:
    def draw(axes: Axes) -> None:
        places = np.arange(len(frame))
        axes.barh(places, frame["counted"], color=GREY, height=0.62, label="counted")
        axes.plot(frame["Table 1"], places - 0.12, "o", color=BLUE, label="Table 1, version 3")
        axes.plot(frame["README"], places + 0.12, "D", color=RED, label="README")
        for place, (_, row) in zip(places, frame.iterrows(), strict=True):
            axes.text(8, float(place), f"{row['counted']:.1f}", va="center", fontsize=9)
        axes.set_yticks(places, [str(name) for name in frame.index])
        axes.invert_yaxis()
        axes.set_xlabel("millions of parameters")
        axes.legend(frameon=False)

    return Plot(
        frame, "; ".join(
            f"{name}: {row['counted']:.1f} million counted, {row['Table 1']:g} in Table 1"
            + (f", {row['README']:g} in the README" if row["README"] == row["README"] else "")
            for name, row in frame.iterrows()
        ) + ".", draw,
        title=f"{len(off)} sizes in the README are not those of the released models"
        + (f": {', '.join(off)}" if off else ""), height=3.4,
    )  # fmt: skip
