"""What READMEs point at: repositories elsewhere, things still to come, files to run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.hosts.texts.commands import absent
from tracker.hosts.texts.readme import (
    LINKS,
    PASSAGES,
    adapted,
    announced,
    links,
    training_to_come,
)
from tracker.model.evidence import SPAN_LIMIT


def readme(text: str) -> dict[str, bytes]:
    return {"README.md": text.encode()}


def block(*commands: str) -> dict[str, bytes]:
    return readme("\n".join(("# Use", "```bash", *commands, "```")))


@pytest.mark.parametrize(
    "sentence",
    [
        "We will release our code soon.",
        "We plan to release a Dataset for Test-Time Scaling.",
        "Model (Coming Soon)",
        "The training code will be open-sourced in the future.",
        "Code and weights will be made publicly available.",
        "- [ ] Release the training code",
        "代码即将开源。",
        "代码敬请期待",
        "模型权重将于下月发布",
        "训练代码整理后会开源",
    ],
)
def test_what_is_still_to_come_is_quoted(sentence: str) -> None:
    (found,) = announced(readme(f"# Title\n\n{sentence}\n"))
    assert (found.path, found.line) == ("README.md", 3)
    assert found.about in sentence or sentence.endswith(found.about[-8:])


@pytest.mark.parametrize(
    "text",
    [
        "We released our code.",
        "- [x] Release the training code",
        "<!-- Code coming soon -->",
        "<!--\nWe will release our code.\n-->",
        "我们已开源代码。",
        "The sun will be up soon.",
        "### Coming soon",
    ],
)
def test_what_is_out_or_in_a_comment_announces_nothing(text: str) -> None:
    assert announced(readme(text)) == ()


def test_links_are_canonical_and_told_once_with_their_line() -> None:
    text = (
        "[a](https://github.com/lab/code/tree/main/x) and https://github.com/lab/code.git\n"
        "git+https://github.com/lab/lib@0123abc https://huggingface.co/datasets/lab/data/\n"
        "https://arxiv.org/abs/2503.00001 https://github.com/user-attachments/assets/1\n"
    )
    assert [(found.about, found.line) for found in links(readme(text))] == [
        ("https://github.com/lab/code", 1),
        ("https://github.com/lab/lib", 2),
        ("https://huggingface.co/datasets/lab/data", 2),
    ]


def test_an_owner_counts_beside_a_word_for_what_is_released() -> None:
    person = "By [A Person](https://github.com/person).\n"
    model = "Our models are [here](https://huggingface.co/lab)."
    assert [found.about for found in links(readme(person + model))] == [
        "https://huggingface.co/lab"
    ]


@pytest.mark.parametrize(
    ("command", "missing"),
    [
        ("bash scripts/download_imagenet.sh", ["scripts/download_imagenet.sh"]),
        ("CUDA_VISIBLE_DEVICES=0 torchrun --nproc_per_node=4 main.py --x y.py", ["main.py"]),
        ("accelerate launch --config_file a.yaml src/run.py", ["src/run.py"]),
        ("pip install -r requirements/gpu.txt", ["requirements/gpu.txt"]),
        ("conda env create --file rsd.yml", ["rsd.yml"]),
        ("python train.py", []),
        ("python ./train.py", []),
        ("cd src && python tool.py", []),
        ("python path/to/your.py", []),
        ("python $SCRIPT.py", []),
        ("python -m package.module", []),
        ("git clone https://github.com/o/r && python other.py", []),
    ],
)
def test_a_command_whose_file_is_not_there_is_told(command: str, missing: list[str]) -> None:
    found = absent(block(command), ["train.py", "src/tool.py", "README.md"])
    assert [each.about for each in found] == missing


def test_a_command_of_a_project_named_just_above_is_told_of_that_one() -> None:
    told = "First [they](https://github.com/them/tool) convert it:\n```\npython convert.py\n```\n"
    assert absent(readme(told), []) == ()
    apart = "See [them](https://github.com/them/tool).\n# Use\n```\npython convert.py\n```\n"
    assert [each.about for each in absent(readme(apart), [])] == ["convert.py"]


def test_only_commands_in_a_block_count() -> None:
    assert absent(readme("Then run python nowhere.py as usual."), []) == ()


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("We will release\nthe code and the\nweights soon. Stay well.",
         ["We will release the code and the weights soon."]),
        ("- [ ] Training code, which needs\n  some clean-up\n- [x] Demo",
         ["- Training code, which needs some clean-up"]),
        ("1. Paper\n2. The code will be released\n   after the conference.",
         ["The code will be released after the conference."]),
        ("See Fig. 1. We plan to release the models, e.g. the small one, soon.",
         ["We plan to release the models, e.g. the small one, soon."]),
        ("---\ncode: will be released soon\n---\n# Net\nHello.", []),
        ("```\n# the code will be released\n```", ["# the code will be released"]),
    ],
)  # fmt: skip
def test_a_quote_is_a_whole_sentence_or_item(text: str, quotes: list[str]) -> None:
    assert [passage.about for passage in announced(readme(text))] == quotes


THEIRS = "[X](https://github.com/them/x)"


@pytest.mark.parametrize(
    ("text", "made_from"),
    [
        (f"Our code is built upon {THEIRS}.", True),
        (f"This is based\non {THEIRS} and Y.", True),
        (f"It is a fork of {THEIRS}.", True),
        (f"We use the codebase of {THEIRS}.", True),
        (f"We use {THEIRS} codebase.", True),
        (f"本项目基于 {THEIRS} 修改。", True),
        (f"A modified version of {THEIRS} is included.", True),
        (f"We thank {THEIRS} for its help.", False),
        (f"{THEIRS} is based on ours.", False),
        (f"Our results are better than those of {THEIRS}.", False),
        (f"It is built on a new idea. See {THEIRS}.", False),
        (f"Based on {THEIRS}, used as it is.", False),
        ("Built on [X](https://huggingface.co/them/x).", False),
    ],
)
def test_a_project_is_one_that_this_is_made_from_where_its_sentence_says_so(
    text: str, made_from: bool
) -> None:
    found = [passage.about for passage in adapted(readme(text))]
    assert found == (["https://github.com/them/x"] if made_from else [])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("## Training\n\n## Test\nx", ["Training"]),
        ("## Training\nComing soon.\n## Test\nx", ["Training: Coming soon."]),
        ("## 3. How to train\nTODO", ["3. How to train: TODO"]),
        ("## 训练\n敬请期待", ["训练: 敬请期待"]),
        ("## Training\n### Stage 1\n### Stage 2\nTBD\n## Test\nx", ["Training: TBD"]),
        ("## Training\n![plot](a.png)\n---\n", ["Training"]),
        ("## Fine-tuning\nwill be added", ["Fine-tuning: will be added"]),
        ("The training code will be released.", ["The training code will be released."]),
        ("- [ ] Training scripts", ["- Training scripts"]),
        ("## Training\nRun `python train.py`. More soon.", []),
        ("## Training\nSee [here](docs/a.md); more soon.", []),
        ("## Training\n```\npython train.py\n```\nMore soon.", []),
        ("## Training\nWe trained for two days.", []),
        ("## Training data\nComing soon.", []),
        ("## Training-free\nIt is training-free.", []),
        ("Training data will be released.", []),
        ("## Test\nComing soon.", []),
    ],
)
def test_a_training_that_is_still_to_come_is_told_by_sentences_and_empty_sections(
    text: str, told: list[str]
) -> None:
    assert [passage.about for passage in training_to_come(readme(text))] == told


@given(st.text(max_size=400))
def test_any_text_gives_bounded_and_printable_passages(text: str) -> None:
    texts = {"README.md": text.encode("utf-8", "surrogatepass")}
    for found in (
        *links(texts), *announced(texts), *absent(texts, []), *adapted(texts),
        *training_to_come(texts),
    ):  # fmt: skip
        assert found.about.isprintable()
        assert len(found.about) <= SPAN_LIMIT
        assert 1 <= found.line <= text.count("\n") + 1


def test_a_list_of_thousands_is_bounded() -> None:
    many = "\n".join(f"https://github.com/o/r{number} code coming soon" for number in range(3000))
    assert (len(links(readme(many))), len(announced(readme(many)))) == (LINKS, PASSAGES)
