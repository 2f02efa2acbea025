"""The plan of rounds: looking at it, changing it from a date on, workbook in and out."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from duty_desk.desk.patrol_route import due_rounds, plan_in_force, route_for
from duty_desk.desk.patrol_views import PlanVersion, PlanView
from duty_desk.desk.patrol_words import mistake_words
from duty_desk.documents.patrol_read import plan_of_tables, read_plan
from duty_desk.documents.patrol_write import write_plan
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.patrol_plan import HANDLING_MS, mistakes_of, of_every_camera, plan_from_facts
from duty_desk.domain.problem import day_of
from duty_desk.domain.rights import Right
from duty_desk.language import Refusal, tr
from duty_desk.store import camera as camera_rows
from duty_desk.store import patrol as rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from duty_desk.desk.desk import Desk
    from duty_desk.domain.contract import Contract
    from duty_desk.domain.patrol_plan import Plan, PlanMistake
    from duty_desk.store.transaction import Session

_NOTHING: Mapping[str, str] = {}
_STANDS_AS = {
    "slot_number": "slot",
    "slot_empty": "slot",
    "minute": "slot",
    "slot_overlap": "slot",
    "unknown_camera": "point",
    "retired_camera": "point",
    "point_twice": "point",
    "dwell": "point",
    "unknown_slot": "point",
    "period_dates": "period",
}


class PatrolPlans:
    """The use cases of the plan. Every change is dated and stays on record."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def on(self, day: str = "") -> Future[PlanView]:
        """The plan that holds on a day (today when empty).

        Without one made by people it follows from the contract's windows and the catalogue.
        """
        contract = self._desk.store.contract
        return self._desk.ask(
            lambda: self._desk.read(
                lambda session: plan_view_on(session, day or self._today(), contract)
            )
        )

    def check(self, plan: Plan) -> Future[PlanView]:
        """What is wrong with a plan, and how long its rounds take. Writes nothing."""
        return self._desk.ask(
            lambda: self._desk.read(lambda session: plan_view(session, plan, self._today()))
        )

    def adopt(self, plan: Plan, note: str = "") -> Future[PlanView]:
        """Let `plan` hold from its date on; rounds that have begun keep theirs.

        Raises:
            Refusal: it has mistakes (unknown cameras, overlapping windows, no checkpoints …), or
                its date lies in the past, or a clerk asks; nothing was changed.
        """

        def work() -> PlanView:
            self._desk.require(Right.PLAN)
            view = self._desk.read(lambda session: plan_view(session, plan, self._today()))
            self._refuse(view)
            self._refuse_other_windows(plan)
            moment = Moment(
                kind="patrol_plan.adopted",
                subject=self._desk.new_id(),
                facts={"plan": plan.as_facts(), "note": note.strip()},
                source=Source.KEY,
                actor=self._desk.actor,
            )
            self._desk.record(moment)
            return view

        return self._desk.ask(work)

    def _refuse(self, view: PlanView) -> None:
        if view.mistakes:
            raise Refusal(
                tr(
                    "计划有 {count} 处错误，没有启用。第一处：{first}",
                    count=len(view.mistakes),
                    first=view.mistakes[0],
                )
            )
        if not view.plan.from_on:
            raise Refusal(tr("请写明计划从哪一天起执行；没有启用。"))
        if view.plan.from_on < self._today():
            raise Refusal(tr("计划只能从今天或以后执行，过去的日子不能改；没有启用。"))

    def _refuse_other_windows(self, plan: Plan) -> None:
        """A round is known by its number: today's keep their windows once one is on record.

        A special period may still add rounds, at noon for the evening.
        """
        today, contract = self._today(), self._desk.store.contract
        if plan.from_on > today:
            return

        def differs(session: Session) -> bool:
            present, _ = plan_in_force(session, today, contract)
            is_begun = bool(rows.rounds_between(session, today, today))
            wanted = due_rounds(plan, today)
            return is_begun and any(due not in wanted for due in due_rounds(present, today))

        if self._desk.read(differs):
            raise Refusal(
                tr("今天的轮次已经开始，时段不能再改；没有启用。请把生效日期写成明天或以后。")
            )

    def versions(self) -> Future[tuple[PlanVersion, ...]]:
        """All dated changes, newest first."""

        def read(session: Session) -> tuple[PlanVersion, ...]:
            found = []
            for row in rows.plans(session):
                plan = plan_from_facts(json.loads(row.body))
                found.append(
                    PlanVersion(
                        id=row.id,
                        from_on=row.from_on,
                        adopted_at=row.adopted_at,
                        by=row.adopted_by,
                        slots=len(plan.slots),
                        checkpoints=len(plan.checkpoints),
                        note=row.note,
                    )
                )
            return tuple(found)

        return self._desk.ask(lambda: self._desk.read(read))

    def load(self, file: Path) -> Future[PlanView]:
        """Read a plan workbook; the view names every mistake by its row. Writes nothing.

        Raises:
            Refusal: it is not a workbook that can be read.
        """

        def work() -> PlanView:
            reading = read_plan(file)
            view = self._desk.read(
                lambda session: plan_view(session, reading.plan, self._today(), reading.places)
            )
            return replace(view, mistakes=(*reading.mistakes, *view.mistakes))

        return self._desk.ask(work)

    def read(self, tables: Mapping[str, Sequence[Sequence[str]]]) -> Future[PlanView]:
        """Read a plan as it was typed into tables like those of the workbook. Writes nothing.

        Args:
            tables: Rows of texts by the key of their sheet, in the order of its columns.
        """

        def work() -> PlanView:
            reading = plan_of_tables(tables)
            view = self._desk.read(
                lambda session: plan_view(session, reading.plan, self._today(), reading.places)
            )
            return replace(view, mistakes=(*reading.mistakes, *view.mistakes))

        return self._desk.ask(work)

    def save(self, file: Path, day: str = "") -> Future[PlanView]:
        """Write the plan that holds on a day as a workbook.

        Raises:
            Refusal: the file cannot be written.
        """
        contract = self._desk.store.contract

        def work() -> PlanView:
            view = self._desk.read(
                lambda session: plan_to_fill_in(session, day or self._today(), contract)
            )
            write_plan(file, view.plan, view.cameras)
            return view

        return self._desk.ask(work)

    def _today(self) -> str:
        return day_of(self._desk.time.now_ms())


