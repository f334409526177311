"""The provisioner: hands a kernel manager a forked kernel, or starts one as Jupyter does."""

import asyncio
import logging
import os
import signal
import sys
from concurrent.futures import Future
from functools import cache
from pathlib import Path
from typing import Any, Final

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_client.provisioning.provisioner_base import KernelProvisionerBase
from traitlets import List, Unicode

from tracker.engine.ending import ENDING
from tracker.engine.zygotes import ZYGOTES, NoKernelError, WarmKernel

NAME: Final = "warm-provisioner"
"""As an entry point of ``jupyter_client.kernel_provisioners``."""

START_SECONDS: Final = 60.0
"""How long a zygote may take to import and to fork."""

_LAUNCHER: Final = ["-m", "ipykernel_launcher", "-f", "{connection_file}"]


def why_not(spec: KernelSpec | None) -> str | None:
    """Say why a kernel of this specification cannot be forked; None if it can.

    Examples
    --------
    >>> why_not(KernelSpec(argv=["R", "--slave"], language="R", display_name="R"))
    'the kernel of the notebook is not the IPython of this Python'
    """
    if sys.platform != "linux" or not hasattr(os, "pidfd_open"):
        return "kernels are forked on Linux only"
    if spec is None or spec.argv[1:] != _LAUNCHER or not _this_python(spec.argv[0]):
        return "the kernel of the notebook is not the IPython of this Python"
    if spec.metadata.get("kernel_provisioner", {}).get("provisioner_name", NAME) != NAME:
        return "the kernel of the notebook has a provisioner of its own"
    return None


def _this_python(command: str) -> bool:
    named = {"python", "python3", f"python3.{sys.version_info.minor}"}  # what Jupyter replaces
    return command in named or Path(command) == Path(sys.executable)


@cache
def say_once(reason: str) -> None:
    """Tell the user, once, why notebooks take longer than they might."""
    logging.getLogger("tracker").warning(
        "Notebooks run in kernels started one by one, as papermill does: %s.", reason
    )


def _unwanted(answer: "Future[WarmKernel]") -> None:
    if answer.exception() is None:
        answer.result().signal(signal.SIGKILL)


class WarmProvisioner(LocalProvisioner):
    """Gives a kernel manager a forked kernel; where that cannot be, a process as usual."""

    preload = List(Unicode(), help="Modules that the zygote imports.").tag(config=True)

    kernel: WarmKernel | None = None
    _forks = False
    _usual: dict[str, Any]

    @property
    def has_process(self) -> bool:
        """Whether there is a kernel that has not been waited for."""
        return self.kernel is not None or super().has_process

    @property
    def runs(self) -> bool:
        """Whether the kernel has not ended."""
        if self.kernel is None:
            return self.process is not None and self.process.poll() is None
        return not self.kernel.gone.done()

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Decide how the kernel is to be started, and prepare for it."""
        self._usual = dict(kwargs)
        reason = why_not(self.kernel_spec)
        if self.parent is None or self.parent.transport_encryption != "disabled":
            reason = reason or "kernels with encrypted sockets are not forked"
        if self.pid is not None:
            reason = reason or "a kernel that is started again keeps its sockets"
        if not set(kwargs) <= {"extra_arguments", "env", "cwd"}:
            reason = reason or "the kernel is to be started in a way of its own"
        self._forks = reason is None
        if reason is not None:
            say_once(reason)
            return await super().pre_launch(**kwargs)
        extra = kwargs.pop("extra_arguments", [])
        return await KernelProvisionerBase.pre_launch(
            self, cmd=[*self.kernel_spec.argv, *extra], **kwargs
        )

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Take a kernel from the zygote and tell the manager where it listens."""
        if not self._forks:
            return await super().launch_kernel(cmd, **kwargs)
        environ = {**kwargs["env"], "JPY_PARENT_PID": str(os.getpid())}
        cwd = os.path.join(os.getcwd(), kwargs.get("cwd") or "")  # noqa: PTH109, PTH118
        try:
            answer = ZYGOTES.of(environ, tuple(self.preload)).take(cwd, cmd[len(_LAUNCHER) + 1 :])
            try:
                self.kernel = await asyncio.wait_for(asyncio.wrap_future(answer), START_SECONDS)
            except TimeoutError:
                answer.add_done_callback(_unwanted)
                raise NoKernelError("forking a kernel takes too long") from None
        except (NoKernelError, OSError) as error:
            if ENDING.begun:
                raise
            say_once(str(error))
            self._forks = False
            usual = await super().pre_launch(**self._usual)
            return await super().launch_kernel(usual.pop("cmd"), **usual)
        self.pid = self.pgid = self.kernel.pid
        self.cwd = cwd
        manager: Any = self.parent
        manager.connection_file = str(self.kernel.connection_file)
        for port in ("shell_port", "iopub_port", "stdin_port", "hb_port", "control_port"):
            setattr(manager, port, 0)  # what the file says holds
        manager.load_connection_file()
        self.connection_info = manager.get_connection_info()
        return self.connection_info

    async def poll(self) -> int | None:
        """Return the exit code of the kernel, or None while it runs."""
        if self.kernel is None:
            return await super().poll()
        return self.kernel.gone.result() if self.kernel.gone.done() else None

    async def wait(self) -> int | None:
        """Wait for the kernel to end and return its exit code."""
        if self.kernel is None:
            return await super().wait()
        code = await asyncio.wrap_future(self.kernel.gone)
        self.kernel = None
        return code

    async def shutdown_requested(self, restart: bool = False) -> None:
        """Wait here for the kernel to end: what follows looks only ten times a second."""
        manager: Any = self.parent
        if self.kernel is not None and not restart:
            half = self.get_shutdown_wait_time(manager.shutdown_wait_time) / 2
            await asyncio.wait([asyncio.wrap_future(self.kernel.gone)], timeout=half)

    async def send_signal(self, signum: int) -> None:
        """Signal the kernel and what it started."""
        if self.kernel is None:
            await super().send_signal(signum)
        else:
            self.kernel.signal(signum)

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel and what it started."""
        if self.kernel is None:
            await super().kill(restart=restart)
        else:
            self.kernel.signal(signal.SIGKILL)

    async def terminate(self, restart: bool = False) -> None:
        """Ask the kernel and what it started to end."""
        if self.kernel is None:
            await super().terminate(restart=restart)
        else:
            self.kernel.signal(signal.SIGTERM)
