"""The commands that the pages of this project print, taken out of them as they stand."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted(ROOT.glob("docs/*.md")),
    *sorted(ROOT.glob("docs/decisions/*.md")),
]
_FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"(?<!`)`([^`]+)`(?!`)")
_STEP = re.compile(r"^\s*-? *run: (.+)$", re.MULTILINE)
_SHELLS = {"console", "bash", "sh", "shell"}
_PROGRAM = re.compile(
    r"(?:[A-Z_]+=\S* )*(?:\.venv/bin/)?(?:tracker|make|papermill|pytest|python\d?|git|pip|conda|"
    r"source|jupyter|dask|uv|npm|bash|sh|srun|sbatch|apt(?:-get)?|sudo|cd|curl|ruff|mypy|docker) \S"
)


class Printed(NamedTuple):
    """A command, and where it is printed."""

    page: str
    line: str

    def __str__(self) -> str:
        return f"{self.page}: {self.line}"


def printed(page: Path) -> Iterator[Printed]:
    """Yield the commands of a page, in the order in which a reader meets them.

    Every line of a block of a shell is one, as is a step of a workflow; a span is one if it begins
    with a program and goes on: a name alone is a name. Remarks are left out.
    """
    name = str(page.relative_to(ROOT))
    text = page.read_text(encoding="utf-8")
    found: list[tuple[int, str]] = []

    def block(match: re.Match[str]) -> str:
        language, body = match[1], match[2]
        if language in _SHELLS:
            found.extend((match.start(), line) for line in _lines(body))
        elif language == "yaml":
            found.extend((match.start(), step) for step in _STEP.findall(body))
        return " " * (match.end() - match.start())

    prose = _FENCE.sub(block, text)
    for span in _SPAN.finditer(prose):
        words = " ".join(span[1].split())
        if _PROGRAM.match(words):
            found.append((span.start(), words))
    for _, line in sorted(found, key=lambda each: each[0]):
        yield Printed(name, line)


def _lines(body: str) -> Iterator[str]:
    for line in body.replace("\\\n", " ").splitlines():
        command = re.sub(r"(?:^|\s+)#.*$", "", line).strip().removeprefix("$ ")
        if command:
            yield command


def commands() -> list[Printed]:
    """Return each command once, where it is printed first."""
    first: dict[str, Printed] = {}
    for page in PAGES:
        for each in printed(page):
            first.setdefault(each.line, each)
    return list(first.values())


def added_before(wanted: Printed) -> list[str]:
    """Return what the page has told to add before it prints the command, or to begin to enter."""
    before = ("tracker add ", "tracker init ") if wanted.line.startswith("cd ") else "tracker add "
    lines: list[str] = []
    for each in printed(ROOT / wanted.page):
        if each.line == wanted.line:
            break
        if each.line.startswith(before) and each.line not in lines:
            lines.append(each.line)
    return lines
