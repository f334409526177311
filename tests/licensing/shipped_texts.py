"""Full licence texts for tests: those of installed distributions, never copies of ours."""

from importlib.metadata import distribution
from pathlib import Path


def shipped(name: str) -> str:
    """Return the licence text that an installed distribution ships."""
    for path in distribution(name).files or ():
        if path.name.lower() in ("license", "license.txt", "license.md", "copying"):
            return Path(str(path.locate())).read_text("utf-8")
    raise LookupError(f"{name} ships no licence text")


MIT = shipped("rich")
APACHE = shipped("huggingface_hub")
