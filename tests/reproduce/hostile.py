"""What a program in the sandbox would do to us, if it could.

Runs by itself, as a script or as a cell: the folder is not importable where it runs. Says in one
line of JSON what it obtained; an attempt that fails says nothing.
"""

import ctypes
import json
import os
import platform
import signal
import socket
from collections.abc import Callable
from pathlib import Path

TARGETS = json.loads(os.environ["TARGETS"])
SECRET = TARGETS["secret"]
C = ctypes.CDLL(None)
ATTEMPTS: list[Callable[[], object]] = []


def attempt(function: Callable[[], object]) -> Callable[[], object]:
    ATTEMPTS.append(function)
    return function


@attempt
def secret_in_the_environment() -> object:
    return [name for name, value in os.environ.items() if SECRET in value and name != "TARGETS"]


@attempt
def secret_in_files() -> object:
    return [name for name in TARGETS["files"] if Path(name).read_text()]


@attempt
def secret_of_another_process() -> object:
    return Path(f"/proc/{TARGETS['victim']}/environ").read_text()


@attempt
def secret_of_any_process() -> object:
    found = []
    for each in Path("/proc").glob("[0-9]*/environ"):
        try:
            text = each.read_text().split("\0")
        except OSError:
            continue
        found += [str(each) for line in text if SECRET in line and not line.startswith("TARGETS=")]
    return found


@attempt
def loopback_server() -> object:
    with socket.create_connection(("127.0.0.1", TARGETS["port"]), timeout=1):
        return "connected"


@attempt
def unix_socket() -> object:
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(TARGETS["unix"])
        return "connected"


@attempt
def abstract_socket() -> object:
    with socket.socket(socket.AF_UNIX) as client:
        client.connect("\0" + TARGETS["abstract"])
        return "connected"


@attempt
def address_outside() -> object:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.connect(("192.0.2.1", 53))  # fails where there is no route to anywhere
        return client.getsockname()[0]


@attempt
def name_outside() -> object:
    return socket.getaddrinfo("example.org", 80)[0][4][0]


@attempt
def other_interfaces() -> object:
    return [name for _, name in socket.if_nameindex() if name != "lo"]


@attempt
def hypervisor() -> object:
    with socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM):
        return "a socket that knows no network namespace"


@attempt
def writing() -> object:
    written = []
    for name in TARGETS["writes"]:
        try:
            Path(name).write_text("I was here")
        except OSError:
            continue
        written.append(name)
    return written


@attempt
def tracing() -> object:
    if C.ptrace(16, TARGETS["victim"], None, None):  # PTRACE_ATTACH
        return None
    return "attached"


@attempt
def seeing_processes() -> object:
    return Path(f"/proc/{TARGETS['victim']}/cmdline").read_text()


@attempt
def new_namespace() -> object:
    return "unshared" if C.unshare(0x10000000) == 0 else None


@attempt
def uncounted_memory() -> object:
    os.close(os.memfd_create("memory of no process"))
    return "a file in memory"


@attempt
def uncounted_segment() -> object:
    return "a segment" if C.shmget(0, 4096, 0o1600) != -1 else None


@attempt
def keyring() -> object:
    call = {"x86_64": 250, "aarch64": 219}[platform.machine()]  # keyctl
    return "a keyring" if C.syscall(call, 0, -4, 1) > 0 else None  # of the user's sessions


@attempt
def becoming_root() -> object:
    os.setuid(0)
    return "root"


@attempt
def mounting() -> object:
    return "mounted" if C.mount(b"none", b"/tmp", b"tmpfs", 0, None) == 0 else None


@attempt
def devices() -> object:
    return [each.name for each in Path("/dev").iterdir() if each.is_block_device()]


@attempt
def being_spared_when_memory_ends() -> object:
    Path("/proc/self/oom_score_adj").write_text("0")
    return "spared"


@attempt
def killing() -> object:
    os.kill(TARGETS["victim"], signal.SIGKILL)
    return "killed"


obtained = {}
for each in ATTEMPTS:
    try:
        gain = each()
    except (OSError, AttributeError):
        continue
    if gain:
        obtained[each.__name__] = gain
print("OBTAINED", json.dumps(obtained))  # noqa: T201  it has no other way to tell
