"""The table of the hosts' traits: data, a row for each host.

Long, because it is one table.
"""

from collections.abc import Callable

from tracker.model.arxiv_name import canonical
from tracker.model.base import Value
from tracker.model.paper import Role

_REST = r"(?:/.*)?"
"""What an address may have behind the name: a branch, a folder, a file."""
_ARXIV = r"\d{4}\.\d{4,5}|[A-Za-z-]+(?:\.[A-Za-z]{2})?/\d{7}"


class Form(Value, frozen=True, kw_only=True):
    """One form that the addresses of a host have, and what such an address is."""

    kind: str
    """``repository``, ``model``, ``dataset``, ``space``, ``paper``, ``project`` or ``owner``."""
    path: str
    """Pattern of the whole path, decoded, with no slash at its ends; group 1 is the name."""
    url: str
    """The canonical address: ``{name}`` stands for the name, ``{site}`` for scheme and host."""
    revisions: tuple[str, ...] = ()
    """Patterns of what follows the name where a branch, tag or commit is named; group 1 is its
    name, which a folder may follow. The first that fits counts."""
    at: str = "{url}"
    """The canonical address of a branch, tag or commit: ``{url}`` and ``{revision}``."""
    spelling: Callable[[str], str] = str
    """How the host itself writes a name, where addresses lead to it in other spellings, too."""
    roles: frozenset[Role] | None = None
    """What an artifact at such an address can be in a registry; None: anything."""


class Absence(Value, frozen=True, kw_only=True):
    """How a host says that it shows nothing at an address, be it missing or private.

    Any other answer, and the same without the host's own word, says nothing of what is there.
    """

    statuses: frozenset[int] = frozenset((404, 410))
    sign: tuple[str, str] | None = None
    """A field of its JSON, and the value by which the answer is known as its own; None: anyone's
    will do, as on the web."""


class Traits(Value, frozen=True, kw_only=True):
    """What is peculiar to one host."""

    host: str
    """As in `Locator.host`."""
    title: str
    """As people call it."""
    sites: frozenset[str] = frozenset()
    """Host names of its addresses, without ``www.``; none: any, as far as a form fits."""
    scheme: str | None = None
    """What its addresses begin with where they are no web addresses, such as ``pkg:pypi/``."""
    forms: tuple[Form, ...] = ()
    """The first that fits counts. An address that fits none is an ordinary page."""
    reserved: frozenset[str] = frozenset()
    """First parts of paths that are pages of the site itself."""
    many: bool = False
    """Whether it is software of many sites, so that the site is a part of the name."""
    caseless: bool = False
    """Whether names that differ in upper and lower case only are one name."""
    ascii: bool = False
    """Whether every name on it is ASCII: other letters only look like one."""
    owned: bool = False
    """Whether the first part of a name is an account."""
    usual: frozenset[str] = frozenset()
    """Names of branches that mean the default branch, unless there is another one of that name."""
    file: str | None = None
    """Address of a file: ``{url}``, ``{revision}`` and ``{path}``; ``#L`` and a line may follow."""
    absence: Absence = Absence()
    """What a 404 means on it."""
    gates: bool = False
    """Whether it can show a page to everybody and give the files on request only."""
    cards: bool = False
    """Whether a README is a card, which says what it was made from by names of this host."""
    papers: str | None = None
    """Address of its page about a paper: ``{id}`` stands for the arXiv identifier."""
    visited: bool = True
    """Whether archives visit its places by themselves; if not, only commits are asked for there."""
    copies: str | None = None
    """Of an archive: what the address of its copies begins with; the copied address follows."""
    copied: frozenset[str] = frozenset()
    """Of an archive: the kinds of things of which it keeps copies."""
    by_revision: bool = False
    """Of an archive: whether it can say that it holds a certain commit."""


