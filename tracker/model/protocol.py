"""How a result is measured where the hardware is: fixed before anybody runs it."""

import re
from enum import StrEnum

from tracker.model.base import Value

HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}", re.ASCII)
"""Owner and name of a model or data set on the Hub."""


class Harness(StrEnum):
    """What measures; each leaves a form of its own."""

    LM_EVAL = "lm-eval"
    LIGHTEVAL = "lighteval"
    SCRIPT = "script"
    """The paper's own, whose numbers are declared in the form that ``docs/exact.md`` describes."""


class HubModel(Value, frozen=True, kw_only=True):
    """A model that is measured."""

    id: str
    """Owner and name on the Hub."""
    revision: str | None = None
    """The commit that the authors name; left out, the one that the history pinned."""

    @property
    def url(self) -> str:
        """Its canonical address, under which the history knows it."""
        return f"https://huggingface.co/{self.id}"


class StatedHash(Value, frozen=True, kw_only=True):
    """A hash by which a harness knows its questions or prompts."""

    name: str
    """Of lighteval ``hash_examples`` and ``hash_full_prompts``; of lm-eval ``task_hash``."""
    value: str


class Protocol(Value, frozen=True, kw_only=True):
    """The paper's own way to its number, with everything that another run must have alike."""

    harness: Harness
    python: str
    """Version of the language, such as ``3.11``."""
    requires: tuple[str, ...]
    """What pip installs, as it names it; ``==`` or a commit pins it."""
    code: str | None = None
    """Address of the repository in which the command runs."""
    revision: str | None = None
    """Its commit; left out, the one that the history pinned."""
    command: tuple[str, ...]
    """The words of the command. `PLACES` stand for what differs between runs."""
    model: HubModel
    base: HubModel
    """The control: the same without the paper's work."""
    task: str
    """As the harness names it, such as ``custom|aime24|0``."""
    metric: str
    """As the harness names it, such as ``acc,none``."""
    unit_factor: float = 1.0
    """What the harness's number is multiplied with to be in the check's unit."""
    samples: int
    """How many questions the task has."""
    few_shot: int = 0
    seed: int
    hashes: tuple[StatedHash, ...] = ()
    """What the harness must say about its questions and prompts, of the model's run."""


PLACES = ("{model}", "{revision}", "{seed}", "{output}")
"""The words in a command that stand for the model's id, its commit, the seed and the folder."""
