"""arXiv: the Atom API and the abstract page."""

import re
from collections.abc import Mapping
from html import escape

from servers.described import ArxivEntry, utc
from servers.wire import Call, Reply, as_html

_ID = re.compile(r"(?P<id>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v(?P<version>\d+))?")
_FEED = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom" \
xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">
<id>https://arxiv.org/api/query</id>
<title>arXiv Query</title>
<opensearch:totalResults>{count}</opensearch:totalResults>
{entries}
</feed>
"""


class Arxiv:
    """arXiv with a few papers; a version can be asked for by name."""

    def __init__(self, papers: Mapping[str, ArxivEntry]) -> None:
        self.papers = papers
        self.unreadable: set[str] = set()
        """What it takes for no identifier, which ends the whole request."""
        self.names_it = True
        """Whether it says which one that is."""

    def _find(self, asked: str) -> tuple[str, str, ArxivEntry] | None:
        """Return id, version and entry of what was asked for, if it exists."""
        match = _ID.fullmatch(asked)
        entry = self.papers.get(match["id"]) if match else None
        if match is None or entry is None:
            return None
        newest = int(entry.version.removeprefix("v"))
        version = int(match["version"] or newest)
        return (match["id"], f"v{version}", entry) if 1 <= version <= newest else None

    def api(self, call: Call) -> Reply:
        """Answer ``/api/query?id_list=…``; an id that does not exist is left out."""
        asked = [each for each in call.params.get("id_list", [""])[0].split(",") if each]
        limit = int(call.params.get("max_results", ["10"])[0])
        unread = (one for one in asked if one in self.unreadable or not _ID.fullmatch(one))
        if bad := next(unread, None):
            name = escape(bad) if self.names_it else "one of them"
            error = f"<entry><title>Error</title><summary>incorrect id format for {name}"
            return _feed([error + "</summary></entry>"], 400)
        return _feed([_entry(*found) for each in asked[:limit] if (found := self._find(each))])

    def site(self, call: Call) -> Reply:
        """Answer as arxiv.org: abstract pages and the files behind them, without their contents."""
        match = re.fullmatch(r"/(abs|pdf|html)/(.+?)(?:\.pdf)?", call.path)
        if call.path == "/api/query":
            return self.api(call)
        found = self._find(match[2]) if match else None
        if match is None or found is None:
            return as_html("<title>Article not found</title>", 404)
        paper, version, entry = found
        if match[1] == "pdf":
            return Reply(body=b"%PDF-1.5\n", headers={"content-type": "application/pdf"})
        title = escape(entry.title)
        day = utc(entry.published)[:10].replace("-", "/")
        return as_html(
            f"<!doctype html><title>[{paper}] {title}</title>"
            f'<meta name="citation_title" content="{title}"/>'
            f'<meta name="citation_date" content="{day}"/>'
            f'<meta name="citation_arxiv_id" content="{paper}"/>'
            f'<div class="submission-history"><b>[{version}]</b></div>'
            f'<blockquote class="abstract">{escape(entry.summary)}</blockquote>'
            f'<td class="comments">{escape(entry.comment or "")}</td>{_rights(entry)}'
        )


def _rights(entry: ArxivEntry) -> str:
    if entry.rights is None:
        return ""
    link = f'<a href="{escape(entry.rights)}" title="Rights to this article" class="has_license">'
    return f'<div class="abs-license">{link}<span>view license</span></a></div>'


def _feed(entries: list[str], status: int = 200) -> Reply:
    text = _FEED.format(count=len(entries), entries="\n".join(entries))
    headers = {"content-type": "application/atom+xml; charset=utf-8"}
    return Reply(status=status, body=text.encode(), headers=headers)


def _entry(paper: str, version: str, entry: ArxivEntry) -> str:
    authors = "".join(f"<author><name>{escape(name)}</name></author>" for name in entry.authors)
    comment = f"<arxiv:comment>{escape(entry.comment)}</arxiv:comment>" if entry.comment else ""
    return (
        f"<entry><id>http://arxiv.org/abs/{paper}{version}</id>"
        f"<updated>{utc(entry.updated or entry.published)}</updated>"
        f"<published>{utc(entry.published)}</published>"
        f"<title>{escape(entry.title)}</title><summary>{escape(entry.summary)}</summary>"
        f"{authors}{comment}"
        f'<link href="https://arxiv.org/abs/{paper}{version}" rel="alternate" type="text/html"/>'
        "</entry>"
    )
