"""A recipe is run as it is printed, by bash, with a harness that is none; then it is imported."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner

from reproduce import elsewhere
from reproduce.elsewhere import AT, BASE_AT, CODE_AT, PINS, block, paper, with_protocol, write
from tracker.cli.app import app
from tracker.errors import TrackerError, UsageError
from tracker.history import History
from tracker.model.check import Check
from tracker.model.exact import Exact
from tracker.model.paper import Paper
from tracker.model.protocol import Harness, HubModel
from tracker.registry import load
from tracker.registry.rooms import Room
from tracker.reproduce import recipes
from tracker.reproduce.recipes import collect
from tracker.verdicts.check.answers import IMPORTED

ROOT = Path(__file__).parents[2]
OPEN_RS = ROOT / "notebooks/reproductions/2503.16219/claims.yaml"
HOSTILE = (
    "$(touch pwned)", "`touch pwned`", "'; touch pwned; '", '"; touch pwned; "', "a\ntouch pwned",
    "TRACKER_COLLECT", "-rf", "", "#", "~", "*", "\\", "!x", "$HOME", "{model} $(touch pwned)",
)  # fmt: skip
"""What a name in somebody's registry may be."""


def script(of: Paper, pins: dict[str, str] | None = None) -> str:
    """Return the recipe of the paper's headline."""
    claim, check, _ = recipes.chosen(of, None)
    return recipes.script(of, claim, check, PINS if pins is None else pins)


def read(text: str, tmp_path: Path, least: str = "style") -> None:
    """Let bash read a script without running it, and shellcheck where it is installed.

    Parameters
    ----------
    least
        What shellcheck complains about: quoted names may look like expressions to it.
    """
    path = tmp_path / "recipe.sh"
    path.write_text(text)
    subprocess.run(["bash", "-n", path], check=True)
    places = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    if (shellcheck := shutil.which("shellcheck", path=places)) is not None:
        told = subprocess.run(
            [shellcheck, f"--severity={least}", path], capture_output=True, text=True, check=False
        )
        assert told.returncode == 0, told.stdout


def stubs(folder: Path, tmp_path: Path, check: Check) -> dict[str, str]:
    """Put in place of pip, git, the GPU and the harness what notes how it was called."""
    protocol = check.protocol
    assert protocol is not None
    folder.mkdir()
    recorded = tmp_path / "recorded"
    recorded.mkdir()
    for model, right in ((protocol.model, 14), (protocol.base, 8)):
        worth = elsewhere.scores(right)
        make = elsewhere.lm_eval if protocol.harness is Harness.LM_EVAL else elsewhere.declared
        results, lines = make(model.id, protocol, worth)
        names = (
            ("results_2026.json", "samples_quiz_2026.jsonl")
            if protocol.harness is Harness.LM_EVAL
            else ("scores.json", "samples.jsonl")
        )
        place = recorded / model.id.replace("/", "_")
        place.mkdir()
        (place / names[0]).write_text(json.dumps(results))
        (place / names[1]).write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    installed = tmp_path / "site/lm_eval-1.2.3.dist-info"
    installed.mkdir(parents=True)
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: lm-eval\nVersion: 1.2.3\n")
    python = f"""#!{sys.executable}
import json, os, sys
if "-m" in sys.argv[1:2]:
    os.makedirs(sys.argv[3] + "/bin")
elif sys.argv[2] == "resolve":
    model, revision, note = sys.argv[3:]
    assert not revision or revision in {{{AT!r}, {BASE_AT!r}}}, revision
    found = revision or ({AT!r} if model == "lab/model" else {BASE_AT!r})
    open(note, "w").write(json.dumps({{"id": model, "revision": found, "weights": {{}}}}))
    print(found)
else:
    os.execv({sys.executable!r}, [{sys.executable!r}, *sys.argv[1:]])
"""
    harness = f"""#!{sys.executable}
import json, os, shutil, sys
with open({str(tmp_path / "calls.jsonl")!r}, "a") as file:
    file.write(json.dumps([os.getcwd(), *sys.argv[1:]]) + "\\n")
model = sys.argv[2].partition("@")[0].replace("/", "_")
shutil.copytree(os.path.join({str(recorded)!r}, model), sys.argv[6] + "/deep/" + model)
"""
    git = f"""#!/bin/bash
if [[ $1 == clone ]]; then mkdir -p "${{@: -1}}"; fi
if [[ $3 == rev-parse ]]; then echo {CODE_AT}; fi
echo "$@" >> {tmp_path}/git
"""
    for name, text in {
        "python": python, "run": harness, "git": git, "pip": "#!/bin/bash\n",
        "nvidia-smi": "#!/bin/bash\necho 'NVIDIA A40, 46068, 550.1'\n",
    }.items():  # fmt: skip
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    return {
        "PATH": os.pathsep.join((str(folder), "/usr/bin", "/bin")),
        "PYTHON": str(folder / "python"),
        "PYTHONPATH": str(installed.parent),
        "RUN_BY": "A. Reader",
        "WORK": str(tmp_path / "work"),
    }


