"""Fields of metadata and comments above code go through the reader that files go through."""

import json

import pytest

from tests.licensing.shipped_texts import MIT
from tracker.hosts.texts.listing import wanted
from tracker.licensing.declared import declarations
from tracker.licensing.fields import field, points
from tracker.model.evidence import Declaration, Place


@pytest.mark.parametrize(
    ("value", "expression"),
    [
        ("MIT", "MIT"),
        ("MIT License (see LICENSE)", "MIT"),
        ("Licensed under the MIT License", "MIT"),
        ("https://spdx.org/licenses/Apache-2.0.html", "Apache-2.0"),
        ("MIT/Apache-2.0", "MIT OR Apache-2.0"),
        (MIT, "MIT"),
        ("CC BY-NC 4.0", "CC-BY-NC-4.0"),
    ],
)
def test_a_field_names_a_licence_by_name_notice_or_text(value: str, expression: str) -> None:
    named = field(value)
    assert named is not None
    assert named.expression == expression


@pytest.mark.parametrize(
    "value",
    [
        "MIT, for research only",
        "MIT (non-commercial)",
        "Free for non-commercial use",
        "BSD",
        "BSD-like",
        "Proprietary",
        "UNLICENSED",
        "Other/Proprietary License",
        "Our own terms",
        MIT + "\nFor non-commercial use only.\n",
        "License :: OSI Approved :: BSD License",
    ],
)
def test_what_is_not_understood_is_stated_and_names_nothing(value: str) -> None:
    named = field(value)
    assert named is not None
    assert named.expression is None


@pytest.mark.parametrize(
    "value",
    [None, 3, "", "  ", "LICENSE", "LICENSE.txt", "file: LICENSE", "SEE LICENSE IN terms.md",
     "see the LICENSE file", "license"],
)  # fmt: skip
def test_a_pointer_or_nothing_states_nothing(value: object) -> None:
    assert field(value) is None


@pytest.mark.parametrize(
    "value",
    ["a license", "license and notice", "license at root", "license attached", "blob", "COPYING",
     "license details", "file", "files", "see file for license", "license from project",
     "full license", "license in file", "license included", "license is included", "licence",
     "licences", "licenses", "main", "master", "license.md", "NOTICE", "license of package",
     "please see license", "project license", "README", "please refer to license", "license.rst",
     "see license text", "the license", "this package", "tree", "license.txt"],
)  # fmt: skip
def test_words_that_only_point_say_nothing(value: str) -> None:
    assert points(value)
    assert field(value) is None
    assert not points(f"{value} of BSD")


def told(path: str, text: str) -> list[Declaration]:
    return list(declarations({path: text.encode()}))


@pytest.mark.parametrize(
    ("path", "data", "expressions"),
    [
        ("package.json", {"license": {"type": "MIT", "url": "x"}}, ["MIT"]),
        ("package.json", {"licenses": [{"type": "MIT"}, {"type": "ISC"}]}, ["MIT", "ISC"]),
        ("codemeta.json", {"license": "https://spdx.org/licenses/MIT"}, ["MIT"]),
        ("codemeta.json", {"license": [{"@id": "https://spdx.org/licenses/ISC"}]}, ["ISC"]),
        ("codemeta.json", {"license": {"name": "Our own"}}, [None]),
        (".zenodo.json", {"license": {"id": "cc-by-4.0"}}, ["CC-BY-4.0"]),
        (".zenodo.json", {"license": "MIT", "title": "x"}, ["MIT"]),
        (".zenodo.json", {"title": "x"}, []),
        ("codemeta.json", ["x"], []),
    ],
)
def test_json_in_which_a_licence_stands_in_one_of_several_shapes(
    path: str, data: object, expressions: list[str | None]
) -> None:
    found = told(path, json.dumps(data, indent=1))
    assert [one.expression for one in found] == expressions
    assert {one.place for one in found} <= {Place.PACKAGE}


@pytest.mark.parametrize("table", ["project", "tool.poetry", "tool.flit.metadata"])
def test_the_tables_of_a_project_in_which_a_licence_stands(table: str) -> None:
    (one,) = told("pyproject.toml", f'[{table}]\nlicense = "ISC"\n')
    assert (one.line, one.expression) == (2, "ISC")
    classified = f'[{table}]\nclassifiers = ["License :: OSI Approved :: MIT License"]\n'
    assert [one.expression for one in told("pyproject.toml", classified)] == ["MIT"]
    assert not told("pyproject.toml", '[tool.other]\nlicense = "ISC"\n')


@pytest.mark.parametrize(
    ("text", "expressions"),
    [
        ('[package]\nlicense = "MIT OR Apache-2.0"\n', ["MIT OR Apache-2.0"]),
        ('[workspace.package]\nlicense = "ISC"\n', ["ISC"]),
        ("[package]\nlicense.workspace = true\n", []),
    ],
)
def test_the_manifest_of_a_crate(text: str, expressions: list[str]) -> None:
    assert [one.expression for one in told("Cargo.toml", text)] == expressions
    assert wanted(["Cargo.toml", "codemeta.json", ".zenodo.json", "data.json"]) == (
        "Cargo.toml", ".zenodo.json", "codemeta.json",
    )  # fmt: skip


def test_the_quote_is_the_line_that_prints_the_value() -> None:
    text = json.dumps({"licenses": [{"type": "MIT"}]}, indent=1)
    (one,) = told("package.json", text)
    assert (one.line, one.quote) == (4, '"type": "MIT"')
    (whole,) = told("pyproject.toml", f'[project]\nlicense.text = """{MIT}"""\n')
    assert (whole.expression, whole.line) == ("MIT", 2)
    assert whole.quote.startswith("license: Copyright (c)")


def header(text: str, path: str = "train.py") -> list[tuple[int | None, str | None, str]]:
    return [(one.line, one.expression, one.quote) for one in told(path, text)]


CODE = "\nimport os\n\n# This model is licensed under the GPL-3.0 license.\n"


@pytest.mark.parametrize(
    ("text", "line", "expression"),
    [
        ("# SPDX-License-Identifier: MIT\n", 1, "MIT"),
        ("#!/usr/bin/env python\n# Licensed under the Apache License, Version 2.0\n", 2,
         "Apache-2.0"),
        ('"""Trains it.\n\nThis file is licensed under the MIT License.\n"""\n', 3, "MIT"),
        ("'''This file is licensed under the MIT License.'''\n", 1, "MIT"),
        ('r"""\nThis file is licensed under the MIT License.\n"""\n', 2, "MIT"),
        ("".join(f"# {line}\n" for line in MIT.splitlines()), 1, "MIT"),
        ("# Copyright (c) 2025 X\n#\n# Not for commercial use.\n", 3, None),
        ("# This file is licensed under the MIT License.\n# For academic research only.\n", 2,
         None),
    ],
)  # fmt: skip
def test_the_top_of_a_script_says_what_that_script_is_under(
    text: str, line: int, expression: str | None
) -> None:
    (found,) = header(text + CODE)
    assert found[:2] == (line, expression)
    assert not found[2].startswith(("#", "/", "*"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# You must set CUDA_HOME first.\n",
        "# Copyright (c) 2025 X. All rights reserved.\n",
        "# See LICENSE for details.\n",
        '"""Only for the tests of this folder."""\n',
        "x = 1\n# SPDX-License-Identifier: MIT\n",
        "# Adapted from https://github.com/a/b, which is under the MIT License.\n",
    ],
)
def test_a_top_that_puts_the_script_under_nothing_declares_nothing(text: str) -> None:
    assert not header(text + CODE)
