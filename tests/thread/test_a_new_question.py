"""A question that somebody adds: one file, one name in the list, and it is in every output.

It is added to a copy of the program, as a contributor would, and the copy is run as a person runs
it: nothing else of the copy is changed.
"""

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from thread.conftest import NOWHERE, PAPERS, ROOT, Folder
from tracker.history import start
from tracker.model.evidence import Observation, Reach

NOW = dt.datetime.now(dt.UTC)  # later than all that is committed

TOY = '''"""Does it shine? A question that nobody needs."""

import os
from pathlib import Path

from tracker.model.verdict import Verdict
from tracker.verdicts import trail as trails
from tracker.verdicts.question import Answer, Column, Question, Tone

QUESTION = Question(
    name="shine",
    title="Does it shine?",
    zh="它发光吗？",
    meaning="Whether it was ever looked at.",
    motive="Nobody wants to know.",
    answers=(
        Answer(word="rough diamond", zh="璞玉", means="Nobody has looked.", tone=Tone.GOOD, rank=2),
        Answer(word="worn pebble", zh="卵石", means="In a copy.", tone=Tone.POOR, rank=1,
               remedy="Polish the pebble."),
        Answer(word="dust", zh="尘土", means="Somebody has.", tone=Tone.POOR, rank=0),
    ),
    remedy="None.",
    rule="shine/1",
    of_artifact=lambda asked: _verdict(asked.trail.subject, asked.trail.sightings),
    of_paper=lambda asked: _paper(asked),
    column=Column(heading="Lustre", zh="光泽", terminal=2),
    badge="lustre",
)


def _paper(asked):
    seen = [one for each in asked.artifacts for one in asked.look(each.subject).sightings]
    if log := os.environ.get("TOY_LOG"):
        marks = sorted(f"{one.id} {one.observed_at}" for one in seen)
        with Path(log).open("a") as file:
            file.write(f"{asked.paper.id} {asked.now} {hash(tuple(marks))}\\n")
    return _verdict(asked.paper.id, seen)


def _verdict(subject, seen):
    live = any(one.observed_at for one in seen)
    word = "dust" if live else "worn pebble" if seen else "rough diamond"
    return Verdict(
        question=QUESTION.name,
        subject=subject,
        answers=(word,),
        reason=f"It was seen {len(seen)} times.",
        remedy=QUESTION.remedy_for(word),
        evidence=tuple(trails.evidence(one, quote="glitters") for one in seen[:1]),
        derived_from=trails.ids(seen[:1]),
        rule=QUESTION.rule,
    )
'''


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the program with the question in it."""
    copy = tmp_path_factory.mktemp("program")
    for name in ("tracker", "tools", "docs"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("registry.yaml", "README.md"):
        shutil.copy(ROOT / name, copy)
    questions = copy / "tracker" / "verdicts"
    (questions / "shine.py").write_text(TOY)
    registered = (questions / "__init__.py").read_text()
    (questions / "__init__.py").write_text(
        registered.replace('"elsewhere",\n', '"elsewhere",\n        "shine",\n')
    )
    return copy


def environment(program: Path, **more: str) -> dict[str, str]:
    return {**NOWHERE, "PYTHONPATH": str(program), "PYTHONHASHSEED": "0", **more}


def test_it_is_in_every_output_and_each_paper_was_judged_once(
    folder: Folder, program: Path, tmp_path: Path
) -> None:
    log = tmp_path / "judged.txt"
    env = environment(program, TOY_LOG=str(log))
    done = folder.run("run", "--offline", "--commit-tables", env=env)
    assert done.returncode == 0, done.stderr
    assert "Lustre" in done.stdout, "the table in the terminal"

    status = folder.root / "status"
    written = {path.name: path.read_text() for path in status.iterdir() if path.is_file()}
    for section in written["STATUS.md"].split("<details>")[1:]:
        assert "- **shine**: worn pebble" in section
        assert ", shine**: " in section
    assert " Lustre " in written["STATUS.md"]
    assert " Lustre " in (folder.root / "README.md").read_text()
    head, *lines = written["status.csv"].splitlines()
    assert head.split(",").index("shine") < head.split(",").index("since")
    assert all(",worn pebble," in line for line in lines)
    for row in json.loads(written["status.json"])["papers"]:
        assert row["more"]["shine"]["text"] == "worn pebble"
        assert row["more"]["shine"]["tone"] == "poor"
        for judged in (row["verdicts"], *row["verdicts"]["artifacts"]):
            assert judged["more"][-1]["question"] == "shine"
        slug = row["paper"].removeprefix("arxiv:")
        badge = json.loads((status / "badges" / f"{slug}.shine.json").read_text())
        assert badge == {
            "schemaVersion": 1, "label": "lustre", "message": "worn pebble", "color": "red",
        }  # fmt: skip
    for name, title, heading, word in (
        ("index.html", "Does it shine?", "Lustre", "worn pebble"),
        ("index.zh.html", "它发光吗？", "光泽", "卵石"),
    ):
        page = written[name]
        assert f'<fieldset data-facet="shine">\n<legend>{heading}</legend>' in page
        assert f'<span class="tone poor">{word}</span>' in page, "the filter"
        assert 'class="c-shine"' in page
        assert 'data-shine="worn pebble"' in page
        assert f'<b class="of">{title}</b> {word}' in page, "in the section of an artifact"
        assert f"<h4>{title}</h4>" in page, "in the section of a paper"
        assert f'<details id="shine">\n<summary>{title}' in page, "what each word means"
        assert "Polish the pebble." in page

    executed = (folder.root / "runs").glob("2*/notebooks/*.ipynb")
    shown = {path.stem: path.read_text() for path in executed}
    assert len(shown) == len(PAPERS) + 1
    assert all("worn pebble" in text for text in shown.values())
    assert all("Does it shine?" in text for name, text in shown.items() if name != "status")
    kept = [json.loads(line) for file in (folder.root / "history").glob("*.jsonl")
            for line in file.read_text().splitlines()]  # fmt: skip
    views = [each for each in kept if each["kind"] == "view" and each["question"] == "shine"]
    assert {each["paper"] for each in views} == set(PAPERS)

    judged = Counter(log.read_text().splitlines())
    own = {each: count for each, count in judged.items() if each.startswith(PAPERS)}
    assert {each.split()[0] for each in own} == set(PAPERS)
    assert set(own.values()) == {1}, "the same paper by the same evidence at the same instant"


def test_it_is_told_when_it_changes_asked_by_hand_and_described(
    folder: Folder, program: Path
) -> None:
    env = environment(program)
    told = folder.run("diff", "2020-01-01", env=env)
    assert told.returncode == 0, told.stderr
    assert "shine of" in told.stdout
    for paper in PAPERS:
        assert f"worse {paper} shine of {paper}: rough diamond → worn pebble" in told.stdout
    wrong = folder.run("correct", PAPERS[0], "shine", "--says", "gold", "--because", "https://a.org",
                       "--by", "Jo", env=env)  # fmt: skip
    assert wrong.returncode == 3
    assert "Answers: rough diamond, worn pebble, or dust." in wrong.stderr
    put = folder.run("correct", PAPERS[0], "shine", "--says", "dust", "--because", "https://a.org",
                     "--by", "Jo", env=env)  # fmt: skip
    assert put.returncode == 0, put.stderr
    brief = folder.run("check", PAPERS[0], "--offline", env=env)
    assert brief.stdout.count("Jo said on ") == 1, "said in brief, too"
    asked = folder.run("check", PAPERS[0], "--offline", "--evidence", env=env)
    assert asked.stdout.count("✎ Jo said on ") == 1, "a new question can be corrected, too"
    assert asked.returncode == 0, asked.stderr
    assert asked.stdout.count("shine") > 1, "once for the paper, once for each artifact"
    assert "worn pebble" in asked.stdout
    described = subprocess.run(
        [sys.executable, "tools/build_docs.py"],
        cwd=program, env={**os.environ, **env}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert described.returncode == 0
    docs = (program / "docs" / "verdicts.md").read_text()
    assert "## Does it shine?\n\n`shine`, rule `shine/1`" in docs
    assert "rough diamond" in docs


def test_an_answer_that_got_worse_is_announced(folder: Folder, program: Path) -> None:
    look = Observation(
        subject="https://github.com/BytedTsinghua-SIA/DAPO", reach=Reach.VISIBLE, via="git",
        agent="test", observed_at=NOW,
    )  # fmt: skip
    with start(folder.root / "history", purpose="look", agent="test", now=NOW) as writer:
        writer.append(look)
    told = folder.run("announce", env=environment(program))
    assert told.returncode == 0, told.stderr
    assert f"shine of {PAPERS[0]}: worn pebble → **dust**" in told.stdout + told.stderr
