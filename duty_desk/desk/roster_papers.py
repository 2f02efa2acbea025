"""The roster on paper and in workbooks: printed, read back, handed in; tables of holidays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from duty_desk.desk import roster_lookup as lookup
from duty_desk.desk.paperwork import beside
from duty_desk.desk.roster_month import month_of
from duty_desk.desk.roster_views import RosterProposal
from duty_desk.desk.roster_words import hours_of
from duty_desk.desk.shift_words import WEEKDAYS
from duty_desk.documents.file_put import put
from duty_desk.documents.roster_read import read_holidays, read_roster
from duty_desk.documents.roster_write import RosterSheet, roster_book, roster_pdf, roster_word
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.person import find
from duty_desk.domain.problem import day_of
from duty_desk.domain.rights import Right
from duty_desk.domain.roster import planned
from duty_desk.language import Refusal, chinese, mark, tr

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Future
    from pathlib import Path

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.roster_lookup import Holidays
    from duty_desk.desk.roster_month import RosterReading
    from duty_desk.desk.roster_views import RosterMonth
    from duty_desk.documents.roster_read import HolidayFile, RosterFile, RosterLine
    from duty_desk.domain.roster import PlannedShift
    from duty_desk.store.transaction import Session

HEADINGS = (
    mark("日期"),
    mark("星期"),
    mark("班次"),
    mark("起止"),
    mark("值班员①"),
    mark("值班员②"),
    mark("带班领导"),
    mark("电话"),
    mark("备注"),
)
_WIDTHS_MM = (25.0, 15.0, 25.0, 40.0, 32.0, 40.0, 28.0, 30.0, 32.0)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class HolidaySpan:
    """A run of free days with the name it has in the table."""

    name: str
    first: date
    last: date


class RosterPapers:
    """The use cases of the roster's files. Their kind follows from the file's ending."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def load(self, file: Path) -> Future[RosterProposal]:
        """Read a roster workbook; every mistake is named by its row. Writes nothing.

        Raises:
            Refusal: it is no workbook that can be read, or has no such columns.
        """

        def work() -> RosterProposal:
            found = read_roster(file)
            return self._desk.read(lambda it: proposal_of(self._desk.roster.reading(it), found))

        return self._desk.ask(work)

    def save(self, file: Path, from_on: str, to_on: str, title: str = "") -> Future[int]:
        """Write the roster of some days as .xlsx, .docx or .pdf; returns how many shifts.

        Raises:
            Refusal: the dates make no sense, there is nothing to print, or it cannot be written.
        """

        def read() -> RosterSheet:
            self._desk.require(Right.EXPORT)
            span = _span(from_on, to_on)
            hall = self._desk.hall
            return self._desk.read(
                lambda it: sheet_of(self._desk.roster.reading(it), span, hall, title)
            )

        # Setting pages takes half a second: the desk thread has clocks to look at meanwhile.
        return beside(self._desk.ask(read), lambda sheet: self._write(file, sheet))

    def _write(self, file: Path, sheet: RosterSheet) -> int:
        write_sheet(file, sheet, self._desk.font.parent)
        return len(sheet.rows)

    def next_holiday(self) -> Future[HolidaySpan | None]:
        """The next run of free days that has a name; None when none is known."""

        def read(session: Session) -> HolidaySpan | None:
            reading = self._desk.roster.reading(session)
            return next_holiday(reading.holidays, date.fromisoformat(day_of(reading.now)))

        return self._desk.ask(lambda: self._desk.read(read))

    def hand_in(self, from_on: str, to_on: str, to_whom: str) -> Future[None]:
        """Note that the roster of some days was handed in (S4-04).

        Raises:
            Refusal: nobody is named, or the dates make no sense.
        """

        def work() -> None:
            self._desk.require(Right.ROSTER)
            first, last = _span(from_on, to_on)
            if not to_whom.strip():
                raise Refusal(tr("请写明报送给谁；没有记录。"))
            facts = {
                "from_on": first.isoformat(),
                "to_on": last.isoformat(),
                "to": to_whom.strip(),
            }
            self._record("roster.filed", facts)

        return self._desk.ask(work)

    # -- holidays --------------------------------------------------------------------------------

    def load_holidays(self, file: Path) -> Future[HolidayFile]:
        """Read a year's table of holidays. Writes nothing.

        Raises:
            Refusal: it is no table that can be read, or has no such columns.
        """
        return self._desk.ask(lambda: read_holidays(file))

    def adopt_holidays(self, found: HolidayFile) -> Future[RosterMonth]:
        """Let a table of holidays hold for its year; rosters laid already do not change.

        Raises:
            Refusal: it has mistakes, is empty, or tells of several years.
        """

        def work() -> RosterMonth:
            self._desk.require(Right.ROSTER)
            if found.mistakes or not found.days:
                first = found.mistakes[0] if found.mistakes else tr("表是空的。")
                raise Refusal(tr("节假日没有导入。{first}", first=first))
            years = {day.year for day, _, _ in found.days}
            if len(years) > 1:
                raise Refusal(tr("一次只能导入一年的节假日；没有导入。"))
            days = {day.isoformat(): [name, worked] for day, name, worked in found.days}
            facts = {"year": years.pop(), "days": [[day, *days[day]] for day in sorted(days)]}
            self._record("holiday.adopted", facts)
            month = min(days)[:7]
            roster = self._desk.roster
            return self._desk.read(lambda it: month_of(roster.reading(it), month))

        return self._desk.ask(work)

    def _record(self, kind: str, facts: Mapping[str, object]) -> None:
        subject = self._desk.new_id()
        actor = self._desk.actor
        self._desk.record(
            Moment(kind=kind, subject=subject, facts=facts, source=Source.KEY, actor=actor)
        )


