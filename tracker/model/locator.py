"""Where an artifact lives: a URL as printed, read as host, kind and name.

Pure text work; no host is asked. The *subject* of an artifact is the canonical URL built here: what
was printed, without the decoration that does not change what it points at. Upper and lower case of
names are kept, because a name that differs only in case may once have been another repository.
"""

import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from tracker.model.base import Value

_GLUED = "。，、；：！？）】》」』…,;!'\"<>`*"
_PACKAGE = re.compile(r"pkg:pypi/[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?", re.ASCII)
"""A Python package as a Package URL (purl): which index has it is the business of pip."""
_USER = re.compile(r"//[^/@]*@")
_HUB_KINDS = {"datasets": "dataset", "spaces": "space"}
_HUB_RESERVED = frozenset(
    ("api", "docs", "blog", "papers", "collections", "join", "login", "settings", "tasks",
     "models", "organizations", "posts", "pricing", "new", "chat", "search")
)  # fmt: skip
_GITHUB_RESERVED = frozenset(
    ("about", "apps", "collections", "enterprise", "explore", "features", "login", "marketplace",
     "orgs", "pricing", "search", "settings", "sponsors", "topics", "trending")
)  # fmt: skip
_FORGES = frozenset(("gitlab.com", "codeberg.org", "gitee.com", "bitbucket.org", "framagit.org"))
_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_REMEMBERED = 1_024
"""Addresses; one paper's are asked for again and again, by every rule and every question."""
_ARXIV_ID = re.compile(r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(v\d+)?", re.ASCII)


ORIGIN_PAGE = "https://archive.softwareheritage.org/browse/origin?origin_url="
"""Software Heritage's page of a place begins so; the place's address follows."""
PAGE_COPY = "https://web.archive.org/web/"
"""The Internet Archive's copies of a page: this, and the page's address."""


class Locator(Value, frozen=True, kw_only=True):
    """An artifact's address, taken apart.

    Examples
    --------
    >>> locate("https://github.com/knoveleng/open-rs/tree/main/recipes").url
    'https://github.com/knoveleng/open-rs'
    >>> locate("https://huggingface.co/datasets/knoveleng/open-rs/commits/main").name
    'knoveleng/open-rs'
    >>> locate("pkg:pypi/phi-decoding").host
    'pypi'
    """

    host: str
    """``github``, ``huggingface``, ``git``, ``arxiv``, ``pypi`` or ``web``."""
    kind: str
    """``repository``, ``model``, ``dataset``, ``space``, ``paper``, ``page`` or ``owner``."""
    name: str
    """``owner/name`` where the host has owners; else the address without its scheme."""
    url: str
    """Canonical URL: the subject."""
    pinned: str | None = None
    """A commit that was seen here before: a look then also tells whether it is still held."""


def glued(url: str) -> str:
    """Return the punctuation a text glued to the end of a URL, or ``""``.

    Examples
    --------
    >>> glued("https://beingbeyond.github.io/being-0。")
    '。'
    >>> glued("https://example.org/a..")
    '..'
    >>> glued("https://example.org/wiki/A_(b)")
    ''
    """
    kept = url.rstrip(_GLUED + ".")
    if kept.endswith(")") and kept.count(")") > kept.count("("):
        kept = kept[:-1].rstrip(_GLUED + ".")
    return url[len(kept) :]


@lru_cache(maxsize=_REMEMBERED)
def shown(url: str) -> str:
    """Return `url` for a message: a user name or password in it is not repeated.

    Examples
    --------
    >>> shown("https://me:secret@github.com/a/b")
    'https://***@github.com/a/b'
    """
    return _USER.sub("//***@", url)


@lru_cache(maxsize=_REMEMBERED)
def fault(url: str) -> str | None:
    """Return why `url` is no web address, to stand after its name, or None if it is one.

    Examples
    --------
    >>> fault("ext::sh")
    'is not an http(s) address'
    """
    if _PACKAGE.fullmatch(url):
        return None
    if _BLANK.search(url):
        return "has a space or control character in it"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "cannot be read as a URL"
    if parts.scheme not in ("http", "https"):
        return "is not an http(s) address"
    if parts.username is not None or parts.password is not None:
        return "carries a user name or password"
    if not parts.hostname or ("." not in parts.hostname and parts.hostname != "localhost"):
        return "has no host name"
    return "has an impossible port" if port == 0 else None


@lru_cache(maxsize=_REMEMBERED)
def locate(url: str) -> Locator:
    """Read a URL; every well-formed URL has a locator, at worst a page.

    Raises
    ------
    ValueError
        If the URL is not a web address; see `fault`.
    """
    if reason := fault(url):
        raise ValueError(reason)
    if _PACKAGE.fullmatch(url):
        return Locator(host="pypi", kind="project", name=url.removeprefix("pkg:pypi/"), url=url)
    found = _known(url)
    return _page(url) if fault(found.url) else found


def _known(url: str) -> Locator:
    """Read a URL of a host that we know; what is no name there may make no address again."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    path = [unquote(piece) for piece in parts.path.split("/") if piece]
    match host:
        case "github.com":
            return _github(url, path)
        case "huggingface.co" | "hf.co":
            return _hub(url, path)
        case "arxiv.org" | "export.arxiv.org":
            return _arxiv(url, path)
    if (host in _FORGES and len(path) >= 2) or parts.path.endswith(".git"):
        return _forge(url, path)
    return _page(url)


def archive_of(locator: Locator) -> str | None:
    """Return the subject under which an archive's copies of something are looked at, if any.

    Examples
    --------
    >>> archive_of(locate("https://github.com/o/r"))
    'https://archive.softwareheritage.org/browse/origin?origin_url=https://github.com/o/r'
    >>> archive_of(locate("https://lab.example.org/project/"))
    'https://web.archive.org/web/https://lab.example.org/project'
    """
    match locator.kind:
        case "repository" | "model" | "dataset" | "space":
            return locate(ORIGIN_PAGE + locator.url).url
        case "page" if locator.url.startswith(("https://", "http://")):
            return locate(PAGE_COPY + locator.url).url
    return None


def _page(url: str) -> Locator:
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    address = f"{parts.hostname}{port}{parts.path.rstrip('/') or '/'}"
    query = f"?{parts.query}" if parts.query else ""
    return Locator(
        host="web", kind="page", name=address + query, url=f"{parts.scheme}://{address}{query}"
    )


def _github(url: str, path: list[str]) -> Locator:
    if not path or path[0] in _GITHUB_RESERVED:
        return _page(url)
    if len(path) == 1:
        return Locator(
            host="github", kind="owner", name=path[0], url=f"https://github.com/{path[0]}"
        )
    name = f"{path[0]}/{path[1].removesuffix('.git')}"
    return Locator(host="github", kind="repository", name=name, url=f"https://github.com/{name}")


def _hub(url: str, path: list[str]) -> Locator:
    kind = "model"
    if path and path[0] in _HUB_KINDS:
        kind, path = _HUB_KINDS[path[0]], path[1:]
    elif not path or path[0] in _HUB_RESERVED:
        return _page(url)
    if len(path) == 1 and kind == "model":
        return Locator(
            host="huggingface", kind="owner", name=path[0], url=f"https://huggingface.co/{path[0]}"
        )
    name = "/".join(path[:2])
    prefix = "" if kind == "model" else f"{kind}s/"
    return Locator(
        host="huggingface", kind=kind, name=name, url=f"https://huggingface.co/{prefix}{name}"
    )


def _arxiv(url: str, path: list[str]) -> Locator:
    if len(path) >= 2 and path[0] in ("abs", "pdf", "html"):
        found = _ARXIV_ID.match("/".join(path[1:]).removesuffix(".pdf"))
        if found:
            name = found.group(1)
            return Locator(
                host="arxiv", kind="paper", name=name, url=f"https://arxiv.org/abs/{name}"
            )
    return _page(url)


def _forge(url: str, path: list[str]) -> Locator:
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    if "-" in path:  # GitLab: /group/project/-/tree/main
        path = path[: path.index("-")]
    elif parts.hostname in _FORGES and parts.hostname != "gitlab.com":
        path = path[:2]
    name = "/".join(path).removesuffix(".git")
    return Locator(
        host="git",
        kind="repository",
        name=f"{parts.hostname}{port}/{name}",
        url=f"{parts.scheme}://{parts.hostname}{port}/{name}",
    )
