"""The last frames of a camera that were on its tile, so that a still is the frame a person saw."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duty_desk.video.source import Frame

_KEPT_MS = 600
_MOST_FRAMES = 8
_MOST_BYTES = 8_000_000
_FEWEST_FRAMES = 2


@dataclass(frozen=True)
class KeptFrame:
    """A frame and the number under which it was on the tile."""

    seq: int
    frame: Frame


class KeptFrames:
    """Holds the frame that is on screen for as long as it is, and the newest ones beside it.

    Frames are references to the decoder's buffers, not copies. All but the newest go without their
    pixels where they can be decoded again, which a still does anyway to have them at their best;
    a byte limit keeps the others within reason.
    """

    def __init__(self) -> None:
        self._frames: OrderedDict[int, Frame] = OrderedDict()
        self._lock = threading.Lock()
        self._on_screen = (0, 0)

    def add(self, seq: int, frame: Frame, taken_seq: int) -> None:
        """Keep `frame`; `taken_seq` is the picture the desk shows."""
        with self._lock:
            if taken_seq != self._on_screen[1]:
                self._on_screen = (self._on_screen[1], taken_seq)
            before = next(reversed(self._frames.values()), None)
            if before is not None and before is not frame:
                # A frame drawn anew for another tile has two numbers.
                before.lighten()
            self._frames[seq] = frame
            self._drop_old(frame.received_mono_ms)

    def nearest(self, seq: int | None, *, is_whole: bool = False) -> KeptFrame | None:
        """The frame numbered `seq`, or the nearest one kept; the newest when `seq` is None.

        With `is_whole` only among those that still have their pixels.
        """
        with self._lock:
            kept = [one for one, frame in self._frames.items() if frame.size_bytes or not is_whole]
            if not kept:
                return None
            wanted = kept[-1] if seq is None else seq
            found = min(kept, key=lambda one: abs(one - wanted))
            return KeptFrame(found, self._frames[found])

    def _drop_old(self, now_mono_ms: int) -> None:
        held = sum(frame.size_bytes for frame in self._frames.values())
        for seq in list(self._frames)[:-_FEWEST_FRAMES]:
            frame = self._frames[seq]
            is_surplus = (
                seq < self._on_screen[0]
                or now_mono_ms - frame.received_mono_ms > _KEPT_MS
                or len(self._frames) > _MOST_FRAMES
                or held > _MOST_BYTES
            )
            if is_surplus and seq not in self._on_screen:
                held -= frame.size_bytes
                del self._frames[seq]
