"""Distributions of others, installed for a test."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).parent


def install(folder: Path, name: str, points: Mapping[str, Mapping[str, str]]) -> None:
    """Write what an installer writes about a distribution: its name and its entry points."""
    about = folder / f"{name.replace('-', '_')}-1.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
    lines = [
        line
        for group, named in points.items()
        for line in (f"[{group}]", *(f"{key} = {value}" for key, value in named.items()))
    ]
    (about / "entry_points.txt").write_text("\n".join(lines) + "\n")


def install_gitlab_api(folder: Path) -> None:
    """Install the distribution that lies in ``gitlab_api/`` into a folder."""
    source = HERE / "gitlab_api"
    project = tomllib.loads((source / "pyproject.toml").read_text())["project"]
    install(folder, project["name"], project["entry-points"])
    (folder / "gitlab_api.py").write_text((source / "gitlab_api.py").read_text())
