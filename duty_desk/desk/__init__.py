"""The use cases of the desk, one module per noun.

In flow order: views (what is shown), thread (the one writer), consequences (what follows from
what), alarms, snapshot, wording, cameras, channels, problems, outbox, desk.
"""
