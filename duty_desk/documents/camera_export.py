"""A camera catalogue written: the template to fill in, and the cameras a desk has."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any, Self

from duty_desk.documents.file_put import put
from duty_desk.domain.camera import ADDRESS_FIELDS
from duty_desk.domain.stream_address import masked
from duty_desk.language import tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from duty_desk.documents.camera_columns import CameraColumns
    from duty_desk.domain.camera import CameraRecord

_ROWS_TO_FILL = 2000
# A fixed date of making: the same words give the same file.
_MADE = datetime(2026, 1, 1, tzinfo=UTC)
_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_FORMULA_STARTS = ("=", "+", "-", "@")


def write_template(path: Path, columns: CameraColumns) -> None:
    """Write an empty catalogue with our headings, one invented row, and a sheet that explains.

    Raises:
        Refusal: the file cannot be written.
    """
    with _Workbook(columns) as book:
        book.add_catalogue([[kind.example for kind in columns.kinds]])
        book.add_lists(_ROWS_TO_FILL)
        book.add_explanation()
    put(path, book.data)


def write_cameras(path: Path, cameras: Iterable[CameraRecord], columns: CameraColumns) -> None:
    """Write `cameras` as a catalogue (.csv when `path` says so, else .xlsx) without passwords.

    Every cell is text, whatever it begins with. It can be imported again: a masked address is
    then taken as not given.

    Raises:
        Refusal: the file cannot be written.
    """
    rows = [_texts(camera, columns) for camera in cameras]
    if path.suffix.lower() == ".csv":
        put(path, _csv(rows, columns))
        return
    with _Workbook(columns) as book:
        book.add_catalogue(rows)
    put(path, book.data)


class _Workbook:
    """An .xlsx being made in memory; `data` is its bytes once it is closed."""

    def __init__(self, columns: CameraColumns) -> None:
        import xlsxwriter

        self._columns = columns
        self._buffer = BytesIO()
        self._book = xlsxwriter.Workbook(self._buffer, {"in_memory": True, **_AS_TEXT})
        self._book.set_properties({"created": _MADE})
        self._heading = self._book.add_format(
            {"bold": True, "bg_color": "#E8EEF7", "border": 1, "text_wrap": True, "valign": "top"}
        )
        # Format "@" keeps ids of 20 digits whole when people type them.
        self._text = self._book.add_format({"num_format": "@", "valign": "top"})
        self._wrapped = self._book.add_format({"text_wrap": True, "valign": "top"})
        self._sheet: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._book.close()

    @property
    def data(self) -> bytes:
        """The finished file."""
        return self._buffer.getvalue()

    def add_catalogue(self, rows: list[list[str]]) -> None:
        """Add the sheet of cameras, its headings above `rows`."""
        self._sheet = self._book.add_worksheet(tr("点位"))
        for index, kind in enumerate(self._columns.kinds):
            self._sheet.set_column(index, index, kind.width, self._text)
            self._sheet.write_string(0, index, kind.headings[0], self._heading)
        for number, texts in enumerate(rows, 1):
            for index, text in enumerate(texts):
                if text:
                    self._sheet.write_string(number, index, text, self._text)
        self._sheet.freeze_panes(1, 2)
        self._sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})

    def add_lists(self, rows: int) -> None:
        """Offer the words of closed lists in the first `rows` rows."""
        for index, kind in enumerate(self._columns.kinds):
            if kind.key in self._columns.shown and kind.key not in ADDRESS_FIELDS:
                words = list(self._columns.shown[kind.key].values())
                rule = {"validate": "list", "source": words, "error_type": "warning"}
                self._sheet.data_validation(1, index, rows, index, rule)

    def add_explanation(self) -> None:
        """Add the sheet that says what each column is for."""
        sheet = self._book.add_worksheet(tr("填写说明"))
        sheet.set_column(0, 0, 18, self._wrapped)
        sheet.set_column(1, 1, 10, self._wrapped)
        sheet.set_column(2, 3, 60, self._wrapped)
        titles = (tr("列"), tr("是否必填"), tr("怎么填"), tr("也可以叫作"))
        for index, title in enumerate(titles):
            sheet.write_string(0, index, title, self._heading)
        for number, kind in enumerate(self._columns.kinds, 1):
            sheet.write_string(number, 0, kind.headings[0])
            sheet.write_string(number, 1, tr("必填") if kind.is_required else "")
            sheet.write_string(number, 2, kind.about)
            sheet.write_string(number, 3, tr("、").join((*kind.headings[1:], kind.key)))


def _texts(camera: CameraRecord, columns: CameraColumns) -> list[str]:
    return [_text(camera, kind.key, columns) for kind in columns.kinds]


def _text(camera: CameraRecord, key: str, columns: CameraColumns) -> str:
    if key in ("lng", "lat"):
        return _degrees(camera.lng_e6 if key == "lng" else camera.lat_e6)
    value = getattr(camera, key)
    if key in ADDRESS_FIELDS:
        value = masked(value)
    if isinstance(value, tuple):
        return tr("、").join(value)
    return "" if value is None else columns.word_shown(key, str(value))


def _degrees(value_e6: int | None) -> str:
    if value_e6 is None:
        return ""
    whole, rest = divmod(abs(value_e6), 1_000_000)
    return f"{'-' if value_e6 < 0 else ''}{whole}.{rest:06d}"


def _csv(rows: list[list[str]], columns: CameraColumns) -> bytes:
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([kind.headings[0] for kind in columns.kinds])
    writer.writerows([_guarded(row) for row in rows])
    # With the mark by which Excel knows UTF-8.
    return text.getvalue().encode("utf-8-sig")


def _guarded(texts: list[str]) -> Iterator[str]:
    """`texts` so that a spreadsheet program takes none of them for a formula."""
    return (f"'{text}" if text.startswith(_FORMULA_STARTS) else text for text in texts)
