"""Options that several commands share, and the settings that follow from them."""

import os
from pathlib import Path

import click
import msgspec

from tracker.errors import UsageError
from tracker.project import Project
from tracker.transport import Settings

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")
offline = click.option("--offline", is_flag=True, help="Ask no host; use what is known.")
as_of = click.option("--as-of", metavar="DATE", help="Judge on what was known then; asks no host.")
jobs = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=lambda: os.cpu_count() or 1,
    show_default="cores",
    help="Notebooks at a time.",
)
commit_tables = click.option(
    "--commit-tables",
    is_flag=True,
    help="Keep the run in history/; renew status/ and the README.",
)
record = click.option(
    "--record",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write every exchange with the hosts into DIR.",
)
replay = click.option(
    "--replay",
    metavar="DIR",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="Let DIR, which --record has written, answer in place of the hosts.",
)


def settings_of(
    project: Project | None = None,
    *,
    offline: bool = False,
    record: Path | None = None,
    replay: Path | None = None,
    within: float = 0.0,
) -> Settings:
    """Return the settings that the environment and the options ask for.

    Raises
    ------
    UsageError
        If the options exclude each other.
    """
    if record and replay:
        raise UsageError(
            "--record and --replay exclude each other", advice="A replay asks nobody: leave one."
        )
    return msgspec.structs.replace(
        Settings.from_environment(os.environ, offline=offline),
        cache=project.cache if project else None,
        record=record,
        replay=replay,
        within=within,
    )
