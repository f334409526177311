"""What a text names: papers by identifier or address, and addresses of what they released.

Pure text work, for `tracker init --from` and for whatever else finds papers in a text.
"""

import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import unquote, urlsplit

from tracker.model.arxiv_name import canonical
from tracker.model.base import Value
from tracker.model.locator import fault, glued, locate
from tracker.model.suspicion import suspicious
from tracker.model.traits import known
from tracker.registry.rules import is_arxiv_id

_ARCHIVES = (
    r"(?:acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|"
    r"comp-gas|cond-mat|cs|dg-ga|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|"
    r"nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|q-alg|q-bio|quant-ph|solv-int|supr-con)"
)
"""Of the identifiers up to March 2007; a path such as ``data/0301001`` is none of them."""
_OLD = rf"(?i:{_ARCHIVES}(?:\.[A-Z]{{2}})?)/\d{{7}}"
_IDENTIFIER = rf"(?P<name>\d{{4}}\.\d{{4,5}}|{_OLD})(?:v(?P<version>[1-9]\d{{0,2}}))?"
_PAPER = re.compile(
    rf"(?<![A-Za-z0-9_./-])(?:(?i:arxiv)\s?[:：.]\s?)?{_IDENTIFIER}(?![A-Za-z0-9_/]|-\w|\.(?!pdf\b)\w)",
    re.ASCII,
)
_NAMED = re.compile(_IDENTIFIER, re.ASCII)
_DOI = re.compile(rf"10\.48550/(?i:arxiv)\.{_IDENTIFIER}", re.ASCII)
_LETTERS = r"[!-~](?<![<>\"\\^`{|}\[\]])"
"""What an address is written with: ASCII, so that Chinese behind it belongs to the text."""


class Mentioned(Value, frozen=True, kw_only=True):
    """A paper, or the address of something else, that a text names."""

    url: str
    """The address as it is printed; of a paper, that of its page on arXiv."""
    line: int
    """1-based."""
    paper: str | None = None
    """The arXiv identifier, without version; None: it is no paper."""
    version: str | None = None
    """Such as ``v2``, where the text names one."""

    @property
    def subject(self) -> str:
        """The same for every spelling of one address."""
        return locate(self.url).url


def mentions(text: str) -> tuple[Mentioned, ...]:
    """Return the papers and addresses in a text, in its order, each once a line.

    Punctuation that the text glued to them, English or Chinese, is no part of them. A number is an
    identifier of arXiv only if arXiv gives such ones. What is no web address, or leads somewhere
    else than it seems to, is left out.

    Examples
    --------
    >>> found = mentions("见 arXiv:2503.14476v2，代码：github.com/o/r。")
    >>> [each.paper or each.url for each in found]
    ['2503.14476', 'https://github.com/o/r']
    >>> mentions("Version 2503.1 of 3.14159 costs 2413.12345")
    ()
    """
    mentioned: dict[tuple[int, str], Mentioned] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        for _, mention in sorted(_in_line(line, number), key=lambda placed: placed[0]):
            mentioned.setdefault((number, mention.subject), mention)
    return tuple(mentioned.values())


def _in_line(line: str, number: int) -> Iterator[tuple[int, Mentioned]]:
    def blank(match: re.Match[str]) -> str:
        return " " * len(match[0])

    for match in _address().finditer(line):
        if (one := _addressed(match[0], number)) is not None:
            yield match.start(), one
    for pattern in (_DOI, _PAPER):
        rest = _address().sub(blank, line)
        for match in pattern.finditer(_DOI.sub(blank, rest) if pattern is _PAPER else rest):
            if (one := _identified(match, number)) is not None:
                yield match.start(), one


@cache
def _address() -> re.Pattern[str]:
    """Return what finds addresses: with their scheme, or without it on a host that we know."""
    sites = sorted({site for host_traits in known() for site in host_traits.sites} | {"doi.org"})
    named = "|".join(map(re.escape, sites))
    schemes = "|".join(
        re.escape(host_traits.scheme) for host_traits in known() if host_traits.scheme
    )
    return re.compile(
        rf"https?://(?:(?!https?://){_LETTERS})+|(?:{schemes})[A-Za-z0-9_.-]+"
        rf"|(?<![A-Za-z0-9_.@/-])(?:www\.)?(?:{named})/(?:(?!https?://){_LETTERS})+",
        re.ASCII,
    )


def _addressed(printed: str, line: int) -> Mentioned | None:
    """Read an address; None for what is none, or none to be trusted."""
    url = _closed(printed if ":" in printed.partition("/")[0] else f"https://{printed}")
    url = url.removesuffix(glued(url))
    if fault(url) or suspicious(url):
        return None
    if (elsewhere := _page_about(url)) is not None:
        return _identified(elsewhere, line)
    locator = locate(url)
    if locator.kind == "paper":
        page = unquote(urlsplit(url).path).partition("/")[2].partition("/")[2]
        return _identified(_NAMED.match(page) or _NAMED.match(locator.name), line)
    return Mentioned(url=url, line=line)


def _page_about(url: str) -> re.Match[str] | None:
    """Read the page of a host, or of a DOI, that is about a paper on arXiv."""
    parts = urlsplit(url)
    if (parts.hostname or "").removeprefix("dx.").removeprefix("www.") == "doi.org":
        return _DOI.fullmatch(unquote(parts.path).strip("/"))
    for host_traits in known():
        if host_traits.papers and url.startswith(before := host_traits.papers.partition("{id}")[0]):
            return _NAMED.match(url.removeprefix(before))
    return None


def _closed(url: str) -> str:
    """Return an address up to the bracket that closes what was opened before it."""
    depth = 0
    for place, letter in enumerate(url):
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            return url[:place]
    return url


def _identified(match: re.Match[str] | None, line: int) -> Mentioned | None:
    if match is None or not _given(match["name"]):
        return None
    version = match["version"]
    name = canonical(match["name"])
    return Mentioned(
        url=f"https://arxiv.org/abs/{name}",
        line=line,
        paper=name,
        version=f"v{version}" if version else None,
    )


def _given(name: str) -> bool:
    """Whether arXiv gives such identifiers: five digits since 2015, four before, from 2007 on."""
    month, _, digits = name.partition(".")
    if "/" in name:
        return is_arxiv_id(canonical(name))
    return is_arxiv_id(name) and month >= "0704" and len(digits) == (5 if month >= "1501" else 4)
