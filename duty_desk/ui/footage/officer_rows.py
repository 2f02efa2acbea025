"""The people who ask, one line each; masked ones are shown and stay as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from duty_desk.domain.footage import Officer
from duty_desk.language import tr
from duty_desk.ui import theme

if TYPE_CHECKING:
    from duty_desk.desk.footage_views import OfficerRow

LINES = 2


@dataclass(frozen=True)
class OfficerLine:
    """The fields of one person."""

    head: QLabel
    name: QLineEdit
    number: QLineEdit
    phone: QLineEdit
    seen: QCheckBox

    def is_used(self) -> bool:
        """Whether anything of somebody stands here."""
        return any(line.text().strip() for line in (self.name, self.number, self.phone))


class OfficerRows(QWidget):
    """Two lines; a unit that is not the police may leave the second empty."""

    def __init__(self) -> None:
        super().__init__()
        self.is_masked = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.lines: list[OfficerLine] = []
        for _ in range(LINES):
            line = OfficerLine(QLabel(), QLineEdit(), QLineEdit(), QLineEdit(), QCheckBox())
            theme.give_role(line.head, "second")
            for edit, most in ((line.name, 60), (line.number, 60), (line.phone, 40)):
                edit.setMaxLength(most)
            row = QHBoxLayout()
            row.setSpacing(6)
            row.addWidget(line.head)
            row.addWidget(line.name, 3)
            row.addWidget(line.number, 4)
            row.addWidget(line.phone, 3)
            row.addWidget(line.seen)
            column.addLayout(row)
            self.lines.append(line)

    def show_officers(self, officers: tuple[OfficerRow, ...], *, is_masked: bool) -> None:
        """Show these; what is masked cannot be typed over."""
        self.is_masked = is_masked and bool(officers)
        for number, line in enumerate(self.lines):
            one = officers[number] if number < len(officers) else None
            line.name.setText(one.name if one else "")
            line.number.setText(one.number if one else "")
            line.phone.setText(one.phone if one else "")
            line.seen.setChecked(bool(one and one.is_seen))
            for widget in (line.name, line.number, line.phone, line.seen):
                widget.setEnabled(not self.is_masked)

    def name_width(self, width_px: int) -> None:
        """Stand in line with the fields above and below."""
        for line in self.lines:
            line.head.setFixedWidth(width_px)

    def officers(self) -> tuple[Officer, ...]:
        """Who asks."""
        return tuple(
            Officer(
                name=line.name.text().strip(),
                number=line.number.text().strip(),
                phone=line.phone.text().strip(),
                is_seen=line.seen.isChecked(),
            )
            for line in self.lines
            if line.is_used()
        )

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        for line, head in zip(self.lines, (tr("承办人一"), tr("承办人二")), strict=True):
            line.head.setText(head)
            line.name.setPlaceholderText(tr("姓名"))
            line.number.setPlaceholderText(tr("警号或证件号"))
            line.phone.setPlaceholderText(tr("电话（可不填）"))
            line.seen.setText(tr("证件已核"))
            for edit in (line.name, line.number, line.phone):
                edit.setAccessibleName(f"{head} {edit.placeholderText()}")
            line.seen.setAccessibleName(f"{head} {line.seen.text()}")
