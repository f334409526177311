"""The questions a person asks beside the main job: one look, a comparison, what is known."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from tracker import registry
from tracker.errors import Complaint, RegistryError, TransportFault, UsageError
from tracker.history import History
from tracker.hosts import hosts, recorded
from tracker.hosts.archives import software_heritage
from tracker.model.base import Value
from tracker.model.decoding import decoded
from tracker.model.evidence import Book, Observation, with_looks
from tracker.model.instant import read_instant, read_past
from tracker.model.locator import fault, glued, locate, shown
from tracker.model.paper import Artifact, Paper, Registry, Relation, Role, Titles
from tracker.model.suspicion import printable, suspicious
from tracker.model.verdict import PaperVerdicts
from tracker.project import Project
from tracker.registry.entries import ROLES
from tracker.sweep.looks import look_now, targets
from tracker.sweep.upstreams import follow
from tracker.tables.changes import Change, compare
from tracker.tables.rows import rows
from tracker.transport import Door
from tracker.transport.settings import Settings, origin
from tracker.verdicts import judge_all

_DATED = re.compile(r"\d{4}-\d")
"""The beginning of what is meant as a date; no run is called so."""


def papers(project: Project | None, target: str) -> tuple[Registry, RegistryError | None]:
    """Return the registry, and why it is empty where it cannot be read and `target` needs none.

    Raises
    ------
    RegistryError
        If it cannot be read, and `target` is no address.
    """
    if project is None:
        return Registry(papers=()), None
    try:
        return registry.load(project.registry), None
    except RegistryError as trouble:
        if fault(target) is not None:
            raise
        return Registry(papers=()), trouble


class CheckedPaper(Value, frozen=True, kw_only=True):
    """A paper or an address, judged, and the looks of just now."""

    verdicts: PaperVerdicts
    looks: tuple[Observation, ...]
    """At what the paper names; none where no host was asked."""


def check(
    project: Project | None,
    papers: Registry,
    target: str,
    settings: Settings,
    as_of: dt.datetime | None = None,
) -> CheckedPaper:
    """Look at one paper of the registry, or at one address, now, and judge it.

    What was known before is used as well, so that a host out of reach changes no verdict. Nothing
    is stored. An address needs no project; one that turns out to hold a curated list is judged as
    a list, since nobody has said what else it should be.

    Parameters
    ----------
    as_of
        Aware: judge at this instant on what was known then, and ask no host.
    """
    known = papers.paper(target)
    paper = known or _asked_by_hand(target)
    if "//" in target and origin(target) not in settings.configured:
        _refuse_suspicious(target)
    history = History(project.history_folders(), project.history_index) if project else History(())
    book: Book = history.book(as_of=as_of)
    looks: tuple[Observation, ...] = ()
    if not (settings.offline or as_of):
        observations = look_now(paper, settings)
        named = targets([paper])
        looks = tuple(look for look in observations if look.subject in named)
        with Door(settings) as door:
            observations += tuple(follow(observations, door, hosts()))
        book = with_looks(book, observations)
    runs = history.reproductions(as_of=as_of)
    (judged,) = judge_all([paper], book, as_of, runs)
    if known is None and "curated list" in judged.artifacts[0].depth.answers:
        listed = msgspec.structs.replace(paper.artifacts[0], role=Role.LIST)
        paper = msgspec.structs.replace(paper, artifacts=(listed,))
        (judged,) = judge_all([paper], book, as_of, runs)
    return CheckedPaper(verdicts=judged, looks=looks)


def diff(project: Project, papers: Registry, since: str, until: str | None) -> tuple[Change, ...]:
    """Compare the answers at two moments, both judged by the rules of today.

    Raises
    ------
    UsageError
        If a moment is neither a date nor the id of a run.
    """
    history = History(project.history_folders(), project.history_index)
    tables = []
    for moment in (since, until):
        instant = _moment(history, moment)
        runs = history.reproductions(as_of=instant)
        tables.append(rows(judge_all(papers.papers, history.book(as_of=instant), runs=runs)))
    return compare(*tables)


_RECORDING_LIMIT = 20_000_000
"""Bytes of a recording that are read; a longer one is cut and then no JSON."""


class Classified(recorded.JudgedAnswer, frozen=True, kw_only=True):
    """A recording, judged; several of these for a GraphQL answer about several."""

    file: str


def classify(paths: Sequence[Path]) -> tuple[tuple[Classified, ...], tuple[Complaint, ...]]:
    """Judge recorded answers as live ones are judged; complain about those that are none."""
    done: list[Classified] = []
    wrong: list[Complaint] = []
    for path in paths:
        judged = _classify(path)
        if isinstance(judged, Complaint):
            wrong.append(judged)
        else:
            done += judged
    return tuple(done), tuple(wrong)


def _classify(path: Path) -> list[Classified] | Complaint:
    field = "recording"
    try:
        with path.open("rb") as file:
            recording = decoded(file.read(_RECORDING_LIMIT), recorded.Recording)
        field = "platform"
        return [
            Classified(file=str(path), **msgspec.structs.asdict(judged))
            for judged in recorded.read(recording)
        ]
    except OSError as error:
        problem, remedy = f"cannot be read: {error.strerror}", "Name a file that exists."
    except msgspec.ValidationError as error:
        problem, _, place = str(error).partition(" - at `$.")
        field = place.rstrip("`") or field
        remedy = "Give it platform, status, headers, body, and request with method and path."
    except (ValueError, RecursionError) as error:
        problem, remedy = str(error), "Write one recorded answer as a JSON object."
    return Complaint(file=str(path), line=None, field=field, problem=problem, remedy=remedy)


def subjects(papers: Registry, target: str) -> tuple[str, ...]:
    """Return the subjects of a paper, or of an address."""
    paper = papers.paper(target)
    if paper is not None:
        return tuple(dict.fromkeys(locate(artifact.url).url for artifact in paper.artifacts))
    return (locate(_address(target)).url,)


def archive(
    papers: Registry, target: str, settings: Settings
) -> Iterator[software_heritage.Saved | TransportFault]:
    """Ask Software Heritage to save the git repositories of a paper, or the one at an address.

    Yields
    ------
    Saved or TransportFault
        For each: what came of it, or why it could not be asked.

    Raises
    ------
    UsageError
        If there is no git repository among them.
    """
    paper = papers.paper(target) or _asked_by_hand(target)
    official = [artifact for artifact in paper.artifacts if artifact.relation is Relation.OFFICIAL]
    places = [locate(artifact.url) for artifact in official]
    urls = dict.fromkeys(place.home for place in places if place.kind == "repository")
    if not urls:
        raise UsageError(
            f"{target} names no git repository",
            advice="For a page, ask the Internet Archive: https://web.archive.org/save.",
        )
    with Door(settings) as door:
        for url in urls:
            try:
                yield software_heritage.save(url, door)
            except TransportFault as trouble:
                words = f"{url}: {trouble.message}"
                yield TransportFault(words, reach=trouble.reach, kind=trouble.kind)


def _asked_by_hand(target: str) -> Paper:
    """Return a paper whose one artifact is an address; its role is a guess by its host."""
    locator = locate(_address(target))
    artifact = Artifact(
        role=ROLES.get(locator.kind, Role.PAGE),
        url=target,
        relation=Relation.OFFICIAL,
        seen_in="asked for by hand",
    )
    return Paper(id=locator.url, titles=Titles(en=locator.name), artifacts=(artifact,))


def _address(target: str) -> str:
    if reason := fault(target):
        target = shown(target)
        raise UsageError(
            f"{target!r} is no paper of the registry, and as an address it {reason}"
            if reason.startswith(("has", "carries"))
            else f"{target!r} is no paper of the registry and {reason}",
            advice="Give an id that stands in registry.yaml, or a whole https:// address.",
        )
    if extra := glued(target):
        raise UsageError(
            f"{target!r} ends with {extra!r}, which a text has glued to it",
            advice=f"Try {target.removesuffix(extra)}",
        )
    return target


def _refuse_suspicious(target: str) -> None:
    if reason := suspicious(target):
        raise UsageError(
            f"{printable(target)} {reason}, so it is not asked",
            advice="Give a public address in ASCII. A GitHub or Hub of your own is named by "
            "GITHUB_SERVER_URL or HF_ENDPOINT.",
        )


def _moment(history: History, text: str | None) -> dt.datetime | None:
    """Read a date, or the id of a run; both are refused in one sentence where it is neither."""
    if text is None:
        return None
    if not text.strip():
        raise UsageError("a moment to compare is empty", advice="Write a date, or the id of a run.")
    try:
        read_instant(text)
    except UsageError as no_date:
        if _DATED.match(text):
            raise
        try:
            run = history.find_run(text)
        except UsageError as no_run:
            raise UsageError(
                f"{no_date.message}, and {no_run.message}",
                advice=f"{no_date.advice} {no_run.advice}",
            ) from None
        return run.ended or run.started
    return read_past(text, dt.datetime.now(dt.UTC))
