"""Hand-made checks and runs of them: what was measured, when, and under which wording."""

import datetime as dt
from collections.abc import Mapping, Sequence

from tests.verdicts.made import PAPER, at
from tracker.model.check import (
    AuthorsResponse,
    Check,
    Comparison,
    Control,
    ControlKind,
    Expectation,
    Input,
    Tier,
)
from tracker.model.paper import Claim, Needs, Source
from tracker.model.reproduction import (
    Blocked,
    Cost,
    Interval,
    Machine,
    Measurement,
    Outcome,
    Run,
    Used,
)

NOTEBOOK = "notebooks/reproductions/2503.00001.ipynb"
MACHINE = Machine(
    python="3.11.9", platform="Linux", cpu="A CPU", cores=2, lock="sha256:" + "c" * 64
)
NEEDS = Needs(gpus="8 × H100")
USED = Used(
    name="results.json", url="https://github.com/lab/code/raw/abc/results.json",
    sha256="a" * 64, swhid="swh:1:cnt:" + "b" * 40,
)  # fmt: skip
GIVEN = Input(name=USED.name, url=USED.url, sha256=USED.sha256)
AT_LEAST = Expectation(relation=Comparison.AT_LEAST, value=0.9)
AT_MOST = Expectation(relation=Comparison.AT_MOST, value=0.5)


def check(name: str = "idea", tier: Tier = Tier.MECHANISM, *, statement: str = "It learns.",
          response: AuthorsResponse | None = None) -> Check:  # fmt: skip
    """Return a check: `name` must be at least 0.9, and at most 0.5 without the idea.

    In a case that is known to be good it must be at least 0.9, too.
    """
    return Check(
        id=name, tier=tier, notebook=NOTEBOOK, statement=statement, measured=name,
        expected=AT_LEAST, failure="The idea would not be what helps.", response=response,
        control=Control(removes="the idea", measured=f"{name}_control", expected=AT_MOST),
        known_good=Control(kind=ControlKind.KNOWN_GOOD, removes="the answer given away",
                           measured=f"{name}_given_away", expected=AT_LEAST),
        inputs=(GIVEN,),
    )  # fmt: skip


def claim(*checks: Check, name: str = "c1", headline: bool = False, needs: Needs = NEEDS) -> Claim:
    return Claim(
        id=name, statement=f"{name} gains 5 points", source=Source(where="Table 1"), needs=needs,
        headline=headline, checks=checks,
    )  # fmt: skip


def measured(name: str, value: float, low: float | None = None, high: float | None = None,
             seeds: tuple[int, ...] = ()) -> Measurement:  # fmt: skip
    interval = None
    if low is not None and high is not None:
        interval = Interval(low=low, high=high, method="bootstrap over seeds")
    return Measurement(name=name, value=value, n=max(len(seeds), 1), interval=interval, seeds=seeds)


def run(
    checks: Sequence[Check],
    left: Sequence[Measurement] = (),
    *,
    day: str = "2026-11-20",
    outcome: Outcome = Outcome.COMPLETED,
    notebook: str = "d",
    code: str = "c",
    parameters: Mapping[str, int | float | bool | str] | None = None,
    blocked: Sequence[Blocked] = (),
    used: tuple[Used, ...] = (),
    detail: str | None = None,
    remedy: str | None = None,
    machine: Machine = MACHINE,
) -> Run:
    """Return a run of checks; one that measured anything measured its known good cases, too."""
    names = {one.name for one in left}
    good = [control.measured for check in checks for control in check.controls[1:]]
    left = [*left, *(measured(name, 1) for name in good if left and name not in names)]
    return Run(
        paper=PAPER.id, notebook=NOTEBOOK, notebook_digest=f"sha256:{notebook * 64}",
        code=f"sha256:{code * 64}",
        parameters=parameters or {"seed": 0, "scale": 1.0, "quick": False},
        checks={each.id: each.digest for each in checks}, measured=tuple(left),
        blocked=tuple(blocked), used=used, outcome=outcome, detail=detail, remedy=remedy,
        machine=machine, cost=Cost(wall=12.5), sandbox="bubblewrap 0.8.0",
        executed=f"2503.00001.ipynb sha256:{'e' * 64}", agent="test/1",
        started_at=at(day), ended_at=at(day) + dt.timedelta(minutes=1),
    )  # fmt: skip


def result(
    one: Check,
    value: float = 0.98,
    control: float = 0.2,
    *,
    day: str = "2026-11-20",
    notebook: str = "d",
    code: str = "c",
    parameters: Mapping[str, int | float | bool | str] | None = None,
    used: tuple[Used, ...] = (),
    machine: Machine = MACHINE,
) -> Run:
    """Return a completed run that holds measurement and control of one check."""
    left = (measured(one.measured, value), measured(one.control.measured, control))
    return run([one], left, day=day, notebook=notebook, code=code, parameters=parameters,
               used=used, machine=machine)  # fmt: skip
