"""Search over everything (Ctrl+F)."""
