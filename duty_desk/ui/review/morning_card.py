"""The morning page in the window: every line opens what it rests on; to be saved or printed."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from duty_desk.desk.figure_words import SIGNS
from duty_desk.domain.rights import Right
from duty_desk.language import Refusal, tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.duty.over_card import OverCard
from duty_desk.ui.elided_label import ElidedLabel
from duty_desk.ui.permission import is_permitted
from duty_desk.ui.printing import print_page
from duty_desk.ui.problems.draft_keeper import while_alive

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from PySide6.QtCore import QObject

    from duty_desk.desk.morning_views import MorningLine, MorningPage, MorningPart
    from duty_desk.ui.problems.form_model import DeskSide

WIDTH_PX, HEIGHT_PX = 980, 900
_INKS = {"bad": "bad_text", "warn": "warn_text", "good": "ok_text"}


class MorningCard(OverCard):
    """Lies over the page.

    Signals:
        said(str, str): a sentence for the operator, and its level.
        record_wanted(str, str): noun and id of the record behind a line.
        wish_wanted(str, object): the records behind a line.
    """

    said = Signal(str, str)
    record_wanted = Signal(str, str)
    wish_wanted = Signal(str, object)

    def __init__(self, side: DeskSide, window: QWidget) -> None:
        super().__init__(window, WIDTH_PX, is_at_foot=False)
        self._side = side
        self._page: MorningPage | None = None
        self._on: date | None = None
        self._title, self._subtitle, self._foot = QLabel(), ElidedLabel(), QLabel()
        self.list = QListWidget()
        self.save, self.print = KeyButton("quiet", "S"), KeyButton("primary", "P")
        self._close = KeyButton("quiet", "Esc")
        self._build()

    def show_day(self, on: date) -> None:
        """Read the page of the morning of `on` and show it."""
        self._page, self._on = None, on
        self.list.clear()
        self._title.setText(tr("值班晨报"))
        self._subtitle.setText(tr("正在读取…"))
        self._foot.setText("")
        self._say()
        self.open()
        self.list.setFocus()
        try:
            asked = self._side.desk.morning.page(on)
        except Refusal as refusal:
            self._subtitle.setText(str(refusal))
            return
        self._side.bridge.when_done(
            asked, while_alive(self, self._take), while_alive(self, self._subtitle.setText)
        )

    def _say(self) -> None:
        self.save.setText(tr("存为 PDF…"))
        self.print.setText(tr("打印"))
        self._close.setText(tr("关闭"))
        for button in (self.save, self.print):
            button.setEnabled(self._page is not None)

    def _take(self, page: MorningPage) -> None:
        self._page = page
        self._title.setText(page.title)
        self._subtitle.setText(page.subtitle)
        self._foot.setText("\n".join(page.foot))
        if page.red:
            self._head(tr("先看这些（{n}）", n=len(page.red)), "bad", None)
            for line in page.red:
                self._line(line)
        for number, part in enumerate(page.parts, start=1):
            self._part(number, part)
        self.list.setCurrentRow(1)  # the first that can be opened, where something is red
        self._say()

    def _part(self, number: int, part: MorningPart) -> None:
        self._head(f"{number}  {part.question}", "", None)
        self._add(f"      {SIGNS[part.level]} {part.answer}", part.level, part)
        for line in part.lines:
            self._line(line)

    def _line(self, line: MorningLine) -> None:
        self._add(f"      {SIGNS[line.level] or '·'} {line.words}", line.level, line)

    def _head(self, words: str, level: str, behind: object) -> None:
        item = self._add(words, level, behind)
        item.setFont(theme.font(is_bold=True))

    def _add(self, words: str, level: str, behind: object) -> QListWidgetItem:
        item = QListWidgetItem(words)
        item.setForeground(theme.colour(_INKS.get(level, "text1")))
        item.setData(Qt.ItemDataRole.UserRole, behind)
        item.setToolTip(words.strip())
        self.list.addItem(item)
        return item

    def _open_item(self, item: QListWidgetItem | None) -> None:
        behind: Any = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if behind is None:
            return
        if getattr(behind, "noun", ""):
            self.leave()
            self.record_wanted.emit(behind.noun, behind.id)
        elif behind.wish is not None:
            title = getattr(behind, "question", "") or getattr(behind, "words", "")
            self.leave()
            self.wish_wanted.emit(title, behind.wish)

    # --- paper ---------------------------------------------------------------------------

    def _refuse(self, words: str) -> None:
        self.said.emit(words, "urgent")

    def _on_save(self) -> None:
        if not is_permitted(self._side.desk, Right.EXPORT, self._refuse):
            return
        name = tr("值班晨报 {day}", day=self._day())
        file, _ = QFileDialog.getSaveFileName(
            self, tr("存为 PDF…"), f"{Path.home() / name}.pdf", "PDF (*.pdf)"
        )
        if file:
            self.write(Path(file).with_suffix(".pdf"), self._on_saved)

    def _on_saved(self, file: Path) -> None:
        self.said.emit(tr("已导出晨报到 {file}", file=file.name), "done")

    def _on_print(self) -> None:
        if not is_permitted(self._side.desk, Right.EXPORT, self._refuse):
            return
        folder = self._side.desk.store.place.data / "sheets"
        self.write(folder / f"morning-{self._day()}.pdf", self._give_out)

    def _give_out(self, file: Path) -> None:
        print_page(file, tr("晨报"), self.said.emit, self)

    def _day(self) -> str:
        return self._on.isoformat() if self._on is not None else ""

    def write(self, file: Path, then: Callable[[Path], None]) -> None:
        """Write the page that is shown, beside the window; `then` is called with the file."""
        page, made = self._page, Future[Path]()
        if page is None:
            return

        def work() -> None:
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
                made.set_result(self._side.desk.morning.write(page, file))
            except Exception as error:  # noqa: BLE001 - the bridge says what it was
                made.set_exception(error)

        threading.Thread(target=work, name="morning", daemon=True).start()
        self._side.bridge.when_done(made, while_alive(self, then), while_alive(self, self._refuse))

    # --- building ------------------------------------------------------------------------

    def _build(self) -> None:
        theme.give_role(self._title, "title")
        theme.give_role(self._subtitle, "soft")
        theme.give_role(self._foot, "second")
        self.list.setWordWrap(True)
        self.list.setSpacing(1)
        self.list.installEventFilter(self)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._title)
        head.addStretch()
        for button in (self.print, self.save, self._close):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._subtitle)
        column.addWidget(self.list, 1)
        column.addWidget(self._foot)
        self.save.clicked.connect(self._on_save)
        self.print.clicked.connect(self._on_print)
        self._close.clicked.connect(self.leave)
        self.list.itemDoubleClicked.connect(self._open_item)
        self._say()

    def place(self) -> None:
        """Lie in the middle, as large as the window has room."""
        room = self._window.rect()
        width = min(theme.px(WIDTH_PX), room.width() - 80)
        height = min(theme.px(HEIGHT_PX), room.height() - theme.px(120))
        top = theme.px(64)
        self.setFixedSize(width, height)
        self.move((room.width() - width) // 2, top + (room.height() - height - top) // 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open_item(self.list.currentItem())
        elif key == Qt.Key.Key_S and self._page is not None:
            self._on_save()
        elif key == Qt.Key.Key_P and self._page is not None:
            self._on_print()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list would look for lines that begin with S or P."""
        if (
            watched is self.list
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_S, Qt.Key.Key_P)
        ):
            self.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.leave()
            self._say()
        super().changeEvent(event)
