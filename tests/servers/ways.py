"""The ways in which one repository of many is hostile, as data.

A way names the address that somebody registered, and who answers there instead of the honest host.
`WAYS` are those that a run gets over.
"""

import base64
import gzip
import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from servers import packages
from servers.described import File, Repository
from servers.wire import Call, Reply, as_html, as_json

Answer = Callable[[], Reply]
Otherwise = Callable[[Call, Answer], Reply]

FORGE, GITHUB, HUB, PAGE, INDEX = "forge", "GitHub", "Hub", "page", "index"
PACKAGES = "https://packages.example.net/simple"
"""The index that has the packages."""


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way to be hostile; each has an address of its own."""

    name: str
    place: str
    """Where it is: `FORGE`, `GITHUB`, `HUB`, `PAGE` or `INDEX`."""
    answer: Otherwise | None = None
    """What answers there; None: the repository alone is hostile, its host is honest."""
    described: Mapping[str, Any] | None = None
    """What GitHub's API tells otherwise of the repository; the rest is honest."""
    files: Mapping[str, File] | None = None
    """What is in the repository."""
    first_commit: str = "2025-03-01T00:00:00+00:00"
    silent: bool = False
    """Whether there is no answer in the end; a host that is silent for long is left alone."""
    slow: bool = False
    """Whether it also uses up the time that a request has."""

    def __str__(self) -> str:
        return self.name

    @property
    def mark(self) -> str:
        """A word that its address alone has."""
        return "x" + hashlib.sha256(self.name.encode()).hexdigest()[:8]

    @property
    def url(self) -> str:
        """As registered."""
        return {
            FORGE: f"https://{self.mark}.example.org/o/r.git",
            GITHUB: f"https://github.com/evil/{self.mark}",
            HUB: f"https://huggingface.co/evil/{self.mark}",
            PAGE: f"https://{self.mark}.example.net/project",
            INDEX: f"pkg:pypi/{self.mark}",
        }[self.place]

    @property
    def repository(self) -> Repository:
        """What lies there, for git."""
        files = self.files or {"README.md": "# r", "LICENSE": "MIT License", "train.py": "import x"}
        return Repository(files=files, first_commit=self.first_commit)

    @property
    def otherwise(self) -> tuple[str, str, Otherwise] | None:
        """Host, pattern of paths and answer, for `World.otherwise`."""
        if self.described is not None:
            name = f"evil/{self.mark}"
            return "api.github.com", "/graphql", _redescribed(name, self.described)
        if self.answer is None:
            return None
        host = urlsplit(PACKAGES if self.place == INDEX else self.url).hostname or ""
        shared = self.place in (GITHUB, HUB, INDEX)
        return host, f"*{self.mark}*" if shared else "*", self.answer


# What any server can do --------------------------------------------------------------------------


def _given(call: Call) -> str:
    return call.headers.get("authorization", "nobody")


def _coded(call: Call) -> str:
    return base64.b64encode(f"x:{_given(call).partition(' ')[2]}".encode()).decode()


def _bomb(_: Call, __: Answer) -> Reply:
    body = gzip.compress(bytes(100_000_000), 1)
    return Reply(body=body, headers={"content-type": "text/html", "content-encoding": "gzip"})


def _echo(status: int) -> Otherwise:
    def answer(call: Call, _: Answer) -> Reply:
        said = f"You sent {_given(call)} or {_coded(call)}"
        named = {"x_error_message": said, "etag": f'"{_given(call)}"'}
        return as_json({"error": said, "message": said}, status, **named)

    return answer


def _echo_in_location(call: Call, _: Answer) -> Reply:
    token = _given(call).partition(" ")[2]
    place = f"{call.base}{call.path}/{token}/{_coded(call)}?t={token}"
    return as_html("", 404) if len(call.path) > 300 else as_html("", 302, location=place)


def _sent_to(place: str) -> Otherwise:
    return lambda *_: as_html("", 302, location=place)


def _round(call: Call, _: Answer) -> Reply:
    return as_html("", 302, location=call.base + call.target)


def _ending(ending: str) -> Otherwise:
    def answer(_: Call, true: Answer) -> Reply:
        return replace(true(), ending=ending)  # type: ignore[arg-type]

    return answer


