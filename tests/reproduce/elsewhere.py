"""What harnesses leave on another machine, made up: every number here is invented."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from tracker.model.check import Check, Comparison, Control, ControlKind, Expectation
from tracker.model.decoding import converted
from tracker.model.exact import Exact
from tracker.model.paper import (
    Artifact,
    Claim,
    Claims,
    Paper,
    Registry,
    Relation,
    Role,
    Source,
    Titles,
)
from tracker.model.protocol import Harness, HubModel, Protocol
from tracker.model.reproduction import Run
from tracker.model.verdict import CheckVerdict
from tracker.project import Project
from tracker.reproduce import importing
from tracker.reproduce.importing.files import from_folder
from tracker.verdicts.check import judge_checks

NOW = dt.datetime(2026, 11, 30, 12, tzinfo=dt.UTC)
CODE = "https://github.com/lab/code"
AT, BASE_AT, CODE_AT = "a" * 40, "b" * 40, "c" * 40
PINS = {
    "https://huggingface.co/lab/model": AT,
    "https://huggingface.co/lab/base": BASE_AT,
    CODE: CODE_AT,
}
"""What the history of the invented project has pinned."""
QUESTIONS = 30
RIGHT, BASE_RIGHT = 14, 8
"""How many the model and the base model answer."""
_TASKS = {Harness.LIGHTEVAL: "custom|quiz|0", Harness.LM_EVAL: "quiz", Harness.SCRIPT: "quiz"}
_METRICS = {Harness.LIGHTEVAL: "match", Harness.LM_EVAL: "acc,none", Harness.SCRIPT: "accuracy"}


def block(harness: Harness = Harness.LIGHTEVAL, **fields: Any) -> Check:
    """Return the block of an exact run of the invented paper."""
    protocol = Protocol(
        harness=harness,
        python="3.11",
        requires=(f"{'lm-eval' if harness is Harness.LM_EVAL else 'lighteval'}==1.2.3",),
        code=CODE,
        command=("run", "--model", "{model}@{revision}", "--seed", "{seed}", "--out", "{output}"),
        model=HubModel(id="lab/model"),
        base=HubModel(id="lab/base"),
        task=_TASKS[harness],
        metric=_METRICS[harness],
        unit_factor=100,
        samples=QUESTIONS,
        seed=7,
    )
    made = Check(
        **{
            "id": "quiz-exact",
            "tier": "exact",
            "statement": "The released model answers as many as printed.",
            "measured": "score",
            "unit": "%",
            "expected": Expectation(relation=Comparison.EQUAL, value=46.7, tolerance=9),
            "control": Control(
                removes="the training",
                measured="score of the base model",
                expected=Expectation(relation=Comparison.BELOW, value=37.7),
            ),
            "known_good": Control(
                kind=ControlKind.KNOWN_GOOD,
                removes="the base model, whose score is printed",
                measured="score of the base model",
                expected=Expectation(relation=Comparison.EQUAL, value=28.8, tolerance=16),
            ),
            "failure": "It is not as printed.",
            "protocol": protocol,
            **fields,
        }
    )
    return converted(msgspec.to_builtins(made), Check)  # as a registry that is read has it


def paper(check: Check) -> Paper:
    """Return the invented paper, whose authors released the code and the model."""
    claim = Claim(
        id="quiz",
        statement="The model answers 46.7 % of the quiz.",
        source=Source(where="Table 1"),
        headline=True,
        exact=Exact(check=check, hardware="1 × 24 GB", hours=(0.2, 0.4), basis="invented"),
    )
    return Paper(
        id="arxiv:2501.00001",
        titles=Titles(en="An invented paper"),
        artifacts=(
            Artifact(role=Role.CODE, url=CODE, relation=Relation.OFFICIAL, seen_in="abstract"),
            Artifact(
                role=Role.MODEL,
                url="https://huggingface.co/lab/model",
                relation=Relation.OFFICIAL,
                seen_in="README",
            ),
        ),
        claims=(claim,),
    )


def write(root: Path, of: Paper) -> Project:
    """Write a paper down as a project; JSON is YAML."""
    room = root / of.room
    room.mkdir(parents=True)
    entry = msgspec.structs.replace(of, claims=())
    claims = Claims(paper=of.id, claims=of.claims)
    (root / "registry.yaml").write_bytes(msgspec.json.encode(Registry(papers=(entry,))))
    (room / "claims.yaml").write_bytes(msgspec.json.encode(claims))
    return Project(root=root)


def scores(right: int, of: int = QUESTIONS) -> list[float]:
    """Return the scores of questions of which the first are answered."""
    return [1.0] * right + [0.0] * (of - right)


def lighteval(model: str, protocol: Protocol, worth: Sequence[float]) -> tuple[Any, list[Any]]:
    """Return results and lines in the form that lighteval records."""
    task, metric = protocol.task, protocol.metric
    suite, _, shots = task.rpartition("|")
    hashes = {one.name: one.value for one in protocol.hashes} or {
        "hash_examples": "0123456789abcdef"
    }
    mean = sum(worth) / len(worth)
    results = {
        "config_general": {
            "lighteval_sha": "?", "num_fewshot_seeds": 1, "max_samples": None, "job_id": 0,
            "start_time": 1.5, "end_time": 672.25, "model_name": model, "model_sha": "",
            "model_dtype": None, "model_size": None,
        },
        "results": {
            name: {metric: mean, f"{metric}_stderr": 0.09} for name in (task, "all")
        },
        "versions": {task: 1},
        "config_tasks": {
            suite: {
                "name": suite, "metric": [{"metric_name": metric}], "num_samples": None,
                "original_num_docs": len(worth), "effective_num_docs": len(worth), "version": 1,
            }
        },
        "summary_tasks": {
            task: {"hashes": hashes, "truncated": 0, "effective_few_shots": float(shots)}
        },
        "summary_general": {"hashes": hashes},
    }  # fmt: skip
    lines = [
        {"id": n, "score": one, "prompt": "p" * 64, "answer": _sha256(f"{model} {n}")}
        for n, one in enumerate(worth)
    ]
    return results, lines


def lm_eval(
    model: str, protocol: Protocol, worth: Sequence[float], *, dictionary: bool = False
) -> tuple[Any, list[Any]]:
    """Return results and samples in the form that lm-evaluation-harness records."""
    task, (metric, _, kept) = protocol.task, protocol.metric.partition(",")
    lines = [
        {
            "doc_id": number, "doc": {"question": f"{model} {number}"}, "target": "42",
            "arguments": {"gen_args_0": {"arg_0": f"Question {number}?", "arg_1": {"until": []}}},
            "resps": [["42"]], "filtered_resps": ["42"], "filter": kept, "metrics": [metric],
            "doc_hash": _sha256(f"doc {number}"), "prompt_hash": _sha256(f"Question {number}?"),
            "target_hash": _sha256("42"), metric: one,
        }
        for number, one in enumerate(worth)
    ]  # fmt: skip
    together = "".join(
        f"{one['doc_hash']}{one['prompt_hash']}{one['target_hash']}" for one in lines
    )
    revision = AT if model == protocol.model.id else BASE_AT
    arguments: Any = {"pretrained": model, "revision": revision}
    results = {
        "results": {
            task: {
                "alias": task, protocol.metric: sum(worth) / len(worth),
                f"{metric}_stderr,{kept}": "N/A",
            }
        },
        "group_subtasks": {task: []},
        "configs": {task: {"task": task, "num_fewshot": 0}},
        "versions": {task: 1.0},
        "n-shot": {task: 0},
        "higher_is_better": {task: {metric: True}},
        "n-samples": {task: {"original": len(worth), "effective": len(worth)}},
        "config": {
            "model": "hf",
            "model_args": arguments if dictionary
            else ",".join(f"{name}={value}" for name, value in arguments.items()),
            "model_sha": revision, "batch_size": 1, "limit": None, "random_seed": 7,
            "numpy_seed": 7, "torch_seed": 7, "fewshot_seed": 7,
        },
        "git_hash": None, "date": 1.5, "transformers_version": "4.49.0",
        "task_hashes": {task: _sha256(together)},
        "model_source": "hf", "model_name": model,
    }  # fmt: skip
    return results, lines


def declared(model: str, protocol: Protocol, worth: Sequence[float]) -> tuple[Any, list[Any]]:
    """Return what a paper's own script printed, in the declared form."""
    results = {
        "schema": "tracker-scores/1", "model": model, "task": protocol.task,
        "metric": protocol.metric, "value": sum(worth) / len(worth), "samples": len(worth),
        "seed": protocol.seed,
    }  # fmt: skip
    return results, [{"id": f"q{n}", "score": one} for n, one in enumerate(worth)]


