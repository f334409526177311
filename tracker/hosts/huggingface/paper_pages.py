"""What names a release of a paper: the Hub's page of the paper, and its lists by arXiv tag.

A mention is a lead, not a release: a card that carries a paper's tag may only cite it. The page of
a paper is a subject like any other, so that history, silence and drift work as they do everywhere.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

import msgspec

from tracker.errors import TransportFault
from tracker.hosts.answers import absent, json_object
from tracker.hosts.answers import fault as refused
from tracker.hosts.huggingface.client_answers import FOLDERS, SITE
from tracker.hosts.huggingface.rest_answers import asked
from tracker.hosts.observing import Findings, look
from tracker.model.evidence import Facts, Mention, Observation, Reach
from tracker.model.foreign import decoded
from tracker.model.locator import Locator, fault, glued, locate
from tracker.model.unread import Piece, Unread
from tracker.transport import Door
from tracker.transport.answer import Response

VIA = "hub-api"
LIMIT = 200
"""Mentions that are kept of one answer."""


_LISTED = 100
_PAGE = re.compile(re.escape(SITE) + r"/papers/(\d{4}\.\d{4,5})")


class Mentions:
    """The pages that the Hub has of papers: what is named there, and whose cards carry the tag."""

    name = "hub-papers"
    connections = 4

    def identify(self, url: str) -> Locator | None:
        """Return the locator of `url` if it is the Hub's page of a paper."""
        locator = locate(url)
        match = _PAGE.fullmatch(locator.url)
        if match is None:
            return None
        return Locator(host=self.name, kind="paper", name=match[1], url=locator.url)

    def batch(self, door: Door) -> int:  # noqa: ARG002
        """Return 1: the Hub tells of one paper at a time."""
        return 1

    def observe(self, locators: Sequence[Locator], door: Door) -> Iterator[Observation]:
        """Ask for the page of each paper, and for the models and datasets that carry its tag."""
        for locator in locators:
            yield look(locator, door, partial(_see, locator.name, door), via=VIA)


def _see(paper: str, door: Door) -> Findings:
    """Ask all three: half a look would pass for a whole one."""
    page = _get(f"papers/{paper}", door)
    lists = {
        kind: _get(f"{kind}?filter=arxiv:{paper}&sort=createdAt&limit={_LISTED}", door)
        for kind in ("models", "datasets")
    }
    try:
        counts = {
            kind: len(decoded(listed.body, list[_NamedRepository]))
            for kind, listed in lists.items()
        }
        named = decoded(page.body, _Page) if page.status == 200 else _Page()
        carrying = unique(url for listed in lists.values() for url in _names(listed))
        tagged = {*unique(_linked(named)), *carrying}
    except msgspec.DecodeError as error:
        raise TransportFault("the Hub's answer cannot be read", reach="error") from error
    on_page = set(unique(url for url in (named.github_repo, named.project_page) if url))
    mentions = [Mention(url=url, how="paper page") for url in sorted(on_page)]
    mentions += [Mention(url=url, how="arXiv tag") for url in sorted(tagged - on_page)]
    facts = Facts(name=paper, mentions=tuple(mentions))
    note = None if page.status == 200 else "the Hub has no page of this paper"
    return Findings(
        reach=Reach.VISIBLE,
        via=VIA,
        facts=facts,
        note=note,
        unread=tuple(_further(counts, len(mentions))),
    )


def _further(counts: Mapping[str, int], mentioned: int) -> Iterator[Unread]:
    """Yield the lists that may go on, and the mentions that are not kept."""
    for kind, count in counts.items():
        if count >= _LISTED:
            why = f"is longer than the {_LISTED} that are read"
            what = f"the list of {kind} with the paper's tag"
            yield Unread(piece=Piece.MENTIONS, what=what, why=why, part=True)
    if mentioned >= LIMIT:
        what, why = "the list of what is named", f"is longer than the {LIMIT} that are kept"
        yield Unread(piece=Piece.MENTIONS, what=what, why=why, part=True)


def _get(what: str, door: Door) -> Response:
    token = door.settings.hf_token
    answer = door.http.get(
        f"{door.settings.hf_endpoint}/api/{what}",
        headers={"authorization": f"Bearer {token}"} if token else {},
    )
    missing = absent(answer, "huggingface") and what.startswith("papers/") and json_object(answer)
    if answer.status != 200 and not missing:
        raise refused(f"the Hub's {what.partition('?')[0]}", answer)
    if answer.media_type != "application/json":
        raise TransportFault("the Hub's answer is no JSON", reach="error")
    return answer


class _NamedRepository(msgspec.Struct):
    id: str


class _Page(msgspec.Struct, rename="camel"):
    """The Hub's page of a paper; of `/api/arxiv/…/repos` the last three, by other names."""

    github_repo: str | None = None
    project_page: str | None = None
    linked_models: list[_NamedRepository] = []
    linked_datasets: list[_NamedRepository] = []
    linked_spaces: list[_NamedRepository] = []
    models: list[_NamedRepository] = []
    datasets: list[_NamedRepository] = []
    spaces: list[_NamedRepository] = []


class _Daily(msgspec.Struct):
    paper: _Page


def named_by(answer: Response) -> tuple[str, ...]:
    """Return the addresses that the Hub's answer about papers names, each once, canonical.

    An answer about anything else, or one that cannot be read, names none.
    """
    try:
        return unique(_names(answer))
    except msgspec.DecodeError:
        return ()


def _names(answer: Response) -> Iterator[str]:
    what = asked(answer.url)
    if what.kind == "paper":
        yield from _of_papers(answer.body)
    elif what.kind in FOLDERS and what.view == "list":
        yield from _repositories(what.kind, decoded(answer.body, list[_NamedRepository]))


def unique(urls: Iterable[str]) -> tuple[str, ...]:
    """Return the canonical form of each well-formed address, each once, at most `LIMIT`.

    Examples
    --------
    >>> unique(["https://github.com/o/r.git", "https://github.com/o/r/", "mailto:a@example.org"])
    ('https://github.com/o/r',)
    """
    addresses: dict[str, None] = {}
    for url in urls:
        plain = url.strip().removesuffix(glued(url.strip()))
        if len(plain) <= 500 and fault(plain) is None:
            addresses.setdefault(locate(plain).url)
    return tuple(addresses)[:LIMIT]


def _of_papers(body: bytes) -> Iterator[str]:
    if body.lstrip().startswith(b"["):
        for daily in decoded(body, list[_Daily]):
            yield from _of_page(daily.paper)
    else:
        yield from _of_page(decoded(body, _Page))


def _of_page(page: _Page) -> Iterator[str]:
    yield from (url for url in (page.github_repo, page.project_page) if url)
    yield from _linked(page)


def _linked(page: _Page) -> Iterator[str]:
    yield from _repositories("model", [*page.linked_models, *page.models])
    yield from _repositories("dataset", [*page.linked_datasets, *page.datasets])
    yield from _repositories("space", [*page.linked_spaces, *page.spaces])


def _repositories(kind: str, named: Iterable[_NamedRepository]) -> Iterator[str]:
    return (f"{SITE}/{FOLDERS[kind]}{repository.id}" for repository in named)
