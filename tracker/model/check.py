"""How a claim is checked here: fixed in the registry before anything is run."""

import datetime as dt
import hashlib
import math
from collections.abc import Mapping
from enum import StrEnum

import msgspec

from tracker.model.base import Value
from tracker.model.protocol import Protocol


class Tier(StrEnum):
    """How far a check speaks about the claim. Only ``exact`` and ``audit`` may contradict a paper.

    ``exact`` follows the paper's own protocol; ``proxy`` a smaller one, or a substitute;
    ``mechanism`` tries the idea itself at the scale of a CPU; ``audit`` computes the paper's
    printed numbers or its released logs again.
    """

    EXACT = "exact"
    PROXY = "proxy"
    MECHANISM = "mechanism"
    AUDIT = "audit"


class Bearing(StrEnum):
    """What the answer of a check is about.

    ``claim`` is the claim itself, as far as the tier says. The others speak of something beside
    it, and never for or against the claim: ``code`` of the released code against its description,
    ``edge case`` of inputs at the rim of what the claim is made for, ``library`` of a package that
    the release uses and did not write.
    """

    CLAIM = "claim"
    CODE = "code"
    EDGE_CASE = "edge case"
    LIBRARY = "library"


class Materiality(StrEnum):
    """How much a printed number that does not follow matters; the mildest first."""

    ROUNDING = "rounding slip"
    CELL = "wrong cell"
    CLAIM = "claim changes"


class Comparison(StrEnum):
    """How a measured quantity must stand to a value."""

    BELOW = "<"
    AT_MOST = "<="
    EQUAL = "=="
    AT_LEAST = ">="
    ABOVE = ">"


class Expectation(Value, frozen=True, kw_only=True):
    """What a measured quantity must be.

    Examples
    --------
    >>> Expectation(relation=Comparison.EQUAL, value=15.84, tolerance=0.005).holds(15.8412)
    True
    >>> Expectation(relation=Comparison.AT_LEAST, value=0.9).holds(0.89)
    False
    """

    relation: Comparison
    value: float
    tolerance: float = 0.0
    """How far the quantity may be off, in its own unit; it widens a bound, too."""

    def holds(self, measured: float) -> bool:
        """Whether a quantity is as expected; one that is no number never is."""
        off = measured - self.value
        if math.isnan(off):
            return False
        match self.relation:
            case Comparison.EQUAL:
                return abs(off) <= self.tolerance
            case Comparison.BELOW:
                return off < self.tolerance
            case Comparison.AT_MOST:
                return off <= self.tolerance
            case Comparison.AT_LEAST:
                return off >= -self.tolerance
            case Comparison.ABOVE:
                return off > -self.tolerance

    def __str__(self) -> str:
        """Return it as a reader writes it: ``== 15.84 ± 0.005``."""
        widened = f" ± {self.tolerance:g}" if self.tolerance else ""
        return f"{self.relation} {self.value:g}{widened}"


class ControlKind(StrEnum):
    """What a control shows about its check.

    ``without the idea`` is the experiment with the idea at its neutral setting, which must fail the
    check. ``planted fault`` is the same where there is no idea to remove: one wrong number, or one
    exchanged part, which the check must notice. ``known good`` is the same measurement on a case
    where the check must pass: it shows that the measurement can succeed.
    """

    WITHOUT_IDEA = "without the idea"
    PLANTED_FAULT = "planted fault"
    KNOWN_GOOD = "known good"


class Control(Value, frozen=True, kw_only=True):
    """The same measurement where the answer is known. Without it as expected, no result counts.

    Examples
    --------
    >>> must = Expectation(relation=Comparison.ABOVE, value=0.01)
    >>> Control(removes="the filter", measured="gain", expected=must).case
    'without the filter'
    >>> good = ControlKind.KNOWN_GOOD
    >>> Control(kind=good, removes="a line for the cosine", measured="gain", expected=must).case
    'with a line for the cosine'
    """

    kind: ControlKind = ControlKind.WITHOUT_IDEA
    removes: str
    """In a few words what is taken out; for ``known good`` what is put in its place."""
    setting: Mapping[str, bool | int | float | str] | None = None
    """The arguments that put the experiment there: the idea's neutral setting (``{lam: 0}``), or
    the fault that is planted. With them the check itself must no longer hold, which a test tries;
    telling it changes no result."""
    measured: str
    """Name of the measurement that the control leaves."""
    expected: Expectation
    """What that measurement must show: that the check fails without the idea, or that it passes
    in the known case."""

    @property
    def case(self) -> str:
        """What differs from the check, as it follows the word *control*."""
        joined = "without" if self.kind is ControlKind.WITHOUT_IDEA else "with"
        return f"{joined} {self.removes}"


class Grade(Value, frozen=True, kw_only=True):
    """When a printed number that does not follow is of one materiality: fixed before the run."""

    materiality: Materiality
    measured: str
    """Name of the measurement that tells."""
    expected: Expectation
    """What that measurement is then."""


