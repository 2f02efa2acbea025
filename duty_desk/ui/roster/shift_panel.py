"""One day of the roster: its shifts, and who keeps the chosen one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from duty_desk.desk.roster_words import span_words
from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton

if TYPE_CHECKING:
    from duty_desk.desk.roster_views import RosterMonth
    from duty_desk.domain.roster import PlannedShift

_ID = Qt.ItemDataRole.UserRole
LONGEST = 60


class ShiftPanel(QWidget):
    """Edits a shift.

    Signals:
        save_wanted(str, object, str, str, str): shift id, people's ids in order, leader, phone,
            note.
    """

    save_wanted = Signal(str, object, str, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._month: RosterMonth | None = None
        self._day = ""
        self._title, self._about = QLabel(), QLabel()
        theme.give_role(self._title, "title")
        theme.give_role(self._about, "soft")
        self._about.setWordWrap(True)
        self.shifts, self.people = QComboBox(), QListWidget()
        self.leader, self.phone, self.note = QLineEdit(), QLineEdit(), QLineEdit()
        for line in (self.leader, self.phone, self.note):
            line.setMaxLength(LONGEST)
        self.save = KeyButton("primary", "Ctrl S")
        self._labels = [QLabel() for _ in range(5)]
        self._lay_out()
        self.shifts.currentIndexChanged.connect(lambda _: self._show_shift())
        self.save.clicked.connect(self.on_save)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        words = (tr("班次"), tr("值班员"), tr("带班领导"), tr("电话"), tr("备注"))
        for label, word in zip(self._labels, words, strict=True):
            label.setText(word)
        self.people.setToolTip(tr("勾选谁值班；排在最前的勾选人签交接班"))
        self.save.setText(tr("保存"))

    def allow(self, *, can_plan: bool) -> None:
        """Let the shift be changed, or only be looked at."""
        self.save.setVisible(can_plan)
        self.people.setEnabled(can_plan)
        for line in (self.leader, self.phone, self.note):
            line.setReadOnly(not can_plan)

    def show_day(self, month: RosterMonth, day: str, person_id: str = "") -> None:
        """Show a day, and in it the shift that a person keeps."""
        self._month, self._day = month, day
        kept = self.shifts.currentData()
        found = [one for one in month.shifts if one.day == day]
        self.shifts.blockSignals(True)
        self.shifts.clear()
        for shift in found:
            self.shifts.addItem(f"{tr(shift.template)}  {span_words(shift)}", shift.id)
        self.shifts.blockSignals(False)
        mine = [n for n, one in enumerate(found) if person_id and person_id in one.person_ids]
        again = [n for n, one in enumerate(found) if one.id == kept]
        if mine or again:
            self.shifts.setCurrentIndex((mine or again)[0])
        about = next((one for one in month.days if one.day == day), None)
        self._title.setText(day)
        self._about.setText(about.name if about else "")
        self._about.setVisible(bool(about and about.name))
        self._show_shift()

    def show_shift(self, month: RosterMonth, shift: PlannedShift) -> None:
        """Show the day of a shift, and that shift in it."""
        self.show_day(month, shift.day)
        self.shifts.setCurrentIndex(max(0, self.shifts.findData(shift.id)))

    def _shift(self) -> PlannedShift | None:
        wanted = self.shifts.currentData()
        shifts = self._month.shifts if self._month else ()
        return next((one for one in shifts if one.id == wanted), None)

    def _show_shift(self) -> None:
        shift = self._shift()
        self.people.clear()
        for line in (self.leader, self.phone, self.note):
            line.clear()
        self.save.setEnabled(shift is not None)
        if shift is None or self._month is None:
            return
        order = {person: number for number, person in enumerate(shift.person_ids)}
        for person in sorted(self._month.people, key=lambda one: order.get(one.id, 99)):
            item = QListWidgetItem(
                person.name if person.is_active else tr("{n}（停用）", n=person.name)
            )
            item.setData(_ID, person.id)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsUserCheckable
                | Qt.ItemFlag.ItemIsSelectable
            )
            is_on = person.id in order
            item.setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
            self.people.addItem(item)
        self.leader.setText(shift.leader)
        self.phone.setText(shift.phone)
        self.note.setText(shift.note)

    def chosen_people(self) -> list[str]:
        """Who is ticked, in the order of the list."""
        items = (self.people.item(number) for number in range(self.people.count()))
        return [str(item.data(_ID)) for item in items if item.checkState() is Qt.CheckState.Checked]

    def on_save(self) -> None:
        """Hand the shift over as it stands."""
        shift = self._shift()
        if shift is not None and self.people.isEnabled():
            self.save_wanted.emit(
                shift.id,
                self.chosen_people(),
                self.leader.text(),
                self.phone.text(),
                self.note.text(),
            )

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(10)
        form.setVerticalSpacing(8)
        fields = (self.shifts, self.people, self.leader, self.phone, self.note)
        for label, field in zip(self._labels, fields, strict=True):
            form.addRow(label, field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._title)
        column.addWidget(self._about)
        column.addLayout(form)
        column.addWidget(self.save)
        column.addStretch(1)
        self.people.setMinimumHeight(theme.px(220))
