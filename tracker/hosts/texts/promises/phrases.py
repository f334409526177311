"""What a phrase announces: an item of a to-do list, a sentence, a line with "soon". Pure."""

import re

from tracker.hosts.texts.lines import MARKUP
from tracker.hosts.texts.promises import things, wording
from tracker.model.paper import Role

_ITEM_WORDS = 40
"""Words of an item of a list of things to do, at most; a longer one is read as sentences."""
_BARE_WORDS = {True: 12, False: 6}
"""Words of an item that only names a thing, at most: with a box to tick, and without."""
_NEAR = 64
"""Characters between a thing and the word that says that it comes soon, at most."""
_REACH = 80
_BARE = re.compile(
    r"\W*(?:(?:full|complete|official|our|the|pytorch|initial)\s+)*"
    r"(?:train(?:ing)?|infer(?:ence)?|eval(?:uation)?|pre-?training|fine-?tuning|sft|rl|testing"
    r"|gradio|colab|训练|推理|评测|学習|推論|学习|훈련|추론)"
    r"(?:\s*(?:and|&|/|,|和|与)\s*(?:training|inference|evaluation|testing|pre-?training"
    r"|fine-?tuning|训练|推理|评测))*\W*$",
    re.IGNORECASE,
)
_DEMO = re.compile(r"\b(?:gradio|colab|replicate|space)\b", re.IGNORECASE | re.ASCII)
_PARTS = re.compile(r"\s*[|•·]\s*|\]\s*\[")
_FIRST_PERSON = re.compile(
    r"\b(?:we|our|us|i)\b|我们|本项目|私たち|我々|우리|저희", re.IGNORECASE | re.ASCII
)
_WAITS = re.compile(
    r"^\W*(?:(?:will be |to be |is |are )?(?:\w+ )?(?:coming|released?|available|added|updated"
    r"|announced|provided|published|open-?sourced|soon|tba|tbd|todo|wip|stay tuned)"
    r"[\w\s,'’-]{0,40}|敬请期待|即将\w{0,6}|待\w{2,6}|近日\w{0,6}|準備中|公開予定|coming soon"
    r"|준비\s?중|공개\s?예정"
    r"|추후\s?공개)\W*$",
    re.IGNORECASE,
)
_WAITS_NOW = re.compile(
    r"\b(?:soon|todo|wip|stay tuned|tba|tbd|coming|will|to be)\b|敬请|即将|待|近日|準備|予定|준비"
    r"|예정|추후",
    re.IGNORECASE | re.ASCII,
)
_BRACKET = re.compile(
    r"[(（](?:to be released|coming|will be|tba|tbd|待|即将|近日|준비)[^()（）]{0,30}[)）]\W*$",
    re.IGNORECASE,
)
"""What stands behind a name that is not there yet."""
_EMPHASIS = re.compile(r"(?<![^\W_])_+|_+(?![^\W_])")
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_TOPIC = re.compile("[はをが]|은 |는 |을 |를 ")
_JOINED = re.compile(r",|\band\b|&|/|和|与|及|、", re.IGNORECASE | re.ASCII)
_VERB = re.compile(
    r"^\W*(?:train|run|use|find|get|see|collect|generate|benchmark|evaluate|compute|process"
    r"|convert|load|compare|test|apply|replicate|show|investigate|explore|understand|discuss"
    r"|design|develop|propose|define|answer|combine|include|reproduce|verify|learn|study"
    r"|analy[sz]e)\b(?! (?:code|script|set|data|pipeline))",
    re.IGNORECASE | re.ASCII,
)
_PHRASE_END = re.compile(
    r"\W*$|\s*(?:[(\[:,;.!&/|+–—-]|and\b|or\b|for\b|of\b|on\b|with\b|in\b|to\b|at\b|from\b|via\b"
    r"|using\b|release\b|soon\b|coming\b|based\b|by\b|&|[（【：，、和与及はをのと])"
    r"|\s*v?\d|[的]|\s*(?:公開|공개)",
    re.IGNORECASE | re.ASCII,
)
_LISTS = re.compile(r"\b(?:including|namely|such as|i\.e\.)|[:：]", re.IGNORECASE)
_IS_PASSIVE = re.compile(
    r"\b(?:be|being)\b(?! (?:[\w-]+ly )?[\w-]+ing\b)", re.IGNORECASE | re.ASCII
)
_COMPOUND = 30
"""Characters between a thing and what is none, up to which they may be one compound."""
_BEGINS = re.compile(r"[;；]|, (?:but|while|although)\b|，但")
_ENDS = re.compile(
    r"[;；]|, (?:but|while|although|which|so|because)\b"
    r"|\b(?:so that|in order to|to help|to facilitate|to support|to foster)\b|，但|，以便|，供"
)
"""Where the part of a sentence begins, and ends, in which something is announced."""


