"""What an answer of the Hub's HTTP API means: what was asked, and what came back. Pure.

The live host asks through the Hub's own client; what that client hands over and what travels are
read by the same functions of `tracker.hosts.huggingface.client_answers`.
"""

import datetime as dt
import re
from urllib.parse import unquote, urlsplit

import msgspec

from tracker.hosts.answers import absent, json_object, message, target
from tracker.hosts.huggingface.client_answers import (
    FOLDERS,
    SITE,
    VIA,
    HubFile,
    Info,
    declared,
    known,
    no_such_revision,
    reach,
    read_refusal,
    withheld,
)
from tracker.hosts.observing import Findings
from tracker.hosts.texts import listing
from tracker.model import swhid
from tracker.model.base import Value
from tracker.model.decoding import converted
from tracker.model.evidence import Facts, Reach
from tracker.model.foreign import decoded
from tracker.transport.answer import Response

_OF_THE_REPOSITORY = frozenset(("RevisionNotFound", "EntryNotFound"))
"""Error codes about a part of a repository that is there."""


class HubRequest(Value, frozen=True):
    """What a path of the Hub asks about."""

    kind: str
    """``model``, ``dataset`` or ``space``; ``paper``; ``""`` for nothing of these."""
    name: str
    """``owner/name``, or the paper's id; ``""`` for a list."""
    view: str
    """What of it: ``""`` for the description, ``resolve``, ``tree``, ``commits``, ``list`` …"""


_KINDS = {"models": "model", "datasets": "dataset", "spaces": "space"}
_NAME = r"(?P<name>[\w.-]+/[\w.-]+|[\w.-]+)"
_API = re.compile(rf"/api/(?P<kind>models|datasets|spaces)(?:/{_NAME}(?:/(?P<view>[\w-]++).*)?)?/?")
_VIEWS = "resolve|raw|blob|tree|commits|commit|discussions|info"
_SITE = re.compile(
    rf"/(?:(?P<kind>models|datasets|spaces)/)?{_NAME}(?:/(?P<view>{_VIEWS})(?:/.*)?)?/?"
)
_ONE_NAME_VIEWS = frozenset(("revision", "tree", "commits", "refs", "auth-check", "discussions"))


def asked(path: str) -> HubRequest:
    """Return what `path` asks about.

    Examples
    --------
    >>> asked("/api/datasets/knoveleng/open-rs/tree/main")
    HubRequest(kind='dataset', name='knoveleng/open-rs', view='tree')
    """
    plain = unquote(urlsplit(path).path)
    if match := re.fullmatch(r"/api/papers/([^/ ]+)(.*)", plain):
        return HubRequest("paper", match[1], match[2].strip("/ "))
    if match := re.fullmatch(r"/api/(daily_papers|papers|arxiv)\b.*", plain):
        return HubRequest("paper", "", "list")
    if match := _API.fullmatch(plain):
        name, view = match["name"] or "", match["view"] or ""
        owner, _, last = name.partition("/")
        if last in _ONE_NAME_VIEWS:  # a repository without an owner: gpt2/tree/main
            name, view = owner, last
        return HubRequest(_KINDS[match["kind"]], name, view if name else "list")
    if plain.startswith("/api/"):
        return HubRequest("", "", plain.removeprefix("/api/"))
    if match := _SITE.fullmatch(plain):
        return HubRequest(
            _KINDS.get(match["kind"] or "", "model"), match["name"], match["view"] or "page"
        )
    return HubRequest("", "", "")


def read(path: str, answer: Response) -> Findings:
    """Return what an answer of the Hub says of the repository or paper that `path` names.

    Parameters
    ----------
    path
        As asked; ``""`` if that is not known: then the answer itself shows what it is about.
    """
    what = asked(path) if path else _guessed(answer)
    if answer.status in (301, 302, 303, 307, 308):
        return _redirected(what, answer)
    if answer.status in (200, 206, 304):
        return _shown(what, answer)
    code = answer.headers.get("x-error-code")
    words = message(answer)
    if answer.status == 404 and (
        code in _OF_THE_REPOSITORY or words.startswith(("Invalid rev id", "Entry not found"))
    ):
        facts = Facts(named_is_there=False if no_such_revision(answer) else None)
        note = f"there, but not this part of it: {words}"
        return Findings(reach=Reach.VISIBLE, via=VIA, facts=facts, note=note)
    if what.view.startswith("whoami") and answer.status in (401, 403):
        return Findings(
            reach=Reach.BAD_CREDENTIALS, via=VIA, note=f"our token was refused ({words})"
        )
    if absent(answer, "huggingface") and what.kind == "paper":
        return Findings(
            reach=Reach.NOT_VISIBLE, via=VIA, note=f"the Hub has no such paper ({words})"
        )
    if absent(answer, "huggingface") and what.kind and what.view in ("", "page") and what.name:
        return Findings(reach=Reach.NOT_VISIBLE, via=VIA, note=f"missing or private ({words})")
    return read_refusal(answer)


