"""Every command that the pages print does what it says: it is run, as printed, in a copy.

The copy has the environment that the set-up makes, and the network is a `World` on loopback. Its
registry is cut to the papers that the pages name, so that a run takes seconds. What a test cannot
have stands in `PARSED`, with the reason; of that the words are checked, and nothing is run.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from docs.printed import ROOT, Printed, added_before, commands
from servers import ArxivEntry, Repository, World
from soak import WHOLE
from tools.build_docs import SAMPLE_WIDTH
from tracker.cli.app import app

BENCH = "measures for half an hour and more"
CLUSTER = "serves until it is ended; tests/thread/test_cluster.py runs such a cluster"
DOWNLOADS = "downloads packages"
HEAVY = "takes minutes of a processor; `--quick` of one paper is run"
IMPORTS = "needs a run on a GPU; tests/reproduce/test_recipes.py goes this way with a made-up one"
MUTANTS = "takes hours; tests/tools/test_mutants.py runs the tool on a small package"
PARSED = {
    'RUN_BY="Ada L." bash exact.sh': IMPORTS,
    "conda env create -f environment.yml": "needs conda; tests/test_environment.py reads the file",
    "dask scheduler --host 127.0.0.1": CLUSTER,
    "dask scheduler --scheduler-file scheduler.json": CLUSTER,
    "dask worker tcp://127.0.0.1:8786 --nworkers 2 --nthreads 1": CLUSTER,
    "make bench": BENCH,
    'make bench ARGS="--suites notebooks --rounds 9"': BENCH,
    "make bench-licenses": BENCH,
    "make lab": "opens a window of a browser",
    "make lint": "takes minutes; CI runs it",
    "make lock": "asks the package index for the newest versions",
    "make mutants": MUTANTS,
    'make mutants ARGS="tracker/verdicts --seed 2"': MUTANTS,
    'make mutants ARGS="tracker/verdicts tracker/model tracker/history tracker/tables --seed 2"': (
        MUTANTS
    ),
    "make reproduce ARGS=--quick": "sets up PyTorch",
    "make soak": "takes half an hour and more",
    "pip install .": DOWNLOADS,
    "pip install 'distributed>=2026.8'": DOWNLOADS,
    "pip wheel --no-deps .": DOWNLOADS,
    "python3 -m venv ~/tracker && source ~/tracker/bin/activate": (
        "makes an environment; tests/thread/test_own_list.py goes on from one"
    ),
    "python -m tracker.engine.zygote": "is started with a socket by tests/engine/",
    "python tools/bench.py --rounds 4 && python tools/bench.py --suites notebooks --rounds 7"
    " && python tools/bench.py --suites cluster --rounds 6": BENCH,
    "python tools/errands.py": "takes minutes, and Chromium; what it measures is a figure",
    'srun dask worker --scheduler-file "$HOME/scheduler.json" --nthreads 1 --no-dashboard': (
        "needs SLURM"
    ),
    "tracker reproduce": HEAVY,
    "tracker reproduce --quick": HEAVY,
    "tracker reproduce 2503.14456": HEAVY,
    "tracker reproduce 2503.14456 --commit-tables": HEAVY,
    "tracker reproduce --verify run:0123456789abcdef": IMPORTS,
    "tracker reproduce 2503.16219 --import exact-2503.16219-aime-exact/result": IMPORTS,
    "tracker reproduce 2503.16219 --recipe > exact.sh": IMPORTS,
    "tracker run --copy-to s3://bucket/nightly": "needs s3fs, and a bucket",
    "tracker run --dask tcp://127.0.0.1:8786": CLUSTER,
    "tracker run --dask tcp://scheduler:8786": CLUSTER,
}
LONG = {
    "python tools/weigh_year.py",
    "python tools/seeds_of_reproductions.py PAPER",
    "tracker run --changed",
    "tracker run --changed --older-than 7d",
    "tracker run --older-than 7d",
    "tracker run --shard 3/10",
}
"""Those that take minutes, and runs whose options are tried together: by `make soak`."""
CHOSEN = {
    "URL": "https://github.com/tensorflow/tensor2tensor",
    "PAPER": "2503.14456",
    "DIR": "recorded",
    "RELATION": "upstream",
    "QUESTION": "license",
    "ANSWER": "MIT",
    "${{ matrix.share }}": "3",
}
"""What a reader puts in place of a word that stands for it."""
KEPT = ("2503.14476", "2503.14456", "2503.12533", "2503.20215")
CARD = "---\nlicense: apache-2.0\n---\n# A model\n"
COMMANDS = commands()
each_command = pytest.mark.parametrize("command", COMMANDS, ids=[each.line for each in COMMANDS])


def is_name(line: str) -> bool:
    """Whether a span names a command of ours that needs more words, and so is not to be typed."""
    words = line.split()
    wants = words[0] == "tracker" and len(words) == 2 and app.commands[words[1]].params
    needed = any(isinstance(each, click.Argument) and each.required for each in wants or ())
    return needed or line == "tracker init"  # a name, or what is to be laid down


def chosen(line: str) -> str:
    for word, text in CHOSEN.items():
        line = line.replace(word, text)
    return line


def git(*words: str, cwd: Path) -> None:
    who = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    subprocess.run(["git", *who, *words], cwd=cwd, check=True, capture_output=True)


def linked(source: str, target: str) -> str:
    """Let a file have a second name, where it can."""
    try:
        os.link(source, target)
    except FileExistsError:
        pass
    except OSError:
        shutil.copy2(source, target)
    return target


def environment(copy: Path) -> None:
    """Put this Python's packages where the Makefile expects those that it installs."""
    place = copy / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True)
    (site,) = place.glob("lib/python*/site-packages")
    for folder in (path for path in sys.path if path.endswith("-packages")):
        # of their own, as after an installation: the sandbox shows its notebooks no other folder
        shutil.copytree(folder, site, copy_function=linked, dirs_exist_ok=True)
    for path in site.glob("*.pth"):
        if str(ROOT) in path.read_text(errors="replace"):
            path.unlink()  # leads to this checkout
    (site / "these.pth").write_text(f"{copy}\n")
    for name, module in {"tracker": "tracker.cli", "papermill": "papermill"}.items():
        program = place / "bin" / name
        program.write_text(f'#!/bin/sh\nexec "{place}/bin/python" -m {module} "$@"\n')
        program.chmod(0o755)
    (place / "share").symlink_to(Path(sys.prefix) / "share")  # what packages of Jupyter install
    for name in (".core", ".dev"):
        (place / name).touch()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of this checkout as it stands, committed, with few papers."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    copy = tmp_path_factory.mktemp("copy")
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy / name)
    head, *entries = (copy / "registry.yaml").read_text(encoding="utf-8").split("\n  - id: ")
    few = [each for each in entries if each.removeprefix("arxiv:").startswith(KEPT)]
    assert len(few) == len(KEPT)
    text = "\n  - id: ".join([head, *few])
    include = "include:\n  - papers/2503.yaml\npapers:"
    (copy / "registry.yaml").write_text(text.replace("papers:", include, 1) + "\n")
    (copy / "papers").mkdir()
    (copy / "papers" / "2503.yaml").write_text("papers: []\n")
    (copy / "card.md").write_text(CARD)
    (copy / "list.txt").write_text("1706.03762 https://github.com/tensorflow/tensor2tensor\n")
    environment(copy)
    done = run("tracker render", copy, {})
    assert done.returncode == 0, done.stderr
    git("init", "--quiet", cwd=copy)
    git("add", "--all", cwd=copy)
    git("commit", "--quiet", "--message=A copy", cwd=copy)
    return copy


