"""Real bare git repositories, made from a description in one stream."""

import datetime as dt
import os
import subprocess
import threading
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from servers.described import File, Repository, Special, content

_WHO = "A Person <person@example.org>"
_CONFIG = """
[uploadpack]
\tallowFilter = true
\tallowAnySHA1InWant = true
"""


def git_environment() -> Mapping[str, str]:
    """Return an environment in which git knows nothing of this machine's settings."""
    return {
        "PATH": os.environ["PATH"],
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
    }


def _moment(iso: str) -> str:
    moment = dt.datetime.fromisoformat(iso)
    return f"{int(moment.timestamp())} {moment:%z}"


def _quoted(path: str) -> bytes:
    raw = path.encode(errors="surrogateescape").replace(b"\\", rb"\\").replace(b'"', rb"\"")
    return b'"' + raw.replace(b"\n", rb"\n") + b'"'


def _data(body: bytes) -> bytes:
    return b"data %d\n%b\n" % (len(body), body)


def _entries(
    files: Mapping[str, File], marks: dict[bytes, int]
) -> Generator[bytes, None, list[bytes]]:
    """Yield what makes the blobs; return the lines of the commit that holds them."""
    entries = []
    for path, file in files.items():
        mode = file.mode if isinstance(file, Special) else "100644"
        body = content(file)
        if mode == "160000":
            reference = body
        else:
            if body not in marks:
                marks[body] = len(marks) + 1
                yield b"blob\nmark :%d\n" % marks[body] + _data(body)
            reference = b":%d" % marks[body]
        entries.append(b"M %b %b %b\n" % (mode.encode(), reference, _quoted(path)))
    return entries


def _stream(repository: Repository) -> Iterator[bytes]:
    """Yield what `git fast-import` reads; files with the same text share a blob."""
    marks: dict[bytes, int] = {}
    entries = yield from _entries(repository.files, marks)
    commits = [(repository.first_commit, "first", entries)]
    if repository.last_commit is not None:
        commits = [
            (repository.first_commit, "first", entries[:1]),
            (repository.last_commit, "last", entries),
        ]
    for moment, subject, tree in commits:
        yield f"commit refs/heads/{repository.branch}\n".encode()
        yield f"committer {_WHO} {_moment(moment)}\n".encode()
        yield _data(subject.encode())
        yield b"".join(tree)
    for branch, files in repository.branches.items():
        entries = yield from _entries(files, marks)
        yield f"commit refs/heads/{branch}\n".encode()
        yield f"committer {_WHO} {_moment(repository.changed)}\n".encode()
        yield _data(branch.encode()) + f"from refs/heads/{repository.branch}\n".encode()
        yield b"deleteall\n" + b"".join(entries)
    for tag in repository.tags:
        yield f"tag {tag}\nfrom refs/heads/{repository.branch}\n".encode()
        yield f"tagger {_WHO} {_moment(repository.changed)}\n".encode() + _data(tag.encode())
    yield b"done\n"


@dataclass(frozen=True)
class Stored:
    """An object out of a repository."""

    oid: str
    kind: str
    """``commit``, ``tree`` or ``blob``."""
    body: bytes


class Bare:
    """A bare repository on disk, and a reader of its objects."""

    def __init__(self, folder: Path, repository: Repository) -> None:
        self.folder = folder
        self.repository = repository
        environment = git_environment()
        subprocess.run(
            [
                "git",
                "init",
                "--quiet",
                "--bare",
                "--template=",
                f"--initial-branch={repository.branch}",
                folder,
            ],
            check=True,
            env=environment,
        )
        with (folder / "config").open("a") as config:
            config.write(_CONFIG)
        if repository.files:
            subprocess.run(
                ["git", "-c", "fastimport.unpackLimit=1", "fast-import", "--quiet", "--done"],
                input=b"".join(_stream(repository)),
                check=True,
                cwd=folder,
                env=environment,
            )
        self._lock = threading.Lock()
        self._reader: subprocess.Popen[bytes] | None = None

    def read(self, expression: str) -> Stored | None:
        """Return the object an expression such as ``HEAD:README.md`` names, or None."""
        if "\n" in expression:
            return None
        with self._lock:
            if self._reader is None:
                self._reader = subprocess.Popen(
                    ["git", "cat-file", "--batch"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    cwd=self.folder,
                    env=git_environment(),
                )
            asked, answered = self._reader.stdin, self._reader.stdout
            assert asked is not None
            assert answered is not None
            asked.write(expression.encode() + b"\n")
            asked.flush()
            head = answered.readline().decode().split(" ")
            if len(head) != 3 or head[1] not in {"commit", "tree", "blob", "tag"}:
                return None
            body = answered.read(int(head[2]))
            answered.readline()
            return Stored(head[0], head[1], body)

    def close(self) -> None:
        """End the reader."""
        if self._reader is not None:
            self._reader.communicate()


def entries(tree: Stored) -> Iterator[tuple[str, str, str]]:
    """Yield mode, name and object id of each entry of a tree object."""
    rest = tree.body
    while rest:
        head, _, rest = rest.partition(b"\0")
        mode, _, name = head.partition(b" ")
        yield mode.decode(), name.decode(errors="replace"), rest[:20].hex()
        rest = rest[20:]


def commit_moment(commit: Stored) -> dt.datetime:
    """Return the committer's date of a commit object."""
    line = next(line for line in commit.body.split(b"\n") if line.startswith(b"committer "))
    seconds = int(line.rsplit(b" ", 2)[1])
    return dt.datetime.fromtimestamp(seconds, dt.UTC)


def parents(commit: Stored) -> tuple[str, ...]:
    """Return the ids of a commit's parents."""
    head = commit.body.partition(b"\n\n")[0].decode(errors="replace")
    return tuple(line[7:] for line in head.splitlines() if line.startswith("parent "))
