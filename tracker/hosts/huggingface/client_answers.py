"""What an answer of the Hugging Face Hub means, live or recorded. Pure."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec

from tracker.hosts.answers import absent, message, refusal
from tracker.hosts.observing import Findings, refused
from tracker.licensing import from_card
from tracker.model import swhid
from tracker.model.evidence import Declaration, Facts, Reach
from tracker.model.unread import Piece, Unread
from tracker.transport.answer import Response

VIA = "hub-api"
SITE = "https://huggingface.co"
CARD = "README.md"
FOLDERS = {"model": "", "dataset": "datasets/", "space": "spaces/"}
"""Kind of repository → what stands before its name in an address."""

_GATE_WORDS = re.compile(
    r"gated repo|not in the authorized list|awaiting a review|is restricted\b.*"
    r"must have access|access to (?:public )?gated",
    re.IGNORECASE | re.DOTALL,
)
_OWN_WORDS = re.compile(r"(?:invalid username or password|repository not found)\.?", re.IGNORECASE)
"""What the Hub itself says of a repository that is missing or private, and nobody else."""
_DISABLED_WORDS = re.compile(r"access to this (?:resource|repo\w*) is disabled", re.IGNORECASE)
_WORD = 40
_NAME = 200
_MOST = 50
"""Characters of a relation and of a dataset's name; datasets that are kept."""
_NO_LICENSE = frozenset(("license:unknown",))


class HubFile(msgspec.Struct):
    """A file in the list of a repository."""

    rfilename: str


class Info(msgspec.Struct):
    """What we take from the Hub's description of a repository, which its client does not check."""

    id: Annotated[str, msgspec.Meta(pattern=r"^\w[\w.-]*(/\w[\w.-]*)?\Z", max_length=200)]
    identity: str | None = msgspec.field(default=None, name="_id")
    private: bool | None = None
    disabled: bool | None = None
    gated: Literal["auto", "manual"] | bool | None = None
    sha: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{40}\Z")] | None = None
    created_at: dt.datetime | None = None
    last_modified: dt.datetime | None = None
    siblings: list[HubFile] | None = None
    base_models: object = None
    tags: list[str] | None = None
    card: dict[str, object] = {}


def known(kind: str, asked: str, info: Info) -> Facts:
    """Return the facts that the description alone tells.

    Parameters
    ----------
    kind
        ``model``, ``dataset`` or ``space``.
    asked
        The name asked for; ``""`` if it is not known.
    """
    renamed = bool(asked) and info.id.casefold() != asked.casefold()
    files = {sibling.rfilename for sibling in info.siblings or ()}
    return Facts(
        platform_id=info.identity,
        name=info.id,
        moved_to=f"{SITE}/{FOLDERS[kind]}{info.id}" if renamed else None,
        is_empty=None if info.siblings is None else not files - {".gitattributes"},
        revision=swhid.revision(info.sha) if info.sha else None,
        created=info.created_at,
        last_changed=info.last_modified,
        gate=_gate(info),
        base_models=_base_models(info),
        base_relation=_base_relation(info),
        trained_on=_trained_on(info) if kind == "model" else None,
    )


def withheld(info: Info, facts: Facts) -> Findings | None:
    """Return what there is to say of a repository that not everybody sees; else None."""
    if info.private:
        note = "private: only the holder of our token sees it"
        return Findings(reach=Reach.NOT_VISIBLE, via=VIA, note=note)
    if info.disabled:
        note = "the Hub says that it is disabled"
        return Findings(reach=Reach.DISABLED, via=VIA, facts=facts, note=note)
    return None


def reach(facts: Facts) -> Reach:
    """Return the reach of a repository that everybody sees."""
    return Reach.GATED if facts.gate in ("auto", "manual") else Reach.VISIBLE


def declared(info: Info) -> tuple[Declaration, ...] | None:
    """Return the licences that the card declares, or the tags made from it; None: not told."""
    if info.card:
        return from_card(info.card, CARD)
    if info.tags is None:
        return None
    named = [tag for tag in info.tags if tag.startswith("license:") and tag not in _NO_LICENSE]
    return from_card({"license": [tag.partition(":")[2] for tag in named]}, CARD)