_RECORDED: Mapping[Harness, Callable[[str, Protocol, Sequence[float]], tuple[Any, list[Any]]]] = {
    Harness.LIGHTEVAL: lighteval,
    Harness.LM_EVAL: lm_eval,
    Harness.SCRIPT: declared,
}


def hand_in(
    folder: Path, check: Check, *, right: int = RIGHT, base_right: int = BASE_RIGHT,
    revisions: tuple[str, str, str] = (AT, BASE_AT, CODE_AT), about: str = "arxiv:2501.00001",
) -> Path:  # fmt: skip
    """Write what a recipe's script leaves, all of it as it should be."""
    protocol = check.protocol
    assert protocol is not None
    folder.mkdir(parents=True)
    sheet: dict[str, Any] = {
        "schema": "tracker-run-sheet/1", "paper": about, "check": check.id, "block": check.digest,
        "by": "A. Reader", "started_at": "2026-11-29T10:00:00Z",
        "ended_at": "2026-11-29T10:30:00Z", "seed": protocol.seed,
        "machine": {
            "python": "CPython 3.11.9", "platform": "Linux x86_64", "cores": 16,
            "gpus": [{"name": "NVIDIA A40", "memory": 46068, "driver": "550.1"}],
            "packages": {}, "commits": {},
        },
    }  # fmt: skip
    if protocol.code is not None:
        sheet["code"] = {"url": protocol.code, "revision": revisions[2]}
    for wanted in protocol.requires:
        name, _, version = wanted.partition("==")
        if version:
            sheet["machine"]["packages"][name] = version
        else:
            name = name.partition(" @ ")[0].partition("[")[0]
            sheet["machine"]["packages"][name] = "0.6.0.dev0"
            sheet["machine"]["commits"][name] = wanted.rpartition("@")[2]
    for side, model, answered, revision in (
        ("model", protocol.model, right, revisions[0]),
        ("base", protocol.base, base_right, revisions[1]),
    ):
        results, lines = _RECORDED[protocol.harness](
            model.id, protocol, scores(answered, protocol.samples)
        )
        sheet[side] = {"id": model.id, "revision": revision, "weights": {"w.safetensors": "0" * 64}}
        for kind, name, data in (
            ("results", f"{side}-results.json", json.dumps(results, indent=2)),
            ("samples", f"{side}-samples.jsonl", "".join(f"{json.dumps(one)}\n" for one in lines)),
        ):
            (folder / name).write_text(data)
            sheet[side][kind] = {"name": name, "sha256": _sha256(data)}
    (folder / "run-sheet.json").write_text(json.dumps(sheet))
    return folder


