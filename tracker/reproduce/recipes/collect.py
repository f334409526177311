"""Part of a recipe: runs on the machine with the hardware, and imports nothing of the tracker.

``resolve`` asks the Hub which commit a model is at; ``sheet`` puts what the harness left, and what
the machine is, into the folder that is brought back.
"""

import argparse
import ast
import datetime as dt
import hashlib
import importlib
import json
import math
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

SHEET = "run-sheet.json"


def main() -> None:
    """Do what the words of the command line ask."""
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(dest="command", required=True)
    resolving = commands.add_parser("resolve")
    for name in ("model", "revision", "note"):
        resolving.add_argument(name)
    sheet = commands.add_parser("sheet")
    for name in (
        "work", "harness", "paper", "check", "block", "seed", "task", "metric", "started",
        "code", "code-revision",
    ):  # fmt: skip
        sheet.add_argument(f"--{name}", required=True)
    asked = parser.parse_args()
    if asked.command == "resolve":
        resolve(asked.model, asked.revision, Path(asked.note))
    else:
        bring_together(asked)


def resolve(model: str, revision: str, note: Path) -> None:
    """Print the commit that a model is at, and note it with the digests of its weights."""
    hub = importlib.import_module("huggingface_hub")
    listing = hub.HfApi().model_info(model, revision=revision or None, files_metadata=True)
    if revision and listing.sha != revision:
        sys.exit(f"{model}: the Hub answers {listing.sha} where {revision} was asked for")
    weights = {
        file.rfilename: _field(file.lfs, "sha256") for file in listing.siblings or () if file.lfs
    }
    note.write_text(json.dumps({"id": model, "revision": listing.sha, "weights": weights}))
    print(listing.sha)


def bring_together(asked: argparse.Namespace) -> None:
    """Write the folder ``result``: what the harness left of each model, and the sheet."""
    work = Path(asked.work)
    result = work / "result"
    result.mkdir()
    sheet: dict[str, Any] = {
        "schema": "tracker-run-sheet/1",
        "paper": asked.paper,
        "check": asked.check,
        "block": asked.block,
        "by": os.environ["RUN_BY"],
        "started_at": asked.started,
        "ended_at": dt.datetime.now(dt.timezone.utc).isoformat(),
        "seed": int(asked.seed),
        "machine": machine(),
    }
    if asked.code:
        sheet["code"] = {"url": asked.code, "revision": asked.code_revision}
    for side in ("model", "base"):
        note = json.loads((work / f"{side}.json").read_text())
        files = TAKES[asked.harness](work / side, asked.task, asked.metric)
        for kind, path in files.items():
            name = f"{side}-{kind}{path.suffix}"
            shutil.copyfile(path, result / name)
            note[kind] = {"name": name, "sha256": _digest(result / name)}
        sheet[side] = note
    (result / SHEET).write_text(json.dumps(sheet, indent=1, ensure_ascii=False) + "\n")


def take_lm_eval(folder: Path, task: str, metric: str) -> dict[str, Path]:
    """Return the newest results of the harness, and the samples of the task."""
    del metric
    return {
        "results": _newest(folder, "results_*.json"),
        "samples": _newest(folder, f"samples_{task}_*.jsonl"),
    }


def take_script(folder: Path, task: str, metric: str) -> dict[str, Path]:
    """Return the two files of the declared form."""
    del task, metric
    return {
        "results": _newest(folder, "scores.json"),
        "samples": _newest(folder, "samples.jsonl"),
    }


def take_lighteval(folder: Path, task: str, metric: str) -> dict[str, Path]:
    """Return the newest results, and the details of the task, as one line for each question."""
    details = [
        path for path in folder.rglob("details_*.parquet") if f"details_{task}_" in path.name
    ]
    if not details:
        sys.exit(f"{folder} holds no details of {task}: run the harness with --save-details")
    parquet = importlib.import_module("pyarrow.parquet")
    rows = parquet.read_table(max(details, key=_age)).to_pylist()
    lines = folder / "samples.jsonl"
    with lines.open("w", encoding="utf-8") as file:
        for number, row in enumerate(rows):
            file.write(json.dumps(_line(number, row, metric), allow_nan=False) + "\n")
    return {"results": _newest(folder, "results_*.json"), "samples": lines}


TAKES = {"lm-eval": take_lm_eval, "lighteval": take_lighteval, "script": take_script}
"""How what each harness leaves is found."""


def machine() -> dict[str, Any]:
    """Return what this machine is, and what is installed."""
    described: dict[str, Any] = {
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "platform": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count() or 1,
        "gpus": list(_gpus()),
        "packages": {},
        "commits": {},
    }
    for installed in metadata.distributions():
        name = installed.metadata["Name"]
        described["packages"][name] = installed.version
        origin = json.loads(installed.read_text("direct_url.json") or "{}")
        if commit := origin.get("vcs_info", {}).get("commit_id"):
            described["commits"][name] = commit
    return described


def _gpus() -> Iterator[Mapping[str, Any]]:
    query = [
        "nvidia-smi",
        "--query-gpu=name,memory.total,driver_version",
        "--format=csv,noheader,nounits",
    ]
    try:
        table = subprocess.run(query, check=True, capture_output=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return
    for line in table.splitlines():
        name, memory, driver = (part.strip() for part in line.split(","))
        yield {
            "name": name,
            "driver": driver,
            **({"memory": int(memory)} if memory.isdigit() else {}),
        }


def _line(number: int, row: Mapping[str, Any], metric: str) -> dict[str, Any]:
    scores = row.get("metrics", row.get("metric"))
    if isinstance(scores, str):
        scores = ast.literal_eval(scores)
    score = float(scores[metric])
    if not math.isfinite(score):
        sys.exit(f"question {number} has no finite {metric}")
    prompt = row.get("full_prompt") or row.get("doc")
    answer = row.get("predictions") or row.get("model_response")
    return {"id": number, "score": score, "prompt": _hash(prompt), "answer": _hash(answer)}


def _hash(content: object) -> str:
    return hashlib.sha256(str(content).encode("utf-8", "replace")).hexdigest()


def _newest(folder: Path, pattern: str) -> Path:
    paths = list(folder.rglob(pattern))
    if not paths:
        sys.exit(f"{folder} holds no {pattern}")
    return max(paths, key=_age)


def _age(path: Path) -> float:
    return path.stat().st_mtime


def _field(value: Any, name: str) -> Any:
    return value[name] if isinstance(value, dict) else getattr(value, name)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
