"""Which places carry a conclusion, and the words in which the others are mentioned."""

import pytest

from tracker.licensing.concluded import (
    at_the_root,
    concerns,
    conclude,
    for_the_whole,
    is_settled,
    without_guess,
)
from tracker.licensing.saying import at, listed, saying, strongest_first, where
from tracker.model.evidence import SEEN, Declaration, Place


def said(
    place: Place,
    expression: str | None,
    path: str | None = None,
    quote: str = "words",
    **more: object,
) -> Declaration:
    return Declaration(
        place=place,
        expression=expression,
        path=path,
        quote=quote,
        **more,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("place", "path", "name"),
    [
        (Place.FILE, "LICENSE", "LICENSE"),
        (Place.README, "README.md", "README.md"),
        (Place.README, None, "README text"),
        (Place.PACKAGE, "setup.py", "setup.py"),
        (Place.CARD, "README.md", "the card"),
        (Place.HEADER, "train.py", "the header of train.py"),
        (Place.BADGE, "README.md", "a badge in README.md"),
        (Place.BADGE, None, "a badge in the README"),
        (Place.DETECTOR, None, "the host's detector"),
        (Place.PAPER, None, "the paper"),
    ],
)
def test_what_a_person_calls_a_place(place: Place, path: str | None, name: str) -> None:
    one = said(place, "MIT", path)
    assert where(one) == name
    assert at(one) == name
    assert at(said(place, "MIT", path, line=7)) == f"{name}, line 7"
    assert saying(one) == f"{name} says MIT"


@pytest.mark.parametrize(
    ("declared", "words"),
    [
        (said(Place.FILE, "MIT", "LICENSE", how="name"), "LICENSE names MIT"),
        (said(Place.README, "MIT", "README.md", how="name"), "README.md says MIT"),
        (said(Place.FILE, None, "LICENSE", quote=""), "LICENSE is there and was not read"),
        (said(Place.FILE, None, "LICENSE", quote="", how="part"),
         "LICENSE is there and was not read whole"),
        (said(Place.FILE, None, "LICENSE", how="near"),
         "LICENSE resembles a known licence and is not it: “words”"),
        (said(Place.FILE, None, "LICENSE"), "LICENSE is not a licence text we know: “words”"),
        (said(Place.PACKAGE, None, "setup.py", "a\n  b"), "setup.py says “a b”"),
        (said(Place.PACKAGE, None, "setup.py", "x" * 80), f"setup.py says “{'x' * 80}”"),
        (said(Place.PACKAGE, None, "setup.py", "x" * 79 + " yz"),
         f"setup.py says “{'x' * 79}…”"),
        (said(Place.ARTICLE, "CC-BY-4.0"),
         "the paper's text is under CC-BY-4.0, which covers nothing else"),
        (said(Place.ARTICLE, None),
         "the paper's text is under words, which covers nothing else"),
    ],
)  # fmt: skip
def test_what_a_place_says(declared: Declaration, words: str) -> None:
    assert saying(declared) == words


def test_of_a_file_that_is_told_of_already_it_is_said_what_else() -> None:
    unread = said(Place.README, None, "README.md", quote="")
    assert saying(unread, ["README.md"]) == "what else README.md says was not read"
    part = said(Place.README, None, "README.md", quote="", how="part")
    assert saying(part, ["README.md"]) == "what else README.md says was not read whole"
    assert saying(unread, ["LICENSE"]) == "README.md is there and was not read"


def test_lists() -> None:
    assert listed(["a", "b"]) == "a and b"
    assert listed(["a", "b", "c", "d"]) == "a, b, c and d"


def test_the_strongest_place_comes_first_and_equal_ones_keep_their_order() -> None:
    kinds = (
        Place.BADGE, Place.ARTICLE, Place.HEADER, Place.README, Place.PACKAGE, Place.CARD,
        Place.FILE, Place.DETECTOR, Place.FILE,
    )  # fmt: skip
    declared = [said(place, "MIT", str(number)) for number, place in enumerate(kinds)]
    assert [one.path for one in strongest_first(declared)] == [
        "6", "8", "5", "4", "3", "2", "1", "0", "7",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("LICENSE", True), (".github/README.md", True), ("lib/LICENSE", False),
        ("a-1.dist-info/LICENSE", True), ("a-1.dist-info/licenses/LICENSE", True),
        ("a-1.dist-info/licenses/b/LICENSE", False), ("x/.github/LICENSE", False),
    ],
)  # fmt: skip
def test_where_files_speak_for_the_whole(path: str, expected: bool) -> None:
    assert at_the_root(path) is expected
    assert for_the_whole(said(Place.FILE, "MIT", path)) is expected


def test_the_header_of_a_package_file_speaks_for_the_whole() -> None:
    assert for_the_whole(said(Place.HEADER, "MIT", "setup.py"))
    assert not for_the_whole(said(Place.HEADER, "MIT", "train.py"))
    assert not for_the_whole(said(Place.HEADER, "MIT", "lib/setup.py"))
    assert for_the_whole(said(Place.DETECTOR, "MIT"))


