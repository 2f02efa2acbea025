"""The tables of reports; both follow from the journal."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from duty_desk.store.tables import Table


class ReportTable(Table):
    """A report over one period, from the end of that period to its delivery."""

    __tablename__ = "report"
    id: Mapped[str] = mapped_column(primary_key=True)
    seat: Mapped[str]
    kind: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]  # of a special report; "" where the kind and period say it
    from_at: Mapped[int] = mapped_column(index=True)
    to_at: Mapped[int]
    filter: Mapped[str]  # canonical JSON map of a special report's filter
    state: Mapped[str] = mapped_column(index=True)
    version: Mapped[int]
    prepared_at: Mapped[int | None]
    prepared_by: Mapped[str]
    approved_at: Mapped[int | None]
    approved_by: Mapped[str]
    content: Mapped[str]  # SHA-256 of what was approved
    failed_at: Mapped[int | None]  # the last preparation that did not succeed
    failed_words: Mapped[str]


class ReportVersionTable(Table):
    """One version of a report: what people wrote, and what was frozen."""

    __tablename__ = "report_version"
    report_id: Mapped[str] = mapped_column(ForeignKey("report.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    reason: Mapped[str]  # why there is a later version
    texts: Mapped[str]  # canonical JSON map
    figures: Mapped[str]  # canonical JSON of the content as approved, "" before
    frozen_at: Mapped[int | None]
    frozen_by: Mapped[str]
    number: Mapped[str]  # M2026-11-a
    template: Mapped[str]
    template_sha256: Mapped[str]
    docx_sha256: Mapped[str]
    pdf_sha256: Mapped[str]
    checkpoint_no: Mapped[int | None]
    seal: Mapped[str]
    differences: Mapped[str]  # canonical JSON list
    attachments: Mapped[str] = mapped_column(server_default="[]")  # canonical JSON list
    delivered_at: Mapped[int | None]
    delivered_by: Mapped[str]
    receiver: Mapped[str]
