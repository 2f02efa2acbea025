"""Photos from phones: evidence as it came, shown as it was held."""

from __future__ import annotations

import numpy as np
import pytest

from duty_desk.language import Refusal
from duty_desk.vision.cv import cv2
from duty_desk.vision.jpeg import decode, encode, upright

TURN_RIGHT = 6  # EXIF orientation: turn by 90 degrees clockwise to stand upright


def street() -> np.ndarray:
    """120 wide, 80 high, its upper left corner white."""
    picture = np.zeros((80, 120, 3), np.uint8)
    picture[:30, :30] = 255
    return picture


def tagged(jpeg: bytes, orientation: int) -> bytes:
    """The JPEG with an EXIF tag that says how it was held."""
    entry = b"\x01\x12\x00\x03\x00\x00\x00\x01" + orientation.to_bytes(2, "big") + b"\x00\x00"
    tiff = b"MM\x00*\x00\x00\x00\x08\x00\x01" + entry + b"\x00\x00\x00\x00"
    content = b"Exif\x00\x00" + tiff
    return jpeg[:2] + b"\xff\xe1" + (len(content) + 2).to_bytes(2, "big") + content + jpeg[2:]


def test_a_photo_held_sideways_is_turned_upright():
    """Width and height change places and the white corner goes to the right."""
    photo = tagged(encode(street()), TURN_RIGHT)
    shown = decode(upright(photo))

    assert decode(photo).shape == (80, 120, 3)
    assert shown.shape == (120, 80, 3)
    assert shown[10, 70].mean() > 200
    assert shown[10, 10].mean() < 50


def test_a_photo_that_stands_upright_is_not_written_anew():
    """Nothing is lost to a second compression, with or without a tag."""
    plain = encode(street())

    assert upright(plain) is plain
    assert upright(tagged(plain, 1)) == tagged(plain, 1)


def test_a_png_becomes_a_jpeg():
    """Screens and robots are given one kind."""
    _, png = cv2.imencode(".png", street())
    shown = upright(png.tobytes())

    assert shown.startswith(b"\xff\xd8")
    assert decode(shown).shape == (80, 120, 3)


def test_what_is_no_picture_is_refused():
    """As everywhere else."""
    with pytest.raises(Refusal):
        upright(b"\xff\xd8 rubbish")
