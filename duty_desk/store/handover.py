"""Handovers as rows: cuts, their items and checks, confirmations and signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from duty_desk.domain.handover import RUNNING, HandoverState, items_hash, next_state
from duty_desk.domain.hashchain import canonical
from duty_desk.domain.open_item import OpenItem, item_from
from duty_desk.store.shift_tables import HandoverCheckTable, HandoverItemTable, HandoverTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from duty_desk.domain.moment import Entry

_EMPTY = ("remark", "incoming_id", "incoming_name", "signed_hash", "ended_by", "reason")
_NOT_YET = ("arrived_at", "signed_at", "nobody_at", "ended_at")
_ITEM = ("noun", "subject", "title", "state", "due_at", "is_urgent", "owner")


def apply(session: Session, entry: Entry) -> None:
    """Bring the handover's row to what `entry` says.

    Raises:
        ForbiddenHandoverMove: the moment cannot happen to the handover in its state.
    """
    if entry.kind == "handover.cut":
        _cut(session, entry)
        return
    row = session.get_one(HandoverTable, entry.subject)
    state = HandoverState(row.state)
    row.state = next_state(state, entry.kind, is_signed=row.signed_at is not None)
    _CHANGES[entry.kind](session, row, entry)


def _cut(session: Session, entry: Entry) -> None:
    facts = entry.facts
    session.add(
        HandoverTable(
            id=entry.subject,
            seat=entry.seat,
            shift_id=facts["shift"],
            no=facts["no"],
            state=HandoverState.FROZEN,
            cut_at=entry.event_at,
            cut_seq=entry.seq,
            items_hash=facts["items_hash"],
            **{**dict.fromkeys(_EMPTY, ""), "remark": facts.get("remark", "")},
            **dict.fromkeys(_NOT_YET),
            since_cut="[]",
        )
    )
    session.flush()
    for item in facts["items"]:
        _add_item(session, entry.subject, item_from(item))
    for no, check in enumerate(facts["checks"], 1):
        session.add(
            HandoverCheckTable(
                handover_id=entry.subject,
                no=no,
                name=check["name"],
                state=check.get("state", ""),
                note=check.get("note", ""),
            )
        )


def _add_item(session: Session, handover_id: str, item: OpenItem) -> None:
    held = session.scalar(select(func.count()).where(HandoverItemTable.handover_id == handover_id))
    facts = {name: getattr(item, name) for name in _ITEM}
    session.add(
        HandoverItemTable(
            handover_id=handover_id,
            no=(held or 0) + 1,
            **facts,
            confirmed_at=None,
            read_back="",
        )
    )
    session.flush()


def _on_added(session: Session, row: HandoverTable, entry: Entry) -> None:
    _add_item(session, row.id, item_from(entry.facts["item"]))
    row.items_hash = items_hash(item_of(one) for one in items(session, row.id))


def _on_confirmed(session: Session, row: HandoverTable, entry: Entry) -> None:
    item = session.get_one(HandoverItemTable, (row.id, entry.facts["no"]))
    item.confirmed_at, item.read_back = entry.event_at, entry.facts.get("read_back", "")


def _on_checked(session: Session, row: HandoverTable, entry: Entry) -> None:
    for one in entry.facts["checks"]:
        check = session.get_one(HandoverCheckTable, (row.id, one["no"]))
        check.state, check.note = one["state"], one.get("note", "")


def _on_remarked(_session: Session, row: HandoverTable, entry: Entry) -> None:
    row.remark = entry.facts["remark"]


def _on_arrived(session: Session, row: HandoverTable, entry: Entry) -> None:
    if row.incoming_id not in ("", entry.facts["person"]):  # what another looked at is not his
        for item in items(session, row.id):
            item.confirmed_at, item.read_back = None, ""
    row.incoming_id, row.incoming_name = entry.facts["person"], entry.facts["name"]
    row.arrived_at, row.nobody_at = entry.event_at, None


def _on_signed(_session: Session, row: HandoverTable, entry: Entry) -> None:
    row.signed_at, row.signed_hash = entry.event_at, entry.facts["hash"]


def _on_nobody(_session: Session, row: HandoverTable, entry: Entry) -> None:
    row.nobody_at = entry.event_at


def _on_ended(_session: Session, row: HandoverTable, entry: Entry) -> None:
    row.ended_at, row.ended_by = entry.event_at, entry.actor
    row.reason = entry.reason
    row.since_cut = canonical(entry.facts.get("since_cut", []))


_CHANGES: Mapping[str, Any] = {
    "handover.item_added": _on_added,
    "handover.item_confirmed": _on_confirmed,
    "handover.checked": _on_checked,
    "handover.remarked": _on_remarked,
    "handover.incoming_arrived": _on_arrived,
    "handover.outgoing_signed": _on_signed,
    "handover.nobody_came": _on_nobody,
    "handover.accepted": _on_ended,
    "handover.overridden": _on_ended,
    "handover.reopened": _on_ended,
}


def item_of(row: HandoverItemTable) -> OpenItem:
    """The item a row holds, as it stood at the cut."""
    return OpenItem(**{name: getattr(row, name) for name in _ITEM})


def items(session: Session, handover_id: str) -> tuple[HandoverItemTable, ...]:
    """The items of a cut, in order."""
    found = session.scalars(
        select(HandoverItemTable)
        .where(HandoverItemTable.handover_id == handover_id)
        .order_by(HandoverItemTable.no)
    )
    return tuple(found)


def checks(session: Session, handover_id: str) -> tuple[HandoverCheckTable, ...]:
    """The equipment check of a cut, in order."""
    found = session.scalars(
        select(HandoverCheckTable)
        .where(HandoverCheckTable.handover_id == handover_id)
        .order_by(HandoverCheckTable.no)
    )
    return tuple(found)


def running(session: Session, shift_id: str) -> HandoverTable | None:
    """The shift's handover that has not ended; None when no cut was made."""
    return session.scalar(
        select(HandoverTable).where(
            HandoverTable.shift_id == shift_id, HandoverTable.state.in_(RUNNING)
        )
    )


def next_no(session: Session, shift_id: str) -> int:
    """The number of the shift's next cut."""
    newest = session.scalar(
        select(func.max(HandoverTable.no)).where(HandoverTable.shift_id == shift_id)
    )
    return (newest or 0) + 1


def sealed(session: Session, seat: str, limit: int) -> tuple[HandoverTable, ...]:
    """The seat's newest handovers that were accepted or ended by a leader, newest first."""
    ended = (HandoverState.ACCEPTED, HandoverState.OVERRIDDEN)
    found = session.scalars(
        select(HandoverTable)
        .where(HandoverTable.seat == seat, HandoverTable.state.in_(ended))
        .order_by(HandoverTable.cut_at.desc())
        .limit(limit)
    )
    return tuple(found)
