"""The real huggingface_hub talks to the world."""

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from huggingface_hub import HfApi, close_session, hf_hub_download
from huggingface_hub.errors import (
    DisabledRepoError,
    EntryNotFoundError,
    GatedRepoError,
    HfHubHTTPError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)

from servers import ArxivEntry, HubRepository, Weights, World
from servers.plugin import NewWorld

CARD = """---
license: mit
base_model: Qwen/Qwen2.5-1.5B
datasets:
- knoveleng/open-rs
---
Paper: https://arxiv.org/abs/2503.16219
"""
HUB = {
    "models/knoveleng/Open-RS1": HubRepository(
        card=CARD,
        files={"config.json": "{}", "model.safetensors": Weights(3_000_000_000)},
        created="2025-03-18T01:02:03+00:00",
        id="67d8d3bd6b2d2f1d2a2a2a2a",
    ),
    "models/o/gated": HubRepository(
        card="---\nlicense: llama3.1\n---", files={"c": "1"}, gated="manual"
    ),
    "models/o/secret": HubRepository(private=True),
    "models/o/disabled": HubRepository(files={"c": "1"}, disabled=True),
    "models/o/closed": HubRepository(disabled="closed"),
    "datasets/knoveleng/open-rs": HubRepository(card=CARD.replace("base_model", "x")),
    "spaces/o/demo": HubRepository(card="---\nsdk: gradio\n---", stage="PAUSED"),
}


@pytest.fixture
def home(inhabit: NewWorld) -> Iterator[World]:
    close_session()
    yield inhabit(
        hub=HUB,
        moved={"models/old/name": "models/knoveleng/Open-RS1"},
        papers={"2503.16219": ArxivEntry(title="Open RS", github_repo="https://github.com/o/r")},
    )
    close_session()


@pytest.fixture
def hub(home: World) -> HfApi:  # noqa: ARG001  the process must be in it
    return HfApi(endpoint="https://huggingface.co", token=False)


def test_model(hub: HfApi) -> None:
    """A model tells its identity, its card, its lineage and its files."""
    info = hub.model_info("knoveleng/Open-RS1", files_metadata=True)
    assert info._id == "67d8d3bd6b2d2f1d2a2a2a2a"  # type: ignore[attr-defined]
    assert info.card_data["license"] == "mit"
    assert (info.gated, info.disabled) == (False, False)
    assert info.created_at.isoformat() == "2025-03-18T01:02:03+00:00"
    assert {"license:mit", "arxiv:2503.16219", "base_model:finetune:Qwen/Qwen2.5-1.5B"} <= set(
        info.tags
    )
    sizes = {each.rfilename: each.size for each in info.siblings}
    assert sizes["model.safetensors"] == 3_000_000_000
    assert info.base_models is None


def test_expand_tells_what_was_asked_and_no_more(hub: HfApi) -> None:
    """Base models come only with `expand`, other fields then only if named."""
    info = hub.model_info("knoveleng/Open-RS1", expand=["baseModels", "gated"])
    assert info.base_models["models"][0]["id"] == "Qwen/Qwen2.5-1.5B"
    assert False is info.gated
    assert info.tags is None


def test_dataset_and_space(hub: HfApi) -> None:
    """Datasets and Spaces have their own shapes."""
    assert "license:mit" in hub.dataset_info("knoveleng/open-rs").tags
    space = hub.space_info("o/demo")
    assert (space.sdk, space.runtime.stage) == ("gradio", "PAUSED")


@pytest.mark.parametrize("name", ["o/nothing", "o/secret"])
def test_missing_and_private_look_the_same(hub: HfApi, name: str) -> None:
    """Without a token both are 401, with one both are 404: not found."""
    with pytest.raises(RepositoryNotFoundError) as anonymous:
        hub.model_info(name)
    assert (
        anonymous.value.response.status_code,
        anonymous.value.response.headers.get("x-error-code"),
    ) == (401, None)
    with pytest.raises(RepositoryNotFoundError) as known:
        hub.model_info(name, token=World.hub_token)
    assert known.value.response.status_code == 404


def test_gate(hub: HfApi, tmp_path: Path) -> None:
    """A gate closes the files, not the metadata and not the card."""
    assert hub.model_info("o/gated").gated == "manual"
    for token, status in ((False, 401), (World.hub_token, 403)):
        with pytest.raises(GatedRepoError) as refused:
            hf_hub_download("o/gated", "c", token=token, cache_dir=tmp_path)
        assert status == refused.value.response.status_code
    with pytest.raises(GatedRepoError):
        hub.auth_check("o/gated")
    card = hf_hub_download("o/gated", "README.md", token=False, cache_dir=tmp_path)
    assert "llama3.1" in Path(card).read_text()


def test_disabled(hub: HfApi) -> None:
    """A disabled repository says so in its metadata, or refuses even that."""
    assert True is hub.model_info("o/disabled").disabled
    with pytest.raises(DisabledRepoError):
        hub.get_hf_file_metadata(url="https://huggingface.co/o/disabled/resolve/main/c")
    with pytest.raises(DisabledRepoError):
        hub.model_info("o/closed")


