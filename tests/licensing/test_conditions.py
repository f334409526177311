"""What licences ask, clause by clause: the data, and whom each condition binds."""

from collections.abc import Sequence
from pathlib import Path

import license_expression
import pytest

from tests.licensing.shipped_texts import APACHE, MIT
from tracker.licensing.conditions import Condition, Kind, conditions_of, reviewed
from tracker.licensing.credits import plain
from tracker.licensing.known import known

CC_BY = Path(license_expression.__file__).parent / "data" / "cc-by-4.0.LICENSE"
SAYING = {Kind.NOTICE_WORDS, Kind.SHOWN_WORDS, Kind.NAME}


def conditions(name: str) -> Sequence[Condition]:
    group = conditions_of(name)
    assert group is not None
    return group.conditions


def test_each_condition_has_a_clause_its_words_and_what_must_be_said() -> None:
    for name, group in reviewed().items():
        for condition in group.conditions:
            assert condition.clause, name
            assert 0 < len(condition.words) <= 200, name
            assert (condition.says is not None) == (condition.kind in SAYING), name


def test_each_licence_stands_once_and_was_reviewed_for_its_uses() -> None:
    groups = {group.licenses: group for group in reviewed().values()}
    names = [name for licenses in groups for name in licenses]
    assert len(names) == len(set(names))
    assert all(known(name) is not None for name in names)


@pytest.mark.parametrize(
    ("name", "text"),
    [("MIT", MIT), ("Apache-2.0", APACHE), ("CC-BY-4.0", CC_BY.read_text("utf-8"))],
    ids=["MIT", "Apache-2.0", "CC-BY-4.0"],
)
def test_the_quoted_words_stand_in_the_licence(name: str, text: str) -> None:
    assert [one.clause for one in conditions(name) if plain(one.words) not in plain(text)] == []


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("MIT", "notice, text"),
        ("BSD-3-Clause", "notice, text"),
        ("Apache-2.0", "text, changes, existing notices, notice file"),
        ("CC-BY-4.0", "creator, changes, link"),
        ("CC-BY-NC-SA-4.0", "creator, changes, link, same terms"),
        ("CC-BY-ND-3.0", "link, creator"),
        ("LicenseRef-Llama-2-Community", "text, notice words"),
        ("LicenseRef-Llama-3.3-Community", "text, shown words, name, notice words"),
        ("LicenseRef-Llama-4-Community", "text, shown words, name, notice words"),
        ("LicenseRef-Gemma", "restrictions, text, changes, notice words"),
        ("LicenseRef-CreativeML-OpenRAIL-M", "restrictions, text, changes, existing notices"),
        ("CC0-1.0", ""),
    ],
)
def test_a_licence_asks_for_these(name: str, kinds: str) -> None:
    assert ", ".join(one.kind for one in conditions(name)) == kinds


def test_a_version_of_llama_asks_for_words_of_its_own() -> None:
    for version in ("2", "3", "3.1", "3.2", "3.3", "4"):
        said = [one.says or "" for one in conditions(f"LicenseRef-Llama-{version}-Community")
                if one.kind is Kind.NOTICE_WORDS]  # fmt: skip
        assert [f"Llama {version} is licensed under" in words for words in said] == [True]


@pytest.mark.parametrize(
    ("reach", "bound"),
    [
        ("copies", "finetune merge quantized base_model None"),
        ("derivatives", "finetune merge quantized base_model None adapter"),
        ("outputs", "finetune merge quantized base_model None adapter distilled"),
    ],
)
def test_a_condition_binds_what_it_reaches(reach: str, bound: str) -> None:
    condition = Condition(kind=Kind.TEXT, clause="1", words="w", reach=reach)  # type: ignore[arg-type]
    relations = ("finetune", "merge", "quantized", "base_model", None, "adapter",
                 "distilled")  # fmt: skip
    assert " ".join(str(one) for one in relations if condition.binds(one)) == bound


def test_what_forbids_a_use_to_others_reaches_what_is_distilled() -> None:
    for name in ("LicenseRef-Gemma", "LicenseRef-OpenRAIL++-M"):
        passed_on = [one for one in conditions(name) if one.kind is Kind.RESTRICTIONS]
        assert [one.binds("distilled") for one in passed_on] == [True]
