"""An environment that holds what an installer puts there, and nothing of this checkout."""

import os
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOBODY = 65534
UNWANTED = frozenset((
    "bwrap", "chromium", "chromium-browser", "chromium-headless-shell", "google-chrome",
    "google-chrome-stable", "tracker",
))  # fmt: skip
NOT_NEEDED = frozenset((
    "site-packages", "test", "idlelib", "ensurepip", "lib2to3", "tkinter",
    "check_jsonschema", "coverage", "dask", "distributed", "fontTools-stubs", "graphql", "greenlet",
    "hatchling", "hypothesis", "importlinter", "jedi", "mypy", "mypyc", "pandas-stubs",
    "playwright", "rattler", "scipy", "scipy.libs", "uv",
))  # fmt: skip
"""Of a Python and of the packages that tests need; linking each file takes its time."""


def wheel(folder: Path) -> Path:
    """Build the wheel of this checkout, without isolation."""
    words = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder]
    subprocess.run(words, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def ordinary_user() -> int | None:
    """Return the id of a user who may do nothing particular; None where it cannot be taken on."""
    return NOBODY if os.name == "posix" and os.geteuid() == 0 else None


def interpreter(folder: Path, user: int | None) -> Path:
    """Return this Python at a place where `user` may start it: where it lies, or a copy."""
    own = Path(os.path.realpath(sys.executable))
    if runs(own, user):
        return own
    base = Path(sys.base_prefix)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    libraries = [each for each in (base / "lib").glob("libpython*") if not each.is_symlink()]
    link([own], folder / "bin")
    link(libraries, folder / "lib")
    link(
        (each for each in (base / "lib" / version).iterdir() if each.name not in NOT_NEEDED),
        folder / "lib" / version,
    )
    return folder / "bin" / own.name


def runs(python: Path, user: int | None) -> bool:
    try:
        done = subprocess.run([python, "-c", ""], check=False, user=user, cwd="/")
    except OSError:
        return False
    return done.returncode == 0


def link(sources: Iterable[Path], folder: Path) -> None:
    """Give files and folders a second name in a new folder, or copy them where that cannot be."""
    names = [*sources]
    for how in ("-al", "-a"):
        folder.mkdir(parents=True, exist_ok=True)
        words = ["cp", how, "--target-directory", folder, *names]
        if not subprocess.run(words, check=False, capture_output=True).returncode:
            return
        subprocess.run(["rm", "-rf", folder], check=True)
    raise AssertionError(f"could not be copied: {names}")


def environment(place: Path, built: Path, python: Path) -> Path:
    """Make an environment of a wheel and of the packages that are installed here; return `bin`."""
    (place / "bin").mkdir(parents=True)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    site = place / "lib" / f"python{version}" / "site-packages"
    (place / "pyvenv.cfg").write_text(
        f"home = {python.parent}\ninclude-system-site-packages = false\nversion = {version}\n"
    )
    for name in ("python", "python3"):
        (place / "bin" / name).symlink_to(python)
    packages = Path(sysconfig.get_path("purelib"))
    link(
        (
            each
            for each in packages.iterdir()
            if each.name not in NOT_NEEDED
            and not each.name.startswith("reproducibility_tracker")
            and not (each.suffix == ".pth" and str(ROOT) in each.read_text(errors="replace"))
        ),
        site,
    )
    quiet = ("--quiet", "--offline", "--no-cache", "--no-deps")
    words = ["-m", "uv", "pip", "install", *quiet, "--python", place / "bin" / "python", built]
    subprocess.run([sys.executable, *words], check=True, capture_output=True)
    (place / "share").symlink_to(Path(sys.prefix) / "share")  # what packages of Jupyter install
    for name in ("papermill", "pytest"):
        program = place / "bin" / name
        program.write_text(f'#!/bin/sh\nexec "{place}/bin/python" -m {name} "$@"\n')
        program.chmod(0o755)
    return place / "bin"


def programs(folder: Path) -> str:
    """Return a PATH with everything that this one has, but Chromium, bubblewrap and a tracker."""
    folder.mkdir()
    for place in os.environ["PATH"].split(os.pathsep):
        if Path(place).is_dir() and not Path(place).is_relative_to(sys.prefix):
            for each in Path(place).iterdir():
                if each.name not in UNWANTED and not (folder / each.name).is_symlink():
                    (folder / each.name).symlink_to(each)
    return str(folder)
