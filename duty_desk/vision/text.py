"""Chinese text on pictures: measured, wrapped and drawn with the bundled TrueType font.

Pictures are `uint8` arrays of shape (height, width, 3), colour order BGR, changed in place.
"""

from __future__ import annotations

import functools
import re
import struct
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from duty_desk.vision.cv import cv2

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

_BUILT_IN = "uni"
_FONT_VERSIONS = frozenset({b"\x00\x01\x00\x00", b"true"})
_MISSING_SIGN = "…"
_UNBOUNDED = (0, 1 << 24)
# A line may not begin with a closing stop (CJK and full-width punctuation) nor end with an
# opening bracket.
_OPENING = "\\u3008\\u300a\\u300c\\u300e\\u3010\\uff08"
_CLOSING = (
    "\\u3001\\u3002\\u3009\\u300b\\u300d\\u300f\\u3011\\uff01\\uff09\\uff0c\\uff1a\\uff1b\\uff1f"
)
_PIECE = re.compile(rf"[{_OPENING}]*(?:[!-\u02ff]+|.)[{_CLOSING}]*\s*")


@dataclass(frozen=True)
class Ink:
    """How a line is drawn: its colour (BGR) and its size in pixels."""

    bgr: tuple[int, int, int] = (243, 237, 232)
    size_px: int = 24


@dataclass(frozen=True)
class Typeface:
    """One font file, safe to use from several threads."""

    _face: Any = field(repr=False)
    # OpenCV keeps drawn glyphs inside the face without a lock of its own.
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def width_px(self, text: str, size_px: int) -> int:
        """How far `text` reaches in one line."""
        if not text:
            return 0
        text = _drawable(text)
        with self._lock:
            box = cv2.getTextSize((0, 0), text, (0, 0), self._face, size_px, 0, 0, _UNBOUNDED)
        return int(box[0] + box[2])

    def draw(self, picture: Picture, text: str, at: tuple[int, int], ink: Ink) -> None:
        """Draw `text` in one line with the left end of its base line at `at` (x, y)."""
        text = _drawable(text)
        with self._lock:
            cv2.putText(picture, text, at, ink.bgr, self._face, ink.size_px, 0, 0, _UNBOUNDED)

    def wrapped(self, text: str, size_px: int, room_px: int) -> list[str]:
        """`text` in lines that fit into `room_px`: Chinese anywhere, other words as a whole."""
        lines = [""]
        for piece in _pieces(text):
            if lines[-1] and self.width_px(lines[-1] + piece.rstrip(), size_px) > room_px:
                lines.append("")
            lines[-1] += piece if lines[-1] else piece.lstrip()
        return [part for line in lines for part in self._torn(line.rstrip(), size_px, room_px)]

    def _torn(self, line: str, size_px: int, room_px: int) -> list[str]:
        """`line`, torn inside a word where a single word is longer than a line."""
        parts = [""]
        for sign in line:
            if parts[-1] and self.width_px(parts[-1] + sign, size_px) > room_px:
                parts.append("")
            parts[-1] += sign
        return parts

    def shortened(self, text: str, size_px: int, room_px: int) -> str:
        """`text`, cut with an ellipsis when it does not fit into `room_px`."""
        if self.width_px(text, size_px) <= room_px:
            return text
        while text and self.width_px(text + _MISSING_SIGN, size_px) > room_px:
            text = text[:-1]
        return text + _MISSING_SIGN


def _drawable(text: str) -> str:
    """`text` without what no font draws; half a surrogate pair would crash OpenCV."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _pieces(text: str) -> list[str]:
    """What may not be torn: a word with its spaces, or one Chinese sign with its stop."""
    return _PIECE.findall(" ".join(text.split()))


@functools.lru_cache(maxsize=8)
def open_typeface(font: Path) -> Typeface:
    """The typeface of the TrueType file `font`.

    OpenCV's own face, which has Chinese too, when the file is missing, damaged, or under a path
    that OpenCV cannot open (Chinese folder names on Windows): evidence is never lost for want
    of a font. `duty-desk check` tells of a missing font.
    """
    face = cv2.FontFace(str(font) if _is_whole_font(font) else _BUILT_IN)
    return Typeface(face if face.getName() else cv2.FontFace(_BUILT_IN))


def _is_whole_font(font: Path) -> bool:
    """Whether every table of the file lies inside it: OpenCV crashes on a font that is none."""
    try:
        with font.open("rb") as file:
            version, tables = struct.unpack(">4sH6x", file.read(12))
            directory = file.read(16 * tables)
        size = font.stat().st_size
        ends = [start + length for _, start, length in struct.iter_unpack(">8sII", directory)]
    except (OSError, struct.error):
        return False
    return version in _FONT_VERSIONS and len(ends) == tables and max(ends, default=size + 1) <= size


def bold_of(font: Path) -> Path:
    """The bold sister of `font` when it lies beside it, else `font` itself."""
    bold = font.with_name(font.name.replace("-Regular", "-Bold"))
    return bold if bold.is_file() else font
