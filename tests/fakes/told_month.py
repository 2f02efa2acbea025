"""A month of rows written straight into a store: every kind of record a review counts.

Not told by the desk's use cases, which would take minutes; the chances are those of a seed. What
the figures say of it is compared with SQL written apart from them.
"""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from tests.fakes.new_store import put_tables

if TYPE_CHECKING:
    from pathlib import Path

DAY_MS, HOUR_MS, MINUTE_MS = 86_400_000, 3_600_000, 60_000
FROM_AT = 1_793_462_400_000  # 2026-11-01 00:00 in Beijing
DAYS, CAMERAS = 30, 6
TO_AT = FROM_AT + DAYS * DAY_MS
_CATEGORIES = ("E0102", "E2101", "E0504")
_STATES = ("found", "pushed", "rectified", "verified", "verified", "verified", "voided")
_PEOPLE = ("值班员 A", "值班员 B")


def tell_month(data: Path, seed: int = 5) -> Path:
    """Write the month into a new store in `data`; returns the database file."""
    put_tables(data)
    file = data / "desk.sqlite3"
    with closing(sqlite3.connect(file)) as connection, connection:
        _Month(connection, random.Random(seed)).tell()
    return file


class _Month:
    def __init__(self, connection: sqlite3.Connection, chance: random.Random) -> None:
        self._connection, self._chance = connection, chance
        self._count = 0

    def tell(self) -> None:
        self._begin()
        for day in range(DAYS):
            starts_at = FROM_AT + day * DAY_MS
            date = f"2026-11-{day + 1:02}"
            self._rounds(date, starts_at)
            self._people(date, starts_at)
            for no in range(self._chance.randint(0, 9)):
                self._problem(date, no + 1, starts_at)
            for no in range(self._chance.randint(0, 2)):
                self._fault(date, no + 1, starts_at)
            self._written(date, starts_at)

    def _put(self, table: str, **row: Any) -> None:
        names = [one[1:3] for one in self._connection.execute(f'PRAGMA table_info("{table}")')]
        full = {name: row.get(name, "" if kind == "TEXT" else 0) for name, kind in names} | row
        marks = ",".join("?" * len(full))
        self._connection.execute(
            f'INSERT INTO "{table}" ({",".join(full)}) VALUES ({marks})', tuple(full.values())
        )

    def _id(self, noun: str) -> str:
        self._count += 1
        return f"{noun}-{self._count:05}"

    def _begin(self) -> None:
        self._put(
            "journal",
            seat="1",
            seq=1,
            kind="desk.started",
            subject="1",
            body="{}",
            hash="0",
            recorded_at=FROM_AT - DAY_MS,
            event_at=FROM_AT - DAY_MS,
        )
        for number in range(1, CAMERAS + 1):
            self._put(
                "camera",
                id=f"camera-{number}",
                code=f"C{number:03}",
                name=f"点位 {number}",
                community=f"社区 {number % 3}",
                maintainer="维护单位甲",
                details="{}",
                place=number,
                state="active",
                lost_at=None,
            )
        self._put("channel", id="channel", name="群", kind="wecom")

    def _at(self, starts_at: int) -> int:
        return starts_at + self._chance.randrange(DAY_MS)

    def _clock(self, rule: str, subject: str, at: int, limit_ms: int, took_ms: int | None) -> None:
        verdict = "running" if took_ms is None else "met" if took_ms <= limit_ms else "breached"
        clock = self._id("clock")
        self._put(
            "clock",
            id=clock,
            rule_id=rule,
            subject=subject,
            seat="1",
            started_at=at,
            due_at=at + limit_ms,
            verdict=verdict,
            stopped_at=None if took_ms is None else at + took_ms,
        )
        for key in ("warn", "breach")[: 1 + (verdict == "breached")]:
            self._put("clock_stage", clock_id=clock, key=key, at=at + 180_000, is_shown=1)

    def _problem(self, date: str, no: int, starts_at: int) -> None:
        chance, at, subject = self._chance, self._at(starts_at), self._id("problem")
        state = chance.choice(_STATES)
        took_ms = None if state == "found" else chance.randrange(20_000, 420_000)
        via = "" if took_ms is None else chance.choice(("robot", "operator"))
        self._put(
            "problem",
            id=subject,
            seat="1",
            found_on=date,
            no=no,
            state=state,
            found_at=at,
            camera_id=f"camera-{chance.randint(1, CAMERAS)}",
            found_by=_PEOPLE[0],
            category=chance.choice(_CATEGORIES),
            pushed_via=via,
            pushed_at=None if took_ms is None else at + took_ms,
        )
        if state == "voided":
            self._put(
                "clock",
                id=self._id("clock"),
                rule_id="problem.push",
                subject=subject,
                seat="1",
                started_at=at,
                due_at=at + 300_000,
                verdict="void",
                stopped_at=None,
            )
        else:
            self._clock("problem.push", subject, at, 300_000, took_ms)
        self._put("shot", problem_id=subject, no=1, kind="before", marks="[]")
        if state in ("rectified", "verified") and chance.random() < 0.8:
            self._put("shot", problem_id=subject, no=2, kind="after", marks="[]")
        if took_ms is not None:
            self._put(
                "push",
                id=self._id("push"),
                seat="1",
                problem_id=subject,
                channel_id="channel",
                queued_at=at + took_ms,
                ended_at=None,
                pictures="[]",
                state=chance.choice(("accepted", "confirmed", "refused", "unknown")),
            )

    def _fault(self, date: str, no: int, starts_at: int) -> None:
        chance, at, subject = self._chance, self._at(starts_at), self._id("fault")
        state = chance.choice(("verified", "verified", "reported", "dismissed", "repaired"))
        took_ms = chance.randrange(60_000, 900_000)
        repaired = state in ("verified", "repaired")
        repaired_at = at + chance.randrange(HOUR_MS, 40 * HOUR_MS) if repaired else None
        closed = state in ("verified", "dismissed")
        closed_at = (repaired_at or at + took_ms) + HOUR_MS if closed else None
        self._put(
            "fault",
            id=subject,
            seat="1",
            found_on=date,
            no=no,
            state=state,
            found_at=at,
            camera_id=f"camera-{chance.randint(1, CAMERAS)}",
            kind="signal",
            evidence="{}",
            maintainer=chance.choice(("维护单位甲", "维护单位乙")),
            way="phone",
            down_from_at=at,
            reported_at=at + took_ms,
            repaired_at=repaired_at,
            closed_at=closed_at,
            accepted_at=None,
            arrived_at=None,
        )
        self._clock("fault.report", subject, at, 600_000, took_ms)

    def _rounds(self, date: str, starts_at: int) -> None:
        for slot in range(1, 7):
            state = self._chance.choices(("complete", "incomplete", "missed"), (20, 1, 1))[0]
            at = starts_at + (slot - 1) * 4 * HOUR_MS + 10 * MINUTE_MS
            seen = {"complete": CAMERAS, "incomplete": 3, "missed": 0}[state]
            skipped = int(state == "complete" and self._chance.random() < 0.1)
            started = state != "missed"
            subject = self._id("round")
            self._put(
                "round",
                id=subject,
                seat="1",
                day=date,
                slot=slot,
                take=0,
                kind="planned",
                state=state,
                window_from_at=at - 10 * MINUTE_MS,
                window_to_at=at + 4 * HOUR_MS - 10 * MINUTE_MS,
                route_hash=None,
                seed=None,
                started_at=at if started else None,
                paused_at=None,
                ended_at=at + 20 * MINUTE_MS if started else None,
                expected=CAMERAS,
                normal=seen - skipped,
                skipped=skipped,
                is_rushed=int(self._chance.random() < 0.05),
            )
            for no in range(1, seen + 1):
                outcome = "skipped" if skipped and no == 1 else "normal"
                self._put(
                    "visit",
                    round_id=subject,
                    no=no,
                    camera_id=f"camera-{no}",
                    outcome=outcome,
                    done_at=at + no * MINUTE_MS,
                    offset_ms=None,
                    similarity_ppm=None,
                    problems="[]",
                    faults="[]",
                    seat="1",
                )

    def _people(self, date: str, starts_at: int) -> None:
        for number, name in enumerate(_PEOPLE):
            at = starts_at + number * 12 * HOUR_MS
            gone = self._chance.choice((0, 0, 0, 5 * MINUTE_MS))
            shift = self._shift(number, at, gone)
            self._punches(number, date, shift, at)
            self._checks(name, shift, at + gone)

    def _shift(self, number: int, at: int, gone: int) -> str:
        shift, ends_at = self._id("shift"), at + 12 * HOUR_MS
        self._put(
            "shift",
            id=shift,
            seat="1",
            name=_PEOPLE[number],
            person_id=f"person-{number}",
            started_at=at + gone,
            ended_at=ends_at,
            uncovered_ms=gone,
            planned_from_at=at,
            planned_to_at=ends_at,
            last_seq=None,
        )
        states = ("accepted", "overridden", "reopened")
        self._put(
            "handover",
            id=self._id("handover"),
            seat="1",
            shift_id=shift,
            no=1,
            state=self._chance.choices(states, (9, 1, 1))[0],
            cut_at=ends_at - MINUTE_MS,
            arrived_at=None,
            signed_at=None,
            nobody_at=None,
            ended_at=ends_at,
            since_cut="[]",
            incoming_name=_PEOPLE[1 - number],
        )
        return shift

    def _punches(self, number: int, date: str, shift: str, at: int) -> None:
        for kind in ("on", "off"):
            state = self._chance.choices(("made", "late", "missing"), (12, 1, 1))[0]
            is_told = state == "missing" and self._chance.random() < 0.5
            self._put(
                "punch",
                id=f"{shift}/{kind}",
                person_id=f"person-{number}",
                name=_PEOPLE[number],
                kind=kind,
                day=date,
                shift_id=shift,
                state=state,
                planned_at=at,
                made_at=None if state == "missing" else at,
                recorded_at=None,
                reported_at=at if is_told else None,
                judged_at=None,
            )

    def _checks(self, name: str, shift: str, from_at: int) -> None:
        for number in range(3):
            states = ("confirmed", "unconfirmed", "breach")
            state = self._chance.choices(states, (12, 1, 1))[0]
            asked_at = from_at + number * HOUR_MS + MINUTE_MS
            is_answered = state == "confirmed"
            self._put(
                "presence",
                id=self._id("presence"),
                seat="1",
                person=name,
                shift=shift,
                state=state,
                prompted_at=asked_at,
                escalated_at=None,
                judged_at=None,
                sounded_at=None if is_answered else asked_at + MINUTE_MS,
                ended_at=asked_at + 90_000,
                way="key" if is_answered else "",
                answer_ms=self._chance.randrange(1_000, 60_000) if is_answered else None,
            )

    def _written(self, date: str, starts_at: int) -> None:
        for no in range(1, 4):
            self._line(date, no, self._at(starts_at))
        at = self._at(starts_at)
        if self._chance.random() < 0.2:
            self._emergency(date, at)
        if self._chance.random() < 0.3:
            self._footage(at)
        if self._chance.random() < 0.3:
            absence = self._id("absence")
            times = {"began_at": at, "back_by_at": at + HOUR_MS, "ended_at": at + 10 * MINUTE_MS}
            self._put("absence", id=absence, seat="1", person=_PEOPLE[0], **times)

    def _line(self, date: str, no: int, at: int) -> None:
        late_ms = self._chance.choice((MINUTE_MS, MINUTE_MS, 10 * MINUTE_MS))
        self._put(
            "duty_log",
            id=self._id("log"),
            seat="1",
            logged_on=date,
            no=no,
            at=at,
            kind=self._chance.choice(("phone", "visitor", "other")),
            text="来电",
            links="[]",
            recorded_at=at + late_ms,
            actor=_PEOPLE[0],
            state=self._chance.choices(("saved", "amended", "voided"), (8, 1, 1))[0],
        )

    def _emergency(self, date: str, at: int) -> None:
        subject = self._id("emergency")
        self._put(
            "emergency",
            id=subject,
            seat="1",
            found_on=date,
            no=1,
            kind="fire",
            state="closed",
            found_at=at,
            told_at=at + MINUTE_MS,
            closed_at=at + HOUR_MS,
        )
        self._clock("emergency.report", subject, at, 300_000, self._chance.randrange(400_000))

    def _footage(self, at: int) -> None:
        empty = dict.fromkeys(("request", "checks", "results", "package"), "{}")
        lists = dict.fromkeys(("officers", "warned"), "[]")
        self._put(
            "footage",
            id=self._id("footage"),
            seat="1",
            year=2026,
            no=self._count,
            state="handed_over",
            registered_at=at,
            handed_at=at + HOUR_MS,
            **empty,
            **lists,
        )
