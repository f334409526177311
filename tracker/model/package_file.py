"""A file of a Python package, as a package URL (purl): which index has it is pip's business."""

import re
from urllib.parse import unquote

from tracker.model.base import Value

_ADDRESS = re.compile(
    r"pkg:pypi/(?P<name>[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)"
    r"@(?P<version>[\w.+!%-]+)\?file_name=(?P<file>[A-Za-z0-9_][\w.+%-]*)",
    re.ASCII,
)


class PackageFile(Value, frozen=True, kw_only=True):
    """One wheel or source distribution."""

    project: str
    version: str
    file: str

    @classmethod
    def read(cls, url: str) -> "PackageFile | None":
        """Return what a package URL with version and file name says; None for any other text.

        Examples
        --------
        >>> PackageFile.read("pkg:pypi/verl@0.3.0?file_name=verl-0.3.0-py3-none-any.whl").file
        'verl-0.3.0-py3-none-any.whl'
        >>> PackageFile.read("pkg:pypi/verl") is None
        True
        """
        match = _ADDRESS.fullmatch(url)
        if match is None:
            return None
        name, version, file = (unquote(part) for part in match.groups())
        return cls(project=name, version=version, file=file)
