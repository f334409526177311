"""A result from elsewhere is judged by its block, or refused; nothing of it is taken on trust."""

import datetime as dt
import json
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reproduce import elsewhere
from reproduce.elsewhere import (
    AT,
    BASE_AT,
    CODE_AT,
    NOW,
    PINS,
    block,
    hand_in,
    judged,
    mend,
    mend_sheet,
    rewrite,
    taken,
    with_protocol,
)
from tracker.errors import ResultRefused
from tracker.model.check import Check
from tracker.model.locator import locate
from tracker.model.protocol import Harness, HubModel, StatedHash
from tracker.reproduce.importing import files, harnesses
from tracker.reproduce.importing.scores import coherent
from tracker.verdicts.check.answers import IMPORTED
from tracker.verdicts.reproduction import judge_claim

REPRODUCED, WITHIN, OUTSIDE = IMPORTED
MODEL, BASE = "model-results.json", "base-results.json"
SAMPLES = "model-samples.jsonl"
Change = Callable[[Path], object]


@pytest.fixture
def check() -> Check:
    return block()


@pytest.mark.parametrize("harness", Harness)
def test_what_each_harness_records_is_judged_by_the_block(tmp_path: Path, harness: Harness) -> None:
    check = block(harness)
    run = taken(hand_in(tmp_path / "result", check), check)
    found = judged(check, run)
    assert found.words == REPRODUCED
    assert found.measured is not None
    assert found.measured.n == elsewhere.QUESTIONS
    assert found.measured.value == pytest.approx(100 * elsewhere.RIGHT / elsewhere.QUESTIONS)
    assert found.control is not None
    assert found.control.value == pytest.approx(100 * elsewhere.BASE_RIGHT / elsewhere.QUESTIONS)


def test_it_says_whose_it_is_on_what_it_ran_and_that_we_have_not_seen_it(
    tmp_path: Path, check: Check
) -> None:
    found = judged(check, taken(hand_in(tmp_path / "result", check), check))
    reason = found.verdict.reason
    assert "imported, run by A. Reader on 2026-11-29 on NVIDIA A40 (46068 MiB)" in reason
    assert "lighteval 1.2.3" in reason
    assert "not seen by us run" in reason
    quotes = " ".join(piece.quote or "" for piece in found.verdict.evidence)
    assert "run-sheet.json sha256:" in quotes
    assert {piece.revision for piece in found.verdict.evidence} >= {AT, BASE_AT, CODE_AT}


def test_without_a_pin_for_everything_it_is_never_reproduced(tmp_path: Path, check: Check) -> None:
    folder = hand_in(tmp_path / "result", check)
    for url in PINS:
        fewer = {other: at for other, at in PINS.items() if other != url}
        found = judged(check, taken(folder, check, fewer))
        assert found.words == WITHIN
        assert f"nothing pins {locate(url).name}" in found.verdict.reason


def test_without_anything_of_the_authors_it_is_not_reproduced(tmp_path: Path, check: Check) -> None:
    stranger = with_protocol(check, model=HubModel(id="other/model", revision=AT), code=None)
    run = taken(hand_in(tmp_path / "result", stranger), stranger)
    assert run.imported is not None
    assert run.imported.pinned
    assert judged(stranger, run).words == WITHIN


def test_without_the_base_model_nothing_follows(tmp_path: Path, check: Check) -> None:
    folder = hand_in(tmp_path / "result", check)
    mend_sheet(folder, lambda sheet: sheet.pop("base"))
    found = judged(check, taken(folder, check))
    assert found.words == "inconclusive"
    assert "no measurement score of the base model of the control" in found.verdict.reason


@pytest.mark.parametrize(
    ("right", "base_right", "words"),
    [
        (14, 8, REPRODUCED),
        (9, 8, OUTSIDE),
        (14, 13, "inconclusive"),  # the base model does as well
        (14, 3, "inconclusive"),  # the harness does not give the base model's printed score
    ],
)
def test_the_controls_speak_first(
    tmp_path: Path, check: Check, right: int, base_right: int, words: str
) -> None:
    folder = hand_in(tmp_path / "result", check, right=right, base_right=base_right)
    assert judged(check, taken(folder, check)).words == words


