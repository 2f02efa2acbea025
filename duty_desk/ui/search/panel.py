"""The search card: a field, and below it what was found; wholly by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QVBoxLayout,
)

from duty_desk.language import tr
from duty_desk.ui import theme, times
from duty_desk.ui.button import KeyButton
from duty_desk.ui.duty.over_card import OverCard
from duty_desk.ui.search.found_rows import HEAD_PX, LINE_PX, FoundDelegate, FoundRows

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QObject
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from duty_desk.ui.search.model import SearchModel

WIDTH_PX, _LONGEST = 1000, 200
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 10,
    Qt.Key.Key_PageUp: -10,
}
_GROUPS = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchPanel(OverCard):
    """Lies over the page; the field keeps the keyboard.

    Signals:
        opened(str, str): noun and id of the record that was chosen.
    """

    opened = Signal(str, str)

    def __init__(self, model: SearchModel, window: QWidget) -> None:
        super().__init__(window, WIDTH_PX, is_at_foot=False)
        self.model = model
        self._rows = FoundRows(model)
        self.field, self.view = QLineEdit(), QListView()
        self._words, self._close = QLabel(), KeyButton("quiet", "Esc")
        self._build()
        model.changed.connect(self._show)
        model.told.connect(self._tell)
        model.opened.connect(self._on_opened)
        self.field.textChanged.connect(self._on_typed)
        self.view.clicked.connect(self._on_clicked)
        self._close.clicked.connect(self.leave)
        self.field.installEventFilter(self)
        self.retranslate()

    def begin(self, words: str = "") -> None:
        """Open it with the keyboard in the field."""
        if words:
            self.field.setText(words)
        self.open()
        self.field.setFocus()
        self.field.selectAll()
        self._show()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.field.setPlaceholderText(tr("编号、点位、社区、人员、文字，或拼音首字母"))
        self.field.setAccessibleName(tr("搜索全部记录"))
        self.view.setAccessibleName(tr("找到的记录"))
        self._close.setText(tr("关闭"))
        self._say()

    def place(self) -> None:
        """Lie under the top bar, as high as what was found needs."""
        room = self._window.rect()
        width = min(theme.px(WIDTH_PX), room.width() - 80)
        top = theme.px(76)
        rows = self.model.rows
        wanted = sum(theme.px(HEAD_PX if row.is_heading else LINE_PX) for row in rows)
        most = room.height() - top - theme.px(170)
        self.view.setFixedHeight(max(0, min(wanted + 4, most)))
        self.view.setVisible(bool(rows))
        self.setFixedWidth(width)
        self.setFixedHeight(self.sizeHint().height())
        self.move((room.width() - width) // 2, top)

    def _build(self) -> None:
        self.field.setMaxLength(_LONGEST)
        self.field.setClearButtonEnabled(True)
        self.view.setModel(self._rows)
        self.view.setItemDelegate(FoundDelegate(self.model, self.view))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        theme.give_role(self.view, "bare")
        theme.give_role(self._words, "second")
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.field, 1)
        head.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 10)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.view)
        column.addWidget(self._words)

    def _on_typed(self, text: str) -> None:
        self.model.type(text)
        self._say()

    def _show(self) -> None:
        current = self.view.currentIndex()
        chosen, before = self._rows.line_at(current), current.row()
        self._rows.show()
        self._choose(self.model.row_of(chosen, before))
        self._say()
        if self.isVisible():
            self.place()

    def _tell(self) -> None:
        self._say()
        self.view.viewport().update()  # other words may fit in the same lines

    def _choose(self, row: int) -> None:
        if 0 <= row < self._rows.rowCount():
            index = self._rows.index(row)
            self.view.setCurrentIndex(index)
            self.view.scrollTo(self._rows.index(row - 1) if row == 1 else index)

    def _say(self) -> None:
        self._words.setText(self._sentence())

    def _sentence(self) -> str:
        model = self.model
        if not model.text.strip():
            return tr(
                "能找点位、人员、问题、故障、推送、巡查、日志、交办、突发、交接、考勤、请假换班、"
                "在岗、离岗、调取、报告和批注；操作日志按 #序号 或哈希开头找。"
            )
        if model.trouble:
            return model.trouble
        if model.is_asking:
            return tr("正在找…")
        if model.since_at is not None:
            day = times.date(model.since_at)
            return tr("{day} 起的都能找到；之前的记录还在读入，会自动再找。", day=day)
        if not model.is_whole:
            return tr("记录还在整理，找到的可能不全；整理好会自动再找。")
        if not model.rows:
            text = model.text.strip()
            return tr("没有找到“{text}”。可以少写几个字，或换编号、点位再找。", text=text)
        return tr("↑↓ 选择，Tab 换一类，Enter 打开。")

    def _on_clicked(self, index: QModelIndex) -> None:
        self.model.open(index.row())

    def _on_opened(self, noun: str, record_id: str) -> None:
        self.leave()
        self.opened.emit(noun, record_id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress:
            key_event: QKeyEvent = event  # type: ignore[assignment]
            if self._took(key_event):
                return True
        return super().eventFilter(watched, event)

    def _took(self, event: QKeyEvent) -> bool:
        """Whether a key moves in the list; all others are the field's."""
        row = self.view.currentIndex().row()
        key = Qt.Key(event.key())
        if key in _STEPS:
            sign = 1 if _STEPS[key] > 0 else -1
            for _ in range(abs(_STEPS[key])):
                row = self.model.next_row(row, sign)
            self._choose(row)
        elif key in _GROUPS:
            self._choose(self.model.next_group(row, _GROUPS[key]))
            top = QAbstractItemView.ScrollHint.PositionAtTop
            self.view.scrollTo(self._rows.index(max(0, self.view.currentIndex().row() - 1)), top)
        elif key in _ENTER:
            self.model.open(row)
        elif key == Qt.Key.Key_Escape:
            self.leave()
        else:
            return False
        return True

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
