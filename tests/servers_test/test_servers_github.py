"""GitHub's REST and GraphQL interfaces, by a plain HTTP client."""

from collections.abc import Iterator, Mapping
from typing import Any

import httpx2
import pytest

from servers import Page, Repository, World
from servers.plugin import NewWorld

API = "https://api.github.com"
OPEN_RS = Repository(
    files={"README.md": "# open-rs", "LICENSE": "MIT", "src/a.png": b"\0", "docs/x/y.md": ""},
    first_commit="2025-03-18T11:07:48+07:00",
    last_commit="2025-03-21T14:56:15+07:00",
    id=123,
    archived=True,
    license="MIT",
)


@pytest.fixture
def home(inhabit: NewWorld) -> World:
    return inhabit(
        repositories={
            "github.com/knoveleng/open-rs": OPEN_RS,
            "github.com/o/empty": Repository(),
            "github.com/o/secret": Repository(private=True),
            "github.com/o/blocked": Repository(files={"a": ""}, taken_down="dmca"),
            "github.com/o/tos": Repository(files={"a": ""}, taken_down="tos"),
            "github.com/o/odd": Repository(files={"LICENSE": "…"}, license="NOASSERTION"),
        },
        moved={"github.com/old/name": "github.com/knoveleng/open-rs"},
    )


@pytest.fixture
def http(home: World) -> Iterator[httpx2.Client]:  # noqa: ARG001  the process must be in it
    with httpx2.Client(timeout=600) as client:
        yield client


@pytest.fixture
def token(home: World) -> Mapping[str, str]:
    return {"authorization": f"Bearer {home.github_token}"}


def ask(http: httpx2.Client, token: Mapping[str, str], query: str, **variables: Any) -> Any:
    answer = http.post(
        f"{API}/graphql", json={"query": query, "variables": variables}, headers=token
    )
    assert answer.status_code == 200
    return answer.json()


def test_rest_repository(http: httpx2.Client) -> None:
    """A repository tells its identity, its state and GitHub's guess of its licence."""
    told = http.get(f"{API}/repos/Knoveleng/Open-RS").json()
    assert (told["id"], told["full_name"], told["archived"]) == (123, "knoveleng/open-rs", True)
    assert (
        told["created_at"],
        told["pushed_at"],
    ) == ("2025-03-18T04:07:48Z", "2025-03-21T07:56:15Z")
    assert told["license"]["spdx_id"] == "MIT"
    assert http.get(f"{API}/repos/knoveleng/open-rs/license").json()["path"] == "LICENSE"
    assert http.get(f"{API}/repos/o/odd").json()["license"]["key"] == "other"


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        ("o/nothing", 404, "Not Found"),
        ("o/secret", 404, "Not Found"),
        ("o/blocked", 451, "Repository access blocked"),
        ("o/tos", 403, "Repository access blocked"),
        ("o/empty/license", 404, "Not Found"),
        ("o/empty/commits", 409, "Git Repository is empty."),
    ],
)
def test_rest_refusals(http: httpx2.Client, path: str, status: int, message: str) -> None:
    """Each state of the world has GitHub's own status and words."""
    answer = http.get(f"{API}/repos/{path}")
    assert (status, message) == (answer.status_code, answer.json()["message"])


def test_rest_renamed(http: httpx2.Client) -> None:
    """A former name leads to the number of the repository, and that to the new name."""
    answer = http.get(f"{API}/repos/old/name")
    assert (301, f"{API}/repositories/123") == (answer.status_code, answer.headers["location"])
    assert http.get(answer.headers["location"]).json()["full_name"] == "knoveleng/open-rs"


def test_allowance(http: httpx2.Client, home: World, token: Mapping[str, str]) -> None:
    """The anonymous allowance runs out; a 304 is free only with a token."""
    url = f"{API}/repos/knoveleng/open-rs"
    home.github.allowance["anonymous"] = 2
    first = http.get(url)
    assert first.headers["x-ratelimit-remaining"] == "1"
    known = {"if-none-match": first.headers["etag"]}
    again = http.get(url, headers=known)
    assert (
        again.status_code,
        again.content,
        again.headers["x-ratelimit-remaining"],
    ) == (304, b"", "0")
    refused = http.get(url)
    assert (refused.status_code, refused.headers["x-ratelimit-remaining"]) == (403, "0")
    free = http.get(url, headers={**known, **token})
    assert (free.status_code, free.headers["x-ratelimit-remaining"]) == (304, "5000")


