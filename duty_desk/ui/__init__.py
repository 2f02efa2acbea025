"""The window: application, shell, theme, shared widgets; one folder per page."""
