"""The system calls that a confined program is refused: a seccomp filter, in classic BPF.

Namespaces hide files, processes and networks. What they leave open is closed here: the memory
and the open files of another process of the same user, memory that belongs to no process and so
escapes being counted, namespaces in which a program could mount and
fill more of it, the kernel's keyrings (one for a whole login), sockets that know no network
namespace (the machine's hypervisor listens on ``AF_VSOCK``), and the kernel's widest interfaces.
Numbers are those of Linux's ``asm/unistd_64.h`` and ``asm-generic/unistd.h``.
"""

import errno
import platform
import struct
from collections.abc import Mapping

_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

_REFUSED: Mapping[str, tuple[int, int]] = {  # on x86_64, on aarch64
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194),
    "msgget": (68, 186), "semget": (64, 190), "mq_open": (240, 180),
    "unshare": (272, 97), "setns": (308, 268), "clone3": (435, 435),
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    "open_by_handle_at": (304, 265), "bpf": (321, 280), "perf_event_open": (298, 241),
    "userfaultfd": (323, 282), "io_uring_setup": (425, 425), "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427), "ptrace": (101, 117), "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "kcmp": (312, 272),
}  # fmt: skip
_CLONE, _SOCKET = (56, 220), (41, 198)
_NEW_NAMESPACE = 0x7E020000  # CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET
_FAMILIES = (1, 2, 10, 16)  # AF_UNIX, AF_INET, AF_INET6, AF_NETLINK
_X32 = 0x40000000  # the other numbering of the same calls on x86_64

_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _FAIL = 0x7FFF0000, 0x80000000, 0x00050000


def supported() -> bool:
    """Tell whether the numbers of this processor's system calls are known."""
    return platform.machine() in _ARCHITECTURES


def seccomp_filter() -> bytes:
    """Return the filter for this machine, as bubblewrap's ``--seccomp`` reads it.

    A refused call fails with ``ENOSYS``, as on a kernel that does not have it: libraries fall
    back then, which is how glibc starts threads without ``clone3``.

    Raises
    ------
    KeyError
        On a processor of which the numbers are not known; ask `supported` first.
    """
    machine = platform.machine()
    column = list(_ARCHITECTURES).index(machine)
    program = [
        _code(_LOAD, _ARCHITECTURE),
        _code(_EQUAL, _ARCHITECTURES[machine], 1, 0),
        _code(_RETURN, _KILL),
        _code(_LOAD, _NUMBER),
        _code(_AT_LEAST, _X32, 0, 1),
        _refuse(errno.ENOSYS),
    ]
    for numbers in _REFUSED.values():
        program += [_code(_EQUAL, numbers[column], 0, 1), _refuse(errno.ENOSYS)]
    program += [
        _code(_EQUAL, _CLONE[column], 0, 3),
        _code(_LOAD, _FIRST_ARGUMENT),
        _code(_ANY_BIT, _NEW_NAMESPACE, 0, len(_FAMILIES) + 4),
        _refuse(errno.EPERM),
        _code(_EQUAL, _SOCKET[column], 0, len(_FAMILIES) + 2),
        _code(_LOAD, _FIRST_ARGUMENT),
    ]
    program += [
        _code(_EQUAL, family, len(_FAMILIES) - place, 0) for place, family in enumerate(_FAMILIES)
    ]
    return b"".join([*program, _refuse(errno.EAFNOSUPPORT), _code(_RETURN, _ALLOW)])


def _code(code: int, operand: int, true: int = 0, false: int = 0) -> bytes:
    """One instruction; `true` and `false` are how many to skip."""
    return struct.pack("=HBBI", code, true, false, operand)


def _refuse(error: int) -> bytes:
    return _code(_RETURN, _FAIL | error)
