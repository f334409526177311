"""What a piece of code is for, from the words in its name and its folders: the words as data."""

import re
from enum import StrEnum
from functools import lru_cache


class CodeUse(StrEnum):
    """What a piece of code is for."""

    TRAINING = "training"
    EVALUATION = "evaluation"
    INFERENCE = "inference"
    OTHER = "other"


WORDS: tuple[tuple[CodeUse, frozenset[str]], ...] = (
    (CodeUse.TRAINING, frozenset(
        ("train", "training", "trainer", "trainers", "pretrain", "pretraining", "finetune",
         "finetuning", "finetuner", "posttrain", "posttraining", "sft", "grpo", "ppo", "dpo",
         "rloo", "rlhf",
         "distill", "distillation", "recipe", "recipes"))),
    (CodeUse.EVALUATION, frozenset(
        ("eval", "evals", "evaluate", "evaluation", "evaluations", "evaluator", "bench",
         "benchmark", "benchmarks", "metric", "metrics"))),
    (CodeUse.INFERENCE, frozenset(
        ("infer", "inference", "demo", "demos", "generate", "generation", "sample", "sampling",
         "sampler", "serve", "server", "serving", "predict", "prediction", "predictor", "app",
         "gradio", "chat", "decode", "decoding", "pipeline", "pipelines", "cookbook",
         "cookbooks", "generator", "cli", "examples", "tutorial", "tutorials",
         "quickstart", "playground"))),
)  # fmt: skip
"""One row for each use; where a name has words of several, the earlier row wins."""

OF_DATA = frozenset(
    (
        "data",
        "dataset",
        "datasets",
        "dataloader",
        "loader",
        "split",
        "prompt",
        "prompts",
        "corpus",
        "corpora",
    )
)
"""Beside one of these, ``train`` or ``sampler`` in a file name speaks of a part of the data."""
HEADERS = frozenset((".h", ".hpp", ".cuh"))
"""What declares code, and starts nothing."""

_BESIDE_TRAINING = frozenset(
    ("util", "utils", "utilities", "helper", "helpers", "arg", "args", "arguments", "option",
     "options", "opts", "config", "configs", "params", "hparams", "parser", "callback",
     "callbacks", "logger", "logging", "log", "logs", "meter", "monitor", "plot", "plots", "curve",
     "curves", "visualize", "visualization", "analyze", "analysis", "download", "install", "setup",
     "stub", "stubs", "mock", "mocks", "dummy", "fake")
)  # fmt: skip
"""Words of a name that make of a training what serves, shows or checks one."""
_LIBRARY = frozenset(("common", "util", "utils", "helper", "helpers", "lib", "libs", "include",
                      "shared"))  # fmt: skip
"""Folders of what others call."""
_COMPILED = frozenset((".c", ".cc", ".cpp", ".cxx", ".cu", *HEADERS))

