"""What was seen, when: immutable JSON Lines files, one per run, that are only ever appended to.

A run writes its own file and no other, so that concurrent runs and merges cannot clash. Its first
line is a `RunStarted`; a line counts once its newline is on disk, so a run that is killed loses at
most the line it was writing. What cannot be read is reported as a `Problem` and left as it is.
"""

from tracker.history.changes import Difference, diff
from tracker.history.parsing import Problem, RunFile
from tracker.history.reading import History
from tracker.history.writing import RunWriter, append_look, start

__all__ = [
    "Difference",
    "History",
    "Problem",
    "RunFile",
    "RunWriter",
    "append_look",
    "diff",
    "start",
]