def test_credentials(http: httpx2.Client) -> None:
    """A wrong token is refused everywhere; GraphQL needs one."""
    wrong = {"authorization": "Bearer ghp_wrong"}
    for answer in (
        http.get(f"{API}/repos/knoveleng/open-rs", headers=wrong),
        http.post(f"{API}/graphql", json={"query": "{rateLimit{cost}}"}, headers=wrong),
    ):
        assert (answer.status_code, answer.json()["message"]) == (401, "Bad credentials")
    assert http.post(f"{API}/graphql", json={"query": "{rateLimit{cost}}"}).status_code == 401


def test_graphql_batch(http: httpx2.Client, token: Mapping[str, str]) -> None:
    """One query asks for many; what is missing is null beside an error, the others are answered."""
    answer = ask(
        http,
        token,
        """
        fragment All on Repository {
          databaseId nameWithOwner isArchived isEmpty licenseInfo { key spdxId }
          defaultBranchRef { name target { oid ... on Commit { committedDate } } }
          root: object(expression: "HEAD:") { ... on Tree { entries { name type path } } }
          readme: object(expression: "HEAD:README.md") { ... on Blob { text byteSize isBinary } }
        }
        query($owner: String!) {
          a: repository(owner: $owner, name: "Open-RS") { ...All }
          b: repository(owner: "o", name: "nothing") { ...All }
          c: repository(owner: "o", name: "secret") { ...All }
          d: repository(owner: "o", name: "empty") { ...All }
          e: repository(owner: "old", name: "name") { nameWithOwner }
          f: repository(owner: "o", name: "odd") { licenseInfo { key spdxId } }
          rateLimit { cost remaining }
        }""",
        owner="knoveleng",
    )
    data = answer["data"]
    assert data["a"]["databaseId"] == 123
    assert True is data["a"]["isArchived"]
    assert data["a"]["defaultBranchRef"]["target"]["committedDate"] == "2025-03-21T07:56:15Z"
    assert data["a"]["root"]["entries"] == [
        {"name": "LICENSE", "type": "blob", "path": "LICENSE"},
        {"name": "README.md", "type": "blob", "path": "README.md"},
        {"name": "docs", "type": "tree", "path": "docs"},
        {"name": "src", "type": "tree", "path": "src"},
    ]
    assert data["a"]["readme"] == {"text": "# open-rs", "byteSize": 9, "isBinary": False}
    assert (data["b"], data["c"]) == (None, None)
    assert (
        data["d"]["isEmpty"],
        data["d"]["defaultBranchRef"],
        data["d"]["root"],
    ) == (True, None, None)
    assert data["e"]["nameWithOwner"] == "knoveleng/open-rs"
    assert data["f"]["licenseInfo"] == {"key": "other", "spdxId": "NOASSERTION"}
    assert data["rateLimit"] == {"cost": 1, "remaining": 4999}
    errors = {error["path"][0]: error for error in answer["errors"]}
    assert {"b", "c"} == set(errors)
    assert errors["b"]["type"] == "NOT_FOUND"
    assert errors["b"]["message"] == "Could not resolve to a Repository with the name 'o/nothing'."


def test_graphql_objects(http: httpx2.Client, token: Mapping[str, str]) -> None:
    """Trees nest, binary files have no text, what is not there is null without an error."""
    answer = ask(
        http,
        token,
        """{ repository(owner: "knoveleng", name: "open-rs") {
          docs: object(expression: "HEAD:docs") { __typename ... on Tree {
            entries { path object { ... on Tree { entries { path } } } } } }
          image: object(expression: "main:src/a.png") { ... on Blob { isBinary text } }
          none: object(expression: "HEAD:no such file") { oid }
        } }""",
    )
    assert "errors" not in answer
    told = answer["data"]["repository"]
    nested = {"entries": [{"path": "docs/x/y.md"}]}
    assert {"__typename": "Tree", "entries": [{"path": "docs/x", "object": nested}]} == told["docs"]
    assert told["image"] == {"isBinary": True, "text": None}
    assert told["none"] is None


