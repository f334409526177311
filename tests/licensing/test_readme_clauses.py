"""What each clause of a README states: bounds, lists of parts, offers, links to files, tables."""

import pytest

from tracker.licensing.readme import Read, read_prose
from tracker.licensing.source import Source
from tracker.model.evidence import SEEN


def read(text: str, *, whole: bool = True) -> Read:
    return read_prose(Source(path="README.md", text=text, whole=whole))


def stated(text: str) -> list[tuple[int | None, str | None, str]]:
    return [
        (one.declared.line, one.declared.expression, one.declared.quote)
        for one in read(text).stated
    ]


def test_of_more_sentences_than_are_read_the_rest_may_say_anything() -> None:
    sentence = "This project is under the MIT license.\n\n"
    assert [one.declared.how for one in read(sentence * 300).stated] == ["name"]
    found = read(sentence * 301).stated
    assert [one.declared.how for one in found][-1] == "part"
    assert found[-1].declared.quote == ""


def test_a_sentence_that_is_none_may_say_anything() -> None:
    long = "This project is under the MIT license " + "and so on " * 600 + "."
    (one,) = read(f"## License\n\n{long}\n").stated
    assert (one.declared.line, one.declared.expression, one.declared.quote) == (3, None, "")


def test_of_a_readme_that_was_cut_it_is_said_last() -> None:
    found = read("## License\n\nMIT\n", whole=False).stated
    assert [one.declared.how for one in found] == ["name", "part"]


def test_a_section_of_which_nothing_is_understood_was_seen() -> None:
    (one,) = read("## License\n\nAsk the dean of the moon.\n").stated
    assert (one.declared.how, one.declared.expression) == (SEEN, None)
    (other,) = read("## License\n\nSee what is there.\n").stated
    assert other.declared.expression is None
    for hollow in ("TBD", "[More Information Needed]", "Please see the LICENSE file.", "None"):
        assert not read(f"## License\n\n{hollow}\n").stated


@pytest.mark.parametrize(
    ("text", "expressions"),
    [
        ("This project is under the [Foo License](MIT.txt).", ["MIT"]),
        ("This project is under the [Foo License](https://x.org/MIT.txt).", [None]),
        ("| Part | License |\n|---|---|\n| code | MIT |\n| data | CC BY 4.0 |",
         ["MIT", "CC-BY-4.0"]),
        ("The code is MIT.\n\nThe model of Foo is based on Bar, which is under GPL-3.0.", ["MIT"]),
    ],
)  # fmt: skip
def test_names_under_a_heading_about_licences(text: str, expressions: list[str | None]) -> None:
    assert [name for _, name, _ in stated(f"## License\n\n{text}\n")] == expressions


def test_a_list_of_parts_names_no_licence_of_the_whole() -> None:
    text = "## License\n\nThe license depends on the subset:\n\n- MIT\n- CC BY 4.0\n\n"
    assert [name for _, name, _ in stated(text)][-2:] == [None, None]


def test_a_commercial_licence_beside_a_copyleft_one_is_an_offer() -> None:
    offer = "For commercial use, please buy a commercial license from us."
    found = read(f"## License\n\nThis project is under the AGPL-3.0. {offer}\n")
    assert [one.declared.expression for one in found.stated] == ["AGPL-3.0-only"]
    assert [one.sentence for one in found.offered] == [offer]
    assert not read(f"## License\n\nThis project is under MIT. {offer}\n").offered


def test_what_stands_beside_a_statement_is_kept_with_its_line() -> None:
    found = read("## License\n\nThis project is under MIT.\n\nYou must bring cake.\n")
    assert found.beside == ((5, "You must bring cake."),)


def test_outside_of_such_a_section_a_sentence_has_this_work_as_its_subject() -> None:
    assert stated("This project is released under the MIT license.\n")[0][:2] == (1, "MIT")
    assert not stated("Foo is released under the MIT license.\n")
    assert not stated("We like the MIT license.\n")
    assert stated("License: MIT\n")[0][:2] == (1, "MIT")
