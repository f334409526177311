"""What does it hold? Read from names, with vendored projects and web pages left out."""

from collections.abc import Callable, Sequence

import msgspec
import pytest

from tests.verdicts.made import CODE, NO_FACTS, look, tree
from tracker.model.evidence import Environment, Facts, Passage, Reach, Sighting, Tree
from tracker.model.paper import Artifact, Relation, Role
from tracker.model.verdict import Verdict
from tracker.verdicts.depth import judge_depth
from tracker.verdicts.trail import trail

PINNED = (Environment(path="requirements.txt", listed=10, pinned=9),)


def holds(
    *paths: str,
    artifact: Artifact = CODE,
    omitted: int = 0,
    facts: Facts = NO_FACTS,
    around: Sequence[Sighting] = (),
) -> Verdict:
    seen = msgspec.structs.replace(
        facts, tree=tree(*paths, omitted=omitted), revision="swh:1:rev:" + "a" * 40
    )
    return judge_depth(
        artifact,
        trail(artifact.url, [look("2026-01-01", facts=seen)]),
        lambda url: trail(url, [each for each in around if each.observation.subject == url]),
    )


def passage(about: str, line: int = 7) -> Passage:
    return Passage(path="README.md", line=line, about=about)


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
        (("a/_vendor/x/train.py",), ("partial", "vendored only")),
        (("lens/LICENSE", "lens/.github/ci.yml", "lens/train.py"), ("partial", "vendored only")),
        (("train.sh",), ("partial", "scripts only")),
        (("model.py", "utils.py"), ("partial",)),
        (("model.py", "eval.py"), ("partial",)),
        (("eval/a.py", "eval/b.py", "read.py"), ("partial", "mostly evaluation")),
        (("data/train_dataset.py", "model.py"), ("partial",)),
        (("model.py", "tests/test_train.py"), ("partial",)),
        (("model.py", "inference.py"), ("inference",)),
        ((*(f"eval/task{n}.py" for n in range(9)), "infer.py"), ("partial", "mostly evaluation")),
        ((*(f"eval/task{n}.py" for n in range(4)), "infer.py"), ("inference",)),
        (("web_demo.py",), ("inference",)),
        (("cookbooks/chat.ipynb",), ("inference",)),
        (("src/grpo.py",), ("training",)),
        (("model.py", "run_grpo.sh"), ("training",)),
        (("model.py", "configs/train_base.yaml"), ("partial",)),
        (("model.py", "configs_hydra/train.yaml", "ddp.py"), ("partial",)),
        (("model.py", "torchhub/them_net_main/train.py"), ("partial",)),
        (("model.py", "src/generator.py"), ("inference",)),
        (("model.py", "cli/main.py"), ("inference",)),
        (("model.py", "examples/basic.py"), ("inference",)),
        (("model.py", "prompts/generate.py", "data/sample.py", "src/sampler.h"), ("partial",)),
        (("dapo_ray_trainer.py", "config/dapo_trainer.yaml"), ("training",)),
        (("train.py", "infer.py"), ("training",)),
        (("train.py", "infer.py", "requirements.txt"), ("training",)),
        (("x-1.dist-info/METADATA", "x-1.dist-info/RECORD"), ("placeholder", "empty package")),
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
    assert first.quote == "training: src/grpo.py"
    assert first.url == f"https://github.com/lab/code/blob/{'a' * 40}/src/grpo.py"
    assert first.revision == "swh:1:rev:" + "a" * 40


@pytest.mark.parametrize("folder", ["config", "configs", "conf", "options", "other"])
@pytest.mark.parametrize("ending", [".yaml", ".yml", ".toml", ".cfg", ".gin"])
def test_a_setting_of_a_training_shows_no_training(folder: str, ending: str) -> None:
    assert holds("model.py", f"{folder}/train_base{ending}").answers == ("partial",)


