"""What is printed last names commands as they can be typed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

REGISTRY = """\
papers:
  - id: arxiv:2503.00001
    titles: {en: "A paper"}
    artifacts:
      - {role: code, url: "https://github.com/o/r", relation: official, seen_in: abstract}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project whose environment, as `make status` leaves it, is not stepped into."""
    (tmp_path / "registry.yaml").write_text(REGISTRY)
    place = tmp_path / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True)
    (site,) = place.glob("lib/python*/site-packages")
    folders = [path for path in sys.path if path.endswith("-packages")]
    (site / "these.pth").write_text(
        "".join(f"import site; site.addsitedir({path!r})\n" for path in folders)
    )
    (place / "share").symlink_to(Path(sys.prefix) / "share")  # what packages of Jupyter install
    (place / "bin" / "tracker").write_text("#!/bin/sh\n")
    (place / "bin" / "tracker").chmod(0o755)
    return tmp_path


def told(project: Path, *words: str, path: str) -> str:
    done = subprocess.run(
        [".venv/bin/python", "-m", "tracker.cli", *words], cwd=project, capture_output=True,
        text=True, check=False, env={**os.environ, "PATH": path},
    )  # fmt: skip
    return done.stderr


def test_a_command_is_named_by_its_place_where_path_does_not_find_it(project: Path) -> None:
    usual = "/usr/bin:/bin"
    last = told(project, "run", "--offline", path=usual).splitlines()[-1]
    assert "`.venv/bin/tracker check PAPER`" in last
    assert "`source .venv/bin/activate`" in last
    assert "`.venv/bin/tracker add 2599.1`" in told(project, "run", "2599.1", path=usual)


def test_a_command_on_path_is_named_by_its_name(project: Path) -> None:
    stepped_into = f"{project / '.venv' / 'bin'}:/usr/bin:/bin"
    said = told(project, "run", "2599.1", path=stepped_into)
    assert "`tracker add 2599.1`" in said
