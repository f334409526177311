"""All of the tracker that an experiment may import: values, measuring, pictures.

An experiment touches no disk, clock or network, so that the same seeds give the same numbers. What
it imports from here is part of the digest of its runs: `tracker.reproduce.rooms`.
"""
