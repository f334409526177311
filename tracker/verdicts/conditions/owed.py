"""What a release owes the works that it was made from, and whether it does it.

A condition is not met only where all was read that could show it; what a licence lets stand on any
page is never said to be missing.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from tracker.licensing.conditions import Condition, Kind, conditions_of
from tracker.licensing.credits import LINES_OF_A_NOTICE, plain
from tracker.licensing.known import atoms
from tracker.model.base import Value
from tracker.model.evidence import Credit
from tracker.model.locator import fault, locate
from tracker.model.unread import Piece
from tracker.model.verdict import NOASSERTION, NONE
from tracker.verdicts.conditions.finding import Finding, Fulfilment
from tracker.verdicts.conditions.outcomes import Outcome, finding_of, text_of, unreviewed
from tracker.verdicts.conditions.release import SeenRelease

_NOTICES = (Piece.LISTING, Piece.LICENSE)
"""What is read of a release to know its NOTICE."""
_SHARED_ALIKE = re.compile(r"^CC-BY-(?:NC-)?SA(?=-\d)")


class SourceWork(Value, frozen=True, kw_only=True):
    """A work that the release was made from."""

    name: str
    license: str
    relation: str | None
    """How, as the Hub names it; None: not said."""
    through: str | None = None
    """The work between, which the card names; None: it names this one."""
    release: SeenRelease | None
    """What was seen of it; None: only the makers of its licence are known."""


class Owing(Value, frozen=True, kw_only=True):
    """A condition of a work that a release was made from."""

    condition: Condition
    source: SourceWork
    release: SeenRelease
    concluded: str
    """The licence that the release itself is under."""


def owed(source: SourceWork, release: SeenRelease, concluded: str) -> Iterator[Finding]:
    """Yield what a release owes a work that it was made from, and whether it does it."""
    group = conditions_of(source.license)
    if group is None:
        yield unreviewed(source.name, source.license, release)
        return
    for condition in group.conditions:
        if condition.binds(source.relation):
            owing = Owing(condition=condition, source=source, release=release, concluded=concluded)
            if outcome := _OWED[condition.kind](owing):
                yield finding_of(source.name, source.license, condition, outcome, release)


def _owed_text(owing: Owing) -> Outcome | None:
    return text_of(owing.source.license, owing.release)


def _owed_link(owing: Owing) -> Outcome | None:
    license_id, release = owing.source.license, owing.release
    if spot := release.text(license_id) or release.named(license_id):
        return Fulfilment.MET, spot
    why = release.unread()
    return (Fulfilment.UNREAD, why) if why else (Fulfilment.NOT_MET, "no place names it")


def _owed_notice(owing: Owing) -> Outcome | None:
    """Compare whom the copyright lines of both name; the original may have none to keep."""
    name, original, release = owing.source.name, owing.source.release, owing.release
    if original is None:
        return Fulfilment.UNREAD, f"the notice of {name} was not looked at"
    theirs = {plain(holder): holder for holder, _ in original.holders()}
    if not theirs:
        why = original.unread()
        return (Fulfilment.UNREAD, f"of {name}, {why}") if why else None
    for holder, place in release.all_holders():
        if plain(holder) in theirs:
            return Fulfilment.MET, place
    if why := release.unread():
        return Fulfilment.UNREAD, why
    return Fulfilment.NOT_MET, f"no copyright line names {', '.join(theirs.values())}"


def _owed_notice_file(owing: Owing) -> Outcome | None:
    name, original, release = owing.source.name, owing.source.release, owing.release
    if original is None:
        return Fulfilment.UNREAD, f"whether {name} has one was not looked at"
    theirs = original.notices()
    if not theirs and (path := original.notice_path()):
        return Fulfilment.UNREAD, f"{path} of {name} was not read"
    if not theirs:
        why = original.unread(*_NOTICES)
        return (Fulfilment.UNREAD, f"of {name}, {why}") if why else None
    mine = {plain(line.quote): line for line in release.notices()}
    if kept := next((mine[words] for line in theirs if (words := plain(line.quote)) in mine), None):
        return Fulfilment.MET, release.of_credit(kept)
    if mine:
        return Fulfilment.UNREAD, "there is one, and it may hold the original's words further below"
    if why := release.unread(*_NOTICES):
        return Fulfilment.UNREAD, why
    return Fulfilment.NOT_MET, f"{name} has one ({theirs[0].path}), and here is none"


def _notice_words(owing: Owing) -> Outcome | None:
    release, lines = owing.release, owing.release.notices()
    if line := _saying(owing.condition, lines):
        return Fulfilment.MET, release.of_credit(line)
    if why := release.unread(*_NOTICES):
        return Fulfilment.UNREAD, why
    if len(lines) >= LINES_OF_A_NOTICE:
        return Fulfilment.UNREAD, f"{lines[0].path} may say it further below"
    return Fulfilment.NOT_MET, "no such file says it"


def _shown(owing: Owing) -> Outcome | None:
    release = owing.release
    if line := _saying(owing.condition, release.shown()):
        return Fulfilment.MET, release.of_credit(line)
    if why := release.unread(Piece.LISTING, Piece.README, Piece.CARD):
        return Fulfilment.UNREAD, why
    return Fulfilment.ELSEWHERE, "not in the README; another page may show it"


def _saying(condition: Condition, lines: Sequence[Credit]) -> Credit | None:
    return next((line for line in lines if line.names == condition.says), None)


def _name(owing: Owing) -> Outcome | None:
    """Compare the beginning of a model's name; what is no model has no such name."""
    subject = owing.release.trail.subject
    place = None if fault(subject) else locate(subject)
    if place is None or place.kind != "model":
        return None
    name = place.name.rpartition("/")[2]
    begins = _letters(name).startswith(_letters(owing.condition.says or ""))
    return Fulfilment.MET if begins else Fulfilment.NOT_MET, f"its name is {name}"


