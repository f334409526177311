"""A token given to a run stands in none of its outputs, whatever goes wrong."""

import base64
from pathlib import Path
from urllib.parse import quote

import pytest

from servers.described import HubRepository, Page, Repository
from servers.plugin import NewWorld
from soak import part
from thread.conftest import Folder

OPEN_RS, BEING = "arxiv:2503.16219", "arxiv:2503.12533"
GIVEN = {"GITHUB_TOKEN": "ghp_4f+/Zq9secretOfARun", "HF_TOKEN": "hf_7Yx=secretOfARunToo"}
"""With characters that are written otherwise in addresses."""


def traces(token: str) -> list[bytes]:
    """Return the forms in which a token could stand somewhere."""
    basic = base64.b64encode(f"x:{token}".encode()).rstrip(b"=")[4:-4]
    plain = base64.b64encode(token.encode()).rstrip(b"=")[:-4]
    return [token.encode(), quote(token, safe="").encode(), token[8:].encode(), basic, plain]


@pytest.mark.soak
@pytest.mark.parametrize(
    ("kind", "right"),
    part([(None, True), (None, False), ("garbage", True), ("secondary", True)], 2),
)
def test_tokens_stand_in_no_output(
    fresh: Folder, world: NewWorld, tmp_path: Path, kind: str | None, right: bool
) -> None:
    there = world(
        repositories={"github.com/knoveleng/open-rs": Repository(files={"src/train.py": ""})},
        hub={"models/knoveleng/Open-RS1": HubRepository(card="# m", gated="auto")},
        pages={"https://beingbeyond.github.io/Being-0": Page(body="<title>Being-0</title>")},
    )
    if right:
        there.github.forge.token = GIVEN["GITHUB_TOKEN"]
        there.huggingface.token = GIVEN["HF_TOKEN"]
    if kind is not None:
        for host in ("github.com", "api.github.com", "huggingface.co"):
            there.fault(host, kind, times=6)
    env = {**there.environment(), **GIVEN, "STAMINA_ACTIVE": "0"}
    done = fresh.run("run", OPEN_RS, BEING, "--record", "tape", "--summary", "told.md", env=env)
    checked = fresh.run("check", "https://huggingface.co/knoveleng/Open-RS1", "--json", env=env)
    assert (done.returncode, checked.returncode) == (0, 0), done.stderr + checked.stderr
    sent = {request.headers.get("authorization") for request in there.requests}
    assert f"Bearer {GIVEN['HF_TOKEN']}" in sent or kind is not None, "the tokens were in use"
    outputs = {"stdout": done.stdout + checked.stdout, "stderr": done.stderr + checked.stderr}
    found = {name: text.encode() for name, text in outputs.items()}
    found |= {str(path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert any(name.endswith(".ipynb") and "runs" in name for name in found)
    assert any(name.endswith("exchanges.jsonl") for name in found)
    for token in GIVEN.values():
        for trace in traces(token):
            assert not [name for name, text in found.items() if trace in text], trace
    for request in there.requests:
        assert not any(trace in request.path.encode() for token in GIVEN.values()
                       for trace in traces(token))  # fmt: skip
