"""Recorded answers, made by hand: what each host may answer, and what it means."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.hosts import recorded
from tracker.hosts.recorded import PLATFORMS, JudgedAnswer, Recording
from tracker.jobs.queries import classify
from tracker.model.evidence import Reach

R = "/repos/o/r"
M = "/api/models/o/m"
BLOCK = {"message": "Repository access blocked", "block": {"reason": "dmca", "html_url": "u"}}
REPOSITORY = {"id": 7, "name": "r", "full_name": "o/r", "private": False, "archived": True,
              "size": 9, "license": {"spdx_id": "MIT", "name": "MIT License"}}  # fmt: skip
SHA = "33fe3176f0bb212588e84fc8ccf50dd554975144"


def judge(
    platform: str,
    status: int | None,
    body: object = None,
    *,
    path: str | None = None,
    **headers: str,
) -> JudgedAnswer:
    request = None if path is None else {"method": "GET", "path": path}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    text = json.dumps(
        {"platform": platform, "status": status, "body": body, "headers": named, "request": request}
    )
    [judged] = recorded.read(msgspec.json.decode(text, type=Recording))
    return judged


def words(message: str) -> dict[str, str]:
    return {"message": message}


@pytest.mark.parametrize(
    ("status", "body", "path", "reach"),
    [
        (200, REPOSITORY, R, "visible"),
        (200, {**REPOSITORY, "private": True}, R, "not-visible"),
        (200, {**REPOSITORY, "disabled": True}, R, "disabled"),
        (200, "<html>log in to this network</html>", R, "error"),
        (200, {}, R, "error"),
        (202, {}, f"{R}/stats/contributors", "visible"),
        (304, None, R, "visible"),
        (401, words("Bad credentials"), R, "bad-credentials"),
        (401, words("Requires authentication"), R, "bad-credentials"),
        (403, words("Resource protected by organization SAML enforcement."), R, "bad-credentials"),
        (403, words("Resource not accessible by integration"), R, "bad-credentials"),
        (403, words("Must have admin rights to Repository."), f"{R}/hooks", "visible"),
        (403, words("Upgrade to GitHub Pro or make this repository public."), R, "not-visible"),
        (403, words("You have triggered an abuse detection mechanism."), R, "rate-limited"),
        (403, words("Something else"), R, "error"),
        (403, words("Sorry. Your account was suspended."), R, "bad-credentials"),
        (403, words("Repository 'o/r' is disabled."), R, "disabled"),
        (200, "<html>log in to this network</html>", f"{R}/license", "error"),
        (403, {**BLOCK, "block": {"reason": "tos"}}, R, "taken-down"),
        (404, words("Not Found"), R, "not-visible"),
        (404, words("Not Found"), "/repositories/7", "not-visible"),
        (404, words("Not Found"), None, "not-visible"),
        (404, words("Not Found"), f"{R}/license", "error"),
        (404, words("Branch not found"), f"{R}/branches/x", "visible"),
        (404, words("No commit found for the ref x"), f"{R}/contents/a?ref=x", "visible"),
        (404, words("This repository is empty."), f"{R}/contents", "visible"),
        (410, words("Issues are disabled for this repo"), f"{R}/issues/1", "visible"),
        (422, words("No commit found for SHA: x"), f"{R}/commits/x", "visible"),
        (429, None, R, "rate-limited"),
        (451, BLOCK, f"{R}/contents", "taken-down"),
        (500, None, R, "unreachable"),
        (502, "<html>Unicorn!</html>", R, "unreachable"),
        (None, None, R, "unreachable"),
    ],
)
def test_github_rest(status: int | None, body: object, path: str | None, reach: str) -> None:
    assert judge("github-rest", status, body, path=path).reach == reach


def test_a_repository_is_told_with_identity_state_and_the_detectors_licence() -> None:
    facts = judge("github-rest", 200, {**REPOSITORY, "full_name": "o/new"}, path=R).facts
    assert (facts.platform_id, facts.name, facts.archived) == ("7", "o/new", True)
    assert facts.moved_to == "https://github.com/o/new"
    assert facts.is_empty is False
    assert [one.expression for one in facts.licenses or ()] == ["MIT"]


def test_a_size_of_nothing_is_empty_only_where_nothing_was_pushed() -> None:
    told = {**REPOSITORY, "size": 0, "created_at": "2025-01-01T00:00:00Z"}
    never = judge("github-rest", 200, {**told, "pushed_at": "2025-01-01T00:00:01Z"}, path=R)
    later = judge("github-rest", 200, {**told, "pushed_at": "2025-01-02T00:00:00Z"}, path=R)
    assert (never.facts.is_empty, later.facts.is_empty) == (True, None)


@pytest.mark.parametrize(
    ("status", "location", "moved"),
    [
        (301, "https://api.github.com/repositories/7", "https://api.github.com/repositories/7"),
        (308, "https://api.github.com/repos/o/new", "https://github.com/o/new"),
        (301, "https://api.github.com/repos/O/R", None),
        (302, "https://codeload.github.com/o/r/legacy.tar.gz/main", None),
    ],
)
def test_a_redirect_of_github_is_a_move_only_for_good_and_to_another_name(
    status: int, location: str, moved: str | None
) -> None:
    judged = judge("github-rest", status, None, path=R, Location=location)
    assert (judged.reach, judged.facts.moved_to) == (Reach.VISIBLE, moved)


def test_a_branch_that_was_renamed_moves_no_repository() -> None:
    judged = judge(
        "github-rest",
        301,
        path=f"{R}/branches/master",
        location="https://api.github.com/repositories/7/branches/main",
    )
    assert (judged.facts.moved_to, judged.facts.platform_id) == (None, "7")


def test_a_licence_file_is_read_and_named() -> None:
    text = "TUlUIExpY2Vuc2U="
    body = {"path": "LICENSE", "encoding": "base64", "content": text, "license": {"spdx_id": "MIT"}}
    facts = judge("github-rest", 200, body, path=f"{R}/license").facts
    assert [file.path for file in facts.read or ()] == ["LICENSE"]
    assert "MIT" in {one.expression for one in facts.licenses or ()}


@pytest.mark.parametrize(
    ("body", "reach"),
    [
        ({"data": {"repository": {"nameWithOwner": "o/r", "isArchived": True}}}, "visible"),
        ({"data": {"repository": {"isPrivate": True}}}, "not-visible"),
        ({"data": {"repository": {"isDisabled": True}}}, "disabled"),
        ({"data": {"repository": None}}, "error"),
        ({"data": None, "errors": [{"type": "RATE_LIMITED", "message": "x"}]}, "rate-limited"),
        ({"errors": [{"message": "API rate limit already exceeded"}]}, "rate-limited"),
        (
            {
                "data": {"repository": None},
                "errors": [
                    {"type": "RESOURCE_LIMITS_EXCEEDED", "path": ["repository", "refs", "nodes"]}
                ],
            },
            "unreachable",
        ),
        ({"data": {"node": {"id": "D_1", "title": "a discussion"}}}, "error"),
        ({"data": {"node": {"__typename": "Issue", "databaseId": 7}}}, "error"),
        ({"data": {"addStar": {"clientMutationId": "x"}}}, "error"),
        ({"data": {"node": {"__typename": "Repository", "id": "R_1"}}}, "visible"),
        ({"data": {"node": {"nameWithOwner": "o/r"}}}, "visible"),
        ({"message": "Bad credentials"}, "bad-credentials"),
        ({"errors": [{"type": "INSUFFICIENT_SCOPES", "message": "x"}]}, "bad-credentials"),
        ({"errors": [{"message": "Something went wrong while executing"}]}, "unreachable"),
        (
            {
                "data": {"repository": None},
                "errors": [
                    {"type": "FORBIDDEN", "path": ["repository"], "message": "SAML enforcement"}
                ],
            },
            "bad-credentials",
        ),
        (
            {
                "data": {"repository": None},
                "errors": [{"path": ["repository"], "message": "Repository access blocked"}],
            },
            "taken-down",
        ),
        ("<html>", "error"),
    ],
)
def test_github_graphql(body: object, reach: str) -> None:
    assert judge("github-graphql", 200, body).reach == reach


def test_each_part_of_a_graphql_answer_is_judged_by_itself(tmp_path: Path) -> None:
    body = {
        "data": {"a": {"nameWithOwner": "o/r"}, "b": None},
        "errors": [{"type": "NOT_FOUND", "path": ["b"], "message": "Could not resolve"}],
    }
    file = tmp_path / "answer.json"
    file.write_text(json.dumps({"platform": "github-graphql", "status": 200, "body": body}))
    done, wrong = classify([file])
    assert [(each.alias, each.reach.value) for each in done] == [
        ("a", "visible"),
        ("b", "not-visible"),
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("status", "headers", "body", "path", "reach"),
    [
        (200, {}, {"id": "o/m", "gated": "auto"}, M, "gated"),
        (200, {}, {"id": "o/m", "private": True}, M, "not-visible"),
        (200, {}, {"id": "o/m", "disabled": True, "gated": "auto"}, M, "disabled"),
        (200, {}, [{"path": "a", "type": "file"}], f"{M}/tree/main", "visible"),
        (200, {}, "<html>", M, "error"),
        (200, {"x_repo_commit": SHA}, "# r", "/o/m/resolve/main/README.md", "visible"),
        (302, {"location": "https://cdn.example.org/x"}, None, "/o/m/resolve/main/w", "visible"),
        (401, {"x_error_code": "RepoNotFound"}, None, M, "not-visible"),
        (401, {}, {"error": "Invalid credentials in Authorization header"}, M, "bad-credentials"),
        (401, {}, {"error": "Invalid username or password."}, "/api/whoami-v2", "bad-credentials"),
        (401, {}, "<html>", M, "error"),
        (401, {}, "Invalid username or password.", "/o/m/resolve/main/w", "not-visible"),
        (403, {"x_error_code": "GatedRepo"}, None, "/o/m/resolve/main/w", "gated"),
        (403, {}, {"error": "Your request to access model o/m is awaiting a review"}, M, "gated"),
        (403, {"x_error_message": "Access to this resource is disabled."}, None, M, "disabled"),
        (404, {"x_error_code": "EntryNotFound"}, None, "/o/m/resolve/main/w", "visible"),
        (404, {"x_error_code": "RepoNotFound"}, None, M, "not-visible"),
        (404, {}, {"error": "Paper not found"}, "/api/papers/2503.99999", "not-visible"),
        (429, {"retry_after": "9"}, None, M, "rate-limited"),
        (451, {}, {"error": "Unavailable for legal reasons"}, M, "taken-down"),
        (503, {}, None, M, "unreachable"),
    ],
)
def test_the_hub(status: int, headers: dict[str, str], body: object, path: str, reach: str) -> None:
    assert judge("hf-hub", status, body, path=path, **headers).reach == reach


def test_a_dataset_that_was_renamed_is_told_with_its_own_kind_of_address() -> None:
    judged = judge(
        "hf-hub", 307, path="/api/datasets/o/d", location="/api/datasets/new/d?expand=sha"
    )
    assert judged.facts.moved_to == "https://huggingface.co/datasets/new/d"


def test_a_list_names_what_is_on_it() -> None:
    judged = judge("hf-hub", 200, [{"id": "o/d"}], path="/api/datasets?filter=arxiv:2503.00001")
    assert judged.mentions == ("https://huggingface.co/datasets/o/d",)


def test_when_to_ask_again_is_told_in_the_hosts_own_ways() -> None:
    hub = judge("hf-hub", 429, path=M, ratelimit='"api";r=0;t=55')
    github = judge("github-rest", 403, path=R, x_ratelimit_remaining="0", x_ratelimit_reset="99")
    assert (hub.retry_after, github.reset) == (55, 99)


def test_git_and_pages_are_judged_as_well() -> None:
    line = "001e# service=git-upload-pack\n0000"
    git = {"content_type": "application/x-git-upload-pack-advertisement"}
    refs = "/o/r/info/refs?service=git-upload-pack"
    assert judge("git", 200, line, path=refs, **git).reach is Reach.VISIBLE
    asks = {"www_authenticate": 'Basic realm="GitHub"'}
    assert judge("github-git", 401, path=refs, **asks).reach is Reach.NOT_VISIBLE
    for proxy in ("Basic", 'Basic realm="Secure Web Gateway"', "Negotiate"):
        assert judge("github-git", 401, path=refs, www_authenticate=proxy).reach is Reach.ERROR
    assert judge("git", 200, "<html>", path=refs).reach is Reach.ERROR
    assert judge("web", 404, path="/gone").reach is Reach.NOT_VISIBLE


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "data", "errors", "message", "private", "tags", "block", "path"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
_PATHS = st.sampled_from(
    ["", R, f"{R}/license", f"{R}/commits", f"{R}/git/trees/x?recursive=1", M, f"{M}/commits/main",
     f"{M}/tree/main?recursive=1", "/api/papers/1", "/api/daily_papers", "/graphql", "//", "/%00"]
)  # fmt: skip


@settings(max_examples=400)
@given(
    platform=st.sampled_from(PLATFORMS),
    status=st.sampled_from([200, 204, 301, 302, 304, 307, 400, 401, 403, 404, 409, 410, 422, 429,
                            451, 500, 503]),
    body=_JSON | st.sampled_from(["{", "<html>", "[1"]),
    path=_PATHS,
    location=st.sampled_from(["", "/", "//[", "/api/models/a/b", "https://x.example.org/\udcff"]),
)  # fmt: skip
def test_no_answer_breaks_the_reading_and_a_fault_never_tells_of_the_artifact(
    platform: str, status: int, body: Any, path: str, location: str
) -> None:
    asked = recorded.RecordedRequest(path=path)
    told = recorded.read(
        Recording(
            platform=platform,
            status=status,
            body=body,
            headers={"location": location.encode("ascii", "replace").decode()},
            request=asked,
        )
    )
    assert told
    for each in told:
        assert not (status >= 500 and each.reach.says_something)
        assert not (status == 429 and each.reach.says_something)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("", "recording"),
        ("[]", "recording"),
        ('{"platform": "github-rest"}', "recording"),
        ('{"platform": "github-rest", "status": "200"}', "status"),
        ('{"platform": "gopher", "status": 200}', "platform"),
        ('{"platform": "github-rest", "status": 200, "headers": {"a": {}}}', "headers"),
        ('{"platform": "web", "status": 200, "request": {"path": "//["}}', "request"),
    ],
)
def test_what_is_no_recording_is_named_and_the_others_are_judged(
    tmp_path: Path, text: str, field: str
) -> None:
    bad, good = tmp_path / "bad.json", tmp_path / "good.json"
    bad.write_text(text)
    good.write_text('{"platform": "github-rest", "status": 429}')
    done, [wrong] = classify([bad, tmp_path, good])[0], classify([bad])[1]
    assert [each.reach.value for each in done] == ["rate-limited"]
    assert wrong.file == str(bad)
    assert wrong.field.startswith(field)
    assert wrong.remedy