def test_graphql_first_commit(http: httpx2.Client, token: Mapping[str, str]) -> None:
    """The first commit is found by the count and a cursor, as on GitHub."""
    query = """query($after: String) { repository(owner: "knoveleng", name: "open-rs") {
      defaultBranchRef { target { ... on Commit { history(first: 1, after: $after) {
        totalCount nodes { committedDate } pageInfo { hasNextPage endCursor } } } } } } }"""

    def page(after: str | None) -> Any:
        told = ask(http, token, query, after=after)["data"]["repository"]
        return told["defaultBranchRef"]["target"]["history"]

    newest = page(None)
    assert (newest["totalCount"], newest["pageInfo"]["hasNextPage"]) == (2, True)
    oldest = page(newest["pageInfo"]["endCursor"])
    assert oldest["nodes"] == [{"committedDate": "2025-03-18T04:07:48Z"}]
    assert False is oldest["pageInfo"]["hasNextPage"]


def test_graphql_refusals(http: httpx2.Client, home: World, token: Mapping[str, str]) -> None:
    """A field GitHub has not is an error; a blocked repository and a spent allowance are typed."""
    wrong = ask(http, token, '{ repository(owner: "o", name: "odd") { hasCode } }')
    assert "data" not in wrong
    assert "hasCode" in wrong["errors"][0]["message"]
    blocked = ask(http, token, '{ repository(owner: "o", name: "blocked") { id } }')
    assert blocked["errors"][0]["message"] == "Repository access blocked"
    home.github.allowance["graphql"] = 0
    assert ask(http, token, "{ rateLimit { cost } }")["errors"][0]["type"] == "RATE_LIMITED"


def test_pages_of_repositories(http: httpx2.Client) -> None:
    """A person's view has the same states."""
    statuses = {
        "knoveleng": 200,
        "nobody": 404,
        "knoveleng/open-rs": 200,
        "knoveleng/open-rs/tree/main/docs": 200,
        "knoveleng/open-rs/blob/main/none.py": 404,
        "o/nothing": 404,
        "o/secret": 404,
        "o/blocked": 451,
        "old/name": 301,
    }
    seen = {path: http.get(f"https://github.com/{path}").status_code for path in statuses}
    assert statuses == seen
    raw = "https://raw.githubusercontent.com/knoveleng/open-rs/main"
    assert http.get(f"{raw}/README.md").text == "# open-rs"
    assert http.get(f"{raw}/none").status_code == 404


def test_a_page_wins_over_the_host(inhabit: NewWorld) -> None:
    """A test can say exactly what one address answers."""
    inhabit(pages={"https://github.com/o/r": Page(status=302, location="https://github.com/")})
    with httpx2.Client() as http:
        assert http.get("https://github.com/o/r").status_code == 302


def test_issues(http: httpx2.Client, home: World, token: Mapping[str, str]) -> None:
    """Issues are made, listed, found by label and state, changed and closed."""
    url = f"{API}/repos/knoveleng/open-rs/issues"
    assert http.post(url, json={"title": "x"}).status_code == 401
    assert http.post(url, json={}, headers=token).status_code == 422
    for number in (1, 2, 3):
        made = http.post(url, json={"title": f"n{number}", "labels": ["drift"]}, headers=token)
        assert (201, number) == (made.status_code, made.json()["number"])
    closed = http.patch(
        f"{url}/2", json={"state": "closed", "body": "done", "labels": []}, headers=token
    ).json()
    assert (closed["state"], closed["body"]) == ("closed", "done")
    assert closed["closed_at"] is not None
    assert [each["number"] for each in http.get(f"{url}?labels=drift").json()] == [3, 1]
    assert http.get(f"{url}/4").status_code == 404
    page = http.get(f"{url}?state=all&per_page=2")
    assert [each["number"] for each in page.json()] == [3, 2]
    assert [each["number"] for each in http.get(page.links["next"]["url"]).json()] == [1]
    assert len(home.github.issues.of["knoveleng/open-rs"]) == 3


def test_without_proxy(world: NewWorld) -> None:
    """GitHub's own variables lead to the same answers."""
    home = world(repositories={"github.com/knoveleng/open-rs": OPEN_RS})
    environment = home.environment(direct=True)
    with httpx2.Client(trust_env=False) as http:
        told = http.get(f"{environment['GITHUB_API_URL']}/repos/knoveleng/open-rs").json()
        asked = http.post(
            environment["GITHUB_GRAPHQL_URL"],
            json={"query": "{ rateLimit { limit } }"},
            headers={"authorization": f"bearer {home.github_token}"},
        ).json()
    assert told["id"] == 123
    assert asked == {"data": {"rateLimit": {"limit": 5000}}}
