"""Which video codecs this program can decode, for the check of a computer."""

from __future__ import annotations

CODECS = ("h264", "hevc", "mjpeg", "mpeg4")


def codec_names() -> tuple[str, ...]:
    """Those of `CODECS` that can be decoded here."""
    import av.codec

    return tuple(name for name in CODECS if name in av.codec.codecs_available)