@pytest.mark.parametrize(
    ("paths", "role", "quotes"),
    [
        (("README.md", "a.txt"), Role.CODE, ["placeholder: README.md", "placeholder: a.txt"]),
        (("train.sh", "go.sh"), Role.CODE, ["script: train.sh", "script: go.sh"]),
        (("vendor/a.py", "vendor/b.md"), Role.CODE, ["copied: vendor/a.py"]),
        (("index.html", "a.txt"), Role.CODE, ["web page: index.html"]),
        (("x-1.dist-info/A", "x-1.dist-info/B"), Role.CODE, ["metadata: x-1.dist-info/A"]),
        (("eval/a.py", "eval/b.py"), Role.CODE, ["evaluation: eval/a.py", "evaluation: eval/b.py"]),
        (("eval/a.py", "eval/b.py", "c.py"), Role.CODE,
         ["evaluation: eval/a.py", "evaluation: eval/b.py"]),
        (("b.py", "eval/a.py", "c.py"), Role.CODE, ["code: b.py", "code: c.py"]),
        (("infer.py", "demo/x.py"), Role.CODE, ["inference: infer.py", "inference: demo/x.py"]),
        (("a.bin", "b.txt"), Role.MODEL, ["weights: a.bin"]),
        (("a.csv", "b.txt"), Role.DATASET, ["data: a.csv"]),
        (("b.txt",), Role.DATASET, ["placeholder: b.txt"]),
        (("docs/list.md", "README.md"), Role.LIST, ["document: README.md"]),
        (("LICENSE.md", "a.py"), Role.LIST, ["placeholder: LICENSE.md", "placeholder: a.py"]),
        ([*"abcdef"], Role.SPACE, ["file: a", "file: b", "file: c", "file: d", "file: e"]),
    ],
)  # fmt: skip
def test_the_evidence_names_what_the_answer_rests_on(
    paths: tuple[str, ...], role: Role, quotes: list[str]
) -> None:
    assert [each.quote for each in holds(*paths, artifact=thing(role)).evidence] == quotes


@pytest.mark.parametrize(
    ("paths", "role"),
    [(("b.txt",), Role.MODEL), (("b.txt",), Role.DATASET), (("a.py",), Role.LIST)],
)
def test_what_a_cut_listing_does_not_show_is_unknown(paths: tuple[str, ...], role: Role) -> None:
    verdict = holds(*paths, artifact=thing(role), omitted=1)
    assert verdict.answers == ("unknown",)
    assert "was cut before any" in verdict.reason
    assert verdict.evidence[0].quote == f"file: {paths[0]}"


def test_at_most_five_paths_are_quoted() -> None:
    trains = (f"train_{number}.py" for number in range(9))
    verdict = holds(*trains, "infer.py", facts=Facts(environments=PINNED))
    assert [each.quote for each in verdict.evidence] == [
        "training: train_0.py",
        "training: train_1.py",
        "training: train_2.py",
        "inference: infer.py",
        "environment: requirements.txt",
    ]


@pytest.mark.parametrize(
    ("environments", "missing"),
    [
        (PINNED, None),
        ((Environment(path="requirements.txt", listed=10, pinned=8),), "pins 8 of 10 packages"),
        ((Environment(path="uv.lock", locked=True),), None),
        ((Environment(path="requirements.txt", listed=13, pinned=2),), "pins 2 of 13 packages"),
        ((Environment(path="requirements.txt"),), "requirements.txt was not read"),
        ((), "no file lists what must be installed"),
        (None, "a pinned environment"),
        ((Environment(path="third_party/x/uv.lock", locked=True),), "no file lists"),
        ((Environment(path="tool/uv.lock", locked=True),), "no file lists"),
    ],
)
def test_complete_asks_for_a_pinned_environment_of_its_own(
    environments: tuple[Environment, ...] | None, missing: str | None
) -> None:
    verdict = holds("train.py", "eval.py", "tool/a.py", facts=Facts(environments=environments))
    assert verdict.answers[0] == ("training" if missing else "complete")
    unread = environments is None or environments[0:1] == (Environment(path="requirements.txt"),)
    assert ("environment not pinned" in verdict.answers) is (bool(missing) and not unread)
    assert (missing or "pins its environment") in verdict.reason
    assert ("missing for complete" in verdict.reason) is bool(missing)


def test_the_environment_is_not_said_to_be_all_that_is_missing_where_more_is() -> None:
    verdict = holds("train.py", facts=Facts(environments=()))
    assert verdict.answers == ("training",)
    assert "code to use or evaluate the result and a pinned environment" in verdict.reason


def test_a_folder_named_as_a_credited_project_is_a_copy() -> None:
    """The trainer of Pyramid Flow inside another paper's code is not that paper's training code."""
    paths = ("run_pipeline.py", "pyramid_flow/train/train.py", "pyramid_flow/trainer.py")
    credit = Facts(links=(passage("https://github.com/jy0205/Pyramid-Flow"),))
    assert holds(*paths).answers == ("training",)
    verdict = holds(*paths, facts=credit)
    assert verdict.answers == ("inference",)
    assert "2 pieces of code copied from other projects left out" in verdict.reason


