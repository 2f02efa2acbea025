"""What people type at the command line, read: instants, days, months, stretches of a clip."""

from __future__ import annotations

import argparse
from datetime import date, datetime

from duty_desk.domain.problem import BEIJING
from duty_desk.language import tr

MOST_MONTHS = 36  # three contract years


def instant(text: str) -> datetime:
    """A time typed by a person: ISO 8601; without zone it is Beijing time."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(tr("时间写成 2026-11-21T08:30 这样，可带时区")) from None
    return found if found.tzinfo else found.replace(tzinfo=BEIJING)


def stretch(text: str) -> tuple[int, int]:
    """A stretch of a clip typed as `0-10` seconds, as milliseconds."""
    begin, _, end = text.partition("-")
    try:
        found = round(float(begin) * 1000), round(float(end) * 1000)
    except (ValueError, OverflowError):
        found = (0, 0)
    if not 0 <= found[0] < found[1]:
        raise argparse.ArgumentTypeError(tr("时段写成 0-10 这样，单位秒"))
    return found


def seconds(text: str) -> float:
    """A positive number of seconds."""
    try:
        found = float(text)
    except ValueError:
        found = 0
    if not 0 < found < 10**6:
        raise argparse.ArgumentTypeError(tr("秒数要大于 0"))
    return found


def day(text: str) -> str:
    """A date typed by a person, as ISO text."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(tr("日期写成 2026-12-01 这样")) from None


def months(text: str) -> int:
    """A number of months that a demo can tell."""
    if not (text.isdecimal() and int(text) <= MOST_MONTHS):
        raise argparse.ArgumentTypeError(tr("月数写成 0 到 {most} 的整数", most=MOST_MONTHS))
    return int(text)


def month(text: str) -> str:
    """A month typed by a person, as `YYYY-MM`."""
    try:
        return date.fromisoformat(f"{text}-01").isoformat()[:7]
    except ValueError:
        raise argparse.ArgumentTypeError(tr("月份写成 2026-12 这样")) from None
