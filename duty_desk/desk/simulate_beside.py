"""Beside rounds in the told history: pages of the wall watched, communities visited."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from duty_desk.language import mark, tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.desk.simulate_desk import Teller

_PAGE = 16  # cameras on a page of the wall
_MINUTE_MS, _HOUR_MS = 60_000, 3_600_000
_PAGE_EVERY_MS = 10 * _MINUTE_MS
_VISITS_FROM_HOUR, _VISITS_A_DAY = 9, 6
_LEFT_OUT = 0.02
_NOTES = (mark("秩序正常"), mark("提醒商户收回外摆"), mark("垃圾已通知清运"))


class BesideStory:
    """Plans watching and on-site inspections into a story."""

    def __init__(self, teller: Teller) -> None:
        self._teller, self._desk = teller, teller.desk
        self._dice = random.Random(f"beside {teller.seed}")
        self._ids = [camera.id for camera in teller.places.cameras]
        self._towns = list(dict.fromkeys(camera.community for camera in teller.places.cameras))
        self._page = self._town = 0

    def plan_day(self, starts_at: int) -> None:
        """Lay out the pages and the inspections of one day."""
        first_at = starts_at + 7 * _MINUTE_MS  # so that each page lies whole in its hour
        for at in range(first_at, starts_at + 24 * _HOUR_MS, _PAGE_EVERY_MS):
            self._plan(at, self._watch)
        for number in range(_VISITS_A_DAY):
            if self._dice.random() >= _LEFT_OUT:
                hour_at = starts_at + (_VISITS_FROM_HOUR + number) * _HOUR_MS
                self._plan(hour_at + self._dice.randrange(_HOUR_MS), self._visit_next)

    def _plan(self, at: int, event: Callable[[], None]) -> None:
        if at > self._teller.now:
            self._teller.at(at, event)

    def _watch(self) -> None:
        pages = max(1, -(-len(self._ids) // _PAGE))
        start = self._page % pages * _PAGE
        self._desk.watching.page_shown(self._ids[start : start + _PAGE], _PAGE_EVERY_MS // 2)
        self._page += 1

    def _visit_next(self) -> None:
        town = self._towns[self._town % len(self._towns)]
        self._town += 1
        if town:
            note = tr(self._dice.choice(_NOTES))
            self._desk.site_visits.done(town, note=note).result()
