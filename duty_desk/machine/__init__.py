"""The computer the desk runs on: its clocks, its disk, its sleep, and the secrets kept on it.

`time_source` (the real clocks), `clock_trust` (jumps and sleep), `vault` (passwords and
addresses at rest), `data_lock` (one writer for a data folder), `disk` (room, reserve, unsafe
places), `sleep` (stay awake), `check` (what this computer offers).
"""
