"""The diagnosis of cameras: reference views, suspicions, modes of their classes, hourly habits."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _text(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _numbers(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.BigInteger(), nullable=False) for name in names]


def _instant(name: str) -> sa.Column:
    return sa.Column(name, sa.BigInteger(), nullable=True)


def _file(table: str, name: str) -> sa.ForeignKeyConstraint:
    key = op.f(f"fk_{table}_{name}_evidence")
    return sa.ForeignKeyConstraint([name], ["evidence.sha256"], name=key)


def _camera(table: str) -> sa.ForeignKeyConstraint:
    key = op.f(f"fk_{table}_camera_id_camera")
    return sa.ForeignKeyConstraint(["camera_id"], ["camera.id"], name=key)


def upgrade() -> None:
    _references()
    _suspicions()
    op.create_table(
        "diagnosis_mode",
        *_text("family", "mode"),
        *_numbers("changed_at"),
        *_text("changed_by", "reason"),
        sa.PrimaryKeyConstraint("family", name=op.f("pk_diagnosis_mode")),
    )
    op.create_table(
        "hour_habit",
        *_text("reference_id"),
        sa.Column("hour", sa.BigInteger(), autoincrement=False, nullable=False),
        *_numbers("pictures"),
        *_numbers("noise_millionth", "moving_millionth", "murmur_millionth", "broken_millionth"),
        sa.PrimaryKeyConstraint("reference_id", "hour", name=op.f("pk_hour_habit")),
    )


def _references() -> None:
    op.create_table(
        "reference",
        *_text("id", "camera_id", "preset", "light", "state", "sha256", "picture_sha256"),
        *_numbers("width_px", "height_px", "learned_from_at", "learned_to_at", "proposed_at"),
        *_text("proposed_by"),
        _instant("decided_at"),
        *_text("decided_by"),
        _instant("ended_at"),
        *_text("reason"),
        _camera("reference"),
        _file("reference", "sha256"),
        _file("reference", "picture_sha256"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference")),
    )
    op.create_index(op.f("ix_reference_camera_id"), "reference", ["camera_id"])
    op.create_index(op.f("ix_reference_state"), "reference", ["state"])


def _suspicions() -> None:
    op.create_table(
        "suspicion",
        *_text("id", "seat", "camera_id", "kind", "family", "facts"),
        *_text("preset", "light", "occasion", "state"),
        *(
            sa.Column(name, sa.Boolean(), nullable=False)
            for name in ("is_shadow", "is_hint", "is_question")
        ),
        *_numbers("since_at", "raised_at"),
        _instant("ended_at"),
        *_text("ended_by", "reason", "group_id", "reference_id", "fault_id"),
        sa.Column("now_sha256", sa.Text(), nullable=True),
        sa.Column("good_sha256", sa.Text(), nullable=True),
        _instant("good_at"),
        *_text("verdict", "verdict_by"),
        _camera("suspicion"),
        _file("suspicion", "now_sha256"),
        _file("suspicion", "good_sha256"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspicion")),
    )
    for name in ("camera_id", "state", "raised_at"):
        op.create_index(op.f(f"ix_suspicion_{name}"), "suspicion", [name])