def test_a_result_outside_of_the_tolerance_contradicts_no_paper(
    tmp_path: Path, check: Check
) -> None:
    found = judged(check, taken(hand_in(tmp_path / "result", check, right=9), check))
    claim = elsewhere.paper(check).claims[0]
    assert judge_claim(claim, [found]).answers[0] == OUTSIDE


def test_two_results_that_disagree_settle_nothing(tmp_path: Path, check: Check) -> None:
    one = taken(hand_in(tmp_path / "one", check), check)
    other = taken(hand_in(tmp_path / "other", check, right=9), check)
    other = msgspec.structs.replace(
        other, machine=msgspec.structs.replace(other.machine, cpu="another")
    )
    assert judged(check, one, other).words == "inconclusive"


def _gpus(sheet: Any) -> None:
    sheet["machine"]["gpus"] = []


DEPARTURES: dict[str, tuple[Callable[[Any], object], str]] = {
    "seed": (lambda sheet: sheet.update(seed=8), "the seed is 8, not 7"),
    "revision": (
        lambda sheet: sheet["model"].update(revision="d" * 40), f"{'d' * 40}, not {AT}",
    ),
    "base's revision": (
        lambda sheet: sheet["base"].update(revision="d" * 40), f"{'d' * 40}, not {BASE_AT}",
    ),
    "code": (lambda sheet: sheet["code"].update(revision="d" * 40), f"not {CODE_AT}"),
    "no code": (lambda sheet: sheet.pop("code"), "is at not told"),
    "version": (
        lambda sheet: sheet["machine"]["packages"].update(lighteval="2.0"),
        "lighteval is 2.0, not ==1.2.3",
    ),
    "package": (
        lambda sheet: sheet["machine"]["packages"].clear(), "lighteval is not installed",
    ),
    "gpu": (_gpus, "no GPU is named"),
}  # fmt: skip


@pytest.mark.parametrize("name", DEPARTURES)
def test_what_is_not_as_pinned_is_kept_and_nothing_follows(
    tmp_path: Path, check: Check, name: str
) -> None:
    change, said = DEPARTURES[name]
    folder = hand_in(tmp_path / "result", check)
    mend_sheet(folder, change)
    found = judged(check, taken(folder, check))
    assert found.words == "inconclusive"
    assert said in found.verdict.reason
    assert "not seen by us run" in found.verdict.reason


def test_other_questions_or_prompts_depart(tmp_path: Path) -> None:
    check = with_protocol(block(), hashes=(StatedHash(name="hash_examples", value="f" * 16),))
    folder = hand_in(tmp_path / "result", check)
    assert judged(check, taken(folder, check)).words == REPRODUCED

    def other(told: Any) -> None:
        told["summary_tasks"]["custom|quiz|0"]["hashes"]["hash_examples"] = "e" * 16

    mend(folder, MODEL, other)
    found = judged(check, taken(folder, check))
    assert found.words == "inconclusive"
    assert f"hash_examples is {'e' * 16}, not {'f' * 16}" in found.verdict.reason


def test_one_that_departs_does_not_weigh_against_one_that_does_not(
    tmp_path: Path, check: Check
) -> None:
    good = taken(hand_in(tmp_path / "good", check), check)
    folder = hand_in(tmp_path / "other", check, right=9)
    mend_sheet(folder, lambda sheet: sheet.update(seed=8, ended_at="2026-11-29T11:00:00Z"))
    assert judged(check, good, taken(folder, check)).words == REPRODUCED


def test_a_block_that_was_changed_after_the_recipe_makes_it_inconclusive(
    tmp_path: Path, check: Check
) -> None:
    run = taken(hand_in(tmp_path / "result", check), check)
    wider = msgspec.structs.replace(check, statement="Another wording.")
    found = judged(wider, run)
    assert found.words == "inconclusive"
    assert "changed after this run" in found.verdict.reason


def _in(name: str, change: Callable[[Any], object]) -> Change:
    return partial(_mended, name=name, change=change)


