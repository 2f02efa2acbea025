"""Moments: what happened at the desk, in a closed list of kinds.

A moment is written once. Records, clocks, pushes, screens and reports follow from it, and a
contract names it by its kind. Kinds whose record is not kept by the desk yet stand here all the
same, so that a contract file can be checked whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

LATE_AFTER_MS = 5 * 60_000
REASON_AFTER_MS = 30 * 60_000

_BY_NOUN = {
    "desk": "started stopped alive gap_found",
    "time": "jumped",
    "person": (
        "added changed deactivated reactivated secret_set signed_in signed_out locked unlocked "
        "refused"
    ),
    "contract": "adopted signed ended",
    "store": "checkpoint",
    "camera": "added changed retired lost restored moved recalled homed kept stranded",
    "problem": (
        "found shot_added clip_added marked described parked reopened pushed voided rectified "
        "verified returned"
    ),
    "channel": "added changed removed",
    "push": "queued attempted delayed accepted refused unknown confirmed withdrawn",
    "clock": "warned breached stage_missed",
    "fault": (
        "found described parked adjusted reported accepted arrived repaired verified reopened "
        "dismissed reminded"
    ),
    "maintainer": "changed",
    "reference": "proposed confirmed refused replaced",
    "suspicion": "raised confirmed dismissed ended judged",
    "diagnosis": "mode_set",
    "ground": "drawn",
    "dumped": "hinted confirmed dismissed",
    "patrol_plan": "adopted",
    "round": "started paused resumed completed closed_incomplete missed explained",
    "visit": "done",
    "thumbnail": "expired",
    "watching": "logged",
    "site_plan": "adopted",
    "site_visit": "done",
    "case": (
        "received dispatched urged chief_notified submitted reviewed returned closed "
        "voided near_due final_hours overdue consultation_needed consultation_filed "
        "requirement_untold material_unchecked feedback_ready fed_back called_back "
        "return_rejected supervised forwarded suspended progress_reported archived"
    ),
    "support": "asked answered",
    "footage": (
        "requested registered amended looked clock_checked papers_came checked approved refused "
        "located file_added file_removed exported verified written printed handed_over viewed "
        "not_held closed returned destroyed warned people_erased"
    ),
    "footage_register": "exported",
    "shift": "started relieved handover_accepted",
    "handover": (
        "cut item_added item_confirmed checked remarked incoming_arrived outgoing_signed "
        "nobody_came accepted overridden reopened"
    ),
    "punch": (
        "expected made missing late left_early reported judged correction_asked "
        "correction_granted correction_refused imported"
    ),
    "leave": "wanted filed approved refused cancelled",
    "swap": "asked agreed approved refused withdrawn",
    "holiday": "adopted",
    "absence": "began ended",
    "presence": (
        "prompted sounded escalated told confirmed unconfirmed lapsed judged adopted paused resumed"
    ),
    "log": "written amended voided",
    "instruction": "given read",
    "emergency": "found described told tried closed voided",
    "emergency_plan": "adopted",
    "conduct": "breached",
    "incident": "missed",
    "spot_check": "failed",
    "criticism": "received",
    "complaint": "received",
    "period": "ended",
    "report": "prepared failed written approved frozen delivered reopened",
    "meeting": "held",
    "analysis": "done",
    "backcheck": "done",
    "key_period": "ordered ended",
    "training": "held",
    "audit": "recorded",
    "warning": "given",
    "score": "taken",
    "notice": "received",
    "objection": "raised",
    "deduction": "confirmed",
    "rectification": "ordered done",
    "staff": "replacement_asked replaced joined left told",
    "order": "given done",
    "document": "requested supplied",
    "backup": "made",
    "data": "lost",
    "security": "attacked handled",
    "leak": "found",
    "accident": "happened",
    "payment": "due made",
    "termination": "wished noticed",
    "force_majeure": "ended proven",
    "renewal": "discussed",
    "roster": "filed laid changed templates_adopted",
    "plan": "filed",
    "sample": "due done drawn judged",
    "review": "noted",
}
KINDS: frozenset[str] = frozenset(
    f"{noun}.{happened}" for noun, words in _BY_NOUN.items() for happened in words.split()
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