def _guessed(answer: Response) -> HubRequest:
    """Return what an answer to an unknown request is about, as far as its fields show it."""
    document = json_object(answer)
    if "upvotes" in document or "githubRepo" in document:
        return HubRequest("paper", str(document.get("id", "")), "")
    kind = document.get("repoType")
    return HubRequest(kind if isinstance(kind, str) and kind in FOLDERS else "model", "", "")


def _redirected(what: HubRequest, answer: Response) -> Findings:
    """Read a redirect: to another name it is a move, for a file's bytes it is none."""
    parts = target(answer)
    if parts is None:
        return Findings(reach=Reach.ERROR, via=VIA, note="a redirect to nowhere")
    if re.match(r"/(?:login|join)\b", parts.path) and parts.hostname in (None, "huggingface.co"):
        return Findings(reach=Reach.ERROR, via=VIA, note="the Hub asks for a login")
    revision = answer.headers.get("x-repo-commit")
    facts = Facts(revision=swhid.revision(revision) if revision else None)
    new = asked(parts.path) if parts.hostname in (None, "huggingface.co", "hf.co") else None
    if new is None or not new.name or new.kind not in FOLDERS:
        return Findings(
            reach=Reach.VISIBLE, via=VIA, facts=facts, note="there, served from elsewhere"
        )
    facts = msgspec.structs.replace(facts, name=new.name)
    if new.name.casefold() == what.name.casefold():
        return Findings(reach=Reach.VISIBLE, via=VIA, facts=facts)
    moved = f"{SITE}/{FOLDERS[new.kind]}{new.name}"
    facts = msgspec.structs.replace(facts, moved_to=moved)
    return Findings(reach=Reach.VISIBLE, via=VIA, facts=facts, note="renamed; asked again there")


class _Described(msgspec.Struct, rename="camel"):
    """A description as it travels; the Hub's client renames and drops fields on its way to us."""

    id: str | None = None
    model_id: str | None = None
    identity: str | None = msgspec.field(default=None, name="_id")
    private: bool | None = None
    disabled: bool | None = None
    gated: object = None
    sha: str | None = None
    created_at: dt.datetime | None = None
    last_modified: dt.datetime | None = None
    siblings: list[HubFile] | None = None
    base_models: object = None
    tags: list[str] | None = None
    card_data: dict[str, object] | None = None


class _HubEntry(msgspec.Struct):
    type: str
    path: str


class _HubCommit(msgspec.Struct):
    id: str
    date: dt.datetime | None = None


class _Paper(msgspec.Struct, rename="camel"):
    id: str
    title: str | None = None
    published_at: dt.datetime | None = None


def _shown(what: HubRequest, answer: Response) -> Findings:
    try:
        facts = _facts(what, answer)
    except msgspec.DecodeError:
        note = "the Hub's answer cannot be read"
        return Findings(reach=Reach.ERROR, via=VIA, note=note)
    return (
        facts if isinstance(facts, Findings) else Findings(reach=reach(facts), via=VIA, facts=facts)
    )


def _facts(what: HubRequest, answer: Response) -> Facts | Findings:
    if answer.status == 304:
        return Facts()
    if what.view in ("resolve", "raw", "blob", "page"):
        commit = answer.headers.get("x-repo-commit")
        return Facts(revision=swhid.revision(commit) if commit else None)
    if "repoType" in json_object(answer):  # one entry of a list: it says itself what it is
        what = _guessed(answer)
    if what.kind == "paper" and what.name and not what.view:
        paper = decoded(answer.body, _Paper)
        return Facts(name=paper.id, title=paper.title, created=paper.published_at)
    if what.kind in FOLDERS and what.name and what.view == "tree":
        entries = decoded(answer.body, list[_HubEntry])
        paths = [entry.path for entry in entries if entry.type == "file"]
        return (
            Facts(tree=listing.describe(paths, {}).tree) if "recursive" in answer.url else Facts()
        )
    if what.kind in FOLDERS and what.name and what.view == "commits":
        commits = decoded(answer.body, list[_HubCommit])
        newest = commits[0] if commits else None
        return Facts(
            revision=swhid.revision(newest.id) if newest else None,
            last_changed=newest.date if newest else None,
        )
    if what.kind in FOLDERS and what.view in ("", "revision"):
        return _description(what, decoded(answer.body, _Described))
    decoded(answer.body, object)
    return Facts()


def described(description: _Described) -> Info:
    """Return a description as travelled in the form in which the Hub's client hands it over."""
    values = {name: getattr(description, name) for name in description.__struct_fields__}
    card = values.pop("card_data") or {}
    name = values.pop("model_id")
    values |= {"id": values["id"] or name, "card": card, "_id": values.pop("identity")}
    return converted(values, Info)


def _description(what: HubRequest, description: _Described) -> Facts | Findings:
    info = described(description)
    paths = [file.rfilename for file in info.siblings or ()]
    tree = None if info.siblings is None else listing.describe(paths, {}).tree
    facts = known(what.kind, what.name, info)
    named = True if what.view == "revision" else None
    facts = msgspec.structs.replace(facts, licenses=declared(info), tree=tree, named_is_there=named)
    return withheld(info, facts) or facts
