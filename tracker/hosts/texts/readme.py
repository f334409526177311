"""What a README points at: repositories elsewhere, things still to come, files to run. Pure.

Only what is printed counts: a comment that nobody sees announces nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from tracker.licensing.source import LINE_LIMIT, README_LIMIT, without_pictures
from tracker.model.evidence import SPAN_LIMIT, Passage
from tracker.model.locator import fault, glued, locate

LINKS = 40
"""Addresses that are kept: the first ones; lists have thousands."""
PASSAGES = 8
"""Announcements, and missing files, that are kept."""

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_URL = re.compile(r"https?://[^\s<>\"'`\\|\])}]+")
_HOSTS = frozenset(("github", "huggingface", "git"))
_KINDS = frozenset(("repository", "model", "dataset", "space"))
_UPLOADED = re.compile(r"user-attachments/")

_THING = r"(?:code|data(?:sets?)?|models?|weights?|checkpoints?|demo|scripts?|package|benchmark)"
_OF_WORK = re.compile(rf"\b{_THING}\b|代码|模型|数据|权重", re.IGNORECASE)
"""Beside it, the page of an owner stands for something released, not for a person."""
_OPEN = r"(?:open[- ]?sourc|releas|publish|upload|(?:made|make) (?:publicly )?available)"
_SOON = re.compile(
    rf"\b(?:we|authors) (?:will|plan to|are going to|would|intend to) (?:\w+ )?{_OPEN}|"
    rf"\b{_THING}[^.!?]{{0,60}}\b(?:will|to) be (?:\w+ )?{_OPEN}|"
    rf"\bwill be (?:\w+ )?(?:open[- ]?sourced|released)\b|"
    rf"\b{_THING}\b[^.!?]{{0,40}}\b(?:soon|TBA|TBD)\b|"
    rf"^\s*[-*] \[ \] [^.]{{0,80}}(?:{_THING}|{_OPEN})",
    re.IGNORECASE,
)
_WAITING = re.compile(r"coming soon|stay tuned|under construction|敬请期待", re.IGNORECASE)
"""Announces something only beside a word for what is released."""
_SOON_ZH = re.compile(
    r"即将(?:开源|发布|公开|上线|放出|上传)|(?:待|尽快|稍后|后续将?|将会?)(?:陆续)?"
    r"(?:开源|发布|公开|放出|上传)(?:代码|模型|数据|权重)?|"
    r"(?:代码|模型|数据集?|权重)[^。！;；]{0,16}(?:将|会|待)[^。！;；]{0,10}(?:开源|发布|公开|放出)"
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")
_MARKUP = re.compile(r"<[^<>]{0,500}+>|!?\[|\]\([^)]{0,500}+\)|\*\*|__")

_FENCE = re.compile(r"^\s*(?:```|~~~)")
_WORD = re.compile(r"\S+")
_RUNS = re.compile(r"python[\d.]*|bash|sh|source|torchrun|deepspeed")
_RUN_BY_TWO = frozenset((("accelerate", "launch"), ("streamlit", "run")))
_SCRIPT = re.compile(r"[\w./-]+\.(?:py|sh)")
_OPTION = re.compile(r"-[\w-]+(?P<value>=[\w.:,]+)?")
_VALUE = re.compile(r"[\w.:,]+")
_INSTALL = re.compile(r"(?:-r|--requirement|-f|--file)[ =]([\w./-]+\.(?:txt|ya?ml))(?=\s|$)")
_ELSEWHERE = re.compile(r"\bgit clone\b|\bwget\b|\bcurl\b|\bdownload\b")
_ABOVE = 3
"""Lines above a block that say whose commands it holds."""
_MADE_UP = re.compile(r"path[/_]to|your|example|xxx|^/|\.\.", re.IGNORECASE)


def links(texts: Mapping[str, bytes]) -> tuple[Passage, ...]:
    """Return the repositories and owners that READMEs name, canonical, each once.

    An owner counts where the line speaks of code, models or data: else it is a person.

    Parameters
    ----------
    texts
        Path and bytes of READMEs, the most telling one first.
    """
    passages: dict[str, Passage] = {}
    for path, number, line in _printed(texts):
        for match in _URL.finditer(line):
            url = match[0].removesuffix(glued(match[0])).partition("@")[0]
            if len(url) > SPAN_LIMIT or fault(url) or urlsplit(url).query:
                continue
            place = locate(url)
            if place.host not in _HOSTS or _UPLOADED.match(place.name):
                continue
            if place.kind in _KINDS or (place.kind == "owner" and _OF_WORK.search(line)):
                passages.setdefault(place.url, Passage(path=path, line=number, about=place.url))
        if len(passages) >= LINKS:
            break
    return tuple(passages.values())[:LINKS]


def announced(texts: Mapping[str, bytes]) -> tuple[Passage, ...]:
    r"""Return the sentences, in English or Chinese, that say something is still to come.

    Examples
    --------
    >>> [each.about for each in announced({"README.md": b"# Hi\nWe will release our code soon."})]
    ['We will release our code soon.']
    >>> announced({"README.md": b"Released. <!-- coming soon -->"})
    ()
    """
    passages: list[Passage] = []
    for path, number, line in _printed(texts):
        for sentence in _SENTENCE.split(line):
            if _announces(sentence) and len(passages) < PASSAGES:
                words = " ".join(_MARKUP.sub(" ", sentence).split())[:SPAN_LIMIT]
                passages.append(Passage(path=path, line=number, about=words))
    return tuple(passages)


def _announces(sentence: str) -> bool:
    if _SOON.search(sentence) or _SOON_ZH.search(sentence):
        return True
    return bool(_WAITING.search(sentence) and _OF_WORK.search(sentence))


def installed(texts: Mapping[str, bytes]) -> frozenset[str]:
    """Return the files that commands of READMEs install from, as they name them."""
    return frozenset(
        name.removeprefix("./")
        for block in _blocks(texts)
        for _, _, line in block
        for name in _INSTALL.findall(line)
    )


def absent(texts: Mapping[str, bytes], paths: Iterable[str]) -> tuple[Passage, ...]:
    """Return the scripts and environment files that commands of READMEs name and nobody shipped.

    A command that follows a change of folder may mean a file in any of them; one that follows a
    download may mean what was downloaded, so that block says nothing; nor does one below the name
    of another project.

    Parameters
    ----------
    paths
        The whole listing.
    """
    there = frozenset(
        "/".join(parts[start:])
        for path in paths
        if path.endswith((".py", ".sh", ".txt", ".yml", ".yaml"))
        for parts in [path.split("/")]
        for start in range(len(parts))
    )
    passages: dict[str, Passage] = {}
    shown = {(path, number): line for path, number, line in _printed(texts)}
    for block in _blocks(texts):
        if any(_ELSEWHERE.search(line) for _, _, line in block) or _of_another(block[0], shown):
            continue
        for path, number, line in block:
            for name in (*_run(line), *_INSTALL.findall(line)):
                plain = name.removeprefix("./")
                if plain not in there and not _MADE_UP.search(plain):
                    passages.setdefault(plain, Passage(path=path, line=number, about=plain))
    return tuple(passages.values())[:PASSAGES]


def _of_another(first: tuple[str, int, str], shown: Mapping[tuple[str, int], str]) -> bool:
    """Whether a repository is named just above a block, whose commands may then be meant for it."""
    path, number, _ = first
    above = (shown.get((path, number - back), "") for back in range(2, 2 + _ABOVE))
    urls = (match[0] for line in above for match in _URL.finditer(line))
    return any(not fault(url) and locate(url).kind == "repository" for url in urls)


def _run(line: str) -> Iterator[str]:
    """Yield the scripts that the commands of a line run: the first word after options.

    A word after an option may be its value; it is, if a script comes later.

    Examples
    --------
    >>> list(_run("cd x && python -u --lr 1 train.py --a b; bash eval.sh | accelerate launch a.py"))
    ['train.py', 'eval.sh', 'a.py']
    """
    words = list(_WORD.finditer(line))
    scripts: list[int | None] = [None] * (len(words) + 2)
    for at in range(len(words) - 1, -1, -1):
        if _SCRIPT.fullmatch(words[at][0]):
            scripts[at] = at
        elif option := _OPTION.fullmatch(words[at][0]):
            valued = (
                not option["value"] and _beside(words, at) and _VALUE.fullmatch(words[at + 1][0])
            )
            later = scripts[at + 2] if valued else None
            scripts[at] = scripts[at + 1] if later is None else later
    at = 0
    while at < len(words):
        script_at = scripts[start] if (start := _after_command(words, at)) else None
        if script_at is not None:
            yield words[script_at][0]
        at = at + 1 if script_at is None else script_at + 1


def _after_command(words: Sequence[re.Match[str]], at: int) -> int | None:
    """Return where the words of a command begin, if the word at `at` is one that runs scripts."""
    name = words[at][0]
    name = name[max(map(name.rfind, ";&|")) + 1 :]
    if _RUNS.fullmatch(name):
        return at + 1
    by_two = _beside(words, at) and (name, words[at + 1][0]) in _RUN_BY_TWO
    return at + 2 if by_two else None


def _beside(words: Sequence[re.Match[str]], at: int) -> bool:
    """Whether one space alone stands between a word and the next."""
    return at + 1 < len(words) and words[at + 1].start() == words[at].end() + 1


def is_whole(data: bytes) -> bool:
    """Whether all of a README is read; what is not may announce anything."""
    text = _decoded(data)
    return len(text) <= README_LIMIT and max(map(len, text.split("\n"))) <= LINE_LIMIT


def _decoded(data: bytes) -> str:
    return without_pictures(data).decode("utf-8", "replace")


def _printed(texts: Mapping[str, bytes]) -> Iterator[tuple[str, int, str]]:
    """Yield path, number and text of each line that is not blank, without comments."""
    for path, data in texts.items():
        text = _decoded(data)[:README_LIMIT]
        shown = _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)
        for number, line in enumerate(shown.split("\n"), 1):
            if not line or line.isspace():
                continue
            plain = line[:LINE_LIMIT]
            if not plain.isprintable():
                plain = "".join(
                    character if character.isprintable() else " " for character in plain
                )
            yield path, number, plain.rstrip()


def _blocks(texts: Mapping[str, bytes]) -> Iterator[list[tuple[str, int, str]]]:
    """Yield the fenced blocks of the READMEs, those that are closed."""
    block: list[tuple[str, int, str]] | None = None
    for path, number, line in _printed(texts):
        if _FENCE.match(line):
            if block:
                yield block
            block = [] if block is None else None
        elif block is not None:
            block.append((path, number, line))
