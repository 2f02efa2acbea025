"""Stills: a frame that was on a tile, encoded at full stream resolution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.video.film import Projector
from duty_desk.video.orders import Still
from duty_desk.vision.cv import cv2

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from duty_desk.video.camera import Camera
    from duty_desk.video.film import Film
    from duty_desk.video.tile_memory import Picture

_QUALITY = 95


def still_of(camera: Camera, seq: int | None) -> Still | None:
    """The frame that was on the tile as picture `seq`, else the nearest one.

    After a worker was restarted no frame is held; the tile's own picture, smaller than the
    stream, is then better evidence than nothing.
    """
    kept = camera.kept.nearest(seq)
    if kept is None:
        picture = camera.last_tile().read(0, takes=False)
        return None if picture is None else _still_of_tile(picture)
    bgr = kept.frame.bgr()
    if bgr is None:
        kept = camera.kept.nearest(seq, is_whole=True) or kept
        bgr = kept.frame.bgr()
        if bgr is None:
            return None
    frame = kept.frame
    return Still(
        jpeg(bgr),
        frame.width,
        frame.height,
        frame.pts_ms,
        frame.received_mono_ms,
        kept.seq,
        exact=seq is None or kept.seq == seq,
        camera_at=frame.camera_at,
    )


def still_of_film(film: Film, number: int) -> Still | None:
    """Frame `number` of what was kept of a camera, the very one: decoded anew for it."""
    found = Projector(film).frame(number)
    if found is None:
        return None
    at, frame = found
    bgr = frame.bgr()
    if bgr is None:
        return None
    return Still(
        jpeg(bgr),
        frame.width,
        frame.height,
        at,
        frame.received_mono_ms,
        at,
        exact=at == number,
    )


def jpeg(bgr: NDArray[np.uint8]) -> bytes:
    """`bgr`, (height, width, 3) uint8 BGR, as a JPEG file of quality 95."""
    is_done, encoded = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    if not is_done:
        raise ValueError(bgr.shape)
    return encoded.tobytes()


def _still_of_tile(picture: Picture) -> Still:
    height, width = picture.bgra.shape[:2]
    bgr = cv2.cvtColor(picture.bgra, cv2.COLOR_BGRA2BGR).astype("uint8", copy=False)
    return Still(
        jpeg(bgr),
        width,
        height,
        picture.pts_ms,
        picture.received_mono_ms,
        picture.seq,
        exact=False,
        camera_at=picture.camera_at,
    )
