"""How the kinds of problems are offered: quick digits, the full list in a helpful order, search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.domain.problem import beijing
from duty_desk.language import language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duty_desk.domain.category import Category

NIGHT_FROM_HOUR = 20
NIGHT_TO_HOUR = 6


def is_night(now: int) -> bool:
    """Whether `now` lies between 20:00 and 06:00 in Beijing."""
    hour = beijing(now).hour
    return hour >= NIGHT_FROM_HOUR or hour < NIGHT_TO_HOUR


def quick_kinds(kinds: Sequence[Category]) -> tuple[Category, ...]:
    """The kinds that have a digit of their own, in the order of the digits."""
    return tuple(sorted((k for k in kinds if k.key is not None), key=lambda k: k.key or 0))


def in_helpful_order(kinds: Sequence[Category], now: int) -> tuple[Category, ...]:
    """Emergencies first, at night what matters at night next, then the order of the list."""
    night = is_night(now)
    return tuple(
        sorted(kinds, key=lambda k: (not k.is_emergency, night and not k.is_night_priority))
    )


def found_by(kinds: Sequence[Category], typed: str) -> tuple[Category, ...]:
    """The kinds in whose names or code every typed word occurs."""
    words = typed.casefold().split()
    return tuple(k for k in kinds if all(w in f"{k.zh} {k.en} {k.code}".casefold() for w in words))


def kind_named(kinds: Sequence[Category], code: str) -> Category | None:
    """The kind with `code`; None while a problem has no kind yet."""
    return next((k for k in kinds if k.code == code), None)


def kind_name(kinds: Sequence[Category], code: str) -> str:
    """The name people read of the kind with `code`; the code itself when the list lost it."""
    kind = kind_named(kinds, code)
    return kind.name_in(language()) if kind else code