@pytest.mark.parametrize(
    ("link", "folder"),
    [
        ("https://huggingface.co/datasets/them/bigproject", "bigproject"),
        ("https://huggingface.co/them/bigproject", "bigproject"),
        ("https://github.com/lab/trainers-lib", "trainers_lib"),
        ("https://github.com/other/code", "code"),
        ("https://github.com/other/trainer", "trainer"),
        ("https://github.com/other/sft", "sft"),
    ],
)
def test_a_project_of_the_same_owner_or_with_a_common_name_is_no_copy(
    link: str, folder: str
) -> None:
    facts = Facts(links=(passage(link),))
    assert holds(f"{folder}/train.py", facts=facts).answers == ("training",)


def test_a_fork_that_the_readme_links_makes_no_copy_of_the_project_itself() -> None:
    own = msgspec.structs.replace(CODE, url="https://github.com/lab/Pyramid-Flow")
    facts = Facts(links=(passage("https://github.com/fan/pyramid-flow"),))
    assert holds("pyramid_flow/train.py", artifact=own, facts=facts).answers == ("training",)


def test_what_the_readme_announces_is_quoted_while_something_is_missing() -> None:
    facts = Facts(announced=(passage("We will release our code soon."),))
    verdict = holds("README.md", facts=facts)
    assert "README.md says “We will release our code soon”" in verdict.reason
    assert verdict.evidence[-1].url.endswith("/README.md#L7")
    done = Facts(announced=facts.announced, environments=PINNED)
    assert "says" not in holds("train.py", "eval.py", facts=done).reason


def test_a_command_without_its_file_is_told() -> None:
    verdict = holds("train.py", facts=Facts(absent=(passage("scripts/get.sh"),)))
    assert "README.md tells to run scripts/get.sh, which is not there" in verdict.reason
    beside = holds("train.py", ".gitmodules", facts=Facts(absent=(passage("scripts/get.sh"),)))
    assert "get.sh" not in beside.reason, "it may lie in a submodule"


def test_a_link_is_dead_only_where_a_look_said_so() -> None:
    gone, silent, unseen = (f"https://github.com/lab/{name}" for name in ("gone", "silent", "x"))
    facts = Facts(links=tuple(map(passage, (gone, silent, unseen))))
    looks = [
        look("2026-02-01", Reach.NOT_VISIBLE, subject=gone),
        look("2026-02-01", Reach.RATE_LIMITED, subject=silent, note="wait"),
    ]
    verdict = holds("train.py", facts=facts, around=looks)
    assert "README.md links lab/gone, not visible on 2026-02-01" in verdict.reason
    assert "silent" not in verdict.reason
    assert looks[0].id in verdict.derived_from


def test_a_link_to_an_owner_is_no_link_to_a_release() -> None:
    facts = Facts(links=(passage("https://huggingface.co/lab"),))
    told = holds("README.md", facts=facts).reason
    assert "points to the page of an owner, huggingface.co/lab, not to a release" in told
    assert "owner" not in holds("train.py", facts=facts).reason, "whoever is thanked"


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("https://huggingface.co/lab", True), ("https://github.com/lab", True),
        ("https://huggingface.co/L-a-b", True), ("https://github.com/friend", False),
        ("https://huggingface.co/lab-of-others", False),
    ],
)  # fmt: skip
def test_only_the_page_of_its_own_owner_is_said_to_be_no_release(link: str, told: bool) -> None:
    """Others are mostly thanked."""
    facts = Facts(links=(passage(link),))
    assert ("points to the page of an owner" in holds("README.md", facts=facts).reason) is told


def test_only_the_folder_of_the_paper_counts() -> None:
    folder = thing(Role.CODE, "dapo")
    paths = ("other/train.py", "dapo/README.md", "dapo/eval.py", "dapo_more/train.py")
    verdict = holds(*paths, artifact=folder)
    assert verdict.answers == ("partial", "evaluation only")
    assert verdict.evidence[0].quote == "evaluation: dapo/eval.py"


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


@pytest.mark.parametrize("role", Role)
def test_only_a_page_is_served_by_being_there(role: Role) -> None:
    verdict = judge_depth(thing(role), trail(CODE.url, [look("2026-01-01")]))
    assert verdict.answers == ("complete" if role is Role.PAGE else "unknown",)


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
    assert verdict.evidence[0].quote == "document: README.md"
    cut = holds("map.png", artifact=thing(Role.LIST), omitted=3)
    assert cut.answers == ("unknown",)


def test_a_trainer_without_the_module_that_it_imports_is_not_runnable() -> None:
    facts = Facts(
        environments=PINNED, unresolved=(Passage(path="train.py", line=34, about="models"),)
    )
    verdict = holds("train.py", "infer.py", "requirements.txt", facts=facts)
    assert verdict.answers == ("training", "not runnable")
    assert "not runnable as published: train.py imports models, not in the tree" in verdict.reason
    assert "missing for complete: the module models" in verdict.reason
    assert verdict.evidence[0].url.endswith("/train.py#L34")


