"""The Hub: four reasons behind one 401, a gate that is no absence, licences from card and files."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
import pytest

from servers import HubRepository, Page, Weights, World
from tracker.hosts.huggingface.host import FILES_LIMIT, read_refusal
from tracker.model.evidence import Observation, Place, Reach
from tracker.model.unread import Piece, State
from tracker.transport.http import Response

Inhabit: TypeAlias = Callable[..., World]
Sight: TypeAlias = Callable[..., Observation]

_M = "https://huggingface.co/o/m"
_CARD = "---\nlicense: apache-2.0\nbase_model: a/base\n---\n# M\n"


def _refusal(status: int, message: str = "", code: str = "", body: str = "{}") -> Response:
    headers = {"x-error-message": message, "x-error-code": code}
    return Response(
        url=_M,
        final_url=_M,
        permanent_url=_M,
        status=status,
        headers={name: text for name, text in headers.items() if text},
        body=body.encode(),
    )


def test_a_model_is_seen_with_identity_licence_lineage_and_tree(
    inhabit: Inhabit, sight: Sight
) -> None:
    inhabit(
        hub={
            "models/o/m": HubRepository(
                card=_CARD, files={"model.safetensors": Weights(10**9)}, id="a" * 24
            )
        }
    )
    look = sight(_M)
    facts = look.facts
    assert (look.reach, look.via, facts.gate) == (Reach.VISIBLE, "hub-api", "none")
    assert (facts.platform_id, facts.name, facts.moved_to) == ("a" * 24, "o/m", None)
    assert facts.base_models == ("a/base",)
    assert (facts.created, facts.last_changed, facts.revision) != (None, None, None)
    assert facts.tree is not None
    assert facts.tree.suffixes[".safetensors"] == 1
    assert facts.licenses is not None
    assert [(one.place, one.expression) for one in facts.licenses] == [(Place.CARD, "Apache-2.0")]
    assert facts.read is not None
    assert [file.path for file in facts.read] == ["README.md"]


@pytest.mark.parametrize(("limit", "listed"), [(3_000, True), (1_000, False)])
def test_a_list_of_files_that_is_too_long_costs_no_more_than_the_list(
    inhabit: Inhabit, sight: Sight, limit: int, listed: bool
) -> None:
    """The whole answer is of some 8,000 bytes; for one that lists files there are four times."""
    files: dict[str, Any] = {f"data/{number:03}.parquet": Weights(10) for number in range(200)}
    inhabit(hub={"models/o/m": HubRepository(card=_CARD, files=files)})
    look = sight(_M, body_limit=limit)
    assert look.reach is Reach.VISIBLE
    assert look.facts.gate == "none"
    assert "Apache-2.0" in [one.expression for one in look.facts.licenses or ()]
    assert (look.facts.tree is not None) is listed
    gaps = {gap.piece for gap in look.unread}
    assert (Piece.LISTING in gaps, Piece.LICENSE in gaps) == (not listed, not listed)


def test_what_a_card_links_and_announces_is_seen(inhabit: Inhabit, sight: Sight) -> None:
    card = f"{_CARD}Code: https://github.com/o/Code\n\nThe weights will be released soon.\n"
    inhabit(hub={"models/o/m": HubRepository(card=card), "models/o/n": HubRepository()})
    facts = sight(_M).facts
    assert [(each.path, each.line, each.about) for each in facts.links or ()] == [
        ("README.md", 6, "https://github.com/o/Code")
    ]
    assert [each.about for each in facts.announced or ()] == ["The weights will be released soon."]
    assert sight("https://huggingface.co/o/n").facts.links is None


@pytest.mark.parametrize("kind", ["datasets", "spaces"])
def test_datasets_and_spaces_are_seen_as_well(inhabit: Inhabit, sight: Sight, kind: str) -> None:
    inhabit(hub={f"{kind}/o/x": HubRepository(card=_CARD)})
    look = sight(f"https://huggingface.co/{kind}/o/x")
    assert look.reach is Reach.VISIBLE
    assert look.subject == f"https://huggingface.co/{kind}/o/x"
    assert look.facts.licenses is not None
    assert look.facts.licenses[0].expression == "Apache-2.0"


@pytest.mark.parametrize("mode", ["auto", "manual"])
def test_behind_a_gate_everything_but_the_weights_is_seen(
    inhabit: Inhabit, sight: Sight, mode: str
) -> None:
    inhabit(hub={"models/o/m": HubRepository(card=_CARD, gated=mode, files={"LICENSE": "text"})})  # type: ignore[arg-type]
    look = sight(_M)
    assert (look.reach, look.facts.gate) == (Reach.GATED, mode)
    assert look.facts.read is not None
    assert {file.path for file in look.facts.read} == {"README.md", "LICENSE"}


def test_what_the_gate_shows_to_everybody_is_read_without_our_token(
    inhabit: Inhabit, sight: Sight
) -> None:
    files = {"LICENSE": "text", "COPYING": "text"}
    world = inhabit(hub={"models/o/m": HubRepository(card=_CARD, gated="manual", files=files)})
    sight(_M, hf_token=world.hub_token)
    sent = {
        request.path.rpartition("/")[2]: "authorization" in request.headers
        for request in world.requests
        if "/resolve/" in request.path
    }
    assert sent == {"README.md": False, "LICENSE": False, "COPYING": True}


def test_a_text_that_the_gate_keeps_back_is_not_taken_for_absent(
    inhabit: Inhabit, sight: Sight
) -> None:
    inhabit(hub={"models/o/m": HubRepository(gated="manual", files={"COPYING": "text"})})
    look = sight(_M)
    assert look.reach is Reach.GATED
    assert [(each.path, each.quote) for each in look.facts.licenses or ()] == [("COPYING", "")]
    assert [str(each) for each in look.unread or ()] == ["COPYING is behind a gate"]
    assert look.state("licenses") is State.IN_PART


@pytest.mark.parametrize(
    ("repository", "reach"),
    [
        (HubRepository(disabled=True), Reach.DISABLED),
        (HubRepository(disabled="closed"), Reach.DISABLED),
        (HubRepository(private=True), Reach.NOT_VISIBLE),
    ],
    ids=["disabled", "closed", "private"],
)
def test_states_are_told_apart(
    inhabit: Inhabit, sight: Sight, repository: HubRepository, reach: Reach
) -> None:
    inhabit(hub={"models/o/m": repository})
    assert sight(_M).reach is reach


@pytest.mark.parametrize("given", [False, True], ids=["stranger", "token"])
def test_what_is_missing_is_not_visible(inhabit: Inhabit, sight: Sight, given: bool) -> None:
    world = inhabit()
    assert sight(_M, hf_token=world.hub_token if given else None).reach is Reach.NOT_VISIBLE


def test_a_token_that_is_refused_says_nothing_of_the_repository(
    inhabit: Inhabit, sight: Sight
) -> None:
    inhabit(hub={"models/o/m": HubRepository(card=_CARD)})
    for url in (_M, "https://huggingface.co/o/missing"):
        look = sight(url, hf_token="hf_wrong")
        assert look.reach is Reach.BAD_CREDENTIALS
        assert "hf_wrong" not in repr(look)


def test_a_rename_is_told_with_the_new_place(inhabit: Inhabit, sight: Sight) -> None:
    inhabit(
        hub={"datasets/new/m": HubRepository(card=_CARD)},
        moved={"datasets/o/m": "datasets/new/m"},
    )
    look = sight("https://huggingface.co/datasets/o/m")
    assert look.facts.moved_to == "https://huggingface.co/datasets/new/m"
    assert look.facts.name == "new/m"


def test_another_spelling_of_the_case_is_no_move(inhabit: Inhabit, sight: Sight) -> None:
    inhabit(hub={"models/O/M": HubRepository(card=_CARD)})
    look = sight(_M)
    assert (look.reach, look.facts.moved_to, look.facts.name) == (Reach.VISIBLE, None, "O/M")


def test_a_file_that_cannot_be_had_makes_the_whole_look_silent(
    inhabit: Inhabit, sight: Sight
) -> None:
    world = inhabit(hub={"models/o/m": HubRepository(card=_CARD)})
    world.fault("huggingface.co", "500", "*/resolve/*")
    look = sight(_M)
    assert look.reach is Reach.UNREACHABLE
    assert "README.md" in (look.note or "")


def test_few_files_are_asked_for_and_the_card_is_always_among_them(
    inhabit: Inhabit, sight: Sight
) -> None:
    files = {f"LICENSE-{number}": "text" for number in range(9)}
    world = inhabit(hub={"models/o/m": HubRepository(card=_CARD, files=files)})
    look = sight(_M)
    assert look.facts.read is not None
    assert len(look.facts.read) == FILES_LIMIT
    assert "README.md" in {file.path for file in look.facts.read}
    assert len(world.requests) == 1 + FILES_LIMIT


def test_an_answer_that_is_no_repository_is_an_error(inhabit: Inhabit, sight: Sight) -> None:
    api = "https://huggingface.co/api/models/o/m"
    world = inhabit()
    for body in (
        "[]",
        "{}",
        '{"id": "o/m"}',
        '{"id": "o/m", "createdAt": "yesterday"}',
        "null",
        '{"id": 3}',
        '{"id": "o/m", "sha": "../x"}',
        '{"id": "../api"}',
        '{"id": "o/m", "cardData": 5}',
    ):
        world.pages[api] = Page(body=body, type="application/json")
        look = sight(_M)
        assert look.reach is Reach.ERROR, body


@pytest.mark.parametrize(
    ("answer", "reach"),
    [
        (_refusal(401, "Access to model o/m is restricted.", "GatedRepo"), Reach.GATED),
        (_refusal(403, "Access to model o/m is restricted.", "GatedRepo"), Reach.GATED),
        (_refusal(401, "Invalid username or password."), Reach.NOT_VISIBLE),
        (_refusal(401, "", "", '{"error": "Invalid username or password."}'), Reach.NOT_VISIBLE),
        (_refusal(401, "Repository not found", "RepoNotFound"), Reach.NOT_VISIBLE),
        (_refusal(404, "Repository not found", "RepoNotFound"), Reach.NOT_VISIBLE),
        (_refusal(401, "Invalid credentials in Authorization header"), Reach.BAD_CREDENTIALS),
        (_refusal(403, "Access to this resource is disabled."), Reach.DISABLED),
        (_refusal(404, "Invalid rev id: x", "RevisionNotFound"), Reach.ERROR),
        (_refusal(404, "", "", "<h1>Not found</h1>"), Reach.ERROR),
        (_refusal(401, "", "", "<h1>Log in to this network</h1>"), Reach.ERROR),
        (_refusal(429, "", ""), Reach.RATE_LIMITED),
        (_refusal(503, "", ""), Reach.UNREACHABLE),
        (_refusal(451, "", ""), Reach.TAKEN_DOWN),
    ],
)
def test_a_refusal_is_read_by_its_code_and_words(answer: Response, reach: Reach) -> None:
    assert read_refusal(answer).reach is reach


_STATES = {
    "gated": Reach.GATED,
    "missing or private (undecidable)": Reach.NOT_VISIBLE,
    "rate-limited": Reach.RATE_LIMITED,
}


def test_recorded_refusals_are_read_as_a_careful_human_did(shared: Path) -> None:
    folder = shared / "cases" / "api"
    lines = (folder / "labels.jsonl").read_text().splitlines()
    seen = 0
    for label in (msgspec.json.decode(line) for line in lines):
        recorded: dict[str, Any] = msgspec.json.decode((folder / label["file"]).read_bytes())
        state = label["label"].get("state")
        named = {name.lower(): text for name, text in recorded["headers"].items()}
        if recorded["platform"] != "hf-hub" or recorded["status"] < 400 or state not in _STATES:
            continue
        if not named and state == "gated":
            continue  # the text of a client's exception, not an answer
        body = recorded["body"]
        answer = msgspec.structs.replace(
            _refusal(recorded["status"]),
            headers=named,
            body=b"" if body is None else msgspec.json.encode(body),
        )
        assert read_refusal(answer).reach is _STATES[state], label["id"]
        seen += 1
    assert seen >= 5


@pytest.mark.parametrize("kind", ["html", "garbage", "blank", "200-error", "too-short"])
def test_what_is_not_the_hubs_file_is_not_read_as_one(
    inhabit: Inhabit, sight: Sight, kind: str
) -> None:
    """A login page in place of a card would be a card without a licence."""
    world = inhabit(hub={"models/o/m": HubRepository(card="---\nlicense: mit\n---\n# m")})
    world.fault("huggingface.co", kind, "*/resolve/*")
    look = sight("https://huggingface.co/o/m")
    assert not look.reach.says_something
    assert "README.md" in (look.note or "")
