"""Commands about the roster and attendance: list, import, export, print."""

from __future__ import annotations

import calendar
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duty_desk.bootstrap import FONT
from duty_desk.commands.call import DONE, NO, Call, iso, reading, writing_desk
from duty_desk.contracts.holidays import load_holidays
from duty_desk.desk import attendance_month
from duty_desk.desk.attendance_sheet import pages_of
from duty_desk.desk.roster_lookup import holidays
from duty_desk.desk.roster_month import RosterReading, month_of
from duty_desk.desk.roster_papers import next_holiday, sheet_of, write_sheet
from duty_desk.desk.roster_words import minute_words, span_words
from duty_desk.documents.table_book import write_tables
from duty_desk.domain.problem import day_of
from duty_desk.language import Refusal, chinese, tr
from duty_desk.machine.time_source import SystemTimeSource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duty_desk.desk.attendance_views import PunchRow
    from duty_desk.domain.roster import PlannedShift

_SHOWN = 20


@contextmanager
def looking(call: Call) -> Iterator[tuple[RosterReading, Path, str]]:
    """The roster read beside whatever runs, the folder of fonts, the hall's name.

    Raises:
        StoreTrouble: there is no store, or it cannot be read.
    """
    with reading(call) as look:
        resources = look.house.files.resources
        known = holidays(look.session, load_holidays(resources / "holidays"))
        seat, now = look.house.settings.seat, SystemTimeSource().now_ms()
        roster = RosterReading(look.session, seat, now, known)
        yield roster, (resources / FONT).parent, look.house.settings.hall


def show_roster(call: Call) -> int:
    """`roster list [--month M]`: the shifts of a month and what is wrong with them."""
    with looking(call) as (look, _, _):
        month = month_of(look, call.words.month or day_of(look.now)[:7])
        for shift in month.shifts:
            people = tr("、").join(look.name(one) for one in shift.person_ids) or tr("未排")
            call.line(f"{shift.day}  {tr(shift.template)}  {span_words(shift)}  {people}")
        for line in month.conflicts:
            call.line(f"✘ {line.words}")
        shifts = [_shift_facts(look, shift) for shift in month.shifts]
    conflicts = [line.words for line in month.conflicts]
    call.document({"month": month.month, "shifts": shifts, "conflicts": conflicts})
    return DONE


def _shift_facts(look: RosterReading, shift: PlannedShift) -> dict[str, Any]:
    return {
        "id": shift.id,
        "day": shift.day,
        "shift": shift.template,
        "seat": shift.seat,
        "starts_at": iso(shift.starts_at),
        "ends_at": iso(shift.ends_at),
        "people": [look.name(one) for one in shift.person_ids],
        "leader": shift.leader,
    }


def import_roster(call: Call) -> int:
    """`roster import FILE [--check]`: adopt the roster of a workbook; all of it or nothing."""
    with writing_desk(call) as desk:
        found = desk.roster_papers.load(Path(call.words.file)).result()
        _tell(call, found.mistakes, [line.words for line in found.conflicts], found.warnings)
        is_sound = not found.mistakes
        is_adopted = is_sound and not call.words.check
        if is_adopted:
            desk.roster.adopt(found).result()
    if is_adopted:
        call.line(tr("值班表已导入，{n} 个班。", n=len(found.shifts)))
    else:
        call.line(tr("没有错误，没有导入。") if is_sound else tr("值班表没有导入，原来的不变。"))
    call.document(
        {
            "shifts": len(found.shifts),
            "mistakes": list(found.mistakes),
            "conflicts": [line.words for line in found.conflicts],
            "is_adopted": is_adopted,
        }
    )
    return DONE if is_sound else NO


def _tell(call: Call, mistakes: Sequence[str], *others: Sequence[str]) -> None:
    for words in mistakes[:_SHOWN]:
        call.line(f"✘ {words}")
    for words in (one for lines in others for one in lines[:_SHOWN]):
        call.line(f"! {words}")


def export_roster(call: Call) -> int:
    """`roster export FILE` and `roster print FILE`: the roster as .xlsx, .docx or .pdf."""
    file = Path(call.words.file)
    with looking(call) as (look, fonts, hall):
        (first, last), title = _wanted(look, call)
        sheet = sheet_of(look, (first, last), hall, title)
    write_sheet(file, sheet, fonts)
    call.line(tr("值班表已写到“{name}”，{n} 个班。", name=file.name, n=len(sheet.rows)))
    dates = {"from": first.isoformat(), "to": last.isoformat()}
    call.document({"file": file.name, "shifts": len(sheet.rows), **dates})
    return DONE


