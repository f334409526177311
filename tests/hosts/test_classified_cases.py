"""All recorded answers of the shared cases: as labelled, by a committed table of words."""

import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tracker.hosts.recorded import JudgedAnswer
from tracker.jobs.queries import classify
from tracker.model.locator import locate

WORDS = tomllib.loads(
    (Path(__file__).parent.parent / "cases" / "api_words.toml").read_text("utf-8")
)
KNOWN_TO_DIFFER: dict[str, str] = {}
"""Case → why it is not as labelled."""


def _row(state: str) -> dict[str, Any]:
    rows = [row for row in WORDS["state"] if re.match(row["words"], state, re.IGNORECASE)]
    assert rows, f"no row for {state!r}"
    return rows[0]


def _bare(expression: str | None) -> str:
    return (expression or "NOASSERTION").removeprefix("LicenseRef-")


def _names(judged: JudgedAnswer, kind: str) -> list[str]:
    found = map(locate, judged.mentions)
    return sorted(each.name for each in found if each.kind == kind)


def differences(label: dict[str, Any], judged: JudgedAnswer) -> list[str]:
    """Return what differs between a label and a judgement, in words."""
    found = []
    facts = msgspec.json.decode(msgspec.json.encode(judged.facts))
    if "state" in label:
        row = _row(label["state"])
        if judged.reach not in row["reach"]:
            found.append(f"reach {judged.reach.value}, not {row['reach']}")
        found += [f"no {name}" for name in row.get("has", ()) if name not in facts]
        found += [f"{name} said" for name in row.get("lacks", ()) if name in facts]
        found += [
            f"{name} is not {value}"
            for name, value in row.get("is", {}).items()
            if facts.get(name) != value
        ]
    told = {
        "gated": facts.get("gate"),
        "licence": ",".join(_bare(one.expression) for one in judged.facts.licenses or ()),
        "base_models": facts.get("base_models"),
        "to": facts.get("name"),
        "model": facts.get("name"),
        "reason": facts.get("block_reason", "").partition(":")[0] or None,
        "retry_after": judged.retry_after,
        "reset": judged.reset,
        "paper": facts.get("name") or label.get("paper"),
        "repos": _names(judged, "repository"),
        "models": _names(judged, "model"),
        "datasets": _names(judged, "dataset"),
    }
    return found + [
        f"{key} {told[key]!r}, not {label[key]!r}"
        for key in label
        if key in told and told[key] != label[key]
    ]


def test_recorded_answers_are_judged_as_labelled(shared: Path) -> None:
    folder = shared / "cases" / "api"
    labels = [
        msgspec.json.decode(line) for line in (folder / "labels.jsonl").read_bytes().splitlines()
    ]
    wrong = {}
    for each in labels:
        [judged], complaints = classify([folder / each["file"]])
        assert not complaints
        if found := differences(each["label"], judged):
            wrong[each["id"]] = found
    assert set(wrong) == set(KNOWN_TO_DIFFER), wrong


@pytest.mark.parametrize("row", WORDS["state"], ids=lambda row: row["words"])
def test_every_row_of_the_table_names_a_reach(row: dict[str, Any]) -> None:
    assert row["reach"]
    re.compile(row["words"])
