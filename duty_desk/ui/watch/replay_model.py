"""A replay without its widgets: which frame, which pace, and that frame as evidence."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from duty_desk.desk.clips import AFTER_MS, BEFORE_MS, Pressed
from duty_desk.desk.evidence import Picked
from duty_desk.language import tr
from duty_desk.video.replay_orders import FilmFile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from duty_desk.desk.views import CameraRow, ClipRow
    from duty_desk.domain.time_source import TimeSource
    from duty_desk.ui.desk_bridge import DeskBridge
    from duty_desk.video.engine import Clip, Picture, Replay, Still, VideoEngine

PACES = (50, 100, 200, 400)
"""Per cent of the camera's own pace."""

NORMAL = PACES.index(100)
SURE_MS = 28_000
"""What a camera has surely kept, unless it sends far too much."""

GAP_MS = 1_500
"""Frames further apart than this have a hole between them that is told."""


@dataclass(frozen=True)
class Shown:
    """What is replayed: of whom, whose problem it is evidence of, the instant it is about."""

    camera: CameraRow
    problem_id: str = ""
    pressed_at: int | None = None
    is_sight: bool = False  # `pressed_at` is no key, but when a thing was seen first


@dataclass(frozen=True)
class Taken:
    """A frame of a replay picked as evidence, and the clip around it if one can be cut."""

    picked: Picked
    clip: Future[tuple[Clip, ...]] | None
    pressed: Pressed


