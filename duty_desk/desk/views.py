"""What the desk shows: immutable pictures of its state, made by the desk thread for any reader.

Readers never query the store for these; they take the newest `Snapshot` or await a detail.
Instants are UTC milliseconds; words come ready where the desk knows them better than a screen.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from duty_desk.desk.duty_views import DutyDay
from duty_desk.desk.footage_views import FootageDay
from duty_desk.desk.patrol_views import PatrolDay
from duty_desk.desk.report_views import ReportGlance

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.desk.diagnosis_views import SuspicionRow
    from duty_desk.desk.fault_views import FaultRow
    from duty_desk.domain.moment import Entry
    from duty_desk.domain.person import Person
    from duty_desk.domain.shift import Shift


@dataclass(frozen=True, kw_only=True)
class CameraRow:
    """A camera of the catalogue. The address is not here: see `desk.cameras.address_of`."""

    id: str
    code: str
    name: str
    alias: str
    community: str
    unit: str  # the unit that handles a problem seen here; the community when none is named
    maintainer: str
    masked_address: str
    order: int
    transport: str = ""  # tcp or udp where the catalogue says so
    address: str = ""  # the road and number it stands at
    ptz_type: str = ""  # one of domain.camera.PTZ_TYPES, "" when the catalogue does not say
    session_limit: int = 0  # streams its device may be asked for at a time; 0 when not said


@dataclass(frozen=True, kw_only=True)
class ClockCard:
    """A clock of the contract on one subject: running, or breached and not stopped yet.

    `stages` are (instant, level) of warnings and breach, in time order, level one of
    `attention`, `urgent`, `breach`.
    """

    id: str
    rule_id: str
    title: str  # the rule's name in the language in use when the snapshot was made
    limit_ms: int
    subject: str  # id of the record the clock runs for
    headline: str  # "C046 白塔庵-桶站 · 垃圾桶满冒"
    started_at: int
    due_at: int
    stages: tuple[tuple[int, str], ...]
    is_breached: bool
    noun: str = "problem"  # what the subject is: problem | fault …, as the rule names its record
    push_state: str  # state of the newest push of the subject, "" when there is none;
    # `aside` while the store is out of reach and only the spool has the problem


@dataclass(frozen=True, kw_only=True)
class JournalLine:
    """One line of today's journal, in words."""

    seq: int
    event_at: int
    late_ms: int
    tag: str  # short word on the chip: 问题, 推送, 断线 …
    level: str  # calm | done | attention | urgent
    text: str
    actor: str  # shown name; "系统" when the program itself
    kind: str
    subject: str


@dataclass(frozen=True, kw_only=True)
class ProblemRow:
    """A problem in a list."""

    id: str
    number: str
    camera_id: str
    camera_code: str
    camera_name: str
    community: str
    category: str  # category code, "" while undecided
    description: str
    unit: str
    state: str  # found | pushed | rectified | verified | voided
    is_parked: bool
    found_at: int
    pushed_at: int | None
    push_state: str  # "" | queued | sending | delayed | accepted | refused | unknown | copied
    # | confirmed | withdrawn
    push_words: str  # the channel's last answer, a finished sentence
    push_id: str
    push_ms: int | None  # from found to pushed
    shots: int
    verdict: str  # of the push clock: running | met | breached | void | indeterminate


@dataclass(frozen=True, kw_only=True)
class Shot:
    """One evidence picture of a problem: the original and what was made from it."""

    no: int  # from 1
    kind: str  # before | after
    original: Path
    captioned: Path
    sha256: str  # of the original
    taken_at: int  # when the frame was received, UTC ms
    age_ms: int  # age of the frame when the key was pressed
    width_px: int
    height_px: int
    marks: tuple[dict[str, object], ...] = ()  # vision.marks facts, drawn over the original


@dataclass(frozen=True, kw_only=True)
class ClipRow:
    """A clip of what happened around a finding: an MP4 file and the span it shows, UTC ms."""

    no: int
    path: Path
    sha256: str
    from_at: int
    to_at: int
    width_px: int
    height_px: int


@dataclass(frozen=True, kw_only=True)
class PushRow:
    """One push of a problem to one channel."""

    id: str
    channel_id: str
    channel_name: str
    channel_kind: str
    state: str
    tries: int
    queued_at: int
    ended_at: int | None
    words: str
    receipt: str


@dataclass(frozen=True, kw_only=True)
class ProblemDetail:
    """Everything the problem form shows."""

    row: ProblemRow
    shots: tuple[Shot, ...]
    pushes: tuple[PushRow, ...]
    clock: ClockCard | None  # the push clock while it runs
    last_category: str  # used last at this camera, a suggestion
    entries: tuple[Entry, ...] = ()  # the problem's journal, oldest first
    clips: tuple[ClipRow, ...] = ()  # oldest first
    awaits_clip: bool = False  # its clip is under way
    clip_words: str = ""  # why it has none, where that is known


@dataclass(frozen=True, kw_only=True)
class ChannelRow:
    """A push channel as configured. Address and secret are never here."""

    id: str
    name: str
    kind: str  # wecom | dingtalk | feishu | clipboard
    masked_address: str
    order: int
    state: str  # unproven | ok | trouble
    words: str  # the last trouble, a finished sentence
    carries_pictures: bool
    purpose: str = ""  # "" for problems | leader | maintainer


@dataclass(frozen=True, kw_only=True)
class PushPreview:
    """Exactly what a push would send."""

    text: str
    card: bytes  # JPEG, the card picture for the clipboard and for picture messages
    pictures: int


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """The desk at one instant."""

    at: int = 0
    clocks: tuple[ClockCard, ...] = ()  # least time left first
    problems: tuple[ProblemRow, ...] = ()  # open ones and those found today, newest first
    journal: tuple[JournalLine, ...] = ()  # today's, newest first, at most 200
    cameras: tuple[CameraRow, ...] = ()
    channels: tuple[ChannelRow, ...] = ()
    maintainer_channels: tuple[ChannelRow, ...] = ()  # robots of the maintainers' own groups
    faults: tuple[FaultRow, ...] = ()  # open ones and those found or closed today, newest first
    suspicions: tuple[SuspicionRow, ...] = ()  # open ones that are not only noted, newest first
    views_proposed: int = 0  # reference views that wait for a person's word
    dumped_open: int = 0  # hints of things on the ground that nobody has decided
    store_state: str = "ok"  # ok | trouble
    store_words: str = ""
    people: tuple[Person, ...] = ()  # deactivated ones too
    person: Person | None = None  # who is signed in, locked or not
    operator: str = ""  # his name; the settings' while no people are entered
    is_attended: bool = False  # people sit here and sign in
    is_locked: bool = False
    duty: DutyDay = field(default_factory=DutyDay)
    shift: Shift | None = None  # who is responsible for the seat
    patrol: PatrolDay = field(default_factory=PatrolDay)
    reports: ReportGlance = field(default_factory=ReportGlance)
    footage: FootageDay = field(default_factory=FootageDay)
    day_counts: dict[str, int] = field(default_factory=dict)  # found, pushed, late … today
