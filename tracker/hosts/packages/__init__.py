"""Python packages, asked for at the index that pip is configured with."""
