"""RSD: whether the released scripts find what they import.

A module that a script imports must be Python's own, lie in the release, or come with the packages
of its environment file. That a folder is *not* in the release is concluded from the listing of the
whole commit, and only where that listing gives the id of the commit's tree.
"""

import ast
import hashlib
import re
import sys
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes

from tracker.reproduce.helpers.measuring import measure
from tracker.reproduce.helpers.pictures import BLUE, RED, Plot
from tracker.reproduce.helpers.results import Result

SCRIPTS = ("main_distill.py", "trainer.py", "inference.py", "sampler.py", "evaluate.py")
CONFIGURATION, ENVIRONMENT = "RSD.yaml", "rsd.yml"
TREE = "6845cbb4afc3b4fd8d4480df0233a2af425b07e8"
"""The root of commit f16058d: swh:1:dir of the same digits."""
LISTING = {
    ".gitignore": "100644 9b5731d3219ae9fcab8f27dc75c552cbffed662a",
    "LICENSE": "100644 b538cd2d10c952b47e41901158107604c055c2d4",
    "README.md": "100644 6c536c7ec72d5c190d6c4b406c5ab221fc871348",
    "app.py": "100644 36bc0c0946bb017d0bc39543584653ab8ea293e7",
    "basicsr": "40000 273296b434791ba78afe770817ac428fc469a637",
    "configs": "40000 1b94b7908b590fb16dc74b7876ec73f6204dfe54",
    "datapipe": "40000 39939baaa9d30f1ccb43f39041dd7499880959e8",
    "evaluate.py": "100644 5d96832c54e3ccceadadc559f0685d50c88d8704",
    "inference.py": "100644 0d367ca314468324d2232a71de26cb15850b6644",
    "ldm": "40000 baa6f4952e7fb8f726c604a037318c8b4c1234b1",
    "main_distill.py": "100644 53af87367a9553e80b8ff5b3a7a9d19ee3f575c7",
    "pics": "40000 a50aab0373f03006b8405bbd222c2fa7fdeb8192",
    "rsd.yml": "100644 49aae332b9e98c1e08f00b7f1c3d935f97f23b14",
    "sampler.py": "100644 35bb847b394a48932092252e8d54644ad0041da2",
    "scripts": "40000 5fb52807992b22b9d6b3acf45a96aff30cbe6661",
    "trainer.py": "100644 5fdb261be0c2119e9757d0da47093132bb5f856f",
    "utils": "40000 8f0672f7fcb15cab9e735fe55ba814a05164aca8",
}
"""What lies in the root: mode and id of each entry, in git's order."""
_DISTRIBUTIONS = {"cv2": "opencv-python", "PIL": "pillow", "skimage": "scikit-image",
                  "yaml": "pyyaml", "clip": "openai-clip"}  # fmt: skip
"""Packages whose module has another name."""
_PINNED = re.compile(r"^\s*- ([A-Za-z0-9_.-]+)={1,2}", re.MULTILINE)
_TARGET = re.compile(r"^\s*target(?:_gan)?: ([\w.]+)\s*$", re.MULTILINE)


def tree_id(listing: dict[str, str]) -> str:
    """Return the id that git gives to a folder with these entries."""
    body = b"".join(
        f"{entry.split()[0]} {name}\0".encode() + bytes.fromhex(entry.split()[1])
        for name, entry in listing.items()
    )
    return hashlib.sha1(b"tree %d\0" % len(body) + body, usedforsecurity=False).hexdigest()


def imported(source: str) -> set[str]:
    r"""Return the modules that a script imports, wherever in it.

    Examples
    --------
    >>> sorted(imported("import os.path\nfrom models.unet import Net"))
    ['models.unet', 'os.path']
    """
    modules: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            modules |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            modules.add(node.module)
    return modules


def homeless(
    modules: Iterable[str], folders: Collection[str], packages: Collection[str]
) -> list[str]:
    """Return the modules that are neither Python's own, nor in the release, nor in a package."""
    return sorted(
        module for module in modules
        if (top := module.partition(".")[0]) not in sys.stdlib_module_names
        and top not in folders
        and not {top, top.replace("_", "-"), _DISTRIBUTIONS.get(top, top)} & set(packages)
    )  # fmt: skip


def complete(
    *,
    files: Callable[[str], Path],
    listing: dict[str, str] = LISTING,
    taken_out: bool = False,
    put_in: bool = False,
) -> Result:
    """Count what the released scripts and their configuration import and nothing provides.

    Parameters
    ----------
    files
        Returns the file of an input, such as `Study.input`.
    taken_out
        Whether the release is looked at without its folder `utils`.
    put_in
        Whether what lacks is put into the release first.

    Raises
    ------
    ValueError
        If the listing is not that of the whole commit.
    """
    if listing is LISTING and tree_id(listing) != TREE:
        raise ValueError("the listing is not that of the commit, so nothing is missing from it")
    texts = {name: files(name).read_text(encoding="utf-8") for name in
             (*SCRIPTS, CONFIGURATION, ENVIRONMENT)}  # fmt: skip
    wanted = set().union(*(imported(texts[name]) for name in SCRIPTS))
    wanted |= {target.rpartition(".")[0] for target in _TARGET.findall(texts[CONFIGURATION])}
    packages = {name.lower() for name in _PINNED.findall(texts[ENVIRONMENT])}
    folders = {name.removesuffix(".py") for name in listing}
    lacking = homeless(wanted, folders, packages)
    fewer = homeless(wanted, folders - {"utils"}, packages)
    good = homeless(wanted, folders | {module.partition(".")[0] for module in lacking}, packages)
    own = fewer if taken_out else good if put_in else lacking
    name = "modules that are imported and lie nowhere"
    frame = pd.DataFrame(
        {"lies nowhere": [module in lacking for module in sorted(wanted)]}, index=sorted(wanted)
    )
    return Result(
        (
            measure(name, [len(own)]),
            measure(f"{name}, utils taken out", [len(fewer) - len(lacking)]),
            measure(f"{name}, what lacks put in", [len(good)]),
        ),
        _picture(frame, lacking),
    )


def _picture(frame: pd.DataFrame, lacking: list[str]) -> Plot:
    tops = sorted({str(name).partition(".")[0] for name in frame.index})
    counts = pd.DataFrame({
        "found": [sum(str(name).partition(".")[0] == top and not off
                      for name, off in frame["lies nowhere"].items()) for top in tops],
        "nowhere": [sum(str(name).partition(".")[0] == top and bool(off)
                        for name, off in frame["lies nowhere"].items()) for top in tops],
    }, index=tops)  # fmt: skip

    def draw(axes: Axes) -> None:
        left = [0] * len(counts)
        for name, colour in (("found", BLUE), ("nowhere", RED)):
            axes.bar(range(len(counts)), counts[name], bottom=left, color=colour, label=name)
            left = list(counts[name])
        axes.set_xticks(range(len(counts)), tops, rotation=90, fontsize=8)
        axes.set_ylabel("modules")
        axes.legend(frameon=False)

    return Plot(
        counts, f"Of {len(frame)} imported modules these lie nowhere: "
        f"{', '.join(lacking) or 'none'}.", draw,
        title=f"{len(lacking)} of {len(frame)} modules that the scripts import lie nowhere",
        height=3.4,
    )  # fmt: skip