_RELEASED = frozenset(Role) - {Role.SPACE}
_MAIN = frozenset(("main", "master", "HEAD"))
_GIT = r"(?:\.git(?:@.+)?)?"
"""What an address for git may end in; pip takes a branch, tag or commit behind it."""
_AFTER_GIT = r"\.git@(.+)"
_OF_A_FILE = r"(?:blob|raw|blame)/(.+)/[^/]+"
_OF_A_FOLDER = r"(?:tree|commits?)/(.+)"
_ON_THE_HUB = (r"/(?:blob|raw|resolve|blame)/(.+)/[^/]+", rf"/{_OF_A_FOLDER}")

SITES = (
    Traits(
        host="github",
        title="GitHub",
        sites=frozenset(("github.com",)),
        forms=(
            Form(
                kind="repository",
                path=rf"([^/]+/[^/]+?){_GIT}{_REST}",
                url="https://github.com/{name}",
                revisions=(
                    rf"/{_OF_A_FILE}",
                    rf"/{_OF_A_FOLDER}",
                    r"/releases/tag/(.+)",
                    r"/archive/(?:refs/(?:heads|tags)/)?(.+)\.(?:zip|tar\.gz)",
                    _AFTER_GIT,
                ),
                at="{url}/tree/{revision}",
                roles=_RELEASED,
            ),
            Form(kind="owner", path=r"([^/]+)", url="https://github.com/{name}"),
        ),
        reserved=frozenset(
            ("about", "apps", "collections", "enterprise", "explore", "features", "login",
             "marketplace", "orgs", "pricing", "search", "settings", "sponsors", "topics",
             "trending")
        ),
        caseless=True,
        ascii=True,
        owned=True,
        usual=_MAIN,
        file="{url}/blob/{revision}/{path}",
    ),
    Traits(
        host="huggingface",
        title="Hugging Face Hub",
        sites=frozenset(("huggingface.co", "hf.co")),
        forms=(
            Form(
                kind="dataset",
                path=rf"datasets/([^/]+(?:/[^/]+)?){_REST}",
                url="https://huggingface.co/datasets/{name}",
                revisions=_ON_THE_HUB,
                at="{url}/tree/{revision}",
                roles=frozenset((Role.DATASET, Role.LOG)),
            ),
            Form(
                kind="space",
                path=rf"spaces/([^/]+(?:/[^/]+)?){_REST}",
                url="https://huggingface.co/spaces/{name}",
                revisions=_ON_THE_HUB,
                at="{url}/tree/{revision}",
                roles=frozenset((Role.SPACE, Role.PAGE)),
            ),
            Form(
                kind="model",
                path=rf"([^/]+/[^/]+){_REST}",
                url="https://huggingface.co/{name}",
                revisions=_ON_THE_HUB,
                at="{url}/tree/{revision}",
                roles=frozenset((Role.MODEL, Role.CODE)),
            ),
            Form(
                kind="owner",
                path=r"(?!(?:datasets|spaces)\Z)([^/]+)",
                url="https://huggingface.co/{name}",
            ),
        ),
        reserved=frozenset(
            ("api", "docs", "blog", "papers", "collections", "join", "login", "settings", "tasks",
             "models", "organizations", "posts", "pricing", "new", "chat", "search")
        ),
        caseless=True,
        ascii=True,
        owned=True,
        absence=Absence(statuses=frozenset((404,))),
        usual=frozenset(("main",)),
        file="{url}/blob/{revision}/{path}",
        gates=True,
        cards=True,
        papers="https://huggingface.co/papers/{id}",
        visited=False,
    ),
    Traits(
        host="arxiv",
        title="arXiv",
        absence=Absence(statuses=frozenset((404,))),
        sites=frozenset(("arxiv.org", "export.arxiv.org")),
        forms=(
            Form(
                kind="paper",
                path=rf"(?:abs|pdf|html)/({_ARXIV}).*",
                url="https://arxiv.org/abs/{name}",
                spelling=canonical,
                roles=frozenset((Role.PAGE,)),
            ),
        ),
        ascii=True,
    ),
    Traits(
        host="arxiv",
        title="arXiv",
        sites=frozenset(("doi.org", "dx.doi.org")),
        forms=(
            Form(
                kind="paper",
                path=rf"10\.48550/(?i:arxiv)\.({_ARXIV})(?:v\d+)?",
                url="https://arxiv.org/abs/{name}",
                spelling=canonical,
                roles=frozenset((Role.PAGE,)),
            ),
        ),
        ascii=True,
    ),
    Traits(
        host="pypi",
        title="Python packages",
        scheme="pkg:pypi/",
        forms=(
            Form(
                kind="project",
                path=r"([A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?)",
                url="pkg:pypi/{name}",
            ),
        ),
    ),
    Traits(
        host="software-heritage",
        title="Software Heritage",
        copies="https://archive.softwareheritage.org/browse/origin?origin_url=",
        copied=frozenset(("repository", "model", "dataset", "space")),
        by_revision=True,
        absence=Absence(statuses=frozenset((404,)), sign=("exception", "NotFoundExc")),
    ),
    Traits(
        host="internet-archive",
        title="the Internet Archive",
        copies="https://web.archive.org/web/",
        copied=frozenset(("page",)),
    ),
)  # fmt: skip
"""Hosts that own their sites."""

