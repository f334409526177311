"""Is it still the same? Pinned on first sight; a name is not an identity.

Long, because a question is one file: a third of it are the words of its answers.
"""

from collections.abc import Callable, Iterable, Mapping

from tracker.model import swhid
from tracker.model.base import Value
from tracker.model.evidence import Book, Facts, Place, Reach, Sighting
from tracker.model.locator import traits_of
from tracker.model.paper import Artifact
from tracker.model.release import version
from tracker.model.unread import Piece, State
from tracker.model.verdict import Verdict
from tracker.verdicts import trail as trails
from tracker.verdicts.question import Answer, Question, Tone
from tracker.verdicts.trail import Trail, day, seen, upper, utc

_ALARMING = (Piece.STATE, Piece.HISTORY)
"""What can tell that it is no longer what it was."""
_ALL = (*_ALARMING, Piece.LISTING, Piece.LICENSE, Piece.METADATA, Piece.CARD, Piece.TAGS)

QUESTION = Question(
    name="identity",
    title="Is it still the same?",
    zh="是否仍是原物？",
    meaning=(
        "Whether what stands at the address is what stood there when it was first seen. Pinned on "
        "first sight: GitHub's numeric id or the Hub's `_id` with the time of creation, the first "
        "commit, the revision, the licence files and the card. A look that did not ask for one of "
        "these (an id needs a token or the Hub) leaves it as it was."
    ),
    motive=(
        "A name can be taken again by somebody else, and a history or a licence replaced, without "
        "any sign of it in the paper's link."
    ),
    answers=(
        Answer(
            word="same",
            zh="未变",
            tone=Tone.GOOD,
            rank=2,
            means="Nothing that was pinned has changed, or it was seen once only.",
            needs=_ALL,
        ),
        Answer(
            word="re-registered",
            zh="地址易主",
            tone=Tone.POOR,
            rank=0,
            means="Alarm: the same address now leads to something else, by the host's own id.",
            remedy="Trust nothing at this address until the authors confirm it; look for the "
            "original at Software Heritage.",
        ),
        Answer(
            word="re-created",
            zh="重新创建",
            tone=Tone.POOR,
            rank=0,
            means="Alarm: the first commit is another one and nobody asked for the host's id, so "
            "it may be something else.",
            remedy="Look again with a token, which tells the host's id, or ask the authors.",
            needs=(Piece.STATE,),
            gives_way="re-created",
        ),
        Answer(
            word="history rewritten",
            zh="历史被改写",
            tone=Tone.POOR,
            rank=1,
            means="Alarm: the revision that was pinned is no longer part of the history.",
            needs=(Piece.STATE,),
            gives_way="history rewritten",
            remedy="Look for the pinned revision at Software Heritage.",
        ),
        Answer(
            word="moved",
            zh="已迁移",
            tone=Tone.GOOD,
            rank=2,
            means="The host shows it under a new name, and as the same thing where it gave an id.",
            remedy="Put the new address into the registry.",
            needs=_ALARMING,
            gives_way="moved",
        ),
        Answer(
            word="licence changed",
            zh="许可证已变",
            tone=Tone.FAIR,
            rank=2,
            means="A licence file, or what the card or package says of the licence, is not what "
            "was pinned.",
            remedy="Use it under the licence of the revision you have.",
            needs=_ALARMING,
            gives_way="licence changed",
        ),
        Answer(
            word="card changed",
            zh="卡片已变",
            tone=Tone.GOOD,
            rank=2,
            means="The card of a model, dataset or Space was edited.",
            needs=_ALARMING,
            gives_way="card changed",
        ),
        Answer(
            word="new release",
            zh="有新发行版",
            tone=Tone.GOOD,
            rank=2,
            means="A tag, or a version of a package, is newer than all that were there when it "
            "was first seen with its tags.",
            remedy="Read what the release changed before you compare with the paper.",
            needs=_ALARMING,
            gives_way="new release",
        ),
        Answer(
            word="new revision",
            zh="有新版本",
            tone=Tone.GOOD,
            rank=2,
            means="Commits, files or weights came after the revision that was pinned.",
            needs=_ALL,
            gives_way="new revision",
        ),
        Answer(
            word="unknown",
            zh="未知",
            tone=Tone.UNKNOWN,
            quiet=True,
            means="Not seen yet, or nothing that identifies it was asked for (it needs a token).",
            remedy="Run the tracker where the host can be reached, with a token if there is one.",
        ),
    ),
    remedy="Note the revision you use, as a SWHID, and have Software Heritage archive it.",
    rule="identity/3",
    of_artifact=lambda asked: judge_identity(asked.artifact, asked.trail),
    telling=lambda asked, _: len(_present(asked.trail)) > 1,  # one look is compared with nothing
)

