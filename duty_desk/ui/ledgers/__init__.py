"""Ledgers as files, from any page."""
