"""What somebody still has to write: the TODOs left in the files, and lists that say nothing."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

import yaml

from tracker.errors import Complaint
from tracker.registry.document import Document
from tracker.registry.part import RegistryPart
from tracker.registry.values import Marks, YamlFault

_MARK = re.compile(r"(?:^|(?<=\s))#")
_TODO = re.compile(r"\bTODO\b")


def unread(part: RegistryPart) -> Iterator[YamlFault]:
    """Yield each empty list of promises of a paper that names nothing that was read for any."""
    papers = part.registry.papers if part.registry else ()
    for number, paper in enumerate(papers):
        if paper.promises or paper.promises_read_in:
            continue
        raw = part.document.data["papers"][number]
        if "promises" in raw:
            yield YamlFault(
                ("papers", number, "promises"),
                "is empty, which does not say whether anybody has read for promises",
                "Name what was read under `promises_read_in:`, or take the line out.",
            )


def todos(documents: Sequence[Document]) -> Complaint | None:
    """Count the comments that say TODO, and name the first; None where none is left."""
    open_todos = [
        (document, line, text) for document in documents for line, text in _comments(document)
    ]
    if not open_todos:
        return None
    document, line, text = open_todos[0]
    number = "1 TODO is left" if len(open_todos) == 1 else f"{len(open_todos)} TODOs are left"
    return Complaint(
        file=str(document.path),
        line=line,
        field="TODO",
        problem=f"{number}, {'this one' if len(open_todos) == 1 else 'the first here'}: {text}",
        remedy="Fill in what it asks for, and take the comment out.",
        remark=True,
    )


def _comments(document: Document) -> Iterator[tuple[int, str]]:
    """Yield line and words of each comment with a TODO in it; a text may hold the word, too."""
    if "TODO" not in document.text or not document.readable:
        return
    begins, ends = [], []
    for token in yaml.scan(document.text, Loader=Marks):
        if isinstance(token, yaml.ScalarToken):
            begins.append((token.start_mark.line, token.start_mark.column))
            ends.append((token.end_mark.line, token.end_mark.column))
    for number, line in enumerate(document.text.splitlines()):
        for mark in _MARK.finditer(line):
            place = (number, mark.start())
            before = bisect_right(begins, place) - 1
            if before >= 0 and place < ends[before]:
                continue
            words = line[mark.end() :]
            if todo := _TODO.search(words):
                yield number + 1, words[todo.end() :].strip(" :")
            break