_RUNS = re.compile(r"run(?:[_-]|(?-i:(?=[A-Z])))", re.IGNORECASE)
_RUNNING = (".py", ".ipynb", ".jl", ".r", ".R", ".m", ".lua")
_RUNS_ELSE = frozenset(
    ("test", "tests", "testing", "experiment", "experiments", "exp", "exps", "ablation",
     "ablations", "analysis", "baseline", "baselines", "preprocess", "preprocessing", "prepare",
     "download", "convert", "conversion", "lint", "format", "docs", "build", "setup", "install",
     "check", "checks", "ci", "all", "sweep", "search", "tune", "tuning", "stats", "plot", "plots",
     "figures", "simulation", "simulations", "clm", "mlm", "glue", "squad", "ner", "classifier")
)  # fmt: skip
"""What is run there does not use the result, or may be anything."""
_COMPOUND = re.compile(r"(fine|pre|post)[-_ ]?(?=tun|train)", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORD = re.compile(r"[a-z]+")

remembered = lru_cache(1 << 14)
"""For pure functions of names: the folders of a repository are met again with each of its files."""


@remembered
def words(name: str) -> frozenset[str]:
    """Return the words in a file or folder name.

    Examples
    --------
    >>> sorted(words("runGrpo_videoT1.py")), sorted(words("fine-tune.py"))
    (['grpo', 'py', 'run', 'video'], ['finetune', 'py'])
    """
    parts = _WORD.findall(_COMPOUND.sub(r"\1", _CAMEL.sub(" ", name)).lower())
    return frozenset(part for part in parts if len(part) > 1)


@remembered
def stem_words(name: str) -> frozenset[str]:
    """Return the words in a file name, those of its last ending left out."""
    return words(name.rpartition(".")[0] or name)


@remembered
def use(path: str) -> CodeUse:
    """Say what the code at `path` is for, from the words in its name and folders.

    Examples
    --------
    >>> use("src/open_r1/grpo.py").value, use("eval/generate.py").value, use("web_demo.py").value
    ('training', 'evaluation', 'inference')
    >>> use("run_video.py").value, use("run_tests.py").value, use("common/train.cpp").value
    ('inference', 'other', 'other')
    """
    folder, _, name = path.rpartition("/")
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    own = frozenset() if ending in HEADERS else stem_words(name)
    around = words(folder)
    purpose = from_words(own, around)
    if purpose is CodeUse.TRAINING and _serves_training(name, own, around, ending):
        return from_words(own - OF_TRAINING, around - OF_TRAINING)
    return CodeUse.INFERENCE if purpose is CodeUse.OTHER and is_run(path) else purpose


@remembered
def is_run(path: str) -> bool:
    """Whether only the habit to call it ``run_…`` says that a file uses the result.

    Examples
    --------
    >>> [is_run(path) for path in ("run_video.py", "run_tests.py", "run_grpo.py", "run_7b.sh")]
    [True, False, False, False]
    """
    folder, _, name = path.rpartition("/")
    own, around = stem_words(name), words(folder)
    return (
        name.endswith(_RUNNING)
        and bool(_RUNS.match(name))
        and from_words(own, around) is CodeUse.OTHER
        and not own & (_RUNS_ELSE | OF_DATA)
        and not around & OF_DATA
    )


def _serves_training(name: str, own: frozenset[str], around: frozenset[str], ending: str) -> bool:
    """Whether code beside a training trains nothing by itself."""
    checks = name.lower().startswith("test_")
    return checks or bool(own & _BESIDE_TRAINING or (ending in _COMPILED and around & _LIBRARY))


@remembered
def may_train(path: str) -> bool:
    """Whether a script of which a README says so may train: nothing in its name is against it.

    Examples
    --------
    >>> may_train("main.py"), may_train("scripts/download.sh"), may_train("eval.py")
    (True, False, False)
    """
    own = stem_words(path.rpartition("/")[2])
    return not own & (_RUNS_ELSE | OF_DATA) and (use(path) is CodeUse.OTHER or is_run(path))


@remembered
def is_named_training(path: str) -> bool:
    """Whether the own name of a file says that it trains, and it is no part of a library.

    Examples
    --------
    >>> is_named_training("src/train.py"), is_named_training("training/loop.py")
    (True, False)
    """
    folder, _, name = path.rpartition("/")
    own = stem_words(name)
    return (
        from_words(own, frozenset()) is CodeUse.TRAINING
        and not own & _BESIDE_TRAINING
        and (words(folder).isdisjoint(_LIBRARY))
    )


@remembered
def from_words(own: frozenset[str], around: frozenset[str]) -> CodeUse:
    """Say what code is for, from the words in its name and those in its folders."""
    inside: frozenset[CodeUse] = frozenset() if own & OF_DATA else _uses(own)
    outside = _uses(around)
    if not around.isdisjoint(
        OF_DATA
    ):  # what samples or generates there is data, also for a training
        inside -= {CodeUse.INFERENCE}
        outside -= {CodeUse.INFERENCE, CodeUse.TRAINING}
    if CodeUse.EVALUATION in outside and CodeUse.TRAINING not in inside:
        return CodeUse.EVALUATION
    for candidates in (inside, outside):
        for kind, _ in WORDS:
            if kind in candidates:
                return kind
    return CodeUse.OTHER


@remembered
def _uses(own: frozenset[str]) -> frozenset[CodeUse]:
    return frozenset(kind for kind, telling in WORDS if own & telling)


OF_TRAINING = WORDS[0][1]
ANY_WORDS = OF_DATA.union(*(telling for _, telling in WORDS))
"""Words that any project may have in its name."""
