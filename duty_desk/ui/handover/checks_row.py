"""The equipment check: one button a line, all of them by one key, a fault with its words."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from duty_desk.desk.handover_views import Check
from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton

_MARKS = {"": "○ ", "ok": "✓ ", "fault": "! "}


class ChecksRow(QWidget):
    """The lines of the check. A press makes an open or faulty line right, a right one faulty.

    Signals:
        answered(object): a `Check` with its new state.
        all_right(): everything still open is in order.
        left(): the keyboard belongs to the table.
    """

    answered = Signal(object)
    all_right = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._checks: tuple[Check, ...] = ()
        self._buttons: list[QPushButton] = []
        self._faulty: Check | None = None
        self._all = KeyButton("quiet", "A")
        self._all.clicked.connect(self.all_right)
        self._note = QLineEdit()
        self._note.returnPressed.connect(self._on_note)
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._row.addStretch(1)
        self._row.addWidget(self._all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._row)
        column.addWidget(self._note)
        self._note.hide()
        self.retranslate()

    def show_checks(self, checks: tuple[Check, ...], *, is_open: bool) -> None:
        """Show the lines; only open ones can be answered."""
        if len(checks) != len(self._buttons):
            self._make(len(checks))
        self._checks = checks
        for check, button in zip(checks, self._buttons, strict=True):
            words = check.note if check.state == "fault" else tr(check.name)
            button.setText(_MARKS[check.state] + words)
            button.setEnabled(is_open)
            level = {"fault": "attention", "ok": "done"}.get(check.state, "")
            if button.property("level") != level:
                theme.give_role(button, "check", level)
        self._all.setVisible(is_open and any(not check.state for check in checks))
        if not is_open:
            self._note.hide()

    def focus_first(self) -> None:
        """Go to the first line that is open."""
        for check, button in zip(self._checks, self._buttons, strict=True):
            if not check.state:
                button.setFocus()
                return

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._all.setText(tr("其余全部正常"))

    def _make(self, count: int) -> None:
        for button in self._buttons:
            button.deleteLater()
        self._buttons = []
        for number in range(count):
            button = QPushButton()
            theme.give_role(button, "check")
            button.clicked.connect(partial(self._on_press, number))
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            self._row.insertWidget(number, button)
            self._buttons.append(button)

    def _on_press(self, number: int) -> None:
        check = self._checks[number]
        if check.state == "ok":
            self._faulty = check
            self._note.setPlaceholderText(
                tr("{name}有什么异常？写明后回车，Esc 取消", name=tr(check.name))
            )
            self._note.clear()
            self._note.show()
            self._note.setFocus()
            return
        self.answered.emit(Check(check.no, check.name, "ok"))

    def _on_note(self) -> None:
        words, check = self._note.text().strip(), self._faulty
        if not words or check is None:
            return
        self._note.hide()
        self.answered.emit(Check(check.no, check.name, "fault", words))
        self.left.emit()

    def give_up(self) -> None:
        """Leave a fault undescribed: the line stays as it was."""
        self._note.hide()
