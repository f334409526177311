"""A world out of stored facts."""

import json
import os
import subprocess
import time
from pathlib import Path

from servers import Repository, Special, World, altered, stored
from servers.facts import FILLER
from servers.plugin import NewWorld

ID = "1" * 40
README = "ce013625030ba8dba906f756967f9e9ca394464a"  # of b"hello\n"


def collect(root: Path, listing: str) -> Path:
    """Write a collection of one repository in the three ways texts are named."""
    folder = root / "facts" / "repos" / "o__r"
    (folder / "files" / "src").mkdir(parents=True)
    (folder / "deep").mkdir()
    meta = {
        "repo": "o/r",
        "head_date": "2025-03-21T14:56:15+07:00",
        "first_commit_date": "2025-03-18T11:07:48+07:00",
        "default_branch": "master",
    }
    (folder / "meta.json").write_text(json.dumps(meta))
    (folder / "tree.txt").write_text(listing)
    (folder / "docs__README.md").write_bytes(b"hello\n")
    (folder / "files" / "src" / "setup.py").write_bytes(b"masked\n")
    (folder / "deep" / "LICENSE").write_bytes(b"hello\n")
    return root


LISTING = f"""\
100644 blob {README}       6\tdocs/README.md
100755 blob {ID}       6\tsrc/setup.py
100644 blob {README}       6\tdeep/LICENSE
100644 blob {ID}     BAD\t"a\\303\\274\\tb.gif"
160000 commit {ID}       -\trecipe
120000 blob {ID}       9\tCLAUDE.md
"""


def test_listing(tmp_path: Path) -> None:
    """Each entry of a listing is there, with its true text where that was saved."""
    shared = collect(tmp_path, LISTING)
    assert {
        "github.com/o/r": Repository(
            files={
                "docs/README.md": b"hello\n",
                "src/setup.py": Special("100755", b"masked\n"),
                "deep/LICENSE": b"hello\n",
                "aü\tb.gif": FILLER,
                "recipe": Special("160000", ID.encode()),
                "CLAUDE.md": Special("120000", b"nowhere"),
            },
            first_commit="2025-03-18T11:07:48+07:00",
            last_commit="2025-03-21T14:56:15+07:00",
            branch="master",
        )
    } == stored(shared)


def test_altered_texts_are_named(tmp_path: Path) -> None:
    """A saved text that is not the listed blob is told."""
    assert altered(collect(tmp_path, LISTING)) == {"o__r": ["src/setup.py"]}


def head(world: World, name: str) -> str:
    return subprocess.run(
        ["git", "ls-remote", f"https://github.com/{name}", "HEAD"],
        env={"PATH": os.environ["PATH"], **world.environment()},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_two_spellings_are_two_repositories(shared: Path, world: NewWorld) -> None:
    """Being-0 and being-0 stay apart."""
    names = ("BeingBeyond/Being-0", "BeingBeyond/being-0")
    home = world(World.from_facts(shared, names))
    assert len({head(home, name) for name in names}) == 2


def test_the_whole_collection_is_ready_at_once(shared: Path) -> None:
    """Repositories are built when they are asked for, not before; licence texts are as listed."""
    start = time.monotonic()
    with World.from_facts(shared) as home:
        assert time.monotonic() - start < 2
        assert len(home.repositories) == len(list((shared / "facts" / "repos").iterdir()))
        assert head(home, "AIRI-Institute/SAE-Reasoning")
    names = [path for paths in altered(shared).values() for path in paths]
    assert not [path for path in names if "LICENSE" in path]
