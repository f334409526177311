"""What the engine takes hold of inside nbclient and jupyter_client, by names they keep private.

nbclient waits for a cell in three tasks: for its outputs, for the reply, and for the kernel's
death. It offers no way to wait in one place, so that these tasks are overridden here. Upper bounds
in ``pyproject.toml`` name the versions that are known; a workflow tries newer ones.
"""

from collections.abc import Iterable
from typing import Any

from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient


class HearingClient(PapermillNotebookClient):  # type: ignore[misc]
    """Papermill's client, in which one task may wait for all that comes of a cell."""

    _index: int

    def hears(self) -> bool:
        """Whether the kernel at hand is waited for in one place."""
        raise NotImplementedError

    async def heard(self, request: str, cell: Any, index: int, seconds: int | None) -> Any:
        """Take in all that comes of a cell, and return the kernel's reply."""
        raise NotImplementedError

    async def check_alive(self) -> None:
        """Raise `DeadKernelError` if the kernel has ended."""
        await self._async_check_alive()

    async def timed_out(self, seconds: int | None, cell: Any) -> Any:
        """Do what nbclient does when a cell has had its time: interrupt, or raise."""
        return await self._async_handle_timeout(seconds, cell)

    def note_display(self, display_id: str, index: int, output: int) -> None:
        """Note where an output stands that may be replaced later."""
        self._display_id_map.setdefault(display_id, {}).setdefault(index, []).append(output)

    async def _async_poll_kernel_alive(self) -> None:
        if not self.hears():
            await super()._async_poll_kernel_alive()

    async def _async_poll_output_msg(self, parent_msg_id: str, cell: Any, cell_index: int) -> None:
        self._index = cell_index
        if not self.hears():
            await super()._async_poll_output_msg(parent_msg_id, cell, cell_index)

    async def _async_poll_for_reply(
        self, msg_id: str, cell: NotebookNode, seconds: int | None, *tasks: Any
    ) -> Any:
        if self.hears():
            return await self.heard(msg_id, cell, self._index, seconds)
        return await super()._async_poll_for_reply(msg_id, cell, seconds, *tasks)


def open_channels(client: Any) -> Iterable[Any]:
    """Return the channels for replies and outputs that were opened: to ask by name opens them."""
    channels = (client._shell_channel, client._iopub_channel)  # noqa: SLF001
    return [channel for channel in channels if channel is not None]


def note_signature(session: Any, signature: bytes) -> None:
    """Note the signature of a message, which may come once; the session forgets the oldest."""
    session._add_digest(signature)  # noqa: SLF001
