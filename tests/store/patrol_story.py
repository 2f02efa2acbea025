"""Something for every table of patrols: a plan, a round, a sample, watching, an inspection."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from duty_desk.domain.patrol import Look
from duty_desk.domain.patrol_plan import Checkpoint, Plan, Slot
from duty_desk.domain.rights import Role
from tests.fakes.desk import picture

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk

MINUTE_MS = 60_000


def tell_patrols(desk: Desk) -> None:
    """Walk the round of 09:30 at the only camera, and do all that stands beside rounds."""
    desk.time.advance(100 * MINUTE_MS)  # type: ignore[attr-defined]
    desk.ask(desk.tick).result(10)
    walk = desk.patrol.start().result(10)
    look = Look(no=1, fresh_ms=5_000, age_ms=80, thumbnail=picture())
    day = desk.patrol.visit(walk.round.id, [look]).result(10).round.day
    desk.people.folder = replace(desk.people.folder, role=Role.SUPERVISOR)
    sample = desk.samples.draw(day, day, 1).result(10)
    desk.samples.judge(sample.id, walk.round.id, 1, agrees=True).result(10)
    slot = Slot(no=1, from_minute=60, to_minute=120)
    points = (Checkpoint(camera="C046"),)
    desk.patrol_plans.adopt(Plan(from_on="2099-01-01", slots=(slot,), checkpoints=points)).result(
        10
    )
    desk.watching.page_shown([walk.points[0].camera_id], 15_000)
    desk.ask(desk.watching.put_on_record).result(10)
    desk.site_visits.plan(["白塔庵社区"]).result(10)
    desk.site_visits.done("白塔庵社区", photo=picture(120)).result(10)
