"""What screens and commands get of attendance."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from duty_desk.domain.attendance import PunchCount

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, kw_only=True)
class PunchRow:
    """A punch: expected, made or missing."""

    id: str
    person_id: str
    name: str
    kind: str  # on | off
    kind_words: str
    day: str
    template: str  # in the language in use
    planned_at: int | None
    made_at: int | None
    how: str  # in words, "" when it was not made
    state: str  # expected | made | late | early | missing
    state_words: str  # with minutes and the verdict: 迟到 12 分钟（已谅解）
    level: str  # calm | done | attention | urgent
    note: str  # explanation, the supervisor's words, marks about the clock
    is_reported: bool
    judged: str  # "" | excused | unexcused
    correction_id: str = ""  # of the request that waits


@dataclass(frozen=True, kw_only=True)
class CorrectionRow:
    """A request to correct a punch that waits for a decision."""

    id: str
    punch_id: str
    name: str
    about: str  # 11-21 夜班 上班
    claimed_at: int
    reason: str
    asked_at: int
    asked_by: str


@dataclass(frozen=True, kw_only=True)
class PersonMonth:
    """A person's month."""

    person_id: str
    name: str
    shifts: int  # planned in the month
    hours: int  # of shifts that are over
    leave_days: int
    count: PunchCount


@dataclass(frozen=True, kw_only=True)
class ThresholdLine:
    """How far the team is from what costs money, as a finished sentence."""

    words: str
    level: str  # calm | attention | urgent
    count: int
    at: int


@dataclass(frozen=True, kw_only=True)
class DifferenceLine:
    """Where the client's punches and ours do not agree, as a finished sentence."""

    words: str
    day: str
    person_id: str


@dataclass(frozen=True, kw_only=True)
class AttendanceMonth:
    """A month of attendance."""

    month: str
    punches: tuple[PunchRow, ...] = ()
    people: tuple[PersonMonth, ...] = ()
    team: PunchCount = field(default_factory=PunchCount)
    thresholds: tuple[ThresholdLine, ...] = ()
    corrections: tuple[CorrectionRow, ...] = ()
    differences: tuple[DifferenceLine, ...] = ()
    client_punches: int = 0  # imported ones within the month
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ClientFile:
    """The client's punches as read from a file, before anybody takes them over."""

    file: str
    punches: tuple[tuple[str, str, int], ...]  # person id, name, instant
    mistakes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
