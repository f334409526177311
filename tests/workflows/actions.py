"""GitHub Actions, as far as our workflows use them: what acts around the steps of a job.

They check out, provide variables and files, hand artifacts over, keep a cache, and give the steps a
bare repository to push to. Where a step installs the tracker, an environment that is ready is put
there: installing takes minutes and asks a package index.
"""

import glob
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from servers import World

ROOT = Path(__file__).parents[2]
PROJECT = "lab/tracker"
INSTALLING = frozenset(("Install the tracker", "Install, hashes checked"))
INSTEAD = {
    "make lint": "make --dry-run lint",
    "sudo apt-get update -q && sudo apt-get install -qy --no-install-recommends bubblewrap": "true",
    "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0": "true",
}
"""The commands of lint are run by other tests, or by hand, and take a minute; this machine stays
as it is."""
_TERM = re.compile(r"(?P<name>\S+) (?P<how>==|!=) '(?P<value>[^']*)'")


def described(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def wrapped_environment(place: Path) -> None:
    """Make an environment of programs that start the Python of these tests."""
    (place / "bin").mkdir(parents=True)
    for name, words in {"python": "", "tracker": "-m tracker.cli"}.items():
        (place / "bin" / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {words} "$@"\n')
        (place / "bin" / name).chmod(0o755)


@dataclass
class Actions:
    """One repository on GitHub, and its runs."""

    folder: Path
    world: World
    workflow: Path
    """The reusable one, whose jobs are run."""
    environment: Callable[[Path], None] = wrapped_environment
    """Puts an environment with the tracker into a folder that is not there yet."""
    user: int | None = None
    """Who the steps run as; None: who runs the tests."""
    path: str = os.environ["PATH"]
    more: Mapping[str, str] = field(default_factory=dict)
    """Variables that the steps get besides; ``{clone}`` stands for where the checkout is."""
    prepare: Callable[[Path], None] = lambda _: None
    """Does to a checkout what is done there before its steps."""
    jobs: int = 0
    summary: str = ""
    """Of the last job."""
    outputs: dict[str, str] = field(default_factory=dict)
    """What the last job hands to those that need it."""
    sha: str = ""
    """The commit that the last event was about."""

    @property
    def origin(self) -> Path:
        return self.folder / "origin.git"

    def git(self, *words: str, cwd: Path) -> str:
        who = ("-c", "user.name=t", "-c", "user.email=t@example.org")
        done = subprocess.run(
            ["git", *who, *words], cwd=cwd, capture_output=True, text=True, timeout=600,
            check=False, user=self.user, env={**os.environ, "HOME": str(self.folder)},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def begin(self, first: Path) -> None:
        """Let the repository of this clone be the one on GitHub."""
        self.git("clone", "--quiet", "--bare", str(first), str(self.origin), cwd=self.folder)
        self.git("config", "uploadpack.allowReachableSHA1InWant", "true", cwd=self.origin)

    def checkout(self, name: str, sha: str = "main") -> Path:
        """Return a clean clone at a commit, as shallow as Actions makes it."""
        clone = self.folder / name
        self.git("init", "--quiet", str(clone), cwd=self.folder)
        self.git("remote", "add", "origin", self.origin.as_uri(), cwd=clone)
        where = f"+{sha}:refs/remotes/origin/main"
        self.git("fetch", "--quiet", "--depth=1", "origin", where, cwd=clone)
        self.git("checkout", "--quiet", "-B", "main", "refs/remotes/origin/main", cwd=clone)
        return clone

    def change(self, path: str, before: str, after: str) -> None:
        """Commit a change of a file's text and push it to the origin."""
        clone = self.checkout(f"changed-{self.jobs}-{path.replace('/', '-')}")
        text = (clone / path).read_text()
        assert before in text
        (clone / path).write_text(text.replace(before, after))
        self.git("commit", "--quiet", "--all", "--message=A slip", cwd=clone)
        self.git("push", "--quiet", "origin", "main", cwd=clone)

    def run(
        self,
        job: str,
        *,
        before: Mapping[str, Callable[[], None]] | None = None,
        fails: str | None = None,
    ) -> str:
        """Run the steps of a job in a fresh clone and return all they printed.

        `before` holds what happens elsewhere just before the step of that name; `fails` names the
        step that ends the job as a failed one.
        """
        wanted = described(self.workflow)["jobs"][job]
        if "needs" not in wanted:
            self.sha = self.git("rev-parse", "main", cwd=self.origin).strip()
        self.jobs += 1
        clone = self.checkout(f"job-{self.jobs}", self.sha)
        self.prepare(clone)
        printed, told, failed = self.steps(wanted["steps"], clone, before or {})
        assert failed == ([fails] if fails else []), printed
        self.outputs = {
            f"needs.{job}.outputs.{name}": self.value(text, told)
            for name, text in wanted.get("outputs", {}).items()
        }
        left = self.git("status", "--porcelain", cwd=clone).splitlines()
        assert [line for line in left if line[1] != " "] == []
        return printed

    def steps(
        self,
        steps: list[dict[str, Any]],
        clone: Path,
        before: Mapping[str, Callable[[], None]],
        given: Mapping[str, str] | None = None,
    ) -> tuple[str, dict[str, str], list[str]]:
        """Run steps; return what they printed, their outputs, and the names of those that failed.

        `given` holds the values of expressions that only these steps use.
        """
        temporary = self.folder / f"temp-{self.jobs}"
        summary = temporary / "summary"
        self._make(temporary)
        told = {"runner.temp": str(temporary), **(given or {})}
        printed: list[str] = []
        failed: list[str] = []
        for step in steps:
            if not self._holds(step.get("if", ""), told, failed=bool(failed)):
                continue
            name = step.get("name", "")
            if name in before:
                before[name]()
            if "uses" in step:
                self._act(step["uses"], step.get("with", {}), clone, told)
            elif name in INSTALLING:
                self.environment(temporary / "tracker")
            else:
                output = temporary / "output"
                self._write(output, "")
                script = temporary / "script.sh"
                self._write(script, INSTEAD.get(step["run"].strip(), step["run"]))
                words = {key: self.value(text, told) for key, text in step.get("env", {}).items()}
                more = {"GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(summary)}
                variables = {**self.variables(clone, temporary), **more, **words}
                done = subprocess.run(
                    ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
                    cwd=clone, env=variables, capture_output=True, text=True, timeout=600,
                    check=False, user=self.user,
                )  # fmt: skip
                printed += [done.stdout, done.stderr]
                for line in output.read_text().splitlines():
                    key, _, value = line.partition("=")
                    told[f"steps.{step['id']}.outputs.{key}"] = value
                if done.returncode:
                    failed.append(name)
        self.summary = summary.read_text() if summary.exists() else ""
        return "".join(printed), told, failed

    def would_run(self, job: str) -> bool:
        """Whether a job is run after the last one, which it needs."""
        condition = described(self.workflow)["jobs"][job].get("if", "")
        return self._holds(condition, self.outputs, failed=False)

    def _make(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._give(folder)

    def _write(self, path: Path, text: str) -> None:
        path.write_text(text)
        self._give(path)

    def _give(self, path: Path) -> None:
        if self.user is not None:
            os.chown(path, self.user, self.user)

    def _act(self, uses: str, inputs: Mapping[str, Any], clone: Path, told: dict[str, str]) -> None:
        """Do what an action does that hands files over, or keeps them."""
        action = uses.partition("@")[0]
        place = clone / self.value(inputs.get("path", ""), told)
        kept = self.folder / ("cache" if "cache" in action else f"artifact-{inputs.get('name')}")
        if action in {"actions/upload-artifact", "actions/cache/save"}:
            handed = self._handed(self.value(inputs.get("path", ""), told), clone)
            if handed:
                shutil.rmtree(kept, ignore_errors=True)
            else:
                assert inputs.get("if-no-files-found") != "error", place
            for folder, name in handed.items():
                self._copy(folder, kept / name)
        elif action in {"actions/download-artifact", "actions/cache/restore"}:
            if kept.is_dir():
                self._copy(kept, place)
            else:
                assert "cache" in action, kept

    @staticmethod
    def _handed(patterns: str, clone: Path) -> dict[Path, Path]:
        """Return folders, and where each lies in the artifact: below what the pattern fixes."""
        found = {}
        for pattern in patterns.split():
            whole = str(clone / pattern)
            fixed, star, _ = whole.partition("*")
            root = Path(fixed).parent if star else Path(whole)
            folders = (Path(name) for name in glob.glob(whole))  # noqa: PTH207  it may be absolute
            found |= {folder: folder.relative_to(root) for folder in folders if folder.is_dir()}
        return found

    def _copy(self, source: Path, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        words = ["cp", "--recursive", f"{source}/.", str(target)]
        self._make(target)
        subprocess.run(words, check=True, user=self.user)

    def _holds(self, condition: str, told: Mapping[str, str], *, failed: bool) -> bool:
        """Whether Actions goes on: a condition that does not say otherwise asks for success."""
        inner = condition.strip().removeprefix("${{").removesuffix("}}").strip()
        terms = [each for each in inner.split(" && ") if each]
        if failed and "!cancelled()" not in terms:
            return False
        for term in terms:
            if term != "!cancelled()":
                found = _TERM.fullmatch(term)
                assert found is not None, term
                same = told.get(found["name"], "") == found["value"]
                if same != (found["how"] == "=="):
                    return False
        return True

    def value(self, text: str, told: Mapping[str, str]) -> str:
        """Evaluate the expressions that the workflows use, and no other."""
        values = {
            "github.token": self.world.github_token,
            "github.run_id": str(self.jobs),
            "secrets.HF_TOKEN": "",
            **told,
        }
        return re.sub(
            r"\$\{\{ ([^}]+) \}\}",
            lambda found: values.get(found[1], "") if "steps." in found[1] else values[found[1]],
            text,
        )

    def variables(self, clone: Path, temporary: Path) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("LANG",) if name in os.environ}
        return {
            **kept,
            **self.world.environment(),
            "PATH": self.path,
            "HOME": str(self.folder),
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_REPOSITORY": PROJECT,
            "GITHUB_REF_NAME": "main",
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_API_URL": "https://api.github.com",
            "GITHUB_GRAPHQL_URL": "https://api.github.com/graphql",
            "GITHUB_WORKSPACE": str(clone),
            "RUNNER_TEMP": str(temporary),
            **{name: text.replace("{clone}", str(clone)) for name, text in self.more.items()},
        }
