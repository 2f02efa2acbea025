"""The search field of the wall's bar, and the list of what it finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit

from duty_desk.language import tr
from duty_desk.ui import icons, theme

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QPaintEvent
    from PySide6.QtWidgets import QWidget

    from duty_desk.ui.watch.finder_model import FinderModel
    from duty_desk.ui.watch.found_list import FoundList

KEY = "Ctrl F"
NARROWEST_PX, WIDEST_PX, BADGED_FROM_PX = 76, 280, 200
AGE_MS = 1000
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)


class CameraFinder(QLineEdit):
    """Finds while one types; the pictures go on.

    Signals:
        left(): Esc, or a camera was chosen: the keyboard belongs to the wall again.
    """

    left = Signal()

    def __init__(
        self, finder: FinderModel, found: FoundList, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._finder = finder
        self._list = found
        self._icon = self.addAction(
            icons.icon("search", "text2", 16), QLineEdit.ActionPosition.LeadingPosition
        )
        self.setMinimumWidth(theme.px(NARROWEST_PX))
        self.setMaximumWidth(theme.px(WIDEST_PX))
        self.setMaxLength(60)
        self._timer = QTimer(self)
        self._timer.setInterval(AGE_MS)
        self._timer.timeout.connect(found.age)
        self.textEdited.connect(finder.search)
        finder.changed.connect(self._show_found)
        found.chosen.connect(self.leave)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.setPlaceholderText(tr("搜索点位、社区、编号"))
        self.setAccessibleName(tr("搜索点位"))
        self.setToolTip(tr("编号、名称、俗称、社区、道路；拼音首字母或全拼也行（Ctrl+F）"))
        self._list.retranslate()

    def begin(self) -> None:
        """Take the keyboard; what was typed before is marked, so that typing replaces it."""
        self.window().activateWindow()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        self._show_found()

    def leave(self) -> None:
        """Empty the field and give the keyboard back."""
        self.clear()
        self._finder.search("")
        self._hide_found()
        self.left.emit()

    def _show_found(self) -> None:
        if not self.hasFocus() or not self.text().strip():
            self._hide_found()
            return
        self._list.show_found()
        self._list.place_beside(self)
        self._list.show()
        self._list.raise_()
        self._timer.start()

    def _hide_found(self) -> None:
        self._timer.stop()
        self._list.hide()

    # --- Qt ------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        # While the field has the keyboard these keys are not the wall's.
        if event.type() == QEvent.Type.ShortcutOverride and _is_ours(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif key in _ENTER and event.modifiers() not in _PLAIN:
            event.ignore()
        elif key in _ENTER and self._list.isVisible():
            self._list.take(is_full=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key in _STEPS:
            self._list.step(_STEPS[key])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_found()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._hide_found()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.text() or self.hasFocus() or self.width() < theme.px(BADGED_FROM_PX):
            return
        painter = QPainter(self)
        face = theme.font(theme.SECOND_PX - 1, is_bold=True)
        width = QFontMetrics(face).horizontalAdvance(KEY) + theme.px(12)
        height = theme.px(19)
        left = self.width() - width - theme.px(8)
        box = QRectF(left, (self.height() - height) / 2, width, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("key_line"))
        painter.setBrush(theme.colour("key_ground"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(theme.colour("text2"))
        painter.setFont(face)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, KEY)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _is_ours(event: QEvent) -> bool:
    if not isinstance(event, QKeyEvent) or event.modifiers() not in _PLAIN:
        return False
    return event.key() in (Qt.Key.Key_Escape, *_ENTER, *_STEPS)
