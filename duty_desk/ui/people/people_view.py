"""The view 人员 of the handover page: the list of people, and the form of one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
)

from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.handover.view import DeskView
from duty_desk.ui.people.people_model import PeopleModel
from duty_desk.ui.people.person_form import PersonForm
from duty_desk.ui.record_table import LevelRole

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from duty_desk.desk.views import Snapshot
    from duty_desk.ui.problems.form_model import DeskSide

FORM_PX, ROW_PX = 400, 40
_INK = {"attention": "warn_text", "urgent": "bad_text", "done": "ok_text", "soft": "text2"}


class _Ink(QStyledItemDelegate):
    """Paints a cell in the colour of its level."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        ink = theme.colour(_INK.get(index.data(LevelRole), "text1"))
        for role in (option.palette.ColorRole.Text, option.palette.ColorRole.HighlightedText):
            option.palette.setColor(role, ink)


class _Table(QTableView):
    """Leaves letters and Enter to the view; its own search by letters is of no use here."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().strip() or event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)


class PeopleView(DeskView):
    """Shows who works here and lets administrators look after them."""

    def __init__(self, side: DeskSide) -> None:
        super().__init__()
        self.model = PeopleModel(self)
        self.form = PersonForm(side, self.model)
        self.table = _Table()
        self._title, self._words = QLabel(), QLabel()
        self.new = KeyButton("primary", "N")
        self._build()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.table)
        self.retranslate()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the desk as it stands."""
        chosen = self.form.person_id
        if not self.model.show_snapshot(snapshot):
            return
        self._show_words()
        row = self.model.row_of(chosen)
        if row >= 0:
            self.table.selectRow(row)
        self.form.show_person(self.model.row_at(row))

    def choose(self, person_id: str) -> None:
        """Choose a person, if he is listed."""
        row = self.model.row_of(person_id)
        if row >= 0:
            self.table.selectRow(row)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._title.setText(tr("人员"))
        self.new.setText(tr("录入人员"))
        self.table.setAccessibleName(tr("人员"))
        self._show_words()
        self.form.retranslate()

    def _show_words(self) -> None:
        count, unsigned = self.model.rowCount(), self.model.unsigned()
        if not count:
            words = tr("还没有人员。先在右边录入管理员，再由他录入其他人。")
        elif unsigned:
            words = tr("共 {n} 人，{m} 人还没有登记保密承诺。", n=count, m=unsigned)
        else:
            words = tr("共 {n} 人，都已登记保密承诺。", n=count)
        self._words.setText(words)
        theme.give_role(self._words, "told" if unsigned else "soft", "attention")
        self.new.setVisible(self.model.may_change())

    # --- building ------------------------------------------------------------------------

    def _build(self) -> None:
        theme.give_role(self._title, "title")
        self.table.setModel(self.model)
        self.table.setItemDelegate(_Ink(self.table))
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setShowGrid(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(theme.px(ROW_PX))
        head = self.table.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)

    def _lay_out(self) -> None:
        left, right = QFrame(), QFrame()
        for card in (left, right):
            theme.give_role(card, "card")
        top = QHBoxLayout()
        top.addWidget(self._title)
        top.addSpacing(8)
        top.addWidget(self._words, 1)
        top.addWidget(self.new)
        column = QVBoxLayout(left)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        room = QVBoxLayout(right)
        room.setContentsMargins(16, 14, 16, 14)
        room.addWidget(self.form)
        right.setFixedWidth(theme.px(FORM_PX))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(left, 1)
        row.addWidget(right)

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.new.clicked.connect(self._on_new)
        self.form.said.connect(self.said)
        self.form.left.connect(self.table.setFocus)

    # --- slots ---------------------------------------------------------------------------

    def _on_row(self, index: QModelIndex) -> None:
        person = self.model.row_at(index.row())
        if person is not None and person.id != self.form.person_id:
            self.form.show_person(person, is_fresh=True)

    def _on_new(self) -> None:
        self.table.clearSelection()
        self.table.setCurrentIndex(QModelIndex())
        self.form.show_person(None, is_fresh=True)
        self.form.take_focus()

    # --- Qt ------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_N and not event.modifiers() and self.model.may_change():
            self._on_new()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.form.take_focus()
        else:
            super().keyPressEvent(event)
