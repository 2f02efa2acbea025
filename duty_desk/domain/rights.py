"""Who may do what at the desk: roles, rights, and the one table that joins them."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a person is at the desk."""

    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    CLERK = "clerk"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    """What not everybody may do."""

    PTZ = "ptz"  # turning cameras: State Council decree 799 lets nobody re-aim one unasked
    PLAN = "plan"  # changing the plan of rounds; whoever watches alone at night must be able to
    SAMPLE = "sample"  # judging other people's visits: nobody checks their own


_MAY: dict[Role, frozenset[Right]] = {
    Role.OPERATOR: frozenset({Right.PTZ, Right.PLAN}),
    Role.SUPERVISOR: frozenset(Right),
    Role.CLERK: frozenset(),
    Role.ADMINISTRATOR: frozenset(Right),
}


def may(role: Role, right: Right) -> bool:
    """Whether somebody in `role` has `right`."""
    return right in _MAY[role]
