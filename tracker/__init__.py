"""The reproducibility tracker: what was released, under which licence, what of it reproduces."""

__version__ = "0.2.0"
