"""The rows of all papers against the answer key, in a world built from the stored facts.

What the facts establish exists in the world: repositories, Hub pages with their licence tags and
gates, project pages. Nothing else is looked at, for of anything else the key knows nothing either.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from servers.described import HubRepository, Page
from servers.world import World
from thread.answer_key import EXPLAINED, Fact, Live, differences, tagged
from tracker.history import History
from tracker.hosts import hosts
from tracker.model.evidence import with_looks
from tracker.model.locator import locate
from tracker.model.paper import Depth, Paper, Relation, Role
from tracker.model.verdict import NONE
from tracker.project import Project
from tracker.registry import load
from tracker.sweep.looks import sweep, targets
from tracker.tables import rows
from tracker.transport import Door
from tracker.transport.settings import Settings
from tracker.verdicts import judge_all

RENAMED = {
    "github.com/KwaiVGI/ReCamMaster": "github.com/KlingAIResearch/ReCamMaster",
    "github.com/volcengine/verl": "github.com/verl-project/verl",
    "github.com/BeingBeyond/being-0": "github.com/BeingBeyond/Being-0",
    "models/ds4sd/SmolDocling-256M-preview": "models/docling-project/SmolDocling-256M-preview",
    "models/THUDM/VisionReward-Video": "models/zai-org/VisionReward-Video",
}
PAGES = (
    "https://cubeyoung.github.io/pladis-proejct/",
    "https://jianhongbai.github.io/ReCamMaster/",
    "https://liuff19.github.io/Video-T1",
    "https://robodita.github.io",
    "https://farlongctx.github.io/",
    "https://DAPO-SIA.github.io/",
    "https://showlab.github.io/Impossible-Videos/",
    "https://dropletx.github.io",
    "https://beingbeyond.github.io/Being-0",
    "https://wandb.ai/verl-org/DAPO Reproduction on verl",
)
WRONG = "https://cubeyoung.github.io/pladis-project/"
"""The digest's spelling of the page of PLADIS; there is nothing."""


@pytest.fixture(scope="module")
def stored(request: pytest.FixtureRequest) -> Path:
    """Return the folder of facts, once for all tests here."""
    folder = request.config.rootpath.parent / "shared" / "facts"
    if not folder.is_dir():
        pytest.skip("no ../shared folder beside this checkout")
    return folder


@pytest.fixture(scope="module")
def live(stored: Path, request: pytest.FixtureRequest) -> Live:
    papers = load(Project(root=request.config.rootpath).registry).papers
    key = {file.stem: json.loads(file.read_text()) for file in (stored / "papers").glob("*.json")}
    world = World.from_facts(
        stored.parent,
        hub=dict(hub_pages(key, papers)),
        moved=RENAMED,
        pages={url: Page(body="<title>A page</title>") for url in PAGES},
    )
    for name in RENAMED:
        world.repositories.pop(name, None)
    there = {place(name) for name in (*world.repositories, *world.hub, *RENAMED)}
    there |= {locate(url.replace(" ", "%20")).url for url in (*PAGES, WRONG)}
    with world, pytest.MonkeyPatch.context() as patch:
        for name in ("GITHUB_TOKEN", "GH_TOKEN", "HF_TOKEN", "HF_ENDPOINT"):
            patch.delenv(name, raising=False)
        for name, value in world.environment().items():
            patch.setenv(name, value)
        urls = [
            url for subject, url in targets(papers).items() if subject.partition("?")[0] in there
        ]
        with Door(Settings.from_environment(os.environ)) as door:
            seen = list(sweep(urls, door, hosts()))
    silent = [look for look in seen if not look.reach.says_something]
    assert not silent, [f"{look.subject}: {look.note}" for look in silent]
    table = rows(judge_all(papers, with_looks({}, seen)))
    return Live({row.verdicts.paper.slug: row for row in table}, key)


def place(name: str) -> str:
    """Return the subject of a repository of the world."""
    hub = name.partition("/")[0] in {"models", "datasets", "spaces"}
    address = f"huggingface.co/{name.removeprefix('models/')}" if hub else name
    return locate(f"https://{address}").url


def hub_pages(
    key: Mapping[str, Fact], papers: tuple[Paper, ...]
) -> Iterator[tuple[str, HubRepository]]:
    """Yield a stand-in for each model and dataset that the facts name and the registry lists."""
    kinds = {
        locate(one.url).name: locate(one.url).kind
        for paper in papers
        for one in paper.artifacts
        if locate(one.url).host == "huggingface"
    }
    for facts in key.values():
        for fact in (*facts["models"], *facts["datasets"]):
            name = str(fact.get("id") or fact.get("hf_id")).partition(" ")[0]
            if kinds.get(name) in {"model", "dataset"}:
                tag = tagged(fact)
                file = "model.safetensors" if kinds[name] == "model" else "data.parquet"
                yield (
                    f"{kinds[name]}s/{name}",
                    HubRepository(
                        card=f"---\nlicense: {tag}\n---\n" if tag else "# A card\n",
                        gated="manual" if fact.get("gated") else False,
                        files={file: b"0"},
                    ),
                )


def test_each_row_is_what_the_answer_key_says(live: Live, stored: Path) -> None:
    """Known differences stand beside the key with their reason, and go when they are gone."""
    found = differences(live, stored)
    new = [f"{what}: {how}" for what, how in found.items() if what not in EXPLAINED]
    gone = [f"{what}: no difference any more" for what in EXPLAINED if what not in found]
    assert not new + gone, "\n".join(["", *new, *gone])


