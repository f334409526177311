"""What a paper says it released: artifacts, promises, claims, each with its source."""

import datetime as dt
from enum import StrEnum

import msgspec

from tracker.model.arxiv_name import canonical
from tracker.model.base import Value
from tracker.model.check import Check, DroppedCheck
from tracker.model.correction import Correction
from tracker.model.exact import Exact

ROOMS = "notebooks/reproductions"
"""The folder of all rooms, below the project's."""


class Role(StrEnum):
    """What an artifact is for a reader of the paper."""

    CODE = "code"
    MODEL = "model"
    DATASET = "dataset"
    SPACE = "space"
    PAGE = "page"
    LOG = "log"
    LIST = "list"
    """A curated list of other people's work: the release is the document itself, as of a survey."""


class Relation(StrEnum):
    """How an artifact stands to the paper."""

    OFFICIAL = "official"
    UPSTREAM = "upstream"
    MIRROR = "mirror"
    THIRD_PARTY = "third-party"
    BASE_MODEL = "base-model"


class Depth(StrEnum):
    """How much of the work a release holds, from nothing to everything.

    For code the words are meant literally. For a model or a dataset ``placeholder`` is a page
    without weights or data, and ``complete`` is one with them; for a list, without and with its
    document.
    """

    NOTHING = "nothing"
    PLACEHOLDER = "placeholder"
    PARTIAL = "partial"
    INFERENCE = "inference"
    TRAINING = "training"
    COMPLETE = "complete"

    @property
    def rank(self) -> int:
        """Position on the ladder, 0 for ``nothing``."""
        return list(Depth).index(self)

    def reaches(self, minimum: "Depth") -> bool:
        """Whether this depth is at least `minimum`.

        Examples
        --------
        >>> Depth.TRAINING.reaches(Depth.INFERENCE)
        True
        """
        return self.rank >= minimum.rank


class Source(Value, frozen=True, kw_only=True):
    """Where a fact of the registry was read."""

    where: str
    """Version, section, table, file or commit, in words a person can follow."""
    url: str | None = None
    read_on: dt.date | None = None


class Reported(Value, frozen=True, kw_only=True):
    """What somebody else says about an artifact that we have not looked at ourselves.

    Shown as unverified; never the ground of a verdict.
    """

    source: Source
    license: str | None = None
    """As printed by the source, not normalised."""
    gated: bool | None = None
    note: str | None = None


class Artifact(Value, frozen=True, kw_only=True):
    """One thing a paper released, or names."""

    role: Role
    url: str
    """As printed; the canonical form is the locator's."""
    relation: Relation
    seen_in: str
    """Where the link was found: abstract, README, project page, …"""
    path: str | None = None
    """The folder of the repository that belongs to this paper, where it is not the whole."""
    note: str | None = None
    reported: Reported | None = None


class Promise(Value, frozen=True, kw_only=True):
    """A sentence in which the authors say that something will be, or is, released."""

    quote: str
    role: Role
    depth: Depth
    """The least that keeps the promise."""
    source: Source
    made_on: dt.date | None = None
    due: dt.date | None = None
    """The day by which the authors' own words expect it; None for "soon"."""
    artifact: str | None = None
    """URL of the one registered artifact that alone can keep it; None = any official one of the
    role."""


class Needs(Value, frozen=True, kw_only=True):
    """What a full reproduction of a claim asks for; None = not established."""

    gpus: str | None = None
    """Such as ``128 × H800``; an empty string says: none."""
    hours: float | None = None
    """Wall-clock hours on that hardware."""
    data: tuple[str, ...] = ()
    other: str | None = None
    """What no money buys at once: a robot, a closed model, a human study."""
    cpu_check: str | None = None
    """One sentence: what can be checked on a CPU, where something can."""


class Claim(Value, frozen=True, kw_only=True):
    """A result the paper reports, in its own words, with the place it stands."""

    id: str
    statement: str
    source: Source
    metric: str | None = None
    benchmark: str | None = None
    setting: str | None = None
    value: float | str | None = None
    unit: str | None = None
    headline: bool = False
    example: bool = False
    """Whether it only shows how a claim is written and tried: no result of the paper, tried by
    `tracker reproduce` and shown in no table."""
    needs: Needs = Needs()
    exact: Exact | None = None
    """What it takes to run its own protocol on what was released."""
    checks: tuple[Check, ...] = ()
    """How it is checked here; committed before its notebook."""
    dropped: tuple[DroppedCheck, ...] = ()
    """How it was checked once, and why no more."""

    @property
    def tried_by(self) -> tuple[Check, ...]:
        """Every check there is of it: those of the notebooks, and the block of an exact run."""
        block = self.exact.check if self.exact else None
        return (*self.checks, *((block,) if block else ()))


