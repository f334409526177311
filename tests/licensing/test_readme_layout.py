"""How a README is laid out for licences: blocks under headings, clauses, words without mark-up."""

import pytest

from tracker.licensing.prose import Block, blocks, clauses, link_targets, plain
from tracker.licensing.source import Source


def laid_out(text: str) -> list[Block]:
    return list(blocks(Source(path="README.md", text=text)))


def told(text: str) -> list[tuple[int, str, bool, str]]:
    return [(one.line, one.text, one.about, one.title) for one in laid_out(text)]


def test_what_stands_under_a_heading_about_licences() -> None:
    text = (
        "intro\n\n# Usage\n\nrun\nit\n\n## License\n\none\n\n- two\n- three\n  more\n\n### Data\n\n"
        "four\n\n## Next\n\nfive\n"
    )
    assert told(text) == [
        (1, "intro", False, ""),
        (5, "run\nit", False, ""),
        (10, "one", True, "License"),
        (12, "- two", True, "License"),
        (13, "- three\n  more", True, "License"),
        (18, "four", True, "Data"),
        (22, "five", False, ""),
    ]
    assert [one.section for one in laid_out(text)] == [0, 0, 8, 8, 8, 8, 0]


@pytest.mark.parametrize(
    "heading",
    [
        "# License",
        "###### Licence ######",
        "License\n=======",
        "Licensing\n---",
        "**License**",
        "__License__:",
        "<h2 align='center'>License</h2>",
        "## 许可证",
        "## 授權",
        "## ライセンス",
        "## 라이선스",
        "## Lizenz",
        "## Licença",
        "## Лицензия",
        "## Terms of use",
        "   ## License",
    ],
)
def test_headings_about_licences(heading: str) -> None:
    (block,) = [one for one in laid_out(f"{heading}\n\nIt is MIT.\n") if "MIT" in one.text]
    assert block.about
    assert block.section > 0


@pytest.mark.parametrize(
    "heading",
    [
        "# Usage",
        "**License.**",
        "**We like this license!**",
        "## " + "License " * 11,
        "    # License",
    ],
)
def test_what_is_no_heading_about_licences(heading: str) -> None:
    (block,) = [one for one in laid_out(f"{heading}\n\nIt is so.\n") if "It is" in one.text]
    assert not block.about


def test_a_label_in_bold_says_what_its_paragraph_is_about() -> None:
    (block,) = laid_out("**License:** it is MIT.\n")
    assert (block.about, block.title, block.section) == (True, "License", 0)
    (other,) = laid_out("**Usage:** it is so.\n")
    assert (other.about, other.title) == (False, "Usage")
    (item,) = laid_out("- **Terms**: it is so.\n")
    assert (item.about, item.title) == (True, "Terms")


@pytest.mark.parametrize(
    ("heading", "limits"),
    [
        ("Disclaimer", True), ("Usage notice", True), ("Usage policy", True),
        ("Intended use", True), ("免责声明", True), ("使用限制", True), ("注意事项", True),
        ("Usage", False), ("Notes", False),
    ],
)  # fmt: skip
def test_headings_under_which_a_use_may_be_withheld(heading: str, limits: bool) -> None:
    (block,) = laid_out(f"## {heading}\n\nIt is so.\n")
    assert block.limits is limits


def test_a_heading_that_withholds_is_a_statement_itself() -> None:
    found = told("## License: for research only\n\nCite us.\n")
    assert found[0] == (1, "License: for research only", True, "License: for research only")
    assert len(found) == 2


def test_rows_of_a_table_know_its_head() -> None:
    text = "## License\n\n| Part | Terms |\n|---|:-:|\n| code | MIT |\n| data | CC0 |\n\nmore\n"
    found = laid_out(text)
    assert [(one.line, one.text, one.columns) for one in found] == [
        (5, "| code | MIT |", "| Part | Terms |"),
        (6, "| data | CC0 |", "| Part | Terms |"),
        (8, "more", ""),
    ]


