"""arXiv's API and abstract pages."""

import xml.etree.ElementTree as ET

import httpx2

from servers import ArxivEntry
from servers.plugin import NewWorld

API = "https://export.arxiv.org/api/query"
ATOM = "{http://www.w3.org/2005/Atom}"
PAPERS = {
    "2503.14476": ArxivEntry(
        title="DAPO: A & B", version="v2", published="2025-03-18T17:49:06+00:00"
    )
}


def entries(text: str) -> list[tuple[str | None, str | None]]:
    feed = ET.fromstring(text)  # noqa: S314  our own answer
    return [
        (entry.findtext(f"{ATOM}id"), entry.findtext(f"{ATOM}title"))
        for entry in feed.iter(f"{ATOM}entry")
    ]


def test_atom(inhabit: NewWorld) -> None:
    """The newest version or the one asked for; what does not exist is left out."""
    inhabit(papers=PAPERS)
    with httpx2.Client() as http:
        newest = http.get(API, params={"id_list": "2503.14476,2503.99999"}).text
        older = http.get(API, params={"id_list": "2503.14476v1,2503.14476v3"}).text
        assert http.get(API, params={"id_list": "nonsense"}).status_code == 400
    assert entries(newest) == [("http://arxiv.org/abs/2503.14476v2", "DAPO: A & B")]
    assert entries(older) == [("http://arxiv.org/abs/2503.14476v1", "DAPO: A & B")]


def test_abstract_page(inhabit: NewWorld) -> None:
    """A paper has a page, for each of its versions."""
    inhabit(papers=PAPERS)
    with httpx2.Client() as http:
        page = http.get("https://arxiv.org/abs/2503.14476")
        statuses = [
            http.get(f"https://arxiv.org/{path}").status_code
            for path in ("abs/2503.14476v2", "abs/2503.14476v3", "abs/2503.99999", "pdf/2503.14476")
        ]
    assert "[2503.14476] DAPO: A &amp; B" in page.text
    assert statuses == [200, 404, 404, 200]
