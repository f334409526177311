"""The pages people read hold together: links lead somewhere, metadata is valid."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tracker import __version__

ROOT = Path(__file__).parents[1]
FOLDERS = ("docs/**", "notebooks/**", "status")
WRITTEN = [*ROOT.glob("*.md"), *(page for name in FOLDERS for page in ROOT.glob(f"{name}/*.md"))]
PAGES = {str(page.relative_to(ROOT)): page for page in WRITTEN}
LINK = re.compile(r"(?<![!\\])\[(?:\\.|[^\]\\\n])*\]\(<?([^)>\s]+)>?\)")
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)


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


@pytest.mark.parametrize("name", sorted(name for name in PAGES if name != "CHANGELOG.md"))
def test_every_file_of_python_that_is_named_exists(name: str) -> None:
    """By its path from here, from the package or from the tests; a bare name is anybody's."""
    named = re.findall(r"`([\w./-]+/[\w-]+\.py)`", PAGES[name].read_text(encoding="utf-8"))
    own = [each for each in named if name.startswith(("docs/", "CONTRIBUTING", "README"))]
    places = (ROOT, ROOT / "tracker", ROOT / "tests")
    assert [each for each in own if not any((place / each).exists() for place in places)] == []


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
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", ["CITATION.cff", "CHANGELOG.md"])
def test_the_version_is_the_same_everywhere(name: str) -> None:
    form = {"CITATION.cff": "version: {}\n", "CHANGELOG.md": "## [{}] - 20"}[name]
    assert form.format(__version__) in (ROOT / name).read_text(encoding="utf-8")
