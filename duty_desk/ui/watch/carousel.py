"""The carousel: screen after screen, each for its dwell counted from the first fresh picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.domain.time_source import TimeSource
    from duty_desk.ui.watch.wall_model import WallModel

SHORTEST_S, LONGEST_S, USUAL_S = 5, 120, 15
HELD_MS = 3_000
"""A tile waits this long for its next camera, then shows in words what is wrong with it."""
NO_PICTURE_MS = 5_000
"""A screen on which no picture comes at all is left after this."""
READY_MS = 60_000
"""After a turn by hand the next screen is kept ready this long."""


class Carousel(QObject):
    """Turns the screens of a wall. `tick` is called at the pace of painting while it is seen.

    Signals:
        changed(): it runs or stops, or another second is left.
        page_shown(tuple, int): a screen was shown: ids of its cameras that were fresh, for how
            many ms from the first fresh picture on.
    """

    changed = Signal()
    page_shown = Signal(object, int)

    def __init__(
        self,
        wall: WallModel,
        has_fresh: Callable[[str], bool],
        time: TimeSource,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._wall = wall
        self._has_fresh = has_fresh
        self._time = time
        self._dwell_s = USUAL_S
        self._is_running = False
        self._screen = wall.screen()
        self._turned_mono_ms: int | None = None
        self._shown_mono_ms = 0
        self._began_mono_ms: int | None = None
        self._seen: set[str] = set()
        self._told_s = 0
        wall.arranged.connect(self._on_arranged)

    def is_running(self) -> bool:
        """Whether it turns."""
        return self._is_running

    def dwell_s(self) -> int:
        """How long a screen stays, counted from its first fresh picture."""
        return self._dwell_s

    def use_dwell(self, seconds: int) -> None:
        """Let each screen stay `seconds`, within the limits."""
        self._dwell_s = max(SHORTEST_S, min(seconds, LONGEST_S))
        self.changed.emit()

    def left_s(self) -> int:
        """Seconds until the next turn; the whole dwell while the first picture is awaited."""
        if not self._is_running or self._began_mono_ms is None:
            return self._dwell_s
        passed_ms = self._time.mono_ms() - self._began_mono_ms
        return max(0, -((passed_ms - self._dwell_s * 1000) // 1000))

    def wants_next(self) -> bool:
        """Whether the next screen is to be made ready."""
        if self._is_running:
            return True
        turned = self._turned_mono_ms
        return turned is not None and self._time.mono_ms() - turned < READY_MS

    def toggle(self) -> None:
        """Start, or pause where it is."""
        self._is_running = not self._is_running
        self._begin_screen()
        self.changed.emit()

    def pause(self) -> bool:
        """Stop turning because a person took the wall; whether it ran until now."""
        was_running = self._is_running
        if was_running:
            self.toggle()
        return was_running

    def rest(self) -> None:
        """Nobody sees the wall: the screen's time begins anew when it is seen again."""
        self._begin_screen()

    def tick(self) -> None:
        """Let in the cameras that have come; turn when the time is over."""
        now = self._time.mono_ms()
        self._let_in(now)
        if not self._is_running or self._wall.is_full() or self._wall.screens() < 2:
            return
        if self._began_mono_ms is None and self._has_any_fresh():
            self._began_mono_ms = now
        if self._is_over(now):
            self._turn(now)
        if self.left_s() != self._told_s:
            self._told_s = self.left_s()
            self._seen.update(self._fresh())
            self.changed.emit()

    def _let_in(self, now: int) -> None:
        arriving = self._wall.arriving()
        if not arriving:
            return
        if now - self._shown_mono_ms >= HELD_MS:
            self._wall.let_in(tuple(arriving))
            return
        come = [place for place, camera_id in arriving.items() if self._has_fresh(camera_id)]
        if come:
            self._wall.let_in(come)

    def _has_any_fresh(self) -> bool:
        wall = self._wall
        awaited = set(wall.arriving())
        page = enumerate(wall.page(wall.screen()))
        return any(
            camera is not None and place not in awaited and self._has_fresh(camera.id)
            for place, camera in page
        )

    def _is_over(self, now: int) -> bool:
        if self._began_mono_ms is not None:
            return now - self._began_mono_ms >= self._dwell_s * 1000
        return now - self._shown_mono_ms >= NO_PICTURE_MS

    def _turn(self, now: int) -> None:
        self._begin_screen()
        self._wall.turn_gently()
        self._turned_mono_ms = now

    def _fresh(self) -> set[str]:
        """The cameras on screen that show a fresh picture."""
        shown = {camera.id for camera in self._wall.visible() if camera is not None}
        return {camera_id for camera_id in shown if self._has_fresh(camera_id)}

    def _begin_screen(self) -> None:
        if self._began_mono_ms is not None and self._seen:
            shown_ms = self._time.mono_ms() - self._began_mono_ms
            self.page_shown.emit(tuple(sorted(self._seen)), shown_ms)
        self._seen = set()
        self._shown_mono_ms = self._time.mono_ms()
        self._began_mono_ms = None

    def _on_arranged(self) -> None:
        if self._wall.screen() != self._screen:
            self._screen = self._wall.screen()
            self._turned_mono_ms = self._time.mono_ms()
            self._begin_screen()
