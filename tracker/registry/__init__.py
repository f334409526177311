"""`registry.yaml` and the rooms, all that is written by hand: read, check, add, describe."""

from tracker.registry.adding import add
from tracker.registry.json_schema import claims_schema, schema
from tracker.registry.reading import claims, lint, load

__all__ = ["add", "claims", "claims_schema", "lint", "load", "schema"]
