"""What is in the way of a release is said before anything is published."""

import pytest

from tools.release import faults
from tracker import __version__

TAG = {
    "GITHUB_REF_NAME": f"v{__version__}",
    "GITHUB_SERVER_URL": "https://github.com",
    "GITHUB_REPOSITORY": "lab/tracker",
}
CHANGELOG = f"# Changelog\n\n## [{__version__}] - 2026-11-30\n"
PROJECT = '[project]\nurls = {Source = "https://github.com/lab/tracker"}\n'


def test_nothing_is_in_the_way_where_all_agree() -> None:
    assert list(faults(TAG, CHANGELOG, PROJECT)) == []


@pytest.mark.parametrize(
    ("environ", "changelog", "project", "told"),
    [
        ({**TAG, "GITHUB_REF_NAME": "v9.9.9"}, CHANGELOG, PROJECT, "the tag is 'v9.9.9'"),
        (TAG, CHANGELOG.replace(" - 2026-11-30", ""), PROJECT, "no dated section"),
        (TAG, CHANGELOG, "[project]\n", 'Source = "https://github.com/lab/tracker"'),
        (TAG, CHANGELOG, PROJECT.replace("lab", "other"), "does not name this place"),
    ],
)
def test_what_does_not_agree_is_named_with_its_remedy(
    environ: dict[str, str], changelog: str, project: str, told: str
) -> None:
    (fault,) = faults(environ, changelog, project)
    assert told in fault
