"""What the journal's lines about faults name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.desk.fault_rows import headline
from duty_desk.desk.wording import duration_words
from duty_desk.language import mark, tr
from duty_desk.store import fault as rows
from duty_desk.store.tables import CameraTable, FaultTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duty_desk.domain.fault import FaultKind
    from duty_desk.domain.moment import Entry
    from duty_desk.store.transaction import Session

_WAYS = {
    "phone": mark("电话"),
    "group": mark("工作群"),
    "ticket": mark("工单"),
    "channel": mark("消息机器人"),
}
_NAMED = 3


def way_words(way: str) -> str:
    """By which way a maintainer was told, in words."""
    return tr(_WAYS[way]) if way in _WAYS else way


def fault_values(session: Session, entry: Entry, kinds: Sequence[FaultKind]) -> dict[str, str]:
    """The values of an entry's line."""
    if entry.kind == "maintainer.changed":
        return {"maintainer": entry.subject}
    if entry.kind == rows.REMINDED:
        return _reminded(session, entry)
    fault = session.get(FaultTable, entry.subject)
    if fault is None:
        return dict.fromkeys(("about", "used", "maintainer", "way", "down"), "")
    span = rows.down_span(fault, entry.event_at)
    return {
        "about": headline(session, fault, kinds),
        "used": duration_words(max(0, entry.event_at - fault.found_at)),
        "maintainer": str(entry.facts.get("maintainer", fault.maintainer)),
        "way": way_words(str(entry.facts.get("way", fault.way))),
        "down": duration_words(span.to_at - span.from_at),
    }


def message_about(session: Session, call_id: str) -> str:
    """Which cameras a message to a maintainer is about."""
    codes = [
        session.get_one(CameraTable, row.camera_id).code for row in rows.of_call(session, call_id)
    ]
    more = tr("等") if len(codes) > _NAMED else ""
    return tr("报修 {cameras}", cameras=tr("、").join(codes[:_NAMED]) + more)


def _reminded(session: Session, entry: Entry) -> dict[str, str]:
    found = [session.get(FaultTable, fault_id) for fault_id in entry.facts["faults"]]
    codes = [session.get_one(CameraTable, row.camera_id).code for row in found if row is not None]
    more = tr("等") if len(codes) > _NAMED else ""
    return {"n": str(len(entry.facts["faults"])), "about": tr("、").join(codes[:_NAMED]) + more}
