"""The forms in which harnesses record a result, read as one.

lm-evaluation-harness writes ``results_*.json`` and ``samples_*.jsonl`` (known: 0.4.8 to 0.4.13);
lighteval ``results_*.json`` and details, of which a recipe keeps one line a question (known: 0.6 to
0.13); what a paper's own script printed is declared.
"""

import hashlib
from collections.abc import Iterator, Mapping

import msgspec

from tracker.errors import ResultRefused
from tracker.model.imported import SCORES, DeclaredScores
from tracker.model.protocol import Harness, Protocol
from tracker.reproduce.importing.files import parsed
from tracker.reproduce.importing.scores import Score, Scores, lacking

_LINES_LIMIT = 200_000
_UNCHANGED = "Hand in what the harness left, unchanged."
_SEEDS = ("random_seed", "numpy_seed", "torch_seed", "fewshot_seed")


class _Line(msgspec.Struct, forbid_unknown_fields=True):
    """One question, as a recipe keeps it."""

    id: int | str
    score: float
    prompt: str | None = None
    answer: str | None = None


class _LightevalGeneral(msgspec.Struct):
    model_name: str
    model_sha: str | None = None
    max_samples: int | None = None


class _LightevalTask(msgspec.Struct):
    original_num_docs: int
    effective_num_docs: int


class _LightevalSummary(msgspec.Struct):
    hashes: dict[str, str]
    effective_few_shots: float = 0.0


class _Lighteval(msgspec.Struct):
    config_general: _LightevalGeneral
    results: dict[str, dict[str, float]]
    config_tasks: dict[str, _LightevalTask]
    summary_tasks: dict[str, _LightevalSummary]


class _Count(msgspec.Struct):
    original: int
    effective: int


class _LmEvalConfig(msgspec.Struct):
    model_args: str | dict[str, str | int | float | bool | None] = ""
    limit: float | None = None
    model_sha: str | None = None
    random_seed: int | None = None
    numpy_seed: int | None = None
    torch_seed: int | None = None
    fewshot_seed: int | None = None


class _LmEval(msgspec.Struct, rename={"shots": "n-shot", "counts": "n-samples"}):
    results: dict[str, dict[str, float | str | None]]
    shots: dict[str, int]
    counts: dict[str, _Count]
    config: _LmEvalConfig
    task_hashes: dict[str, str] = {}


class _LmEvalArguments(msgspec.Struct):
    gen_args_0: dict[str, object] = {}


class _LmEvalSample(msgspec.Struct):
    doc_id: int
    target: str
    filter: str
    doc_hash: str
    prompt_hash: str
    target_hash: str
    arguments: _LmEvalArguments = msgspec.field(default_factory=_LmEvalArguments)


def read(protocol: Protocol, name: str, results: bytes, samples: bytes) -> Scores:
    """Return what a harness says of the task and the metric of a protocol.

    Parameters
    ----------
    name
        Of the side, for complaints: ``model`` or ``base``.

    Raises
    ------
    ResultRefused
        If it is of another form, or of another task or metric, or was changed.
    """
    match protocol.harness:
        case Harness.LM_EVAL:
            return _lm_eval(protocol, name, results, samples)
        case Harness.LIGHTEVAL:
            return _lighteval(protocol, name, results, samples)
        case Harness.SCRIPT:
            return _declared(protocol, name, results, samples)


def _lighteval(protocol: Protocol, name: str, results: bytes, samples: bytes) -> Scores:
    where = f"{name}-results"
    record = parsed(results, where, _Lighteval)
    task = protocol.task
    value = record.results.get(task, {}).get(protocol.metric)
    suite, _, shots = task.rpartition("|")
    config = record.config_tasks.get(task) or record.config_tasks.get(suite)
    summary = record.summary_tasks.get(task)
    if value is None or config is None or summary is None:
        raise lacking(where, f"{protocol.metric} of {task}")
    if summary.effective_few_shots != (int(shots) if shots.isdecimal() else 0):
        raise ResultRefused(
            f"{where}: {task} was asked with {summary.effective_few_shots:g} examples on average",
            advice="Run the recipe's own command, with a context that holds all examples.",
        )
    limit = record.config_general.max_samples
    return Scores(
        model=record.config_general.model_name,
        revision=record.config_general.model_sha or None,
        value=value,
        samples=config.effective_num_docs,
        few_shot=int(shots) if shots.isdecimal() else 0,
        hashes=summary.hashes,
        shortened=f"max_samples {limit}" if limit is not None else None,
        scores=tuple(_lines(samples, f"{name}-samples")),
    )


