"""What a look brought back, and nothing that was concluded from it.

A fact that was not asked for is ``None`` and is shown as "not asked", never as "no". What was asked
for and not read whole is listed beside the facts (`tracker.model.unread`).

Long, because all that a look may bring is one type, with the small ones that it is made of.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeAlias

import msgspec

from tracker.model.base import Value
from tracker.model.release import Release
from tracker.model.unread import State, Unread, state

SPAN_LIMIT = 300
"""Characters of somebody else's text that history may keep in one quote."""


SEEN = "seen"
"""How a section about terms was recognised of which nothing was understood."""


class Reach(StrEnum):
    """What the look gave. The last four say nothing about the artifact."""

    VISIBLE = "visible"
    GATED = "gated"
    NOT_VISIBLE = "not-visible"
    """Missing and private cannot be told apart."""
    TAKEN_DOWN = "taken-down"
    DISABLED = "disabled"
    RATE_LIMITED = "rate-limited"
    UNREACHABLE = "unreachable"
    BAD_CREDENTIALS = "bad-credentials"
    ERROR = "error"

    @property
    def says_something(self) -> bool:
        """Whether this reach tells anything about the artifact itself."""
        return self not in _SILENT


_SILENT = frozenset((Reach.RATE_LIMITED, Reach.UNREACHABLE, Reach.BAD_CREDENTIALS, Reach.ERROR))


class Exchange(Value, frozen=True, kw_only=True):
    """One request and its answer, without bodies and without secrets."""

    url: str
    status: int | None = None
    """HTTP status; None where there was no HTTP answer (git's own protocol, a refusal)."""
    etag: str | None = None
    digest: str | None = None
    """``sha256:…`` of the body, where one was read."""


class Place(StrEnum):
    """Where an artifact declares its licence."""

    FILE = "license file"
    README = "README text"
    BADGE = "README badge"
    CARD = "card metadata"
    PACKAGE = "package metadata"
    HEADER = "file header"
    PAPER = "paper"
    """The authors' own sentence about what they release, as the registry quotes it."""
    ARTICLE = "licence of the paper's text"
    """Covers what is printed, and no code, weights or data."""
    DETECTOR = "host's detector"


class Declaration(Value, frozen=True, kw_only=True):
    """One place in which an artifact declares a licence (SPDX: *declared*)."""

    place: Place
    path: str | None = None
    line: int | None = None
    quote: str
    """At most `SPAN_LIMIT` characters, as printed."""
    expression: str | None = None
    """SPDX expression or ``LicenseRef-…``; None: declared, but we cannot say which."""
    how: str | None = None
    """How it was recognised: exact, normalised, near, name. Without an expression, ``part``: the
    file may say more than what was read of it; ``seen``: it speaks of terms, and was not
    understood."""
    score: float | None = None
    """1.0 for an exact text; the similarity for a near one."""
    matcher: str | None = None
    """Name and version of the matcher, so that a better one can be told apart."""
    swhid: str | None = None
    """``swh:1:cnt:…`` of the file."""
    scope: tuple[str, ...] = ()
    """What it is about: ``code``, ``weights``, ``data``, ``docs``; ``()`` = the whole, or it does
    not say."""
    holder: str | None = None
    """Whom the copyright line of a licence file names, as printed; a template that nobody filled
    in stands in its brackets."""


class CreditKind(StrEnum):
    """What a line does for whoever must be named, or for a licence."""

    COPYRIGHT = "copyright"
    """Says who holds the rights."""
    NOTICE = "notice"
    """Stands in a file that is named as a notice."""
    SHOWN = "shown"
    """Shows users words that a licence asks for."""
    TEXT = "text"
    """Stands in the text of a licence that a README or a card holds."""


class Credit(Value, frozen=True, kw_only=True):
    """A line that keeps a notice, as some licence asks."""

    kind: CreditKind
    path: str
    line: int
    quote: str
    """At most `SPAN_LIMIT` characters, as printed."""
    names: str | None = None
    """Of a copyright line, whom; of a text, the licence; else the words that some licence asks for
    and that begin in this line."""


class FileSeen(Value, frozen=True, kw_only=True):
    """A file that was read."""

    path: str
    swhid: str


