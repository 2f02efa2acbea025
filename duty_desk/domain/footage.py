"""A footage request: what is asked, by whom, its states and moves, and what a step still lacks.

registered → checked → approved → located → exported → verified → handed over → closed; refused,
looked at only, or no longer held on the way. Fields follow the register of retrievals (Decree 799
art. 16: reason, content, unit and name; records 6.3). Officers are records of their own, so that
what stands in the journal names nobody.
"""

from dataclasses import dataclass
from enum import StrEnum

DAY_MS = 86_400_000
HOUR_MS = 3_600_000
DAYS_KEPT = 30  # Decree 799 art. 17: not less than 30 days
WARN_DAYS = (3, 1)
POLICE_OFFICERS = 2  # police come at least in twos, with their certificates
REASON_CHARS = 300
_DOT, _SHORT, _SHOWN = "\u25cf", "\u00b7", 4


class FootageKind(StrEnum):
    """What is asked for."""

    VIEW = "view"
    STILL = "still"
    COPY = "copy"


class FootageState(StrEnum):
    """Where a request stands."""

    REGISTERED = "registered"
    CHECKED = "checked"
    APPROVED = "approved"
    REFUSED = "refused"
    LOCATED = "located"
    EXPORTED = "exported"
    VERIFIED = "verified"
    HANDED_OVER = "handed_over"
    VIEW_ONLY = "view_only"
    NOT_HELD = "not_held"
    CLOSED = "closed"


_State = FootageState
BEFORE_APPROVAL = frozenset({_State.REGISTERED, _State.CHECKED})
SEARCHED = frozenset({_State.APPROVED, _State.LOCATED})
BEFORE_EXPORT = BEFORE_APPROVAL | SEARCHED  # what the recorder keeps of it still matters
OPEN = BEFORE_EXPORT | {_State.EXPORTED, _State.VERIFIED}
_ANSWERED = frozenset({_State.HANDED_OVER, _State.VIEW_ONLY, _State.NOT_HELD, _State.REFUSED})

# moment -> (states it may come in, state it leads to; None keeps the state)
MOVES: dict[str, tuple[frozenset[FootageState], FootageState | None]] = {
    "footage.amended": (OPEN, None),
    "footage.clock_checked": (OPEN - {_State.VERIFIED}, None),  # the sheet is sealed with it
    "footage.papers_came": (OPEN | _ANSWERED, None),
    "footage.checked": (frozenset({_State.REGISTERED}), _State.CHECKED),
    "footage.approved": (frozenset({_State.CHECKED}), _State.APPROVED),
    "footage.refused": (BEFORE_APPROVAL, _State.REFUSED),
    "footage.located": (frozenset({_State.APPROVED}), _State.LOCATED),
    "footage.file_added": (frozenset({_State.LOCATED, _State.EXPORTED}), None),
    "footage.file_removed": (frozenset({_State.LOCATED, _State.EXPORTED}), None),
    "footage.exported": (frozenset({_State.LOCATED}), _State.EXPORTED),
    "footage.verified": (frozenset({_State.EXPORTED}), _State.VERIFIED),
    "footage.written": (frozenset({_State.VERIFIED, _State.HANDED_OVER}), None),
    "footage.handed_over": (frozenset({_State.VERIFIED}), _State.HANDED_OVER),
    "footage.viewed": (SEARCHED, _State.VIEW_ONLY),
    "footage.not_held": (BEFORE_EXPORT, _State.NOT_HELD),
    "footage.closed": (_ANSWERED, _State.CLOSED),
    "footage.returned": (frozenset({_State.HANDED_OVER, _State.CLOSED}), None),
    "footage.destroyed": (frozenset({_State.HANDED_OVER, _State.CLOSED}), None),
    "footage.people_erased": (frozenset({_State.REFUSED, _State.CLOSED}), None),
}
# What may be noted of a request in any state and changes nothing of it.
NOTED = frozenset({"footage.requested", "footage.looked", "footage.printed", "footage.warned"})


class ForbiddenFootageMove(ValueError):
    """A moment that cannot happen to a request in its present state."""