def merged(known: Facts, licensed: tuple[Declaration, ...] | None, files: Facts | None) -> Facts:
    """Return the facts of a description, with what its files tell.

    Parameters
    ----------
    licensed
        What the description says of the licence; None: it was not told.
    files
        What the list of files, and the texts that were read, tell; None: no list was told.
    """
    files = files or Facts()
    licenses = (*(licensed or ()), *(files.licenses or ()))
    untold = licensed is None and files.licenses is None
    return msgspec.structs.replace(
        known,
        tree=files.tree,
        licenses=None if untold else licenses,
        credits=files.credits,
        read=files.read,
        announced=files.announced,
        links=files.links,
    )


def as_card(unread: Unread) -> Unread:
    """Return what was not read, the README of the Hub as the card that it is."""
    return msgspec.structs.replace(unread, piece=Piece.CARD) if unread.what == CARD else unread


def _gate(info: Info) -> str | None:
    if isinstance(info.gated, bool):
        return "auto" if info.gated else "none"
    return info.gated


def _base_relation(info: Info) -> str | None:
    """Return how it was made from its base models, as the Hub or else the card says."""
    relation = info.base_models.get("relation") if isinstance(info.base_models, Mapping) else None
    relation = relation or info.card.get("base_model_relation")
    return relation if isinstance(relation, str) and len(relation) <= _WORD else None


def _trained_on(info: Info) -> tuple[str, ...] | None:
    """Return the datasets that the card names."""
    datasets = info.card.get("datasets")
    listed = [datasets] if isinstance(datasets, str) else datasets
    if not isinstance(listed, list):
        return None
    return tuple(name for name in listed if isinstance(name, str) and len(name) <= _NAME)[:_MOST]


def _base_models(info: Info) -> tuple[str, ...] | None:
    """Return the models this one is made from, as the Hub or else the card says."""
    models = info.base_models
    if isinstance(models, Mapping):
        models = models.get("models")
    if models is None:
        models = info.card.get("base_model")
    if models is None and info.tags is not None:
        tagged = (tag.split(":") for tag in info.tags if tag.startswith("base_model:"))
        models = list(dict.fromkeys(parts[-1] for parts in tagged)) or None
    if isinstance(models, str):
        return (models,)
    if not isinstance(models, list):
        return None
    names = (model.get("id") if isinstance(model, Mapping) else model for model in models)
    return tuple(name for name in names if isinstance(name, str))


def no_such_revision(answer: Response) -> bool:
    """Whether the Hub says that a repository which is there has no branch or commit of a name."""
    return answer.status == 404 and answer.headers.get("x-error-code") == "RevisionNotFound"


def read_refusal(answer: Response, *, token: bool = False) -> Findings:
    """Return what the Hub means by an answer that is not 200.

    It answers 401 for what is missing, what is private, what is gated and for a bad token; only
    its error code and words tell them apart. An answer without them is not the Hub's.

    Parameters
    ----------
    token
        Whether ours was sent: any other 401 is then about it.
    """
    words = message(answer)
    code = answer.headers.get("x-error-code")
    if code == "GatedRepo" or (answer.status in (401, 403) and _GATE_WORDS.search(words)):
        return Findings(reach=Reach.GATED, via=VIA, note=words or "the files are behind a gate")
    if answer.status in (401, 403) and _DISABLED_WORDS.search(words):
        return Findings(reach=Reach.DISABLED, via=VIA, facts=Facts(block_reason=words), note=words)
    missing = code == "RepoNotFound" or (code is None and _OWN_WORDS.fullmatch(words.strip()))
    if (answer.status == 401 or absent(answer, "huggingface")) and missing:
        return Findings(reach=Reach.NOT_VISIBLE, via=VIA, note=f"missing or private ({words})")
    if answer.status == 401 and token:
        status_line = f"HTTP 401: {words}" if words else "HTTP 401"
        return Findings(
            reach=Reach.BAD_CREDENTIALS, via=VIA, note=f"our token was refused ({status_line})"
        )
    return refused(refusal(answer), VIA)
