"""One line per paper: what you get, under which licence, since when."""

import datetime as dt

from tests.verdicts.made import CODE, PAPER, REPOSITORY, at, look, stored, tree
from tracker.model.evidence import Declaration, Facts, Place, Reach, Sighting
from tracker.model.paper import Artifact, Depth, Paper, Promise, Relation, Role, Source
from tracker.verdicts import judge

FOLDER = Artifact(
    role=Role.CODE, url="https://github.com/other/verl-recipe", relation=Relation.UPSTREAM,
    seen_in="README", path="dapo",
)  # fmt: skip
MODELS = tuple(
    Artifact(
        role=Role.MODEL, url=f"https://huggingface.co/lab/m{number}", relation=Relation.OFFICIAL,
        seen_in="README",
    )
    for number in range(3)
)  # fmt: skip
SOON = Promise(
    quote="Code this year.", role=Role.CODE, depth=Depth.PARTIAL, source=Source(where="README"),
    made_on=dt.date(2025, 5, 29), due=dt.date(2025, 12, 31),
)  # fmt: skip
BADGE = Declaration(place=Place.BADGE, path="README.md", quote="MIT-blue", expression="MIT")
MIT = Declaration(place=Place.FILE, path="LICENSE", quote="MIT License", expression="MIT")


def line(
    *sightings: Sighting,
    artifacts: tuple[Artifact, ...] = (CODE,),
    promises: tuple[Promise, ...] = (),
) -> str:
    paper = Paper(id=PAPER.id, titles=PAPER.titles, artifacts=artifacts, promises=promises)
    book: dict[str, list[Sighting]] = {}
    for each in sightings:
        book.setdefault(each.observation.subject, []).append(each)
    return judge(paper, book).summary.answer


def seen(
    *paths: str, licenses: tuple[Declaration, ...] = (), subject: str = REPOSITORY
) -> Sighting:
    facts = Facts(tree=tree(*paths), licenses=licenses, first_commit=at("2025-03-17"))
    return stored("2025-06-19", facts, subject=subject)


def test_evaluation_only_names_where_the_training_code_lives() -> None:
    looks = (seen("eval/a.py"), seen("dapo/trainer.py", subject=FOLDER.url))
    assert line(*looks, artifacts=(CODE, FOLDER)) == (
        "Evaluation code only (training recipe lives in other/verl-recipe); no licence file; "
        "since 2025-03-17"
    )


def test_a_framework_that_can_train_is_not_the_papers_training_code() -> None:
    framework = Artifact(
        role=Role.CODE, url=FOLDER.url, relation=Relation.UPSTREAM, seen_in="README"
    )
    looks = (seen("eval/a.py"), seen("trainer.py", subject=FOLDER.url))
    assert "lives in" not in line(*looks, artifacts=(CODE, framework))


def test_a_placeholder_shows_its_badge_and_its_promise_and_no_date() -> None:
    placeholder = seen("README.md", "docs/index.html", licenses=(BADGE,))
    assert line(placeholder, promises=(SOON,)) == (
        "A web page and no code; an MIT badge, no licence file; promised 2025-05-29, "
        "open when last seen"
    )


def test_what_nobody_has_seen_is_counted_apart_from_what_is_there() -> None:
    there = look("2026-01-01", facts=Facts(gate="manual"), subject=MODELS[0].url)
    gone = look("2026-01-01", Reach.NOT_VISIBLE, subject=MODELS[1].url)
    code = seen("train.py", licenses=(MIT,))
    assert line(code, there, gone, artifacts=(CODE, *MODELS)) == (
        "Training code; 1 model (1 gated); 1 model named, not looked at; 1 model not to be had; "
        "MIT; since 2025-03-17"
    )


def test_code_that_is_gone_is_said_to_be_gone() -> None:
    gone = [look(day, Reach.NOT_VISIBLE) for day in ("2026-01-01", "2026-01-02")]
    assert line(seen("train.py"), *gone).startswith("Training code, which was removed; ")


def test_nothing_known_is_said_as_such() -> None:
    assert line() == "Code not seen yet; licence not looked at"
    assert line(artifacts=()) == "No official code named"
