"""Commands about patrol rounds: today, month, year, the plan."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duty_desk.commands.call import DONE, NO, Call, iso, reading, writing_desk
from duty_desk.desk.patrol_counts import PatrolCounting
from duty_desk.desk.patrol_plan import plan_to_fill_in, plan_view_on
from duty_desk.desk.patrol_rows import PatrolRows, Viewpoint
from duty_desk.desk.patrol_words import outcome_words, state_words
from duty_desk.desk.snapshot import camera_row
from duty_desk.desk.wording import duration_words
from duty_desk.documents.patrol_write import clock, write_plan
from duty_desk.domain.problem import beijing, day_of
from duty_desk.language import tr
from duty_desk.machine.time_source import SystemTimeSource
from duty_desk.store import camera as cameras

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duty_desk.desk.patrol_views import PatrolOverview, PlanView, RoundRow
    from duty_desk.store.transaction import Session

_SHOWN_MISTAKES = 20


@dataclass(frozen=True)
class PatrolReading:
    """Rounds as they stand in a store that may be in use."""

    session: Session
    seat: str
    now: int
    counting: PatrolCounting
    rows: PatrolRows

    @property
    def today(self) -> str:
        """The calendar date in Beijing."""
        return day_of(self.now)


@contextmanager
def looking(call: Call) -> Iterator[PatrolReading]:
    """Rounds read beside whatever runs.

    Raises:
        StoreTrouble: there is no store, or it cannot be read.
    """
    with reading(call) as look:
        time = SystemTimeSource()
        at = Viewpoint(look.house.settings.seat, "", time, lambda: look.rules)
        rows = PatrolRows(at)
        rows.use(tuple(camera_row(row) for row in cameras.active(look.session)))
        yield PatrolReading(look.session, at.seat, time.now_ms(), PatrolCounting(at, rows), rows)


def show_rounds(call: Call) -> int:
    """`rounds [today | month | year]`: how the rounds went."""
    with looking(call) as look:
        if call.words.span == "today":
            return _show_today(call, look)
        from_on, to_on = _span(look, call.words.span)
        _show_overview(call, look.counting.overview(look.session, from_on, to_on))
    return DONE


def _span(look: PatrolReading, span: str) -> tuple[str, str]:
    today = date.fromisoformat(look.today)
    if span == "year":
        first, last = look.counting.year_of(today)
        return first.isoformat(), last.isoformat()
    first = today.replace(day=1)
    next_month = (first + timedelta(days=32)).replace(day=1)
    return first.isoformat(), (next_month - timedelta(days=1)).isoformat()


def _show_today(call: Call, look: PatrolReading) -> int:
    day = look.counting.day(look.session, look.now)
    counts = day.counts
    for row in day.rounds:
        call.line(_round_line(row))
    if not day.rounds:
        call.line(tr("今天没有可巡查的点位。请先录入点位或检查巡查计划。"))
    call.line(
        tr(
            "今天 {done}/{target}，预计 {forecast}；全年 {year}/{year_target}，预计 {projection}。",
            done=counts.today,
            target=counts.today_target,
            forecast=counts.today_forecast,
            year=counts.year,
            year_target=counts.year_target,
            projection=counts.year_projection,
        )
    )
    rounds = [_round_facts(row) for row in day.rounds]
    call.document({"day": look.today, "rounds": rounds, "counts": vars(counts)})
    return DONE


def _round_line(row: RoundRow) -> str:
    window = f"{beijing(row.window_from_at):%H:%M}–{beijing(row.window_to_at):%H:%M}"
    done = f"{row.visited}/{row.expected}"
    rushed = tr("过快") if row.is_rushed else ""
    words = f"{row.name}  {window}  {state_words(row.state)}  {done}  {row.reason} {rushed}"
    return words.rstrip()


def _round_facts(row: RoundRow) -> dict[str, Any]:
    instants = ("window_from_at", "window_to_at", "started_at", "ended_at", "expected_end_at")
    return {**vars(row), **{name: iso(getattr(row, name)) for name in instants}}


def _show_overview(call: Call, found: PatrolOverview) -> None:
    for day in found.days:
        if day.complete or day.incomplete or day.missed:
            call.line(
                tr(
                    "{day}  完成 {complete}  未完成 {incomplete}  漏巡 {missed}  查看 {visits} 次",
                    day=day.day,
                    complete=day.complete,
                    incomplete=day.incomplete,
                    missed=day.missed,
                    visits=day.visits,
                )
            )
    words = (f"{outcome_words(name)} {count}" for name, count in found.visits.items() if count)
    call.line(
        tr(
            "{from_on} 至 {to_on}：{counted}/{target}（补巡 {made_up}），预计 {projection}。"
            "最长间隔 {gap}。{visits}",
            from_on=found.from_on,
            to_on=found.to_on,
            counted=found.counted,
            target=found.target,
            made_up=found.made_up,
            projection=found.projection,
            gap=duration_words(found.largest_gap_ms),
            visits=tr("、").join(words),
        )
    )
    call.document({**vars(found), "days": [vars(day) for day in found.days]})


# -- the plan ----------------------------------------------------------------------------------


def show_plan(call: Call) -> int:
    """`rounds plan show [--date D]`: the plan that holds on a day."""
    with looking(call) as look:
        view = _plan(look, call.words.date)
    for slot in view.plan.slots:
        window = f"{clock(slot.from_minute)}–{clock(slot.to_minute)}"
        name = slot.name or tr("第 {n} 轮", n=slot.no)
        least = duration_words(view.round_ms.get(slot.no, 0))
        call.line(tr("{name}  {window}  至少 {least}", name=name, window=window, least=least))
    points = len(view.plan.checkpoints)
    call.line(tr("{count} 个点位。", count=points) if points else tr("全部在用点位。"))
    for words in view.mistakes:
        call.line(f"✘ {words}")
    call.document(_plan_facts(view))
    return DONE


def _plan(look: PatrolReading, day: str | None) -> PlanView:
    return plan_view_on(look.session, day or look.today, look.counting.contract)


def _plan_facts(view: PlanView) -> dict[str, Any]:
    facts = json.loads(json.dumps(view.plan.as_facts()))
    return {
        "is_contracts": view.is_contracts,
        "plan": facts,
        "mistakes": list(view.mistakes),
        "round_ms": view.round_ms,
    }


def export_plan(call: Call) -> int:
    """`rounds plan export FILE [--date D]`: the plan as a workbook."""
    file = Path(call.words.file)
    with looking(call) as look:
        day = call.words.date or look.today
        view = plan_to_fill_in(look.session, day, look.counting.contract)
    write_plan(file, view.plan, view.cameras)
    call.line(tr("巡查计划已写到“{name}”。", name=file.name))
    call.document({"file": file.name, "slots": len(view.plan.slots)})
    return DONE


def import_plan(call: Call) -> int:
    """`rounds plan import FILE [--check]`: adopt the plan of a workbook; all of it or nothing."""
    with writing_desk(call) as desk:
        view = desk.patrol_plans.load(Path(call.words.file)).result()
        for words in view.mistakes[:_SHOWN_MISTAKES]:
            call.line(f"✘ {words}")
        is_sound = not view.mistakes
        is_adopted = is_sound and not call.words.check
        if is_adopted:
            desk.patrol_plans.adopt(view.plan, call.words.note).result()
    if is_adopted:
        call.line(tr("巡查计划从 {from_on} 起执行。", from_on=view.plan.from_on))
    else:
        call.line(tr("没有错误，没有启用。") if is_sound else tr("计划没有启用，原计划不变。"))
    call.document({**_plan_facts(view), "is_adopted": is_adopted})
    return DONE if is_sound else NO
