"""Recording a correction: what is written, what is refused and with which words, nothing lost."""

import datetime as dt
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

import jsonschema
import pytest
import yaml

from tracker.errors import RegistryError, UsageError
from tracker.history import start
from tracker.jobs import correct as correcting
from tracker.jobs.correct import CorrectionRequest, correct
from tracker.model.evidence import Declaration, Facts, Observation, Place, Reach
from tracker.project import Project
from tracker.registry import correction_schema, lint, load
from tracker.verdicts import QUESTIONS

PAPER = "2503.00001"
CODE, DATA = "https://github.com/lab/code", "https://huggingface.co/datasets/lab/data"
REGISTRY = f"""\
papers:
  - id: arxiv:{PAPER}
    titles: {{en: One}}
    artifacts:
      - {{role: code, url: "{CODE}", relation: official, seen_in: abstract}}
      - {{role: code, url: "{CODE}", relation: upstream, seen_in: abstract, path: recipe}}
      - {{role: dataset, url: "{DATA}", relation: official, seen_in: abstract}}
    promises:
      - quote: All code will come.
        role: code
        depth: training
        source: {{where: abstract}}
      - quote: All data will come.
        role: dataset
        depth: complete
        source: {{where: abstract}}
  - id: arxiv:2503.00002
    titles: {{en: Two}}
    note: n
"""
NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
WHY = "https://example.org/issue/3"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a project in which one repository was seen, with an MIT licence."""
    (tmp_path / "registry.yaml").write_text(REGISTRY)
    declared = Declaration(place=Place.FILE, path="LICENSE", quote="MIT License", expression="MIT",
                           how="exact")  # fmt: skip
    seen = Observation(
        subject=CODE, reach=Reach.VISIBLE, via="git", agent="t/1", observed_at=NOW,
        facts=Facts(licenses=(declared,), revision=f"swh:1:rev:{'a' * 40}"),
    )  # fmt: skip
    with start(tmp_path / "history", purpose="look", agent="t", now=NOW) as writer:
        writer.append(seen)
    return Project(root=tmp_path)


def wish(question: str, *says: str, **more: object) -> CorrectionRequest:
    given: dict[str, object] = {"paper": PAPER, "because": WHY, "by": "Jane Doe", **more}
    return CorrectionRequest(question=question, says=says, **given)  # type: ignore[arg-type]


def files(project: Project) -> list[Path]:
    return sorted((project.root / "corrections").glob("*/*"))


def test_it_is_a_file_of_the_project_that_every_reader_joins_to_its_paper(project: Project) -> None:
    done = correct(project, wish("license", "apache license 2.0", artifact=f"{CODE}/"), NOW)
    assert files(project) == [done.path]
    assert done.path.relative_to(project.root).parts[:2] == ("corrections", PAPER)
    raw = yaml.safe_load(done.path.read_text())
    raw["made_on"] = str(raw["made_on"])
    jsonschema.validate(raw, correction_schema())
    assert raw == {
        "paper": f"arxiv:{PAPER}", "question": "license", "artifact": CODE, "says": ["Apache-2.0"],
        "by": "Jane Doe", "made_on": "2026-03-01", "because": WHY, "answered": ["MIT"],
        "evidence": done.correction.evidence,
    }  # fmt: skip
    assert load(project.registry).papers[0].corrections == (done.correction,)
    assert load(project.registry).papers[1].corrections == ()
    assert not [each for each in lint(project.registry) if not each.remark]


@pytest.mark.parametrize(
    ("asked", "about", "answered"),
    [
        (wish("license", "NONE"), None, ("MIT",)),
        (wish("LICENSE", "none", author=True), None, ("MIT",)),
        (wish("license", "GPL-3.0-only", "conflict", artifact=DATA), None, ("NOASSERTION",)),
        (wish("depth", "training", artifact=f"{CODE}/tree/main/recipe"), None, ("unknown",)),
        (wish("since", "2024-02-29", artifact=CODE), None, None),
        (wish("promise", "kept"), None, ("cannot tell",)),
        (wish("promise", "kept", about="all DATA"), "All data will come.", ("cannot tell",)),
        (wish("use", "no", about="research"), "research", ("cannot say",)),
        (wish("use", "no", about="product", artifact=CODE), "product", ("yes if",)),
        (wish("summary", "Everything\n is there"), None, None),
    ],
)  # fmt: skip
def test_every_kind_of_answer_can_be_corrected(
    project: Project, asked: CorrectionRequest, about: str | None, answered: tuple[str, ...] | None
) -> None:
    given = correct(project, asked, NOW).correction
    assert given.about == about
    assert answered is None or given.answered == answered
    assert (given.path == "recipe") == ("recipe" in (asked.artifact or ""))
    assert given.author is asked.author
    assert "\n" not in "".join(given.says)
    assert load(project.registry).papers[0].corrections == (given,)


WRONG = [
    (wish("license", "MIT", paper="2503.00009"), r"no paper `2503.00009`.*mean `2503.0000",
     "Papers: arxiv:2503.00001, arxiv:2503.00002."),
    (wish("licence", "MIT"), "no question `licence` .*mean `license`", "availability, depth"),
    (wish("depth", "trainig", artifact=CODE), "`trainig` is no answer.*mean `training`",
     "Answers: nothing, placeholder"),
    (wish("license", "my own"), "`my own` is no answer", r"an SPDX expression \(such as MIT"),
    (wish("since", "2024-02-30", artifact=CODE), "no answer to `since`", "such as 2025-03-17"),
    (wish("summary", "  "), "is no answer", "one line"),
    (wish("license", "NONE", because="see the README"), "--because: .* has a space", "https://"),
    (wish("license", "NONE", because="javascript:alert(1)"), "is not an http", "https://"),
    (wish("license", "NONE", because="https://u:p@example.org"), "user name", "https://"),
    (wish("license", "NONE", because="http://127.0.0.1/x"), "--because", "public address"),
    (wish("depth", "training"), "is answered for each artifact", f"--artifact: {CODE}, "),
    (wish("depth", "training", artifact="https://github.com/lab/cod"),
     "no artifact of arxiv:2503.00001 .*mean", f"Artifacts: {CODE}"),
    (wish("depth", "training", artifact="lab/code"), "`lab/code` is no artifact", CODE),
    (wish("promise", "kept", artifact=CODE), "is not asked of code artifacts", "--artifact out"),
    (wish("promise", "kept", about="will come"), "more than one is about `will come`", "All data"),
    (wish("promise", "kept", about="tea"), "none is about `tea`", "All code will come., All data"),
    (wish("use", "no"), "several answers there", "research, internal"),
    (wish("license", "NONE", about="research"), "has one answer", "--about out"),
    (wish("check", "holds"), "has no answer to `check`", "tracker check"),
    (wish("depth", "training", paper="2503.00002", artifact=CODE), "is no artifact", "names none"),
    (wish("license", "mit"), "is answered so already: MIT", "Nothing"),
    (wish("license", "NONE", by="   "), "who says so is not known", "--by NAME"),
    (wish("license", "NONE", by="x" * 121), "too long", "--by NAME"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "message", "advice"), WRONG, ids=[each[1] for each in WRONG])
def test_what_is_not_known_is_refused_with_what_is(
    project: Project, asked: CorrectionRequest, message: str, advice: str
) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        correct(project, asked, NOW)
    assert advice.replace("\\", "") in caught.value.advice
    assert files(project) == []


def test_the_name_is_the_one_that_git_knows(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = wish("license", "NONE", by=None)
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Ada")
    assert correct(project, asked, NOW).correction.by == "Ada"
    monkeypatch.delenv("GIT_AUTHOR_NAME")
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, str(project.root / "gitconfig"))
    with pytest.raises(UsageError, match="who says so"):
        correct(project, asked, NOW)
    (project.root / "gitconfig").write_text("[user]\n\tname = Émilie  du Châtelet\n")
    assert correct(project, asked, NOW).correction.by == "Émilie du Châtelet"
    monkeypatch.setenv("PATH", str(project.root))
    with pytest.raises(UsageError, match="who says so"):
        correct(project, asked, NOW)


def test_the_same_is_recorded_once_and_nothing_takes_the_place_of_anything(
    project: Project,
) -> None:
    first = correct(project, wish("license", "NONE"), NOW)
    text = first.path.read_text()
    with pytest.raises(UsageError, match="recorded already"):
        correct(project, wish("license", "NONE"), NOW)
    correct(project, wish("license", "NONE", by="Joe"), NOW)
    correct(project, wish("license", "GPL-3.0-only"), NOW + dt.timedelta(days=1))
    assert len(files(project)) == 3
    assert first.path.read_text() == text
    said = [each.says[0] for each in load(project.registry).papers[0].corrections]
    assert said[-1] == "GPL-3.0-only", "the newest last, so that it counts"


def _correct(folder: str, number: int) -> None:
    correct(Project(root=Path(folder)), wish("license", "NONE", by=f"Person {number}"), NOW)


def test_people_who_correct_at_once_lose_nothing(project: Project) -> None:
    context = get_context("fork")
    works = [context.Process(target=_correct, args=(str(project.root), n)) for n in range(4)]
    for each in works:
        each.start()
    for each in works:
        each.join()
    assert {each.by for each in load(project.registry).papers[0].corrections} == {
        f"Person {number}" for number in range(4)
    }
    assert len(files(project)) == 4, "no draft is left"


def test_a_full_disk_leaves_no_half_of_it(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        correct(project, wish("license", "NONE"), NOW)
    assert files(project) == []


def broken() -> Iterator[tuple[str, str, str]]:
    yield "paper: arxiv:2503.00001", "paper: arxiv:2503.0000", "there is no paper"
    yield "artifact: ", "artifact: https://github.com/lab/gone #", "is no artifact of"
    yield "question: depth", "question: dept", "`dept` is no question"
    yield "- training", "- much", "`much` is no answer to it"
    yield "says:\n  - training", "says: []", "is empty"
    yield f"because: {WHY}", "because: somewhere", "is not an http(s) address"
    yield "by: Jane Doe", "by: ''", "is empty"
    yield "evidence: sha256:", "evidence: md5:", "is no digest"
    yield "made_on: 2026-03-01", "made_on: soon", "is not a day"
    yield "by: Jane Doe", "by: Jane Doe\ncolour: red", "is no field"
    yield "by: Jane Doe", "by: [", "is not YAML"


@pytest.mark.parametrize(("old", "new", "told"), [*broken()], ids=[each[2] for each in broken()])
def test_a_file_that_would_not_be_shown_is_complained_about(
    project: Project, old: str, new: str, told: str
) -> None:
    path = correct(project, wish("depth", "training", artifact=CODE), NOW).path
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    wrong = [each for each in lint(project.registry) if not each.remark]
    assert [told in each.problem for each in wrong] == [True], wrong
    assert wrong[0].file == str(path)
    assert wrong[0].line is not None
    with pytest.raises(RegistryError):
        load(project.registry)


@pytest.mark.parametrize(
    ("asked", "old", "new", "told"),
    [
        (wish("promise", "kept", about="All data"), "All data will", "Some data will",
         "about: `Some data will come.` is nothing that arxiv:2503.00001 is asked about"),
        (wish("use", "no", about="research"), "about: research", "about: play",
         "`play` is nothing"),
        (wish("depth", "training", artifact=CODE), f"artifact: {CODE}\n", "",
         "question: `depth` is not asked of this"),
        (wish("license", "NONE", artifact=f"{CODE}/recipe"), "path: recipe", "path: other",
         "artifact: `https://github.com/lab/code` is no artifact of"),
    ],
)  # fmt: skip
def test_one_that_means_no_answer_of_its_paper_is_complained_about(
    project: Project, asked: CorrectionRequest, old: str, new: str, told: str
) -> None:
    """Else it would be shown nowhere, and nobody would notice."""
    path = correct(project, asked, NOW).path
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    [wrong] = [each for each in lint(project.registry) if not each.remark]
    assert told in str(wrong)


def test_a_file_is_read_wherever_somebody_has_put_it(project: Project) -> None:
    done = correct(project, wish("license", "NONE"), NOW)
    done.path.rename(project.root / "corrections" / "mine.yml")
    assert load(project.registry).papers[0].corrections == (done.correction,)


def test_a_correction_in_the_registry_itself_is_no_correction(project: Project) -> None:
    given = correct(project, wish("license", "NONE"), NOW)
    block = yaml.safe_dump([yaml.safe_load(given.path.read_text())]).replace("\n", "\n      ")
    given.path.unlink()
    text = REGISTRY.replace("    note: n\n", f"    note: n\n    corrections:\n      {block}\n")
    project.registry.write_text(text)
    [wrong] = [each for each in lint(project.registry) if not each.remark]
    assert wrong.problem == "do not stand in the registry"


def test_every_question_has_words_that_a_person_may_answer() -> None:
    for question in QUESTIONS:
        for each in question.answers:
            assert each.open or question.word_for(each.word.upper()) == each.word
    assert correcting.allowed(QUESTIONS[0])
