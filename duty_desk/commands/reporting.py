"""The command `report`: a report over a period as a file, beside whatever runs."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from duty_desk.bootstrap import FONT, TEMPLATES
from duty_desk.commands.call import DONE, Call, reading
from duty_desk.commands.morning import write_morning
from duty_desk.desk.report_content import Asked, content_of
from duty_desk.desk.report_due import period_of
from duty_desk.desk.report_files import TemplateFolders, lay_out, refuse_suffix
from duty_desk.desk.report_filter import Filter
from duty_desk.desk.section_parts import SectionSide
from duty_desk.desk.sections import Sections
from duty_desk.domain import period as periods
from duty_desk.domain.report import ReportKind, report_id
from duty_desk.domain.workdays import day_of, instant
from duty_desk.language import Refusal, tr
from duty_desk.machine.time_source import SystemTimeSource
from duty_desk.store import report as rows

if TYPE_CHECKING:
    from duty_desk.commands.call import Reading
    from duty_desk.desk.report_content import Content
    from duty_desk.domain.period import Period

_KINDS = {
    "daily": ReportKind.DAILY,
    "weekly": ReportKind.WEEKLY,
    "monthly": ReportKind.MONTHLY,
    "period": ReportKind.SPECIAL,
}


def write_report(call: Call) -> int:
    """`report daily|weekly|monthly|period`: a draft over the period of a day; or `morning`."""
    words = call.words
    if words.kind == "morning":
        return write_morning(call)
    file = Path(words.out)
    refuse_suffix(file)
    kind = _KINDS[words.kind]
    period = _period(kind, words.date, words.to)
    with reading(call) as look:
        asked = Asked(
            kind=kind,
            period=period,
            title=words.title,
            filter=Filter(
                category=_category(look, words.category),
                community=words.community,
                camera=words.camera,
            ),
            hall=look.house.settings.hall,
        )
        content = content_of(look.session, Sections(_side(look)), asked)
        texts = _texts(look, kind, period)
        house = look.house
    resources = house.files.resources
    folders = TemplateFolders(own=house.data, bundled=resources / TEMPLATES)
    lay_out(folders, resources / FONT, content, texts, file)
    call.line(
        tr("已导出 {title} 到 {file}（草稿，数据没有冻结）", title=_name(content), file=file.name)
    )
    call.document({"file": str(file), "content": dict(content.facts), "hash": content.hash})
    return DONE


def _name(content: Content) -> str:
    return f"{content.facts['title']} {content.facts['period']}"


def _period(kind: ReportKind, first: str | None, last: str | None) -> Period:
    on = date.fromisoformat(first) if first else day_of(SystemTimeSource().now_ms())
    if kind is not ReportKind.SPECIAL:
        return period_of(kind, instant(on))
    return periods.free(on, date.fromisoformat(last) if last else on)


def _side(look: Reading) -> SectionSide:
    house = look.house
    return SectionSide(
        seat=house.settings.seat,
        time=SystemTimeSource(),
        rules=lambda: look.rules,
        categories={item.code: item for item in house.categories()},
        kinds=house.fault_kinds(),
    )


def _category(look: Reading, wanted: str) -> str:
    for item in look.house.categories():
        if wanted in (item.code, item.zh, item.en):
            return item.code
    if wanted:
        raise Refusal(tr("没有“{name}”这个问题类别；没有导出。", name=wanted))
    return ""


def _texts(look: Reading, kind: ReportKind, period: Period) -> dict[str, str]:
    """What people wrote in the report of this period, where it is on record."""
    row = rows.found(look.session, report_id(kind, period.from_at))
    if row is None or kind is ReportKind.SPECIAL:
        return {}
    found: dict[str, str] = json.loads(rows.version_of(look.session, row).texts)
    return found