class Claims(Value, frozen=True, kw_only=True):
    """The file `claims.yaml` in a paper's room: what the paper claims, and how that is checked."""

    paper: str
    """Id of the paper in the registry, such as ``arxiv:2503.14476``."""
    claims: tuple[Claim, ...]
    no_empirical_claim: str | None = None
    """Where the paper reports no result of its own, what kind of paper it is, such as ``a position
    paper``; then there are no claims."""


class Titles(Value, frozen=True, kw_only=True):
    """The paper's title, and the one a digest gave it."""

    en: str
    zh: str | None = None


class Paper(Value, frozen=True, kw_only=True):
    """One row of the registry."""

    id: str
    """``arxiv:2503.14476``"""
    version: str | None = None
    """The arXiv version that the entry was read from, such as ``v1``."""
    titles: Titles
    authors: str | None = None
    """First author, with "et al." where there are more."""
    digest: str | None = None
    """The digest that named the paper."""
    note: str | None = None
    """What a reader must know about this entry: where the digest is wrong, for example."""
    artifacts: tuple[Artifact, ...] = ()
    promises: tuple[Promise, ...] = ()
    promises_read_in: tuple[Source, ...] = ()
    """What somebody has read in search of promises, whatever was found there. A paper without any
    promise, and without this, is one that nobody has read yet."""
    claims: tuple[Claim, ...] = ()
    """Those of its room, once it is read. Some older registries have them here."""
    no_empirical_claim: str | None = None
    """What kind of paper it is, if it reports no result of its own; told by its room."""
    corrections: tuple[Correction, ...] = ()
    """What people say against the answers about it; each has a file of its own."""

    @property
    def begun(self) -> bool:
        """Whether anybody has entered what it released or promised, or what was read for that."""
        return bool(self.artifacts or self.promises or self.promises_read_in)

    @property
    def without_examples(self) -> "Paper":
        """The paper with its own claims alone."""
        if not any(claim.example for claim in self.claims):
            return self
        own = tuple(claim for claim in self.claims if not claim.example)
        return msgspec.structs.replace(self, claims=own)

    @property
    def arxiv_id(self) -> str | None:
        """The bare arXiv identifier, or None for a paper that has none."""
        scheme, _, name = self.id.partition(":")
        return canonical(name) if scheme == "arxiv" else None

    @property
    def month(self) -> dt.date | None:
        """The first day of the month that its arXiv identifier names, or None where it has none.

        Examples
        --------
        >>> Paper(id="arxiv:2503.14476", titles=Titles(en="DAPO")).month
        datetime.date(2025, 3, 1)
        >>> Paper(id="arxiv:hep-th/9901001", titles=Titles(en="A Paper")).month
        datetime.date(1999, 1, 1)
        """
        digits = (self.arxiv_id or "").rpartition("/")[2][:4]
        if not digits.isdecimal() or not 1 <= int(digits[2:] or 0) <= 12:
            return None
        year = int(digits[:2])
        return dt.date(year + (1900 if year >= 91 else 2000), int(digits[2:]), 1)

    @property
    def slug(self) -> str:
        """A file name for this paper.

        Examples
        --------
        >>> Paper(id="arxiv:2503.14476", titles=Titles(en="DAPO")).slug
        '2503.14476'
        """
        return self.id.removeprefix("arxiv:").replace("/", "-").replace(":", "-")

    @property
    def room(self) -> str:
        """The folder for what concerns its claims, as a path below the project's folder.

        Examples
        --------
        >>> Paper(id="arxiv:2503.14476", titles=Titles(en="DAPO")).room
        'notebooks/reproductions/2503.14476'
        """
        return f"{ROOMS}/{self.slug}"


class Registry(Value, frozen=True, kw_only=True):
    """All papers, in the order of the file, then of the files that it includes."""

    title: str | None = None
    """What the page of these papers is called."""
    include: tuple[str, ...] = ()
    """Other files of the registry, from the folder of this one: paths such as
    ``papers/2503.yaml``, or patterns such as ``papers/*.yaml``."""
    papers: tuple[Paper, ...] = msgspec.field(default=())

    def paper(self, key: str) -> Paper | None:
        """Return the paper with this id, with or without ``arxiv:`` and version, or None."""
        wanted = key.lower().removeprefix("arxiv:")
        bare = wanted.partition("v")[0] if wanted[:1].isdigit() else wanted
        for paper in self.papers:
            if paper.id.removeprefix("arxiv:").lower() in (wanted, bare):
                return paper
        return None
