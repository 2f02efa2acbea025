"""What waits for a supervisor: chosen by arrows, decided by digits, opened by Enter."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from duty_desk.desk.review_queue import MOST
from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.chip import Chip
from duty_desk.ui.elided_label import ElidedLabel
from duty_desk.ui.patrol.reason_bar import ReasonBar

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent

    from duty_desk.desk.review_views import Choice, QueueItem

SHOWN = 30  # rows; the rest comes when these are done
WORDS_PX = 200  # so much room words want at least
AT_ONCE = 3  # rows made in one turn of the window: each takes some milliseconds
_LEVEL = {"bad": "urgent", "warn": "attention", "plain": "accent", "good": "done"}


class QueueRow(QFrame):
    """One item with its decisions.

    Signals:
        chosen(object, object): the item and the `Choice` a person made.
        opened(object): the item whose record is wanted.
        stepped(int): the row above or below is wanted.
    """

    chosen = Signal(object, object)
    opened = Signal(object)
    stepped = Signal(int)

    def __init__(self, item: QueueItem) -> None:
        super().__init__()
        self.item: QueueItem | None = None
        theme.give_role(self, "call")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._title, self._note, self._chip = ElidedLabel(), ElidedLabel(), Chip()
        theme.give_role(self._note, "second")
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._title)
        words.addWidget(self._note)
        told = QHBoxLayout()
        told.setSpacing(10)
        told.addWidget(self._chip)
        told.addLayout(words, 1)
        self._beside = QHBoxLayout()
        self._beside.setSpacing(10)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(10, 6, 10, 6)
        self._row.setSpacing(6)
        self._row.addLayout(told, 1)
        self._row.addLayout(self._beside)
        self._buttons: list[KeyButton] = []
        self.show_item(item)

    def show_item(self, item: QueueItem) -> None:
        """Show another item in the same row: making a row takes ten times as long."""
        if item == self.item:
            return
        self.item = item
        self._chip.show_word(item.badge, _LEVEL[item.level])
        self._title.setText(item.title)
        self._note.setText(item.note)
        told = [one.words for one in item.choices] or [tr("去处理")]
        while len(self._buttons) < len(told):
            self._buttons.append(self._button(len(self._buttons)))
        for number, button in enumerate(self._buttons):
            button.setVisible(number < len(told))
            if number < len(told):
                button.setText(told[number][:1].upper() + told[number][1:])
                button.set_key(str(number + 1) if item.choices else "")
        self.setAccessibleName(f"{item.badge} {item.title} {item.note}")
        self._arrange()

    def _button(self, number: int) -> KeyButton:
        button = KeyButton("quiet", parent=self)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self._press(number))
        self._beside.addWidget(button)
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Buttons lie below the words where these would be cut to nothing."""
        taken = self._beside.sizeHint().width() + self._chip.sizeHint().width()
        is_narrow = self.width() - taken < theme.px(WORDS_PX)
        way = QBoxLayout.Direction
        direction = way.TopToBottom if is_narrow else way.LeftToRight
        if direction != self._row.direction():
            self._row.setDirection(direction)
            right, middle = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignVCenter
            self._row.setAlignment(self._beside, right if is_narrow else middle)

    def _press(self, number: int) -> None:
        if self.item is None:
            return
        if number < len(self.item.choices):
            self.setFocus()
            self.chosen.emit(self.item, self.item.choices[number])
        elif not self.item.choices:
            self._open()

    def _open(self) -> None:
        self.opened.emit(self.item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_1
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif self.item is not None and 0 <= number < len(self.item.choices):
            self._press(number)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._open()
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        theme.give_role(self, "call", "next")
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        theme.give_role(self, "call")
        super().focusOutEvent(event)


class QueueCard(QFrame):
    """The queue.

    Signals:
        decided(object, str, str): item, key of the choice, words.
        opened(object): the item whose record is wanted.
    """

    decided = Signal(object, str, str)
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        theme.give_role(self, "card")
        self._title, self._empty = QLabel(), QLabel()
        theme.give_role(self._title, "head")
        theme.give_role(self._empty, "soft")
        self._items: tuple[QueueItem, ...] | None = None
        self.rows: list[QueueRow] = []
        self.ask = ReasonBar()
        self._making = QTimer(self, singleShot=True, interval=0)
        self._making.timeout.connect(lambda: self._make(len(self.rows) + AT_ONCE))
        self._inside = QWidget()
        self._list = QVBoxLayout(self._inside)
        self._list.setContentsMargins(6, 0, 6, 6)
        self._list.setSpacing(4)
        self._list.addStretch()
        self._area = QScrollArea()
        theme.give_role(self._area, "bare")
        theme.give_role(self._inside, "ground")
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 12, 1, 1)
        column.setSpacing(8)
        self._title.setContentsMargins(12, 0, 12, 0)
        self._empty.setContentsMargins(12, 4, 12, 4)
        column.addWidget(self._title)
        column.addWidget(self.ask)
        column.addWidget(self._empty)
        column.addWidget(self._area, 1)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._empty.setText(tr("没有待处理的事项。"))
        self.ask.retranslate()
        self._show_title()

    def _show_title(self) -> None:
        count = len(self._items or ())
        kinds = Counter(item.kind for item in self._items or ())
        told = f"{count}+" if max(kinds.values(), default=0) >= MOST else count  # more wait
        words = tr("待主管处理（{n}）", n=told) if count else tr("待主管处理")
        self._title.setText(words)
        self._empty.setVisible(self._items is not None and not count)

    def show_items(self, items: tuple[QueueItem, ...] | None) -> None:
        """Show what waits; the row that had the keyboard keeps it, or the next one gets it."""
        if items == self._items and items is not None:
            return
        place = next((n for n, row in enumerate(self.rows) if row.hasFocus()), None)
        self._items = items
        shown = (items or ())[:SHOWN]
        for row in self.rows[len(shown) :]:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        del self.rows[len(shown) :]
        for row, item in zip(self.rows, shown, strict=False):
            row.show_item(item)
        self._show_title()
        self._make(max(AT_ONCE, len(self.rows)))
        if place is not None and self.rows:
            self.rows[min(place, len(self.rows) - 1)].setFocus()

    def _make(self, upto: int) -> None:
        """Make rows up to so many, the others in later turns of the window."""
        items = (self._items or ())[:SHOWN]
        self.rows += [self._made(item) for item in items[len(self.rows) : upto]]
        if len(self.rows) < len(items):
            self._making.start()

    def _made(self, item: QueueItem) -> QueueRow:
        row = QueueRow(item)
        row.chosen.connect(self._on_chosen)
        row.opened.connect(self.opened)
        row.stepped.connect(partial(self._step, row))
        self._list.insertWidget(self._list.count() - 1, row)
        return row

    def _step(self, row: QueueRow, by: int) -> None:
        place = self.rows.index(row) + by
        if 0 <= place < len(self.rows):
            self.rows[place].setFocus()
            self._area.ensureWidgetVisible(self.rows[place])

    def _on_chosen(self, item: QueueItem, choice: Choice) -> None:
        if not choice.asks:
            self.decided.emit(item, choice.key, "")
            return
        question = tr("{asks}（{what}）", asks=choice.asks, what=item.title)
        self.ask.ask(question, (), lambda words: self.decided.emit(item, choice.key, words))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
