"""When a finding is kept quiet, only noted, or taken together with others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.domain.moment import Source
from duty_desk.domain.suspicion import (
    GROUP_WITHIN_MS,
    Standing,
    Struck,
    group_of,
    is_shadowed,
)
from duty_desk.store import fault as faults
from duty_desk.store import reference as references
from duty_desk.store import suspicion as rows
from duty_desk.store.tables import CameraTable
from duty_desk.video.sweep_queue import host_of

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk
    from duty_desk.desk.suspicions import Suspected
    from duty_desk.domain.moment import Entry
    from duty_desk.store.transaction import Session

_HOUR_MS = 3_600_000
_DAY_MS = 24 * _HOUR_MS


def rings(entry: Entry) -> bool:
    """Whether an entry is a finding of the program that asks for attention.

    One sound an event, however many cameras it strikes; none for hints, for questions about a
    view that nobody has confirmed, and in shadow mode.
    """
    facts = entry.facts
    if entry.kind == "fault.found":
        return entry.source is Source.SYSTEM and not facts.get("evidence", {}).get("group")
    if entry.kind != "suspicion.raised":
        return False
    return not any(facts[name] for name in ("is_shadow", "is_hint", "is_question", "group_id"))


def is_known_fault(session: Session, camera_id: str, fault_kind: str) -> bool:
    """Whether a fault that says the same stands open at the camera already.

    One that nobody has named yet may be this one.
    """
    return any(row.kind in (fault_kind, "") for row in faults.open_of(session, camera_id))


def is_quiet(session: Session, desk: Desk, found: Suspected) -> bool:
    """Whether a person called the same class at this camera and light no fault lately."""
    since = found.raised_at - desk.patience.quiet_hours * _HOUR_MS
    row = rows.dismissed_since(session, found.camera_id, found.family, found.light, since)
    return row is not None


def is_shadow(session: Session, desk: Desk, found: Suspected) -> bool:
    """Whether it is only noted, because the camera is new or a supervisor said so."""
    began_at = references.first_confirmed_at(session).get(found.camera_id)
    mode = rows.mode_of(session, found.family)
    return is_shadowed(mode, began_at, found.raised_at, desk.patience.shadow_days * _DAY_MS)


def group_at(session: Session, desk: Desk, found: Suspected) -> str:
    """The event that other cameras' findings and this one belong to; "" alone."""
    near = [
        row
        for row in rows.raised_since(session, found.raised_at - GROUP_WITHIN_MS)
        if row.camera_id != found.camera_id
    ]
    if not near:
        return ""
    others = tuple(
        (
            Struck(row.id, row.camera_id, row.family, row.raised_at, row.group_id),
            standing_of(session, desk, row.camera_id),
        )
        for row in near
    )
    own = standing_of(session, desk, found.camera_id)
    return group_of(found.family, found.raised_at, own, others)


def standing_of(session: Session, desk: Desk, camera_id: str) -> Standing:
    """By which host a camera is reached, and its community."""
    row = session.get_one(CameraTable, camera_id)
    sealed = row.sealed_main or row.sealed_sub
    address = desk.vault.open(sealed, camera_id) if sealed else ""
    return Standing(host_of(address) if address else "", row.community)