def plain(text: str) -> str:
    """Return a text without its markup.

    Examples
    --------
    >>> plain("**Code** of _Net_ [soon](#x)!")
    'Code of Net soon!'
    """
    bare = " ".join(_EMPHASIS.sub("", MARKUP.sub(" ", text)).split())
    return re.sub(r" (?=[.,;:!?)])", "", bare).replace("*", "")


def of_item(words: str, *, plan: bool, box: bool) -> tuple[Role, ...]:
    """Return what an item of a list of things to do announces.

    Parameters
    ----------
    words
        The item without its mark.
    plan
        Whether its list is said to be one of things to do.
    box
        Whether it has a box to tick.

    Examples
    --------
    >>> of_item("Training code", plan=True, box=True)
    (<Role.CODE: 'code'>,)
    >>> of_item("Support more models", plan=True, box=True)
    ()
    """
    changes = wording.changes_only(words) and not wording.brings_out(words)
    if changes or words.rstrip().endswith(("?", "？")):
        return ()
    roles = things.roles(words)
    first = min((place for _, place in things.heads(words)), default=len(words))
    stop = wording.no_release(words)
    if stop and stop.start() < first and not _JOINED.search(words[stop.start() : first]):
        return ()
    if wording.releases(words) and _words(words) <= _ITEM_WORDS:
        return roles or _by_default(words)
    if _BARE.match(words) or _BARE.match(wording.brings(words)):
        return _by_default(words)
    if not roles:
        return (Role.SPACE,) if plan and _DEMO.search(words) and not stop else ()
    bare = _words(words) <= _BARE_WORDS[box] and not _VERB.match(wording.brings(words))
    return roles if bare and _ends_phrase(words) else ()


def _by_default(words: str) -> tuple[Role, ...]:
    """Return what is meant where no thing is named."""
    if things.stands_for_models(words):
        return (Role.MODEL,)
    return (Role.SPACE,) if _DEMO.search(words) else (Role.CODE,)


def _ends_phrase(words: str) -> bool:
    """Whether a thing is the head of its phrase, not what tells more of another noun."""
    return any(_PHRASE_END.match(words, end) for end in things.ends(words))


def _words(text: str) -> float:
    """Return how many words a text has; two characters of Chinese or Japanese count as one."""
    return len(text.split()) + len(_IDEOGRAPHS.findall(text)) / 2


def of_sentence(sentence: str) -> tuple[Role, ...] | None:
    """Return what a sentence announces; empty: nothing; None: something that has no name in it.

    Examples
    --------
    >>> of_sentence("We will release the weights soon.")
    (<Role.MODEL: 'model'>,)
    >>> of_sentence("It will be open-sourced soon.") is None
    True
    """
    span = wording.announces(sentence)
    if span is not None:
        clause = _clause(sentence, span)
        if roles := things.roles(_object(clause, sentence[slice(*span)])):
            return roles if _is_about_things(clause, span) else ()
        if wording.no_release(clause):
            return ()
        if things.stands_for_models(clause) and not is_of_authors(clause):
            return (Role.MODEL,)
        if wording.is_strong(sentence[slice(*span)]):
            return things.roles(sentence[: span[0]]) or None
    if roles := at_soon(sentence):
        return roles
    if span is None and wording.at_work(sentence):
        return things.roles(sentence)
    nameless = not things.roles(sentence) and not wording.no_release(sentence)
    return (
        None
        if nameless
        and (_WAITS.match(sentence) or is_behind_a_name(sentence))
        and wording.soon(sentence)
        else ()
    )


