"""Footage requests: the register, its recordings, and the people beside it."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def _text(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _whole(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.BigInteger(), nullable=False) for name in names]


def upgrade() -> None:
    op.create_table(
        "footage",
        *_text("id", "seat"),
        *_whole("year", "no"),
        *_text("kind", "unit", "state"),
        *_whole("version"),
        *_text("request", "officers", "checks", "results", "package", "warned"),
        *_whole("registered_at"),
        *_text("registered_by"),
        *_whole("approved_at"),
        *_text("approved_by"),
        *_whole("handed_at"),
        *_text("handed_by"),
        *_whole("return_until_at", "changed_at"),
        *_text("changed_by", "changed_kind"),
        sa.Column("is_erased", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_footage")),
        sa.UniqueConstraint("year", "no", name=op.f("uq_footage_year_no")),
    )
    for column in ("state", "registered_at"):
        op.create_index(op.f(f"ix_footage_{column}"), "footage", [column])
    op.create_table(
        "footage_file",
        *_text("id", "request_id"),
        *_whole("span_no"),
        *_text("name"),
        *_whole("size_bytes"),
        *_text("sha256", "look", "path", "origin"),
        sa.Column("evidence_sha256", sa.Text(), nullable=True),
        *_whole("added_at"),
        *_text("added_by"),
        sa.Column("removed_at", sa.BigInteger(), nullable=True),
        *_text("removed_by", "reason"),
        sa.ForeignKeyConstraint(
            ["request_id"], ["footage.id"], name=op.f("fk_footage_file_request_id_footage")
        ),
        sa.ForeignKeyConstraint(
            ["evidence_sha256"],
            ["evidence.sha256"],
            name=op.f("fk_footage_file_evidence_sha256_evidence"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_footage_file")),
    )
    op.create_index(op.f("ix_footage_file_request_id"), "footage_file", ["request_id"])
    op.create_table(
        "footage_person",
        *_text("request_id"),
        *_whole("place"),
        *_text("sealed"),
        sa.PrimaryKeyConstraint("request_id", "place", name=op.f("pk_footage_person")),
    )
