"""A stream or file read at a slow beat, for whoever judges pictures and shows none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.video.address import SourceKind, file_path, source_kind
from duty_desk.video.engines import opened_source
from duty_desk.video.source import StreamFailure, StreamSpec, mono_ms
from duty_desk.video.stream_state import StreamReason
from duty_desk.vision.cv import cv2

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    Sample = tuple[int, NDArray[np.uint8]]

_FRAME_MS = 40


def sampled(address: str, is_wanted: Callable[[int], bool], most_ms: int) -> Iterator[Sample]:
    """The pictures of `address` whose time `is_wanted`, until its end or `most_ms`.

    Times are milliseconds from the first picture; pictures (height, width, 3) uint8 BGR. A file
    is read once, as fast as it can be; a stream that breaks off simply ends.

    Raises:
        StreamFailure: it cannot be opened, or nothing in it is a picture.
    """
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)  # it names addresses
    pictures = _of_file if source_kind(address) is SourceKind.FILE else _of_stream
    has_any = False
    for at_ms, picture in pictures(address, is_wanted):
        if at_ms > most_ms:
            return
        has_any = True
        yield at_ms, picture
    if not has_any:
        raise StreamFailure(StreamReason.NO_PICTURE_INSIDE)


def _of_file(address: str, is_wanted: Callable[[int], bool]) -> Iterator[Sample]:
    opened_source(StreamSpec("", address)).close()  # says why when it cannot be opened
    capture = cv2.VideoCapture(file_path(address), cv2.CAP_FFMPEG)
    try:
        first, last = -1, -_FRAME_MS
        while capture.grab():
            told = int(capture.get(cv2.CAP_PROP_POS_MSEC))
            first = told if first < 0 else first
            # Some files tell no times: then 25 a second.
            last = told - first if told - first > last else last + _FRAME_MS
            if is_wanted(last):
                is_done, picture = capture.retrieve()
                if is_done:
                    yield last, picture.astype("uint8", copy=False)
    finally:
        capture.release()


def _of_stream(address: str, is_wanted: Callable[[int], bool]) -> Iterator[Sample]:
    source = opened_source(StreamSpec("", address))
    began = mono_ms()
    try:
        while True:
            frame = source.read()
            at_ms = mono_ms() - began
            if frame is not None and is_wanted(at_ms):
                picture = frame.bgr()
                if picture is not None:
                    yield at_ms, picture
    except StreamFailure:
        return
    finally:
        source.close()
