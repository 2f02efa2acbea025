"""Asking whether somebody may, before a dialog asks for a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.language import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.desk.desk import Desk
    from duty_desk.domain.rights import Right


def is_permitted(desk: Desk, right: Right, refused: Callable[[str], object]) -> bool:
    """Whether whoever acts now has `right`; else `refused` gets the desk's sentence.

    Only a courtesy, so that nobody chooses a file in vain: the desk asks again when it acts.
    """
    try:
        desk.require(right)
    except Refusal as refusal:
        refused(str(refusal))
        return False
    return True
