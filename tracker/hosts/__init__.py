"""The hosts: one file each, behind the protocol of `tracker.hosts.base`."""

from importlib.metadata import entry_points

from tracker.errors import ConfigurationError
from tracker.hosts.archives.internet_archive import InternetArchive
from tracker.hosts.archives.software_heritage import SoftwareHeritage
from tracker.hosts.arxiv import Arxiv
from tracker.hosts.base import Host
from tracker.hosts.git import GitForge
from tracker.hosts.github.host import GitHub
from tracker.hosts.huggingface.host import HuggingFace
from tracker.hosts.huggingface.paper_pages import Mentions
from tracker.hosts.packages.host import PyPI
from tracker.hosts.web import Web

GROUP = "tracker.hosts"
"""Entry points of this group name classes that speak the protocol of `tracker.hosts.base`."""


def hosts() -> tuple[Host, ...]:
    """Return all hosts; the first that identifies a URL is asked.

    Hosts of other distributions come before any forge that speaks git, and before ordinary pages,
    so that they can be more exact.

    Raises
    ------
    ConfigurationError
        If one of those cannot be loaded.

    Examples
    --------
    >>> [host.name for host in hosts()][-1]
    'web'
    """
    archives = (SoftwareHeritage(), InternetArchive())
    known = (GitHub(), HuggingFace(), Mentions(), Arxiv(), *archives, PyPI())
    return (*known, *_others(), GitForge(), Web())


def _others() -> tuple[Host, ...]:
    plugins: list[Host] = []
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        try:
            plugins.append(point.load()())
        except Exception as error:
            raise ConfigurationError(
                f"The host {point.name!r} ({point.value}) cannot be loaded: {error}",
                advice="Mend or uninstall the distribution that brings it.",
            ) from error
    return tuple(plugins)
