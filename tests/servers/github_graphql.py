"""GitHub's GraphQL API: the part of its schema that tells what a repository is and holds."""

from collections.abc import Mapping, Sequence
from typing import Any

from graphql import GraphQLError, GraphQLResolveInfo, build_schema, graphql_sync

from servers.bare import Bare, Stored, commit_moment, entries, parents
from servers.described import content, utc
from servers.forge import Forge, Found

_SCHEMA = build_schema("""
scalar DateTime
scalar URI
scalar GitObjectID

type Query {
  repository(owner: String!, name: String!, followRenames: Boolean = true): Repository
  rateLimit(dryRun: Boolean = false): RateLimit
}
type RateLimit {
  cost: Int!
  limit: Int!
  remaining: Int!
  used: Int!
  resetAt: DateTime!
}
type Repository {
  id: ID!
  databaseId: Int
  name: String!
  nameWithOwner: String!
  owner: RepositoryOwner!
  url: URI!
  isArchived: Boolean!
  isDisabled: Boolean!
  isEmpty: Boolean!
  isFork: Boolean!
  isPrivate: Boolean!
  createdAt: DateTime!
  updatedAt: DateTime!
  pushedAt: DateTime
  diskUsage: Int
  defaultBranchRef: Ref
  ref(qualifiedName: String!): Ref
  licenseInfo: License
  refs(refPrefix: String!, first: Int, orderBy: RefOrder): RefConnection
  object(oid: GitObjectID, expression: String): GitObject
}
interface RepositoryOwner { login: String! }
type Organization implements RepositoryOwner { login: String! }
type License {
  key: String!
  name: String!
  spdxId: String
}
enum RefOrderField { ALPHABETICAL TAG_COMMIT_DATE }
enum OrderDirection { ASC DESC }
input RefOrder {
  field: RefOrderField!
  direction: OrderDirection!
}
type RefConnection {
  totalCount: Int!
  nodes: [Ref]
}
type Ref {
  name: String!
  target: GitObject
}
interface GitObject {
  id: ID!
  oid: GitObjectID!
}
type Tag implements GitObject {
  id: ID!
  oid: GitObjectID!
  name: String!
  target: GitObject!
}
type Commit implements GitObject {
  id: ID!
  oid: GitObjectID!
  committedDate: DateTime!
  tree: Tree!
  history(first: Int, after: String): CommitHistoryConnection!
}
type CommitHistoryConnection {
  totalCount: Int!
  nodes: [Commit]
  pageInfo: PageInfo!
}
type PageInfo {
  hasNextPage: Boolean!
  endCursor: String
}
type Tree implements GitObject {
  id: ID!
  oid: GitObjectID!
  entries: [TreeEntry!]
}
type TreeEntry {
  name: String!
  type: String!
  mode: Int!
  path: String
  oid: GitObjectID!
  object: GitObject
}
type Blob implements GitObject {
  id: ID!
  oid: GitObjectID!
  byteSize: Int!
  isBinary: Boolean
  isTruncated: Boolean!
  text: String
}
""")
_MISSING = "Could not resolve to a Repository with the name '{}/{}'."
_BINARY_LOOK = 8_000
"""How far git looks for a NUL byte."""


