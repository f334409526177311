"""All places of an artifact side by side."""

from tests.licensing.shipped_texts import APACHE, MIT
from tracker.licensing.declared import declarations
from tracker.licensing.dossier import Dossier, dossier


def of(**texts: str) -> Dossier:
    return dossier(declarations({path: text.encode() for path, text in texts.items()}))


def test_a_contradiction_shows_both_places_and_both_quotes() -> None:
    badge = "![License](https://img.shields.io/badge/License-MIT-blue.svg)"
    made = of(**{"LICENSE": APACHE, "README.md": badge})
    (pair,) = made.contradictions
    assert {pair.one.expression, pair.other.expression} == {"Apache-2.0", "MIT"}
    assert badge in pair.sentence


def test_words_that_withhold_contradict_a_licence_that_gives() -> None:
    made = of(**{"LICENSE": MIT, "README.md": "## License\n\nFor academic research only.\n"})
    (pair,) = made.contradictions
    assert {pair.one.expression, pair.other.expression} == {"MIT", None}


def test_folders_under_other_terms_are_told_the_limiting_ones_first() -> None:
    made = of(
        **{
            "LICENSE": MIT,
            "a/LICENSE": APACHE,
            "b/LICENSE": "S-Lab License 1.0\n\nFor non-commercial purpose.\n",
            "c/LICENSE": MIT,
        }
    )
    assert [one.path for one in made.below] == ["b/LICENSE", "a/LICENSE"]
    assert made.conclusion.expression == "MIT"


def test_odd_copyright_lines_are_told() -> None:
    made = of(
        LICENSE="MIT License\n\nCopyright (c) [year] [fullname]\n\n" + MIT.split("\n\n", 1)[1]
    )
    assert made.holders == ("the copyright line of LICENSE is still the template's: [fullname]",)
