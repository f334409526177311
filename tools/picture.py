"""Take the picture of the page that the README shows: python tools/picture.py.

It needs Chromium. Into the picture goes what it was taken of: the digest of how the page is made
(`made_of`), and the instant up to which its history reached. A test compares both.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tracker.history import History  # noqa: E402  (found through the line above)
from tracker.project import Project  # noqa: E402

PICTURE = ROOT / "docs" / "page.png"
PAGE = ROOT / "status" / "index.html"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SIZE = (1280, 1000)
MADE_OF, AS_OF = "made-of", "as-of"


def made_of() -> str:
    """Return the digest of what decides how the page looks, whatever the papers are."""
    folder = ROOT / "tracker" / "tables" / "page"
    files = sorted(each for each in folder.rglob("*") if each.suffix in {".html", ".css", ".js"})
    whole = b"\0".join(each.read_bytes() for each in files)
    return hashlib.sha256(whole).hexdigest()


def as_of() -> str:
    """Return the newest instant that the committed history speaks of, as the page does."""
    newest = History([Project(root=ROOT).history]).newest(before=None)
    return newest.isoformat() if newest else ""


def main() -> None:
    """Open the committed page, and keep what is seen of it first."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit(
            "error: there is no Chromium here\nnext: install it, such as: apt install chromium"
        )
    with tempfile.TemporaryDirectory() as name:
        taken = Path(name) / "taken.png"
        options = ["--headless", "--disable-gpu", "--hide-scrollbars", "--no-sandbox"]
        options += ["--disable-dev-shm-usage", f"--user-data-dir={name}/profile"]
        options += [f"--window-size={SIZE[0]},{SIZE[1]}", f"--screenshot={taken}"]
        subprocess.run([browser, *options, PAGE.as_uri()], check=True, capture_output=True)
        told = PngInfo()
        told.add_text(MADE_OF, made_of())
        told.add_text(AS_OF, as_of())
        with Image.open(taken) as picture:
            colours = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
            colours.save(PICTURE, optimize=True, pnginfo=told)
    print(PICTURE.relative_to(ROOT))


if __name__ == "__main__":
    main()
