"""Inside the sandbox no process reaches into another."""

import json
import sys
from collections.abc import Mapping

import pytest

from tracker.reproduce import sandbox
from tracker.reproduce.sandbox import Limits, confined

SMALL = Limits(wall=30, cpu=15, memory=2**28, processes=64, disk=2**24, output=2**20)
CALLS = {
    "x86_64": {"pidfd_open": 434, "pidfd_getfd": 438, "ptrace": 101, "process_vm_readv": 310,
               "process_vm_writev": 311, "kcmp": 312},
    "aarch64": {"pidfd_open": 434, "pidfd_getfd": 438, "ptrace": 117, "process_vm_readv": 270,
                "process_vm_writev": 271, "kcmp": 272},
}  # fmt: skip
TAKE = """
import ctypes, errno, json, os, sys
libc, calls = ctypes.CDLL(None, use_errno=True), json.loads(sys.argv[1])[os.uname().machine]
libc.syscall.restype = ctypes.c_long
mine = os.open("/dev/null", os.O_RDONLY)
if not os.fork():
    said = {}
    ask = lambda name, *args: said.__setitem__(
        name, "done" if (got := libc.syscall(calls[name], *args)) >= 0
        else errno.errorcode[ctypes.get_errno()]) or got
    parent = os.getppid()
    pidfd = ask("pidfd_open", parent, 0)
    ask("pidfd_getfd", pidfd, mine, 0)
    ask("kcmp", parent, os.getpid(), 0, mine, mine)
    for name in ("process_vm_readv", "process_vm_writev"):
        ask(name, parent, None, 0, None, 0, 0)
    ask("ptrace", 0x4206, parent, 0, 0)  # PTRACE_SEIZE
    print(json.dumps(said), flush=True)
    os._exit(0)
os.wait()
"""


def said(stdout: bytes) -> Mapping[str, str]:
    found: Mapping[str, str] = json.loads(stdout)
    return found


def test_a_child_cannot_take_the_descriptors_or_the_memory_of_its_parent() -> None:
    if sandbox.available() is None:
        pytest.skip(sandbox.why_not())
    ended = confined(
        [sys.executable, "-c", TAKE, json.dumps(CALLS)], readable=[], environment={}, limits=SMALL
    )
    assert ended.code == 0, ended.stderr
    assert set(said(ended.stdout)) == set(CALLS["x86_64"])
    assert set(said(ended.stdout).values()) == {"ENOSYS"}
