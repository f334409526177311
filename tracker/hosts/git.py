"""Any forge that speaks git over HTTPS: GitLab, Codeberg, Gitee, self-hosted ones."""

from collections.abc import Iterator, Sequence
from functools import partial

from tracker.hosts import remote
from tracker.hosts.observing import look
from tracker.model.evidence import Observation
from tracker.model.locator import Locator, locate
from tracker.transport import Door


class GitForge:
    """Repositories that are not on GitHub."""

    name = "git"
    connections = 10

    def identify(self, url: str) -> Locator | None:
        """Return the locator of `url` if it names a repository on a forge."""
        locator = locate(url)
        return locator if locator.host == self.name else None

    def batch(self, door: Door) -> int:  # noqa: ARG002
        """Return 1: git knows no batches."""
        return 1

    def observe(self, locators: Sequence[Locator], door: Door) -> Iterator[Observation]:
        """Look at each repository through git."""
        for locator in locators:
            ask = partial(remote.see, locator.home, door, locator.pinned, locator.named)
            yield look(locator, door, ask, via=remote.VIA)
