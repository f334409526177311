"""One line per paper: what you get, under which licence, since when."""

import datetime as dt
from typing import Any

import msgspec
import pytest

from tests.verdicts.made import CODE, PAPER, REPOSITORY, at, look, stored, tree
from tracker.model.evidence import (
    Declaration,
    Environment,
    Facts,
    Passage,
    Place,
    Reach,
    ReadingList,
    Sighting,
)
from tracker.model.paper import Artifact, Depth, Paper, Promise, Relation, Role, Source
from tracker.model.verdict import PaperVerdicts
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
DATA = "https://huggingface.co/datasets/lab/data"
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
    assert "; 1 model not to be had; 1 model whose files were not seen; " in line(
        code, unlisted, gone, artifacts=(CODE, *MODELS)
    )
    data = msgspec.structs.replace(MODELS[0], role=Role.DATASET, url="https://example.org/data")
    page = look("2026-01-01", facts=Facts(), subject=data.url)
    assert "; 1 model, 1 dataset whose files were not seen; " in line(
        code, unlisted, page, artifacts=(CODE, MODELS[0], data)
    )


def test_code_that_is_gone_is_said_to_be_gone() -> None:
    gone = [look(day, Reach.NOT_VISIBLE) for day in ("2026-01-01", "2026-01-02")]
    assert line(seen("train.py"), *gone).startswith("Training code, which was removed; ")


def test_nothing_known_is_said_as_such() -> None:
    assert line() == "Code not seen yet; licence not looked at"
    assert line(artifacts=()) == "Nothing entered yet"
    read = msgspec.structs.replace(
        PAPER, artifacts=(), promises_read_in=(Source(where="abstract"),)
    )
    assert judge(read, {}).summary.answer == "No artifact named"
    assert line(artifacts=MODELS) == (
        "No official code named; 3 models not looked at; licence not looked at"
    )


def test_without_code_the_first_that_was_looked_at_has_the_licence_and_the_date() -> None:
    facts = Facts(tree=tree("a.bin"), licenses=(MIT,), created=at("2025-03-20"))
    there = look("2026-01-01", facts=facts, subject=MODELS[1].url)
    assert line(there, artifacts=MODELS) == (
        "No official code named; 1 model; 2 models not looked at; MIT; since 2025-03-20"
    )


def test_weights_that_were_removed_are_not_to_be_had_though_they_were_seen() -> None:
    there = look("2026-01-01", facts=Facts(tree=tree("a.bin")), subject=MODELS[0].url)
    gone = [
        look(day, Reach.NOT_VISIBLE, subject=MODELS[0].url) for day in ("2026-02-01", "2026-03-01")
    ]
    words = "1 model not to be had"
    assert words not in line(there, artifacts=MODELS[:1])
    assert words in line(there, *gone, artifacts=MODELS[:1])


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


def test_the_first_promise_is_named_one_without_a_day_after_all_others() -> None:
    early = msgspec.structs.replace(SOON, made_on=dt.date(2025, 4, 1))
    never = msgspec.structs.replace(SOON, made_on=None)
    for given in ((early, SOON, never), (never, SOON, early)):
        assert line(seen("README.md"), promises=given).endswith(
            "; promised 2025-04-01, open when last seen"
        )
    assert line(seen("README.md"), promises=(never,)).endswith("; promised, open when last seen")


PINNED = (Environment(path="requirements.txt", listed=10, pinned=10),)
LOOSE = (Environment(path="requirements.txt", listed=10, pinned=1),)
PAPERS = ReadingList(path="README.md", papers=9, works=0, entries=9, pieces=9, sections=1)
LOST = (Passage(path="train.py", line=3, about="models"),)


