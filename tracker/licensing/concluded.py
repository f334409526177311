"""From what is declared to what is concluded (SPDX): never more permissive than the evidence."""

import re
from collections.abc import Iterable, Sequence

from tracker.licensing.grammar import WITHHOLDS, sense
from tracker.licensing.known import commercial
from tracker.licensing.matching import family
from tracker.licensing.packages import READERS
from tracker.licensing.saying import CARRYING, PARTS, saying, strongest_first, together
from tracker.licensing.words import words
from tracker.model.base import Value
from tracker.model.evidence import SEEN, Declaration, Place
from tracker.model.verdict import NOASSERTION, NONE

_ROOT = frozenset(("", ".github"))
"""Folders whose files speak for the whole."""
_OF_A_WHEEL = re.compile(r"[^/]+\.dist-info(?:/licenses)?")
"""The same in a wheel; what lies deeper is about parts that were copied in."""
_UNSHIPPED = "no licence text is shipped"
_MENTIONED = 3


class Conclusion(Value, frozen=True, kw_only=True):
    """The licence that the declarations of one artifact amount to."""

    expression: str
    """SPDX expression, ``LicenseRef-…``, ``NONE`` or ``NOASSERTION``."""
    reason: str
    """One sentence without its full stop, naming the places it rests on."""
    conflict: bool
    """Whether places disagree; the expression then holds all they say."""
    grounds: tuple[Declaration, ...]
    unshipped: bool = False
    """Whether a licence is only named, and its text is not there."""


def conclude(declarations: Sequence[Declaration], of: str | None = None) -> Conclusion:
    """Weigh all declarations of one artifact.

    With `of` (``code``, ``weights``, ``data``), what is said of other parts only is mentioned and
    does not count. Files of sub-folders do not speak for the whole; they are mentioned. A badge
    alone, a header of one file alone, or a licence file that is not recognised allow no
    conclusion. Where places disagree, all of them are joined with ``AND``.

    Examples
    --------
    >>> badge = Declaration(place=Place.BADGE, path="README.md", quote="MIT-blue", expression="MIT")
    >>> conclude([badge]).expression, conclude([]).expression
    ('NOASSERTION', 'NONE')
    """
    declarations = without_guess(declarations)
    others = [one for one in declarations if for_the_whole(one) and not concerns(one, of)]
    whole = [one for one in declarations if for_the_whole(one) and concerns(one, of)]
    if any(one.expression for one in whole if one.place in CARRYING):
        whole = [one for one in whole if one.how != SEEN]
    apart = [one for one in declarations if not for_the_whole(one)]
    below = _below(apart)
    said = strongest_first(one for one in whole if one.place in CARRYING)
    hints = [one for one in whole if one.place not in CARRYING]
    if said:
        found = _weigh(said, hints)
    elif hints:
        found = Conclusion(
            expression=NOASSERTION,
            reason=f"{_hints(hints)}; there is no licence file and no other statement",
            conflict=len({family(one.expression) for one in hints if one.expression}) > 1,
            grounds=tuple(hints),
        )
    elif others:
        found = Conclusion(
            expression=NOASSERTION, reason=f"nothing is said of the {of}", conflict=False,
            grounds=tuple(others),
        )  # fmt: skip
    else:
        nothing = "nothing speaks for the whole" if apart else "no place declares a licence"
        found = Conclusion(expression=NONE, reason=nothing, conflict=False, grounds=())
    return Conclusion(
        expression=found.expression,
        reason=found.reason + _apart(others) + below + _headers(apart, _atoms([found.expression])),
        conflict=found.conflict,
        grounds=found.grounds,
        unshipped=found.unshipped,
    )


def without_guess(declarations: Sequence[Declaration]) -> Sequence[Declaration]:
    """Return the declarations, without a host's guess where there is the text that it guesses from.

    Examples
    --------
    >>> file = Declaration(place=Place.FILE, path="LICENSE", quote="MIT License", expression="MIT",
    ...                    how="exact")
    >>> guess = Declaration(place=Place.DETECTOR, quote="Other")
    >>> len(without_guess([file, guess])), len(without_guess([guess]))
    (1, 1)
    """
    if not is_settled(declarations):
        return declarations
    return [one for one in declarations if one.place is not Place.DETECTOR]


def is_settled(declarations: Iterable[Declaration]) -> bool:
    """Whether a licence file for the whole is, word for word, the text of a licence.

    A host's guess is made from that file, and adds nothing to it.
    """
    return any(
        one.place is Place.FILE and one.how in _WORD_FOR_WORD and for_the_whole(one)
        for one in declarations
    )


_WORD_FOR_WORD = ("exact", "normalised")


def concerns(one: Declaration, of: str | None) -> bool:
    """Tell whether a declaration is about a part, or about the whole."""
    return of is None or not one.scope or of in one.scope


def _apart(others: Iterable[Declaration]) -> str:
    """Name what is said of other parts."""
    told = dict.fromkeys(
        f"of the {' and '.join(PARTS.get(part, part) for part in one.scope)}, {saying(one)}"
        for one in others
    )
    return "".join(f"; {each}" for each in list(told)[:_MENTIONED])


