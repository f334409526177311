"""Fixtures: a world for a test, and a test's own process inside a world."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TypeAlias

import pytest

from servers.world import World

NewWorld: TypeAlias = Callable[..., World]
"""Takes the description of a world (the arguments of `World`) or a ready `World`; starts it."""


@pytest.fixture
def world() -> Iterator[NewWorld]:
    """Return a function that starts a world; it ends with the test."""
    with ExitStack() as stack:

        def start(description: World | None = None, /, **parts: object) -> World:
            made = World(**parts) if description is None else description  # type: ignore[arg-type]
            return stack.enter_context(made)

        yield start


@pytest.fixture
def inhabit(world: NewWorld, monkeypatch: pytest.MonkeyPatch) -> NewWorld:
    """Return a function that starts a world and moves this process into it, without any token."""

    def start(description: World | None = None, /, **parts: object) -> World:
        started = world(description, **parts)
        for name in ("GITHUB_TOKEN", "GH_TOKEN", "HF_TOKEN", "HF_ENDPOINT"):
            monkeypatch.delenv(name, raising=False)
        for name, value in started.environment().items():
            monkeypatch.setenv(name, value)
        return started

    return start
