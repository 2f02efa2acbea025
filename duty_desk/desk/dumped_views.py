"""What the desk shows of dumped things: the hints with their pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.desk.views import ClipRow

Box = tuple[int, int, int, int]


@dataclass(frozen=True, kw_only=True)
class DumpedRow:
    """A hint that something new lies on the ground. Instants are UTC ms."""

    id: str
    camera_id: str
    camera_code: str
    camera_name: str
    zone: int  # from 0
    box: Box  # left, top, right, bottom in thousandths of the picture
    state: str  # see domain.ground.DumpedState
    seen_at: int  # when it was first seen there
    hinted_at: int
    before: Path | None
    after: Path
    clip: ClipRow | None  # around the moment it was first seen
    clip_frames: int
    ended_at: int | None
    ended_by: str
    reason: str
    problem_id: str

    @property
    def camera_title(self) -> str:
        """Code and name of the camera."""
        return f"{self.camera_code} {self.camera_name}".strip()
