"""Open-RS (arXiv 2503.16219): the shape of the cosine reward over the length of answers.

Section 2 ("Reward Models") describes the reward in words; the formula below is our transcription
of what the repository releases at commit 2889c47 (``src/open_r1/rewards.py``,
swh:1:cnt:49d587da0f5bb341c5daede7cff085770cdf65d8), not a copy. Of an answer of `length` characters

    reward = low + (high - low) (1 + cos(pi length / max_len)) / 2,

so that an empty answer gets `high` and one of max_len characters `low`. For right answers these are
1.0 and 0.5. For wrong ones the released code takes its "minimum" as `high` and its "maximum" as
`low`; the training script's defaults are 0.0 and -0.5 (``src/open_r1/grpo.py``). The length is not
bounded by max_len, which is 1000 by default and 3584 for experiment 3 (README).
"""

import ast
from collections.abc import Callable, Iterator
from typing import TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes

from tracker.reproduce.helpers.measuring import Measurement
from tracker.reproduce.helpers.pictures import BLUE, GREY, ORANGE, Plot
from tracker.reproduce.helpers.results import Result, Value

Rewards: TypeAlias = npt.NDArray[np.float64]

MAX_LENGTHS = (1000, 3584)
"""Characters: the script's default, and experiment 3."""


class Constants(Value, frozen=True, kw_only=True):
    """The reward's constants, under the names and with the defaults of the training script."""

    cosine_min_value_wrong: float = 0.0
    cosine_max_value_wrong: float = -0.5
    cosine_min_value_correct: float = 0.5
    cosine_max_value_correct: float = 1.0
    cosine_max_len: int | float = 1000


def cosine(length: npt.ArrayLike, constants: Constants, right: bool) -> Rewards:
    """Return the reward of answers of a length in characters, as released.

    Examples
    --------
    >>> cosine([0, 1000, 2000], Constants(), True).tolist()
    [1.0, 0.5, 1.0]
    """
    low, high = _ends(constants, right)
    progress = np.asarray(length, dtype=float) / constants.cosine_max_len
    scaled: Rewards = low + 0.5 * (high - low) * (1.0 + np.cos(np.pi * progress))
    return scaled


def falling(length: npt.ArrayLike, constants: Constants, right: bool) -> Rewards:
    """Return a straight line in place of the cosine: it has the same ends, and does not turn.

    Examples
    --------
    >>> falling([0, 1000, 2000], Constants(), True).tolist()
    [1.0, 0.5, 0.0]
    """
    low, high = _ends(constants, right)
    line: Rewards = high - (high - low) * np.asarray(length) / constants.cosine_max_len
    return line


Formula: TypeAlias = Callable[[npt.ArrayLike, Constants, bool], Rewards]
"""Lengths, constants and whether the answers are right, to rewards."""

FORMULAS: dict[str, Formula] = {"cosine": cosine, "falling": falling}


def shape(*, formula: str = "cosine", swapped: bool = False) -> Result:
    """Measure how the reward changes with the length, for both values of max_len.

    Parameters
    ----------
    formula
        Of the reward, by its name in `FORMULAS`; another one than the released is for controls.
    swapped
        Whether the two values for wrong answers are exchanged.
    """
    rewarded = FORMULAS[formula]
    settings = [Constants(cosine_max_len=length) for length in MAX_LENGTHS]
    of_wrong = [exchanged(each) if swapped else each for each in settings]
    values = {
        "loss of a right answer from max_len to twice max_len": min(
            _loss_beyond(each, rewarded) for each in settings
        ),
        "loss of a right answer from max_len to twice max_len, by the falling line": min(
            _loss_beyond(each, falling) for each in settings
        ),
        "gain of a wrong answer from empty to max_len": min(
            _gain_of_wrong(each, rewarded) for each in of_wrong
        ),
        "gain of a wrong answer from empty to max_len, with the values exchanged": min(
            _gain_of_wrong(exchanged(each), rewarded) for each in settings
        ),
    }
    multiples = np.linspace(0, 2, 201)
    lengths = multiples * settings[0].cosine_max_len
    columns = {
        "right answer": rewarded(lengths, settings[0], True),
        "wrong answer": rewarded(lengths, of_wrong[0], False),
    }
    index = pd.Index(multiples, name="length of the answer, as a multiple of max_len")
    return Result(
        measurements=tuple(Measurement(name=name, value=value) for name, value in values.items()),
        picture=_picture(pd.DataFrame(columns, index=index)),
    )


def exchanged(constants: Constants) -> Constants:
    """Return the constants with the two values for wrong answers exchanged."""
    return msgspec.structs.replace(
        constants,
        cosine_min_value_wrong=constants.cosine_max_value_wrong,
        cosine_max_value_wrong=constants.cosine_min_value_wrong,
    )


