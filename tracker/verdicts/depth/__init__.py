"""What does it hold? The question, the levels of released code, and what tells them apart."""