def test_imports_that_all_lead_somewhere_take_nothing_away() -> None:
    facts = Facts(environments=PINNED, unresolved=())
    verdict = holds("train.py", "infer.py", "requirements.txt", facts=facts)
    assert verdict.answers == ("complete",)
    assert "import" not in verdict.reason


def test_imports_that_nobody_read_are_said_not_to_be_asked_for() -> None:
    assert "what its scripts import is not known" in holds("train.py").reason
    assert "was not asked for" not in holds("README.md", "model.py").reason


def test_metadata_that_install_what_is_not_there_are_told() -> None:
    lost = tuple(Passage(path="setup.py", line=9, about=about) for about in ("phi", "src/"))
    verdict = holds("train.py", "setup.py", facts=Facts(unpackaged=lost, unresolved=()))
    assert "setup.py installs the package phi, which is not there" in verdict.reason
    assert "setup.py installs the packages in src/, where there is none" in verdict.reason
    assert any(each.url.endswith("/setup.py#L9") for each in verdict.evidence)


def test_a_model_without_weights_shows_what_its_card_announces_and_one_with_them_does_not() -> None:
    soon = Facts(announced=(passage("Weights will be released soon."),), links=())
    told = "README.md says “Weights will be released soon”"
    assert told in holds("README.md", artifact=thing(Role.MODEL), facts=soon).reason
    full = holds("README.md", "a.safetensors", artifact=thing(Role.MODEL), facts=soon)
    assert "says" not in full.reason


def test_a_missing_module_of_another_folder_or_of_a_copied_project_is_not_its_own() -> None:
    facts = Facts(unresolved=(Passage(path="old/train.py", line=1, about="models"),))
    assert holds(
        "old/train.py", "x/train.py", artifact=thing(Role.CODE, "x"), facts=facts
    ).answers == ("training",)
    copied = ("old/train.py", "old/LICENSE", "old/.github/a.yml", "train.py")
    assert holds(*copied, facts=facts).answers == ("training",)


@pytest.mark.parametrize(
    ("paths", "environment"),
    [
        (("train.py", "eval.py"), "Docker/uv.lock"),
        (("train.py", "eval.py"), "Third_Party/x/uv.lock"),
        (("Train.py", "EVAL/a.py"), "uv.lock"),
        (("SRC/Grpo.PY", "Demo.ipynb"), "Requirements/uv.lock"),
    ],
)
def test_upper_and_lower_case_of_names_change_nothing(
    paths: tuple[str, ...], environment: str
) -> None:
    def answers(change: Callable[[str], str]) -> tuple[str, ...]:
        locked = (Environment(path=change(environment), locked=True),)
        return holds(*map(change, paths), facts=Facts(environments=locked)).answers

    assert answers(str) == answers(str.lower)


def test_what_a_readme_says_of_the_whole_is_not_said_of_a_folder_of_it() -> None:
    said = Facts(announced=(passage("Training code is coming soon."),))
    whole = holds("eval/a.py", facts=said)
    assert "coming soon" in " ".join(each.quote or "" for each in whole.evidence)
    folder = holds("eval/a.py", facts=said, artifact=thing(Role.CODE, "eval"))
    assert "coming soon" not in " ".join(each.quote or "" for each in folder.evidence)
    assert "coming soon" not in folder.reason


def test_what_is_missing_is_quoted_before_what_is_there() -> None:
    lost = tuple(Passage(path="train.py", line=n, about=f"m{n}") for n in range(1, 6))
    verdict = holds("train.py", facts=Facts(environments=PINNED, unresolved=lost))
    assert [each.quote for each in verdict.evidence] == [
        *(f"imports m{n}, not in the tree: train.py" for n in (1, 2, 3)),
        "training: train.py",
        "environment: requirements.txt",
    ]


