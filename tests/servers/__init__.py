"""A small internet on loopback: git, GitHub, the Hugging Face Hub, arXiv and pages.

>>> from servers import Repository, World
>>> with World(repositories={"github.com/o/r": Repository(files={"README.md": "# r"})}) as world:
...     sorted(world.environment())[:2]
['GIT_SSL_CAINFO', 'HTTPS_PROXY']
"""

from servers.described import (
    ArxivEntry,
    HubRepository,
    Page,
    Repository,
    Special,
    Weights,
    link,
    submodule,
)
from servers.facts import altered, stored
from servers.faults import KINDS
from servers.wire import Request
from servers.world import World

__all__ = [
    "KINDS",
    "ArxivEntry",
    "HubRepository",
    "Page",
    "Repository",
    "Request",
    "Special",
    "Weights",
    "World",
    "altered",
    "link",
    "stored",
    "submodule",
]
