"""One look at many cameras: open, take one picture, close. For the catalogue, not for the wall."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, Queue
from typing import TYPE_CHECKING

from duty_desk.video.engines import source_for
from duty_desk.video.opencv_options import prepare_opencv
from duty_desk.video.priority import step_back
from duty_desk.video.source import StreamFailure, mono_ms
from duty_desk.video.stream_state import STATE_OF_REASON, StreamReason, StreamState
from duty_desk.video.sweep_queue import SESSIONS_PER_HOST, SweepQueue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from duty_desk.video.exam import Exam, Examined
    from duty_desk.video.opencv_source import OpenCvSource
    from duty_desk.video.pyav_source import PyAvSource
    from duty_desk.video.source import Frame, StreamSpec

THUMBNAIL_WIDTH_PX = 320
KEY_FRAME_WITHIN_MS = 12_000  # cameras with a key picture every ten seconds are in use
_CANCEL_LOOK_S = 0.2


@dataclass(frozen=True)
class ProbeResult:
    """What one look at a camera found. `thumbnail` is (height, 320, 3) uint8 BGR, or None."""

    camera_id: str
    ok: bool
    state: StreamState
    reason: str
    ms: int
    width: int = 0
    height: int = 0
    codec: str = ""
    fps: float = 0.0
    thumbnail: NDArray[np.uint8] | None = field(default=None, repr=False, compare=False)
    examined: Examined | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class ProbeWish:
    """How to look: `parallel` cameras at a time, `per_host` of them on one host.

    `sessions` are those a host has already, by host; they count. Cameras in `exams` are judged by
    `pictures` of them.
    """

    parallel: int = 16
    per_host: int = SESSIONS_PER_HOST
    sessions: Mapping[str, int] = field(default_factory=dict)
    thumbnails: bool = False
    exams: Mapping[str, Exam] = field(default_factory=dict)
    pictures: int = 1


def probe(
    specs: Iterable[StreamSpec],
    wish: ProbeWish | None = None,
    *,
    cancelled: threading.Event | None = None,
    begun: Callable[[str], None] = lambda _camera_id: None,
) -> Iterator[ProbeResult]:
    """Look at each camera once; results come as they are found.

    Ends early, without the looks not yet begun, when `cancelled` is set or the iterator is closed.
    Each look is bounded: its spec's timeout to connect, then `KEY_FRAME_WITHIN_MS` or one more
    timeout without data. `begun` is told of each camera that is called, in any thread.
    """
    prepare_opencv()
    look = _Look(tuple(specs), wish or ProbeWish(), cancelled or threading.Event(), begun)
    return look.results()


class _Look:
    """The threads of one probe and what they found."""

    def __init__(
        self,
        specs: tuple[StreamSpec, ...],
        wish: ProbeWish,
        stop: threading.Event,
        begun: Callable[[str], None],
    ) -> None:
        self._count = len(specs)
        self._wish = wish
        self._stop = stop
        self._begun = begun
        self._queue = SweepQueue(specs, wish.per_host, wish.sessions)
        self._found: Queue[ProbeResult] = Queue()

    def results(self) -> Iterator[ProbeResult]:
        for number in range(min(self._wish.parallel, self._count)):
            # A daemon: whoever is done need not wait for a camera that does not answer.
            threading.Thread(target=self._work, name=f"probe {number}", daemon=True).start()
        try:
            for _ in range(self._count):
                result = self._next()
                if result is None:
                    return
                yield result
        finally:
            self._stop.set()
            self._queue.stop()

    def _next(self) -> ProbeResult | None:
        while not self._stop.is_set():
            with suppress(Empty):
                return self._found.get(timeout=_CANCEL_LOOK_S)
        return None

    def _work(self) -> None:
        step_back()
        while not self._stop.is_set():
            spec = self._queue.take()
            if spec is None:
                return
            result = self._looked(spec)
            self._queue.done(spec, is_refused=result.reason == StreamReason.LOGIN_REFUSED)
            self._found.put(result)

    def _looked(self, spec: StreamSpec) -> ProbeResult:
        if self._queue.is_refused(spec):
            return _failed(spec, StreamReason.LOGIN_REFUSED, 0)
        if self._queue.is_shut_out(spec):
            return _failed(spec, StreamReason.LIMIT_REACHED, 0)
        started = mono_ms()
        try:
            self._begun(spec.camera_id)
            return self._seen(spec, started)
        except StreamFailure as failure:
            reason = failure.reason
        except Exception:  # noqa: BLE001 - its text may carry the address, and one camera is not all
            reason = StreamReason.BROKEN
        return _failed(spec, reason, mono_ms() - started)

    def _seen(self, spec: StreamSpec, started: int) -> ProbeResult:
        source = source_for(spec, key_frames_only=True)
        try:
            source.open()
            frame = self._first_frame(source)
            return ProbeResult(
                spec.camera_id,
                ok=True,
                state=StreamState.LIVE,
                reason=StreamReason.NONE.value,
                ms=mono_ms() - started,
                width=frame.width,
                height=frame.height,
                codec=source.codec,
                fps=source.fps,
                thumbnail=_thumbnail(frame) if self._wish.thumbnails else None,
                examined=self._examined(spec, source, frame),
            )
        finally:
            source.close()

    def _examined(
        self, spec: StreamSpec, source: PyAvSource | OpenCvSource, frame: Frame
    ) -> Examined | None:
        """What the picture shows against its view; a camera that ends meanwhile was seen."""
        exam = self._wish.exams.get(spec.camera_id)
        if exam is None or exam.is_paused:
            return None
        from duty_desk.video.examiner import look_of
        from duty_desk.video.glance import glanced

        looks = [look_of(frame)]
        with suppress(StreamFailure):
            while len(looks) < self._wish.pictures:
                looks.append(look_of(self._first_frame(source)))
        return glanced(exam, looks)

    def _first_frame(self, source: PyAvSource | OpenCvSource) -> Frame:
        until_mono_ms = mono_ms() + KEY_FRAME_WITHIN_MS
        while mono_ms() < until_mono_ms and not self._stop.is_set():
            frame = source.read()
            if frame is not None:
                return frame
        raise StreamFailure(StreamReason.STALLED)


def _failed(spec: StreamSpec, reason: StreamReason, ms: int) -> ProbeResult:
    state = STATE_OF_REASON[reason]
    return ProbeResult(spec.camera_id, ok=False, state=state, reason=reason.value, ms=ms)


def _thumbnail(frame: Frame) -> NDArray[np.uint8]:
    import numpy as np

    from duty_desk.video.tile_scale import fitted

    size = fitted((frame.width, frame.height), frame.pixel_aspect, (THUMBNAIL_WIDTH_PX, 10_000))
    bgra = np.empty((size[1], size[0], 4), np.uint8)
    frame.draw(bgra)
    return np.ascontiguousarray(bgra[:, :, :3])
