"""The call to the maintainer: whom, by which way, who was reached, and the words to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from duty_desk.desk.fault_rules import Told
from duty_desk.desk.fault_views import Maintainer
from duty_desk.desk.fault_wording import way_words
from duty_desk.domain.fault import CHANNEL_WAY, WAYS
from duty_desk.language import tr
from duty_desk.ui import theme, times
from duty_desk.ui.button import KeyButton
from duty_desk.ui.chip import Chip
from duty_desk.ui.segments import Segments
from duty_desk.ui.time_bar import ClockFigures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duty_desk.desk.fault_views import FaultDetail
    from duty_desk.ui.faults.fault_model import FaultModel

LONGEST = 60
_HEADS = 4
_ALL_WAYS = (*WAYS, CHANNEL_WAY)


class ReportCard(QFrame):
    """A card that a fault is told from; what is entered belongs to one fault.

    Signals:
        reported(): 已联系 was pressed.
    """

    reported = Signal()

    def __init__(
        self, model: FaultModel, parent: QWidget | None = None, *, has_clock: bool = True
    ) -> None:
        super().__init__(parent)
        self._has_clock = has_clock
        theme.give_role(self, "card")
        self._model = model
        self._shown = ""
        self._others: tuple[str, ...] = ()
        self._build()
        self._lay_out()
        self._connect()
        self.retranslate()

    # --- what is shown -------------------------------------------------------------------

    def show_detail(self, others: Sequence[str] = ()) -> None:
        """Show the model's fault; `others` are told in the same call."""
        detail = self._model.detail
        if detail is None:
            return
        if detail.row.id != self._shown:
            self._shown = detail.row.id
            self._begin(detail)
        self._others = tuple(other for other in others if other != detail.row.id)
        self._offer_maintainers(detail)
        self._offer_channels()
        self._show_phone()
        self._show_text(detail)
        count = len(self._others) + 1
        self._show_report_word(count)
        is_decided = bool(detail.row.kind)
        self.report.setToolTip("" if is_decided else tr("先按数字键选故障类型"))
        self.tick()

    def tick(self) -> None:
        """Let the running clock go on."""
        detail, left = self._model.detail, self._model.clock()
        clock = detail.clock if detail else None
        self._limit.setVisible(clock is not None)
        if left is None or clock is None:
            self._figures.show_figures("")
            return
        self._figures.show_figures(left.text if self._has_clock else "", left.level)
        level = {"near": "attention", "urgent": "urgent", "breached": "urgent"}.get(left.level, "")
        self._limit.show_word(times.limit_words(clock.limit_ms), level)

    def told(self) -> Told:
        """How the maintainer was told, as the card stands."""
        return Told(
            maintainer=self.maintainer.currentText(),
            way=self.way(),
            reached=self.reached.text(),
            ticket=self.ticket.text(),
            channel_id=str(self.channel.currentData() or "") if self._is_by_channel else "",
        )

    def way(self) -> str:
        """The chosen way: phone, group, ticket or channel."""
        return self._way

    @property
    def _is_by_channel(self) -> bool:
        return self._way == CHANNEL_WAY

    def use_way(self, number: int) -> None:
        """Choose a way by its number, from 0; by message only where there is a robot."""
        if _ALL_WAYS[number] == CHANNEL_WAY and not self.channel.count():
            return
        self._way = _ALL_WAYS[number]
        self._ways.choose(number)
        self._show_phone()
        self._show_report_word(len(self._others) + 1)

    def _show_report_word(self, count: int) -> None:
        if self._is_by_channel:
            word = tr("发出，停止计时") if count == 1 else tr("发出，一并报修 {n} 个", n=count)
        else:
            word = tr("已联系，停止计时") if count == 1 else tr("已联系，一并报修 {n} 个", n=count)
        self.report.setText(word)

    def _offer_channels(self) -> None:
        """The robots a message may go by; without any this way is not offered."""
        robots = self._model.robots()
        shown = [self.channel.itemData(n) for n in range(self.channel.count())]
        if shown != [row.id for row in robots]:
            chosen = self.channel.currentData()
            self.channel.clear()
            for row in robots:
                self.channel.addItem(row.name, row.id)
            self.channel.setCurrentIndex(max(0, self.channel.findData(chosen)))
        self._ways.show_segment(len(WAYS), is_shown=bool(robots))
        if self._is_by_channel and not robots:
            self.use_way(0)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        words = (
            tr("维护单位（按点位）"),
            tr("值班电话"),
            tr("联系方式"),
            tr("对方接报岗位 / 单号"),
        )
        for head, word in zip(self._heads, words, strict=True):
            head.setText(word)
        self._title.setText(tr("联系报修"))
        self.phone.setPlaceholderText(tr("填写值班电话"))
        self.reached.setPlaceholderText(tr("岗位，如值班席"))
        self.ticket.setPlaceholderText(tr("单号（没有可不填）"))
        self._ways.show_words(tuple(way_words(way) for way in _ALL_WAYS))
        self.channel.setToolTip(
            tr("机器人接收了不等于对方看到；没有回音请再打电话，等对方接报后按 A。")
        )
        self.copy.setText(tr("复制"))
        self.show_detail(self._others)

    # --- building ------------------------------------------------------------------------

    def _build(self) -> None:
        self._title, self._limit = QLabel(), Chip()
        theme.give_role(self._title, "head")
        self._figures = ClockFigures()
        self._heads = [QLabel() for _ in range(_HEADS)]
        for head in self._heads:
            theme.give_role(head, "second")
        self.maintainer = QComboBox()
        self.phone, self.reached, self.ticket = QLineEdit(), QLineEdit(), QLineEdit()
        self.channel = QComboBox()
        for edit in (self.phone, self.reached, self.ticket):
            edit.setMaxLength(LONGEST)
        self._ways = Segments(tuple("" for _ in _ALL_WAYS))
        self._way = WAYS[0]
        self._ways.choose(0)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy = KeyButton("", "Ctrl ⇧ C")
        self.report = KeyButton("primary", "Ctrl Enter")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._title)
        head.addWidget(self._limit)
        head.addStretch(1)
        head.addWidget(self._figures)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        reached = QHBoxLayout()
        reached.setSpacing(6)
        reached.addWidget(self.reached, 3)
        reached.addWidget(self.ticket, 4)
        for column, label in enumerate(self._heads):
            grid.addWidget(label, 0, column)
        grid.addWidget(self.maintainer, 1, 0)
        grid.addWidget(self.phone, 1, 1)
        grid.addWidget(self.channel, 1, 1)
        grid.addWidget(self._ways, 1, 2)
        grid.addLayout(reached, 1, 3)
        for column, stretch in enumerate((3, 3, 0, 5)):
            grid.setColumnStretch(column, stretch)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._text, 1)
        foot.addWidget(self.copy)
        foot.addWidget(self.report)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(18, 10, 18, 14)
        column_.setSpacing(10)
        column_.addLayout(head)
        column_.addLayout(grid)
        column_.addLayout(foot)

    def _connect(self) -> None:
        self.report.clicked.connect(self.reported)
        self.copy.clicked.connect(lambda: self._model.copy(self._others))
        self._ways.chosen.connect(self.use_way)
        self.maintainer.activated.connect(lambda _: self._show_phone())
        self.phone.editingFinished.connect(self._keep_phone)

    # --- inside --------------------------------------------------------------------------

    def _begin(self, detail: FaultDetail) -> None:
        self.use_way(0)
        self.ticket.clear()
        self.reached.setText(detail.reached or tr("值班席"))
        self.maintainer.clear()

    def _offer_maintainers(self, detail: FaultDetail) -> None:
        names = [one.name for one in self._model.maintainers]
        if detail.maintainer.name and detail.maintainer.name not in names:
            names.insert(0, detail.maintainer.name)
        shown = [self.maintainer.itemText(n) for n in range(self.maintainer.count())]
        if shown == names:
            return
        chosen = self.maintainer.currentText() or detail.maintainer.name
        self.maintainer.clear()
        self.maintainer.addItems(names)
        # Without a maintainer in the camera's record nobody is chosen: the operator must say.
        self.maintainer.setCurrentIndex(self.maintainer.findText(chosen) if chosen else -1)

    def _whom(self) -> Maintainer:
        name = self.maintainer.currentText()
        known = (one for one in self._model.maintainers if one.name == name)
        return next(known, Maintainer(name=name))

    def _show_phone(self) -> None:
        if not self.phone.hasFocus():
            whom = self._whom()
            self.phone.setText(whom.group if self._way == "group" else whom.phone)
        is_group = self._way == "group"
        self.phone.setVisible(not self._is_by_channel)
        self.channel.setVisible(self._is_by_channel)
        if self._is_by_channel:
            self._heads[1].setText(tr("发到"))
            return
        self._heads[1].setText(tr("工作群") if is_group else tr("值班电话"))
        self.phone.setPlaceholderText(tr("填写群名") if is_group else tr("填写值班电话"))

    def _keep_phone(self) -> None:
        whom, typed = self._whom(), self.phone.text().strip()
        is_group = self._way == "group"
        if whom.name and typed != (whom.group if is_group else whom.phone):
            phone, group = (whom.phone, typed) if is_group else (typed, whom.group)
            self._model.set_maintainer(Maintainer(name=whom.name, phone=phone, group=group))

    def _show_text(self, detail: FaultDetail) -> None:
        if not self._others:
            self._text.setText(detail.text)
            return
        self._model.when_text((*self._others, detail.row.id), self._text.setText)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
