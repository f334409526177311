"""A real browser, without network, and the pages it opens."""

import shutil
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TypeAlias

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tracker import registry
from tracker.jobs import publish
from tracker.project import Project
from tracker.tables.words import LANGUAGES

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
AXE = "axe-core@4.14.1"

Open: TypeAlias = Callable[..., "Seen"]
"""Takes a file, and what `Browser.new_context` takes; returns the opened page."""


class Seen:
    """An opened page, and what it did that a quiet page does not do."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.trouble: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.trouble.append(message.text))
        page.on("pageerror", lambda error: self.trouble.append(str(error)))
        page.on("dialog", lambda dialog: (self.trouble.append(dialog.message), dialog.dismiss()))

    @property
    def foreign(self) -> list[str]:
        """Requests that went elsewhere than to the file itself."""
        return [url for url in self.requests if not url.startswith(("file:", "data:", "blob:"))]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine (Debian: apt-get install chromium)")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=CHROMIUM,
            args=list(FLAGS),
            downloads_path=tmp_path_factory.mktemp("downloads"),
        )
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Open]:
    with ExitStack() as stack:

        def start(path: Path, fragment: str = "", **context: object) -> Seen:
            made = browser.new_context(**context)  # type: ignore[arg-type]
            stack.callback(made.close)
            seen = Seen(made.new_page())
            seen.page.set_default_timeout(10_000)
            seen.page.goto(path.as_uri() + fragment)
            return seen

        yield start


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the pages of this project's own registry and history."""
    folder = tmp_path_factory.mktemp("real")
    project = Project(root=ROOT)
    papers = registry.load(project.registry)
    for lang in LANGUAGES:
        name = "index.html" if lang == "en" else f"index.{lang}.html"
        (folder / name).write_text(publish.page_of(project, papers, lang), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def axe(request: pytest.FixtureRequest) -> str:
    """Return the script of axe-core, fetched once by npm."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("no npm on this machine: axe-core cannot be fetched")
    folder = Path(request.config.cache.mkdir("axe-core"))  # type: ignore[union-attr]
    archive = folder / f"{AXE.replace('@', '-')}.tgz"
    if not archive.exists():
        done = subprocess.run(
            [npm, "pack", AXE, "--silent", "--pack-destination", str(folder)],
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
            cwd=folder,
        )
        if done.returncode or not archive.exists():
            pytest.skip(f"npm could not fetch {AXE}: {done.stderr.strip()[-200:]}")
    with tarfile.open(archive) as bundle:
        script = bundle.extractfile("package/axe.min.js")
        assert script is not None
        return script.read().decode()
