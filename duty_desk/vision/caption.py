"""Words burned into pictures: the caption of a piece of evidence and the card for WeChat groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from duty_desk.vision.cv import cv2
from duty_desk.vision.jpeg import CARD_QUALITY, decode, encode, fit_jpeg
from duty_desk.vision.text import Ink, bold_of, open_typeface

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from duty_desk.vision.text import Picture, Typeface

__all__ = ["CARD_WIDTH_PX", "caption", "card", "fit_jpeg"]

CARD_WIDTH_PX = 1080

_HEADING_PX = 46
_LINE_PX = 36
_CARD_MARGIN_PX = 36
_CARD_BGR = (31, 24, 19)
_HEADING_BGR = (255, 255, 255)
_LINE_BGR = (243, 237, 232)

# Of the picture's height: 28 px on a picture of 1080 lines.
_CAPTION_SHARE = 0.026
_CAPTION_LEAST_PX = 14
_CAPTION_SHADE = 0.28


def caption(jpeg: bytes, lines: Sequence[str], font: Path) -> bytes:
    """A copy of `jpeg` with `lines` on a dark translucent strip at its bottom left.

    The copy has the size of the original, so that marks fit both. Long lines are wrapped.
    """
    picture = decode(jpeg)
    height, width = picture.shape[:2]
    face = open_typeface(font)
    size_px = max(_CAPTION_LEAST_PX, round(height * _CAPTION_SHARE))
    pad = size_px // 2
    room = max(size_px, width - 4 * pad)
    wrapped = [part for line in lines for part in face.wrapped(line, size_px, room)]
    _burn_strip(picture, wrapped, face, size_px)
    return encode(picture)


def _burn_strip(picture: Picture, lines: Sequence[str], face: Typeface, size_px: int) -> None:
    height, width = picture.shape[:2]
    pad, step = size_px // 2, round(size_px * 1.4)
    wide = min(width, max((face.width_px(line, size_px) for line in lines), default=0) + 2 * pad)
    left = min(pad, width - wide)
    top = max(0, height - pad - step * len(lines) - pad)
    strip = picture[top : height - pad, left : left + wide]
    strip[:] = cv2.convertScaleAbs(strip, alpha=_CAPTION_SHADE)
    for number, line in enumerate(lines):
        base = top + pad // 2 + step * number + size_px
        face.draw(picture, line, (left + pad, base), Ink(size_px=size_px))


@dataclass(frozen=True)
class _Row:
    """One line of the card as it will be drawn."""

    text: str
    face: Typeface
    ink: Ink

    @property
    def height_px(self) -> int:
        return round(self.ink.size_px * 1.5)


def card(jpeg: bytes, heading: str, lines: Sequence[str], font: Path) -> bytes:
    """One picture for a personal WeChat group: the snapshot, below it heading and lines.

    1080 px wide, so that 36 px text reads well on a phone; long lines are wrapped.
    """
    snapshot = _scaled(decode(jpeg))
    rows = _rows(heading, lines, font)
    strip = np.full(
        (sum(row.height_px for row in rows) + 2 * _CARD_MARGIN_PX, CARD_WIDTH_PX, 3),
        _CARD_BGR,
        np.uint8,
    )
    base = _CARD_MARGIN_PX
    for row in rows:
        base += row.height_px
        row.face.draw(
            strip, row.text, (_CARD_MARGIN_PX, base - round(row.ink.size_px * 0.4)), row.ink
        )
    return encode(np.vstack([snapshot, strip]), CARD_QUALITY)


def _scaled(picture: Picture) -> Picture:
    height, width = picture.shape[:2]
    target = (CARD_WIDTH_PX, max(1, round(height * CARD_WIDTH_PX / width)))
    method = cv2.INTER_AREA if width > CARD_WIDTH_PX else cv2.INTER_CUBIC
    return cast("Picture", cv2.resize(picture, target, interpolation=method))


def _rows(heading: str, lines: Sequence[str], font: Path) -> list[_Row]:
    room = CARD_WIDTH_PX - 2 * _CARD_MARGIN_PX
    bold, regular = open_typeface(bold_of(font)), open_typeface(font)
    rows = [
        _Row(part, bold, Ink(_HEADING_BGR, _HEADING_PX))
        for part in bold.wrapped(heading, _HEADING_PX, room)
    ]
    rows += [
        _Row(part, regular, Ink(_LINE_BGR, _LINE_PX))
        for line in lines
        for part in regular.wrapped(line, _LINE_PX, room)
    ]
    return rows