@pytest.mark.parametrize("name", ["old/name", "Knoveleng/open-rs1"])
def test_renamed(hub: HfApi, name: str, tmp_path: Path) -> None:
    """A former name, or another case, leads to the present one by a relative redirect."""
    assert hub.model_info(name, expand=["gated"]).id == "knoveleng/Open-RS1"
    with httpx2.Client() as http:
        answer = http.get(f"https://huggingface.co/api/models/{name}")
    assert (
        answer.status_code,
        answer.headers["location"],
    ) == (307, "/api/models/knoveleng/Open-RS1")
    file = hf_hub_download(name, "README.md", cache_dir=tmp_path, token=False)
    assert Path(file).read_text() == CARD


def test_bad_token_says_nothing_about_the_repository(hub: HfApi) -> None:
    """A wrong token is refused before anything else."""
    with pytest.raises(HfHubHTTPError, match="Invalid credentials") as refused:
        hub.model_info("knoveleng/Open-RS1", token="hf_wrong")
    assert not isinstance(refused.value, RepositoryNotFoundError)
    assert refused.value.response.status_code == 401


def test_files_and_revisions(hub: HfApi, tmp_path: Path) -> None:
    """Files come by branch or commit; what is not there has its own error."""
    commit = hub.model_info("knoveleng/Open-RS1").sha
    assert commit == hub.model_info("knoveleng/Open-RS1", revision=commit).sha
    for revision in ("main", commit):
        path = hf_hub_download(
            "knoveleng/Open-RS1", "config.json", revision=revision, cache_dir=tmp_path, token=False
        )
        assert Path(path).read_text() == "{}"
    with pytest.raises(EntryNotFoundError):
        hf_hub_download("knoveleng/Open-RS1", "LICENSE", cache_dir=tmp_path, token=False)
    with pytest.raises(RevisionNotFoundError):
        hub.model_info("knoveleng/Open-RS1", revision="v9")
    metadata = {
        "model.safetensors": 3_000_000_000,
        "config.json": 2,
    }
    for name, size in metadata.items():
        url = f"https://huggingface.co/knoveleng/Open-RS1/resolve/main/{name}"
        assert size == hub.get_hf_file_metadata(url=url).size
    tree = {each.path for each in hub.list_repo_tree("knoveleng/Open-RS1")}
    assert {".gitattributes", "README.md", *HUB["models/knoveleng/Open-RS1"].files} == tree


def test_lists_tell_less(hub: HfApi) -> None:
    """A list without `expand` leaves out the gate, the state and the commit."""
    (model,) = hub.list_models(filter="arxiv:2503.16219")
    assert (model.id, model.gated, model.sha) == ("knoveleng/Open-RS1", None, None)
    (model,) = hub.list_models(author="o", search="gated", expand=["gated"])
    assert model.gated == "manual"
    assert [each.id for each in hub.list_datasets(filter="license:mit")] == ["knoveleng/open-rs"]


def test_paper_pages(hub: HfApi) -> None:
    """A paper page lists what mentions the paper."""
    paper = hub.paper_info("2503.16219")
    assert paper.github_repo == "https://github.com/o/r"
    assert [each.id for each in paper.linked_models] == ["knoveleng/Open-RS1"]
    assert (paper.num_total_models, paper.num_total_datasets) == (1, 1)
    with pytest.raises(HfHubHTTPError, match="404"):
        hub.paper_info("2503.99999")
    with httpx2.Client() as http:
        repos = http.get("https://huggingface.co/api/arxiv/2503.16219/repos").json()
    assert [each["id"] for each in repos["datasets"]] == ["knoveleng/open-rs"]


def test_allowance(home: World, hub: HfApi) -> None:
    """Each answer carries what is left of the allowance; then it is 429, without Retry-After."""
    with httpx2.Client() as http:
        headers = http.get("https://huggingface.co/api/models/knoveleng/Open-RS1").headers
    home.huggingface.allowance = 0
    with pytest.raises(HfHubHTTPError, match="Retry after 55 seconds") as spent:
        hub.model_info("knoveleng/Open-RS1")
    assert spent.value.response.status_code == 429
    assert "retry-after" not in spent.value.response.headers
    assert headers["ratelimit"].startswith('"api";r=499;t=')
    assert headers["ratelimit-policy"] == '"fixed window";"api";q=500;w=300'


def test_without_proxy(world: NewWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real client also works with an endpoint of its own; 401 keeps its meaning there."""
    home = world(hub=HUB)
    environment = home.environment(direct=True)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    close_session()
    hub = HfApi(endpoint=environment["HF_ENDPOINT"], token=False)
    assert hub.model_info("knoveleng/Open-RS1").id == "knoveleng/Open-RS1"
    with pytest.raises(RepositoryNotFoundError):
        hub.model_info("o/nothing")
    close_session()
