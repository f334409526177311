"""Plain values out of YAML: what words mean, what is refused, and that nothing is lost."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import inspect

from tracker.model.paper import Registry
from tracker.registry import lint
from tracker.registry.document import SIZE_LIMIT, Document
from tracker.registry.values import dump

FILE = Path("registry.yaml")

TEXT = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(
    ["yes", "on", "null", "~", "", "1e3", "2503.1448", "0x1F", "0o17", "12:30", "2025-03-18",
     ".nan", "- a", "a: b", "#", " x ", "\t", "a\nb", "\N{NEXT LINE}", "\u2028", "\ufeff", "<<",
     "=", "!", "*a"]
)  # fmt: skip


PLAIN: Mapping[type[inspect.Type], st.SearchStrategy[Any]] = {
    inspect.BoolType: st.booleans(),
    inspect.IntType: st.integers(-(2**31), 2**31),
    inspect.NoneType: st.none(),
}


def values_of(kind: inspect.Type) -> st.SearchStrategy[Any]:
    """Make any value of a type of the model, with no regard to the registry's rules."""
    match kind:
        case inspect.StructType(cls=cls, fields=fields):
            return st.builds(cls, **{one.name: values_of(one.type) for one in fields})
        case inspect.VarTupleType(item_type=item):
            return st.lists(values_of(item), max_size=2).map(tuple)
        case inspect.DictType(key_type=key, value_type=value):
            return st.dictionaries(values_of(key), values_of(value), max_size=2)
        case inspect.TupleType(item_types=items):
            return st.tuples(*map(values_of, items))
        case inspect.UnionType(types=types):
            return st.one_of(*map(values_of, types))
        case inspect.EnumType(cls=cls):
            return st.sampled_from(list(cls))
        case inspect.FloatType():
            return st.floats(allow_nan=False, allow_infinity=False)
        case inspect.DateType():
            return st.dates()
        case _:
            return PLAIN.get(type(kind), TEXT)


@given(values_of(inspect.type_info(Registry)))
def test_any_registry_survives_being_written_and_read(registry: Registry) -> None:
    document = Document(FILE, dump(msgspec.to_builtins(registry)))
    assert document.faults == []
    assert msgspec.convert(document.data, Registry) == registry


@given(st.binary() | st.text("-:[]{}&*!|>'\"#%@\n \tapers0.é。").map(str.encode))
def test_no_bytes_at_all_make_it_crash(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(content)
    assert all(one.problem and one.remedy for one in lint(path))


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("yes", "yes"),
        ("on", "on"),
        ("true", True),
        ("50", 50),
        ("0.844", 0.844),
        ("1e-6", 1e-6),
        ("2025-03-18", "2025-03-18"),
        ("12:30", "12:30"),
        ("0x1F", "0x1F"),
        ("1e999", "1e999"),
        ("9" * 5000, "9" * 5000),
        ("'50'", "50"),
        ('"true"', "true"),
        ("", None),
        ("~", None),
    ],
)
def test_only_plain_numbers_and_true_false_null_are_more_than_text(
    word: str, meaning: object
) -> None:
    found = Document(FILE, f"word: {word}\n").data["word"]
    assert (found, type(found)) == (meaning, type(meaning))


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("", None, "is empty"),
        ("# only a comment\n", None, "is empty"),
        ("- a\n", 1, "is not a mapping"),
        ("just words\n", 1, "is not a mapping"),
        ("papers:\n\t- id: x\n", 2, "has a tab where YAML wants spaces"),
        ("papers: []\nnote: a: b\n", 2, "is not YAML: mapping values are not allowed"),
        ("papers:\n  - [1\n", 2, "is not YAML: did not find expected ',' or ']'"),
        ("papers: []\n---\npapers: []\n", 2, "a second document begins here"),
        ("# fine\nnote: a\x07b\n", 2, "has a control character"),
        ("papers: []\nother: *anchor\n", 2, "`*anchor` shares a value"),
        ("papers: []\nother: &anchor x\n", 2, "`&anchor` shares a value"),
        ("[", 1, "is not YAML"),
        ("papers: []\na: !!python/object:os.system {}\n", 2, "is a tag"),
        ("papers: []\n1: x\n", 2, "a field whose name is no word"),
        ("papers: " + "[" * 100_000, 1, "is nested too deeply"),
        ("papers: []\nid: 1\nid: 2\n", 3, "stands here twice"),
    ],
)
def test_each_trap_of_yaml_is_named_with_its_line(
    tmp_path: Path, text: str, line: int | None, problem: str
) -> None:
    path = tmp_path / "registry.yaml"
    path.write_text(text)
    complaint = lint(path)[0]
    assert problem in complaint.problem
    assert complaint.line == line
    assert complaint.file == str(path)


def test_an_alias_bomb_is_refused_where_it_begins(tmp_path: Path) -> None:
    """Nine levels of nine aliases are a billion values; the first anchor ends it."""
    levels = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    path = tmp_path / "registry.yaml"
    path.write_text("a0: &a0 [lol]\n" + "\n".join(levels))
    (complaint,) = lint(path)
    assert (complaint.line, complaint.problem) == (1, "`&a0` shares a value")


def test_bytes_that_are_not_utf_8_are_found_by_line(tmp_path: Path) -> None:
    path = tmp_path / "registry.yaml"
    path.write_bytes("papers: []\n# 论文\n# 论文\n".encode()[:-2] + b"\xff\n")
    (complaint,) = lint(path)
    assert (complaint.line, complaint.problem) == (3, "is not UTF-8 text here")


def test_a_byte_order_mark_is_no_content(tmp_path: Path) -> None:
    path = tmp_path / "registry.yaml"
    path.write_bytes(b"\xef\xbb\xbfpapers: []\n")
    assert lint(path) == ()


def test_a_missing_file_and_a_folder_are_said_plainly(tmp_path: Path) -> None:
    absent, folder = (lint(path)[0] for path in (tmp_path / "absent.yaml", tmp_path))
    assert (absent.line, absent.problem) == (None, "there is no such file")
    assert (folder.line, folder.problem) == (None, "is a folder")
    assert "registry.yaml" in folder.remedy


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "registry.yaml"
    with path.open("wb") as file:
        file.truncate(SIZE_LIMIT + 1)
    (complaint,) = lint(path)
    assert complaint.problem == "50,000,001 bytes are more than the 50,000,000 that are read"
