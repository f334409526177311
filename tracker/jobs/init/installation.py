"""Where this installation came from: what others install, and which workflow they call.

Nothing is guessed: a name on the package index, or an account on GitHub, that nobody has taken yet
could be taken by anybody. It is known where pip has noted an address of git (PEP 610), or where the
package's own metadata name the place of its source, as a released one's do.
"""

import re
from collections.abc import Sequence
from importlib import metadata

from tracker import __version__
from tracker.model.base import Value
from tracker.model.foreign import Malformed, NotRead, from_json

NAME = "reproducibility-tracker"
WORKFLOW = ".github/workflows/check.yml"
"""The reusable workflow, in our repository; a copy lies there in a project that cannot call it."""
_WHEEL = f"./{NAME.replace('-', '_')}-{__version__}-py3-none-any.whl"
_GITHUB = re.compile(r"https://github\.com/([\w.-]+/[\w.-]+?)(?:\.git)?/?", re.ASCII)


class Installation(Value, frozen=True, kw_only=True):
    """How a project gets the tracker."""

    requirement: str
    """What pip installs."""
    workflow: str
    """What a job of GitHub Actions names under ``uses:``."""
    known: bool
    """Whether both can be had by anybody; else a wheel is to be put into the project."""

    @property
    def with_notebooks(self) -> str:
        """The requirement with JupyterLab."""
        name, at, address = self.requirement.partition(" @ ")
        if at:
            return f"{name}[lab]{at}{address}"
        name, equal, version = self.requirement.partition("==")
        return f"{name}[lab]{equal}{version}"


def installation() -> Installation:
    """Return how others get what is installed here."""
    try:
        distribution = metadata.distribution(NAME)
    except metadata.PackageNotFoundError:  # imported from a folder
        return described(None, ())
    urls = distribution.metadata.get_all("Project-URL") or ()
    return described(distribution.read_text("direct_url.json"), urls)


def described(direct_url: str | None, project_urls: Sequence[str]) -> Installation:
    """Return how others get a distribution.

    Parameters
    ----------
    direct_url
        Its ``direct_url.json``, which an installer writes; None: it came from an index.
    project_urls
        Its ``Project-URL`` fields, such as ``Source, https://github.com/o/r``.

    Examples
    --------
    >>> described(None, ()).workflow
    './.github/workflows/check.yml'
    >>> described(None, ["Source, https://github.com/o/r"]).workflow.startswith("o/r/.github/")
    True
    """
    if direct_url is not None:
        return _from_git(direct_url) or _unknown()
    for labelled in project_urls:
        label, _, url = labelled.partition(", ")
        if label == "Source" and (repository := _GITHUB.fullmatch(url)):
            return Installation(
                requirement=f"{NAME}=={__version__}",
                workflow=f"{repository[1]}/{WORKFLOW}@v{__version__}",
                known=True,
            )
    return _unknown()


def _from_git(direct_url: str) -> Installation | None:
    try:
        noted = from_json(direct_url)
    except (Malformed, NotRead):
        return None
    match noted:
        case {"url": str(url), "vcs_info": {"vcs": "git", "commit_id": str(commit)}}:
            repository = _GITHUB.fullmatch(url)
            if repository and re.fullmatch(r"[0-9a-f]{40,64}", commit):
                return Installation(
                    requirement=f"{NAME} @ git+https://github.com/{repository[1]}@{commit}",
                    workflow=f"{repository[1]}/{WORKFLOW}@{commit}",
                    known=True,
                )
    return None


def _unknown() -> Installation:
    return Installation(requirement=_WHEEL, workflow=f"./{WORKFLOW}", known=False)
