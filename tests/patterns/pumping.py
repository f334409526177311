"""Texts that would keep a regular expression busy, made from the expression itself."""

import re
from collections.abc import Iterator
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_CHARACTERS = " a0-\n\tA_.:,/=\"'([<#*|中"
_ENDINGS = ("", "\n!", "!", " ")
_OFTEN = 12
"""A repeat that is allowed fewer times is none to speak of."""
_VARIANTS = 6


def pumps(pattern: re.Pattern[str]) -> set[tuple[str, str, str]]:
    """Return beginnings, pieces to repeat and endings."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    found: set[tuple[str, str, str]] = set()
    for before, body in _repeats(tree, ""):
        for piece in body:
            for ending in _ENDINGS:
                found.add((before, piece, ending))
                found.add(("", before + piece, ending))
                found.add(("", piece, ending))
        found.add(("", before, ""))
    whole = _sample(tree)
    found |= {("", whole, ending) for ending in _ENDINGS}
    found |= {("", whole[:cut], "") for cut in range(1, min(len(whole), 12))}
    return {each for each in found if each[1]}


def _repeats(tree: Any, before: str) -> Iterator[tuple[str, list[str]]]:
    """Yield what stands before each repeat, and what the repeat takes."""
    for operator, argument in tree:
        if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            least, most, body = argument
            if most >= _OFTEN:
                yield before, _samples(body)
            yield from _repeats(body, before)
            before += _sample(body) * max(least, 1 if most else 0)
            continue
        for inner in _inner(operator, argument):
            yield from _repeats(inner, before)
        before += _one(operator, argument)


def _inner(operator: Any, argument: Any) -> list[Any]:
    if operator is sre.SUBPATTERN:
        return [argument[-1]]
    if operator is sre.BRANCH:
        return list(argument[1])
    if operator in (sre.ASSERT, sre.ASSERT_NOT):
        return [argument[1]]
    if operator is sre.ATOMIC_GROUP:
        return [argument]
    if operator is sre.GROUPREF_EXISTS:
        return [each for each in argument[1:] if each is not None]
    return []


def _samples(tree: Any) -> list[str]:
    """Return some texts that the tree takes."""
    if len(tree) == 1:
        operator, argument = tree[0]
        if operator is sre.SUBPATTERN:
            return _samples(argument[-1])
        if operator is sre.BRANCH:
            return [each for inner in argument[1] for each in _samples(inner)][:_VARIANTS]
        if operator in (sre.IN, sre.ANY, sre.NOT_LITERAL, sre.CATEGORY):
            return _taken(operator, argument)[: 2 * _VARIANTS]
    samples = [_sample(tree)]
    for at, (operator, argument) in enumerate(tree):
        before, after = _sample(tree[:at]), _sample(tree[at + 1 :])
        samples += [before + each + after for each in _pieces(operator, argument)[:3]]
    return list(dict.fromkeys(filter(None, samples)))[: 2 * _VARIANTS]


def _pieces(operator: Any, argument: Any) -> list[str]:
    if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return _samples(argument[2])
    if operator in (sre.IN, sre.ANY, sre.NOT_LITERAL):
        return _taken(operator, argument)
    return [each for inner in _inner(operator, argument) for each in _samples(inner)]


def _sample(tree: Any) -> str:
    return "".join(_one(operator, argument) for operator, argument in tree)


def _one(operator: Any, argument: Any) -> str:
    if operator is sre.LITERAL:
        return chr(argument)
    if operator in (sre.IN, sre.ANY, sre.NOT_LITERAL, sre.CATEGORY):
        return next(iter(_taken(operator, argument)), "")
    if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        least, most, body = argument
        return _sample(body) * max(least, 1 if most else 0)
    if operator in (sre.ASSERT, sre.ASSERT_NOT, sre.AT, sre.GROUPREF):
        return ""
    inner = _inner(operator, argument)
    return _sample(inner[0]) if inner else ""


def _taken(operator: Any, argument: Any) -> list[str]:
    """Return the characters, of those that matter, that a set of characters takes."""
    if operator is sre.NOT_LITERAL:
        return [each for each in _CHARACTERS if ord(each) != argument]
    if operator is sre.ANY:
        return [each for each in _CHARACTERS if each != "\n"]
    if operator is sre.CATEGORY:
        argument = [(sre.CATEGORY, argument)]
    named = [chr(value) for kind, value in argument if kind is sre.LITERAL]
    named += [chr(value[0]) for kind, value in argument if kind is sre.RANGE]
    negated = argument[0][0] is sre.NEGATE
    taken = [each for each in _CHARACTERS if _in(each, argument[negated:]) is not negated]
    return list(dict.fromkeys((*taken, *([] if negated else named[:4]))))


def _in(character: str, argument: Any) -> bool:
    return any(_is(character, kind, value) for kind, value in argument)


def _is(character: str, kind: Any, value: Any) -> bool:
    if kind is sre.LITERAL:
        return ord(character) == value
    if kind is sre.RANGE:
        return value[0] <= ord(character) <= value[1]
    return re.match(_CATEGORIES[value], character) is not None


_CATEGORIES = {
    sre.CATEGORY_DIGIT: r"\d", sre.CATEGORY_NOT_DIGIT: r"\D",
    sre.CATEGORY_SPACE: r"\s", sre.CATEGORY_NOT_SPACE: r"\S",
    sre.CATEGORY_WORD: r"\w", sre.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip
