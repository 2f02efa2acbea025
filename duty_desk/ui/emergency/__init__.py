"""Emergencies: the form over every page, and the list of whom to tell."""
