"""Stills and clips of our own desk that fall into a span: looked at, ticked, attached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from duty_desk.desk.footage_papers import size_words
from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.duty.over_card import OverCard
from duty_desk.ui.faults.fault_picture import FaultPicture
from duty_desk.ui.times import time_of_day

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from duty_desk.desk.footage_views import OwnEvidence, SpanRow
    from duty_desk.ui.footage.footage_model import FootageModel
    from duty_desk.ui.problems.pictures import PictureShelf

WIDTH_PX, HIGH_PX = 1000, 380
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EvidenceCard(OverCard):
    """Offers what there is.

    Signals:
        said(str, str): a sentence for the operator, and its level.
    """

    said = Signal(str, str)

    def __init__(self, model: FootageModel, shelf: PictureShelf, window: QWidget) -> None:
        super().__init__(window, WIDTH_PX, is_at_foot=False)
        self._model = model
        self._span: SpanRow | None = None
        self._offered: tuple[OwnEvidence, ...] = ()
        self._title, self._words = QLabel(), QLabel()
        theme.give_role(self._title, "title")
        theme.give_role(self._words, "soft")
        self._words.setWordWrap(True)
        self.list = QListWidget()
        theme.give_role(self.list, "bare")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.picture = FaultPicture(shelf)
        self.picture.setMinimumHeight(theme.px(HIGH_PX))
        self._agree, self._cancel = KeyButton("primary", "Enter"), KeyButton("quiet", "Esc")
        for button in (self._agree, self._cancel):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._agree.clicked.connect(self.agree)
        self._cancel.clicked.connect(self.leave)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.list.currentRowChanged.connect(self._show_picture)
        self.list.itemDoubleClicked.connect(lambda _item: self.agree())
        self._lay_out()

    def offer(self, span: SpanRow, offered: tuple[OwnEvidence, ...]) -> None:
        """Offer these for a span."""
        held = {file.evidence_id for file in span.files}
        self._span = span
        self._offered = tuple(one for one in offered if one.sha256 not in held)
        self._title.setText(tr("本台截图和片段 · {code}", code=span.span.code))
        self._words.setText(
            tr("Space 勾选，Enter 加入；原件的校验值和来源一并记录。")
            if self._offered
            else tr("这个时段里，本台没有这个点位的截图或片段。")
        )
        self._agree.setText(tr("加入"))
        self._cancel.setText(tr("取消"))
        self._agree.setVisible(bool(self._offered))
        self.list.clear()
        for one in self._offered:
            item = QListWidgetItem(_words_of(one), self.list)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
        self.picture.show_words("", "")
        for widget in (self.list, self.picture):
            widget.setVisible(bool(self._offered))
        self.open()
        (self.list if self._offered else self).setFocus()
        self.list.setCurrentRow(0)

    def agree(self) -> None:
        """Put in what is ticked, or what is chosen when nothing is."""
        rows = [
            row
            for row in range(self.list.count())
            if self.list.item(row).checkState() == Qt.CheckState.Checked
        ]
        rows = rows or [self.list.currentRow()]
        chosen = [self._offered[row] for row in rows if 0 <= row < len(self._offered)]
        span = self._span
        self.leave()
        if span is not None and chosen:
            self._model.add_evidence(span.no, tuple(chosen))

    def _show_picture(self, row: int) -> None:
        if not 0 <= row < len(self._offered):
            return
        one = self._offered[row]
        head = _words_of(one)
        if one.kind == "still":
            self.picture.show_file(head, one.path)
        else:
            self.picture.show_words(head, tr("片段，加入后用播放器查看"))

    def _lay_out(self) -> None:
        row, foot = QHBoxLayout(), QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.list, 2)
        row.addWidget(self.picture, 3)
        foot.addStretch(1)
        foot.addWidget(self._cancel)
        foot.addWidget(self._agree)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(10)
        column.addWidget(self._title)
        column.addWidget(self._words)
        column.addLayout(row, 1)
        column.addLayout(foot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            event.accept()
            self.agree()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.leave()
        super().changeEvent(event)


def _words_of(one: OwnEvidence) -> str:
    kind = tr("截图") if one.kind == "still" else tr("片段")
    return f"{time_of_day(one.at)} {kind} · {one.about} · {size_words(one.size_bytes)}"
