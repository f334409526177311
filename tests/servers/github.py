"""github.com, api.github.com and raw.githubusercontent.com."""

import hashlib
import json
import re
import time
from collections.abc import Callable, Mapping
from typing import Any

from servers.described import Repository, content, utc
from servers.forge import Forge, Found
from servers.github_graphql import execute
from servers.github_issues import Issues
from servers.wire import Call, Reply, as_html, as_json

_DOCS = "https://docs.github.com/rest"
_API = "https://api.github.com"


class GitHub:
    """GitHub as a stranger sees it who may hold a valid token."""

    def __init__(self, forge: Forge) -> None:
        self.forge = forge
        self.issues = Issues()
        self.allowance = {"anonymous": 60, "core": 5_000, "graphql": 5_000}
        """What is left of each allowance; it does not come back within a world's life."""
        self.bearable: int | None = None
        """Repositories in one query that GraphQL works out; None: any number."""
        self.too_heavy: set[str] = set()
        """Repositories that are too much for any query."""
        self._full = dict(self.allowance)
        self._reset = int(time.time()) + 3_600

    # github.com ---------------------------------------------------------------------------------

    def site(self, call: Call) -> Reply:
        """Answer as github.com: git, and the pages of owners and repositories."""
        if (reply := self.forge.smart_http(call)) is not None:
            return reply
        owner, name, *rest = [*call.path.strip("/").split("/"), ""]
        if not name:
            owners = {key.split("/")[1].casefold() for key in list(self.forge.repositories)}
            known = owner.casefold() in owners
            return as_html(f"<title>{owner}</title>") if known else _no_page()
        found = self.forge.find(call.host, f"{owner}/{name.removesuffix('.git')}")
        if found is None or found.repository.private:
            return _no_page()
        if found.repository.taken_down is not None:
            return as_html("<title>Repository unavailable</title>", 451)
        tail = "/".join(rest).strip("/")
        if found.moved:
            place = f"{call.base}/{found.name}" + (f"/{tail}" if tail else "")
            return as_html("", 301, location=place)
        if not self._has(found.repository, tail):
            return _no_page()
        return as_html(f"<title>GitHub - {found.name}</title>")

    @staticmethod
    def _has(repository: Repository, tail: str) -> bool:
        """Whether a page below the repository exists; only trees and blobs are looked into."""
        view = re.fullmatch(r"(tree|blob)/[^/]+/(.+)", tail)
        if view is None:
            return True
        if view[1] == "blob":
            return view[2] in repository.files
        return any(path.startswith(view[2] + "/") for path in repository.files)

    def raw(self, call: Call) -> Reply:
        """Answer as raw.githubusercontent.com: the bytes of one file."""
        owner, name, _, *rest = [*call.path.strip("/").split("/"), "", "", ""]
        found = self.forge.find("github.com", f"{owner}/{name}")
        file = None
        if found is not None and not found.repository.private:
            file = found.repository.files.get("/".join(rest).rstrip("/"))
        if file is None:
            return Reply(status=404, body=b"404: Not Found")
        return Reply(body=content(file), headers={"content-type": "text/plain; charset=utf-8"})

    # api.github.com -----------------------------------------------------------------------------

    def api(self, call: Call) -> Reply:
        """Answer as api.github.com: allowance and credentials first, then the request."""
        token = call.headers.get("authorization", "").partition(" ")[2]
        if token and token != self.forge.token:
            return _message(401, "Bad credentials")
        kind = "graphql" if call.path == "/graphql" else "core" if token else "anonymous"
        if kind == "graphql" and not token:
            return _message(401, "This endpoint requires you to be authenticated.")
        if self.allowance[kind] <= 0:
            reply = self._spent(kind)
        elif kind == "graphql":
            self.allowance[kind] -= 1
            rate = self._rate(kind)
            asked = json.loads(call.body)
            reply = self._too_much(asked) or as_json(execute(self.forge, asked, rate))
        else:
            reply = _conditional(call, self._rest(call, authorised=bool(token)))
            if not (reply.status == 304 and token):
                self.allowance[kind] -= 1
        return Reply(
            status=reply.status, body=reply.body, headers={**reply.headers, **self._limits(kind)}
        )

    def _rate(self, kind: str) -> Mapping[str, Any]:
        full, left = self._full[kind], max(self.allowance[kind], 0)
        reset = utc(f"{_iso(self._reset)}")
        return {"limit": full, "remaining": left, "used": full - left, "resetAt": reset, "cost": 1}

    def _limits(self, kind: str) -> Mapping[str, str]:
        rate = self._rate(kind)
        return {
            "x-ratelimit-limit": str(rate["limit"]),
            "x-ratelimit-remaining": str(rate["remaining"]),
            "x-ratelimit-used": str(rate["used"]),
            "x-ratelimit-reset": str(self._reset),
            "x-ratelimit-resource": "graphql" if kind == "graphql" else "core",
        }

    @staticmethod
    def _spent(kind: str) -> Reply:
        if kind == "graphql":  # 200: as GitHub does
            error = {"type": "RATE_LIMITED", "message": "API rate limit exceeded for user ID 1."}
            return as_json({"errors": [error]})
        whom = "127.0.0.1" if kind == "anonymous" else "user ID 1"
        return _message(403, f"API rate limit exceeded for {whom}.")

    def _too_much(self, asked: Mapping[str, Any]) -> Reply | None:
        """Return what GitHub says since 2025 to queries that are too much for it, if it is one."""
        values = asked.get("variables", {})
        names = {f"{values[key]}/{values[f'{key[:-1]}n']}" for key in values if key.endswith("o")}
        if not names & self.too_heavy and (self.bearable is None or len(names) <= self.bearable):
            return None
        error = {
            "type": "RESOURCE_LIMITS_EXCEEDED",
            "path": ["r0", "refs", "nodes", 3, "target"],
            "message": "Resource limits for this query exceeded.",
        }
        return as_json({"data": None, "errors": [error]})

    def _rest(self, call: Call, *, authorised: bool) -> Reply:
        if match := re.fullmatch(r"/repositories/(\d+)", call.path):
            found = self.forge.numbered(int(match[1]))
            return _message(404, "Not Found") if found is None else as_json(self._described(found))
        match = re.fullmatch(r"/repos/([^/]+/[^/]+)(/.*)?", call.path)
        found = self.forge.find("github.com", match[1]) if match else None
        if match is None or found is None or found.repository.private:
            return _message(404, "Not Found")
        if found.repository.taken_down is not None:
            return _blocked(found)
        rest = match[2] or ""
        if found.moved:
            place = f"{call.base}/repositories/{found.id}{rest}"
            return as_json({"message": "Moved Permanently", "url": place}, 301, location=place)
        if rest == "":
            return as_json(self._described(found))
        if rest.startswith("/issues"):
            return self.issues.answer(call, found.name, rest, authorised=authorised)
        looks: Mapping[str, Callable[[Found], Reply]] = {
            "/license": self._license,
            "/commits": self._commits,
        }
        return looks[rest](found) if rest in looks else _message(404, "Not Found")

    def _described(self, found: Found) -> Mapping[str, Any]:
        repository = found.repository
        owner, _, name = found.name.partition("/")
        return {
            "id": found.id,
            "node_id": f"R_{found.id}",
            "name": name,
            "full_name": found.name,
            "private": repository.private,
            "owner": {"login": owner, "html_url": f"https://github.com/{owner}"},
            "html_url": f"https://github.com/{found.name}",
            "url": f"{_API}/repos/{found.name}",
            "clone_url": f"https://github.com/{found.name}.git",
            "fork": repository.fork,
            "created_at": utc(repository.created or repository.first_commit),
            "updated_at": utc(repository.changed),
            "pushed_at": utc(repository.changed),
            "size": sum(len(content(file)) for file in repository.files.values()) // 1024,
            "archived": repository.archived,
            "disabled": False,
            "visibility": "public",
            "default_branch": repository.branch,
            "license": detected(repository.license),
        }

    def _license(self, found: Found) -> Reply:
        names = [
            path
            for path in sorted(found.repository.files)
            if re.fullmatch(r"(?i)(un)?licen[sc]e.*|copying.*", path)
        ]
        if found.repository.license is None or not names:
            return _message(404, "Not Found")
        return as_json(
            {
                "name": names[0],
                "path": names[0],
                "html_url": f"https://github.com/{found.name}/blob/{found.repository.branch}/{names[0]}",
                "license": detected(found.repository.license),
            }
        )

    def _commits(self, found: Found) -> Reply:
        head = self.forge.bare(found).read("HEAD")
        if head is None:
            return _message(409, "Git Repository is empty.")
        moment = {"date": utc(found.repository.changed)}
        return as_json([{"sha": head.oid, "commit": {"author": moment, "committer": moment}}])


