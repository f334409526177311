"""The pages people read hold together: links lead somewhere, commands exist, metadata is valid."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from tracker import __version__
from tracker.cli import app

ROOT = Path(__file__).parents[1]
WRITTEN = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("status/*.md")]
PAGES = {str(page.relative_to(ROOT)): page for page in WRITTEN}
LINK = re.compile(r"(?<![!\\])\[(?:\\.|[^\]\\\n])*\]\(<?([^)>\s]+)>?\)")
CONSOLE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)
COMMANDS = [
    (name, line.partition(" #")[0].strip())
    for name, page in PAGES.items()
    for block in CONSOLE.findall(page.read_text(encoding="utf-8"))
    for line in block.splitlines()
    if line.partition("#")[0].strip()
]


def anchors(page: Path) -> set[str]:
    """Return the anchors that GitHub gives the headings of a page."""
    heads = HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("name", sorted(PAGES))
def test_every_relative_link_leads_to_a_file_and_a_heading(name: str) -> None:
    page = PAGES[name]
    broken = []
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert not broken


@pytest.mark.parametrize(("page", "line"), COMMANDS)
def test_every_command_in_a_console_block_exists(page: str, line: str) -> None:
    """Options and arguments are parsed as the command itself would; nothing is run."""
    words = shlex.split(line)
    match words[0]:
        case "tracker":
            command = app.commands[words[1]]
            context = click.Context(
                command, info_name=words[1], parent=click.Context(app, **app.context_settings)
            )
            command.make_parser(context).parse_args(words[2:])
        case "make":
            assert words[1] in TARGET.findall((ROOT / "Makefile").read_text()), page
        case "papermill":
            assert (ROOT / words[1]).is_file(), page
        case "python":
            assert (ROOT / words[1]).is_file(), page
        case "pip":
            assert words[1] == "install", page
        case "dask":
            assert words[1] in {"scheduler", "worker"}, page
        case "git":
            assert words[1] in {"clone", "add", "commit", "push", "switch"}, page
        case _:
            pytest.fail(f"{page}: nobody knows `{words[0]}`")


def test_the_readme_shows_commands() -> None:
    """The test above looks at something."""
    assert sum(page == "README.md" for page, _ in COMMANDS) >= 8


def test_the_citation_file_is_valid() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "check_jsonschema",
            "--builtin-schema",
            "vendor.citation-file-format",
            str(ROOT / "CITATION.cff"),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", ["CITATION.cff", "CHANGELOG.md"])
def test_the_version_is_the_same_everywhere(name: str) -> None:
    form = {"CITATION.cff": "version: {}\n", "CHANGELOG.md": "## [{}] - 20"}[name]
    assert form.format(__version__) in (ROOT / name).read_text(encoding="utf-8")
