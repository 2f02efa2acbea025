"""Faults of cameras: F9, its form, and the page.

In flow order: finder (F9), fault_model (one fault), words, kind_row,
report_card, form, then the page: list_model, list_view, now_picture, panel, page.
"""
