"""The commands of `duty-desk`, one module per kind of thing they are about.

In flow order: call (what every command is given), program, catalogue, records, pushing, window.
"""
