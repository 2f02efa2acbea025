"""Roster and attendance: shifts, templates, holidays, leave, swaps, punches."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def _text(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _instants(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.BigInteger(), nullable=False) for name in names]


def _perhaps(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.BigInteger(), nullable=True) for name in names]


def _flags(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Boolean(), nullable=False) for name in names]


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def _roster() -> None:
    op.create_table(
        "planned_shift",
        *_text("id", "day", "template", "seat"),
        *_instants("starts_at", "ends_at"),
        *_text("person_ids", "leader", "phone", "note"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_shift")),
    )
    _index("planned_shift", "day")
    _index("planned_shift", "starts_at")
    op.create_table(
        "roster_day",
        *_text("day", "seat"),
        sa.PrimaryKeyConstraint("day", "seat", name=op.f("pk_roster_day")),
    )
    op.create_table(
        "template_set",
        *_text("id", "from_on", "body", "adopted_by", "seat"),
        *_instants("seq"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_set")),
    )
    _index("template_set", "from_on")
    op.create_table(
        "holiday",
        *_text("day", "name"),
        *_flags("is_worked"),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_holiday")),
    )


def _wishes() -> None:
    op.create_table(
        "leave",
        *_text("id", "person_id", "name"),
        *_instants("from_at", "to_at"),
        *_text("reason", "substitute_id", "state"),
        *_instants("filed_at"),
        *_text("filed_by"),
        *_flags("is_late"),
        *_perhaps("decided_at"),
        *_text("decided_by"),
        *_flags("is_decided_late"),
        *_text("words"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave")),
    )
    _index("leave", "person_id")
    _index("leave", "from_at")
    op.create_table(
        "swap",
        *_text("id", "shift_id", "person_id", "other_id", "other_shift_id"),
        *_instants("starts_at"),
        *_text("reason", "state"),
        *_instants("asked_at"),
        *_text("asked_by"),
        *_perhaps("agreed_at"),
        *_text("agreed_by"),
        *_perhaps("decided_at"),
        *_text("decided_by", "words"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_swap")),
    )
    _index("swap", "starts_at")


def _attendance() -> None:
    op.create_table(
        "punch",
        *_text("id", "person_id", "name", "kind", "day", "shift_id", "template"),
        *_flags("is_office"),
        *_perhaps("planned_at", "made_at", "recorded_at"),
        *_text("how", "clock_state", "state"),
        *_instants("deviation_ms"),
        *_perhaps("reported_at"),
        *_text("explanation", "judged", "judged_by", "judged_words"),
        *_perhaps("judged_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_punch")),
    )
    _index("punch", "person_id", "day")
    _index("punch", "day")
    _index("punch", "state")
    op.create_table(
        "punch_correction",
        *_text("id", "punch_id"),
        *_instants("claimed_at"),
        *_text("reason", "state"),
        *_instants("asked_at"),
        *_text("asked_by"),
        *_perhaps("decided_at"),
        *_text("decided_by", "words"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_punch_correction")),
    )
    _index("punch_correction", "punch_id")
    _index("punch_correction", "state")
    op.create_table(
        "client_punch",
        *_text("person_id"),
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        *_text("name"),
        *_instants("imported_at"),
        *_text("file"),
        sa.PrimaryKeyConstraint("person_id", "at", name=op.f("pk_client_punch")),
    )


def upgrade() -> None:
    _roster()
    _wishes()
    _attendance()
