"""Each word, ending and folder name that tells what a tree holds decides where nothing else does.

For each kind of words there is a world: small trees in which one place holds the word, and nothing
else tells the same. They are answered otherwise than with a word that nobody knows there.
"""

from collections.abc import Mapping, Sequence

import msgspec
import pytest

from tests.verdicts.made import NO_FACTS
from tests.verdicts.test_depth import holds, thing
from tracker.model.base import Value
from tracker.model.evidence import Facts, Passage
from tracker.model.paper import Role


def both(singular: str) -> list[str]:
    """Return words, each followed by its plural."""
    return [form for word in singular.split() for form in (word, f"{word}s")]


def linked(name: str) -> Facts:
    """Return facts of a README that links somebody else's project."""
    url = f"https://github.com/them/{name}"
    return Facts(links=(Passage(path="README.md", line=1, about=url),))


def made_from(name: str) -> Facts:
    """Return facts of a README that says from which project its code is made."""
    return msgspec.structs.replace(linked(name), adapted=linked(name).links)


TO_COME = Facts(training_to_come=(Passage(path="README.md", line=1, about="Training: soon"),))


class World(Value, frozen=True, kw_only=True):
    """Small trees that differ in one word, which decides in each of them."""

    words: Sequence[str]
    trees: Sequence[str]
    """Paths with a gap for the word."""
    known: tuple[str, ...]
    """The answers with a word of these."""
    unknown: tuple[str, ...]
    """The answers with any other word."""
    other: str = "zebra"
    """What nobody knows in this place."""
    role: Role = Role.CODE
    facts: Facts = NO_FACTS

    def answers(self, tree: str, word: str) -> tuple[str, ...]:
        """Return what a tree holds with a word in its gap."""
        paths = tree.replace("{}", word).split()
        return holds(*paths, artifact=thing(self.role), facts=self.facts).answers


SERVES_A_TRAINING = [
    *both("util helper arg option callback log plot curve stub mock"),
    *("utilities", "arguments", "opts", "config", "configs", "params", "hparams", "parser"),
    *("logger", "logging", "meter", "monitor"),
    *("visualize", "visualization", "analyze", "analysis"),
    *("download", "install", "setup", "dummy", "fake"),
]
OF_LIBRARIES = [*both("util helper lib"), "common", "include", "shared"]
TRAINS = [
    *("train", "training", *both("trainer"), "pretrain", "pretraining", "posttrain"),
    *("posttraining", "finetune", "finetuning", "finetuner"),
    *("sft", "grpo", "ppo", "dpo", "rloo", "rlhf", "distill", "distillation", *both("recipe")),
]
EVALUATES = [*both("eval evaluation benchmark metric"), "evaluate", "evaluator", "bench"]
USES = [
    *both("demo cookbook pipeline tutorial"),
    *("infer", "inference", "generate", "generation", "generator", "sample", "sampling", "sampler"),
    *("serve", "server", "serving", "predict", "prediction", "predictor", "decode", "decoding"),
    *("app", "gradio", "chat", "cli", "examples", "quickstart", "playground"),
]
OF_DATA = [*both("dataset prompt"), "data", "dataloader", "loader", "split", "corpus", "corpora"]
RUN_AND_NO_USE = [
    *both("test experiment exp ablation baseline check plot simulation"),
    *("testing", "analysis", "preprocess", "preprocessing", "prepare", "download", "convert"),
    *("conversion", "lint", "format", "docs", "build", "setup", "install", "ci", "all", "sweep"),
    *("search", "tune", "tuning", "stats", "figures"),
    *("clm", "mlm", "glue", "squad", "ner", "classifier"),
]
SETTINGS = [*both("config"), "conf", "options"]
COMMON = [*both("model"), "code", "scripts", "utils", "tools", "papers"]
HEADERS = [".h", ".hpp", ".cuh"]
OF_ELSE = [
    *both("image figure video result output checkpoint model log font"),
    *("figs", "audio", "assets", "static", "weights", "ckpt", "slides", "poster"),
]
COMPILED = [".c", ".cc", ".cpp", ".cxx", ".cu"]
CODE = [
    *(".py", ".ipynb", ".rs", ".go", ".java", ".kt", ".scala", ".swift", ".jl", ".lua", ".r"),
    *(".m", ".cs", ".rb", ".pl"),
]
IN_A_PAGE = [".js", ".jsx", ".ts", ".tsx"]
PACKED = [".h5", ".npz", ".pkl"]
METADATA = ["setup.py", "pyproject.toml", "LICENSE", "LICENSE.md", "LICENSE.txt"]
OF_A_PROJECT = [*METADATA, "README.md", "README.rst", "README", "hubconf.py"]
COPIED = [
    *("third_party", "third-party", "thirdparty", "3rdparty", "vendor", "vendored", "_vendor"),
    *("_vendored", "extern", *both("external"), "node_modules", "site-packages", "submodules"),
    *("__pycache__", "torchhub", "torch_hub", "torch-hub"),
]

