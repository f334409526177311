"""φ-Decoding (arXiv 2503.13288): the decoder of the wheel 0.0.1, on a toy language model.

A *problem* is a chain of six reasoning steps. Each step of a path is right with the problem's own
chance; one wrong step makes the answer wrong, and wrong answers fall on five texts with shares that
are the problem's own. The released class `PhiDecoder` runs as it is, with its TF-IDF and its
k-means; in the place of vLLM it is given the toy, which continues a path and tells how likely it
holds the continuation. Modules that the wheel imports and the decoder does not need on a CPU are
empty ones. The prompts of the wheel play no part.
"""

import contextlib
import io
import sys
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from tracker.reproduce.helpers.measuring import measure
from tracker.reproduce.helpers.pictures import BLUE, GREY, ORANGE, Plot
from tracker.reproduce.helpers.results import Result, Value

WHEEL, EMPTY_WHEEL = (f"phi_decoding-0.0.{last}-py3-none-any.whl" for last in (1, 2))
_SOURCE = "phi_decoding/phi_decoding.py"
STEPS = 6
CHANCE = (0.70, 0.95)
"""Between which the chance of a problem lies that a step is right."""
RIGHT, WRONG = "r", "w"
_BLIND = 3
"""How many times more problems the control has where foresight tells nothing: its bound is near."""
_TOKENS = 8
"""Of a step; all are equally long."""
_PROMPT_EXAMPLES = (
    "LOGIC_MRC_COT_4_SHOT", "MATH_POT_FEW_SHOT", "MATH_COT_FEW_SHOT", "GSM_COT_8_SHOT",
    "MATH_COT_4_SHOT",
)  # fmt: skip
_UNUSED = {
    "torch": ("Tensor",),  # which SciPy asks for wherever there is a torch
    "transformers": (
        "StoppingCriteriaList", "StoppingCriteria", "AutoModelForCausalLM", "AutoTokenizer",
        "BitsAndBytesConfig",
    ),
    "vllm": ("LLM",),
    "data": (),
    "data.logic_example": _PROMPT_EXAMPLES,
    "data.math_example": _PROMPT_EXAMPLES,
}  # fmt: skip
"""Modules that the wheel imports at its head, and the names that it takes from them."""
ARGUMENTS = SimpleNamespace(
    model_id="toy", model_path="", gpus=0, datasets="gsm", step_beam_size=4, num_rollout=4,
    num_foresight=8, strategy="cluster", width_pruning_strategy="low_sigma",
    depth_pruning_strategy="cluster", cluster_num=3, threshold=0.69, least_foresight_num=4,
    sigma_rate=1.0, seed=0,
)  # fmt: skip
"""The defaults of the released script."""


class Problem(Value, frozen=True, kw_only=True):
    """What the toy is asked."""

    chance: float
    """That a step is right."""
    shares: tuple[float, ...]
    """Of the wrong answers, 1 to 5, among wrong paths."""


def problems(seed: int, number: int, *, chance: tuple[float, float] = CHANCE) -> list[Problem]:
    """Return problems whose steps are right with a chance drawn between two bounds."""
    draw = np.random.default_rng(seed)
    return [
        Problem(
            chance=float(draw.uniform(*chance)),
            shares=tuple(map(float, draw.dirichlet(np.ones(5)))),
        )
        for _ in range(number)
    ]


def trap(seed: int, number: int) -> list[Problem]:
    """Return problems whose wrong paths are the more and agree, so that a vote must lose."""
    easy = problems(seed, number, chance=(0.70, 0.80))
    return [Problem(chance=one.chance, shares=(1.0, 0.0, 0.0, 0.0, 0.0)) for one in easy]


