"""Shifts as kept, handovers with their items and checks, and checkpoints of the journal."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def _text(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _numbers(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.BigInteger(), nullable=False) for name in names]


def _maybe(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.BigInteger(), nullable=True) for name in names]


def _number_key() -> sa.Column:
    return sa.Column("no", sa.BigInteger(), autoincrement=False, nullable=False)


def upgrade() -> None:
    _shifts()
    _handovers()
    _lines(
        "handover_item",
        *_text("noun", "subject", "title", "state"),
        *_maybe("due_at"),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        *_text("owner"),
        *_maybe("confirmed_at"),
        *_text("read_back"),
    )
    _lines("handover_check", *_text("name", "state", "note"))
    op.create_table(
        "checkpoint",
        *_text("seat"),
        _number_key(),
        *_numbers("first_seq", "seq", "count"),
        *_text("head", "previous"),
        *_numbers("made_at"),
        *_text("occasion", "handover_id"),
        sa.PrimaryKeyConstraint("seat", "no", name=op.f("pk_checkpoint")),
    )


def _shifts() -> None:
    op.create_table(
        "shift",
        *_text("id", "seat", "planned_id", "title"),
        *_maybe("planned_from_at", "planned_to_at"),
        *_text("leader", "person_id", "name", "how"),
        *_numbers("started_at", "first_seq"),
        *_maybe("ended_at", "last_seq"),
        *_text("handover_id"),
        *_numbers("uncovered_ms", "overlap_ms"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift")),
    )
    op.create_index(op.f("ix_shift_ended_at"), "shift", ["ended_at"])
    op.create_index(op.f("ix_shift_seat_started_at"), "shift", ["seat", "started_at"])


def _handovers() -> None:
    op.create_table(
        "handover",
        *_text("id", "seat", "shift_id"),
        *_numbers("no"),
        *_text("state"),
        *_numbers("cut_at", "cut_seq"),
        *_text("items_hash", "remark", "incoming_id", "incoming_name"),
        *_maybe("arrived_at", "signed_at"),
        *_text("signed_hash"),
        *_maybe("nobody_at", "ended_at"),
        *_text("ended_by", "reason", "since_cut"),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["shift.id"], name=op.f("fk_handover_shift_id_shift")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        sa.UniqueConstraint("shift_id", "no", name=op.f("uq_handover_shift_id_no")),
    )
    op.create_index(op.f("ix_handover_state"), "handover", ["state"])


def _lines(name: str, *columns: sa.Column) -> None:
    op.create_table(
        name,
        *_text("handover_id"),
        _number_key(),
        *columns,
        sa.ForeignKeyConstraint(
            ["handover_id"], ["handover.id"], name=op.f(f"fk_{name}_handover_id_handover")
        ),
        sa.PrimaryKeyConstraint("handover_id", "no", name=op.f(f"pk_{name}")),
    )
