"""The form of one person: name, role, confidentiality, secret, and whether he is active."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from duty_desk.desk.people_care import PersonGiven
from duty_desk.domain.rights import Role
from duty_desk.language import mark, tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton

if TYPE_CHECKING:
    from concurrent.futures import Future

    from PySide6.QtGui import QKeyEvent

    from duty_desk.domain.person import Person
    from duty_desk.ui.people.people_model import PeopleModel
    from duty_desk.ui.problems.form_model import DeskSide

_CAPTIONS = (mark("姓名"), mark("身份"), mark("保密承诺签署日期"))


class PersonForm(QWidget):
    """Asks the desk for what is typed; what may not be changed is shown all the same.

    Signals:
        said(str, str): a sentence for the operator, and its level.
        left(): done with the form.
    """

    said = Signal(str, str)
    left = Signal()

    def __init__(self, side: DeskSide, model: PeopleModel) -> None:
        super().__init__()
        self._side, self._model = side, model
        self._person: Person | None = None
        self._title, self._words, self._secret_head = QLabel(), QLabel(), QLabel()
        self._captions = tuple(QLabel() for _ in _CAPTIONS)
        self.name, self.signed_on = QLineEdit(), QLineEdit()
        self.role, self._role_words = QComboBox(), QLabel()
        self.old, self.secret, self.again = QLineEdit(), QLineEdit(), QLineEdit()
        self.save, self.turn = KeyButton("primary", "Ctrl Enter"), KeyButton()
        self.set_secret = KeyButton()
        self._is_busy = False
        self._build()
        self._lay_out()
        self._connect()
        self.retranslate()

    @property
    def person_id(self) -> str:
        """Whose form it is; empty for somebody new."""
        return self._person.id if self._person else ""

    def show_person(self, person: Person | None, *, is_fresh: bool = False) -> None:
        """Show somebody, or an empty form; what was typed stays unless it is `is_fresh`."""
        is_same = person == self._person and not is_fresh
        is_update = person is not None and person.id == self.person_id and not is_fresh
        self._person = person
        if not is_same and not (is_update and self._is_typed()):
            self._fill()
        self._show_state()

    def take_focus(self) -> None:
        """Begin at the top."""
        (self.name if self._model.may_change() else self.old).setFocus()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        for label, words in zip(self._captions, _CAPTIONS, strict=True):
            label.setText(tr(words))
        self.signed_on.setPlaceholderText(tr("例如 2026-11-21；没签就空着"))
        self.old.setPlaceholderText(tr("原来的口令"))
        self.secret.setPlaceholderText(tr("新口令，至少 6 个字符或 6 位数字"))
        self.again.setPlaceholderText(tr("再输一次口令"))
        self.save.setText(tr("保存"))
        self.set_secret.setText(tr("设置口令"))
        self._fill_roles()
        self._show_state()

    # --- building ------------------------------------------------------------------------

    def _build(self) -> None:
        theme.give_role(self._title, "head")
        theme.give_role(self._secret_head, "head")
        theme.give_role(self._words, "second")
        self._words.setWordWrap(True)
        for label in self._captions:
            theme.give_role(label, "second")
        for line in (self.old, self.secret, self.again):
            line.setEchoMode(QLineEdit.EchoMode.Password)
            line.setMaxLength(200)
            line.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.name.setMaxLength(300)  # the desk says what is too long
        self.signed_on.setMaxLength(20)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._title)
        column.addWidget(self._words)
        fields = (self.name, self.role, self.signed_on)
        for caption, field in zip(self._captions, fields, strict=True):
            column.addSpacing(4)
            column.addWidget(caption)
            column.addWidget(field)
            if field is self.role:
                column.addWidget(self._role_words)
        column.addSpacing(12)
        column.addWidget(self._secret_head)
        for line in (self.old, self.secret, self.again):
            column.addWidget(line)
        column.addWidget(self.set_secret, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self.turn)
        foot.addStretch(1)
        foot.addWidget(self.save)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.save.clicked.connect(self._on_save)
        self.turn.clicked.connect(self._on_turn)
        self.set_secret.clicked.connect(self._on_set_secret)
        self.again.returnPressed.connect(self._on_again)

    # --- showing -------------------------------------------------------------------------

    def _fill(self) -> None:
        person = self._person
        self._fill_roles()
        self.name.setText(person.name if person else "")
        role = person.role if person else Role.OPERATOR
        self.role.setCurrentIndex(max(0, self.role.findData(str(role))))
        self.signed_on.setText((person.confidentiality_signed_on or "") if person else "")
        for line in (self.old, self.secret, self.again):
            line.clear()

    def _fill_roles(self) -> None:
        chosen = self.role.currentData()
        self.role.clear()
        for role, words in self._model.roles():
            self.role.addItem(words, str(role))
        self.role.setCurrentIndex(max(0, self.role.findData(chosen)))

    def _is_typed(self) -> bool:
        return any(line.text() for line in (self.old, self.secret, self.again))

    def _show_state(self) -> None:
        person, may_change = self._person, self._model.may_change()
        is_own = self._model.is_own(person)
        self._title.setText(person.name if person else tr("录入人员"))
        self._words.setText(self._hint(may_change=may_change, is_own=is_own))
        for line in (self.name, self.signed_on):
            line.setReadOnly(not may_change)
            line.setEnabled(not self._is_busy)
        self.role.setVisible(may_change)
        self.role.setEnabled(not self._is_busy)
        self._role_words.setVisible(not may_change)
        self._role_words.setText(self.role.currentText())
        self._secret_head.setText(tr("修改我的口令") if is_own else tr("口令"))
        for widget in (self.secret, self.again, self.set_secret, self._secret_head):
            widget.setVisible(may_change or is_own)
        for widget in (self.old, self.secret, self.again, self.set_secret):
            widget.setEnabled(not self._is_busy)
        self.old.setVisible(is_own)
        self.set_secret.setVisible(person is not None and (may_change or is_own))
        self.save.setVisible(may_change)
        self.save.setEnabled(not self._is_busy)
        self.turn.setVisible(may_change and person is not None)
        self.turn.setEnabled(not self._is_busy)
        self.turn.setText(tr("停用") if person is None or person.is_active else tr("重新启用"))

    def _hint(self, *, may_change: bool, is_own: bool) -> str:
        if self._person is None and may_change:
            return tr("口令请本人输入。姓名用来在日志里分清每个人，不能重名。")
        if self._person is None:
            return tr("选一个人看他的资料。")
        if not self._person.is_active:
            return tr("已停用：不能登录和签认，以前的记录不变。")
        if may_change:
            return tr("停用后不能登录和签认；以前的记录不变，正在值的班等待交接。")
        return tr("要改姓名或身份请找管理员。") if is_own else tr("只有管理员可以更改。")

    # --- acting --------------------------------------------------------------------------

    def _on_save(self) -> None:
        given = PersonGiven(
            self.name.text(), Role(self.role.currentData()), self.signed_on.text().strip() or None
        )
        people = self._side.desk.people
        if self._person is not None:
            self._wait(people.change(self._person.id, given), tr("已保存。"))
        elif self._is_typed_alike():
            self._wait(people.add(given, self.secret.text()), tr("已录入。"))

    def _on_set_secret(self) -> None:
        if self._person is not None and self._is_typed_alike():
            done = self._side.desk.people.set_secret(
                self._person.id, self.secret.text(), self.old.text()
            )
            self._wait(done, tr("“{name}”的新口令已生效。", name=self._person.name))

    def _on_turn(self) -> None:
        if self._person is None:
            return
        people = self._side.desk.people
        turn = people.deactivate if self._person.is_active else people.reactivate
        words = tr("已停用。") if self._person.is_active else tr("已重新启用。")
        self._wait(turn(self._person.id), words)

    def _on_again(self) -> None:
        (self._on_save if self._person is None else self._on_set_secret)()

    def _is_typed_alike(self) -> bool:
        if self.secret.text() == self.again.text():
            return True
        self.said.emit(tr("两次输入的口令不一样；没有保存，请再输一次。"), "attention")
        self.again.clear()
        self.again.setFocus()
        return False

    def _wait(self, done: Future[Person], words: str) -> None:
        self._is_busy = True
        self._show_state()

        def settled(person: Person) -> None:
            self._is_busy = False
            self.show_person(person, is_fresh=True)
            self.said.emit(words, "done")
            self.left.emit()

        self._side.bridge.when_done(done, settled, self._on_refused)

    def _on_refused(self, sentence: str) -> None:
        self._is_busy = False
        self._show_state()
        self.said.emit(sentence, "urgent")

    # --- Qt ------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self.save.isVisible() and self.save.isEnabled():
                self._on_save()
        elif event.key() == Qt.Key.Key_Escape:
            self._fill()
            self.left.emit()
        else:
            super().keyPressEvent(event)