def run(text: str, tmp_path: Path, **env: str) -> subprocess.CompletedProcess[str]:
    (tmp_path / "here").mkdir(exist_ok=True)
    return subprocess.run(
        ["bash", "-s"], input=text, env=env, cwd=tmp_path / "here", capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def calls(tmp_path: Path) -> list[list[str]]:
    return [json.loads(line) for line in (tmp_path / "calls.jsonl").read_text().splitlines()]


def pinned(check: Check) -> Check:
    """Return the block with the commits in it, as the history of a new project has none."""
    return with_protocol(
        check,
        model=HubModel(id="lab/model", revision=AT),
        base=HubModel(id="lab/base", revision=BASE_AT),
        revision=CODE_AT,
    )


def tracker(*words: str) -> tuple[int, str]:
    """Run a command here; the exit code and what it prints."""
    told = CliRunner().invoke(app, words, standalone_mode=False)
    if isinstance(told.exception, TrackerError):
        return told.exception.exit_code, told.exception.message
    assert told.exception is None, told.exception
    return told.return_value, told.stdout


@pytest.mark.parametrize("harness", [Harness.LM_EVAL, Harness.SCRIPT])
def test_from_the_recipe_to_the_imported_verdict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harness: Harness
) -> None:
    wanted = ("lm-eval==1.2.3",)
    check = pinned(with_protocol(block(harness), requires=wanted))
    home = write(tmp_path / "project", paper(check))
    monkeypatch.chdir(home.root)
    env = stubs(tmp_path / "bin", tmp_path, check)
    code, text = tracker("reproduce", "2501.00001", "--recipe")
    assert code == 0
    ran = run(text, tmp_path, **env)
    assert ran.returncode == 0, ran.stderr
    assert f"tracker reproduce 2501.00001 --import {tmp_path}/work/result" in ran.stdout
    assert f"checkout --quiet --detach {CODE_AT}" in (tmp_path / "git").read_text()

    result = str(tmp_path / "work/result")
    code, text = tracker("reproduce", "2501.00001", "--import", result, "--json")
    assert code == 0
    (line,) = json.loads(text)["checks"]
    assert line["words"] == IMPORTED[0]
    assert "run by A. Reader" in line["verdict"]["reason"]
    (run_kept,) = History(home.history_folders()).reproductions()["arxiv:2501.00001"]
    assert run_kept.imported is not None
    assert {file.name for file in home.imports.iterdir()} == {
        kept.sha256 for kept in run_kept.imported.files
    }

    code, text = tracker("reproduce", "2501.00001", "--import", result)
    assert (code, f"imported before, as {run_kept.id}" in text) == (3, True)
    assert tracker("reproduce", "--verify", run_kept.id, "--json")[0] == 0
    kept = home.imports / run_kept.imported.files[1].sha256
    kept.write_bytes(kept.read_bytes().replace(b"0.4666", b"0.5666"))
    code, text = tracker("reproduce", "--verify", run_kept.id)
    assert (code, "is not what was kept" in text) == (3, True)


def test_an_import_that_is_to_be_committed_is_in_the_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = pinned(block())
    home = write(tmp_path / "project", paper(check))
    monkeypatch.chdir(home.root)
    folder = elsewhere.hand_in(tmp_path / "result", check)
    code, _ = tracker("reproduce", "2501.00001", "--import", str(folder), "--commit-tables")
    assert code == 0
    status = (home.status / "STATUS.md").read_text()
    assert r"reproduced (imported)" in status, status
    assert "not seen by us run" in status
    page = (home.status / "index.html").read_text()
    assert "what an exact run takes" in page
    assert len(list(home.kept_imports.iterdir())) == 5


