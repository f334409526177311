"""Where an artifact lives: a URL as printed, read as host, kind and name.

Pure text work; no host is asked, and none is named here: what tells them apart is their traits.
The *subject* of an artifact is the canonical URL built here: what was printed, without the
decoration that does not change what it points at. A branch, tag or commit that it names is no
decoration, unless it is called as main branches are. Upper and lower case of names are kept,
because a name that differs only in case may once have been another repository.
"""

import re
from functools import lru_cache
from urllib.parse import quote, unquote, urlsplit

from tracker.model import revisions
from tracker.model.base import Value
from tracker.model.host_table import Form, Traits
from tracker.model.revisions import Named
from tracker.model.traits import BRANCH, archives, known, traits

_GLUED = "。，、；：！？）】》」』…,;!'\"<>`*"
_USER = re.compile(r"//[^/@]*@")
_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_PREFIXES = ("refs/heads/", "refs/tags/")
_REMEMBERED = 1_024
"""Addresses; one paper's are asked for again and again, by every rule and every question."""


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
    >>> dev = locate("https://github.com/o/r/blob/dev/README.md")
    >>> dev.url, dev.home
    ('https://github.com/o/r/tree/dev', 'https://github.com/o/r')
    """

    host: str
    """A name of the table of traits, or ``web`` for an ordinary page."""
    kind: str
    """As in the form of its address; ``page`` for an ordinary one."""
    name: str
    """``owner/name`` where the host has owners; else the address without its scheme."""
    url: str
    """Canonical URL: the subject."""
    repository: str | None = None
    """Canonical URL of what holds the branch, tag or commit that the subject is; None where the
    subject is none of these."""
    revision: str | None = None
    """The branch, tag or commit that the address names, and perhaps a folder behind it."""
    pinned: str | None = None
    """A commit that was seen here before: a look then also tells whether it is still held."""

    @property
    def home(self) -> str:
        """Canonical URL, whichever branch, tag or commit is named."""
        return self.repository or self.url

    @property
    def named(self) -> Named | None:
        """The branch, tag or commit that is to be looked at; None: the default branch."""
        if self.revision is None:
            return None
        names = revisions.candidates(self.revision)
        return Named(candidates=names, usual=self.repository is None)


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
    if _schemed(url) is not None:
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
    if parts.username is not None:  # empty where there is a password alone
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
    if (named := _schemed(url)) is not None:
        return named
    locator = _known(url)
    return _page(url) if fault(locator.url) else locator


def _known(url: str) -> Locator:
    """Read a URL of a host that we know; what is no name there may make no address again."""
    parts = urlsplit(url)
    site = (parts.hostname or "").removeprefix("www.")
    path = "/".join(unquote(piece) for piece in parts.path.split("/") if piece)
    if any(url.startswith(archive.copies) for archive in archives() if archive.copies):
        return _page(url)
    for host_traits in known():
        if host_traits.scheme or (host_traits.sites and site not in host_traits.sites):
            continue
        forms = () if path.partition("/")[0] in host_traits.reserved else host_traits.forms
        for form in forms:
            if match := re.fullmatch(form.path, path, re.ASCII | re.DOTALL):
                return _located(host_traits, form, match[1], url, path[match.end(1) :])
        if host_traits.sites:
            break
    return _page(url)


def traits_of(url: str) -> Traits:
    """Return the traits of the host that an address names; none for what is no address.

    Examples
    --------
    >>> traits_of("https://github.com/o/r").title, traits_of("https://a.example.org/").caseless
    ('GitHub', False)
    """
    return traits("web" if fault(url) else locate(url).host)


def archive_of(locator: Locator) -> str | None:
    """Return the subject under which an archive's copies of something are looked at, if any.

    A branch of a repository has one of its own: whether its commit is kept is another question.

    Examples
    --------
    >>> archive_of(locate("https://github.com/o/r"))
    'https://archive.softwareheritage.org/browse/origin?origin_url=https://github.com/o/r'
    >>> archive_of(locate("https://lab.example.org/project/"))
    'https://web.archive.org/web/https://lab.example.org/project'
    """
    for archive in archives():
        if locator.kind in archive.copied and locator.home.startswith(("https://", "http://")):
            other = locator.repository is not None and locator.revision
            branch = f"{BRANCH}{quote(other, safe='')}" if other else ""
            return locate(f"{archive.copies}{locator.home}{branch}").url
    return None


def _schemed(url: str) -> Locator | None:
    """Read an address that is none of the web: a Python package, for example."""
    for host_traits in known():
        if host_traits.scheme and url.startswith(host_traits.scheme):
            for form in host_traits.forms:
                if match := re.fullmatch(form.path, url.removeprefix(host_traits.scheme), re.ASCII):
                    return _located(host_traits, form, match[1], url)
    return None


def _located(host: Traits, form: Form, name: str, url: str, rest: str = "") -> Locator:
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    site = f"{parts.hostname}{port}"
    name = form.spelling(name)
    home = form.url.format(site=f"{parts.scheme}://{site}", name=name)
    revision = _revision(form, rest)
    other = revision is not None and revision.partition("/")[0] not in host.usual
    return Locator(
        host=host.host,
        kind=form.kind,
        name=f"{site}/{name}" if host.many else name,
        url=form.at.format(url=home, revision=quote(revision or "")) if other else home,
        repository=home if other else None,
        revision=revision,
    )


def _revision(form: Form, rest: str) -> str | None:
    """Return what follows the name as a branch, tag or commit, and a folder perhaps."""
    matches = (re.fullmatch(pattern, rest, re.ASCII | re.DOTALL) for pattern in form.revisions)
    words = next((match[1].strip("/") for match in matches if match), None)
    if not words:
        return None
    begin = next((begin for begin in _PREFIXES if words.startswith(begin)), "")
    words = words.removeprefix(begin)
    return Named(candidates=revisions.candidates(words)).commit or words or None


def _page(url: str) -> Locator:
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    address = f"{parts.hostname}{port}{parts.path.rstrip('/') or '/'}"
    query = f"?{parts.query}" if parts.query else ""
    return Locator(
        host="web", kind="page", name=address + query, url=f"{parts.scheme}://{address}{query}"
    )
