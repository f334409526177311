"""Notices, labels and lists of names: in whatever words, and never freer than they are."""

import re

import pytest

from tests.licensing.shipped_texts import APACHE, shipped
from tracker.licensing.frames import is_frame
from tracker.licensing.gnu import gnu_licence
from tracker.licensing.known import commercial
from tracker.licensing.names import leading
from tracker.licensing.reading import Reading, read
from tracker.licensing.uses import Allowed, Use, rule

BSD = shipped("msgspec")


def license_file(text: str) -> Reading:
    return read("LICENSE", text.encode(), "text")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("GNU GPLv2 or higher", "GPL-2.0-or-later"),
        ("the GNU GPL, version 3 (or above)", "GPL-3.0-or-later"),
        ("GNU Lesser General Public License, version 2.1 or newer", "LGPL-2.1-or-later"),
        ("GNU GPL; either version 2 of the License (GPLv2) or (at your option) any later version",
         "GPL-2.0-or-later"),
        ('GNU AGPL as published by " "the FSF; version 3, or " "(at your option) any later version',
         "AGPL-3.0-or-later"),
        ("version 2 of the GNU General Public License", "GPL-2.0-only"),
        ("GNU General Public License V2 or V3", "GPL-2.0-only OR GPL-3.0-only"),
        ("GNU Free Documentation License, Version 1.2 or any later version", "GFDL-1.2-or-later"),
        ("GNU GPL version 2 or the Apache License version 2 or later", "GPL-2.0-only"),
        ("GPL. See section 2.", None),
        ("Mozilla Public License version 2", None),
    ],
)  # fmt: skip
def test_a_licence_of_the_gnu_project_is_read_with_its_version(words: str, name: str) -> None:
    assert gnu_licence(words) == name


@pytest.mark.parametrize(
    ("words", "expression"),
    [
        ("LGPL-2.1 | Apache-2.0", "LGPL-2.1-only OR Apache-2.0"),
        ("MIT/Apache-2.0", "MIT OR Apache-2.0"),
        ("BSD-3-Clause, MIT and Apache 2.0", "BSD-3-Clause AND MIT AND Apache-2.0"),
        ("MIT, ISC or Zlib", "MIT OR ISC OR Zlib"),
        ("GPL (>= 3)", "GPL-3.0-or-later"),
        ("GPLv3 or newer", "GPL-3.0-or-later"),
        ("MIT and the Foo Bar License", None),
        ("MIT, BSD and GPL", None),
    ],
)
def test_a_list_of_names_is_read_whole_or_not_at_all(words: str, expression: str | None) -> None:
    found = leading(words)
    assert found is not None
    assert found.expression == expression


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("__license__ = 'Modified BSD or Apache License, Version 2.0'",
         "BSD-3-Clause OR Apache-2.0"),
        ("licenseId: CERN-OHL-W-2.0", "CERN-OHL-W-2.0"),
        ('license = { text = "LGPL-3.0-or-later" }', "LGPL-3.0-or-later"),
        ('"license": {"type": "AGPL-3.0+"}', "AGPL-3.0-or-later"),
        ("License: GPL v.3+", "GPL-3.0-or-later"),
        ("// SPDX-LicenseIdentifier: LGPL-2.1-only", "LGPL-2.1-only"),
    ],
)  # fmt: skip
def test_a_label_names_its_licence_to_the_last_sign(label: str, name: str) -> None:
    assert license_file(f"{label}\n").license == name


@pytest.mark.parametrize(
    "more",
    [
        "Whoever earns money with it owes us a share.",
        "Only Linux kernels may include it.",
        "Use of this software requires a fee.",
        "This license does not apply to the software in this file.",
        "See http://creativecommons.org/licenses/by-nc/4.0/ for the terms.",
    ],
)
def test_a_label_with_a_condition_behind_the_name_is_no_plain_one(more: str) -> None:
    assert license_file(f"License: BSD-3-Clause {more}\n").commercial != "yes"


NOTICES = {
    "GPL-2.0-or-later": "You may redistribute it and/or modify it under the terms of the GNU "
    "General Public License as published by the FSF, version 2 or later. A copy of the license "
    "can be found in the file COPYING.",
    "MIT OR Apache-2.0": "This crate is licensed under either the MIT license or the Apache "
    "License 2.0, at your option.",
    "Apache-2.0": "Licensed under the Apache License, Version 2.0. You may not use these files "
    "except in compliance with the License. You may obtain a copy of the License at the address "
    "above.",
    "LGPL-2.1-only": "This library may be redistributed under the terms of the GNU Lesser General "
    "Public License version 2.1 only. You should have received a copy of it along with this file.",
    "MIT": "This project is licensed under the terms of the MIT license. See the file LICENSE for "
    "more details.",
}


@pytest.mark.parametrize("name", NOTICES)
def test_what_stands_around_a_name_takes_nothing_back(name: str) -> None:
    answer = license_file(NOTICES[name])
    assert (answer.license, answer.commercial) == (name, "yes")


@pytest.mark.parametrize("name", NOTICES)
@pytest.mark.parametrize(
    "more",
    [
        "Licensed for use by the authors only.",
        "The software may not be sold.",
        "This is proprietary and confidential.",
        "May be used by members of the Foundation.",
        "It is available to persons named in the file AUTHORS.",
        "NON-COMMERCIAL/ACADEMIC",
        "See http://creativecommons.org/licenses/by-nc/4.0/ for the terms.",
    ],
)
def test_a_sentence_beside_a_notice_is_never_taken_for_its_frame(name: str, more: str) -> None:
    assert license_file(f"{NOTICES[name]}\n\n{more}\n").commercial in ("unknown", "no")


