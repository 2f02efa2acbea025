"""Rounds counted: today, the month, the contract year; forecast, largest gap, cameras not seen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from duty_desk.desk.patrol_route import COMPLETED, day_before, days_between
from duty_desk.desk.patrol_views import DayCount, PatrolCounts, PatrolDay, PatrolOverview
from duty_desk.domain.patrol import Outcome, RoundKind, RoundState, largest_gap_ms
from duty_desk.domain.patrol_count import contract_year, counted, projection, quota_of, quota_rule
from duty_desk.domain.problem import day_of
from duty_desk.domain.workdays import end_of, instant
from duty_desk.store import patrol as rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duty_desk.desk.patrol_rows import PatrolRows, Viewpoint
    from duty_desk.desk.patrol_views import RoundRow
    from duty_desk.domain.contract import Contract
    from duty_desk.domain.patrol_count import Quota
    from duty_desk.store.patrol import RoundCount
    from duty_desk.store.transaction import Session

DAY_MS = 86_400_000
_KEPT_MS = 60_000  # counts are made anew after a round's step, and at the latest after this


@dataclass(frozen=True)
class _Kept:
    made_at: int
    day: str
    counts: PatrolCounts


class PatrolCounting:
    """Counts rounds under the contract in force; used by one thread only."""

    def __init__(self, at: Viewpoint, rows_: PatrolRows) -> None:
        self._at = at
        self._rows = rows_
        self._kept: _Kept | None = None

    def forget(self) -> None:
        """Count anew next time: a round began, ended or was missed."""
        self._kept = None

    @property
    def contract(self) -> Contract | None:
        """The contract in force."""
        return self._at.rules().contract

    @property
    def quota(self) -> Quota:
        """What the contract in force asks."""
        contract = self.contract
        return quota_of(contract, quota_rule(contract, COMPLETED))

    def year_of(self, day: date) -> tuple[date, date]:
        """First and last day of the contract year that `day` lies in."""
        return contract_year(self.contract, day)

    # -- now -----------------------------------------------------------------------------------

    def day(self, session: Session, now: int) -> PatrolDay:
        """What the snapshot shows."""
        today = day_of(now)
        yesterday = self._rows.day(session, day_before(today), now)
        rounds = self._rows.day(session, today, now)
        running = [row for row in rows.running(session) if self._rows.is_mine(row)]
        late = tuple(
            row for row in yesterday if row.state == "running" or (row.is_open and not row.id)
        )
        return PatrolDay(
            rounds=(*late, *rounds),
            counts=self._counts(session, now, rounds, yesterday),
            running_id=running[0].id if running else "",
            next_from_at=self.next_window(session, now),
        )

    def next_window(self, session: Session, now: int) -> int | None:
        """When the next window begins, today or tomorrow."""
        days = (day_of(now), day_of(now + DAY_MS))
        begins = (
            one.due.window_from_at for day in days for one in self._rows.expected(session, day)
        )
        return min((at for at in begins if at > now), default=None)

    def _counts(
        self,
        session: Session,
        now: int,
        rounds: tuple[RoundRow, ...],
        yesterday: tuple[RoundRow, ...],
    ) -> PatrolCounts:
        kept, today = self._kept, day_of(now)
        if kept is None or kept.day != today or not 0 <= now - kept.made_at < _KEPT_MS:
            kept = _Kept(now, today, self._count(session, now, rounds, yesterday))
            self._kept = kept
        return kept.counts

    def _count(
        self,
        session: Session,
        now: int,
        rounds: tuple[RoundRow, ...],
        yesterday: tuple[RoundRow, ...],
    ) -> PatrolCounts:
        quota, today = self.quota, date.fromisoformat(day_of(now))
        from_on, to_on = self.year_of(today)
        found = rows.counts_between(session, from_on.isoformat(), today.isoformat())
        per_day = {day: counted_of(list(group), quota) for day, group in _by_day(found)}
        done = per_day.pop(today.isoformat(), 0)
        forecast = self.forecast(rounds, now, quota)
        past = _past(per_day, today)
        month = today.isoformat()[:7]
        return PatrolCounts(
            today=done,
            today_target=quota.per_day or len([row for row in rounds if row.kind != "made_up"]),
            today_forecast=forecast,
            today_lost=_lost(rounds),
            month=done + sum(count for day, count in per_day.items() if day.startswith(month)),
            month_target=quota.of_month(today),
            year=done + sum(per_day.values()),
            year_target=quota.of_year(from_on, to_on),
            year_projection=projection(past, forecast, (to_on - today).days, sum(per_day.values())),
            year_made_up=sum(one.made_up for one in found),
            year_from_on=from_on.isoformat(),
            year_to_on=to_on.isoformat(),
            largest_gap_ms=_gap((*yesterday, *rounds), instant(today), now),
            unseen_cameras=self._unseen(session, now),
        )

    def forecast(self, rounds: Iterable[RoundRow], now: int, quota: Quota) -> int:
        """How many rounds of today will be complete at this pace."""
        made = Counter[RoundKind]()
        for row in rounds:
            if row.state == RoundState.COMPLETE or self._will_be_done(row, now):
                made[RoundKind(row.kind)] += 1
        made_up = made.pop(RoundKind.MADE_UP, 0)
        return counted(sum(made.values()), made_up, quota)

    def _will_be_done(self, row: RoundRow, now: int) -> bool:
        if row.state == RoundState.RUNNING:
            return row.expected_end_at is not None and row.expected_end_at <= row.window_to_at
        if row.state != RoundState.PLANNED:
            return False
        return max(now, row.window_from_at) + self._rows.least_ms(row) <= row.window_to_at

    def _unseen(self, session: Session, now: int) -> tuple[str, ...]:
        cameras = self._rows.in_use
        seen = rows.last_seen(session, list(cameras), now - DAY_MS)
        return tuple(camera.code for key, camera in cameras.items() if key not in seen)

    # -- a stretch of days ---------------------------------------------------------------------

    def overview(self, session: Session, from_on: str, to_on: str) -> PatrolOverview:
        """How the rounds of some days went. Reads the rows of rounds alone, never of visits."""
        quota, now = self.quota, self._at.time.now_ms()
        today = date.fromisoformat(day_of(now))
        found = rows.counts_between(session, from_on, to_on)
        by_day = {day: list(group) for day, group in _by_day(found)}
        gaps = _gaps(found, min(now, end_of(date.fromisoformat(to_on))))
        days = tuple(
            _day_count(day, by_day.get(day, []), quota, gaps.get(day, 0))
            for day in days_between(from_on, min(to_on, today.isoformat()))
        )
        so_far = [day.counted for day in days if day.day < today.isoformat()]
        left = (date.fromisoformat(to_on) - today).days
        done = sum(day.counted for day in days)
        todays = self.forecast(self._rows.day(session, today.isoformat(), now), now, quota)
        first, last = date.fromisoformat(from_on), date.fromisoformat(to_on)
        is_year = (first, last) == self.year_of(first)
        whole = quota.of_days((last - first).days + 1)
        first_day = min(by_day, default=today.isoformat())
        recorded = {day.day: day.counted for day in days if day.day >= first_day}
        past = _past(recorded, today)
        visits = Counter[str]()
        for one in found:
            visits.update(one.visits)
        return PatrolOverview(
            from_on=from_on,
            to_on=to_on,
            days=days,
            counted=done,
            target=quota.of_year(first, last) if is_year else whole,
            projection=projection(past, todays, left, sum(so_far)) if left >= 0 else done,
            made_up=sum(one.made_up for one in found),
            expected=sum(one.expected for one in found),
            visits={str(outcome): visits[outcome] for outcome in Outcome},
            largest_gap_ms=max((day.largest_gap_ms for day in days), default=0),
        )


def _by_day(found: Iterable[RoundCount]) -> Iterable[tuple[str, Iterable[RoundCount]]]:
    return groupby(found, key=lambda one: one.day)


def counted_of(found: list[RoundCount], quota: Quota) -> int:
    """How many of one day's rounds count under the contract."""
    made_up = sum(one.made_up for one in found)
    complete = sum(one.state == RoundState.COMPLETE for one in found)
    return counted(complete - made_up, made_up, quota)


