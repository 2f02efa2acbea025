"""Which engine opens which source: PyAV network streams, OpenCV all others, or all if asked."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

from duty_desk.video.address import SourceKind, source_kind
from duty_desk.video.source import PYAV, FrameSource, StreamFailure, StreamSpec
from duty_desk.video.stream_state import StreamReason

if TYPE_CHECKING:
    from duty_desk.video.opencv_source import OpenCvSource
    from duty_desk.video.pyav_source import PyAvSource


def source_for(spec: StreamSpec, *, key_frames_only: bool = False) -> PyAvSource | OpenCvSource:
    """The source for `spec`, not opened yet.

    Raises:
        StreamFailure: the address is none.
    """
    kind = source_kind(spec.address)
    if kind is None:
        raise StreamFailure(StreamReason.CANNOT_PARSE)
    # A build without FFmpeg's GPL parts leaves PyAV out: the second engine then does it all.
    if kind is SourceKind.NETWORK and spec.engine == PYAV and importlib.util.find_spec("av"):
        from duty_desk.video.pyav_source import PyAvSource

        return PyAvSource(spec, key_frames_only=key_frames_only)
    from duty_desk.video.opencv_source import OpenCvSource

    return OpenCvSource(spec)


def opened_source(spec: StreamSpec) -> FrameSource:
    """The source for `spec`, opened.

    Raises:
        StreamFailure: why it cannot be opened.
    """
    source = source_for(spec)
    source.open()
    return source