def detected(spdx: str | None) -> Mapping[str, Any] | None:
    """Return a licence as GitHub's detector names it."""
    if spdx is None:
        return None
    known = spdx != "NOASSERTION"
    return {
        "key": spdx.lower() if known else "other",
        "name": spdx if known else "Other",
        "spdx_id": spdx,
        "url": f"{_API}/licenses/{spdx.lower()}" if known else None,
    }


def _iso(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(seconds))


def _no_page() -> Reply:
    return as_html("<title>Page not found</title>", 404)


def _message(status: int, message: str) -> Reply:
    return as_json({"message": message, "documentation_url": _DOCS, "status": str(status)}, status)


def _blocked(found: Found) -> Reply:
    reason = found.repository.taken_down
    notice = f"github/dmca/blob/master/{found.id}.md" if reason == "dmca" else "tos"
    block = {
        "reason": reason,
        "created_at": utc(found.repository.changed),
        "html_url": f"https://github.com/{notice}",
    }
    return as_json(
        {"message": "Repository access blocked", "block": block}, 451 if reason == "dmca" else 403
    )


def _conditional(call: Call, reply: Reply) -> Reply:
    """Give a 200 an ETag, and answer 304 to who has it already."""
    if reply.status != 200 or call.method != "GET":
        return reply
    tag = f'W/"{hashlib.sha256(reply.body).hexdigest()}"'
    headers = {**reply.headers, "etag": tag}
    if call.headers.get("if-none-match") == tag:
        return Reply(status=304, headers=headers)
    return Reply(body=reply.body, headers=headers)
