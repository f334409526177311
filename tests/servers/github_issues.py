"""Issues of GitHub's REST API: create, list, read, update, comment."""

import datetime as dt
import json
import re
import threading
from typing import Any
from urllib.parse import urlencode

from servers.wire import Call, Reply, as_json

_FIELDS = ("title", "body", "state", "state_reason", "labels")


class Issues:
    """The issues of all repositories of a world."""

    def __init__(self) -> None:
        self.of: dict[str, list[dict[str, Any]]] = {}
        """Repository → its issues, oldest first."""
        self.comments: dict[str, list[tuple[int, str]]] = {}
        """Repository → number of the issue and body of each comment, oldest first."""
        self.disabled: set[str] = set()
        """Repositories whose issues are switched off."""
        self.read_only = False
        """Whether the token may not write."""
        self._lock = threading.Lock()

    def answer(self, call: Call, name: str, rest: str, *, authorised: bool) -> Reply:
        """Answer a request under ``/repos/{name}``, where `rest` begins with ``/issues``."""
        if call.method != "GET" and not authorised:
            return as_json({"message": "Requires authentication", "status": "401"}, 401)
        if name in self.disabled:
            return as_json({"message": "Issues are disabled for this repo", "status": "410"}, 410)
        if call.method != "GET" and self.read_only:
            told = "Resource not accessible by integration"
            return as_json({"message": told, "status": "403"}, 403)
        match = re.fullmatch(r"/issues(?:/(\d+)(/comments)?)?", rest)
        if match is None:
            return as_json({"message": "Not Found", "status": "404"}, 404)
        with self._lock:
            issues = self.of.setdefault(name, [])
            if match[1] is None:
                return self._create(call, name) if call.method == "POST" else _list(call, issues)
            if not 1 <= int(match[1]) <= len(issues):
                return as_json({"message": "Not Found", "status": "404"}, 404)
            issue = issues[int(match[1]) - 1]
            if match[2] is not None:
                said = json.loads(call.body)["body"]
                self.comments.setdefault(name, []).append((issue["number"], said))
                return as_json({"id": 1, "body": said}, 201)
            if call.method == "PATCH":
                self._update(issue, json.loads(call.body))
            return as_json(issue)

    def _create(self, call: Call, name: str) -> Reply:
        given = json.loads(call.body)
        if not given.get("title"):
            missing = {"resource": "Issue", "field": "title", "code": "missing_field"}
            return as_json({"message": "Validation Failed", "errors": [missing]}, 422)
        number = len(self.of[name]) + 1
        issue: dict[str, Any] = {
            "id": number,
            "number": number,
            "url": f"https://api.github.com/repos/{name}/issues/{number}",
            "html_url": f"https://github.com/{name}/issues/{number}",
            "user": {"login": "tracker-bot", "type": "Bot"},
            "author_association": "NONE",
            "body": None,
            "state": "open",
            "state_reason": None,
            "labels": [],
            "created_at": _now(),
            "closed_at": None,
        }
        self._update(issue, given)
        self.of[name].append(issue)
        return as_json(issue, 201, location=issue["url"])

    @staticmethod
    def _update(issue: dict[str, Any], given: dict[str, Any]) -> None:
        issue.update({key: given[key] for key in _FIELDS if key in given})
        issue["labels"] = [
            label if isinstance(label, dict) else {"name": label} for label in issue["labels"]
        ]
        issue["updated_at"] = _now()
        issue["closed_at"] = None if issue["state"] == "open" else issue["closed_at"] or _now()


def _now() -> str:
    return f"{dt.datetime.now(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def _list(call: Call, issues: list[dict[str, Any]]) -> Reply:
    asked = {name: values[-1] for name, values in call.params.items()}
    labels = set(filter(None, asked.get("labels", "").split(",")))
    state = asked.get("state", "open")
    chosen = [
        issue
        for issue in (issues if asked.get("direction") == "asc" else reversed(issues))
        if state in {"all", issue["state"]} and labels <= {each["name"] for each in issue["labels"]}
    ]
    size, page = min(int(asked.get("per_page", 30)), 100), int(asked.get("page", 1))
    links = {}
    if page * size < len(chosen):
        query = urlencode({**asked, "page": page + 1})
        links["link"] = f'<{call.base}{call.path}?{query}>; rel="next"'
    return as_json(chosen[(page - 1) * size : page * size], 200, **links)
