"""SmolDocling (arXiv 2503.11576): its page format DocTags, written and read with docling-core."""
