"""Handovers as views: the running packet, the page, the ended ones."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from duty_desk.desk.handover_views import Check, HandoverPage, Packet, PacketItem, Sealed
from duty_desk.desk.roster_lookup import next_after, shift_at
from duty_desk.desk.shift_figures import figures_of, told_entries
from duty_desk.desk.wording import is_shown
from duty_desk.domain.handover import HandoverState, read_back_choices
from duty_desk.domain.open_item import item_from
from duty_desk.store import checkpoint
from duty_desk.store import handover as rows
from duty_desk.store import shift as shifts
from duty_desk.store.shift_tables import ShiftTable

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk
    from duty_desk.store.shift_tables import HandoverTable
    from duty_desk.store.transaction import Session

_SEALED = 30
_SAME = (
    "id",
    "no",
    "cut_at",
    "remark",
    "incoming_id",
    "incoming_name",
    "arrived_at",
    "signed_at",
    "nobody_at",
    "ended_at",
    "ended_by",
    "reason",
)


def packet_of(session: Session, row: HandoverTable) -> Packet:
    """A cut with everything done to it."""
    lines = rows.items(session, row.id)
    items = tuple(rows.item_of(line) for line in lines)
    return Packet(
        **{name: getattr(row, name) for name in _SAME},
        shift=shifts.shift_of(session.get_one(ShiftTable, row.shift_id)),
        state=HandoverState(row.state),
        items=tuple(
            PacketItem(
                no=line.no,
                item=item,
                confirmed_at=line.confirmed_at,
                read_back=line.read_back,
                choices=read_back_choices(items, place) if item.is_urgent else (),
            )
            for place, (line, item) in enumerate(zip(lines, items, strict=True))
        ),
        checks=tuple(
            Check(check.no, check.name, check.state, check.note)
            for check in rows.checks(session, row.id)
        ),
        since_cut=tuple(item_from(facts) for facts in json.loads(row.since_cut)),
    )


def page_of(desk: Desk, session: Session) -> HandoverPage:
    """Everything the page shows now."""
    now, seat = desk.time.now_ms(), desk.store.seat
    held = shifts.running(session, seat)
    sealed = _sealed(session, seat)
    if held is None:
        coming = shift_at(session, now, seat) or next_after(session, now, seat)
        items = desk.open_items.all(session, now)
        return HandoverPage(at=now, coming=coming, items=items, sealed=sealed)
    cut = rows.running(session, held.id)
    packet = packet_of(session, cut) if cut is not None else None
    viewer = desk.viewer()
    return HandoverPage(
        at=now,
        shift=shifts.shift_of(held),
        coming=next_after(session, held.planned_from_at or now, seat),
        packet=packet,
        items=() if packet is not None else desk.open_items.all(session, now),
        figures=figures_of(session, held),
        time_line=tuple(
            viewer.journal_line(session, entry)
            for entry in told_entries(session, held)
            if is_shown(entry)
        ),
        sealed=sealed,
    )


def _sealed(session: Session, seat: str) -> tuple[Sealed, ...]:
    found = rows.sealed(session, seat, _SEALED)
    numbers = checkpoint.numbers_of(session, seat, [row.id for row in found])
    return tuple(_sealed_of(session, row, numbers.get(row.id, 0)) for row in found)


def _sealed_of(session: Session, row: HandoverTable, number: int) -> Sealed:
    shift = session.get_one(ShiftTable, row.shift_id)
    return Sealed(
        id=row.id,
        title=shift.title,
        from_at=shift.started_at,
        ended_at=row.ended_at or row.cut_at,
        outgoing=shift.name,
        incoming=row.incoming_name,
        state=HandoverState(row.state),
        checkpoint_no=number,
    )
