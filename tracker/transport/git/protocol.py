"""git's own protocol, version 2, spoken over the door's HTTP: a look in four requests.

Spoken here rather than by the program, a look asks for what it needs and nothing twice, shares the
limits, the pacing and the record of all other requests, and starts no process. A server that does
not speak this version, or cannot leave files out, is left to the program; see
`tracker.transport.git.program`.

1. ``info/refs``, which `tracker.hosts.remote` has asked already: what the server can do.
2. ``ls-refs``: what HEAD is, or the branch that is named, and which tags there are. The rest is not
   asked for again if this commit was seen before.
3. ``fetch`` of that commit without its history and without files: the listing. A server that
   breaks over leaving files out is asked once with them, and not for its history.
4. ``fetch`` of the wanted files, together with the bare commits before HEAD, for their dates.

Long, because four requests and their answers are one conversation.
"""

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from tracker import __version__
from tracker.errors import Fault, TransportFault
from tracker.model.base import Value
from tracker.model.decoding import unpacked
from tracker.model.revisions import Named
from tracker.transport.cache import Cache
from tracker.transport.git import ancestry, look, pack, packets
from tracker.transport.git.ancestry import Past
from tracker.transport.git.look import BRANCHES, TAGS, GitLook, NotHeldError
from tracker.transport.git.pack import Packed, broken
from tracker.transport.git.program import TEXT_LIMIT, TEXTS_LIMIT, GitProgram
from tracker.transport.http import Http, Response

PACK_LIMIT = 64_000_000
"""Bytes of one pack."""
_TYPE = "application/x-git-upload-pack"
_UNKNOWN = "not our ref {oid}"
"""git's own words about a commit that it does not have."""


class Head(Value, frozen=True, kw_only=True):
    """What the default branch is, or the branch, tag or commit that was asked for."""

    commit: str
    branch: str | None
    listed: bool = True
    """Whether the server has told of it; a commit that an address names may be anything."""
    committed_at: dt.datetime | None = None
    listing: Mapping[str, tuple[str, str]] | None = None
    """Mode and id of every file by its path, where that is known."""
    texts: Mapping[str, bytes] = msgspec.field(default_factory=dict)
    """Contents of files that are known, by their ids."""
    tags: Mapping[str, str] | None = None
    """Tags and the commits that they name; None where nobody told."""


