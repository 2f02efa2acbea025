"""The duty log as a workbook: what the list shows, plus when it was written and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.desk.duty_words import kind_words
from duty_desk.documents.table_book import TablePage
from duty_desk.domain.problem import beijing
from duty_desk.language import mark, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duty_desk.desk.duty_views import LogLine
    from duty_desk.domain.fault import Span

_HEADS = (
    mark("编号"),
    mark("时间"),
    mark("类型"),
    mark("内容"),
    mark("处理"),
    mark("值班员"),
    mark("补记"),
    mark("状态"),
    mark("关联"),
)
_STATES = {
    "saved": "",
    "amended": mark("已更正，作废"),
    "voided": mark("已作废"),
    "unread": mark("未阅"),
    "read": mark("已阅"),
}


def log_page(lines: Sequence[LogLine], span: Span, hall: str) -> TablePage:
    """The lines of `span`, oldest first."""
    late = sum(bool(line.late_min) for line in lines)
    return TablePage(
        name=tr("值班日志"),
        title=tr("值班日志"),
        lines=(
            hall,
            tr(
                "{begin} 至 {end}，{n} 条，补记 {late} 条，北京时间",
                begin=f"{beijing(span.from_at):%Y-%m-%d %H:%M}",
                end=f"{beijing(span.to_at):%Y-%m-%d %H:%M}",
                n=len(lines),
                late=late,
            ),
        ),
        headings=tuple(tr(head) for head in _HEADS),
        rows=tuple(_row(line) for line in reversed(lines)),
    )


def _row(line: LogLine) -> tuple[str, ...]:
    late = tr("迟 {n} 分", n=line.late_min) if line.late_min else ""
    state = tr(_STATES[line.state]) if _STATES[line.state] else ""
    return (
        line.number,
        f"{beijing(line.at):%Y-%m-%d %H:%M:%S}",
        kind_words(line.kind),
        line.text,
        line.handling,
        line.actor,
        " ".join(part for part in (late, line.late_reason) if part),
        " ".join(part for part in (state, line.ended) if part),
        " ".join(link.title for link in line.links),
    )
