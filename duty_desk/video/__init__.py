"""Streams in, pictures out.

In the order of the flow: `address`, `source`, `pyav_source`, `opencv_source`, `engines`, `camera`,
`worker`, `tile_memory`, `tile_board`, `supervisor`, `engine`. Only `engine`, `address`, `probe` and
`stream_state` are for the rest of the program.
"""
