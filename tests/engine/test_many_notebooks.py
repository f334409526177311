"""Many notebooks in a row, and many runs killed: nothing grows, and nothing is left behind."""

import importlib.util
import os
import random
import resource
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import nbformat
import papermill
import pytest

from engine.test_warm_kernels import after_a_kill
from soak import amount
from tracker.engine.zygotes import ZYGOTES

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(
        importlib.util.find_spec("fcntl") is None, reason="kernels are forked on Linux only"
    ),
]
SLACK_MB = 30
"""What an allocator may keep; a leak of one notebook's ten megabytes is seen at the third."""


class Held(NamedTuple):
    """What this process and its zygote hold between notebooks."""

    descriptors: int
    threads: int
    kernels: int
    files: int
    own_mb: int
    zygote_mb: int


def held() -> Held:
    (nursery,) = ZYGOTES._open.values()
    zygote = nursery._process.pid
    return Held(
        descriptors=len(list(Path("/proc/self/fd").iterdir())),
        threads=threading.active_count(),
        kernels=len(Path(f"/proc/{zygote}/task/{zygote}/children").read_text().split()),
        files=len(list(nursery._folder.iterdir())),
        own_mb=resident(os.getpid()),
        zygote_mb=resident(zygote),
    )


def resident(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 2**20


def test_nothing_grows_from_notebook_to_notebook(tmp_path: Path) -> None:
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = bytearray(10**7)")])
    made.metadata.kernelspec = {"name": "python3", "display_name": "", "language": "python"}
    nbformat.write(made, tmp_path / "in.ipynb")

    def one(number: int) -> None:
        papermill.execute_notebook(
            str(tmp_path / "in.ipynb"), str(tmp_path / f"{number % 4}.ipynb"),
            engine_name="warm", progress_bar=False,
        )  # fmt: skip

    ZYGOTES.close()
    try:
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(one, range(8)))
            before = held()
            list(pool.map(one, range(amount(thin=8, whole=500))))
            after = held()
    finally:
        ZYGOTES.close()
    assert after.descriptors <= before.descriptors + 8, (before, after)  # as kernels come and go
    assert after.threads <= before.threads + 2, (before, after)
    assert after.kernels <= before.kernels + 4, (before, after)
    assert after.files <= before.files + 4 * 6, (before, after)
    assert after.own_mb <= before.own_mb + SLACK_MB, (before, after)
    assert after.zygote_mb <= before.zygote_mb + SLACK_MB, (before, after)


@pytest.mark.parametrize("number", range(amount(thin=1, whole=20)))
def test_a_run_killed_at_any_moment_leaves_nothing(number: int, tmp_path: Path) -> None:
    moment = random.Random(number).uniform(0, 4)  # noqa: S311  no secret
    assert after_a_kill(tmp_path, moment) == ([], [])
