"""An address that nobody registered: what it holds decides as what it is judged."""

import os
from collections.abc import Callable
from typing import TypeAlias

import pytest

from servers import Repository, World
from tracker.jobs import queries
from tracker.model.paper import Registry, Role
from tracker.transport.settings import Settings

Inhabit: TypeAlias = Callable[..., World]

_LIST = "# Papers\n" + "".join(
    f"- A title. [pdf](https://arxiv.org/abs/2401.0000{number})\n" for number in range(7)
)


@pytest.mark.parametrize(
    ("files", "role", "answers"),
    [
        ({"README.md": _LIST}, Role.LIST, ("complete",)),
        ({"README.md": _LIST, "train.py": "1"}, Role.CODE, ("training",)),
        ({"README.md": "# Code\nComing soon.\n"}, Role.CODE, ("placeholder",)),
    ],
    ids=["list", "code beside a list", "placeholder"],
)
def test_a_list_that_is_asked_by_its_address_is_judged_as_one(
    inhabit: Inhabit, files: dict[str, str], role: Role, answers: tuple[str, ...]
) -> None:
    inhabit(repositories={"github.com/lab/papers": Repository(files=files)})
    settings = Settings.from_environment(os.environ)
    url = "https://github.com/lab/papers"
    checked = queries.check(None, Registry(papers=()), url, settings)
    (artifact,) = checked.verdicts.artifacts
    assert (artifact.artifact.role, artifact.depth.answers[:1]) == (role, answers)
    assert ("ask the authors when" in (artifact.depth.remedy or "").lower()) is (
        answers == ("placeholder",)
    )
