"""What a notebook's parameters may be: papermill guesses their types from what is typed."""

from tracker.errors import UsageError


def check_parameters(*, as_of: object, offline: object, paper_id: object = "") -> None:
    """Refuse parameters of another type than the notebook's own.

    The id ``2503.14470`` that came as a number has lost its last digit, so that it is not read as
    text again, but refused.

    Raises
    ------
    UsageError
        If one is a number in place of text, or text in place of True or False.

    Examples
    --------
    >>> check_parameters(as_of="", offline=False, paper_id=2503.14476)
    Traceback (most recent call last):
    tracker.errors.UsageError: paper_id came as a number, 2503.14476: papermill's -r hands over text
    """
    for name, value, example in (
        ("paper_id", paper_id, "2503.14476"),
        ("as_of", as_of, "2025-06-30"),
    ):
        if isinstance(value, int | float):
            raise UsageError(
                f"{name} came as a number, {value}: papermill's -r hands over text",
                advice=f"Write -r {name} {example} in place of -p; a number can lose digits.",
            )
    if not isinstance(offline, bool):
        raise UsageError(
            f"offline came as text, {str(offline)[:40]!r}: papermill's -p hands over True or False",
            advice="Write -p offline True in place of -r.",
        )