def is_behind_a_name(sentence: str) -> bool:
    """Whether a sentence ends with a bracket that says that what it names is not there yet."""
    return _BRACKET.search(sentence) is not None


def is_of_authors(text: str) -> bool:
    """Whether the authors speak of themselves."""
    return _FIRST_PERSON.search(text) is not None


def waits(text: str) -> bool:
    """Whether a text says that there will be more, and nothing else."""
    return bool(_WAITS.match(text) and _WAITS_NOW.search(text))


def leads(text: str) -> bool:
    """Whether a paragraph announces the items that follow it."""
    return text.rstrip().endswith((":", "：")) and wording.announces(text) is not None


def _clause(sentence: str, span: tuple[int, int]) -> str:
    """Return the part of a sentence in which something is announced."""
    begins = (match.end() for match in _BEGINS.finditer(sentence, 0, span[0]))
    end = _ENDS.search(sentence, span[1])
    return sentence[max(begins, default=0) : end.start() if end else len(sentence)]


def _object(clause: str, verb: str) -> str:
    """Return the words that say what is released: of a passive sentence those before the verb."""
    if not _IS_PASSIVE.search(verb) or verb.endswith("with"):
        return clause
    lead, _, tail = clause.partition(verb)
    if things.roles(lead) or (re.search(r"\w", lead) and not _LISTS.search(tail)):
        return lead
    return tail


def _is_about_things(clause: str, span: tuple[int, int]) -> bool:
    """Whether what is released is a thing, not a paper, a feature, or the like beside it."""
    places = [place for _, place in things.heads(clause)]
    stops = [stop.start() for stop in wording.all_no_release(clause)]
    if not stops or not places:
        return True
    if places[0] < span[0]:  # what will be released stands before the verb
        last = max(place for place in places if place < span[0])
        aside = clause[last : max((stop for stop in stops if stop < span[0]), default=last)]
        return not aside or bool(_JOINED.search(aside) or _TOPIC.search(aside))
    first, stop = places[0], stops[0]
    if first < stop and (things.tells_more(clause[first:stop]) or first < stop - _COMPOUND):
        return True
    return _JOINED.search(clause[min(first, stop) : max(first, stop)]) is not None


def at_soon(line: str) -> tuple[Role, ...]:
    """Return the things at which a word for "soon" stands.

    Examples
    --------
    >>> at_soon("Paper | Code (coming soon)")
    (<Role.CODE: 'code'>,)
    """
    named = {role for part in _PARTS.split(line) for role in _at_soon(part)}
    return tuple(role for role in Role if role in named)


def _at_soon(part: str) -> tuple[Role, ...]:
    word = wording.soon(part)
    if word is None:
        return ()
    lead, tail = part[: word.start()], part[word.end() :][:_REACH]
    if wording.denies(lead[-16:]) or wording.governed(lead):
        return ()
    lead = lead[-_REACH:]
    places = [place for _, place in things.heads(lead)]
    stops = [stop.start() for stop in wording.all_no_release(lead)]
    if places:
        aside = [stop for stop in stops if stop > places[-1]]
        paper = aside and not _JOINED.search(lead[places[-1] : aside[-1]])
        return () if paper or len(lead) - places[-1] > _NEAR else things.roles(lead)
    if stops or lead.strip(" *_-:：[(（【>#!🔥📢🚀🔜"):
        return ()
    after = [place for _, place in things.heads(tail)]
    stop = wording.no_release(tail)
    return things.roles(tail) if after and (stop is None or stop.start() > after[0]) else ()
