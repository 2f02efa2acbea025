"""Dumped things: what ground is watched on which camera, and the hints."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def _text(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _file(name: str, *, is_needed: bool = False) -> list[sa.schema.SchemaItem]:
    key = op.f(f"fk_dumped_{name}_evidence")
    return [
        sa.Column(name, sa.Text(), nullable=not is_needed),
        sa.ForeignKeyConstraint([name], ["evidence.sha256"], name=key),
    ]


def upgrade() -> None:
    op.create_table(
        "ground",
        *_text("camera_id", "plan"),
        sa.Column("drawn_at", sa.BigInteger(), nullable=False),
        *_text("drawn_by"),
        sa.ForeignKeyConstraint(
            ["camera_id"], ["camera.id"], name=op.f("fk_ground_camera_id_camera")
        ),
        sa.PrimaryKeyConstraint("camera_id", name=op.f("pk_ground")),
    )
    op.create_table(
        "dumped",
        *_text("id", "seat", "camera_id"),
        sa.Column("zone", sa.BigInteger(), nullable=False),
        *_text("box", "state"),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("hinted_at", sa.BigInteger(), nullable=False),
        *_file("before_sha256"),
        *_file("after_sha256", is_needed=True),
        *_file("clip_sha256"),
        *_text("clip"),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        *_text("ended_by", "reason", "problem_id"),
        sa.ForeignKeyConstraint(
            ["camera_id"], ["camera.id"], name=op.f("fk_dumped_camera_id_camera")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dumped")),
    )
    for column in ("camera_id", "state", "hinted_at"):
        op.create_index(op.f(f"ix_dumped_{column}"), "dumped", [column])
