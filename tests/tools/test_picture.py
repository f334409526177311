"""The picture in the README shows the page as it is made today, and not of long ago."""

import datetime as dt
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tools.picture import AS_OF, BROWSERS, MADE_OF, PICTURE, SIZE, as_of, made_of

ROOT = Path(__file__).parents[2]
RENEW = "docs/page.png is old: run python tools/picture.py"
AGE = dt.timedelta(days=60)
"""A weekly run changes some cells; the picture is renewed now and then, not each week."""


def test_the_picture_is_of_the_page_as_it_is_made() -> None:
    with Image.open(PICTURE) as picture:
        assert picture.size == SIZE
        assert picture.info.get(MADE_OF) == made_of(), RENEW
        then = dt.datetime.fromisoformat(picture.info[AS_OF])
    assert dt.datetime.fromisoformat(as_of()) - then <= AGE, RENEW


def test_the_picture_is_taken_by_one_command(tmp_path: Path) -> None:
    if not any(map(shutil.which, BROWSERS)):
        pytest.skip("no Chromium on this machine")
    for name in ("tools", "tracker", "status", "history", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "docs" / "page.png").unlink()
    done = subprocess.run(
        [sys.executable, "tools/picture.py"], cwd=tmp_path, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    with Image.open(tmp_path / "docs" / "page.png") as picture:
        assert picture.size == SIZE
        assert picture.info[MADE_OF] == made_of()
