"""Other wordings of a known text: what differs is looked at, word by word."""

import pytest

from tests.licensing.shipped_texts import MIT, shipped
from tracker.licensing.catalog import catalog
from tracker.licensing.reading import Reading, read
from tracker.licensing.words import folded, words

BSD = shipped("msgspec")


def license_file(text: str) -> Reading:
    return read("LICENSE", text.encode(), "text")


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("shall be included", "must be included"),
        ("NONINFRINGEMENT", "NON-INFRINGEMENT"),
        ("NONINFRINGEMENT", "NON\nINFRINGEMENT"),
        ("sublicense", "sub-license"),
        ("the following conditions", "the following condition"),
    ],
)
def test_a_text_in_other_spelling_is_the_same_licence(ours: str, theirs: str) -> None:
    assert ours in MIT
    assert license_file(MIT.replace(ours, theirs)).license == "MIT"


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("sell", "lend"),
        ("without restriction", "with restriction"),
        ("free of charge", "for a charge"),
        ("to any person", "to any student"),
        ("to deal", "to experiment privately"),
    ],
)
def test_a_text_with_another_word_on_which_it_turns_is_another(ours: str, theirs: str) -> None:
    assert ours in MIT
    answer = license_file(MIT.replace(ours, theirs))
    assert (answer.license, answer.commercial) != ("MIT", "yes")


@pytest.mark.parametrize(
    "clause",
    [
        "Neither the name of A. Author nor the names of its contributors may be",
        "Neither the names of A. Author, B. Author nor the names of their contributors may be",
        "The name of the author may not be",
        "Neither the name of the Example Institute nor the names of its contributors may be",
        "The names of its contributors may not be",
    ],
)
def test_the_third_clause_of_bsd_in_other_words_is_still_there(clause: str) -> None:
    start = BSD.index("Neither the name")
    end = BSD.index("used to endorse")
    answer = license_file(f"{BSD[:start]}{clause} {BSD[end:]}")
    assert answer.license == "BSD-3-Clause"


def test_a_third_clause_that_permits_what_it_forbids_is_no_bsd_3() -> None:
    start = BSD.index("Neither the name")
    end = BSD.index("used to endorse")
    answer = license_file(f"{BSD[:start]}The name of the author may be {BSD[end:]}")
    assert answer.license != "BSD-3-Clause"


BEER = (
    '"THE BEER-WARE LICENSE" (Revision 42):\n{who} wrote this {what}. As long as you retain this '
    "notice you can do whatever you want with this stuff. If we meet some day, and you think this "
    "stuff is worth it, you can buy me a beer in return.\n"
)


@pytest.mark.parametrize(
    ("who", "what"),
    [("<a@example.org>", "file"), ("A. Author", "code"), ("B. C. Author", "program"),
     ("The authors", "library"), ("Somebody", "script")],
)  # fmt: skip
def test_a_short_licence_with_a_few_other_words_is_that_licence(who: str, what: str) -> None:
    assert license_file(BEER.format(who=who, what=what)).license == "Beerware"


def test_a_short_licence_with_a_restriction_is_not() -> None:
    text = BEER.format(who="A. Author", what="file")
    answer = license_file(text.replace("whatever you want", "whatever you want, at home only,"))
    assert (answer.license, answer.commercial) != ("Beerware", "yes")


def test_halves_of_a_word_are_one_word_on_one_line_or_two() -> None:
    assert words("non-infringement, sub license") == ["noninfringement", "sublicense"]
    assert folded(words("NON-\nINFRINGEMENT")) == ["noninfringement"]
    assert words("non-exclusive") == ["non", "exclusive"]


def test_the_catalog_finds_what_it_was_asked_for() -> None:
    """Its short ways give what the long way gives: every pair of every form looked at."""
    known = catalog()
    place = next(at for at in range(len(known)) if known.license(at) == "MIT")
    own = set(known.pairs(place))
    assert place in known.candidates(own, 1.0)
    assert known.shared(place, own) == (len(own), len(own))
    assert known.shared(place, set()) == (0, len(own))


@pytest.mark.parametrize("sign", ["> ", "# ", "* ", "// ", "; "])
def test_a_sentence_on_two_quoted_lines_is_one_sentence(sign: str) -> None:
    lines = [*MIT.splitlines(), "", "Donations are", "required."]
    answer = license_file("\n".join(f"{sign}{line}" for line in lines))
    assert (answer.license, answer.commercial) != ("MIT", "yes")
