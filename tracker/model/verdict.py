"""What was concluded, from what, by which rule."""

import datetime as dt
from enum import StrEnum

from tracker.model.base import Value
from tracker.model.check import Check, Control
from tracker.model.correction import JudgedCorrection
from tracker.model.evidence import Evidence
from tracker.model.paper import Artifact, Claim, Depth, Paper, Promise
from tracker.model.reproduction import Measurement
from tracker.model.terms import ScopeTerms
from tracker.model.unread import Unread

NONE = "NONE"
"""SPDX: there is no licence information."""
NOASSERTION = "NOASSERTION"
"""SPDX: we cannot say."""
IN_PART = "in part"
"""Said beside an answer: not all that was asked for was read, and the rest may say more."""


class DateKind(StrEnum):
    """What a date is that something is known to be there since, the most telling first."""

    FIRST_COMMIT = "first commit"
    CREATED = "host's creation date"
    FIRST_SEEN = "first seen"
    LAST_COMMIT = "newest commit"
    """No later than that, where the history was not read."""


class Dated(Value, frozen=True, kw_only=True):
    """The day that something is known to be there since."""

    day: dt.date
    by: DateKind
    bound: bool = False
    """Whether it is no later than that day, because what tells more could not be read."""


class Verdict(Value, frozen=True, kw_only=True):
    """The answer to one question about one subject (PROV: Entity).

    Whatever anybody decides on is an answer or a field with a type of its own; `reason`, `remedy`
    and the quotes of the evidence are read by people only.
    """

    question: str
    subject: str
    answers: tuple[str, ...]
    """Several may hold at once: moved and archived."""
    reason: str
    """One sentence."""
    remedy: str | None = None
    """What would make the answer better, where something would."""
    evidence: tuple[Evidence, ...] = ()
    derived_from: tuple[str, ...] = ()
    """Ids of the observations used."""
    rule: str
    """Name and version of the rule, such as ``availability/1``."""
    as_of: dt.datetime | None = None
    """When somebody last looked at what is asked about and was told something; None: nobody was.

    A look that could not see does not renew an answer, and neither does one at another place that
    the answer names beside, such as a link that is dead."""
    dated: Dated | None = None
    """Of "since when?": the day that is answered."""
    needs: str | None = None
    """Of "what was checked?": that one of `answers` which says what a full attempt takes."""
    unshipped: bool = False
    """Of "under which licence?": whether it is only named, and its text is not there."""
    terms: tuple[ScopeTerms, ...] = ()
    """Of "under which licence?", of an artifact: what its places say of each part, side by side."""
    read_in: tuple[str, ...] = ()
    """Ids of the looks whose pieces must be read whole for a closed answer to hold, on the way from
    the judge to the gate (`tracker.verdicts.closed`); none in a verdict that has passed it."""
    unread: tuple[Unread, ...] = ()
    """What was asked for, was not read whole, and could have told otherwise."""
    corrections: tuple[JudgedCorrection, ...] = ()
    """What people say against it; no answer rests on that."""

    @property
    def answer(self) -> str:
        """All answers in one phrase."""
        return " + ".join(self.answers)


class UseVerdict(Value, frozen=True, kw_only=True):
    """A use, and whether it is allowed."""

    use: str
    """As in `tracker.licensing.uses.Use`."""
    verdict: Verdict
    keep_to: tuple[str, ...] = ()
    """Of an artifact: the licences that are declared and disagree, all of which must allow it."""


class ArtifactVerdicts(Value, frozen=True, kw_only=True):
    """All that is concluded about one artifact."""

    artifact: Artifact
    subject: str
    availability: Verdict
    depth: Verdict
    license: Verdict
    since: Verdict
    """The date it is there since, and whether that is a first commit or a first sight."""
    identity: Verdict
    """Whether it is still what was pinned when it was first seen."""
    archived: Verdict
    """Whether an archive keeps a copy: reachable is not archived."""
    uses: tuple[UseVerdict, ...] = ()
    """What one may do with it."""
    same_as: str | None = None
    """Subject of the artifact before it that is the same thing under another address."""
    more: tuple[Verdict, ...] = ()
    """The answers to questions that have no field of their own, because no other rests on them."""

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The answers to all questions about it, its uses aside."""
        return _verdicts(self)

    @property
    def is_known(self) -> bool:
        """Whether a look, or a stored copy of whatever day, told anything of it."""
        return self.availability.as_of is not None or self.availability.answers != ("unknown",)

    @property
    def reached(self) -> Depth | None:
        """The depth of the release; None where we cannot say."""
        return next((depth for depth in Depth if depth == self.depth.answers[0]), None)


class PromiseVerdict(Value, frozen=True, kw_only=True):
    """A promise and what became of it."""

    promise: Promise
    verdict: Verdict
    overdue: dt.date | None = None
    """Of an open one: the day by which it was due, where it has passed since the last look."""


class CheckVerdict(Value, frozen=True, kw_only=True):
    """A check and what came of it."""

    check: Check
    verdict: Verdict
    words: str
    """The answer as it may be said of this tier: ``mechanism holds``, never more."""
    measured: Measurement | None = None
    """The quantity that decides, as the run left it that the answer rests on."""
    control: Measurement | None = None
    """What its control left."""
    known_good: Measurement | None = None
    """What its second control left, where there is one."""

    @property
    def controls(self) -> tuple[tuple[Control, Measurement | None], ...]:
        """Each control with what it left."""
        return tuple(zip(self.check.controls, (self.control, self.known_good), strict=False))

    @property
    def run(self) -> str | None:
        """Id of the run that the answer rests on, or of the newest attempt; None = no attempt."""
        return next(iter(self.verdict.derived_from), None)


class ClaimVerdict(Value, frozen=True, kw_only=True):
    """A claim and what is known of its reproduction."""

    claim: Claim
    verdict: Verdict
    checks: tuple[CheckVerdict, ...] = ()


class PaperVerdicts(Value, frozen=True, kw_only=True):
    """All that is concluded about one paper."""

    paper: Paper
    artifacts: tuple[ArtifactVerdicts, ...]
    promises: tuple[PromiseVerdict, ...]
    claims: tuple[ClaimVerdict, ...]
    promise: Verdict
    """Over all promises of the paper."""
    license: Verdict
    """Over its official code, or what it released instead."""
    reproduction: Verdict
    elsewhere: Verdict
    """What was seen of it that the registry does not have."""
    summary: Verdict
    """One line: what you get, under which licence, since when."""
    uses: tuple[UseVerdict, ...] = ()
    """What one may do with all that it released."""
    as_of: dt.datetime | None = None
    """The instant asked about; None = the newest there is."""
    more: tuple[Verdict, ...] = ()
    """The answers to questions that have no field of their own."""

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The answers about the paper as a whole, its uses aside."""
        return _verdicts(self)


def _verdicts(judged: ArtifactVerdicts | PaperVerdicts) -> tuple[Verdict, ...]:
    fields = (getattr(judged, name) for name in judged.__struct_fields__)
    return (*(field for field in fields if isinstance(field, Verdict)), *judged.more)
