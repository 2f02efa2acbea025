"""The pictures that came with looks at cameras: of what is seen now, and the last that was well."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duty_desk.video.exam import Examined

MOST = 160  # cameras: two screens of 36, those made ready for the next, a round


@dataclass(frozen=True)
class LookPictures:
    """JPEG pictures of one camera; empty where there is none.

    Attributes:
        now: What was found.
        good, good_mono_ms: The last picture that looked well, and when it was received.
    """

    now: bytes = b""
    good: bytes = b""
    good_mono_ms: int | None = None


class KeptPictures:
    """Of the cameras heard of last, not of all: a carousel walks through a whole catalogue."""

    def __init__(self) -> None:
        self._kept: dict[str, LookPictures] = {}

    def keep(self, said: Examined) -> None:
        """What came with this look, if anything."""
        if not said.now_jpeg and not said.good_jpeg:
            return
        self._kept.pop(said.camera_id, None)
        self._kept[said.camera_id] = LookPictures(said.now_jpeg, said.good_jpeg, said.good_mono_ms)
        if len(self._kept) > MOST:
            del self._kept[next(iter(self._kept))]

    def of(self, camera_id: str) -> LookPictures:
        """What is kept of a camera."""
        return self._kept.get(camera_id, LookPictures())

    def last_good(self, camera_id: str, since_mono_ms: int) -> tuple[bytes, int] | None:
        """The last picture that looked well, with its instant; none from before `since_mono_ms`."""
        kept = self.of(camera_id)
        if kept.good_mono_ms is None or kept.good_mono_ms < since_mono_ms:
            return None
        return kept.good, kept.good_mono_ms


def bare(said: Examined) -> Examined:
    """A look without its pictures: thousands of them are kept."""
    return replace(said, now_jpeg=b"", good_jpeg=b"")
