"""Who may do what."""

from __future__ import annotations

import pytest

from duty_desk.domain.rights import Right, Role, may


@pytest.mark.parametrize(
    ("role", "is_allowed"),
    [
        (Role.OPERATOR, True),
        (Role.SUPERVISOR, True),
        (Role.ADMINISTRATOR, True),
        (Role.CLERK, False),
    ],
)
def test_clerks_alone_turn_no_camera(role: Role, is_allowed: bool) -> None:
    """Operators watch and turn; clerks write."""
    assert may(role, Right.PTZ) is is_allowed


def test_every_role_has_a_line_in_the_table() -> None:
    """A new role or right without an answer fails here, not before an operator."""
    assert {may(role, right) for role in Role for right in Right} <= {True, False}


def test_nobody_samples_his_own_rounds_and_a_lone_operator_may_change_the_plan() -> None:
    """Sampling is the supervisor's; the plan is everybody's who watches."""
    assert [role for role in Role if may(role, Right.SAMPLE)] == [
        Role.SUPERVISOR,
        Role.ADMINISTRATOR,
    ]
    assert [role for role in Role if not may(role, Right.PLAN)] == [Role.CLERK]
