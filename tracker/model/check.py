"""How a claim is checked here: fixed in the registry before anything is run."""

import hashlib
import math
from enum import StrEnum

import msgspec

from tracker.model.base import Value


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

    ``without the idea`` is the experiment with the idea removed, which must fail the check.
    ``known good`` is the same measurement on a case where the check must pass: for an audit, or a
    check that is itself expected to fail, it shows that the measurement can tell.
    """

    WITHOUT_IDEA = "without the idea"
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
    measured: str
    """Name of the measurement that the control leaves."""
    expected: Expectation
    """What that measurement must show: that the check fails without the idea, or that it passes
    in the known case."""

    @property
    def case(self) -> str:
        """What differs from the check, as it follows the word *control*."""
        joined = "with" if self.kind is ControlKind.KNOWN_GOOD else "without"
        return f"{joined} {self.removes}"


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


class Response(Value, frozen=True, kw_only=True):
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
    failure: str
    """What it would mean if it did not hold."""
    inputs: tuple[Input, ...] = ()
    requires: tuple[str, ...] = ()
    """Python packages beside the core, as pip names them, such as ``torch``."""
    response: Response | None = None
    """Of the authors; adding one changes no result."""

    @property
    def digest(self) -> str:
        """``sha256:…`` of the block without `response`: a changed block makes old runs void.

        Examples
        --------
        >>> at = Expectation(relation=Comparison.AT_LEAST, value=1)
        >>> one = Check(id="a", tier=Tier.AUDIT, notebook="a.ipynb", statement="s", measured="m",
        ...             expected=at, failure="f",
        ...             control=Control(removes="r", measured="c", expected=at))
        >>> one.digest == msgspec.structs.replace(one, response=Response(by="A", text="no")).digest
        True
        >>> one.digest == msgspec.structs.replace(one, measured="n").digest
        False
        """
        return self.digest_in(self.notebook)

    def digest_in(self, notebook: str) -> str:
        """Return what `digest` was when the check named this notebook.

        Where a notebook lies says nothing about what is checked: moving it makes no old run void.
        """
        block = msgspec.structs.replace(self, response=None, notebook=notebook)
        text = msgspec.json.encode(block, order="deterministic")
        return f"sha256:{hashlib.sha256(text).hexdigest()}"
