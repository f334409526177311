"""Spellings of licences, as people, hosts and registries write them."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.licensing import normalise
from tracker.licensing.spelling import _data, fold


@pytest.mark.parametrize(
    ("raw", "expression"),
    [
        ("MIT", "MIT"),
        ("mit", "MIT"),
        ("MIT License", "MIT"),
        ("The MIT License (MIT)", "MIT"),
        ("Apache", "Apache-2.0"),
        ("Apache 2.0", "Apache-2.0"),
        ("Apache-2.0 license", "Apache-2.0"),
        ("Apache License, Version 2.0", "Apache-2.0"),
        ("License :: OSI Approved :: Apache Software License", "Apache-2.0"),
        ("BSD 3-Clause", "BSD-3-Clause"),
        ('BSD 3-Clause "New" or "Revised" License', "BSD-3-Clause"),
        ("3-Clause BSD License", "BSD-3-Clause"),
        ("0BSD", "0BSD"),
        ("GPLv3", "GPL-3.0-only"),
        ("gpl-3.0", "GPL-3.0-only"),
        ("GNU General Public License v3 or later (GPLv3+)", "GPL-3.0-or-later"),
        ("CC BY-NC-SA 4.0", "CC-BY-NC-SA-4.0"),
        ("Creative Commons Attribution-NonCommercial 4.0 International", "CC-BY-NC-4.0"),
        ("https://creativecommons.org/licenses/by-nc/4.0/legalcode", "CC-BY-NC-4.0"),
        ("https://opensource.org/licenses/MIT", "MIT"),
        ("http://www.apache.org/licenses/LICENSE-2.0", "Apache-2.0"),
        ("MIT OR Apache-2.0", "MIT OR Apache-2.0"),
        ("Apache 2.0 and MIT", "Apache-2.0 AND MIT"),
        ("apache-2.0 with llvm-exception", "Apache-2.0 WITH LLVM-exception"),
        ("LicenseRef-My-Own", "LicenseRef-My-Own"),
    ],
)
def test_a_usual_spelling_names_its_licence(raw: str, expression: str) -> None:
    assert normalise(raw) == expression


@pytest.mark.parametrize(
    ("identifier", "expression"),
    [
        ("bsl-1.0", "BSL-1.0"),
        ("odbl", "ODbL-1.0"),
        ("pddl", "PDDL-1.0"),
        ("openrail", "LicenseRef-OpenRAIL"),
        ("openrail++", "LicenseRef-OpenRAIL++-M"),
        ("bigscience-openrail-m", "LicenseRef-BigScience-OpenRAIL-M"),
        ("llama3", "LicenseRef-Llama-3-Community"),
        ("llama3.1", "LicenseRef-Llama-3.1-Community"),
        ("gemma", "LicenseRef-Gemma"),
        ("apple-amlr", "LicenseRef-Apple-AMLR"),
        ("cc-by-nc-4.0", "CC-BY-NC-4.0"),
    ],
)
def test_an_id_of_hugging_face_is_known(identifier: str, expression: str) -> None:
    """Boost is what the Hub means by ``bsl-1.0``, not the Business Source License."""
    assert normalise(identifier) == expression


@pytest.mark.parametrize(
    "raw",
    ["other", "unknown", "NOASSERTION", "cc", "gpl", "bsd", "license", "The License", "", "  ",
     "TBD", "not Apache 2.0", "non-MIT", "MIT-like", "MIT, see LICENSE", "all rights reserved",
     "License :: OSI Approved :: BSD License", "License :: Other/Proprietary License",
     "https://example.org/license", "MIT and beyond", "CC-BY-NC", "Apache 9.0", "M" * 5000],
)  # fmt: skip
def test_what_names_no_one_licence_is_not_guessed(raw: str) -> None:
    assert normalise(raw) is None


def test_no_spelling_stands_for_two_licences() -> None:
    data = _data()
    owners: dict[str, set[str]] = {}
    for name, others in data["names"].items():
        for raw in (name, *others):
            owners.setdefault(fold(raw), set()).add(name)
    owners |= {fold(raw): owners.get(fold(raw), set()) | {"nothing"} for raw in data["nothing"]}
    assert {key: names for key, names in owners.items() if len(names) > 1 or not key} == {}


@given(st.sampled_from(sorted(_data()["names"])), st.data())
def test_case_and_spacing_never_matter(name: str, data: st.DataObject) -> None:
    """LicenseRef names are our own and keep their case."""
    upper = data.draw(st.lists(st.booleans(), min_size=len(name), max_size=len(name)))
    mixed = "".join(a.upper() if up else a.lower() for a, up in zip(name, upper, strict=True))
    assert normalise(f"  {mixed} ") == name


@given(st.text(max_size=300) | st.text(alphabet=string.ascii_letters + " ()+-.", max_size=60))
def test_any_text_is_read_without_an_error(raw: str) -> None:
    expression = normalise(raw)
    assert expression is None or normalise(expression) == expression