def test_what_is_fenced_counts_under_a_heading_about_licences_alone() -> None:
    fence = "```text\nMIT License\n\nPermission\n# no heading\n```\n"
    (block,) = laid_out(f"## License\n\n{fence}")
    assert (block.text, block.fenced, block.line) == (
        "MIT License\n\nPermission\n# no heading", True, 4,
    )  # fmt: skip
    assert not laid_out(f"## Usage\n\n{fence}")
    assert [one.text for one in laid_out(f"## Usage\n\n{fence}\nafter\n")] == ["after"]


def test_front_matter_and_comments_are_not_printed_and_lines_stay_where_they_are() -> None:
    assert told("---\nlicense: mit\n---\n<!-- a\nb -->\ntext\n") == [(6, "text", False, "")]
    assert told("text <!-- never closed\n\n# License\n\nMIT\n") == [(1, "text ", False, "")]


def words(text: str) -> list[str]:
    return [flat for _, flat in clauses(Block(line=1, text=text, about=True))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("See e.g. Foo. Bar", ["See e.g. Foo.", "Bar"]),
        ("Foo Inc. Bar", ["Foo Inc. Bar"]),
        ("It is v1. and so on", ["It is v1. and so on"]),
        ("代码采用 MIT。数据采用 CC0。", ["代码采用 MIT。", "数据采用 CC0。"]),
        ("代码采用 MIT 许可，模型仅供研究使用", ["代码采用 MIT 许可", "模型仅供研究使用"]),
        ("The code is MIT, but the model is for research only.",
         ["The code is MIT", "the model is for research only."]),
        ("The code is MIT; the data are under CC0.",
         ["The code is MIT", "the data are under CC0."]),
        ("The code is MIT, and the weights are CC-BY.",
         ["The code is MIT", "the weights are CC-BY."]),
        ("The code is MIT while the weights are CC-BY.",
         ["The code is MIT", "the weights are CC-BY."]),
        ("The code is MIT - the weights are CC-BY.", ["The code is MIT", "the weights are CC-BY."]),
        ("The code and the data are MIT.", ["The code and the data are MIT."]),
        ("We like MIT, and the weights are CC-BY.", ["We like MIT, and the weights are CC-BY."]),
        ("Cats are nice, and the code is fast.", ["Cats are nice, and the code is fast."]),
    ],
)  # fmt: skip
def test_a_sentence_about_two_works_is_two_clauses(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_clauses_know_their_lines() -> None:
    block = Block(line=7, text="One.\nTwo\nlines. \nThree, it is.", about=True)
    assert list(clauses(block)) == [(7, "One."), (8, "Two\nlines."), (10, "Three, it is.")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**MIT** and `x` and __y__ and *z*", "MIT and x and y and z"),
        ("snake_case_name stays", "snake_case_name stays"),
        ("[MIT](https://x.org/m) it is", "MIT <https://x.org/m> it is"),
        ("[MIT](LICENSE) it is", "MIT it is"),
        ("![logo](a.png) text <img src='x'>", "text"),
        ("`MIT <https://x.org>`__ it is", "MIT <https://x.org> it is"),
        ('<a href="https://x.org">MIT</a>', "<https://x.org> MIT"),
        ("<b>MIT</b> <https://x.org>", "MIT <https://x.org>"),
        ("- item", "item"), ("2) item", "item"), ("> quoted", "quoted"), ("| cell", "cell"),
        ("采用MIT许可", "采用 MIT 许可"),
        ("a \n  b", "a b"),
    ],
)  # fmt: skip
def test_a_sentence_without_mark_up(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_addresses_that_are_defined_apart() -> None:
    source = Source(path="README.md", text="See [MIT][m] or [ISC][].\n\n[M]: https://x.org/mit\n")
    targets = link_targets(source)
    assert targets == {"m": "https://x.org/mit"}
    assert plain("See [MIT][m]", targets) == "See MIT <https://x.org/mit>"
    assert plain("See [m][]", targets) == "See m <https://x.org/mit>"
