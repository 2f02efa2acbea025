"""Attendance: which punches are expected, what a punch is, and what a month counts.

The program's punch is a record; the client's own method is authoritative (S0 annex art. 3), which
is why its punches are imported beside ours and never mixed with them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duty_desk.domain.contract import Contract, Rule
    from duty_desk.domain.roster import PlannedShift

# 24-hour seats punch at the handover (S0 annex art. 3), which takes a while and begins before the
# hour; no minute is written, so the shift's own hour is kept within these.
SEAT_GRACE_MS = 15 * 60_000
MISSING_AFTER_MS = 4 * 3_600_000
EXPECTED_BEFORE_MS = 3_600_000  # a punch is expected from an hour before the shift
NEAREST_MS = 12 * 3_600_000
FUTURE_MS = 60_000  # a punch lying further ahead than two clocks differ is refused
PAST_MS = 5 * 60_000  # further back it is a claim, and goes by a request
SAME_MS = 10 * 60_000  # ours and the client's within these are the same punch


class PunchKind(StrEnum):
    """Coming or going."""

    ON = "on"
    OFF = "off"


class How(StrEnum):
    """By what a punch was made."""

    HANDOVER = "handover"
    KEY = "key"
    CORRECTION = "correction"


class PunchState(StrEnum):
    """What became of a punch that was expected."""

    EXPECTED = "expected"
    MADE = "made"
    LATE = "late"
    EARLY = "early"  # left before the end
    MISSING = "missing"


@dataclass(frozen=True, kw_only=True)
class ExpectedPunch:
    """A punch that the roster asks for."""

    id: str
    person_id: str
    kind: PunchKind
    shift: PlannedShift
    planned_at: int


def expected_of(shift: PlannedShift) -> tuple[ExpectedPunch, ...]:
    """The punches of a shift: each of its people comes and goes.

    Whoever was put into it when it had begun could not punch at its beginning.
    """
    return tuple(
        ExpectedPunch(
            id=f"{shift.id}/{person}/{kind}",
            person_id=person,
            kind=kind,
            shift=shift,
            planned_at=shift.starts_at if kind is PunchKind.ON else shift.ends_at,
        )
        for person in shift.person_ids
        for kind in PunchKind
        if kind is PunchKind.OFF or shift.laid_at <= shift.starts_at
    )


def nearest(
    expected: Iterable[ExpectedPunch], person_id: str, kind: PunchKind, at: int
) -> ExpectedPunch | None:
    """The expected punch that one made at `at` is meant to be; None when none is near."""
    found = [
        one
        for one in expected
        if one.person_id == person_id
        and one.kind is kind
        and abs(one.planned_at - at) <= NEAREST_MS
    ]
    return min(found, key=lambda one: abs(one.planned_at - at), default=None)


@dataclass(frozen=True)
class Verdict:
    """What a punch is: in time, late, or early, and by how much."""

    state: PunchState
    deviation_ms: int = 0


@dataclass(frozen=True)
class Hours:
    """How exactly hours are kept.

    Attributes:
        is_exact_late: Coming at exactly the hour is late (choice attendance.boundary).
        is_exact_early: Going at exactly the hour is early.
    """

    is_exact_late: bool = False
    is_exact_early: bool = False


def judged(expected: ExpectedPunch, at: int, hours: Hours) -> Verdict:
    """What a punch made at `at` is (S0-10, S0-11)."""
    is_on = expected.kind is PunchKind.ON
    off_ms = at - expected.planned_at if is_on else expected.planned_at - at
    grace_ms = 0 if expected.shift.is_office else SEAT_GRACE_MS
    is_exact_wrong = hours.is_exact_late if is_on else hours.is_exact_early
    if expected.shift.is_office and off_ms == 0 and is_exact_wrong:
        off_ms = 1
    if off_ms <= grace_ms:
        return Verdict(PunchState.MADE)
    return Verdict(PunchState.LATE if is_on else PunchState.EARLY, off_ms)


def hours_of(contract: Contract | None) -> Hours:
    """How the contract keeps the hours of office seats."""
    rules = contract.rules if contract else ()
    rule = next((one for one in rules if "punch.expected" in one.start), None)
    windows = rule.windows if rule else ()
    return Hours(
        is_exact_late=any(one.to_minute is not None and not one.includes_to for one in windows),
        is_exact_early=any(
            one.from_minute is not None and not one.includes_from for one in windows
        ),
    )


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """At how many of something in a month the contract costs money, for the whole team.

    Attributes:
        name: As the contract file calls it.
        name_en: The same in English.
        counts_missing: Whether missing punches count, else late and early ones.
        at: The number; 0 when the contract names none.
        clause: Where it stands.
    """

    name: str
    name_en: str
    counts_missing: bool
    at: int
    clause: str


def thresholds(contract: Contract | None) -> tuple[Threshold, ...]:
    """What the contract says of punches in a month (S0-P7: 3 missing, 5 late or early)."""
    return tuple(
        Threshold(
            name=count.name,
            name_en=count.name_en,
            counts_missing="punch.missing" in count.moments,
            at=min((step.first for step in count.steps), default=0),
            clause=rule.clause,
        )
        for rule in _rules(contract)
        for count in rule.counts
        if any(moment.startswith("punch.") for moment in count.moments)
    )


def _rules(contract: Contract | None) -> tuple[Rule, ...]:
    return tuple(contract.rules) if contract else ()


@dataclass(frozen=True, kw_only=True)
class PunchFact:
    """One expected punch as it counts."""

    person_id: str
    state: PunchState
    is_reported: bool = False
    judged: str = ""  # "" | excused | unexcused

    @property
    def counts_missing(self) -> bool:
        """Missing without an excuse: nobody reported it, or the supervisor did not accept it."""
        if self.state is not PunchState.MISSING or self.judged == "excused":
            return False
        return self.judged == "unexcused" or not self.is_reported

    @property
    def counts_off_time(self) -> bool:
        """Late or early, and not excused."""
        return self.state in (PunchState.LATE, PunchState.EARLY) and self.judged != "excused"

    @property
    def waits(self) -> bool:
        """Reported, and nobody has judged it."""
        return self.state is PunchState.MISSING and self.is_reported and not self.judged


@dataclass
class PunchCount:
    """How many of each; of a person, or of the team."""

    expected: int = 0
    made: int = 0
    late: int = 0
    early: int = 0
    missing: int = 0
    excused: int = 0
    waiting: int = 0
    counted_missing: int = 0
    counted_off_time: int = 0

    def add(self, fact: PunchFact) -> None:
        """Count one more."""
        self.expected += 1
        self.made += fact.state in (PunchState.MADE, PunchState.LATE, PunchState.EARLY)
        self.late += fact.state is PunchState.LATE
        self.early += fact.state is PunchState.EARLY
        self.missing += fact.state is PunchState.MISSING
        self.excused += fact.judged == "excused"
        self.waiting += fact.waits
        self.counted_missing += fact.counts_missing
        self.counted_off_time += fact.counts_off_time

    def of(self, *, counts_missing: bool) -> int:
        """What counts for the contract: missing punches, or late and early ones."""
        return self.counted_missing if counts_missing else self.counted_off_time


@dataclass
class MonthCount:
    """A month: the team, because the contract counts person-times, and each person."""

    team: PunchCount = field(default_factory=PunchCount)
    people: dict[str, PunchCount] = field(default_factory=dict)


def count(facts: Iterable[PunchFact]) -> MonthCount:
    """Count a month's punches."""
    month = MonthCount()
    for fact in facts:
        month.team.add(fact)
        month.people.setdefault(fact.person_id, PunchCount()).add(fact)
    return month


@dataclass(frozen=True)
class Difference:
    """Where our punches and the client's do not agree.

    Attributes:
        person_id: Whose.
        ours_at: Our punch, None when we have none near.
        theirs_at: The client's, None when it has none near.
    """

    person_id: str
    ours_at: int | None
    theirs_at: int | None


def compare(
    ours: Iterable[tuple[str, int]], theirs: Iterable[tuple[str, int]]
) -> tuple[Difference, ...]:
    """Pairs of punches (person, instant) that differ by more than ten minutes or stand alone."""
    found = []
    left: dict[str, list[int]] = {}
    for person, at in sorted(theirs, key=lambda one: one[1]):
        left.setdefault(person, []).append(at)
    for person, at in sorted(ours, key=lambda one: one[1]):
        near = min(left.get(person, ()), key=lambda one: abs(one - at), default=None)
        if near is None or abs(near - at) > 2 * 3_600_000:
            found.append(Difference(person, at, None))
            continue
        left[person].remove(near)
        if abs(near - at) > SAME_MS:
            found.append(Difference(person, at, near))
    found += [Difference(person, None, at) for person, rest in left.items() for at in rest]
    return tuple(sorted(found, key=lambda one: (one.ours_at or one.theirs_at or 0, one.person_id)))
