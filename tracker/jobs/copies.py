"""A copy of a run's notebooks and tables elsewhere: any place that fsspec knows."""

import os
import re
from pathlib import Path

from tracker.errors import ConfigurationError, in_words
from tracker.model.blotting import Blotter
from tracker.transport.secrets import secrets_of

_USER = re.compile(r"(?<=://)[^/]*@")
_PARTS = ("notebooks", "tables")


class CopyTarget:
    """A folder to copy into, on this machine or on another.

    Parameters
    ----------
    url
        Such as ``s3://bucket/folder`` or ``memory://folder``; a path is a local folder.

    Raises
    ------
    ConfigurationError
        If nothing can be written there, as far as that shows beforehand.
    """

    def __init__(self, url: str) -> None:
        from fsspec.core import url_to_fs  # noqa: PLC0415  only who copies spends the time

        self._url = url
        self._blot = Blotter(secrets_of(os.environ, [url]))
        try:
            self._files, self._root = url_to_fs(url)
            self._files.makedirs(self._root, exist_ok=True)
        except Exception as error:  # whatever the maker of a file system thought of
            raise self._trouble(error) from error

    def send(self, folder: Path) -> list[str]:
        """Copy what a run has left in `folder`, and return the names of the files.

        Raises
        ------
        ConfigurationError
            If a file cannot be written; the run's own folder has them all.
        """
        sent = []
        paths = [path for part in _PARTS for path in sorted((folder / part).rglob("*"))]
        try:
            for path in paths:
                if path.is_file():
                    name = path.relative_to(folder).as_posix()
                    target = f"{self._root.rstrip('/')}/{name}"
                    self._files.makedirs(target.rpartition("/")[0], exist_ok=True)
                    self._files.pipe_file(target, path.read_bytes())
                    sent.append(name)
        except Exception as error:
            raise self._trouble(error) from error
        return sent

    def _trouble(self, error: Exception) -> ConfigurationError:
        shown = _USER.sub("", self._blot(self._url)).partition("?")[0].partition("#")[0]
        why = str(error) or type(error).__name__
        if isinstance(error, OSError) and error.errno:
            why = f"it {in_words(error)}"
        return ConfigurationError(
            f"cannot copy to {shown}: {self._blot(why)}",
            advice="Name a folder that can be written; s3:// needs s3fs, gs:// needs gcsfs.",
        )