def mend_sheet(folder: Path, change: Callable[[Any], object]) -> None:
    """Change what the sheet says."""
    path = folder / "run-sheet.json"
    sheet = json.loads(path.read_text())
    change(sheet)
    path.write_text(json.dumps(sheet))


def rewrite(folder: Path, name: str, data: bytes | str) -> None:
    """Change a file, and its digest in the sheet, as whoever cheats with care would."""
    data = data.encode() if isinstance(data, str) else data
    (folder / name).write_bytes(data)

    def sign(sheet: Any) -> None:
        for side in ("model", "base"):
            for kind in ("results", "samples"):
                if sheet[side][kind]["name"] == name:
                    sheet[side][kind]["sha256"] = hashlib.sha256(data).hexdigest()

    mend_sheet(folder, sign)


def mend(folder: Path, name: str, change: Callable[[Any], object]) -> None:
    """Change what a file of JSON says, and its digest in the sheet."""
    told = json.loads((folder / name).read_text())
    change(told)
    rewrite(folder, name, json.dumps(told))


def taken(folder: Path, check: Check, pins: Mapping[str, str] = PINS) -> Run:
    """Return the run that a folder is."""
    return importing.as_run(from_folder(folder), paper(check), pins, NOW, "tracker 0")


def judged(check: Check, *runs: Run) -> CheckVerdict:
    """Return what becomes of the block."""
    (verdict,) = judge_checks(paper(check).claims[0], runs)
    return verdict


def with_protocol(check: Check, **fields: Any) -> Check:
    """Return the block with another protocol."""
    assert check.protocol is not None
    protocol = msgspec.structs.replace(check.protocol, **fields)
    changed = msgspec.structs.replace(check, protocol=protocol)
    return converted(msgspec.to_builtins(changed), Check)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