@pytest.mark.parametrize(
    ("paths", "missing"),
    [
        (("README.md",), "missing for partial: code"),
        (("index.html",), "missing for partial: code"),
        (("x-1.dist-info/METADATA",), "missing for partial: code"),
        (("third_party/x/train.py",), "missing for inference: code of its own"),
        (("go.sh",), "missing for inference: the code that the scripts start"),
        (("eval/a.py",), "missing for inference: code that is recognised as using the result"),
        (("eval/a.py", "eval/b.py", "x.py"),
         "missing for inference: code that is recognised as using the result"),
        (("x.py",), "missing for inference: code that is recognised as using the result"),
        (("infer.py",), "missing for training: code to train"),
        (("train.py",),
         "missing for complete: code to use or evaluate the result and a pinned environment"),
        (("train.py", "infer.py"), "missing for complete: a pinned environment"),
        (("train.py", "requirements.txt"), ("missing for complete: code to use or evaluate the "
         "result and a pinned environment (requirements.txt was not read)")),
    ],
)  # fmt: skip
def test_what_the_next_rung_asks_for_is_said(paths: tuple[str, ...], missing: str) -> None:
    assert f"; {missing}, on" in holds(*paths, facts=Facts(unresolved=())).reason


@pytest.mark.parametrize(
    ("paths", "reason"),
    [
        (("README.md",), "It holds no code"),
        (("README.md", ".gitmodules"),
         "It holds no code of its own; it has submodules, which were not followed"),
        (("x.py",), "It holds 1 piece of code, none recognised as training or inference"),
        (("x.py", "y.py"), "It holds 2 pieces of code, none recognised as training or inference"),
        (("eval/a.py", "eval/b.py", "x.py"),
         "2 of its 3 pieces of code evaluate, none trains or uses the result"),
        (("infer.py",), "It holds code to use the result (infer.py), none to train"),
        (("train.py", "eval/a.py"),
         "It holds code to train (train.py) and to evaluate the result (eval/a.py)"),
        (("train.py", "infer.py", "eval/a.py"),
         "It holds code to train (train.py) and to use the result (infer.py)"),
        ((), "It holds no file"),
    ],
)  # fmt: skip
def test_the_reason_says_what_is_there(paths: tuple[str, ...], reason: str) -> None:
    assert holds(*paths).reason.startswith(reason + (", on" if not paths else ";"))


@pytest.mark.parametrize(
    "folder", ["docker", "env", "envs", "environment", "environments", "install", "requirements",
               "setup"],
)  # fmt: skip
def test_an_environment_in_a_folder_of_its_name_is_that_of_the_whole(folder: str) -> None:
    for where in (f"{folder}/uv.lock", f"tool/{folder.upper()}/uv.lock"):
        facts = Facts(environments=(Environment(path=where, locked=True),), unresolved=())
        assert holds("src/train.py", "infer.py", facts=facts).answers == ("complete",)


@pytest.mark.parametrize(
    ("path", "own"),
    [("src/uv.lock", True), ("src/lab/uv.lock", True), ("sr/uv.lock", False),
     ("src/lab/train/uv.lock", False), ("other/uv.lock", False), ("uv.lock", True)],
)  # fmt: skip
def test_an_environment_counts_where_it_lies_above_the_code_that_trains(
    path: str, own: bool
) -> None:
    facts = Facts(environments=(Environment(path=path, locked=True),), unresolved=())
    answers = holds("src/lab/train.py", "infer.py", facts=facts).answers
    assert answers == (("complete",) if own else ("training", "environment not pinned"))


def test_an_environment_that_was_copied_in_is_not_its_own() -> None:
    paths = ("lens/LICENSE", "lens/.github/ci.yml", "train.py", "infer.py")
    facts = Facts(environments=(Environment(path="lens/requirements/uv.lock", locked=True),))
    assert "environment not pinned" in holds(*paths, facts=facts).answers


def test_of_several_environments_the_one_that_pins_most_counts() -> None:
    few, most = (Environment(path=f"{n}/requirements/a.txt", listed=10, pinned=n) for n in (3, 8))
    unread = Environment(path="env/b.txt")
    for order in ((few, most, unread), (unread, most, few)):
        reason = holds("train.py", "infer.py", facts=Facts(environments=order)).reason
        assert "a pinned environment (8/requirements/a.txt pins 8 of 10 packages)" in reason
    none = Environment(path="requirements.txt", listed=10, pinned=0)
    for order in ((none, unread), (unread, none)):
        reason = holds("train.py", "infer.py", facts=Facts(environments=order)).reason
        assert "requirements.txt pins 0 of 10 packages" in reason
    empty = Environment(path="requirements.txt", listed=0, pinned=0)
    verdict = holds("train.py", "infer.py", facts=Facts(environments=(empty,)))
    assert verdict.answers == ("training", "environment not pinned")