def _mended(folder: Path, name: str, change: Callable[[Any], object]) -> None:
    mend(folder, name, change)


def _sheet(change: Callable[[Any], object]) -> Change:
    return lambda folder: mend_sheet(folder, change)


def _lines(change: Callable[[list[Any]], object]) -> Change:
    def mended(folder: Path) -> None:
        lines = [json.loads(line) for line in (folder / SAMPLES).read_text().splitlines()]
        change(lines)
        rewrite(folder, SAMPLES, "".join(f"{json.dumps(line)}\n" for line in lines))

    return mended


def _raw(name: str, data: bytes) -> Change:
    return lambda folder: rewrite(folder, name, data)


def _linked(folder: Path) -> None:
    (folder / MODEL).rename(folder / "real.json")
    (folder / MODEL).symlink_to(folder / "real.json")


def _piped(folder: Path) -> None:
    (folder / SAMPLES).unlink()
    os.mkfifo(folder / SAMPLES)


def _swapped(folder: Path) -> None:
    """Hand in the model's samples as those of the base model."""
    for kind in ("results.json", "samples.jsonl"):
        rewrite(folder, f"base-{kind}", (folder / f"model-{kind}").read_bytes())
    mend(folder, BASE, lambda told: told["config_general"].update(model_name="lab/base"))


def _task(told: Any) -> Any:
    return told["results"]["custom|quiz|0"]


def _count(told: Any, number: int) -> None:
    told["config_tasks"]["custom|quiz"].update(effective_num_docs=number)


def _duplicated(lines: list[Any]) -> None:
    lines[3] = lines[2]


def _extended(lines: list[Any]) -> None:
    lines.append({"id": 30, "score": 0.0})


def _text(lines: list[Any]) -> None:
    lines[0]["score"] = "1.0"


