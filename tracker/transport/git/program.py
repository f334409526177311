"""git: the only place where it runs, and it never runs anything that it fetched.

It looks where servers do not speak what `tracker.transport.git.protocol` speaks: a bare, shallow
clone without file contents, then the few files that are wanted, then the bare commits for the date
of the first one. A branch, tag or commit that is named is looked up before. No checkout, no hooks,
no submodules, no prompt, no configuration and no credentials of this machine; files, time and
memory are bounded.

Long, because whatever runs git is here, and how it is run is a half of it.
"""

import datetime as dt
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from tracker.errors import TransportFault
from tracker.model.revisions import Named
from tracker.transport import address
from tracker.transport.git.look import (
    BRANCHES,
    TAGS,
    Found,
    GitLook,
    NotHeldError,
    chosen,
    not_held,
    parted,
    unread,
)
from tracker.transport.settings import Settings, origin

TEXT_LIMIT = 1_000_000
"""Bytes of a file that is read; a longer one is left out."""
TEXTS_LIMIT = 24
_FILE_BLOCKS = 400_000  # of 512 bytes: the longest file that git may write
_CERTIFICATES = {"GIT_SSL_CAINFO": "SSL_CERT_FILE", "GIT_SSL_CAPATH": "SSL_CERT_DIR"}
_PROXIES = ("http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy",
            "NO_PROXY")  # fmt: skip
_CONFIGURATION = {
    "core.askPass": "",
    "core.hooksPath": "/dev/null",
    "credential.helper": "",
    "fetch.fsck.badTimezone": "ignore",
    "fetch.fsck.missingSpaceBeforeDate": "ignore",
    "fetch.fsck.zeroPaddedFilemode": "ignore",
    "gc.auto": "0",
    "http.followRedirects": "false",
    "http.lowSpeedLimit": "100",
    "maintenance.auto": "false",
    "protocol.version": "2",
    "submodule.recurse": "false",
    "transfer.bundleURI": "false",
    "transfer.fsckObjects": "true",
}
_REFUSED = "the requested url returned error: 4"
_WAY_BROKEN = (
    "unable to access",
    "early eof",
    "hung up",
    "disconnected",
    "timed out",
    "rpc failed",
)
"""Words in git's complaints that speak of the way there."""


