"""What does it hold? Judged from the names of its files, never by running them.

Long, because a question and all kinds of artifacts are judged here, code apart.
"""

from collections.abc import Mapping

import msgspec

from tracker.model.evidence import Environment, Evidence, Facts, Passage, Sighting, Tree
from tracker.model.paper import Artifact, Depth, Role
from tracker.model.verdict import Verdict
from tracker.verdicts import trail as trails
from tracker.verdicts.depth import levels, path_patterns
from tracker.verdicts.depth.levels import Held, Step, steps
from tracker.verdicts.depth.remarks import Elsewhere, Remark, credited, remarks
from tracker.verdicts.question import Answer, Question, Tone
from tracker.verdicts.trail import Trail, seen, trail

QUESTION = Question(
    name="depth",
    title="What does it hold?",
    zh="包含什么？",
    meaning=(
        "How much of the work the artifact holds, read from the names of its files, with what is "
        "missing for the next step. Projects copied in, tests, images and the scripts of a web "
        "page do not count as code; a folder named as a repository that the README credits is a "
        "copy. Of the few scripts that start the work the imports are read, never run, for modules "
        "of its own that are missing; whether the code runs is another question. For models, "
        "datasets and curated lists: whether weights, data or the document are there."
    ),
    motive='"Code available" can mean a training recipe, a demo, or a README that says "soon".',
    answers=(
        Answer(
            word="nothing",
            zh="无内容",
            tone=Tone.POOR,
            rank=0,
            means="No file at all, or the folder named is not there.",
            remedy="Ask the authors where it went.",
        ),
        Answer(
            word="placeholder",
            zh="占位",
            tone=Tone.POOR,
            rank=1,
            means="A README or a web page, and no code, weights or data.",
            remedy="Ask the authors when they will release it.",
        ),
        Answer(
            word="partial",
            zh="部分",
            tone=Tone.FAIR,
            rank=2,
            means="Some code; neither training nor inference can be recognised.",
            remedy="Ask the authors for the rest, or look for it in another repository.",
        ),
        Answer(
            word="inference",
            zh="推理",
            tone=Tone.FAIR,
            rank=3,
            means="Code to use the result, not to train it.",
            remedy="Ask the authors for the training code.",
        ),
        Answer(
            word="training",
            zh="训练",
            tone=Tone.GOOD,
            rank=4,
            means="Code to train.",
            remedy="Ask the authors for what the reason names as missing.",
        ),
        Answer(
            word="complete",
            zh="完整",
            tone=Tone.GOOD,
            rank=5,
            means="Code to train, code to use or evaluate the result, and a "
            "file that pins the environment: a lock, or exact versions of nine in ten of the "
            "packages it lists; for a model, dataset or curated list: weights, data or the "
            "document.",
        ),
        Answer(
            word="unknown",
            zh="未知",
            tone=Tone.UNKNOWN,
            means="No look has shown its files.",
            remedy="Run the tracker where the host can be reached.",
        ),
        Answer(
            word="evaluation only",
            zh="仅评测",
            beside=True,
            means="Said beside partial: it only evaluates.",
        ),
        Answer(
            word="mostly evaluation",
            zh="以评测为主",
            beside=True,
            means="Said beside partial: most of it evaluates.",
        ),
        Answer(
            word="web page",
            zh="网页",
            beside=True,
            means="Said beside placeholder: what is there is a web page.",
        ),
        Answer(
            word="environment not pinned",
            zh="环境未锁定版本",
            beside=True,
            means="Said beside training: that alone is missing for complete.",
        ),
        Answer(
            word="not runnable",
            zh="无法运行",
            beside=True,
            means="Said beside a rung: a script imports a module of the "
            "repository's own that is not in the tree.",
            remedy="Ask the authors for the module that the reason names.",
        ),
        Answer(
            word="empty package",
            zh="空软件包",
            beside=True,
            means="Said beside placeholder: the package installs no module.",
        ),
        Answer(
            word="scripts only",
            zh="仅脚本",
            beside=True,
            means="Said beside partial: scripts that start code which is not there.",
        ),
        Answer(
            word="vendored only",
            zh="仅第三方副本",
            beside=True,
            means="Said beside partial: all code is a copy of another project.",
        ),
    ),
    remedy="Ask the authors for what is missing; name the file or script you looked for.",
    rule="depth/4",
    of_artifact=lambda asked: judge_depth(asked.artifact, asked.trail, asked.look),
)

