"""Python that was written to keep its parser busy takes work that grows with it, or is not read."""

import warnings
from collections.abc import Callable
from contextlib import suppress

import pytest

from growth import exponent
from tracker.model.foreign import NotRead
from tracker.model.python_text import parsed

_SHAPES: dict[str, Callable[[int], str]] = {
    "parentheses": lambda size: "x = " + "(" * (size // 2) + ")" * (size // 2),
    "never closed": lambda size: "([{" * (size // 3),
    "attributes": lambda size: "x = a" + ".b" * (size // 2),
    "calls": lambda size: "x = a" + "()" * (size // 2),
    "sums": lambda size: "x = 1" + "+1" * (size // 2),
    "signs": lambda size: "x = " + "-" * size + "1",
    "lambdas": lambda size: "x = " + "lambda: " * (size // 8) + "1",
    "comparisons": lambda size: "x = 1" + "<1" * (size // 2),
    "digits": lambda size: "x = " + "9" * size,
    "number in hexadecimal": lambda size: "x = 0x" + "f" * size,
    "strings side by side": lambda size: "x = (" + "'a' " * (size // 4) + ")",
    "odd escapes": lambda size: "x = '" + "\\d" * (size // 2) + "'",
    "formatted strings": lambda size: "x = (" + "f'{x}' " * (size // 7) + ")",
    "formats in formats": lambda size: "x = f'" + "{x:" * (size // 4) + "}" * (size // 4) + "'",
    "list": lambda size: "x = [" + "1," * (size // 2) + "]",
    "dictionaries": lambda size: "x = " + "{1:" * (size // 4) + "1" + "}" * (size // 4),
    "decorators": lambda size: "@a\n" * (size // 3) + "def f(): pass",
    "alternatives": lambda size: "if x: pass\n" + "elif x: pass\n" * (size // 13),
    "assignments": lambda size: "x" + "=x" * (size // 2),
    "tabs": lambda size: "".join("\t" * (at % 50) + "x\n" for at in range(size // 25)),
}


def _read(text: str) -> None:
    with suppress(NotRead):
        parsed(text)


@pytest.mark.parametrize("shape", _SHAPES.values(), ids=_SHAPES.keys())
def test_python_takes_work_in_proportion(shape: Callable[[int], str]) -> None:
    def work(size: int) -> Callable[[], object]:
        text = shape(size)
        return lambda: _read(text)

    assert exponent(work, 30_000) < 1.8


def test_many_fields_of_one_string_are_not_read() -> None:
    """Up to Python 3.11, the work grows with the square: a dozen seconds for 300 kB."""
    with pytest.raises(NotRead):
        parsed("x = f'" + "{x}" * 90_000 + "'")
    assert parsed("x = f'" + "{x}" * 1_000 + "'")


def test_python_nested_too_deeply_is_not_read_and_not_no_python() -> None:
    with pytest.raises(NotRead):
        parsed("x = " + "-" * 200_000 + "1")


def test_escapes_of_strangers_warn_nobody() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert parsed(r"x = '\d'")
