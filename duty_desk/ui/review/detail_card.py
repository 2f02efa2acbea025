"""What a figure rests on: the section's figures on the left, the records of one on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from duty_desk.desk.figure_words import SIGNS, words_of
from duty_desk.documents.ledger_cells import Column, cell_words
from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.duty.over_card import OverCard
from duty_desk.ui.problems.draft_keeper import while_alive
from duty_desk.ui.record_table import RecordTable
from duty_desk.ui.rows import lay_rows

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from duty_desk.desk.ledger_parts import LedgerRow
    from duty_desk.desk.ledgers import LedgerPage
    from duty_desk.domain.figure import Figure, LedgerWish, Section
    from duty_desk.ui.problems.form_model import DeskSide

WIDTH_PX, HEIGHT_PX, LIST_PX, PAGE = 1320, 640, 300, 200
_CHARACTER_PX = 8
_NOWHERE = QModelIndex()


class LedgerTable(RecordTable["LedgerRow"]):
    """Lines of any ledger."""

    def __init__(self) -> None:
        super().__init__()
        self._columns: tuple[Column, ...] = ()

    def show_page(self, page: LedgerPage) -> None:
        """Show the first lines of a ledger."""
        self._columns = tuple(page.columns)
        self.heads = tuple(one.heading for one in page.columns)
        self.show_rows(page.rows)

    def add_page(self, page: LedgerPage) -> None:
        """Show more lines below."""
        first = len(self._rows)
        self.beginInsertRows(QModelIndex(), first, first + len(page.rows) - 1)
        self._rows = (*self._rows, *page.rows)
        self.endInsertRows()

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def column_width(self, number: int) -> int:
        """How wide a column wants to be, in logical pixels."""
        return self._columns[number].width * _CHARACTER_PX + 16

    def words(self, record: LedgerRow, column: int) -> str:
        """The words of a cell."""
        return cell_words(record.cells[column], self._columns[column])


class DetailCard(OverCard):
    """Lies over the page.

    Signals:
        record_wanted(str, str): noun and id of the record that was opened.
        export_wanted(object): the `LedgerWish` whose records are wanted as a file.
    """

    record_wanted = Signal(str, str)
    export_wanted = Signal(object)

    def __init__(self, side: DeskSide, window: QWidget) -> None:
        super().__init__(window, WIDTH_PX, is_at_foot=False)
        self._side = side
        self._wish: LedgerWish | None = None
        self._total = 0
        self._is_asking = False
        self.table = LedgerTable()
        self._title, self._count = QLabel(), QLabel()
        self._note = QLabel()
        self._note.setWordWrap(True)
        self.figures, self.view = QListWidget(), QTableView()
        self._export, self._close = KeyButton("quiet"), KeyButton("quiet", "Esc")
        self._build()
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.leave()  # figures and ledgers come in the language of their reading
        self._export.setText(tr("导出…"))
        self._close.setText(tr("关闭"))
        self.figures.setAccessibleName(tr("指标"))
        self.view.setAccessibleName(tr("记录"))

    def show_section(self, section: Section, key: str = "") -> None:
        """Show the figures of a section, and the records of `key` or of the first."""
        self._title.setText(section.title)
        self.figures.clear()
        for figure in section.figures:
            item = QListWidgetItem(f"{figure.title}\n{words_of(figure)} {SIGNS[figure.level]}")
            item.setToolTip(figure.note)
            item.setData(Qt.ItemDataRole.UserRole, figure)
            self.figures.addItem(item)
        self.figures.show()
        keys = [one.key for one in section.figures]
        self.open()
        self.figures.setCurrentRow(keys.index(key) if key in keys else 0)
        self.figures.setFocus()

    def show_wish(self, title: str, wish: LedgerWish) -> None:
        """Show the records of a wish."""
        self._title.setText(title)
        self.figures.hide()
        self.figures.clear()
        self._note.setText("")
        self.open()
        self._ask(wish)
        self.view.setFocus()

    def _on_figure(self, row: int) -> None:
        item = self.figures.item(row)
        figure: Figure | None = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if figure is None:
            return
        self._note.setText(figure.note)
        if figure.wish is None:
            self._wish, self._total = None, 0
            self.table.show_rows(())
            self._count.setText(tr("这个数字没有可列出的记录。"))
            return
        self._ask(figure.wish)

    def _ask(self, wish: LedgerWish, after: int = 0) -> None:
        self._wish, self._is_asking = wish, True
        if not after:
            self._count.setText(tr("正在读取…"))
        asked = self._side.desk.ledgers.page(wish, after, PAGE)

        def take(page: LedgerPage) -> None:
            if wish is self._wish:
                self._take(page)

        self._side.bridge.when_done(asked, while_alive(self, take), while_alive(self, self._refuse))

    def _refuse(self, words: str) -> None:
        self._is_asking = False
        self.table.show_rows(())
        self._count.setText(words)

    def _take(self, page: LedgerPage) -> None:
        self._is_asking, self._total = False, page.total
        if page.after:
            self.table.add_page(page)
        else:
            self.table.show_page(page)
            for number in range(self.table.columnCount()):
                self.view.setColumnWidth(number, theme.px(self.table.column_width(number)))
            if page.rows:
                self.view.selectRow(0)
        shown = len(self.table.rows())
        words = tr("{title}：共 {n} 条", title=page.title, n=page.total)
        more = tr("，已显示 {n} 条", n=shown) if shown < page.total else ""
        self._count.setText(words + more)

    def _more(self) -> None:
        bar = self.view.verticalScrollBar()
        is_near = bar.value() >= bar.maximum() - theme.px(200)
        shown = len(self.table.rows())
        if is_near and not self._is_asking and self._wish is not None and shown < self._total:
            self._ask(self._wish, shown)

    def _open_row(self, index: Any) -> None:
        row = self.table.row_at(index.row())
        if row is not None:
            self.leave()
            self.record_wanted.emit(row.noun, row.id)

    def _build(self) -> None:
        theme.give_role(self._title, "title")
        theme.give_role(self._count, "soft")
        theme.give_role(self._note, "second")
        self.view.setModel(self.table)
        lay_rows(self.view, 32, 48)
        self.view.setWordWrap(False)
        self.figures.setFixedWidth(theme.px(LIST_PX))
        self.figures.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(10)
        for widget in (self._title, self._count):
            head.addWidget(widget)
        head.addStretch()
        head.addWidget(self._export)
        head.addWidget(self._close)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addWidget(self._note)
        right.addWidget(self.view, 1)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(self.figures)
        body.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(body, 1)
        self.setMinimumHeight(theme.px(HEIGHT_PX // 2))
        self._export.clicked.connect(lambda: self.export_wanted.emit(self._wish))
        self._close.clicked.connect(self.leave)
        self.figures.currentRowChanged.connect(self._on_figure)
        self.view.doubleClicked.connect(self._open_row)
        self.view.verticalScrollBar().valueChanged.connect(self._more)

    def place(self) -> None:
        """Lie in the middle, as large as the window has room."""
        room = self._window.rect()
        width = min(theme.px(WIDTH_PX), room.width() - 80)
        height = min(theme.px(HEIGHT_PX), room.height() - theme.px(120))
        self.setFixedSize(width, height)
        top = theme.px(64)
        self.move((room.width() - width) // 2, top + (room.height() - height - top) // 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and self.view.hasFocus() and self.view.currentIndex().isValid():
            self._open_row(self.view.currentIndex())
        elif is_enter and self.figures.hasFocus():
            self.view.setFocus()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
