"""Claims tried: what a reproduction notebook calls, and how it is run.

A check is fixed in `registry.yaml` first, is then tried by a notebook, in a sandbox, and leaves a
`Run` in the history. What the run means is judged in `tracker.verdicts`.
"""
