"""Every place that declares a licence is found, quoted as printed, and nothing is invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.licensing.shipped_texts import MIT
from tracker.licensing import MATCHER, declarations
from tracker.licensing.source import BYTES_LIMIT
from tracker.model import swhid
from tracker.model.evidence import SPAN_LIMIT, Declaration, Place

APACHE_HEADER = """\
# Copyright 2025 The Example Team. All rights reserved.
#
# Licensed under the Apache License, Version 2.0 (the "License");
# you may not use this file except in compliance with the License.
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS.
"""
NOTICE = """\
Copyright (c) 2025 A. Author
Licensed under CC BY-NC-SA 4.0 (the "License");
you may not use this file except in compliance with the License.

The code is released for academic research use only.
"""


def only(path: str, text: str) -> Declaration:
    (found,) = declarations({path: text.encode()})
    return found


def told(path: str, text: str) -> list[tuple[Place, str | None]]:
    return [(one.place, one.expression) for one in declarations({path: text.encode()})]


def test_a_licence_text_is_declared_with_its_evidence() -> None:
    found = only("LICENSE", MIT)
    assert (found.place, found.path, found.line) == (Place.FILE, "LICENSE", 1)
    assert (found.expression, found.how, found.score) == ("MIT", "exact", 1.0)
    assert MIT.startswith(found.quote)
    assert (found.matcher, found.swhid) == (MATCHER, swhid.content(MIT.encode()))


@pytest.mark.parametrize(
    "path", ["LICENSE", "LICENCE.txt", "license.md", "COPYING", "MIT_LICENSE", "LICENSE-CODE",
             "UNLICENSE", "src/model/LICENSE"]
)  # fmt: skip
def test_a_licence_file_is_known_by_many_names(path: str) -> None:
    assert (only(path, MIT).path, only(path, MIT).expression) == (path, "MIT")


@pytest.mark.parametrize(
    "path", ["LICENSE-header.py.bak/x.py", "licensing.py", "train.py", "a.txt"]
)
def test_other_files_are_passed_over(path: str) -> None:
    assert declarations({path: MIT.encode()}) == ()


def test_a_notice_that_points_elsewhere_is_read_by_name() -> None:
    """Its own limit takes nothing back from a licence that is non-commercial anyway."""
    found = only("LICENSE", NOTICE)
    assert (found.expression, found.how) == ("CC-BY-NC-SA-4.0", "name")
    assert "Licensed under CC BY-NC-SA 4.0" in found.quote


@pytest.mark.parametrize(
    "reserve",
    ["The code is released for academic research use only.", "不得用于商业用途。",
     "You must pay a fee to the authors.", "Commercial use is prohibited."],
)  # fmt: skip
def test_a_notice_that_takes_something_back_is_not_the_licence_it_names(reserve: str) -> None:
    found = only("LICENSE", f"Licensed under the Apache License, Version 2.0.\n\n{reserve}\n")
    assert found.expression is None


def test_a_text_with_a_clause_of_its_own_is_not_what_its_first_line_calls_it() -> None:
    """MIT without its conditions is MIT-0, which sets none that would give the clause away."""
    grant, _, rest = MIT.partition(", subject to")
    free = f"{grant}.\n\nTHE SOFTWARE{rest.partition('THE SOFTWARE')[2]}"
    assert only("LICENSE", f"Licensed under MIT-0.\n\n{free}").expression == "MIT-0"
    text = f"Licensed under MIT-0.\n\n{free}\n\nDonate five percent of your revenue.\n"
    assert only("LICENSE", text).expression is None


def test_a_notice_of_the_gnu_kind_says_version_and_later() -> None:
    text = (
        "Example is free software: you can redistribute it and/or modify\nit under the "
        "terms of the GNU Lesser General Public License as published\nby the Free "
        "Software Foundation, either "
        "version 2.1 of the License, or\n(at your option) any later version.\n"
    )
    assert only("LICENSE", text).expression == "LGPL-2.1-or-later"
    plain = text.replace(", or\n(at your option) any later version", "")
    assert only("LICENSE", plain).expression == "LGPL-2.1-only"


def test_an_unknown_licence_file_is_there_and_not_named() -> None:
    """What limits the use is quoted, rather than the first line."""
    found = only("LICENSE", "Our Lab License\n\nUse it well.\nFor research purposes only.\n")
    assert (found.expression, found.how, found.line) == (None, None, 3 + 1)
    assert found.quote == "For research purposes only."


def test_a_custom_licence_is_known_by_its_title() -> None:
    assert only("LICENSE", "S-Lab License 1.0\n\nRedistribution is fine.\n").expression == (
        "LicenseRef-S-Lab-1.0"
    )


def test_a_file_that_holds_but_a_name_is_that_licence_unless_it_says_more() -> None:
    assert only("LICENSE", "Apache 2.0\n").expression == "Apache-2.0"
    assert only("LICENSE", "Apache 2.0\nNon-commercial only\n").expression is None


@pytest.mark.parametrize("text", ["", "\n \n", "Individual Contributor License Agreement\n\nI …"])
def test_an_empty_file_and_a_contributor_agreement_are_no_licence(text: str) -> None:
    assert declarations({"LICENSE": text.encode()}) == ()


def test_a_notice_file_speaks_only_where_it_speaks_of_this_work() -> None:
    assert told("NOTICE", APACHE_HEADER) == [(Place.FILE, "Apache-2.0")]
    assert told("NOTICE", "Foo (github.com/x/foo) is licensed under the MIT License.") == []
    assert told("NOTICE", "Made with care.") == []


def test_a_licence_file_longer_than_we_read_is_not_judged_by_its_beginning() -> None:
    """What was not read may take back what was."""
    text = MIT + "\n" * BYTES_LIMIT + "Non-commercial use only."
    assert only("LICENSE", text).expression is None


def test_the_header_of_a_package_file_is_told_apart_from_its_metadata() -> None:
    text = f'{APACHE_HEADER}\nfrom setuptools import setup\n\nsetup(\n    license="MIT",\n)\n'
    header, metadata = declarations({"setup.py": text.encode()})
    assert (header.place, header.line, header.expression) == (Place.HEADER, 3, "Apache-2.0")
    assert header.quote.startswith("Licensed under the Apache License")
    assert (metadata.place, metadata.line, metadata.quote) == (Place.PACKAGE, 11, 'license="MIT",')


def test_the_header_of_a_script_is_read_and_the_rest_of_it_is_not() -> None:
    text = APACHE_HEADER + "\nimport torch\n\n# Licensed under the MIT License.\n"
    assert told("src/train.py", text) == [(Place.HEADER, "Apache-2.0")]
    assert told("train.py", "# SPDX-License-Identifier: GPL-3.0-only\n") == [
        (Place.HEADER, "GPL-3.0-only")
    ]
    assert told("train.py", "import torch\n# SPDX-License-Identifier: MIT\n") == []


def test_files_of_the_root_come_first() -> None:
    texts = dict.fromkeys(("b/LICENSE", "a/b/LICENSE", "LICENSE"), b"MIT")
    assert [one.path for one in declarations(texts)] == ["LICENSE", "b/LICENSE", "a/b/LICENSE"]


@given(
    st.sampled_from(["LICENSE", "NOTICE", "README.md", "setup.py", "setup.cfg", "pyproject.toml",
                     "package.json", "CITATION.cff"]),
    st.binary(max_size=400) | st.text(max_size=400).map(str.encode),
)  # fmt: skip
def test_any_bytes_are_read_without_an_error_and_quotes_are_bounded(path: str, data: bytes) -> None:
    for one in declarations({path: data}):
        assert len(one.quote) <= SPAN_LIMIT
        assert "\x00" not in one.quote


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_the_encoding_of_a_file_does_not_matter(encoding: str) -> None:
    text = MIT.replace("Copyright (c)", "Copyright (c) André,", 1)
    (found,) = declarations({"LICENSE": text.encode(encoding)})
    assert found.expression == "MIT"


def test_control_characters_do_not_hide_a_licence_and_do_not_reach_a_quote() -> None:
    (found,) = declarations({"LICENSE": b"\x00\x1b[31m" + MIT.encode() + b"\x00"})
    assert not set(found.quote) & set("\x00\x1b")
