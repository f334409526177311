"""A registry file as text, as plain values, and as places that a complaint can name."""

import codecs
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import yaml
from yaml.reader import Reader

from tracker.errors import Complaint
from tracker.model.plain_yaml import Builder, FieldPath, Hopeless, Plain, YamlFault
from tracker.registry.values import Marks

SIZE_LIMIT = 50_000_000
"""Bytes; a hundred times the registry of a very diligent group."""
_BEGIN = "Begin with a line `papers:` and list the papers under it."


def dotted(path: FieldPath) -> str:
    """Write a place the way a person reads it.

    Examples
    --------
    >>> dotted(("papers", 2, "artifacts", 0, "url"))
    'papers[2].artifacts[0].url'
    """
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".") or "file"


class Document:
    """A YAML file, read.

    Parameters
    ----------
    path
        The file; complaints name it as given here.
    text
        Its content, where that is at hand already.
    begin
        How to begin such a file, told to whoever left it empty.
    """

    def __init__(self, path: Path, text: str | None = None, *, begin: str = _BEGIN) -> None:
        self.path = path
        self._begin = begin
        self.faults: list[YamlFault] = []
        """What is wrong with the YAML itself."""
        self.mark = b""
        """The byte-order mark the file begins with, if it has one."""
        self.text = self._read() if text is None else text
        self.data: Plain = None
        """The plain values; None where there are none."""
        if not self.faults:
            self._parse()

    @property
    def readable(self) -> bool:
        """Whether `data` can be looked at, though it may be wrong."""
        return isinstance(self.data, dict)

    def _read(self) -> str:
        try:
            if self.path.is_dir():
                self._fault("is a folder", "Name the file in it, such as registry.yaml.")
                return ""
            if not self.path.is_file():
                self._fault("there is no such file", "Run inside a project, or name its registry.")
                return ""
            if (size := self.path.stat().st_size) > SIZE_LIMIT:
                self._fault(
                    f"{size:,} bytes are more than the {SIZE_LIMIT:,} that are read",
                    "Split it: `include:` names the files of a large registry.",
                )
                return ""
            raw = self.path.read_bytes()
        except OSError as error:
            self._fault(f"cannot be read: {error.strerror}", "Mend its permissions.")
            return ""
        if raw.startswith(codecs.BOM_UTF8):
            self.mark, raw = codecs.BOM_UTF8, raw[len(codecs.BOM_UTF8) :]
        try:
            return raw.decode()
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            self._fault("is not UTF-8 text here", "Save the file as UTF-8.", line)
            return ""

    def _fault(self, problem: str, remedy: str, line: int | None = None) -> None:
        self.faults.append(YamlFault((), problem, remedy, line))

    def _parse(self) -> None:
        try:
            self.data = Builder(self.text, self.faults).document()
        except yaml.MarkedYAMLError as error:
            self._syntax(error)
        except yaml.YAMLError:
            match = Reader.NON_PRINTABLE.search(self.text)
            line = self.text.count("\n", 0, match.start()) + 1 if match else None
            self._fault("has a control character in it", "Delete the invisible character.", line)
        except Hopeless:
            pass
        else:
            if self.data is None:
                self._fault("is empty", self._begin)
            elif not self.readable:
                self._fault("is not a mapping", self._begin, 1)

    def _syntax(self, error: yaml.MarkedYAMLError) -> None:
        lines = self.text.splitlines()
        mark = error.problem_mark or error.context_mark
        line = min(mark.line + 1, len(lines)) if mark else None
        indentation = re.match(r"\s*", lines[line - 1]) if line else None
        if indentation and "\t" in indentation[0]:
            self._fault("has a tab where YAML wants spaces", "Indent with spaces.", line)
        else:
            problem = error.problem or error.context or "something unexpected"
            remedy = "Look at the indentation, the quotes and the colons around this line."
            self._fault(f"is not YAML: {problem}", remedy, line)

    @cached_property
    def root(self) -> yaml.Node | None:
        """The node tree with its marks: made only when a place in the file is asked for."""
        if not self.readable:
            return None
        return yaml.compose(self.text, Loader=Marks)  # noqa: TID251  read once without faults

    def walk(self, path: FieldPath) -> Iterator[tuple[yaml.Node | None, yaml.Node]]:
        """Yield (key, value) nodes on the way to `path`, as far as the file goes."""
        node = self.root
        for step in path:
            key = None
            if isinstance(node, yaml.MappingNode):
                pairs = [(k, v) for k, v in node.value if getattr(k, "value", None) == step]
                if not pairs:
                    return
                key, node = pairs[-1]  # as for the data: the last one wins
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
                node = node.value[step]
            else:
                return
            yield key, node

    def line(self, path: FieldPath) -> int | None:
        """Return the 1-based line of `path`, or of the nearest thing above it."""
        line: int | None = 1 if self.root else None
        for key, value in self.walk(path):
            line = (key or value).start_mark.line + 1
        return line

    def source(self, path: FieldPath) -> str | None:
        """Return the unquoted or quoted word that stands at `path`, as printed."""
        steps = list(self.walk(path))
        node = steps[-1][1] if len(steps) == len(path) and steps else None
        return node.value if isinstance(node, yaml.ScalarNode) else None

    def complaint(self, fault: YamlFault, *, remark: bool = False) -> Complaint:
        """Give a fault its file and its line."""
        return Complaint(
            file=str(self.path),
            line=fault.line if fault.line or not fault.path else self.line(fault.path),
            field=dotted(fault.path),
            problem=fault.problem,
            remedy=fault.remedy,
            remark=remark,
        )
