"""Which video codecs this program can decode, for the check of a computer."""

from __future__ import annotations

import importlib.util

CODECS = ("h264", "hevc", "mjpeg", "mpeg4")


def codec_names() -> tuple[str, ...]:
    """Those of `CODECS` that can be decoded here."""
    if importlib.util.find_spec("av") is None:
        # The build without PyAV: OpenCV brings an FFmpeg of its own, which knows all of them.
        from duty_desk.vision.cv import cv2

        return CODECS if cv2.videoio_registry.hasBackend(cv2.CAP_FFMPEG) else ()
    import av.codec

    return tuple(name for name in CODECS if name in av.codec.codecs_available)
