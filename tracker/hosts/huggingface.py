"""The Hugging Face Hub: models, datasets and Spaces, through its own client.

The metadata come in one call; the few files whose text is read are asked for by the revision that
the metadata name, so that an observation never mixes two revisions.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Annotated, Literal
from urllib.parse import quote

import msgspec
from huggingface_hub import DatasetInfo, ModelInfo, SpaceInfo
from huggingface_hub.errors import HfHubHTTPError, HFValidationError

from tracker.errors import TransportFault
from tracker.hosts import listing
from tracker.hosts.answers import fault, json_object, message, refusal
from tracker.hosts.looking import Seen, look, refused
from tracker.licensing import from_card
from tracker.model import swhid
from tracker.model.evidence import Facts, Observation, Reach
from tracker.model.locator import Locator, locate
from tracker.transport import Door
from tracker.transport.http import Answer

VIA = "hub-api"
FILES_LIMIT = 3
"""Files of one repository whose text is read: each is a request of its own."""
_TEXT_LIMIT = 1_000_000
_SITE = "https://huggingface.co"
_EVERYWHERE = ["cardData", "createdAt", "disabled", "lastModified", "private", "sha", "siblings"]
_EXPAND: Mapping[str, Sequence[str]] = {
    "model": [*_EVERYWHERE, "gated", "baseModels"],
    "dataset": [*_EVERYWHERE, "gated"],
    "space": _EVERYWHERE,
}
_FOLDERS = {"model": "", "dataset": "datasets/", "space": "spaces/"}


class _File(msgspec.Struct):
    rfilename: str


class _Info(msgspec.Struct):
    """What we take from the client's objects, which check nothing."""

    id: Annotated[str, msgspec.Meta(pattern=r"^\w[\w.-]*(/\w[\w.-]*)?\Z", max_length=200)]
    identity: str | None = msgspec.field(default=None, name="_id")
    private: bool | None = None
    disabled: bool | None = None
    gated: Literal["auto", "manual"] | bool | None = None
    sha: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{40}\Z")] | None = None
    created_at: dt.datetime | None = None
    last_modified: dt.datetime | None = None
    siblings: list[_File] | None = None
    base_models: object = None
    card: dict[str, object] = {}


class HuggingFace:
    """Models, datasets and Spaces on the Hub."""

    name = "huggingface"
    connections = 8

    def identify(self, url: str) -> Locator | None:
        """Return the locator of `url` if it names a repository on the Hub."""
        locator = locate(url)
        return locator if locator.host == self.name and locator.kind in _EXPAND else None

    def batch(self, door: Door) -> int:  # noqa: ARG002
        """Return 1: the Hub tells of one repository at a time."""
        return 1

    def observe(self, locators: Sequence[Locator], door: Door) -> Iterator[Observation]:
        """Ask for the metadata of each repository, then for a few of its files."""
        for locator in locators:
            yield look(locator, door, partial(_see, locator, door), via=VIA)


def _see(locator: Locator, door: Door) -> Seen:
    api = door.http.hub()
    calls: Mapping[str, Callable[..., ModelInfo | DatasetInfo | SpaceInfo]] = {
        "model": api.model_info,
        "dataset": api.dataset_info,
        "space": api.space_info,
    }
    try:
        told = calls[locator.kind](locator.name, expand=list(_EXPAND[locator.kind]))
        card = vars(told.card_data) if told.card_data else {}
        info = msgspec.convert({**vars(told), "card": card}, _Info, from_attributes=True)
    except HFValidationError as error:
        raise TransportFault("the name is none that the Hub could have", reach="error") from error
    except HfHubHTTPError as error:
        return read_refusal(_as_answer(error))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise TransportFault("the Hub's answer cannot be read", reach="error") from error
    return _seen(locator, info, door)


def _as_answer(error: HfHubHTTPError) -> Answer:
    response = error.response
    url = str(response.request.url)
    return Answer(
        url=url,
        final_url=url,
        permanent_url=url,
        status=response.status_code,
        headers=dict(response.headers),
        body=response.content,
    )


