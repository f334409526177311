"""The workflows: valid, least privileged, pinned, and each `run:` step works in a clean clone.

Where Actions itself would act, `workflows.actions` does. The network is a `World` on loopback. One
thing is left out: installing takes minutes and asks a package index, so that an environment that is
ready, the one of the Python that runs the tests, is put where each step installs one.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from servers import Repository
from servers.plugin import NewWorld
from soak import WHOLE
from workflows.actions import PROJECT, ROOT, Actions, described, wrapped_environment

FOLDER = ROOT / ".github" / "workflows"
FILES = sorted(FOLDER.glob("*.yml"))
CHECK = FOLDER / "check.yml"
ACTION = ROOT / "action.yml"
OURS = {FOLDER / "status.yml": "./.github/workflows/check.yml"}
PIN = re.compile(
    r"uses: (actions/[\w-]+)(?:/[\w-]+)?@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)$", re.MULTILINE
)
CODE = "github.com/o/r"
REGISTRY = f"""\
papers:
  - id: arxiv:2503.00001
    titles: {{en: "A paper"}}
    artifacts:
      - {{role: code, url: "https://{CODE}", relation: official, seen_in: abstract}}
"""


def tool(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, capture_output=True, text=True, timeout=600, check=False)


@pytest.mark.parametrize(
    "schema", ["vendor.github-workflows", "custom.github-workflows-require-timeout"]
)
def test_the_workflows_are_valid(schema: str) -> None:
    files = [str(file) for file in FILES]
    done = tool(sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *files)
    assert done.returncode == 0, done.stdout


def test_an_auditor_finds_nothing_in_the_workflows() -> None:
    binary = shutil.which("zizmor", path=str(Path(sys.executable).parent)) or "zizmor"
    done = tool(binary, "--offline", "--persona", "pedantic", str(FOLDER), str(ACTION))
    assert done.returncode == 0, done.stdout


def test_the_action_is_valid() -> None:
    words = ("-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions", str(ACTION))
    done = tool(sys.executable, *words)
    assert done.returncode == 0, done.stdout


def test_our_own_weekly_check_calls_the_reusable_one() -> None:
    for file, called in OURS.items():
        (job,) = described(file)["jobs"].values()
        assert job["uses"] == called
        offered = described(CHECK)[True]["workflow_call"]  # YAML 1.1 reads `on` so
        assert set(job["with"]) <= set(offered["inputs"])
        assert set(job["secrets"]) == set(offered["secrets"])


@pytest.mark.parametrize(
    "file", [each for each in FILES if each not in OURS], ids=lambda file: file.name
)
def test_every_action_is_pinned_to_a_commit_with_its_version(file: Path) -> None:
    lines = [line.strip() for line in file.read_text().splitlines() if "uses:" in line]
    assert lines
    assert [line for line in lines if PIN.fullmatch(line) is None] == []


def test_the_pins_are_those_read_from_the_tags(shared: Path) -> None:
    known = (shared / "API-FACTS.md").read_text()
    pins = {found.groups() for file in FILES for found in PIN.finditer(file.read_text())}
    assert pins
    for action, commit, version in pins:
        assert re.search(rf"{action} {re.escape(version)}\s+`{commit}`", known), action


def test_only_the_job_that_needs_it_may_write() -> None:
    rights = {}
    for file in FILES:
        workflow = described(file)
        assert workflow["permissions"] == {"contents": "read"}
        for name, job in workflow["jobs"].items():
            given = job.get("permissions", {})
            rights[name] = {what for what, right in given.items() if right == "write"}
            for step in job.get("steps", ()):
                if "checkout" in step.get("uses", ""):
                    assert step["with"]["persist-credentials"] is False
    assert rights == {
        "check": {"contents", "issues"},  # of the reusable workflow's second job
        "look": set(), "keep": {"contents", "issues"},
        "build": set(), "publish": {"id-token"},
        "registry": set(), "test": set(), "newest": set(),
    }  # fmt: skip


def set_up(clone: Path) -> None:
    """Put an environment where the Makefile expects the one that it installs."""
    wrapped_environment(clone / ".venv")
    for name in (".core", ".dev"):
        (clone / ".venv" / name).touch()


@pytest.fixture
def actions(tmp_path: Path, world: NewWorld) -> Actions:
    """Return Actions with an origin: a clean clone of this checkout, and one paper in it."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    there = world(
        repositories={
            CODE: Repository(files={"src/train.py": "", "src/model.py": ""}),
            f"github.com/{PROJECT}": Repository(files={"registry.yaml": ""}),
        }
    )
    more = {
        "PYTHONPATH": "{clone}",
        "ARGS": "-n0 -p no:cacheprovider tests/model/test_locator.py",  # of `make test`
    }
    made = Actions(tmp_path, there, CHECK, more=more, prepare=set_up)
    first = tmp_path / "first"
    made.git("clone", "--quiet", str(ROOT), str(first), cwd=tmp_path)
    made.git("checkout", "--quiet", "-B", "main", cwd=first)
    made.git("rm", "-r", "--quiet", "history", "status", cwd=first)
    (first / "registry.yaml").write_text(REGISTRY)
    made.git("commit", "--quiet", "--all", "--message=One paper", cwd=first)
    made.begin(first)
    return made


