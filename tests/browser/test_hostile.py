"""Text from outside does nothing, wherever it comes out: one hostile world, every format.

One run of the main job meets titles, a README, a card, a licence, a web page and file names that
hold markup, links that run code, formulas, terminal sequences, marks that turn the direction of
writing, and lines of a megabyte.
"""

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import pytest
import yaml
from markdown_it import MarkdownIt
from nbconvert import HTMLExporter
from rich.console import Console

from browser.conftest import ROOT, Open
from servers.described import HubRepository, Page, Repository
from servers.world import World
from thread.conftest import Folder
from tracker.tables import jsontable, terminal

MARK = "window.pwned = true"
MARKUP = (
    f"<script>{MARK}; alert(1)</script></script><img src=x onerror='{MARK}'>"
    f"<svg onload='{MARK}'>\"'--></style></title></textarea><iframe src=//evil.example>"
)
LINK = "[click](javascript:alert(1)) <javascript:alert(1)> ![i](https://evil.example/i.png)"
TABLE = "a | b `c` $x$ {{7*7}} {% raw %} &lt;b&gt; https://evil.example/x www.evil.example"
BIDI = "\u202eesrever\u2066 \u200bzero\u00a0space"
ANSI = "\x1b]8;;https://evil.example\x1b\\click\x1b[2J\x9b31m\x07"
FORMULA = '=cmd|"/c calc"!A1'
LONG = "A" * 1_000_000
ALL = f"{FORMULA} {MARKUP} {LINK} {TABLE} {BIDI} {ANSI}"
PRINTABLE = f"{FORMULA} {MARKUP} {LINK} {TABLE}"
"""What a registry may hold: its rules refuse what cannot be printed."""

PAPER = {
    "id": "arxiv:2503.66666",
    "titles": {"en": PRINTABLE, "zh": f"论文 {PRINTABLE}"},
    "authors": PRINTABLE[:120],
    "note": PRINTABLE,
    "artifacts": [
        {
            "role": "code",
            "url": "https://github.com/evil/code",
            "relation": "official",
            "seen_in": PRINTABLE[:200],
            "note": PRINTABLE,
        },
        {
            "role": "model",
            "url": "https://huggingface.co/evil/model",
            "relation": "official",
            "seen_in": "README",
        },
        {
            "role": "page",
            "url": "https://page.example.org/x",
            "relation": "official",
            "seen_in": "README",
        },
    ],
    "promises": [
        {
            "quote": PRINTABLE[:250],
            "role": "code",
            "depth": "training",
            "source": {"where": PRINTABLE[:200], "url": "https://github.com/evil/code"},
        }
    ],
    "claims": [
        {
            "id": "evil",
            "statement": PRINTABLE,
            "metric": PRINTABLE[:80],
            "value": PRINTABLE[:80],
            "headline": True,
            "source": {"where": PRINTABLE[:200], "url": "https://arxiv.org/abs/2503.66666"},
            "needs": {"gpus": PRINTABLE[:80], "data": [PRINTABLE[:80]], "other": PRINTABLE[:80]},
        }
    ],
}
CODE = {
    "README.md": f"# {ALL}\n\n[![License: {MARKUP}](https://img.shields.io/badge/License-MIT-x)]"
    f"\nLicensed under the MIT License {ALL}\n{LONG}\n",
    "LICENSE": f"MIT License\n\nCopyright (c) 2025 {ALL}\n{LONG}\n",
    f"train/<script>{MARK.replace(' ', '')}<|script>.py": "",
    'train/=cmd|"calc".py': "",
    "train/\x1b[2J\u202etrain.py": "",
    "train/new\nline.py": "",
    "setup.py": f"setup(name='x', license={ALL!r})\n",
}
CARD = f"---\nlicense: {json.dumps(ALL)}\nlicense_name: {json.dumps(MARKUP)}\n---\n# {ALL}\n{LONG}"
PAGE = f"<title>{ALL}</title><body>{MARKUP}{LONG}"
ARCHIVES = {"archive.softwareheritage.org", "web.archive.org"}
KNOWN = {"github.com", "huggingface.co", "arxiv.org", "page.example.org", *ARCHIVES}


class Ran:
    """What the run left behind."""

    def __init__(self, root: Path, said: str) -> None:
        self.status = root / "status"
        (self.tables,) = (root / "runs").glob("2*/tables")
        self.notebooks = self.tables.parent / "notebooks"
        self.said = said


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    root = tmp_path_factory.mktemp("hostile")
    text = yaml.safe_dump({"papers": [PAPER]}, allow_unicode=True, width=10_000)
    (root / "registry.yaml").write_text(text, encoding="utf-8")
    (root / "README.md").write_text("# T\n<!-- status:begin -->\n<!-- status:end -->\n")
    (root / "notebooks").symlink_to(ROOT / "notebooks")
    world = World(
        repositories={"github.com/evil/code": Repository(files=CODE)},
        hub={
            "models/evil/model": HubRepository(
                card=CARD, files={"model.safetensors": b"x", f"<img onerror={MARK}>.bin": b"x"}
            )
        },
        pages={"https://page.example.org/x": Page(body=PAGE)},
    )
    with world as started:
        done = Folder(root).run("run", "--commit-tables", env=started.environment())
    assert done.returncode == 0, done.stderr
    assert "broke" not in done.stderr
    return Ran(root, done.stdout + done.stderr)