def test_what_is_refused_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check = block()
    home = write(tmp_path / "project", paper(check))
    monkeypatch.chdir(home.root)
    good = elsewhere.hand_in(tmp_path / "good", check)
    bad = elsewhere.hand_in(tmp_path / "bad", check)
    (bad / "model-samples.jsonl").write_text("")
    words = ("reproduce", "2501.00001", "--import", str(good), "--import", str(bad))
    assert tracker(*words)[0] == 3
    assert not home.runs.exists()


def test_names_from_a_registry_are_words_and_nothing_else(tmp_path: Path) -> None:
    check = pinned(block(Harness.SCRIPT))
    assert check.protocol is not None
    command = (*check.protocol.command, *HOSTILE)
    check = with_protocol(check, command=command, task="quiz")
    check = msgspec.structs.replace(
        check, id="x'; touch pwned; '", statement="a\ntouch pwned\r\n$(touch pwned)",
        failure="TRACKER_COLLECT\n`touch pwned`",
    )  # fmt: skip
    of = msgspec.structs.replace(paper(check), id="arxiv:2501.00001\"; touch pwned; '")
    text = script(of, {})
    read(text, tmp_path, "warning")
    env = stubs(tmp_path / "bin", tmp_path, check)
    ran = run(text, tmp_path, **env)
    assert ran.returncode == 0, ran.stderr
    assert not list(tmp_path.rglob("pwned"))
    at = {"model": ("lab/model", AT), "base": ("lab/base", BASE_AT)}
    for side, (here, *words) in zip(("model", "base"), calls(tmp_path), strict=True):
        model, revision = at[side]
        values = {
            "{model}": model, "{revision}": revision, "{seed}": "7",
            "{output}": f"{tmp_path}/work/{side}",
        }  # fmt: skip
        expected = command[1:]
        for name, value in values.items():
            expected = tuple(word.replace(name, value) for word in expected)
        assert here == f"{tmp_path}/work/code"
        assert tuple(words) == expected


@pytest.mark.parametrize(
    "row",
    [
        {"full_prompt": "Q", "predictions": ["42"], "metrics": {"match": 1.0}},
        {"full_prompt": "Q", "predictions": "['42']", "metrics": "{'match': 1}"},  # up to 0.6
        {"doc": {"query": "Q"}, "model_response": {"text": ["42"]}, "metric": {"match": 1.0}},
    ],
)
def test_of_lightevals_details_a_line_a_question_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: dict[str, Any]
) -> None:
    """pyarrow, which reads the details, comes with the harness and not with us."""
    reader = SimpleNamespace(read_table=lambda _: SimpleNamespace(to_pylist=lambda: [row, row]))
    monkeypatch.setitem(sys.modules, "pyarrow", SimpleNamespace(parquet=reader))
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", reader)
    place = tmp_path / "details/lab"
    place.mkdir(parents=True)
    for name in ("details_custom|quiz|0_2026.parquet", "details_custom|other|0_2027.parquet"):
        (place / name).touch()
    (tmp_path / "results_2026.json").touch()
    taken = collect.take_lighteval(tmp_path, "custom|quiz|0", "match")
    lines = [json.loads(line) for line in taken["samples"].read_text().splitlines()]
    assert [(line["id"], line["score"]) for line in lines] == [(0, 1.0), (1, 1.0)]
    assert all(len(line[part]) == 64 for line in lines for part in ("prompt", "answer"))


def test_nobody_may_run_it_without_a_name(tmp_path: Path) -> None:
    env = stubs(tmp_path / "bin", tmp_path, block(Harness.SCRIPT))
    del env["RUN_BY"]
    ran = run(script(paper(block(Harness.SCRIPT))), tmp_path, **env)
    assert ran.returncode != 0
    assert "Set RUN_BY" in ran.stderr
    assert not (tmp_path / "work").exists()


def test_a_harness_that_breaks_ends_the_script(tmp_path: Path) -> None:
    check = block(Harness.SCRIPT)
    env = stubs(tmp_path / "bin", tmp_path, check)
    (tmp_path / "bin/run").write_text("#!/bin/bash\nexit 9\n")
    assert run(script(paper(check)), tmp_path, **env).returncode == 9
    assert not (tmp_path / "work/result").exists()


