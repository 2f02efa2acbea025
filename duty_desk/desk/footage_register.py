"""The register of footage requests as a workbook; who asked is masked unless it may be told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from duty_desk.desk.footage_rows import officer_row, officers_in, places
from duty_desk.desk.footage_words import ahead_words, kind_words, number_of, state_words
from duty_desk.documents.table_book import TablePage
from duty_desk.domain.footage import masked
from duty_desk.domain.problem import beijing
from duty_desk.language import mark, tr
from duty_desk.store import footage as rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.footage_rows import Places
    from duty_desk.domain.footage import FootageRequest, Span
    from duty_desk.store.footage_tables import FootageTable
    from duty_desk.store.transaction import Session

_HEADS = (
    mark("编号"),
    mark("登记时间"),
    mark("调取单位"),
    mark("调取人及证件号"),
    mark("方式"),
    mark("法律文书"),
    mark("案件编号"),
    mark("事由"),
    mark("调取内容"),
    mark("点位和时段"),
    mark("查找结果"),
    mark("状态"),
    mark("批准"),
    mark("文件"),
    mark("封存码"),
    mark("介质"),
    mark("移交"),
    mark("陪同人"),
    mark("离开时间"),
    mark("登记人"),
)


def register_page(
    desk: Desk, session: Session, found: Sequence[FootageTable], *, is_masked: bool
) -> TablePage:
    """The requests as one sheet, oldest first."""
    asked = {row.id: rows.request_of(row) for row in found}
    where = places(session, {span.camera_id for one in asked.values() for span in one.spans})
    files = rows.files(session, [row.id for row in found])
    told = tr("调取人和案件编号已遮盖。") if is_masked else tr("含个人信息，请按规定保管。")
    listed = []
    for row in reversed(found):
        people = _people(desk, session, row, is_masked=is_masked)
        count = str(len(files[row.id]))
        listed.append(_cells(row, asked[row.id], where, (people, count), is_masked=is_masked))
    return TablePage(
        name=tr("调取登记簿"),
        title=tr("监控录像调取登记簿"),
        lines=(f"{desk.hall} · {desk.seat}", tr("{n} 件，北京时间。", n=len(found)) + told),
        headings=tuple(tr(head) for head in _HEADS),
        rows=tuple(listed),
    )


def _cells(
    row: FootageTable,
    asked: FootageRequest,
    where: Places,
    known: tuple[str, str],
    *,
    is_masked: bool,
) -> tuple[str, ...]:
    people, files = known
    spans = (
        f"{span.code} {where.names.get(span.camera_id, '')} "
        f"{_time(span.from_at)} – {_time(span.to_at)} {_offset(span)}".strip()
        for span in asked.spans
    )
    results = json.loads(row.results)
    found = (f"{one.code} {results[one.camera_id]}" for one in asked.spans if results)
    return (
        number_of(row),
        _time(row.registered_at),
        asked.unit,
        people,
        kind_words(row.kind),
        f"{asked.paper_kind} {asked.paper_no}".strip(),
        masked(asked.case_no) if is_masked else asked.case_no,
        asked.reason,
        asked.content,
        "\n".join(spans),
        "\n".join(dict.fromkeys(found)),
        state_words(row.state),
        f"{row.approved_by} {_time(row.approved_at)}".strip(),
        files,
        json.loads(row.package).get("seal", ""),
        f"{asked.medium} {asked.medium_no}".strip(),
        f"{row.handed_by} {_time(row.handed_at)}".strip(),
        asked.escort,
        _time(asked.left_at),
        row.registered_by,
    )


def _people(desk: Desk, session: Session, row: FootageTable, *, is_masked: bool) -> str:
    told = []
    for place, one in enumerate(officers_in(desk, session, row)):
        shown = officer_row(place, one, is_seen=True, is_masked=is_masked)
        words = tr("（已按规定删除）") if shown.is_erased else f"{shown.name} {shown.number}"
        told.append(words)
    return "\n".join(told)


def _offset(span: Span) -> str:
    """How far the picture's own time is ahead, where it was compared."""
    if span.clock_ahead_ms is None:
        return ""
    return tr("（画面 {offset}）", offset=ahead_words(span.clock_ahead_ms))


def _time(at: int) -> str:
    return f"{beijing(at):%Y-%m-%d %H:%M:%S}" if at else ""