@pytest.mark.parametrize(
    ("paths", "more", "said"),
    [
        (("eval/a.py",), {}, "Evaluation code only"),
        (("eval/a.py", "eval/b.py", "x.py"), {}, "Mostly evaluation code"),
        (("go.sh",), {}, "Scripts without the code they start"),
        (("third_party/x/train.py",), {}, "A copy of another project's code"),
        (("README.md", "index.html"), {}, "A web page and no code"),
        (("x-1.dist-info/METADATA",), {}, "A package that installs no module"),
        (("train.py", "infer.py"), {"environments": LOOSE},
         "Code to train and to use, environment not pinned"),
        (("train.py",), {"unresolved": LOST},
         "Training code, a module that it imports is missing"),
        (("infer.py",), {"unresolved": LOST},
         "Inference code, a module that it imports is missing"),
        ((), {}, "An empty repository"),
        (("README.md",), {"reading_list": PAPERS}, "A curated list and no code"),
        (("README.md",), {}, "A README and no code"),
        (("x.py",), {}, "Some code, neither training nor inference recognised"),
        (("infer.py",), {}, "Inference code, no training code"),
        (("train.py",), {}, "Training code"),
        (("train.py", "infer.py"), {"environments": PINNED},
         "Code to train and to use, with its pinned environment"),
    ],
)  # fmt: skip
def test_what_code_holds_is_said_in_words_of_its_own(
    paths: tuple[str, ...], more: dict[str, Any], said: str
) -> None:
    facts = Facts(tree=tree(*paths), licenses=(MIT,), **more)
    assert line(look("2025-06-19", facts=facts)).partition("; ")[0] == said
    hollow = said in {"An empty repository", "A README and no code", "A web page and no code",
                      "A package that installs no module",
                      "A curated list and no code"}  # fmt: skip
    assert ("since" in line(look("2025-06-19", facts=facts))) is not hollow


def test_code_that_could_not_be_listed_is_said_not_to_be_seen() -> None:
    assert line(look("2025-06-19")).startswith("Code whose files were not seen; ")


@pytest.mark.parametrize(
    ("seen_", "said"),
    [
        (look("2026-01-01", Reach.TAKEN_DOWN), "Code, which was taken down"),
        (look("2026-01-01", Reach.DISABLED), "Code, which is switched off"),
        (look("2026-01-01", Reach.NOT_VISIBLE), "Code, which is not visible"),
        (look("2026-01-01", facts=Facts(tree=tree("train.py"), archived=True)),
         "Training code, which is archived"),
        (look("2026-01-01", Reach.GATED, Facts(tree=tree("train.py"))),
         "Training code, which is gated"),
        (look("2026-01-01", Reach.GATED, Facts(tree=tree("train.py"), archived=True)),
         "Training code, which is gated and is archived"),
        (look("2026-01-01", facts=Facts(tree=tree("train.py"), moved_to="https://github.com/l/n")),
         "Training code"),
    ],
)  # fmt: skip
def test_a_state_that_a_reader_minds_is_said_with_it(seen_: Sighting, said: str) -> None:
    assert line(seen_).partition("; ")[0] == said


def test_a_list_that_is_gone_is_said_to_be_gone() -> None:
    listed = msgspec.structs.replace(CODE, role=Role.LIST)
    gone = look("2026-01-01", Reach.NOT_VISIBLE)
    assert line(gone, artifacts=(listed,)).startswith("A curated list, which is not visible")
    empty = look("2026-01-01", facts=Facts(tree=tree()))
    assert line(empty, artifacts=(listed,)).startswith("An empty repository; ")


SECOND = msgspec.structs.replace(CODE, url="https://github.com/lab/second")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (look("2026-01-01", facts=Facts(tree=tree("eval/a.py"), archived=True)),
         look("2026-01-01", facts=Facts(tree=tree("train.py")))),
        (look("2026-01-01"), look("2025-01-01", facts=Facts(tree=tree("README.md")))),
        (look("2026-01-01", facts=Facts(tree=tree("x.py"), archived=True)),
         look("2026-01-02", facts=Facts(tree=tree("x.py")))),
    ],
)  # fmt: skip
def test_of_several_repositories_the_one_that_holds_most_speaks(
    first: Sighting, second: Sighting
) -> None:
    """Of equals the one that was seen last; whichever comes first in the registry."""
    other = msgspec.structs.replace(second.observation, subject=SECOND.url)
    better = msgspec.structs.replace(second, observation=other)
    alone = line(better, artifacts=(SECOND,)).partition("; ")[0]
    for places in ((CODE, SECOND), (SECOND, CODE)):
        assert line(first, better, artifacts=places).partition("; ")[0] == alone
        assert line(first, artifacts=(CODE,)).partition("; ")[0] != alone


def test_of_equals_one_that_is_there_speaks_before_one_that_is_gone() -> None:
    trains = Facts(tree=tree("train.py"))
    gone = [look("2026-01-01", facts=trains), look("2026-03-01", Reach.NOT_VISIBLE)]
    there = look("2026-02-01", facts=trains, subject=SECOND.url)
    for places in ((CODE, SECOND), (SECOND, CODE)):
        assert line(*gone, there, artifacts=places).startswith("Training code; ")