def test_it_says_what_is_pinned_and_what_is_not() -> None:
    whole = script(paper(block()))
    assert "NOT PINNED" not in whole
    assert f"lab/model at {AT}: the history pinned it" in " ".join(whole.split("\n# "))
    part = script(paper(block()), {elsewhere.CODE: CODE_AT})
    assert part.count("NOT PINNED") == 4
    assert "never as reproduced" in " ".join(part.split("\n# "))
    assert "resolve lab/model \\\n  '' " in part


def test_the_recipe_for_open_rs_names_the_released_protocol(tmp_path: Path) -> None:
    claims = tuple(claim for claim in Room(OPEN_RS).claims if claim)
    of = msgspec.structs.replace(paper(block()), id="arxiv:2503.16219", claims=claims, artifacts=())
    text = script(of, {"https://github.com/knoveleng/open-rs": CODE_AT})
    read(text, tmp_path)
    assert f"checkout --quiet --detach {CODE_AT}" in text
    for part in (
        "vllm==0.7.2", "'custom|aime24|0|0'", "temperature:0.6,top_p:0.95}'", "SEED=1234",
        "AIME24 score of Open-RS3 == 46.7 ± 9.3", "DeepSeek-R1-Distill-Qwen-1.5B",
    ):  # fmt: skip
        assert part in text


@pytest.mark.parametrize(
    ("right", "base_right", "words"),
    [(13, 9, IMPORTED[1]), (7, 9, IMPORTED[2]), (14, 14, "inconclusive")],
)
def test_invented_results_of_open_rs_are_judged_by_its_block(
    tmp_path: Path, right: int, base_right: int, words: str
) -> None:
    """The numbers are invented; the form is that of the harness, and the block the real one."""
    headline = next(claim for claim in Room(OPEN_RS).claims if claim and claim.headline)
    assert headline.exact is not None
    assert headline.exact.check is not None
    check = headline.exact.check
    folder = elsewhere.hand_in(
        tmp_path / "result", check, right=right, base_right=base_right,
        revisions=(AT, BASE_AT, CODE_AT),
    )  # fmt: skip
    run = elsewhere.taken(folder, check, {"https://github.com/knoveleng/open-rs": CODE_AT})
    assert run.imported is not None
    assert run.imported.departures == ()
    assert elsewhere.judged(check, run).words == words


@pytest.mark.parametrize(
    ("exact", "said"),
    [
        (None, "what an exact run takes is not known"),
        (Exact(hardware="8 GPUs", blocked=("nothing was released",)), "nothing was released"),
        (Exact(hardware="1 × 24 GB"), "takes 1 × 24 GB, hours not known"),
    ],
)
def test_where_there_is_no_recipe_it_says_why(exact: Exact | None, said: str) -> None:
    of = paper(block())
    claim = msgspec.structs.replace(of.claims[0], exact=exact)
    with pytest.raises(UsageError) as refused:
        recipes.chosen(msgspec.structs.replace(of, claims=(claim,)), None)
    assert said in refused.value.message


def test_a_claim_that_is_not_there_is_named() -> None:
    with pytest.raises(UsageError, match="has no claim 'other'"):
        recipes.chosen(paper(block()), "other")


@pytest.mark.parametrize(
    "words",
    [
        ("--recipe",), ("2501.00001", "2501.00002", "--recipe"),
        ("2501.00001", "--quick", "--recipe"), ("2501.00001", "--json", "--recipe"),
        ("2501.00001", "--import", ".", "--recipe"), ("--import", "."),
        ("2501.00001", "--import", ".", "--verify", "run:1"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_together_is_refused(words: tuple[str, ...]) -> None:
    assert tracker("reproduce", *words)[0] == 3


def test_every_headline_says_what_an_exact_run_takes() -> None:
    registry: Any = load(ROOT / "registry.yaml")
    for of in registry.papers:
        headlines = [claim for claim in of.claims if claim.headline]
        assert headlines or of.no_empirical_claim, of.id
        for claim in headlines:
            assert claim.exact is not None, of.id
            assert claim.exact.blocked or claim.exact.check, of.id
