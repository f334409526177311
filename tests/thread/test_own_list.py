"""Somebody with a list of his own: from a wheel, in an empty folder, without this checkout.

An ordinary user where that can be had, without Chromium and bubblewrap but where a claim is tried;
the hosts are a `World` on loopback.
"""

import json
import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import fresh
from servers import ArxivEntry, Repository, World
from workflows.actions import PROJECT, Actions, described

LIST = """\
我们的论文：arXiv:2503.00001v2（代码：https://github.com/o/one）。
https://arxiv.org/abs/2503.00002
See 2503.00003; its code is at github.com/o/three.
https://github.com/o/nobody
2503.0004
"""
FIRST = "2503.00001"
MINUTE = 60


class Person(NamedTuple):
    """Who has the list: a home, an environment with the wheel, and a world."""

    home: Path
    environment: Path
    path: str
    world: World
    user: int | None
    authority: Path
    library: Path
    """Of its Python, which may be a copy."""

    @property
    def trust(self) -> dict[str, str]:
        """Where the world's own certificate, and the library of its Python, can be read."""
        named = dict.fromkeys(("SSL_CERT_FILE", "GIT_SSL_CAINFO"), str(self.authority))
        return named | {"LD_LIBRARY_PATH": str(self.library)}

    def type(self, *words: str, cwd: str = ".", path: str = "", code: int = 0) -> str:
        """Run a program and return all it printed, with what it said of its work."""
        done = subprocess.run(
            words, cwd=self.home / cwd, capture_output=True, text=True, check=False,
            user=self.user,
            env={**self.world.environment(), **self.trust, "HOME": str(self.home),
                 "LANG": "C.UTF-8", "JUPYTER_PREFER_ENV_PATH": "1",
                 "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
                 "PATH": f"{self.environment / 'bin'}:{path or self.path}"},
        )  # fmt: skip
        told = done.stdout + done.stderr
        assert done.returncode == code, told
        assert "Traceback" not in told
        assert str(fresh.ROOT) not in told
        return told


@pytest.fixture(scope="module")
def person() -> Iterator[Person]:
    # pytest's own folders are closed to other users
    folder = Path(tempfile.mkdtemp(prefix="own-list-"))
    folder.chmod(0o755)
    user = fresh.ordinary_user()
    code = {"README.md": "# Code", "train.py": "", "model.py": "", "LICENSE": "MIT License"}
    world = World(
        repositories={
            "github.com/o/one": Repository(files=code),
            "github.com/o/three": Repository(files={"README.md": "Code soon."}),
            f"github.com/{PROJECT}": Repository(files={"registry.yaml": ""}),
        },
        papers={
            FIRST: ArxivEntry(title="Paper 1: a title", summary="Code: https://github.com/o/one."),
            "2503.00002": ArxivEntry(title="Paper 2: a title"),
        },
    )
    try:
        python = fresh.interpreter(folder / "python", user)
        fresh.environment(folder / "env", fresh.wheel(folder), python)
        home = folder / "home"
        home.mkdir()
        if user is not None:
            os.chown(home, user, user)
        with world:
            authority = folder / "authority.pem"
            shutil.copy(world.environment()["SSL_CERT_FILE"], authority)
            authority.chmod(0o644)
            path = fresh.programs(folder / "bin")
            yield Person(
                home, folder / "env", path, world, user, authority, python.parents[1] / "lib"
            )
    finally:
        subprocess.run(["rm", "-rf", folder], check=True)


def confined(person: Person) -> bool:
    """Whether this user can have the sandbox that reproductions run in."""
    words = ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "true"]
    try:
        done = subprocess.run(words, check=False, capture_output=True, user=person.user, cwd="/")
    except OSError:
        return False
    return done.returncode == 0


