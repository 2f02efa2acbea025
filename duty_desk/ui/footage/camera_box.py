"""A line for a camera: code, name or initials typed, the best cameras listed below, Enter takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QWidget

from duty_desk.language import tr
from duty_desk.ui import theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent

    from duty_desk.desk.views import CameraRow

MOST_ROWS, ROW_PX, LIST_PX = 7, 30, 380
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class CameraBox(QLineEdit):
    """Finds while one types; knows which camera was taken.

    Signals:
        taken(): a camera was chosen.
    """

    taken = Signal()

    def __init__(
        self, find: Callable[[str], tuple[CameraRow, ...]], over: QWidget, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._find, self._over = find, over
        self.camera: CameraRow | None = None
        self._found: tuple[CameraRow, ...] = ()
        self._list = QListWidget(over)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setFrameShape(QFrame.Shape.StyledPanel)
        self._list.itemClicked.connect(lambda _item: self._go_on())
        self._list.hide()
        self.setMaxLength(80)
        self.textEdited.connect(self._on_edited)

    def show_camera(self, camera_id: str, words: str) -> None:
        """Show the camera that a request names, though it may be in use no more."""
        known = [one for one in self._find(words.split(" ", maxsplit=1)[0]) if one.id == camera_id]
        self.camera = known[0] if known else None
        self.setText(words)

    def settle(self) -> CameraRow | None:
        """The camera that is meant; a whole code needs no choosing."""
        text = self.text().strip()
        if self.camera is None and text:
            code = text.split()[0].casefold()
            same = [one for one in self._find(text.split()[0]) if one.code.casefold() == code]
            if same:
                self._put(same[0])
        return self.camera

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.setPlaceholderText(tr("点位：编号、名称或拼音首字母"))
        self.setAccessibleName(tr("点位"))

    def _on_edited(self, text: str) -> None:
        self.camera = None
        self._found = self._find(text)[:MOST_ROWS] if text.strip() else ()
        self._list.clear()
        for camera in self._found:
            QListWidgetItem(f"{camera.code}  {camera.name}  {camera.community}", self._list)
        if not self._found:
            self._list.hide()
            return
        self._list.setCurrentRow(0)
        below = self.mapTo(self._over, QPoint(0, self.height() + 2))
        height = theme.px(ROW_PX) * len(self._found) + 8
        if below.y() + height > self._over.height():
            below.setY(self.mapTo(self._over, QPoint(0, 0)).y() - height - 2)
        width = max(self.width(), theme.px(LIST_PX))
        left = min(below.x(), self._over.width() - width - 8)
        self._list.setGeometry(left, below.y(), width, height)
        self._list.show()
        self._list.raise_()

    def _take(self) -> None:
        row = self._list.currentRow()
        if 0 <= row < len(self._found):
            self._put(self._found[row])
        self._list.hide()

    def _go_on(self) -> None:
        self._take()
        self.taken.emit()

    def _put(self, camera: CameraRow) -> None:
        self.camera = camera
        self.setText(f"{camera.code} {camera.name}")

    # --- Qt ------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        is_key = event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if is_key and isinstance(event, QKeyEvent) and self._list.isVisible():
            key = Qt.Key(event.key())
            is_ours = key in (*_ENTER, *_STEPS, Qt.Key.Key_Escape) and not event.modifiers()
            if is_ours or key == Qt.Key.Key_Tab:
                if event.type() == QEvent.Type.KeyPress:
                    return self._press(key, event)
                event.accept()
                return True
        return super().event(event)

    def _press(self, key: Qt.Key, event: QKeyEvent) -> bool:
        if key in _STEPS:
            count = self._list.count()
            self._list.setCurrentRow((self._list.currentRow() + _STEPS[key]) % count)
        elif key == Qt.Key.Key_Escape:
            self._list.hide()
        elif key == Qt.Key.Key_Tab:
            self._take()
            return super().event(event)
        else:
            self._go_on()
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._list.hide()
        self.settle()
