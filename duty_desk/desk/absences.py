"""Announced short absences: who relieves, why, and back by when; no prompt comes meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.presence import MINUTE_MS
from duty_desk.language import Refusal, tr
from duty_desk.store import presence as rows

if TYPE_CHECKING:
    from concurrent.futures import Future

    from duty_desk.desk.desk import Desk

LONGEST_MIN = 60


@dataclass(frozen=True)
class Leaving:
    """An absence as announced: who stands in, why, for how many minutes at most."""

    reliever: str
    why: str
    minutes: int


class Absences:
    """The use cases of announced absences."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def begin(self, leaving: Leaving) -> Future[None]:
        """Leave the seat to a reliever for a while.

        Raises:
            Refusal: nobody relieves, no reason, too long, or somebody is away already.
        """

        def work() -> None:
            actor, now = self._desk.actor, self._desk.time.now_ms()
            reliever, why = leaving.reliever.strip(), leaving.why.strip()
            if not reliever or reliever == actor:
                raise Refusal(tr("离岗要写明谁顶岗，不能是自己；没有保存。"))
            if not why:
                raise Refusal(tr("离岗要写明原因；没有保存。"))
            if not 0 < leaving.minutes <= LONGEST_MIN:
                raise Refusal(tr("临时离岗最长 {n} 分钟；更久请办理换班或请假。", n=LONGEST_MIN))
            if self._desk.read(lambda it: rows.absent(it, self._desk.store.seat)) is not None:
                raise Refusal(tr("已经登记了离岗，回来时请先登记回岗。"))
            facts = {
                "person": actor,
                "reliever": reliever,
                "why": why,
                "back_by_at": now + leaving.minutes * MINUTE_MS,
            }
            self._write("absence.began", self._desk.new_id(), facts, now)

        return self._desk.ask(work)

    def end(self) -> Future[None]:
        """Whoever was away is back.

        Raises:
            Refusal: nobody is away.
        """

        def work() -> None:
            absent = self._desk.read(lambda it: rows.absent(it, self._desk.store.seat))
            if absent is None:
                raise Refusal(tr("现在没有登记离岗。"))
            now = self._desk.time.now_ms()
            self._write("absence.ended", absent.id, {"was_by_at": absent.back_by_at}, now)

        return self._desk.ask(work)

    def _write(self, kind: str, subject: str, facts: dict[str, object], now: int) -> None:
        moment = Moment(
            kind=kind,
            subject=subject,
            facts=facts,
            event_at=now,
            source=Source.KEY,
            actor=self._desk.actor,
        )
        self._desk.record(moment)
