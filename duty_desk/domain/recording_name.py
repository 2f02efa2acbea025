"""What the name of an exported recording tells: whose camera it is and when it begins.

Recorders write the camera and the instants of first and last picture into the name, each maker in
another way; what cannot be read tells nothing.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from duty_desk.domain.footage import DAY_MS, HOUR_MS, Span
from duty_desk.domain.problem import BEIJING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_INSTANT = re.compile(
    r"(?<!\d)(20\d\d)([-_.]?)([01]\d)\2([0-3]\d)"
    r"(?:[-_ T]{0,2}([0-2]\d)[-_.:]?([0-5]\d)(?:[-_.:]?([0-5]\d))?(?:\d{3})?)?(?!\d)"
)
_SHORTEST = 3  # shorter codes stand in names by chance


def other_camera(name: str, own: str, codes: Iterable[str]) -> str:
    """The code of another camera that the name carries, "" when it does not or carries `own` too.

    `codes` are those of the catalogue.
    """
    if _carries(name, own):
        return ""
    return next((code for code in codes if code != own and _carries(name, code)), "")


def span_of(name: str, spans: Sequence[Span], chosen: Span) -> Span:
    """The span that a recording's name tells of, `chosen` where it tells of none or of that."""
    told = [one for one in spans if _carries(name, one.code)]
    fits = [one for one in told if not is_other_time(name, one)] or told
    return chosen if not fits or chosen in fits else fits[0]


def is_other_time(name: str, span: Span) -> bool:
    """Whether every instant in the name lies clearly outside of a span.

    Compared by the camera's own clock where it was checked. A recording may begin a day before
    what is asked of it, and clocks that were not checked may be an hour off.
    """
    ahead_ms = span.clock_ahead_ms or 0
    found = sorted(at - ahead_ms for at in _instants(name))
    if not found:
        return False
    early_ms = HOUR_MS if len(found) > 1 else DAY_MS
    return found[0] >= span.to_at + HOUR_MS or found[-1] < span.from_at - early_ms


def _carries(name: str, code: str) -> bool:
    small, sought = name.casefold(), code.casefold()
    if sought not in small or len(code) < _SHORTEST:
        return False
    return re.search(rf"(?<![0-9a-z]){re.escape(sought)}(?![0-9a-z])", small) is not None


def _instants(name: str) -> list[int]:
    """The instants of a name, UTC ms; a bare day stands for its first."""
    return [at for match in _INSTANT.finditer(name) if (at := _instant(match)) is not None]


def _instant(match: re.Match[str]) -> int | None:
    year, _sign, month, day, *clock = match.groups()
    parts = [int(part or 0) for part in (year, month, day, *clock)]
    try:
        shown = datetime(*parts, tzinfo=BEIJING)  # type: ignore[misc,arg-type]
    except ValueError:
        return None
    return int(shown.timestamp()) * 1000
