"""What the metadata folder of a wheel declares is the licence of the package, and never more."""

import time

import pytest

from tracker.licensing import conclude
from tracker.licensing.wheels import HEAD_LIMIT, in_wheel, license_paths, read_metadata
from tracker.model.evidence import Place

FOLDER = "a-1.0.dist-info"
PATH = f"{FOLDER}/METADATA"
MIT = """MIT License

Copyright (c) 2025 A. Author

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial
portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES
OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""
RESEARCH = "This software is for non-commercial research purposes only."


def told(*fields: str, body: str = "", **texts: str | None) -> str:
    """Return the licence concluded from a wheel with these fields and texts.

    Parameters
    ----------
    texts
        Of files in the wheel, ``__`` for a slash; None: not read.
    """
    head = "\n".join(("Metadata-Version: 2.4", "Name: a", "Version: 1.0", *fields))
    metadata = read_metadata(PATH, f"{head}\n\n{body}".encode())
    assert metadata is not None
    files = {f"{FOLDER}/{name.replace('__', '/')}": text for name, text in texts.items()}
    read = {
        path: None if (text := files[path]) is None else text.encode()
        for path in license_paths(metadata, FOLDER, [PATH, *files])
    }
    return conclude(in_wheel(metadata, read)).expression


def folded(text: str, indent: str = "        ") -> str:
    return text.strip().replace("\n", f"\n{indent}")


@pytest.mark.parametrize(
    ("fields", "license_id"),
    [
        (["License-Expression: MIT"], "MIT"),
        (["License-Expression: Apache-2.0 OR BSD-3-Clause"], "Apache-2.0 OR BSD-3-Clause"),
        (["License-Expression: my own"], "NOASSERTION"),
        (["License: MIT License"], "MIT"),
        (["License: LICENSE.txt"], "NONE"),
        (["License: see the file LICENSE"], "NONE"),
        (["License: UNKNOWN"], "NONE"),
        (["License: Proprietary, see the file LICENSE"], "NOASSERTION"),
        ([f"License: {RESEARCH}"], "NOASSERTION"),
        ([], "NONE"),
        (["Classifier: License :: OSI Approved :: MIT License"], "MIT"),
        (["Classifier: License :: OSI Approved :: BSD License"], "NOASSERTION"),
        (["Classifier: License :: OSI Approved :: Apache Software License"], "NOASSERTION"),
        (["Classifier: License :: OSI Approved"], "NOASSERTION"),
        (["Classifier: License :: Other/Proprietary License"], "NOASSERTION"),
        (["License: BSD-3-Clause", "Classifier: License :: OSI Approved :: BSD License"],
         "BSD-3-Clause"),
        (["License: Apache 2.0", "Classifier: License :: OSI Approved :: Apache Software License"],
         "Apache-2.0"),
        (["License: MIT", "Classifier: License :: OSI Approved"], "MIT"),
        (["License: MIT", "Classifier: License :: OSI Approved :: BSD License"], "NOASSERTION"),
        (["License: MIT", "Classifier: License :: Free for non-commercial use"], "NOASSERTION"),
    ],
)  # fmt: skip
def test_the_fields_say_what_they_say_and_families_say_no_licence(
    fields: list[str], license_id: str
) -> None:
    assert told(*fields) == license_id


@pytest.mark.parametrize(
    "texts",
    [
        {"LICENSE": MIT},
        {"LICENSE.txt": MIT},
        {"COPYING": MIT},
        {"licenses__LICENSE": MIT},
        {"licenses__LICENSE.md": MIT, "licenses__AUTHORS.md": "A. Author"},
    ],
)
def test_a_licence_text_of_the_metadata_folder_is_that_of_the_whole(texts: dict[str, str]) -> None:
    assert told(**texts) == "MIT"


def test_a_file_that_the_metadata_call_the_licence_is_read_whatever_its_name() -> None:
    assert told("License-File: TERMS", licenses__TERMS=MIT) == "MIT"
    assert told("License-File: legal/TERMS", TERMS=MIT) == "MIT"


def test_a_text_for_a_part_that_was_copied_in_is_not_the_whole_s() -> None:
    assert told(licenses__a___vendor__LICENSE=MIT) == "NONE"


def test_texts_of_the_whole_and_what_the_fields_say_are_taken_together() -> None:
    assert told("License: Apache-2.0", LICENSE=MIT) == "Apache-2.0 AND MIT"
    assert told("License: MIT", LICENSE=RESEARCH) == "NOASSERTION"
    assert told("License: MIT", LICENSE=None) == "NOASSERTION"


@pytest.mark.parametrize("indent", ["        ", "       |", " ", "\t"])
def test_a_licence_field_that_holds_a_text_is_read_as_one(indent: str) -> None:
    assert told(f"License: {folded(MIT, indent)}") == "MIT"
    assert told(f"License: {folded(MIT + RESEARCH, indent)}") != "MIT"
    assert told(f"License: {folded('MIT License' + chr(10) + RESEARCH, indent)}") != "MIT"


def test_a_text_whose_empty_line_ended_the_header_is_read_on() -> None:
    assert told("License: MIT License", body=f"Copyright (c) 2025 A\n\n{RESEARCH}") != "MIT"
    assert told("License: MIT License", body="# A package\n\nIt packs.") == "MIT"


def test_a_header_that_was_not_read_to_its_end_says_nothing() -> None:
    assert read_metadata(PATH, b"Name: a\nLicense: MIT\n" + b"X: y\n" * HEAD_LIMIT) is None
    long = b"Name: a\nLicense: MIT\n\n" + b"word " * HEAD_LIMIT
    found = read_metadata(PATH, long)
    assert found is not None
    assert found.licenses == ("MIT",)


def test_a_header_of_ever_new_fields_costs_no_time() -> None:
    begun = time.process_time()
    fields = b"".join(b"X%d: y\n" % number for number in range(15_000))
    assert read_metadata(PATH, b"Name: a\n" + fields + b"\n") is None
    assert time.process_time() - begun < 5


def test_a_declaration_names_its_place() -> None:
    found = read_metadata(PATH, b"Name: a\nLicense: MIT\n\n")
    assert found is not None
    (one,) = in_wheel(found, {})
    assert (one.place, one.path, one.quote) == (Place.PACKAGE, PATH, "MIT")
