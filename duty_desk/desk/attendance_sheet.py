"""The attendance sheet (考勤表) of a month: who was there, every punch, what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.desk.roster_words import minute_words
from duty_desk.documents.table_book import TablePage
from duty_desk.language import mark, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duty_desk.desk.attendance_views import AttendanceMonth, PersonMonth, PunchRow

PEOPLE_HEADINGS = (
    mark("姓名"),
    mark("班数"),
    mark("小时"),
    mark("应打"),
    mark("实打"),
    mark("迟到"),
    mark("早退"),
    mark("缺卡"),
    mark("谅解"),
    mark("请假天"),
)
PUNCH_HEADINGS = (
    mark("日期"),
    mark("班次"),
    mark("姓名"),
    mark("打卡"),
    mark("应打"),
    mark("实打"),
    mark("方式"),
    mark("结果"),
    mark("说明"),
)


def person_figures(one: PersonMonth) -> tuple[int, ...]:
    """A person's figures in the order of the headings, without the name."""
    count = one.count
    return (
        one.shifts,
        one.hours,
        count.expected,
        count.made,
        count.late,
        count.early,
        count.missing,
        count.excused,
        one.leave_days,
    )


def punch_texts(one: PunchRow) -> tuple[str, ...]:
    """A punch in the order of the headings."""
    return (
        one.day,
        one.template or "—",
        one.name,
        one.kind_words,
        minute_words(one.planned_at) if one.planned_at is not None else "—",
        minute_words(one.made_at) if one.made_at is not None else "—",
        one.how,
        one.state_words + (tr("，补卡待批") if one.correction_id else ""),
        one.note,
    )


def pages_of(month: AttendanceMonth, hall: str) -> Sequence[TablePage]:
    """The sheets of the month's workbook, in the language in use."""
    title = tr("{hall} {month} 考勤表", hall=hall, month=month.month)
    counted = tuple(line.words for line in month.thresholds)
    return (
        TablePage(
            name=tr("考勤表"),
            title=title,
            lines=(*counted, tr("本表由值守台打卡记录生成，以街道的打卡方式为准。")),
            headings=tuple(tr(one) for one in PEOPLE_HEADINGS),
            rows=tuple((one.name, *person_figures(one)) for one in month.people),
        ),
        TablePage(
            name=tr("打卡"),
            title=title,
            headings=tuple(tr(one) for one in PUNCH_HEADINGS),
            rows=tuple(punch_texts(one) for one in month.punches),
        ),
        TablePage(
            name=tr("与街道记录不一致"),
            title=title,
            headings=(tr("日期"), tr("差异")),
            rows=tuple((line.day, line.words) for line in month.differences),
        ),
    )
