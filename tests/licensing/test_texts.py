"""What a file is: named only where its words say so, and never on the strength of a part."""

import re
import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.licensing.shipped_texts import APACHE, MIT, shipped
from tracker.licensing.source import Source
from tracker.licensing.texts import Found, identify
from tracker.model.verdict import NOASSERTION, NONE

BSD = shipped("msgspec")


def found(text: str | bytes, path: str = "LICENSE") -> Found:
    data = text if isinstance(text, bytes) else text.encode()
    return identify(Source.read(path, data))


def test_a_licence_after_a_line_that_only_says_what_it_covers_is_that_licence() -> None:
    """The line is shown as not covered."""
    said = found(
        f"Except where otherwise noted, the following license applies to all files.\n\n{APACHE}"
    )
    assert (said.license, said.how) == ("Apache-2.0", "contained")
    assert [span.line for span in said.uncovered] == [1]


def test_a_sentence_that_withholds_a_use_is_quoted_and_nothing_is_named() -> None:
    said = found(f"For research only. Commercial use is not permitted.\n\n{MIT}")
    assert (said.license, said.class_, said.commercial) == (NOASSERTION, "custom-NC", "no")
    assert said.nearest == "MIT"
    assert "research only" in said.conflicts[0]


def test_several_licences_in_one_file_all_hold() -> None:
    said = found(f"{MIT}\n\n---- third-party ----\n\n{BSD}")
    assert (said.license, said.class_) == ("BSD-3-Clause AND MIT", "multi-in-one-file")
    assert [span.license for span in said.matched] == ["MIT", "BSD-3-Clause"]


def test_one_licence_twice_is_that_licence() -> None:
    said = found(f"{MIT}\n\nFor the files of Foo:\n\n{MIT}")
    assert said.license == "MIT"


def test_a_licence_with_a_right_taken_out_is_not_that_licence() -> None:
    said = found(re.sub(r"\s+", " ", MIT).replace("and/or sell", ""))
    assert (said.license, said.nearest) == (NOASSERTION, "MIT")


@pytest.mark.parametrize(
    "text",
    [
        "", " \n\t\n", "TBD", "https://example.org/license",
        "Individual Contributor License Agreement\n\nThank you for your interest in Foo.",
        "This product includes software from Foo (https://example.org) under the MIT License.",
    ],
)  # fmt: skip
def test_what_grants_a_user_nothing_is_no_licence(text: str) -> None:
    said = found(text)
    assert (said.license, said.class_) == (NONE, "not-a-licence")


@pytest.mark.parametrize(
    ("title", "license_id", "commercial"),
    [
        ("META LLAMA 3 COMMUNITY LICENSE AGREEMENT", "LicenseRef-Llama-3-Community", "conditional"),
        ("LLAMA 3.1 COMMUNITY LICENSE AGREEMENT", "LicenseRef-Llama-3.1-Community", "conditional"),
        ("**LLAMA 3.3 COMMUNITY LICENSE AGREEMENT**", "LicenseRef-Llama-3.3-Community",
         "conditional"),
        ("Qwen RESEARCH LICENSE AGREEMENT", "LicenseRef-Qwen-Research", "no"),
        ("Tongyi Qianwen LICENSE AGREEMENT", "LicenseRef-Tongyi-Qianwen", "conditional"),
        ("Falcon 180B TII License Version 1.0", "LicenseRef-Falcon-180B-TII", "conditional"),
        ("S-Lab License 1.0", "LicenseRef-S-Lab-1.0", "no"),
        ("NVIDIA Source Code License for StyleGAN3", "LicenseRef-NVIDIA-Source-Code", "no"),
        ("Adobe Research License Terms For Redistributable Adobe Materials",
         "LicenseRef-Adobe-Research", "no"),
        ("FLUX.1 [dev] Non-Commercial License", "LicenseRef-FLUX-1-dev-Non-Commercial", "no"),
        ("Disclaimer: IMPORTANT: This Apple Machine Learning Research Model is\nspecifically",
         "LicenseRef-Apple-AMLR", "no"),
        ("The GLM-4-9B License", "LicenseRef-ChatGLM-Model", "conditional"),
        ("CreativeML Open RAIL++-M License\ndated November 24, 2022", "LicenseRef-OpenRAIL++-M",
         "conditional"),
    ],
)  # fmt: skip
def test_a_title_is_a_candidate_and_names_only_what_forbids_commerce(
    title: str, license_id: str, commercial: str
) -> None:
    said = found(f"{title}\n\n" + "Terms that nobody has a copy of. " * 60)
    strict = commercial == "no"
    assert said.license == (license_id if strict else NOASSERTION)
    assert (said.nearest, said.commercial) == (license_id, "no" if strict else "unknown")
    assert said.confidence < 0.9


