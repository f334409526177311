"""The command `tracker`: parse, call, print, exit code; one file for each group of commands."""
