"""The repositories of a world, and git's smart HTTP: the real `git http-backend` answers."""

import base64
import re
import subprocess
import threading
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from email.parser import BytesParser
from pathlib import Path

from servers.bare import Bare, git_environment
from servers.described import Repository, number
from servers.wire import Call, Reply

_SERVICE = re.compile(r"/(?P<name>.+?)(?P<git>\.git)?(?P<rest>/info/refs|/git-upload-pack)")


@dataclass(frozen=True, kw_only=True)
class Found:
    """A repository, found by some name."""

    host: str
    name: str
    """``owner/name``, as its host spells it."""
    repository: Repository
    moved: bool
    """Whether it was asked for by a former name."""

    @property
    def id(self) -> int:
        """Its numeric id."""
        return self.repository.id or number(f"{self.host}/{self.name}")


class Forge:
    """All repositories of a world; each becomes a bare repository at its first request."""

    def __init__(
        self,
        repositories: MutableMapping[str, Repository],
        moved: Mapping[str, str],
        folder: Path,
        token: str,
    ) -> None:
        self.repositories, self.moved, self.token = repositories, moved, token
        self.breaks_over_filters: Reply | None = None
        """What it answers where it is asked to leave files out; None: it does so."""
        self._folder = folder
        self._bares: dict[str, Bare] = {}
        self._lock = threading.Lock()

    def find(self, host: str, name: str) -> Found | None:
        """Return the repository of that name; case counts only where both spellings exist."""
        key, moved = f"{host}/{name}", False
        while True:
            known = self._spelling(key, self.repositories)
            if known is not None:
                break
            former = self._spelling(key, self.moved)
            if former is None:
                return None
            key, moved = self.moved[former], True
        host, _, name = known.partition("/")
        return Found(host=host, name=name, repository=self.repositories[known], moved=moved)

    @staticmethod
    def _spelling(key: str, known: Mapping[str, object]) -> str | None:
        if key in known:
            return key
        if not key.startswith("github.com/"):
            return None
        alike = [other for other in list(known) if other.casefold() == key.casefold()]
        return alike[0] if len(alike) == 1 else None

    def numbered(self, number: int) -> Found | None:
        """Return GitHub's repository of that numeric id."""
        for key in list(self.repositories):
            host, _, name = key.partition("/")
            found = self.find(host, name)
            if host == "github.com" and found is not None and found.id == number:
                return found
        return None

    def bare(self, found: Found) -> Bare:
        """Return the git repository itself; built anew when its description was replaced."""
        key = f"{found.host}/{found.name}"
        with self._lock:
            bare = self._bares.get(key)
            if bare is None or bare.repository is not found.repository:
                if bare is not None:
                    bare.close()
                folder = self._folder / f"{len(list(self._folder.iterdir()))}.git"
                bare = self._bares[key] = Bare(folder, found.repository)
            return bare

    def share(self, found: Found, key: str) -> None:
        """Let another name, whose description is the same, stand for the same git repository."""
        self._bares[key] = self.bare(found)

    def close(self) -> None:
        """End all readers."""
        for bare in {id(bare): bare for bare in self._bares.values()}.values():
            bare.close()

    def smart_http(self, call: Call) -> Reply | None:
        """Answer git, or return None if the request is not git's."""
        match = _SERVICE.fullmatch(call.path)
        if match is None:
            return None
        if match["rest"] == "/info/refs" and call.params.get("service") != ["git-upload-pack"]:
            return Reply(status=403, body=b"Please upgrade your git client.\n")
        if "authorization" in call.headers and not self._welcome(call):
            return _login()
        found = self.find(call.host, match["name"])
        if found is None or found.repository.private:
            return Reply(status=404) if "authorization" in call.headers else _login()
        if found.repository.taken_down is not None:
            status = 451 if found.repository.taken_down == "dmca" else 403
            return Reply(status=status, body=b"Repository unavailable.\n")
        if found.moved:
            query = f"?{call.query}" if call.query else ""
            place = f"{call.base}/{found.name}{match['git'] or ''}{match['rest']}{query}"
            return Reply(status=301, headers={"location": place})
        if self.breaks_over_filters is not None and b"filter " in call.body:
            return self.breaks_over_filters
        return _backend(call, self.bare(found).folder, match["rest"])

    def _welcome(self, call: Call) -> bool:
        scheme, _, given = call.headers["authorization"].partition(" ")
        if scheme.lower() == "basic":
            given = base64.b64decode(given).decode(errors="replace").partition(":")[2]
        return given == self.token


def _login() -> Reply:
    return Reply(
        status=401,
        body=b"Repository not found.",
        headers={
            "www-authenticate": 'Basic realm="GitHub"',
            "content-type": "text/plain; charset=UTF-8",
        },
    )


def _backend(call: Call, folder: Path, rest: str) -> Reply:
    """Let `git http-backend` answer, as a CGI program."""
    done = subprocess.run(
        ["git", "http-backend"],
        input=call.body,
        capture_output=True,
        check=False,  # it fails where a client asks for what is not there
        env={
            **git_environment(),
            "GIT_PROJECT_ROOT": str(folder),
            "GIT_HTTP_EXPORT_ALL": "1",
            "GIT_PROTOCOL": call.headers.get("git-protocol", ""),
            "REQUEST_METHOD": call.method,
            "PATH_INFO": rest,
            "QUERY_STRING": call.query,
            "CONTENT_TYPE": call.headers.get("content-type", ""),
            "CONTENT_LENGTH": str(len(call.body)),
            "HTTP_CONTENT_ENCODING": call.headers.get("content-encoding", ""),
            "REMOTE_ADDR": "127.0.0.1",
        },
    ).stdout
    if not done:
        return Reply(status=500)
    head, _, body = done.partition(b"\r\n\r\n")
    headers = {
        name.lower(): text for name, text in BytesParser().parsebytes(head + b"\r\n\r\n").items()
    }
    status = int(headers.pop("status", "200").partition(" ")[0])
    return Reply(status=status, body=body, headers=headers)
