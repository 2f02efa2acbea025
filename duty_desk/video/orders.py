"""What the desk tells a video worker, and what the worker sends back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duty_desk.video.source import StreamSpec
    from duty_desk.video.tier import Tier


@dataclass(frozen=True)
class Watch:
    """Let this camera be open like this; said again when anything of it changes."""

    spec: StreamSpec
    tile_name: str
    box: tuple[int, int]
    tier: Tier
    is_held: bool = False
    """Login was refused before: wait for a person instead of trying the password once more."""


@dataclass(frozen=True)
class Unwatch:
    """Close this camera."""

    camera_id: str


@dataclass(frozen=True)
class Retry:
    """Try now, a person asks."""

    camera_id: str


@dataclass(frozen=True)
class AskStill:
    """Send the frame of picture `seq`, the newest when None."""

    ticket: int
    camera_id: str
    seq: int | None


@dataclass(frozen=True)
class Stop:
    """Close everything and end."""


Order = Watch | Unwatch | Retry | AskStill | Stop


@dataclass(frozen=True)
class Still:
    """One frame at full stream resolution.

    `jpeg` is the encoded file (quality 95). `is_exact` tells whether it is the very picture that
    was asked for; otherwise it is the nearest one that is still held, and `seq` names it.
    `camera_at` is the camera's own clock when it took the picture, None when it does not tell.
    """

    jpeg: bytes = field(repr=False)
    width: int
    height: int
    pts_ms: int
    received_mono_ms: int
    seq: int
    exact: bool
    camera_at: int | None = None


@dataclass(frozen=True)
class StillAnswer:
    """The still of one ticket; None when the camera has never shown a picture."""

    ticket: int
    still: Still | None