def _wanted(look: RosterReading, call: Call) -> tuple[tuple[date, date], str]:
    today = date.fromisoformat(day_of(look.now))
    if call.words.holiday:
        found = next_holiday(look.holidays, today)
        if found is None:
            raise Refusal(tr("还不知道下一个节假日，没有打印。请先导入下一年的节假日表。"))
        return (found.first, found.last), chinese("{name}值班表", name=found.name)
    first = date.fromisoformat(call.words.from_on) if call.words.from_on else today.replace(day=1)
    last_day = calendar.monthrange(first.year, first.month)[1]
    end = call.words.to_on
    last = date.fromisoformat(end) if end else first.replace(day=last_day)
    if last < first:
        raise Refusal(tr("起始日期在结束日期之后，没有导出。"))
    return (first, last), ""


def import_holidays(call: Call) -> int:
    """`roster holidays FILE`: a year's table of holidays and make-up days."""
    with writing_desk(call) as desk:
        found = desk.roster_papers.load_holidays(Path(call.words.file)).result()
        _tell(call, found.mistakes)
        if not found.mistakes:
            desk.roster_papers.adopt_holidays(found).result()
    if not found.mistakes:
        call.line(tr("节假日已导入，{n} 天。", n=len(found.days)))
    call.document({"days": len(found.days), "mistakes": found.mistakes})
    return NO if found.mistakes else DONE


# -- attendance --------------------------------------------------------------------------------


def show_attendance(call: Call) -> int:
    """`attendance list [--month M]`: punches, counts, and where the client's differ."""
    with reading(call) as look:
        now = SystemTimeSource().now_ms()
        wanted = call.words.month or day_of(now)[:7]
        month = attendance_month.month_of(look.session, wanted, look.rules.contract, now)
    for row in month.punches:
        call.line(_punch_line(row))
    for one in month.thresholds:
        call.line(one.words)
    for difference in month.differences:
        call.line(f"! {difference.words}")
    call.document(
        {
            "month": month.month,
            "punches": [_punch_facts(row) for row in month.punches],
            "team": vars(month.team),
            "thresholds": [vars(one) for one in month.thresholds],
            "differences": [one.words for one in month.differences],
        }
    )
    return DONE


def _punch_line(row: PunchRow) -> str:
    made = minute_words(row.made_at) if row.made_at is not None else "—"
    parts = (row.day, row.template, row.name, row.kind_words, made, row.state_words, row.note)
    return "  ".join(part for part in parts if part)


def _punch_facts(row: PunchRow) -> dict[str, Any]:
    return {**vars(row), "planned_at": iso(row.planned_at), "made_at": iso(row.made_at)}


def export_attendance(call: Call) -> int:
    """`attendance export FILE [--month M]`: the attendance sheet of a month as a workbook."""
    file = Path(call.words.file)
    with reading(call) as look:
        now = SystemTimeSource().now_ms()
        wanted = call.words.month or day_of(now)[:7]
        month = attendance_month.month_of(look.session, wanted, look.rules.contract, now)
        pages = pages_of(month, tr(look.house.settings.hall))
    write_tables(file, pages)
    call.line(tr("考勤表已写到“{name}”。", name=file.name))
    call.document({"file": file.name, "month": wanted, "punches": len(month.punches)})
    return DONE


def import_punches(call: Call) -> int:
    """`attendance import FILE [--check]`: the client's punches, beside ours; good rows only."""
    with writing_desk(call) as desk:
        found = desk.attendance.load(Path(call.words.file)).result()
        _tell(call, found.mistakes, found.warnings)
        is_taken = bool(found.punches) and not call.words.check
        differences: tuple[str, ...] = ()
        if is_taken:
            month = desk.attendance.take_over(found).result()
            differences = tuple(line.words for line in month.differences)
    for words in differences:
        call.line(f"! {words}")
    said = tr("已导入街道打卡记录 {n} 条。", n=len(found.punches))
    call.line(said if is_taken else tr("没有导入。"))
    call.document(
        {
            "punches": len(found.punches),
            "mistakes": list(found.mistakes),
            "differences": list(differences),
            "is_taken": is_taken,
        }
    )
    return NO if found.mistakes else DONE