class Tags(HTMLParser):
    """The tags of a page, and where its links and sources lead."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.handlers: list[str] = []
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        for name, value in attrs:
            if name.startswith("on"):
                self.handlers.append(f"{tag} {name}")
            if name in ("href", "src", "action", "data", "srcdoc"):
                self.addresses.append(value or "")

    @property
    def hosts(self) -> set[str]:
        return {urlsplit(each).hostname or "" for each in self.addresses}


def test_the_world_was_seen(ran: Ran) -> None:
    """What follows would prove nothing about text that never arrived."""
    (row,) = json.loads((ran.tables / "status.json").read_text())["papers"]
    told = json.dumps(row)
    assert "train" in row["code"]["text"]
    assert "window.pwned" in told
    for quoted in ("LICENSE", "README"):
        assert quoted in told


@pytest.mark.parametrize("name", ["index.html", "index.zh.html"])
def test_the_page_runs_and_asks_nothing(ran: Ran, opened: Open, name: str) -> None:
    text = (ran.tables / name).read_text(encoding="utf-8")
    tags = Tags(text)
    assert not tags.handlers
    assert tags.hosts <= {*KNOWN, ""}
    assert not {"img", "iframe", "object", "embed", "form", "base"} & tags.names
    assert text.count("<script") == text.count("</script") == 1
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b]", text)
    seen = opened(ran.tables / name)
    seen.page.evaluate(
        "document.querySelectorAll('details').forEach((each) => each.open = true);"
        "document.querySelectorAll('.open').forEach((each) => each.click())"
    )
    seen.page.wait_for_timeout(300)
    assert seen.page.evaluate("window.pwned") is None
    assert seen.foreign == []
    assert seen.trouble == []
    links = seen.page.locator("a").evaluate_all("all => all.map((each) => each.protocol)")
    assert set(links) <= {"https:", "http:", "file:"}


def test_the_policy_stops_what_would_slip_through(ran: Ran, opened: Open, tmp_path: Path) -> None:
    """With the escaping undone by hand, the browser still runs and loads nothing."""
    text = (ran.tables / "index.html").read_text(encoding="utf-8")
    slipped = tmp_path / "slipped.html"
    slipped.write_text(text.replace("<main>", f"<main>{MARKUP}"), encoding="utf-8")
    seen = opened(slipped)
    seen.page.wait_for_timeout(300)
    assert seen.page.evaluate("window.pwned") is None
    assert seen.foreign == []
    assert any("Content Security Policy" in each for each in seen.trouble)


@pytest.mark.parametrize("name", ["2503.66666.ipynb", "status.ipynb"])
def test_an_executed_notebook_runs_and_asks_nothing(
    ran: Ran, opened: Open, tmp_path: Path, name: str
) -> None:
    notebook = nbformat.read(ran.notebooks / name, as_version=4)
    exporter = HTMLExporter(mathjax_url="", require_js_url="", mermaid_js_url="", jquery_url="")
    text, _ = exporter.from_notebook_node(notebook)
    assert "window.pwned" in text
    path = tmp_path / "notebook.html"
    path.write_text(text, encoding="utf-8")
    seen = opened(path)
    seen.page.wait_for_timeout(300)
    assert seen.page.evaluate("window.pwned") is None
    assert seen.foreign == []
    assert not [each for each in seen.trouble if "ERR_" not in each]


def test_no_cell_of_the_csv_is_a_formula(ran: Ran) -> None:
    text = (ran.tables / "status.csv").read_bytes().decode()
    head, *lines = csv.reader(io.StringIO(text, newline=""))
    assert [len(line) for line in lines] == [len(head)]
    for cell in (cell for line in lines for cell in line):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
        assert cell.isprintable()


@pytest.mark.parametrize("name", ["STATUS.md", "README.md"])
def test_markdown_has_no_foreign_tag_and_no_foreign_link(ran: Ran, name: str) -> None:
    path = ran.tables / name if name == "STATUS.md" else ran.status.parent / name
    markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
    tags = Tags(markdown.render(path.read_text(encoding="utf-8")))
    ours = {"h1", "h2", "p", "table", "thead", "tbody", "tr", "th", "td", "a", "ul", "li", "strong"}
    assert tags.names <= {*ours, "details", "summary"}
    assert tags.addresses
    if name == "README.md":
        assert tags.addresses == ["status/STATUS.md"], "it has counts, and nothing from outside"
    else:
        assert tags.hosts <= KNOWN
    assert not tags.handlers
    assert tags.names >= {"table", "td"}


def test_json_is_read_back_as_it_was(ran: Ran) -> None:
    text = (ran.tables / "status.json").read_text(encoding="utf-8")
    assert jsontable.render(jsontable.read(text).papers, jsontable.read(text).as_of) == text


def test_badges_are_one_printable_line(ran: Ran) -> None:
    badge = json.loads((ran.status / "badges" / "2503.66666.json").read_text())
    assert badge["schemaVersion"] == 1
    assert len(badge["message"]) <= 60
    assert all(str(text).isprintable() for text in badge.values())


def test_the_terminal_gets_no_sequence_but_colours(ran: Ran) -> None:
    assert "\x1b" not in ran.said
    assert all(line.isprintable() for line in ran.said.splitlines())
    table = jsontable.read((ran.tables / "status.json").read_text(encoding="utf-8"))
    console = Console(file=io.StringIO(), force_terminal=True, width=160, legacy_windows=False)
    console.print(terminal.render(table.papers, table.as_of))
    said = console.file.getvalue()  # type: ignore[attr-defined]
    plain = re.sub(r"\x1b\[[0-9;]*m", "", said)
    assert "\x1b" in said
    assert all(line.isprintable() for line in plain.splitlines())