def _past(per_day: dict[str, int], today: date) -> list[int]:
    """What each whole day counted since the first round on record, days without any as 0."""
    if not per_day:
        return []
    days = days_between(min(per_day), day_before(today.isoformat()))
    return [per_day.get(day, 0) for day in days]


def _lost(rounds: Iterable[RoundRow]) -> int:
    done = {row.slot for row in rounds if row.state == RoundState.COMPLETE}
    lost = (RoundState.MISSED, RoundState.INCOMPLETE)
    return len({row.slot for row in rounds if row.state in lost} - done)


def _gap(found: Iterable[RoundRow], since: int, now: int) -> int:
    walks = [
        (row.started_at, now if row.ended_at is None else row.ended_at)
        for row in found
        if row.started_at is not None
    ]
    earlier = [end for _, end in walks if end <= since]
    return largest_gap_ms(walks, since=max(earlier, default=since), until=now)


def _gaps(found: Iterable[RoundCount], now: int) -> dict[str, int]:
    """The longest time between adjacent rounds (DB11/T 2552), by the day on which it ended."""
    walks = [
        (one.started_at, now if one.ended_at is None else one.ended_at)
        for one in found
        if one.started_at is not None
    ]
    gaps: dict[str, int] = {}
    reached: int | None = None
    for begin, end in sorted([*walks, (now, now)] if walks else walks):
        day = day_of(begin)
        if reached is not None:
            gaps[day] = max(gaps.get(day, 0), begin - reached)
        reached = max(reached or end, end)
    return gaps


def _day_count(day: str, found: list[RoundCount], quota: Quota, gap_ms: int) -> DayCount:
    states = Counter(one.state for one in found)
    return DayCount(
        day=day,
        complete=states[RoundState.COMPLETE],
        incomplete=states[RoundState.INCOMPLETE],
        missed=states[RoundState.MISSED],
        made_up=sum(one.made_up for one in found),
        counted=counted_of(found, quota),
        target=quota.per_day,
        visits=sum(one.visited for one in found),
        rushed=sum(one.is_rushed for one in found),
        largest_gap_ms=gap_ms,
    )