class Tree(Value, frozen=True, kw_only=True):
    """What the listing of a revision shows."""

    files: int
    suffixes: Mapping[str, int]
    """Lower-case suffix, ``""`` for none, and how many files have it."""
    paths: tuple[str, ...] = ()
    """The telling paths, assets left out; see `tracker.hosts.texts.listing`."""
    omitted: int = 0
    """Telling paths that did not fit."""
    assets: Mapping[str, Mapping[str, int]] | None = None
    """Folder, ``""`` for the root, and how many files of which suffix it holds whose paths are left
    out; None: not kept, or too many folders."""


class Passage(Value, frozen=True, kw_only=True):
    """A line of a file that points at something."""

    path: str
    line: int
    about: str
    """The address or path it names, or its own words."""


class Environment(Value, frozen=True, kw_only=True):
    """A file that lists what must be installed."""

    path: str
    listed: int | None = None
    """Packages it names; for a container, the images it starts from. None: not counted."""
    pinned: int | None = None
    """Those with one exact version, revision or digest."""
    locked: bool = False
    """Whether it is a lock, in which a tool has written every version."""


class ReadingList(Value, frozen=True, kw_only=True):
    """What a README lists."""

    path: str
    papers: int
    """Addresses of papers that it links, in entries or beside them."""
    works: int
    """Repositories, models and data sets that its entries link, its own among them."""
    entries: int
    """Items of lists, rows of tables and paragraphs that link one of these."""
    pieces: int
    """All items, rows, paragraphs and lines of commands, those of pictures apart."""
    sections: int
    """Headings below which an entry stands."""


class Mention(Value, frozen=True, kw_only=True):
    """An address that is named in connection with a paper."""

    url: str
    """Canonical."""
    how: str
    """``paper page``: the Hub's page of the paper names it; ``arXiv tag``: its card mentions the
    paper, which need not mean more than that."""


class Facts(Value, frozen=True, kw_only=True):
    """What was seen; ``None`` = not asked."""

    platform_id: str | None = None
    """GitHub numeric id, Hugging Face ``_id``: the identity behind a name."""
    name: str | None = None
    """Canonical name as the host prints it."""
    moved_to: str | None = None
    """Canonical URL under which the host now shows it, where it differs from the one asked."""
    archived: bool | None = None
    is_empty: bool | None = None
    revision: str | None = None
    """``swh:1:rev:…`` of the default branch, or of the branch, tag or commit that the address
    names; ``git-sha256:…`` where SHA-256 names the commits, which have no such identifier."""
    named_is_there: bool | None = None
    """Whether the repository holds the branch, tag or commit that the address names; None: it names
    none, or nobody told."""
    pins: Mapping[str, bool] | None = None
    """Revisions seen earlier, as SWHIDs, and whether the history of that branch still holds
    them; not asked where the revision is still the pinned one."""
    branch: str | None = None
    """The branch that was looked at."""
    releases: tuple[Release, ...] | None = None
    """The newest tags, by the version in their names, the newest first; ``()`` = there is none."""
    created: dt.datetime | None = None
    """As the host says it."""
    first_commit: dt.datetime | None = None
    """Of the branch that was looked at."""
    last_changed: dt.datetime | None = None
    tree: Tree | None = None
    licenses: tuple[Declaration, ...] | None = None
    """Every place that declares one; ``()`` = looked and found none."""
    credits: tuple[Credit, ...] | None = None
    """The lines that keep a notice, the first of them; ``()`` = looked and found none."""
    read: tuple[FileSeen, ...] | None = None
    """The files whose text was read."""
    environments: tuple[Environment, ...] | None = None
    """The files that list what must be installed; ``()`` = looked and found none."""
    announced: tuple[Passage, ...] | None = None
    """Words of a README that something is still to come."""
    training_to_come: tuple[Passage, ...] | None = None
    """Where a README says that code to train is still to come, or has a heading for it and nothing
    below."""
    training_scripts: tuple[Passage, ...] | None = None
    """Files of the listing that a README runs below a heading about training."""
    links: tuple[Passage, ...] | None = None
    """Repositories and owners elsewhere that a README names, canonical, the first of them."""
    branches: tuple[Passage, ...] | None = None
    """The branches, tags and commits of repositories that a README links, canonical, where there is
    neither code nor a curated list; None: there is, or it links none."""
    adapted: tuple[Passage, ...] | None = None
    """Of these repositories, the ones from which a README says that the code is made."""
    reading_list: ReadingList | None = None
    """Of the README that lists most."""
    absent: tuple[Passage, ...] | None = None
    """Files that a README tells to run and that the listing has not."""
    unresolved: tuple[Passage, ...] | None = None
    """Modules of its own that a script imports and that the listing has not; ``()`` = scripts were
    read, or there are none, and nothing is missing."""
    unpackaged: tuple[Passage, ...] | None = None
    """Packages that package metadata name to install and that the listing has not; a folder, where
    a search for packages finds none in it."""
    commands: tuple[Passage, ...] | None = None
    """Files of the listing in which a command begins that package metadata install."""
    mentions: tuple[Mention, ...] | None = None
    """Of a paper's page on the Hub: what is named there, sorted; the newest hundred of a kind."""
    gate: str | None = None
    """``none``, ``auto`` or ``manual``."""
    base_models: tuple[str, ...] | None = None
    base_relation: str | None = None
    """How it was made from them: ``adapter``, ``finetune``, ``merge``, ``quantized`` …"""
    trained_on: tuple[str, ...] | None = None
    """The datasets that a model's card names."""
    title: str | None = None
    block_reason: str | None = None
    """Why the host took it down, in the host's words."""


