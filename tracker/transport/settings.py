"""Where the hosts are, what we may say to them, and how long we wait."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from tracker.errors import ConfigurationError
from tracker.model.base import Value
from tracker.model.locator import fault
from tracker.transport.allowed import ALLOWED_VARIABLE, AllowedNetworks
from tracker.transport.package_index import default_index, package_index

_ADDRESSES = {
    "github_server": "GITHUB_SERVER_URL",
    "github_api": "GITHUB_API_URL",
    "github_graphql": "GITHUB_GRAPHQL_URL",
    "hf_endpoint": "HF_ENDPOINT",
}
_TOKENS = {"github_token": ("GITHUB_TOKEN", "GH_TOKEN"), "hf_token": ("HF_TOKEN",)}


def origin(url: str) -> str:
    """Return scheme, host and port of `url`: what a credential belongs to.

    Examples
    --------
    >>> origin("https://GitHub.com/knoveleng/open-rs")
    'https://github.com:443'
    """
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return f"{parts.scheme}://{(parts.hostname or '').lower()}:{port}"


class Settings(Value, frozen=True, kw_only=True):
    """What one door is opened with; times are seconds, sizes are bytes."""

    github_server: str = "https://github.com"
    github_api: str = "https://api.github.com"
    github_graphql: str = "https://api.github.com/graphql"
    github_token: str | None = None
    hf_endpoint: str = "https://huggingface.co"
    hf_token: str | None = None
    package_index: str | None = None
    """Where pip is told to ask for packages; None: told nothing; ``""``: told to ask nowhere."""
    allowed: AllowedNetworks = AllowedNetworks()
    """Hosts and networks that may be asked although they are private."""
    offline: bool = False
    connect_timeout: float = 10
    read_timeout: float = 20
    """The longest silence within one answer."""
    total_timeout: float = 60
    """One request with its redirects and retries, or one look through git."""
    within: float = 0.0
    """Seconds that a run has for hosts that ask for long pauses; 0: none is waited for."""
    body_limit: int = 5_000_000
    cache: Path | None = None
    """Folder for answers that may be asked for again; None: nothing is kept."""
    cache_limit: int = 200_000_000
    record: Path | None = None
    """Folder into which every exchange is written, so that it can be replayed."""
    replay: Path | None = None
    """Folder of such a record: it answers in place of the hosts, and no connection is opened."""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str], *, offline: bool = False) -> "Settings":
        """Read the variables that the hosts' own tools read; an empty one counts as unset.

        Raises
        ------
        ConfigurationError
            If one of the addresses is not an http(s) URL, a token cannot be sent in a header, or
            what is allowed is neither host nor network.

        Examples
        --------
        >>> Settings.from_environment({"HF_ENDPOINT": "https://hub.example.org/"}).hf_endpoint
        'https://hub.example.org'
        """
        values: dict[str, str] = {}
        for field, name in _ADDRESSES.items():
            if value := environ.get(name, "").strip().rstrip("/"):
                if reason := fault(value):
                    raise ConfigurationError(
                        f"{name} {reason}.", advice=f"Unset {name}, or set it to an https address."
                    )
                values[field] = value
        for field, names in _TOKENS.items():
            for name in names:
                if value := environ.get(name, "").strip():
                    if not (value.isascii() and value.isprintable()):
                        raise ConfigurationError(
                            f"{name} holds characters that no token has.",
                            advice=f"Set {name} again, without line breaks or quotes.",
                        )
                    values.setdefault(field, value)
        index = package_index(environ)
        allowed = AllowedNetworks.read(environ.get(ALLOWED_VARIABLE, ""))
        return cls(**values, package_index=index, allowed=allowed, offline=offline)  # type: ignore[arg-type]

    @property
    def configured(self) -> frozenset[str]:
        """Origins that the person who runs the tracker chose, and that may therefore be private."""
        addresses = (self.github_server, self.github_api, self.github_graphql, self.hf_endpoint)
        index = (self.index,) if self.index else ()
        return frozenset(map(origin, (*addresses, *index)))

    @property
    def chosen(self) -> frozenset[tuple[str, int]]:
        """Host and port of each of `configured`."""
        parts = (urlsplit(place) for place in self.configured)
        return frozenset((part.hostname or "", part.port or 0) for part in parts)

    @property
    def index(self) -> str | None:
        """The package index that pip asks; None: there is none."""
        return default_index() if self.package_index is None else self.package_index or None

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every text that must not leave the process, except to its own origin."""
        return tuple(secret for secret in (self.github_token, self.hf_token) if secret)

    def __repr__(self) -> str:
        shown = (
            f"{name}={'***' if name in _TOKENS and value else value!r}"
            for name in self.__struct_fields__
            for value in (getattr(self, name),)
        )
        return f"Settings({', '.join(shown)})"
