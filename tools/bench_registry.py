"""How load, judge, render and history grow with the registry; and loading beside PyYAML alone."""

import argparse
import gc
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools import large  # noqa: E402
from tools.bench_report import Row, Table  # noqa: E402
from tracker import registry  # noqa: E402
from tracker.cli.app import GARBAGE  # noqa: E402
from tracker.history import History, diff  # noqa: E402
from tracker.tables import csvtable, jsontable, markdown, page  # noqa: E402
from tracker.tables.changes import compare  # noqa: E402
from tracker.tables.rows import rows  # noqa: E402
from tracker.verdicts import judge_all  # noqa: E402

T = TypeVar("T")
SUITE = "large registries"
HISTORY = "a history of many runs"


def timed(work: Callable[[], object]) -> float:
    """Return processor seconds of one call."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def stages(folder: Path) -> dict[str, tuple[float, int]]:
    """Return processor seconds and peak memory in MB of each stage on a made-up project."""
    found: dict[str, tuple[float, int]] = {}

    def measured(name: str, work: Callable[[], T]) -> T:
        begin = time.process_time()
        made = work()
        spent = time.process_time() - begin
        found[name] = (spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
        return made

    papers = measured("load and lint", lambda: registry.load(folder / "registry.yaml")).papers
    index = folder / "index"
    measured("read the history, first time", lambda: History([folder / "history"], index).book())
    history = measured("open the history again", lambda: History([folder / "history"], index))
    book = measured("latest", history.book)
    then = measured("as of a day", lambda: history.book(as_of=large.BEGIN))
    measured("diff of the two", lambda: diff(then, book))
    judged = measured("judge", lambda: judge_all(papers, book))
    table = measured("rows", lambda: rows(judged))
    measured("render Markdown", lambda: len(markdown.render(table, None)))
    measured("render CSV", lambda: len(csvtable.render(table, None)))
    measured("compare", lambda: compare(table, table))
    measured("render JSON", lambda: len(jsontable.render(table, None)))
    measured("render the page", lambda: len(page.render(table, None, lang="en", notebooks={})))
    text = (folder / "registry.yaml").read_text(encoding="utf-8")
    wrong = folder / "wrong.yaml"
    wrong.write_text(text.replace("seen_in: README", "seen_inn: README"), encoding="utf-8")
    measured("lint, four complaints a paper", lambda: registry.lint(wrong))
    return found


def growth(sizes: Sequence[int]) -> Table:
    """Measure the stages at each size, each in a process of its own; the last column is growth."""
    columns = []
    for papers in sizes:
        with tempfile.TemporaryDirectory() as name:
            large.make(Path(name), papers)
            command = [sys.executable, __file__, "--stages", name]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            columns.append(json.loads(done.stdout))
    lines = []
    for stage in columns[0]:
        cells = [f"{column[stage][0]:.3f} s, {column[stage][1]} MB" for column in columns]
        first, last = (columns[each][stage][0] / sizes[each] for each in (0, -1))
        lines.append((stage, *cells, f"× {last / max(first, 1e-9):.2f}"))
    return Table(
        suite=SUITE,
        heads=("work", *(f"{papers:,} papers" for papers in sizes), "growth a paper"),
        lines=tuple(lines),
        note="Processor seconds, and the most memory that the process held by then. A growth a "
        "paper of 1 is linear; below 1, a fixed cost is spread over more papers.",
    )


def loading(papers: int, rounds: int) -> Row:
    """Load and lint, beside a parser that does nothing but parse."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "registry.yaml"
        path.write_text(large.registry(papers), encoding="utf-8")
        pairs = [
            (
                timed(lambda: registry.load(path)),
                timed(lambda: yaml.load(path.read_text(), loader)),  # noqa: S506  our own text
            )
            for _ in range(rounds + 1)
        ][1:]
    return Row(
        suite=SUITE, work=f"load and lint {papers:,} papers", peer="PyYAML's C loader: parse only",
        ours=tuple(one for one, _ in pairs), theirs=tuple(other for _, other in pairs),
        better="ours / peer",
    )  # fmt: skip


def long_history(runs: int, papers: int, rounds: int) -> list[Row]:
    """Ask a history of many runs, with its index and without."""
    found = []
    with tempfile.TemporaryDirectory() as name:
        folder, index = Path(name) / "history", Path(name) / "index"
        large.history(folder, papers, runs)
        time.sleep(2.1)  # from then on a file counts as unchanged by its time
        History([folder], index)
        begin = large.BEGIN + runs // 2 * large.WEEK

        def asked(answer: Callable[[History], object], index: Path | None) -> object:
            return answer(History([folder], index))

        asks: dict[str, Callable[[History], object]] = {
            "latest": lambda history: history.book(),
            "as of a day": lambda history: history.book(as_of=begin),
            "diff": lambda history: diff(history.book(as_of=begin), history.book()),
        }
        for ask, answer in asks.items():
            pairs = [
                (timed(partial(asked, answer, index)), timed(partial(asked, answer, None)))
                for _ in range(rounds)
            ]
            found.append(
                Row(
                    suite=HISTORY, work=f"{ask}: {runs} runs, {3 * papers:,} subjects",
                    ours=tuple(one for one, _ in pairs), peer="every file read again",
                    theirs=tuple(other for _, other in pairs),
                )
            )  # fmt: skip
    return found


def main() -> None:
    """Measure the stages of one folder, for `growth`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stages", type=Path, required=True)
    asked = parser.parse_args()
    gc.set_threshold(*GARBAGE)  # as the command does
    print(json.dumps(stages(asked.stages)))


if __name__ == "__main__":
    main()