def _typed(kind: str) -> Otherwise:
    def answer(_: Call, true: Answer) -> Reply:
        reply = true()
        return replace(reply, headers={**reply.headers, "content-type": kind})

    return answer


def _body(body: bytes, kind: str = "application/json", status: int = 200) -> Otherwise:
    return lambda *_: Reply(status=status, body=body, headers={"content-type": kind})


SERVERS: Mapping[str, Otherwise] = {
    "endless": _ending("endless"),
    "gzip bomb": _bomb,
    "not gzip": lambda *_: Reply(body=b"plain", headers={"content-encoding": "gzip"}),
    "redirect in a circle": _round,
    "redirect to a file": _sent_to("file:///etc/passwd"),
    "redirect to no address": _sent_to("http://[oops"),
    "redirect inside": _sent_to("http://169.254.169.254/latest/meta-data/"),
    "redirect to a lone byte": _sent_to("/\xff\x80"),
    "wrong content type": _typed("image/png"),
    "no content type": _typed(""),
    "strange charset": _typed("text/html; charset=no-such"),
    "HTML for everything": lambda *_: as_html("<title>Log in</title>"),
    "nothing": lambda *_: Reply(),
    "deep JSON": _body(b"[" * 200_000),
    "deep objects": _body(b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
    "invalid UTF-8": _body(b'{"error": "\xff\xfe\x80"}'),
    "lone surrogate": _body(b'{"error": "\\ud800", "id": "\\udfff/\\ud800"}'),
    "lone surrogate in a refusal": _body(b'{"error": "\\ud800", "message": "\\udc00"}', status=404),
    "terminal sequence": _body(b'{"error": "\x1b]0;x\x07\\u001b[2J"}', status=403),
    "long complaint": _body(json.dumps({"error": "x" * 400_000}).encode(), status=403),
    "NaN": _body(b'{"id": NaN, "sha": Infinity}'),
    "odd status": lambda *_: Reply(status=599),
    "status without meaning": lambda *_: Reply(status=299),
    "closed in the middle": _ending("cut"),
    "reset": _ending("reset"),
    "echo, 200": _echo(200),
    "echo, 401": _echo(401),
    "echo, 403": _echo(403),
    "echo, 404": _echo(404),
    "echo, 451": _echo(451),
    "echo, 500": _echo(500),
    "echo in a redirect": _echo_in_location,
    "body of slow bytes": _ending("drip"),
    "head of slow bytes": _ending("drip-head"),
    "silence": _ending("hang"),
}
_SLOW = ("body of slow bytes", "head of slow bytes", "silence")
_ENDLESS = (("endless", FORGE), ("endless", GITHUB))
"""A pack may be long, so that one without end is read for long."""
_SILENT = ("closed in the middle", "reset", "odd status", "echo, 500", *_SLOW)


def _served(place: str) -> list[Way]:
    return [
        Way(name=f"{place}: {name}", place=place, answer=answer,
            silent=(name, place) in _ENDLESS or name in _SILENT,
            slow=(name, place) in _ENDLESS or name in _SLOW)
        for name, answer in SERVERS.items()
    ]  # fmt: skip


# What the Hub can tell ---------------------------------------------------------------------------


def _told(**changes: Any) -> Otherwise:
    """Change what the Hub tells of a repository; JSON escapes what no text may hold."""

    def answer(call: Call, true: Answer) -> Reply:
        reply = true()
        if "/api/" not in call.path or reply.status != 200:
            return reply
        body = json.dumps({**json.loads(reply.body), **changes}).encode()
        return replace(reply, body=body)

    return answer


def _deep(levels: int) -> Any:
    value: Any = "bottom"
    for _ in range(levels):
        value = [value]
    return value


def _lying_file(call: Call, true: Answer) -> Reply:
    """Give another file than the one that was asked for, with its right tag."""
    reply = true()
    if "/resolve/" not in call.path:
        return reply
    body = b"---\nlicense: apache-2.0\n---\n"
    tag = hashlib.sha1(b"blob %d\0" % len(body) + body, usedforsecurity=False).hexdigest()
    return replace(reply, body=body, headers={**reply.headers, "etag": f'"{tag}"'})


_CARDS: Mapping[str, Otherwise] = {
    "surrogate in the card": _told(cardData={"license": "\ud800", "language": "\udfff"}),
    "surrogate as key": _told(cardData={"\ud800": "\ud800"}),
    "surrogate in the id": _told(id="evil/\ud800"),
    "surrogate in the tags": _told(cardData=None, tags=["license:\ud800", "base_model:\udc00"]),
    "surrogate in the files": _told(siblings=[{"rfilename": "\ud800/a.py"}]),
    "base model that is no address": _told(baseModels=None, cardData={"base_model": "a b"}),
    "base models that are none": _told(
        baseModels={"relation": "merge", "models": [
            {"id": "a b"}, {"id": "\ud800/x"}, {"id": ""}, {"id": "../../api"}, {"id": "a\nb/c"},
            {"id": "//"}, {"id": "https://x/y"}, {"id": "[::1"}, {"id": "?q#f"},
            {"id": "x" * 10**5},            {"id": "%00/%0a"}, {"id": None}, {"id": 7}, {},
        ]}
    ),
    "hundred thousand base models": _told(
        baseModels={"models": [{"id": f"o/m{number}"} for number in range(100_000)]}
    ),
    "made from itself": _told(baseModels={"relation": "finetune", "models": [{"id": "evil/m"}]}),
    "training data that are none": _told(cardData={"datasets": ["a b", "\ud800", "..", "x" * 999]}),
    "year 9999 with an offset": _told(createdAt="9999-12-31T23:59:59-12:00"),
    "year 9999": _told(createdAt="9999-12-31T23:59:59Z", lastModified="9999-12-31T23:59:59Z"),
    "year 1 with an offset": _told(lastModified="0001-01-01T00:00:00+14:00"),
    "instant without a zone": _told(lastModified="2025-03-01T00:00:00"),
    "no instant": _told(createdAt="yesterday"),
    "sha that is none": _told(sha="../../etc/passwd"),
    "all of another type": _told(
        _id={}, private="no", gated=[], sha=7, siblings={}, tags=9, cardData=[], createdAt=1
    ),
    "null everywhere": _told(
        id=None, _id=None, private=None, gated=None, sha=None, siblings=None, tags=None,
        cardData=None, createdAt=None, lastModified=None,
    ),
    "gate of an unknown kind": _told(gated="perhaps"),
    "deep card": _told(cardData={"license": _deep(300), "datasets": _deep(300)}),
    "numbers without end": _told(cardData={"license": 10**400, "base_model": 1e308}),
    "thirty thousand files": _told(
        siblings=[{"rfilename": f"data/{number}.txt"} for number in range(30_000)]
    ),
    "control characters in files": _told(
        siblings=[{"rfilename": name} for name in ("a\nb.py", "\x1b[2J.py", "../../x", "", "/")]
    ),
    "another file": _lying_file,
}  # fmt: skip


# What GitHub can tell ----------------------------------------------------------------------------


def _redescribed(name: str, changes: Mapping[str, Any]) -> Otherwise:
    """Change what the API tells of one repository, and of no other."""

    def answer(_: Call, true: Answer) -> Reply:
        reply = true()
        told = json.loads(reply.body)
        for each in (told.get("data") or {}).values():
            if isinstance(each, dict) and each.get("nameWithOwner") == name:
                each.update(changes)
        return replace(reply, body=json.dumps(told).encode())

    return answer


_REPOSITORIES: Mapping[str, Mapping[str, Any]] = {
    "surrogate in the name": {"nameWithOwner": "evil/\ud800"},
    "name that is no address": {"nameWithOwner": "evil/a b"},
    "name that is none": {"nameWithOwner": "../../x"},
    "surrogate in the licence": {"licenseInfo": {"spdxId": "\ud800", "name": "\udfff"}},
    "year 9999 with an offset": {"createdAt": "9999-12-31T23:59:59-12:00"},
    "instant without a zone": {"createdAt": "2025-03-01T00:00:00"},
    "number without end": {"databaseId": 10**300},
    "all of another type": {"databaseId": "x", "isArchived": "x", "createdAt": [], "refs": 7},
    "branch that is none": {
        "defaultBranchRef": {"name": "\ud800", "target": {"oid": "../../x", "tree": {}}}
    },
    "commit of year 9999": {
        "defaultBranchRef": {"name": "m", "target": {
            "oid": "a" * 40, "committedDate": "9999-12-31T23:59:59-12:00", "tree": {"entries": []}}}
    },
    "tags that are none": {"refs": {"nodes": [
        None, {"name": "\ud800"}, {"name": "v" + "9" * 5_000, "target": {"oid": "\ud800"}}]}},
    "null everywhere": {
        "databaseId": None, "isArchived": None, "isDisabled": None, "isEmpty": None,
        "isPrivate": None, "createdAt": None, "pushedAt": None,
        "refs": None, "defaultBranchRef": None,
    },
}  # fmt: skip


# What git can send -------------------------------------------------------------------------------


def _pack(*entries: bytes) -> Otherwise:
    """Answer the request for objects with a pack of these entries."""

    def answer(call: Call, true: Answer) -> Reply:
        reply = true()
        if b"command=fetch" not in call.body:
            return reply
        body = b"PACK\0\0\0\2" + len(entries).to_bytes(4, "big") + b"".join(entries)
        body += hashlib.sha1(body, usedforsecurity=False).digest()
        lines = (body[at : at + 60_000] for at in range(0, len(body), 60_000))
        packed = b"".join(b"%04x\x01" % (len(line) + 5) + line for line in lines)
        return replace(reply, body=b"000dpackfile\n" + packed + b"0000")

    return answer


def _waiting(count: int) -> list[bytes]:
    """Return differences each of which is made from the one after it, by its name."""
    delta = zlib.compress(b"\1\1\1a")
    return [b"\x74" + number.to_bytes(20, "big") + delta for number in range(count)]


_PACKS: Mapping[str, Otherwise] = {
    "nothing in the pack": _pack(),
    "noise": _body(b"\0\xff" * 5_000, "application/x-git-upload-pack-result"),
    "object that is not whole": _pack(b"\xb0\x0f"),
    "ten thousand differences": _pack(*_waiting(10_000)),
    "blob that unpacks to much": _pack(b"\xbf\xff\xff\x0f" + zlib.compress(bytes(50_000_000), 1)),
}
_LATER_PACKS: Mapping[str, Otherwise] = {
    "size without end": _pack(b"\xff" * 30_000_000),
}


# What an index can hand out ----------------------------------------------------------------------


def _handed(make: Callable[[str], bytes], **told: Any) -> Otherwise:
    """List one wheel, as it is unless told, and hand it out."""

    def answer(call: Call, _: Answer) -> Reply:
        name = call.path.strip("/").rpartition("/")[2].partition("-")[0]
        data = make(name)
        if not call.path.startswith("/simple/"):
            return Reply(body=data, headers={"content-type": "application/octet-stream"})
        file = packages.listed(f"{name}-1-py3-none-any.whl", data, **told)
        reply = as_json({"meta": {"api-version": "1.1"}, "name": name, "files": [file]})
        return replace(reply, headers={**reply.headers, "content-type": packages.JSON})

    return answer


def _wheel(*fields: str, **files: str | bytes) -> Callable[[str], bytes]:
    """Make a wheel of the fields of its metadata, and of files beside these."""

    def made(name: str) -> bytes:
        packed = io.BytesIO()
        told = packages.metadata(*fields, name=name, version="1")
        whole = {f"{name}-1.dist-info/METADATA": told, f"{name}/__init__.py": ""}
        whole |= {f"{name}-1.dist-info/{each}": text for each, text in files.items()}  # type: ignore[misc]
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for each, text in whole.items():
                archive.writestr(each, text)
        return packed.getvalue()

    return made


_WHEELS: Mapping[str, Otherwise] = {
    "no archive": _handed(lambda _: b"PK\3\4" + b"\xff" * 5_000),
    "archive that is cut": _handed(lambda name: _wheel()(name)[:-30]),
    "metadata that unpack to much": _handed(_wheel("X: " + "x" * 50_000_000)),
    "licence that unpacks to much": _handed(_wheel(LICENSE=b" " * 50_000_000)),
    "ten thousand fields": _handed(_wheel(*(f"Field-{at}: x" for at in range(10_000)))),
    "licence that goes on and on": _handed(_wheel("License: MIT\n" + "        word\n" * 20_000)),
    "thirty thousand licences": _handed(_wheel(*["License-File: LICENSE"] * 30_000)),
    "noise for metadata": _handed(_wheel(METADATA=bytes(range(256)) * 100)),
    "terminal sequence in metadata": _handed(_wheel("License: \x1b]0;x\x07\x1b[2J")),
    "year 9999 with an offset": _handed(_wheel(), **{"upload-time": "9999-12-31T23:59:59-12:00"}),
    "size without end": _handed(_wheel(), size=10**30),
    "address that is none": _handed(_wheel(), url="http://[oops"),
}


# What a repository can hold ----------------------------------------------------------------------

_MERGES = "".join(
    [
        "a: &a [x, x, x, x, x, x, x, x, x]\n",
        *(f"{new}: &{new} [{', '.join(['*' + old] * 9)}]\n"
          for old, new in zip("abcdefgh", "bcdefghi", strict=True)),
    ]
)  # fmt: skip
_FOLDED = "a0: &a0 {k: v}\n" + "".join(
    f"a{number}: &a{number} {{<<: [{', '.join([f'*a{number - 1}'] * 9)}]}}\n"
    for number in range(1, 9)
)
_OPTIONS = " ".join(f"--{letter}=1" for letter in "abcdefghijklmnopqrstuvwxy")
_DOTTED = "[project]\nname = 'x'\n" + "a" + ".a" * 40_000 + " = 1\n"

_CONTENTS: Mapping[str, Mapping[str, File]] = {
    "link that is no address when unquoted": {
        "README.md": "# r\n[a](https://github.com/a%20b/c) https://github.com/a%0A/%ED%A0%80\n"
        "[b](https://huggingface.co/a%20b/c%00) [c](https://gitlab.com/a%20b/c%7F)\n"
    },
    "links without end": {
        "README.md": "# r\n" + "".join(f"https://github.com/o{n}/r{n}\n" for n in range(20_000))
    },
    "README of noise": {"README.md": bytes(range(256)) * 200, "LICENSE": b"\xff\xfe\x00" * 999},
    "names of noise": {"a\x01\x1b[2J.py": "", b"\xff\xed\xa0\x80.py".decode(
        errors="surrogateescape"): "", "README.md": "# r", "\u202e.py": "x"},
    "package that cannot be read": {
        "pyproject.toml": "[project\n", "setup.cfg": "\0", "CITATION.cff": "- [",
        "setup.py": "(" * 5_000,
    },
}  # fmt: skip
_LATER_CONTENTS: Mapping[str, Mapping[str, File]] = {
    "command of 25 options": {"README.md": f"# r\n\n```\npython -m x {_OPTIONS} !\n```\n"},
    "aliases in environment.yml": {"environment.yml": _MERGES + "dependencies: *i\n"},
    "merges in environment.yml": {"environment.yml": _FOLDED + "dependencies: [*a8]\n"},
    "aliases in CITATION.cff": {"CITATION.cff": _MERGES + "license: *i\n"},
    "merges in CITATION.cff": {"CITATION.cff": _FOLDED + "license: *a8\n"},
    "aliases in a front matter": {"README.md": f"---\n{_MERGES}license: *i\n---\n# r\n"},
    "merges in a front matter": {"README.md": f"---\n{_FOLDED}license: *a8\n---\n# r\n"},
    "forty thousand dotted keys": {"pyproject.toml": _DOTTED},
}


def _held(contents: Mapping[str, Mapping[str, File]]) -> list[Way]:
    return [
        Way(name=f"files: {name}", place=FORGE, files=files) for name, files in contents.items()
    ]


def _sent(packs: Mapping[str, Otherwise]) -> list[Way]:
    return [Way(name=f"git: {name}", place=FORGE, answer=answer) for name, answer in packs.items()]


WAYS: tuple[Way, ...] = (
    *(way for place in (FORGE, GITHUB, HUB, PAGE, INDEX) for way in _served(place)),
    *(Way(name=f"wheel: {name}", place=INDEX, answer=answer) for name, answer in _WHEELS.items()),
    *(Way(name=f"card: {name}", place=HUB, answer=answer) for name, answer in _CARDS.items()),
    *(
        Way(name=f"API: {name}", place=GITHUB, described=changes)
        for name, changes in _REPOSITORIES.items()
    ),
    *_sent(_PACKS),
    *_held(_CONTENTS),
    Way(name="git: commit of the year 2500", place=FORGE, first_commit="2500-01-01T00:00:00+00:00"),
    Way(name="git: commit of the year 1970", place=FORGE, first_commit="1970-01-01T00:00:00+00:00"),
    *_sent(_LATER_PACKS),
    *_held(_LATER_CONTENTS),
)