def next_state(state: FootageState, kind: str) -> FootageState:
    """The state after moment `kind`.

    Raises:
        ForbiddenFootageMove: the moment cannot happen in `state`.
    """
    allowed, target = MOVES[kind]
    if state not in allowed:
        raise ForbiddenFootageMove(f"{kind} in {state}")
    return target or state


def moves_from(state: FootageState) -> frozenset[str]:
    """The moments that may happen to a request in `state`."""
    return frozenset(kind for kind, (allowed, _) in MOVES.items() if state in allowed)


@dataclass(frozen=True, kw_only=True)
class Officer:
    """Somebody who asks; kept beside the record and erasable.

    Attributes:
        number: Of the certificate or identity card.
        is_seen: Whether the certificate was shown and compared.
    """

    name: str
    number: str
    phone: str = ""
    is_seen: bool = False


@dataclass(frozen=True, kw_only=True)
class Span:
    """A stretch of a camera's recording, UTC ms by the true time; `to_at` is excluded.

    Attributes:
        clock_ahead_ms: How far the picture's time is ahead of the true one; None: not checked.
    """

    camera_id: str
    code: str
    from_at: int
    to_at: int
    clock_ahead_ms: int | None = None

    @property
    def shown_from_at(self) -> int | None:
        """The first instant as the picture itself tells it; None while its clock is unchecked."""
        return None if self.clock_ahead_ms is None else self.from_at + self.clock_ahead_ms

    @property
    def shown_to_at(self) -> int | None:
        """The last instant as the picture itself tells it."""
        return None if self.clock_ahead_ms is None else self.to_at + self.clock_ahead_ms


@dataclass(frozen=True, kw_only=True)
class FootageRequest:
    """What a request says, without the people who ask.

    Attributes:
        unit: Who asks (Decree 799 art. 16).
        is_police: Police come in twos.
        came_at: When they came, where that was before the registration.
        paper_kind: Of the legal document, as 调取证据通知书; `paper_no` its number.
        paper_at: The day it was issued.
        papers_due_at: Until when papers may follow; 0 where they must lie here first.
        content: What is to be seen in the footage (Decree 799 art. 16).
        oldest_held_at: The oldest picture that the recorder held when it was searched.
        medium_state: Whether the medium is sealed or write-protected, in words.
        is_copy_kept: Whether a copy stays here at `copy_place`, until `copy_until_at`.
        left_at: When who asked left.
        signed_scan: SHA-256 of the papers as they were signed.
    """

    kind: FootageKind
    unit: str
    reason: str
    content: str
    spans: tuple[Span, ...] = ()
    is_police: bool = True
    channel: str = ""
    came_at: int = 0
    paper_kind: str = ""
    paper_no: str = ""
    paper_issuer: str = ""
    paper_at: int = 0
    paper_scan: str = ""
    papers_due_at: int = 0
    case_no: str = ""
    legal_basis: str = ""
    oldest_held_at: int = 0
    escort: str = ""
    medium: str = ""
    medium_no: str = ""
    medium_state: str = ""
    is_copy_kept: bool = False
    copy_place: str = ""
    copy_until_at: int = 0
    left_at: int = 0
    signed_scan: str = ""
    note: str = ""


def missing(request: FootageRequest, officers: tuple[Officer, ...]) -> tuple[str, ...]:
    """The fields that registration still lacks, in the form's order.

    Papers are not among them: they are what the next step checks.
    """
    wanted = POLICE_OFFICERS if request.is_police else 1
    named = [one for one in officers if one.name.strip() and one.number.strip()]
    lacking = {
        "unit": not request.unit.strip(),
        "officers": len(named) < wanted,
        "reason": not request.reason.strip(),
        "content": not request.content.strip(),
        "spans": not request.spans,
    }
    return tuple(name for name, is_lacking in lacking.items() if is_lacking)


def missing_papers(request: FootageRequest, officers: tuple[Officer, ...]) -> tuple[str, ...]:
    """What the check of papers still lacks: document, number, scan, certificates seen.

    With papers to follow only the certificates are wanted.
    """
    may_follow = request.papers_due_at > 0
    lacking = {
        "paper_kind": not may_follow and not request.paper_kind.strip(),
        "paper_no": not may_follow and not request.paper_no.strip(),
        "paper_scan": not may_follow and not request.paper_scan,
        "certificates": not officers or not all(one.is_seen for one in officers),
    }
    return tuple(name for name, is_lacking in lacking.items() if is_lacking)


