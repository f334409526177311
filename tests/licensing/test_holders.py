"""Whom a licence file names, and that other talk of copyright names nobody."""

import time

import pytest

from tracker.licensing import declarations
from tracker.licensing.dossier import dossier
from tracker.licensing.holders import holder, is_appendix, is_template
from tracker.model.evidence import Declaration, Place

TERMS = "Permission is hereby granted, free of charge, to any person\n"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Copyright (c) 2023 Xinzhe Li", "Xinzhe Li"),
        ("Copyright © 2019-2025, The Lab and others.", "The Lab and others"),
        ("  copyright 2025 by A. Author. All Rights Reserved.", "A. Author"),
        ("# Copyright (C) 2024 - present 某人", "某人"),
        ("Copyright [yyyy] [name of copyright owner]", "[name of copyright owner]"),
        ("Copyright (c) <year> <copyright holders>", "<copyright holders>"),
        ("Copyright (C) 2007 Free Software Foundation, Inc. <https://fsf.org/>", None),
        ("2. Grant of Copyright License. Subject to the terms", None),
        ("THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE", None),
        ("Copyright (c) 2024", None),
        ("", None),
    ],
)
def test_a_copyright_line_names_its_holder(line: str, name: str | None) -> None:
    assert holder(f"A License\n\n{line}\n\n{TERMS}") == name
    assert name is None or is_template(name) == name.startswith(("[", "<"))


APPENDIX = "   Copyright [yyyy] [name of copyright owner]"


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        ((APPENDIX,), "[name of copyright owner]"),
        ((APPENDIX, "Copyright 2025 A. Author"), "A. Author"),
        (("Copyright 2025 A. Author", APPENDIX), "A. Author"),
        ((APPENDIX, "Copyright (c) [year] [fullname]"), "[fullname]"),
        (("    Copyright (C) <year>  <name of author>", "Copyright 2025 B"), "B"),
    ],
)
def test_the_appendix_of_a_licence_names_nobody_where_another_line_does(
    lines: tuple[str, ...], name: str
) -> None:
    assert holder("A License\n\n" + "\n\n".join(lines)) == name


@pytest.mark.parametrize(
    ("name", "appendix"),
    [
        ("[name of copyright owner]", True), ("{name of copyright owner}", True),
        ("<name of author>", True), ("[fullname]", False), ("<copyright holders>", False),
        ("the name of the author of a book", False), ("A. Author", False),
    ],
)  # fmt: skip
def test_an_appendix_is_no_template_that_somebody_left_standing(name: str, appendix: bool) -> None:
    assert is_appendix(name) is appendix
    declared = Declaration(
        place=Place.FILE, path="LICENSE", line=1, quote="x", expression="MIT", holder=name
    )
    odd = " ".join(dossier([declared]).holders)
    assert ("is still the template's" in odd) is (not appendix and is_template(name))


def test_a_recognised_licence_file_carries_its_holder(pytestconfig: pytest.Config) -> None:
    text = (pytestconfig.rootpath / "LICENSE").read_bytes()
    (found,) = declarations({"LICENSE": text})
    assert found.expression == "Apache-2.0"
    assert found.holder == holder(text.decode())


def test_hostile_lines_take_no_time() -> None:
    started = time.perf_counter()
    for piece in ("\n", " ", "#", "copyright ", "Copyright (c) 2025", "1,", "[", "2025 - "):
        holder(piece * 40_000)
    assert time.perf_counter() - started < 5
