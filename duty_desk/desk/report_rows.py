"""Rows of reports turned into views; with a reading session."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from duty_desk.desk.report_content import Asked, Content
from duty_desk.desk.report_due import period_of
from duty_desk.desk.report_filter import filter_from
from duty_desk.desk.report_views import ReportDetail, ReportRow, VersionRow
from duty_desk.desk.report_words import state_words, title_of
from duty_desk.domain.open_item import OpenItem
from duty_desk.domain.period import Period, PeriodKind
from duty_desk.domain.problem import beijing
from duty_desk.domain.report import Difference, ReportKind, ReportState
from duty_desk.language import Refusal, speaking, tr
from duty_desk.store import clock as clocks
from duty_desk.store import report as rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duty_desk.desk.desk import Desk
    from duty_desk.store.report_tables import ReportTable, ReportVersionTable
    from duty_desk.store.tables import ClockTable
    from duty_desk.store.transaction import Session


def held(session: Session, report_id: str) -> ReportTable:
    """The row of a report.

    Raises:
        Refusal: there is none.
    """
    row = rows.found(session, report_id)
    if row is None:
        raise Refusal(tr("没有这份报告；没有执行。"))
    return row


def hall_of(desk: Desk) -> str:
    """The hall as a report names it: in Chinese, whatever the window speaks."""
    with speaking("zh_CN"):
        return desk.hall


def asked_of(row: ReportTable, hall: str) -> Asked:
    """What the report of a row is about."""
    kind = ReportKind(row.kind)
    period = Period(PeriodKind.FREE, row.from_at, row.to_at)
    if kind is not ReportKind.SPECIAL:
        period = period_of(kind, row.from_at)
    return Asked(
        kind=kind,
        period=period,
        title=row.title,
        filter=filter_from(json.loads(row.filter)),
        hall=hall,
    )


def texts_of(made: ReportVersionTable) -> dict[str, str]:
    """What people wrote in a version."""
    found: dict[str, str] = json.loads(made.texts)
    return found


def content_in(made: ReportVersionTable) -> Content | None:
    """The content as approved; None while the version is live."""
    return Content(json.loads(made.figures)) if made.figures else None


def listed(session: Session) -> tuple[ReportRow, ...]:
    """The reports: those that must be delivered first, then the newest."""
    found = rows.listed(session)
    due = clocks.of_subjects(session, [row.id for row in found])
    views = [row_of(session, row, due.get(row.id)) for row in found]
    waiting = [one for one in views if _waits(one)]
    rest = [one for one in views if not _waits(one)]
    return (*sorted(waiting, key=lambda one: one.due_at or one.to_at), *rest)


def _waits(one: ReportRow) -> bool:
    return one.due_at is not None and one.state is not ReportState.DELIVERED


def open_reports(session: Session, _now: int) -> tuple[OpenItem, ...]:
    """The reports whose clock runs: what the next shift must see delivered."""
    found = [one for one in clocks.running(session) if one.rule_id.startswith("report.")]
    items = []
    for clock in found:
        row = rows.found(session, clock.subject)
        if row is None:
            continue
        due = f"{beijing(clock.due_at):%m-%d %H:%M}"
        state = state_words(ReportState(row.state))
        words = tr("{state}，{due} 前送达", state=state, due=due)
        items.append(
            OpenItem(
                noun="report",
                subject=row.id,
                title=title_of(row),
                state=words,
                due_at=clock.due_at,
            )
        )
    return tuple(items)


def row_of(session: Session, row: ReportTable, clock: ClockTable | None) -> ReportRow:
    """A row as its view."""
    made = rows.version_of(session, row)
    delivered_at = made.delivered_at
    return ReportRow(
        id=row.id,
        kind=ReportKind(row.kind),
        title=title_of(row),
        state=ReportState(row.state),
        version=row.version,
        from_at=row.from_at,
        to_at=row.to_at,
        due_at=clock.due_at if clock is not None else None,
        verdict=clock.verdict if clock is not None else "",
        delivered_at=delivered_at,
        failed_words=row.failed_words,
    )


def detail_of(session: Session, row: ReportTable) -> ReportDetail:
    """Everything of one report but its live figures."""
    made = rows.version_of(session, row)
    earlier = rows.before(session, row) if row.kind != ReportKind.SPECIAL else None
    before: Mapping[str, str] = {}
    if earlier is not None:
        before = texts_of(rows.version_of(session, earlier))
    clock = clocks.of_subjects(session, [row.id]).get(row.id)
    return ReportDetail(
        row=row_of(session, row, clock),
        texts=texts_of(made),
        texts_before=before,
        approved=content_in(made),
        approved_at=row.approved_at,
        approved_by=row.approved_by,
        versions=tuple(_version(one) for one in rows.versions(session, row.id)),
        where=filter_from(json.loads(row.filter)).where,
    )


def _version(made: ReportVersionTable) -> VersionRow:
    return VersionRow(
        version=made.version,
        number=made.number,
        reason=made.reason,
        frozen_at=made.frozen_at,
        frozen_by=made.frozen_by,
        delivered_at=made.delivered_at,
        receiver=made.receiver,
        template=made.template,
        docx_sha256=made.docx_sha256,
        attachments=tuple(json.loads(made.attachments)),
        seal=made.seal,
        checkpoint_no=made.checkpoint_no,
        differences=tuple(Difference(**one) for one in json.loads(made.differences)),
        texts=texts_of(made),
    )
