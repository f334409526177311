"""What others must keep of a release and of folders in it, and whether it is there to be kept."""

from collections.abc import Iterator

from tracker.licensing.conditions import Condition, Kind, conditions_of
from tracker.model.evidence import Declaration
from tracker.verdicts.conditions.finding import Finding, Fulfilment
from tracker.verdicts.conditions.outcomes import (
    Outcome,
    finding_of,
    not_known,
    text_of,
    unreviewed,
)
from tracker.verdicts.conditions.release import AS_TEXT, SeenRelease


def own(license_id: str, release: SeenRelease) -> Iterator[Finding]:
    """Yield what others must keep of a release, and whether it is there to be kept."""
    group = conditions_of(license_id)
    if group is None:
        yield unreviewed(None, license_id, release)
        return
    for condition in group.conditions:
        if outcome := _to_keep(condition, license_id, release):
            yield finding_of(None, license_id, condition, outcome, release)


def _to_keep(condition: Condition, license_id: str, release: SeenRelease) -> Outcome | None:
    if condition.kind is Kind.TEXT:
        return text_of(license_id, release)
    if condition.kind is Kind.NOTICE:
        return _notice(release)
    if condition.kind is Kind.NOTICE_FILE:
        return _notice_to_keep(release)
    if condition.kind is Kind.LINK:
        named = release.named(license_id)
        return (Fulfilment.MET, named) if named else (Fulfilment.UNREAD, "no place names it")
    if condition.kind is Kind.CREATOR:
        return Fulfilment.MET, f"the account {release.owner or release.trail.subject}"
    return None


def _notice_to_keep(release: SeenRelease) -> Outcome | None:
    """Return where the NOTICE is; nobody must have one."""
    if first := next(iter(release.notices()), None):
        return Fulfilment.MET, release.of_credit(first)
    path = release.notice_path()
    return (Fulfilment.MET, path) if path else None


def _notice(release: SeenRelease) -> Outcome:
    if named := next(release.holders(), None):
        return Fulfilment.MET, named[1]
    if why := release.unread() or release.uncertain_holder():
        return Fulfilment.UNREAD, why
    return Fulfilment.NOT_MET, release.template() or "no copyright line names anybody"


def folders(release: SeenRelease) -> Iterator[Finding]:
    """Yield what folders under licence files of their own ask, and whether it is kept there.

    Whose work lies in them is not known: what was changed of it, and whether the original has a
    NOTICE, was not looked at.
    """
    for folder, declared in release.folders():
        group = conditions_of(declared.expression or "")
        if group is None:
            yield unreviewed(folder, declared.expression, release, folder=True)
            continue
        for condition in group.conditions:
            if outcome := _in_folder(condition, declared, release):
                yield finding_of(
                    folder, declared.expression, condition, outcome, release, folder=True
                )
    for folder in release.unread_folders():
        yield not_known(folder, release, "its licence file was not read", folder=True)
    if release.is_cut:
        yield not_known("further folders", release, "the list of files was cut", folder=True)


def _in_folder(condition: Condition, declared: Declaration, release: SeenRelease) -> Outcome | None:
    if condition.kind is Kind.LINK or (condition.kind is Kind.TEXT and declared.how in AS_TEXT):
        return Fulfilment.MET, release.of_declaration(declared)
    if condition.kind is Kind.TEXT:
        return text_of(declared.expression or "", release)
    if condition.kind is Kind.NOTICE:
        path = declared.path or ""
        if spot := release.holder_in(path):
            return Fulfilment.MET, spot
        if release.credited is None:
            return Fulfilment.UNREAD, "it was not looked at for this"
        return Fulfilment.NOT_MET, f"{path} names nobody"
    if condition.kind in (Kind.NOTICE_FILE, Kind.CHANGES):
        return Fulfilment.ELSEWHERE, "the original is not known"
    return None
