"""What runs inside the sandbox: one notebook; the executed one goes to standard output, at the end.

``python -m tracker.reproduce.inside KIT`` exits with 0 when the notebook came to its end, with
`BROKEN` when it broke, and with `LATE` when its time was over. What it had shown by then is handed
out all the same.
"""

import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from traitlets.config import Config

from tracker.reproduce.kit import VARIABLE, Kit

BROKEN = 10
LATE = 11
_TICK = 1.0
"""Seconds between two looks at the clock."""


class _LateError(BaseException):
    """The time is over; nothing on the way may take it for a fault of a cell."""


def main(place: str) -> int:
    """Run the notebook of a kit and return the exit code."""
    channel = _channel()
    os.environ[VARIABLE] = place
    target = Path("executed.ipynb").resolve()
    code = _execute(Kit.read(Path(place)), target)
    if target.exists():
        with os.fdopen(channel, "wb") as out:
            out.write(target.read_bytes())
    return code


def _channel() -> int:
    """Return a descriptor of standard output that the kernel does not get.

    What else is printed goes to standard error, so that the channel carries the notebook alone.
    """
    channel = os.dup(sys.stdout.fileno())
    os.set_inheritable(channel, False)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return channel


def _execute(kit: Kit, target: Path) -> int:
    import papermill  # noqa: PLC0415  after the channel: what it prints is no notebook
    from papermill.exceptions import PapermillExecutionError  # noqa: PLC0415

    try:
        with _within(kit.seconds), tempfile.TemporaryDirectory(prefix="k-") as sockets:
            papermill.execute_notebook(
                kit.notebook,
                str(target),
                parameters=dict(kit.parameters),
                kernel_name="python3",
                progress_bar=False,
                config=Config(KernelManager={"transport": "ipc", "ip": f"{sockets}/s"}),
            )
    except _LateError:
        return LATE
    except PapermillExecutionError:
        return BROKEN
    except Exception as error:  # noqa: BLE001  a kernel that died, say: papermill raises anything
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return BROKEN
    return 0


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    """Raise in the middle of whatever goes on when the time is over, or who waits for it is gone.

    In the sandbox everything ends with whoever started it; without it nothing does by itself.
    """
    parent, end = os.getppid(), time.monotonic() + seconds

    def look(*_: object) -> None:
        if time.monotonic() >= end or os.getppid() != parent:
            raise _LateError

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, min(_TICK, seconds), _TICK)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


if __name__ == "__main__":
    ended = main(sys.argv[1])
    sys.stderr.flush()
    os._exit(ended)  # at once: a kernel that was interrupted is not waited for
