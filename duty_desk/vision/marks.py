"""Marks an operator puts on a picture: boxes, arrows, words, and mosaics that cannot be undone.

Coordinates are integers in per-mille (0-1000) of the picture's width and height, from the top
left, so that a mark fits the picture in any size.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from duty_desk.vision.cv import cv2
from duty_desk.vision.jpeg import decode, encode
from duty_desk.vision.text import Ink, open_typeface

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from duty_desk.vision.text import Picture

MARK_BGR = (79, 82, 240)
MAX_TEXT = 60

_MOSAIC_PARTS = 12
_MOSAIC_LEAST_PX = 12


@dataclass(frozen=True)
class Box:
    """A rectangle around what is wrong."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True)
class Arrow:
    """An arrow whose head is at (`to_x`, `to_y`)."""

    from_x: int
    from_y: int
    to_x: int
    to_y: int


@dataclass(frozen=True)
class Text:
    """Words with their top left corner at (`x`, `y`)."""

    x: int
    y: int
    text: str


@dataclass(frozen=True)
class Mosaic:
    """A region made unrecognisable: a face, a number plate, a window."""

    left: int
    top: int
    right: int
    bottom: int


Mark = Box | Arrow | Text | Mosaic

_KINDS: dict[str, type[Mark]] = {"box": Box, "arrow": Arrow, "text": Text, "mosaic": Mosaic}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def as_facts(mark: Mark) -> dict[str, Any]:
    """`mark` as JSON-ready facts: its kind and its numbers."""
    return {"mark": _NAMES[type(mark)], **asdict(mark)}


def mark_from_facts(facts: Mapping[str, Any]) -> Mark:
    """The mark that `as_facts` wrote.

    Raises:
        ValueError: the facts are no mark's, or a number is no integer between 0 and 1000.
    """
    kind = _KINDS.get(str(facts.get("mark")))
    fields = {name: value for name, value in facts.items() if name != "mark"}
    if kind is None or set(fields) != set(kind.__dataclass_fields__):
        raise ValueError(f"no mark: {sorted(facts)}")
    for name, value in fields.items():
        _check(name, value)
    return kind(**fields)


def _check(name: str, value: object) -> None:
    if name == "text":
        is_right = isinstance(value, str) and len(value) <= MAX_TEXT
    else:
        is_right = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 1000
    if not is_right:
        raise ValueError(f"{name} of a mark is out of range")


def burn(jpeg: bytes, marks: Sequence[Mark], font: Path) -> bytes:
    """A copy of `jpeg` with `marks` burned in; `jpeg` itself when there are none.

    Mosaics come first, so that no other mark is blurred by them.
    """
    if not marks:
        return jpeg
    picture = decode(jpeg)
    for mosaic in (mark for mark in marks if isinstance(mark, Mosaic)):
        pixelate(picture, mosaic)
    for mark in marks:
        match mark:
            case Box():
                _burn_box(picture, mark)
            case Arrow():
                _burn_arrow(picture, mark)
            case Text():
                _burn_text(picture, mark, font)
            case Mosaic():
                pass
    return encode(picture)


def pixelate(picture: Picture, mosaic: Mosaic) -> None:
    """Replace a region of `picture`, in place, by few averages.

    At most 12 by 12 blocks, each of at least 12 pixels a side: nothing finer is left in it.
    `picture` is `uint8`, (height, width, 3), BGR.
    """
    left, top, right, bottom = _corners(picture, mosaic)
    region = picture[top:bottom, left:right]
    high, wide = region.shape[:2]
    blocks = (_block_count(wide), _block_count(high))
    averages = cv2.resize(region, blocks, interpolation=cv2.INTER_AREA)
    region[:] = cv2.resize(averages, (wide, high), interpolation=cv2.INTER_NEAREST)


def _block_count(length_px: int) -> int:
    return max(1, min(_MOSAIC_PARTS, length_px // _MOSAIC_LEAST_PX))


def _corners(picture: Picture, mark: Box | Mosaic) -> tuple[int, int, int, int]:
    """Left, top, right, bottom in pixels; right and bottom exclusive, never empty."""
    height, width = picture.shape[:2]
    left, right = sorted((mark.left * width // 1000, -(-mark.right * width // 1000)))
    top, bottom = sorted((mark.top * height // 1000, -(-mark.bottom * height // 1000)))
    left, top = min(left, width - 1), min(top, height - 1)
    return left, top, max(right, left + 1), max(bottom, top + 1)


def _stroke_px(picture: Picture) -> int:
    return max(2, int(min(picture.shape[:2])) // 270)


def _burn_box(picture: Picture, box: Box) -> None:
    left, top, right, bottom = _corners(picture, box)
    stroke = _stroke_px(picture)
    cv2.rectangle(picture, (left, top), (right - 1, bottom - 1), MARK_BGR, stroke)


def _point(picture: Picture, x: int, y: int) -> tuple[int, int]:
    height, width = picture.shape[:2]
    return min(width - 1, x * width // 1000), min(height - 1, y * height // 1000)


def _burn_arrow(picture: Picture, arrow: Arrow) -> None:
    start = _point(picture, arrow.from_x, arrow.from_y)
    tip = _point(picture, arrow.to_x, arrow.to_y)
    length = max(1.0, ((tip[0] - start[0]) ** 2 + (tip[1] - start[1]) ** 2) ** 0.5)
    # A head of constant size; OpenCV wants it as a share of the length.
    head = min(0.5, 8 * _stroke_px(picture) / length)
    cv2.arrowedLine(picture, start, tip, MARK_BGR, _stroke_px(picture), cv2.LINE_AA, tipLength=head)


def _burn_text(picture: Picture, mark: Text, font: Path) -> None:
    if not mark.text.strip():
        return
    face = open_typeface(font)
    height, width = picture.shape[:2]
    size_px = max(16, height // 30)
    pad = size_px // 4
    text = face.shortened(mark.text, size_px, width - 2 * pad)
    wide, high = face.width_px(text, size_px) + 2 * pad, round(size_px * 1.4)
    x, y = _point(picture, mark.x, mark.y)
    # Words near an edge move inwards instead of being cut off.
    x, y = max(0, min(x, width - wide)), max(0, min(y, height - high))
    cv2.rectangle(picture, (x, y), (x + wide, y + high), MARK_BGR, cv2.FILLED)
    face.draw(picture, text, (x + pad, y + size_px), Ink((255, 255, 255), size_px))
