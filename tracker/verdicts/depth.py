"""What does it hold? Judged from the names of its files, never by running them."""

from collections.abc import Mapping

from tracker.model.evidence import Evidence, Sighting, Tree
from tracker.model.paper import Artifact, Depth, Role
from tracker.model.verdict import Verdict
from tracker.verdicts import signs
from tracker.verdicts import trail as trails
from tracker.verdicts.question import Answer, Question
from tracker.verdicts.signs import Use
from tracker.verdicts.trail import Trail, seen

QUESTION = Question(
    name="depth",
    title="What does it hold?",
    meaning=(
        "How much of the work the artifact holds, read from the names of its files. Vendored "
        "projects, tests, images and the scripts of a web page do not count as code. Whether the "
        "code runs is another question. For models, datasets and curated lists: whether weights, "
        "data or the document are there."
    ),
    motive='"Code available" can mean a training recipe, a demo, or a README that says "soon".',
    answers=(
        Answer(word="nothing", means="No file at all, or the folder named is not there.",
               remedy="Ask the authors where it went."),
        Answer(word="placeholder", means="A README or a web page, and no code, weights or data.",
               remedy="Ask the authors when they will release it."),
        Answer(word="partial", means="Some code; neither training nor inference can be recognised.",
               remedy="Ask the authors for the rest, or look for it in another repository."),
        Answer(word="inference", means="Code to use the result, not to train it.",
               remedy="Ask the authors for the training code."),
        Answer(word="training", means="Code to train."),
        Answer(word="complete", means="Code to train, code to use or evaluate the result, and a "
               "file that lists the environment; for a model, dataset or curated list: weights, "
               "data or the document."),
        Answer(word="unknown", means="No look has shown its files.",
               remedy="Run the tracker where the host can be reached."),
        Answer(word="evaluation only", means="Said beside partial: it only evaluates."),
        Answer(word="mostly evaluation", means="Said beside partial: most of it evaluates."),
        Answer(word="web page", means="Said beside placeholder: what is there is a web page."),
        Answer(word="scripts only", means="Said beside partial: scripts that start code which is "
               "not there."),
        Answer(word="vendored only", means="Said beside partial: all code is a copy of another "
               "project."),
    ),
    remedy="Ask the authors for what is missing; name the file or script you looked for.",
    rule="depth/1",
)  # fmt: skip

_QUOTES = 5
_THINGS = frozenset((Role.MODEL, Role.DATASET))
_DOCUMENTS = frozenset((".md", ".rst", ".txt", ".org", ".tex", ".pdf", ".html", ".ipynb"))


def judge_depth(artifact: Artifact, trail: Trail) -> Verdict:
    """Judge what the artifact holds, from the newest look that listed its files."""
    listed = trail.latest(lambda facts: facts.tree)
    tree = listed.observation.facts.tree if listed else None
    if listed is not None and tree is not None:
        words, reason, telling = _held(artifact, tree)
        grounds = tuple(_path(artifact, listed, path) for path in telling[:_QUOTES])
        used: tuple[Sighting, ...] = (listed,)
        reason += f", {seen(listed)}"
        grounds = grounds or (trails.evidence(listed, quote=f"{tree.files} files"),)
    else:
        words, reason = _unlisted(artifact, trail)
        used = trail.present[-1:]
        looks = tuple(trails.evidence(each, quote=reason) for each in used)
        grounds = looks or (trails.named(artifact),)
    return Verdict(
        question=QUESTION.name,
        subject=trail.subject,
        answers=words,
        reason=f"{reason}.",
        remedy=QUESTION.remedy_for(*words),
        evidence=grounds,
        derived_from=trails.ids(used),
        rule=QUESTION.rule,
        as_of=trails.newest(used),
    )


def _path(artifact: Artifact, sighting: Sighting, path: str) -> Evidence:
    full = f"{artifact.path.strip('/')}/{path}" if artifact.path else path
    return trails.evidence(sighting, quote=full, path=full)


def _unlisted(artifact: Artifact, trail: Trail) -> tuple[tuple[str, ...], str]:
    if not trail.present:
        return ("unknown",), "No look has shown it yet"
    sighting = trail.present[-1]
    if sighting.observation.facts.is_empty:
        return (Depth.NOTHING.value,), f"It holds no file, seen {seen(sighting)}"
    if artifact.role is Role.CODE:
        return ("unknown",), f"It is there, {seen(sighting)}; its files were not asked for"
    return (Depth.COMPLETE.value,), f"It is there, {seen(sighting)}; its files were not asked for"


