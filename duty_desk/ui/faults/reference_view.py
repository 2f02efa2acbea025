"""Reference views: those that wait are confirmed one after the other; each camera's are listed."""

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
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.chip import Chip
from duty_desk.ui.faults.fault_picture import FaultPicture
from duty_desk.ui.faults.reference_model import STATES, ReferenceModel, life_words, place_words
from duty_desk.ui.faults.suspects import reference_head
from duty_desk.ui.key_list import KeyList, press_alone
from duty_desk.ui.problems.reason_row import ReasonRow
from duty_desk.ui.segments import Segments

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent, QShowEvent

    from duty_desk.desk.views import Snapshot
    from duty_desk.ui.problems.form_model import DeskSide
    from duty_desk.ui.problems.pictures import PictureShelf

LIST_PX, PICTURES_PX, KEPT_PX = 400, 420, 170
WAITING, CAMERAS = 0, 1
_ID = Qt.ItemDataRole.UserRole


class ReferencesView(QWidget):
    """The view 基准画面 of the faults page.

    Signals:
        said(str, str): a sentence for the operator, and its level.
    """

    said = Signal(str, str)

    def __init__(self, side: DeskSide, shelf: PictureShelf) -> None:
        super().__init__()
        self.model = ReferenceModel(side, self)
        self._listing = WAITING
        self._asked_of = ("", False)
        self._build(shelf)
        self._lay_out()
        self._keys: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Return: self.model.confirm,
            Qt.Key.Key_Enter: self.model.confirm,
            Qt.Key.Key_N: self._ask_refuse,
            Qt.Key.Key_B: self._ask_renew,
            Qt.Key.Key_C: self._switch,
        }
        self._connect()
        self.setFocusProxy(self.lines)
        self.retranslate()

    # --- what is shown -------------------------------------------------------------------

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Follow the desk."""
        self.model.show_snapshot(snapshot)

    def use_listing(self, listing: int) -> None:
        """List what waits for a person, or all cameras."""
        self.listings.choose(listing)
        self._listing = listing
        self._show_list()
        self.lines.setFocus()

    def _show_list(self) -> None:
        wanted = self._lines()
        shown = [self.lines.item(n).data(_ID) for n in range(self.lines.count())]
        row = max(0, self.lines.currentRow())
        self.listings.show_words((_counted(tr("待确认"), self.model.waiting), tr("全部点位")))
        self._empty.setVisible(not wanted)
        if shown != [key for key, _ in wanted]:
            self.lines.blockSignals(True)
            self.lines.clear()
            for key, words in wanted:
                item = QListWidgetItem(words, self.lines)
                item.setData(_ID, key)
            self.lines.setCurrentRow(min(row, self.lines.count() - 1))
            self.lines.blockSignals(False)
            self._on_row(self.lines.currentRow())
        else:
            for number, (_, words) in enumerate(wanted):
                self.lines.item(number).setText(words)

    def _lines(self) -> list[tuple[tuple[str, str], str]]:
        if self._listing == WAITING:
            return [
                (
                    (view.camera_id, view.id),
                    f"{view.camera_code} {view.camera_name}   {place_words(view)}",
                )
                for view in self.model.waiting
            ]
        return [((row.id, ""), f"{row.code} {row.name}") for row in self.model.cameras]

    def _show_view(self) -> None:
        view, holding = self.model.view, self.model.holding
        may = self.model.may_decide()
        for button in (self.confirm, self.refuse):
            button.setVisible(may)
        if self._asked_of != (self.model.camera_id, may):
            self._asked_of = (self.model.camera_id, may)
            self.reason.hide()
        self.renew.setVisible(bool(self.model.camera_id))
        self._show_kept()
        self._chip.setVisible(view is not None)
        self._body.setVisible(view is not None)
        self._nothing.setVisible(view is None and bool(self.model.camera_id))
        camera = next((row for row in self.model.cameras if row.id == self.model.camera_id), None)
        self._title.setText(f"{camera.code} {camera.name}" if camera else "")
        if view is None:
            return
        words, level = _state_words(view.state)
        self._chip.show_word(words, level)
        self.candidate.show_file(reference_head(view), view.picture)
        other = holding if holding is not None and holding.id != view.id else None
        self.held.setVisible(other is not None)
        if other is not None:
            self.held.show_file(tr("在用的{head}", head=reference_head(other)), other.picture)
        self._about.setText(life_words(view))
        self._asked.setText(
            tr("方位正确、画面清晰、没有遮挡？确认后按它判断偏移、遮挡和模糊；有疑问按 N。")
            if may
            else tr("基准只能由人更换，旧的会保留；几何和清晰度不会自己变。")
        )

    def _show_kept(self) -> None:
        chosen = self.model.view.id if self.model.view else ""
        self.kept.blockSignals(True)
        self.kept.clear()
        for view in self.model.views:
            words, _ = _state_words(view.state)
            item = QListWidgetItem(f"{words}   {place_words(view)}   {life_words(view)}", self.kept)
            item.setData(_ID, view.id)
            if view.id == chosen:
                self.kept.setCurrentItem(item)
        self.kept.blockSignals(False)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.confirm.setText(tr("方位正确，确认"))
        self.refuse.setText(tr("不合格"))
        self.renew.setText(tr("更新基准"))
        self._heads[0].setText(tr("核对"))
        self._heads[1].setText(tr("这个点位的全部基准，旧的也保留"))
        self._empty.setText(
            tr("没有待确认的基准画面。\n画面正常时程序会自己学习，学好后列在这里，由人核对确认。")
        )
        self._nothing.setText(tr("这个点位还没有学到基准画面。画面正常一段时间后会列为待确认。"))
        self.reason.retranslate()
        self._show_list()
        self._show_view()

    # --- doing ---------------------------------------------------------------------------

    def _ask_refuse(self) -> None:
        if self.model.may_decide():
            question = tr("哪里不对（可不填）：方位、清晰度、有遮挡…")
            self.reason.ask(question, self.model.refuse, is_needed=False)

    def _ask_renew(self) -> None:
        if self.model.camera_id:
            question = tr("为什么要更新基准（必填，旧基准会保留）")
            self.reason.ask(question, self.model.renew)

    def _switch(self) -> None:
        self.use_listing(1 - self._listing)

    # --- building ------------------------------------------------------------------------

    def _build(self, shelf: PictureShelf) -> None:
        self.listings = Segments(("", ""))
        self.listings.choose(WAITING)
        self.lines, self.kept = KeyList(), KeyList()
        for listed in (self.lines, self.kept):
            listed.setFrameShape(QFrame.Shape.NoFrame)
        self.kept.setMaximumHeight(theme.px(KEPT_PX))
        self._empty, self._nothing = QLabel(), QLabel()
        for label in (self._empty, self._nothing):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            theme.give_role(label, "soft")
        self._title, self._chip = QLabel(), Chip()
        theme.give_role(self._title, "title")
        self.candidate, self.held = FaultPicture(shelf), FaultPicture(shelf)
        for picture in (self.candidate, self.held):
            picture.setMinimumHeight(theme.px(PICTURES_PX) // 2)
        self._heads = [QLabel(), QLabel()]
        for head in self._heads:
            theme.give_role(head, "head")
        self._about, self._asked = QLabel(), QLabel()
        theme.give_role(self._about, "second")
        for label in (self._about, self._asked):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.confirm, self.refuse = KeyButton("primary", "Enter"), KeyButton("", "N")
        self.renew = KeyButton("", "B")
        self.reason = ReasonRow()
        self._body = QWidget()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(self.listings, 0, Qt.AlignmentFlag.AlignLeft)
        left.addWidget(_card(self.lines), 1)
        side = QWidget()
        side.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        side.setFixedWidth(theme.px(LIST_PX))
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._title)
        head.addWidget(self._chip)
        head.addStretch(1)
        head.addWidget(self.renew)
        pictures = QHBoxLayout()
        pictures.setSpacing(10)
        pictures.addWidget(self.candidate, 1)
        pictures.addWidget(self.held, 1)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(12)
        body.addLayout(pictures, 1)
        body.addWidget(self._decision_card())
        body.addWidget(_card(self._heads[1], self.kept))
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addLayout(head)
        right.addWidget(self.reason)
        right.addWidget(self._empty, 1)
        right.addWidget(self._nothing, 1)
        right.addWidget(self._body, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(side)
        row.addLayout(right, 1)

    def _decision_card(self) -> QFrame:
        words = QVBoxLayout()
        words.setSpacing(6)
        for label in (self._heads[0], self._asked, self._about):
            words.addWidget(label)
        card = QFrame()
        theme.give_role(card, "card")
        row = QHBoxLayout(card)
        row.setContentsMargins(18, 12, 18, 14)
        row.setSpacing(8)
        row.addLayout(words, 1)
        for button in (self.refuse, self.confirm):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return card

    def _connect(self) -> None:
        model = self.model
        model.listed.connect(self._show_list)
        model.changed.connect(self._show_view)
        model.refused.connect(lambda sentence: self.said.emit(sentence, "urgent"))
        model.told.connect(lambda sentence: self.said.emit(sentence, "done"))
        self.listings.chosen.connect(self.use_listing)
        self.lines.currentRowChanged.connect(self._on_row)
        self.kept.currentItemChanged.connect(self._on_kept)
        self.confirm.clicked.connect(model.confirm)
        self.refuse.clicked.connect(self._ask_refuse)
        self.renew.clicked.connect(self._ask_renew)

    # --- slots ---------------------------------------------------------------------------

    def _on_row(self, row: int) -> None:
        item = self.lines.item(row)
        camera_id, view_id = item.data(_ID) if item is not None else ("", "")
        self.model.look_at(camera_id, view_id)

    def _on_kept(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.model.choose(str(item.data(_ID)))

    # --- Qt ------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.model.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_alone(self._keys, event):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


def _counted(words: str, found: tuple[object, ...]) -> str:
    return f"{words} {len(found)}" if found else words


def _state_words(state: str) -> tuple[str, str]:
    words, level = next(pair for known, pair in STATES.items() if known == state)
    return tr(words), level


def _card(*parts: QWidget) -> QFrame:
    card = QFrame()
    theme.give_role(card, "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(12, 10, 12, 10)
    column.setSpacing(6)
    for part in parts:
        column.addWidget(part, 0 if part.property("role") == "head" else 1)
    return card
