"""What kinds of problems a street camera can show; the list itself is data, read by `contracts`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Visibility(StrEnum):
    """How well a kind of problem can be seen on a street camera."""

    CLEAR = "A"
    NEEDS_ANGLE = "B"
    POOR_AT_NIGHT = "C"
    CLEAR_BY_DAY = "A/C"
    UNKNOWN = ""


@dataclass(frozen=True)
class Category:
    """One kind of problem, in the numbering of GB/T 30428.2 with our extensions (`E21xx`).

    `key` is the digit that chooses it in the problem form; only the nine commonest have one.
    `legacy_codes` are the numbers of the same thing in Beijing's older list.
    An emergency skips the form: it is told to people at once.
    """

    code: str
    zh: str
    en: str
    key: int | None = None
    visibility: Visibility = Visibility.UNKNOWN
    is_night_priority: bool = False
    is_emergency: bool = False
    legacy_codes: tuple[str, ...] = ()

    def name_in(self, language: str) -> str:
        """The name people read, in `language` (`zh_CN` or `en`)."""
        return self.en if language == "en" else self.zh
