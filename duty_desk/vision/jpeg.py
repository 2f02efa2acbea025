"""Pictures from and to JPEG bytes, and smaller when a channel asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from duty_desk.language import Refusal, tr
from duty_desk.vision.cv import cv2

if TYPE_CHECKING:
    from duty_desk.vision.text import Picture

EVIDENCE_QUALITY = 92
CARD_QUALITY = 88

_JPEG = b"\xff\xd8"
_TAGS, _TAGS_WITHIN_BYTES = b"Exif\0\0", 1 << 16  # they stand before the picture
_STEPS = (85, 75, 65, 55, 45)
_SHRINK = 0.75
_SMALLEST_PX = 64


def decode(image: bytes) -> Picture:
    """The picture in `image` (JPEG or PNG): `uint8`, (height, width, 3), BGR.

    Raises:
        Refusal: the bytes hold no picture.
    """
    # IGNORE_ORIENTATION: what the operator saw is what is kept, whatever a tag says.
    flags = cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION
    try:
        picture = cv2.imdecode(np.frombuffer(image, np.uint8), flags) if image else None
    except cv2.error:
        # Sizes beyond reason are raised, other damage is returned as nothing.
        picture = None
    if picture is None:
        raise Refusal(tr("图片损坏，打不开；原始截图不受影响，请重新截一张。"))
    return cast("Picture", picture)


def is_tagged(jpeg: bytes) -> bool:
    """Whether a JPEG has tags, one of which may say how to turn it; a camera's frame has none."""
    return jpeg.find(_TAGS, 0, _TAGS_WITHIN_BYTES) >= 0


def upright(photo: bytes) -> bytes:
    """`photo` (JPEG or PNG) as a JPEG that stands upright without a tag that says how to turn it.

    A JPEG that stands upright already is returned as it is.

    Raises:
        Refusal: the bytes hold no picture.
    """
    as_stored = decode(photo)
    turned = cv2.imdecode(np.frombuffer(photo, np.uint8), cv2.IMREAD_COLOR)
    if turned is None or np.array_equal(as_stored, turned):
        return photo if photo.startswith(_JPEG) else encode(as_stored)
    return encode(cast("Picture", turned))


def encode(picture: Picture, quality: int = EVIDENCE_QUALITY) -> bytes:
    """JPEG bytes of `picture` (`uint8`, (height, width, 3), BGR)."""
    _, image = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return bytes(image.tobytes())


def fit_jpeg(image: bytes, max_bytes: int) -> bytes:
    """`image` unchanged when it fits into `max_bytes`, else a JPEG that does.

    First coarser, down to quality 45, then smaller by quarters.

    Raises:
        Refusal: the bytes hold no picture, or nothing recognisable would fit.
    """
    if len(image) <= max_bytes:
        return image
    picture = decode(image)
    while min(picture.shape[:2]) >= _SMALLEST_PX:
        for quality in _STEPS:
            smaller = encode(picture, quality)
            if len(smaller) <= max_bytes:
                return smaller
        picture = cast(
            "Picture",
            cv2.resize(picture, None, fx=_SHRINK, fy=_SHRINK, interpolation=cv2.INTER_AREA),
        )
    raise Refusal(tr("图片压缩后仍然太大，不能随消息发送；请改用“复制图文”。"))
