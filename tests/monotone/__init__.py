"""Monotone evidence: less of a look never says more."""
