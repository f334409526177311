"""What the README says of the status, between two marks."""

from tracker.errors import UsageError

BEGIN = "<!-- status:begin -->"
END = "<!-- status:end -->"


def splice(readme: str, block: str) -> str:
    r"""Return `readme` with `block` between the marks, everything else as it was.

    Raises
    ------
    UsageError
        If a mark is missing, stands twice, or they stand in the wrong order.

    Examples
    --------
    >>> splice(f"a\n{BEGIN}\nold\n{END}\nb\n", "new\n").splitlines()[2]
    'new'
    """
    if (
        readme.count(BEGIN) != 1
        or readme.count(END) != 1
        or readme.index(END) < readme.index(BEGIN)
    ):
        raise UsageError(
            f"the README has no single pair of marks {BEGIN} … {END}",
            advice=f"Put {BEGIN} and {END} on lines of their own, where the counts are to stand.",
        )
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{block.strip()}\n{END}{after}"
