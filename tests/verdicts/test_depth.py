"""What does it hold? Read from names, with vendored projects and web pages left out."""

import pytest

from tests.verdicts.made import CODE, look, tree
from tracker.model.evidence import Facts, Reach, Tree
from tracker.model.paper import Artifact, Relation, Role
from tracker.model.verdict import Verdict
from tracker.verdicts.depth import judge_depth
from tracker.verdicts.trail import trail


def holds(*paths: str, artifact: Artifact = CODE, omitted: int = 0) -> Verdict:
    facts = Facts(tree=tree(*paths, omitted=omitted), revision="swh:1:rev:" + "a" * 40)
    return judge_depth(artifact, trail(artifact.url, [look("2026-01-01", facts=facts)]))


def thing(role: Role, path: str | None = None) -> Artifact:
    return Artifact(
        role=role, url=CODE.url, relation=Relation.OFFICIAL, seen_in="README", path=path
    )


@pytest.mark.parametrize(
    ("paths", "answers"),
    [
        ((), ("nothing",)),
        (("README.md", "LICENSE"), ("placeholder",)),
        (("README.md", "docs/index.html", "docs/js/index.js"), ("placeholder", "web page")),
        (("index.html", "main.js", "style.css"), ("placeholder", "web page")),
        (("README.md", "lib/jquery.min.js"), ("placeholder",)),
        (("setup.py", "pkg/__init__.py"), ("placeholder",)),
        (("eval/run.py", "eval/llm.py", "requirements.txt"), ("partial", "evaluation only")),
        (("eval/generate.py",), ("partial", "evaluation only")),
        (("third_party/x/train.py",), ("partial", "vendored only")),
        (("lens/LICENSE", "lens/.github/ci.yml", "lens/train.py"), ("partial", "vendored only")),
        (("train.sh",), ("partial", "scripts only")),
        (("model.py", "utils.py"), ("partial",)),
        (("model.py", "eval.py"), ("partial",)),
        (("eval/a.py", "eval/b.py", "read.py"), ("partial", "mostly evaluation")),
        (("data/train_dataset.py", "model.py"), ("partial",)),
        (("model.py", "tests/test_train.py"), ("partial",)),
        (("model.py", "inference.py"), ("inference",)),
        (("web_demo.py",), ("inference",)),
        (("cookbooks/chat.ipynb",), ("inference",)),
        (("src/grpo.py",), ("training",)),
        (("model.py", "run_grpo.sh"), ("training",)),
        (("model.py", "configs/train_base.yaml"), ("training",)),
        (("dapo_ray_trainer.py", "config/dapo_trainer.yaml"), ("training",)),
        (("train.py", "infer.py"), ("training",)),
        (("train.py", "infer.py", "requirements.txt"), ("complete",)),
        (("train.py", "eval.py", "docker/Dockerfile"), ("complete",)),
        (("train.py", "requirements.txt"), ("training",)),
    ],
)
def test_names_show_what_a_repository_holds(
    paths: tuple[str, ...], answers: tuple[str, ...]
) -> None:
    assert holds(*paths).answers == answers


def test_the_telling_paths_are_the_evidence_at_the_revision_seen() -> None:
    verdict = holds("README.md", "src/grpo.py", "run all.py")
    first = verdict.evidence[0]
    assert first.quote == "src/grpo.py"
    assert first.url == f"https://github.com/lab/code/blob/{'a' * 40}/src/grpo.py"
    assert first.revision == "swh:1:rev:" + "a" * 40


def test_at_most_five_paths_are_quoted() -> None:
    assert len(holds(*(f"train_{number}.py" for number in range(9))).evidence) == 5


def test_only_the_folder_of_the_paper_counts() -> None:
    folder = thing(Role.CODE, "dapo")
    paths = ("other/train.py", "dapo/README.md", "dapo/eval.py", "dapo_more/train.py")
    verdict = holds(*paths, artifact=folder)
    assert verdict.answers == ("partial", "evaluation only")
    assert verdict.evidence[0].quote == "dapo/eval.py"


def test_a_folder_that_is_not_there_holds_nothing_unless_the_listing_was_cut() -> None:
    folder = thing(Role.CODE, "recipe/dapo")
    assert holds("README.md", "train.py", artifact=folder).answers == ("nothing",)
    assert holds("README.md", artifact=folder, omitted=5).answers == ("unknown",)


def test_a_listing_that_was_cut_before_the_code_is_no_placeholder() -> None:
    cut = Tree(files=2, suffixes={".md": 1, ".py": 1}, paths=("README.md",), omitted=1)
    seen = trail(CODE.url, [look("2026-01-01", facts=Facts(tree=cut))])
    assert judge_depth(CODE, seen).answers == ("unknown",)


@pytest.mark.parametrize(
    ("role", "paths", "answer"),
    [
        (Role.MODEL, ("README.md", "model.safetensors"), "complete"),
        (Role.MODEL, ("README.md", ".gitattributes"), "placeholder"),
        (Role.DATASET, ("README.md", "data/train.parquet"), "complete"),
        (Role.DATASET, ("README.md",), "placeholder"),
        (Role.PAGE, ("index.html",), "complete"),
    ],
)
def test_a_model_is_its_weights_and_a_dataset_its_data(
    role: Role, paths: tuple[str, ...], answer: str
) -> None:
    assert holds(*paths, artifact=thing(role)).answers == (answer,)


def test_a_model_counts_where_its_files_were_not_asked_for_but_code_does_not() -> None:
    seen = [look("2026-01-01")]
    assert judge_depth(thing(Role.MODEL), trail(CODE.url, seen)).answers == ("complete",)
    assert judge_depth(CODE, trail(CODE.url, seen)).answers == ("unknown",)


def test_what_was_listed_stays_known_when_a_later_look_lists_nothing() -> None:
    listed = look("2026-01-01", facts=Facts(tree=tree("train.py")))
    later = [look("2026-02-01"), look("2026-03-01", Reach.NOT_VISIBLE)]
    verdict = judge_depth(CODE, trail(CODE.url, [listed, *later]))
    assert verdict.answers == ("training",)
    assert verdict.derived_from == (listed.id,)
    assert verdict.reason.endswith(", on 2026-01-01.")


@pytest.mark.parametrize(
    ("paths", "answer"),
    [
        (("README.md", "LICENSE"), "complete"),
        (("papers/2025.md", "assets/map.png"), "complete"),
        (("LICENSE.md", "map.png"), "placeholder"),
        ((), "nothing"),
    ],
)
def test_a_curated_list_is_there_when_its_document_is(paths: tuple[str, ...], answer: str) -> None:
    """A licence text is no list; code is neither asked for nor missed."""
    assert holds(*paths, artifact=thing(Role.LIST)).answers == (answer,)


def test_a_list_is_quoted_by_its_readme() -> None:
    verdict = holds("CHANGES.md", "README.md", "docs/README.md", artifact=thing(Role.LIST))
    assert verdict.evidence[0].quote == "README.md"
    cut = holds("map.png", artifact=thing(Role.LIST), omitted=3)
    assert cut.answers == ("unknown",)