def test_files_below_a_folder_are_told_by_their_place_in_it() -> None:
    folder = thing(Role.CODE, "/dapo/")
    facts = Facts(
        environments=(Environment(path="dapo/uv.lock", locked=True),),
        unresolved=(Passage(path="dapo/train.py", line=3, about="models"),),
    )
    verdict = holds("dapo/train.py", "dapo/infer.py", artifact=folder, facts=facts)
    assert verdict.answers == ("training", "not runnable")
    assert "train.py imports models" in verdict.reason
    assert verdict.evidence[0].url == f"{CODE.url}/blob/{'a' * 40}/dapo/train.py#L3"
    outside = Facts(
        environments=(Environment(path="uv.lock", locked=True),
                      Environment(path="x/dapo/uv.lock", locked=True)),
        unresolved=(Passage(path="x/dapo/train.py", line=3, about="models"),),
    )  # fmt: skip
    verdict = holds("dapo/train.py", "dapo/infer.py", artifact=folder, facts=outside)
    assert verdict.answers == ("training", "environment not pinned")
    model = thing(Role.MODEL, "small")
    assert holds("small/a.bin", "b.gguf", artifact=model).reason == (
        "It holds weights: 1 .bin, on 2026-01-01."
    )
    assert holds("small/README.md", "b.gguf", artifact=model).answers == ("placeholder",)


def test_endings_are_counted_in_their_order() -> None:
    reason = holds("c.gguf", "a.bin", "b.bin", "x.txt", artifact=thing(Role.MODEL)).reason
    assert reason == "It holds weights: 2 .bin, 1 .gguf, on 2026-01-01."
    assert "data: 1 .csv, on" in holds("a.csv", "a.bin", artifact=thing(Role.DATASET)).reason


@pytest.mark.parametrize(
    ("paths", "first"),
    [
        (("run_train.sh", "a/b/train.py"), "a/b/train.py"),
        (("train/a.py", "a/train.py"), "a/train.py"),
        (("data/train.py", "x/train.py"), "x/train.py"),
        (("a/b/train.py", "a/train.py"), "a/train.py"),
        (("configs/train.yaml", "a/b/train.py"), "a/b/train.py"),
        (("a/train.py", "b/train.py"), "a/train.py"),
        (("b/train.py", "a/train.py"), "b/train.py"),
    ],
)
def test_the_most_telling_path_is_quoted_first(paths: tuple[str, ...], first: str) -> None:
    """Code before scripts and settings, its own name before a folder's, what is not of the data."""
    assert holds(*paths).evidence[0].quote == f"training: {first}"


@pytest.mark.parametrize(
    ("folder", "copied"),
    [
        ("pyramidflow", True), ("Pyramid-Flow", True), ("src/pyramid_flow", False),
        ("pyramid_flow_x", False),
    ],
)  # fmt: skip
def test_a_copy_below_the_root_is_known_by_its_own_metadata(folder: str, copied: bool) -> None:
    credit = Facts(links=(passage("https://github.com/x/pyramid-flow"),), unresolved=())
    answers = holds(f"{folder}/train.py", facts=credit).answers
    assert (answers == ("partial", "vendored only")) is copied
    for name in ("setup.py", "pyproject.toml", "LICENSE", "LICENSE.md", "LICENSE.txt"):
        answers = holds(f"{folder}/train.py", f"{folder}/{name}", facts=credit).answers
        assert (answers == ("partial", "vendored only")) is ("_x" not in folder)


@pytest.mark.parametrize(
    "name",
    ["model", "models", "code", "scripts", "utils", "tools", "papers", "dataset", "configs",
     "training", "evaluation", "inference", "flow", "code-utils"],
)  # fmt: skip
def test_a_name_that_any_project_has_makes_no_copy(name: str) -> None:
    credit = Facts(links=(passage(f"https://github.com/x/{name}"),), unresolved=())
    assert "vendored only" not in holds(f"{name}/a.py", facts=credit).answers


def test_a_name_of_five_letters_tells_of_a_project() -> None:
    for name, copied in (("flows", True), ("flow", False)):
        credit = Facts(links=(passage(f"https://github.com/x/{name}"),), unresolved=())
        answers = holds(f"{name}/a.py", facts=credit).answers
        assert ("vendored only" in answers) is copied


@pytest.mark.parametrize("licence", ["LICENSE", "Licence.md", "COPYING", "license.txt"])
def test_a_folder_with_a_licence_and_workflows_of_its_own_is_somebody_elses(licence: str) -> None:
    there = (f"lens/{licence}", "lens/.github/ci.yml", "lens/train.py")
    assert holds(*there).answers == ("partial", "vendored only")
    assert holds(*there[1:]).answers == ("training",)
    assert holds(there[0], there[2], ".github/ci.yml").answers == ("training",)
    assert holds("LICENSE", ".github/ci.yml", "train.py").answers == ("training",)
    assert holds("lens/train.py", "lens/CLA.md", "lens/.github/ci.yml").answers == ("training",)


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("docs/a.js", True), ("web/index.min.js", True), ("web/a.ts", False), ("a.tsx", False),
        ("DOCS/x/a.jsx", True), ("docs.js", False), ("docs/a.py", False),
    ],
)  # fmt: skip
def test_scripts_of_a_web_page_are_no_code(path: str, page: bool) -> None:
    assert (holds(path).answers[0] == "placeholder") is page


