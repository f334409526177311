"""What each known licence allows, as reviewed data: ``data/licenses.toml``.

Each clause carries the words it rests on. A licence that is not there, and a text that nobody
knows, get only what is quoted from them.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, TypeAlias

import msgspec

from tracker.licensing.catalog import catalog
from tracker.licensing.matching import family
from tracker.model.base import Value
from tracker.model.decoding import converted

Commercial: TypeAlias = Literal["yes", "no", "conditional", "unknown"]
SAYS_NOTHING = re.compile(
    r"LicenseRef-scancode-(?:unknown-license-reference|warranty-disclaimer|generic-\w+|unknown-spdx"
    r"|free-unknown|unknown|other-\w+|public-domain-disclaimer|robert-hubley"
    r"|philippe-de-muyter)"
)
"""ScanCode's names for terms that have none."""
NAMELESS = re.compile(
    r"LicenseRef-scancode-(?:unknown|free-unknown|other|proprietary|commercial-license)"
)
"""Those of them that stand for a text of somebody's own."""
_ORDER: tuple[Commercial, ...] = ("yes", "conditional", "unknown", "no")
"""From the most to the least permissive; of several licences that all hold, the least counts."""
_HEAD = 1500
"""Characters of a text in which its title is looked for."""


class Clause(Value, frozen=True, kw_only=True):
    """One term of a licence."""

    kind: str
    """A key of `kinds`."""
    words: str
    """The words of the licence it rests on, or of the text in which it was found."""


class Kind(Value, frozen=True, kw_only=True):
    """What a kind of clause means for a user."""

    uses: tuple[str, ...]
    """The uses it touches, see `tracker.licensing.uses`."""
    condition: str
    """What must hold for the use to be allowed; empty: it is not."""


class License(Value, frozen=True, kw_only=True):
    """A licence that somebody reviewed."""

    commercial: Literal["yes", "no", "conditional"]
    class_: str | None = msgspec.field(default=None, name="class")
    """The name of its kind, where that is not its id."""
    titles: tuple[str, ...] = ()
    """What its text begins with: regular expressions over lower-case words."""
    requires: str | None = None
    """What its text must also say; for titles that others use as well."""
    covers: Literal["weights"] | None = None
    """What it is written for, where that is one thing."""
    models: str | None = None
    """Ids on the Hub of models that their makers put under it: a regular expression."""
    source: str | None = None
    """Where the text can be read."""
    clauses: tuple[Clause, ...] | None = None
    """None: nobody has reviewed them one by one."""


class _Data(Value, frozen=True, kw_only=True):
    kinds: Mapping[str, Kind]
    licenses: Mapping[str, License]


@cache
def _data() -> _Data:
    raw = files("tracker.licensing").joinpath("data", "licenses.toml").read_text("utf-8")
    return converted(tomllib.loads(raw), _Data)  # noqa: TID251  our own


@cache
def _titles() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(title), name)
        for name, license in _data().licenses.items()  # noqa: A001  (SPDX's word)
        for title in license.titles
    )


@cache
def _first_titles() -> re.Pattern[str]:
    """Return one pattern for the titles that a text begins with."""
    return _titles_that(begin=True)


@cache
def _other_titles() -> re.Pattern[str]:
    """Return one pattern for the titles that may stand anywhere."""
    return _titles_that(begin=False)


def _titles_that(*, begin: bool) -> re.Pattern[str]:
    patterns = (pattern.pattern for pattern, _ in _titles())
    return re.compile("|".join(f"(?:{one})" for one in patterns if one.startswith("^") == begin))


def kinds() -> Mapping[str, Kind]:
    """Return every kind of clause and what it means."""
    return _data().kinds


def licenses() -> tuple[str, ...]:
    """Return the names of the licences that somebody reviewed."""
    return tuple(_data().licenses)


def known(name: str) -> License | None:
    """Return what is known of one licence, None where nobody reviewed it.

    Examples
    --------
    >>> known("GPL-3.0-or-later").commercial, known("LicenseRef-Unheard-Of")
    ('yes', None)
    """
    return _data().licenses.get(name) or _data().licenses.get(family(name))


