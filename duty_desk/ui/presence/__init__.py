"""Presence checks as supervisors see them."""
