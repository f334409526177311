"""What a README lists: papers and other people's works, and in how many sections. Pure."""

import re
from collections.abc import Mapping

from tracker.hosts.texts import prose
from tracker.hosts.texts.lines import Block
from tracker.model.evidence import ReadingList
from tracker.model.locator import fault, glued, locate

_URL = re.compile(r"https?://[^\s<>\"'`\\|\])}]+")
_LIMIT = 5_000
"""Addresses of one README that are told apart; longer lists are lists as well."""
_PAPERS = re.compile(
    r"https?://(?:[\w-]+\.)*(?:arxiv\.org|alphaxiv\.org|openreview\.net|aclanthology\.org|doi\.org|"
    r"aclweb\.org|thecvf\.com|ecva\.net|mlr\.press|jmlr\.org|neurips\.cc|nips\.cc|ijcai\.org|"
    r"aaai\.org|acm\.org|ieee\.org|ieeecomputersociety\.org|springer\.com|sciencedirect\.com|"
    r"elsevier\.com|nature\.com|science\.org|pnas\.org|plos\.org|wiley\.com|mdpi\.com|"
    r"frontiersin\.org|biorxiv\.org|medrxiv\.org|ssrn\.com|semanticscholar\.org|isca-archive\.org|"
    r"usenix\.org|roboticsproceedings\.org|nih\.gov|hal\.science|dblp\.org|papers\.cool|"
    r"eurographics\.org|iop\.org|aps\.org|oup\.com|cambridge\.org|aip\.org|jstor\.org|zenodo\.org)"
    r"/.|https?://huggingface\.co/papers/.|https?://\S{1,200}?\.pdf$",
    re.IGNORECASE,
)
"""Where papers lie."""
_VERSION = re.compile(r"v\d+$")
_KINDS = frozenset(("repository", "model", "dataset", "space"))
_RULE = re.compile(r"^[\s|:-]*$")
_PICTURE = re.compile(r"!\[[^\]]{0,500}\]\([^)]{0,500}\)|<img\b[^<>]{0,500}>", re.IGNORECASE)


def reading_list(texts: Mapping[str, bytes]) -> ReadingList | None:
    r"""Return what the README lists that lists most; None where there is none.

    Examples
    --------
    >>> lists = reading_list({"README.md": b"# P\n- [a](https://arxiv.org/abs/2401.00001v2)"})
    >>> lists.papers, lists.entries, lists.pieces, lists.sections
    (1, 1, 1, 1)
    """
    lists = [_listed(path, data) for path, data in texts.items()]
    return max(lists, key=lambda listed: (listed.papers, listed.works), default=None)


def _listed(path: str, data: bytes) -> ReadingList:
    papers: set[str] = set()
    works: set[str] = set()
    entries = pieces = headings = 0
    for section in prose.sections({path: data}):
        before = entries
        for piece in section.content:
            if isinstance(piece, Block):
                pieces += len(piece.texts)
                continue
            text = _PICTURE.sub("", piece.text)
            links = [_address(url) for url in _URL.findall(text)] if "http" in text else []
            named = [url for url in links if url]
            if _RULE.match(text) or (not named and "](#" in text):
                continue
            pieces += 1
            if named and (piece.is_entry or any(map(_PAPERS.match, named))):
                entries += 1
                if len(papers) + len(works) < _LIMIT:
                    papers.update(filter(_PAPERS.match, named))
                    works.update(url for url in named if not _PAPERS.match(url))
        headings += entries > before
    return ReadingList(
        path=path, papers=len(papers), works=len(works), entries=entries, pieces=pieces,
        sections=headings,
    )  # fmt: skip


def _address(url: str) -> str | None:
    """Return the address of a paper or of a work as it is counted; None for any other."""
    url = url.removesuffix(glued(url)).partition("#")[0]
    if _PAPERS.match(url):
        known = fault(url) is None and locate(url).kind == "paper"
        return _VERSION.sub("", locate(url).url if known else url.lower().rstrip("/"))
    return locate(url).home if fault(url) is None and locate(url).kind in _KINDS else None