def _span(from_on: str, to_on: str) -> tuple[date, date]:
    try:
        first, last = date.fromisoformat(from_on), date.fromisoformat(to_on)
    except ValueError:
        raise Refusal(tr("日期写成 2026-12-01 这样。")) from None
    if last < first or (last - first).days > 400:
        raise Refusal(tr("起始日期要在结束日期之前，最长 400 天。"))
    return first, last


def next_holiday(holidays: Holidays, today: date) -> HolidaySpan | None:
    """The next run of named free days that is not over."""
    free = [date.fromisoformat(day) for day in sorted(holidays.workdays.holidays)]
    coming = [day for day in free if day >= today]
    if not coming:
        return None
    first = last = coming[0]
    while first - _DAY in free:
        first -= _DAY
    while last + _DAY in free:
        last += _DAY
    return HolidaySpan(holidays.names.get(coming[0].isoformat(), ""), first, last)


def sheet_of(
    reading: RosterReading, span: tuple[date, date], hall: str, title: str = ""
) -> RosterSheet:
    """The roster of some days as it is printed: always Chinese, because the street reads it.

    Raises:
        Refusal: nothing is planned on these days.
    """
    first, last = span
    shifts = reading.shifts(first, last)
    if not any(one.person_ids for one in shifts):
        raise Refusal(tr("这几天还没有排班，没有可以打印的值班表。"))
    name = title or chinese("{first} 至 {last} 值班表", first=first, last=last)
    return RosterSheet(
        title=f"{chinese(hall)} {name}",
        lines=(chinese("{seat} 号席 · 制表 {day}", seat=reading.seat, day=day_of(reading.now)),),
        headings=tuple(chinese(one) for one in HEADINGS),
        widths_mm=_WIDTHS_MM,
        rows=tuple(_row(reading, one) for one in shifts),
        free=tuple(
            number
            for number, one in enumerate(shifts)
            if not reading.holidays.workdays.is_worked(date.fromisoformat(one.day))
        ),
        foot=(chinese("制表人："), chinese("审批人："), chinese("报送时间：")),
        sheet=chinese("值班表"),
    )


