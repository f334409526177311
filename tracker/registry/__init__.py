"""`registry.yaml`, the only hand-written truth: read it, check it, add to it, describe it."""

from tracker.registry.adding import add
from tracker.registry.json_schema import schema
from tracker.registry.reading import lint, load

__all__ = ["add", "lint", "load", "schema"]
