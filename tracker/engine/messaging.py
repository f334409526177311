"""The client of a warm kernel: Jupyter's messages over plain sockets, without an event loop."""

import datetime as dt
import math
import time
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from hmac import compare_digest
from queue import Empty
from typing import Any, Final

import zmq
import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.channels import ZMQSocketChannel
from nbclient.exceptions import DeadKernelError
from traitlets import Type, default

from tracker.engine.jupyter_internals import note_signature, open_channels
from tracker.engine.provisioner import WarmProvisioner

AT_ONCE: Final = 100
"""Messages that are heard before whoever listens looks at the clock again."""

GREETING: Final = 0.2
"""Seconds after which a kernel that has not greeted is asked about itself."""

PATIENCE: Final = 0.02
"""Seconds for which outputs may lie: the reply to a short cell finds all of them together."""


class Context(zmq.asyncio.Context):
    """The sockets of all kernels of this process, and one thread that serves them.

    jupyter_client wants asyncio's kind, and another for each kernel. Here sockets are plain: to
    wait for each message by way of an event loop takes longer than the message.
    """

    _socket_class: Any = zmq.Socket
    _instance: Any = None  # not the one of the class above

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rcvhwm = 0  # what a cell puts out is never dropped, however much lies here


class WarmKernelClient(AsyncKernelClient):
    """A client of an ipykernel, which says itself when it is ready.

    It is asynchronous by name only: what its methods return has not to be awaited.
    """

    shell_channel_class: Any = Type(ZMQSocketChannel)
    iopub_channel_class: Any = Type(ZMQSocketChannel)

    @default("context")
    def _shared_context(self) -> zmq.Context[Any]:
        return Context.instance()

    def start_channels(self, *args: Any, **kwargs: Any) -> None:
        """Open what a notebook needs: nothing is typed, and the zygote tells what has ended."""
        super().start_channels(*args, **{**kwargs, "stdin": False, "hb": False, "control": False})

    def stop_channels(self) -> None:
        """Close what is open."""
        for channel in open_channels(self):
            channel.stop()

    def is_alive(self) -> bool:  # type: ignore[override]
        """Tell whether the kernel runs."""
        manager: Any = self.parent
        provisioner: WarmProvisioner = manager.provisioner
        return provisioner.runs

    def wait_for_ready(self, timeout: float | None = None) -> None:  # type: ignore[override]
        """Wait until the kernel's outputs come here.

        Since ipykernel 7 a kernel greets who subscribes to its outputs, so that nothing has to be
        asked, or waited for, to be sure that it listens and that none is missed. A greeting can be
        left lying in the kernel's socket; then whatever the kernel says when it is asked will do.
        """
        deadline = math.inf if timeout is None else time.monotonic() + timeout
        if not self.iopub_channel.socket.poll(1000 * GREETING):
            self.kernel_info()
        self._wait_for(deadline, bool)

    def wait_for_rest(self, deadline: float) -> None:
        """Wait until the kernel is done with what it was asked about itself.

        Interrupted earlier, as every kernel is before it is shut down, it would complain.
        """
        self._wait_for(deadline, _rests)

    def _wait_for(self, deadline: float, fits: Callable[[Mapping[str, Any]], bool]) -> None:
        while True:
            try:
                if fits(self.iopub_channel.get_msg(timeout=1)):
                    return
            except Empty:
                if not self.is_alive():
                    raise RuntimeError("Kernel died before replying to kernel_info") from None
            if time.monotonic() > deadline:
                raise RuntimeError("Kernel didn't respond in time")

    def hear(
        self, seconds: float, *, patient: bool = False
    ) -> Iterator[tuple[Any, dict[str, Any]]]:
        """Yield the channel and the text of each message, outputs first; wait for one so long.

        Parameters
        ----------
        patient
            Whether outputs may lie for a moment, until there is a reply.
        """
        outputs, replies = self.iopub_channel, self.shell_channel
        if outputs.socket is None or replies.socket is None:
            raise DeadKernelError("Kernel died")  # ended by another, who closed them
        if not (patient and replies.socket.poll(1000 * min(seconds, PATIENCE))):
            poller = zmq.Poller()
            for channel in (outputs, replies):
                poller.register(channel.socket, zmq.POLLIN)
            poller.poll(math.ceil(1000 * seconds))
        for channel in (outputs, replies):
            yield from self._there(channel)

    def _there(self, channel: Any) -> Iterator[tuple[Any, dict[str, Any]]]:
        for _ in range(AT_ONCE):
            try:
                parts = channel.socket.recv_multipart(zmq.NOBLOCK)
            except zmq.Again:
                return
            yield channel, self._read(parts)

    def _read(self, parts: list[bytes]) -> dict[str, Any]:
        """Return a message that the kernel has signed, once.

        As `jupyter_client.session.Session.deserialize` does, but for what takes it longest: to try
        every text of both headers for a date, and to translate from older protocols.
        """
        session = self.session
        _, (signature, *packed) = session.feed_identities(parts)
        if session.auth is not None:
            if signature in session.digest_history:
                raise ValueError("a message of a kernel came twice")
            note_signature(session, signature)
            if not compare_digest(signature, session.sign(packed[:4])):
                raise ValueError("a message is not signed by the kernel")
        header, parent, metadata, content = map(session.unpack, packed[:4])
        header["date"] = _instant(header["date"])
        return {
            "header": header,
            "msg_id": header["msg_id"],
            "msg_type": header["msg_type"],
            "parent_header": parent,
            "metadata": metadata,
            "content": content,
            "buffers": [memoryview(frame) for frame in packed[4:]],
        }


@lru_cache(64)
def _instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def _rests(message: Mapping[str, Any]) -> bool:
    return bool(
        message["msg_type"] == "status"
        and message["content"]["execution_state"] == "idle"
        and message["parent_header"].get("msg_type") == "kernel_info_request"
    )
