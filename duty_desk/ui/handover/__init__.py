"""Handover on the screen, and the shell that shift log, roster, attendance and people share.

`page` is the shell, `view` what a view in it is, `feature` joins them to the window.
"""
