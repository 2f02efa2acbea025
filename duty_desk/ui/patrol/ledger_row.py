"""From a day to a day: the ledger of looks as a file, written beside the window."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QDateEdit, QFileDialog, QHBoxLayout, QLabel, QWidget

from duty_desk.domain.figure import LedgerWish
from duty_desk.domain.period import free
from duty_desk.domain.rights import Right
from duty_desk.language import tr
from duty_desk.ui import times
from duty_desk.ui.button import KeyButton
from duty_desk.ui.permission import is_permitted

if TYPE_CHECKING:
    from duty_desk.documents.ledger_cells import Written
    from duty_desk.ui.problems.form_model import DeskSide

_ISO = "yyyy-MM-dd"


class LedgerRow(QWidget):
    """Two days and a button.

    Signals:
        said(str, str): a sentence for the operator, and its level.
    """

    said = Signal(str, str)

    def __init__(self, side: DeskSide) -> None:
        super().__init__()
        self._side = side
        self.from_on, self.to_on, self._dash = QDateEdit(), QDateEdit(), QLabel("–")
        self._boxes = self.from_on, self.to_on
        today = QDate.fromString(times.date(side.time.now_ms()), _ISO)
        for box in self._boxes:
            box.setCalendarPopup(True)
            box.setDisplayFormat(_ISO)
            box.setDate(today)
        self.from_on.setDate(QDate(today.year(), today.month(), 1))
        self.save = KeyButton()
        self.save.clicked.connect(self._on_save)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self.from_on, self._dash, self.to_on):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.save)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        is_free = self.save.isEnabled()
        self.save.setText(tr("导出台账") if is_free else tr("正在导出…"))
        self.from_on.setAccessibleName(tr("台账的第一天"))
        self.to_on.setAccessibleName(tr("台账的最后一天"))

    def write(self, file: Path) -> None:
        """Write the ledger of the days chosen to `file`."""
        self._use(is_free=False)
        span = free(*(date.fromisoformat(box.date().toString(_ISO)) for box in self._boxes))
        wish = LedgerWish("visit", span.from_at, span.to_at)
        future = self._side.desk.ledgers.write(wish, file)

        def done(made: Written) -> None:
            words = tr("巡查台账已写到“{name}”，共 {count} 行。", name=file.name, count=made.rows)
            self._end(words, "done")

        self._side.bridge.when_done(future, done, lambda words: self._end(words, "urgent"))

    def _on_save(self) -> None:
        if not is_permitted(self._side.desk, Right.EXPORT, self._refused):
            return
        kinds = tr("工作簿 (*.xlsx)")
        days = tr(
            "{from_on} 至 {to_on}",
            from_on=self.from_on.date().toString(_ISO),
            to_on=self.to_on.date().toString(_ISO),
        )
        name = f"{tr('视频巡查台账')} {days}.xlsx"
        found, _ = QFileDialog.getSaveFileName(self, tr("导出台账"), name, kinds)
        if found:
            file = Path(found)
            self.write(file if file.suffix else file.with_suffix(".xlsx"))

    def _refused(self, words: str) -> None:
        self.said.emit(words, "urgent")

    def _end(self, words: str, level: str) -> None:
        self._use(is_free=True)
        self.said.emit(words, level)

    def _use(self, *, is_free: bool) -> None:
        self.save.setEnabled(is_free)
        self.retranslate()
