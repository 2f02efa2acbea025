"""Messages to maintainers in the outbox: a push may carry a report of faults, not a problem."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("push") as table:
        table.alter_column("problem_id", existing_type=sa.Text(), nullable=True)
        table.add_column(sa.Column("call_id", sa.Text(), nullable=False, server_default=""))
        table.create_index(op.f("ix_push_call_id"), ["call_id"])
