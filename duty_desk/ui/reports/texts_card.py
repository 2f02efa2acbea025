"""What a clerk writes into a report, with the text of the period before beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout

from duty_desk.desk.report_words import TEXTS
from duty_desk.domain import report as reports
from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.duty.over_card import OverCard

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from duty_desk.desk.report_views import ReportDetail
    from duty_desk.ui.problems.form_model import DeskSide

WIDTH_PX, TEXT_PX = 1100, 120


class TextsCard(OverCard):
    """Lies over the page; what was typed stays when the desk refuses.

    Signals:
        written(): the texts are on record.
    """

    written = Signal()

    def __init__(self, side: DeskSide, window: QWidget) -> None:
        super().__init__(window, WIDTH_PX, is_at_foot=False)
        self._side = side
        self._subject = ""
        self._fields: dict[str, QPlainTextEdit] = {}
        self._title, self._told = QLabel(), QLabel()
        theme.give_role(self._title, "title")
        theme.give_role(self._told, "refusal")
        self._told.setWordWrap(True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 2)
        self._keep, self._cancel = KeyButton("primary", "Ctrl+Enter"), KeyButton("quiet", "Esc")
        for button in (self._keep, self._cancel):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._keep.clicked.connect(self.keep)
        self._cancel.clicked.connect(self.leave)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._cancel)
        foot.addWidget(self._keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(10)
        column.addWidget(self._title)
        column.addLayout(self._grid)
        column.addWidget(self._told)
        column.addLayout(foot)

    def show_texts(self, detail: ReportDetail, key: str = "") -> None:
        """Ask for the texts of a report; `key` has the cursor."""
        self._subject = detail.row.id
        self._title.setText(tr("{title} · 文字", title=detail.row.title))
        self._keep.setText(tr("保存"))
        self._cancel.setText(tr("取消"))
        self._told.hide()
        self._clear()
        for number, name in enumerate(reports.TEXTS[detail.row.kind]):
            self._add(number, name, detail)
        self.open()
        first = self._fields.get(key) or next(iter(self._fields.values()))
        first.setFocus()

    def field(self, key: str) -> QPlainTextEdit:
        """The field of a text."""
        return self._fields[key]

    def keep(self) -> None:
        """Put what was written on record."""
        texts = {key: field.toPlainText() for key, field in self._fields.items()}
        future = self._side.desk.reports.write(self._subject, texts)
        self._side.bridge.when_done(future, self._kept, self._refuse)

    def _kept(self, _none: None) -> None:
        self.leave()
        self.written.emit()

    def _refuse(self, sentence: str) -> None:
        self._told.setText(sentence)
        self._told.show()
        self.place()

    def _add(self, number: int, name: str, detail: ReportDetail) -> None:
        head, field, before = QLabel(tr(TEXTS[name])), QPlainTextEdit(), QLabel()
        theme.give_role(head, "head")
        field.setPlainText(detail.texts.get(name, ""))
        field.setAccessibleName(tr(TEXTS[name]))
        field.setTabChangesFocus(True)
        field.setFixedHeight(theme.px(TEXT_PX))
        earlier = detail.texts_before.get(name, "").strip()
        before.setText(tr("上期：{words}", words=earlier) if earlier else tr("上期没有写这一段。"))
        before.setTextFormat(Qt.TextFormat.PlainText)
        before.setWordWrap(True)
        before.setAlignment(Qt.AlignmentFlag.AlignTop)
        before.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        theme.give_role(before, "soft")
        self._grid.addWidget(head, 2 * number, 0)
        self._grid.addWidget(field, 2 * number + 1, 0)
        self._grid.addWidget(before, 2 * number + 1, 1)
        self._fields[name] = field

    def _clear(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._fields = {}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.accept()
            self.keep()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange and self.isVisible():
            self.leave()  # its words were said in the language before
        super().changeEvent(event)
