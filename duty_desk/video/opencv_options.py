"""What OpenCV's FFmpeg is told through the environment, the only way it takes such options."""

from __future__ import annotations

import contextlib
import os
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_VARIABLE = "OPENCV_FFMPEG_CAPTURE_OPTIONS"
_REST = "allowed_media_types;video|analyzeduration;0|probesize;32768|max_delay;300000"


def prepare_opencv() -> None:
    """Set what is read when cv2 is imported, and the options of most cameras; call before that.

    Without `IS_THREAD_SAFE` one dead camera delays the opening of all others. Naming any option
    drops OpenCV's own preference for TCP, so it stands here. Its log would carry addresses.
    """
    os.environ["OPENCV_FFMPEG_IS_THREAD_SAFE"] = "1"
    os.environ["OPENCV_FFMPEG_LOGLEVEL"] = "-8"
    os.environ["OPENCV_LOG_LEVEL"] = "SILENT"
    os.environ[_VARIABLE] = _options("tcp")


class TransportTurns:
    """Lets captures of one transport open together, and those of the other after them.

    The environment is one for the whole process and is read inside each open.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._transport = ""
        self._opening = 0

    @contextlib.contextmanager
    def opening(self, transport: str) -> Iterator[None]:
        """Hold the options of `transport` while a capture opens."""
        with self._changed:
            self._changed.wait_for(lambda: not self._opening or self._transport == transport)
            self._transport = transport
            self._opening += 1
            os.environ[_VARIABLE] = _options(transport)
        try:
            yield
        finally:
            with self._changed:
                self._opening -= 1
                self._changed.notify_all()


def _options(transport: str) -> str:
    return f"rtsp_transport;{'udp' if transport == 'udp' else 'tcp'}|{_REST}"
