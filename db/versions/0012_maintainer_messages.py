"""Messages to maintainers in the outbox: a push may carry a report of faults, not a problem."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_COLUMNS = (
    "id, seat, seq, problem_id, channel_id, state, text, pictures, part, tries, next_at,"
    " queued_at, ended_at, code, words, receipt"
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _made_anew()
    else:
        op.alter_column("push", "problem_id", existing_type=sa.Text(), nullable=True)
        op.add_column("push", sa.Column("call_id", sa.Text(), nullable=False, server_default=""))
    op.create_index(op.f("ix_push_call_id"), "push", ["call_id"])


def _made_anew() -> None:
    """By hand: Alembic's batches write constraints in an order that differs from run to run."""
    op.create_table(
        "push_anew",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("id", "seat")),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("problem_id", sa.Text(), nullable=True),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("channel_id", "state", "text", "pictures")
        ),
        *(
            sa.Column(name, sa.BigInteger(), nullable=False)
            for name in ("part", "tries", "next_at", "queued_at")
        ),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("code", "words", "receipt")),
        sa.Column("call_id", sa.Text(), nullable=False, server_default=""),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channel.id"], name=op.f("fk_push_channel_id_channel")
        ),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["problem.id"], name=op.f("fk_push_problem_id_problem")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push")),
    )
    op.execute(f"INSERT INTO push_anew ({_COLUMNS}) SELECT {_COLUMNS} FROM push")  # noqa: S608
    op.drop_table("push")
    op.rename_table("push_anew", "push")
    for name in ("problem_id", "seat", "state"):
        op.create_index(op.f(f"ix_push_{name}"), "push", [name])
