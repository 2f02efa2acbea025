"""Where frames come from, as a role: a source is opened, read frame by frame, and closed.

One thread owns a source for its whole life: closing a capture from another thread while it reads
crashes the process (OpenCV) or is undefined (FFmpeg).
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from duty_desk.video.part import WHOLE, Part
from duty_desk.video.stream_state import STATE_OF_REASON, StreamReason, StreamState

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from duty_desk.video.packet_ring import PacketRing

PYAV = "pyav"
OPENCV = "opencv"


class Pace(Enum):
    """How much of a stream is decoded; all of it is read at any pace."""

    ALL = "all"
    KEY_FRAMES = "key_frames"
    """No more than a picture a second."""
    NOTHING = "nothing"


@dataclass(frozen=True)
class StreamSpec:
    """How to reach one camera. The addresses never appear in its repr: they carry the login.

    `address` is the main stream, `sub_address` the smaller one of the same picture, empty when
    the camera has none. `session_limit` is how many streams its device may be asked for at a time,
    all its cameras and logins together; 0 when nobody set it.
    """

    camera_id: str
    address: str = field(repr=False)
    transport: str = "tcp"
    engine: str = PYAV
    timeout_ms: int = 5000
    sub_address: str = field(default="", repr=False)
    session_limit: int = 0

    @property
    def is_main_of_two(self) -> bool:
        """Whether there is a smaller stream too, and this one is fetched for its detail."""
        return bool(self.sub_address) and self.address != self.sub_address


class StreamFailure(Exception):
    """The stream cannot be opened or has ended; carries a reason code and never an address."""

    def __init__(self, reason: StreamReason) -> None:
        super().__init__(reason.value)
        self.reason = reason

    @property
    def state(self) -> StreamState:
        """The state a camera is in after this failure."""
        return STATE_OF_REASON[self.reason]


class Frame(Protocol):
    """One decoded picture at full stream resolution, kept in the decoder's own format."""

    @property
    def width(self) -> int:
        """Pixels as coded."""
        ...

    @property
    def height(self) -> int:
        """Pixels as coded."""
        ...

    @property
    def pixel_aspect(self) -> float:
        """Shown width of a pixel divided by its height; 1 for square pixels."""
        ...

    @property
    def pts_ms(self) -> int:
        """The stream's own time of the frame, milliseconds; starts anywhere."""
        ...

    @property
    def received_mono_ms(self) -> int:
        """When the frame arrived, `time.monotonic` milliseconds."""
        ...

    @property
    def camera_at(self) -> int | None:
        """When the camera took it by the camera's own clock, UTC; None when it tells no time."""
        ...

    @property
    def is_spoiled(self) -> bool:
        """Whether the decoder met errors since the last whole key picture, as far as it says."""
        ...

    @property
    def size_bytes(self) -> int:
        """Memory the frame holds."""
        ...

    def draw(self, into: NDArray[np.uint8], part: Part = WHOLE) -> None:
        """Scale into `into`, (height, width, 4) uint8 BGRA, alpha 255; even sides.

        `part` is what is scaled of it.
        """
        ...

    def luma(self) -> NDArray[np.uint8]:
        """The brightness plane, (height, width) uint8, black 0 and white 255; read only."""
        ...

    def bgr(self) -> NDArray[np.uint8] | None:
        """The whole frame at its best, (height, width, 3) uint8 BGR; may take half a second.

        None when its pixels were let go and cannot be had again.
        """
        ...

    def lighten(self) -> None:
        """Let the pixels go if they can be decoded again: only `bgr` may be asked for then."""
        ...


class FrameSource(Protocol):
    """A camera stream, file or device that gives frames one after the other."""

    is_paced: bool
    """Whether frames come at the camera's own pace; a file does not and must be slowed down."""

    pace: Pace
    """How much to decode; may be changed at any time."""

    def open(self) -> None:
        """Connect within the spec's timeout.

        Raises:
            StreamFailure: the reason why not.
        """
        ...

    def record_in(self, ring: PacketRing) -> None:
        """Put the packets read from now on into `ring`; nothing when the engine gives none."""
        ...

    def read(self) -> Frame | None:
        """The next frame, within the spec's timeout; None when a packet gave no picture.

        Raises:
            StreamFailure: the stream ended or stalled; the source must be closed and opened anew.
        """
        ...

    @property
    def times_behind(self) -> int:
        """How often decoding has fallen behind the camera."""
        ...

    @property
    def shed_frames(self) -> int:
        """Frames left undecoded because decoding had fallen behind."""
        ...

    def close(self) -> None:
        """Let go of the connection; may be called twice."""
        ...


def mono_ms() -> int:
    """The monotonic clock of this computer, milliseconds.

    Comparable between processes: CLOCK_MONOTONIC on Linux and the performance counter on Windows
    count from the same start for every process of one boot.
    """
    return time.monotonic_ns() // 1_000_000
