"""The rungs of released code: which file lifted it to which, and what the next one is missing."""

from collections.abc import Mapping, Sequence

import msgspec

from tracker.model.base import Value
from tracker.model.evidence import Environment, Passage
from tracker.model.paper import Depth
from tracker.verdicts.depth import path_patterns, pinning
from tracker.verdicts.depth.copies import NOBODY, Credits
from tracker.verdicts.depth.path_patterns import PathReading, Sign
from tracker.verdicts.depth.uses import CodeUse, is_run

_OUTWEIGHED = 5
"""Pieces of code that evaluate, for one that uses the result, above which it is a benchmark."""
_STEPS = 3
"""Paths shown for the highest rung; one each for those below."""


class Hints(Value, frozen=True, kw_only=True):
    """What READMEs and package metadata say that helps to read the names of files."""

    credited: Credits = NOBODY
    commands: tuple[str, ...] = ()
    """Files in which a command begins that package metadata install."""
    training: tuple[str, ...] = ()
    """Files that a README runs below a heading about training."""
    training_to_come: bool = False
    """Whether a README says so; then what only looks like a training is none."""


NO_HINTS = Hints()


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
    hints: Hints = NO_HINTS,
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
    hints
        What texts say that helps to read the names.
    environments
        The files that list what must be installed; None: not asked.
    unlisted
        Files that may list it, and were not read whole.
    unresolved
        Modules of its own that a script imports and that are not there; None: not asked.
    """
    reading = path_patterns.read(paths, hints.credited, hints.commands, hints.training)
    if not reading.code:
        return _without_code(reading, suffixes, paths, whole=whole)
    signs = [_weighed(sign, hints) for sign in reading.signs]
    training, evaluation, inference, other = (
        tuple(sign.path for sign in signs if sign.use is use)
        for use in (CodeUse.TRAINING, CodeUse.EVALUATION, CodeUse.INFERENCE, CodeUse.OTHER)
    )
    if training:
        near = pinning.own(environments, reading, training)
        needed = pinning.listed(near, reading, unlisted)
        sure = tuple(path for path in inference if not is_run(path))
        content = _training(training, sure, evaluation, needed, hints)
    elif len(inference) * _OUTWEIGHED < len(evaluation):
        content = _partial(reading.code, evaluation, (*inference, *other))
    elif inference:
        content = Held(
            answers=(Depth.INFERENCE.value,),
            reason=f"It holds code to use the result ({inference[0]}), none to train",
            steps=steps("inference", inference),
            missing=_missing(Depth.TRAINING, "code to train"),
        )
    else:
        content = _partial(reading.code, evaluation, other)
    return _run(_of_others(content, reading), unresolved, reading)


def _weighed(sign: Sign, hints: Hints) -> Sign:
    """Return a sign as it counts beside what READMEs say."""
    if sign.use is CodeUse.TRAINING and hints.training_to_come and not sign.named:
        return msgspec.structs.replace(sign, use=CodeUse.OTHER)
    return sign


def _of_others(content: Held, reading: PathReading) -> Held:
    """Add what of the code is other people's work."""
    reason, answers = content.reason, content.answers
    if reading.vendored and reading.foreign:
        reason += f"; {_count(reading.vendored)} copied from other projects left out"
    if reading.changed:
        reason += f"; {reading.changed[0]} is a modified copy of a project that its README names"
        answers = (*answers, "modified copy")
    return msgspec.structs.replace(content, reason=reason, answers=answers)


def _run(content: Held, unresolved: Sequence[Passage] | None, reading: PathReading) -> Held:
    """Add what the imports of its scripts tell: what cannot be run is not complete."""
    copies = (*reading.foreign, *reading.changed)
    lost = [passage for passage in unresolved or () if not passage.path.startswith(copies)]
    if lost:
        names = " and ".join(dict.fromkeys(passage.about for passage in lost[:_STEPS]))
        clause = f"; not runnable as published: {lost[0].path} imports {names}, not in the tree"
        rung = Depth.TRAINING.value
        lacking = content.missing or _missing(Depth.COMPLETE, f"the module {names}")
        answers = (
            rung if content.answers[0] == Depth.COMPLETE else content.answers[0],
            "not runnable",
        )
        return Held(
            answers=(*answers, *content.answers[1:]),
            reason=content.reason + clause,
            steps=(*map(_lost, lost[:_STEPS]), *content.steps),
            missing=lacking,
        )
    starts = Depth(content.answers[0]).reaches(Depth.INFERENCE)
    asked = "; what its scripts import is not known" if starts and unresolved is None else ""
    return Held(
        answers=content.answers,
        reason=content.reason + ("" if content.missing else asked),
        steps=content.steps,
        missing=content.missing and content.missing + asked,
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
    hints: Hints,
) -> Held:
    use = steps("inference", inference, 1) or steps("evaluation", evaluation, 1)
    listed, lacking, known = needed
    missing = [] if use else ["code to use or evaluate the result"]
    missing += [lacking] if lacking else []
    missing += ["code to train that its README says is still to come"] * hints.training_to_come
    does = "use" if inference else "evaluate"
    also = f" and to {does} the result ({use[0].path})" if use else ""
    reason = f"It holds code to train ({training[0]}){also}"
    done = (*steps("training", training), *use, *(steps("environment", [listed]) if listed else ()))
    if missing:
        return Held(
            answers=(Depth.TRAINING.value, "environment not pinned")
            if use and known and not hints.training_to_come
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