TAMPERED: dict[str, tuple[Change, str]] = {
    "a file is another than the sheet names": (
        lambda folder: (folder / SAMPLES).write_text("{}\n"), "is not the file that the sheet",
    ),
    "the mean was raised": (
        _in(MODEL, lambda told: _task(told).update(match=0.9)), "its questions average 0.466667",
    ),
    "a score was raised": (
        _lines(lambda lines: lines[20].update(score=1.0)), "its questions average 0.5",
    ),
    "a score is no share": (
        _lines(lambda lines: lines[0].update(score=2.0)), "not between 0 and 1",
    ),
    "a score is infinite": (
        _raw(SAMPLES, b'{"id": 0, "score": 1e999}\n'), "not between 0 and 1",
    ),
    "a score is longer than any number": (
        _raw(SAMPLES, b'{"id": 0, "score": 1' + b"0" * 400 + b"}\n"), "of 401 digits",
    ),
    "there are more cores than a number holds": (
        _sheet(lambda sheet: sheet["machine"].update(cores=10**30)), "of 31 digits",
    ),
    "a score is a text": (_lines(_text), "not of the form"),
    "a score is true": (
        _lines(lambda lines: lines[0].update(score=True)), "not of the form",
    ),
    "a question stands twice": (_lines(_duplicated), "question 2 stands twice"),
    "a question was left out": (_lines(lambda lines: lines.pop()), "there are 29 questions"),
    "a question was added": (_lines(_extended), "there are 31 questions"),
    "the mean is NaN": (
        _in(MODEL, lambda told: _task(told).update(match=float("nan"))), "holds NaN",
    ),
    "a field stands twice": (
        _raw(MODEL, b'{"results": {}, "results": {}}'), "has the field results twice",
    ),
    "it is nested without end": (_raw(MODEL, b"[" * 5000 + b"]" * 5000), "nested too deeply"),
    "it is no JSON": (_raw(MODEL, b"\xff\xfe{}"), "is no JSON"),
    "it is a list": (_raw(MODEL, b"[]"), "not of the form"),
    "it is longer than is read": (
        _raw(MODEL, b" " * (files.RESULTS_LIMIT + 1)), "longer than the",
    ),
    "it has more lines than are read": (
        _raw(SAMPLES, b"{}\n" * (harnesses._LINES_LIMIT + 1)), "more than the",
    ),
    "a file is a link": (_linked, "is a link"),
    "a file is a pipe": (_piped, "is no plain file"),
    "a file is missing": (lambda folder: (folder / MODEL).unlink(), "does not exist"),
    "a name leads out of the folder": (
        _sheet(lambda sheet: sheet["model"]["results"].update(name="../model-results.json")),
        "no plain file name",
    ),
    "two files have one name": (
        _sheet(lambda sheet: sheet["base"].update(results=sheet["model"]["results"])),
        "two files have one name",
    ),
    "it is another model's": (
        _in(MODEL, lambda told: told["config_general"].update(model_name="lab/better")),
        "the model is lab/better, and the block asks for lab/model",
    ),
    "the sheet says another model": (
        _sheet(lambda sheet: sheet["model"].update(id="lab/better")), "asks for lab/model",
    ),
    "it ran another commit than the sheet says": (
        _in(MODEL, lambda told: told["config_general"].update(model_sha="d" * 40)),
        "the harness ran commit",
    ),
    "it is another task": (
        _in(MODEL, lambda told: told.update(results={"custom|other|0": {"match": 0.5}})),
        "holds no match of custom|quiz|0",
    ),
    "it is another metric": (
        _in(MODEL, lambda told: told["results"].update({"custom|quiz|0": {"em": 0.5}})),
        "holds no match",
    ),
    "the task was shortened": (
        _in(MODEL, lambda told: told["config_general"].update(max_samples=30)), "max_samples 30",
    ),
    "there are fewer questions": (
        _in(MODEL, lambda told: _count(told, 29)), "the number of questions is 29",
    ),
    "examples were cut off": (
        _in(
            MODEL,
            lambda told: told["summary_tasks"]["custom|quiz|0"].update(effective_few_shots=0.5),
        ),
        "was asked with 0.5 examples",
    ),
    "the base model's samples are the model's": (_swapped, "are those of the model"),
    "it is of another paper": (
        _sheet(lambda sheet: sheet.update(paper="arxiv:2501.00002")), "and not of",
    ),
    "it is of another block": (
        _sheet(lambda sheet: sheet.update(check="other")), "no exact block 'other'",
    ),
    "nobody ran it": (_sheet(lambda sheet: sheet.update(by=" \u202e")), "names nobody"),
    "it ended before it began": (
        _sheet(lambda sheet: sheet.update(ended_at="2026-11-28T10:00:00Z")), "in no order",
    ),
    "it ran next year": (
        _sheet(lambda sheet: sheet.update(ended_at="2027-11-28T10:00:00Z")), "lie ahead",
    ),
    "a time has no zone": (
        _sheet(lambda sheet: sheet.update(ended_at="2026-11-29T10:30:00")), "has no zone",
    ),
    "the sheet has a field of its own": (
        _sheet(lambda sheet: sheet.update(verdict="reproduced")), "not of the form",
    ),
    "the sheet is of another schema": (
        _sheet(lambda sheet: sheet.update(schema="tracker-run-sheet/9")), "which is not read",
    ),
    "there is no machine": (_sheet(lambda sheet: sheet.pop("machine")), "not of the form"),
    "the machine has no cores": (
        _sheet(lambda sheet: sheet["machine"].update(cores=0)), "less than nothing",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERED)
def test_what_is_not_what_it_is_said_to_be_is_refused(
    tmp_path: Path, check: Check, name: str
) -> None:
    change, said = TAMPERED[name]
    folder = hand_in(tmp_path / "result", check)
    change(folder)
    with pytest.raises(ResultRefused) as refused:
        taken(folder, check)
    assert said in refused.value.message
    assert refused.value.advice


def _other_hash(told: Any) -> None:
    told["task_hashes"]["quiz"] = "0" * 64


LM_EVAL: dict[str, tuple[Change, str]] = {
    "the hash is not that of the samples": (_in(MODEL, _other_hash), "hash of quiz is not that"),
    "a target was changed": (
        _lines(lambda lines: lines[3].update(target="43")), "line 4: a hash is not that",
    ),
    "a prompt was changed": (
        _lines(lambda lines: lines[3]["arguments"]["gen_args_0"].update(arg_0="1 + 1?")),
        "line 4: a hash is not that",
    ),
    "another filter": (
        _lines(lambda lines: lines[0].update(filter="flexible")), "there are 29 questions",
    ),
    "a score is true": (_lines(lambda lines: lines[0].update(acc=True)), "holds no number acc"),
    "another seed": (
        _in(MODEL, lambda told: told["config"].update(torch_seed=1)), "with the seeds 7, 7, 1, 7",
    ),
    "other examples": (
        _in(MODEL, lambda told: told["n-shot"].update(quiz=5)), "number of examples is 5",
    ),
    "a limit": (_in(MODEL, lambda told: told["config"].update(limit=30)), "shortened (limit 30)"),
    "another commit": (
        _in(MODEL, lambda told: told["config"].update(model_sha="d" * 40)), "ran commit",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LM_EVAL)
def test_what_lm_eval_records_is_held_against_itself(tmp_path: Path, name: str) -> None:
    change, said = LM_EVAL[name]
    check = block(Harness.LM_EVAL)
    folder = hand_in(tmp_path / "result", check)
    change(folder)
    with pytest.raises(ResultRefused) as refused:
        taken(folder, check)
    assert said in refused.value.message


def test_newer_versions_of_lm_eval_write_the_arguments_as_a_mapping(tmp_path: Path) -> None:
    check = block(Harness.LM_EVAL)
    assert check.protocol is not None
    folder = hand_in(tmp_path / "result", check)
    results, _ = elsewhere.lm_eval(
        "lab/model", check.protocol, elsewhere.scores(elsewhere.RIGHT), dictionary=True
    )
    rewrite(folder, MODEL, json.dumps(results))
    assert judged(check, taken(folder, check)).words == REPRODUCED


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 29))
def test_no_changed_score_goes_unseen(right: int, other: int, place: int) -> None:
    """Whatever one question is changed to, the mean tells it."""
    check = block()
    assert check.protocol is not None
    results, lines = elsewhere.lighteval("lab/model", check.protocol, elsewhere.scores(right))
    lines[place]["score"] = other / 30
    samples = "".join(f"{json.dumps(line)}\n" for line in lines).encode()
    told = harnesses.read(check.protocol, "model", json.dumps(results).encode(), samples)
    same = abs(other / 30 - float(place < right)) < 1e-9
    if same:
        coherent("model", told)
    else:
        with pytest.raises(ResultRefused):
            coherent("model", told)


