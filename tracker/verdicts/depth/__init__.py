"""What does it hold? Judged from the names of its files, never by running them.

Long, because a question and all kinds of artifacts are judged here, code apart.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial

import msgspec

from tracker.model.evidence import Environment, Evidence, Facts, Passage, Sighting, Tree
from tracker.model.paper import Artifact, Depth, Role
from tracker.model.unread import Piece, Unread, among, unread_text
from tracker.model.verdict import IN_PART, Verdict
from tracker.verdicts import closed
from tracker.verdicts import trail as trails
from tracker.verdicts.depth import levels, lists, path_patterns
from tracker.verdicts.depth.copies import Credits
from tracker.verdicts.depth.levels import Held, Hints, Step, steps
from tracker.verdicts.depth.remarks import Elsewhere, Remark, credited, only_of_owner, remarks
from tracker.verdicts.depth.unopened import branches, packed
from tracker.verdicts.looked import unread
from tracker.verdicts.question import Answer, Question, Tone
from tracker.verdicts.trail import Trail, seen, trail

_FILES = (Piece.LISTING, Piece.PATHS)
_TEXTS = (Piece.README, Piece.CARD)
_RUNG = (*_FILES, *_TEXTS, Piece.LINKS, Piece.METADATA)
"""Files, what is credited in the README: a copy of another project is no code of its own; and the
commands that metadata install."""
_ALL = (*_RUNG, Piece.REQUIREMENTS, Piece.SCRIPT)
"""What can tell anything of code."""
_OF_A_FOLDER = frozenset((Piece.METADATA, Piece.REQUIREMENTS, Piece.SCRIPT))
"""Of these, what tells something of the folder alone in which it lies."""

QUESTION = Question(
    name="depth",
    title="What does it hold?",
    zh="包含什么？",
    meaning=(
        "How much of the work the artifact holds, read from the names of its files, with what is "
        "missing for the next step. Projects copied in, tests, images and the scripts of a web "
        "page do not count as code; a folder named as a repository that the README credits is a "
        "copy, and a modified one where the README says that the code is made from it. Settings, "
        "and what only serves a training, show none. A README is a curated list where it links "
        "papers or other works in most of what it says. Of the few scripts that start the work "
        "the imports are read, never run, for modules "
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
            needs=_FILES,
            remedy="Ask the authors where it went.",
        ),
        Answer(
            word="placeholder",
            zh="占位",
            tone=Tone.POOR,
            rank=1,
            means="A README or a web page, and no code, weights or data.",
            needs=_FILES,
            remedy="Ask the authors when they will release it.",
        ),
        Answer(
            word="partial",
            zh="部分",
            tone=Tone.FAIR,
            rank=2,
            means="Some code; neither training nor inference can be recognised.",
            needs=_RUNG,
            gives_way="partial",
            remedy="Ask the authors for the rest, or look for it in another repository.",
        ),
        Answer(
            word="inference",
            zh="推理",
            tone=Tone.FAIR,
            rank=3,
            means="Code to use the result, not to train it.",
            needs=_RUNG,
            gives_way="inference",
            remedy="Ask the authors for the training code.",
        ),
        Answer(
            word="training",
            zh="训练",
            tone=Tone.GOOD,
            rank=4,
            means="Code to train.",
            needs=_ALL,
            gives_way="training",
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
            needs=(Piece.README, Piece.CARD, Piece.SCRIPT, Piece.CONTENT),
            gives_way="training",
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
            needs=_RUNG,
        ),
        Answer(
            word="mostly evaluation",
            zh="以评测为主",
            beside=True,
            means="Said beside partial: most of it evaluates.",
            needs=_RUNG,
        ),
        Answer(
            word="web page",
            zh="网页",
            beside=True,
            means="Said beside placeholder: what is there is a web page.",
            needs=_FILES,
        ),
        Answer(
            word="environment not pinned",
            zh="环境未锁定版本",
            beside=True,
            means="Said beside training: that alone is missing for complete.",
            needs=_ALL,
        ),
        Answer(
            word="not runnable",
            zh="无法运行",
            beside=True,
            means="Said beside a rung: a script imports a module of the "
            "repository's own that is not in the tree.",
            remedy="Ask the authors for the module that the reason names.",
            needs=_ALL,
        ),
        Answer(
            word="empty package",
            zh="空软件包",
            beside=True,
            means="Said beside placeholder: the package installs no module.",
            needs=_FILES,
        ),
        Answer(
            word="scripts only",
            zh="仅脚本",
            beside=True,
            means="Said beside partial: scripts that start code which is not there.",
            needs=_RUNG,
        ),
        Answer(
            word="modified copy",
            zh="修改的副本",
            beside=True,
            means="Said beside a rung: part of its code is a project that its README says it is "
            "made from. A training in there is not counted as its own.",
            needs=_RUNG,
        ),
        Answer(
            word="curated list",
            zh="精选列表",
            beside=True,
            means="Said beside placeholder: its README is a list of papers or works.",
            needs=(*_FILES, Piece.README),
            remedy="If the list is what was released, give it the role `list` in the registry.",
        ),
        Answer(
            word="vendored only",
            zh="仅第三方副本",
            beside=True,
            means="Said beside partial: all code is a copy of another project.",
            needs=_RUNG,
        ),
    ),
    remedy="Ask the authors for what is missing; name the file or script you looked for.",
    rule="depth/6",
    of_artifact=lambda asked: judge_depth(asked.artifact, asked.trail, asked.look),
    telling=lambda asked, unread: _tells(asked.artifact, unread),
)


def _tells(artifact: Artifact, unread: Unread) -> bool:
    """Whether something that was not read can tell anything of what an artifact holds."""
    if artifact.role is not Role.CODE:
        readme = (Piece.README,) if artifact.role is Role.LIST else ()
        return unread.piece in (*_FILES, Piece.CONTENT, *readme)
    inside = unread.piece not in _OF_A_FOLDER or unread.what.startswith(_prefix(artifact))
    return inside and unread.piece in _ALL


_QUOTES = 5
_RUNGS = frozenset(depth.value for depth in Depth)
_THINGS = frozenset((Role.MODEL, Role.DATASET))


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
    listed = trail.whole("tree")
    tree = listed.observation.facts.tree if listed else None
    used: tuple[Sighting, ...]
    closed_up: tuple[Unread, ...] = ()
    if listed is not None and tree is not None:
        facts = listed.observation.facts
        missing = [gap for gap in unread(listed.observation) if _tells(artifact, gap)]
        content = _held(artifact, tree, facts, trail.subject, missing)
        if facts.unresolved is None:
            packages = among(listed.observation.unread or (), (Piece.REQUIREMENTS, Piece.METADATA))
            content = _unproven(content, [gap for gap in packages if _tells(artifact, gap)])
        spoken = _said(artifact, content, facts, listed, elsewhere)
        clauses = [
            content.reason,
            *([content.missing] if content.missing else []),
            *(remark.text for remark in spoken),
        ]
        words, reason = content.answers, f"{'; '.join(clauses)}, {seen(listed)}"
        grounds = tuple(_path(artifact, listed, step) for step in content.steps[:_QUOTES])
        grounds = grounds or (trails.evidence(listed, quote=f"{tree.files} files"),)
        grounds += tuple(remark.evidence for remark in spoken)
        used = (listed,)
        if artifact.role is Role.CODE and words[0] == Depth.PLACEHOLDER:
            prefix = _prefix(artifact)
            inside = [path for path in tree.paths if path.startswith(prefix)]
            closed_up = tuple(packed(inside))
    else:
        spoken = ()
        words, reason = _unlisted(artifact, trail)
        used = trail.present[-1:]
        looks = tuple(trails.evidence(sighting, quote=reason) for sighting in used)
        grounds = looks or (trails.named(artifact),)
    verdict = Verdict(
        question=QUESTION.name,
        subject=trail.subject,
        answers=words,
        reason=f"{reason}.",
        remedy=QUESTION.remedy_for(*(("curated list",) if "curated list" in words else words)),
        evidence=grounds,
        derived_from=trails.ids((*used, *(remark.sighting for remark in spoken))),
        rule=QUESTION.rule,
        read_in=trails.ids(used),
        as_of=trails.newest(used),
    )
    return closed.weakened(QUESTION, verdict, closed_up)


def _said(
    artifact: Artifact, content: Held, facts: Facts, listed: Sighting, elsewhere: Elsewhere
) -> tuple[Remark, ...]:
    """Return what the README says, where it speaks of this artifact and something is missing."""
    if artifact.role in _THINGS and content.answers[0] == Depth.PLACEHOLDER:
        return remarks(Facts(announced=facts.announced), listed, elsewhere)
    if artifact.role is not Role.CODE or _prefix(artifact) or content.answers == ("unknown",):
        return ()
    if not content.missing:
        facts = msgspec.structs.replace(facts, announced=(), training_to_come=())
    if facts.tree and ".gitmodules" in facts.tree.paths:  # what is run may lie in a submodule
        facts = msgspec.structs.replace(facts, absent=())
    # Of more than a placeholder its owner's page is a mere signature.
    placeholder = content.answers[0] == Depth.PLACEHOLDER
    links = only_of_owner(facts, listed.observation.subject if placeholder else None)
    return remarks(msgspec.structs.replace(facts, links=links), listed, elsewhere)


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
    reason = f"It is there, {seen(sighting)}; {trails.unread(look, 'its files were', *_FILES)}"
    if artifact.role is Role.PAGE and not trails.is_package(look):
        return (Depth.COMPLETE.value,), reason
    return ("unknown",), reason


def _held(
    artifact: Artifact, tree: Tree, facts: Facts, subject: str, missing: Sequence[Unread]
) -> Held:
    """Say what the artifact holds, as far as its listing and texts were read."""
    if not tree.files:
        return Held(answers=(Depth.NOTHING.value,), reason="It holds no file")
    prefix = _prefix(artifact)
    paths = tuple(path.removeprefix(prefix) for path in tree.paths if path.startswith(prefix))
    kept_out = _kept_out(tree, prefix)
    suffixes = tree.suffixes if not prefix else _together(_count(paths), kept_out or {})
    whole = not tree.omitted
    if prefix and not suffixes:
        if not whole:
            return Held(answers=("unknown",), reason=f"The listing was cut before {prefix}")
        if kept_out is None:
            what = "which images and data lie in it is not kept"
            return Held(answers=("unknown",), reason=f"No code or text lies in {prefix}, {what}")
        return Held(answers=(Depth.NOTHING.value,), reason=f"It has no folder {prefix}")
    if artifact.role in _THINGS:
        aside = _aside(tree) if prefix and kept_out is None else frozenset[str]()
        return _thing(artifact.role, suffixes, paths, whole=whole, aside=aside)
    if artifact.role is Role.LIST:
        return lists.judge(paths, facts.reading_list, whole=whole, missing=missing)
    if artifact.role is not Role.CODE:
        return Held(
            answers=(Depth.COMPLETE.value,),
            reason=f"It holds {tree.files} files",
            steps=steps("file", paths, _QUOTES),
        )
    rung = partial(
        levels.code,
        suffixes,
        paths,
        whole=whole,
        environments=_near(facts.environments, prefix),
        unlisted=tuple(x.what for x in among(missing, (Piece.REQUIREMENTS, Piece.METADATA))),
        unresolved=_inside(facts.unresolved, prefix),
    )
    hints = _hints(facts, subject, prefix)
    content = rung(hints=hints)
    listed = facts.reading_list
    hollow = content.answers[0] == Depth.PLACEHOLDER and not prefix
    if hollow and listed and lists.is_list(listed):
        return lists.instead_of_code(listed)
    if among(missing, (*_TEXTS, Piece.LINKS)):
        any_copy = Credits(linked=None, own=hints.credited.own)
        to_come = hints.training_to_come or (bool(among(missing, _TEXTS)) and not prefix)
        least = msgspec.structs.replace(hints, credited=any_copy, training_to_come=to_come)
        content = _at_least(content, rung(hints=least))
    elsewhere = (*branches(facts, subject), *among(missing, (Piece.README, Piece.LINKS)))
    return _hollow(content, prefix, elsewhere)


def _hollow(content: Held, prefix: str, unread: Sequence[Unread]) -> Held:
    """Return what a repository without code holds, beside what may change that.

    A README that is read whole may make a list of it, and name the branch on which the code is.
    """
    if prefix or content.answers[0] != Depth.PLACEHOLDER or not unread:
        return content
    return msgspec.structs.replace(
        content,
        answers=(*content.answers, IN_PART),
        reason=f"{content.reason}; {unread_text(unread)}",
    )


def _unproven(content: Held, lists: Sequence[Unread]) -> Held:
    """Return what code holds where its imports cannot be told from packages that are not known."""
    if not lists or content.answers[0] != Depth.COMPLETE:
        return content
    missing = f"whether its scripts find what they import ({unread_text(lists)})"
    return msgspec.structs.replace(
        content, answers=(Depth.TRAINING.value,), missing=f"missing for complete: {missing}"
    )


def _hints(facts: Facts, subject: str, prefix: str) -> Hints:
    """Return what texts say of the folder that matters."""
    commands = (
        passage.about.removeprefix(prefix)
        for passage in facts.commands or ()
        if passage.about.startswith(prefix) and passage.path.startswith(prefix)
    )
    return Hints(
        credited=credited(facts, subject),
        commands=tuple(commands),
        training=tuple(
            passage.about.removeprefix(prefix)
            for passage in facts.training_scripts or ()
            if passage.about.startswith(prefix)
        ),
        training_to_come=bool(facts.training_to_come) and not prefix,
    )


def _at_least(content: Held, least: Held) -> Held:
    """Return what code holds whatever stands in a README that was not read."""
    if least.answers[0] == content.answers[0]:
        return content
    reason = f"{content.reason}, unless its README says that it is a copy or still to come"
    low = min((content.answers[0], least.answers[0]), key=_rank)
    words = ("unknown",) if _rank(low) <= Depth.PLACEHOLDER.rank else (low,)
    return msgspec.structs.replace(content, answers=words, reason=reason)


def _rank(word: str) -> int:
    return Depth(word).rank if word in _RUNGS else -1


def _kept_out(tree: Tree, prefix: str) -> Mapping[str, int] | None:
    """Return how many files of which ending lie in a folder without their paths being kept.

    None: that is not known, and there are such files somewhere.
    """
    if tree.assets is None:
        return {} if tree.files == len(tree.paths) else None
    inside = (counts for folder, counts in tree.assets.items() if f"{folder}/".startswith(prefix))
    return _together(*inside)


def _together(*counts: Mapping[str, int]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for count in counts:
        total.update(count)
    return dict(total)


def _aside(tree: Tree) -> frozenset[str]:
    """Return the endings of files that are counted, and of which nobody says in which folder."""
    named = _count(tree.paths)
    return frozenset(x for x, count in tree.suffixes.items() if count > named.get(x, 0))


def _inside(passages: tuple[Passage, ...] | None, prefix: str) -> tuple[Passage, ...] | None:
    """Return the passages of the files in the folder that matters."""
    return passages and tuple(
        msgspec.structs.replace(passage, path=passage.path.removeprefix(prefix))
        for passage in passages
        if passage.path.startswith(prefix)
    )


def _near(
    environments: tuple[Environment, ...] | None, prefix: str
) -> tuple[Environment, ...] | None:
    """Return the environments of the folder that matters."""
    return environments and tuple(
        msgspec.structs.replace(environment, path=environment.path.removeprefix(prefix))
        for environment in environments
        if environment.path.startswith(prefix)
    )


def _thing(
    role: Role,
    suffixes: Mapping[str, int],
    paths: tuple[str, ...],
    *,
    whole: bool,
    aside: frozenset[str],
) -> Held:
    endings = path_patterns.WEIGHTS if role is Role.MODEL else path_patterns.DATA
    what = "weights" if role is Role.MODEL else "data"
    counts = {ending: count for ending, count in suffixes.items() if ending in endings and count}
    telling = tuple(path for path in paths if path_patterns.suffix(path) in endings)
    if counts:
        counted = ", ".join(f"{count} {ending}" for ending, count in sorted(counts.items()))
        return Held(
            answers=(Depth.COMPLETE.value,),
            reason=f"It holds {what}: {counted}",
            steps=steps(what, telling, _QUOTES),
        )
    if not whole:
        reason = f"The listing was cut before any {what} were seen"
        return Held(answers=("unknown",), reason=reason, steps=steps("file", paths))
    if elsewhere := sorted(aside & endings):
        counted = ", ".join(elsewhere)
        reason = f"Of its {counted} files it is not kept whether they lie in this folder"
        return Held(answers=("unknown",), reason=reason, steps=steps("file", paths))
    return Held(
        answers=(Depth.PLACEHOLDER.value,),
        reason=f"It holds no {what}",
        steps=steps("placeholder", paths),
    )


def _count(paths: tuple[str, ...]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for path in paths:
        counts[path_patterns.suffix(path)] = counts.get(path_patterns.suffix(path), 0) + 1
    return counts
