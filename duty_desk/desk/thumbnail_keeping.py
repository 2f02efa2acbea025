"""How long the small pictures of visits are kept: once a day the old ones go, on record."""

from __future__ import annotations

import logging
from datetime import date, timedelta
from typing import TYPE_CHECKING

from duty_desk.domain.moment import Moment
from duty_desk.domain.problem import day_of

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk

_log = logging.getLogger(__name__)


class ThumbnailKeeping:
    """Lets thumbnails expire; used on the desk thread only."""

    def __init__(self, desk: Desk, days: int) -> None:
        self._desk = desk
        self._days = days
        self._looked_on = ""

    def tick(self) -> None:
        """Once a day: say which pictures go, then let them go.

        The moment is written first: files that stay behind after a crash are taken away the next
        day, while a file gone without a moment would count as missing.
        """
        today = day_of(self._desk.time.now_ms())
        if self._looked_on == today:
            return
        before_on = (date.fromisoformat(today) - timedelta(days=self._days)).isoformat()
        folder = self._desk.store.thumbnails
        try:
            days = folder.days_before(before_on)
            if days:
                self._say(before_on)
                files, size_bytes = folder.expire(days)
                _log.info("removed %d thumbnail files, %d bytes", files, size_bytes)
        except OSError as error:
            _log.warning("thumbnails not removed: %s", error.strerror)
        self._looked_on = today

    def _say(self, before_on: str) -> None:
        facts = {"before_on": before_on, "days": self._days}
        self._desk.record(
            Moment(kind="thumbnail.expired", subject=self._desk.store.seat, facts=facts)
        )