_ABSENT_FROM_GIT = Absence(statuses=frozenset((401, 404, 410)))
"""Forges ask for a password where nothing is, so as not to tell what is private."""

_ON_GITLAB = (
    rf"/-/{_OF_A_FILE}",
    rf"/-/{_OF_A_FOLDER}",
    r"/-/(?:tags|releases)/(.+)",
    r"/-/archive/(.+)/[^/]+",
    _AFTER_GIT,
)

SOFTWARE = (
    Traits(
        host="git",
        title="git",
        sites=frozenset(("gitlab.com", "framagit.org")),
        forms=(
            Form(
                kind="repository",
                path=rf"((?!-/)[^/]+(?:/(?!-(?:/|\Z))[^/]+?)+?){_GIT}(?:/-(?:/.*)?)?",
                url="{site}/{name}",
                revisions=_ON_GITLAB,
                at="{url}/-/tree/{revision}",
                roles=_RELEASED,
            ),
        ),
        many=True,
        usual=_MAIN,
        absence=_ABSENT_FROM_GIT,
    ),
    Traits(
        host="git",
        title="git",
        sites=frozenset(("codeberg.org", "gitee.com", "bitbucket.org")),
        forms=(
            Form(
                kind="repository",
                path=r"([^/]+/[^/]+?)/(?:tree|blob)/.+",
                url="{site}/{name}",
                revisions=(rf"/{_OF_A_FILE}", rf"/{_OF_A_FOLDER}"),
                at="{url}/tree/{revision}",
                roles=_RELEASED,
            ),
            Form(
                kind="repository",
                path=rf"([^/]+/[^/]+?){_GIT}{_REST}",
                url="{site}/{name}",
                revisions=(
                    r"/(?:src|commits?|raw|branch|releases)/(?:(?:branch|tag|commit)/)?(.+)",
                    _AFTER_GIT,
                ),
                at="{url}/src/{revision}",
                roles=_RELEASED,
            ),
        ),
        many=True,
        usual=_MAIN,
        absence=_ABSENT_FROM_GIT,
    ),
    Traits(
        host="git",
        title="git",
        forms=(
            Form(
                kind="repository",
                path=r"(.+)\.git(?:@.+)?",
                url="{site}/{name}",
                revisions=(_AFTER_GIT,),
                at="{url}.git@{revision}",
                roles=_RELEASED,
            ),
        ),
        many=True,
        usual=_MAIN,
        absence=_ABSENT_FROM_GIT,
    ),
)  # fmt: skip
"""Software of many sites: it takes what no other host claims."""