class GitProgram:
    """The git half of the door."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def look(
        self,
        url: str,
        *,
        want: Callable[[Sequence[str]], Sequence[str]],
        pinned: str | None = None,
        named: Named | None = None,
    ) -> GitLook | None:
        """Look at the repository at `url`; None where git finds no commits.

        Call it once ``info/refs`` has answered through `tracker.transport.http`: git itself tells
        the reasons of a failure in prose only, and takes a web page for an empty repository. Who
        gets None has to make sure that it was git that answered.

        Parameters
        ----------
        url
            What git takes, without redirects.
        want
            Chooses among the paths the files whose content is read; at most `TEXTS_LIMIT` are.
        pinned
            A commit seen before, of which `GitLook.pins` is to tell.
        named
            The branch, tag or commit to look at; None: the default branch.

        Raises
        ------
        NotHeldError
            If there are commits, and none that is named.
        TransportFault
            If the look did not come to its end. A history that could not be had is no fault.
        """
        if self._settings.offline:
            raise TransportFault("offline was asked for", reach="unreachable")
        places = address.check(url, self._settings)
        with tempfile.TemporaryDirectory(prefix="tracker-git-") as folder:
            return _Look(url, places, Path(folder), self._settings).take(want, pinned, named)


class _Look:
    """One look, in a folder of its own."""

    def __init__(self, url: str, places: Sequence[str], folder: Path, settings: Settings) -> None:
        executable = shutil.which("git")
        if executable is None:
            raise TransportFault("git is missing from this machine", reach="error")
        self._git = executable
        self._url = url
        self._pin = _pin(url, places)
        self._folder = folder
        self._repository = folder / "repository"
        self._settings = settings
        self._deadline = time.monotonic() + settings.total_timeout

    def take(
        self,
        want: Callable[[Sequence[str]], Sequence[str]],
        pinned: str | None,
        named: Named | None,
    ) -> GitLook | None:
        aimed = self._found(named) if named else None
        aim = [f"--branch={aimed.name}"] if aimed and aimed.name else []
        self._remote(
            "clone", "--quiet", "--bare", "--depth=1", "--filter=blob:none", "--no-tags",
            "--single-branch", "--template=", *aim, "--", self._url, str(self._repository),
        )  # fmt: skip
        if aimed and not aim:
            self._fetched(aimed.commit)
        head = self._local("rev-parse", "--quiet", "--verify", "HEAD^{commit}", fails=True)
        if not head and not aimed:
            if self._remote("ls-remote", "--heads", "--", "origin", inside=True):
                raise TransportFault("HEAD names a branch that does not exist", reach="error")
            return None
        commit = aimed.commit if aimed else head.decode("ascii").strip()
        modes = self._listing(commit)
        paths, submodules = parted(modes)
        files = [path for path in paths if modes[path][0].startswith("100")]
        wanted = {path: modes[path][1] for path in list(want(files))[:TEXTS_LIMIT]}
        branch = self._local("symbolic-ref", "--quiet", "--short", "HEAD", fails=True)
        texts = self._texts(wanted)
        first = self._first_commit(commit, (aimed.name or commit) if aimed else "HEAD")
        return GitLook(
            commit=commit,
            branch=aimed.branch if aimed else branch.decode("utf-8", "replace").strip() or None,
            committed_at=_instant(self._local("log", "-1", "--format=%ct", commit)),
            paths=paths,
            submodules=submodules,
            texts=texts,
            unread=unread(want(paths), files, wanted, wanted.keys() - texts.keys()),
            first_commit=first,
            pins=self._held(commit, pinned) if pinned and first else {},
        )

    def _found(self, named: Named) -> Found | None:
        """Return what is named; None: the default branch, or there is no branch at all.

        Raises
        ------
        NotHeldError
            If there are branches, and none that is named.
        """
        listing = self._remote("ls-remote", "--", self._url).decode("utf-8", "replace")
        lines = [line.partition("\t") for line in listing.split("\n")]
        branches = {
            name.removeprefix(BRANCHES): oid for oid, _, name in lines if name.startswith(BRANCHES)
        }
        tags = {  # the commit of an annotated one comes after it
            name.removeprefix(TAGS).removesuffix("^{}"): oid
            for oid, _, name in lines
            if name.startswith(TAGS)
        }
        aimed = chosen(named, branches, tags)
        if aimed is None and branches and not named.usual:
            raise not_held(named)
        return aimed

    def _fetched(self, commit: str) -> None:
        """Fetch a commit by its id."""
        try:
            self._remote(
                "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--depth=1",
                "--recurse-submodules=no", "--filter=blob:none", "origin", commit, inside=True,
            )  # fmt: skip
        except TransportFault as fault:
            if f"not our ref {commit}" in fault.message:
                raise NotHeldError(Named((commit,))) from fault
            raise

    def _listing(self, commit: str) -> dict[str, tuple[str, str]]:
        """Return the mode and the object of each path."""
        modes: dict[str, tuple[str, str]] = {}
        for entry in self._local("ls-tree", "-r", "-z", commit).split(b"\0"):
            about, _, path = entry.partition(b"\t")
            if about:
                mode, kind, name = about.decode("ascii").split()
                if kind in ("blob", "commit"):
                    modes[path.decode("utf-8", "surrogateescape")] = (mode, name)
        return modes

    def _texts(self, wanted: Mapping[str, str]) -> dict[str, bytes]:
        """Read files, all in one request."""
        if not wanted:
            return {}
        names = "".join(f"{name}\n" for name in dict.fromkeys(wanted.values())).encode()
        self._remote(
            "-c", "fetch.negotiationAlgorithm=noop", "fetch", "--quiet", "--no-tags",
            "--no-write-fetch-head", "--recurse-submodules=no", "--filter=blob:none", "--stdin",
            "origin", inside=True, given=names,
        )  # fmt: skip
        sizes = self._local("cat-file", "--batch-check=%(objectname) %(objectsize)", given=names)
        small = {
            name.decode("ascii")
            for name, size in (line.split() for line in sizes.splitlines())
            if int(size) <= TEXT_LIMIT
        }
        return {
            path: self._local("cat-file", "blob", name)
            for path, name in wanted.items()
            if name in small
        }

    def _first_commit(self, commit: str, aim: str) -> dt.datetime | None:
        self._deadline = time.monotonic() + self._settings.total_timeout / 2
        try:
            self._remote(
                "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--unshallow",
                "--recurse-submodules=no", "--filter=tree:0", "origin", aim, inside=True,
            )  # fmt: skip
            if self._local("rev-parse", "--is-shallow-repository") != b"false\n":
                return None  # the server itself has no more of it
            roots = self._local("log", "--max-parents=0", "--format=%ct", commit)
            return min(map(_instant, roots.split()), default=None)
        except TransportFault:
            return None

    def _held(self, commit: str, pinned: str) -> Mapping[str, bool]:
        """Say whether a commit is part of the history, which is here as a whole."""
        return {pinned: pinned.encode() in self._local("rev-list", commit).split()}

    def _local(self, *arguments: str, given: bytes = b"", fails: bool = False) -> bytes:
        """Run git on what is already here: no protocol is allowed."""
        return self._run(
            ["--git-dir", str(self._repository), *arguments],
            protocols="none",
            given=given,
            fails=fails,
        )

    def _remote(self, *arguments: str, inside: bool = False, given: bytes = b"") -> bytes:
        plain = self._url.startswith("http:") and origin(self._url) in self._settings.configured
        where = ["--git-dir", str(self._repository)] if inside else []
        protocols = "https:http" if plain else "https"
        return self._run([*where, *arguments], protocols=protocols, given=given)

    def _run(
        self, arguments: Sequence[str], *, protocols: str, given: bytes, fails: bool = False
    ) -> bytes:
        """Run git to its end or to the deadline, whichever comes first.

        Output goes to files, which the shell's limit bounds along with everything else git writes.
        """
        options = [f"{name}={value}" for name, value in _CONFIGURATION.items()]
        options.append(f"http.lowSpeedTime={max(1, round(self._settings.read_timeout))}")
        options.extend(self._pin)
        limited = ["/bin/sh", "-c", f'ulimit -f {_FILE_BLOCKS}; exec "$@"', "sh"]
        command = [*limited, self._git, *(part for option in options for part in ("-c", option))]
        with (
            tempfile.TemporaryFile(dir=self._folder) as stdin,
            tempfile.TemporaryFile(dir=self._folder) as stdout,
            tempfile.TemporaryFile(dir=self._folder) as stderr,
        ):
            stdin.write(given)
            stdin.seek(0)
            process = subprocess.Popen(  # noqa: S603  arguments are ours, the URL stands after --
                [*command, *arguments],
                stdin=stdin,
                stdout=stdout,
                stderr=stderr,
                cwd=self._folder,
                env=self._environment(protocols),
                start_new_session=True,
            )
            try:
                process.wait(timeout=max(0.1, self._deadline - time.monotonic()))
            except subprocess.TimeoutExpired as error:
                raise TransportFault("git did not finish in time", reach="unreachable") from error
            finally:
                _kill(process)
            if process.returncode and not fails:
                stderr.seek(0)
                raise self._fault(stderr.read(100_000).decode("utf-8", "replace"))
            stdout.seek(0)
            return stdout.read()

    def _environment(self, protocols: str) -> dict[str, str]:
        passed = {name: os.environ[name] for name in ("PATH", *_PROXIES) if name in os.environ}
        for name, other in _CERTIFICATES.items():
            if value := os.environ.get(name) or os.environ.get(other):
                passed[name] = value
        return passed | {
            "HOME": str(self._folder),
            "LC_ALL": "C",
            "GIT_ALLOW_PROTOCOL": protocols,
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_TERMINAL_PROMPT": "0",
        }

    def _fault(self, stderr: str) -> TransportFault:
        lines = [line for line in stderr.splitlines() if line.startswith(("fatal:", "error:"))]
        message = address.without(" ".join(lines), self._settings.secrets)
        message = message.replace(str(self._folder), "")[:300]
        words = message.lower()
        if "error: 429" in words:
            return TransportFault(f"git: {message}", reach="rate-limited")
        broken = _REFUSED not in words and any(sign in words for sign in _WAY_BROKEN)
        message = f"git: {message or 'stopped without a word'}"
        return TransportFault(message, reach="unreachable" if broken else "error")


def _pin(url: str, places: Sequence[str]) -> list[str]:
    """Return the option by which git connects to the addresses that were checked, and no others."""
    if not places:
        return []
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return [f"http.curloptResolve={parts.hostname}:{port}:{','.join(places)}"]


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """End a process with all of its children, if it still runs."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _instant(seconds: bytes) -> dt.datetime:
    try:
        return dt.datetime.fromtimestamp(int(seconds), dt.UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise TransportFault("a commit has an impossible date", reach="error") from error
