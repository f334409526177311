"""YAML as the registry uses it: plain values, and how they are written back."""

import sys
from typing import Any

import yaml

from tracker.model.plain_yaml import TAG, Core, FieldPath, Plain, Reader, YamlFault

__all__ = ("FieldPath", "Marks", "Plain", "YamlFault", "dump")


class Marks(Reader):
    """The reader for places only: what a word means does not matter."""

    def resolve(self, kind: type, value: str | None, implicit: Any) -> str:  # noqa: ARG002
        """Return no tag at all: resolving is the slow part."""
        return ""


class _Dumper(Core, yaml.SafeDumper):
    """The writer; it quotes exactly what the reader would take for something else."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, indentless=False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    """Escape what does not print: PyYAML writes U+0085 and its like raw, and reads a space."""
    return dumper.represent_scalar(TAG + "str", text, style=None if text.isprintable() else '"')


_Dumper.add_representer(str, _text)


def dump(value: Plain) -> str:
    """Write plain values as block-style YAML that `Document` reads back unchanged."""
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=sys.maxsize)