def read_refusal(answer: Answer) -> Seen:
    """Return what the Hub means by an answer that is not 200.

    It answers 401 for what is missing, what is private, what is gated and for a bad token; only
    its error code and words tell them apart. An answer without them is not the Hub's.
    """
    said = message(answer)
    code = answer.headers.get("x-error-code")
    if code == "GatedRepo":
        return Seen(reach=Reach.GATED, via=VIA, note=said)
    if said == "Access to this resource is disabled.":
        return Seen(reach=Reach.DISABLED, via=VIA, facts=Facts(block_reason=said), note=said)
    own_words = any(name in answer.headers for name in ("x-error-code", "x-error-message"))
    own_words = own_words or bool(json_object(answer))
    if answer.status == 401 and "invalid credentials" not in said.lower() and own_words:
        return Seen(reach=Reach.NOT_VISIBLE, via=VIA, note=f"missing or private ({said})")
    if answer.status == 404 and (code == "RepoNotFound" or said == "Repository not found"):
        return Seen(reach=Reach.NOT_VISIBLE, via=VIA, note=f"missing or private ({said})")
    return refused(refusal(answer), VIA)


def _seen(locator: Locator, info: _Info, door: Door) -> Seen:
    if info.private:
        note = "private: only the holder of our token sees it"
        return Seen(reach=Reach.NOT_VISIBLE, via=VIA, note=note)
    known = _known(locator, info)
    if info.disabled:
        note = "the Hub says that it is disabled"
        return Seen(reach=Reach.DISABLED, via=VIA, facts=known, note=note)
    if info.siblings is None:
        raise TransportFault("the Hub left out the list of files", reach="error")
    gated = known.gate in ("auto", "manual")
    paths = [sibling.rfilename for sibling in info.siblings]
    texts, kept_back = _texts(_address(locator, info, door), paths, door)
    files = listing.describe(paths, texts)
    licenses = (*from_card(info.card, "README.md"), *(files.licenses or ()))
    kept = ", ".join(kept_back)
    return Seen(
        reach=Reach.GATED if gated else Reach.VISIBLE,
        via=VIA,
        facts=msgspec.structs.replace(
            known,
            tree=files.tree,
            licenses=None if kept_back and not licenses else licenses,
            read=files.read,
        ),
        note=f"not shown to us: {kept}" if kept else None,
    )


def _known(locator: Locator, info: _Info) -> Facts:
    renamed = info.id.casefold() != locator.name.casefold()
    files = {sibling.rfilename for sibling in info.siblings or ()}
    return Facts(
        platform_id=info.identity,
        name=info.id,
        moved_to=f"{_SITE}/{_FOLDERS[locator.kind]}{info.id}" if renamed else None,
        is_empty=None if info.siblings is None else not files - {".gitattributes"},
        revision=swhid.revision(info.sha) if info.sha else None,
        created=info.created_at,
        last_changed=info.last_modified,
        gate=_gate(info),
        base_models=_base_models(info),
    )


def _gate(info: _Info) -> str | None:
    if isinstance(info.gated, bool):
        return "auto" if info.gated else "none"
    return info.gated


def _base_models(info: _Info) -> tuple[str, ...] | None:
    """Return the models this one is made from, as the Hub or else the card says."""
    found = info.base_models
    if isinstance(found, Mapping):
        found = found.get("models")
    if found is None:
        found = info.card.get("base_model")
    if isinstance(found, str):
        return (found,)
    if not isinstance(found, list):
        return None
    names = (model.get("id") if isinstance(model, Mapping) else model for model in found)
    return tuple(name for name in names if isinstance(name, str))


def _address(locator: Locator, info: _Info, door: Door) -> str:
    """Return the address of the revision's files."""
    home = f"{door.settings.hf_endpoint}/{_FOLDERS[locator.kind]}{info.id}"
    return f"{home}/resolve/{info.sha or 'main'}"


def _texts(home: str, paths: Sequence[str], door: Door) -> tuple[dict[str, bytes], list[str]]:
    """Return the texts of the telling files, and the names of those that a gate keeps from us.

    Raises
    ------
    TransportFault
        If one of them could not be asked for: half a look would pass for a whole one.
    """
    token = door.settings.hf_token
    headers = {"authorization": f"Bearer {token}"} if token else {}
    telling = sorted(listing.wanted(paths), key=lambda path: path != "README.md")[:FILES_LIMIT]
    texts: dict[str, bytes] = {}
    kept_back: list[str] = []
    for path in telling:
        answer = door.http.get(
            f"{home}/{quote(path)}", headers=headers, limit=_TEXT_LIMIT, cut=True
        )
        if answer.status == 200 and not answer.cut:
            texts[path] = answer.body
        elif answer.status in (401, 403) and read_refusal(answer).reach is Reach.GATED:
            kept_back.append(path)
        elif answer.status != 200:
            raise fault(f"{path} could not be read", answer)
    return texts, kept_back
