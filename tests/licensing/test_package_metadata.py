"""Package metadata is parsed, never run; cards of the Hub are read from their front matter."""

import sys

import pytest

from tracker.licensing import declarations, from_card
from tracker.model.evidence import Place


def told(path: str, text: str) -> list[tuple[int | None, str, str | None]]:
    found = declarations({path: text.encode()})
    assert all(one.place is Place.PACKAGE for one in found)
    return [(one.line, one.quote, one.expression) for one in found]


def test_setup_py_is_read_by_its_literal_strings() -> None:
    text = (
        "from setuptools import setup\n\nsetup(\n    name='x',\n    license='Apache',\n"
        "    classifiers=[\n        'Programming Language :: Python',\n"
        "        'License :: OSI Approved :: Apache Software License',\n    ],\n)\n"
    )
    assert told("setup.py", text) == [
        (5, "license='Apache',", "Apache-2.0"),
        (8, "'License :: OSI Approved :: Apache Software License',", "Apache-2.0"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "setup(license=open('LICENSE').read())",
        "setup(license=NAME)",
        "license = 'MIT'",
        "other(license='MIT')",
        "setup(license='MIT'",
        "setup(license='')",
        "setup(license='LICENSE.txt')",
        "setup(classifiers=['License :: OSI Approved :: BSD License'])",
        "(" * 5000,
    ],
)
def test_what_is_no_literal_name_is_passed_over(text: str) -> None:
    assert told("setup.py", text) == []


def test_setup_py_is_never_run() -> None:
    text = "import sys\nsys.modules['ran_it'] = sys\nsetup(license='MIT', x='\\d')\n"
    assert told("setup.py", text)[0][2] == "MIT"
    assert "ran_it" not in sys.modules


@pytest.mark.parametrize(
    ("path", "text", "line", "expression"),
    [
        ("pyproject.toml", '[project]\nname = "x"\nlicense = "MIT"\n', 3, "MIT"),
        ("pyproject.toml", '[project]\nlicense = {text = "Apache-2.0"}\n', 2, "Apache-2.0"),
        ("pyproject.toml", '[project]\nlicense.text = "Apache-2.0"\n', 2, "Apache-2.0"),
        ("pyproject.toml", '[tool.poetry]\nlicense = "BSD-3-Clause"\n', 2, "BSD-3-Clause"),
        ("pyproject.toml", '[project]\nclassifiers = [\n"License :: OSI Approved :: ISC License"]',
         3, "ISC"),
        ("pyproject.toml", '[project]\nlicense = "Our own terms"\n', 2, None),
        ("setup.cfg", "[metadata]\nname = x\nlicense = MIT License\n", 3, "MIT"),
        ("package.json", '{\n  "name": "x",\n  "license": "ISC"\n}', 3, "ISC"),
        ("CITATION.cff", "cff-version: 1.2.0\nlicense: MIT\n", 2, "MIT"),
        ("sub/CITATION.cff", "license:\n  - Apache-2.0\n", 2, "Apache-2.0"),
    ],
)  # fmt: skip
def test_a_licence_field_is_read_with_its_line(
    path: str, text: str, line: int, expression: str | None
) -> None:
    ((number, quote, found),) = told(path, text)
    assert (number, found) == (line, expression)
    assert quote == text.split("\n")[line - 1].strip()


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("pyproject.toml", '[project]\nlicense = {file = "LICENSE"}\n'),
        ("pyproject.toml", "[project\nlicense = 1"),
        ("pyproject.toml", "project = 3\ntool = []"),
        ("setup.cfg", "license = MIT"),
        ("package.json", "[1, 2]"),
        ("package.json", "[" * 5000),
        ("CITATION.cff", "license: [a, b"),
        ("CITATION.cff", "- a"),
    ],
)
def test_a_pointer_to_a_file_and_a_broken_file_declare_nothing(path: str, text: str) -> None:
    assert told(path, text) == []


def test_a_card_declares_each_licence_it_lists() -> None:
    first, second = from_card({"license": ["cc-by-4.0", "odbl"]}, "README.md")
    assert (first.place, first.path, first.quote) == (Place.CARD, "README.md", "license: cc-by-4.0")
    assert [first.expression, second.expression] == ["CC-BY-4.0", "ODbL-1.0"]


@pytest.mark.parametrize(
    ("front_matter", "expression"),
    [
        ({"license": "mit"}, "MIT"),
        ({"license": "llama3.1"}, "LicenseRef-Llama-3.1-Community"),
        ({"license": "other", "license_name": "openmdw-1.1"}, "LicenseRef-OpenMDW-1.1"),
        ({"license": "other", "license_name": "own", "license_link": "LICENSE"}, None),
        ({"license": "other", "license_link": "https://opensource.org/licenses/MIT"}, "MIT"),
        ({"license_name": "llama3"}, "LicenseRef-Llama-3-Community"),
        ({"license": "unknown"}, None),
        ({"license": "mit", "license_name": "llama3"}, "MIT"),
    ],
)
def test_other_is_what_its_name_or_link_says(
    front_matter: dict[str, object], expression: str | None
) -> None:
    (found,) = from_card(front_matter, "README.md")
    assert found.expression == expression
    assert all(str(text) in found.quote for key, text in front_matter.items() if key == "license")


@pytest.mark.parametrize("front_matter", [{}, {"license": None}, {"license": []}, {"tags": ["x"]}])
def test_a_card_without_a_licence_declares_none(front_matter: dict[str, object]) -> None:
    assert from_card(front_matter, "README.md") == ()