def _letters(text: str) -> str:
    return plain(text).replace(" ", "")


def _creator(owing: Owing) -> Outcome | None:
    if owing.source.through:
        return Fulfilment.ELSEWHERE, f"the card names {owing.source.through}, which comes from it"
    return Fulfilment.MET, f"the card names {owing.source.name}"


def _changes(owing: Owing) -> Outcome | None:
    named = owing.source.through or owing.source.name
    if owing.source.relation:
        return Fulfilment.MET, f"the card says {owing.source.relation} of {named}"
    return Fulfilment.ELSEWHERE, "the card does not say what was done, and the files were not read"


def _restrictions(owing: Owing) -> Outcome | None:
    def same(names: Sequence[str]) -> bool:
        return owing.source.license in names

    return _terms(owing, same, "which does not have them")


def _same_terms(owing: Owing) -> Outcome | None:
    wanted = frozenset(_SHARED_ALIKE.findall(owing.source.license))

    def same(names: Sequence[str]) -> bool:
        return any(wanted.intersection(_SHARED_ALIKE.findall(name)) for name in names)

    return _terms(owing, same, "which is another licence")


def _terms(owing: Owing, suffice: Callable[[Sequence[str]], bool], why: str) -> Outcome:
    """Tell whether the licence of the release itself carries what is asked."""
    concluded = owing.concluded
    names = atoms(concluded)
    if concluded == NOASSERTION:
        return Fulfilment.UNREAD, "the licence of the release cannot be told"
    if concluded == NONE:
        return Fulfilment.NOT_MET, "the release has no licence that could say so"
    if suffice(names):
        return Fulfilment.MET, f"it is under {concluded}"
    if any(conditions_of(name) is None for name in names):
        return Fulfilment.UNREAD, f"it is under {concluded}, which was not reviewed for this"
    return Fulfilment.NOT_MET, f"it is under {concluded}, {why}"


_OWED: Mapping[Kind, Callable[[Owing], Outcome | None]] = {
    Kind.TEXT: _owed_text,
    Kind.LINK: _owed_link,
    Kind.NOTICE: _owed_notice,
    Kind.EXISTING_NOTICES: _owed_notice,
    Kind.NOTICE_FILE: _owed_notice_file,
    Kind.NOTICE_WORDS: _notice_words,
    Kind.SHOWN_WORDS: _shown,
    Kind.NAME: _name,
    Kind.CREATOR: _creator,
    Kind.CHANGES: _changes,
    Kind.RESTRICTIONS: _restrictions,
    Kind.SAME_TERMS: _same_terms,
}
