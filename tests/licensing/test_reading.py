"""READMEs and cards: code, weights and data apart, nothing invented."""

import pytest

from tracker.licensing.reading import Reading, kind_of_file, read
from tracker.licensing.source import Source
from tracker.model.verdict import NOASSERTION, NONE


def readme(text: str) -> Reading:
    return read("README.md", text.encode(), "readme")


def card(front: str, body: str = "") -> Reading:
    return read("README.md", f"---\n{front}\n---\n{body}".encode(), "card")


def test_code_and_weights_are_answered_apart() -> None:
    said = readme(
        "## License\n\nThe code is licensed under MIT. Model weights are licensed under "
        "CC-BY-NC-4.0.\n"
    )
    assert (said.code, said.weights, said.data) == ("MIT", "CC-BY-NC-4.0", None)
    assert (said.license, said.commercial) == ("CC-BY-NC-4.0 AND MIT", "conditional")


@pytest.mark.parametrize(
    "text",
    [
        "## License\n\nTBD\n",
        "## 许可证\n\n\n## 贡献\n\n欢迎提交 Issue。\n",
        "* License Evaluation: Analyze the openness of licenses such as MIT.\n",
        "We compare models under Apache 2.0 and MIT.\n",
    ],
)
def test_where_nothing_is_stated_nothing_is_reported(text: str) -> None:
    said = readme(text)
    assert (said.license, said.code, said.weights, said.data) == (NONE, None, None, None)


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("## 许可证\n\n本数据集采用 CC BY 4.0 许可协议。\n", "CC-BY-4.0"),
        ("## ライセンス\n\nこのデータセットは CC BY-SA 4.0 ライセンスです。\n", "CC-BY-SA-4.0"),
        ("## Licence\n\nAll data: [CC BY](https://creativecommons.org/licenses/by/4.0/).\n",
         "CC-BY-4.0"),
    ],
)  # fmt: skip
def test_a_data_set_is_spoken_of_in_several_languages(text: str, data: str) -> None:
    said = readme(text)
    assert (said.data, said.weights) == (data, None)


def test_words_that_withhold_a_use_are_an_answer_without_a_name() -> None:
    said = readme("## 许可\n\n本项目仅供学术研究使用。\n")
    assert (said.license, said.commercial) == (NOASSERTION, "no")


def test_parts_under_other_terms_make_it_conditional_and_are_quoted() -> None:
    said = readme(
        "## License\n\nThis repo is under the MIT license. However, the code in `vendor/` is bound "
        "by their original respective licenses.\n"
    )
    assert (said.code, said.commercial) == ("MIT", "conditional")
    assert "respective licenses" in said.conflicts[0]


def test_a_badge_is_less_sure_than_a_sentence() -> None:
    badge = readme("![License](https://img.shields.io/badge/License-MIT-blue.svg)\n")
    assert (badge.license, badge.code) == ("MIT", "MIT")
    assert badge.confidence < readme("## License\n\nMIT License\n").confidence


@pytest.mark.parametrize(
    ("front", "license_id", "commercial"),
    [
        ("license: bsl-1.0", "BSL-1.0", "yes"),
        ("license: other\nlicense_name: llama3", "LicenseRef-Llama-3-Community", "conditional"),
        ("license_name: llama3", "LicenseRef-Llama-3-Community", "conditional"),
        ("license: other\nlicense_name: lab-terms-2", "LicenseRef-lab-terms-2", "unknown"),
        ("license: other", NOASSERTION, "unknown"),
        ("licence: license", NONE, "unknown"),
        ("license: [mit, cc-by-nc-4.0]", "CC-BY-NC-4.0 AND MIT", "no"),
        ("license: mit\nbase_model: meta-llama/Llama-3.1-8B", "MIT", "unknown"),
        ("license: gemma\nbase_model: Qwen/Qwen2.5-7B", "LicenseRef-Gemma", "unknown"),
        ("base_model: google/gemma-3-4b-it", NONE, "unknown"),
        ("license: &a [*a", NOASSERTION, "unknown"),
    ],
)
def test_a_card_is_read_as_the_hub_means_it(front: str, license_id: str, commercial: str) -> None:
    said = card(front)
    assert (said.license, said.commercial) == (license_id, commercial)


def test_a_card_whose_text_forbids_what_its_licence_allows_is_a_conflict() -> None:
    said = card("license: mit", "\n## License\n\nFor academic research only.\n")
    assert (said.license, said.commercial) == ("MIT", "no")
    assert "academic research only" in said.conflicts[0]


def test_front_matter_that_does_not_stand_first_is_no_front_matter() -> None:
    assert read("README.md", b"# Title\n\n---\nlicense: mit\n---\n", "card").license == NONE


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [
        ("README.md", "# Title", "readme"), ("README.md", "---\nlicense: mit\n---\n", "card"),
        ("LICENSE.md", "# MIT License", "text"), ("COPYING", "", "text"), ("a/NOTICE", "", "text"),
    ],
)  # fmt: skip
def test_a_file_tells_its_kind(path: str, text: str, kind: str) -> None:
    assert kind_of_file(Source(path=path, text=text)) == kind
