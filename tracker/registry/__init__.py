"""All that people write: registry, rooms, corrections; read, checked, added to, described."""

from tracker.registry.adding import add
from tracker.registry.json_schema import (
    claims_schema,
    correction_schema,
    run_sheet_schema,
    schema,
)
from tracker.registry.reading import claims, lint, load

__all__ = [
    "add", "claims", "claims_schema", "correction_schema", "lint", "load", "run_sheet_schema",
    "schema",
]  # fmt: skip
