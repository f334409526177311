"""What a file is for, by the words of its name and folders: training, use, and neither."""

import pytest

from tests.verdicts.test_depth import PINNED, holds, thing
from tracker.model.evidence import Facts, Passage
from tracker.model.paper import Role


def passage(about: str, path: str = "README.md") -> Passage:
    return Passage(path=path, line=3, about=about)


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        # what trains
        ("train_gpt2.cu", "training"), ("scripts/fine-tune.py", "training"),
        ("finetune/lora.py", "training"), ("utils/trainer.py", "training"),
        ("examples/train.rs", "training"), ("src/pre_train.jl", "training"),
        ("train_test.py", "training"),
        # what serves, shows, configures or checks a training
        ("common/train.cpp", "partial"), ("include/train.h", "partial"),
        ("lib/train.c", "partial"), ("src/train_utils.py", "partial"),
        ("options/train_options.py", "partial"), ("training/callbacks.py", "partial"),
        ("plot_training_curves.py", "partial"), ("test_train.py", "partial"),
        ("unit_tests/train.py", "partial"), ("trainer_stub.py", "partial"), ("ddp.py", "partial"),
        # data of a training
        ("data/train/split_by_year.py", "partial"), ("build_pretrain_corpus.py", "partial"),
        ("datasets/sft/convert.py", "partial"),
        # what uses the result
        ("run_video.py", "inference"), ("runDemo.ipynb", "inference"),
        ("tutorials/a.py", "inference"), ("tutorials/first.ipynb", "inference"),
        ("scripts/run_on_folder.py", "inference"),
        # what is run and may be anything
        ("run_experiments.py", "partial"), ("run_tests.py", "partial"), ("run_all.py", "partial"),
        ("run_glue.py", "partial"), ("run.py", "partial"), ("runner.py", "partial"),
        ("data/run_filter.py", "partial"), ("example_read.py", "partial"),
        ("run_dataset.py", "partial"),
    ],
)  # fmt: skip
def test_a_name_says_what_its_file_is_for(path: str, answer: str) -> None:
    assert holds("model.py", path).answers[0] == answer


@pytest.mark.parametrize("command", ["src/net/main.py", "net/__main__.py", "net/__init__.py"])
def test_a_command_that_is_installed_is_a_use(command: str) -> None:
    facts = Facts(commands=(passage(command, "pyproject.toml"),))
    verdict = holds("model.py", command, facts=facts)
    assert verdict.answers == ("inference",)
    assert f"code to use the result ({command})" in verdict.reason
    assert holds("model.py", command).answers == ("partial",)


def test_a_command_takes_no_other_meaning_from_its_file() -> None:
    facts = Facts(commands=(passage("net/train.py", "setup.py"),))
    assert holds("net/train.py", facts=facts).answers == ("training",)
    facts = Facts(commands=(passage("eval/score.py", "setup.py"),))
    assert holds("eval/score.py", facts=facts).answers == ("partial", "evaluation only")


def test_a_command_of_a_copied_or_another_project_is_no_use_of_this_one() -> None:
    facts = Facts(commands=(passage("third_party/x/main.py", "third_party/x/setup.py"),))
    assert holds("model.py", "third_party/x/main.py", facts=facts).answers == ("partial",)
    folder = thing(Role.CODE, "dapo")
    outside = Facts(commands=(passage("dapo/main.py", "setup.py"), passage("main.py", "setup.py")))
    assert holds("dapo/main.py", "main.py", artifact=folder, facts=outside).answers == ("partial",)
    inside = Facts(commands=(passage("dapo/main.py", "dapo/setup.py"),))
    assert holds("dapo/main.py", artifact=folder, facts=inside).answers == ("inference",)


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("main.py", "training"), ("scripts/stage1.sh", "training"), ("run_stage2.py", "training"),
        ("download.py", "partial"), ("data/prepare.py", "partial"), ("infer.py", "inference"),
        ("eval.py", "partial"),
    ],
)  # fmt: skip
def test_a_script_that_the_readme_runs_to_train_trains(path: str, answer: str) -> None:
    facts = Facts(training_scripts=(passage(path),))
    assert holds("model.py", path, facts=facts).answers[0] == answer
    assert holds("model.py", path).answers[0] != "training"


@pytest.mark.parametrize(
    ("paths", "answer"),
    [
        (("net/train/loop.py",), "partial"),
        (("utils/train.py",), "partial"),
        (("net/train/loop.py", "demo.py"), "inference"),
        (("train.py",), "training"),
        (("net/finetune.py", "net/train/loop.py"), "training"),
    ],
)
def test_a_readme_without_a_word_below_training_speaks_against_one(
    paths: tuple[str, ...], answer: str
) -> None:
    facts = Facts(training_to_come=(passage("Training: Coming soon."),))
    verdict = holds("model.py", *paths, facts=facts)
    assert verdict.answers == (answer,)
    assert "of training README.md says no more than “Training: Coming soon”" in verdict.reason
    assert verdict.evidence[-1].url.endswith("/README.md#L3")
    assert holds("model.py", *paths).answers[0] == "training"


def test_what_is_still_to_come_keeps_a_release_from_being_complete() -> None:
    whole = Facts(environments=PINNED, unresolved=())
    paths = ("train.py", "infer.py")
    assert holds(*paths, facts=whole).answers == ("complete",)
    facts = Facts(environments=PINNED, unresolved=(), training_to_come=(passage("Training: TODO"),))
    verdict = holds(*paths, facts=facts)
    assert verdict.answers == ("training",)
    assert "code to train that its README says is still to come" in verdict.reason
    folder = thing(Role.CODE, "a")
    inside = ("a/train.py", "a/infer.py")
    assert holds(*inside, artifact=folder, facts=facts).answers[0] != "partial"


def test_what_is_only_called_run_is_not_enough_of_a_use_to_be_complete() -> None:
    facts = Facts(environments=PINNED, unresolved=())
    assert holds("train.py", "run_video.py", facts=facts).answers == ("training",)
