"""One camera inside a worker: a thread that keeps its session, fills its tile and holds frames."""

from __future__ import annotations

import logging
import threading
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

from duty_desk.video.engines import opened_source
from duty_desk.video.kept_frames import KeptFrames
from duty_desk.video.ladder import STABLE_AFTER_MS, Ladder
from duty_desk.video.packet_ring import PacketRing
from duty_desk.video.priority import step_back
from duty_desk.video.source import StreamFailure, mono_ms
from duty_desk.video.stream_state import StreamReason, StreamState, StreamStatus
from duty_desk.video.tier import Tier
from duty_desk.video.tile_memory import Stamp, TileMemory
from duty_desk.video.tile_scale import fitted

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from duty_desk.video.orders import Watch
    from duty_desk.video.source import Frame, FrameSource, StreamSpec

    LumaLook = Callable[[NDArray[np.uint8], int, int], None]
    """Takes a brightness plane, (height, width) uint8, its stream time and its arrival."""

_log = logging.getLogger(__name__)

_LOOK_EVERY_MS = 1_000
_FPS_OVER_MS = 3_000
# A picture that nobody has taken is not drawn over sooner than this: the desk paints slower than
# some cameras send, and scaling for nobody is the dearest part after decoding.
_UNTAKEN_MS = 55
_UNWATCHED_MS = 500