def titled(text: str) -> str | None:
    """Return the licence whose title a text begins with; the longest title counts.

    Examples
    --------
    >>> titled("# META LLAMA 3 COMMUNITY LICENSE AGREEMENT")
    'LicenseRef-Llama-3-Community'
    >>> titled("The Llama 3 community licence is not what this text is.") is None
    True
    """
    head = re.sub(r"[*_#=\"“”>`|]+", " ", text[:_HEAD])
    starts = [" ".join(line.split()).casefold() for line in head.splitlines() if line.strip()]
    whole = " ".join(starts)
    best: tuple[int, str] | None = None
    for line in (whole, *starts[1:8]):
        if not (_first_titles().match(line) or _other_titles().search(line)):
            continue
        for pattern, name in _titles():
            required = _data().licenses[name].requires
            if (found := pattern.search(line)) and (
                required is None or re.search(required, text, re.IGNORECASE)
            ):
                best = max(best or (0, ""), (found.end() - found.start(), name))
    return best[1] if best else None


def of_model(name: str) -> str | None:
    """Return the licence under which its makers put a well-known model.

    Examples
    --------
    >>> of_model("meta-llama/Llama-3.1-8B-Instruct"), of_model("somebody/else")
    ('LicenseRef-Llama-3.1-Community', None)
    """
    for license_id, license in _data().licenses.items():  # noqa: A001  (SPDX's word)
        if license.models and re.search(license.models, name, re.IGNORECASE):
            return license_id
    return None


def atoms(expression: str) -> tuple[str, ...]:
    """Return the licences of an expression, each once.

    Examples
    --------
    >>> atoms("(MIT OR Apache-2.0) AND CC-BY-4.0")
    ('MIT', 'Apache-2.0', 'CC-BY-4.0')
    """
    plain = re.sub(r"\s+WITH\s+[\w.+-]+", "", expression)
    pieces = re.split(r"\s+(?:AND|OR)\s+|[()]", plain)
    return tuple(dict.fromkeys(piece.strip() for piece in pieces if piece.strip()))


def is_nameless(name: str) -> bool:
    """Tell whether a name of ScanCode's stands for terms that have none.

    Examples
    --------
    >>> is_nameless("LicenseRef-scancode-proprietary-license"), is_nameless("MIT")
    (True, False)
    """
    return bool(SAYS_NOTHING.fullmatch(name) or NAMELESS.match(name))


def kind_of(expression: str) -> str:
    """Return the class of an expression: that of its one licence, or ``multi-in-one-file``."""
    names = atoms(expression)
    if len(names) != 1:
        return "multi-in-one-file"
    license = known(names[0])  # noqa: A001  (SPDX's word)
    return (license.class_ if license else None) or family(names[0])


def commercial(expression: str) -> Commercial:
    """Return whether an expression allows commercial use; with OR the best choice counts.

    Examples
    --------
    >>> commercial("MIT"), commercial("MIT AND CC-BY-NC-4.0"), commercial("MIT OR CC-BY-NC-4.0")
    ('yes', 'no', 'yes')
    """
    return least(
        min((_one(choice) for choice in options), key=_ORDER.index)
        for options in alternatives(expression)
    )


def alternatives(expression: str) -> tuple[tuple[str, ...], ...]:
    """Return the licences that must all be met, each as the choices there are.

    An expression nested deeper than one choice inside a conjunction counts as a conjunction. What
    stands behind ``WITH`` and takes something back must be met as well.

    Examples
    --------
    >>> alternatives("(MIT OR Apache-2.0) AND CC-BY-4.0")
    (('MIT', 'Apache-2.0'), ('CC-BY-4.0',))
    >>> alternatives("Apache-2.0 WITH LicenseRef-scancode-commons-clause")
    (('Apache-2.0',), ('LicenseRef-scancode-commons-clause',))
    """
    added = re.findall(r"\bWITH\s+([\w.+-]+)", expression)
    return _granted(expression) + tuple((name,) for name in added if known(name))


def _granted(expression: str) -> tuple[tuple[str, ...], ...]:
    parts = re.split(r"\s+AND\s+(?![^(]*\))", expression)
    if any("(" in part and " AND " in part for part in parts):
        return tuple((name,) for name in atoms(expression))
    return tuple(atoms(part) for part in parts)


def least(answers: Iterable[Commercial]) -> Commercial:
    """Return the least permissive answer, ``unknown`` where there is none."""
    return max(answers, key=_ORDER.index, default="unknown")


def _one(name: str) -> Commercial:
    license = known(name)  # noqa: A001  (SPDX's word)
    if license:
        return license.commercial
    if told := catalog().head.commercial.get(name):
        return told
    if re.search(r"-NC(?:-|\b)|non-?commercial", name, re.IGNORECASE):
        return "no"
    return "yes" if _CREATIVE.fullmatch(name) else "unknown"


_CREATIVE = re.compile(r"LicenseRef-CC-BY(?:-SA|-ND)?(?:-\d\.\d)?(?:-[A-Z]{2})?")
"""Creative Commons without its version, or as written for one jurisdiction."""
