"""The experiments, one module for each paper: seeds and sizes in, measurements out.

They touch no disk, clock or network, so that the same seeds give the same numbers.
"""
