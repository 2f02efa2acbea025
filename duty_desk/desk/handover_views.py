"""The handover as screens and sheets get it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duty_desk.desk.views import JournalLine
    from duty_desk.domain.handover import HandoverState
    from duty_desk.domain.open_item import OpenItem
    from duty_desk.domain.roster import PlannedShift
    from duty_desk.domain.shift import Shift


@dataclass(frozen=True, kw_only=True)
class PacketItem:
    """One carried-over item of a cut.

    Attributes:
        no: Its number, from 1.
        item: As it stood at the cut.
        confirmed_at: When the incoming confirmed it.
        read_back: How he said it back; empty where that is not asked.
        choices: The sentences to choose the reading back from; empty: it is typed.
    """

    no: int
    item: OpenItem
    confirmed_at: int | None = None
    read_back: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Check:
    """A line of the equipment check; state "" (open), `ok` or `fault`, with what is wrong."""

    no: int
    name: str
    state: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Packet:
    """A cut with everything done to it; fields as in `store.shift_tables.HandoverTable`."""

    id: str
    shift: Shift
    no: int
    state: HandoverState
    cut_at: int
    items: tuple[PacketItem, ...]
    checks: tuple[Check, ...]
    remark: str = ""
    incoming_id: str = ""
    incoming_name: str = ""
    arrived_at: int | None = None
    signed_at: int | None = None
    nobody_at: int | None = None
    ended_at: int | None = None
    ended_by: str = ""
    reason: str = ""
    since_cut: tuple[OpenItem, ...] = ()

    @property
    def unconfirmed(self) -> int:
        """How many items the incoming has not confirmed yet."""
        return sum(one.confirmed_at is None for one in self.items)

    @property
    def unchecked(self) -> int:
        """How many lines of the equipment check are open."""
        return sum(not check.state for check in self.checks)


@dataclass(frozen=True, kw_only=True)
class ShiftFigures:
    """What the journal holds of a shift, counted from its own entries.

    Times in milliseconds. Presence is None where nothing was asked and nothing answered.
    """

    rounds_done: int = 0
    rounds_due: int = 0
    slots: tuple[int, ...] = ()
    seen: int = 0
    expected: int = 0
    visits: int = 0
    found: int = 0
    pushed: int = 0
    pushed_late: int = 0
    push_worst_ms: int = 0
    faults: int = 0
    reported: int = 0
    reported_late: int = 0
    report_worst_ms: int = 0
    asked: int = 0
    answered: int = 0
    slowest_ms: int = 0
    entries: int = 0


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """A handover that has ended, for the list of sheets."""

    id: str
    title: str
    from_at: int
    ended_at: int
    outgoing: str
    incoming: str
    state: HandoverState
    checkpoint_no: int


@dataclass(frozen=True, kw_only=True)
class HandoverPage:
    """Everything the page shows.

    Without a shift nobody holds the seat; without a packet `items` are those of this moment.
    """

    at: int
    shift: Shift | None = None
    coming: PlannedShift | None = None
    packet: Packet | None = None
    items: tuple[OpenItem, ...] = ()
    figures: ShiftFigures = field(default_factory=ShiftFigures)
    time_line: tuple[JournalLine, ...] = ()
    sealed: tuple[Sealed, ...] = ()
