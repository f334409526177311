"""Renew requirements/*.txt from pyproject.toml: pinned, hashed, without addresses."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCKS: dict[str, tuple[str, ...]] = {"core": (), "lab": ("lab",), "dev": ("dev",)}


def main() -> None:
    """Compile one lock file for each set of extras; needs uv on the path."""
    for name, extras in LOCKS.items():
        command = ["uv", "pip", "compile", "pyproject.toml", "--universal", "--python-version=3.11"]
        command += ["--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"]
        command += ["--custom-compile-command=make lock", "--quiet", "--upgrade"]
        command += [f"--extra={extra}" for extra in extras]
        command += [f"--output-file=requirements/{name}.txt"]
        subprocess.run(command, cwd=ROOT, check=True)
        print(f"requirements/{name}.txt")


if __name__ == "__main__":
    sys.exit(main())
