"""One stream of a camera: a thread that connects when it is let in, and reads until it is told."""

from __future__ import annotations

import itertools
import logging
import os
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from duty_desk.video.engines import opened_source
from duty_desk.video.ladder import STABLE_AFTER_MS
from duty_desk.video.orders import Step, StreamStep
from duty_desk.video.priority import step_back
from duty_desk.video.source import StreamFailure, mono_ms
from duty_desk.video.stream_state import StreamReason

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.video.source import Frame, FrameSource, Pace, StreamSpec

_log = logging.getLogger(__name__)
_counter = itertools.count(1)


@dataclass(frozen=True)
class Lines:
    """How a session reaches the desk: a sign of life, and what it does."""

    beat: Callable[[], None]
    say: Callable[[StreamStep], None]


class SessionOwner(Protocol):
    """The camera that a session works for; called in the session's thread."""

    def begins(self, session: Session) -> None:
        """It was let in and connects now."""
        ...

    def opened(self, session: Session, source: FrameSource) -> None:
        """It is connected."""
        ...

    def pace(self) -> Pace:
        """How much of the stream is worth decoding now."""
        ...

    def came(self, session: Session, frame: Frame, source: FrameSource) -> None:
        """A picture has come."""
        ...

    def ended(self, session: Session, reason: StreamReason) -> None:
        """The try or the visit is over."""
        ...


class Session:
    """Keeps a connection to one stream for as long as it is wanted.

    The thread alone touches the source. Each try is announced at the host's door and made when
    the desk says so. After `stop` the owner is not called any more, save by a call under way.
    """

    def __init__(
        self, spec: StreamSpec, owner: SessionOwner, lines: Lines, *, is_sub: bool, delay_s: float
    ) -> None:
        self.spec = spec
        self.is_sub = is_sub
        self.number = (os.getpid() << 24) + next(_counter)
        self.attempt = 0
        self.load_permille = 0
        self._owner = owner
        self._lines = lines
        self._delay_s = delay_s
        self._stopping = threading.Event()
        self._let_in = threading.Event()
        self._live_since_mono_ms = 0
        self._load = _Load()
        name = f"{'sub' if is_sub else 'main'} {spec.camera_id}"
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin to knock."""
        self._thread.start()

    def let_in(self, attempt: int) -> None:
        """Try now."""
        self.attempt = attempt
        self._let_in.set()

    def stop(self) -> None:
        """End as soon as the read returns."""
        self._stopping.set()
        self._let_in.set()

    def wait(self, seconds: float) -> None:
        """Wait for the connection to be closed, at most `seconds`."""
        self._thread.join(seconds)

    def _run(self) -> None:
        step_back()
        try:
            if not self._stopping.wait(self._delay_s):
                self._say(Step.KNOCKS)
                self._visit_again_and_again()
                self._say(Step.LEAVES)
        finally:
            # The camera holds its packets: it is to go at once, not when cycles are looked for.
            del self._owner

    def _visit_again_and_again(self) -> None:
        while not self._stopping.is_set():
            self._let_in.wait()
            self._let_in.clear()
            if self._stopping.is_set():
                return
            self._owner.begins(self)
            reason = self._visit()
            if not self._stopping.is_set():
                # Told before it is shown: whoever sees it may close the camera at once.
                self._say(Step.FAILS, reason)
                self._owner.ended(self, reason)

    def _visit(self) -> StreamReason:
        """Connect and show pictures until it ends; why it ended."""
        source: FrameSource | None = None
        try:
            source = opened_source(self.spec)
            self._say(Step.PASSES)
            self._live_since_mono_ms = 0
            self._owner.opened(self, source)
            self._show_all(source)
        except StreamFailure as failure:
            return failure.reason
        except Exception as failure:  # noqa: BLE001 - one odd camera must not end its worker
            # The text of a foreign exception may carry the address: its kind alone is told.
            _log.warning("camera %s: %s", self.spec.camera_id, type(failure).__name__)
            return StreamReason.BROKEN
        finally:
            if source is not None:
                source.close()
        return StreamReason.ENDED

    def _show_all(self, source: FrameSource) -> None:
        rate = _FileRate()
        while not self._stopping.is_set():
            source.pace = self._owner.pace()
            frame = source.read()
            self._lines.beat()
            self.load_permille = self._load.permille()
            if frame is None:
                continue
            if not source.is_paced:
                self._stopping.wait(rate.wait_s(frame))
            if self._stopping.is_set():
                return
            self._note_arrival()
            self._owner.came(self, frame, source)

    def _note_arrival(self) -> None:
        now = mono_ms()
        if self._live_since_mono_ms == 0:
            self._live_since_mono_ms = now
        elif self.attempt and now - self._live_since_mono_ms >= STABLE_AFTER_MS:
            self.attempt = 0
            self._say(Step.IS_STABLE)

    def _say(self, step: Step, reason: StreamReason = StreamReason.NONE) -> None:
        self._lines.say(StreamStep(self.spec.camera_id, self.number, self.is_sub, step, reason))


class _FileRate:
    """Holds a file back to its own rate."""

    def __init__(self) -> None:
        self._offset_ms: int | None = None

    def wait_s(self, frame: Frame) -> float:
        now = mono_ms()
        if self._offset_ms is None or now - frame.pts_ms - self._offset_ms > 1_000:
            self._offset_ms = now - frame.pts_ms
        return max(0, frame.pts_ms + self._offset_ms - now) / 1000


class _Load:
    """What the calling thread uses of a core, over the last seconds."""

    _OVER_NS = 2_000_000_000

    def __init__(self) -> None:
        self._permille = 0
        self._since: tuple[int, int] | None = None

    def permille(self) -> int:
        now = time.monotonic_ns()
        if self._since is None:
            self._since = (now, time.thread_time_ns())
        elif now - self._since[0] >= self._OVER_NS:
            used = time.thread_time_ns()
            self._permille = (used - self._since[1]) * 1000 // (now - self._since[0])
            self._since = (now, used)
        return self._permille