def constants_of(script: str) -> dict[str, float]:
    r"""Return the defaults of the fields ``cosine_…`` of a training script, which is not run.

    Raises
    ------
    ValueError
        If the text is no Python.

    Examples
    --------
    >>> constants_of("class A:\n    cosine_max_len: int = field(default=1000)")
    {'cosine_max_len': 1000}
    """
    try:
        tree = ast.parse(script)
    except (SyntaxError, RecursionError) as error:
        raise ValueError("the released script cannot be read as Python") from error
    return {name: ast.literal_eval(default.value) for name, default in _defaults(tree)}


def released_constants(*, read: Callable[[str], str], raised: bool = False) -> Result:
    """Compare the constants of our transcription with those of the released script.

    Parameters
    ----------
    read
        Returns the text of ``grpo.py``.
    raised
        Whether the script's defaults are raised before they are read, as in the control.
    """
    script = read("grpo.py")
    ours = msgspec.structs.asdict(Constants())
    theirs, other = (
        constants_of(_raised(script) if raised else script),
        constants_of(_raised(script)),
    )
    made_up = constants_of(_script_of(ours))
    frame = pd.DataFrame({"ours": ours, "released": {name: theirs.get(name) for name in ours}})
    told = [f"{name} {mine} and {released}" for name, mine, released in frame.itertuples()]

    def draw(axes: Axes) -> None:
        drawn = axes.table(frame.astype(str), loc="center")
        drawn.scale(0.6, 1.5)
        axes.set_axis_off()

    return Result(
        measurements=(
            Measurement(
                name="constants that differ from the released script",
                value=_differing(ours, theirs),
            ),
            Measurement(
                name="constants that differ from the script with raised defaults",
                value=_differing({name: ours[name] for name in ours if name in other}, other),
            ),
            Measurement(
                name="constants that differ from a script with ours",
                value=_differing(ours, made_up),
            ),
        ),
        picture=Plot(
            frame, f"Ours and released: {'; '.join(told)}.", draw,
            title=f"{len(ours) - _differing(ours, theirs)} of {len(ours)} constants of our"
            " transcription are those of the released script", height=2.4,
        ),
    )  # fmt: skip


def _ends(constants: Constants, right: bool) -> tuple[float, float]:
    """Return the reward at max_len, and that of an empty answer."""
    if right:
        return constants.cosine_min_value_correct, constants.cosine_max_value_correct
    return constants.cosine_max_value_wrong, constants.cosine_min_value_wrong


def _loss_beyond(constants: Constants, formula: Formula) -> float:
    ends = np.array([1, 2]) * constants.cosine_max_len
    at_end, at_twice = formula(ends, constants, True)
    return float(at_end - at_twice)


def _gain_of_wrong(constants: Constants, formula: Formula) -> float:
    empty, full = formula([0, constants.cosine_max_len], constants, False)
    return float(full - empty)


def _defaults(tree: ast.AST) -> Iterator[tuple[str, ast.keyword]]:
    """Yield the fields ``cosine_…`` of a script, each with its default."""
    for node in ast.walk(tree):
        match node:
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Call(keywords=given)) if (
                name.startswith("cosine_")
            ):
                yield from ((name, each) for each in given if each.arg == "default")


def _raised(script: str) -> str:
    """Return a script, all defaults of its fields ``cosine_…`` raised by one thousandth."""
    tree = ast.parse(script)
    for _, default in _defaults(tree):
        default.value = ast.Constant(ast.literal_eval(default.value) + 0.001)
    return ast.unparse(tree)


def _script_of(constants: dict[str, float]) -> str:
    fields = [f"    {name}: float = field(default={value!r})" for name, value in constants.items()]
    return "\n".join(("class Arguments:", *fields))


def _differing(ours: dict[str, float], theirs: dict[str, float]) -> int:
    return sum(theirs.get(name) != value for name, value in ours.items())


def _picture(frame: pd.DataFrame) -> Plot:
    """Draw the reward of right and wrong answers."""
    ends = frame.iloc[[0, len(frame) // 2, -1]]
    told = [f"{name} {', '.join(format(each, '.2f') for each in ends[name])}" for name in ends]

    def draw(axes: Axes) -> None:
        for name, colour in zip(frame.columns, (BLUE, ORANGE), strict=True):
            axes.plot(frame.index, frame[name], color=colour, linewidth=2)
            axes.annotate(
                str(name), (2, frame[name].iloc[-1]), xytext=(6, 0), color=colour,
                textcoords="offset points", va="center", annotation_clip=False,
            )  # fmt: skip
        axes.axvline(1, color=GREY)
        axes.set_xlabel(str(frame.index.name))
        axes.set_ylabel("reward")
        axes.margins(x=0)

    return Plot(
        frame, f"At lengths 0, max_len and twice max_len: {'; '.join(told)}.", draw,
        title="Beyond max_len a right answer is rewarded more the longer it is; a long wrong one is"
        " punished more than a short one", height=3.6,
    )  # fmt: skip
