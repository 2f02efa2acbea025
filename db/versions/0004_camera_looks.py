"""What the newest look at each camera found: no record, replaced by the next look."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TEXTS = ("state", "reason", "codec")
_NUMBERS = ("looked_at", "delay_ms", "width_px", "height_px", "fps_milli")


def upgrade() -> None:
    op.create_table(
        "camera_look",
        sa.Column("camera_id", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _TEXTS),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in _NUMBERS),
        sa.Column("seen_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("camera_id", name=op.f("pk_camera_look")),
    )