def test_what_a_declaration_concerns() -> None:
    code = said(Place.README, "MIT", scope=("code",))
    assert concerns(code, None)
    assert concerns(code, "code")
    assert not concerns(code, "data")
    assert concerns(said(Place.FILE, "MIT"), "data")


def test_a_guess_counts_until_there_is_the_text_that_it_is_made_from() -> None:
    guess = said(Place.DETECTOR, "GPL-3.0-only")
    for how, settled in (("exact", True), ("normalised", True), ("near", False), (None, False)):
        file = said(Place.FILE, "MIT", "LICENSE", how=how)
        assert is_settled([file]) is settled
        assert (guess in without_guess([file, guess])) is not settled
    assert not is_settled([said(Place.README, "MIT", "README.md", how="exact")])


def reason(*declared: Declaration, of: str | None = None) -> str:
    return conclude(declared, of).reason


FILE = said(Place.FILE, "MIT", "LICENSE", how="exact")


def test_where_nothing_can_carry_a_conclusion_the_hints_are_told() -> None:
    paper, guess = said(Place.PAPER, "MIT"), said(Place.DETECTOR, None)
    found = conclude([paper, guess])
    assert (found.expression, found.conflict) == ("NOASSERTION", False)
    assert found.reason == (
        "the paper says MIT; the host's detector says it cannot tell; "
        "there is no licence file and no other statement"
    )
    assert conclude([paper, said(Place.DETECTOR, "ISC")]).conflict
    assert not conclude([paper, said(Place.DETECTOR, "MIT")]).conflict


def test_a_hint_against_the_file_is_told_and_one_that_agrees_is_not() -> None:
    against = said(Place.PAPER, "ISC")
    found = conclude([FILE, against])
    assert (found.reason, found.conflict) == ("LICENSE says MIT; the paper says ISC", True)
    assert found.grounds == (FILE, against)
    assert reason(FILE, said(Place.PAPER, "MIT")) == "LICENSE says MIT"


def test_what_is_said_of_other_parts_is_mentioned_up_to_three() -> None:
    parts = [
        said(Place.README, name, "README.md", scope=(part,))
        for name, part in (("ISC", "data"), ("0BSD", "weights"), ("Zlib", "docs"), ("X11", "data"))
    ]
    assert reason(FILE, *parts, of="code") == (
        "LICENSE says MIT; of the data, README.md says ISC; of the weights, README.md says 0BSD; "
        "of the documentation, README.md says Zlib"
    )
    found = conclude(parts, "code")
    assert found.expression == "NOASSERTION"
    assert found.reason.startswith("nothing is said of the code; of the data, ")
    assert found.grounds == tuple(parts)


def test_folders_are_mentioned_up_to_three_and_the_rest_are_counted() -> None:
    below = [said(Place.FILE, "ISC", f"{name}/LICENSE") for name in "abcde"]
    unknown = said(Place.FILE, None, "a/LICENSE")
    assert reason(FILE, *below[:1]).endswith("; for sub-folders only: a/LICENSE says ISC")
    assert reason(unknown).endswith("for sub-folders only: a/LICENSE says what we do not know")
    assert reason(FILE, *below).endswith(
        "a/LICENSE says ISC, b/LICENSE says ISC, c/LICENSE says ISC and 2 more"
    )
    assert conclude(below).reason.startswith("nothing speaks for the whole; ")
    assert conclude([]).reason == "no place declares a licence"


def test_scripts_under_other_terms_are_mentioned_and_the_same_are_not() -> None:
    other = said(Place.HEADER, "ISC", "train.py")
    assert reason(FILE, other) == (
        "LICENSE says MIT; for single files only: the header of train.py says ISC"
    )
    assert reason(FILE, said(Place.HEADER, "MIT", "train.py")) == "LICENSE says MIT"
    many = [said(Place.HEADER, "ISC", f"{name}.py") for name in "abcd"]
    assert reason(FILE, *many).count("the header of") == 3


def test_what_was_only_seen_counts_where_nothing_else_names_a_licence() -> None:
    glimpsed = said(Place.README, None, "README.md", how=SEEN)
    assert conclude([glimpsed]).expression == "NOASSERTION"
    assert conclude([FILE, glimpsed]).expression == "MIT"
    assert conclude([said(Place.BADGE, "MIT", "README.md"), glimpsed]).expression == "NOASSERTION"


def test_an_unshipped_text_is_said_and_kept_apart() -> None:
    readme = said(Place.README, "MIT", "README.md")
    found = conclude([readme])
    assert found.unshipped
    assert found.reason == "README.md says MIT; stated there only, no licence text is shipped"
    assert not conclude([FILE, readme]).unshipped
    assert not conclude([said(Place.ARTICLE, "CC-BY-4.0")]).unshipped
    header = conclude([said(Place.HEADER, "MIT", "setup.py")])
    assert (header.expression, header.unshipped, header.conflict) == ("NOASSERTION", True, False)
