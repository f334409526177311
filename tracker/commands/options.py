"""Options that several commands share."""

import click

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")
offline = click.option("--offline", is_flag=True, help="Ask no host; use what is known.")
