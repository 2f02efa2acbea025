"""A video engine that examines what a test says: reports in, orders kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from duty_desk.video.exam import Examined
from duty_desk.video.stream_state import StreamState, StreamStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.video.exam import Exam, ExamReport
    from tests.fakes.time_source import FakeTimeSource


class ExaminingEngine:
    """Every camera that a test watches is live until it says otherwise."""

    def __init__(self, time: FakeTimeSource) -> None:
        self._time = time
        self.exams: dict[str, Exam] = {}
        self.states: dict[str, StreamStatus] = {}
        self._listener: Callable[[ExamReport], None] = lambda _report: None

    def examine(self, exam: Exam) -> None:
        """Keep what is ordered."""
        self.exams[exam.camera_id] = exam

    def on_examined(self, listener: Callable[[ExamReport], None]) -> None:
        """Keep who is told."""
        self._listener = listener

    def watch(self, camera_id: str, **changes: Any) -> None:
        """Open a camera, or change how its stream stands."""
        now = self._time.mono_ms()
        live = StreamStatus(StreamState.LIVE, now, 0, "none", 15.0, now)
        self.states[camera_id] = replace(live, **changes)

    def status(self, camera_id: str) -> StreamStatus:
        """How a camera stands."""
        closed = StreamStatus(StreamState.CLOSED, 0, 0, "none", 0.0, None)
        return self.states.get(camera_id, closed)

    def watched(self) -> tuple[str, ...]:
        """The cameras that are open."""
        return tuple(self.states)

    def tell(self, report: ExamReport) -> None:
        """A worker reports."""
        self._listener(report)

    def see(self, camera_id: str, **changes: Any) -> None:
        """A worker has looked at a healthy camera for a minute, or at what `changes` say."""
        now = self._time.mono_ms()
        healthy = Examined(
            camera_id=camera_id,
            preset="",
            light="colour",
            health="healthy",
            since_mono_ms=now,
            watched_ms=60_000,
            at_mono_ms=now,
            likeness_permille=930,
        )
        self.tell(replace(healthy, **changes))