def content_id(line: bytes) -> str:
    """Return the id of the observation that is written as this line."""
    return "obs:" + hashlib.sha256(line).hexdigest()[:24]


class Observation(Value, frozen=True, kw_only=True, tag_field="kind", tag="observation"):
    """One look at one artifact (PROV: Activity)."""

    subject: str
    """Canonical URL, see `tracker.model.locator`."""
    reach: Reach
    via: str
    """``git``, ``github-graphql``, ``hub-api``, ``http``, ``stored-copy``."""
    agent: str
    """Tool and version that looked."""
    facts: Facts = Facts()
    exchanges: tuple[Exchange, ...] = ()
    started_at: dt.datetime | None = None
    observed_at: dt.datetime | None = None
    """End of the look; None for a stored copy."""
    not_before: dt.datetime | None = None
    """For a stored copy: the newest day that it proves, such as its newest commit; the copy cannot
    be older. None with no end of a look either: nothing in it tells of which day it is."""
    note: str | None = None
    """What happened, in plain words; always there when the reach says nothing."""
    unread: tuple[Unread, ...] | None = None
    """What was asked for and not read whole; None: whoever wrote it did not list that, and
    `tracker.verdicts.looked` says what counts as read whole then."""

    def state(self, fact: str) -> State:
        """Return how much of a fact was read, by what the look itself lists."""
        return state(fact, getattr(self.facts, fact), self.unread or ())

    @property
    def id(self) -> str:
        """Content id: the same observation has the same id wherever it is stored."""
        return content_id(msgspec.json.encode(self, order="deterministic"))

    def same_world(self, other: "Observation") -> bool:
        """Whether `other` saw the same thing, times, requests and agent aside."""
        return (self.subject, self.reach, self.facts, self.unread or ()) == (
            other.subject,
            other.reach,
            other.facts,
            other.unread or (),
        )


class Sighting(Value, frozen=True, kw_only=True):
    """An observation as history knows it: with the last time it was confirmed."""

    id: str
    observation: Observation
    observed_at: dt.datetime | None = None
    """Last time this was seen, or None for a stored copy."""

    @property
    def known_at(self) -> dt.datetime | None:
        """The latest instant for which this is known to hold."""
        return self.observed_at or self.observation.not_before


Book: TypeAlias = Mapping[str, Sequence[Sighting]]
"""Subject → its sightings, oldest first: all that verdicts may look at."""


def with_looks(book: Book, observations: Sequence[Observation]) -> Book:
    """Return `book` with these observations added as its newest sightings."""
    joined = {subject: list(sightings) for subject, sightings in book.items()}
    for observation in observations:
        sighting = Sighting(
            id=observation.id, observation=observation, observed_at=observation.observed_at
        )
        joined.setdefault(observation.subject, []).append(sighting)
    return joined


class Evidence(Value, frozen=True, kw_only=True):
    """What a verdict rests on, for a person: quote, URL, revision, time."""

    url: str
    quote: str | None = None
    revision: str | None = None
    """SWHID of the revision or of the file."""
    observed_at: dt.datetime | None = None
    not_before: dt.datetime | None = None
    source: str
    """``looked``, ``stored copy``, ``registry``, ``reported`` or ``run``."""
