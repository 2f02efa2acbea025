"""Pictures of a told history: recent ones as a key press keeps them, older ones shared."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from duty_desk.desk.evidence import KeptShot, Picked, keep_shot
from duty_desk.vision.jpeg import decode
from duty_desk.vision.thumbnail import thumbnail

if TYPE_CHECKING:
    from duty_desk.desk.simulate_desk import Teller
    from duty_desk.desk.views import CameraRow

_DAY_MS = 86_400_000
RECENT_DAYS = 14  # a year of captioned and small pictures would only fill the disk


class Shots:
    """Keeps pictures for a story. One older than two weeks is the camera's picture, uncaptioned."""

    def __init__(self, teller: Teller) -> None:
        self._teller = teller
        self._recent_from_at = teller.until - RECENT_DAYS * _DAY_MS
        self._sizes = [decode(picture).shape for picture in teller.pictures]
        self._small = [thumbnail(decode(picture)) for picture in teller.pictures]
        self._shared: dict[int, KeptShot] = {}

    def is_recent(self, at: int) -> bool:
        """Whether an instant lies in the last two weeks of the story."""
        return at >= self._recent_from_at

    def small(self, at: int, camera_id: str) -> bytes:
        """The small picture of a visit; empty for one that would have expired unseen."""
        return self._small[self._number(camera_id)] if self.is_recent(at) else b""

    def picked(self, camera_id: str, age_ms: int) -> Picked:
        """What a key press picks now."""
        now, number = self._teller.now, self._number(camera_id)
        height_px, width_px = self._sizes[number][:2]
        return Picked(
            camera_id=camera_id,
            jpeg=self._teller.pictures[number],
            width_px=width_px,
            height_px=height_px,
            received_at=now - age_ms,
            age_ms=age_ms,
            found_at=now,
        )

    def shot(self, camera: CameraRow, age_ms: int) -> KeptShot:
        """The picture of now, on the disk."""
        picked = self.picked(camera.id, age_ms)
        if self.is_recent(picked.found_at):
            return keep_shot(self._teller.desk, picked, camera)
        return replace(self._one_for_all(camera.id, picked), picked=picked)

    def photo(self, camera: CameraRow) -> KeptShot:
        """A photo of what was put right, on the disk."""
        return replace(self._one_for_all(camera.id, self.picked(camera.id, 0)))

    def _one_for_all(self, camera_id: str, picked: Picked) -> KeptShot:
        number = self._number(camera_id)
        if number not in self._shared:
            kept = self._teller.desk.store.evidence.put(picked.jpeg)
            self._shared[number] = KeptShot(kept, kept, picked)
        return replace(self._shared[number], picked=picked)

    def _number(self, camera_id: str) -> int:
        return self._teller.places.place_of(camera_id) % len(self._sizes)
