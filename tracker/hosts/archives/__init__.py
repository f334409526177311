"""Archives that keep copies of what lies elsewhere."""
