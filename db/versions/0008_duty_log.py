"""Presence checks, announced absences, the duty log, leaders' instructions, emergencies."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _numbers(*names: str, is_empty_allowed: bool = False) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger(), nullable=is_empty_allowed) for name in names]


def _key(table: str, *names: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*names, name=op.f(f"pk_{table}"))


def _numbered(table: str, day: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint("seat", day, "no", name=op.f(f"uq_{table}_seat_{day}_no"))


def _index(table: str, *names: str) -> None:
    for name in names:
        op.create_index(op.f(f"ix_{table}_{name}"), table, [name])


def upgrade() -> None:
    _presence()
    _log()
    _emergencies()
    purpose = sa.Column("purpose", sa.Text(), nullable=False, server_default="")
    op.add_column("channel", purpose)


def _presence() -> None:
    op.create_table(
        "presence",
        *_texts("id", "seat", "person", "shift", "state"),
        *_numbers("drawn_ms", "prompted_at"),
        *_numbers("sounded_at", "escalated_at", is_empty_allowed=True),
        *_texts("told", "told_words"),
        *_numbers("ended_at", "answer_ms", is_empty_allowed=True),
        *_texts("way"),
        sa.Column("in_round", sa.Boolean(), nullable=False),
        *_numbers("judged_at", is_empty_allowed=True),
        *_texts("judged_by", "reason"),
        _key("presence", "id"),
    )
    _index("presence", "state", "prompted_at")
    op.create_table(
        "presence_rule",
        *_texts("seat", "rule", "rule_reason"),
        *_numbers("paused_until_at", is_empty_allowed=True),
        *_texts("pause_reason"),
        _key("presence_rule", "seat"),
    )
    op.create_table(
        "absence",
        *_texts("id", "seat", "person", "shift", "reliever", "why"),
        *_numbers("began_at", "back_by_at"),
        *_numbers("ended_at", is_empty_allowed=True),
        _key("absence", "id"),
    )
    _index("absence", "seat", "began_at")


def _log() -> None:
    op.create_table(
        "duty_log",
        *_texts("id", "seat", "logged_on"),
        *_numbers("no"),
        *_texts("kind", "text", "handling", "links"),
        *_numbers("at", "recorded_at"),
        *_texts("late_reason", "actor", "shift", "state", "amends", "amended_by"),
        *_texts("reason", "ended_by", "second"),
        _key("duty_log", "id"),
        _numbered("duty_log", "logged_on"),
    )
    _index("duty_log", "at")
    op.create_table(
        "instruction",
        *_texts("id", "seat", "given_on"),
        *_numbers("no"),
        *_texts("text", "leader"),
        *_numbers("given_at", "recorded_at"),
        *_texts("actor", "shift"),
        *_numbers("read_at", is_empty_allowed=True),
        *_texts("read_by"),
        _key("instruction", "id"),
        _numbered("instruction", "given_on"),
    )
    _index("instruction", "given_at", "read_at")


def _emergencies() -> None:
    op.create_table(
        "emergency",
        *_texts("id", "seat", "found_on"),
        *_numbers("no"),
        *_texts("kind", "camera_id", "place", "text", "state"),
        *_numbers("found_at"),
        *_texts("found_by", "shift"),
        *_numbers("told_at", "closed_at", is_empty_allowed=True),
        *_texts("closed_by", "closing"),
        _key("emergency", "id"),
        _numbered("emergency", "found_on"),
    )
    _index("emergency", "state", "found_at")
    op.create_table(
        "emergency_call",
        *_texts("emergency_id"),
        sa.Column("no", sa.BigInteger(), autoincrement=False, nullable=False),
        *_texts("role", "number"),
        *_numbers("at"),
        sa.Column("is_reached", sa.Boolean(), nullable=False),
        *_texts("note", "actor"),
        sa.ForeignKeyConstraint(
            ["emergency_id"],
            ["emergency.id"],
            name=op.f("fk_emergency_call_emergency_id_emergency"),
        ),
        _key("emergency_call", "emergency_id", "no"),
    )
    op.create_table(
        "emergency_plan",
        sa.Column("no", sa.BigInteger(), autoincrement=False, nullable=False),
        *_texts("role", "number", "kinds", "note"),
        sa.Column("is_client", sa.Boolean(), nullable=False),
        _key("emergency_plan", "no"),
    )
