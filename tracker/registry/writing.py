"""A file put in its place whole, or not at all."""

import os
import shutil
import tempfile
from pathlib import Path

_MODE = 0o644


def put(path: Path, content: bytes) -> None:
    """Write a file so that a crash leaves what was there; its permissions stay."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, name)
        else:
            Path(name).chmod(_MODE)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
