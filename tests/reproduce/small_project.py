"""A project folder with one small paper, whose notebooks a test writes itself."""

from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from tracker.jobs.reproduce import ReproduceRequest, ReproduceResult, reproduce
from tracker.jobs.run import Progress
from tracker.model.check import Check, Input
from tracker.model.paper import Paper, Registry
from tracker.project import Project
from tracker.registry import load
from tracker.reproduce import sandbox
from tracker.transport import Settings

PAPER = "arxiv:2501.00001"
ROOM = "notebooks/reproductions/2501.00001"
NOTEBOOK = f"{ROOM}/reproduction.ipynb"
TRUST = sandbox.available() is None
"""A machine without namespaces runs these notebooks, which are ours, without the sandbox."""
_HEAD = """\
papers:
  - id: arxiv:2501.00001
    titles: {en: "One <b>paper</b>"}
    note: "Nothing was released."
"""
_CLAIMS = """\
paper: arxiv:2501.00001
claims:
  - id: better
    statement: "It is <i>better</i>."
    source: {{where: "Table 1", url: "https://arxiv.org/abs/2501.00001v1"}}
    checks:
{checks}"""
_CHECK = """\
      - id: {id}
        tier: mechanism
        statement: "The share is above one half."
        measured: {id} share
        expected: {{relation: ">", value: 0.5}}
        control:
          removes: "the idea"
          measured: {id} share without it
          expected: {{relation: "<=", value: 0.5}}
        failure: "Something else helps."
"""
BEGIN = (
    "from tracker.model.reproduction import Measurement\n"
    "from tracker.reproduce.study import begin\n"
    f"study = begin({PAPER!r}, seed=seed, scale=scale, quick=quick)\n"
    "study"
)


def check(id: str, *more: str, notebook: str = NOTEBOOK) -> str:  # noqa: A002
    """Return the entry of a check, with lines of more fields."""
    other = [] if notebook == NOTEBOOK else [f"notebook: {notebook}"]
    lines = "".join(f"        {line}\n" for line in (*other, *more))
    return _CHECK.format(id=id) + lines


def given(of: Input) -> str:
    """Return the line that names an input."""
    digests = f'sha256: "{of.sha256}"' if of.sha256 else f'swhid: "{of.swhid}"'
    return f'inputs: [{{name: {of.name}, url: "{of.url}", {digests}}}]'


def project(root: Path, *checks: str) -> Project:
    """Write the registry and the room, and return the project."""
    (root / "registry.yaml").write_text(_HEAD)
    (root / ROOM).mkdir(parents=True, exist_ok=True)
    (root / ROOM / "claims.yaml").write_text(_CLAIMS.format(checks="".join(checks)))
    return Project(root=root)


def paper(root: Path, *checks: str) -> tuple[Paper, tuple[Check, ...]]:
    """Return the paper of such a project, and its checks."""
    (found,) = load(project(root, *checks).registry).papers
    return found, found.claims[0].checks


def notebook(root: Path, *cells: str, path: str = NOTEBOOK) -> None:
    """Write a notebook that begins the study, and goes on with some cells."""
    parameters = new_code_cell("seed = 0\nscale = 1.0\nquick = False")
    parameters.metadata["tags"] = ["parameters"]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    made = new_notebook(
        cells=[parameters, *map(new_code_cell, (BEGIN, *cells))], metadata={"kernelspec": kernel}
    )
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(made, root / path)


def measures(id: str, value: str = "0.75", without: str = "0.25") -> str:  # noqa: A002
    """Return a cell that measures what a check asks for, by expressions in ``study``."""
    return (
        f"study.record(Measurement(name='{id} share', value={value}, seeds=study.seeds(2)),"
        f" Measurement(name='{id} share without it', value={without}))"
    )


def registry(of: Project) -> Registry:
    """Return the papers of the project."""
    return load(of.registry)


def tried(of: Project, **wish: object) -> ReproduceResult:
    """Do what `tracker reproduce` does, in this process."""
    wanted = ReproduceRequest(**{"trust": TRUST, **wish})  # type: ignore[arg-type]
    return reproduce(of, registry(of), wanted, Settings(), Progress())


def words(result: ReproduceResult) -> dict[str, str]:
    """Return what was said of each check."""
    return {each.check.id: each.words for trial in result.trials for each in trial.checks}


def why(result: ReproduceResult) -> Sequence[str]:
    """Return reason and remedy of each check."""
    return [
        f"{each.verdict.reason} {each.verdict.remedy or ''}"
        for trial in result.trials
        for each in trial.checks
    ]
