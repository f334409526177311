"""A registry of several files: which ones `include:` names, each read once, in a fixed order.

A pattern is looked up beside the file that names it, and finds nothing outside the folder of the
main file. The papers of a file come before those of the files that it includes.
"""

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from tracker.registry.document import dotted
from tracker.registry.part import RegistryPart
from tracker.registry.rules import slug
from tracker.registry.values import FieldPath, YamlFault

DEPTH_LIMIT = 10
"""Files that include one another in a row; two are usual."""


def parts(path: Path) -> list[RegistryPart]:
    """Read a registry file and all that it includes, itself first."""
    main = RegistryPart(path)
    parts = {path.resolve(): main}
    _follow(main, path.resolve().parent, (path.resolve(),), parts)
    _twice(list(parts.values()))
    return list(parts.values())


def _follow(
    part: RegistryPart, root: Path, chain: Sequence[Path], parts: dict[Path, RegistryPart]
) -> None:
    """Read what `part` includes into `parts`; `chain` are the files that led here."""
    for number, pattern in enumerate(part.include):
        here: FieldPath = ("include", number)
        if fault := _unfit(here, pattern):
            part.faults.append(fault)
            continue
        matches = sorted(file for file in part.path.parent.glob(pattern) if file.is_file())
        if not matches:
            part.faults.append(
                YamlFault(here, f"`{pattern}` names no file", "Mend the path, or take it out.")
            )
        for path in matches:
            real = path.resolve()
            if not real.is_relative_to(root):
                what, remedy = "leads out of the project's folder", "Move the file into it."
            elif real in chain:
                what, remedy = "includes a file that leads here", "Name the files one by one."
            elif len(chain) > DEPTH_LIMIT:
                what, remedy = "is nested too deeply", "Include it from the main file."
            else:
                if real not in parts:
                    parts[real] = RegistryPart(path)
                    _follow(parts[real], root, (*chain, real), parts)
                continue
            name = path.relative_to(part.path.parent).as_posix()
            part.faults.append(YamlFault(here, f"`{name}` {what}", remedy))


def _unfit(here: FieldPath, pattern: str) -> YamlFault | None:
    """Say why a pattern cannot be looked up; None if it can."""
    steps = PurePosixPath(pattern)
    if not pattern.strip() or "\0" in pattern:
        return YamlFault(here, "is no path", "Write it like `papers/2503.yaml` or `papers/*.yaml`.")
    if steps.is_absolute() or ".." in steps.parts or Path(pattern).drive or "\\" in pattern:
        return YamlFault(
            here,
            f"`{pattern}` is no path below this file",
            "Write it from here, with `/`, like `papers/2503.yaml` or `papers/*.yaml`.",
        )
    if any("**" in step and step != "**" for step in steps.parts):
        return YamlFault(
            here, f"`{pattern}` is no pattern", "Let `**` be a whole step of the path."
        )
    return None


def _twice(parts: Sequence[RegistryPart]) -> None:
    """Complain about each paper that stands in an earlier file, too."""
    first: dict[str, tuple[RegistryPart, FieldPath]] = {}
    for part in parts:
        own: dict[str, tuple[RegistryPart, FieldPath]] = {}
        for entry in part.entries:
            if entry.id is None:
                continue
            here: FieldPath = (*entry.path, "id")
            if slug(entry.id) in first:
                other, path = first[slug(entry.id)]
                place = f"{other.path}:{other.document.line(path)}"
                part.faults.append(
                    YamlFault(
                        here,
                        f"says the same as {dotted(path)} in {place}",
                        "Keep one of the two entries.",
                    )
                )
            else:
                own.setdefault(slug(entry.id), (part, here))
        first.update(own)
