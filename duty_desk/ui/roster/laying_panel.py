"""Laying a rotation over days: pattern, crews, span; looked at in the sheet before it is taken."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from duty_desk.desk.shift_systems import ROTATIONS
from duty_desk.domain.roster import Laying, Rotation
from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton

if TYPE_CHECKING:
    from duty_desk.desk.roster_views import PersonCell, RosterMonth, RosterProposal

_ISO = "yyyy-MM-dd"
MOST_CREWS, EACH = 4, 2


class LayingPanel(QWidget):
    """A form of one rotation.

    Signals:
        preview_wanted(object): a `Laying`.
        adopt_wanted(): what was looked at is to be the roster.
        given_up(): nothing is to be changed.
    """

    preview_wanted = Signal(object)
    adopt_wanted = Signal()
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._month = ""  # the one the dates were proposed for
        self.rotation = QComboBox()
        self.from_on, self.to_on, self.starts_on = QDateEdit(), QDateEdit(), QDateEdit()
        for field in (self.from_on, self.to_on, self.starts_on):
            field.setCalendarPopup(True)
            field.setDisplayFormat(_ISO)
        self.leader = QLineEdit()
        self.crews = [[QComboBox() for _ in range(EACH)] for _ in range(MOST_CREWS)]
        self._labels = [QLabel() for _ in range(5)]
        self._crew_labels = [QLabel() for _ in range(MOST_CREWS)]
        self._told = QLabel()
        self._told.setWordWrap(True)
        self.preview, self.adopt = KeyButton(), KeyButton("primary")
        self.give_up = KeyButton("quiet")
        self._lay_out()
        self.rotation.currentIndexChanged.connect(lambda _: self._show_rotation())
        self.preview.clicked.connect(self._on_preview)
        self.adopt.clicked.connect(self.adopt_wanted)
        self.give_up.clicked.connect(self._on_give_up)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        words = (tr("规律"), tr("从"), tr("到"), tr("第一天"), tr("带班领导"))
        for label, word in zip(self._labels, words, strict=True):
            label.setText(word)
        for number, label in enumerate(self._crew_labels, 1):
            label.setText(tr("第 {n} 组", n=number))
        self.starts_on.setToolTip(tr("第 1 组从这一天开始上规律里的第一个班"))
        kept = max(0, self.rotation.currentIndex())
        self.rotation.clear()
        for one in ROTATIONS:
            self.rotation.addItem(tr(one.name), one.id)
        self.rotation.setCurrentIndex(kept)
        self.preview.setText(tr("预览"))
        self.adopt.setText(tr("启用"))
        self.give_up.setText(tr("不用了"))

    def show_month(self, month: RosterMonth, today: str) -> None:
        """Offer the month's people and days, unless a preview is being looked at."""
        if self.adopt.isEnabled():
            return
        people = [one for one in month.people if one.is_active]
        first = max(month.days[0].day, today)
        last = month.days[-1].day
        if self._month != month.month:
            self._month = month.month
            for field, day in ((self.from_on, first), (self.to_on, last), (self.starts_on, first)):
                field.setDate(QDate.fromString(day, _ISO))
        for crew in self.crews:
            for box in crew:
                _offer(box, people)

    def say(self, sentence: str, level: str) -> None:
        """Tell something below the form."""
        self._told.setText(sentence)
        theme.give_role(self._told, "told", level)

    def show_proposal(self, proposal: RosterProposal) -> None:
        """Say what would be wrong with it, and let it be taken."""
        urgent = [one.words for one in proposal.conflicts if one.level == "urgent"]
        lines = [tr("预览：{n} 个班，表里看到的还没有启用。", n=len(proposal.shifts))]
        lines += [*proposal.warnings, *urgent[:4]]
        if len(urgent) > 4:
            lines.append(tr("另有 {n} 处冲突。", n=len(urgent) - 4))
        rest = len(proposal.conflicts) - len(urgent)
        if rest:
            lines.append(tr("{n} 处休息少于 11 小时。", n=rest))
        self.say("\n".join(lines), "attention" if urgent else "done")
        self.adopt.setEnabled(True)

    def end(self) -> None:
        """Nothing is looked at any more."""
        self.adopt.setEnabled(False)
        self.say("", "")

    def laying(self) -> Laying | None:
        """The rotation as the form says; None before anything can be chosen."""
        rotation = self._rotation()
        if rotation is None:
            return None
        crews = tuple(
            tuple(dict.fromkeys(str(box.currentData()) for box in crew if box.currentData()))
            for crew in self.crews[: rotation.crews]
        )
        return Laying(
            rotation=rotation,
            crews=crews,
            starts_on=_day(self.starts_on),
            from_on=_day(self.from_on),
            to_on=_day(self.to_on),
            seat="",
            leaders={"": self.leader.text().strip()},
        )

    # --- inside --------------------------------------------------------------------------

    def _rotation(self) -> Rotation | None:
        wanted = self.rotation.currentData()
        return next((one for one in ROTATIONS if one.id == wanted), None)

    def _show_rotation(self) -> None:
        rotation = self._rotation()
        count = rotation.crews if rotation else 0
        for number, (label, crew) in enumerate(zip(self._crew_labels, self.crews, strict=True)):
            for widget in (label, *crew):
                widget.setVisible(number < count)

    def _on_preview(self) -> None:
        laying = self.laying()
        if laying is not None:
            self.preview_wanted.emit(laying)

    def _on_give_up(self) -> None:
        self.end()
        self.given_up.emit()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(10)
        form.setVerticalSpacing(8)
        fields = (self.rotation, self.from_on, self.to_on, self.starts_on, self.leader)
        for label, field in zip(self._labels, fields, strict=True):
            form.addRow(label, field)
        for label, crew in zip(self._crew_labels, self.crews, strict=True):
            row = QHBoxLayout()
            for box in crew:
                row.addWidget(box, 1)
            form.addRow(label, row)
        foot = QHBoxLayout()
        for button in (self.preview, self.give_up, self.adopt):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(form)
        column.addLayout(foot)
        column.addWidget(self._told)
        column.addStretch(1)
        self.adopt.setEnabled(False)


def _offer(box: QComboBox, people: list[PersonCell]) -> None:
    kept = box.currentData()
    box.clear()
    box.addItem("—", "")
    for one in people:
        box.addItem(one.name, one.id)
    box.setCurrentIndex(max(0, box.findData(kept)))


def _day(field: QDateEdit) -> date:
    return date.fromisoformat(field.date().toString(_ISO))