class Camera:
    """Keeps one session to one camera, whatever the camera does.

    The thread alone touches the source. The lock guards the tile: after `stop` or `show_on`
    returns, nothing is written to the earlier tile.
    """

    def __init__(self, order: Watch, beat: Callable[[], None]) -> None:
        self.order = order
        self.kept = KeptFrames()
        self.ring = PacketRing()
        self.look: LumaLook | None = None
        self._beat = beat
        self._tile = TileMemory.attached(order.tile_name)
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._roused = threading.Event()
        self._ladder = Ladder()
        self._arrivals: deque[int] = deque(maxlen=240)
        self._status = _first_status(self._tile.status(), is_held=order.is_held)
        self._live_since_mono_ms = 0
        self._drawn_mono_ms = 0
        self._looked_mono_ms = 0
        name = f"camera {order.spec.camera_id}"
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin to connect."""
        self._announce(self._status.state, StreamReason(self._status.reason))
        self._thread.start()

    def show_on(self, order: Watch) -> None:
        """Go on with another tile size; the session is not touched.

        The last frame is drawn again at once: a camera that is lost has no other to come.
        """
        is_other = order.tile_name != self.order.tile_name
        tile = TileMemory.attached(order.tile_name) if is_other else self._tile
        with self._lock:
            earlier, self._tile, self.order = self._tile, tile, order
            tile.put_status(self._status)
            last = self.kept.nearest(None)
            if last is not None and not self._stopping.is_set():
                self._draw(last.frame)
        if is_other:
            earlier.close()

    def retry(self) -> None:
        """Try at once instead of waiting; nothing happens while pictures come."""
        self._roused.set()

    def stop(self) -> None:
        """Write nothing any more; the session ends as soon as its read returns."""
        with self._lock:
            self._stopping.set()
        self._roused.set()

    def wait(self, seconds: float) -> None:
        """Wait for the session to be closed, at most `seconds`."""
        self._thread.join(seconds)

    def last_tile(self) -> TileMemory:
        """The tile's memory; for a still when no frame is held."""
        return self._tile

    def _run(self) -> None:
        step_back()
        if self.order.is_held:
            self._pause(None)
        while not self._stopping.is_set():
            self._ladder.try_again()
            self._announce(self._status.state, StreamReason(self._status.reason))
            reason = self._session()
            # A wish to retry while pictures came is fulfilled; the order saves a stop meanwhile.
            self._roused.clear()
            if self._stopping.is_set():
                break
            if reason is StreamReason.NONE:
                continue
            self._announce(StreamFailure(reason).state, reason)
            self._pause(self._ladder.pause_s(reason))
        with self._lock:
            self._tile.close()

    def _session(self) -> StreamReason:
        """Connect and show pictures until it ends; why it ended."""
        source: FrameSource | None = None
        try:
            source = opened_source(self._spec())
            self._arrivals.clear()
            self._live_since_mono_ms = 0
            self._show_all(source)
        except StreamFailure as failure:
            return failure.reason
        except Exception as failure:  # noqa: BLE001 - one odd camera must not end its worker
            # The text of a foreign exception may carry the address: its kind alone is told.
            _log.warning("camera %s: %s", self.order.spec.camera_id, type(failure).__name__)
            return StreamReason.BROKEN
        finally:
            if source is not None:
                source.close()
        return StreamReason.NONE

    def _spec(self) -> StreamSpec:
        """The stream that the tile is worth: the main one for the picture looked at closely."""
        spec = self.order.spec
        if self.order.tier is Tier.FOCUSED or not spec.sub_address:
            return spec
        return replace(spec, address=spec.sub_address)

    def _show_all(self, source: FrameSource) -> None:
        pace, spec = _Pace(), self._spec()
        source.record_in(self.ring)
        while not self._stopping.is_set() and spec == self._spec():
            source.key_frames_only = self.order.tier is Tier.NEXT
            frame = source.read()
            self._beat()
            if frame is None:
                continue
            if not source.is_paced:
                self._stopping.wait(pace.wait_s(frame))
            self._show(frame, source)

    def _show(self, frame: Frame, source: FrameSource) -> None:
        now = mono_ms()
        with self._lock:
            if self._stopping.is_set():
                return
            if self._is_wanted(now):
                self._draw(frame)
                self._drawn_mono_ms = now
            else:
                self._tile.touch(frame.received_mono_ms)
        self._note_arrival(now, source)
        if self.look is not None and now - self._looked_mono_ms >= _LOOK_EVERY_MS:
            self._looked_mono_ms = now
            self.look(frame.luma(), frame.pts_ms, frame.received_mono_ms)

    def _is_wanted(self, now: int) -> bool:
        """Whether anybody would see the frame: the last one was taken, or is old by now."""
        behind = self._tile.newest_seq - self._tile.taken_seq
        if behind == 0:
            return True
        return now - self._drawn_mono_ms >= (_UNTAKEN_MS if behind < 10 else _UNWATCHED_MS)

    def _draw(self, frame: Frame) -> None:
        shape = (frame.width, frame.height)
        size = fitted(shape, frame.pixel_aspect, self.order.box)
        stamp = Stamp(*shape, frame.pts_ms, frame.received_mono_ms, frame.camera_at)
        seq = self._tile.write(size, stamp, frame.draw)
        self.kept.add(seq, frame, self._tile.taken_seq)

    def _note_arrival(self, now: int, source: FrameSource) -> None:
        """Keep state, rate and the count of tries; published on change and once a second."""
        is_first = self._live_since_mono_ms == 0
        if is_first:
            self._live_since_mono_ms = now
        elif self._ladder.attempt and now - self._live_since_mono_ms >= STABLE_AFTER_MS:
            self._ladder.picture_is_stable()
        second_began = not self._arrivals or now // 1000 != self._arrivals[-1] // 1000
        self._arrivals.append(now)
        if is_first or second_began:
            fps = _rate(self._arrivals, now)
            is_sub = self._spec() != self.order.spec
            self._status = replace(
                self._status, fps=fps, shed_frames=source.shed_frames, is_sub=is_sub
            )
            self._announce(StreamState.LIVE, StreamReason.NONE)

    def _announce(self, state: StreamState, reason: StreamReason) -> None:
        with self._lock:
            if self._stopping.is_set():
                return
            since = self._status.since_mono_ms if state is self._status.state else mono_ms()
            fps = self._status.fps if state is StreamState.LIVE else 0.0
            self._status = replace(
                self._status,
                state=state,
                reason=reason.value,
                since_mono_ms=since,
                attempt=self._ladder.attempt,
                fps=fps,
            )
            self._tile.put_status(self._status)

    def _pause(self, seconds: float | None) -> None:
        self._roused.wait(seconds)
        self._roused.clear()


class _Pace:
    """Holds a file back to its own rate."""

    def __init__(self) -> None:
        self._offset_ms: int | None = None

    def wait_s(self, frame: Frame) -> float:
        now = mono_ms()
        if self._offset_ms is None or now - frame.pts_ms - self._offset_ms > 1_000:
            self._offset_ms = now - frame.pts_ms
        return max(0, frame.pts_ms + self._offset_ms - now) / 1000


def _first_status(earlier: StreamStatus, *, is_held: bool) -> StreamStatus:
    """A new tile is connecting; one whose worker died keeps saying since when it is lost."""
    if is_held:
        return replace(earlier, state=StreamState.NO_LOGIN, reason=StreamReason.LOGIN_REFUSED.value)
    if earlier.state is StreamState.CLOSED:
        return StreamStatus(StreamState.CONNECTING, mono_ms(), 0, "none", 0.0, None)
    return earlier


def _rate(arrivals: deque[int], now: int) -> float:
    """Frames a second over the last few seconds."""
    recent = [at for at in arrivals if now - at <= _FPS_OVER_MS]
    span_ms = recent[-1] - recent[0]
    return (len(recent) - 1) * 1000 / span_ms if span_ms > 0 else 0.0
