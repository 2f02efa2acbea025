"""Faults of cameras: F9, its form, and the page with the views beside it.

In flow order: finder (F9), fault_model (one fault), words, kind_row, report_card, form; then the
page: list_model, list_view, now_picture, panel, fault_steps, suspects (lines of suspicions),
suspect_model, suspect_panel, suspect_side, page; beside it reference_* (views to confirm), trial_*
(what was only noted), dumped_*, ground_editor and zone_canvas (things on the ground), joined by
tabs and feature.
"""
