"""The duty log: the quick line over every page, and the list."""
