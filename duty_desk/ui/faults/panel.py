"""The chosen fault at the right of the page: pictures, judgement, the call, the way on, history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.chip import Chip
from duty_desk.ui.faults.fault_picture import FaultPicture
from duty_desk.ui.faults.kind_row import KindRow
from duty_desk.ui.faults.report_card import ReportCard
from duty_desk.ui.faults.suspects import reference_head
from duty_desk.ui.faults.words import (
    down_words,
    history_of,
    state_chip,
    told_words,
    why_words,
)
from duty_desk.ui.problems.history_view import HistoryView
from duty_desk.ui.problems.reason_row import ReasonRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QResizeEvent

    from duty_desk.domain.fault import FaultKind
    from duty_desk.ui.faults.fault_model import FaultModel
    from duty_desk.ui.problems.pictures import PictureShelf

PICTURES_PX, LOW_PICTURES_PX, BESIDE_PICTURES_PX, LEAST_PX = 268, 130, 540, 700
HISTORY_PX = 84
_STEPS = (
    ("accept", "A", "fault.accepted"),
    ("arrive", "S", "fault.arrived"),
    ("repair", "X", "fault.repaired"),
    ("verify", "H", "fault.verified"),
    ("reopen", "R", "fault.reopened"),
)


class FaultPanel(QWidget):
    """Everything about one fault. What its buttons ask for, the page does."""

    def __init__(
        self,
        model: FaultModel,
        kinds: Sequence[FaultKind],
        shelf: PictureShelf,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._asked_of = ("", "")  # the fault and state that a question is about
        self._build(kinds, shelf)
        self._lay_out()
        self.retranslate()

    # --- what is shown -------------------------------------------------------------------

    def show_detail(self, others: Sequence[str] = ()) -> None:
        """Show the model's fault; `others` are told in the same call."""
        detail = self._model.detail
        self._scroll.setVisible(detail is not None)
        self._empty.setVisible(detail is None)
        self._title.setText(detail.row.camera_title if detail else "")
        self._state.setVisible(detail is not None)
        if detail is None:
            return
        row, may = detail.row, self._model.may
        if (row.id, row.state) != self._asked_of:
            self._asked_of = (row.id, row.state)
            self.reason.hide()
        chip = state_chip(row)
        self._state.show_word(chip.text, chip.level)
        self._show_shots()
        self._show_judgement()
        self.kinds.show_chosen(row.kind, is_enabled=may("fault.described"))
        is_untold = may("fault.reported")
        self.kinds.setVisible(is_untold)
        self.call.setVisible(is_untold)
        self.call.show_detail(others)
        self._steps_card.setVisible(not is_untold)
        self._show_told()
        for name, _, kind in _STEPS:
            self.steps[name].setVisible(may(kind))
        self.dismiss.setVisible(may("fault.dismissed"))
        self.adjust.setVisible(may("fault.adjusted"))
        self._history.show_lines(history_of(detail, self._model.now()), self._model.now())

    def _show_shots(self) -> None:
        """What was seen at the finding, and what was seen when it was good again, if it was."""
        detail = self._model.detail
        if detail is None:
            return
        found = [shot for shot in detail.shots if shot.kind == "found"]
        good = [shot for shot in detail.shots if shot.kind == "good"]
        shot, is_judged = found[0] if found else None, "suspicion" in detail.evidence
        self.then.show_shot(shot, detail.row.down_from_at, is_judged=is_judged)
        self.good.setVisible(bool(good))
        reference = self._model.reference
        # At most three: once it was seen well again, that picture says more than the view.
        self.reference.setVisible(reference is not None and not good)
        if reference is not None:
            self.reference.show_file(reference_head(reference), reference.picture)
        if good:
            self.good.show_shot(good[-1], detail.row.down_from_at)

    def _show_told(self) -> None:
        """The report in a sentence; while it is to be verified, how like its view it is now."""
        detail = self._model.detail
        if detail is None:
            return
        row = detail.row
        words = told_words(row) or row.reason or state_chip(row).text
        found = self._model.likeness() if self._model.may("fault.verified") else None
        if found is not None:
            like = f"{found[0] / 1000:.2f}"
            words = tr("{words}\n现在的画面与基准一致 {like}", words=words, like=like)
        self._told.setText(words)

    def _show_judgement(self) -> None:
        detail = self._model.detail
        if detail is None:
            return
        row = detail.row
        parts = [row.kind_name, row.note, down_words(row, self._model.now())]
        if row.cause:
            parts.append(tr("原因：{cause}", cause=row.cause))
        if row.reason:
            parts.append(tr("说明：{reason}", reason=row.reason))
        words = " · ".join(part for part in parts if part)
        why = why_words(detail.evidence)
        self._judged.setText(f"{why}\n{words}" if why else words)

    def ask(self, question: str, then: Callable[[str], None], *, is_needed: bool = True) -> None:
        """Ask in the page itself, where it is seen."""
        self.reason.ask(question, then, is_needed=is_needed)
        self._scroll.ensureWidgetVisible(self.reason)

    def tick(self) -> None:
        """Let what counts go on."""
        self.call.tick()
        self._show_judgement()
        self._show_told()

    def show_empty(self, words: str) -> None:
        """What stands here while no fault is chosen."""
        self._empty.setText(words)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._heads[0].setText(tr("判断"))
        self._heads[1].setText(tr("维修进度"))
        self._heads[2].setText(tr("经过与历史"))
        self.dismiss.setText(tr("误报"))
        self.adjust.setText(tr("当场已调好"))
        words = (tr("已接报"), tr("已到场"), tr("已修复"), tr("核实合格"), tr("没修好，再报"))
        for (name, _, _), word in zip(_STEPS, words, strict=True):
            self.steps[name].setText(word)
        self.kinds.retranslate()
        self.reason.retranslate()
        self.show_detail()

    # --- building ------------------------------------------------------------------------

    def _build(self, kinds: Sequence[FaultKind], shelf: PictureShelf) -> None:
        self._title, self._state = QLabel(), Chip()
        theme.give_role(self._title, "title")
        self._empty, self._body, self._scroll = QLabel(), QWidget(), QScrollArea()
        theme.give_role(self._body, "ground")
        theme.give_role(self._scroll, "bare")
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setMinimumWidth(theme.px(LEAST_PX))
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme.give_role(self._empty, "soft")
        self.reference, self.then, self.good, self.now = (FaultPicture(shelf) for _ in range(4))
        self._heads = [QLabel() for _ in range(3)]
        for head in self._heads:
            theme.give_role(head, "head")
        self._judged, self._told = QLabel(), QLabel()
        for label in (self._judged, self._told):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.dismiss, self.adjust = KeyButton("", "N"), KeyButton("", "T")
        self.kinds = KindRow(kinds)
        self.call = ReportCard(self._model)
        self.steps = {
            name: KeyButton("primary" if name in {"repair", "verify"} else "", key)
            for name, key, _ in _STEPS
        }
        self.reason = ReasonRow()
        self._history = HistoryView()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._title)
        head.addWidget(self._state)
        head.addStretch(1)
        pictures = QHBoxLayout()
        pictures.setSpacing(10)
        for picture in (self.reference, self.then, self.good, self.now):
            pictures.addWidget(picture, 1)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(12)
        body.addLayout(pictures, 3)
        body.addWidget(self._judgement_card())
        body.addWidget(self.call)
        body.addWidget(self._steps_card_made())
        body.addWidget(self.reason)
        body.addWidget(self._history_card(), 2)
        self._scroll.setWidget(self._body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(self._empty, 1)
        whole.addWidget(self._scroll, 1)

    def _judgement_card(self) -> QFrame:
        card, words = QFrame(), QVBoxLayout()
        theme.give_role(card, "card")
        words.setSpacing(6)
        words.addWidget(self._heads[0])
        words.addWidget(self._judged)
        upper = QHBoxLayout()
        upper.setSpacing(8)
        upper.addLayout(words, 1)
        for button in (self.adjust, self.dismiss):
            upper.addWidget(button)
        column = QVBoxLayout(card)
        column.setContentsMargins(18, 12, 18, 14)
        column.setSpacing(10)
        column.addLayout(upper)
        column.addWidget(self.kinds)
        return card

    def _steps_card_made(self) -> QFrame:
        self._steps_card = QFrame()
        theme.give_role(self._steps_card, "card")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._told, 1)
        for button in self.steps.values():
            row.addWidget(button)
        column = QVBoxLayout(self._steps_card)
        column.setContentsMargins(18, 12, 18, 14)
        column.setSpacing(8)
        column.addWidget(self._heads[1])
        column.addLayout(row)
        return self._steps_card

    def _history_card(self) -> QFrame:
        card = QFrame()
        theme.give_role(card, "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(18, 12, 18, 12)
        column.setSpacing(6)
        column.addWidget(self._heads[2])
        self._history.setMinimumHeight(theme.px(HISTORY_PX))
        column.addWidget(self._history, 1)
        return card

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # On a low screen the pictures give way, so that the call is seen without scrolling.
        room = self.height() - theme.px(BESIDE_PICTURES_PX)
        high = max(theme.px(LOW_PICTURES_PX), min(theme.px(PICTURES_PX), room))
        for picture in (self.reference, self.then, self.good, self.now):
            picture.setFixedHeight(high)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
