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


_MAY: dict[Role, frozenset[Right]] = {
    Role.OPERATOR: frozenset({Right.PTZ}),
    Role.SUPERVISOR: frozenset({Right.PTZ}),
    Role.CLERK: frozenset(),
    Role.ADMINISTRATOR: frozenset({Right.PTZ}),
}


def may(role: Role, right: Right) -> bool:
    """Whether somebody in `role` has `right`."""
    return right in _MAY[role]
