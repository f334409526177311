"""Software Heritage and the Internet Archive, as far as the tracker asks them."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from servers.wire import Call, Reply, as_json

_ALLOWANCE = 120
_SWHID = re.compile(r"swh:1:(?:rev|cnt|dir|rel|snp):[0-9a-f]{40}")


@dataclass(kw_only=True)
class Archives:
    """What the archives hold; open to changes at any time."""

    held: set[str] = field(default_factory=set)
    """SWHIDs that Software Heritage knows."""
    visits: dict[str, str] = field(default_factory=dict)
    """Origin → ISO date of its last whole visit."""
    refused: set[str] = field(default_factory=set)
    """Origins that it does not save."""
    copies: dict[str, str] = field(default_factory=dict)
    """Page → timestamp (``YYYYMMDDhhmmss``) of the newest copy of the Internet Archive."""
    saved: list[str] = field(default_factory=list)
    """Origins that somebody asked to save."""
    allowance: int = _ALLOWANCE
    """What is left of Software Heritage's requests."""

    def heritage(self, call: Call) -> Reply:
        """Answer as archive.softwareheritage.org."""
        spent = self.allowance <= 0
        self.allowance = max(self.allowance - 1, 0)
        reply = as_json({"exception": "Throttled"}, 429) if spent else self._heritage(call)
        limits = {
            "x-ratelimit-limit": str(_ALLOWANCE),
            "x-ratelimit-remaining": str(self.allowance),
            "x-ratelimit-reset": "4102444800",
        }
        return Reply(status=reply.status, body=reply.body, headers={**reply.headers, **limits})

    def _heritage(self, call: Call) -> Reply:
        if call.path == "/api/1/known/" and call.method == "POST":
            return self._known(json.loads(call.body))
        if match := re.fullmatch(r"/api/1/origin/save/git/url/(.+?)/", call.path):
            return self._save(match[1])
        if match := re.fullmatch(r"/api/1/origin/(.+?)/visit/latest/", call.path):
            date = self.visits.get(match[1])
            if date is None:
                return _missing(f"Origin {match[1]} not found")
            visit = {"origin": match[1], "date": date, "status": "full", "type": "git", "visit": 1}
            return as_json(visit)
        return _missing("Resource not found")

    def _known(self, asked: list[str]) -> Reply:
        if len(asked) > 1000:
            return as_json({"exception": "LargePayloadExc", "reason": "too many"}, 413)
        if not all(map(_SWHID.fullmatch, asked)):
            return as_json({"exception": "BadInputExc", "reason": "invalid SWHID"}, 400)
        return as_json({each: {"known": each in self.held} for each in asked})

    def _save(self, origin: str) -> Reply:
        if origin in self.refused:
            reason = f"The origin url is blacklisted: {origin}"
            return as_json({"exception": "ForbiddenExc", "reason": reason}, 403)
        self.saved.append(origin)
        told: Mapping[str, str] = {
            "visit_type": "git",
            "origin_url": origin,
            "save_request_date": "2026-01-01T00:00:00+00:00",
            "save_request_status": "accepted",
            "save_task_status": "not created",
        }
        return as_json(told)

    def wayback(self, call: Call) -> Reply:
        """Answer as archive.org."""
        url = call.params.get("url", [""])[0]
        stamp = self.copies.get(url)
        closest = {
            "status": "200",
            "available": True,
            "url": f"http://web.archive.org/web/{stamp}/{url}",
            "timestamp": stamp,
        }
        return as_json({"url": url, "archived_snapshots": {"closest": closest} if stamp else {}})


def _missing(reason: str) -> Reply:
    return as_json({"exception": "NotFoundExc", "reason": reason}, 404)
