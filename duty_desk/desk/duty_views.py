"""What screens get of presence, duty log and emergencies. Instants are UTC ms."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from duty_desk.domain.presence import PresenceRule

if TYPE_CHECKING:
    from duty_desk.domain.duty_log import Link


@dataclass(frozen=True, kw_only=True)
class AbsenceRow:
    """An announced short absence; it lasts while `ended_at` is None."""

    id: str
    person: str
    reliever: str
    why: str
    began_at: int
    back_by_at: int
    ended_at: int | None


@dataclass(frozen=True, kw_only=True)
class PresenceView:
    """How presence stands at this seat.

    `state`: off (not asked for in this program), idle (nobody to ask), quiet, absent, paused,
    or the stage of the prompt that waits: shown, sounded, escalated.
    """

    state: str = "off"
    check_id: str = ""
    ends_at: int = 0  # when this stage of the prompt ends
    heard_at: int | None = None  # the last sign of life
    told_words: str = ""  # what became of telling another
    absence: AbsenceRow | None = None
    paused_until_at: int | None = None
    pause_reason: str = ""
    unjudged: int = 0
    rule: PresenceRule = field(default_factory=PresenceRule)

    @property
    def is_asking(self) -> bool:
        """Whether a prompt waits for its answer."""
        return self.state in ("shown", "sounded", "escalated")


@dataclass(frozen=True, kw_only=True)
class PresenceRow:
    """A presence check in a list."""

    id: str
    seat: str
    person: str
    state: str
    prompted_at: int
    escalated_at: int | None
    told: str
    told_words: str
    ended_at: int | None
    answer_ms: int | None
    way: str
    in_round: bool
    judged_by: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class PresenceFigures:
    """Presence checks of a stretch of time, counted from their rows."""

    asked: int = 0
    answered: int = 0  # by key or by work
    by_work: int = 0
    reflex: int = 0  # by key within three seconds
    by_key: int = 0
    slowest_ms: int | None = None
    median_ms: int | None = None
    unconfirmed: int = 0  # judged ones included
    in_round: int = 0  # of those, while a round was walked
    unjudged: int = 0
    absences: int = 0
    absent_ms: int = 0


@dataclass(frozen=True, kw_only=True)
class LogLine:
    """A line of the duty log list: written by hand, or told by another record.

    `noun`: log, instruction, emergency, absence or presence; `state`: saved, amended, voided, or
    for an instruction read and unread.
    """

    id: str
    noun: str
    number: str
    kind: str  # one of LogKind
    text: str
    handling: str
    links: tuple[Link, ...]
    at: int
    late_min: int
    late_reason: str
    actor: str
    shift: str
    state: str = "saved"
    ended: str = ""  # why it was amended or voided, by whom, in words


@dataclass(frozen=True, kw_only=True)
class InstructionRow:
    """An instruction of a leader that nobody but its writer has read."""

    id: str
    number: str
    text: str
    leader: str
    given_at: int
    actor: str


@dataclass(frozen=True, kw_only=True)
class CallRow:
    """A call about an emergency."""

    no: int
    role: str
    number: str
    at: int
    is_reached: bool
    note: str
    actor: str


@dataclass(frozen=True, kw_only=True)
class EmergencyRow:
    """An emergency with the calls about it."""

    id: str
    number: str
    kind: str  # code, "" while undecided
    kind_name: str  # in the language in use when the snapshot was made
    camera_id: str
    camera_title: str
    place: str
    text: str
    state: str  # open | closed | voided
    found_at: int
    found_by: str
    told_at: int | None
    closed_at: int | None
    closing: str
    calls: tuple[CallRow, ...] = ()

    @property
    def headline(self) -> str:
        """Kind and place, as far as they are known."""
        return " · ".join(
            part for part in (self.kind_name, self.place or self.camera_title) if part
        )


@dataclass(frozen=True, kw_only=True)
class DutyDay:
    """What the snapshot holds of presence, instructions and emergencies."""

    is_made: bool = False  # False before it was read for the first time
    presence: PresenceView = PresenceView()
    instructions: tuple[InstructionRow, ...] = ()  # unread ones, oldest first
    emergencies: tuple[EmergencyRow, ...] = ()  # open ones and today's, newest first
