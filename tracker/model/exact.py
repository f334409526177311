"""What an exact run of a claim takes: the paper's protocol on what was released."""

from tracker.model.base import Value
from tracker.model.check import Check

NOT_KNOWN = "not known"


class Exact(Value, frozen=True, kw_only=True):
    """What it takes to run a claim's own protocol on the release, and what keeps one from it.

    Another thing than `Needs`, which counts the training, too. What is None nobody knows; it is
    shown as `NOT_KNOWN`, never as "nothing".
    """

    script: str | None = None
    """The released script or command that gives the number."""
    weights: str | None = None
    data: str | None = None
    hardware: str | None = None
    hours: tuple[float, float] | None = None
    """The least and the most, on that hardware."""
    basis: str | None = None
    """Who says what hardware and hours are: a log, the authors, or an estimate."""
    blocked: tuple[str, ...] = ()
    """What keeps it from being run by anybody; empty: nothing that is known."""
    check: Check | None = None
    """The block that a result is judged by: of the tier exact, with its protocol."""

    def parts(self) -> tuple[tuple[str, str], ...]:
        """Return each part with its name, as a reader sees it.

        Examples
        --------
        >>> dict(Exact(hardware="1 × 24 GB", hours=(4, 8)).parts())["hours"]
        '4–8'
        >>> dict(Exact().parts())["data"]
        'not known'
        """
        named = {
            "script": self.script,
            "weights": self.weights,
            "data": self.data,
            "hardware": self.hardware,
            "hours": _hours(self.hours),
            "who says so": self.basis,
            "blocked by": "; ".join(self.blocked) or "nothing that is known",
        }
        return tuple((name, text or NOT_KNOWN) for name, text in named.items())


def _hours(hours: tuple[float, float] | None) -> str | None:
    if hours is None:
        return None
    least, most = hours
    return f"{least:g}" if least == most else f"{least:g}–{most:g}"
