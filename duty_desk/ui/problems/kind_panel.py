"""The kinds of problems as buttons with digits, and the searchable list of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from duty_desk.language import language, tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.problems import kinds
from duty_desk.ui.problems.flow import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duty_desk.domain.category import Category

MORE_KEY, EMERGENCY_KEY = "0", "E"
_CODE = Qt.ItemDataRole.UserRole
_UP_AND_DOWN = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class KindPanel(QWidget):
    """The quick kinds 1–9, the emergency, and the way to all others.

    Signals:
        chosen(code): a kind was chosen.
        more_wanted: the full list is asked for.
    """

    chosen = Signal(str)
    more_wanted = Signal()

    def __init__(self, categories: Sequence[Category], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._categories = categories
        self._buttons: dict[str, KeyButton] = {}
        self._flow = FlowLayout(self, theme.px(8))
        for kind in kinds.quick_kinds(categories):
            self._add(kind.code, str(kind.key))
        self._extra = self._button("", "")
        for kind in (k for k in categories if k.is_emergency):
            self._add(kind.code, EMERGENCY_KEY, "danger")
        self._more = KeyButton("category", MORE_KEY, self, key_first=True)
        self._more.clicked.connect(self.more_wanted)
        self._flow.addWidget(self._more)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._more.setText(tr("更多…"))
        for code, button in self._buttons.items():
            button.setText(kinds.kind_name(self._categories, code))
        self._flow.invalidate()

    def show_chosen(self, code: str, suggested: str, *, is_enabled: bool) -> None:
        """Show which kind is chosen; `suggested` is the one used last at this camera."""
        self._show_extra(code or suggested)
        for kind, button in (*self._buttons.items(), (self._extra_code, self._extra)):
            button.setChecked(bool(code) and kind == code)
            button.setEnabled(is_enabled)
            name = kinds.kind_name(self._categories, kind)
            is_last = not code and kind == suggested != ""
            button.setText(tr("{name} · 上次", name=name) if is_last else name)
        self._more.setEnabled(is_enabled)
        self._flow.invalidate()

    def _show_extra(self, code: str) -> None:
        self._extra_code = "" if code in self._buttons else code
        self._extra.setVisible(bool(self._extra_code))

    def _add(self, code: str, key: str, role: str = "category") -> None:
        self._buttons[code] = self._button(code, key, role)

    def _button(self, code: str, key: str, role: str = "category") -> KeyButton:
        button = KeyButton(role, key, self, key_first=True)
        button.setCheckable(True)
        button.clicked.connect(lambda: self.chosen.emit(code or self._extra_code))
        self._flow.addWidget(button)
        return button

    _extra_code = ""


class KindPicker(QFrame):
    """All kinds in a list that typing narrows; Enter takes one, Esc none.

    Signals:
        chosen(code): a kind was taken.
        left: the list was left without taking one.
    """

    chosen = Signal(str)
    left = Signal()

    def __init__(self, categories: Sequence[Category], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._categories = categories
        self._now = 0
        theme.give_role(self, "card")
        self._head = QLabel(self)
        theme.give_role(self._head, "head")
        self._search = QLineEdit(self)
        self._list = QListWidget(self)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.addWidget(self._head)
        column.addWidget(self._search)
        column.addWidget(self._list)
        self._search.textChanged.connect(self._fill)
        self._search.installEventFilter(self)
        self._list.itemClicked.connect(self._take)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._head.setText(tr("全部类别"))
        self._search.setPlaceholderText(tr("输入名称或编码，↑↓ 选择，Enter 确定，Esc 返回"))
        self._fill()

    def open_at(self, now: int) -> None:
        """Show the list in the order that helps at `now`."""
        self._now = now
        self._search.clear()
        self._fill()
        self.show()
        self.raise_()
        self._search.setFocus()

    def _fill(self) -> None:
        self._list.clear()
        listed = kinds.in_helpful_order(self._categories, self._now)
        for kind in kinds.found_by(listed, self._search.text()):
            self._list.addItem(self._row(kind))
        self._list.setCurrentRow(0)

    def _row(self, kind: Category) -> QListWidgetItem:
        key = f"{kind.key}  " if kind.key is not None else ""
        night = "  ☾" if kind.is_night_priority else ""
        row = QListWidgetItem(f"{key}{kind.name_in(language())}   {kind.code}{night}")
        row.setData(_CODE, kind.code)
        row.setSizeHint(QSize(0, theme.px(28)))
        if kind.is_emergency:
            row.setForeground(theme.colour("bad_text"))
        return row

    def _take(self, row: QListWidgetItem | None) -> None:
        if row is not None:
            self.hide()
            self.chosen.emit(str(row.data(_CODE)))

    def leave(self) -> None:
        """Put the list away without taking one."""
        self.hide()
        self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds_of_key = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        if not isinstance(event, QKeyEvent) or event.type() not in kinds_of_key:
            return super().eventFilter(watched, event)
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers()
        if not (enter or event.key() == Qt.Key.Key_Escape or event.key() in _UP_AND_DOWN):
            return super().eventFilter(watched, event)
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self._on_key(event, is_enter=enter)
        return True

    def _on_key(self, event: QKeyEvent, *, is_enter: bool) -> None:
        if is_enter:
            self._take(self._list.currentItem())
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            self._list.event(event.clone())
