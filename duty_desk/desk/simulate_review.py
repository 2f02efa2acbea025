"""The supervisor's mornings in the told history: what waits is decided; the last day is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.desk.review_queue import QueueSide, queue
from duty_desk.domain import period as periods
from duty_desk.domain.rights import Role
from duty_desk.domain.workdays import day_of
from duty_desk.language import Refusal, mark, tr

if TYPE_CHECKING:
    from duty_desk.desk.review_views import QueueItem
    from duty_desk.desk.simulate_desk import Teller

_DAY_MS = 86_400_000
_LOOKS_AT = (8 * 60 + 45) * 60_000
_JUDGES = (Role.SUPERVISOR, Role.ADMINISTRATOR)  # nobody decides what is his own
_LEFT = "punch"  # missing punches are the clerk's to clear up at the month's end
_SAID = mark("已与当班人员核实，情况属实，已提醒")


class ReviewStory:
    """Plans what a supervisor does at a quarter to nine into a story that has one."""

    def __init__(self, teller: Teller) -> None:
        self._teller, self._desk = teller, teller.desk

    def plan_day(self, starts_at: int) -> None:
        """Lay out one morning."""
        if self._desk.people.all() and starts_at + _DAY_MS < self._teller.until:
            self._teller.at(starts_at + _LOOKS_AT, self._review)

    def _review(self) -> None:
        desk = self._desk
        at = QueueSide(desk.viewer(), desk.sections.side)
        yesterday = periods.day(day_of(self._teller.now - _DAY_MS))
        for item in desk.read(lambda session: queue(session, at, yesterday)):
            if item.kind != _LEFT:
                self._decide(item)

    def _decide(self, item: QueueItem) -> None:
        people = [one for role in _JUDGES for one in self._desk.people.all() if one.role is role]
        for person in people:
            self._desk.people.act_as(person.name).result()
            try:
                self._desk.review.decide(item, item.choices[0].key, tr(_SAID)).result()
            except Refusal:
                continue  # his own
            finally:
                self._desk.people.act_as("").result()
            return
