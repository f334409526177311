"""The issues of one repository, over GitHub's REST API: the one place that writes to a host."""

from collections.abc import Iterator
from typing import TypeVar

import msgspec

from tracker.errors import ConfigurationError, TrackerError, TransportFault
from tracker.hosts.answers import fault, message, refusal
from tracker.model.evidence import Reach
from tracker.model.foreign import decoded
from tracker.transport import Door
from tracker.transport.http import Response
from tracker.transport.settings import origin

_TRUSTED = frozenset(("OWNER", "MEMBER", "COLLABORATOR"))
_PAGE_LIMIT = 20_000_000
"""Bytes; a hundred issues with the longest bodies there can be."""
_PAGES = 100
_T = TypeVar("_T")


class _User(msgspec.Struct):
    type: str = "User"


class Issue(msgspec.Struct):
    """An issue, as far as it matters here."""

    number: int
    html_url: str
    state: str
    body: str | None = None
    user: _User | None = None
    author_association: str = "NONE"
    pull_request: dict[str, object] | None = None
    """Pull requests stand in the same list."""

    @property
    def trusted(self) -> bool:
        """Whether a member or a bot wrote it: a stranger can write anything into a body."""
        bot = self.user is not None and self.user.type == "Bot"
        return bot or self.author_association in _TRUSTED


class Issues:
    """The issues of one repository.

    Every method raises `ConfigurationError` where the token, its rights or the repository's
    settings are in the way, and `TransportFault` where trying again later may help.

    Parameters
    ----------
    repository
        ``owner/name``.
    """

    def __init__(self, door: Door, repository: str) -> None:
        self._http = door.http
        self._api = door.settings.github_api
        self._repository = repository
        self._url = f"{self._api}/repos/{repository}/issues"
        self._headers = {
            "accept": "application/vnd.github+json",
            "authorization": f"Bearer {door.settings.github_token}",
            "x-github-api-version": "2022-11-28",
        }

    def open(self) -> Iterator[Issue]:
        """Yield the open issues, oldest first."""
        url: str | None = f"{self._url}?state=open&sort=created&direction=asc&per_page=100"
        for _ in range(_PAGES):
            if url is None:
                return
            answer = self._http.get(url, headers=self._headers, limit=_PAGE_LIMIT)
            issues = self._read(answer, 200, list[Issue])
            yield from (issue for issue in issues if issue.pull_request is None)
            url = self._next(answer)

    def create(self, title: str, body: str) -> Issue:
        """Open an issue."""
        answer = self._http.post_json(
            self._url, {"title": title, "body": body}, headers=self._headers
        )
        return self._read(answer, 201, Issue)

    def update(self, number: int, **changes: str) -> Issue:
        """Change fields of an issue: ``body``, ``state``, ``state_reason``."""
        answer = self._http.patch_json(f"{self._url}/{number}", changes, headers=self._headers)
        return self._read(answer, 200, Issue)

    def comment(self, number: int, body: str) -> None:
        """Add a comment; whoever watches the issue is told."""
        url = f"{self._url}/{number}/comments"
        self._read(self._http.post_json(url, {"body": body}, headers=self._headers), 201, object)

    def _next(self, answer: Response) -> str | None:
        """Return the address of the next page; the token goes to no other origin."""
        for part in answer.headers.get("link", "").split(","):
            address, _, rest = part.partition(";")
            if 'rel="next"' in rest:
                url = address.strip().strip("<>")
                if origin(url) != origin(self._api):
                    raise TransportFault("the next page of issues lies elsewhere", reach="error")
                return url
        return None

    def _read(self, answer: Response, status: int, kind: type[_T]) -> _T:
        if answer.status != status:
            raise self._refused(answer)
        try:
            return decoded(answer.body, kind)
        except msgspec.DecodeError as error:
            raise TransportFault("GitHub's answer cannot be read", reach="error") from error

    def _refused(self, answer: Response) -> TrackerError:
        name, words = self._repository, message(answer)
        status_line = f"HTTP {answer.status}" + (f": {words}" if words else "")
        if refusal(answer).reach in (Reach.RATE_LIMITED, Reach.UNREACHABLE):
            return fault(f"the issues of {name}", answer)
        if answer.status == 410:
            return ConfigurationError(
                f"issues are switched off in {name} ({status_line})",
                advice="Switch them on in its settings, or take `tracker announce` out.",
            )
        if answer.status == 401:
            return ConfigurationError(
                f"GitHub refused the token ({status_line})",
                advice="Set GITHUB_TOKEN to a valid one.",
            )
        if answer.status == 403:
            return ConfigurationError(
                f"the token may not write issues in {name} ({status_line})",
                advice="In a workflow, give the job `permissions: issues: write`.",
            )
        if answer.status in (301, 307, 308, 404):
            return ConfigurationError(
                f"GitHub shows no repository {name} to this token ({status_line})",
                advice="Set GITHUB_REPOSITORY to its present owner/name.",
            )
        return fault(f"the issues of {name}", answer)
