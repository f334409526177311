"""The words of the page in Chinese: complete, and honest about what they cannot say."""

import re
from importlib.resources import files

import pytest

from tests.tables.made_rows import NOW, PLAIN, table
from tracker.model.exact import NOT_KNOWN, Exact
from tracker.model.paper import Depth, Relation, Role
from tracker.tables.page import view
from tracker.tables.rows import COLUMNS, heading
from tracker.tables.words import LANGUAGES, words
from tracker.verdicts import QUESTIONS, summary
from tracker.verdicts.question import Question

ZH = words("zh")


def spoken() -> set[str]:
    """Return every text that the templates, the columns and the counts ask to be said."""
    folder = files("tracker.tables.page").joinpath("templates")
    templates = [
        each.read_text("utf-8") for each in folder.iterdir() if each.name.endswith(".html")
    ]
    literal = {
        found[1] or found[2]
        for text in templates
        for found in re.finditer(r"""\b_\((?:"([^"]+)"|'([^']+)')\)""", text)
    }
    titled = {found[1] for text in templates for found in re.finditer(r'verdict\("([^"]+)"', text)}
    labels = {column.heading for column in COLUMNS}
    figures = {figure.label for figure in view.figures(table(PLAIN))}
    exact = {NOT_KNOWN, *(name for name, _ in Exact().parts())}
    titles = {question.title for question in QUESTIONS}
    return literal | titled | labels | figures | exact | titles


def test_every_text_of_the_interface_is_said_in_chinese() -> None:
    assert len(spoken()) > 50
    assert not spoken() - ZH.interface.keys()


def test_no_translation_has_lost_its_text() -> None:
    """What nothing asks for any more is taken out of the file of words."""
    assert not ZH.interface.keys() - spoken()


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.name)
def test_every_word_that_a_question_is_answered_with_is_said_in_chinese(question: Question) -> None:
    missing = [each.word for each in question.answers if not chinese(each.word)]
    assert not missing, "say them in tracker/tables/words.zh.toml, [answers]"


def chinese(text: str) -> bool:
    return all(each.language == "zh" for each in ZH.say(text))


def test_every_kind_of_artifact_is_said_in_chinese() -> None:
    for kind in (*Role, *Relation, *Depth):
        assert ZH.answers[kind.value]


def test_every_line_about_code_is_said_in_chinese() -> None:
    assert not [line for line in summary._CODE.values() if not chinese(line)]


@pytest.mark.parametrize(
    ("english", "said"),
    [
        ("2 × placeholder (web page)", "2 个占位（网页）"),
        ("partial (evaluation only, archived)", "部分（仅评测，已归档）"),
        ("inference, 2 × not looked at", "推理，2 个尚未查看"),
        ("2 partly, 3 cannot tell", "2 项部分兑现，3 项无法判断"),
        ("Apache-2.0 AND MIT, conflict", "Apache-2.0 AND MIT，互相矛盾"),
        ("never; stored copy not older than 2025-05-11", "从未；存档副本不早于 2025-05-11"),
        ("since 2025-03-17", "自 2025-03-17 起"),
        ("an MIT badge, no licence file", "徽章写明 MIT，无许可证文件"),
        ("MIT and Apache-2.0 declared, they disagree", "声明了 MIT 和 Apache-2.0，互相矛盾"),
        ("CC-BY-NC-SA-4.0", "CC-BY-NC-SA-4.0"),
    ],
)
def test_answers_made_of_parts(english: str, said: str) -> None:
    assert "".join(each.text for each in ZH.say(english)) == said
    assert chinese(english)


def test_what_cannot_be_said_stays_english_and_is_marked() -> None:
    said = ZH.say("no licence file; as yet unheard of")
    assert [(each.text, each.language) for each in said] == [
        ("无许可证文件", "zh"),
        ("；", "zh"),
        ("as yet unheard of", "en"),
    ]


def test_the_lines_about_freshness_are_said_in_chinese() -> None:
    for shown in (table(PLAIN), ()):
        assert all(chinese(line) for line in heading(shown, NOW))
        assert all(chinese(line) for line in heading(shown, None))


def test_english_says_everything_as_it_is() -> None:
    assert [each.text for each in words("en").say("a; b")] == ["a; b"]
    assert list(LANGUAGES) == ["en", "zh"]


def test_each_part_is_marked_with_the_language_that_it_is_in() -> None:
    def languages(text: str) -> list[str]:
        return [each.language for each in ZH.say(text) if each.text != "；"]

    assert languages("no licence file; as yet unheard of") == ["zh", "en"]
    assert languages("MIT") == ["zh"]
    assert languages("2025-03-17") == ["zh"]
    assert languages("Something, (unheard of)") == ["en"]
    assert languages("unheard") == ["en"]
    assert [each.language for each in words("en").say("placeholder; x")] == ["en"]
    assert (words("en").code, ZH.code) == ("en", "zh")
    assert "".join(each.text for each in ZH.say("2 × placeholder")) == "2 个占位"