def test_the_weekly_check_looks_keeps_and_tells(actions: Actions) -> None:
    """Two weeks: all is there, then the code is gone. What hosts have answered is kept between."""
    world, origin, git = actions.world, actions.origin, actions.git
    actions.run("look")
    assert git("log", "-1", "--format=%s", cwd=origin).strip() == "One paper"
    assert "## Status" in actions.summary
    assert actions.would_run("keep")
    assert "Nothing got worse" in actions.run("keep")
    assert git("log", "-1", "--format=%an", cwd=origin).strip() == "github-actions[bot]"
    files = git("ls-tree", "-r", "--name-only", "HEAD", cwd=origin).splitlines()
    assert sum(name.startswith("history/") for name in files) == 1
    assert "status/STATUS.md" in files
    assert not [name for name in files if name.startswith("status/notebooks/")]
    assert "](status/STATUS.md)" in git("show", "HEAD:README.md", cwd=origin)
    (page,) = actions.folder.glob("artifact-page/*/tables/index.html")
    (notebook,) = re.findall(r'href="(\.\./notebooks/[^"]+)"', page.read_text())
    assert (page.parent / notebook).is_file(), "the page leads to what lies beside it"
    assert PROJECT not in world.github.issues.of or not world.github.issues.of[PROJECT]

    newest = git("rev-parse", "main", cwd=origin)
    actions.run("keep")  # somebody presses "Re-run": the same files, from the same commit
    assert git("rev-parse", "main", cwd=origin) == newest

    world.repositories[CODE] = Repository(files={"README.md": "Code soon."})
    (actions.folder / "cache" / "of-last-week").touch()

    def somebody_pushes() -> None:
        assert (actions.folder / f"job-{actions.jobs}" / "runs/cache/of-last-week").exists()
        other = actions.checkout("other")
        (other / "NOTES.md").write_text("Pushed while the check was running.")
        git("add", "NOTES.md", cwd=other)
        git("commit", "--quiet", "--message=Notes", cwd=other)
        git("push", "--quiet", "origin", "main", cwd=other)

    told = actions.run("look", before={"Gather what is to be kept": somebody_pushes})
    assert "::warning title=Verdicts got worse::" in told
    assert "- **worse**: arxiv:2503.00001, depth of github.com/o/r" in actions.summary
    actions.run("keep")
    assert "NOTES.md" in git("ls-tree", "--name-only", "HEAD", cwd=origin)
    (issue,) = world.github.issues.of[PROJECT]
    assert issue["state"] == "open"
    assert "depth of github.com/o/r: training → **placeholder" in issue["body"]

    kept = git("log", "--patch", "--author=github-actions", cwd=origin)
    assert kept.count("Author: github-actions[bot]") == 2
    assert world.github_token not in kept


def test_only_history_tables_and_the_readme_are_taken_over(actions: Actions) -> None:
    """Whatever the job that looked hands over: it has read what strangers wrote."""
    handed_over = actions.folder / "artifact-kept"
    for name in (
        "history/new.jsonl",
        ".github/workflows/evil.yml",
        "registry.yaml",
        "tracker/x.py",
    ):
        (handed_over / name).parent.mkdir(parents=True, exist_ok=True)
        (handed_over / name).write_text("")
    actions.sha = actions.git("rev-parse", "main", cwd=actions.origin).strip()
    actions.run("keep")
    changed = actions.git("show", "--name-only", "--format=", "HEAD", cwd=actions.origin)
    assert changed.split() == ["history/new.jsonl"]


def test_one_broken_notebook_fails_the_job_and_loses_nothing(actions: Actions) -> None:
    """What was seen is pushed, and told in another job; the first one failed."""
    actions.change("notebooks/check_paper.ipynb", '"source": [', '"source": ["1/0\\n", ')
    told = actions.run("look", fails="Fail if something broke")
    assert "notebook of arxiv:2503.00001 broke: ZeroDivisionError" in told
    assert "::error title=Something broke::" in told
    assert actions.would_run("keep")
    assert "Nothing got worse" in actions.run("keep")
    files = actions.git("ls-tree", "-r", "--name-only", "HEAD", cwd=actions.origin).splitlines()
    (kept,) = (name for name in files if name.startswith("history/"))
    seen = actions.git("show", f"HEAD:{kept}", cwd=actions.origin)
    assert f'"subject":"https://{CODE}"' in seen
    assert "status/STATUS.md" in files
    assert "| 1 paper |" in actions.git("show", "HEAD:README.md", cwd=actions.origin)


@pytest.mark.soak
@pytest.mark.skipif(not WHOLE, reason="like a full disk, of the command: by make soak")
def test_tables_that_cannot_be_written_lose_no_history(actions: Actions) -> None:
    actions.change("README.md", "<!-- status:begin -->", "<!-- begin -->")
    told = actions.run("look", fails="Fail if something broke")
    assert "has no single pair of marks" in told
    actions.run("keep")
    files = actions.git("ls-tree", "-r", "--name-only", "HEAD", cwd=actions.origin).splitlines()
    assert sum(name.startswith("history/") for name in files) == 1


def test_a_run_that_could_not_begin_fails_and_nothing_is_told(actions: Actions) -> None:
    actions.change("registry.yaml", "official", "oficial")
    told = actions.run("look", fails="Fail if something broke")
    assert "Did you mean `official`" in told
    assert not actions.would_run("keep")


@pytest.mark.parametrize("job", ["registry", "test"])
def test_the_steps_of_a_pull_request_work_in_a_clean_clone(actions: Actions, job: str) -> None:
    """`make test` runs one file of tests here; what `make lint` would run is only listed."""
    actions.workflow = FOLDER / "test.yml"
    actions.run(job)


def test_a_wrong_registry_fails_the_pull_request(actions: Actions) -> None:
    actions.workflow = FOLDER / "test.yml"
    actions.change("registry.yaml", "official", "oficial")
    told = actions.run("registry", fails="Lint the registry")
    assert "Did you mean `official`" in told


STUB = """\
#!/bin/sh
mkdir -p "$3/bin"
printf '#!/bin/sh\\necho "$@" >> "%s/asked"\\n' "$3" > "$3/bin/python"
chmod +x "$3/bin/python"
"""
"""A Python whose environments note what pip was asked for."""


@pytest.mark.parametrize(
    ("lock", "asked"),
    [
        ("", ["install tracker==1"]),
        ("a.txt", ["install --require-hashes --requirement a.txt", "install --no-deps tracker==1"]),
    ],
)
@pytest.mark.parametrize("job", ["look", "keep"])
def test_with_a_lock_pip_installs_what_has_a_hash(
    job: str, lock: str, asked: list[str], tmp_path: Path
) -> None:
    (tmp_path / "python").write_text(STUB)
    (tmp_path / "python").chmod(0o755)
    steps = described(CHECK)["jobs"][job]["steps"]
    (script,) = (each["run"] for each in steps if each["name"] == "Install the tracker")
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script], check=False, capture_output=True, text=True,
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}", "RUNNER_TEMP": str(tmp_path),
             "LOCK": lock, "PACKAGE": "tracker==1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    lines = (tmp_path / "tracker" / "asked").read_text().splitlines()
    assert [line.partition("--disable-pip-version-check ")[2] for line in lines] == asked


def test_the_publisher_is_installed_by_the_hashes_of_the_lock(tmp_path: Path) -> None:
    steps = described(FOLDER / "release.yml")["jobs"]["publish"]["steps"]
    (script,) = (each["run"] for each in steps if "publisher" in each["name"])
    first = script.splitlines()[0]
    env = {**os.environ, "RUNNER_TEMP": str(tmp_path)}
    subprocess.run(["bash", "-c", first], cwd=ROOT, check=True, env=env)
    locked = (tmp_path / "uv.txt").read_text()
    assert re.match(r"uv==[\d.]+ \\\n", locked)
    assert re.fullmatch(r"uv==\S+ \\(\s+--hash=sha256:[0-9a-f]{64}( \\)?)+(\s+#.*)*\s*", locked)


@pytest.mark.parametrize(
    ("ends", "code", "told"), [(0, 0, ""), (2, 0, "worse=true\n"), (1, 1, ""), (3, 3, "")]
)
def test_the_action_looks_at_some_papers_and_says_whether_it_got_worse(
    ends: int, code: int, told: str, tmp_path: Path
) -> None:
    (tmp_path / "tracker" / "bin").mkdir(parents=True)
    stub = tmp_path / "tracker" / "bin" / "tracker"
    stub.write_text(f'#!/bin/sh\necho "$@"\nexit {ends}\n')
    stub.chmod(0o755)
    (step,) = (one for one in described(ACTION)["runs"]["steps"] if one.get("id") == "look")
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", step["run"]], check=False, capture_output=True, text=True,
        env={"PATH": os.environ["PATH"], "RUNNER_TEMP": str(tmp_path), "PAPERS": "2503.1 2503.2",
             "GITHUB_OUTPUT": str(tmp_path / "out"), "GITHUB_STEP_SUMMARY": "summary"},
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert done.stdout.startswith("run 2503.1 2503.2 --commit-tables --fail-on worse ")
    out = tmp_path / "out"
    assert (out.read_text() if out.exists() else "") == told
