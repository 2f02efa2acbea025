"""The form of a request: registered anew, or amended; one card over the page, by the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from duty_desk.desk.footage_views import FootageDetail
from duty_desk.domain.footage import FootageState, Holding
from duty_desk.language import Refusal, tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.duty.over_card import OverCard
from duty_desk.ui.footage.register_fields import RegisterFields
from duty_desk.ui.problems.draft_keeper import single_shot

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from duty_desk.desk.footage_views import FootageRow
    from duty_desk.desk.views import CameraRow
    from duty_desk.ui.footage.footage_model import FootageModel

WIDTH_PX = 1320
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CTRL = Qt.KeyboardModifier.ControlModifier


class RegisterForm(OverCard):
    """Asks for a request.

    Signals:
        saved(FootageRow): it is on record.
        said(str, str): a sentence for the operator, and its level.
    """

    saved = Signal(object)
    said = Signal(str, str)

    def __init__(
        self,
        model: FootageModel,
        find: Callable[[str], tuple[CameraRow, ...]],
        window: QWidget,
    ) -> None:
        super().__init__(window, WIDTH_PX, is_at_foot=False)
        self._model = model
        self._detail: FootageDetail | None = None
        self._is_drafted = self._is_busy = False
        self.fields = RegisterFields(find, model, self)
        self._title, self._hint, self._told = QLabel(), QLabel(), QLabel()
        theme.give_role(self._title, "title")
        theme.give_role(self._hint, "soft")
        theme.give_role(self._told, "refusal")
        self._told.setWordWrap(True)
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        self._more = KeyButton("quiet", "Ctrl J")
        self._cancel, self._save = KeyButton("quiet", "Esc"), KeyButton("primary", "Ctrl Enter")
        for button in (self._more, self._cancel, self._save):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._more.clicked.connect(self._add_span)
        self._cancel.clicked.connect(self.leave)
        self._save.clicked.connect(self.save)
        self.fields.spans.changed.connect(single_shot(self, 0, self._fit).start)
        self._lay_out()
        self.retranslate()

    def begin(self) -> None:
        """Register a new request; what was typed and not saved is still there."""
        if self._detail is not None or not self._is_drafted:
            self.fields.clear()
        self._detail, self._is_drafted = None, True
        self._open()
        self.fields.begin()

    def amend(self, detail: FootageDetail, name: str = "") -> None:
        """Change a request, beginning at the field `name`."""
        self._detail, self._is_drafted = detail, False
        self.fields.show_detail(detail)
        self._open()
        self.fields.begin(name)

    def save(self) -> None:
        """Put it on record."""
        if self._is_busy:
            return
        try:
            given = self.fields.given()
        except Refusal as refusal:
            self._refuse(str(refusal))
            return
        self._is_busy = True
        future = self._model.register(given, self._detail)
        self._model.bridge.when_done(future, self._on_saved, self._refuse)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._more.setText(tr("加一个点位"))
        self._cancel.setText(tr("收起"))
        self._save.setText(tr("保存"))
        self._show_head()
        self.fields.retranslate()

    def _open(self) -> None:
        self._told.hide()
        self._is_busy = False
        self._show_head()
        self.open()

    def _show_head(self) -> None:
        if self._detail is None:
            self._title.setText(tr("新登记"))
            self._hint.setText(tr("公安调取须两人到场并出示证件；按 Esc 收起，填写的内容还在"))
            return
        self._title.setText(tr("修改 {number}", number=self._detail.row.number))
        self._hint.setText(tr("原来的内容和改动都留在记录里"))

    def _on_saved(self, result: FootageRow | FootageDetail) -> None:
        row = result.row if isinstance(result, FootageDetail) else result
        self._is_busy = self._is_drafted = False
        is_new = self._detail is None
        self.leave()
        self.said.emit(*_saved_words(row, is_new=is_new))
        self.saved.emit(row)

    def _refuse(self, sentence: str) -> None:
        self._is_busy = False
        self._told.setText(sentence)
        self._told.show()
        self.place()

    def _add_span(self) -> None:
        self.fields.spans.add().camera.setFocus()

    def _fit(self) -> None:
        if self.isVisible():
            self.place()

    def _lay_out(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._hint)
        head.addStretch(1)
        foot.setSpacing(8)
        foot.addWidget(self._more)
        foot.addWidget(self._told, 8)
        foot.addStretch(1)
        foot.addWidget(self._cancel)
        foot.addWidget(self._save)
        scroll = QScrollArea()
        theme.give_role(scroll, "bare")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.give_role(self.fields, "ground")
        scroll.setWidget(self.fields)
        self._scroll = scroll
        self.fields.entered.connect(lambda widget: scroll.ensureWidgetVisible(widget, 0, 60))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(scroll, 1)
        column.addLayout(foot)

    def place(self) -> None:
        """As high as its fields want to be, as far as there is room."""
        self._scroll.setMinimumHeight(0)
        room = self._window.height() - theme.px(80)
        needed = self.fields.sizeHint().height() + theme.px(130)
        self._scroll.setMinimumHeight(max(0, min(needed, room) - theme.px(130)))
        super().place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_ctrl = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == _CTRL
        if is_ctrl and event.key() in _ENTER:
            event.accept()
            self.save()
        elif is_ctrl and event.key() == Qt.Key.Key_J:
            event.accept()
            self._add_span()
        elif event.key() in _ENTER:
            event.accept()
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _saved_words(row: FootageRow, *, is_new: bool) -> tuple[str, str]:
    """What is told of a saved request, first of all that its recordings are gone."""
    no = row.number
    if row.state is FootageState.NOT_HELD:
        words = tr("已登记 {no}：录像都超过了保存天数，已答复“已无录像”。", no=no)
        return words, "attention"
    if row.holding in (Holding.PARTLY, Holding.GONE):
        words = tr("已登记 {no}：有的时段已被覆盖或正在被覆盖，请立即导出。", no=no)
        return words, "attention"
    return tr("已登记 {number}", number=no) if is_new else tr("已保存 {number}", number=no), "done"