ALARMS = frozenset(answer.word for answer in QUESTION.answers if answer.tone is Tone.POOR)
"""Answers after which nothing at the address can be taken for what the paper released."""

_PRESENT = frozenset((Reach.VISIBLE, Reach.GATED))


class _Pair(Value, frozen=True):
    """The first and the last sighting that were asked for a fact."""

    first: Sighting
    last: Sighting

    @property
    def facts(self) -> tuple[Facts, Facts]:
        return self.first.observation.facts, self.last.observation.facts


def pins(book: Book) -> Mapping[str, str]:
    """Return the commit pinned for each subject: that of its first sighting with a revision."""
    pinned = {}
    for subject, sightings in book.items():
        dated = _asked(_present(trails.trail(subject, sightings)), lambda facts: facts.revision)
        if dated and (revision := dated.first.observation.facts.revision):
            pinned[subject] = swhid.git_id(revision)
    return pinned


def judge_identity(artifact: Artifact, trail: Trail) -> Verdict:
    """Judge whether the artifact is still what it was when it was first seen."""
    looks = _present(trail)
    drifts = dict(_drifts(looks))
    pinned = _asked(looks, _identifying)
    if pinned is None:
        words: tuple[str, ...] = ("unknown",)
        reason = "Nothing that identifies it was asked for" if looks else "Not seen yet"
        used: tuple[Sighting, ...] = ()
    else:
        words = tuple(drifts) or ("same",)
        reason = "; ".join(why for why, _ in drifts.values()) or _unchanged(looks, pinned)
        pairs = [pair for _, pair in drifts.values()] or [pinned]
        used = tuple(
            {
                sighting.id: sighting for pair in pairs for sighting in (pair.first, pair.last)
            }.values()
        )
    return Verdict(
        question=QUESTION.name,
        subject=trail.subject,
        answers=words,
        reason=f"{upper(reason)}{trail.silence}.",
        remedy=QUESTION.remedy_for(*words),
        evidence=tuple(trails.evidence(sighting, quote=_pin(sighting)) for sighting in used)
        or (trails.named(artifact),),
        derived_from=trails.ids(used),
        read_in=trails.ids((*used, *looks[-1:])),
        rule=QUESTION.rule,
        as_of=trails.newest(trail.telling),
    )


def _present(trail: Trail) -> tuple[Sighting, ...]:
    return tuple(sighting for sighting in trail.telling if sighting.observation.reach in _PRESENT)


def _asked(looks: Iterable[Sighting], read: Callable[[Facts], object | None]) -> _Pair | None:
    asked = [look for look in looks if read(look.observation.facts) is not None]
    return _Pair(asked[0], asked[-1]) if asked else None


def _differ(looks: Iterable[Sighting], read: Callable[[Facts], object | None]) -> _Pair | None:
    """Return the first and the last that were asked, if they say different things."""
    pair = _asked(looks, read)
    return pair if pair and read(pair.facts[0]) != read(pair.facts[1]) else None


def _identifying(facts: Facts) -> object | None:
    return facts.platform_id or facts.first_commit or facts.revision or facts.created


def _drifts(looks: tuple[Sighting, ...]) -> Iterable[tuple[str, tuple[str, _Pair]]]:
    """Yield each answer with its reason and the two sightings it rests on."""
    other = _differ(looks, lambda facts: facts.platform_id)
    ids = _asked(looks, lambda facts: facts.platform_id)
    if other:
        was, now = (facts.platform_id for facts in other.facts)
        yield "re-registered", (f"the host's id was {was} and is {now}{_since(other)}", other)
    else:
        yield from _rewritten(looks, asked=ids is not None and ids.first is not ids.last)
    if looks and (to := _moved(looks)) and not other:
        yield "moved", (f"it is now at {trails.phrase(to)}", _Pair(looks[0], looks[-1]))
    if changed := _relicensed(looks):
        yield "licence changed", (f"what it says of its licence changed{_since(changed)}", changed)
    cards = [look for look in looks if _card(look) is not None]
    if cards and _card(cards[0]) != _card(cards[-1]):
        changed = _Pair(cards[0], cards[-1])
        yield "card changed", (f"its card was edited{_since(changed)}", changed)
    if released := _released(looks):
        yield "new release", (_release(released) + _since(released), released)
    if newer := _differ(looks, lambda facts: facts.revision):
        yield (
            "new revision",
            (f"there is a newer revision than the pinned one{_since(newer)}", newer),
        )


