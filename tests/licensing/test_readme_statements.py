"""What a README says about its own licence, by sentence and by badge."""

import pytest

from tracker.licensing import declarations
from tracker.model.evidence import Declaration, Place


def found(text: str) -> list[Declaration]:
    return list(declarations({"README.md": text.encode()}))


def said(text: str) -> list[str | None]:
    return [one.expression for one in found(text)]


@pytest.mark.parametrize(
    ("sentence", "expression"),
    [
        ("This project is released under the Apache 2.0 license.", "Apache-2.0"),
        ("This repo is under the [MIT License](LICENSE).", "MIT"),
        ("The code in this repository is licensed under MIT.", "MIT"),
        ("Our code is released under the BSD 3-Clause License.", "BSD-3-Clause"),
        ("本项目采用 MIT 许可证。", "MIT"),
        ("本项目遵循 Apache License 2.0 协议。", "Apache-2.0"),
    ],
)
def test_a_sentence_about_this_project_counts_anywhere(sentence: str, expression: str) -> None:
    (one,) = found(f"# Title\n\nSome words.\n\n{sentence}\n")
    assert (one.place, one.line, one.quote) == (Place.README, 5, sentence)
    assert (one.expression, one.how) == (expression, "name")


@pytest.mark.parametrize(
    ("body", "expression"),
    [
        ("AGPL-3.0", "AGPL-3.0-only"),
        ("MIT © A. Author", "MIT"),
        ("olah is released under the MIT License.", "MIT"),
        ("The dataset is licensed under [CC BY-SA\n3.0](http://example.org).", "CC-BY-SA-3.0"),
        ("All data is under [CC-BY-SA](https://creativecommons.org/licenses/by-sa/4.0/).",
         "CC-BY-SA-4.0"),
        ("Code and data are [MIT licensed](LICENSE).", "MIT"),
        ("Dual-licensed under MIT or Apache-2.0.", "MIT OR Apache-2.0"),
        ('Licensed under <a href="https://opensource.org/licenses/MIT">this</a> license', "MIT"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "heading",
    ["## License", "## 📜 Licence", "**License**", "License\n---", "## 许可证", "<h2>License</h2>"],
)
def test_under_a_heading_about_licences_a_name_is_enough(
    heading: str, body: str, expression: str | None
) -> None:
    expected = [] if expression is None else [expression]
    assert said(f"# Title\n\n{heading}\n\n{body}\n\n# Next\n\nGPL-3.0\n") == expected


@pytest.mark.parametrize(
    "text",
    [
        "We compare with Foo, which is released under the MIT license.",
        "## License\n\nSee [LICENSE](LICENSE).",
        "## License and citation\n\n```\n@misc{x, license = {MIT}}\n```",
        "## 许可证\n\n\n## 贡献\n\nMIT",
        "<!--\n## License\nMIT\n-->",
        "* License Evaluation: this code looks at licenses such as MIT.",
        "---\nlicense: mit\n---\n# Card",
    ],
)
def test_what_is_not_said_about_this_project_is_not_reported(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "This will be released under the MIT license.",
        "The code is not released under the MIT license yet.",
        "License: TBD, Apache-2.0 or MIT",
        "Parts of this repository are licensed under the MIT License.",
        "Released under the same license as the parent project.",
    ],
)
def test_terms_that_are_not_understood_are_seen_and_named_nothing(sentence: str) -> None:
    (one,) = found(f"## License\n\n{sentence}\n")
    assert (one.expression, one.quote, one.how) == (None, sentence, "seen")


def test_a_licence_we_do_not_know_is_declared_without_a_name() -> None:
    text = "## License\n\nThis model is licensed under the Example Public Weights License."
    (one,) = found(text)
    assert (one.expression, one.how) == (None, None)


@pytest.mark.parametrize(
    "sentence",
    ["本项目仅供学术研究使用。", "For academic research purposes only.",
     "This library is MIT licensed but contains non-commercial code."],
)  # fmt: skip
def test_words_that_withhold_a_use_are_kept_and_name_nothing(sentence: str) -> None:
    (one,) = found(f"## License\n\n{sentence}\n")
    assert (one.expression, one.quote) == (None, sentence)


@pytest.mark.parametrize(
    "text",
    ["This project is for academic research only.", "本项目仅供学术研究使用。",
     "> **Note**: This repository is not for commercial use.",
     "## 声明\n\n仅供研究", "## Disclaimer\n\nFor research purposes only."],
)  # fmt: skip
def test_a_use_is_withheld_wherever_the_readme_speaks_of_its_own_work(text: str) -> None:
    (one,) = found(f"# A tool\n\n{text}\n\n## Usage\n\nRun it twice.\n")
    assert one.expression is None


@pytest.mark.parametrize(
    "text",
    ["Our models are free for commercial use.", "We study how people do research."],
)
def test_what_withholds_nothing_is_no_statement(text: str) -> None:
    assert found(f"# A tool\n\n{text}\n") == []


@pytest.mark.parametrize(
    "text",
    ["For non-commercial use only.", "SinSR is for non-commercial use only.", "仅供学术研究使用。"],
)
def test_a_restriction_counts_whatever_its_subject(text: str) -> None:
    (one,) = found(f"# A tool\n\n{text}\n")
    assert (one.expression, one.quote) == (None, text)


def test_code_and_weights_under_two_licences_are_two_statements() -> None:
    text = (
        "## License\n\nThe code is licensed under MIT. The weights are licensed under CC-BY-NC-4.0."
    )
    assert said(text) == ["MIT", "CC-BY-NC-4.0"]


BADGE = "https://img.shields.io/badge"


@pytest.mark.parametrize(
    ("badge", "expression"),
    [
        (f"![License]({BADGE}/License-MIT-blue)", "MIT"),
        (f"[![License]({BADGE}/License-Apache%202.0-blue.svg)](LICENSE)", "Apache-2.0"),
        (f"[![License: CC BY 4.0]({BADGE}/x.svg)](https://example.org)", "CC-BY-4.0"),
        (f"[![License]({BADGE}/license-BSD--3--Clause-green)](#)", "BSD-3-Clause"),
        (f"[![GitHub license]({BADGE}/MIT-blue)]()", "MIT"),
        (f'<a href="LICENSE"><img alt="License" src="{BADGE}/License-MIT-blue"/></a>', "MIT"),
        ("[![License MIT](https://img.shields.io/github/license/x/y)](https://x.org)", "MIT"),
    ],
)
def test_a_badge_that_names_a_licence_is_a_badge(badge: str, expression: str) -> None:
    (one,) = found(f"# Title\n\nText {badge} text\n")
    assert (one.place, one.line, one.expression) == (Place.BADGE, 3, expression)
    assert one.quote == badge


@pytest.mark.parametrize(
    "badge",
    [
        f"[![Python Version]({BADGE}/Python-3.10-blue.svg)]()",
        f"![MIT]({BADGE}/Made_at-MIT-red)",
        "[![LICENSE](https://img.shields.io/github/license/x/y)](https://github.com/x/y)",
        f"[![arXiv]({BADGE}/arXiv-2503.12533-red)](https://arxiv.org/abs/2503.12533)",
    ],
)
def test_other_badges_and_those_a_service_fills_in_claim_nothing(badge: str) -> None:
    assert found(badge) == []