def test_scripts_beside_an_index_are_of_a_page() -> None:
    assert holds("web/index.html", "web/a.js").answers == ("placeholder", "web page")
    assert holds("index.html", "a.js").answers == ("placeholder", "web page")
    assert holds("index.html", "web/a.js").answers == ("partial",)


@pytest.mark.parametrize(("ending", "answer"), [(".py", "unknown"), (".js", "placeholder")])
def test_a_cut_listing_may_hide_code_but_not_that_of_a_page(ending: str, answer: str) -> None:
    cut = Tree(files=2, suffixes={".md": 1, ending: 1}, paths=("README.md",), omitted=1)
    verdict = judge_depth(CODE, trail(CODE.url, [look("2026-01-01", facts=Facts(tree=cut))]))
    assert verdict.answers == (answer,)
    assert [each.quote for each in verdict.evidence] == [
        "file: README.md" if answer == "unknown" else "placeholder: README.md"
    ]


def test_a_package_with_one_file_of_its_own_is_not_empty() -> None:
    assert holds("x-1.dist-info/METADATA", "README.md").answers == ("placeholder",)
    nothing = Tree(files=3, suffixes={}, paths=(), omitted=0)
    verdict = judge_depth(CODE, trail(CODE.url, [look("2026-01-01", facts=Facts(tree=nothing))]))
    assert verdict.answers == ("placeholder",)
    assert verdict.evidence[0].quote == "3 files"


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_at_most_three_of_a_kind_are_named(count: int) -> None:
    shown = min(count, 3)
    gone = [f"https://github.com/x/gone{n}" for n in range(count)]
    owners = [f"https://huggingface.co/{name}" for name in ("lab", "l-a-b", "LAB-", "la-b")[:count]]
    missing = [f"get{n}.sh" for n in range(count)]
    lost = [f"pkg{n}" for n in range(count)]
    unresolved = tuple(Passage(path="train.py", line=1, about=f"m{n}") for n in range(count))
    looks = [look("2026-02-01", Reach.NOT_VISIBLE, subject=url) for url in gone]
    facts = Facts(
        links=tuple(map(passage, (*gone, *owners))), absent=tuple(map(passage, missing)),
        unpackaged=tuple(map(passage, lost)), unresolved=unresolved,
        announced=tuple(map(passage, ("Soon.", "Later."))),
    )  # fmt: skip
    verdict = holds("train.py", facts=facts, around=looks)
    for words in (gone, missing, lost):
        named = [word for word in words if word.rpartition("/")[2] in verdict.reason]
        assert named == words[:shown]
    bare = holds("README.md", facts=Facts(links=facts.links)).reason
    assert " and ".join(url.removeprefix("https://") for url in owners[:shown]) + "," in bare
    assert " and ".join(f"m{n}" for n in range(shown)) + ", not in the tree" in verdict.reason
    assert "Soon" in verdict.reason
    assert "Later" not in verdict.reason
    assert [each.id for each in looks[:shown]] == list(verdict.derived_from[1:])


@pytest.mark.parametrize("reach", Reach)
def test_a_link_is_told_where_its_host_says_that_it_is_not_to_be_seen(reach: Reach) -> None:
    url = "https://github.com/x/gone"
    around = [look("2026-02-01", reach, subject=url, note="so")]
    verdict = holds("train.py", facts=Facts(links=(passage(url),)), around=around)
    dead = reach in {Reach.NOT_VISIBLE, Reach.TAKEN_DOWN, Reach.DISABLED}
    assert ("not visible" in verdict.reason) is dead
    assert (around[0].id in verdict.derived_from) is dead


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ("train.py", "tells to run train.py, which is not there"),
        ("scripts/a.sh", "tells to run scripts/a.sh, which is not there"),
        ("requirements.txt", "installs from requirements.txt, which is not there"),
    ],
)
def test_what_is_run_and_what_is_installed_from_is_told_apart(about: str, said: str) -> None:
    verdict = holds("x.py", facts=Facts(absent=(passage(about),)))
    assert f"README.md {said}" in verdict.reason
    assert verdict.evidence[-1].quote == about


