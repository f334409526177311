"""Types are read from any thread, also when nobody has asked for them before."""

import subprocess
import sys

import pytest

EIGHT_AT_ONCE = """
import sys, threading
import msgspec
from tracker.model.decoding import converted, decoded, unpacked
from tracker.model.evidence import Observation
from tracker.model.paper import Paper
from tracker.model.run import Record

sys.setswitchinterval(1e-6)
start = threading.Barrier(8)
done = []

def ask():
    start.wait()
    paper = converted({"id": "arxiv:2501.00001", "titles": {"en": "T"}}, Paper)
    assert unpacked(msgspec.msgpack.encode(paper), Paper) == paper
    for kind in (Record, Observation):
        try:
            decoded('{"subject": [], "type": ""}', kind)
        except msgspec.ValidationError:
            done.append(kind)

threads = [threading.Thread(target=ask) for _ in range(8)]
for each in threads:
    each.start()
for each in threads:
    each.join()
print(len(done))
"""


@pytest.mark.parametrize("attempt", range(4))
def test_eight_threads_ask_for_a_type_at_once(attempt: int) -> None:
    """As msgspec alone does it, about half of these processes end with a segmentation fault."""
    del attempt
    ended = subprocess.run(
        [sys.executable, "-c", EIGHT_AT_ONCE], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "16\n", "")
