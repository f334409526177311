"""Dita: how many parameters the released configuration makes.

Counted are the parts that `RobotTransformerNet` builds (66350e7): a Llama-style trunk without its
table of words, DINOv2's ViT-B/14 with four registers at 224 pixels, and a Q-Former of XBlocks with
FiLM; beside them stands the frozen text encoder of CLIP ViT-L/14. The widths come from the
released files, those of the pretrained parts from what these are.
"""

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes

from tracker.reproduce.helpers.measuring import measure
from tracker.reproduce.helpers.pictures import BLUE, GREY, INK, Plot
from tracker.reproduce.helpers.results import Result

MODEL, CONFIGURATION = "llama_dp.py", "llama_dp.yaml"
TOTAL, TRAINABLE = 334.0, 221.0
"""Millions, as secondary summaries of the paper give them."""
_LAYERS = re.compile(r"^num_layers: (\d+)$", re.MULTILINE)
_QUERIES, _DIMENSIONS_OF_ACTION = 32, 7
_MILLION = 1e6


def defaults(source: str) -> dict[str, int]:
    """Return the whole numbers that `RobotTransformerNet` takes where nobody gives others.

    Raises
    ------
    ValueError
        If there is no such class.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef) and node.name == "RobotTransformerNet":
            made = next(
                item for item in node.body
                if isinstance(item, ast.FunctionDef) and item.name == "__init__"
            )  # fmt: skip
            names = made.args.args[-len(made.args.defaults) :]
            return {
                name.arg: value.value
                for name, value in zip(names, made.args.defaults, strict=True)
                if isinstance(value, ast.Constant) and type(value.value) is int
            }
    raise ValueError("there is no RobotTransformerNet in the file")


def linear(inside: int, outside: int, *, bias: bool = True) -> int:
    """Return the parameters of a linear layer."""
    return inside * outside + bias * outside


def trunk(width: int, inner: int, layers: int) -> int:
    """Return the parameters of Llama's layers, its last norm, and the head for actions."""
    layer = 4 * linear(width, width, bias=False) + 3 * linear(width, inner, bias=False) + 2 * width
    return layers * layer + width + linear(width, _DIMENSIONS_OF_ACTION, bias=False)


def encoder_layer(width: int) -> int:
    """Return the parameters of a layer with biases: attention, an MLP four times as wide, norms."""
    mlp = linear(width, 4 * width) + linear(4 * width, width)
    return 4 * linear(width, width) + mlp + 2 * 2 * width


def vision(width: int = 768, layers: int = 12) -> int:
    """Return the parameters of ViT-B/14 with registers, with the scales of its layers."""
    patches, registers = (224 // 14) ** 2, 4
    tokens = (1 + registers + patches) * width
    return (
        linear(3 * 14 * 14, width)
        + tokens
        + layers * (encoder_layer(width) + 2 * width)
        + (2 * width)
    )


def q_former(width: int, depth: int) -> int:
    """Return the parameters of the Q-Former: attention to itself and to the image, MLP, FiLM."""
    attention = linear(width, 3 * width, bias=False) + linear(width, width)
    mlp = linear(width, 4 * width) + linear(4 * width, width)
    layer = 2 * attention + mlp + 2 * linear(width, width) + 3 * 2 * width
    return depth * layer + _QUERIES * width + 2 * width


def text_encoder(width: int = 768, layers: int = 12) -> int:
    """Return the parameters of the text encoder of CLIP ViT-L/14."""
    words, places = 49_408, 77
    return (words + places) * width + layers * encoder_layer(width) + 2 * width


def counted(*, files: Callable[[str], Path], shallow: bool = False) -> Result:
    """Compare the count with the numbers that are reported.

    Parameters
    ----------
    files
        Returns the file of an input, such as `Study.input`.
    shallow
        Whether half of the trunk is taken out.

    Raises
    ------
    ValueError
        If the configuration names no number of layers.
    """
    sizes = defaults(files(MODEL).read_text(encoding="utf-8"))
    layers = _LAYERS.search(files(CONFIGURATION).read_text(encoding="utf-8"))
    if not layers:
        raise ValueError("the configuration names no number of layers")
    width = sizes["token_embedding_size"]
    parts = {
        "trunk": trunk(width, sizes["intermediate_size"], int(layers[1])),
        "image encoder": vision(),
        "Q-Former": q_former(width, sizes["qformer_depth"]),
        "text encoder (frozen)": text_encoder(),
    }
    total = sum(parts.values()) / _MILLION
    trained = total - parts["text encoder (frozen)"] / _MILLION
    less = total - parts["trunk"] / 2 / _MILLION
    frame = pd.DataFrame({"millions": {name: part / _MILLION for name, part in parts.items()}})
    return Result(
        (
            measure("parameters in all", [less if shallow else total], unit="million"),
            measure("parameters with half the trunk", [less], unit="million"),
            measure("parameters of CLIP's text encoder",
                    [parts["text encoder (frozen)"] / _MILLION], unit="million"),
            measure("parameters that are trained", [trained], unit="million"),
            measure("parameters that are trained, image encoder frozen",
                    [trained - parts["image encoder"] / _MILLION], unit="million"),
        ),
        _picture(frame, total, trained),
    )  # fmt: skip


def _picture(frame: pd.DataFrame, total: float, trained: float) -> Plot:
    def draw(axes: Axes) -> None:
        left = 0.0
        for (name, row), colour in zip(
            frame.iterrows(), (BLUE, "#56B4E9", "#9ad0f0", GREY), strict=True
        ):
            axes.barh(0, row["millions"], left=left, color=colour, height=0.5)
            axes.text(left + row["millions"] / 2, 0, f"{name}\n{row['millions']:.1f}",
                      ha="center", va="center", fontsize=8)  # fmt: skip
            left += row["millions"]
        for value, name in ((TRAINABLE, "221 reported as trained"), (TOTAL, "334 in all")):
            axes.axvline(value, color=INK, linestyle=":")
            axes.text(value - 2, 0.42, name, ha="right", fontsize=8)
        axes.set_yticks([])
        axes.set_ylim(-0.4, 0.5)
        axes.set_xlabel("millions of parameters")

    return Plot(
        frame, f"{total:.1f} million parameters in all, {trained:.1f} of them trained; reported: "
        f"{TOTAL:g} and {TRAINABLE:g}.", draw,
        title=f"The configuration makes {total:.1f} million parameters, {trained:.1f} of them "
        "trained", height=2.2,
    )  # fmt: skip