@pytest.mark.parametrize(
    ("role", "words"),
    [(Role.MODEL, ("model", "models")), (Role.DATASET, ("dataset", "datasets")),
     (Role.SPACE, ("demo", "demos"))],
)  # fmt: skip
def test_models_datasets_and_demos_are_counted_by_what_can_be_had(
    role: Role, words: tuple[str, str]
) -> None:
    things = tuple(msgspec.structs.replace(each, role=role) for each in MODELS)
    one, many = words
    held = tree({Role.MODEL: "a.bin", Role.DATASET: "a.csv"}.get(role, "app.py"))
    facts = Facts(gate="none", tree=held)
    there = [look("2026-01-01", facts=facts, subject=each.url) for each in things]
    gated = [look("2026-01-01", Reach.GATED, Facts(tree=held), subject=each.url) for each in things]
    gone = [look("2026-01-01", Reach.NOT_VISIBLE, subject=each.url) for each in things]
    asked = (CODE, *things)
    code = seen("train.py", licenses=(MIT,))

    def counted(*looks: Sighting) -> list[str]:
        return line(code, *looks, artifacts=asked).split("; ")[1:-2]

    assert counted(*there) == [f"3 {many}"]
    assert counted(*gated) == [f"3 {many} (gated)"]
    assert counted(*there[:1], *gated[1:]) == [f"3 {many} (2 gated)"]
    assert counted(there[0]) == [f"1 {one}", f"2 {many} not looked at"]
    assert counted(*gone) == [f"3 {many} not to be had"]
    assert counted(there[0], *gone[1:]) == [f"1 {one}", f"2 {many} not to be had"]


def test_only_official_things_are_counted() -> None:
    other = msgspec.structs.replace(MODELS[0], relation=Relation.THIRD_PARTY)
    there = look("2026-01-01", subject=other.url)
    assert "model" not in line(seen("train.py"), there, artifacts=(CODE, other))


@pytest.mark.parametrize(
    ("relation", "path", "paths", "named"),
    [
        (Relation.MIRROR, None, ("train.py",), "code"),
        (Relation.MIRROR, "x", ("x/train.py",), "code"),
        (Relation.UPSTREAM, "x", ("x/train.py",), "code"),
        (Relation.UPSTREAM, None, ("train.py",), None),
        (Relation.THIRD_PARTY, "x", ("x/train.py",), None),
        (Relation.MIRROR, None, ("infer.py",), None),
        (Relation.MIRROR, None, (), None),
    ],
)
def test_training_code_outside_is_named_where_the_registry_says_that_it_is_of_this_paper(
    relation: Relation, path: str | None, paths: tuple[str, ...], named: str | None
) -> None:
    url = "https://github.com/other/x"
    outside = msgspec.structs.replace(CODE, url=url, relation=relation, path=path)
    told = line(seen("eval/a.py"), seen(*paths, subject=url), artifacts=(CODE, outside))
    assert ("lives in" in told) is (named is not None)
    assert named is None or f" (training {named} lives in other/x)" in told
    unlisted = line(seen("eval/a.py"), look("2026-01-01", subject=url), artifacts=(CODE, outside))
    assert "lives in" not in unlisted
    model = msgspec.structs.replace(outside, role=Role.MODEL)
    assert "lives in" not in line(
        seen("eval/a.py"), seen(*paths, subject=url), artifacts=(CODE, model)
    )


@pytest.mark.parametrize(("days", "named"), [(180, False), (181, True)])
def test_a_repository_stands_still_after_more_than_half_a_year(days: int, named: bool) -> None:
    stopped = at("2025-03-17")
    book = [
        stored("2026-01-01", Facts(tree=tree("dapo/train.py", "train.py"), last_changed=changed),
               subject=subject)
        for subject, changed in ((REPOSITORY, stopped),
                                 (FOLDER.url, stopped + dt.timedelta(days=days)))
    ]  # fmt: skip
    assert ("goes on in other/verl-recipe" in line(*book, artifacts=(CODE, FOLDER))) is named


