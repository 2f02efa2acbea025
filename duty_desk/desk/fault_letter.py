"""The monthly statement as a letter to sign: one table of faults for each maintainer.

Always Chinese: maintainers and the street read and sign it. The words that never change stand in
the template `fault_letter.docx`; here is what fills it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from duty_desk.desk.fault_statement import (
    STATES,
    VERDICTS,
    WAYS,
    hours_words,
    instant_words,
    minutes_words,
    percent,
)
from duty_desk.domain.problem import beijing
from duty_desk.language import chinese

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from duty_desk.desk.fault_views import FaultFigures, FaultRow, Rates
    from duty_desk.domain.fault import FaultKind

TEMPLATE = "fault_letter.docx"
_NONE = "—"


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A document not written yet: its template and what fills it."""

    template: Path
    values: Mapping[str, Any]


def letter_values(
    figures: FaultFigures, kinds: Sequence[FaultKind], maintainer: str = ""
) -> dict[str, Any]:
    """What fills the template: a page of its own for each maintainer, or for the named one.

    Args:
        figures: The figures of the month.
        kinds: The kinds of faults, for their names.
        maintainer: Whose alone; "" for all that have cameras or faults.
    """
    kind_names = {kind.code: kind.zh for kind in kinds}
    rates = {one.name: one for one in figures.by_maintainer}
    names = [*rates, *(row.maintainer for row in figures.faults)]
    wanted = [name for name in dict.fromkeys(names) if maintainer in ("", name)]
    if maintainer and not wanted:
        wanted = [maintainer]
    return {
        "period": chinese(
            "{from_} 至 {to}", from_=instant_words(figures.from_at), to=instant_words(figures.to_at)
        ),
        "month": f"{beijing(figures.from_at):%Y-%m}",
        "letters": [_one(figures, name, rates.get(name), kind_names) for name in wanted],
    }


def _one(
    figures: FaultFigures, name: str, rates: Rates | None, kind_names: Mapping[str, str]
) -> dict[str, Any]:
    found = [row for row in figures.faults if row.maintainer == name]
    rows = [_row(no, row, figures.to_at, kind_names) for no, row in enumerate(found, 1)]
    return {
        "whose": name or chinese("未登记维护单位"),
        "rows": rows,
        "figures": _figures(rates) if rates is not None else dict.fromkeys(_FIGURES, _NONE),
    }


_FIGURES = ("cameras", "online", "good", "faults", "timely", "unrepaired", "repair", "down")


def _figures(rates: Rates) -> dict[str, str]:
    said = (
        str(rates.cameras),
        percent(rates.online_ppm),
        percent(rates.good_ppm),
        str(rates.faults),
        f"{rates.timely} / {rates.judged}",
        str(rates.unrepaired),
        _NONE if rates.repair_ms is None else hours_words(rates.repair_ms),
        hours_words(rates.down_ms),
    )
    return dict(zip(_FIGURES, said, strict=True))


def _row(no: int, row: FaultRow, now: int, kind_names: Mapping[str, str]) -> dict[str, str]:
    down_to_at = now if row.down_to_at is None else row.down_to_at
    down = hours_words(max(0, down_to_at - row.down_from_at))
    return {
        "no": str(no),
        "number": row.number,
        "camera": _lines(row.camera_code, row.camera_name, row.community),
        "kind": _lines(kind_names.get(row.kind, chinese("待定")), row.note),
        "found": _lines(instant_words(row.found_at), row.found_by),
        "told": _told(row),
        "whom": _lines(WAYS.get(row.way, ""), row.reached, row.ticket) or _NONE,
        "came": _lines(
            _named(chinese("接报"), row.accepted_at), _named(chinese("到场"), row.arrived_at)
        )
        or _NONE,
        "repaired": _lines(
            instant_words(row.repaired_at) or chinese("未修复"), chinese("停用 {down}", down=down)
        ),
        "cause": row.cause or _NONE,
        "state": STATES.get(row.state, row.state),
    }


def _told(row: FaultRow) -> str:
    if row.reported_at is None or row.report_ms is None:
        return _NONE
    used = chinese("用时 {used}", used=minutes_words(row.report_ms))
    verdict = VERDICTS.get(row.verdict, "")
    return _lines(instant_words(row.reported_at), f"{used} {verdict}".strip())


def _named(what: str, at: int | None) -> str:
    return "" if at is None else f"{what} {beijing(at):%m-%d %H:%M}"


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