_QUOTES = 5
_THINGS = frozenset((Role.MODEL, Role.DATASET))
_DOCUMENTS = frozenset((".md", ".rst", ".txt", ".org", ".tex", ".pdf", ".html", ".ipynb"))


def _nowhere(url: str) -> Trail:
    """Know nothing of any other place."""
    return trail(url, ())


def judge_depth(artifact: Artifact, trail: Trail, elsewhere: Elsewhere = _nowhere) -> Verdict:
    """Judge what the artifact holds, from the newest look that listed its files.

    Parameters
    ----------
    elsewhere
        What was seen of the places that its README links.
    """
    listed = trail.latest(lambda facts: facts.tree)
    tree = listed.observation.facts.tree if listed else None
    used: tuple[Sighting, ...]
    if listed is not None and tree is not None:
        facts = listed.observation.facts
        held = _held(artifact, tree, facts, trail.subject)
        said = _said(artifact, held, facts, listed, elsewhere)
        clauses = [held.reason, *([held.missing] if held.missing else []), *(x.text for x in said)]
        words, reason = held.answers, f"{'; '.join(clauses)}, {seen(listed)}"
        grounds = tuple(_path(artifact, listed, step) for step in held.steps[:_QUOTES])
        grounds = grounds or (trails.evidence(listed, quote=f"{tree.files} files"),)
        grounds += tuple(each.evidence for each in said)
        used = (listed, *(each.sighting for each in said if each.sighting))
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
        as_of=trails.newest(used[:1]),
    )


def _said(
    artifact: Artifact, held: Held, facts: Facts, listed: Sighting, elsewhere: Elsewhere
) -> tuple[Remark, ...]:
    """Return what the README says, where it speaks of this artifact and something is missing."""
    if artifact.role in _THINGS and held.answers[0] == Depth.PLACEHOLDER:
        return remarks(Facts(announced=facts.announced), listed, elsewhere)
    if artifact.role is not Role.CODE or _prefix(artifact) or held.answers == ("unknown",):
        return ()
    if not held.missing:
        facts = msgspec.structs.replace(facts, announced=())
    return remarks(facts, listed, elsewhere)


def _path(artifact: Artifact, sighting: Sighting, step: Step) -> Evidence:
    full = _prefix(artifact) + step.path
    return trails.evidence(sighting, quote=f"{step.what}: {full}", path=full, line=step.line)


def _prefix(artifact: Artifact) -> str:
    """Return the folder that matters with its slash, or ``""``."""
    folder = artifact.path.strip("/") if artifact.path else ""
    return f"{folder}/" if folder else ""


def _unlisted(artifact: Artifact, trail: Trail) -> tuple[tuple[str, ...], str]:
    if not trail.present:
        return ("unknown",), "No look has shown it yet"
    sighting = trail.present[-1]
    if sighting.observation.facts.is_empty:
        return (Depth.NOTHING.value,), f"It holds no file, seen {seen(sighting)}"
    look = sighting.observation
    reason = f"It is there, {seen(sighting)}; {trails.unread(look, 'its files were')}"
    if artifact.role is Role.CODE or trails.is_package(look):
        return ("unknown",), reason
    return (Depth.COMPLETE.value,), reason


