"""Dossiers of the papers whose licences are told in more than one way, from look to answer."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

import msgspec
import pytest

from servers import HubRepository, World
from tests.licensing.shipped_texts import MIT
from tools.seed_history import observation
from tracker.hosts import hosts
from tracker.model.evidence import Book, with_looks
from tracker.model.paper import Artifact, Paper, Relation, Role, Titles
from tracker.model.verdict import ArtifactVerdicts
from tracker.sweep.looks import sweep
from tracker.transport import Door, Settings
from tracker.verdicts import judge

Inhabit: TypeAlias = Callable[..., World]

DOCLING = "https://huggingface.co/docling-project/SmolDocling-256M-preview"
OMNI = "https://huggingface.co/Qwen/Qwen2.5-Omni-3B"
RESEARCH = (
    "Qwen RESEARCH LICENSE AGREEMENT\n\nRelease Date: September 19, 2024\n\n"
    "You are granted a limited license to use the Materials FOR NON-COMMERCIAL PURPOSES ONLY.\n"
)


def look(book: Book, *urls: str) -> Book:
    with Door(Settings(total_timeout=20.0)) as door:
        return with_looks(book, list(sweep(urls, door, hosts())))


def aged(book: Book) -> Book:
    """Return the book as if its looks had been a month earlier."""
    month = dt.timedelta(days=30)
    return {
        url: [
            msgspec.structs.replace(
                each,
                observed_at=each.observed_at - month if each.observed_at else None,
                observation=msgspec.structs.replace(
                    each.observation,
                    observed_at=each.observation.observed_at - month
                    if each.observation.observed_at
                    else None,
                ),
            )
            for each in seen
        ]
        for url, seen in book.items()
    }


def dossier(
    url: str, book: Book, role: Role = Role.MODEL, as_of: dt.datetime | None = None
) -> ArtifactVerdicts:
    artifact = Artifact(role=role, url=url, relation=Relation.OFFICIAL, seen_in="paper")
    paper = Paper(id="arxiv:2503.00001", titles=Titles(en="A Paper"), artifacts=(artifact,))
    return judge(paper, book, as_of).artifacts[0]


def uses(verdicts: ArtifactVerdicts) -> Mapping[str, str]:
    return {each.use: each.verdict.answer for each in verdicts.uses}


def test_the_card_of_smoldocling_changed_its_licence_and_both_answers_stay(
    inhabit: Inhabit, shared: Path
) -> None:
    facts = json.loads((shared / "facts" / "papers" / "2503.11576.json").read_text("utf-8"))
    (model,) = (each for each in facts["models"] if each["id"] == DOCLING.partition(".co/")[2])
    assert "apache-2.0" in model["licence_history"]
    card = "---\nlicense: {}\nbase_model: HuggingFaceTB/SmolVLM-256M-Instruct\n---\n# SmolDocling\n"
    key = f"models/{model['id']}"
    world = inhabit(hub={key: HubRepository(card=card.format("apache-2.0"))})
    then = aged(look({}, DOCLING))
    world.hub[key] = HubRepository(card=card.format(model["licence"]))
    book = look(then, DOCLING)

    now = dossier(DOCLING, book)
    assert now.license.answers == ("CDLA-Permissive-2.0",)
    assert {"licence changed", "card changed"} <= set(now.identity.answers)
    assert "What it says of its licence changed" in now.identity.reason
    day = then[DOCLING][0].observed_at
    assert dossier(DOCLING, book, as_of=day).license.answers == ("Apache-2.0",)


@pytest.mark.parametrize(
    ("front", "answers"),
    [
        (
            "license: other\nlicense_name: qwen-research\nlicense_link: LICENSE",
            ("LicenseRef-Qwen-Research",),
        ),
        ("license: apache-2.0", ("Apache-2.0 AND LicenseRef-Qwen-Research", "conflict")),
        ("library_name: transformers", ("LicenseRef-Qwen-Research",)),
    ],
    ids=["tag agrees", "tag says otherwise", "no tag"],
)
def test_the_small_qwen_omni_is_for_research_whatever_its_tag_says(
    inhabit: Inhabit, front: str, answers: tuple[str, ...]
) -> None:
    model = HubRepository(card=f"---\n{front}\n---\n# Omni\n", files={"LICENSE": RESEARCH})
    inhabit(hub={"models/Qwen/Qwen2.5-Omni-3B": model})
    seen = dossier(OMNI, look({}, OMNI))
    assert seen.license.answers == answers
    assert (uses(seen)["product"], uses(seen)["internal"]) == ("no", "no")
    product = next(each.verdict for each in seen.uses if each.use == "product")
    assert "FOR NON-COMMERCIAL PURPOSES ONLY" in product.reason


def test_what_is_made_from_the_small_qwen_omni_is_not_free_either(inhabit: Inhabit) -> None:
    front = "license: mit\nbase_model: Qwen/Qwen2.5-Omni-3B\nbase_model_relation: finetune"
    tuned = HubRepository(card=f"---\n{front}\n---\n# Tuned\n", files={"LICENSE": MIT})
    base = HubRepository(card="---\nlicense: other\nlicense_name: qwen-research\n---\n# Omni\n")
    inhabit(hub={"models/o/tuned": tuned, "models/Qwen/Qwen2.5-Omni-3B": base})
    url = "https://huggingface.co/o/tuned"
    seen = dossier(url, look({}, url, OMNI))
    assert uses(seen)["product"] == "no"
    assert "conflict" in seen.license.answers
    assert "Qwen/Qwen2.5-Omni-3B is under LicenseRef-Qwen-Research" in seen.license.reason


def test_the_list_of_stop_overthinking_grants_nothing_and_says_so(shared: Path) -> None:
    name = "Eclipsess__Awesome-Efficient-Reasoning-LLMs"
    seen = observation(shared / "facts" / "repos" / name)
    verdicts = dossier(seen.subject, with_looks({}, [seen]), Role.LIST)
    assert verdicts.license.answers == ("NONE",)
    assert uses(verdicts)["redistribution"] == "no"
    assert verdicts.license.remedy == "Ask the authors to add a LICENSE file."