def spent() -> float:
    """Return the seconds of processor time that ended programs took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_a_list_of_ones_own(person: Person) -> None:
    """From nothing to a table, to reproductions, and to what GitHub does every week."""
    tell = person.type
    (person.home / "list.txt").write_text(LIST, encoding="utf-8")
    before = spent()
    told = tell("tracker", "init", "my-papers", "--from", "list.txt")
    assert "3 papers, 2 addresses beside them." in told
    assert "no title of 2503.00003 (arXiv tells of no such paper; is the id right?)" in told
    assert "not known how 1 address stands to the paper beside it" in told
    assert "not taken from line 4: https://github.com/o/nobody: of which paper?" in told
    assert "not taken from line 5: 2503.0004: neither an arXiv id nor an address" in told
    assert "next: `cd my-papers`, then `tracker run`." in told
    told = tell("tracker", "run", cwd="my-papers")
    assert spent() - before < MINUTE
    assert "3 papers" in told
    assert "Looked at 2 of 2 artifacts." in told
    (table,) = (person.home / "my-papers").glob("runs/2*/tables/STATUS.md")
    said = table.read_text(encoding="utf-8")
    assert "Training code" in said  # official: the abstract names it
    assert "No official artifact named; 1 third-party" in said
    assert "promises not read yet" in said
    assert "never promised" not in said
    assert "stored cop" not in said + told
    project = person.home / "my-papers"
    assert not (project / "notebooks").exists()  # those of the package have run
    assert len(list(project.glob("runs/2*/notebooks/*.ipynb"))) == 4

    assert "Paper 1: a title" in tell("tracker", "check", FIRST, cwd="my-papers")
    told = tell("tracker", "init", "--notebooks", "--reproduction", FIRST, cwd="my-papers")
    assert "wrote: notebooks/check_paper.ipynb" in told
    assert f"`tracker reproduce {FIRST} --quick`" in told
    assert "TODOs are left" in tell("tracker", "lint", cwd="my-papers")
    book = ("papermill", "notebooks/check_paper.ipynb", "one.ipynb", "-r", "paper_id", FIRST)
    tell(*book, cwd="my-papers")
    assert "Paper 1: a title" in (project / "one.ipynb").read_text(encoding="utf-8")
    (project / "one.ipynb").unlink()
    trust = () if confined(person) else ("--trust",)
    words = ("tracker", "reproduce", FIRST, "--quick", "--json", *trust)
    told = tell(*words, cwd="my-papers", path=os.environ["PATH"])
    (check,) = json.loads(told[: told.rindex("}") + 1])["checks"]
    assert check["words"] == "mechanism holds"
    assert "2 passed" in tell("pytest", "-q", "-p", "no:cacheprovider", cwd="my-papers")
    tell("tracker", "render", cwd="my-papers")
    assert "mechanism holds" not in (project / "README.md").read_text(encoding="utf-8")

    weeks = the_weekly_check(person, project)
    assert "Nothing got worse" in weeks


def the_weekly_check(person: Person, project: Path) -> str:
    """Push the project, let GitHub look, and look at what it pushed; return what it printed."""
    folder = person.home / "github"
    folder.mkdir()
    if person.user is not None:
        os.chown(folder, person.user, person.user)
    actions = Actions(
        folder,
        person.world,
        project / ".github" / "workflows" / "check.yml",
        environment=lambda place: place.symlink_to(person.environment),
        user=person.user,
        path=person.path,
        more={"JUPYTER_PREFER_ENV_PATH": "1", **person.trust},
    )
    called = described(project / ".github" / "workflows" / "status.yml")["jobs"]["check"]
    assert called["uses"] == "./.github/workflows/check.yml"
    assert called["with"]["package"].endswith(".whl")
    actions.git("init", "--quiet", "--initial-branch=main", cwd=project)
    actions.git("add", "--all", cwd=project)
    tracked = actions.git("ls-files", cwd=project).splitlines()
    assert not [name for name in tracked if name.startswith("runs/")]
    actions.git("commit", "--quiet", "--message=My papers", cwd=project)
    actions.begin(project)
    actions.run("look")
    assert actions.would_run("keep")
    printed = actions.run("keep")
    readme = actions.git("show", "main:README.md", cwd=actions.origin)
    assert "| 3 papers |" in readme
    return printed