@pytest.mark.parametrize(
    "sentence",
    ["You may use it under the terms of ¶ for RESEARCH.",
     "This file is licensed for use by the FSF.",
     "You may use ¶ in academic/personal work.", "It is free software under ¶ for students.",
     "See https://creativecommons.org/licenses/by-nc/4.0/ for the terms of the license."],
)  # fmt: skip
def test_a_word_more_makes_a_frame_a_sentence(sentence: str) -> None:
    assert not is_frame(sentence)


@pytest.mark.parametrize(
    "words",
    [
        "Apache-2.0 WITH LicenseRef-scancode-commons-clause",
        "MIT WITH LicenseRef-scancode-commons-clause",
        "GPL-2.0-only OR Apache-2.0 WITH LicenseRef-scancode-commons-clause",
    ],
)
def test_what_takes_back_behind_with_counts(words: str) -> None:
    assert commercial(words) != "yes"
    assert rule(words, Use.PRODUCT).allowed is Allowed.NO


def test_an_exception_joins_the_licence_that_it_stands_beside() -> None:
    notice = (
        "This library is free software; you can redistribute it and/or modify it under the terms "
        "of the GNU Lesser General Public License as published by the Free Software Foundation; "
        "either version 2.1 of the License, or (at your option) any later version.\n\n"
        "Under Section 7 of GPL version 3, you are granted additional permissions described in "
        "the GCC Runtime Library Exception, version 3.1, as published by the Free Software "
        "Foundation.\n"
    )
    assert license_file(notice).license == "LGPL-2.1-or-later WITH GCC-exception-3.1"


@pytest.mark.parametrize("breaks", [" ", "\n"])
def test_a_header_that_mentions_agreements_of_contributors_is_no_agreement(breaks: str) -> None:
    header = (
        f"Licensed to the Apache Software Foundation (ASF) under one or more contributor{breaks}"
        f"license{breaks}agreements. See the NOTICE file distributed with this work for additional "
        "information regarding copyright ownership. The ASF licenses this file to you under the "
        'Apache License, Version 2.0 (the "License"); you may not use this file except in '
        "compliance with the License.\n"
    )
    assert license_file(header).license == "Apache-2.0"


@pytest.mark.parametrize(
    "text",
    ["This one file is BSD-licensed. The rest of Foo is licensed under the GPL, version 2.\n",
     "The entire rest of the tree is under the Apache License, Version 2.0.\n"],
)  # fmt: skip
def test_what_the_rest_is_under_is_not_what_this_is_under(text: str) -> None:
    assert license_file(text).commercial != "yes"


@pytest.mark.parametrize("at", ["of this definition", "the Work and Derivative Works thereof"])
@pytest.mark.parametrize(
    "sentence",
    ["You may not use the weights in a product.", "You may not use the Work in a firm.",
     "Companies must buy a licence before they use this.", "You may not copy this Work to a phone.",
     "Do not distribute the Work in any country."],
)  # fmt: skip
def test_a_sentence_made_of_words_of_the_licence_is_seen_inside_it(at: str, sentence: str) -> None:
    place = re.search(r"\s+".join(at.split()) + r"[^.]*\.", APACHE)
    assert place is not None
    text = f"{APACHE[: place.end()]} {sentence} {APACHE[place.end() :]}"
    assert license_file(text).commercial != "yes"


def test_a_long_text_may_lose_a_word_that_asks_and_none_that_gives() -> None:
    example = re.search(r"\s*\(an example is provided in the Appendix below\)", APACHE)
    assert example is not None
    assert license_file(APACHE.replace(example[0], "")).license == "Apache-2.0"
    less = APACHE.replace("sublicense, ", "")
    assert less != APACHE
    assert license_file(less).license != "Apache-2.0"


@pytest.mark.parametrize(
    "line",
    ["Copyright (c) 2024 A. Author. Whoever earns money with it owes us a share.",
     "Copyright (c) 2024 A. Author. All rights reserved. Companies pay a fee.",
     "(c) 2024 A. Author. Hospitals need our consent to use it."],
)  # fmt: skip
def test_a_sentence_on_the_line_of_the_copyright_is_read(line: str) -> None:
    assert license_file(f"{line}\n\n{BSD}").commercial != "yes"


@pytest.mark.parametrize(
    "said",
    [
        "~~MIT~~ All rights reserved, see our sales team.",
        "<del>Licensed under the MIT license.</del> Ask us.",
        "Until 2023 this project was under the MIT License.",
        "This code was previously released under the MIT License.",
        "The project used to be licensed under the MIT License.",
    ],
)
def test_what_no_longer_holds_is_no_licence(said: str) -> None:
    answer = read("README.md", f"# X\n\n## License\n\n{said}\n".encode(), "readme")
    assert answer.commercial in ("unknown", "no")


@pytest.mark.parametrize(
    "said",
    [
        "Licensed under the Apache License, Version 2.0 with the Commons Clause.",
        "Apache 2.0 with Commons Clause",
        "License: MIT + Commons Clause",
        "This software is under the MIT license, and the Commons Clause applies.",
        "Released under the BSD 3-Clause license plus Commons Clause Restriction.",
    ],
)
def test_the_commons_clause_beside_a_name_is_never_free(said: str) -> None:
    assert license_file(f"{said}\n").commercial != "yes"