@pytest.mark.parametrize(
    ("paths", "due", "said"),
    [
        (("README.md",), dt.date(2025, 6, 1), ["promised 2025-05-29, not kept"]),
        (("README.md",), dt.date(2025, 12, 31), ["promised 2025-05-29, open when last seen"]),
        (("infer.py",), dt.date(2025, 6, 1), []),
    ],
)
def test_a_promise_is_said_where_there_is_nothing_to_show(
    paths: tuple[str, ...], due: dt.date, said: list[str]
) -> None:
    given = msgspec.structs.replace(SOON, due=due, depth=Depth.TRAINING)
    data = msgspec.structs.replace(given, role=Role.DATASET)
    empty = Artifact(role=Role.DATASET, url=DATA, relation=Relation.OFFICIAL, seen_in="README")
    both = (seen(*paths), seen("README.md", subject=DATA))
    shown = line(*both, artifacts=(CODE, empty), promises=(data,))
    assert ("promised" in shown) is bool(said), "where code can be shown, no open promise of data"
    told = line(seen(*paths), promises=(given,)).split("; ")
    assert [part for part in told if part.startswith("promised")] == said
    assert line(artifacts=(), promises=(given,)) == "No artifact named"


def whole(*sightings: Sighting, artifacts: tuple[Artifact, ...] = (CODE,)) -> PaperVerdicts:
    paper = Paper(id=PAPER.id, titles=PAPER.titles, artifacts=artifacts)
    book: dict[str, list[Sighting]] = {}
    for each in sightings:
        book.setdefault(each.observation.subject, []).append(each)
    return judge(paper, book)


def test_the_reason_and_the_evidence_are_those_of_the_answers_behind_it() -> None:
    judged = whole(seen("train.py", licenses=(MIT,)))
    [code] = judged.artifacts
    behind = (code.availability, code.depth, code.license, code.since)
    said = (code.availability, code.depth, judged.license, code.since)
    assert judged.summary.reason == " ".join(each.reason for each in said)
    assert set(judged.summary.evidence) == {piece for each in behind for piece in each.evidence}
    used = {one for each in behind for one in each.derived_from}
    assert set(judged.summary.derived_from) == used
    assert judged.summary.remedy == code.depth.remedy
    assert whole(artifacts=()).summary.reason == "No official artifact is registered."
    done = Facts(tree=tree("train.py", "infer.py"), environments=PINNED, licenses=())
    complete = whole(look("2026-01-01", facts=done))
    assert complete.summary.remedy == complete.artifacts[0].license.remedy


def test_the_evidence_is_that_of_the_artifact_that_the_line_is_about() -> None:
    """Of the code, wherever it stands in the registry; what it rests on are the looks at all."""
    model = seen("a.bin", subject=MODELS[0].url)
    code = seen("train.py", licenses=(MIT,))
    for artifacts in ((CODE, MODELS[0]), (MODELS[0], CODE)):
        judged = whole(code, model, artifacts=artifacts)
        assert {piece.url for piece in judged.summary.evidence} == {REPOSITORY}
        assert set(judged.summary.derived_from) == {code.id, model.id}


def test_the_line_is_as_new_as_the_newest_look_at_any_artifact() -> None:
    older = look("2026-01-01", facts=Facts(tree=tree("train.py")))
    newer = look("2026-02-01", facts=Facts(tree=tree("a.bin")), subject=MODELS[0].url)
    for artifacts in ((CODE, MODELS[0]), (MODELS[0], CODE)):
        assert whole(older, newer, artifacts=artifacts).summary.as_of == at("2026-02-01")


def test_of_two_that_hold_as_much_the_one_that_was_seen_last_speaks() -> None:
    """And one that holds nothing before one of which nothing is known."""
    looks = [
        look(day, facts=Facts(tree=tree("train.py"), licenses=(declared,)), subject=url)
        for day, url, declared in (
            ("2026-01-01", REPOSITORY, MIT),
            ("2026-02-01", SECOND.url, msgspec.structs.replace(MIT, expression="Apache-2.0")),
        )
    ]
    for artifacts in ((CODE, SECOND), (SECOND, CODE)):
        assert "; Apache-2.0;" in line(*looks, artifacts=artifacts)
        empty = look("2026-01-01", facts=Facts(is_empty=True))
        only = line(empty, look("2026-02-01", subject=SECOND.url), artifacts=artifacts)
        assert only.startswith("An empty repository; ")


def test_the_licence_is_that_of_the_artifact_that_the_line_is_about() -> None:
    """And not that of the paper, where its own was not asked for."""
    model = seen("a.bin", licenses=(MIT,), subject=MODELS[0].url)
    code = look("2026-01-01", facts=Facts(tree=tree("train.py")))
    assert "; licence not looked at; " in line(code, model, artifacts=(CODE, MODELS[0]))
