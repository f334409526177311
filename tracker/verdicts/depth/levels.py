"""The rungs of released code: which file lifted it to which, and what the next one is missing."""

from collections.abc import Collection, Mapping, Sequence

from tracker.model.base import Value
from tracker.model.evidence import Environment, Passage
from tracker.model.paper import Depth
from tracker.verdicts.depth import path_patterns
from tracker.verdicts.depth.path_patterns import CodeUse, PathReading

_PINNED_SHARE = 0.9
"""Share of the packages listed that must have one exact version."""
_ENVIRONMENT_FOLDERS = frozenset(
    ("docker", "env", "envs", "environment", "environments", "install", "requirements", "setup")
)
_OUTWEIGHED = 5
"""Pieces of code that evaluate, for one that uses the result, above which it is a benchmark."""
_STEPS = 3
"""Paths shown for the highest rung; one each for those below."""


class Step(Value, frozen=True, kw_only=True):
    """A file that lifts the release to a rung, or a line that keeps it from the next."""

    what: str
    path: str
    line: int | None = None


class Held(Value, frozen=True, kw_only=True):
    """What an artifact holds."""

    answers: tuple[str, ...]
    reason: str
    steps: tuple[Step, ...] = ()
    missing: str | None = None
    """What the next rung asks for, in words; None where nothing is known to be missing."""


def steps(what: str, paths: Sequence[str], limit: int = _STEPS) -> tuple[Step, ...]:
    """Return the first paths as steps."""
    return tuple(Step(what=what, path=path) for path in paths[:limit])


def code(
    suffixes: Mapping[str, int],
    paths: tuple[str, ...],
    *,
    whole: bool,
    credited: Collection[str] | None = (),
    environments: Sequence[Environment] | None = None,
    unlisted: Sequence[str] = (),
    unresolved: Sequence[Passage] | None = (),
) -> Held:
    """Say which rung the code reaches.

    Parameters
    ----------
    suffixes
        Of all files, listed or not.
    whole
        Whether `paths` are all telling paths.
    credited
        Names of other people's projects that the README links; None: any may be.
    environments
        The files that list what must be installed; None: not asked.
    unlisted
        Files that may list it, and were not read whole.
    unresolved
        Modules of its own that a script imports and that are not there; None: not asked.
    """
    reading = path_patterns.read(paths, credited)
    if not reading.code:
        return _without_code(reading, suffixes, paths, whole=whole)
    training, evaluation, inference, other = (
        tuple(sign.path for sign in reading.of(use))
        for use in (CodeUse.TRAINING, CodeUse.EVALUATION, CodeUse.INFERENCE, CodeUse.OTHER)
    )
    copied = f"; {_count(reading.vendored)} copied from other projects left out"
    copied = copied if reading.vendored and reading.foreign else ""
    if training:
        near = _own(environments, reading, training)
        needed = _environment(near, reading, unlisted)
        held = _training(training, inference, evaluation, needed)
    elif len(inference) * _OUTWEIGHED < len(evaluation):
        held = _partial(reading.code, evaluation, (*inference, *other))
    elif inference:
        held = Held(
            answers=(Depth.INFERENCE.value,),
            reason=f"It holds code to use the result ({inference[0]}), none to train",
            steps=steps("inference", inference),
            missing=_missing(Depth.TRAINING, "code to train"),
        )
    else:
        held = _partial(reading.code, evaluation, other)
    return _run(held, copied, unresolved, reading)


def _run(
    held: Held, copied: str, unresolved: Sequence[Passage] | None, reading: PathReading
) -> Held:
    """Add what the imports of its scripts tell: what cannot be run is not complete."""
    lost = [each for each in unresolved or () if not each.path.startswith(reading.foreign)]
    if lost:
        names = " and ".join(dict.fromkeys(each.about for each in lost[:_STEPS]))
        told = f"; not runnable as published: {lost[0].path} imports {names}, not in the tree"
        rung = Depth.TRAINING.value
        lacking = held.missing or _missing(Depth.COMPLETE, f"the module {names}")
        answers = (rung if held.answers[0] == Depth.COMPLETE else held.answers[0], "not runnable")
        return Held(
            answers=(*answers, *held.answers[1:]),
            reason=held.reason + copied + told,
            steps=(*(_lost(each) for each in lost[:_STEPS]), *held.steps),
            missing=lacking,
        )
    starts = Depth(held.answers[0]).reaches(Depth.INFERENCE)
    asked = "; what its scripts import is not known" if starts and unresolved is None else ""
    return Held(
        answers=held.answers,
        reason=held.reason + copied + ("" if held.missing else asked),
        steps=held.steps,
        missing=held.missing and held.missing + asked,
    )


def _lost(passage: Passage) -> Step:
    what = f"imports {passage.about}, not in the tree"
    return Step(what=what, path=passage.path, line=passage.line)


def _count(number: int) -> str:
    return f"{number} piece of code" if number == 1 else f"{number} pieces of code"


def _missing(rung: Depth, *what: str) -> str:
    return f"missing for {rung.value}: {' and '.join(what)}"