def _rewritten(
    looks: tuple[Sighting, ...], *, asked: bool
) -> Iterable[tuple[str, tuple[str, _Pair]]]:
    """Yield what the history tells; without the host's id another root may be another owner's."""
    lost = _lost(looks)
    if lost is False:
        return
    if root := _recreated(looks):
        then, today = (day(facts.first_commit) for facts in root.facts if facts.first_commit)
        words = f"the first commit was of {then} and is of {today}"
        if asked:
            yield "history rewritten", (words + _since(root), root)
        else:
            words += f", and the host's id was not asked{_since(root)}"
            yield "re-created", (words, root)
    elif isinstance(lost, _Pair):
        yield "history rewritten", (f"the pinned revision is gone{_since(lost)}", lost)


def _since(pair: _Pair) -> str:
    return f" ({seen(pair.first)}, {seen(pair.last)})"


def _recreated(looks: tuple[Sighting, ...]) -> _Pair | None:
    pair = _asked(looks, lambda facts: facts.first_commit)
    if pair is None:
        return None
    then, today = (facts.first_commit for facts in pair.facts)
    return pair if then and today and utc(then) != utc(today) else None


def _lost(looks: tuple[Sighting, ...]) -> "_Pair | bool | None":
    """Return the sightings that show the pinned revision gone; False: held; None: not asked."""
    pinned = _asked(looks, lambda facts: facts.revision)
    if pinned is None:
        return None
    revision = pinned.facts[0].revision or ""
    newest = pinned.facts[1]
    if newest.revision == revision or (newest.pins or {}).get(revision):
        return False
    gone = [look for look in looks if (look.observation.facts.pins or {}).get(revision) is False]
    return _Pair(pinned.first, gone[-1]) if gone else None


def _whole(looks: Iterable[Sighting], fact: str) -> list[Sighting]:
    """Return the looks that read a fact whole: half a look differs from a whole one."""
    return [look for look in looks if trails.how_much(look, fact) is State.WHOLE]


def _moved(looks: tuple[Sighting, ...]) -> str | None:
    last = _asked(looks, lambda facts: facts.moved_to or facts.name)
    return last.facts[1].moved_to if last else None


def _relicensed(looks: tuple[Sighting, ...]) -> _Pair | None:
    """Compare what the artifact itself says of its licence: the texts, not our reading of them."""
    pair = _asked(_whole(looks, "licenses"), lambda facts: facts.licenses)
    if pair is None:
        return None
    was, now = map(_licensing, pair.facts)
    same = was.keys() == now.keys() and all(
        was[key] == now[key] or None in (was[key], now[key]) for key in was
    )
    return None if same else pair


def _licensing(facts: Facts) -> Mapping[str, str | None]:
    """Return each licence file of the root with its id, and what the card says."""
    licences: dict[str, str | None] = {}
    for declaration in facts.licenses or ():
        if declaration.place is Place.FILE and declaration.path and "/" not in declaration.path:
            licences[declaration.path] = declaration.swhid
        elif declaration.place is Place.CARD:
            licences[f"card: {declaration.quote}"] = None
    return licences


def _released(looks: tuple[Sighting, ...]) -> _Pair | None:
    """Return the sightings between which a higher version was tagged; a tag taken back is none."""
    pair = _asked(_whole(looks, "releases"), lambda facts: facts.releases)
    if pair is None:
        return None
    was, now = (facts.releases or () for facts in pair.facts)
    if not now or (was and version(now[0].name) <= version(was[0].name)):
        return None
    return pair


def _release(pair: _Pair) -> str:
    was, now = (facts.releases or () for facts in pair.facts)
    before = f"; it was {trails.phrase(was[0].name)}" if was else ", the first one"
    return f"there is a new release, {trails.phrase(now[0].name)}{before}"


def _card(sighting: Sighting) -> str | None:
    look = sighting.observation
    if not traits_of(look.subject).cards:
        return None
    return next((file.swhid for file in look.facts.read or () if file.path == "README.md"), None)


def _unchanged(looks: tuple[Sighting, ...], pinned: _Pair) -> str:
    first = pinned.first
    if first is looks[-1] and first.observed_at == first.observation.observed_at:
        return f"pinned {seen(first)}: {_pin(first)}"
    asked = _asked(looks, lambda looked: looked.platform_id)
    by = "by the host's id" if asked else "as far as git tells: the host's id was not asked"
    return f"the same as {seen(first)}, {by}"


def _pin(sighting: Sighting) -> str:
    """Return what a sighting pins, in words."""
    facts = sighting.observation.facts
    parts = [f"id {facts.platform_id}"] if facts.platform_id else []
    parts += [f"created {day(facts.created)}"] if facts.created else []
    parts += [f"first commit {day(facts.first_commit)}"] if facts.first_commit else []
    parts += [facts.revision] if facts.revision else []
    return ", ".join(parts) or sighting.observation.reach.value
