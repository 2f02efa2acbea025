"""The chosen problem at the right of the page: facts, pictures, actions, history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from duty_desk.language import tr
from duty_desk.ui import icons, theme, times
from duty_desk.ui.button import KeyButton
from duty_desk.ui.chip import Chip
from duty_desk.ui.problems.history_view import HistoryView
from duty_desk.ui.problems.pictures_pair import PicturesPair
from duty_desk.ui.problems.reason_row import ReasonRow
from duty_desk.ui.problems.words import STOPPED, camera_title, push_chip, state_chip, verdict_chip
from duty_desk.ui.time_bar import ClockFigures, TimeBar

if TYPE_CHECKING:
    from duty_desk.ui.problems.model import ProblemsModel
    from duty_desk.ui.problems.pictures import PictureShelf

_FACTS = 6


class DetailPanel(QFrame):
    """Everything about one problem, and what may be done about it now.

    Signals:
        photo_wanted: a photo of the rectification shall be chosen from a file.
        photo_offered(object): a file or bytes came by drop.
        clip_wanted(ProblemDetail): what happened around the finding shall be played.
    """

    photo_wanted = Signal()
    photo_offered = Signal(object)
    clip_wanted = Signal(object)

    def __init__(
        self, model: ProblemsModel, shelf: PictureShelf, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        theme.give_role(self, "card")
        self._model = model
        self._build(shelf)
        self._lay_out()
        self._connect()
        self.show_detail()

    def show_detail(self) -> None:
        """Show the chosen problem as it stands."""
        detail = self._model.detail
        self._empty.setVisible(detail is None)
        self._body.setVisible(detail is not None)
        self._empty.setText(tr("在左边选一个问题，这里会显示截图、经过和可以做的下一步。"))
        if detail is None:
            return
        row = detail.row
        self._title.setText(tr("问题 {no}", no=row.number))
        chip = state_chip(row)
        self._state.show_word(chip.text, chip.level)
        self._verdict.setVisible(row.verdict not in {"", "running"})
        verdict = verdict_chip(row.verdict)
        self._verdict.show_word(verdict.text, verdict.level)
        self._show_facts()
        self._show_actions()
        model = self._model
        self.pair.show_shots(
            model.shots("before"), model.shots("after"), can_attach=model.can_attach
        )
        self._history.show_lines(model.history(), model.now())
        self.tick()

    def tick(self) -> None:
        """Let the running clock go on."""
        left = self._model.clock()
        self._bar.setVisible(left is not None)
        if left is not None:
            self._figures.show_figures(left.text, left.level)
            self._bar.show_share(left.share_used, left.level)
            self._figures_head.setText(tr("剩余") if left.level != "breached" else tr("已超时"))
            return
        used = self._model.detail.row.push_ms if self._model.detail else None
        self._figures.show_figures("" if used is None else times.span(used))
        self._figures_head.setText("" if used is None else tr("推送用时"))

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        for head, word in zip(self._heads, (tr("整改前 / 整改后"), tr("经过")), strict=True):
            head.setText(word)
        self.go_on.setText(tr("继续处理"))
        self.clip.setText(tr("现场片段"))
        self.attach.setText(tr("贴整改后照片"))
        self.good.setText(tr("核查合格"))
        self.back.setText(tr("不合格退回"))
        self.void.setText(tr("作废"))
        self.reason.retranslate()
        self.show_detail()

    # --- building ------------------------------------------------------------------------

    def _build(self, shelf: PictureShelf) -> None:
        self._empty = QLabel(self)
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme.give_role(self._empty, "soft")
        self._body = QWidget(self)
        self._title, self._figures, self._bar = QLabel(), ClockFigures(), TimeBar()
        self._title.setFont(theme.font(16, is_bold=True))
        self._state, self._verdict = Chip(), Chip()
        self._figures_head = QLabel()
        theme.give_role(self._figures_head, "second")
        self._names = [QLabel() for _ in range(_FACTS)]
        self._values = [QLabel() for _ in range(_FACTS)]
        self.go_on = KeyButton("primary", "Enter")
        self.good, self.back = KeyButton("primary"), KeyButton()
        self.clip = KeyButton()
        self.clip.setIcon(icons.icon("player-play", "text1", 16))
        self.attach, self.void = KeyButton("", "Ctrl V"), KeyButton("quiet")
        self.reason = ReasonRow()
        self._heads = [QLabel(), QLabel()]
        self.pair = PicturesPair(shelf)
        self._history = HistoryView()

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 16, 18, 16)
        whole.addWidget(self._empty, 1)
        whole.addWidget(self._body, 1)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self._head_row())
        column.addWidget(self._bar)
        column.addLayout(self._fact_grid())
        column.addLayout(self._button_row())
        column.addWidget(self.reason)
        for head, part, stretch in zip(
            self._heads, (self.pair, self._history), (0, 1), strict=True
        ):
            theme.give_role(head, "head")
            column.addWidget(head)
            column.addWidget(part, stretch)

    def _head_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        for part in (self._title, self._state, self._verdict):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self._figures_head)
        row.addWidget(self._figures)
        return row

    def _fact_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for no, (name, value) in enumerate(zip(self._names, self._values, strict=True)):
            theme.give_role(name, "soft")
            value.setWordWrap(True)
            value.setTextFormat(Qt.TextFormat.PlainText)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(name, no, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, no, 1)
        return grid

    def _button_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.go_on, self.good, self.attach, self.back, self.clip, self.void):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _connect(self) -> None:
        self.go_on.clicked.connect(self._model.go_on)
        self.attach.clicked.connect(self.photo_wanted)
        self.clip.clicked.connect(lambda: self.clip_wanted.emit(self._model.detail))
        self.good.clicked.connect(lambda: self._model.verify(is_good=True))
        self.back.clicked.connect(self._ask_back)
        self.void.clicked.connect(self._ask_void)
        self.pair.wanted.connect(self.photo_wanted)
        self.pair.offered.connect(self.photo_offered)
        self._model.detail_changed.connect(self.show_detail)
        self._model.detail_changed.connect(self.reason.hide)

    # --- showing -------------------------------------------------------------------------

    def _show_facts(self) -> None:
        detail = self._model.detail
        if detail is None:
            return
        row = detail.row
        push = push_chip(row.push_state).text
        told = "" if row.push_state in STOPPED else row.push_words
        facts = (
            (tr("点位"), f"{camera_title(row)}  {row.community}"),
            (tr("类别"), self._model.kind()),
            (tr("描述"), row.description or "—"),
            (tr("处置单位"), row.unit or "—"),
            (tr("发现"), times.date_and_time(row.found_at)),
            (tr("推送"), f"{push}  {told}".strip()),
        )
        for (name, value), label, text in zip(facts, self._names, self._values, strict=True):
            label.setText(name)
            text.setText(value)

    def _show_actions(self) -> None:
        model = self._model
        self.go_on.setVisible(model.can_go_on)
        self.good.setVisible(model.can_verify)
        self.back.setVisible(model.can_verify)
        self.attach.setVisible(model.can_attach)
        self.void.setVisible(model.can_void)
        self.clip.setVisible(model.detail is not None and bool(model.detail.clips))

    def _ask_void(self) -> None:
        self.reason.ask(tr("作废原因（必填，记录会保留）"), self._model.void)

    def _ask_back(self) -> None:
        self.reason.ask(
            tr("退回原因（必填）"), lambda note: self._model.verify(is_good=False, note=note)
        )
