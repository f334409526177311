"""Texts that were made to keep a reader busy take work that grows with them, and no more."""

from collections.abc import Callable

import pytest

from growth import exponent
from tracker.hosts.texts import commands, listing
from tracker.licensing.holders import holder
from tracker.licensing.reading import read

_MIT_LIKE = "Permission is hereby granted, free of charge, to any person obtaining a copy. "
_PIECES = {
    "options": "python -m x --a=1 --b 2 ", "brackets": "[", "images": "![](", "links": "[](",
    "anchors": "<a href='", "pictures": "<img ", "comments": "<!--", "stars": "*", "lines": "\n",
    "spaces": " ", "headings": "#  ", "licence": "license ", "cues": "is by ", "fences": "```\n",
    "badges": "![license](https://img.shields.io/badge/license-MIT-blue)\n", "tables": "| MIT ",
    "addresses": "https://github.com/a/b ", "terms": _MIT_LIKE, "chinese": "采用许可证",
    "statements": "The code of part {} is MIT licensed.\n", "owner": "copyright 2020  ",
}  # fmt: skip


def _text(piece: str, size: int) -> bytes:
    count = size // len(piece)
    return "".join(piece.format(at) if "{" in piece else piece for at in range(count)).encode()


@pytest.mark.parametrize("piece", _PIECES.values(), ids=_PIECES.keys())
def test_a_readme_takes_work_in_proportion(piece: str) -> None:
    def work(size: int) -> Callable[[], object]:
        text = b"# License\n" + _text(piece, size) + b"\nx"
        return lambda: listing.describe(["README.md"], {"README.md": text})

    assert exponent(work, 12_000) < 1.7


@pytest.mark.parametrize("piece", _PIECES.values(), ids=_PIECES.keys())
@pytest.mark.parametrize("name", ["README.md", "LICENSE"])
def test_a_file_of_anybodys_takes_work_in_proportion(name: str, piece: str) -> None:
    def work(size: int) -> Callable[[], object]:
        text = _text(piece, size) + b"\nx"
        return lambda: read(name, text)

    assert exponent(work, 12_000) < 1.7


def test_a_command_with_many_options_is_read() -> None:
    """Each option may take the next word for its value: two ways for each, a thousand options."""
    line = "python -m x " + "--a=1 -b c " * 1_000
    text = f"```\n{line}\npython --lr 1 train.py\n```\n".encode()
    (gone,) = commands.absent({"README.md": text}, ["README.md"])
    assert gone.about == "train.py"


def test_a_holder_after_many_spaces_is_found() -> None:
    def work(size: int) -> Callable[[], object]:
        return lambda: holder("Copyright 2020 A" + " " * size + "B, all rights reserved.")

    assert exponent(work, 3_000) < 1.7
    assert holder("Copyright 2020 A  B, All Rights Reserved.") == "A  B"


def test_imports_are_looked_up_at_once() -> None:
    def work(size: int) -> Callable[[], object]:
        script = "".join(f"from .m{at} import x\n" for at in range(size)).encode()
        paths = ["train.py", *(f"m{at}.py" for at in range(size))]
        return lambda: listing.describe(paths, {"train.py": script})

    assert exponent(work, 500) < 1.7


def test_packages_are_looked_up_at_once() -> None:
    def work(size: int) -> Callable[[], object]:
        names = ",".join(f"'p{at}'" for at in range(size))
        paths = ["setup.py", *(f"p{at}/__init__.py" for at in range(size))]
        return lambda: listing.describe(paths, {"setup.py": f"setup(packages=[{names}])".encode()})

    assert exponent(work, 500) < 1.7


def test_a_sentence_that_is_too_long_to_be_read_names_nothing_and_is_not_nothing() -> None:
    text = "# License\nThis project is MIT licensed " + "and so on " * 1_000
    found = read("README.md", text.encode())
    assert found.license == "NOASSERTION"
