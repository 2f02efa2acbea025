"""How much of a camera's stream is worth decoding, by who looks at it."""

from __future__ import annotations

from enum import IntEnum


class Tier(IntEnum):
    """What a camera is open for; a higher tier gets more of the computer."""

    NEXT = 1
    """On the page or checkpoint that comes next: connected, key frames only."""
    VISIBLE = 2
    """In a tile on the screen: the sub-stream, at most the pace at which tiles are painted."""
    FOCUSED = 3
    """The one picture that is looked at closely: the main stream, every frame."""


class Shed(IntEnum):
    """What a camera is denied because the computer is short of time; each step holds the former."""

    NOTHING = 0
    MAIN_STREAM = 1
    """The sub-stream instead of a main stream that the tile's size would deserve."""
    FRAMES = 2
    """Key frames only; on the next page nothing at all is decoded."""