def plan_view_on(session: Session, day: str, contract: Contract | None) -> PlanView:
    """The plan that holds on a day, for a screen or a command."""
    plan, is_contracts = plan_in_force(session, day, contract)
    return replace(plan_view(session, plan, day), is_contracts=is_contracts)


def plan_to_fill_in(session: Session, day: str, contract: Contract | None) -> PlanView:
    """The plan of a day with every camera written out, for people to change in a workbook."""
    plan, _ = plan_in_force(session, day, contract)
    codes = [row.code for row in camera_rows.active(session)]
    whole = of_every_camera(plan, codes)
    return plan_view(session, replace(whole, from_on=whole.from_on or day), day)


def plan_view(
    session: Session, plan: Plan, day: str, places: Mapping[str, str] = _NOTHING
) -> PlanView:
    """A plan with what is wrong in it and how long its rounds take at their least."""
    every = camera_rows.every(session)
    in_use = {row.code: row.id for row in every if row.state == "active"}
    mistakes = mistakes_of(plan, {row.code: row.state == "active" for row in every})
    named = {point.camera for point in plan.checkpoints}
    named |= {point.camera for period in plan.periods for point in period.checkpoints}
    on = max(day, plan.from_on)
    return PlanView(
        plan=plan,
        is_contracts=False,
        cameras={row.code: row.name for row in every if row.code in named},
        mistakes=tuple(_placed(mistake, places) for mistake in mistakes),
        round_ms={} if mistakes else _round_ms(plan, on, in_use),
    )


def _round_ms(plan: Plan, day: str, in_use: Mapping[str, str]) -> dict[int, int]:
    return {
        due.slot.no: sum(
            one.point.min_dwell_ms + HANDLING_MS for one in route_for(plan, due, in_use).points
        )
        for due in due_rounds(plan, day)
    }


def _placed(mistake: PlanMistake, places: Mapping[str, str]) -> str:
    """The sentence, led by the row of the workbook where there is one."""
    words = mistake_words(mistake)
    place = places.get(f"{_STANDS_AS.get(mistake.kind, '')} {mistake.about}")
    return tr("{place}：{words}", place=place, words=words) if place else words
