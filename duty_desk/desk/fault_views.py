"""What the desk shows of camera faults: immutable pictures of their state."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duty_desk.desk.views import ClockCard, Shot
    from duty_desk.domain.moment import Entry


@dataclass(frozen=True, kw_only=True)
class FaultRow:
    """A fault in a list. Instants are UTC ms, None while it has not come to that."""

    id: str
    number: str
    camera_id: str
    camera_code: str
    camera_name: str
    community: str
    kind: str  # code of the fault kind, "" while undecided
    kind_name: str  # in the language in use when the row was made
    note: str
    origin: str  # operator | round | system
    state: str  # see domain.fault.FaultState
    found_at: int
    found_by: str
    down_from_at: int
    down_to_at: int | None  # None while the camera is of no use
    maintainer: str  # whom it was told; before that, whom the camera's record names
    way: str  # phone | group | ticket | ""
    reached: str
    ticket: str
    call_id: str
    reported_at: int | None
    report_ms: int | None  # from found to reported
    accepted_at: int | None
    arrived_at: int | None
    repaired_at: int | None
    cause: str
    closed_at: int | None
    reason: str
    verdict: str  # of the report clock: running | met | breached | void | indeterminate | ""
    message_state: str = ""  # of the message to the maintainer, where it went by a channel
    message_words: str = ""  # what that means: accepted by a robot is not read by anybody
    group: str = ""  # the first fault of the same event that the program found; "" alone
    is_own_network: bool = False  # lost with nearly all cameras at once: perhaps our own line

    @property
    def camera_title(self) -> str:
        """Code and name of the camera."""
        return f"{self.camera_code} {self.camera_name}".strip()


@dataclass(frozen=True, kw_only=True)
class Maintainer:
    """A company that repairs cameras; `phone` is empty until the desk has entered it."""

    name: str
    phone: str = ""
    group: str = ""


@dataclass(frozen=True, kw_only=True)
class FaultDetail:
    """Everything the fault form and the faults page show of one fault."""

    row: FaultRow
    shots: tuple[Shot, ...]
    clock: ClockCard | None  # the report clock while it runs
    entries: tuple[Entry, ...]  # the fault's journal, oldest first
    others: tuple[FaultRow, ...]  # other faults of the camera, newest first
    maintainer: Maintainer  # whom to tell; without a name when nobody is known
    reached: str  # role of the person reached there last
    text: str  # what is told, ready to be read out or copied
    evidence: dict[str, Any] = field(default_factory=dict)
    likeness_permille: int | None = None  # of the picture of now to the confirmed view
    likeness_words: str = ""  # "与基准一致 0.93", where it is known


@dataclass(frozen=True, kw_only=True)
class Rates:
    """Figures of a group of cameras over a stretch of time. Shares are in millionths.

    Attributes:
        online_ppm: Share of the time in which no loss of the picture is on record.
        good_ppm: Share of the time in which no fault stood that is not repaired.
        timely: Faults reported within the contract's limit, of `judged`.
        repair_ms: Mean time from report to repair, None when nothing was repaired.
    """

    name: str
    cameras: int
    online_ppm: int
    good_ppm: int
    faults: int
    timely: int
    judged: int
    down_ms: int
    repair_ms: int | None
    unrepaired: int


@dataclass(frozen=True, kw_only=True)
class FaultFigures:
    """Rates over a stretch of time: in all, and by camera, community and maintainer."""

    from_at: int
    to_at: int
    whole: Rates
    by_camera: tuple[Rates, ...]
    by_community: tuple[Rates, ...]
    by_maintainer: tuple[Rates, ...]
    faults: tuple[FaultRow, ...]  # those that stood at some time, oldest first; no dismissed ones
