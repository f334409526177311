"""What must hold of a check beyond its shape."""

import re
from collections.abc import Iterator

from tracker.model.check import Check, ControlKind, Input
from tracker.model.locator import shown
from tracker.model.package_file import PackageFile
from tracker.model.paper import ROOMS
from tracker.registry.common_rules import address, blanks, twice
from tracker.registry.values import FieldPath, YamlFault

NOTEBOOK = re.compile(
    rf"{re.escape(ROOMS)}/([A-Za-z0-9][\w.-]*/)?[A-Za-z0-9][\w.-]*\.ipynb", re.ASCII
)
"""The path of a reproduction notebook."""
_FILE_NAME = re.compile(r"[A-Za-z0-9_][\w.+-]*", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SWHID = re.compile(r"swh:1:cnt:[0-9a-f]{40}")


def faults(path: FieldPath, check: Check) -> Iterator[YamlFault]:
    """Yield every way in which a check could not be trusted, or not be run."""
    yield from blanks(path, check)
    yield from blanks((*path, "control"), check.control)
    expected = {("expected",): check.expected, ("control", "expected"): check.control.expected}
    for where, expectation in expected.items():
        if not expectation.tolerance >= 0:
            yield YamlFault(
                (*path, *where, "tolerance"), "is below zero", "Write how far a run may be off."
            )
    if check.control.kind is ControlKind.WITHOUT_IDEA and check.control.expected == check.expected:
        yield YamlFault(
            (*path, "control", "expected"),
            "is what the check itself must show, so without the idea the check would pass",
            "Write what shows that it fails, or `kind: known good` where it is to pass.",
        )
    if check.notebook and not NOTEBOOK.fullmatch(check.notebook):
        yield YamlFault(
            (*path, "notebook"),
            f"`{shown(check.notebook)}` is no reproduction notebook",
            "Leave it out for the only notebook of the room, or write "
            f"{ROOMS}/ARXIV-ID/NAME.ipynb.",
        )
    yield from twice(
        ((*path, "inputs", number, "name"), given.name) for number, given in enumerate(check.inputs)
    )
    for number, given in enumerate(check.inputs):
        yield from _input((*path, "inputs", number), given)


def _input(path: FieldPath, given: Input) -> Iterator[YamlFault]:
    yield from blanks(path, given)
    if given.url.startswith("pkg:"):
        if PackageFile.read(given.url) is None:
            yield YamlFault(
                (*path, "url"),
                f"`{shown(given.url)}` names no file of a package",
                "Write pkg:pypi/NAME@VERSION?file_name=FILE.",
            )
    else:
        yield from address((*path, "url"), given.url)
    if not _FILE_NAME.fullmatch(given.name):
        yield YamlFault(
            (*path, "name"),
            f"`{shown(given.name)}` is no plain file name",
            "Write letters, digits, dots, dashes and underscores, no folder.",
        )
    if given.sha256 is None and given.swhid is None:
        yield YamlFault(
            (*path, "sha256"),
            "is missing, and so is `swhid`",
            "Write one of them: a file is used only if it is the one that was named.",
        )
    if given.sha256 is not None and not _SHA256.fullmatch(given.sha256):
        yield YamlFault(
            (*path, "sha256"),
            f"`{shown(given.sha256)}` is no SHA-256",
            "Write its 64 hexadecimal digits, in lower case.",
        )
    if given.swhid is not None and not _SWHID.fullmatch(given.swhid):
        yield YamlFault(
            (*path, "swhid"),
            f"`{shown(given.swhid)}` is no SWHID of a file",
            "Write swh:1:cnt: and the file's git blob id.",
        )
