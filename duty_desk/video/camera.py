"""One camera inside a worker: chooses its stream, fills its tile and holds its last frames."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

from duty_desk.video.kept_frames import KeptFrames
from duty_desk.video.packet_ring import PacketRing
from duty_desk.video.session import Session
from duty_desk.video.source import StreamFailure, mono_ms
from duty_desk.video.stream_choice import PERMANENT, pace_for, wants_sub
from duty_desk.video.stream_state import StreamReason, StreamState, StreamStatus
from duty_desk.video.tier import Tier
from duty_desk.video.tile_memory import Stamp, TileMemory
from duty_desk.video.tile_scale import fitted

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.video.orders import DoorWord, Watch
    from duty_desk.video.session import Lines
    from duty_desk.video.source import Frame, FrameSource, Pace

    FrameLook = Callable[[Frame], None]
    """Is shown every frame, after it is drawn; takes what it wants at once."""

_FPS_OVER_MS = 3_000
# A picture that nobody has taken is not drawn over sooner than this: the desk paints slower than
# some cameras send, and scaling for nobody is the dearest part after decoding.
_UNTAKEN_MS = 55
_UNWATCHED_MS = 500
# Who moves over ten tiles with the arrow keys does not want ten main streams.
_CHANGE_DELAY_S = 0.4


class Camera:
    """Keeps the picture of one camera on its tile, whatever the camera does.

    One session is open, but for the change from one stream to the other: then the picture of the
    earlier stays until the later has brought one. The lock guards tile and sessions; after `stop`
    or `show_on` returns, nothing is written to the earlier tile.
    """

    def __init__(self, order: Watch, lines: Lines) -> None:
        self.order = order
        self.kept = KeptFrames()
        self.ring = PacketRing()
        self.look: FrameLook | None = None
        self._lines = lines
        self._tile = TileMemory.attached(order.tile_name)
        self._lock = threading.RLock()
        self._is_stopping = False
        self._shown: Session | None = None
        self._coming: Session | None = None
        self._sub_size: tuple[int, int] | None = None
        self._is_sub_bad = False
        self._arrivals: deque[int] = deque(maxlen=240)
        self._status = _first_status(self._tile.status())
        self._drawn_mono_ms = 0

    def start(self) -> None:
        """Begin to connect."""
        with self._lock:
            self._announce(self._status.state, StreamReason(self._status.reason))
            self._choose_stream()

    def show_on(self, order: Watch) -> None:
        """Go on with another tile size or tier; a session that is right for it is not touched.

        The last frame is drawn again at once: a camera that is lost has no other to come.
        """
        is_other = order.tile_name != self.order.tile_name
        shown_before = (self.order.box, self.order.part)
        is_resized = is_other or (order.box, order.part) != shown_before
        tile = TileMemory.attached(order.tile_name) if is_other else self._tile
        with self._lock:
            earlier, self._tile, self.order = self._tile, tile, order
            self._status = replace(self._status, is_degraded=order.is_degraded)
            tile.put_status(self._status)
            last = self.kept.nearest(None, is_whole=True)
            if last is not None and is_resized and not self._is_stopping:
                self._draw(last.frame)
            self._choose_stream()
        if is_other:
            earlier.close()

    def follow(self, word: DoorWord) -> None:
        """The host's door lets a session try, or says why it may not."""
        with self._lock:
            for session in (self._shown, self._coming):
                if session is None or session.number != word.number:
                    continue
                if word.reason is StreamReason.NONE:
                    session.let_in(word.attempt)
                else:
                    session.attempt = word.attempt
                    self.ended(session, word.reason)

    def stop(self) -> None:
        """Write nothing any more; the sessions end as soon as their reads return."""
        with self._lock:
            self._is_stopping = True
            for session in (self._shown, self._coming):
                if session is not None:
                    session.stop()
            self._tile.close()

    def wait(self, seconds: float) -> None:
        """Wait for the sessions to be closed, at most `seconds`."""
        for session in (self._shown, self._coming):
            if session is not None:
                session.wait(seconds)

    def last_tile(self) -> TileMemory:
        """The tile's memory; for a still when no frame is held."""
        return self._tile

    # --- called by the sessions, in their threads ----------------------------------------

    def begins(self, session: Session) -> None:
        with self._lock:
            if session is self._shown:
                self._announce(self._status.state, StreamReason(self._status.reason))

    def opened(self, session: Session, source: FrameSource) -> None:
        with self._lock:
            if session is self._shown and not self._is_stopping:
                self._arrivals.clear()
                source.record_in(self.ring)

    def pace(self) -> Pace:
        return pace_for(self.order)

    def came(self, session: Session, frame: Frame, source: FrameSource) -> None:
        now = mono_ms()
        with self._lock:
            if self._is_stopping or session not in (self._shown, self._coming):
                return
            is_new = session is self._coming
            if is_new:
                self._change_over(session, source)
            if session.is_sub:
                self._sub_size = (frame.width, frame.height)
            if is_new or self._is_wanted(now):
                self._draw(frame)
                self._drawn_mono_ms = now
            else:
                self._tile.touch(frame.received_mono_ms)
            self._note_arrival(now, session, source)
        if self.look is not None:
            self.look(frame)

    def ended(self, session: Session, reason: StreamReason) -> None:
        with self._lock:
            if self._is_stopping:
                return
            if session.is_sub and reason in PERMANENT:
                # A sub-stream that does not exist is no reason to show nothing.
                self._is_sub_bad = True
                self._choose_stream()
            elif session is self._shown:
                self._announce(StreamFailure(reason).state, reason)

    # --- which stream --------------------------------------------------------------------

    def _choose_stream(self) -> None:
        """Open the stream that the tile is worth, unless it is open or on its way."""
        if self._is_stopping:
            return
        if self.order.tier is Tier.NEXT and self._shown is not None:
            self._drop_coming()
            return
        is_sub = not self._is_sub_bad and wants_sub(self.order, self._sub_size)
        if self._shown is not None and self._shown.is_sub == is_sub:
            self._drop_coming()
        elif self._shown is None or self._status.state is not StreamState.LIVE:
            self._drop_coming()
            if self._shown is not None:
                self._shown.stop()
            self._shown = self._begun(is_sub=is_sub, delay_s=0)
        elif self._coming is None or self._coming.is_sub != is_sub:
            self._drop_coming()
            self._coming = self._begun(is_sub=is_sub, delay_s=_CHANGE_DELAY_S)

    def _begun(self, *, is_sub: bool, delay_s: float) -> Session:
        spec = self.order.spec
        if is_sub:
            spec = replace(spec, address=spec.sub_address)
        session = Session(spec, self, self._lines, is_sub=is_sub, delay_s=delay_s)
        session.start()
        return session

    def _drop_coming(self) -> None:
        coming, self._coming = self._coming, None
        if coming is not None:
            coming.stop()

    def _change_over(self, session: Session, source: FrameSource) -> None:
        """The stream that was on its way has a picture: it is the one that is shown now."""
        if self._shown is not None:
            self._shown.stop()
        self._shown, self._coming = session, None
        self._arrivals.clear()
        source.record_in(self.ring)

    # --- the tile ------------------------------------------------------------------------

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
        part = self.order.part
        seq = self._tile.write(size, stamp, lambda into: frame.draw(into, part))
        self.kept.add(seq, frame, self._tile.taken_seq)

    def _note_arrival(self, now: int, session: Session, source: FrameSource) -> None:
        """Keep state, rate and the count of tries; published on change and once a second."""
        is_first = not self._arrivals
        is_second_begun = is_first or now // 1000 != self._arrivals[-1] // 1000
        self._arrivals.append(now)
        if is_second_begun:
            self._tile.put_load(session.load_permille, source.times_behind)
            self._status = replace(
                self._status,
                fps=_rate(self._arrivals, now),
                shed_frames=source.shed_frames,
                is_sub=session.is_sub,
            )
            self._announce(StreamState.LIVE, StreamReason.NONE)
        if is_first and session.is_sub:
            self._choose_stream()

    def _announce(self, state: StreamState, reason: StreamReason) -> None:
        if self._is_stopping:
            return
        since = self._status.since_mono_ms if state is self._status.state else mono_ms()
        self._status = replace(
            self._status,
            state=state,
            reason=reason.value,
            since_mono_ms=since,
            attempt=self._shown.attempt if self._shown else 0,
            fps=self._status.fps if state is StreamState.LIVE else 0.0,
        )
        self._tile.put_status(self._status)


def _first_status(earlier: StreamStatus) -> StreamStatus:
    """A new tile is connecting; one whose worker died keeps saying since when it is lost."""
    if earlier.state is StreamState.CLOSED:
        return StreamStatus(StreamState.CONNECTING, mono_ms(), 0, "none", 0.0, None)
    return earlier


def _rate(arrivals: deque[int], now: int) -> float:
    """Frames a second over the last few seconds."""
    recent = [at for at in arrivals if now - at <= _FPS_OVER_MS]
    span_ms = recent[-1] - recent[0]
    return (len(recent) - 1) * 1000 / span_ms if span_ms > 0 else 0.0