@pytest.mark.parametrize(
    "text", ["This is not under the Apache 2.0 License.", "MIT or so, we have not decided."]
)
def test_a_name_that_is_not_understood_is_never_none(text: str) -> None:
    assert (found(text).license, found(text).commercial) == (NOASSERTION, "unknown")


def test_clauses_that_a_titled_text_does_not_have_are_missing() -> None:
    said = found("S-Lab License 1.0\n\nDo as you like.\n")
    assert any("non-commercial" in clause.words for clause in said.missing)


def test_a_header_is_said_to_be_one() -> None:
    header = (
        'Licensed under the Apache License, Version 2.0 (the "License");\n'
        "you may not use this file except in compliance with the License."
    )
    said = found(header)
    assert (said.license, said.how, said.class_) == ("Apache-2.0", "header", "Apache-2.0-header")


def test_an_unknown_text_gets_the_terms_it_states_and_no_name() -> None:
    said = found(
        "This software is the property of the University of X.\n"
        "It may be used for academic research only.\nNo commercial use.\n"
    )
    assert (said.license, said.class_, said.commercial) == (NOASSERTION, "university-NC", "no")
    assert "academic research only" in said.clauses[0].words


LAYOUT = st.tuples(
    st.integers(min_value=30, max_value=160),
    st.sampled_from(["", "    ", "# ", " * ", "> ", "// "]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from([b"", b"\xef\xbb\xbf"]),
)


@settings(max_examples=40, deadline=None)
@given(
    layout=LAYOUT,
    text=st.sampled_from([("MIT", MIT), ("Apache-2.0", APACHE), ("BSD-3-Clause", BSD)]),
    holder=st.sampled_from(["A. Author", "Müller GmbH", "IDEA Research", "北京大学"]),
    nuls=st.booleans(),
)
def test_layout_and_encoding_change_no_answer(
    layout: tuple[int, str, str, bytes], text: tuple[str, str], holder: str, nuls: bool
) -> None:
    width, indent, ending, mark = layout
    name, body = text
    body = f"Copyright (c) 2025 {holder}\n\n{body}"
    wrapped = "\n\n".join(
        textwrap.fill(" ".join(part.split()), width, break_long_words=False)
        for part in re.split(r"\n\s*\n", body)
    )
    laid = textwrap.indent(wrapped, indent, lambda _: True).replace("\n", ending)
    data = mark + laid.encode() + (b"\x00" * 3 if nuls else b"")
    assert found(data).license == name


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=3000))
def test_no_bytes_break_it_and_noise_names_nothing(data: bytes) -> None:
    said = found(data)
    assert said.license in (NONE, NOASSERTION) or said.how in ("name", "header")


def test_fifty_megabytes_of_noise_are_answered_without_reading_them_all() -> None:
    assert found(b"lorem ipsum dolor \n" * 2_700_000).license in (NONE, NOASSERTION)


def test_latin_1_is_read() -> None:
    data = f"Copyright (c) 2025 Andr\xe9 M\xfcller\n\n{MIT}".encode("latin-1")
    assert found(data).license == "MIT"


@settings(max_examples=25, deadline=None)
@given(seed=st.randoms(use_true_random=False))
def test_a_reworded_text_is_less_sure_or_not_named(seed: object) -> None:
    """One word in ten replaced."""
    words = MIT.split()
    for at in seed.sample(range(20, len(words)), len(words) // 10):  # type: ignore[attr-defined]
        words[at] = "something"
    said = found(" ".join(words))
    assert said.license != "MIT" or said.confidence < found(MIT).confidence
