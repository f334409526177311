"""The workflows: valid, least privileged, pinned, and each `run:` step works in a clean clone.

Where Actions itself would act, the tests do: they check out, provide its variables and files, and
give the steps a bare repository to push to. The network is a `World` on loopback. One thing is
left out: ``make .venv/.core`` and ``.dev`` find an environment that is ready, the one of the
Python that runs the tests, because installing takes minutes and asks a package index.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from servers import Repository, World
from servers.plugin import NewWorld

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PIN = re.compile(r"uses: (actions/[\w-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)$", re.MULTILINE)
PROJECT = "lab/tracker"
CODE = "github.com/o/r"
REGISTRY = f"""\
papers:
  - id: arxiv:2503.00001
    titles: {{en: "A paper"}}
    artifacts:
      - {{role: code, url: "https://{CODE}", relation: official, seen_in: abstract}}
"""
INSTEAD = {
    "make lint": "make --dry-run lint",
    "sudo apt-get update -q && sudo apt-get install -qy --no-install-recommends bubblewrap": "true",
    "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0": "true",
}
"""The commands of lint are run by other tests, or by hand, and take a minute; this machine stays
as it is."""


def described(name: str) -> dict[str, Any]:
    text = (ROOT / ".github" / "workflows" / name).read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


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
    done = tool(binary, "--offline", "--persona", "pedantic", str(ROOT / ".github" / "workflows"))
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
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
        workflow = described(file.name)
        assert workflow["permissions"] == {"contents": "read"}
        for name, job in workflow["jobs"].items():
            given = job.get("permissions", {})
            rights[name] = {what for what, right in given.items() if right == "write"}
            for step in job["steps"]:
                if "checkout" in step.get("uses", ""):
                    assert step["with"]["persist-credentials"] is False
    assert rights == {
        "look": {"contents"}, "tell": {"issues"}, "registry": set(), "test": set(), "newest": set()
    }  # fmt: skip


def git(*words: str, cwd: Path) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *words],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@dataclass
class Actions:
    """What GitHub Actions does around the steps, in a folder of the test."""

    folder: Path
    world: World
    jobs: int = 0
    summary: str = ""
    """Of the last job."""
    outputs: dict[str, str] = field(default_factory=dict)
    """What the last job hands to those that need it."""

    @property
    def origin(self) -> Path:
        return self.folder / "origin.git"

    def checkout(self, name: str) -> Path:
        """Return a clean clone of the newest commit, as shallow as Actions makes it."""
        clone = self.folder / name
        url = self.origin.as_uri()
        git("clone", "--quiet", "--depth=1", "--branch=main", url, str(clone), cwd=self.folder)
        return clone

    def change(self, path: str, before: str, after: str) -> None:
        """Commit a change of a file's text and push it to the origin."""
        first = self.folder / "first"
        text = (first / path).read_text()
        assert before in text
        (first / path).write_text(text.replace(before, after))
        git("commit", "--quiet", "--all", "--message=A slip", cwd=first)
        git("push", "--quiet", str(self.origin), "main", cwd=first)

    def run(
        self,
        workflow: str,
        job: str,
        *,
        before: Mapping[str, Callable[[], None]] | None = None,
        fails: str | None = None,
    ) -> str:
        """Run the steps of a job in a fresh clone and return all they printed.

        `before` holds what happens elsewhere just before the step of that name; `fails` names the
        step that ends the job as a failed one.
        """
        self.jobs += 1
        clone = self.checkout(f"job-{self.jobs}")
        _environment(clone)
        summary = self.folder / f"summary-{self.jobs}"
        summary.touch()
        told: dict[str, str] = {}
        printed: list[str] = []
        failed: list[str] = []
        wanted = described(workflow)["jobs"][job]
        for step in wanted["steps"]:
            if "run" not in step or not self._holds(step.get("if", ""), told, failed=bool(failed)):
                continue
            if before and step["name"] in before:
                before[step["name"]]()
            script = self.folder / "script.sh"
            script.write_text(INSTEAD.get(step["run"], step["run"]))
            output = self.folder / "output"
            output.write_text("")
            given = {name: self._value(text, {}) for name, text in step.get("env", {}).items()}
            variables = {**self._variables(clone, summary), "GITHUB_OUTPUT": str(output)}
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-e", str(script)],
                cwd=clone,
                env={**variables, **given},
                capture_output=True,
                text=True,
                timeout=600,
                check=False,
            )
            printed += [done.stdout, done.stderr]
            for line in output.read_text().splitlines():
                name, _, value = line.partition("=")
                told[f"steps.{step['id']}.outputs.{name}"] = value
            if done.returncode:
                failed.append(step["name"])
        assert failed == ([fails] if fails else []), "".join(printed)
        self.outputs = {
            f"needs.{job}.outputs.{name}": self._value(text, told)
            for name, text in wanted.get("outputs", {}).items()
        }
        self.summary = summary.read_text()
        assert git("status", "--porcelain", cwd=clone) == ""
        return "".join(printed)

    def would_run(self, workflow: str, job: str) -> bool:
        """Whether a job is run after the last one, which it needs."""
        condition = described(workflow)["jobs"][job].get("if", "")
        return self._holds(condition, self.outputs, failed=False)

    def _holds(self, condition: str, told: Mapping[str, str], *, failed: bool) -> bool:
        """Whether Actions goes on: a condition that does not say otherwise asks for success."""
        terms = [each for each in condition.strip("${} ").split(" && ") if each]
        if failed and "!cancelled()" not in terms:
            return False
        for term in terms:
            if term != "!cancelled()":
                name, equal, value = term.split(" ")
                if (told.get(name, "") == value.strip("'")) != (equal == "=="):
                    return False
        return True

    def _value(self, text: str, told: Mapping[str, str]) -> str:
        """Evaluate the expressions that the workflows use, and no other."""
        values = {"github.token": self.world.github_token, "secrets.HF_TOKEN": "", **told}
        return re.sub(
            r"\$\{\{ ([^}]+) \}\}",
            lambda found: values.get(found[1], "") if "steps." in found[1] else values[found[1]],
            text,
        )

    def _variables(self, clone: Path, summary: Path) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        return {
            **kept,
            **self.world.environment(),
            "HOME": str(self.folder),
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_REPOSITORY": PROJECT,
            "GITHUB_REF_NAME": "main",
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_API_URL": "https://api.github.com",
            "GITHUB_GRAPHQL_URL": "https://api.github.com/graphql",
            "GITHUB_STEP_SUMMARY": str(summary),
            "PYTHONPATH": str(clone),
            "ARGS": "-n0 -p no:cacheprovider tests/model/test_locator.py",  # of `make test`
        }


