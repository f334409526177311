"""The JSON Schemas of the registry and of rooms, for editors and for other people's tools."""

import ast
import inspect
from typing import Any

import msgspec

from tracker.model import check, correction, exact, imported, paper, protocol
from tracker.model.correction import Correction
from tracker.model.imported import RunSheet
from tracker.model.paper import Claims, Registry


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of `registry.yaml`.

    It is made from the types of `tracker.model.paper` and their docstrings. What a schema cannot
    say (two entries with the same id, a dataset's URL with ``role: model``) only `lint` tells.
    """
    return _schema(Registry, "registry.yaml of the reproducibility tracker")


def claims_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a room's `claims.yaml`."""
    return _schema(Claims, "claims.yaml of the reproducibility tracker")


def correction_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a file that holds a correction."""
    return _schema(Correction, "a correction of the reproducibility tracker")


def run_sheet_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the sheet that comes with a result from elsewhere."""
    return _schema(RunSheet, "run-sheet.json of the reproducibility tracker")


def _schema(kind: type[msgspec.Struct], title: str) -> dict[str, Any]:
    made = msgspec.json.schema(kind)
    notes = _field_notes()
    for name, definition in made["$defs"].items():
        if text := definition.get("description"):
            definition["description"] = _first_paragraph(text)
        for field, rule in definition.get("properties", {}).items():
            if note := notes.get((name, field)):
                rule["description"] = note
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **made}


def _first_paragraph(text: str) -> str:
    return " ".join(inspect.cleandoc(text).partition("\n\n")[0].split())


def _field_notes() -> dict[tuple[str, str], str]:
    """Return the text below each field: Python keeps no docstrings of attributes."""
    notes = {}
    modules = [
        ast.parse(inspect.getsource(module))  # noqa: TID251  our own
        for module in (check, correction, exact, imported, paper, protocol)
    ]
    for owner in (node for module in modules for node in module.body):
        if isinstance(owner, ast.ClassDef):
            for field, text in zip(owner.body, owner.body[1:], strict=False):
                match field, text:
                    case (
                        ast.AnnAssign(target=ast.Name(id=name)),
                        ast.Expr(value=ast.Constant(value=str(note))),
                    ):
                        notes[owner.name, name] = _first_paragraph(note)
    return notes