def _without_code(
    reading: PathReading, suffixes: Mapping[str, int], paths: tuple[str, ...], *, whole: bool
) -> Held:
    partial, placeholder = Depth.PARTIAL.value, Depth.PLACEHOLDER.value
    missing = _missing(Depth.PARTIAL, "code")
    if not whole and any(suffixes.get(ending) for ending in path_patterns.CODE - path_patterns.WEB):
        reason = "The listing was cut before its code was seen"
        return Held(answers=("unknown",), reason=reason, steps=steps("file", paths))
    if reading.vendored:
        return Held(
            answers=(partial, "vendored only"),
            reason="Its only code is a copy of another project",
            steps=steps(
                "copied",
                [path for path in paths if path_patterns.suffix(path) in path_patterns.CODE],
            ),
            missing=_missing(Depth.INFERENCE, "code of its own"),
        )
    if scripts := [sign.path for sign in reading.signs if _script(sign.path)]:
        return Held(
            answers=(partial, "scripts only"),
            reason="It holds scripts and no code they could start",
            steps=steps("script", scripts),
            missing=_missing(Depth.INFERENCE, "the code that the scripts start"),
        )
    if paths and all(_of_a_wheel(path) for path in paths):
        return Held(
            answers=(placeholder, "empty package"),
            reason="Its newest wheel installs no module, only its own metadata",
            steps=steps("metadata", paths, 1),
            missing=missing,
        )
    if reading.page:
        return Held(
            answers=(placeholder, "web page"),
            reason="It holds a web page and no code",
            steps=steps("web page", [reading.page]),
            missing=missing,
        )
    elsewhere = " of its own; it has submodules, which were not followed"
    return Held(
        answers=(placeholder,),
        reason=f"It holds no code{elsewhere if '.gitmodules' in paths else ''}",
        steps=steps("placeholder", paths),
        missing=missing,
    )


def _training(
    training: tuple[str, ...],
    inference: tuple[str, ...],
    evaluation: tuple[str, ...],
    needed: tuple[str | None, str | None, bool],
) -> Held:
    use = steps("inference", inference, 1) or steps("evaluation", evaluation, 1)
    listed, lacking, known = needed
    missing = [] if use else ["code to use or evaluate the result"]
    missing += [lacking] if lacking else []
    does = "use" if inference else "evaluate"
    also = f" and to {does} the result ({use[0].path})" if use else ""
    reason = f"It holds code to train ({training[0]}){also}"
    done = (*steps("training", training), *use, *(steps("environment", [listed]) if listed else ()))
    if missing:
        return Held(
            answers=(Depth.TRAINING.value, "environment not pinned")
            if use and known
            else (Depth.TRAINING.value,),
            reason=reason,
            steps=done,
            missing=_missing(Depth.COMPLETE, *missing),
        )
    return Held(
        answers=(Depth.COMPLETE.value,),
        reason=f"{reason}, and pins its environment ({listed})",
        steps=done,
    )


def _own(
    environments: Sequence[Environment] | None, reading: PathReading, training: Sequence[str]
) -> Sequence[Environment] | None:
    """Keep the environments above the code that trains, and none that was copied in."""
    if environments is None:
        return None
    return [
        environment
        for environment in environments
        if not environment.path.startswith(reading.foreign)
        and path_patterns.VENDOR_FOLDERS.isdisjoint(environment.path.lower().split("/")[:-1])
        and _above(environment.path.rpartition("/")[0], training)
    ]


def _above(folder: str, paths: Sequence[str]) -> bool:
    return (
        not folder
        or folder.rpartition("/")[2].lower() in _ENVIRONMENT_FOLDERS
        or any(path.startswith(f"{folder}/") for path in paths)
    )


def _environment(
    environments: Sequence[Environment] | None, reading: PathReading, unlisted: Sequence[str]
) -> tuple[str | None, str | None, bool]:
    """Return the file that lists the environment, what it lacks, and whether that is known."""
    if environments is None:
        path = reading.environment
        lacking = f"a pinned environment ({path} was not read)" if path else "a pinned environment"
        return path, lacking, False
    if not environments and unlisted:
        return None, f"a pinned environment ({unlisted[0]} was not read whole)", False
    if not environments:
        return None, "a pinned environment (no file lists what must be installed)", True
    best = max(environments, key=_pinned_share)
    if _pinned_share(best) >= _PINNED_SHARE:
        return best.path, None, True
    if best.listed is None:
        return best.path, f"a pinned environment ({best.path} was not read)", False
    lacking = f"a pinned environment ({best.path} pins {best.pinned} of {best.listed} packages)"
    return best.path, lacking, True


def _pinned_share(environment: Environment) -> float:
    if environment.locked:
        return 1.0
    listed, pinned = environment.listed, environment.pinned
    return pinned / listed if listed and pinned is not None else -1.0


def _partial(code: int, evaluation: tuple[str, ...], other: tuple[str, ...]) -> Held:
    partial = Depth.PARTIAL.value
    missing = _missing(Depth.INFERENCE, "code that is recognised as using the result")
    if evaluation and not other:
        return Held(
            answers=(partial, "evaluation only"),
            reason=f"It holds evaluation code only ({evaluation[0]})",
            steps=steps("evaluation", evaluation),
            missing=missing,
        )
    if len(evaluation) > len(other):
        most = f"{len(evaluation)} of its {len(evaluation) + len(other)} pieces of code evaluate"
        return Held(
            answers=(partial, "mostly evaluation"),
            reason=f"{most}, none trains or uses the result",
            steps=steps("evaluation", evaluation),
            missing=missing,
        )
    return Held(
        answers=(partial,),
        reason=f"It holds {_count(code)}, none recognised as training or inference",
        steps=steps("code", other),
        missing=missing,
    )


def _script(path: str) -> bool:
    return path_patterns.suffix(path) in path_patterns.SCRIPTS


def _of_a_wheel(path: str) -> bool:
    return path.partition("/")[0].endswith(".dist-info")