UNKNOWN, PARTIAL, INFERENCE, TRAINING = (
    ("unknown",), ("partial",), ("inference",), ("training",),
)  # fmt: skip
PLACEHOLDER, COMPLETE = ("placeholder",), ("complete",)
EVALUATION = ("partial", "evaluation only")
WORLDS: Mapping[str, World] = {
    "code": World(
        words=[*CODE, *HEADERS, *COMPILED, *IN_A_PAGE], trees=["src/a{}"], other=".png",
        known=PARTIAL, unknown=PLACEHOLDER,
    ),
    "scripts": World(
        words=[".sh", ".bash", ".slurm", ".sbatch"], trees=["run{}"], other=".txt",
        known=("partial", "scripts only"), unknown=PLACEHOLDER,
    ),
    "pages": World(
        words=[".html", ".htm", ".css"], trees=["train{}"], other=".txt",
        known=("placeholder", "web page"), unknown=PLACEHOLDER,
    ),
    "in a page": World(
        words=IN_A_PAGE, trees=["docs/a{}"], other=".py", known=PLACEHOLDER, unknown=PARTIAL,
    ),
    "folders of a page": World(
        words=["docs", "doc", "static", "assets", "public", "website", "site", "css", "js"],
        trees=["{}/a.js", "web/{}/a.ts"], known=PLACEHOLDER, unknown=PARTIAL,
    ),
    "folders of tests": World(
        words=["test", "tests", "testing", ".github", ".circleci"],
        trees=["model.py src/{}/train.py", "model.py {}/a/train.py"],
        known=PARTIAL, unknown=TRAINING,
    ),
    "boilerplate": World(
        words=["__init__.py", "setup.py", "conftest.py", "conf.py"], trees=["{}", "src/{}"],
        other="a.py", known=PLACEHOLDER, unknown=PARTIAL,
    ),
    "copied": World(
        words=COPIED, trees=["{}/train.py", "src/{}/x/train.py"],
        known=("partial", "vendored only"), unknown=TRAINING,
    ),
    "archives": World(
        words=[".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".7z", ".rar"],
        trees=["README.md release{}"], other=".png", known=UNKNOWN, unknown=PLACEHOLDER,
    ),
    "archives of something else": World(
        words=[*OF_ELSE, *OF_DATA], trees=["README.md {}_all.zip", "README.md {}/all.tar.gz"],
        known=PLACEHOLDER, unknown=UNKNOWN,
    ),
    "weights": World(
        words=[*PACKED, ".safetensors", ".bin", ".gguf", ".ggml", ".pt", ".pth", ".ckpt", ".onnx",
               ".msgpack", ".tflite", ".nemo", ".mlmodel", ".pdparams"],
        trees=["a{}"], role=Role.MODEL, other=".csv", known=COMPLETE, unknown=PLACEHOLDER,
    ),
    "data": World(
        words=[*PACKED, ".parquet", ".jsonl", ".json", ".csv", ".tsv", ".arrow", ".feather", ".zip",
               ".tar", ".gz", ".tgz", ".zst", ".7z", ".lance", ".lmdb", ".hdf5", ".npy",
               ".tfrecord", ".mp4", ".avi", ".mkv", ".webm", ".wav", ".flac", ".mp3", ".mat"],
        trees=["a{}"], role=Role.DATASET, other=".onnx", known=COMPLETE, unknown=PLACEHOLDER,
    ),
    "documents": World(
        words=[".md", ".rst", ".txt", ".org", ".tex", ".pdf", ".html", ".ipynb"],
        trees=["papers/a{}"], role=Role.LIST, other=".png", known=COMPLETE, unknown=PLACEHOLDER,
    ),
    "documents about a repository": World(
        words=["license", "licence", "copying", "contributing", "code_of_conduct",
               "code-of-conduct", "changelog", "security", "citation", "requirements"],
        trees=["{}.md", "docs/{}.txt"], role=Role.LIST, known=PLACEHOLDER, unknown=COMPLETE,
    ),
    "trains": World(
        words=TRAINS, trees=["src/{}.py", "{}/a.py"], known=TRAINING, unknown=PARTIAL,
    ),
    "evaluates": World(
        words=EVALUATES, trees=["src/{}.py", "{}/a.py"], known=EVALUATION, unknown=PARTIAL,
    ),
    "uses": World(
        words=USES, trees=["src/{}.py", "{}/a.py"], known=INFERENCE, unknown=PARTIAL,
    ),
    "of data, beside a training": World(
        words=OF_DATA, trees=["src/train_{}.py", "train/{}/a.py"], known=PARTIAL, unknown=TRAINING,
    ),
    "of data, beside a use": World(
        words=OF_DATA, trees=["sample_{}.py", "demo/{}/a.py", "{}/demo.py", "run_{}.py",
                              "{}/run_a.py"],
        known=PARTIAL, unknown=INFERENCE,
    ),
    "serves a training": World(
        words=SERVES_A_TRAINING, trees=["train_{}.py", "train/a_{}.py"],
        known=PARTIAL, unknown=TRAINING,
    ),
    "of libraries, compiled": World(
        words=OF_LIBRARIES, trees=["{}/train.cpp", "net/{}/train.c"],
        known=PARTIAL, unknown=TRAINING,
    ),
    "of libraries, with a training to come": World(
        words=OF_LIBRARIES, trees=["{}/train.py", "net/{}/train.py"], facts=TO_COME,
        known=PARTIAL, unknown=TRAINING,
    ),
    "headers": World(
        words=HEADERS, trees=["src/train{}", "train/common/a{}"], other=".rs",
        known=PARTIAL, unknown=TRAINING,
    ),
    "compiled": World(
        words=COMPILED, trees=["common/train{}"], other=".rs", known=PARTIAL, unknown=TRAINING,
    ),
    "run": World(
        words=[".py", ".ipynb", ".jl", ".r", ".R", ".m", ".lua"], trees=["run_a{}"], other=".rs",
        known=INFERENCE, unknown=PARTIAL,
    ),
    "run, and no use": World(
        words=RUN_AND_NO_USE, trees=["run_{}.py"], known=PARTIAL, unknown=INFERENCE,
    ),
    "metadata of a project": World(
        words=METADATA, trees=["demo.py libs/bignet/{} libs/bignet/train.py"],
        facts=linked("bignet"), known=INFERENCE, unknown=TRAINING,
    ),
    "unpacked project": World(
        words=OF_A_PROJECT, trees=["demo.py bignet-main/{} bignet-main/train.py"],
        known=INFERENCE, unknown=TRAINING,
    ),
    "changed project with a place of its own": World(
        words=OF_A_PROJECT, trees=["bignet/{} bignet/demo.py"], facts=made_from("bignet"),
        known=("partial", "vendored only"), unknown=("inference", "modified copy"),
    ),
    "terms of a project": World(
        words=["LICENSE", "LICENCE", "COPYING", "license.txt", "copying.md"],
        trees=["demo.py lens/{} lens/.github/ci.yml lens/train.py"],
        known=INFERENCE, unknown=TRAINING,
    ),
}  # fmt: skip


@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
def test_a_word_that_stands_alone_decides(world: World) -> None:
    for tree in world.trees:
        assert world.answers(tree, world.other) == world.unknown, tree
        answers = {word: world.answers(tree, word) for word in world.words}
        assert answers == dict.fromkeys(world.words, world.known), tree


COMMON = [*both("model config"), "code", "scripts", "utils", "tools", "papers", "conf", "options"]


@pytest.mark.parametrize("word", [*COMMON, *TRAINS, *EVALUATES, *USES, *OF_DATA])
def test_a_project_of_a_name_that_any_may_have_makes_no_copy(word: str) -> None:
    def answer(name: str) -> tuple[str, ...]:
        return holds(f"{name}/train.py", facts=linked(name)).answers

    assert answer(f"scripts_{word}") == TRAINING
    assert answer(f"zebra_{word}") == ("partial", "vendored only")
