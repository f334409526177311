"""What can become of a check, and what each answer may be called where it is told of the claim."""

from collections.abc import Sequence

from tracker.model.check import Bearing, Check, Materiality, Tier
from tracker.model.reproduction import Run, Used
from tracker.verdicts.check.attempts import shortened
from tracker.verdicts.check.expected import as_expected

HOLDS = "holds"
FAILS = "does not hold"
INCONCLUSIVE = "inconclusive"
BLOCKED = "blocked"
BROKEN = "failed technically"
NOT_ATTEMPTED = "not attempted"

REPLICATED = "replicated (exact)"
"""ACM v1.1: others got the result without the authors' artifacts."""
WITHIN_CHANCE = "within chance"
IMPORTED = ("reproduced (imported)", "within tolerance (imported)", "outside tolerance (imported)")
"""Of a run that a person made elsewhere: as expected with everything pinned, as expected
otherwise, and not as expected. None of them is a word for what was run here."""

_OF_CLAIM = {
    Tier.EXACT: ("reproduced (exact)", "contradicted"),
    Tier.PROXY: ("proxy within tolerance", "proxy outside tolerance"),
    Tier.MECHANISM: ("mechanism holds", "mechanism not confirmed"),
    Tier.AUDIT: ("numbers consistent", "numbers do not follow"),
}
"""What a check that holds, and one that does not, says about its claim."""
_BESIDE = {
    Bearing.CODE: ("released code as described", "released code differs from its description"),
    Bearing.EDGE_CASE: ("holds in an edge case", "deviation in an edge case"),
    Bearing.LIBRARY: ("library does its part", "defect of a library"),
}
"""The same where a check is about something beside the claim."""
GRADED = {
    Materiality.ROUNDING: "numbers do not follow (rounding slip)",
    Materiality.CELL: "numbers do not follow (wrong cell)",
    Materiality.CLAIM: "numbers do not follow (claim changes)",
}
"""What an audit that does not hold says, where the check says how much that matters."""


def in_words(check: Check, answer: str, run: Run | None) -> str:
    """Return an answer as it may be said of the check's tier, and of what it is about.

    An exact protocol that was shortened is a proxy, and without a file of the authors' release
    the result is replicated, not reproduced (ACM v1.1). What a person ran elsewhere is told as
    that, and as reproduced only where all of it is pinned and some of it is the authors'.
    """
    if answer not in {HOLDS, FAILS} or run is None:
        return answer
    if (imported := run.imported) is not None:
        whole = imported.pinned and imported.official
        return IMPORTED[2] if answer == FAILS else IMPORTED[0 if whole else 1]
    if (beside := _BESIDE.get(check.bears_on)) is not None:
        return beside[answer == FAILS]
    tier = Tier.PROXY if check.tier is Tier.EXACT and shortened(run) else check.tier
    if answer == HOLDS:
        own = tier is not Tier.EXACT or bool(used_of_release(check, run))
        return _OF_CLAIM[tier][0] if own else REPLICATED
    if check.chance:
        return WITHIN_CHANCE
    graded = materiality(check, run)
    return GRADED[graded] if graded else _OF_CLAIM[tier][1]


def materiality(check: Check, run: Run) -> Materiality | None:
    """Return how much it matters that an audit does not hold, or None where nothing tells."""
    for grade in check.grades:
        measured = run.measurement(grade.measured)
        if measured is not None and as_expected(grade.expected, measured) is True:
            return grade.materiality
    return None


def used_of_release(check: Check, run: Run) -> Sequence[Used]:
    """Return the files of the release that a check rests on; its notebook may use more."""
    named = {name for given in check.inputs for name in (given.sha256, given.swhid) if name}
    return [used for used in run.used if {used.sha256, used.swhid} & named]