def _row(reading: RosterReading, shift: PlannedShift) -> tuple[str, ...]:
    day = date.fromisoformat(shift.day)
    people = [reading.name(one) for one in shift.person_ids]
    holiday = reading.holidays.names.get(shift.day, "")
    worked = reading.holidays.workdays.is_worked(day)
    mark_ = (chinese("调休上班") if worked else holiday) if holiday else ""
    return (
        shift.day,
        chinese(WEEKDAYS[day.weekday()]),
        chinese(shift.template),
        _hours(shift),
        people[0] if people else "",
        chinese("、").join(people[1:]),
        shift.leader,
        shift.phone,
        " ".join(part for part in (mark_, shift.note) if part),
    )


def _hours(shift: PlannedShift) -> str:
    begin, end, is_next_day = hours_of(shift)
    if is_next_day:
        return chinese("{begin}–次日 {end}", begin=begin, end=end)
    return f"{begin}–{end}"


def write_sheet(file: Path, sheet: RosterSheet, fonts: Path) -> None:
    """Write a roster; the file's ending says as what.

    Raises:
        Refusal: it is no ending we write, or the file cannot be written.
    """
    kind = file.suffix.lower()
    if kind == ".xlsx":
        put(file, roster_book(sheet))
    elif kind == ".docx":
        put(file, roster_word(sheet))
    elif kind == ".pdf":
        put(file, roster_pdf(sheet, fonts))
    else:
        raise Refusal(tr("值班表只能写成 .xlsx、.docx 或 .pdf；没有导出。"))


# -- reading -----------------------------------------------------------------------------------


def proposal_of(reading: RosterReading, found: RosterFile) -> RosterProposal:
    """The shifts of a workbook, with every mistake named by its row."""
    mistakes = list(found.mistakes)
    shifts: dict[str, PlannedShift] = {}
    for line in found.lines:
        shift = _shift_of(reading, line, mistakes)
        if shift is None:
            continue
        if shift.id in shifts:
            words = tr("{day} 的“{name}”写了两次。", day=shift.day, name=line.template)
            mistakes.append(tr("{place}：{words}", place=line.place, words=words))
        shifts[shift.id] = shift
    if not shifts and not mistakes:
        mistakes.append(tr("表里没有排班。"))
    seats = tuple(sorted({one.seat for one in shifts.values()}))
    days = {one.day for one in shifts.values()}
    made = reading.proposal(days, seats, list(shifts.values()), "import")
    if shifts and not made.days:
        mistakes.append(tr("表里的日子都已经过去，没有导入。"))
    return RosterProposal(**{**vars(made), "mistakes": tuple(mistakes)})


def _shift_of(reading: RosterReading, line: RosterLine, mistakes: list[str]) -> PlannedShift | None:
    def wrong(words: str) -> None:
        mistakes.append(tr("{place}：{words}", place=line.place, words=words))

    today = date.fromisoformat(day_of(reading.now))
    if abs((line.day - today).days) > 400:
        wrong(tr("日期 {day} 离今天超过 400 天，请检查年份。", day=line.day))
        return None
    templates = lookup.templates_on(reading.session, line.day.isoformat())
    template = templates.called(line.template)
    if template is None:
        known = tr("、").join(tr(one.name) for one in templates.templates)
        wrong(tr("没有“{name}”这个班次，现有 {known}。", name=line.template[:20], known=known))
        return None
    ids = []
    for name in line.names:
        person = find(reading.people.values(), name)
        if person is None:
            wrong(tr("人员名单里没有“{name}”。", name=name[:20]))
        elif not person.is_active:
            wrong(tr("“{name}”已停用，不能排班。", name=name[:20]))
        else:
            ids.append(person.id)
    return planned(
        template,
        line.day,
        reading.seat,
        person_ids=tuple(dict.fromkeys(ids)),
        leader=line.leader,
        phone=line.phone,
        note=line.note,
    )


def days_of(proposal: RosterProposal) -> str:
    """`2026-11-21 至 2026-12-20`, for saying what was adopted."""
    return tr("{first} 至 {last}", first=proposal.days[0], last=proposal.days[-1])