def _weigh(said: list[Declaration], hints: list[Declaration]) -> Conclusion:
    voices = _voices(said)
    names = _merged(one.expression for one in said if one.expression)
    unclear = [one for one in said if one.expression is None and not _agrees(one, names)]
    grounds = tuple(one for one in said if one.expression or one in unclear)
    read = frozenset(one.path for one in said if one.quote)
    reason = together(grounds, read)
    if unclear:
        return Conclusion(
            expression=NOASSERTION,
            reason=reason,
            conflict=bool(names)
            and any(
                one.quote and one.place is not Place.FILE and one.place not in voices
                for one in unclear
            ),
            grounds=grounds,
        )
    if set(voices) == {Place.HEADER}:
        return Conclusion(
            expression=NOASSERTION,
            reason=f"{reason}, which covers that file only; {_UNSHIPPED}",
            conflict=False,
            grounds=grounds,
            unshipped=True,
        )
    unshipped = not {Place.FILE, Place.ARTICLE} & voices.keys()
    if unshipped:
        reason += f"; stated there only, {_UNSHIPPED}"
    known = _atoms(names)
    against = [one for one in hints if one.expression and not _atoms([one.expression]) <= known]
    if against:
        reason += f"; {_hints(against)}"
    return Conclusion(
        expression=_join(names),
        reason=reason,
        conflict=bool(against) or _disagree(voices),
        grounds=(*grounds, *against),
        unshipped=unshipped,
    )


def _voices(said: Iterable[Declaration]) -> dict[Place, set[str]]:
    """Return what each kind of place says, as plain licence ids."""
    voices: dict[Place, set[str]] = {}
    for one in said:
        if one.expression:
            voices.setdefault(one.place, set()).update(_atoms([one.expression]))
    return voices


def _disagree(voices: dict[Place, set[str]]) -> bool:
    """Tell whether two places have nothing in common.

    A README that names the file's licence and a second one, for the weights say, does not.
    """
    sets = list(voices.values())
    return any(a.isdisjoint(b) for place, a in enumerate(sets) for b in sets[place + 1 :])


def _merged(expressions: Iterable[str]) -> list[str]:
    """Return the different expressions; "or later" anywhere explains a text that cannot tell."""
    distinct = sorted(set(expressions), key=str.casefold)
    later = {family(one) for one in distinct if one.endswith("-or-later")}
    return [one for one in distinct if not (one.endswith("-only") and family(one) in later)]


def _join(names: list[str]) -> str:
    choice = [one for one in names if " OR " in one and _atoms([one]) == _atoms(names)]
    if len(names) == 1 or choice:
        return (choice or names)[0]
    return " AND ".join(f"({one})" if " OR " in one else one for one in names)


def _atoms(expressions: Iterable[str]) -> set[str]:
    pieces = (re.split(r"\s+(?:AND|OR)\s+|[()]", one) for one in expressions)
    return {family(piece.strip()) for group in pieces for piece in group if piece.strip()}


def _agrees(unclear: Declaration, names: list[str]) -> bool:
    """Tell whether a statement that names no licence of ours adds nothing to those named.

    "BSD" beside a BSD-3-Clause text does not; "research only" beside MIT does.
    """
    said = set(words(unclear.quote))
    if unclear.place is Place.FILE or not names:
        return False
    restricted = any(commercial(one) == "no" for one in names)
    if sense(unclear.quote) in WITHHOLDS or "nc" in said:
        return restricted
    return any(one.partition("-")[0].casefold() in said for one in names)


def _hints(hints: Iterable[Declaration]) -> str:
    return "; ".join(dict.fromkeys(_hint(one) for one in hints))


def _hint(one: Declaration) -> str:
    empty = " with an empty link" if one.quote.endswith("]()") else ""
    kind = f"a badge{empty} in {one.path}" if one.place is Place.BADGE else "the host's detector"
    kind = "the paper" if one.place is Place.PAPER else kind
    return f"{kind} says {one.expression or 'it cannot tell'}"


def _below(declarations: Iterable[Declaration]) -> str:
    files = [one for one in declarations if one.place is Place.FILE]
    if not files:
        return ""
    told = [f"{one.path} says {one.expression or 'what we do not know'}" for one in files]
    more = f" and {len(told) - _MENTIONED} more" if len(told) > _MENTIONED else ""
    return f"; for sub-folders only: {', '.join(told[:_MENTIONED])}{more}"


def _headers(declarations: Iterable[Declaration], known: set[str]) -> str:
    """Name the scripts that stand under other terms than the whole."""
    told = [
        f"the header of {one.path} says {one.expression}"
        for one in declarations
        if one.place is Place.HEADER and one.expression and not _atoms([one.expression]) <= known
    ]
    return f"; for single files only: {', '.join(told[:_MENTIONED])}" if told else ""


def for_the_whole(one: Declaration) -> bool:
    """Tell whether a declaration speaks for the whole artifact, not for a sub-folder or a file.

    The header of a package file is read as that of the package.
    """
    name = (one.path or "").rpartition("/")[2]
    return at_the_root(one.path or "") and (
        one.place is not Place.HEADER or name.lower() in READERS
    )


def at_the_root(path: str) -> bool:
    """Tell whether a file stands where files speak for the whole artifact.

    Examples
    --------
    >>> at_the_root("LICENSE"), at_the_root(".github/README.md"), at_the_root("lib/LICENSE")
    (True, True, False)
    """
    folder = path.rpartition("/")[0]
    return folder in _ROOT or _OF_A_WHEEL.fullmatch(folder) is not None
