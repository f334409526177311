"""Every regular expression takes time that grows with the text, or meets only short texts."""

import re

import pytest

from growth import seconds
from patterns.finding import Found, patterns
from patterns.pumping import pumps
from soak import amount

_SIZES = (16, 26, 40, 80, 200, 800, 8_000)
"""Characters; small steps first, because time may double with each character."""
_MUCH = 0.004
"""Seconds for the largest text: what takes less is linear, whatever the machine."""
_PUMPS = amount(40, 160)
_ALLOWED = 9.0
"""Times the work for four times the text: a quadratic one takes sixteen times."""

BOUNDED = {
    **dict.fromkeys(
        (
            f"tracker.hosts.texts.promises.{name}"
            for name in ("chinese", "days", "finding", "phrases", "things", "wording")
        ),
        1_200,  # `_SENTENCE_LIMIT`
    ),
    "tracker.hosts.texts.environments": 2_000,  # a line, a requirement, a path
    "tracker.licensing.naming": 5_000,  # `SENTENCE_LIMIT`
    "tracker.licensing.naming._UNKNOWN_NAME": 200,  # a clause
    "tracker.licensing.spelling": 200,  # `normalise`
    "tracker.licensing.concluded": 300,  # SPDX expressions, made by `normalise`
    "tracker.licensing.known": 1_500,  # the head of a text, expressions, names of models
    "words.toml chatter": 400,  # `_CHATTER_LIMIT`
    "licenses.toml titles": 1_500,  # `known.titled`
    "tracker.tables.words": 300,  # labels
    "tracker.verdicts.reproduction.needs": 1_000,  # the registry's own words
    "tracker.hosts.packages.index_pages._BUILT_FOR": 300,  # `_NAME_LIMIT`
    "tracker.hosts.texts.environments._CONTAINER": 240,  # `PATH_LIMIT`
    "tracker.transport.secrets": 300,  # settings of this machine, nobody else's
    "tracker.hosts.github.graphql_answers": 300,  # `message`
    "tracker.hosts.github.rest_answers": 300,
    "tracker.hosts.huggingface.client_answers": 300,
}
"""Modules, and expressions, that meet only texts of so many characters, cut before they are met."""

_HAND = (
    ("python -m x", " --a=1", " !"), ("", "<!--", ""), ("", "[", ""), ("", "![", ""), ("", "(", ""),
    ("", "[](", ""), ("", "<a ", ""), ("", "<", ""), ("", "*", ""), ("", "_", ""), ("", "`", ""),
    ("", "license ", ""), ("", "\n", "!"), ("", " ", "!"), ("", "- ", ""), ("", "许可", ""),
    ("", "|", ""), ("", "a.", ""), ("", "---\n", ""), ("", "\t\n", "x"), ("licensed", " a", ""),
    ("", "licensed under the ", ""), ("", "is by ", ""), ("", "copyright ", ""), ("", "1.", "!"),
    ("", "https://a/", ""), ("", "only research ", ""), ("", "commercial ", ""),
)  # fmt: skip


def _work(found: Found, text: str) -> float:
    def work() -> None:
        if "search" in found.uses:
            for _ in found.pattern.finditer(text):
                pass
        if "match" in found.uses:
            found.pattern.match(text)
        if "fullmatch" in found.uses:
            found.pattern.fullmatch(text)

    return seconds(work)


def _grows_too_fast(found: Found, pump: tuple[str, str, str], limit: int) -> bool:
    before, piece, ending = pump
    sizes = [*(size for size in _SIZES if size < limit), limit]
    texts = [before + piece * (size // len(piece) + 1) + ending for size in sizes]
    for text in texts:
        much = _MUCH if limit == _SIZES[-1] else 10 * _MUCH
        if _work(found, text) > much:
            quarter = before + piece * (len(text) // len(piece) // 4) + ending
            small = min(_work(found, quarter) for _ in range(3))
            large = min(_work(found, text) for _ in range(3))
            if large > much and large > _ALLOWED * small:
                return True
    return False


def _some(texts: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Return as many as are tried, from all over the list."""
    return texts[:: max(1, len(texts) // _PUMPS)][:_PUMPS]


@pytest.mark.soak
@pytest.mark.parametrize("part", range(8))
def test_no_expression_takes_more_time_than_the_text_is_long(part: int) -> None:
    slow = []
    for name, found in sorted(patterns().items())[part::8]:
        module = re.split(r":|\._", name)[0]
        limit = BOUNDED.get(name.partition("[")[0]) or BOUNDED.get(module, _SIZES[-1])
        for pump in _some(sorted(pumps(found.pattern))) + list(_HAND):
            if _grows_too_fast(found, pump, limit):
                slow.append(f"{name} {found.pattern.pattern[:120]!r} with {pump!r}")
                break
    assert not slow, "\n".join(slow)


@pytest.mark.parametrize(
    "slow", [r"(a+)+$", r"a*a*b", r"\s*\n\s*x", r"x.*y.*z", r"(?:-\w+(?:[= ]\w+)?\s+)*?\w+\.py"]
)
def test_a_slow_expression_is_noticed(slow: str) -> None:
    found = Found(re.compile(slow), frozenset(("search",)))
    assert any(_grows_too_fast(found, pump, _SIZES[-1]) for pump in sorted(pumps(found.pattern)))


def test_all_kinds_of_places_are_looked_at() -> None:
    names = set(patterns())
    for expected in (
        "tracker.hosts.texts.readme._SOON[0]", "tracker.licensing.words._HOLDERS[0]",
        "words.toml withholding", "licenses.toml titles", "tracker.licensing.words._TAG[0]",
        "tracker.model.foreign._TEXT[0]", r"web.QUIRKS drive\.google\.com",
    ):  # fmt: skip
        assert expected in names
    assert any(name.startswith("tracker.licensing.readme:") for name in names), "written in a call"