def _environment(clone: Path) -> None:
    """Put this Python's environment where the Makefile expects the one it installs."""
    binaries = clone / ".venv" / "bin"
    binaries.mkdir(parents=True)
    for name, words in {"python": "", "tracker": "-m tracker.cli"}.items():
        (binaries / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {words} "$@"\n')
        (binaries / name).chmod(0o755)
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
    made = Actions(tmp_path, there)
    first = tmp_path / "first"
    git("clone", "--quiet", str(ROOT), str(first), cwd=tmp_path)
    git("checkout", "--quiet", "-B", "main", cwd=first)
    git("rm", "-r", "--quiet", "history", "status", cwd=first)
    (first / "registry.yaml").write_text(REGISTRY)
    git("commit", "--quiet", "--all", "--message=One paper", cwd=first)
    git("clone", "--quiet", "--bare", str(first), str(made.origin), cwd=tmp_path)
    return made


def test_the_weekly_check_looks_keeps_and_tells(actions: Actions) -> None:
    """Two weeks: all is there, then the code is gone."""
    world, origin = actions.world, actions.origin
    actions.run("status.yml", "look")
    assert git("log", "-1", "--format=%an", cwd=origin).strip() == "github-actions[bot]"
    files = git("ls-tree", "-r", "--name-only", "HEAD", cwd=origin).splitlines()
    assert sum(name.startswith("history/") for name in files) == 1
    assert "status/STATUS.md" in files
    assert "A paper" in git("show", "HEAD:README.md", cwd=origin)
    assert "## Status" in actions.summary
    assert "Nothing got worse" in actions.run("status.yml", "tell")
    assert PROJECT not in world.github.issues.of or not world.github.issues.of[PROJECT]

    world.repositories[CODE] = Repository(files={"README.md": "Code soon."})

    def somebody_pushes() -> None:
        other = actions.checkout("other")
        (other / "NOTES.md").write_text("Pushed while the check was running.")
        git("add", "NOTES.md", cwd=other)
        git("commit", "--quiet", "--message=Notes", cwd=other)
        git("push", "--quiet", "origin", "main", cwd=other)

    pushed = {"Commit the history and the tables": somebody_pushes}
    told = actions.run("status.yml", "look", before=pushed)
    assert "::warning title=Verdicts got worse::" in told
    assert "- **worse**: arxiv:2503.00001, depth of github.com/o/r" in actions.summary
    assert "NOTES.md" in git("ls-tree", "--name-only", "HEAD", cwd=origin)
    actions.run("status.yml", "tell")
    (issue,) = world.github.issues.of[PROJECT]
    assert issue["state"] == "open"
    assert "depth of github.com/o/r: training → **placeholder" in issue["body"]

    kept = git("log", "--patch", "--author=github-actions", cwd=origin)
    assert kept.count("Author: github-actions[bot]") == 2
    assert world.github_token not in kept


def test_one_broken_notebook_fails_the_job_and_loses_nothing(actions: Actions) -> None:
    """What was seen is pushed, and told in another job; then the job fails."""
    actions.change("notebooks/check_paper.ipynb", '"source": [', '"source": ["1/0\\n", ')
    told = actions.run("status.yml", "look", fails="Fail if something broke")
    assert "notebook of arxiv:2503.00001 broke: ZeroDivisionError" in told
    assert "::error title=Something broke::" in told
    files = git("ls-tree", "-r", "--name-only", "HEAD", cwd=actions.origin).splitlines()
    (kept,) = (name for name in files if name.startswith("history/"))
    seen = git("show", f"HEAD:{kept}", cwd=actions.origin)
    assert f'"subject":"https://{CODE}"' in seen
    assert "status/STATUS.md" in files
    assert "A paper" in git("show", "HEAD:README.md", cwd=actions.origin)
    assert actions.would_run("status.yml", "tell")
    assert "Nothing got worse" in actions.run("status.yml", "tell")


def test_tables_that_cannot_be_written_lose_no_history(actions: Actions) -> None:
    actions.change("README.md", "<!-- status:begin -->", "<!-- begin -->")
    told = actions.run("status.yml", "look", fails="Fail if something broke")
    assert "has no single pair of marks" in told
    files = git("ls-tree", "-r", "--name-only", "HEAD", cwd=actions.origin).splitlines()
    assert sum(name.startswith("history/") for name in files) == 1


def test_a_run_that_could_not_begin_fails_and_nothing_is_told(actions: Actions) -> None:
    actions.change("registry.yaml", "official", "oficial")
    told = actions.run("status.yml", "look", fails="Fail if something broke")
    assert "Did you mean `official`" in told
    assert git("log", "-1", "--format=%s", cwd=actions.origin).strip() == "A slip"
    assert not actions.would_run("status.yml", "tell")


@pytest.mark.parametrize("job", ["registry", "test"])
def test_the_steps_of_a_pull_request_work_in_a_clean_clone(actions: Actions, job: str) -> None:
    """`make test` runs one file of tests here; what `make lint` would run is only listed."""
    actions.run("test.yml", job)


def test_a_wrong_registry_fails_the_pull_request(actions: Actions) -> None:
    actions.change("registry.yaml", "official", "oficial")
    with pytest.raises(AssertionError, match="Did you mean `official`"):
        actions.run("test.yml", "registry")
