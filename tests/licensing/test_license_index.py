"""The tool that builds the catalog from the data of two packages and from published texts."""

import json
import zipfile
from pathlib import Path

import pytest

from tools.build_license_index import Sources, forms, pack
from tools.license_sources import FORMS, LESS, PUBLISHED, SCANCODE
from tracker.licensing.catalog import Catalog
from tracker.licensing.covering import page_words

PASSAGES = (
    "Creative Commons. By exercising the Licensed Rights. Statement of Purpose. The laws of most "
    "jurisdictions. PREAMBLE. Terms of {0}. Exhibit A - Source Code. END OF TERMS AND CONDITIONS. "
    "APPENDIX: How to apply. How to Apply These Terms to Your New Programs. "
    "How to Apply These Terms to Your New Libraries. For more information, please refer to x. "
    "GNU GENERAL PUBLIC LICENSE Version 3, 29 June 2007. Creative Commons is not a party. "
    "Everyone is permitted to copy and distribute verbatim copies, changing is not allowed."
)


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


@pytest.fixture
def made(tmp_path: Path) -> Catalog:
    texts = {
        name: {"licenseText": PASSAGES.format(f"work{number:03}"), "name": f"Made up {number:03}"}
        for number, name in enumerate(sorted({*FORMS, "MIT"} - LESS))
    }
    (tmp_path / "package.json").write_text('{"name": "made-up", "version": "1.2.3"}', "utf-8")
    (tmp_path / "spdx-full.json").write_text(json.dumps(texts), "utf-8")
    wheel = tmp_path / "made_up-4.5-py3-none-any.whl"
    rules = {
        "good": "license_expression: mit\nis_license_notice: yes\nrelevance: 100",
        "doubtful": "license_expression: mit\nis_license_notice: yes\nrelevance: 50",
        "false": "is_false_positive: yes",
        "greedy": "license_expression: mit\nis_license_notice: yes\nrelevance: 100",
    }
    says = {
        "good": "Put under the terms of MIT", "doubtful": "Perhaps under MIT too",
        "false": "the word license here", "greedy": "MIT for non-commercial use only please",
    }  # fmt: skip
    with zipfile.ZipFile(wheel, "w") as archive:
        for key in (*SCANCODE, "mit"):
            head = f"key: {key}\ncategory: Permissive\nname: The {key} Licence"
            head += "\nspdx_license_key: MIT" if key == "mit" else ""
            archive.writestr(
                f"licensedcode/data/licenses/{key}.LICENSE",
                f"---\n{head}\ntext_urls:\n  - https://example.org/{key}\n---\n\n"
                f"The long terms of {key}.",
            )
        for name, head in rules.items():
            archive.writestr(
                f"licensedcode/data/rules/{name}.RULE", f"---\n{head}\n---\n\n{says[name]}"
            )
    return Catalog(pack(Sources(tmp_path, wheel, tmp_path / "published")))


def test_the_catalog_names_its_source_and_holds_each_licence(made: Catalog) -> None:
    assert made.head.source == "made-up 1.2.3, made_up 4.5"
    held = {made.license(place) for place in range(len(made))}
    assert {*FORMS, *SCANCODE.values()} <= held
    assert not held & set(PUBLISHED) - set(SCANCODE.values()), "no published text was at hand"


def test_a_passage_counts_where_it_was_reviewed_and_takes_nothing_back(made: Catalog) -> None:
    def found(text: str) -> list[tuple[str, str]]:
        return [(name, kind) for *_, name, kind in made.passages(page_words(text))]

    assert found("It is put under the terms of MIT, as it were.") == [("MIT", "notice")]
    assert found("Perhaps under MIT too") == []
    assert found("MIT for non-commercial use only please") == []
    assert found("Here is the word license here") == [("", "harmless")]


def test_an_address_of_one_licence_is_its_name(made: Catalog) -> None:
    assert made.head.addresses["example.org/mit"] == "MIT"
