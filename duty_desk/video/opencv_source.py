"""The second engine: files, USB devices and, when chosen, network streams by cv2.VideoCapture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from duty_desk.video.address import SourceKind, file_path, source_kind, usb_index
from duty_desk.video.opencv_options import TransportTurns
from duty_desk.video.part import WHOLE, Part
from duty_desk.video.server_answer import reason_from_server
from duty_desk.video.source import Pace, StreamFailure, StreamSpec, mono_ms
from duty_desk.video.stream_state import StreamReason
from duty_desk.video.tile_scale import draw_whole
from duty_desk.vision.cv import cv2

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from duty_desk.video.packet_ring import PacketRing

_LOOP_GAP_MS = 40
_SPARSE_MS = 900
_turns = TransportTurns()
# FFmpeg paints any text file as a terminal would show it.
_TEXT_CODECS = frozenset({"ansi", "bintext", "xbin", "idf"})
_CODEC_NAMES = {"avc1": "h264", "h264": "h264", "hevc": "hevc", "hvc1": "hevc", "hev1": "hevc"}


class BgraFrame:
    """A frame that OpenCV already converted to BGRA at full size."""

    pixel_aspect = 1.0
    camera_at = None
    is_spoiled = False

    def __init__(self, bgra: NDArray[np.uint8], pts_ms: int, received_mono_ms: int) -> None:
        self._bgra = bgra
        self.height, self.width = bgra.shape[:2]
        self.pts_ms = pts_ms
        self.received_mono_ms = received_mono_ms
        self.size_bytes = bgra.nbytes

    def draw(self, into: NDArray[np.uint8], part: Part = WHOLE) -> None:
        draw_whole(part.of(self._bgra), into)

    def luma(self) -> NDArray[np.uint8]:
        return cv2.cvtColor(self._bgra, cv2.COLOR_BGRA2GRAY).astype(np.uint8, copy=False)

    def bgr(self) -> NDArray[np.uint8] | None:
        return cv2.cvtColor(self._bgra, cv2.COLOR_BGRA2BGR).astype(np.uint8, copy=False)

    def lighten(self) -> None:
        """OpenCV gives no packets: what is let go is gone."""


class OpenCvSource:
    """One capture. A file runs in a loop at its own rate and so behaves like a camera."""

    def __init__(self, spec: StreamSpec) -> None:
        self._spec = spec
        self._kind = source_kind(spec.address)
        self._capture: cv2.VideoCapture | None = None
        self._loops_ms = 0
        self._last_pts_ms = -1
        self.is_paced = self._kind is not SourceKind.FILE
        self.shed_frames = 0
        self.times_behind = 0
        self.pace = Pace.ALL
        self._shown_mono_ms = -_SPARSE_MS

    @property
    def codec(self) -> str:
        """The codec's short name, empty when OpenCV does not know it."""
        if self._capture is None:
            return ""
        code = int(self._capture.get(cv2.CAP_PROP_FOURCC)) & 0xFFFFFFFF
        letters = code.to_bytes(4, "little").decode("ascii", "replace").strip("\0 ").lower()
        return _CODEC_NAMES.get(letters, letters)

    @property
    def fps(self) -> float:
        """The frame rate the stream declares; 0 when it does not."""
        rate = self._capture.get(cv2.CAP_PROP_FPS) if self._capture else 0.0
        return rate if 0 < rate < 240 else 0.0

    def open(self) -> None:
        started = mono_ms()
        self._refuse_missing_file()
        capture = self._opened_capture()
        if not capture.isOpened():
            capture.release()
            raise StreamFailure(self._why_not(mono_ms() - started))
        self._capture = capture
        if self.codec in _TEXT_CODECS:
            self.close()
            raise StreamFailure(StreamReason.NO_PICTURE_INSIDE)

    def record_in(self, ring: PacketRing) -> None:
        """OpenCV gives either packets or pictures: here there is nothing to replay."""

    def read(self) -> BgraFrame | None:
        if self._capture is None:
            raise StreamFailure(StreamReason.BROKEN)
        started = mono_ms()
        has_frame, picture = self._grabbed(started)
        arrived = mono_ms()
        # A grab that ran into the timeout may still hand out a frame flushed from long ago.
        if self.is_paced and arrived - started >= self._spec.timeout_ms * 9 // 10:
            raise StreamFailure(StreamReason.STALLED)
        if not has_frame:
            self._rewind_or_fail()
            return None
        if picture is None:
            return None
        return BgraFrame(_as_bgra(picture), self._pts_ms(arrived), arrived)

    def _grabbed(self, now: int) -> tuple[bool, NDArray[np.generic] | None]:
        """The next frame; unconverted and so None between the few that are wanted.

        OpenCV takes the wish for key frames only when it opens: leaving out the conversion is
        what can be saved on a capture that goes on.
        """
        if self._capture is None or not self._capture.grab():
            return False, None
        is_early = now - self._shown_mono_ms < _SPARSE_MS
        if self.pace is Pace.NOTHING or (self.pace is Pace.KEY_FRAMES and is_early):
            return True, None
        self._shown_mono_ms = now
        return self._capture.retrieve()

    def close(self) -> None:
        capture, self._capture = self._capture, None
        if capture is not None:
            capture.release()

    def _refuse_missing_file(self) -> None:
        if self._kind is None:
            raise StreamFailure(StreamReason.CANNOT_PARSE)
        if self._kind is SourceKind.FILE and not Path(file_path(self._spec.address)).is_file():
            raise StreamFailure(StreamReason.DEVICE_MISSING)

    def _opened_capture(self) -> cv2.VideoCapture:
        if self._kind is SourceKind.USB:
            return cv2.VideoCapture(usb_index(self._spec.address), cv2.CAP_ANY)
        patience = self._spec.timeout_ms
        wishes = [
            cv2.CAP_PROP_OPEN_TIMEOUT_MSEC,
            patience,
            cv2.CAP_PROP_READ_TIMEOUT_MSEC,
            patience,
            cv2.CAP_PROP_N_THREADS,
            1,
            cv2.CAP_PROP_FORMAT,
            cv2.CV_8UC4,
        ]
        with _turns.opening(self._spec.transport):
            return cv2.VideoCapture(file_path(self._spec.address), cv2.CAP_FFMPEG, wishes)

    def _why_not(self, took_ms: int) -> StreamReason:
        """OpenCV only says no: ask the port, and an RTSP server, why."""
        if self._kind is SourceKind.USB:
            return StreamReason.DEVICE_MISSING
        if self._kind is SourceKind.FILE:
            return StreamReason.NO_PICTURE_INSIDE
        if took_ms >= self._spec.timeout_ms * 9 // 10:
            return StreamReason.NO_ANSWER
        return reason_from_server(self._spec)

    def _rewind_or_fail(self) -> None:
        if self._capture is None or self._kind is not SourceKind.FILE or self._last_pts_ms < 0:
            raise StreamFailure(StreamReason.ENDED)
        # Opened anew, not wound back: a bare H.264 file cannot be.
        self._loops_ms = self._last_pts_ms + _LOOP_GAP_MS
        self._last_pts_ms = -1
        self.close()
        self.open()

    def _pts_ms(self, arrived: int) -> int:
        if self._kind is SourceKind.USB or self._capture is None:
            return arrived
        position = int(self._capture.get(cv2.CAP_PROP_POS_MSEC))
        self._last_pts_ms = max(self._loops_ms + position, self._last_pts_ms)
        return self._last_pts_ms


def _as_bgra(picture: NDArray[np.generic]) -> NDArray[np.uint8]:
    pixels = picture.astype(np.uint8, copy=False)
    if pixels.ndim == 3 and pixels.shape[2] == 4:
        return pixels
    code = cv2.COLOR_GRAY2BGRA if pixels.ndim == 2 else cv2.COLOR_BGR2BGRA
    return cv2.cvtColor(pixels, code).astype(np.uint8, copy=False)