class ReplayModel(QObject):
    """One replay at a time; opening another closes the one before.

    Signals:
        opened: there is something to show.
        closed: nothing is shown any more.
        moved: another frame, or another pace.
        taken(Taken): F8: the frame that was shown, at full resolution.
        said(str, str): a sentence for the operator, and its level.
    """

    opened = Signal()
    closed = Signal()
    moved = Signal()
    taken = Signal(object)
    said = Signal(str, str)

    def __init__(
        self,
        engine: VideoEngine,
        bridge: DeskBridge,
        time: TimeSource,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._engine, self._bridge, self._time = engine, bridge, time
        self._replay: Replay | None = None
        self._turn = 0
        self._size = (640, 360)
        self._seq = 0
        self._is_taking = False
        self.shown: Shown | None = None
        self.frames: tuple[int, ...] = ()
        self.number = 0
        self.pace = NORMAL
        self.is_playing = False
        self.is_kept = False
        self.size_px = (0, 0)  # of the frame shown: the main stream has more than the sub-stream

    # --- opening and closing -------------------------------------------------------------

    def open_camera(self, shown: Shown) -> None:
        """Replay what the ring of a camera holds."""
        now, mono_ms = self._time.now_ms(), self._time.mono_ms()
        future = self._engine.replay(shown.camera.id, *self._size)
        self._await(future, shown, lambda at: now - (mono_ms - at), is_kept=False)

    def open_clips(self, shown: Shown, clips: Sequence[ClipRow]) -> None:
        """Replay the clips that are kept of a problem."""
        start_at = clips[0].from_at
        files = [FilmFile(str(clip.path), clip.from_at - start_at) for clip in clips]
        future = self._engine.replay_files(files, *self._size)
        self._await(future, shown, lambda ms: start_at + ms, is_kept=True)

    def _await(
        self,
        future: Future[Replay],
        shown: Shown,
        instant: Callable[[int], int],
        *,
        is_kept: bool,
    ) -> None:
        self._turn += 1
        turn = self._turn

        def came(replay: Replay) -> None:
            if turn != self._turn:
                replay.close()
                return
            self._let_go()
            self._replay, self.shown, self.is_kept = replay, shown, is_kept
            self.frames = tuple(instant(at) for at in replay.times)
            self._seq, self.pace, self.size_px = 0, NORMAL, (0, 0)
            self.number = self._first()
            self.opened.emit()
            self.play()

        self._bridge.when_done(future, came, lambda words: self.said.emit(words, "attention"))

    def _first(self) -> int:
        """Ten seconds before the press of the key, or the beginning."""
        if self.shown is None or self.shown.pressed_at is None:
            return 0
        return self.nearest(self.shown.pressed_at - BEFORE_MS)

    def close(self) -> None:
        """Show nothing any more."""
        self._turn += 1
        if self._replay is not None:
            self._let_go()
            self.closed.emit()

    def _let_go(self) -> None:
        if self._replay is not None:
            self._replay.close()
        self._replay, self.shown, self.frames, self.is_playing = None, None, (), False

    # --- what is shown -------------------------------------------------------------------

    def resize(self, width_px: int, height_px: int) -> None:
        """Draw for this many device pixels."""
        self._size = (max(width_px, 16), max(height_px, 16))
        if self._replay is not None:
            self._replay.resize(*self._size)

    def fetch(self) -> Picture | None:
        """The newest picture, if another than before; a lost replay is closed and told."""
        replay = self._replay
        if replay is None:
            return None
        if replay.is_lost:
            self.close()
            self.said.emit(
                tr("解码程序重启过，这段回放已经没有了；实时画面和记录不受影响。"), "attention"
            )
            return None
        picture = replay.picture(self._seq)
        if picture is None:
            return None
        self._seq = picture.seq
        self.size_px = (picture.stream_width, picture.stream_height)
        if self.is_playing:
            self.number = min(picture.pts_ms, len(self.frames) - 1)
            self.is_playing = self.number < len(self.frames) - 1
        self.moved.emit()
        return picture

    def at(self) -> int:
        """The instant of the frame shown, UTC ms."""
        return self.frames[self.number]

    def nearest(self, at: int) -> int:
        """The number of the first frame at or after an instant; the last one after the end."""
        return min(bisect_left(self.frames, at), len(self.frames) - 1)

    def gaps(self) -> list[tuple[int, int]]:
        """The holes: the instants of the frames on both sides."""
        pairs = zip(self.frames, self.frames[1:], strict=False)
        return [(before, after) for before, after in pairs if after - before > GAP_MS]

    # --- moving --------------------------------------------------------------------------

    def play(self) -> None:
        """Go on; from the end, begin again."""
        if self._replay is None:
            return
        if self.number >= len(self.frames) - 1:
            self.number = 0
        self.is_playing = len(self.frames) > 1
        self._replay.show(self.number, PACES[self.pace])
        self.moved.emit()

    def toggle(self) -> None:
        """Stand still, or go on."""
        if self.is_playing:
            self.go_to(self.number)
        else:
            self.play()

    def go_to(self, number: int) -> None:
        """Stand still on a frame."""
        if self._replay is None:
            return
        self.number = max(0, min(number, len(self.frames) - 1))
        self.is_playing = False
        self._replay.show(self.number)
        self.moved.emit()

    def step(self, frames: int) -> None:
        """Some frames on, or back."""
        self.go_to(self.number + frames)

    def jump(self, ms: int) -> None:
        """Some time on, or back; goes on playing if it was."""
        if self._replay is None:
            return
        was_playing = self.is_playing
        target = self.nearest(self.at() + ms)
        # In a hole of the pictures the nearest frame may be the same one: leave it.
        if ms < 0 and target == self.number:
            target -= 1
        self.go_to(target)
        if was_playing and self.number < len(self.frames) - 1:
            self.play()

    def use_pace(self, pace: int) -> None:
        """Play at the pace of that place in `PACES`."""
        self.pace = max(0, min(pace, len(PACES) - 1))
        if self.is_playing:
            self.play()
        else:
            self.moved.emit()

    # --- evidence ------------------------------------------------------------------------

    def take(self) -> None:
        """F8: have the frame shown at full resolution, with its own time; the clock is now's."""
        replay, shown = self._replay, self.shown
        if replay is None or shown is None or self._is_taking:
            return
        pressed = Pressed(self._time.now_ms(), self._time.mono_ms())
        self.go_to(self.number)
        at = self.at()
        clip = None if shown.problem_id else self._clip_around(at, pressed)
        self._is_taking = True

        def came(still: Still) -> None:
            self._is_taking = False
            self.taken.emit(Taken(_picked(shown.camera.id, still, at, pressed.at), clip, pressed))

        def failed(words: str) -> None:
            self._is_taking = False
            self.said.emit(words, "urgent")

        self._bridge.when_done(replay.still(self.number), came, failed)

    def _clip_around(self, at: int, pressed: Pressed) -> Future[tuple[Clip, ...]] | None:
        """What lies around a frame: from the camera itself while it has it, and goes on."""
        if self._replay is None or self.shown is None:
            return None
        age_ms = pressed.at - at
        since, until = (pressed.mono_ms - age_ms + ms for ms in (-BEFORE_MS, AFTER_MS))
        if age_ms + BEFORE_MS <= SURE_MS:
            return self._engine.clip(self.shown.camera.id, since, until)
        return self._replay.clip(since, until)


def _picked(camera_id: str, still: Still, at: int, found_at: int) -> Picked:
    return Picked(
        camera_id=camera_id,
        jpeg=still.jpeg,
        width_px=still.width,
        height_px=still.height,
        received_at=at,
        age_ms=max(0, found_at - at),
        found_at=found_at,
        is_exact=still.exact,
    )
