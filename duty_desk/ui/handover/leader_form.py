"""A leader ends a handover that cannot end by itself; or a reason for beginning anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout

from duty_desk.domain.handover import Override
from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from duty_desk.domain.person import Person


class LeaderForm(QFrame):
    """Asks who, why, and how it goes on.

    Signals:
        ordered(str, str, str, object): leader's id, secret, reason, an `Override`.
        reason_given(str): why it is begun anew.
        closed(): given up.
        asked(): the form has come up.
    """

    ordered = Signal(str, str, str, object)
    reason_given = Signal(str)
    closed = Signal()
    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.give_role(self, "card")
        self._is_order = True
        self._head = QLabel()
        self._head.setWordWrap(True)
        theme.give_role(self._head, "head")
        self.who, self.secret, self.reason = QComboBox(), QLineEdit(), QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.stay, self.release, self.again = KeyButton(), KeyButton(), KeyButton()
        self._back = KeyButton("flat", "Esc")
        self.stay.clicked.connect(lambda: self._order(Override.STAY))
        self.release.clicked.connect(lambda: self._order(Override.RELEASE))
        self.again.clicked.connect(self._give_reason)
        self.reason.returnPressed.connect(self._on_return)
        self._back.clicked.connect(self.give_up)
        buttons = QHBoxLayout()
        for button in (self.stay, self.release, self.again):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self._back)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        for widget in (self._head, self.who, self.secret, self.reason):
            column.addWidget(widget)
        column.addLayout(buttons)
        self.hide()

    def ask_leader(self, leaders: tuple[Person, ...]) -> None:
        """Ask a leader."""
        self._is_order = True
        self.who.clear()
        for leader in leaders:
            self.who.addItem(leader.name, leader.id)
        self._open()
        self.secret.setFocus()

    def ask_reason(self) -> None:
        """Ask why it is begun anew."""
        self._is_order = False
        self._open()
        self.reason.setFocus()

    def give_up(self) -> None:
        """Go away without an order."""
        self.secret.clear()
        self.hide()
        self.closed.emit()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        words = tr("带班人员终止本次交接：本人输入口令，写明原因。")
        again = tr("重新开始：按现在的情况再冻结一份，原来的一份保留。写明原因。")
        self._head.setText(words if self._is_order else again)
        self.secret.setPlaceholderText(tr("带班人员口令"))
        self.reason.setPlaceholderText(tr("原因，至少 4 个字"))
        self.stay.setText(tr("原班留守"))
        self.release.setText(tr("准予离岗"))
        self.again.setText(tr("重新开始"))
        self._back.setText(tr("取消"))

    def _open(self) -> None:
        for widget in (self.who, self.secret, self.stay, self.release):
            widget.setVisible(self._is_order)
        self.again.setVisible(not self._is_order)
        self.secret.clear()
        self.reason.clear()
        self.retranslate()
        self.show()
        self.asked.emit()

    def _on_return(self) -> None:
        if not self._is_order:
            self._give_reason()

    def _give_reason(self) -> None:
        self.reason_given.emit(self.reason.text())

    def _order(self, how: Override) -> None:
        leader = str(self.who.currentData() or "")
        self.ordered.emit(leader, self.secret.text(), self.reason.text(), how)
