"""Amounts as a contract file writes them: money, shares and points, read without floats."""

from __future__ import annotations

import re
from decimal import Decimal

_UNITS = {
    "yuan": (Decimal(100), "5000 yuan"),
    "%": (Decimal(10_000), "20 %"),
    "points": (Decimal(10), "0.5 points"),
}
FEN, PPM, TENTHS = "yuan", "%", "points"


class UnreadableAmount(ValueError):
    """A text that is no amount of the wanted kind; its message is an example of one."""


def read_amount(text: str, unit: str) -> int:
    """The whole number of fen, millionths or tenths that `text` writes in `unit`.

    Raises:
        UnreadableAmount: it is no such amount, or finer than the smallest unit.
    """
    scale, example = _UNITS[unit]
    found = re.fullmatch(rf"(\d{{1,12}}(?:\.\d{{1,6}})?) ?{unit}", text.strip())
    scaled = Decimal(found[1]) * scale if found else Decimal("0.5")
    if scaled != int(scaled):
        raise UnreadableAmount(example)
    return int(scaled)
