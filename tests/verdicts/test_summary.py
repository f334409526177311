"""One line per paper: what you get, under which licence, since when."""

import datetime as dt

import msgspec

from tests.verdicts.made import CODE, PAPER, REPOSITORY, at, look, stored, tree
from tracker.model.evidence import Declaration, Facts, Passage, Place, Reach, Sighting
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
    weights = Facts(gate="manual", tree=tree("a.bin"))
    there = look("2026-01-01", facts=weights, subject=MODELS[0].url)
    gone = look("2026-01-01", Reach.NOT_VISIBLE, subject=MODELS[1].url)
    code = seen("train.py", licenses=(MIT,))
    assert line(code, there, gone, artifacts=(CODE, *MODELS)) == (
        "Training code; 1 model (gated); 1 model not to be had; 1 model not looked at; MIT; "
        "since 2025-03-17"
    )
    unlisted = look("2026-01-01", facts=Facts(gate="manual"), subject=MODELS[0].url)
    assert "; 1 model whose files were not seen; 1 model not to be had; " in line(
        code, unlisted, gone, artifacts=(CODE, *MODELS)
    )


def test_code_that_is_gone_is_said_to_be_gone() -> None:
    gone = [look(day, Reach.NOT_VISIBLE) for day in ("2026-01-01", "2026-01-02")]
    assert line(seen("train.py"), *gone).startswith("Training code, which was removed; ")


def test_nothing_known_is_said_as_such() -> None:
    assert line() == "Code not seen yet; licence not looked at"
    assert line(artifacts=()) == "No artifact named"
    assert line(artifacts=MODELS) == (
        "No official code named; 3 models not looked at; licence not looked at"
    )


def test_a_curated_list_is_no_missing_code_and_has_a_licence() -> None:
    listed = msgspec.structs.replace(CODE, role=Role.LIST)
    copy = seen("README.md", "LICENSE", licenses=(MIT,))
    assert line(copy, artifacts=(listed,)) == "A curated list; MIT; since 2025-03-17"
    bare = seen("LICENSE", licenses=(MIT,))
    assert line(bare, artifacts=(listed,)) == "A repository without the list; MIT"
    assert line(artifacts=(listed,)) == "A curated list, not seen yet; licence not looked at"


def test_a_repository_older_than_the_paper_does_not_date_the_release() -> None:
    old = stored("2025-06-19", Facts(tree=tree("train.py"), first_commit=at("2021-08-08")))
    assert line(old).endswith("; repository since 2021-08-08")


def test_an_official_repository_that_stood_still_names_where_the_work_goes_on() -> None:
    """Half a year apart, and only in a folder or mirror that the registry names."""

    def changed(day: str, subject: str = REPOSITORY) -> Sighting:
        facts = Facts(tree=tree("dapo/train.py", "train.py"), last_changed=at(day))
        return stored(day, facts, subject=subject)

    both = (CODE, FOLDER)
    newer = changed("2026-01-01", FOLDER.url)
    assert line(changed("2025-03-17"), newer, artifacts=both).startswith(
        "Training code (last changed 2025-03-17, goes on in other/verl-recipe); "
    )
    assert "goes on" not in line(changed("2025-12-01"), newer, artifacts=both)
    framework = msgspec.structs.replace(FOLDER, path=None)
    assert "goes on" not in line(changed("2025-03-17"), newer, artifacts=(CODE, framework))


def test_a_licence_of_a_sub_folder_is_none_for_the_whole() -> None:
    below = msgspec.structs.replace(MIT, path="vendored/LICENSE")
    assert "; no licence for the whole; " in line(seen("train.py", licenses=(below,)))


def test_code_that_lacks_a_module_of_its_own_says_so_in_the_line() -> None:
    lost = (Passage(path="train.py", line=3, about="models"),)
    facts = Facts(tree=tree("train.py"), licenses=(), unresolved=lost)
    assert line(stored("2025-06-19", facts)).startswith(
        "Training code, a module that it imports is missing; no licence file"
    )


def test_the_last_promise_is_named_one_without_a_day_before_all_others() -> None:
    early = msgspec.structs.replace(SOON, made_on=dt.date(2025, 4, 1))
    never = msgspec.structs.replace(SOON, made_on=None)
    for given in ((early, SOON, never), (never, SOON, early)):
        assert line(seen("README.md"), promises=given).endswith(
            "; promised 2025-05-29, open when last seen"
        )
    assert line(seen("README.md"), promises=(never,)).endswith("; promised, open when last seen")