def missing_to_hand_over(request: FootageRequest, files: int) -> tuple[str, ...]:
    """What handing over still lacks; papers that were to follow must have come by now.

    Args:
        request: What was asked.
        files: How many sealed files there are.
    """
    is_copy = request.kind is FootageKind.COPY
    lacking = {
        "paper_no": not request.paper_no.strip(),
        "paper_scan": not request.paper_scan,
        "files": request.kind is not FootageKind.VIEW and files == 0,
        "medium": is_copy and not request.medium.strip(),
        "medium_no": is_copy and not request.medium_no.strip(),
        "escort": request.kind is FootageKind.VIEW and not request.escort.strip(),
        "copy_until_at": request.is_copy_kept and request.copy_until_at == 0,
    }
    return tuple(name for name, is_lacking in lacking.items() if is_lacking)


@dataclass(frozen=True, kw_only=True)
class ClockCheck:
    """One comparison of a camera's picture with the true time, UTC ms.

    Attributes:
        shown_at: What the picture showed.
        true_at: What it was at that instant, by `source`.
        method: How it was compared.
        checker: Who did it.
        picture: SHA-256 of the still that shows it.
    """

    camera_id: str
    code: str
    shown_at: int
    true_at: int
    source: str
    method: str
    checker: str
    picture: str = ""

    @property
    def ahead_ms(self) -> int:
        """How far the picture is ahead of the true time; less than 0 where it is behind."""
        return self.shown_at - self.true_at


class SpanFault(StrEnum):
    """Why a span cannot be asked for."""

    UNKNOWN_CAMERA = "unknown_camera"
    ENDS_FIRST = "ends_first"
    IN_FUTURE = "in_future"


def span_faults(span: Span, now: int, camera_ids: frozenset[str]) -> tuple[SpanFault, ...]:
    """What is wrong with a span asked for at `now`; empty when nothing is."""
    found = {
        SpanFault.UNKNOWN_CAMERA: span.camera_id not in camera_ids,
        SpanFault.ENDS_FIRST: span.to_at <= span.from_at,
        SpanFault.IN_FUTURE: max(span.from_at, span.to_at) > now,
    }
    return tuple(fault for fault, is_so in found.items() if is_so)


class Holding(StrEnum):
    """Whether the recorder still holds a span, by the days it keeps."""

    HELD = "held"
    ENDING = "ending"  # three days or less
    LAST_DAY = "last_day"
    PARTLY = "partly"  # its beginning is overwritten already
    GONE = "gone"


def overwritten_at(span: Span, days_kept: int = DAYS_KEPT) -> int:
    """When the recorder begins to write over a span."""
    return span.from_at + days_kept * DAY_MS


def holding(span: Span, now: int, days_kept: int = DAYS_KEPT) -> Holding:
    """How a span stands against the days kept; the recorder itself may know better."""
    if now >= span.to_at + days_kept * DAY_MS:
        return Holding.GONE
    left_ms = overwritten_at(span, days_kept) - now
    if left_ms <= 0:
        return Holding.PARTLY
    warned = [days for days in WARN_DAYS if left_ms <= days * DAY_MS]
    if not warned:
        return Holding.HELD
    return Holding.LAST_DAY if min(warned) == min(WARN_DAYS) else Holding.ENDING


def shown_number(year: int, no: int) -> str:
    """The number people read, `2026-037`; counted within a year."""
    return f"{year}-{no:03d}"


def masked_name(name: str) -> str:
    """A name for lists: its beginning and a dot, never more than half of it."""
    bare = name.strip()
    return bare[: max(1, len(bare) // 2)] + _SHORT if bare else ""


def masked(number: str) -> str:
    """A certificate's number for lists: its last four signs at most, never more than half."""
    bare = number.strip()
    shown = min(_SHOWN, len(bare) // 2)
    return _DOT * _SHOWN + bare[len(bare) - shown :] if bare else ""
