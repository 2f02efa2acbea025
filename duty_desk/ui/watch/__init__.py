"""The watch page: wall, clocks that run, today's journal.

In the order of the flow: wall_model, tile_look, watched_streams, lost_cameras, journal_model,
model; then the widgets: tile_overlay, wall, clock_card, clock_panel, toolbar, journal_table, page.
"""
