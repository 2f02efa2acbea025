"""Faults of cameras, their pictures, and how maintainers are reached."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TEXTS = (  # noqa: SIM905 - one list of names reads better than fifteen strings
    "kind note origin evidence state found_by maintainer way reached ticket call_id reported_by "
    "cause closed_by reason"
).split()
_WHOLE = ("found_at", "down_from_at")
_INSTANTS = ("reported_at", "accepted_at", "arrived_at", "repaired_at", "closed_at")


def upgrade() -> None:
    _fault()
    _shots()
    op.create_table(
        "maintainer",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("group_name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_maintainer")),
    )


def _fault() -> None:
    op.create_table(
        "fault",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("seat", sa.Text(), nullable=False),
        sa.Column("found_on", sa.Text(), nullable=False),
        sa.Column("no", sa.BigInteger(), nullable=False),
        sa.Column("camera_id", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _TEXTS),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in _WHOLE),
        *(sa.Column(name, sa.BigInteger(), nullable=True) for name in _INSTANTS),
        sa.ForeignKeyConstraint(
            ["camera_id"], ["camera.id"], name=op.f("fk_fault_camera_id_camera")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fault")),
        sa.UniqueConstraint("seat", "found_on", "no", name=op.f("uq_fault_seat_found_on_no")),
    )
    for column in ("camera_id", "closed_at", "found_at", "state"):
        op.create_index(op.f(f"ix_fault_{column}"), "fault", [column], unique=False)


def _shots() -> None:
    op.create_table(
        "fault_shot",
        sa.Column("fault_id", sa.Text(), nullable=False),
        sa.Column("no", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("captioned_sha256", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=False),
        sa.Column("age_ms", sa.BigInteger(), nullable=False),
        sa.Column("width_px", sa.BigInteger(), nullable=False),
        sa.Column("height_px", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["captioned_sha256"],
            ["evidence.sha256"],
            name=op.f("fk_fault_shot_captioned_sha256_evidence"),
        ),
        sa.ForeignKeyConstraint(
            ["fault_id"], ["fault.id"], name=op.f("fk_fault_shot_fault_id_fault")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["evidence.sha256"], name=op.f("fk_fault_shot_sha256_evidence")
        ),
        sa.PrimaryKeyConstraint("fault_id", "no", name=op.f("pk_fault_shot")),
    )
