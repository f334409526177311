"""Statements stand side by side by what they are about; those of one scope agree or disagree."""

from itertools import permutations

import pytest

from tests.licensing.shipped_texts import APACHE, MIT
from tracker.jobs.licenses import report_lines
from tracker.licensing.concluded import conclude
from tracker.licensing.declared import declarations
from tracker.licensing.dossier import dossier
from tracker.licensing.reading import read
from tracker.licensing.saying import LIMITS, together
from tracker.licensing.scopes import accord, contradict, of_statements, side_by_side
from tracker.licensing.spans import Span, Statement
from tracker.model.evidence import Declaration, Place
from tracker.model.terms import Accord, ScopeTerms
from tracker.model.verdict import Verdict
from tracker.tables import terms

SETUP = "from setuptools import setup\nsetup(license='MIT')\n"


def declared(
    place: Place, expression: str | None, *scope: str, quote: str = "words", path: str = ""
) -> Declaration:
    path = path or {Place.FILE: "LICENSE", Place.PACKAGE: "setup.py"}.get(place, "README.md")
    return Declaration(
        place=place, path=path, line=4, quote=quote, expression=expression, scope=scope
    )


def scopes(of: str | None = None, **texts: str) -> dict[str, ScopeTerms]:
    found = declarations({path: text.encode() for path, text in texts.items()})
    return {one.scope: one for one in dossier(found, of).scopes}


def test_places_that_agree_say_so_the_strongest_first() -> None:
    readme = "# X\n\n## License\n\nThis project is under the MIT license.\n"
    (one,) = scopes(**{"README.md": readme, "setup.py": SETUP, "LICENSE": MIT}).values()
    assert (one.scope, one.accord, one.licenses) == ("whole", Accord.AGREE, ("MIT",))
    assert one.sentence == "LICENSE, setup.py and README.md agree: MIT"
    assert [place.where for place in one.places] == [
        "LICENSE, line 1", "setup.py, line 2", "README.md, line 5",
    ]  # fmt: skip


def test_a_limit_beside_a_licence_is_one_sentence_with_its_line() -> None:
    readme = "# X\n\n## License\n\nFor academic research only.\n"
    (one,) = scopes(**{"LICENSE": MIT, "README.md": readme}).values()
    assert one.accord is Accord.LIMITED
    assert one.sentence == "MIT (LICENSE), and only for research (README.md, line 5)"
    reason = conclude(
        declarations({"LICENSE": MIT.encode(), "README.md": readme.encode()})
    ).reason  # fmt: skip
    assert reason == one.sentence


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("Not for commercial use.", LIMITS["non-commercial"]),
        ("For academic research only.", LIMITS["research-only"]),
        ("Commercial use requires our permission.", LIMITS["by-permission"]),
    ],
)
def test_each_kind_of_limit_has_its_words(quote: str, said: str) -> None:
    file, limit = declared(Place.FILE, "MIT"), declared(Place.README, None, quote=quote)
    assert together([file, limit]) == f"MIT (LICENSE), and {said} (README.md, line 4)"
    assert together([limit]) == f"{said} (README.md, line 4)"
    assert together([limit, limit]) == together([limit])


def test_parts_under_other_terms_contradict_nothing() -> None:
    readme = (
        "## License\n\nThe weights are released under CC BY-NC 4.0.\n"
        "The documentation is under CC BY 4.0.\nThe data set is under CC0 1.0.\n"
    )
    found = scopes("code", **{"LICENSE": MIT, "README.md": readme, "lib/LICENSE": APACHE})
    assert {name: one.licenses for name, one in found.items()} == {
        "whole": ("MIT",), "weights": ("CC-BY-NC-4.0",), "data": ("CC0-1.0",),
        "docs": ("CC-BY-4.0",), "lib/": ("Apache-2.0",),
    }  # fmt: skip
    assert list(found) == ["whole", "weights", "data", "docs", "lib/"]
    assert {one.accord for one in found.values()} == {Accord.ALONE}
    texts = {"LICENSE": MIT.encode(), "README.md": readme.encode()}
    assert not dossier(declarations(texts), "code").contradictions


