"""Run many notebooks in a row and kill many runs: what grew, and what was left behind.

python tools/soak_notebooks.py [--notebooks 500] [--kills 20]
"""

# ruff: noqa: PLC0415, SLF001, S311  what is not needed is not imported; kills are at random

import argparse
import os
import random
import resource
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


def soak(notebooks: int, kills: int) -> str:
    """Run many notebooks in a row, kill many runs, and tell what grew and what was left."""
    import nbformat
    import papermill
    from papermill.engines import papermill_engines

    from tracker.notebooks.warm import WarmEngine
    from tracker.notebooks.warm.nursery import NURSERIES

    papermill_engines.register("warm", WarmEngine)
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = bytearray(10**7)")])
    made.metadata.kernelspec = {"name": "python3", "display_name": "", "language": "python"}
    lines = [
        "| after | descriptors | threads | processes | own MB | zygote MB | files |",
        "|---" * 7 + "|",
    ]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.ipynb"
        nbformat.write(made, source)

        def one(number: int) -> None:
            papermill.execute_notebook(
                str(source), f"{folder}/{number % 4}.ipynb", engine_name="warm", progress_bar=False
            )

        for begin in range(0, notebooks, 100):
            with ThreadPoolExecutor(2) as pool:
                list(pool.map(one, range(begin, min(begin + 100, notebooks))))
            time.sleep(1)
            (nursery,) = NURSERIES._open.values()
            zygote = nursery._process.pid
            children = Path(f"/proc/{zygote}/task/{zygote}/children").read_text().split()
            figures = (
                begin + 100,
                len(list(Path("/proc/self/fd").iterdir())),
                threading.active_count(),
                len(children),
                _resident(os.getpid()),
                _resident(zygote),
                len(list(nursery._folder.iterdir())),
            )
            lines.append(f"| {' | '.join(map(str, figures))} |")
            print(lines[-1], file=sys.stderr)
        NURSERIES.close()
    sys.path[:0] = [str(ROOT / "tests/notebooks"), str(ROOT / "tests/notebooks/equivalence")]
    from test_warm_kernels import after_a_kill

    left = 0
    for number in range(kills):
        with tempfile.TemporaryDirectory() as folder:
            found = after_a_kill(Path(folder), random.uniform(0, 4))
            left += any(found)
            print(number, found, file=sys.stderr)
    return "\n".join([*lines, "", f"{kills} runs killed, {left} left something behind"])


def _resident(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 2**20


def main() -> None:
    """Look for what is left behind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notebooks", type=int, default=500)
    parser.add_argument("--kills", type=int, default=20)
    asked = parser.parse_args()
    print(soak(asked.notebooks, asked.kills))


if __name__ == "__main__":
    main()