def _held(artifact: Artifact, tree: Tree, facts: Facts, subject: str) -> Held:
    """Say what the artifact holds."""
    if not tree.files:
        return Held(answers=(Depth.NOTHING.value,), reason="It holds no file")
    prefix = _prefix(artifact)
    paths = tuple(path.removeprefix(prefix) for path in tree.paths if path.startswith(prefix))
    suffixes = tree.suffixes if not prefix else _count(paths)
    whole = not tree.omitted
    if prefix and not paths:
        if not whole:
            return Held(answers=("unknown",), reason=f"The listing was cut before {prefix}")
        reason = f"It has no folder {prefix} with code or text in it"
        return Held(answers=(Depth.NOTHING.value,), reason=reason)
    if artifact.role in _THINGS:
        return _thing(artifact.role, suffixes, paths, whole=whole)
    if artifact.role is Role.LIST:
        return _list(paths, whole=whole)
    if artifact.role is not Role.CODE:
        return Held(
            answers=(Depth.COMPLETE.value,),
            reason=f"It holds {tree.files} files",
            steps=steps("file", paths, _QUOTES),
        )
    return levels.code(
        suffixes,
        paths,
        whole=whole,
        credited=credited(facts, subject),
        environments=_near(facts.environments, prefix),
        unresolved=_inside(facts.unresolved, prefix),
    )


def _inside(passages: tuple[Passage, ...] | None, prefix: str) -> tuple[Passage, ...] | None:
    """Return the passages of the files in the folder that matters."""
    return passages and tuple(
        msgspec.structs.replace(each, path=each.path.removeprefix(prefix))
        for each in passages
        if each.path.startswith(prefix)
    )


def _near(
    environments: tuple[Environment, ...] | None, prefix: str
) -> tuple[Environment, ...] | None:
    """Return the environments of the folder that matters."""
    return environments and tuple(
        msgspec.structs.replace(each, path=each.path.removeprefix(prefix))
        for each in environments
        if each.path.startswith(prefix)
    )


def _thing(role: Role, suffixes: Mapping[str, int], paths: tuple[str, ...], *, whole: bool) -> Held:
    endings = path_patterns.WEIGHTS if role is Role.MODEL else path_patterns.DATA
    what = "weights" if role is Role.MODEL else "data"
    found = {ending: count for ending, count in suffixes.items() if ending in endings and count}
    telling = tuple(path for path in paths if path_patterns.suffix(path) in endings)
    if found:
        counted = ", ".join(f"{count} {ending}" for ending, count in sorted(found.items()))
        return Held(
            answers=(Depth.COMPLETE.value,),
            reason=f"It holds {what}: {counted}",
            steps=steps(what, telling, _QUOTES),
        )
    if not whole:
        reason = f"The listing was cut before any {what} were seen"
        return Held(answers=("unknown",), reason=reason, steps=steps("file", paths))
    return Held(
        answers=(Depth.PLACEHOLDER.value,),
        reason=f"It holds no {what}",
        steps=steps("placeholder", paths),
    )


def _list(paths: tuple[str, ...], *, whole: bool) -> Held:
    """Judge a curated list, which is all there when its document is."""
    written = [path for path in paths if _document(path)]
    if written:
        first = min(written, key=lambda path: (path.count("/"), "readme" not in path.lower(), path))
        return Held(
            answers=(Depth.COMPLETE.value,),
            reason=f"The list is there: {first}",
            steps=steps("document", [first]),
        )
    if not whole:
        reason = "The listing was cut before any document was seen"
        return Held(answers=("unknown",), reason=reason, steps=steps("file", paths))
    return Held(
        answers=(Depth.PLACEHOLDER.value,),
        reason="It holds no document that could be the list",
        steps=steps("placeholder", paths),
    )


def _document(path: str) -> bool:
    name = path.rpartition("/")[2].lower()
    return name.startswith("readme") or (
        path_patterns.suffix(name) in _DOCUMENTS
        and not name.startswith(("license", "licence", "copying"))
    )


def _count(paths: tuple[str, ...]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for path in paths:
        counts[path_patterns.suffix(path)] = counts.get(path_patterns.suffix(path), 0) + 1
    return counts