@pytest.mark.parametrize(
    "subject", ["documentation and everything else", "docs and other files", "project and its docs"]
)
def test_words_about_more_than_the_documentation_are_about_the_whole(subject: str) -> None:
    readme = f"## License\n\nThe {subject} are licensed under CC BY-NC 4.0.\n"
    assert "docs" not in scopes(**{"README.md": readme})


def test_the_documentation_alone_says_nothing_of_the_code() -> None:
    docs = declared(Place.README, "CC-BY-NC-4.0", "docs")
    assert conclude([declared(Place.FILE, "MIT"), docs], "code").expression == "MIT"
    alone = conclude([docs], "code")
    assert alone.expression == "NOASSERTION"
    assert "of the documentation, README.md says CC-BY-NC-4.0" in alone.reason


def test_what_is_said_of_the_whole_is_said_of_the_part_that_is_asked_about() -> None:
    file, code = declared(Place.FILE, "MIT"), declared(Place.README, "Apache-2.0", "code")
    (one,) = side_by_side([file, code], of="code")
    assert (one.scope, one.accord) == ("code", Accord.DISAGREE)
    assert one.sentence == "LICENSE says MIT; README.md says Apache-2.0"
    assert [each.accord for each in side_by_side([file, code])] == [Accord.ALONE] * 2
    assert dossier([file, code], "code").contradictions
    assert not dossier([file, code]).contradictions


def test_a_statement_about_two_parts_stands_in_both() -> None:
    both = declared(Place.README, "MIT", "code", "data")
    assert [one.scope for one in side_by_side([both])] == ["code", "data"]


def test_what_was_not_read_leaves_no_agreement() -> None:
    file, readme = declared(Place.FILE, "MIT"), declared(Place.README, "MIT")
    unread = declared(Place.PACKAGE, None, quote="")
    assert accord([file, readme]) is Accord.AGREE
    assert accord([file, readme, unread]) is Accord.UNCLEAR
    assert accord([file, declared(Place.FILE, "MIT")]) is Accord.ALONE


def test_two_licence_files_name_several_and_contradict_nothing() -> None:
    mit = declared(Place.FILE, "MIT", path="LICENSE-MIT")
    apache = declared(Place.FILE, "Apache-2.0", path="LICENSE-APACHE")
    assert not contradict(mit, apache)
    assert accord([mit, apache]) is Accord.SEVERAL
    choice = declared(Place.PACKAGE, "MIT OR Apache-2.0")
    assert accord([mit, choice]) is Accord.SEVERAL
    assert together([mit, apache]) == "LICENSE-MIT says MIT; LICENSE-APACHE says Apache-2.0"


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_the_order_of_places_changes_no_accord(order: tuple[int, ...]) -> None:
    limit = declared(Place.README, None, quote="Not for commercial use.")
    places = [declared(Place.FILE, "MIT"), declared(Place.PACKAGE, "Apache-2.0"), limit]
    shuffled = [places[at] for at in order]
    assert accord(shuffled) is Accord.LIMITED
    assert accord([one for one in shuffled if one is not limit]) is Accord.DISAGREE


def test_a_limit_that_the_licence_has_anyway_takes_nothing_back() -> None:
    limit = declared(Place.README, None, quote="Not for commercial use.")
    assert accord([declared(Place.FILE, "CC-BY-NC-4.0"), limit]) is Accord.ALONE


def test_many_folders_are_bounded() -> None:
    below = [declared(Place.FILE, "MIT", path=f"lib{number}/LICENSE") for number in range(30)]
    assert len(side_by_side([], below)) == 20


def statement(terms_: str | None, line: int, quote: str, **more: object) -> Statement:
    span = Span(line=line, end=line, quote=quote)
    kind = "grant" if terms_ else "restriction"
    return Statement(terms=terms_, kind=kind, span=span, how="sentence", **more)  # type: ignore[arg-type]