class _GitHubError(GraphQLError):
    """An error with GitHub's own ``type``."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


def execute(forge: Forge, request: Mapping[str, Any], rate: Mapping[str, Any]) -> Mapping[str, Any]:
    """Answer a GraphQL request as GitHub does: data beside errors, each error with a type."""
    result = graphql_sync(
        _SCHEMA,
        request.get("query") or "",
        root_value=_Root(forge, rate),
        variable_values=request.get("variables"),
        operation_name=request.get("operationName"),
    )
    answer: dict[str, Any] = {}
    if result.data is not None:
        answer["data"] = result.data
    if result.errors:
        answer["errors"] = [_shown(error) for error in result.errors]
    return answer


def _shown(error: GraphQLError) -> Mapping[str, Any]:
    cause = error.original_error
    if cause is not None and not isinstance(cause, GraphQLError):
        raise cause
    shown = dict(error.formatted)
    kind = cause.kind if isinstance(cause, _GitHubError) else getattr(error, "kind", None)
    return {"type": kind, **shown} if kind else shown


class _Root:
    """The query itself."""

    def __init__(self, forge: Forge, rate: Mapping[str, Any]) -> None:
        self._forge = forge
        self.rate = rate

    def rateLimit(self, _: GraphQLResolveInfo[None], **__: Any) -> Mapping[str, Any]:  # noqa: N802
        return self.rate

    def repository(
        self,
        _: GraphQLResolveInfo[None],
        owner: str,
        name: str,
        *,
        followRenames: bool,  # noqa: N803
    ) -> Mapping[str, Any]:
        found = self._forge.find("github.com", f"{owner}/{name}")
        if found is None or found.repository.private or (found.moved and not followRenames):
            raise _GitHubError("NOT_FOUND", _MISSING.format(owner, name))
        if found.repository.taken_down is not None:
            raise _GitHubError("FORBIDDEN", "Repository access blocked")
        return _repository(found, self._forge.bare(found))


def _repository(found: Found, bare: Bare) -> Mapping[str, Any]:
    repository = found.repository
    owner, _, name = found.name.partition("/")
    head = _object(bare, bare.read("HEAD"))
    spdx = repository.license
    return {
        "id": f"R_{found.id}",
        "databaseId": found.id,
        "name": name,
        "nameWithOwner": found.name,
        "owner": {"__typename": "Organization", "login": owner},
        "url": f"https://github.com/{found.name}",
        "isArchived": repository.archived,
        "isDisabled": False,
        "isEmpty": head is None,
        "isFork": repository.fork,
        "isPrivate": repository.private,
        "createdAt": utc(repository.created or repository.first_commit),
        "updatedAt": utc(repository.changed),
        "pushedAt": utc(repository.changed),
        "diskUsage": sum(len(content(file)) for file in repository.files.values()) // 1024,
        "defaultBranchRef": None if head is None else {"name": repository.branch, "target": head},
        "ref": lambda _, qualifiedName: _ref(bare, qualifiedName),  # noqa: N803
        "licenseInfo": spdx
        and {
            "key": "other" if spdx == "NOASSERTION" else spdx.lower(),
            "name": "Other" if spdx == "NOASSERTION" else spdx,
            "spdxId": spdx,
        },
        "refs": lambda _, refPrefix, first=None, **__: _tags(bare, refPrefix, first),  # noqa: N803
        "object": lambda _, oid=None, expression=None: _object(
            bare, bare.read(oid or expression or ""), (expression or "").partition(":")[2]
        ),
    }


def _ref(bare: Bare, qualified: str) -> Mapping[str, Any] | None:
    """Return a branch or tag by its whole name."""
    stored = bare.read(qualified) if qualified.startswith("refs/") else None
    name = qualified.partition("/")[2].partition("/")[2]
    return None if stored is None else {"name": name, "target": _object(bare, stored)}


def _tags(bare: Bare, prefix: str, first: int | None) -> Mapping[str, Any]:
    """Return a page of the tags; all of a described repository are of the same day."""
    if first is None or not 1 <= first <= 100:
        raise _GitHubError("MISSING_PAGINATION_BOUNDARIES", "`first` must be between 1 and 100.")
    names = bare.repository.tags if prefix == "refs/tags/" else ()
    nodes = [{"name": name, "target": _object(bare, bare.read(prefix + name))} for name in names]
    return {"totalCount": len(names), "nodes": nodes[:first]}


def _object(bare: Bare, stored: Stored | None, path: str = "") -> Mapping[str, Any] | None:
    """Return a git object as the schema shows it."""
    if stored is None:
        return None
    shown: dict[str, Any] = {"id": f"O_{stored.oid}", "oid": stored.oid}
    match stored.kind:
        case "commit":
            moment = commit_moment(stored)
            shown |= {
                "__typename": "Commit",
                "committedDate": utc(moment.isoformat()),
                "tree": lambda _: _object(bare, bare.read(f"{stored.oid}^{{tree}}")),
                "history": lambda _, **page: _history(bare, stored, **page),
            }
        case "tag":
            aim = stored.body.partition(b"\n")[0].decode().removeprefix("object ")
            shown |= {
                "__typename": "Tag",
                "name": path,
                "target": lambda _: _object(bare, bare.read(aim)),
            }
        case "tree":
            shown |= {
                "__typename": "Tree",
                "entries": lambda _: [_entry(bare, path, *entry) for entry in entries(stored)],
            }
        case _:
            binary = b"\0" in stored.body[:_BINARY_LOOK]
            shown |= {
                "__typename": "Blob",
                "byteSize": len(stored.body),
                "isBinary": binary,
                "isTruncated": False,
                "text": None if binary else stored.body.decode(errors="replace"),
            }
    return shown


def _entry(bare: Bare, parent: str, mode: str, name: str, oid: str) -> Mapping[str, Any]:
    path = f"{parent}/{name}" if parent else name
    return {
        "name": name,
        "type": {"40000": "tree", "160000": "commit"}.get(mode, "blob"),
        "mode": int(mode, 8),
        "path": path,
        "oid": oid,
        "object": lambda _: None if mode == "160000" else _object(bare, bare.read(oid), path),
    }


def _history(
    bare: Bare, head: Stored, first: int | None = None, after: str | None = None
) -> Mapping[str, Any]:
    """Return a page of a commit's history; a cursor is the head's id and an index, as GitHub's."""
    if first is None or not 1 <= first <= 100:
        raise _GitHubError("MISSING_PAGINATION_BOUNDARIES", "`first` must be between 1 and 100.")
    line: list[Stored] = []
    waiting: Sequence[str] = (head.oid,)
    while waiting:
        commit = bare.read(waiting[0])
        assert commit is not None
        line.append(commit)
        waiting = parents(commit)
    start = int(after.rpartition(" ")[2]) + 1 if after else 0
    page = line[start : start + first]
    end = start + len(page) - 1
    return {
        "totalCount": len(line),
        "nodes": [_object(bare, commit) for commit in page],
        "pageInfo": {
            "hasNextPage": end + 1 < len(line),
            "endCursor": f"{head.oid} {end}" if page else None,
        },
    }
