"""Clips of what happened around the finding of a problem."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_NUMBERS = ("from_at", "to_at", "width_px", "height_px", "frames")


def upgrade() -> None:
    op.create_table(
        "clip",
        sa.Column("problem_id", sa.Text(), nullable=False),
        sa.Column("no", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in _NUMBERS),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["problem.id"], name=op.f("fk_clip_problem_id_problem")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["evidence.sha256"], name=op.f("fk_clip_sha256_evidence")
        ),
        sa.PrimaryKeyConstraint("problem_id", "no", name=op.f("pk_clip")),
    )
