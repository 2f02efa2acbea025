"""Patrol rounds on the screen: walk, today's rounds, plan, on-site visits, samples, the year.

`feature` joins them to the window, `walk_model` is the walk without widgets, `stage` its pictures.
"""
