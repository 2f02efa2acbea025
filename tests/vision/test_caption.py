"""Captions, cards, and pictures made small enough for a channel."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest

from duty_desk.language import Refusal
from duty_desk.vision.caption import CARD_WIDTH_PX, caption, card
from duty_desk.vision.cv import cv2
from duty_desk.vision.jpeg import decode, encode, fit_jpeg

FONT = Path(__file__).parents[2] / "resources" / "fonts" / "NotoSansSC-Regular.ttf"
LINES = ["2026-11-21 02:43:10.2  C046 白塔庵-桶站  画面距按键 0.4 秒"]


def street(width: int = 1920, height: int = 1080) -> bytes:
    ramp = np.linspace(90, 200, width, dtype=np.uint8)
    return encode(np.repeat(np.tile(ramp, (height, 1))[:, :, None], 3, axis=2))


def test_a_caption_keeps_the_size_and_leaves_the_rest_of_the_picture_alone():
    """Only the strip at the bottom left is written over, so marks fit both copies."""
    original = street()

    before, after = decode(original), decode(caption(original, LINES, FONT))
    difference = np.abs(before.astype(int) - after).max(axis=2)

    assert after.shape == before.shape
    assert difference[:1000].max() < 12
    assert difference[1010:1070, 20:400].max() > 60


def test_a_caption_on_a_small_picture_is_wrapped_inside_it():
    """A narrow picture gets more lines, none of them beyond its edge."""
    after = decode(caption(street(176, 144), LINES, FONT))

    assert after.shape == (144, 176, 3)
    assert (after[:, -3:].max(axis=2) < 235).all()
    assert (after[80:].min(axis=2) > 200).any()


def test_an_empty_caption_and_a_tiny_picture_do_no_harm():
    """The worst picture a camera can give still becomes evidence."""
    assert decode(caption(street(8, 6), LINES, FONT)).shape == (6, 8, 3)
    assert decode(caption(street(64, 48), [], FONT)).shape == (48, 64, 3)


@pytest.mark.parametrize("size", [(1920, 1080), (352, 288), (1080, 1920)])
def test_a_card_is_as_wide_as_a_phone_reads(size):
    """Every card is 1080 wide with the strip of words below the picture."""
    after = decode(card(street(*size), "【视频巡查·垃圾桶满冒】1121-007", LINES * 3, FONT))

    picture_rows = round(size[1] * CARD_WIDTH_PX / size[0])
    assert after.shape[1] == CARD_WIDTH_PX
    assert after.shape[0] > picture_rows + 3 * 36
    assert np.median(after[picture_rows + 10 :]) < 60


def test_a_long_description_makes_the_card_longer():
    """Nothing of the description is lost."""
    short = decode(card(street(), "编号", ["问题：满冒"], FONT))
    long = decode(card(street(), "编号", ["问题：" + "满冒" * 60], FONT))

    assert long.shape[0] >= short.shape[0] + 3 * 54


def test_a_picture_that_fits_is_not_touched():
    """Bytes within the limit stay the bytes of the evidence."""
    original = street(640, 360)

    assert fit_jpeg(original, len(original)) is original


def test_a_picture_that_is_too_large_is_made_to_fit():
    """A noisy four-megapixel PNG comes down to the channel's limit and is still a picture."""
    noise = np.random.default_rng(7).integers(0, 255, (1440, 2560, 3), np.uint8)
    _, png = cv2.imencode(".png", noise)

    small = fit_jpeg(png.tobytes(), 1_000_000)

    assert len(small) <= 1_000_000
    assert min(decode(small).shape[:2]) > 300


def test_bytes_that_are_no_picture_are_refused():
    """A damaged file leads to a sentence, not to a crash."""
    for broken in (b"", b"no picture", street()[:40]):
        with pytest.raises(Refusal, match="图片损坏"):
            caption(broken, LINES, FONT)


def test_a_picture_that_claims_an_absurd_size_is_refused():
    """A few bytes that promise sixteen hundred megapixels are not unpacked."""
    size = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", size), (b"IDAT", zlib.compress(bytes(99))), (b"IEND", b"")]
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )

    with pytest.raises(Refusal, match="图片损坏"):
        decode(png)


def test_a_limit_that_nothing_can_meet_is_refused():
    """Rather no picture than one nobody can recognise."""
    with pytest.raises(Refusal, match="仍然太大"):
        fit_jpeg(street(), 300)
