"""Alarms: the stages of running clocks, recorded before they are shown, each once.

While the store is out of reach they are shown all the same and recorded when it is back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.domain import clock as clocks
from duty_desk.domain.moment import Moment
from duty_desk.store import clock as rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from duty_desk.desk.views import ClockCard
    from duty_desk.domain.clock import Clock, Stage
    from duty_desk.store.clock import AdoptedRules
    from duty_desk.store.transaction import Session


@dataclass(frozen=True)
class Alarm:
    """A stage of a clock that is due to be shown. `level`: attention, urgent or breach."""

    clock: ClockCard
    level: str
    at: int


class Bell:
    """Tells each stage of a clock once; used on the desk thread."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[Alarm], None]] = []
        self._told: set[tuple[str, str]] = set()
        self.recorded_until = 0  # stages up to then are on record

    def listen(self, listener: Callable[[Alarm], None]) -> None:
        """Have `listener` called for each alarm."""
        self._listeners.append(listener)

    def ring(self, card: ClockCard, level: str, now: int) -> None:
        """Tell that `card` has reached `level`, unless that was told before."""
        if (card.id, level) in self._told:
            return
        self._told.add((card.id, level))
        for listener in self._listeners:
            listener(Alarm(card, level, now))

    def ring_passed(self, cards: Iterable[ClockCard], after: int, now: int) -> None:
        """Tell the newest stage that each clock has passed between the two instants."""
        for card in cards:
            passed = [level for at, level in card.stages if after < at <= now]
            for level in passed[-1:]:
                self.ring(card, level, now)


@dataclass(frozen=True)
class Reached:
    """A stage that has been recorded and may be shown now."""

    clock_id: str
    level: str


@dataclass(frozen=True, kw_only=True)
class Now:
    """The desk's clocks at one look, and how long the program was off before it started."""

    at: int
    mono_ms: int
    boot_id: str
    off_from: int | None
    started_at: int


def fresh_stages(
    session: Session, rules: AdoptedRules, now: Now, seat: str
) -> tuple[list[Moment], list[Reached]]:
    """The moments of stages passed and not recorded yet, and those to be shown once they are.

    Each seat looks after the clocks that it started.

    Of several stages of one clock passed together only the newest is shown. A stage that passed
    while the program was off is recorded as missed.
    """
    found = [row for row in rows.running(session) if row.seat == seat]
    known = rows.stage_keys(session, [row.id for row in found])
    moments: list[Moment] = []
    reached: list[Reached] = []
    for row in found:
        clock = rows.clock_of(row)
        rule = rules.of(clock).rule(clock.rule_id)
        done = known.get(clock.id, set())
        at = clocks.now_on(clock, now=now.at, mono_ms=now.mono_ms, boot_id=now.boot_id)
        passed = clocks.passed(clock, rule, at)
        fresh = [stage for stage in passed if stage.key not in done]
        for stage in fresh:
            moments += _moments(clock, stage, now)
        reached += [Reached(clock.id, str(stage.level)) for stage in fresh[-1:]]
    return moments, reached


def _moments(clock: Clock, stage: Stage, now: Now) -> list[Moment]:
    """The record of a stage, and the moment that the contract says it is, if any."""
    stage_moment = _record_of(clock, stage, now)
    if not stage.moment:
        return [stage_moment]
    return [stage_moment, Moment(kind=stage.moment, subject=clock.subject, event_at=stage.at)]


def _record_of(clock: Clock, stage: Stage, now: Now) -> Moment:
    facts: dict[str, str | int] = {
        "rule": clock.rule_id,
        "of": clock.subject,
        "stage": stage.key,
        "at": stage.at,
        "level": str(stage.level),
    }
    if now.off_from is not None and now.off_from < stage.at < now.started_at:
        facts |= {"off_from": now.off_from, "off_to": now.started_at}
        return Moment(kind="clock.stage_missed", subject=clock.id, facts=facts)
    kind = "clock.breached" if stage.level == "breach" else "clock.warned"
    return Moment(kind=kind, subject=clock.id, facts=facts)
