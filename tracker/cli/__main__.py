"""``python -m tracker.cli``."""

from tracker.cli.app import main

main()