def _held(artifact: Artifact, tree: Tree) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """Return the answers, the reason and the telling paths."""
    if not tree.files:
        return (Depth.NOTHING.value,), "It holds no file", ()
    prefix = f"{artifact.path.strip('/')}/" if artifact.path and artifact.path.strip("/") else ""
    paths = tuple(path.removeprefix(prefix) for path in tree.paths if path.startswith(prefix))
    suffixes = tree.suffixes if not prefix else _count(paths)
    if prefix and not paths:
        if tree.omitted:
            return ("unknown",), f"The listing was cut before {prefix}", ()
        return (Depth.NOTHING.value,), f"It has no folder {prefix} with code or text in it", ()
    if artifact.role in _THINGS:
        return _thing(artifact.role, suffixes, paths, whole=not tree.omitted)
    if artifact.role is Role.LIST:
        return _list(paths, whole=not tree.omitted)
    if artifact.role is not Role.CODE:
        return (Depth.COMPLETE.value,), f"It holds {tree.files} files", paths
    return _code(suffixes, paths, whole=not tree.omitted)


def _thing(
    role: Role, suffixes: Mapping[str, int], paths: tuple[str, ...], *, whole: bool
) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    endings = signs.WEIGHTS if role is Role.MODEL else signs.DATA
    what = "weights" if role is Role.MODEL else "data"
    found = {ending: count for ending, count in suffixes.items() if ending in endings and count}
    telling = tuple(path for path in paths if signs.suffix(path) in endings)
    if found:
        counted = ", ".join(f"{count} {ending}" for ending, count in sorted(found.items()))
        return (Depth.COMPLETE.value,), f"It holds {what}: {counted}", telling
    if not whole:
        return ("unknown",), f"The listing was cut before any {what} were seen", paths
    return (Depth.PLACEHOLDER.value,), f"It holds no {what}", paths


def _list(paths: tuple[str, ...], *, whole: bool) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """Judge a curated list, which is all there when its document is."""
    written = [path for path in paths if _document(path)]
    if written:
        first = min(written, key=lambda path: (path.count("/"), "readme" not in path.lower(), path))
        return (Depth.COMPLETE.value,), f"The list is there: {first}", (first,)
    if not whole:
        return ("unknown",), "The listing was cut before any document was seen", paths
    return (Depth.PLACEHOLDER.value,), "It holds no document that could be the list", paths


def _document(path: str) -> bool:
    name = path.rpartition("/")[2].lower()
    return name.startswith("readme") or (
        signs.suffix(name) in _DOCUMENTS and not name.startswith(("license", "licence", "copying"))
    )


def _code(
    suffixes: Mapping[str, int], paths: tuple[str, ...], *, whole: bool
) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    reading = signs.read(paths)
    training, evaluation, inference, other = (
        tuple(sign.path for sign in reading.of(use))
        for use in (Use.TRAINING, Use.EVALUATION, Use.INFERENCE, Use.OTHER)
    )
    partial = Depth.PARTIAL.value
    if not reading.code:
        if not whole and any(suffixes.get(ending) for ending in signs.CODE - signs.WEB):
            return ("unknown",), "The listing was cut before its code was seen", paths
        if reading.vendored:
            return (partial, "vendored only"), "Its only code is a copy of another project", paths
        if scripts := tuple(sign.path for sign in reading.signs if _script(sign.path)):
            return (
                (partial, "scripts only"),
                "It holds scripts and no code they could start",
                scripts,
            )
        placeholder = Depth.PLACEHOLDER.value
        if reading.page:
            return (placeholder, "web page"), "It holds a web page and no code", (reading.page,)
        return (placeholder,), "It holds no code", paths
    if training:
        use = inference[:1] or evaluation[:1]
        if use and reading.environment:
            telling = (*training[:3], *use, reading.environment)
            reason = f"It holds code to train and to {'use' if inference else 'evaluate'}, and "
            return (Depth.COMPLETE.value,), f"{reason}lists its environment", telling
        missing = (
            "no requirements, lock or container file"
            if use
            else "none to use or evaluate the result"
        )
        return (Depth.TRAINING.value,), f"It holds code to train, and {missing}", training
    if inference:
        return (Depth.INFERENCE.value,), "It holds code to use the result, none to train", inference
    return _partial(reading.code, evaluation, other)


def _partial(
    code: int, evaluation: tuple[str, ...], other: tuple[str, ...]
) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    partial = Depth.PARTIAL.value
    if evaluation and not other:
        return (partial, "evaluation only"), "It holds evaluation code only", evaluation
    if len(evaluation) > len(other):
        most = f"{len(evaluation)} of its {len(evaluation) + len(other)} pieces of code evaluate"
        reason = f"{most}, none trains or uses the result"
        return (partial, "mostly evaluation"), reason, evaluation
    reason = f"It holds {code} pieces of code, none recognised as training or inference"
    return (partial,), reason, other or evaluation


def _script(path: str) -> bool:
    return signs.suffix(path) in signs.SCRIPTS


def _count(paths: tuple[str, ...]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for path in paths:
        counts[signs.suffix(path)] = counts.get(signs.suffix(path), 0) + 1
    return counts
