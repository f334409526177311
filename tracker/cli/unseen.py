"""Keeping what this process was given, its environment above all, from others of the same user."""

import ctypes
import sys

_PR_SET_DUMPABLE = 4


def unseen() -> None:
    """Let only root read the environment and the memory of this process (Linux).

    A check notebook runs as the same user, and would find the tokens in ``/proc``. What is started
    from here can be read again, and has no token; nor can a debugger be attached without root.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
