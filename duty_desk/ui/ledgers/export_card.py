"""A ledger as a file: which one, of which days, as what; with progress, and to be cancelled."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QVBoxLayout,
)

from duty_desk.domain import period as periods
from duty_desk.domain.figure import LedgerWish
from duty_desk.domain.period import PeriodKind
from duty_desk.domain.rights import Right
from duty_desk.domain.workdays import day_of
from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.duty.over_card import OverCard
from duty_desk.ui.permission import is_permitted
from duty_desk.ui.problems.draft_keeper import while_alive
from duty_desk.ui.segments import Segments

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from duty_desk.documents.ledger_cells import Written
    from duty_desk.domain.period import Period
    from duty_desk.ui.problems.form_model import DeskSide

WIDTH_PX = 740
_ISO = "yyyy-MM-dd"
_LOOK_MS = 150
_KINDS = (".xlsx", ".csv")


class Progress:
    """What the writing thread tells, and whether it is still wanted; read by the window."""

    def __init__(self) -> None:
        self.rows = 0
        self.is_wanted = True

    def tell(self, rows: int) -> bool:
        """Called on the writing thread."""
        self.rows = rows
        return self.is_wanted


class ExportCard(OverCard):
    """Lies over the page.

    Signals:
        said(str, str): a sentence for the operator, and its level.
    """

    said = Signal(str, str)

    def __init__(self, side: DeskSide, window: QWidget) -> None:
        super().__init__(window, WIDTH_PX, is_at_foot=False)
        self._side = side
        self._where: tuple[tuple[str, str], ...] = ()
        self._wished = ""
        self._progress: Progress | None = None
        self._total = 0
        self._title, self._note, self._words = QLabel(), QLabel(), QLabel()
        self.ledger, self.pictures = QComboBox(), QCheckBox()
        self.from_on, self.to_on = QDateEdit(), QDateEdit()
        self._spans = tuple(KeyButton("flat") for _ in range(4))
        self._kind, self._suffix = Segments(("Excel", "CSV")), _KINDS[0]
        self.bar = QProgressBar()
        self.save, self.cancel = KeyButton("primary"), KeyButton("quiet", "Esc")
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._build()
        self._connect()
        self.retranslate()
        self._use_span(2)

    # -- what is wished ------------------------------------------------------------------------

    def open_for(self, wish: LedgerWish | None = None) -> None:
        """Open it for the records of a wish; the days and the ledger can still be changed."""
        if wish is not None and self._progress is None:
            self._wished, self._where = wish.ledger, wish.where
            self.ledger.setCurrentIndex(max(0, self.ledger.findData(wish.ledger)))
            self._show_days(day_of(wish.from_at), day_of(max(wish.from_at, wish.to_at - 1)))
        self._show()
        self.open()
        self.ledger.setFocus()

    def wish(self) -> LedgerWish:
        """What is chosen now; conditions hold for the ledger they came with."""
        name = str(self.ledger.currentData())
        span = periods.free(_day(self.from_on), _day(self.to_on))
        where = self._where if name == self._wished else ()
        return LedgerWish(name, span.from_at, span.to_at, where)

    def suffix(self) -> str:
        """The ending of the file."""
        return self._suffix

    # -- writing -------------------------------------------------------------------------------

    def write(self, file: Path) -> None:
        """Write what is chosen to `file`."""
        self._progress = progress = Progress()
        wish, self._total = self.wish(), 0
        desk, bridge = self._side.desk, self._side.bridge
        bridge.when_done(desk.ledgers.count(wish), while_alive(self, self._know), _forget)
        with_pictures = self.pictures.isChecked() and self._may_picture()
        future = desk.ledgers.write(wish, file, progress.tell, with_pictures=with_pictures)

        def done(made: Written) -> None:
            sentence = tr("台账已写到“{name}”，共 {count} 行。", name=file.name, count=made.rows)
            self._end(sentence, "done")
            self.leave()

        bridge.when_done(
            future,
            while_alive(self, done),
            while_alive(self, lambda words: self._end(words, "urgent")),
        )
        self._timer.start()
        self._show()

    def stop(self) -> None:
        """Write no further; no file is left."""
        if self._progress is not None:
            self._progress.is_wanted = False
            self._words.setText(tr("正在取消…"))

    def _know(self, total: int) -> None:
        self._total = total

    def _end(self, sentence: str, level: str) -> None:
        self._progress = None
        self._timer.stop()
        self._words.setText("" if level == "done" else sentence)
        self._show()
        self.said.emit(sentence, level)
        self.place()

    def _tick(self) -> None:
        if self._progress is None:
            return
        self.bar.setRange(0, self._total)  # without a total it only moves
        self.bar.setValue(min(self._progress.rows, self._total))
        if self._progress.is_wanted:
            self._words.setText(tr("已写 {n} 行", n=self._progress.rows))

    def _on_save(self) -> None:
        if not is_permitted(self._side.desk, Right.EXPORT, lambda said: self._end(said, "urgent")):
            return
        wish = self.wish()
        days = f"{_day(self.from_on)} {_day(self.to_on)}"
        name = f"{self.ledger.currentText()} {days}{self.suffix()}"
        kinds = tr("工作簿 (*.xlsx)") if self.suffix() == ".xlsx" else tr("文本表格 (*.csv)")
        found, _ = QFileDialog.getSaveFileName(self, tr("导出台账"), name, kinds)
        if found and wish == self.wish():
            file = Path(found)
            self.write(file if file.suffix.lower() in _KINDS else Path(f"{file}{self.suffix()}"))

    def _on_cancel(self) -> None:
        if self._progress is not None:
            self.stop()
        else:
            self.leave()

    # -- the screen ----------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._title.setText(tr("导出台账"))
        chosen = self.ledger.currentData()
        self.ledger.blockSignals(True)
        self.ledger.clear()
        for name, title in self._side.desk.ledgers.names():
            self.ledger.addItem(title, name)
        self.ledger.setCurrentIndex(max(0, self.ledger.findData(chosen)))
        self.ledger.blockSignals(False)
        self.ledger.setAccessibleName(tr("哪种台账"))
        spans = (tr("昨天"), tr("本周"), tr("这个月"), tr("上个月"))
        for button, words in zip(self._spans, spans, strict=True):
            button.setText(words)
        self.from_on.setAccessibleName(tr("台账的第一天"))
        self.to_on.setAccessibleName(tr("台账的最后一天"))
        self.pictures.setText(tr("带整改前后照片"))
        self.save.setText(tr("选择文件并导出"))
        self._show()

    def _show(self) -> None:
        is_busy = self._progress is not None
        for widget in (self.ledger, self.from_on, self.to_on, *self._spans, self._kind, self.save):
            widget.setEnabled(not is_busy)
        self.pictures.setVisible(self._may_picture())
        self.pictures.setEnabled(not is_busy)
        self.cancel.setText(tr("取消导出") if is_busy else tr("关闭"))
        self.bar.setVisible(is_busy)
        held = self._side.desk.ledgers.words(self.wish())
        self._note.setText(tr("只含筛选出来的记录：{where}", where=held) if held else "")
        self._note.setVisible(bool(held))
        self._words.setVisible(is_busy or bool(self._words.text()))
        if self.isVisible():
            self.place()

    def _may_picture(self) -> bool:
        return self.ledger.currentData() == "problem" and self.suffix() == ".xlsx"

    def _on_ledger(self) -> None:
        self._words.setText("")
        self._show()

    def _on_kind(self, number: int) -> None:
        self._suffix = _KINDS[number]
        self._show()

    def _use_span(self, number: int) -> None:
        today = day_of(self._side.time.now_ms())
        month = periods.month(today.year, today.month)
        found = (
            lambda: periods.day(today - timedelta(days=1)),
            lambda: periods.week(today),
            lambda: month,
            month.before,
        )[number]()
        self._show_period(found)

    def _show_period(self, found: Period) -> None:
        today = day_of(self._side.time.now_ms())
        last = found.last if found.kind is PeriodKind.DAY else min(found.last, today)
        self._show_days(found.first, max(found.first, last))

    def _show_days(self, first: date, last: date) -> None:
        self.from_on.setDate(QDate(first.year, first.month, first.day))
        self.to_on.setDate(QDate(last.year, last.month, last.day))

    def _build(self) -> None:
        theme.give_role(self._title, "title")
        for one in (self._note, self._words):
            theme.give_role(one, "second")
            one.setWordWrap(True)
        for box in (self.from_on, self.to_on):
            box.setCalendarPopup(True)
            box.setDisplayFormat(_ISO)
        self.bar.setTextVisible(False)
        what, days, foot = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row in (what, days, foot):
            row.setSpacing(8)
        what.addWidget(self.ledger, 1)
        what.addWidget(self._kind)
        for widget in (self.from_on, QLabel("–"), self.to_on):
            days.addWidget(widget)
        days.addStretch(1)
        for button in self._spans:
            days.addWidget(button)
        foot.addWidget(self.pictures)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(10)
        column.addWidget(self._title)
        for row in (what, days):
            column.addLayout(row)
        column.addWidget(self._note)
        column.addWidget(self.bar)
        column.addWidget(self._words)
        column.addLayout(foot)

    def _connect(self) -> None:
        self._timer.timeout.connect(self._tick)
        for number, button in enumerate(self._spans):
            button.clicked.connect(partial(self._use_span, number))
        self._kind.choose(0)
        self._kind.chosen.connect(self._on_kind)
        self.ledger.currentIndexChanged.connect(self._on_ledger)
        self.save.clicked.connect(self._on_save)
        self.cancel.clicked.connect(self._on_cancel)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_cancel()
            event.accept()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _day(box: QDateEdit) -> date:
    found = box.date()
    return date(found.year(), found.month(), found.day())


def _forget(_words: str) -> None:
    """Without a total the bar only moves."""
