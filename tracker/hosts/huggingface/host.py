"""The Hugging Face Hub: models, datasets and Spaces, through its own client.

The metadata come in one call; the few files whose text is read are asked for by the revision that
the metadata name, so that an observation never mixes two revisions.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from urllib.parse import quote

import msgspec
from huggingface_hub import DatasetInfo, ModelInfo, SpaceInfo
from huggingface_hub.errors import HfHubHTTPError, HFValidationError

from tracker.errors import Fault, TransportFault
from tracker.hosts.answers import fault
from tracker.hosts.huggingface.client_answers import (
    CARD,
    FOLDERS,
    VIA,
    Info,
    as_card,
    declared,
    known,
    merged,
    no_such_revision,
    reach,
    read_refusal,
    withheld,
)
from tracker.hosts.observing import Findings, look
from tracker.hosts.texts import listing
from tracker.hosts.texts.reading import read as read_texts
from tracker.model import swhid
from tracker.model.decoding import converted
from tracker.model.evidence import Facts, Observation, Reach
from tracker.model.locator import Locator, locate
from tracker.model.unread import Piece, Unread
from tracker.transport import Door
from tracker.transport.http import Response

FILES_LIMIT = 3
"""Files of one repository whose text is read: each is a request of its own."""
BEHIND = "is behind a gate"
_PINNED = Unread(
    piece=Piece.HISTORY, what="whether the pinned revision is held", why="was not told by the Hub"
)
_TEXT_LIMIT = 1_000_000
_GIT_DIGITS = 40
_OPEN_BEHIND_A_GATE = ("README.md", "LICENSE", "LICENSE.md", "LICENSE.txt")
"""What a gated repository shows to everybody."""
_EVERYWHERE = ["cardData", "createdAt", "disabled", "lastModified", "private", "sha", "siblings"]
_EXPAND: Mapping[str, Sequence[str]] = {
    "model": [*_EVERYWHERE, "gated", "baseModels"],
    "dataset": [*_EVERYWHERE, "gated"],
    "space": _EVERYWHERE,
}


class HuggingFace:
    """Models, datasets and Spaces on the Hub."""

    name = "huggingface"
    connections = 10

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


def _see(locator: Locator, door: Door) -> Findings:
    api = door.http.hub()
    calls: Mapping[str, Callable[..., ModelInfo | DatasetInfo | SpaceInfo]] = {
        "model": api.model_info,
        "dataset": api.dataset_info,
        "space": api.space_info,
    }
    listed = True
    ask = partial(calls[locator.kind], locator.name, expand=list(_EXPAND[locator.kind]))
    try:
        try:
            asked = _asked(ask, locator)
        except TransportFault as trouble:
            if trouble.kind is not Fault.LONG:
                raise
            bare = [field for field in _EXPAND[locator.kind] if field != "siblings"]
            asked = _asked(partial(ask, expand=bare), locator)
            listed = False
        if asked is None:
            note = f"the Hub has no branch, tag or commit {locator.revision} of it"
            facts = Facts(named_is_there=False)
            return Findings(reach=Reach.VISIBLE, via=VIA, facts=facts, note=note)
        hub_info, revision = asked
        card = vars(hub_info.card_data) if hub_info.card_data else {}
        info = converted({**vars(hub_info), "card": card}, Info, from_attributes=True)
    except HFValidationError as error:
        raise TransportFault("the name is none that the Hub could have", reach="error") from error
    except HfHubHTTPError as error:
        return read_refusal(_as_answer(error), token=bool(door.settings.hf_token))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise TransportFault("the Hub's answer cannot be read", reach="error") from error
    return _seen(locator, info, revision, door) if listed else _unlisted(locator, info, door)


def _asked(
    ask: Callable[..., ModelInfo | DatasetInfo | SpaceInfo], locator: Locator
) -> tuple[ModelInfo | DatasetInfo | SpaceInfo, str] | None:
    """Return what the Hub tells of what the address names, and its name; None: it has none."""
    named = locator.named
    if named is None or named.usual:
        return ask(), "main"
    for name in named.candidates:
        try:
            return ask(revision=name), name
        except HfHubHTTPError as error:
            if not no_such_revision(_as_answer(error)):
                raise
    return None


def _as_answer(error: HfHubHTTPError) -> Response:
    response = error.response
    url = str(response.request.url)
    return Response(
        url=url,
        final_url=url,
        permanent_url=url,
        status=response.status_code,
        headers=dict(response.headers),
        body=response.content,
    )


def _seen(locator: Locator, info: Info, revision: str, door: Door) -> Findings:
    facts = known(locator.kind, locator.name, info)
    if locator.repository:
        facts = msgspec.structs.replace(facts, named_is_there=True)
    if hidden := withheld(info, facts):
        return hidden
    if info.siblings is None:
        raise TransportFault("the Hub left out the list of files", reach="error")
    paths = [sibling.rfilename for sibling in info.siblings]
    home = _address(locator, info, revision, door)
    texts, kept_back, unread = _texts(home, info, paths, door)
    from_texts = read_texts(
        paths, texts, {**unread, **dict.fromkeys(kept_back, BEHIND)}, code=False
    )
    pins = _pins(locator, info, door)
    kept = ", ".join(kept_back)
    return Findings(
        reach=reach(facts),
        via=VIA,
        facts=msgspec.structs.replace(merged(facts, declared(info), from_texts.facts), pins=pins),
        note="; ".join(filter(None, (kept and f"not shown to us: {kept}", from_texts.note)))
        or None,
        unread=(
            *map(as_card, from_texts.unread),
            *_untold(locator, info, texts.get(CARD)),
            *([] if pins or locator.pinned in (None, info.sha) else [_PINNED]),
        ),
    )


def _unlisted(locator: Locator, info: Info, door: Door) -> Findings:
    """Return what the Hub tells of a repository whose list of files is longer than is read."""
    facts = known(locator.kind, locator.name, info)
    if locator.repository:
        facts = msgspec.structs.replace(facts, named_is_there=True)
    if hidden := withheld(info, facts):
        return hidden
    pins = _pins(locator, info, door)
    return Findings(
        reach=reach(facts),
        via=VIA,
        facts=msgspec.structs.replace(merged(facts, declared(info), None), pins=pins),
        unread=(
            *(Unread(piece=piece, what=what, why=why) for piece, what, why in _BEHIND_THE_LIST),
            *_untold(locator, info, None),
            *([] if pins or locator.pinned in (None, info.sha) else [_PINNED]),
        ),
    )


_BEHIND_THE_LIST = (
    (Piece.LISTING, "the list of files", "is longer than what is read"),
    (Piece.LICENSE, "a licence file", "was not looked for: the list of files is too long"),
    (Piece.CARD, "the text of the card", "was not read: the list of files is too long"),
)


def _untold(locator: Locator, info: Info, card: bytes | None) -> Iterator[Unread]:
    """Yield what the Hub was asked for and left out of its answer."""
    state = [info.private, info.disabled, info.identity]
    state += [info.gated] if "gated" in _EXPAND[locator.kind] else []
    if None in state:
        what = "whether it is gated, private or disabled,"
        yield Unread(piece=Piece.STATE, what=what, why="was left out of the Hub's answer")
    if info.created_at is None:
        what = "its date of creation"
        yield Unread(piece=Piece.HISTORY, what=what, why="was left out of the Hub's answer")
    if not info.card and card is not None and card.lstrip().startswith(b"---"):
        what = "the metadata of its card"
        yield Unread(piece=Piece.CARD, what=what, why="were left out of the Hub's answer")


def _pins(locator: Locator, info: Info, door: Door) -> dict[str, bool] | None:
    """Say whether the Hub still holds the revision that was pinned; None: not asked, or no word."""
    if locator.pinned in (None, info.sha):
        return None
    kind, home = f"{locator.kind}s", door.settings.hf_endpoint
    token = door.settings.hf_token
    answer = door.http.get(
        f"{home}/api/{kind}/{info.id}/revision/{locator.pinned}?expand=sha",
        headers={"authorization": f"Bearer {token}"} if token else {},
    )
    gone = no_such_revision(answer)
    if answer.status == 200 or gone:
        return {swhid.revision(locator.pinned or ""): not gone}
    return None


def _address(locator: Locator, info: Info, revision: str, door: Door) -> str:
    """Return the address of the files of what was asked for, by its commit where that was told."""
    home = f"{door.settings.hf_endpoint}/{FOLDERS[locator.kind]}{info.id}"
    return f"{home}/resolve/{quote(info.sha or revision, safe='')}"


def _texts(
    home: str, info: Info, paths: Sequence[str], door: Door
) -> tuple[dict[str, bytes], list[str], dict[str, str]]:
    """Return the texts of the telling files, those that a gate keeps, and why others were not read.

    What everybody may read is asked for without our token, so that it may be kept.

    Raises
    ------
    TransportFault
        If one of them could not be asked for: half a look would pass for a whole one.
    """
    token = door.settings.hf_token
    ranked = listing.wanted(paths, code=False)
    ordered = sorted(ranked, key=lambda path: path != CARD)
    telling = ordered[:FILES_LIMIT]
    texts: dict[str, bytes] = {}
    kept_back: list[str] = []
    unread = dict.fromkeys(
        ordered[FILES_LIMIT:], f"is not among the {FILES_LIMIT} files that are read"
    )
    for path in telling:
        closed = info.gated not in (None, False) and path not in _OPEN_BEHIND_A_GATE
        answer = door.http.get(
            f"{home}/{quote(path)}",
            headers={"authorization": f"Bearer {token}"} if token and closed else {},
            limit=_TEXT_LIMIT,
            cut=True,
            immutable=partial(_proven, info.sha) if info.sha else None,
        )
        if answer.status == 200 and not answer.cut:
            if not _whole(answer):
                raise TransportFault(f"what came is not {path} of the Hub", reach="error")
            texts[path] = answer.body
        elif answer.status in (401, 403) and read_refusal(answer).reach is Reach.GATED:
            kept_back.append(path)
        elif answer.status != 200:
            raise fault(f"{path} could not be read", answer)
        else:
            unread[path] = "is longer than what is read"
    return texts, kept_back, unread


def _whole(answer: Response) -> bool:
    """Whether a file is what its tag says; the Hub tags every file, most with their id in git."""
    tag = _tag(answer.headers)
    return bool(tag) and (len(tag) != _GIT_DIGITS or _is(answer.body, tag))


def _proven(commit: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether an answer is a file of that commit, as the Hub says and as the file's hash shows."""
    return headers.get("x-repo-commit") == commit and _is(body, _tag(headers))


def _tag(headers: Mapping[str, str]) -> str:
    return headers.get("etag", "").removeprefix("W/").strip('"')


def _is(body: bytes, tag: str) -> bool:
    """Whether a tag is the id in git, or the SHA-256, of a file."""
    return tag in (swhid.git_id(swhid.content(body)), hashlib.sha256(body).hexdigest())