class Toy:
    """A language model in the place of vLLM's.

    Parameters
    ----------
    informative
        Whether texts and probabilities tell right paths from wrong ones. A path's own state stands
        in letters and digits alone, which TF-IDF leaves out.
    """

    def __init__(self, problem: Problem, seed: int, *, informative: bool) -> None:
        self.steps = 0
        """How many steps and answers it has made."""
        self._problem = problem
        self._draw = np.random.default_rng(seed)
        self._informative = informative

    def generate(self, prompts: Sequence[str], sampling: Any) -> list[SimpleNamespace]:
        """Continue each prompt: by one step where a line ends a text, else to the answer."""
        alone = "\n" in sampling.stop
        return [
            SimpleNamespace(outputs=[self._continuation(prompt, alone) for _ in range(sampling.n)])
            for prompt in prompts
        ]

    def path(self) -> str:
        """Return a whole path."""
        return str(self._continuation("", alone=False).text)

    def _continuation(self, prompt: str, alone: bool) -> SimpleNamespace:
        states = [line[0] for line in prompt.splitlines() if line[:2] in {"r ", "w "}]
        answered = any(line.startswith("= ") for line in prompt.splitlines())
        lines: list[str] = []
        while not answered and (not lines or not alone):
            if len(states) == STEPS:
                lines.append(self._answer(WRONG in states))
                answered = True
            else:
                states.append(RIGHT if self._draw.random() < self._problem.chance else WRONG)
                lines.append(self._step(len(states), states[-1]))
        self.steps += len(lines)
        tokens = _TOKENS * max(1, len(lines))
        return SimpleNamespace(
            text="\n".join(lines), token_ids=range(tokens),
            cumulative_logprob=tokens * self._likelihood(states),
        )  # fmt: skip

    def _likelihood(self, states: Sequence[str]) -> float:
        """Return the mean log-probability of a path, or that of another path as long."""
        wrong = states.count(WRONG)
        if not self._informative:
            wrong = int(self._draw.binomial(len(states), 1 - self._problem.chance))
        return float(-0.35 - 0.15 * wrong + 0.05 * self._draw.normal())

    def _step(self, number: int, state: str) -> str:
        words = f"step{number} result{number}"
        if state == WRONG:
            words = f"step{number} slip{number}x{self._draw.integers(3)}"
        return f"{state} {words if self._informative else self._any_words()}"

    def _answer(self, wrong: bool) -> str:
        number = 1 + int(self._draw.choice(5, p=self._problem.shares)) if wrong else 0
        return f"= {number} {f'answer{number}' if self._informative else self._any_words()}"

    def _any_words(self) -> str:
        return " ".join(f"word{number}" for number in self._draw.integers(50, size=3))


def answer(text: str) -> int | None:
    r"""Return the answer of a path: 0 is right, 1 to 5 are wrong, None if there is none.

    Examples
    --------
    >>> answer("w step1 slip1x0\n= 3 answer3"), answer("r step1 result1")
    (3, None)
    """
    lines = [line for line in text.splitlines() if line.startswith("= ")]
    return int(lines[-1][2]) if lines else None


def released(wheel: Path) -> Any:
    """Return the module of the wheel, imported with empty modules for what it does not need."""
    with zipfile.ZipFile(wheel) as archive:
        source = archive.read(_SOURCE).decode()
    module = ModuleType("phi_decoding")
    with _stand_ins():
        exec(compile(source, _SOURCE, "exec"), vars(module))  # noqa: S102  in the sandbox
    return module


class _Unused:
    """What the wheel imports and does not need here."""


@contextlib.contextmanager
def _stand_ins() -> Iterator[None]:
    before = {name: sys.modules.get(name) for name in _UNUSED}
    for name, members in _UNUSED.items():
        module = ModuleType(name)
        vars(module).update(dict.fromkeys(members, _Unused))
        if name == "vllm":
            vars(module)["SamplingParams"] = SimpleNamespace
        sys.modules[name] = module
    try:
        yield
    finally:
        for name, earlier in before.items():
            if earlier is None:
                del sys.modules[name]
            else:
                sys.modules[name] = earlier


def decode(
    module: Any, problem: Problem, seed: int, *, informative: bool
) -> tuple[int | None, int]:
    """Return what the released decoder answers, and how many steps it had made for that."""
    toy = Toy(problem, seed, informative=informative)
    decoder = type("Decoder", (module.PhiDecoder,), {"initialize_model": lambda _: None})(ARGUMENTS)
    decoder.model = toy
    decoder.tokenizer = _Tokenizer()
    np.random.seed(seed)  # noqa: NPY002  the released code draws from it
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        # Fewer different texts than clusters: k-means says so
        warnings.simplefilter("ignore")
        response = decoder.process_example({"input": "", "target": ""}, "")["response"]
    return answer(response), toy.steps


class _Tokenizer:
    eos_token = "\x00"  # noqa: S105  a character that no path has

    def apply_chat_template(self, chat: Sequence[dict[str, str]], *, tokenize: bool) -> str:
        del tokenize
        return chat[-1]["content"]

    def __call__(self, text: str) -> dict[str, list[str]]:
        return {"input_ids": text.split()}


