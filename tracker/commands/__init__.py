"""Commands that are more than a few lines of `tracker.cli`: parse, call, print, exit code."""
