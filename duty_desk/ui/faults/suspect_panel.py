"""The card of a suspicion: reference, last good picture, now, the reason, the operator's word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from duty_desk.language import tr
from duty_desk.ui import theme, times
from duty_desk.ui.button import KeyButton
from duty_desk.ui.chip import Chip
from duty_desk.ui.faults.fault_picture import FaultPicture
from duty_desk.ui.faults.suspects import reference_head, since_words, suspect_chip
from duty_desk.ui.faults.words import earlier_faults
from duty_desk.ui.key_list import KeyList
from duty_desk.ui.problems.history import HistoryLine
from duty_desk.ui.problems.history_view import HistoryView
from duty_desk.ui.problems.reason_row import ReasonRow
from duty_desk.ui.segments import Segments

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QImage, QResizeEvent

    from duty_desk.ui.faults.suspect_model import SuspectModel
    from duty_desk.ui.problems.pictures import PictureShelf

PICTURES_PX, LOW_PICTURES_PX, BESIDE_PICTURES_PX, MEMBERS_PX = 300, 150, 430, 300
NOW, THEN, DIFFERENCE = range(3)
_ID = Qt.ItemDataRole.UserRole


class SuspectPanel(QWidget):
    """Everything about one suspicion, or about an event. What its buttons ask for, others do.

    Signals:
        view_chosen(int): the third picture is to show NOW, THEN or DIFFERENCE.
    """

    view_chosen = Signal(int)

    def __init__(
        self, model: SuspectModel, shelf: PictureShelf, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._asked_of = ""
        self._build(shelf)
        self._lay_out()
        self.members.itemChanged.connect(self._on_checked)
        self.views.chosen.connect(self.view_chosen)
        self.retranslate()

    # --- what is shown -------------------------------------------------------------------

    def show_suspect(self) -> None:
        """Show the model's suspicion."""
        suspect = self._model.suspect
        if suspect is None:
            return
        if suspect.id != self._asked_of:
            self._asked_of = suspect.id
            self.reason.hide()
        row = suspect.head
        chip = suspect_chip(row)
        self._title.setText(suspect.title)
        self._chip.show_word(chip.text, chip.level)
        self._kind.show_word(row.title, "")
        self._judged.setText(row.words)
        self._since.setText(since_words(row))
        self._members_card.setVisible(suspect.is_group)
        if suspect.is_group:
            self._show_members()
        self._show_pictures()
        now = self._model.now()
        lines = (
            HistoryLine(row.raised_at, tr("系统提示：{words}", words=row.words), tr("系统")),
            *earlier_faults(self._model.history, now),
        )
        self._history.show_lines(lines, now)

    def _show_pictures(self) -> None:
        detail = self._model.detail
        if detail is None:
            for picture in (self.reference, self.good):
                picture.show_words("", tr("正在读取…"))
            return
        if detail.reference is None:
            words = tr("这个点位还没有基准画面，只能凭画面本身判断。")
            self.reference.show_words(tr("基准画面"), words)
        else:
            head = reference_head(detail.reference)
            self.reference.show_file(head, detail.reference.picture)
        if detail.good is not None and detail.good_at is not None:
            seen = times.date_and_time(detail.good_at)
            self.good.show_file(tr("最后正常画面 · {time}", time=seen), detail.good)
        elif detail.now is not None:
            self.good.show_file(self.then_head(), detail.now)
        else:
            self.good.show_words(tr("最后正常画面"), tr("没有留下画面"))

    def then_head(self) -> str:
        """The line over the picture that was judged."""
        row = self._model.suspect.head if self._model.suspect else None
        when = times.date_and_time(row.raised_at) if row else ""
        return tr("判断时的画面 · {time}", time=when)

    def _show_members(self) -> None:
        members = self._model.members()
        self.members.blockSignals(True)
        shown = [self.members.item(n).data(_ID) for n in range(self.members.count())]
        if shown != [row.id for row in members]:
            self.members.clear()
            for row in members:
                item = QListWidgetItem()
                item.setData(_ID, row.id)
                self.members.addItem(item)
            self.members.setCurrentRow(0)
        for number, row in enumerate(members):
            item = self.members.item(number)
            since = times.time_of_day(row.since_at)
            item.setText(f"{row.camera_title}   {since}   {row.maintainer}")
            is_meant = self._model.is_meant(row.id)
            item.setCheckState(Qt.CheckState.Checked if is_meant else Qt.CheckState.Unchecked)
        self.members.blockSignals(False)
        meant = sum(self._model.is_meant(row.id) for row in members)
        words = tr("同一事件的 {n} 个点位，勾选了 {meant} 个", n=len(members), meant=meant)
        self._heads[1].setText(words)

    def _on_checked(self, item: QListWidgetItem) -> None:
        is_spared = item.checkState() != Qt.CheckState.Checked
        self._model.spare(str(item.data(_ID)), is_spared=is_spared)

    def show_now(self, head: str, image: QImage) -> None:
        """Show the live picture, or one that is made of others."""
        self.now.show_image(head, image)

    def ask(self, question: str, then: Callable[[str], None]) -> None:
        """Ask in the page itself, where it is seen."""
        self.reason.ask(question, then)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._heads[0].setText(tr("判断"))
        self._heads[2].setText(tr("经过与历史"))
        self.confirm.setText(tr("确认故障"))
        self.dismiss.setText(tr("误报"))
        self.renew.setText(tr("更新基准"))
        self.views.show_words((tr("现在"), tr("判断时"), tr("差异")))
        self._safe.setText(
            tr("系统只提示，不会自己报修。确认后才开始 10 分钟报修时限；发现时刻按你按键的时刻记。")
        )
        self.reason.retranslate()
        self.show_suspect()

    # --- building ------------------------------------------------------------------------

    def _build(self, shelf: PictureShelf) -> None:
        self._title, self._chip, self._kind = QLabel(), Chip(), Chip()
        theme.give_role(self._title, "title")
        self.reference, self.good, self.now = (FaultPicture(shelf) for _ in range(3))
        self._heads = [QLabel() for _ in range(3)]
        for head in self._heads:
            theme.give_role(head, "head")
        self._judged, self._since, self._safe = QLabel(), QLabel(), QLabel()
        for label in (self._since, self._safe):
            theme.give_role(label, "second")
        for label in (self._judged, self._since, self._safe):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.confirm = KeyButton("primary", "Enter")
        self.dismiss, self.renew = KeyButton("", "N"), KeyButton("", "B")
        self.views = Segments(("", "", ""))
        self.views.choose(NOW)
        self.members = KeyList()
        self.members.setFrameShape(QFrame.Shape.NoFrame)
        self.reason = ReasonRow()
        self._history = HistoryView()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        for widget in (self._title, self._chip, self._kind):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self.views)
        pictures = QHBoxLayout()
        pictures.setSpacing(10)
        for picture in (self.reference, self.good, self.now):
            pictures.addWidget(picture, 1)
        self._members_card = _card(self._heads[1], self.members)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addLayout(pictures)
        whole.addWidget(self._judgement_card())
        whole.addWidget(self.reason)
        whole.addWidget(self._members_card, 3)
        whole.addWidget(_card(self._heads[2], self._history), 2)

    def _judgement_card(self) -> QFrame:
        words = QVBoxLayout()
        words.setSpacing(6)
        for label in (self._heads[0], self._judged, self._since, self._safe):
            words.addWidget(label)
        card = QFrame()
        theme.give_role(card, "card")
        row = QHBoxLayout(card)
        row.setContentsMargins(18, 12, 18, 14)
        row.setSpacing(8)
        row.addLayout(words, 1)
        for button in (self.renew, self.dismiss, self.confirm):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return card

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.height() - theme.px(BESIDE_PICTURES_PX)
        high = max(theme.px(LOW_PICTURES_PX), min(theme.px(PICTURES_PX), room))
        for picture in (self.reference, self.good, self.now):
            picture.setFixedHeight(high)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


def _card(head: QLabel, body: QWidget) -> QFrame:
    card = QFrame()
    theme.give_role(card, "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(18, 12, 18, 12)
    column.setSpacing(6)
    column.addWidget(head)
    column.addWidget(body, 1)
    return card
