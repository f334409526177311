"""Values only: frozen, keyword-only; no clock, no disk, no network."""
