"""What the declarations amount to: never more than they say."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.licensing import conclude
from tracker.model.evidence import Declaration, Place


def declared(
    place: Place, expression: str | None, path: str = "", quote: str = "words"
) -> Declaration:
    usual = {Place.FILE: "LICENSE", Place.PACKAGE: "setup.py", Place.HEADER: "setup.py"}
    return Declaration(
        place=place, expression=expression, path=path or usual.get(place, "README.md"), quote=quote
    )


FILE_MIT = declared(Place.FILE, "MIT")
BADGE_MIT = declared(Place.BADGE, "MIT", quote="[![GitHub license](x/MIT-blue)]()")


def test_nothing_declared_is_none_and_not_noassertion() -> None:
    found = conclude([])
    assert (found.expression, found.conflict, found.grounds) == ("NONE", False, ())


def test_a_recognised_file_is_the_licence() -> None:
    found = conclude([FILE_MIT, declared(Place.README, "MIT"), declared(Place.BADGE, "MIT")])
    assert (found.expression, found.conflict) == ("MIT", False)
    assert found.reason == "LICENSE and README.md agree: MIT"


@pytest.mark.parametrize("place", [Place.PACKAGE, Place.HEADER, Place.README, Place.CARD])
def test_a_place_that_contradicts_the_file_joins_it_and_is_named(place: Place) -> None:
    other = declared(place, "Apache-2.0")
    found = conclude([other, FILE_MIT])
    assert (found.expression, found.conflict) == ("Apache-2.0 AND MIT", True)
    assert "LICENSE says MIT" in found.reason
    named = "the card" if place is Place.CARD else other.path
    assert f"{named} says Apache-2.0" in found.reason
    assert set(found.grounds) == {FILE_MIT, other}


def test_a_badge_alone_allows_no_conclusion_and_its_empty_link_is_told() -> None:
    found = conclude([BADGE_MIT])
    assert (found.expression, found.conflict) == ("NOASSERTION", False)
    assert found.reason == (
        "a badge with an empty link in README.md says MIT; "
        "there is no licence file and no other statement"
    )


def test_a_file_wins_over_a_badge_and_the_contradiction_is_told() -> None:
    found = conclude([declared(Place.FILE, "Apache-2.0"), BADGE_MIT])
    assert (found.expression, found.conflict) == ("Apache-2.0", True)
    assert "a badge with an empty link in README.md says MIT" in found.reason
    assert BADGE_MIT in found.grounds


@pytest.mark.parametrize("place", [Place.PACKAGE, Place.README, Place.CARD])
def test_a_statement_without_a_text_counts_and_says_so(place: Place) -> None:
    found = conclude([declared(place, "MIT")])
    assert (found.expression, found.conflict) == ("MIT", False)
    assert "no licence text is shipped" in found.reason


def test_the_header_of_one_file_does_not_speak_for_the_whole() -> None:
    found = conclude([declared(Place.HEADER, "Apache-2.0")])
    assert found.expression == "NOASSERTION"
    assert "covers that file only" in found.reason


def test_a_file_that_is_not_recognised_allows_no_conclusion_whatever_else_is_said() -> None:
    unknown = declared(Place.FILE, None, quote="Our Lab License")
    found = conclude([unknown, declared(Place.PACKAGE, "MIT")])
    assert found.expression == "NOASSERTION"
    assert "LICENSE is not a licence text we know: “Our Lab License”" in found.reason


def test_a_file_that_was_not_read_is_said_to_be_unread() -> None:
    found = conclude([declared(Place.FILE, None, quote="")])
    assert (found.expression, found.reason) == ("NOASSERTION", "LICENSE is there and was not read")


def test_a_limit_in_the_readme_contradicts_a_permissive_file() -> None:
    limit = declared(Place.README, None, quote="For academic research only.")
    found = conclude([FILE_MIT, limit])
    assert (found.expression, found.conflict) == ("NOASSERTION", True)
    assert conclude([declared(Place.FILE, "CC-BY-NC-4.0"), limit]).expression == "CC-BY-NC-4.0"


def test_a_family_without_a_version_adds_nothing_to_a_text() -> None:
    vague = declared(Place.PACKAGE, None, quote='license="BSD",')
    assert conclude([declared(Place.FILE, "BSD-3-Clause"), vague]).expression == "BSD-3-Clause"
    assert conclude([FILE_MIT, vague]).expression == "NOASSERTION"
    assert conclude([vague]).expression == "NOASSERTION"
    weights = declared(Place.README, None, quote="Weights are under CC-BY-NC.")
    assert conclude([declared(Place.FILE, "CC-BY-4.0"), weights]).expression == "NOASSERTION"


def test_two_statements_of_one_place_are_joined_without_a_conflict() -> None:
    code, weights = declared(Place.README, "MIT"), declared(Place.README, "CC-BY-NC-4.0")
    found = conclude([FILE_MIT, code, weights])
    assert (found.expression, found.conflict) == ("CC-BY-NC-4.0 AND MIT", False)


def test_a_choice_that_is_stated_is_kept_and_joined_in_brackets() -> None:
    texts = [FILE_MIT, declared(Place.FILE, "Apache-2.0", "LICENSE-APACHE")]
    choice = declared(Place.PACKAGE, "MIT OR Apache-2.0")
    assert conclude([*texts, choice]).expression == "MIT OR Apache-2.0"
    assert conclude(texts).expression == "Apache-2.0 AND MIT"
    found = conclude([declared(Place.FILE, "ISC"), choice])
    assert (found.expression, found.conflict) == ("ISC AND (MIT OR Apache-2.0)", True)


def test_or_later_in_words_explains_a_text_that_cannot_tell() -> None:
    text = declared(Place.FILE, "GPL-3.0-only")
    found = conclude([text, declared(Place.PACKAGE, "GPL-3.0-or-later")])
    assert (found.expression, found.conflict) == ("GPL-3.0-or-later", False)


def test_a_sub_folder_is_mentioned_and_changes_nothing() -> None:
    below = declared(Place.FILE, "Apache-2.0", "src/r1/LICENSE")
    with_root = conclude([FILE_MIT, below])
    assert (with_root.expression, with_root.conflict) == ("MIT", False)
    assert "for sub-folders only: src/r1/LICENSE says Apache-2.0" in with_root.reason
    alone = conclude([below, declared(Place.PACKAGE, "Apache-2.0", "src/r1/setup.py")])
    assert (alone.expression, alone.grounds) == ("NONE", ())
    assert "src/r1/LICENSE says Apache-2.0" in alone.reason


def test_the_host_s_guess_is_a_hint_and_no_ground() -> None:
    guess = declared(Place.DETECTOR, "MIT", "LICENSE")
    assert conclude([guess]).expression == "NOASSERTION"
    assert conclude([FILE_MIT, guess]).grounds == (FILE_MIT,)


@pytest.mark.parametrize(
    ("how", "conflict"),
    [("exact", False), ("normalised", False), ("near", True), ("name", True), (None, True)],
)
def test_a_guess_contradicts_no_text_that_is_word_for_word_a_licence(
    how: str | None, conflict: bool
) -> None:
    text = msgspec.structs.replace(FILE_MIT, how=how)
    found = conclude([text, declared(Place.DETECTOR, "GPL-3.0-only")])
    assert (found.expression, found.conflict) == ("MIT", conflict)
    elsewhere = msgspec.structs.replace(text, path="sub/LICENSE")
    guess = declared(Place.DETECTOR, "GPL-3.0-only", "LICENSE")
    assert conclude([elsewhere, guess]).expression == "NOASSERTION"


def test_of_a_card_whose_metadata_alone_were_read_the_rest_is_said_not_to_be() -> None:
    text = Declaration(place=Place.README, path="README.md", quote="")
    found = conclude([declared(Place.CARD, "MIT", "README.md"), text])
    assert found.expression == "NOASSERTION"
    assert found.reason == "the card says MIT; what else README.md says was not read"


declared_ones = st.builds(
    declared,
    st.sampled_from(list(Place)),
    st.sampled_from([None, "MIT", "Apache-2.0", "CC-BY-NC-4.0", "MIT OR Apache-2.0"]),
    st.sampled_from(["", "LICENSE", "README.md", "sub/LICENSE"]),
    st.sampled_from(["words", "", "For research purposes only.", "license = BSD"]),
)


@given(st.data())
def test_the_order_of_the_declarations_does_not_change_the_conclusion(data: st.DataObject) -> None:
    declarations = data.draw(st.lists(declared_ones, max_size=6))
    first = conclude(declarations)
    second = conclude(data.draw(st.permutations(declarations)))
    assert (first.expression, first.conflict) == (second.expression, second.conflict)


@given(st.lists(declared_ones, max_size=6))
def test_a_conclusion_names_only_what_a_ground_says(declarations: list[Declaration]) -> None:
    found = conclude(declarations)
    said = " ".join(one.expression or "" for one in found.grounds)
    if found.expression not in ("NONE", "NOASSERTION"):
        assert all(name.strip("()") in said for name in found.expression.split(" AND "))
    assert set(found.grounds) <= set(declarations)
    assert not found.reason.endswith(".")


def test_the_header_of_a_script_is_told_and_speaks_for_that_file_only() -> None:
    mit = declared(Place.FILE, "MIT", "LICENSE")
    lent = declared(Place.HEADER, "Apache-2.0", "train.py")
    both = conclude([mit, lent])
    assert (both.expression, both.conflict) == ("MIT", False)
    assert "for single files only: the header of train.py says Apache-2.0" in both.reason
    alone = conclude([lent])
    assert alone.expression == "NONE"
    assert "the header of train.py says Apache-2.0" in alone.reason
    assert "single files" not in conclude([mit, declared(Place.HEADER, "MIT", "a.py")]).reason
