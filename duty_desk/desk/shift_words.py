"""Short words of shifts and days, for sheets where every sign counts."""

from __future__ import annotations

from duty_desk.language import mark

WEEKDAYS = (mark("一"), mark("二"), mark("三"), mark("四"), mark("五"), mark("六"), mark("日"))


def sign_of(name: str) -> str:
    """The sign of a shift in a month's sheet: its first letter, or its number."""
    number = "".join(sign for sign in name if sign.isdecimal())
    return number or name[:1].upper()
