"""The bar under the top bar: signing in, unlocking, entering the first administrator.

It stands in the layout and covers nothing: wall, clocks and alarms stay readable beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
)

from duty_desk.language import mark, tr
from duty_desk.ui import icons, theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.people.sign_in_model import Mode

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from duty_desk.ui.people.sign_in_model import SignInModel

NAME_PX, SECRET_PX = 150, 170
_TITLES = {
    Mode.FIRST: mark("先建立管理员"),
    Mode.SIGN_IN: mark("请登录"),
    Mode.UNLOCK: mark("已锁屏 · {name}"),
}
_HINTS = {
    Mode.FIRST: mark("他再录入其他人员。口令至少 6 个字符或 6 位数字。"),
    Mode.SIGN_IN: mark("登录后按本人名义记录；画面、时限和提醒照常。"),
    Mode.UNLOCK: mark("画面、时限和提醒照常；解锁后才能记录。"),
}
_DO = {Mode.FIRST: mark("建立"), Mode.SIGN_IN: mark("登录"), Mode.UNLOCK: mark("解锁")}
_LEAVE = {Mode.FIRST: mark("以后再说"), Mode.SIGN_IN: mark("取消"), Mode.UNLOCK: mark("换人登录")}


class _People(QComboBox):
    """Who may sign in: arrows go through them, Enter and a choice in the open list settle it.

    Signals:
        settled(): somebody was chosen; the password comes next.
    """

    settled = Signal()

    def hidePopup(self) -> None:
        was_open = self.view().isVisible()  # Qt closes what was never open too
        super().hidePopup()
        if was_open:
            self.settled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.settled.emit()
        else:
            super().keyPressEvent(event)


class SignInBar(QFrame):
    """Shows itself while something is asked for.

    Signals:
        left(): the question is answered or put off; the keyboard is free again.
    """

    left = Signal()

    def __init__(self, model: SignInModel, hint: str = "") -> None:
        super().__init__()
        self._model, self._hint = model, hint
        theme.give_role(self, "ask")
        self._icon, self._title, self._words = QLabel(), QLabel(), QLabel()
        self._person = _People()
        self._name, self._secret, self._again = QLineEdit(), QLineEdit(), QLineEdit()
        self._do, self._leave = KeyButton("primary", "Enter"), KeyButton("quiet")
        self._build()
        self._lay_out()
        self._connect()
        self._was = Mode.NOTHING
        self.show_model()

    # --- building ------------------------------------------------------------------------

    def _build(self) -> None:
        theme.give_role(self._title, "head")
        theme.give_role(self._words, "second")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        for line in (self._secret, self._again):
            line.setEchoMode(QLineEdit.EchoMode.Password)
            line.setMaxLength(128)
            # Typed plain, whatever the input method: it must not offer or keep what is typed.
            line.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
            line.setFixedWidth(theme.px(SECRET_PX))
        self._name.setMaxLength(300)
        self._name.setFixedWidth(theme.px(NAME_PX))
        self._person.setFixedWidth(theme.px(NAME_PX + 40))
        self._icon.setFixedSize(QSize(theme.px(22), theme.px(22)))

    def _lay_out(self) -> None:
        told = QVBoxLayout()
        told.setSpacing(1)
        told.addWidget(self._title)
        told.addWidget(self._words)
        row = QHBoxLayout(self)
        row.setContentsMargins(19, 8, 14, 8)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addLayout(told, 1)
        for widget in (self._name, self._person, self._secret, self._again):
            row.addWidget(widget)
        row.addWidget(self._do)
        row.addWidget(self._leave)

    def _connect(self) -> None:
        self._model.changed.connect(self.show_model)
        self._model.succeeded.connect(self._clear)
        self._do.clicked.connect(self._on_do)
        self._leave.clicked.connect(self._on_leave)
        self._name.returnPressed.connect(self._secret.setFocus)
        self._secret.returnPressed.connect(self._on_secret)
        self._again.returnPressed.connect(self._on_do)
        self._person.settled.connect(self._secret.setFocus)

    # --- showing -------------------------------------------------------------------------

    def show_model(self) -> None:
        """Ask for what the model asks for."""
        mode = self._model.mode()
        is_new, self._was = mode is not self._was, mode
        self.setVisible(mode is not Mode.NOTHING)
        if mode is Mode.NOTHING:
            self._clear()
            if is_new:
                self.left.emit()
            return
        self._show_words(mode)
        self._name.setVisible(mode is Mode.FIRST)
        self._again.setVisible(mode is Mode.FIRST)
        self._person.setVisible(mode is Mode.SIGN_IN)
        self._leave.setVisible(mode is Mode.UNLOCK or self._model.can_leave())
        self._show_people()
        for widget in (self._do, self._name, self._person, self._secret, self._again):
            widget.setEnabled(not self._model.is_busy)
        if is_new:
            self._clear()
            self.take_focus()
        elif self._model.refusal:
            self._secret.clear()
            self._again.clear()
            self.take_focus()

    def _show_words(self, mode: Mode) -> None:
        self._title.setText(tr(_TITLES[mode], name=self._model.name()))
        words = tr(_HINTS[mode])
        if self._hint and mode is not Mode.FIRST:
            words = f"{words}  {tr(self._hint)}"
        if self._model.is_busy:
            words = tr("正在核对…")
        self._words.setText(self._model.refusal or words)
        theme.give_role(self._words, "told" if self._model.refusal else "second", "urgent")
        self._do.setText(tr(_DO[mode]))
        self._leave.setText(tr(_LEAVE[mode]))
        self._leave.set_key("" if mode is Mode.UNLOCK else "Esc")
        self._name.setPlaceholderText(tr("姓名"))
        self._secret.setPlaceholderText(tr("口令"))
        self._again.setPlaceholderText(tr("再输一次口令"))
        name = "lock" if mode is Mode.UNLOCK else "user"
        self._icon.setPixmap(icons.pixmap(name, "text2", 22, self.devicePixelRatioF()))

    def _show_people(self) -> None:
        wanted = [(person.id, person.name) for person in self._model.people()]
        rows = range(self._person.count())
        shown = [(self._person.itemData(row), self._person.itemText(row)) for row in rows]
        if wanted == shown:
            return
        chosen = self._person.currentData()
        self._person.clear()
        for person_id, name in wanted:
            self._person.addItem(name, person_id)
        self._person.setCurrentIndex(max(0, self._person.findData(chosen)))

    def take_focus(self) -> None:
        """Let the next key be typed here."""
        self.window().activateWindow()
        self.raise_()  # an open form leaves the keyboard to what lies above it
        if self._was is Mode.FIRST and not self._name.text():
            self._name.setFocus()
        elif self._was is Mode.SIGN_IN and not self._model.refusal:
            self._person.setFocus()
        else:
            self._secret.setFocus()

    def _clear(self) -> None:
        for line in (self._secret, self._again):
            line.clear()
        if not self._model.refusal:
            self._name.clear()

    # --- slots ---------------------------------------------------------------------------

    def _on_secret(self) -> None:
        if self._was is Mode.FIRST:
            self._again.setFocus()
        else:
            self._on_do()

    def _on_do(self) -> None:
        secret = self._secret.text()
        if self._was is Mode.FIRST:
            self._model.make_first(self._name.text(), secret, self._again.text())
        elif not secret:
            self._secret.setFocus()
        elif self._was is Mode.UNLOCK:
            self._model.unlock(secret)
        else:
            self._model.sign_in(self._person.currentData() or "", secret)

    def _on_leave(self) -> None:
        if self._was is Mode.UNLOCK:
            self._model.want_other()
        else:
            self._model.leave()

    # --- Qt ------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._model.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._secret.setFocus()  # from the list of people
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next_: bool) -> bool:
        """Tab goes round in the bar while nothing else may be used."""
        found = super().focusNextPrevChild(next_)
        focused = self.window().focusWidget()
        if self._model.is_shut and (focused is None or not self.isAncestorOf(focused)):
            self.take_focus()
        return found

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.show_model()
        super().changeEvent(event)

    def restyle(self) -> None:
        """Draw the icon in the colours in use."""
        self.show_model()
