"""When people were put into a planned shift."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("planned_shift") as table:
        table.add_column(sa.Column("laid_at", sa.BigInteger(), nullable=False))