@pytest.fixture(scope="module")
def variables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Return the variables of a person whom git knows, in a world on loopback."""
    files = {"README.md": "# Code", "src/train.py": "", "src/model.py": ""}
    names = ("knoveleng/open-rs", "tensorflow/tensor2tensor", "BytedTsinghua-SIA/DAPO", "o/r")
    described = World(
        repositories={f"github.com/{name}": Repository(files=files) for name in names},
        papers={name: ArxivEntry(title="A paper") for name in ("1706.03762", "2503.19786")},
    )
    with described as world:
        yield {
            **world.environment(),
            "HOME": str(tmp_path_factory.mktemp("home")),
            "GIT_AUTHOR_NAME": "A Reader",
            "PYTEST_XDIST_AUTO_NUM_WORKERS": "0",
        }


def run(line: str, copy: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Type a line into a shell, in the project, with its environment."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-c", f"source .venv/bin/activate\n{line}"],
        cwd=copy,
        env={**kept, "JUPYTER_PREFER_ENV_PATH": "1", **env},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(each, id=each.line, marks=[pytest.mark.soak] if each.line in LONG else [])
        for each in COMMANDS
        if each.line not in PARSED and not is_name(each.line) and (WHOLE or each.line not in LONG)
    ],
)
def test_a_printed_command_does_its_work(
    command: Printed, project: Path, variables: dict[str, str]
) -> None:
    """Papers that the page has told to add before are there."""
    git("reset", "--hard", "--quiet", cwd=project)
    git("clean", "-fdxq", "--exclude=.venv", cwd=project)
    for line in added_before(command):
        done = run(chosen(line), project, variables)
        assert done.returncode == 0, f"{line}: {done.stdout}{done.stderr}"
    given = {"ARGS": "-p no:cacheprovider tests/model/test_locator.py"}  # where none are printed
    more = given if command.line == "make test" else {}
    done = run(chosen(command.line), project, {**variables, **more})
    allowed = {0, 2, 4} if "--fail-on" in command.line else {0}
    assert done.returncode in allowed, f"{command}\n{done.stdout}{done.stderr}"
    assert "Traceback" not in done.stderr


@each_command
def test_the_words_of_a_printed_command_are_known(
    command: Printed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Programs, targets, files, and every option and argument of ours; nothing is run."""
    monkeypatch.chdir(tmp_path)
    for name in ("LICENSE", "README.md", "card.md"):
        Path(name).touch()
    for line in chosen(command.line).split(" && "):
        words = shlex.split(line)
        program, rest = words[0], words[1:]
        if program == "tracker" and not is_name(line):
            context = app.make_context("tracker", list(rest))
            name, found, more = app.resolve_command(context, rest)
            assert found is not None
            found.make_context(name, more, parent=context)
        elif program == "tracker":
            assert rest[0] in app.commands
        elif program == "make":
            done = subprocess.run(
                ["make", "--dry-run", *rest], cwd=ROOT, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stderr
        elif program in {"python", "papermill", "conda"}:
            files = [each for each in rest if each.endswith((".py", ".ipynb", ".yml"))]
            assert all((ROOT / each).is_file() for each in files[:1])


def test_the_list_of_what_is_not_run_is_short_and_has_no_dead_entry() -> None:
    assert PARSED.keys() | LONG <= {each.line for each in COMMANDS}
    assert len(PARSED) < len(COMMANDS) / 2


def test_the_sample_answer_of_the_readme_is_what_its_command_says(
    project: Path, variables: dict[str, str]
) -> None:
    """It is a dozen lines or so, and stands on the first screen."""
    git("clean", "-fdxq", "--exclude=.venv", cwd=project)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lead, _, rest = readme.partition("<!-- answer:begin -->")
    (command,) = re.findall(r"`(tracker check \S+ --as-of \S+)`", lead)
    assert len(lead.splitlines()) < 8
    block = rest.partition("<!-- answer:end -->")[0].strip()
    shown = block.removeprefix("```text\n").removesuffix("\n```").splitlines()
    done = run(command, project, {**variables, "COLUMNS": str(SAMPLE_WIDTH)})
    assert done.returncode == 0, done.stderr
    assert [line.rstrip() for line in done.stdout.splitlines()] == shown
    assert 10 <= len(shown) <= 14


def test_the_readme_prints_commands() -> None:
    """The tests above look at something."""
    assert sum(each.page == "README.md" for each in COMMANDS) >= 15
