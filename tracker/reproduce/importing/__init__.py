"""A result that was made elsewhere: refused, or turned into a run that is judged like any other.

What is not what it is said to be is refused, and nothing is kept. What is another experiment than
the block asks for, another model, task, metric, number of questions or of examples, is refused,
too. What is that experiment but not as pinned (revision, seed, versions, prompts) is kept, and
nothing follows from it.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tracker.errors import ResultRefused
from tracker.model.base import Value
from tracker.model.check import Check
from tracker.model.imported import SHEET, Imported, ImportedArtifact, RunSheet, SheetSide
from tracker.model.locator import locate
from tracker.model.paper import Paper, Relation
from tracker.model.protocol import Harness, HubModel, Protocol
from tracker.model.reproduction import Machine, Measurement, Outcome, Run
from tracker.reproduce.importing.files import HandedIn
from tracker.reproduce.importing.harnesses import read
from tracker.reproduce.importing.scores import Scores, coherent
from tracker.reproduce.machine import lock
from tracker.reproduce.recipes import Pin, pin
from tracker.tables.text import clean

ELSEWHERE = "none: imported"
"""In place of the digest of a notebook and of code: there is neither."""
_AHEAD = dt.timedelta(days=1)
_NAMED = ("torch", "transformers", "vllm")
_RECIPE = "Print the recipe anew, and import what it leaves: `tracker reproduce PAPER --recipe`."


class Sides(Value, frozen=True, kw_only=True):
    """What the harness says of the model and, where it was run, of the base model."""

    model: Scores
    base: Scores | None


def as_run(
    handed_in: HandedIn, paper: Paper, pins: Mapping[str, str], now: dt.datetime, agent: str
) -> Run:
    """Return the run that a result is, judged by nothing yet.

    Parameters
    ----------
    pins
        Subject → commit that the history pinned.
    now
        When it is imported.

    Raises
    ------
    ResultRefused
        If it is not what it is said to be, or another experiment than the block asks for.
    """
    sheet = handed_in.sheet
    check, protocol = _block(sheet, paper)
    _sensible(sheet, now)
    sides = _sides(handed_in, sheet, protocol)
    used = tuple(_used(sheet, protocol, pins))
    commits = _by_name(sheet.machine.commits)
    packages = _by_name(sheet.machine.packages)
    names = [canonicalize_name(Requirement(wanted).name) for wanted in protocol.requires]
    machine = sheet.machine
    return Run(
        paper=paper.id,
        notebook=check.notebook,
        notebook_digest=ELSEWHERE,
        code=ELSEWHERE,
        parameters={"seed": sheet.seed},
        checks={check.id: sheet.block},
        measured=tuple(_measured(check, protocol, sides, sheet.seed)),
        outcome=Outcome.COMPLETED,
        machine=Machine(
            python=clean(machine.python, 80),
            platform=clean(machine.platform, 80),
            cpu=clean(machine.cpu, 80) if machine.cpu else None,
            cores=machine.cores,
            memory=machine.memory,
            lock=lock({**packages, **commits}),
            packages={
                name: clean(packages[name], 80)
                for name in sorted({*names, *_NAMED} & packages.keys())
            },
        ),
        sandbox=ELSEWHERE,
        imported=Imported(
            by=clean(sheet.by, 80),
            imported_at=now,
            gpus=tuple(
                clean(f"{gpu.name}{f' ({gpu.memory} MiB)' if gpu.memory else ''}", 80)
                for gpu in machine.gpus
            ),
            driver=clean(machine.gpus[0].driver or "", 40) or None if machine.gpus else None,
            harness=_harness(protocol, packages, commits),
            artifacts=tuple(_artifact(paper, url, revision, at) for url, revision, at in used),
            files=handed_in.files,
            departures=tuple(_departures(sheet, protocol, sides, used)),
        ),
        agent=agent,
        started_at=sheet.started_at,
        ended_at=sheet.ended_at,
    )


def _block(sheet: RunSheet, paper: Paper) -> tuple[Check, Protocol]:
    if sheet.schema != SHEET:
        raise ResultRefused(
            f"the sheet is of the schema {clean(sheet.schema, 40)!r}, which is not read",
            advice=_RECIPE,
        )
    if sheet.paper != paper.id:
        raise ResultRefused(
            f"it is a result of {clean(sheet.paper, 80)}, and not of {paper.id}",
            advice="Name the paper that the sheet names.",
        )
    blocks = [claim.exact.check for claim in paper.claims if claim.exact and claim.exact.check]
    for check in blocks:
        if check.id == sheet.check and check.protocol is not None:
            return check, check.protocol
    raise ResultRefused(
        f"{paper.id} has no exact block {clean(sheet.check, 80)!r}",
        advice=f"It has: {', '.join(check.id for check in blocks) or 'none yet'}.",
    )


def _sensible(sheet: RunSheet, now: dt.datetime) -> None:
    if not clean(sheet.by):
        raise ResultRefused("the sheet names nobody", advice="Say under `by` who ran it.")
    for moment in (sheet.started_at, sheet.ended_at):
        if moment.tzinfo is None:
            raise ResultRefused("a time of the sheet has no zone", advice="Write it in UTC.")
    if not sheet.started_at <= sheet.ended_at <= now + _AHEAD:
        raise ResultRefused(
            "the times of the sheet are in no order, or lie ahead",
            advice="Set the machine's clock, and correct `started_at` and `ended_at`.",
        )
    if sheet.machine.cores < 1 or sheet.seed < 0:
        raise ResultRefused("the sheet counts less than nothing", advice=_RECIPE)


def _sides(handed_in: HandedIn, sheet: RunSheet, protocol: Protocol) -> Sides:
    model = _side(handed_in, "model", sheet.model, protocol.model, protocol)
    if sheet.base is None:
        return Sides(model=model, base=None)
    base = _side(handed_in, "base", sheet.base, protocol.base, protocol)
    answers_kept = protocol.harness is not Harness.SCRIPT  # two models may well score alike
    if answers_kept and sheet.base.samples.sha256 == sheet.model.samples.sha256:
        raise ResultRefused(
            "the samples of the base model are those of the model",
            advice="Run both: the base model is the control.",
        )
    return Sides(model=model, base=base)


def _side(
    handed_in: HandedIn, name: str, side: SheetSide, asked: HubModel, protocol: Protocol
) -> Scores:
    """Read what the harness left of one model, and refuse what is another experiment."""
    scores = read(
        protocol,
        name,
        handed_in.contents[side.results.sha256],
        handed_in.contents[side.samples.sha256],
    )
    if scores.shortened:
        raise ResultRefused(
            f"{name}: the task was shortened ({scores.shortened})", advice="Run the whole task."
        )
    for what, actual, wanted in (
        ("the sheet's model", side.id, asked.id),
        ("the model", scores.model, asked.id),
        ("the number of questions", scores.samples, protocol.samples),
        ("the number of examples", scores.few_shot, protocol.few_shot),
    ):
        if actual != wanted:
            raise ResultRefused(
                f"{name}: {what} is {clean(str(actual), 80)}, and the block asks for {wanted}",
                advice=_RECIPE,
            )
    if scores.revision and not side.revision.startswith(scores.revision):
        raise ResultRefused(
            f"{name}: the harness ran commit {clean(scores.revision, 50)}, and the sheet says "
            f"{clean(side.revision, 50)}",
            advice=_RECIPE,
        )
    if not set(scores.seeds) <= {handed_in.sheet.seed}:
        raise ResultRefused(
            f"{name}: the harness ran with the seeds {', '.join(map(str, scores.seeds))}, and the "
            f"sheet says {handed_in.sheet.seed}",
            advice=_RECIPE,
        )
    coherent(name, scores)
    return scores


def _used(
    sheet: RunSheet, protocol: Protocol, pins: Mapping[str, str]
) -> Iterator[tuple[str, str, Pin]]:
    """Yield what was used of a release, at which commit, and which commit was asked for."""
    for side, asked in ((sheet.model, protocol.model), (sheet.base, protocol.base)):
        if side is not None:
            yield asked.url, side.revision, pin(asked.url, asked.revision, pins)
    if protocol.code is not None:
        revision = sheet.code.revision if sheet.code else "not told"
        yield protocol.code, revision, pin(protocol.code, protocol.revision, pins)


def _artifact(paper: Paper, url: str, revision: str, at: Pin) -> ImportedArtifact:
    subject = locate(url).url
    own = (one.url for one in paper.artifacts if one.relation is Relation.OFFICIAL)
    return ImportedArtifact(
        url=subject,
        revision=clean(revision, 80),
        pinned=at.revision == revision,
        official=any(locate(official).url == subject for official in own),
    )


def _departures(
    sheet: RunSheet, protocol: Protocol, sides: Sides, used: Sequence[tuple[str, str, Pin]]
) -> Iterator[str]:
    """Yield in what a result is not what the block asks for."""
    if sheet.seed != protocol.seed:
        yield f"the seed is {sheet.seed}, not {protocol.seed}"
    if not sheet.machine.gpus:
        yield "no GPU is named"
    yield from _other_versions(sheet, protocol)
    for wanted in protocol.hashes:
        stated = sides.model.hashes.get(wanted.name)
        if stated != wanted.value:
            yield f"{wanted.name} is {clean(stated or 'not told', 70)}, not {wanted.value}"
    for url, revision, at in used:
        if at.revision is not None and at.revision != revision:
            yield f"{url} is at {clean(revision, 80)}, not {at.revision} ({at.by})"


def _other_versions(sheet: RunSheet, protocol: Protocol) -> Iterator[str]:
    """Yield what is installed in another version than the block names."""
    packages, commits = _by_name(sheet.machine.packages), _by_name(sheet.machine.commits)
    for wanted in map(Requirement, protocol.requires):
        name = canonicalize_name(wanted.name)
        if wanted.url is not None:
            commit = wanted.url.rpartition("@")[2]
            if commits.get(name) != commit:
                installed = clean(commits.get(name, "not told"), 50)
                yield f"{wanted.name} is at commit {installed}, not {commit}"
        elif name not in packages or not _is(packages[name], wanted):
            installed = clean(packages.get(name, "not installed"), 50)
            yield f"{wanted.name} is {installed}, not {wanted.specifier}"


def _is(version: str, wanted: Requirement) -> bool:
    """Whether a version is the wanted one; what a build adds to it (``+cu124``) is no other."""
    return wanted.specifier.contains(version.partition("+")[0], prereleases=True)


def _measured(check: Check, protocol: Protocol, sides: Sides, seed: int) -> Iterator[Measurement]:
    """Yield the model's number, and under the name of each control the base model's."""

    def measurement(name: str, scores: Scores) -> Measurement:
        value = scores.value * protocol.unit_factor
        return Measurement(name=name, value=value, unit=check.unit, n=scores.samples, seeds=(seed,))

    yield measurement(check.measured, sides.model)
    if sides.base is not None:
        for name in dict.fromkeys(control.measured for control in check.controls):
            yield measurement(name, sides.base)


def _harness(protocol: Protocol, packages: Mapping[str, str], commits: Mapping[str, str]) -> str:
    name = {"lm-eval": "lm-eval", "lighteval": "lighteval"}.get(protocol.harness.value)
    if name is None:
        return "the paper's script"
    version = commits.get(name) or packages.get(name) or "of a version that is not told"
    return clean(f"{name} {version}", 80)


def _by_name(versions: Mapping[str, str]) -> Mapping[str, str]:
    return {canonicalize_name(clean(name)): clean(version) for name, version in versions.items()}
