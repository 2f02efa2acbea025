"""What the window is given by `bootstrap`, and what its pages need of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.video.source import StreamSpec

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.views import CameraRow
    from duty_desk.domain.time_source import TimeSource
    from duty_desk.video.engine import VideoEngine


@dataclass(frozen=True)
class StreamChoice:
    """How streams are fetched where a camera's own entry does not say: engine and transport."""

    engine: str = "pyav"
    transport: str = "tcp"

    def spec(self, camera: CameraRow, address: str) -> StreamSpec:
        """How one stream of a camera is fetched."""
        transport = camera.transport or self.transport
        limit = camera.session_limit
        return StreamSpec(camera.id, address, transport, self.engine, session_limit=limit)


@dataclass(frozen=True, kw_only=True)
class Parts:
    """The parts the window joins; they are started and stopped by `bootstrap`.

    Attributes:
        resources: The folder with fonts, icons, styles, sounds.
        state_folder: Where the window remembers its size, page and layout.
        language: The language to start in, "" for the one used last.
        is_demo: Says so in the title, so that nobody takes it for the hall's own desk.
        stream: How pictures are fetched.
        lock_minutes: After so many minutes without input the screen locks itself; 0 for never.
        sign_in_hint: Marked text beside the question for a password, as the demo's PIN.
    """

    desk: Desk
    engine: VideoEngine
    time: TimeSource
    resources: Path
    state_folder: Path
    language: str = ""
    is_demo: bool = False
    stream: StreamChoice = StreamChoice()
    lock_minutes: int = 0
    sign_in_hint: str = ""