def _lm_eval(protocol: Protocol, name: str, results: bytes, samples: bytes) -> Scores:
    where = f"{name}-results"
    record = parsed(results, where, _LmEval)
    task = protocol.task
    value = record.results.get(task, {}).get(protocol.metric)
    count, shots = record.counts.get(task), record.shots.get(task)
    if not isinstance(value, float | int) or count is None or shots is None:
        raise lacking(where, f"{protocol.metric} of {task}")
    metric, _, kept = protocol.metric.partition(",")
    arguments = _arguments(record.config.model_args)
    lines, task_hash = _lm_eval_samples(samples, f"{name}-samples", metric, kept or "none")
    stated = record.task_hashes.get(task)
    if stated is not None and stated != task_hash:
        raise ResultRefused(
            f"{where}: the hash of {task} is not that of its samples", advice=_UNCHANGED
        )
    seeds = (getattr(record.config, seed) for seed in _SEEDS)
    limit = record.config.limit
    return Scores(
        model=arguments.get("pretrained", ""),
        revision=record.config.model_sha or arguments.get("revision"),
        value=float(value),
        samples=count.effective,
        few_shot=shots,
        seeds=tuple(seed for seed in seeds if seed is not None),
        hashes={"task_hash": task_hash},
        shortened=f"limit {limit:g}" if limit is not None else None,
        scores=lines,
    )


def _arguments(arguments: str | Mapping[str, str | int | float | bool | None]) -> Mapping[str, str]:
    """Return the arguments of the model; older versions write them as one text."""
    if isinstance(arguments, str):
        pairs = (part.partition("=") for part in arguments.split(","))
        return {key.strip(): value.strip() for key, _, value in pairs}
    return {key: str(value) for key, value in arguments.items() if value is not None}


def _lm_eval_samples(
    data: bytes, where: str, metric: str, kept: str
) -> tuple[tuple[Score, ...], str]:
    """Return the scores of one filter, and the hash over all lines, as the harness makes it."""
    scores, hashes = [], []
    for number, line in _numbered(data, where):
        place = f"{where}, line {number}"
        sample = parsed(line, place, _LmEvalSample)
        prompt = sample.arguments.gen_args_0.get("arg_0")
        for stated, text in ((sample.target_hash, sample.target), (sample.prompt_hash, prompt)):
            if isinstance(text, str) and stated != _sha256(text):
                raise ResultRefused(f"{place}: a hash is not that of its text", advice=_UNCHANGED)
        hashes.append(sample.doc_hash + sample.prompt_hash + sample.target_hash)
        if sample.filter == kept:
            measured = parsed(line, place, dict[str, object]).get(metric)
            if not isinstance(measured, int | float) or isinstance(measured, bool):
                raise ResultRefused(f"{place} holds no number {metric}", advice=_UNCHANGED)
            scores.append(Score(id=str(sample.doc_id), value=float(measured)))
    return tuple(scores), _sha256("".join(hashes))


def _declared(protocol: Protocol, name: str, results: bytes, samples: bytes) -> Scores:
    where = f"{name}-results"
    declared = parsed(results, where, DeclaredScores)
    if declared.schema != SCORES:
        raise ResultRefused(
            f"{where} is of the schema {declared.schema[:40]!r}, which is not read",
            advice=f"Write `{SCORES}`, as docs/exact.md describes it.",
        )
    if (declared.task, declared.metric) != (protocol.task, protocol.metric):
        raise lacking(where, f"{protocol.metric} of {protocol.task}")
    return Scores(
        model=declared.model,
        value=declared.value,
        samples=declared.samples,
        few_shot=declared.few_shot,
        seeds=(declared.seed,),
        scores=tuple(_lines(samples, f"{name}-samples")),
    )


def _lines(data: bytes, where: str) -> Iterator[Score]:
    for number, line in _numbered(data, where):
        question = parsed(line, f"{where}, line {number}", _Line)
        yield Score(id=str(question.id), value=question.score)


def _numbered(data: bytes, where: str) -> Iterator[tuple[int, bytes]]:
    lines = data.split(b"\n")
    if len(lines) > _LINES_LIMIT:
        raise ResultRefused(
            f"{where} has more than the {_LINES_LIMIT:,} lines that are read",
            advice="Hand in one task alone.",
        )
    yield from ((number, line) for number, line in enumerate(lines, 1) if line.strip())


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