def test_whatever_a_machine_calls_its_parts_is_one_printable_line(
    tmp_path: Path, check: Check
) -> None:
    folder = hand_in(tmp_path / "result", check)
    odd = "\ud800\x1b[31m\n<script>"

    def rename(sheet: Any) -> None:
        sheet.update(by=f"A{odd}")
        sheet["machine"].update(python=odd, platform=odd, cpu=odd)
        sheet["machine"]["packages"].update({odd: odd})
        sheet["machine"]["gpus"][0].update(name=odd, driver=odd)

    mend_sheet(folder, rename)
    run = taken(folder, check)
    text = msgspec.json.encode(run).decode()
    assert "\\u001b" not in text
    assert "\\n" not in text
    assert judged(check, run).words == REPRODUCED


def test_what_was_kept_is_read_again_by_its_digests(tmp_path: Path, check: Check) -> None:
    handed_in = files.from_folder(hand_in(tmp_path / "result", check))
    store = tmp_path / "kept"
    files.keep(store, handed_in)
    assert files.from_kept((tmp_path / "empty", store), handed_in.files) == handed_in
    (store / handed_in.files[2].sha256).write_bytes(b"{}")
    with pytest.raises(ResultRefused, match="is not what was kept"):
        files.from_kept((store,), handed_in.files)


def test_a_run_that_is_read_back_from_the_history_is_the_same(tmp_path: Path, check: Check) -> None:
    run = taken(hand_in(tmp_path / "result", check), check)
    assert msgspec.json.decode(msgspec.json.encode(run), type=type(run)) == run
    assert run.ended_at < NOW + dt.timedelta(days=1)