def test_a_long_announcement_is_cut_and_its_marks_left_out() -> None:
    words = "We will release " + "all " * 40
    reason = holds("README.md", facts=Facts(announced=(passage(f"## - {words}"),))).reason
    said = reason.partition("“")[2].partition("”")[0]
    assert said.startswith("We will release")
    assert said.endswith("…")
    assert len(said) <= 120
    assert len(said) > 110


def test_a_file_of_a_repository_without_a_revision_is_quoted_at_its_address() -> None:
    seen = look("2026-01-01", facts=Facts(tree=tree("train.py")))
    assert judge_depth(CODE, trail(CODE.url, [seen])).evidence[0].url == CODE.url


def test_what_is_there_without_a_listing_says_why_its_files_were_not_seen() -> None:
    empty = look("2026-01-01", facts=Facts(is_empty=True))
    verdict = judge_depth(CODE, trail(CODE.url, [empty]))
    assert verdict.answers == ("nothing",)
    assert verdict.reason == "It holds no file, seen on 2026-01-01."
    assert judge_depth(CODE, trail(CODE.url, [])).reason == "No look has shown it yet."
    [piece] = judge_depth(thing(Role.MODEL), trail(CODE.url, [look("2026-01-01")])).evidence
    assert piece.quote == "It is there, on 2026-01-01; its files were not asked for"


@pytest.mark.parametrize(
    ("paths", "first"),
    [
        (("b/README.md", "a.md"), "a.md"),
        (("b.md", "a.md"), "a.md"),
        (("b.md", "readme.txt"), "readme.txt"),
        (("license", "x.pdf"), "x.pdf"),
        (("licence.md", "README"), "README"),
        (("COPYING.txt", "z.org"), "z.org"),
    ],
)
def test_the_document_of_a_list_is_the_nearest_readme(paths: tuple[str, ...], first: str) -> None:
    verdict = holds(*paths, artifact=thing(Role.LIST))
    assert verdict.reason == f"The list is there: {first}, on 2026-01-01."


@pytest.mark.parametrize("ending", ["md", "rst", "txt", "org", "tex", "pdf", "html", "ipynb"])
def test_documents_have_one_of_these_endings(ending: str) -> None:
    assert holds(f"a.{ending}", artifact=thing(Role.LIST)).answers == ("complete",)
    assert holds("a.py", artifact=thing(Role.LIST)).answers == ("placeholder",)


def test_an_ending_of_which_there_is_no_file_is_none() -> None:
    none = Tree(files=1, suffixes={".md": 1, ".bin": 0}, paths=("README.md",), omitted=0)
    seen = trail(CODE.url, [look("2026-01-01", facts=Facts(tree=none))])
    assert judge_depth(thing(Role.MODEL), seen).answers == ("placeholder",)


def test_a_missing_module_takes_no_rung_from_what_is_below_complete() -> None:
    lost = Facts(unresolved=(Passage(path="infer.py", line=3, about="models"),))
    verdict = holds("infer.py", facts=lost)
    assert verdict.answers == ("inference", "not runnable")
    assert "; missing for training: code to train, on" in verdict.reason
    evaluated = holds("eval/a.py", facts=lost)
    assert evaluated.answers == ("partial", "not runnable", "evaluation only")


@pytest.mark.parametrize("name", ["license.md", "LICENCE.txt", "Copying.rst", "docs/license.pdf"])
def test_the_terms_of_a_list_are_not_the_list(name: str) -> None:
    assert holds(name, artifact=thing(Role.LIST)).answers == ("placeholder",)


def test_of_looks_that_listed_nothing_the_last_one_is_named() -> None:
    looks = [look("2026-01-01"), look("2026-02-01")]
    verdict = judge_depth(thing(Role.MODEL), trail(CODE.url, looks))
    assert verdict.derived_from == (looks[1].id,)
    assert verdict.as_of == looks[1].observed_at
    assert verdict.reason.startswith("It is there, on 2026-02-01; ")


@pytest.mark.parametrize("name", ["configs/data/train.yaml", "configs/train_data.yaml"])
def test_a_setting_alone_shows_no_training(name: str) -> None:
    assert holds("model.py", name).answers == ("partial",)


def test_a_link_to_a_page_credits_no_project() -> None:
    facts = Facts(links=(passage("https://flowers.example"),))
    assert holds("flowersexample/train.py", facts=facts).answers == ("training",)


@pytest.mark.parametrize("path", ["x.train.py", "x.train", "train.base.ipynb"])
def test_all_words_before_the_ending_are_of_the_name(path: str) -> None:
    assert holds(path, "y.py").answers == (("partial",) if path == "x.train" else ("training",))
