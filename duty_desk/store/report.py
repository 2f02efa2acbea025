"""Reports as rows: due, prepared, written, approved, frozen, delivered; every version is kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import func, select, tuple_

from duty_desk.domain.hashchain import canonical
from duty_desk.domain.report import ReportState, next_state
from duty_desk.store.report_tables import ReportTable, ReportVersionTable
from duty_desk.store.tables import ClockTable

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from duty_desk.domain.moment import Entry


_SAID_AT_FREEZING = (
    "number",
    "template",
    "template_sha256",
    "docx_sha256",
    "pdf_sha256",
    "seal",
)


def apply_period(session: Session, entry: Entry) -> None:
    """A period for which a report is due has ended; one prepared before stays as it is."""
    if session.get(ReportTable, entry.subject) is None:
        _begin(session, entry)


def apply(session: Session, entry: Entry) -> None:
    """Bring a report's rows to what `entry` says.

    Raises:
        ForbiddenReportMove: it cannot happen in the report's present state.
    """
    row = session.get(ReportTable, entry.subject)
    if row is None:
        row = _begin(session, entry)
    row.state = next_state(ReportState(row.state), entry.kind)
    _CHANGES[entry.kind](session, row, entry)


def _begin(session: Session, entry: Entry) -> ReportTable:
    facts = entry.facts
    row = ReportTable(
        id=entry.subject,
        seat=entry.seat,
        kind=facts["kind"],
        title=facts.get("title", ""),
        from_at=facts["from_at"],
        to_at=facts["to_at"],
        filter=canonical(facts.get("filter", {})),
        state=ReportState.DUE,
        version=1,
        prepared_at=None,
        approved_at=None,
        failed_at=None,
        **dict.fromkeys(("prepared_by", "approved_by", "content", "failed_words"), ""),
    )
    session.add(row)
    session.flush()
    _add_version(session, row, "{}", "")
    return row


def _add_version(session: Session, row: ReportTable, texts: str, reason: str) -> None:
    empty = (*_SAID_AT_FREEZING, "figures", "frozen_by", "delivered_by", "receiver")
    session.add(
        ReportVersionTable(
            report_id=row.id,
            version=row.version,
            reason=reason,
            texts=texts,
            frozen_at=None,
            checkpoint_no=None,
            differences="[]",
            attachments="[]",
            delivered_at=None,
            **dict.fromkeys(empty, ""),
        )
    )
    session.flush()


def _prepared(_session: Session, row: ReportTable, entry: Entry) -> None:
    row.prepared_at, row.prepared_by = entry.event_at, entry.actor
    row.failed_at, row.failed_words = None, ""


def _failed(_session: Session, row: ReportTable, entry: Entry) -> None:
    row.failed_at, row.failed_words = entry.event_at, entry.facts["words"]


def _written(session: Session, row: ReportTable, entry: Entry) -> None:
    made = version_of(session, row)
    made.texts = canonical({**json.loads(made.texts), **entry.facts["texts"]})
    made.figures = ""
    _unapprove(row)


def _approved(session: Session, row: ReportTable, entry: Entry) -> None:
    row.approved_at, row.approved_by = entry.event_at, entry.actor
    row.content = entry.facts["content"]
    made = version_of(session, row)
    made.figures = canonical(entry.facts["figures"])


def _frozen(session: Session, row: ReportTable, entry: Entry) -> None:
    made, facts = version_of(session, row), entry.facts
    made.frozen_at, made.frozen_by = entry.event_at, entry.actor
    made.differences = canonical(facts["differences"])
    made.attachments = canonical(facts.get("attachments", []))
    made.checkpoint_no = facts["checkpoint_no"]
    for name in _SAID_AT_FREEZING:
        setattr(made, name, facts[name])


def _delivered(session: Session, row: ReportTable, entry: Entry) -> None:
    made = version_of(session, row)
    made.delivered_at, made.delivered_by = entry.event_at, entry.actor
    made.receiver = entry.facts["receiver"]


def _reopened(session: Session, row: ReportTable, entry: Entry) -> None:
    before = version_of(session, row)
    row.version += 1
    _add_version(session, row, before.texts, entry.reason)
    _unapprove(row)


def _unapprove(row: ReportTable) -> None:
    row.approved_at, row.approved_by, row.content = None, "", ""


_CHANGES = {
    "report.prepared": _prepared,
    "report.failed": _failed,
    "report.written": _written,
    "report.approved": _approved,
    "report.frozen": _frozen,
    "report.delivered": _delivered,
    "report.reopened": _reopened,
}


def version_of(session: Session, row: ReportTable, version: int = 0) -> ReportVersionTable:
    """The newest version of a report, or the one with this number."""
    return session.get_one(ReportVersionTable, (row.id, version or row.version))


def versions(session: Session, report_id: str) -> tuple[ReportVersionTable, ...]:
    """All versions of a report, the first one first."""
    found = session.scalars(
        select(ReportVersionTable)
        .where(ReportVersionTable.report_id == report_id)
        .order_by(ReportVersionTable.version)
    )
    return tuple(found)


def found(session: Session, report_id: str) -> ReportTable | None:
    """A report by its id, if there is one."""
    return session.get(ReportTable, report_id)


def clocked_until(session: Session, rule_id: str) -> int | None:
    """The end of the newest period for which a rule's clock was started; None without any."""
    newest = select(func.max(ReportTable.to_at)).join(
        ClockTable, ClockTable.subject == ReportTable.id
    )
    return session.scalar(newest.where(ClockTable.rule_id == rule_id))


def before(session: Session, row: ReportTable) -> ReportTable | None:
    """The report of the same kind over the period before; None for special ones."""
    return session.scalar(
        select(ReportTable)
        .where(ReportTable.kind == row.kind, ReportTable.to_at <= row.from_at)
        .order_by(ReportTable.from_at.desc())
        .limit(1)
    )


def nth(session: Session, row: ReportTable) -> int:
    """Which one it is, by preparation, of the reports of its kind that begin on its day."""
    is_earlier = tuple_(ReportTable.prepared_at, ReportTable.id) < (row.prepared_at, row.id)
    earlier = select(func.count()).where(
        ReportTable.kind == row.kind, ReportTable.from_at == row.from_at, is_earlier
    )
    return 1 + (session.scalar(earlier) or 0)


def listed(session: Session, most: int = 200) -> tuple[ReportTable, ...]:
    """The reports, the latest period first."""
    found = session.scalars(
        select(ReportTable).order_by(ReportTable.to_at.desc(), ReportTable.id).limit(most)
    )
    return tuple(found)


def failed(session: Session) -> tuple[ReportTable, ...]:
    """The reports whose last preparation did not succeed."""
    found = session.scalars(
        select(ReportTable).where(ReportTable.failed_at.is_not(None)).order_by(ReportTable.to_at)
    )
    return tuple(found)


def count_open(session: Session) -> int:
    """How many reports whose period is over are not delivered."""
    waiting = (ReportState.DUE, ReportState.DRAFT, ReportState.APPROVED, ReportState.FROZEN)
    counted = select(func.count()).where(
        ReportTable.state.in_(waiting), ReportTable.kind != "special"
    )
    return session.scalar(counted) or 0
