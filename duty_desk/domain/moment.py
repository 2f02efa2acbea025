"""Moments: what happened at the desk, in a closed list of kinds.

A moment is written once. Records, clocks, pushes, screens and reports follow from it, and a
contract names it by its kind. Kinds whose record is not kept by the desk yet stand here all the
same, so that a contract file can be checked whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

LATE_AFTER_MS = 5 * 60_000
REASON_AFTER_MS = 30 * 60_000

KINDS: frozenset[str] = frozenset(
    """
    desk.started desk.stopped desk.alive desk.gap_found time.jumped contract.adopted store.checkpoint
    camera.added camera.changed camera.retired camera.lost camera.restored
    problem.found problem.shot_added problem.marked problem.described problem.parked
    problem.reopened problem.pushed problem.voided problem.rectified problem.verified
    problem.returned
    channel.added channel.changed channel.removed
    push.queued push.attempted push.delayed push.accepted push.refused push.unknown
    push.confirmed push.withdrawn
    clock.warned clock.breached clock.stage_missed
    fault.found fault.adjusted fault.reported fault.repaired fault.verified fault.dismissed
    round.started round.completed round.closed_incomplete round.missed
    visit.done site_visit.done
    case.received case.dispatched case.urged case.chief_notified case.submitted case.reviewed
    case.returned case.closed case.voided case.near_due case.final_hours case.overdue
    case.consultation_needed case.consultation_filed case.requirement_untold
    case.material_unchecked case.feedback_ready case.fed_back case.called_back case.return_rejected
    case.supervised case.forwarded case.suspended case.progress_reported case.archived
    support.asked support.answered
    footage.requested footage.registered footage.closed
    shift.started shift.relieved shift.handover_accepted
    punch.expected punch.made punch.missing punch.late punch.reported
    leave.wanted leave.filed leave.approved absence.began
    presence.confirmed presence.unconfirmed
    conduct.breached incident.missed spot_check.failed criticism.received complaint.received
    period.ended report.delivered meeting.held analysis.done backcheck.done
    key_period.ordered key_period.ended training.held audit.recorded
    warning.given score.taken notice.received objection.raised deduction.confirmed
    rectification.ordered rectification.done staff.replacement_asked staff.replaced
    order.given order.done document.requested document.supplied
    backup.made data.lost security.attacked security.handled leak.found accident.happened
    payment.due payment.made termination.wished termination.noticed
    force_majeure.ended force_majeure.proven contract.signed contract.ended renewal.discussed
    staff.joined staff.left staff.told roster.filed plan.filed sample.due sample.done
    """.split()
)


class Source(StrEnum):
    """Where the time of a moment comes from."""

    KEY = "key"  # stamped when a key was pressed
    SELF = "self"  # declared by the person: a claim
    DEVICE = "device"
    IMPORT = "import"
    SYSTEM = "system"


class UnknownMoment(ValueError):
    """A kind that is not in the closed list."""


@dataclass(frozen=True, kw_only=True)
class Moment:
    """Something that happened, to one subject.

    Attributes:
        kind: One of `KINDS`; always past (`problem.found`).
        subject: The id (UUIDv7) of the record it happened to.
        facts: JSON-ready details: strings, integers, booleans, None, lists and maps of them;
            no floats, so that the canonical bytes are the same everywhere.
        event_at: When it happened, UTC milliseconds; None means now, when it is written.
        source: Where `event_at` comes from.
        actor: Who; empty means the program itself.
        reason: Why it is entered late, corrected or void; empty when nobody had to say.
    """

    kind: str
    subject: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    event_at: int | None = None
    source: Source = Source.SYSTEM
    actor: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise UnknownMoment(self.kind)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A moment as it stands in the journal: numbered, sealed, final.

    Attributes:
        seat: The seat whose chain it is in.
        seq: Its number in that chain, from 1 without gaps.
        event_at: When it happened, UTC ms.
        recorded_at: When it was written, UTC ms.
        mono_ms: The monotonic clock at writing; comparable only within one `boot_id`.
        clock_state: `trusted`, `unchecked`, `jumped` or `back`.
        hash: SHA-256 (hex) over all other fields; see `domain.hashchain`.
    """

    seat: str
    seq: int
    kind: str
    subject: str
    facts: Mapping[str, Any]
    source: Source
    reason: str
    event_at: int
    recorded_at: int
    mono_ms: int
    boot_id: str
    clock_state: str
    actor: str
    shift: str
    app_version: str
    zone: str
    prev_hash: str
    hash: str = ""

    @property
    def late_ms(self) -> int:
        """How long after it happened it was written."""
        return self.recorded_at - self.event_at