def vote(problem: Problem, steps: int, seed: int) -> int | None:
    """Return what most of as many whole paths answer as a number of steps allows; at least one."""
    toy = Toy(problem, seed, informative=True)
    answers = Counter(answer(toy.path()) for _ in range(max(1, steps // (STEPS + 1))))
    most = max(answers.values())
    best = [given for given, votes in answers.items() if votes == most]
    return best[np.random.default_rng(seed).integers(len(best))]


class Scores(Value, frozen=True, kw_only=True):
    """Shares of some problems that are answered right, in percent, and what that cost."""

    decoder: float
    one_path: float
    """What one sampled path has on average: the chance that all its steps are right."""
    voting: float
    """With as many steps as the decoder made."""
    steps: float
    """Of the decoder, of one problem."""


def scores(module: Any, asked: Sequence[Problem], seed: int, *, informative: bool = True) -> Scores:
    """Answer problems by the released decoder, by one path, and by a vote of equal cost."""
    right = np.zeros(2)
    steps = 0
    for number, problem in enumerate(asked):
        own = 10_000 * seed + number
        given, made = decode(module, problem, own, informative=informative)
        right += [given == 0, vote(problem, made, own) == 0]
        steps += made
    decoder, voting = (100 * right / len(asked)).tolist()
    one_path = 100 * float(np.mean([problem.chance**STEPS for problem in asked]))
    return Scores(decoder=decoder, one_path=one_path, voting=voting, steps=steps / len(asked))


def answered(
    seeds: Sequence[int],
    *,
    files: Callable[[str], Path],
    number: int,
    chance: tuple[float, float] = CHANCE,
    informative: bool = True,
) -> Result:
    """Compare the released decoder with one path, and with a vote of equal cost.

    Parameters
    ----------
    files
        Returns the file of an input, such as `Study.input`.
    number
        Problems of each seed.
    chance
        Between which the chance of a problem lies that a step is right.
    informative
        False switches the idea off: foresight tells nothing.
    """
    module = released(files(WHEEL))
    main, blind, traps, easy = [], [], [], []
    for seed in seeds:
        asked = problems(seed, number, chance=chance)
        main.append(scores(module, asked, seed, informative=informative))
        blind.append(
            scores(module, problems(seed, _BLIND * number, chance=chance), seed, informative=False)
        )
        traps.append(scores(module, trap(seed, max(1, number // 2)), seed))
        sure = problems(seed, number, chance=(0.99, 0.99))
        paths = [answer(Toy(one, seed + place, informative=True).path())
                 for place, one in enumerate(sure)]  # fmt: skip
        easy.append(100 * paths.count(0) / number)
    over_one = "gain of the released decoder over one path"
    over_vote = "lead of the released decoder over a vote of equal cost"
    measured = (
        measure(over_one, [one.decoder - one.one_path for one in main], seeds=seeds, unit="points"),
        measure(f"{over_one}, foresight tells nothing",
                [one.decoder - one.one_path for one in blind], seeds=seeds, unit="points"),
        measure("gain of one path on steps that are nearly sure",
                [sure - one.one_path for sure, one in zip(easy, main, strict=True)],
                seeds=seeds, unit="points"),
        measure(over_vote, [one.decoder - one.voting for one in main], seeds=seeds, unit="points"),
        measure(f"{over_vote}, foresight tells nothing",
                [one.decoder - one.voting for one in blind], seeds=seeds, unit="points"),
        measure(f"{over_vote}, wrong answers agree",
                [one.decoder - one.voting for one in traps], seeds=seeds, unit="points"),
        measure("steps of the released decoder for one problem", [one.steps for one in main],
                seeds=seeds, unit="steps"),
    )  # fmt: skip
    frame = pd.DataFrame(
        {
            name: [float(np.mean([getattr(one, field) for one in group]))
                   for group in (main, traps, blind)]
            for name, field in (
                ("one path", "one_path"), ("a vote of equal cost", "voting"),
                ("the released decoder", "decoder"),
            )
        },
        index=["the problems", "wrong answers agree", "foresight tells nothing"],
    )  # fmt: skip
    return Result(measured, _picture(frame))


def _picture(frame: pd.DataFrame) -> Plot:
    colours = dict(zip(frame.columns, (GREY, BLUE, ORANGE), strict=True))

    def draw(axes: Axes) -> None:
        for place, name in enumerate(frame.columns):
            spots = np.arange(len(frame)) + 0.27 * (place - 1)
            drawn = axes.barh(spots, frame[name], height=0.25, color=colours[name], label=name)
            axes.bar_label(drawn, [f"{value:.0f} %" for value in frame[name]], padding=3)
        axes.set_yticks(range(len(frame)), [str(name) for name in frame.index])
        axes.invert_yaxis()
        axes.set_xlim(0, 115)
        axes.set_xlabel("problems answered right, in percent")
        axes.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=3)

    one, voting, decoder = frame.iloc[0]
    return Plot(
        frame, "; ".join(
            f"{name}: {', '.join(f'{column} {value:.0f} %' for column, value in row.items())}"
            for name, row in frame.iterrows()
        ) + ".", draw,
        title=f"Of the toy problems the released decoder answers {decoder:.0f} %, one path "
        f"{one:.0f} %, a vote of equal cost {voting:.0f} %", height=4.2,
    )  # fmt: skip
