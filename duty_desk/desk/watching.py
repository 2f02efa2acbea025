"""Watching outside rounds: pages of the wall that were shown, told once an hour, never a round."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from duty_desk.domain.moment import Moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duty_desk.desk.desk import Desk

HOUR_MS = 3_600_000


@dataclass
class _Hour:
    from_at: int
    to_at: int
    pages: int = 0
    shown_ms: int = 0
    cameras: set[str] = field(default_factory=set)


class Watching:
    """Gathers what the wall shows. At most the current hour is lost when the program is killed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._hour: _Hour | None = None

    def page_shown(self, camera_ids: Sequence[str], shown_ms: int) -> None:
        """A page of the carousel, or one turned by hand, was shown for `shown_ms` until now.

        Only cameras that showed a fresh picture are to be named. Returns at once.
        """
        shown, now = tuple(camera_ids), self._desk.time.now_ms()
        self._desk.ask(lambda: self._note(shown, shown_ms, now))

    def tick(self) -> None:
        """Put an hour that is over on record."""
        self._end_hour(self._desk.time.now_ms())

    def _end_hour(self, now: int) -> None:
        if self._hour and now // HOUR_MS != self._hour.from_at // HOUR_MS:
            self.put_on_record()

    def put_on_record(self) -> None:
        """Put what was gathered on record; at the hour's end and when the desk stops."""
        hour, self._hour = self._hour, None
        if hour is None:
            return
        facts = {
            "from_at": hour.from_at,
            "to_at": hour.to_at,
            "pages": hour.pages,
            "cameras": len(hour.cameras),
            "shown_ms": hour.shown_ms,
        }
        self._desk.record(
            Moment(
                kind="watching.logged",
                subject=self._desk.new_id(),
                facts=facts,
                event_at=hour.to_at,
                actor=self._desk.people.witness,
            )
        )

    def _note(self, camera_ids: tuple[str, ...], shown_ms: int, now: int) -> None:
        self._end_hour(now)
        if self._hour is None:
            self._hour = _Hour(from_at=now - shown_ms, to_at=now)
        self._hour.to_at = now
        self._hour.pages += 1
        self._hour.shown_ms += max(0, shown_ms)
        self._hour.cameras.update(camera_ids)