class Repositories:
    """The git half of the door."""

    def __init__(self, http: Http, program: GitProgram, cache: Cache) -> None:
        self._http = http
        self._program = program
        self._cache = cache

    def look(
        self,
        url: str,
        *,
        want: Callable[[Sequence[str]], Sequence[str]],
        advertised: bytes | None = None,
        head: Head | None = None,
        pinned: str | None = None,
        named: Named | None = None,
    ) -> GitLook | None:
        """Look at the repository at `url`; None where it has no commits.

        Parameters
        ----------
        url
            What git takes, without redirects.
        want
            Chooses among the paths the files whose content is read; at most 24 are.
        advertised
            What the server said at ``info/refs``, as far as it was read; None is as good as the
            best, where `head` is known.
        head
            What HEAD is, where somebody has told.
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
        if advertised is not None and not packets.capable(advertised):
            return self._program.look(url, want=want, pinned=pinned, named=named)
        talk = _Talk(self._http, url)
        head = head or talk.head(named)
        if head is None:
            return None
        key = f"git {url} {head.commit}"
        looked = _kept(self._cache.load(key), want) if head.listed else None
        if looked is not None and pinned in (None, head.commit, *looked.pins):
            return msgspec.structs.replace(looked, branch=head.branch, tags=head.tags)
        looked = talk.look(head, want, pinned)
        if looked.first_commit is not None and (data := _keepable(looked, want)) is not None:
            self._cache.store(key, data)
        return looked


class _KeptLook(msgspec.Struct, frozen=True):
    """A look on disk."""

    look: GitLook
    """Without its paths, which may hold bytes that are no text."""
    paths: list[bytes]
    wanted: list[str]


def _keepable(looked: GitLook, want: Callable[[Sequence[str]], Sequence[str]]) -> bytes | None:
    paths = [path.encode("utf-8", "surrogateescape") for path in looked.paths]
    look = msgspec.structs.replace(looked, paths=())
    try:
        return msgspec.msgpack.encode(_KeptLook(look, paths, list(want(looked.paths))))
    except UnicodeEncodeError:
        return None


def _kept(data: bytes | None, want: Callable[[Sequence[str]], Sequence[str]]) -> GitLook | None:
    """Read what was kept, if the same files would be wanted of it today."""
    if data is None:
        return None
    try:
        kept = unpacked(data, _KeptLook)
    except (msgspec.DecodeError, ValueError):
        return None
    paths = tuple(path.decode("utf-8", "surrogateescape") for path in kept.paths)
    if list(want(paths)) != kept.wanted:
        return None
    return msgspec.structs.replace(kept.look, paths=paths)


class _Talk:
    """The requests of one look."""

    def __init__(self, http: Http, url: str) -> None:
        self._http = http
        self._url = url
        self._filters = True
        """Whether the server can leave files out, as it says; unlearned where it breaks over it."""

    def head(self, named: Named | None = None) -> Head | None:
        """Return what HEAD is, or what is named, or None where there is no branch at all."""
        commit = branch = None
        branches: dict[str, str] = {}
        tags: dict[str, str] = {}
        wanted = [f"{BRANCHES}{name}" for name in named.candidates] if named else []
        for line in self._references("HEAD", TAGS, *wanted):
            oid, _, rest = line.partition(" ")
            name, *attributes = rest.split(" ")
            values = dict(attribute.split(":", 1) for attribute in attributes if ":" in attribute)
            if name == "HEAD" and _is_id(oid):
                place = values.get("symref-target", "")
                commit = oid
                branch = place.removeprefix(BRANCHES) if place.startswith(BRANCHES) else None
            elif name.startswith(BRANCHES) and _is_id(oid):
                branches[name.removeprefix(BRANCHES)] = oid
            elif name.startswith(TAGS) and _is_id(aim := values.get("peeled", oid)):
                tags[name.removeprefix(TAGS)] = aim
        if named and (aimed := look.chosen(named, branches, tags)):
            listed = aimed.name is not None
            return Head(commit=aimed.commit, branch=aimed.branch, tags=tags, listed=listed)
        there = commit is not None or any(self._references(BRANCHES))
        if named and not named.usual and there:
            raise look.not_held(named)
        if commit is not None:
            return Head(commit=commit, branch=branch, tags=tags)
        if there:
            raise TransportFault("HEAD names a branch that does not exist", reach="error")
        return None

    def look(
        self, head: Head, want: Callable[[Sequence[str]], Sequence[str]], pinned: str | None
    ) -> GitLook:
        """Fetch listing, texts and dates of a commit, as far as they are not known."""
        modes, committed_at = head.listing, head.committed_at
        texts = dict(head.texts)
        if modes is None or committed_at is None:
            modes, committed_at, came_along = self._listing(head)
            texts |= came_along
        paths, submodules = look.parted(modes)
        readable = [path for path in paths if modes[path][0].startswith("100")]
        wanted = {path: modes[path][1] for path in list(want(readable))[:TEXTS_LIMIT]}
        missing = [oid for oid in dict.fromkeys(wanted.values()) if oid not in texts]
        objects, past = self._rest(head, missing)
        blobs = {oid: packed.data for oid, packed in objects.items() if packed.kind == "blob"}
        blobs |= texts
        return GitLook(
            commit=head.commit,
            branch=head.branch,
            committed_at=committed_at,
            first_commit=past.first if past else None,
            paths=paths,
            submodules=submodules,
            texts={
                path: blobs[oid]
                for path, oid in wanted.items()
                if oid in blobs and len(blobs[oid]) <= TEXT_LIMIT
            },
            unread=look.unread(
                want(paths),
                readable,
                wanted,
                (path for path, oid in wanted.items() if len(blobs.get(oid, b"")) > TEXT_LIMIT),
            ),
            tags=head.tags,
            pins={pinned: pinned in past.commits} if pinned and past else {},
        )

    def _listing(
        self, head: Head
    ) -> tuple[Mapping[str, tuple[str, str]], dt.datetime, Mapping[str, bytes]]:
        """Return the files' modes and ids, the commit's date, and files that came along."""
        oid = head.commit
        try:
            objects = self._fetch([oid], "filter blob:none", "deepen 1")
        except TransportFault as fault:
            if not head.listed and _UNKNOWN.format(oid=oid) in fault.message:
                raise NotHeldError(Named((oid,))) from fault
            if not _may_be_the_filter(fault):
                raise
            objects = self._fetch([oid], "deepen 1")
            self._filters = False
        commit = objects.get(oid)
        if commit is None or commit.kind != "commit":
            raise broken("the commit was not sent")
        about = pack.header(commit.data)
        came_along = {key: one.data for key, one in objects.items() if one.kind == "blob"}
        return pack.files(about.get("tree", ""), objects), ancestry.instant(about), came_along

    def _rest(self, head: Head, missing: Sequence[str]) -> tuple[dict[str, Packed], Past | None]:
        """Return the missing files, and what came before HEAD, in one request if it can.

        A history can be too long for the time there is; then the files are fetched alone.
        """
        objects: dict[str, Packed] | None = None
        past: Past | None = None
        if self._filters:
            with contextlib.suppress(TransportFault):
                objects = self._fetch([head.commit, *missing], "filter tree:0")
                past = ancestry.walked(head.commit, objects)
        if objects is None:
            objects = self._fetch(missing) if missing else {}
        if any(oid not in objects or objects[oid].kind != "blob" for oid in missing):
            raise broken("a file was not sent")
        return objects, past

    def _references(self, *prefixes: str) -> Iterator[str]:
        lines = ("peel", "symrefs", *(f"ref-prefix {prefix}" for prefix in prefixes))
        answer = self._ask("ls-refs", lines)
        if not answer.endswith(packets.FLUSH):
            raise broken("the list of branches and tags has no end")
        for line in packets.lines(answer):
            yield line.decode("utf-8", "surrogateescape").rstrip("\n")

    def _fetch(self, wanted: Sequence[str], *lines: str) -> dict[str, Packed]:
        asked = [*lines, "no-progress", "ofs-delta", *(f"want {oid}" for oid in wanted), "done"]
        return pack.objects(packets.unwrapped(self._ask("fetch", asked)))

    def _ask(self, command: str, lines: Sequence[str]) -> bytes:
        words = (f"command={command}", f"agent=tracker/{__version__}", "object-format=sha1")
        content = b"".join(
            (
                *map(packets.packet, words),
                packets.DELIMITER,
                *map(packets.packet, lines),
                packets.FLUSH,
            )
        )
        answer = self._http.send(
            "POST",
            f"{self._url}/git-upload-pack",
            headers={
                "content-type": f"{_TYPE}-request",
                "accept": f"{_TYPE}-result",
                "git-protocol": "version=2",
            },
            content=content,
            limit=PACK_LIMIT,
        )
        if answer.status != 200 or answer.media_type != f"{_TYPE}-result":
            raise _refused(answer)
        return answer.body


def _may_be_the_filter(fault: TransportFault) -> bool:
    """Whether a server that says it can leave files out may have broken over doing so."""
    return fault.kind is Fault.BROKE or (fault.reach == "error" and fault.kind is Fault.OTHER)


def _refused(answer: Response) -> TransportFault:
    if answer.status == 429:
        return TransportFault("git: too many requests for now (HTTP 429)", reach="rate-limited")
    if answer.status >= 500 or answer.status == 408:
        words = f"git: the host is in trouble (HTTP {answer.status})"
        return TransportFault(words, reach="unreachable", kind=Fault.BROKE)
    return broken(f"what answered is not a git server (HTTP {answer.status})")


def _is_id(oid: str) -> bool:
    return len(oid) == 40 and all(digit in "0123456789abcdef" for digit in oid)
