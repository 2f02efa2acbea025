"""Periods are counted from indexes alone, and no index leads from a rule to all of its clocks.

SQLite without statistics thinks two indexes of one column alike and takes either: the one by rule,
with thousands of clocks behind it, stood in for the one by subject. A day of the review, on three
contract years: 110 ms of questions become 10.
"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

CLOCK = ["started_at", "rule_id", "verdict", "stopped_at"]
PROBLEM = ["found_at", "state", "camera_id", "category"]


def upgrade() -> None:
    op.drop_index(op.f("ix_clock_rule_id"), "clock")
    op.create_index(op.f("ix_clock_" + "_".join(CLOCK)), "clock", CLOCK)
    op.drop_index(op.f("ix_problem_found_at"), "problem")
    op.create_index(op.f("ix_problem_" + "_".join(PROBLEM)), "problem", PROBLEM)
    op.create_index(op.f("ix_push_queued_at"), "push", ["queued_at"])
    op.create_index(op.f("ix_presence_sounded_at"), "presence", ["sounded_at"])
    op.create_index(op.f("ix_clock_stage_at"), "clock_stage", ["at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_clock_stage_at"), "clock_stage")
    op.drop_index(op.f("ix_presence_sounded_at"), "presence")
    op.drop_index(op.f("ix_push_queued_at"), "push")
    op.drop_index(op.f("ix_problem_" + "_".join(PROBLEM)), "problem")
    op.create_index(op.f("ix_problem_found_at"), "problem", ["found_at"])
    op.drop_index(op.f("ix_clock_" + "_".join(CLOCK)), "clock")
    op.create_index(op.f("ix_clock_rule_id"), "clock", ["rule_id"])