def test_places_of_one_file_are_its_lines_in_their_order() -> None:
    said = [
        statement("MIT", 9, "MIT License"),
        statement(None, 2, "Not for commercial use."),
        statement("Apache-2.0", 12, "jQuery is under Apache", whose="others"),
    ]
    whole, others = of_statements("README.md", said)
    assert whole.sentence == "MIT (line 9), and not for commercial use (line 2)"
    assert [place.line for place in whole.places] == [2, 9]
    assert (others.scope, others.licenses) == ("others", ("Apache-2.0",))


def test_a_card_s_front_matter_is_a_statement_as_well() -> None:
    card = b"---\nlicense: mit\n---\n# M\n\n## License\n\nThis model is under the MIT license.\n"
    by_scope = {one.scope: one for one in read("README.md", card).scopes}
    assert [place.where for place in by_scope["whole"].places] == ["the front matter, line 2"]
    assert by_scope["weights"].licenses == ("MIT",)


@pytest.mark.parametrize(
    ("name", "text", "where"),
    [
        ("LICENSE", MIT, "line 1"),
        ("a.py", "# SPDX-License-Identifier: MIT\n", "line 1"),
        ("LICENSE", "\nMIT\n", "line 1"),
        ("NOTICE", "X\n\nThis software is licensed under the MIT License.\n", "line 3"),
    ],
)
def test_a_text_that_is_one_licence_is_one_statement(name: str, text: str, where: str) -> None:
    (whole,) = read(name, text.encode(), "text").scopes
    assert (whole.scope, whole.licenses) == ("whole", ("MIT",))
    assert where in [place.where for place in whole.places]


def test_terms_without_a_name_are_no_licence_of_theirs() -> None:
    found = read("a.py", b"# SPDX-License-Identifier: MIT\n# Not for commercial use.\n", "text")
    (whole,) = found.scopes
    assert whole.sentence == "MIT (line 1), and not for commercial use (line 2)"
    assert found.commercial != "yes"


def report(name: str, text: str) -> list[str]:
    return list(report_lines([read(name, text.encode())]))


def test_a_person_reads_the_answer_first_and_each_part_once() -> None:
    lines = report(
        "README.md",
        "# X\n\n## License\n\nThe code is MIT licensed.\n\nThe weights are under CC BY-NC 4.0.\n",
    )
    assert lines[0] == "README.md: CC-BY-NC-4.0 AND MIT"
    assert lines[2:] == [
        "  code: MIT",
        "    line 5: The code is MIT licensed.",
        "  weights: CC-BY-NC-4.0",
        "    line 7: The weights are under CC BY-NC 4.0.",
    ]


def test_what_a_scope_says_is_not_repeated_as_a_conflict() -> None:
    lines = report("README.md", "## License\n\nMIT. For academic research only.\n")
    assert "  as a whole: MIT (line 3), and only for research (line 3)" in lines
    assert not [line for line in lines if "but:" in line]


def test_lines_fit_the_terminal() -> None:
    text = "## License\n\nThe code is MIT licensed" + " by all of us and of you" * 9 + ".\n"
    assert max(map(len, report("README.md", text + text))) <= 80
    (whole,) = report("LICENSE", MIT)[2:]
    assert whole.startswith("    line 1: Copyright (c)")
    assert whole.endswith("…")


def verdict(reason: str, *said: ScopeTerms) -> Verdict:
    return Verdict(
        question="license", subject="", answers=("MIT",), reason=reason, rule="license/4",
        terms=said,
    )  # fmt: skip


def test_a_scope_is_told_where_the_reason_has_not_told_it() -> None:
    one = ScopeTerms(
        scope="code", accord=Accord.DISAGREE, licenses=("MIT", "ISC"),
        sentence="the card says MIT; setup.py says ISC", places=(),
    )  # fmt: skip
    assert terms.lead(one, verdict("Nothing.", one)) == (
        "code, they disagree: the card says MIT; setup.py says ISC"
    )
    told = "The card says MIT; setup.py says ISC, looked at."
    assert terms.lead(one, verdict(told, one)) is None
    assert terms.lead(one, verdict(told, one, one)) == "code, they disagree:"
