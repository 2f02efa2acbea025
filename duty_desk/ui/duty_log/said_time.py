"""A time as people write it into a log: `08:30`, `0830`, `8：30`, or with the day `20 08:30`."""

from __future__ import annotations

import re
from datetime import timedelta
from unicodedata import normalize

from duty_desk.domain.problem import beijing

_SAID = re.compile(r"(?:(\d{1,2})[^0-9:]+)?(\d{1,2}):?(\d{2})")
MINUTE_MS = 60_000


def said_time(text: str, now: int) -> int | None:
    """The newest instant (UTC ms) before `now` that `text` can mean; None when it means none.

    Without a day it is today, or yesterday for an hour that has not come yet.
    """
    found = _SAID.fullmatch(normalize("NFKC", text).strip().replace(".", ":"))
    if found is None:
        return None
    day, hour, minute = found.groups()
    if int(hour) > 23 or int(minute) > 59:
        return None
    today = beijing(now).replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)
    for back in range(32):
        at = today - timedelta(days=back)
        instant = int(at.timestamp()) * 1000
        if instant <= now + MINUTE_MS and (day is None or at.day == int(day)):
            return instant
    return None
