"""People of the desk: who may sign in, and which names tell them apart."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duty_desk.domain.rights import Role

NAME_CHARACTERS = 20


@dataclass(frozen=True)
class Person:
    """Somebody who works at the desk, or did. Never removed, only deactivated.

    Attributes:
        id: UUIDv7.
        name: Told apart by it in the journal, so no two people ever have the same.
        role: What he may do, see `domain.rights`.
        is_active: May sign in and sign.
        confidentiality_signed_on: The date, `YYYY-MM-DD`, of his signature under the
            confidentiality agreement; None while there is none.
        has_secret: Whether a password or PIN was set.
    """

    id: str
    name: str
    role: Role
    is_active: bool = True
    confidentiality_signed_on: str | None = None
    has_secret: bool = False


def fit_name(name: str) -> str:
    """A name as it is kept: full-width letters made plain, no spaces around, single ones inside."""
    return " ".join(unicodedata.normalize("NFKC", name).split())


def is_fit_name(name: str) -> bool:
    """Whether a name made fit can be kept: not empty, not too long, all of it printable."""
    return 0 < len(name) <= NAME_CHARACTERS and name.isprintable()


def find(people: Iterable[Person], name: str) -> Person | None:
    """Who has this name; case and spaces make no other name of it."""
    wanted = _bare(name)
    return next((person for person in people if _bare(person.name) == wanted), None)


def _bare(name: str) -> str:
    return "".join(fit_name(name).casefold().split())
