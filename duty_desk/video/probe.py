"""One look at many cameras: open, take one picture, close. For the catalogue, not for the wall."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from duty_desk.video.engines import source_for
from duty_desk.video.opencv_options import prepare_opencv
from duty_desk.video.source import StreamFailure, mono_ms
from duty_desk.video.stream_state import StreamReason, StreamState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from duty_desk.video.opencv_source import OpenCvSource
    from duty_desk.video.pyav_source import PyAvSource
    from duty_desk.video.source import Frame, StreamSpec

THUMBNAIL_WIDTH_PX = 320


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


def probe(
    specs: Iterable[StreamSpec],
    parallel: int = 16,
    *,
    cancelled: threading.Event | None = None,
    thumbnails: bool = False,
) -> Iterator[ProbeResult]:
    """Look at each camera once, `parallel` at a time; results come as they are found.

    Ends early, without the looks not yet begun, when `cancelled` is set or the iterator is closed.
    Each look is bounded by its spec's timeout: twice that at most.
    """
    prepare_opencv()
    stop = cancelled or threading.Event()
    pool = ThreadPoolExecutor(parallel, "probe")
    try:
        looks = [pool.submit(_looked, spec, stop, thumbnails) for spec in specs]
        for look in as_completed(looks):
            result = look.result()
            if stop.is_set():
                return
            if result is not None:
                yield result
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _looked(spec: StreamSpec, stop: threading.Event, thumbnails: bool) -> ProbeResult | None:
    if stop.is_set():
        return None
    started = mono_ms()
    try:
        return _seen(spec, stop, started, thumbnails=thumbnails)
    except StreamFailure as failure:
        reason, state = failure.reason, failure.state
    except Exception:  # noqa: BLE001 - its text may carry the address, and one camera is not all
        reason, state = StreamReason.BROKEN, StreamState.LOST
    took_ms = mono_ms() - started
    return ProbeResult(spec.camera_id, ok=False, state=state, reason=reason.value, ms=took_ms)


def _seen(
    spec: StreamSpec, stop: threading.Event, started: int, *, thumbnails: bool
) -> ProbeResult:
    source = source_for(spec, key_frames_only=True)
    try:
        source.open()
        frame = _first_frame(source, stop, mono_ms() + spec.timeout_ms)
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
            thumbnail=_thumbnail(frame) if thumbnails else None,
        )
    finally:
        source.close()


def _first_frame(
    source: PyAvSource | OpenCvSource, stop: threading.Event, until_mono_ms: int
) -> Frame:
    while mono_ms() < until_mono_ms and not stop.is_set():
        frame = source.read()
        if frame is not None:
            return frame
    raise StreamFailure(StreamReason.STALLED)


def _thumbnail(frame: Frame) -> NDArray[np.uint8]:
    import numpy as np

    from duty_desk.video.tile_scale import fitted

    size = fitted((frame.width, frame.height), frame.pixel_aspect, (THUMBNAIL_WIDTH_PX, 10_000))
    bgra = np.empty((size[1], size[0], 4), np.uint8)
    frame.draw(bgra)
    return np.ascontiguousarray(bgra[:, :, :3])
