"""The video engine as the diagnosis needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.video.exam import Exam, ExamReport
    from duty_desk.video.stream_state import StreamStatus


class Examines(Protocol):
    """Opens cameras, examines them, and tells."""

    def examine(self, exam: Exam) -> None:
        """Have a camera examined like this whenever it is open."""
        ...

    def on_examined(self, listener: Callable[[ExamReport], None]) -> None:
        """Have `listener` called, in a thread of the engine's, for each report."""
        ...

    def status(self, camera_id: str) -> StreamStatus:
        """How the camera's stream stands."""
        ...

    def watched(self) -> tuple[str, ...]:
        """The cameras that are open."""
        ...
