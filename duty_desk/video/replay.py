"""An opened replay as the window sees it: frames by number, shown on a tile of its own."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING

from duty_desk.video.replay_orders import AskClip, AskReplayStill, ShowFrame

if TYPE_CHECKING:
    from duty_desk.video.orders import Still
    from duty_desk.video.past_desk import PastDesk
    from duty_desk.video.replay_orders import Clip
    from duty_desk.video.tile_board import TileBoard
    from duty_desk.video.tile_memory import Picture


class Replay:
    """Half a minute of a camera, or clip files, held by a worker until it is closed.

    Every method is for the GUI thread and returns at once. `times` is the instant of each
    frame: monotonic ms of a camera, ms from the beginning of files.
    """

    def __init__(
        self, past: PastDesk, board: TileBoard, replay_id: str, times: tuple[int, ...]
    ) -> None:
        self._past = past
        self._board = board
        self._id = replay_id
        self.times = times

    @property
    def is_lost(self) -> bool:
        """Whether its worker was replaced: what it held is gone, the live picture goes on."""
        return not self._past.holds(self._id)

    def show(self, number: int, percent: int = 0) -> None:
        """Show a frame; then go on at `percent` of the camera's own pace, 0 to stand still."""
        self._past.tell(self._id, ShowFrame(self._id, number, percent))

    def resize(self, width_px: int, height_px: int) -> None:
        """Draw for this many device pixels from now on."""
        self._past.resize(self._id, (width_px, height_px))

    def picture(self, after_seq: int) -> Picture | None:
        """The newest picture if newer than `after_seq`; its `pts_ms` is the frame's number."""
        return self._board.picture(self._id, after_seq)

    def still(self, number: int) -> Future[Still]:
        """A frame at full resolution."""
        future: Future[Still] = Future()
        self._past.ask(self._id, lambda no: AskReplayStill(no, self._id, number), future)
        return future

    def clip(self, from_mono_ms: int, to_mono_ms: int) -> Future[tuple[Clip, ...]]:
        """What the replay holds of a span, as files; at once."""
        future: Future[tuple[Clip, ...]] = Future()
        self._past.ask(self._id, lambda no: AskClip(no, self._id, from_mono_ms, to_mono_ms), future)
        return future

    def close(self) -> None:
        """Let the packets go."""
        self._past.close(self._id)
