"""The corrections of answers: each a file of its own, ``corrections/<paper>/<name>.yaml``.

A file is made whole or not at all, and never changed afterwards by this program, so that two people
who correct at once, or on two branches, lose nothing.
"""

import difflib
import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from tracker.errors import UsageError
from tracker.model.correction import CORRECTIONS, Correction
from tracker.model.decoding import converted
from tracker.model.locator import fault, locate
from tracker.model.paper import Paper
from tracker.registry.common_rules import address, blanks
from tracker.registry.document import Document
from tracker.registry.rules import slug
from tracker.registry.shape import examine
from tracker.registry.values import YamlFault, dump
from tracker.registry.writing import put
from tracker.verdicts import QUESTIONS, Question, judge
from tracker.verdicts.corrections import answers, is_about

_BEGIN = "Write it with `tracker correct`."
_HEAD = "# What a person says against an answer of the tracker, shown beside that answer.\n"
_SUFFIXES = (".yaml", ".yml")
"""Of a file that is read, wherever below the folder somebody has put it."""
_DIGITS = 8
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


class CorrectionFile:
    """One correction, as far as it can be read, and what is wrong with its file."""

    def __init__(self, path: Path) -> None:
        self.document = document = Document(path, begin=_BEGIN)
        self.correction: Correction | None = None
        self.faults: list[YamlFault] = [*document.faults]
        if not document.readable:
            return
        try:
            self.correction = converted(document.data, Correction)
        except msgspec.ValidationError:
            self.faults += examine(document, document.data, Correction, ())
        else:
            self.faults += _faults(self.correction)


def corrections(main: Path) -> list[CorrectionFile]:
    """Read all corrections beside a registry's main file, the oldest of each paper first."""
    files = (main.parent / CORRECTIONS).rglob("*.y*ml")
    correction_files = [CorrectionFile(file) for file in files if file.suffix in _SUFFIXES]
    return sorted(correction_files, key=lambda file: (_day(file), str(file.document.path)))


def _day(file: CorrectionFile) -> str:
    return str(file.correction.made_on) if file.correction else ""


def unshown(file: CorrectionFile, papers: Sequence[Paper]) -> Iterator[YamlFault]:
    """Yield what keeps a correction from being shown: no answer about a paper is the one it means.

    Parameters
    ----------
    papers
        Of the registry, with the claims of their rooms.
    """
    given = file.correction
    if given is None or file.faults:
        return
    paper = next((known for known in papers if slug(known.id) == slug(given.paper)), None)
    if paper is None:
        yield YamlFault(
            ("paper",),
            f"there is no paper `{given.paper}` in the registry",
            f"Mend the id{near(given.paper, [known.id for known in papers])}, or add the paper.",
        )
        return
    places = [place for place, _ in answers(judge(paper, {}))]
    if any(is_about(given, place) for place in places):
        return
    if given.artifact is not None and not any(
        artifact.path == given.path and _url(artifact.url) == _url(given.artifact)
        for artifact in paper.artifacts
    ):
        what, field = f"`{given.artifact}` is no artifact of {paper.id}", "artifact"
    elif given.about is not None:
        what, field = f"`{given.about}` is nothing that {paper.id} is asked about", "about"
    else:
        what, field = f"`{given.question}` is not asked of this", "question"
    yield YamlFault((field,), what, "Write what it is called now, or take the file away.")


def near(word: str, known: Sequence[str], likeness: float = 0.7) -> str:
    """Say what was probably meant; an empty text where nothing comes near."""
    matches = difflib.get_close_matches(word, known, n=1, cutoff=likeness)
    return f" (did you mean `{matches[0]}`?)" if matches else ""


def _faults(given: Correction) -> Iterator[YamlFault]:
    yield from blanks((), given)
    yield from address(("because",), given.because)
    if given.artifact is not None:
        yield from address(("artifact",), given.artifact)
    if not _DIGEST.fullmatch(given.evidence):
        yield YamlFault(("evidence",), "is no digest", _BEGIN)
    names = [asked.name for asked in QUESTIONS]
    question = next((asked for asked in QUESTIONS if asked.name == given.question), None)
    if question is None:
        yield YamlFault(
            ("question",),
            f"`{given.question}` is no question",
            f"Write one of {', '.join(names)}{near(given.question, names)}.",
        )
        return
    if not given.says:
        yield YamlFault(("says",), "is empty", f"Write {allowed(question)}.")
    for number, word in enumerate(given.says):
        if question.word_for(word) != word:
            yield YamlFault(
                ("says", number), f"`{word}` is no answer to it", f"Write {allowed(question)}."
            )


def allowed(question: Question) -> str:
    """Return the answers of a question as a sentence lists them.

    Examples
    --------
    >>> from tracker.verdicts.use import QUESTION
    >>> allowed(QUESTION)
    'yes, yes if, cannot say, or no'
    """
    words = [
        f"{answer.word} ({answer.means[:1].lower()}{answer.means[1:].rstrip('.')})"
        if answer.open
        else answer.word
        for answer in question.answers
    ]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])}, or {words[-1]}"


def joined(paper: Paper, known: Sequence[Correction]) -> Paper:
    """Return the paper with the corrections of its answers."""
    own = tuple(correction for correction in known if slug(correction.paper) == slug(paper.id))
    return msgspec.structs.replace(paper, corrections=own) if own else paper


def write(main: Path, paper: Paper, correction: Correction) -> Path:
    """Write a correction into a file of its own, and return that.

    Raises
    ------
    UsageError
        If the same is recorded already.
    """
    text = _HEAD + dump(msgspec.to_builtins(correction))
    digest = hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]
    folder = main.parent / CORRECTIONS / paper.slug
    path = folder / f"{correction.made_on}-{correction.question}-{digest}.yaml"
    if path.exists():
        raise UsageError(
            f"This is recorded already: {path}.", advice="Look at it with `tracker check`."
        )
    folder.mkdir(parents=True, exist_ok=True)
    put(path, text.encode())
    return path


def _url(text: str) -> str:
    return text if fault(text) else locate(text).url
