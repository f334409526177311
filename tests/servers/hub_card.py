"""What the Hub reads out of a card and the list of files: tags, lineage, metadata."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import yaml

_FRONT = re.compile(r"\A---\r?\n(.*?)\r?\n---", re.DOTALL)
_ARXIV = re.compile(r"arxiv(?:\.org/(?:abs|pdf|html)/|:\s?)(\d{4}\.\d{4,5})", re.IGNORECASE)


def metadata(card: str | None) -> Mapping[str, Any] | None:
    """Return the YAML at the head of a card, or None."""
    match = _FRONT.match(card or "")
    data = yaml.safe_load(match[1]) if match else None
    return data if isinstance(data, dict) else None


def several(value: Any) -> Sequence[str]:
    """Return a value that may be one or many as many."""
    if value is None:
        return ()
    return [str(each) for each in value] if isinstance(value, list) else (str(value),)


def papers(card: str | None) -> Sequence[str]:
    """Return the arXiv ids a card mentions, each once."""
    return list(dict.fromkeys(_ARXIV.findall(card or "")))


def relation(data: Mapping[str, Any], paths: Iterable[str]) -> str:
    """Return how a model derives from its base: as declared, else as the Hub infers it."""
    if declared := data.get("base_model_relation"):
        return str(declared)
    if len(several(data.get("base_model"))) > 1:
        return "merge"
    names = set(paths)
    if "adapter_config.json" in names or data.get("library_name") == "peft":
        return "adapter"
    return "quantized" if any(name.endswith(".gguf") for name in names) else "finetune"


def tags(kind: str, card: str | None, paths: Sequence[str]) -> list[str]:
    """Return the tags the Hub gives a repository of a kind such as ``models``."""
    data = metadata(card) or {}
    given = [
        *several(data.get("tags")),
        *(f"license:{each}" for each in several(data.get("license"))),
        *(f"arxiv:{each}" for each in papers(card)),
    ]
    if kind == "models":
        bases = several(data.get("base_model"))
        given += [
            *several(data.get("library_name")),
            *several(data.get("pipeline_tag")),
            *several(data.get("language")),
            *(f"dataset:{each}" for each in several(data.get("datasets"))),
            *(f"base_model:{each}" for each in bases),
            *(f"base_model:{relation(data, paths)}:{each}" for each in bases),
        ]
    else:
        given += [f"language:{each}" for each in several(data.get("language"))]
    return [*dict.fromkeys(given), "region:us"]
