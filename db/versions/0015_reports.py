"""Reports: one row a period, and one a version with what was frozen."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def _text(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _whole(*names: str, may_be_none: bool = False) -> list[sa.Column]:
    return [sa.Column(name, sa.BigInteger(), nullable=may_be_none) for name in names]


def upgrade() -> None:
    op.create_table(
        "report",
        *_text("id", "seat", "kind", "title"),
        *_whole("from_at", "to_at"),
        *_text("filter", "state"),
        *_whole("version"),
        *_whole("prepared_at", may_be_none=True),
        *_text("prepared_by"),
        *_whole("approved_at", may_be_none=True),
        *_text("approved_by", "content"),
        *_whole("failed_at", may_be_none=True),
        *_text("failed_words"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    for column in ("kind", "from_at", "state"):
        op.create_index(op.f(f"ix_report_{column}"), "report", [column])
    op.create_table(
        "report_version",
        *_text("report_id"),
        *_whole("version"),
        *_text("reason", "texts", "figures"),
        *_whole("frozen_at", may_be_none=True),
        *_text("frozen_by", "number", "template", "template_sha256", "docx_sha256", "pdf_sha256"),
        *_whole("checkpoint_no", may_be_none=True),
        *_text("seal", "differences"),
        *_whole("delivered_at", may_be_none=True),
        *_text("delivered_by", "receiver"),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_report_version_report_id_report")
        ),
        sa.PrimaryKeyConstraint("report_id", "version", name=op.f("pk_report_version")),
    )