def test_video_r1_has_no_licence_at_its_root(live: Live) -> None:
    row = live.rows["2503.21776"]
    assert row.license.text == f"{NONE}, in part", "another official repository was not looked at"
    assert "for sub-folders only: src/r1-v/LICENSE says Apache-2.0" in row.license.reason
    assert "no licence for the whole" in row.get.text


def test_rsd_points_to_a_non_commercial_licence(live: Live) -> None:
    row = live.rows["2503.13358"]
    assert row.license.text == "CC-BY-NC-SA-4.0"
    assert "LICENSE and README.md agree: CC-BY-NC-SA-4.0" in row.license.reason


def test_rwkv_names_a_stale_fork(live: Live) -> None:
    """The row says when the fork stood still and who holds the code."""
    row = live.rows["2503.14456"]
    assert "(last changed 2025-03-17, goes on in BlinkDL/RWKV-LM)" in row.get.text
    assert live.artifacts("2503.14456")["BlinkDL/RWKV-LM"].artifact.relation is Relation.UPSTREAM
    assert "repository since 2021-08-08" in row.get.text


def test_the_digest_has_the_page_of_pladis_wrong(live: Live) -> None:
    judged = {each.artifact.url: each for each in live.rows["2503.07677"].verdicts.artifacts}
    right, wrong = judged[PAGES[0]], judged[WRONG]
    assert right.availability.answers == ("available",)
    assert right.artifact.relation is Relation.OFFICIAL
    assert wrong.availability.answers == ("not-visible",)
    assert wrong.artifact.relation is not Relation.OFFICIAL
    assert "address is wrong" in (live.rows["2503.07677"].verdicts.paper.note or "")


def test_maps_cannot_be_verified(live: Live) -> None:
    row = live.rows["2503.16905"]
    assert row.promise.text == "2 cannot tell"
    assert row.code.text == "not looked at"


def test_ditas_badge_and_file_disagree(live: Live) -> None:
    row = live.rows["2503.19757"]
    assert row.license.text == "Apache-2.0, conflict"
    assert "LICENSE says Apache-2.0; a badge in README.md says MIT" in row.license.reason
    assert "Apache-2.0 and MIT declared, they disagree" in row.get.text


def test_the_licence_of_a_survey_names_somebody_else(live: Live) -> None:
    """It is a list, so that no code is missed, and its licence shows."""
    row = live.rows["2503.16416"]
    assert row.get.text.startswith("A curated list; MIT; ")
    assert "the copyright line names Xinzhe Li" in row.license.reason
    other = live.rows["2503.16419"]
    assert other.get.text.startswith("A curated list; no licence file; ")
    assert "copyright line" not in live.rows["2503.17407"].license.reason


def test_the_owner_of_recammaster_was_renamed(live: Live) -> None:
    old = live.artifacts("2503.11647")["KwaiVGI/ReCamMaster"].availability
    assert old.answers == ("moved",)
    assert "github.com/KlingAIResearch/ReCamMaster" in old.reason


def test_a_trainer_that_was_copied_is_not_the_papers(live: Live) -> None:
    fork = live.artifacts("2503.18942")["LightYagami28/Video-T1"].depth
    assert fork.answers == ("inference",)
    assert "copied from other projects left out; missing for training" in fork.reason


def test_each_piece_of_code_short_of_complete_says_what_it_lacks(live: Live) -> None:
    short = (Depth.PLACEHOLDER, Depth.PARTIAL, Depth.INFERENCE, Depth.TRAINING)
    silent = [
        f"{paper} {name}: {judged.depth.reason}"
        for paper in live.rows
        for name, judged in live.artifacts(paper).items()
        if judged.artifact.role is Role.CODE and judged.reached in short
        if "missing for " not in judged.depth.reason
    ]
    assert not silent


def test_every_fate_of_a_promise_appears(live: Live) -> None:
    never = {paper for paper, row in live.rows.items() if row.promise.text == "never promised"}
    assert {"2503.16660", "2503.17359"} <= never
    assert live.rows["2503.12533"].promise.text == "3 not kept (first promised 2025-03-18)"
    assert live.rows["2503.21776"].promise.text == "3 kept"
    fates = {word for row in live.rows.values() for word in row.verdicts.promise.answers}
    assert fates == {"kept", "partly", "not kept", "cannot tell", "never promised"}


def test_the_committed_rows_say_nothing_that_the_key_does_not(
    stored: Path, request: pytest.FixtureRequest
) -> None:
    """They rest on stored copies, of which many show a part: they may say less, never otherwise."""
    project = Project(root=request.config.rootpath)
    judged = judge_all(load(project.registry).papers, History([project.history]).book())
    key = {file.stem: json.loads(file.read_text()) for file in (stored / "papers").glob("*.json")}
    committed = Live({row.paper.removeprefix("arxiv:"): row for row in rows(judged)}, key)
    otherwise = {
        what: how
        for what, how in differences(committed, stored).items()
        if what not in EXPLAINED and not SAYS_LESS.search(how)
    }
    assert not otherwise


SAYS_LESS = re.compile(r"row (?:NOASSERTION|cannot tell|cannot tell and kept|open|False)$")
"""How a row may differ that was not looked at for long, or in part; a gate may be there unseen."""
