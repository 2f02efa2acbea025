"""Attendance: punches made, missed, explained, judged; corrections only as requests."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from duty_desk.desk.attendance_month import month_of
from duty_desk.desk.attendance_sheet import pages_of
from duty_desk.desk.attendance_views import ClientFile
from duty_desk.desk.consequences import record
from duty_desk.desk.paperwork import beside
from duty_desk.desk.punch_reminder import reminder as remind
from duty_desk.desk.punching import Punching
from duty_desk.documents.punch_read import read_punches
from duty_desk.documents.table_book import write_tables
from duty_desk.domain.attendance import How, PunchKind
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.person import find
from duty_desk.domain.problem import day_of
from duty_desk.domain.rights import Right
from duty_desk.language import Refusal, tr
from duty_desk.store import attendance as rows
from duty_desk.store import person as people
from duty_desk.store.roster_tables import CorrectionTable, PunchTable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Future
    from pathlib import Path

    from duty_desk.desk.attendance_views import AttendanceMonth
    from duty_desk.desk.desk import Desk
    from duty_desk.desk.punch_reminder import Reminder
    from duty_desk.domain.moment import Entry
    from duty_desk.store.store import Unit
    from duty_desk.store.transaction import Session

_LOOK_EVERY_MS = 60_000


class Attendance:
    """The use cases of attendance."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._looked_mono_ms: int | None = None

    # -- punching --------------------------------------------------------------------------------

    def punch(
        self,
        unit: Unit,
        person_id: str,
        at: int,
        kind: str,
        how: str = How.HANDOVER,
        *,
        by: str = "",
    ) -> tuple[Entry, ...]:
        """Write a punch inside a unit of work; in time, late or early by the roster.

        Args:
            unit: The open transaction; nothing stands unless all of it does.
            person_id: Who.
            at: When, UTC ms: now, or a moment before.
            kind: on | off.
            how: handover | key | correction.
            by: Who ended the shift for him, who may not even be here; himself when empty.

        Raises:
            Refusal: the time lies ahead, or further back than a request is needed for.
        """
        found = self._punching(unit.session).moments(person_id, at, PunchKind(kind), How(how))
        return record(unit, *(replace(one, actor=by) if by else one for one in found))

    def punch_now(self, kind: str) -> Future[AttendanceMonth]:
        """Punch for whoever is signed in, by the own key.

        Raises:
            Refusal: nobody is signed in, the screen is locked, coming was punched already, or
                whoever is responsible for the seat wants to go without a handover.
        """

        def work() -> AttendanceMonth:
            actor, person = self._desk.actor, self._desk.people.signed_in
            if person is None or person.name != actor:
                raise Refusal(tr("没有人登录，没有打卡。请先登录再打卡。"))
            shift = self._desk.shifts.current
            if kind == PunchKind.OFF and shift is not None and shift.person_id == person.id:
                raise Refusal(tr("你正在负责值班席：交接班签字时自动打下班卡，没有打卡。"))
            now = self._desk.time.now_ms()
            self._desk.write(lambda unit: self.punch(unit, person.id, now, kind, How.KEY))
            return self._month(day_of(now)[:7])

        return self._desk.ask(work)

    def _punching(self, session: Session) -> Punching:
        return Punching(session, self._desk.time.now_ms(), self._desk.store.contract)

    def tick(self) -> None:
        """Once a minute: write down which punches are expected, and which are missing."""
        mono_ms = self._desk.time.mono_ms()
        is_first = self._looked_mono_ms is None
        if not is_first and mono_ms - (self._looked_mono_ms or 0) < _LOOK_EVERY_MS:
            return
        self._looked_mono_ms = mono_ms
        moments = self._desk.read(lambda session: self._punching(session).due(is_first=is_first))
        if moments:
            self._desk.record(*moments)

    # -- looking ---------------------------------------------------------------------------------

    def reminder(self) -> Future[Reminder | None]:
        """Who of the office seats should punch about now; None for nobody."""
        now = self._desk.time.now_ms()
        return self._desk.ask(lambda: self._desk.read(lambda session: remind(session, now)))

    def month(self, month: str = "") -> Future[AttendanceMonth]:
        """A month (`2026-11`, this one when empty): punches, counts, requests, differences."""
        wanted = month or day_of(self._desk.time.now_ms())[:7]
        return self._desk.ask(lambda: self._month(wanted))

    def _month(self, month: str) -> AttendanceMonth:
        contract, now = self._desk.store.contract, self._desk.time.now_ms()
        return self._desk.read(lambda session: month_of(session, month, contract, now))

    def save(self, file: Path, month: str) -> Future[int]:
        """Write the attendance sheet of a month as a workbook; returns how many punches.

        Raises:
            Refusal: whoever sits here may not, or the file cannot be written.
        """

        def read() -> AttendanceMonth:
            self._desk.require(Right.EXPORT)
            return self._month(month)

        def write(found: AttendanceMonth) -> int:
            write_tables(file, pages_of(found, self._desk.hall))
            return len(found.punches)

        return beside(self._desk.ask(read), write)

    # -- explaining and judging ------------------------------------------------------------------

    def report(self, punch_id: str, words: str) -> Future[AttendanceMonth]:
        """Note that a missing or impossible punch was told to the street office (S0-31).

        Raises:
            Refusal: nothing is said, or the punch needs no report.
        """

        def work() -> AttendanceMonth:
            row = self._row(punch_id)
            if not words.strip():
                raise Refusal(tr("请写明向谁报备、什么原因；没有记录。"))
            if row.state == "made":
                raise Refusal(tr("这次打卡正常，不需要报备；没有记录。"))
            self._record("punch.reported", punch_id, {}, words)
            return self._month(row.day[:7])

        return self._desk.ask(work)

    def judge(self, punch_id: str, *, is_excused: bool, words: str) -> Future[AttendanceMonth]:
        """Excuse a late, early or missing punch, or call it unexcused; nobody judges their own.

        Raises:
            Refusal: without a reason, about an own punch or one in order, or without the right.
        """

        def work() -> AttendanceMonth:
            self._desk.require(Right.ATTEND)
            row = self._row(punch_id)
            self._refuse_own(row.person_id)
            if not words.strip():
                raise Refusal(tr("认定考勤要写明理由；没有记录。"))
            if row.state in ("made", "expected"):
                raise Refusal(tr("这次打卡没有异常，不需要认定；没有记录。"))
            judged = "excused" if is_excused else "unexcused"
            self._record("punch.judged", punch_id, {"judged": judged}, words)
            return self._month(row.day[:7])

        return self._desk.ask(work)

    # -- corrections -----------------------------------------------------------------------------

    def ask_correction(
        self, punch_id: str, claimed_at: int, reason: str
    ) -> Future[AttendanceMonth]:
        """Ask that a punch be corrected; nothing changes before a supervisor decides.

        Raises:
            Refusal: the time lies ahead or far from the shift, no reason is given, or a request
                about it waits already.
        """

        def work() -> AttendanceMonth:
            row = self._row(punch_id)
            if not reason.strip():
                raise Refusal(tr("补卡申请要写明原因；没有提交。"))
            if claimed_at > self._desk.time.now_ms():
                raise Refusal(tr("补卡时间不能在将来；没有提交。"))
            if row.planned_at is not None and abs(claimed_at - row.planned_at) > 12 * 3_600_000:
                raise Refusal(tr("补卡时间离这个班超过 12 小时；没有提交。"))
            found = self._desk.read(lambda session: rows.corrections_of(session, [punch_id]))
            if punch_id in found and found[punch_id].state == "asked":
                raise Refusal(tr("这次打卡已有补卡申请在等审批；没有重复提交。"))
            facts = {"punch": punch_id, "claimed_at": claimed_at}
            self._record("punch.correction_asked", self._desk.new_id(), facts, reason)
            return self._month(row.day[:7])

        return self._desk.ask(work)

    def decide_correction(
        self, correction_id: str, *, is_granted: bool, words: str = ""
    ) -> Future[AttendanceMonth]:
        """Grant a request, which sets the punch, or refuse it with a reason.

        Raises:
            Refusal: it is decided already, one's own, refused without a reason, or without right.
        """

        def work() -> AttendanceMonth:
            self._desk.require(Right.ATTEND)
            request = self._desk.read(lambda session: session.get(CorrectionTable, correction_id))
            if request is None or request.state != "asked":
                raise Refusal(tr("这个补卡申请已经处理过；没有改动。"))
            row = self._row(request.punch_id)
            self._refuse_own(row.person_id)
            if not is_granted and not words.strip():
                raise Refusal(tr("不同意补卡要写明理由；没有记录。"))
            word = "granted" if is_granted else "refused"
            decided = self._moment(f"punch.correction_{word}", correction_id, {}, words)

            def write(unit: Unit) -> None:
                record(unit, decided)
                if is_granted:
                    punching = self._punching(unit.session)
                    record(unit, *punching.corrected(row, request.claimed_at, self._desk.actor))

            self._desk.write(write)
            return self._month(row.day[:7])

        return self._desk.ask(work)

    # -- the client's own method -----------------------------------------------------------------

    def load(self, file: Path) -> Future[ClientFile]:
        """Read the client's punches (workbook or text: name and time). Writes nothing.

        Raises:
            Refusal: it is no table that can be read, or has no column of names and times.
        """

        def work() -> ClientFile:
            reading = read_punches(file)
            now = self._desk.time.now_ms()
            known = self._desk.read(people.every)
            mistakes, taken = list(reading.mistakes), {}
            for punch in reading.punches:
                person = find(known, punch.name)
                if person is None:
                    words = tr("人员名单里没有“{name}”", name=punch.name[:20])
                    mistakes.append(tr("{place}：{words}", place=punch.place, words=words))
                elif punch.at > now:
                    mistakes.append(
                        tr("{place}：{words}", place=punch.place, words=tr("时间在将来"))
                    )
                else:
                    taken[person.id, punch.at] = (person.id, person.name, punch.at)
            doubled = len(reading.punches) - len(mistakes) + len(reading.mistakes) - len(taken)
            warnings = [tr("{n} 条重复，只算一次。", n=doubled)] if doubled > 0 else []
            return ClientFile(
                file=file.name,
                punches=tuple(taken.values()),
                mistakes=tuple(mistakes),
                warnings=tuple(warnings),
            )

        return self._desk.ask(work)

    def take_over(self, found: ClientFile) -> Future[AttendanceMonth]:
        """Keep the client's punches beside ours; those read well, the others stay out.

        Raises:
            Refusal: there is none to keep, or whoever sits here may not.
        """

        def work() -> AttendanceMonth:
            self._desk.require(Right.ROSTER)
            if not found.punches:
                raise Refusal(tr("文件里没有可以导入的打卡记录；没有导入。"))
            facts = {"file": found.file, "punches": [list(one) for one in found.punches]}
            self._record("punch.imported", self._desk.new_id(), facts)
            return self._month(day_of(max(one[2] for one in found.punches))[:7])

        return self._desk.ask(work)

    # -- inside ----------------------------------------------------------------------------------

    def _row(self, punch_id: str) -> PunchTable:
        row = self._desk.read(lambda session: session.get(PunchTable, punch_id))
        if row is None:
            raise Refusal(tr("没有这次打卡的记录。"))
        return row

    def _refuse_own(self, person_id: str) -> None:
        person = self._desk.people.signed_in
        if person is not None and person.id == person_id:
            raise Refusal(tr("不能认定或审批自己的考勤；请由另一位值班长或管理员处理。"))

    def _moment(
        self, kind: str, subject: str, facts: Mapping[str, object], reason: str = ""
    ) -> Moment:
        return Moment(
            kind=kind,
            subject=subject,
            facts=facts,
            source=Source.KEY,
            actor=self._desk.actor,
            reason=reason.strip(),
        )

    def _record(
        self, kind: str, subject: str, facts: Mapping[str, object], reason: str = ""
    ) -> None:
        self._desk.record(self._moment(kind, subject, facts, reason))
