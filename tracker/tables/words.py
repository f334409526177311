"""The words of the page in other languages: one file of data for each language but English.

What questions, their columns and their answers are called, the questions say themselves. Answers
are short and of a closed grammar, so they can be said in another language part by part. Where a
part is not known, it stays English and says so, which is better than a guess. Reasons are prose
and stay English. A sentence is only shown by its pattern; nothing is decided by one.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from tracker.model.base import Value
from tracker.verdicts import QUESTIONS
from tracker.verdicts.question import HALF

LANGUAGES: Mapping[str, str] = {"en": "English", "zh": "中文"}
"""Code and own name of each language the page is written in."""

_NEUTRAL = re.compile(r"[\w.+-]+( (AND|OR|WITH) [\w.+-]+)*|\W*")
"""SPDX expressions, dates and numbers: the same in every language."""
_COUNTED = re.compile(r"(?P<count>\d+) × (?P<rest>.+)|(?P<number>\d+) (?P<word>.+)")
_DETAILED = re.compile(r"(?P<main>[^()]+) \((?P<details>[^()]+)\)")
_COMMA = re.compile(r", (?![^(]*\))")


class Translated(Value, frozen=True):
    """A piece of text and the language it is in."""

    text: str
    language: str


class Phrase(Value, frozen=True):
    """A pattern of an English sentence or part, and how another language says it.

    In `says`, ``{1}`` is the first group as it stands, ``<1>`` the same translated.
    """

    pattern: re.Pattern[str]
    says: str


class Words(Value, frozen=True, kw_only=True):
    """All that is known of one language."""

    code: str
    interface: Mapping[str, str]
    """What the page itself says."""
    answers: Mapping[str, str]
    """The words that questions are answered with."""
    phrases: tuple[Phrase, ...]

    def __call__(self, text: str) -> str:
        """Return a text of the interface in this language, or in English where it has none."""
        return self.interface.get(text, text)

    def say(self, text: str) -> tuple[Translated, ...]:
        """Return an answer in this language, the parts that it cannot say in English.

        Examples
        --------
        >>> words("zh").say("2 × placeholder (web page)")[0].text
        '2 个占位（网页）'
        >>> [each.text for each in words("zh").say("no licence file; as yet unheard of")]
        ['无许可证文件', '；', 'as yet unheard of']
        """
        if self.code == "en":
            return (Translated(text, "en"),)
        if (whole := self._part(text)) is not None:
            return (Translated(whole, self.code),)
        parts: list[Translated] = []
        for part in text.split("; "):
            if parts:
                parts.append(Translated("；", self.code))
            other = self._part(part)
            parts.append(Translated(part, "en") if other is None else Translated(other, self.code))
        return tuple(parts)

    def _part(self, text: str) -> str | None:
        """Return one part of an answer in this language, or None where it cannot be said."""
        if text in self.answers:
            return self.answers[text]
        for phrase in self.phrases:
            if match := phrase.pattern.fullmatch(text):
                return self._fill(phrase, match)
        if len(pieces := _COMMA.split(text)) > 1:
            known = [self._part(piece) for piece in pieces]
            return None if None in known else "，".join(filter(None, known))
        if match := _COUNTED.fullmatch(text):
            rest = self._part(match["rest"] or match["word"])
            number = match["count"] or match["number"]
            return (
                None
                if rest is None
                else f"{number} 个{rest}"
                if match["rest"]
                else (f"{number} 项{rest}")
            )
        if match := _DETAILED.fullmatch(text):
            main, details = self._part(match["main"]), self._part(match["details"])
            return None if main is None or details is None else f"{main}（{details}）"
        return text if _NEUTRAL.fullmatch(text) and not text.islower() else None

    def _fill(self, phrase: Phrase, match: re.Match[str]) -> str:
        def group(mark: re.Match[str]) -> str:
            text = match[int(mark[2])] or ""
            return (self._part(text) or text) if mark[1] == "<" else text

        return re.sub(r"([<{])(\d)[>}]", group, phrase.says)


@cache
def words(code: str) -> Words:
    """Return the words of a language.

    Raises
    ------
    KeyError
        If it is none of `LANGUAGES`.
    """
    if code not in LANGUAGES:
        raise KeyError(code)
    if code == "en":
        return Words(code=code, interface={}, answers={}, phrases=())
    raw = files("tracker.tables").joinpath(f"words.{code}.toml").read_text("utf-8")
    data = tomllib.loads(raw)  # noqa: TID251  our own
    return Words(
        code=code,
        interface=data["interface"] | _asked(),
        answers=data["answers"] | _answered(),
        phrases=tuple(
            Phrase(re.compile(pattern), says) for pattern, says in data["phrases"].items()
        ),
    )


def _answered() -> dict[str, str]:
    """Return what answers are called in Chinese, and what is said of whole papers."""
    columns = (question.column for question in QUESTIONS if question.column)
    words = (answer for column in columns for answer in column.of_whole)
    own = (answer for question in QUESTIONS for answer in question.answers)
    return {answer.word: answer.zh for answer in (HALF, *words, *own)}


def _asked() -> dict[str, str]:
    """Return what questions and their columns are called in Chinese."""
    titles = {question.title: question.zh for question in QUESTIONS}
    columns = (question.column for question in QUESTIONS if question.column)
    return titles | {column.heading: column.zh for column in columns}
