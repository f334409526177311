"""The Hugging Face Hub: metadata, files, lists, paper pages."""

import re
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any
from urllib.parse import unquote

from servers import hub_card, hub_told
from servers.described import ArxivEntry, HubRepository, Weights
from servers.wire import Call, Reply, as_html, as_json

_KINDS = ("models", "datasets", "spaces")
_OPEN_BEHIND_A_GATE = ("README.md", "LICENSE", "LICENSE.md", "LICENSE.txt", ".gitattributes")
_LIST_FIELDS = ("_id", "id", "private", "likes", "downloads", "tags", "createdAt", "pipeline_tag",
                "library_name", "modelId")  # fmt: skip
_FULL_FIELDS = (*_LIST_FIELDS, "author", "lastModified", "sha", "siblings", "gated", "disabled")
_INFO_LEFT_OUT = ("baseModels",)
"""Told only to who asks for it with ``expand``."""
_ALLOWANCE = 500


class Hub:
    """The Hub as a stranger sees it who may hold a valid token."""

    def __init__(
        self,
        repositories: MutableMapping[str, HubRepository],
        moved: Mapping[str, str],
        papers: Mapping[str, ArxivEntry],
        token: str,
    ) -> None:
        self.repositories, self.moved, self.papers, self.token = repositories, moved, papers, token
        self.allowance = _ALLOWANCE
        """What is left; it does not come back within a world's life."""

    def site(self, call: Call) -> Reply:
        """Answer as huggingface.co."""
        spent = self.allowance <= 0
        reply = Reply(status=429) if spent else self._answer(call)
        self.allowance = max(self.allowance - 1, 0)
        return Reply(
            status=reply.status,
            body=reply.body,
            headers={
                **reply.headers,
                "ratelimit": f'"api";r={self.allowance};t=55',
                "ratelimit-policy": f'"fixed window";"api";q={_ALLOWANCE};w=300',
            },
        )

    def _answer(self, call: Call) -> Reply:
        token = call.headers.get("authorization", "").partition(" ")[2]
        if token and token != self.token:
            return _refusal(401, "Invalid credentials in Authorization header")
        known = bool(token)
        path = call.path
        if match := re.fullmatch(r"/api/(models|datasets|spaces)/?", path):
            return as_json(list(self._listed(call, match[1])))
        if match := re.fullmatch(r"/api/papers/([^/]+)", path):
            return self._paper(match[1])
        if match := re.fullmatch(r"/api/arxiv/([^/]+)/repos", path):
            return as_json({kind: self._linked(kind, match[1]) for kind in _KINDS})
        if match := re.fullmatch(
            r"/api/(models|datasets|spaces)/([^/]+/[^/]+|[^/]+)(?:/(revision|tree|auth-check)(?:/(.+))?)?",
            path,
        ):
            return self._api(call, match[1], match[2], match[3], match[4] or "main", known=known)
        if match := re.fullmatch(
            r"/(?:(datasets|spaces)/)?(.+?)/(?:resolve|raw)/([^/]+)/(.+)", path
        ):
            return self._file(call, match[1] or "models", match[2], match[3], match[4], known=known)
        if path.startswith("/api/"):
            return as_json({"error": "Sorry, we can't find what you are looking for."}, 404)
        return self._page(path, known=known)

    # Names and doors ----------------------------------------------------------------------------

    def _find(self, kind: str, name: str, *, known: bool) -> tuple[str, HubRepository] | Reply:
        """Return the repository and its canonical name, or why not."""
        key = f"{kind}/{name}"
        if key in self.repositories and not self.repositories[key].private:
            return name, self.repositories[key]
        target = self.moved.get(key) or next(
            (other for other in list(self.repositories) if other.casefold() == key.casefold()), key
        )
        if target != key:
            return Reply(status=307, headers={"location": target.partition("/")[2]})
        if known:
            return _refusal(404, "Repository not found", "RepoNotFound")
        return _refusal(401, "Invalid username or password.")

    @staticmethod
    def _gate(kind: str, name: str, *, known: bool) -> Reply:
        what = f"Access to {kind[:-1]} {name} is restricted"
        if known:
            return _refusal(403, f"{what} and you are not in the authorized list.", "GatedRepo")
        text = f"{what}. You must have access to it and be authenticated to access it."
        return _refusal(401, f"{text} Please log in.", "GatedRepo")

    # Metadata -----------------------------------------------------------------------------------

    def _api(
        self, call: Call, kind: str, name: str, view: str | None, rest: str, *, known: bool
    ) -> Reply:
        found = self._find(kind, name, known=known)
        if isinstance(found, Reply):
            place = found.headers.get("location")
            if place is None:
                return found
            tail = call.target.partition(f"/api/{kind}/{name}")[2]
            return Reply(status=307, headers={"location": f"/api/{kind}/{place}{tail}"})
        name, repository = found
        if repository.disabled == "closed":
            return _refusal(403, "Access to this resource is disabled.")
        found_at = hub_told.at(name, repository, unquote(rest).partition("/tree/")[0])
        if found_at is None:
            return _refusal(404, f"Invalid rev id: {rest}", "RevisionNotFound")
        repository = found_at
        if repository.gated and view in {"tree", "auth-check"}:
            return self._gate(kind, name, known=known)
        if view == "auth-check":
            return as_json("OK")
        if view == "tree":
            return as_json(list(hub_told.tree(repository)))
        told = hub_told.described(kind, name, repository, blobs="blobs" in call.params)
        wanted = call.params.get("expand")
        if wanted is None:
            return as_json({key: told[key] for key in told if key not in _INFO_LEFT_OUT})
        return as_json({key: told[key] for key in told if key in {"_id", "id", *wanted}})

    def _listed(self, call: Call, kind: str) -> Iterator[Mapping[str, Any]]:
        """Yield what a list tells of each repository: less than its own page does."""
        wanted: tuple[str, ...] = _FULL_FIELDS if "full" in call.params else _LIST_FIELDS
        if "expand" in call.params:
            wanted = ("_id", "id", *call.params["expand"])
        limit = int(call.params.get("limit", ["1000"])[0])
        for key, repository in list(self.repositories.items()):
            name = key.partition("/")[2]
            if repository.private or not key.startswith(f"{kind}/") or limit <= 0:
                continue
            told = hub_told.described(kind, name, repository)
            filters = set(call.params.get("filter", ()))
            author = call.params.get("author", [told["author"]])[0]
            search = call.params.get("search", [""])[0].casefold()
            if filters <= set(told["tags"]) and author == told["author"] and search in name.lower():
                limit -= 1
                yield {field: told[field] for field in told if field in wanted}

    # Papers -------------------------------------------------------------------------------------

    def _linked(self, kind: str, paper: str) -> list[Mapping[str, Any]]:
        """Return the repositories whose cards mention the paper."""
        return [
            {
                key: told
                for key, told in hub_told.described(
                    kind, name.partition("/")[2], repository
                ).items()
                if key in {"id", "author", "gated", "lastModified", "likes", "downloads", "private"}
            }
            | {"repoType": kind[:-1]}
            for name, repository in list(self.repositories.items())
            if name.startswith(f"{kind}/")
            and not repository.private
            and paper in hub_card.papers(repository.card)
        ]

    def _paper(self, paper: str) -> Reply:
        entry = self.papers.get(paper)
        if entry is None:
            return as_json({"error": "Paper not found"}, 404)
        told = {
            "id": paper,
            "title": entry.title,
            "summary": entry.summary,
            "authors": [{"name": author, "hidden": False} for author in entry.authors],
            "publishedAt": hub_told.moment(entry.published),
            "upvotes": 0,
        }
        told |= {"githubRepo": entry.github_repo} if entry.github_repo else {}
        told |= {"projectPage": entry.project_page} if entry.project_page else {}
        for kind in _KINDS:
            linked = self._linked(kind, paper)
            told |= {f"linked{kind.title()}": linked, f"numTotal{kind.title()}": len(linked)}
        return as_json(told)

    # Files and pages ----------------------------------------------------------------------------

    def _file(
        self, call: Call, kind: str, name: str, revision: str, path: str, *, known: bool
    ) -> Reply:
        found = self._find(kind, name, known=known)
        if isinstance(found, Reply):
            place = found.headers.get("location")
            if place is None:
                return found
            home = "" if kind == "models" else f"/{kind}"
            tail = call.target.partition(f"{home}/{name}")[2]
            return Reply(status=307, headers={"location": f"{home}/{place}{tail}"})
        name, repository = found
        if repository.disabled:
            return _refusal(403, "Access to this resource is disabled.")
        if repository.gated and path not in _OPEN_BEHIND_A_GATE:
            return self._gate(kind, name, known=known)
        found_at = hub_told.at(name, repository, unquote(revision))
        if found_at is None:
            return _refusal(404, f"Invalid rev id: {revision}", "RevisionNotFound")
        repository = found_at
        commit = hub_told.commit(name, repository)
        headers = {"x-repo-commit": commit}
        file = hub_told.files(repository).get(path)
        if file is None:
            missing = _refusal(404, "Entry not found", "EntryNotFound")
            return Reply(status=404, body=missing.body, headers={**missing.headers, **headers})
        headers |= {"etag": f'"{hub_told.blob(file)}"', "content-type": "text/plain; charset=utf-8"}
        if isinstance(file, Weights):
            headers |= {
                "x-linked-size": str(file.size),
                "x-linked-etag": f'"{hub_told.digest(path, file)}"',
            }
            place = f"https://cdn-lfs.huggingface.co/{hub_told.digest(path, file)}"
            return Reply(status=302, headers={**headers, "location": place})
        return Reply(body=hub_told.as_bytes(file), headers=headers)

    def _page(self, path: str, *, known: bool) -> Reply:
        """Answer with the page a person sees."""
        kind, _, name = path.strip("/").partition("/")
        if kind not in _KINDS:
            kind, name = "models", path.strip("/")
        if kind == "models" and "/" not in name:
            owners = {key.split("/")[1] for key in list(self.repositories)}
            return as_html(f"<title>{name}</title>", 200 if name in owners else 404)
        name = "/".join(name.split("/")[:2])
        found = self._find(kind, name, known=known)
        if not isinstance(found, Reply):
            return as_html(f"<title>{name} · Hugging Face</title>")
        if place := found.headers.get("location"):
            home = "" if kind == "models" else f"/{kind}"
            return Reply(status=307, headers={"location": f"{home}/{place}"})
        return as_html("<title>404 – Hugging Face</title>", found.status)


def _refusal(status: int, message: str, code: str | None = None) -> Reply:
    named = {"x_error_message": message} | ({"x_error_code": code} if code else {})
    return as_json({"error": message}, status, **named)
