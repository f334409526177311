"""Impossible Videos (arXiv 2503.14378): what the released questions tell without any video.

The files are those of the release at 80c7611: five lettered options a question, the letter of the
right one, and the prompt suite as domain → category → sub-category → prompts (some without the
last level).
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from tracker.reproduce.helpers.measuring import measure
from tracker.reproduce.helpers.pictures import BLUE, GREY, INK, Plot
from tracker.reproduce.helpers.results import Result, Value

LETTERS = "ABCDE"
CHANCE = 1 / len(LETTERS)
QUESTIONS, ANSWERS, SUITE = "mcqa-question.json", "mcqa-answer.json", "prompt-suite.json"
COUNTED = {"prompts": 260, "domains": 4, "categories": 14}
"""As the paper says them."""
_OPTION = re.compile(r"^([A-E])\. (.*)$", re.MULTILINE)


class Question(Value, frozen=True, kw_only=True):
    """The options in their order, and which of them is right."""

    options: tuple[str, ...]
    right: int


def questions(asked: str, answered: str) -> list[Question]:
    """Return the questions of the two released files, from their texts.

    Raises
    ------
    ValueError
        If a question has not five lettered options, or no answer among them.
    """
    texts, answers = json.loads(asked), json.loads(answered)
    made = []
    for key, entry in texts.items():
        options = dict(_OPTION.findall(entry["question"]))
        right = answers[key]["answer"]
        if "".join(options) != LETTERS or right not in options:
            raise ValueError(f"question {key} has not five options and an answer among them")
        made.append(Question(options=tuple(options.values()), right=LETTERS.index(right)))
    return made


def longest(question: Question) -> int:
    """Return the option with the most characters, the first of several."""
    return max(range(len(question.options)), key=lambda place: len(question.options[place]))


def shortest(question: Question) -> int:
    """Return the option with the fewest characters, the first of several."""
    return min(range(len(question.options)), key=lambda place: len(question.options[place]))


def score(asked: Sequence[Question], rule: Callable[[Question], int]) -> float:
    """Return the share of questions that a rule answers rightly."""
    return float(np.mean([rule(question) == question.right for question in asked]))


def dealt(asked: Sequence[Question], seed: int) -> list[Question]:
    """Return the questions with a right option that is drawn, each equally often."""
    drawn = np.random.default_rng(seed).integers(len(LETTERS), size=len(asked))
    return [
        Question(options=question.options, right=int(right))
        for question, right in zip(asked, drawn, strict=True)
    ]


def blind(seeds: Sequence[int], *, files: Callable[[str], Path], drawn: bool = False) -> Result:
    """Answer the questions by rules that see no video.

    Parameters
    ----------
    files
        Returns the file of an input, such as `Study.input`.
    drawn
        Whether the right option of each question is drawn anew.
    """
    asked = questions(*(files(name).read_text(encoding="utf-8") for name in (QUESTIONS, ANSWERS)))
    if drawn:
        asked = dealt(asked, seeds[0])
    commonest = Counter(question.right for question in asked).most_common(1)[0][0]
    rules: Mapping[str, Callable[[Question], int]] = {
        "the longest option": longest,
        "the shortest option": shortest,
        "the commonest letter": lambda _: commonest,
    }
    found = {name: score(asked, rule) for name, rule in rules.items()}
    unit = "of the questions"
    return Result(
        measurements=(
            *(measure(f"right answers by {name}", [value], unit=unit)
              for name, value in found.items()),
            measure("right answers by the longest option, right options drawn",
                    [score(dealt(asked, seed), longest) for seed in seeds],
                    unit=unit, seeds=seeds),
        ),
        picture=_picture(found, len(asked)),
    )  # fmt: skip


def suite(*, files: Callable[[str], Path], left_out: bool = False) -> Result:
    """Count the prompts, domains and categories of the released suite.

    Parameters
    ----------
    files
        Returns the file of an input, such as `Study.input`.
    left_out
        Whether the first domain is left out.
    """
    tree = json.loads(files(SUITE).read_text(encoding="utf-8"))
    one_less = {name: inner for number, (name, inner) in enumerate(tree.items()) if number}
    counted = counts(one_less if left_out else tree)
    frame = pd.DataFrame({"the paper says": COUNTED, "the file holds": counted})
    return Result(
        measurements=(
            measure("counts that differ from the paper's", [_differing(counted)], unit="of 3"),
            measure("counts that differ with one domain left out", [_differing(counts(one_less))]),
            measure("counts that differ in a suite that was made so", [_differing(counts(made()))]),
        ),
        picture=_table(frame),
    )


def counts(tree: Mapping[str, object]) -> dict[str, int]:
    """Return how many prompts, domains and categories a suite holds."""
    categories = [inner for domain in tree.values() for inner in _values(domain)]
    return {
        "prompts": sum(map(_prompts, categories)),
        "domains": len(tree),
        "categories": len(categories),
    }


def made() -> dict[str, dict[str, list[int]]]:
    """Return a suite that holds what the paper says."""
    each, left = divmod(COUNTED["categories"], COUNTED["domains"])
    prompts = iter(range(COUNTED["prompts"]))
    sizes = [each + (number < left) for number in range(COUNTED["domains"])]
    tree = {
        f"domain {number}": {f"category {one}": [next(prompts)] for one in range(size)}
        for number, size in enumerate(sizes)
    }
    tree["domain 0"]["category 0"].extend(prompts)
    return tree


def _values(inner: object) -> Sequence[object]:
    return tuple(inner.values()) if isinstance(inner, dict) else ()


def _prompts(inner: object) -> int:
    return len(inner) if isinstance(inner, list) else sum(map(_prompts, _values(inner)))


def _differing(counted: Mapping[str, int]) -> int:
    return sum(counted[name] != number for name, number in COUNTED.items())


def _picture(found: Mapping[str, float], asked: int) -> Plot:
    frame = pd.DataFrame({"share": found})

    def draw(axes: Axes) -> None:
        spots = range(len(frame))
        drawn = axes.barh(spots, frame["share"], color=BLUE, height=0.5)
        axes.bar_label(drawn, [f"{value:.1%}" for value in frame["share"]], padding=4)
        axes.axvline(CHANCE, color=INK, linestyle=":", label="a drawn letter, 20 %")
        axes.axvline(0.94, color=GREY, label="humans with the video, 94 %")
        axes.set_yticks(spots, [str(name) for name in frame.index])
        axes.invert_yaxis()
        axes.set_xlim(0, 1.05)
        axes.set_xlabel("questions answered rightly without the video")
        axes.legend(frameon=False, loc="lower right")

    best = max(found.values())
    return Plot(
        frame, "; ".join(f"{name}: {value:.1%}" for name, value in found.items())
        + f" of {asked} questions.", draw,
        title=f"Without the video one rule answers {best:.1%} of the questions", height=2.8,
    )  # fmt: skip


def _table(frame: pd.DataFrame) -> Plot:
    def draw(axes: Axes) -> None:
        for offset, name in enumerate(frame.columns):
            places = np.arange(len(frame)) + 0.35 * offset
            drawn = axes.barh(places, frame[name], height=0.3, label=name)
            axes.bar_label(drawn, padding=4)
        axes.set_yticks(np.arange(len(frame)) + 0.17, [str(name) for name in frame.index])
        axes.invert_yaxis()
        axes.set_xscale("log")
        axes.legend(frameon=False, loc="lower right")

    told = "; ".join(
        f"{name}: {said} in the paper, {held} in the file"
        for name, said, held in frame.itertuples(name=None)
    )
    return Plot(frame, f"{told}.", draw, title=_held(frame), height=2.6)


def _held(frame: pd.DataFrame) -> str:
    same = int((frame["the paper says"] == frame["the file holds"]).sum())
    return f"{same} of {len(frame)} counts of the prompt suite are those of the paper"
