"""The world: what exists on the hosts, and the one object that serves it."""

import fnmatch
import re
import ssl
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from servers.archives import Archives
from servers.arxiv import Arxiv
from servers.certificates import server_context, untrusted_context, write_authority
from servers.described import ArxivEntry, HubRepository, Page, Repository, content
from servers.facts import stored
from servers.faults import PORTAL, Fault, Faults, portal
from servers.forge import Forge
from servers.github import GitHub
from servers.hub import Hub
from servers.wire import Call, Listener, Reply, Request, as_html

Site = Callable[[Call], Reply]
Otherwise = Callable[[Call, Callable[[], Reply]], Reply]
_ALWAYS = ("github.com", "api.github.com", "raw.githubusercontent.com", "huggingface.co",
           "arxiv.org", "export.arxiv.org", "archive.softwareheritage.org",
           "archive.org")  # fmt: skip


class World:
    """A small internet on loopback; a context manager.

    The mappings stay open: what a test adds, replaces or deletes in `repositories`, `hub`, `pages`,
    `moved` and `papers` is so from the next request on (hosts must be known from the start).

    Parameters
    ----------
    repositories
        ``host/owner/name`` → git repository; hosts other than github.com are plain forges.
    hub
        ``models/owner/name``, ``datasets/…`` or ``spaces/…`` → Hub repository.
    pages
        Address, without query → page; it wins over what a host would answer itself.
    moved
        Former → present key, of `repositories` or of `hub`.
    papers
        arXiv id without version → paper.

    Attributes
    ----------
    github_token, hub_token
        The tokens that are valid here; they belong to strangers who own nothing.
    github
        Its `allowance` can be lowered, its `issues` can be read.
    huggingface
        Its `allowance` can be lowered.
    otherwise
        Host, pattern (``*``, ``?``) of paths, and what answers there, given the request and what
        asks for the answer that it would be without.
    archives
        What Software Heritage and the Internet Archive hold, and what they were asked to save.
    latency
        Seconds that every answer takes.
    """

    github_token = "ghp_of_this_world"
    hub_token = "hf_of_this_world"

    def __init__(
        self,
        *,
        repositories: Mapping[str, Repository] | None = None,
        hub: Mapping[str, HubRepository] | None = None,
        pages: Mapping[str, Page] | None = None,
        moved: Mapping[str, str] | None = None,
        papers: Mapping[str, ArxivEntry] | None = None,
    ) -> None:
        self.repositories = dict(repositories or {})
        self.hub = dict(hub or {})
        self.pages = {address.rstrip("/"): page for address, page in (pages or {}).items()}
        self.moved = dict(moved or {})
        self.papers = dict(papers or {})
        self.otherwise: list[tuple[str, str, Otherwise]] = []
        self.archives = Archives()
        self.closing = threading.Event()
        self.latency = 0.0
        self._faults = Faults()
        self._requests: list[Request] = []
        self._crashes: list[BaseException] = []

    @classmethod
    def from_facts(
        cls,
        shared: Path,
        repos: Sequence[str] | None = None,
        *,
        repositories: Mapping[str, Repository] | None = None,
        hub: Mapping[str, HubRepository] | None = None,
        pages: Mapping[str, Page] | None = None,
        moved: Mapping[str, str] | None = None,
        papers: Mapping[str, ArxivEntry] | None = None,
    ) -> Self:
        """Return a world of the repositories in ``shared/facts/repos``, and of what is given."""
        return cls(
            repositories={**stored(shared, repos), **(repositories or {})},
            hub=hub,
            pages=pages,
            moved=moved,
            papers=papers,
        )

    # Life ---------------------------------------------------------------------------------------

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix="world-")
        folder = Path(self._folder.name)
        (folder / "git").mkdir()
        self._authority = folder / "authority.pem"
        write_authority(self._authority)
        self._forge = Forge(self.repositories, self.moved, folder / "git", self.github_token)
        self.github = GitHub(self._forge)
        self.huggingface = Hub(self.hub, self.moved, self.papers, self.hub_token)
        self.arxiv = Arxiv(self.papers)
        self._sites: dict[str, Site] = dict.fromkeys(self._hosts(), self._plain_site)
        self._sites |= {
            "github.com": self.github.site,
            "api.github.com": self.github.api,
            "raw.githubusercontent.com": self.github.raw,
            "huggingface.co": self.huggingface.site,
            "arxiv.org": self.arxiv.site,
            "export.arxiv.org": self.arxiv.site,
            "archive.softwareheritage.org": self.archives.heritage,
            "archive.org": self.archives.wayback,
            PORTAL: portal,
        }
        self.context = server_context((*self._sites, "127.0.0.1", "localhost"))
        self._proxy = Listener(self)
        self._direct: dict[str, Listener] = {}
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.closing.set()
        for listener in (self._proxy, *self._direct.values()):
            listener.close()
        self._forge.close()
        self._folder.cleanup()
        if self._crashes and error is None:
            raise self._crashes[0]

    def _hosts(self) -> set[str]:
        pages = (urlsplit(address).hostname or "" for address in self.pages)
        return {*_ALWAYS, *pages, *(key.partition("/")[0] for key in self.repositories)}

    # What a test uses ---------------------------------------------------------------------------

    def environment(self, *, direct: bool = False) -> dict[str, str]:
        """Return the variables under which a program lives in this world.

        Parameters
        ----------
        direct
            Not through a proxy, but by the base URLs that programs can be configured with: GitHub
            over plain http, the Hub over https. Other hosts are then out of reach.
        """
        trust = {"SSL_CERT_FILE": str(self._authority), "GIT_SSL_CAINFO": str(self._authority)}
        if not direct:
            proxies = {f"{scheme}_proxy": self._proxy.base for scheme in ("http", "https")}
            upper = {name.upper(): value for name, value in proxies.items()}
            return {**trust, **proxies, **upper, "no_proxy": "", "NO_PROXY": ""}
        api = self._stand_for("api.github.com").base
        return {
            **trust,
            "GITHUB_SERVER_URL": self._stand_for("github.com").base,
            "GITHUB_API_URL": api,
            "GITHUB_GRAPHQL_URL": f"{api}/graphql",
            "HF_ENDPOINT": self._stand_for("huggingface.co", tls=True).base,
            "NO_PROXY": "127.0.0.1",
            "no_proxy": "127.0.0.1",
        }

    def _stand_for(self, host: str, *, tls: bool = False) -> Listener:
        if host not in self._direct:
            self._direct[host] = Listener(self, host, tls=tls)
        return self._direct[host]

    @property
    def requests(self) -> list[Request]:
        """All requests so far, in the order in which they were answered."""
        return list(self._requests)

    def fault(
        self,
        host: str,
        kind: str,
        path: str | None = None,
        times: int | None = None,
        *,
        retry_after: int | None = None,
    ) -> None:
        """Let something go wrong at `host` from now on.

        Parameters
        ----------
        kind
            One of `servers.faults.KINDS`.
        path
            Pattern (``*``, ``?``) of the paths concerned, without query; None: all.
        times
            How often; None: until `clear_faults`.
        retry_after
            Seconds, for the header of the kinds that are a status.
        """
        self._faults.add(
            Fault(host=host, kind=kind, path=path, times=times, retry_after=retry_after)
        )

    def clear_faults(self) -> None:
        """Let all be well again."""
        self._faults.clear()

    # What the listeners ask -----------------------------------------------------------------------

    def connects(self, host: str) -> bool:
        """Return whether a connection to `host` is accepted; remember those that are not."""
        if host in self._sites and self._faults.connects(host):
            return True
        self._requests.append(
            Request(host=host, method="CONNECT", path="", status=None, headers={})
        )
        return False

    def context_of(self, host: str) -> ssl.SSLContext:
        """Return the context, with the certificate, of `host`."""
        return untrusted_context() if self._faults.mistrusted(host) else self.context

    def answer(self, call: Call) -> Reply:
        """Answer a request and remember it."""
        if self.latency:
            self.closing.wait(self.latency)
        try:
            reply = self._faults.spoil(call, lambda: self._true_answer(call))
        except Exception as error:  # noqa: BLE001  raised at the end
            self.crashed(error)
            reply = as_html(f"<title>The test server crashed: {error!r}</title>", 500)
        self._requests.append(
            Request(
                host=call.host,
                method=call.method,
                path=call.target,
                status=None if reply.ending in {"hang", "reset"} else reply.status,
                headers={name.lower(): text for name, text in call.headers.items()},
            )
        )
        return reply

    def crashed(self, error: BaseException) -> None:
        """Remember a mistake of the servers; the end of the world raises it."""
        self._crashes.append(error)

    def _true_answer(self, call: Call) -> Reply:
        answer = partial(self._usual_answer, call)
        for host, pattern, other in list(self.otherwise):
            if call.host == host and fnmatch.fnmatchcase(call.path, pattern):
                answer = partial(other, call, answer)
        return answer()

    def _usual_answer(self, call: Call) -> Reply:
        for scheme in ("https", "http"):
            page = self.pages.get(f"{scheme}://{call.host}{call.path}".rstrip("/"))
            if page is not None:
                place = {} if page.location is None else {"location": page.location}
                headers = {"content-type": page.type, **place}
                body = content(page.body)
                asked = re.fullmatch(r"bytes=(\d+)-(\d+)", call.headers.get("range", ""))
                if asked and page.ranges:
                    first, last = int(asked[1]), min(int(asked[2]), len(body) - 1)
                    headers["content-range"] = f"bytes {first}-{last}/{len(body)}"
                    return Reply(status=206, body=body[first : last + 1], headers=headers)
                return Reply(status=page.status, body=body, headers=headers)
        return self._sites[call.host](call)

    def _plain_site(self, call: Call) -> Reply:
        """Answer as a host that has repositories or pages only."""
        reply = self._forge.smart_http(call)
        if reply is None and self._forge.find(call.host, call.path.strip("/")) is not None:
            reply = as_html(f"<title>{call.path.strip('/')}</title>")
        return reply or as_html("<title>Not found</title>", 404)