class Bound(Value, frozen=True, kw_only=True):
    """Where the number comes from that a check is held against."""

    derivation: str
    known_before: bool
    """Whether whoever wrote the check knew the outcome, or could have worked it out."""


class Input(Value, frozen=True, kw_only=True):
    """A small file of a paper's release that a check needs; fetched when it runs, never committed.

    At least one of `sha256` and `swhid` is given, and what was fetched must agree with it.
    """

    name: str
    """The file name under which the notebook finds it."""
    url: str
    """Its address at a fixed revision, or a package URL with version and file name."""
    sha256: str | None = None
    swhid: str | None = None
    """``swh:1:cnt:…``: the git blob id, which a listing of the repository tells."""
    revision: str | None = None
    """``swh:1:rev:…`` of the commit it is taken from."""


class AuthorsResponse(Value, frozen=True, kw_only=True):
    """What the authors answered, or said of the matter before they were asked."""

    by: str
    text: str
    url: str | None = None
    date: str | None = None
    """ISO date."""
    earlier: bool = False
    """Whether it was said elsewhere, before this check: then it is no answer to it, and the
    invitation to answer stays."""


class Check(Value, frozen=True, kw_only=True):
    """One way in which a claim is checked; a claim may have several."""

    id: str
    """Unique in its paper."""
    tier: Tier
    notebook: str = ""
    """Path below the project's folder; left out, it is the only notebook of the paper's room."""
    statement: str
    """The exact wording of what is checked, which is less than the claim."""
    measured: str
    """Name of the measurement that decides."""
    unit: str | None = None
    expected: Expectation
    control: Control
    known_good: Control | None = None
    """A second control, where the first is the idea removed: a case in which the check must pass.
    Without one of this kind no run can speak against anything."""
    failure: str
    """What it would mean if it did not hold."""
    bears_on: Bearing = Bearing.CLAIM
    chance: bool = False
    """Whether it asks if what was reported can be chance: then one that does not hold is *within
    chance*."""
    grades: tuple[Grade, ...] = ()
    """Of an audit: how much it matters if it does not hold. The first as expected counts."""
    bound: Bound | None = None
    """Where the expected number comes from; telling it changes no result."""
    inputs: tuple[Input, ...] = ()
    requires: tuple[str, ...] = ()
    """Python packages beside the core, as pip names them, such as ``torch``."""
    response: AuthorsResponse | None = None
    """Of the authors; adding one changes no result."""
    protocol: Protocol | None = None
    """Of a block under `Exact`: how it is run elsewhere. It has no notebook, and its runs are
    imported."""

    @property
    def controls(self) -> tuple[Control, ...]:
        """Both controls, or the only one."""
        return (self.control, self.known_good) if self.known_good else (self.control,)

    @property
    def can_speak_against(self) -> bool:
        """Whether a control shows that the measurement can succeed."""
        return any(control.kind is ControlKind.KNOWN_GOOD for control in self.controls)

    @property
    def digest(self) -> str:
        """``sha256:…`` of the block, without what changes no result: a change voids old runs.

        Left out are `response`, `bound` and the `setting` of the controls.

        Examples
        --------
        >>> at = Expectation(relation=Comparison.AT_LEAST, value=1)
        >>> one = Check(id="a", tier=Tier.AUDIT, notebook="a.ipynb", statement="s", measured="m",
        ...             expected=at, failure="f",
        ...             control=Control(removes="r", measured="c", expected=at))
        >>> said = AuthorsResponse(by="A", text="no")
        >>> one.digest == msgspec.structs.replace(one, response=said).digest
        True
        >>> one.digest == msgspec.structs.replace(one, measured="n").digest
        False
        """
        return self.digest_in(self.notebook)

    def digest_in(self, notebook: str) -> str:
        """Return what `digest` was when the check named this notebook.

        Where a notebook lies says nothing about what is checked: moving it makes no old run void.
        """
        replace = msgspec.structs.replace
        block = replace(
            self, response=None, bound=None, notebook=notebook,
            control=replace(self.control, setting=None),
            known_good=self.known_good and replace(self.known_good, setting=None),
        )  # fmt: skip
        text = msgspec.json.encode(block, order="deterministic")
        return f"sha256:{hashlib.sha256(text).hexdigest()}"


class DroppedCheck(Value, frozen=True, kw_only=True):
    """A check that is tried no more; its runs stay in the history."""

    id: str
    tier: Tier
    statement: str
    """Its wording when it was dropped."""
    dropped_on: dt.date
    answer: str
    """What came of it, in the words of its last run; ``not attempted`` where nobody ran it."""
    reason: str
    """Why it went: above all whether its answer had a part in that."""
    replaced_by: tuple[str, ...] = ()
    """Ids of the checks in its place."""
