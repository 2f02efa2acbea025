"""Changing the list of whom to tell: one line a role, with its number, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from duty_desk.domain.emergency import PlanStep
from duty_desk.language import language, mark, tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.duty.over_card import OverCard

if TYPE_CHECKING:
    from duty_desk.ui.problems.form_model import DeskSide

WIDTH_PX = 1040
ROLE, NUMBER, KINDS, CLIENT, NOTE = range(5)
_HEADS = (mark("职务"), mark("电话"), mark("哪些类型"), mark("甲方"), mark("怎么说"))


class PlanCard(OverCard):
    """The list as a table.

    Signals:
        said(str, str): a sentence for the operator, and its level.
        changed(): another list is in use.
    """

    said = Signal(str, str)
    changed = Signal()

    def __init__(self, side: DeskSide, window: QWidget) -> None:
        super().__init__(window, WIDTH_PX, is_at_foot=False)
        self._side = side
        self._title, self._hint, self._told = QLabel(), QLabel(), QLabel()
        theme.give_role(self._title, "title")
        theme.give_role(self._hint, "soft")
        theme.give_role(self._told, "refusal")
        self._told.setWordWrap(True)
        self.table = QTableWidget(0, len(_HEADS))
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setMinimumHeight(theme.px(420))
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(NOTE, QHeaderView.ResizeMode.Stretch)
        for column, width in ((ROLE, 180), (NUMBER, 150), (KINDS, 220), (CLIENT, 70)):
            self.table.setColumnWidth(column, theme.px(width))
        self._add, self._remove = KeyButton("quiet"), KeyButton("quiet")
        self._up, self._down = KeyButton("quiet"), KeyButton("quiet")
        self._save, self._cancel = KeyButton("primary"), KeyButton("quiet", "Esc")
        self._lay_out()
        self._add.clicked.connect(lambda: self._insert(PlanStep(role=""), self.table.rowCount()))
        self._remove.clicked.connect(lambda: self.table.removeRow(self.table.currentRow()))
        self._up.clicked.connect(lambda: self._shift(-1))
        self._down.clicked.connect(lambda: self._shift(1))
        self._save.clicked.connect(self.save)
        self._cancel.clicked.connect(self.leave)
        self.retranslate()

    def begin(self) -> None:
        """Show the list in use."""
        self._told.hide()
        self._side.bridge.when_done(self._side.desk.emergency.plan(), self._show)

    def _show(self, steps: tuple[PlanStep, ...]) -> None:
        self.table.setRowCount(0)
        for row, step in enumerate(steps):
            self._insert(step, row)
        self.open()
        self.table.setFocus()
        self.table.setCurrentCell(0, NUMBER)

    def _insert(self, step: PlanStep, row: int) -> None:
        names = {kind.code: kind.name_in(language()) for kind in self._side.desk.emergency.kinds}
        self.table.insertRow(row)
        kinds = tr("、").join(names[code] for code in step.kinds if code in names)
        for column, text in (
            (ROLE, step.role),
            (NUMBER, step.number),
            (KINDS, kinds),
            (NOTE, step.note),
        ):
            self.table.setItem(row, column, QTableWidgetItem(text))
        box = QCheckBox()
        box.setChecked(step.is_client)
        box.setAccessibleName(tr("甲方"))
        self.table.setCellWidget(row, CLIENT, box)
        self.table.setCurrentCell(row, ROLE)

    def _shift(self, by: int) -> None:
        row = self.table.currentRow()
        if 0 <= row < self.table.rowCount() and 0 <= row + by < self.table.rowCount():
            step = self._step(row)
            self.table.removeRow(row)
            self._insert(step, row + by)

    def _step(self, row: int) -> PlanStep:
        def text(column: int) -> str:
            item = self.table.item(row, column)
            return item.text().strip() if item else ""

        box = self.table.cellWidget(row, CLIENT)
        known = {
            name: kind.code
            for kind in self._side.desk.emergency.kinds
            for name in (kind.zh, kind.en.lower(), kind.code)
        }
        said = [word.strip() for word in text(KINDS).replace(",", tr("、")).split(tr("、"))]
        unknown = [word for word in said if word and word.lower() not in known]
        if unknown:
            raise ValueError(unknown[0])
        return PlanStep(
            role=text(ROLE),
            number=text(NUMBER),
            kinds=tuple(known[word.lower()] for word in said if word),
            note=text(NOTE),
            is_client=isinstance(box, QCheckBox) and box.isChecked(),
        )

    def save(self) -> None:
        """Use this list from now on."""
        try:
            steps = [self._step(row) for row in range(self.table.rowCount())]
        except ValueError as error:
            self._refuse(tr("没有“{name}”这个类型；没有保存。", name=error.args[0]))
            return
        self._side.bridge.when_done(
            self._side.desk.emergency.adopt_plan(steps),
            lambda _done: self._on_saved(),
            self._refuse,
        )

    def _on_saved(self) -> None:
        self.said.emit(tr("报告名单已更新"), "done")
        self.changed.emit()
        self.leave()

    def _refuse(self, sentence: str) -> None:
        self._told.setText(sentence)
        self._told.show()
        self.place()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._title.setText(tr("突发事件报告名单"))
        self._hint.setText(
            tr("按先后排列，写职务和电话；类型空着表示各类都要告知。告知甲方后时限停表。")
        )
        self.table.setHorizontalHeaderLabels([tr(head) for head in _HEADS])
        self._add.setText(tr("加一行"))
        self._remove.setText(tr("删一行"))
        self._up.setText(tr("上移"))
        self._down.setText(tr("下移"))
        self._save.setText(tr("保存"))
        self._cancel.setText(tr("取消"))

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self._add, self._remove, self._up, self._down):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            foot.addWidget(button)
        foot.addStretch()
        foot.addWidget(self._cancel)
        foot.addWidget(self._save)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(10)
        column.addWidget(self._title)
        column.addWidget(self._hint)
        column.addWidget(self.table, 1)
        column.addWidget(self._told)
        column.addLayout(foot)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
