"""Open-RS (arXiv 2503.16219): released logs, the best of many checkpoints, the length reward."""
