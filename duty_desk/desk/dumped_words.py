"""What the journal's lines about watched grounds and dumped things name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.domain.ground import GroundPlan
from duty_desk.domain.problem import beijing
from duty_desk.language import tr
from duty_desk.store.dumped_tables import DumpedTable
from duty_desk.store.tables import CameraTable

if TYPE_CHECKING:
    from duty_desk.domain.moment import Entry
    from duty_desk.store.transaction import Session

DUMPED_NOUNS = ("ground", "dumped")


def dumped_values(session: Session, entry: Entry) -> dict[str, str]:
    """The values of an entry's line."""
    if entry.kind == "ground.drawn":
        words = plan_words(GroundPlan.from_facts(entry.facts["plan"]))
        return {"about": _camera(session, entry.subject), "words": words}
    row = session.get(DumpedTable, entry.subject)
    if row is None:
        return {"about": "", "since": ""}
    since = f"{beijing(row.seen_at):%H:%M:%S}"
    return {"about": _camera(session, row.camera_id), "since": since}


def plan_words(plan: GroundPlan) -> str:
    """What is watched, in a few words."""
    if not plan.is_on:
        return tr("没有打开")
    return tr(
        "{n} 块，{from_}–{to}，静止 {hold} 秒",
        n=len(plan.zones),
        from_=_clock(plan.from_minute),
        to=_clock(plan.to_minute),
        hold=plan.hold_s,
    )


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _camera(session: Session, camera_id: str) -> str:
    camera = session.get(CameraTable, camera_id)
    return f"{camera.code} {camera.name}" if camera else ""
