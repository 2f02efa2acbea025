"""The right column of the form: kind, description, unit, and the message they make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.problems.kind_panel import KindPanel
from duty_desk.ui.problems.message_preview import MessagePreview

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duty_desk.domain.category import Category
    from duty_desk.ui.problems.form_model import ProblemFormModel

MOST_CHARACTERS = 500


class MessageColumn(QScrollArea):
    """Everything that is said about the problem.

    Signals:
        entered(field, text): kind, description or unit were entered.
        more_kinds_wanted: the full list of kinds.
    """

    entered = Signal(str, str)
    more_kinds_wanted = Signal()

    def __init__(self, categories: Sequence[Category], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heads = [QLabel(self) for _ in range(4)]
        for head in self._heads:
            theme.give_role(head, "head")
        self.kinds = KindPanel(categories, self)
        self.description = QPlainTextEdit(self)
        self.description.setTabChangesFocus(True)
        self.description.setFixedHeight(theme.px(64))
        self.unit = QLineEdit(self)
        self.unit.setMaxLength(60)
        self._origin = QLabel(self.unit)
        theme.give_role(self._origin, "second")
        self.message = MessagePreview(self)
        self._lay_out()
        self.kinds.chosen.connect(lambda code: self.entered.emit("category", code))
        self.kinds.more_wanted.connect(self.more_kinds_wanted)
        self.description.textChanged.connect(self._on_described)
        self.unit.textEdited.connect(lambda text: self.entered.emit("unit", text))
        self.retranslate()

    def _lay_out(self) -> None:
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(18, 18, 18, 12)
        column.setSpacing(10)
        parts: tuple[QWidget, ...] = (self.kinds, self.description, self.unit, self.message)
        for head, part in zip(self._heads, parts, strict=True):
            column.addWidget(head)
            column.addWidget(part)
            column.addSpacing(4)
        column.addStretch(1)
        badge = QHBoxLayout(self.unit)
        badge.setContentsMargins(0, 0, 12, 0)
        badge.addStretch(1)
        badge.addWidget(self._origin)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        words = (tr("类别（按数字键）"), tr("描述"), tr("处置单位"), tr("将要推送的图文"))
        for head, word in zip(self._heads, words, strict=True):
            head.setText(word)
        self.description.setPlaceholderText(tr("看到什么、在画面哪里、大约多少（可不填）"))
        self.description.setAccessibleName(tr("描述"))
        self.unit.setAccessibleName(tr("处置单位"))
        self.kinds.retranslate()

    def show_entered(self, model: ProblemFormModel) -> None:
        """Show what is entered, without moving the cursor of who is typing."""
        entered = model.draft.entered
        can_edit = model.can_edit
        if self.description.toPlainText() != entered.description:
            self.description.setPlainText(entered.description)
        if self.unit.text() != entered.unit:
            self.unit.setText(entered.unit)
        self.description.setReadOnly(not can_edit)
        self.unit.setReadOnly(not can_edit)
        is_automatic = model.is_unit_automatic()
        self._origin.setText(tr("自动") if is_automatic else tr("已改"))
        self._origin.setVisible(is_automatic or bool(model.camera_unit))
        self.kinds.show_chosen(entered.category, model.suggested, is_enabled=can_edit)

    def _on_described(self) -> None:
        text = self.description.toPlainText()
        if len(text) > MOST_CHARACTERS:
            text = text[:MOST_CHARACTERS]
            self.description.setPlainText(text)
        self.entered.emit("description", text)
