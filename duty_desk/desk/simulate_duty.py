"""Duty in the told history: lines of the log, leaders' instructions, presence checks, absences."""

from __future__ import annotations

import random
from functools import partial
from typing import TYPE_CHECKING

from duty_desk.desk.absences import Leaving
from duty_desk.desk.duty_log import Draft
from duty_desk.desk.emergencies import Called, FoundEmergency
from duty_desk.domain import presence as rules
from duty_desk.domain.duty_log import LogKind
from duty_desk.domain.moment import Moment, Source
from duty_desk.language import mark, tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.desk.simulate_desk import Teller

_MINUTE_MS, _HOUR_MS = 60_000, 3_600_000
_LINES = (
    (LogKind.PHONE, mark("{code} 附近居民来电反映路灯不亮"), mark("已转物业")),
    (LogKind.VISITOR, mark("社区网格员来查看 {code} 画面"), mark("登记后陪同查看")),
    (LogKind.URGE, mark("催办 {code} 桶站清运"), mark("社区答复一小时内到场")),
    (LogKind.EQUIPMENT, mark("大屏 2 号屏闪烁，重启后正常"), ""),
    (LogKind.PATROL, mark("{code} 周边秩序正常"), ""),
    (LogKind.DISPATCH, mark("{code} 占道问题派给综合执法队"), mark("已接收")),
)
_INSTRUCTION = mark("今晚重点看桶站和医院东门，有情况马上报")
_LEADER = mark("街道带班领导")
_MISSED, _EMERGENCY = 0.02, 0.12  # shares of prompts, and of days
_OPERATORS = (mark("值班员 A"), mark("值班员 B"))


class DutyStory:
    """Plans what happens at the seat beside rounds and problems into a story."""

    def __init__(self, teller: Teller) -> None:
        self._teller, self._desk = teller, teller.desk
        self._dice = random.Random(f"duty {teller.seed}")
        self._cameras = teller.places.cameras

    def plan_day(self, starts_at: int) -> None:
        """Lay out one day."""
        dice = self._dice
        at = starts_at
        while (at := at + rules.drawn_ms(rules.PresenceRule(), at, dice.randint)) < (
            starts_at + 24 * _HOUR_MS
        ):
            self._plan(at, self._ask, 5 * _MINUTE_MS)
        for hour in range(1, 24, 2):
            self._plan(starts_at + hour * _HOUR_MS + dice.randrange(_HOUR_MS), self._write)
        self._plan(starts_at + 17 * _HOUR_MS + dice.randrange(_HOUR_MS), self._instruct)
        self._plan(starts_at + 12 * _HOUR_MS, self._leave, _HOUR_MS)
        if dice.random() < _EMERGENCY:
            self._plan(starts_at + dice.randrange(24 * _HOUR_MS), self._raise, 2 * _HOUR_MS)

    def _plan(self, at: int, event: Callable[[], object], lasts_ms: int = 0) -> None:
        """Let something happen that is over before the story ends."""
        if self._teller.now < at < self._teller.until - lasts_ms:
            self._teller.at(at, lambda: _do(event))

    def _ask(self) -> None:
        """A prompt, answered a little later, or by nobody."""
        desk, now = self._desk, self._desk.time.now_ms()
        check_id, facts = desk.new_id(), {"person": desk.actor, "drawn_ms": 0}
        self._record(Moment(kind="presence.prompted", subject=check_id, facts=facts, event_at=now))
        if self._dice.random() < _MISSED:
            for kind, after_ms in (
                ("presence.sounded", 60_000),
                ("presence.escalated", 120_000),
                ("presence.unconfirmed", 240_000),
            ):
                moment = Moment(kind=kind, subject=check_id)
                self._plan(now + after_ms, partial(self._record, moment))
            return
        answer_ms = self._dice.randrange(1_800, 45_000)
        answered = Moment(
            kind="presence.confirmed",
            subject=check_id,
            facts={"answer_ms": answer_ms, "way": "key"},
            source=Source.KEY,
            actor=desk.actor,
        )
        self._plan(now + answer_ms, lambda: self._record(answered))

    def _record(self, moment: Moment) -> None:
        self._desk.ask(lambda: self._desk.record(moment)).result()

    def _write(self) -> None:
        kind, text, handling = self._dice.choice(_LINES)
        now, late_ms = self._desk.time.now_ms(), 0
        if self._dice.random() < 0.1:
            late_ms = self._dice.randrange(6, 28) * _MINUTE_MS
        draft = Draft(
            kind=kind,
            text=tr(text, code=self._dice.choice(self._cameras).code),
            handling=tr(handling) if handling else "",
            pressed_at=now,
            at=now - late_ms if late_ms else None,
        )
        self._desk.duty_log.write(draft).result()

    def _instruct(self) -> None:
        now = self._desk.time.now_ms()
        draft = Draft(
            kind=LogKind.INSTRUCTION, text=tr(_INSTRUCTION), leader=tr(_LEADER), pressed_at=now
        )
        written = self._desk.duty_log.write(draft).result()
        if not self._desk.people.all():  # else whoever takes over reads it in the handover
            self._plan(now + 3 * _HOUR_MS, lambda: self._desk.duty_log.read(written).result())

    def _leave(self) -> None:
        others = [tr(name) for name in _OPERATORS if tr(name) != self._desk.actor]
        leaving = Leaving(others[0], tr("用餐"), 30)
        self._desk.absences.begin(leaving).result()
        back_at = self._desk.time.now_ms() + self._dice.randrange(12, 29) * _MINUTE_MS
        self._plan(back_at, lambda: self._desk.absences.end().result())

    def _raise(self) -> None:
        now, camera = self._desk.time.now_ms(), self._dice.choice(self._cameras)
        kind = self._dice.choice(self._desk.emergency.kinds)
        found = FoundEmergency(found_at=now, camera_id=camera.id, kind=kind.code)
        row = self._desk.emergency.find(found).result()
        told = Called(role=tr(_LEADER), is_client=True)
        self._plan(now + 150_000, lambda: self._desk.emergency.tell(row.id, told).result())
        closing = tr("有关单位到场处置完毕，现场恢复正常")
        self._plan(now + _HOUR_MS, lambda: self._desk.emergency.close(row.id, closing).result())


def _do(event: Callable[[], object]) -> None:
    event()
