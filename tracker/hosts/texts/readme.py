"""What a README points at: repositories elsewhere, and things still to come. Pure.

Only what is printed counts: a comment that nobody sees announces nothing, and neither does the
front matter of a card.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from urllib.parse import urlsplit

from tracker.hosts.texts import prose
from tracker.hosts.texts.lines import Line, Paragraph
from tracker.model.evidence import SPAN_LIMIT, Passage
from tracker.model.locator import Locator, fault, glued, locate

LINKS = 40
"""Addresses that are kept: the first ones; lists have thousands."""
PASSAGES = 8
"""Sentences that are kept of a kind."""

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
_TRAINS = r"(?:(?:pre-?|post-?|fine-?)?(?:train|tun)(?:ing|er|ed|e)?|distillation)"
_TRAINING_CODE = re.compile(
    rf"\b{_TRAINS}\b[^.!?]{{0,40}}\b(?:code|scripts?|recipes?|pipeline|implementation)\b|"
    rf"\b(?:code|scripts?|recipes?|pipeline)\b[^.!?]{{0,20}}\b(?:to|for) (?:\w+ )?{_TRAINS}\b|"
    r"(?:训练|微调)[^。！]{0,8}(?:代码|脚本)",
    re.IGNORECASE,
)
_TRAINING_TITLE = re.compile(
    rf"(?:(?:how|model|start|run|code|steps?|stage) (?:to |for )?)*{_TRAINS}\b"
    r"(?!\W*(?:data|dataset|sets?|logs?|results?|curves?|time|cost|details)\b)|(?:模型)?(?:训练|微调)",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\b(?:soon|todo|tbd|tba|wip|stay tuned|not yet|in preparation|"
    r"to be (?:\w+ )?(?:announced|added|released|done|updated)|"
    r"will be (?:\w+ )?(?:added|released|available|published|provided|updated)|"
    r"work in progress|under construction)\b|敬请期待|即将|待(?:更新|发布|补充)",
    re.IGNORECASE,
)
_SHOWS = re.compile(r"`[^`]+`|\]\(|https?://")
"""A file, a command or a link: something is there already."""
_EMPTY_LENGTH = 200
"""Characters up to which what says "soon" is all that a section says."""

_ADAPTED = re.compile(
    r"\b(?:buil[dt]s? (?:up)?on|bas(?:ed|es) (?:up)?on|on top of|modif(?:y|ies|ied|ication)|"
    r"adapt(?:s|ed)?|fork(?:s|ed)?|extend(?:s|ed)?|extension|derive[sd]?|borrow(?:s|ed)? from|"
    r"rewritten|refactored)\b|\bus(?:e|es|ing)\b(?=.{0,300}\bcode ?base\b)|基于|修改自|改编",
    re.IGNORECASE,
)
_AS_IT_IS = re.compile(
    r"\b(?:unmodified|unchanged|as it is|as-is|without (?:any )?chang)", re.IGNORECASE
)


def links(texts: Mapping[str, bytes]) -> tuple[Passage, ...]:
    """Return the repositories and owners that READMEs name, canonical, each once.

    An owner counts where the line speaks of code, models or data: else it is a person.

    Parameters
    ----------
    texts
        Path and bytes of READMEs, the most telling one first.
    """
    passages: dict[str, Passage] = {}
    for path, number, line in _lines(texts):
        for match in _URL.finditer(line):
            place = _place(match[0])
            if place is None:
                continue
            if place.kind in _KINDS or (place.kind == "owner" and _OF_WORK.search(line)):
                passages.setdefault(place.home, Passage(path=path, line=number, about=place.home))
        if len(passages) >= LINKS:
            break
    return tuple(passages.values())[:LINKS]


def _lines(texts: Mapping[str, bytes]) -> Iterator[Line]:
    """Yield the lines that hold an address."""
    for piece in prose.pieces(texts):
        for line in piece.lines():
            if "http" in line.text:
                yield line


def branches(texts: Mapping[str, bytes]) -> tuple[Passage, ...]:
    r"""Return the branches, tags and commits of repositories that READMEs link, each once.

    Examples
    --------
    >>> text = b"The code is [here](https://github.com/lab/code/tree/release)."
    >>> [passage.about for passage in branches({"README.md": text})]
    ['https://github.com/lab/code/tree/release']
    """
    passages: dict[str, Passage] = {}
    for path, number, line in _lines(texts):
        for match in _URL.finditer(line):
            place = _place(match[0])
            if place is not None and place.repository is not None:
                passages.setdefault(place.url, Passage(path=path, line=number, about=place.url))
    return tuple(passages.values())[:LINKS]


def _place(url: str) -> Locator | None:
    """Return the place on a host of code, models or data that an address in a text means."""
    url = url.removesuffix(glued(url)).partition("@")[0]
    if len(url) > SPAN_LIMIT or fault(url) or urlsplit(url).query:
        return None
    place = locate(url)
    return None if place.host not in _HOSTS or _UPLOADED.match(place.name) else place


def adapted(texts: Mapping[str, bytes]) -> tuple[Passage, ...]:
    r"""Return the repositories from which READMEs say that the code is made, each once.

    Examples
    --------
    >>> text = b"Our code is built on\n[their net](https://github.com/them/net)."
    >>> [passage.about for passage in adapted({"README.md": text})]
    ['https://github.com/them/net']
    """
    passages: dict[str, Passage] = {}
    for sentence in prose.sentences(texts):
        claim = _ADAPTED.search(sentence.text) if "http" in sentence.text else None
        if claim is None or _AS_IT_IS.search(sentence.text):
            continue
        for match in _URL.finditer(sentence.text, claim.start()):
            place = _place(match[0])
            if place is not None and place.kind == "repository":
                passage = Passage(path=sentence.path, line=sentence.line, about=place.home)
                passages.setdefault(place.home, passage)
    return tuple(passages.values())[:PASSAGES]


def announced(texts: Mapping[str, bytes]) -> tuple[Passage, ...]:
    r"""Return the sentences, in English or Chinese, that say something is still to come.

    Examples
    --------
    >>> text = b"# Hi\nWe will release\nour code soon."
    >>> [passage.about for passage in announced({"README.md": text})]
    ['We will release our code soon.']
    >>> announced({"README.md": b"Released. <!-- coming soon -->"})
    ()
    """
    return tuple(islice(_all_announced(texts), PASSAGES))


def _all_announced(texts: Mapping[str, bytes]) -> Iterator[Passage]:
    for sentence in prose.sentences(texts):
        if _announces(sentence.text):
            about = prose.words(sentence.text)
            yield Passage(path=sentence.path, line=sentence.line, about=about)


def _announces(sentence: str) -> bool:
    if _SOON.search(sentence) or _SOON_ZH.search(sentence):
        return True
    return bool(_WAITING.search(sentence) and _OF_WORK.search(sentence))


def training_to_come(texts: Mapping[str, bytes]) -> tuple[Passage, ...]:
    r"""Return what says that code to train is still to come: a sentence, or an empty section.

    Examples
    --------
    >>> text = b"# Net\n## Training\nComing soon.\n## Use\n`python use.py`"
    >>> [passage.about for passage in training_to_come({"README.md": text})]
    ['Training: Coming soon.']
    """
    promises = (
        passage for passage in _all_announced(texts) if _TRAINING_CODE.search(passage.about)
    )
    return (*_empty_trainings(texts), *promises)[:PASSAGES]


def _empty_trainings(texts: Mapping[str, bytes]) -> Iterator[Passage]:
    for path, data in texts.items():
        sections = list(prose.sections({path: data}))
        for at, section in enumerate(sections):
            heading = section.heading
            if not heading.level or not is_about_training(heading.title):
                continue
            content = list(section.content)
            for inner in sections[at + 1 :]:
                if inner.heading.level <= heading.level:
                    break
                content += inner.content
            prose_pieces = [piece for piece in content if isinstance(piece, Paragraph)]
            later = " ".join(
                prose.words(piece.text) for piece in prose_pieces if prose.bare(piece.text)
            )
            only_text = len(prose_pieces) == len(content)
            if only_text and len(later) <= _EMPTY_LENGTH and all(map(_waits, prose_pieces)):
                about = prose.words(f"{heading.title}: {later}" if later else heading.title)
                yield Passage(path=path, line=heading.numbers[0], about=about)


def _waits(piece: Paragraph) -> bool:
    """Whether a piece of a section is blank, or says only that there will be more."""
    later = _LATER.search(piece.text) and not _SHOWS.search(piece.text)
    return not prose.bare(piece.text) or bool(later)


def is_about_training(title: str) -> bool:
    """Whether a heading, numbers and pictures before it left out, is that of a training."""
    first = next((at for at, sign in enumerate(title) if sign.isalpha()), len(title))
    return _TRAINING_TITLE.match(title, first) is not None
