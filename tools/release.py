"""Whether this checkout may be released as the tag says: python tools/release.py.

The tag, the version and the changelog must agree, and the metadata must name the repository that
releases: by them `tracker init` knows which workflow a project calls.
"""

import os
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tracker import __version__  # noqa: E402  (found through the line above)


def faults(environ: Mapping[str, str], changelog: str, pyproject: str) -> Iterator[str]:
    """Yield what is in the way of a release, each with its remedy.

    Parameters
    ----------
    environ
        The variables of GitHub Actions.
    """
    tag = environ.get("GITHUB_REF_NAME", "")
    if tag != f"v{__version__}":
        yield f"the tag is {tag!r}, the version {__version__}: mend tracker/__init__.py or the tag"
    section = rf"^## \[{re.escape(__version__)}\] - \d{{4}}-\d\d-\d\d$"
    if not re.search(section, changelog, re.MULTILINE):
        yield f"CHANGELOG.md has no dated section {__version__}: move what is unreleased into one"
    source = tomllib.loads(pyproject)["project"].get("urls", {}).get("Source")
    here = f"{environ.get('GITHUB_SERVER_URL')}/{environ.get('GITHUB_REPOSITORY')}"
    if source != here:
        yield f'pyproject.toml does not name this place: [project.urls] Source = "{here}"'


def main() -> int:
    """Say what is in the way; return the exit code."""
    found = tuple(
        faults(
            os.environ,
            (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"),
            (ROOT / "pyproject.toml").read_text(encoding="utf-8"),
        )
    )
    for each in found:
        print(f"not to be released: {each}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
