"""A patrol plan written as a workbook that Excel, WPS and LibreOffice read."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from duty_desk.documents.file_put import put
from duty_desk.documents.patrol_columns import PERIODS, POINTS, SHEETS, SLOTS, WHOLE
from duty_desk.language import tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from duty_desk.documents.patrol_columns import PlanSheet
    from duty_desk.domain.patrol_plan import Checkpoint, Plan, Slot

_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_plan(path: Path, plan: Plan, names: Mapping[str, str]) -> None:
    """Write `plan` to `path`. Every cell is text, so that no program changes a time or a code.

    Args:
        path: The .xlsx file.
        plan: The plan.
        names: Camera code to name, for people who read the sheet.

    Raises:
        Refusal: the file cannot be written.
    """
    import xlsxwriter

    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, **_AS_TEXT}) as book:
        heading = book.add_format(
            {"bold": True, "bg_color": "#E8EEF7", "border": 1, "text_wrap": True, "valign": "top"}
        )
        text = book.add_format({"num_format": "@", "valign": "top"})
        for sheet in SHEETS:
            _add(book, sheet, rows_of(sheet, plan, names), (heading, text))
        _explain(book, heading, text)
    put(path, buffer.getvalue())


def _add(book: Any, sheet: PlanSheet, rows: Iterable[list[str]], formats: tuple[Any, Any]) -> None:
    heading, text = formats
    page = book.add_worksheet(tr(sheet.name))
    for index, column in enumerate(sheet.columns):
        page.set_column(index, index, column.width, text)
        page.write_string(0, index, tr(column.heading), heading)
    for number, texts in enumerate(rows, start=1):
        for index, words in enumerate(texts):
            if words:
                page.write_string(number, index, words, text)
    page.freeze_panes(1, 0)
    page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _explain(book: Any, heading: Any, text: Any) -> None:
    page = book.add_worksheet(tr("填写说明"))
    page.set_column(0, 1, 14, text)
    page.set_column(2, 2, 70, text)
    for index, title in enumerate((tr("工作表"), tr("列"), tr("怎么填"))):
        page.write_string(0, index, title, heading)
    told = ((sheet, column) for sheet in SHEETS for column in sheet.columns)
    for number, (sheet, column) in enumerate(told, start=1):
        page.write_string(number, 0, tr(sheet.name), text)
        page.write_string(number, 1, tr(column.heading), text)
        page.write_string(number, 2, tr(column.about), text)


def rows_of(sheet: PlanSheet, plan: Plan, names: Mapping[str, str]) -> list[list[str]]:
    """The rows of a sheet as texts in the order of its columns; `names` as in `write_plan`."""
    if sheet is WHOLE:
        return [[plan.from_on, _yes(plan.is_shuffled) or tr("否"), str(plan.leg_ms // 60_000)]]
    if sheet is PERIODS:
        return [[period.name, period.from_on, period.to_on] for period in plan.periods]
    if sheet is SLOTS:
        own = [_slot(slot, "") for slot in plan.slots]
        return own + [_slot(slot, period.name) for period in plan.periods for slot in period.slots]
    assert sheet is POINTS
    own = [_point(point, "", names) for point in plan.checkpoints]
    return own + [
        _point(point, period.name, names) for period in plan.periods for point in period.checkpoints
    ]


def _slot(slot: Slot, period: str) -> list[str]:
    return [str(slot.no), slot.name, clock(slot.from_minute), clock(slot.to_minute), period]


def _point(point: Checkpoint, period: str, names: Mapping[str, str]) -> list[str]:
    comma = tr("、")
    return [
        point.camera,
        names.get(point.camera, ""),
        str(point.preset or ""),
        point.look_for,
        comma.join(point.categories),
        f"{point.min_dwell_ms / 1000:g}",
        _yes(point.is_hard),
        _yes(point.is_night),
        comma.join(map(str, point.slots)),
        period,
    ]


def _yes(is_so: bool) -> str:
    return tr("是") if is_so else ""


def clock(minute: int) -> str:
    """A minute of the day as people write it: `00:30`."""
    return f"{minute // 60:02d}:{minute % 60:02d}"
