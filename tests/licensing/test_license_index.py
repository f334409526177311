"""The tool that builds the index from the texts of a package."""

import json
import zipfile
from pathlib import Path

import pytest

from tools.build_license_index import FORMS, LICENSES, SCANCODE, build, forms


def test_a_licence_is_indexed_in_the_forms_it_is_shipped_in() -> None:
    text = "Terms.\nEND OF TERMS AND CONDITIONS\nAPPENDIX: How to apply it.\nMore."
    assert list(forms("Apache-2.0", text)) == [
        text,
        "Terms.\nEND OF TERMS AND CONDITIONS\n",
        "Terms.\n",
    ]


def test_a_source_that_has_changed_is_reported_and_not_guessed_at() -> None:
    with pytest.raises(ValueError, match=r"Apache-2\.0: no such passage: APPENDIX"):
        list(forms("Apache-2.0", "Something else."))


def test_the_index_names_its_source_and_holds_each_licence(tmp_path: Path) -> None:
    """The made-up texts hold the passages that some licences are also shipped without."""
    passages = (
        "Creative Commons. By exercising the Licensed Rights. Statement of Purpose. PREAMBLE. "
        "Terms of {0}. Exhibit A - Source Code. END OF TERMS AND CONDITIONS. "
        "APPENDIX: How to apply. How to Apply These Terms to Your New Programs. "
        "How to Apply These Terms to Your New Libraries. "
        "GNU GENERAL PUBLIC LICENSE Version 3, 29 June 2007. Creative Commons is not a party."
    )
    texts = {
        name: {"licenseText": passages.format(f"work{number:03}")}
        for number, name in enumerate(LICENSES)
    }
    (tmp_path / "package.json").write_text('{"name": "made-up", "version": "1.2.3"}', "utf-8")
    (tmp_path / "spdx-full.json").write_text(json.dumps(texts), "utf-8")
    wheel = tmp_path / "made_up-4.5-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for key in SCANCODE:
            name = f"licensedcode/data/licenses/{key}.LICENSE"
            archive.writestr(name, f"---\nkey: {key}\n---\n\nThe terms of {key}.")
    index = build(tmp_path, wheel)
    assert index.source == "made-up 1.2.3, made_up 4.5"
    assert {known.license for known in index.fingerprints} == {*LICENSES, *SCANCODE.values()}
    assert set(FORMS) <= set(LICENSES)
