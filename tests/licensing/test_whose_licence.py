"""A file names a licence: whether for its own work, for somebody else's, or only as a pointer."""

import pytest

from tracker.licensing.reading import Reading, read


def license_file(text: str) -> Reading:
    return read("LICENSE", text.encode(), "text")


@pytest.mark.parametrize(
    "text",
    [
        ("This product includes software developed by Foo.\n\nThe file a/b.py is adapted from:\n"
        "- the Foo project\n- Licensed under the Apache License, Version 2.0\n"),
        "The template of this page is under CC-BY-4.0.\n",
        "The upstream project is licensed under the MIT License.\n",
        ("This package contains code of Bar.\n\nThe files x.c and y.c were taken from Bar.\n"
        "Licensed under the BSD 3-Clause License\n"),
    ],
)  # fmt: skip
def test_a_licence_named_for_the_work_of_others_is_none_of_this_work(text: str) -> None:
    answer = license_file(text)
    assert answer.license in ("NONE", "NOASSERTION")
    assert answer.commercial == "unknown"


@pytest.mark.parametrize(
    "text",
    [
        "This software is licensed under the Apache License, Version 2.0.\n",
        "# Copyright 2024 Foo\n# Licensed under the Apache License, Version 2.0\n",
        ("This project is based on ideas of others.\n\nThis project is licensed under the "
        "Apache License 2.0.\n"),
    ],
)  # fmt: skip
def test_a_licence_named_for_this_work_counts(text: str) -> None:
    assert license_file(text).license == "Apache-2.0"


@pytest.mark.parametrize(
    "text",
    [
        "See LICENSE.txt\n",
        ("Copyright (c) Foo, Inc. and affiliates.\nAll rights reserved.\n\nThis source code is "
        "licensed under the license found in the\nLICENSE file in the root directory.\n"),
        "All files are covered by the licenses described in COPYING.\n",
        "Please refer to the LICENSE file of each folder.\n",
    ],
)  # fmt: skip
def test_a_pointer_to_another_file_grants_nothing(text: str) -> None:
    assert license_file(text).license == "NONE"


@pytest.mark.parametrize(
    "text",
    [
        "Copyright 2020 Foo. For research only.\nSee LICENSE.\n",
        "See LICENSE. Companies must ask first.\n",
    ],
)
def test_a_pointer_with_a_condition_is_no_mere_pointer(text: str) -> None:
    assert license_file(text).license == "NOASSERTION"


def test_settings_of_a_tool_are_no_licence() -> None:
    text = "header:\n  license:\n    spdx-id: MIT\n  paths-ignore:\n    - dist\n  comment: never\n"
    assert license_file(text).license == "NONE"
    assert license_file("SPDX-License-Identifier: Apache-2.0\n").license == "Apache-2.0"


def test_prose_without_terms_is_no_licence() -> None:
    text = "The moon is a stone in the sky, and this is the story of how it came to be there.\n" * 2
    assert license_file(text).license == "NONE"
    assert license_file(text + "Nobody may copy it.\n").license == "NOASSERTION"


def test_an_organisation_without_profit_restricts_nothing() -> None:
    text = "Foo is licensed under the MIT License.\n\nIt is kept by a non-profit organization.\n"
    assert license_file(text).license == "MIT"
    only = "Foo is licensed under the MIT License.\n\nFor use by a non-profit organization only.\n"
    assert license_file(only).license == "NOASSERTION"
