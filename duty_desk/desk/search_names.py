"""What every teller of found records stands on: what records name, and a record in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from duty_desk.domain.category import Category
    from duty_desk.domain.emergency import EmergencyKind
    from duty_desk.domain.fault import FaultKind
    from duty_desk.store.shift_tables import ShiftTable
    from duty_desk.store.tables import CameraTable


@dataclass(frozen=True, kw_only=True)
class Names:
    """What records name by an id or a code, and what other tables say about them.

    Attributes:
        people: Names by id.
        channels: Names of push channels by id.
        beside: Words of other tables about a record, by its id.
    """

    cameras: Mapping[str, CameraTable]
    categories: Mapping[str, Category]
    kinds: Sequence[FaultKind]
    emergencies: Sequence[EmergencyKind]
    shifts: Mapping[str, ShiftTable] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    beside: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def place(self, camera_id: str) -> str:
        """`C017 东里南社区-北路口`."""
        camera = self.cameras.get(camera_id)
        return f"{camera.code} {camera.name}" if camera else ""

    def place_words(self, camera_id: str) -> tuple[str, ...]:
        """Everything a place is called by."""
        camera = self.cameras.get(camera_id)
        if camera is None:
            return ()
        return camera.code, camera.name, camera.alias, camera.community


@dataclass(frozen=True)
class Told:
    """A record in words.

    Attributes:
        at: When it came, UTC ms; 0 for what has no time.
        title: Its line.
        detail: What stands under it.
        words: What it is found by, whatever language the window speaks.
        opens: Noun and id of the record that is opened for it; its own when None.
        whose: The name of whom alone it is shown to, where others may not see it.
    """

    at: int
    title: str
    detail: str
    words: tuple[str, ...]
    opens: tuple[str, str] | None = None
    whose: str = ""


def joined(*parts: str) -> str:
    """The parts that there are, side by side."""
    return " · ".join(part for part in parts if part)
