"""What the desk tells a video worker, and what the worker sends back."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from duty_desk.video.exam import Examine, ExamPace, ExamReport
from duty_desk.video.part import WHOLE, Part
from duty_desk.video.replay_orders import (
    AskClip,
    AskReplayStill,
    ClipAnswer,
    OpenReplay,
    ReplayAnswer,
    ReplayOrder,
)
from duty_desk.video.stream_state import StreamReason
from duty_desk.video.tier import Shed, Tier

if TYPE_CHECKING:
    from duty_desk.video.source import StreamSpec


@dataclass(frozen=True)
class Watch:
    """Let this camera be open like this; said again when anything of it changes."""

    spec: StreamSpec
    tile_name: str
    box: tuple[int, int]
    tier: Tier
    shed: Shed = Shed.NOTHING
    part: Part = WHOLE

    @property
    def is_degraded(self) -> bool:
        """Whether who looks at the tile is shown less than he should be."""
        return self.shed > Shed.NOTHING and self.tier > Tier.NEXT


@dataclass(frozen=True)
class Unwatch:
    """Close this camera."""

    camera_id: str


@dataclass(frozen=True)
class DoorWord:
    """What its host's door says to a stream: try now, or wait because of `reason`."""

    camera_id: str
    number: int
    attempt: int
    reason: StreamReason


@dataclass(frozen=True)
class AskStill:
    """Send the frame of picture `seq`, the newest when None."""

    ticket: int
    camera_id: str
    seq: int | None


@dataclass(frozen=True)
class Stop:
    """Close everything and end."""


Order = Watch | Unwatch | DoorWord | AskStill | Examine | ExamPace | Stop | ReplayOrder
Question = AskStill | AskClip | OpenReplay | AskReplayStill


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


class Step(StrEnum):
    """What a stream of a camera does at its host's door."""

    KNOCKS = "knocks"
    PASSES = "passes"
    IS_STABLE = "is_stable"
    FAILS = "fails"
    LEAVES = "leaves"


@dataclass(frozen=True)
class StreamStep:
    """A stream did a step; `reason` says why it fails."""

    camera_id: str
    number: int
    is_sub: bool
    step: Step
    reason: StreamReason = StreamReason.NONE


Answer = StillAnswer | ClipAnswer | ReplayAnswer
Report = Answer | StreamStep | ExamReport
