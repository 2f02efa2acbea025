"""The month as a sheet: a row a person, a column a day, a sign for each shift."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from duty_desk.desk.roster_words import span_words
from duty_desk.desk.shift_words import WEEKDAYS, sign_of
from duty_desk.domain.workdays import instant
from duty_desk.language import tr
from duty_desk.ui import theme

if TYPE_CHECKING:
    from duty_desk.desk.roster_views import RosterDay, RosterMonth
    from duty_desk.domain.roster import PlannedShift

NAME_PX, HEAD_PX, ROW_PX, HIGHEST_PX, OPEN = 118, 46, 34, 60, ""
_CENTRE = Qt.AlignmentFlag.AlignCenter
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class RosterGrid(QWidget):
    """Paints a month; a cell is chosen by a click or with the arrow keys.

    The first row is that of shifts nobody has been put into.

    Signals:
        chosen(str, str): an ISO day, and a person's id (empty for the row of open shifts).
    """

    chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._month: RosterMonth | None = None
        self._rows: list[tuple[str, str]] = []  # person id, name
        self._cells: dict[tuple[str, str], list[PlannedShift]] = {}
        self._away: set[tuple[str, str]] = set()
        self._wrong: dict[tuple[str, str], str] = {}
        self._today = ""
        self._at = (0, 0)  # column, row
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def show_month(self, month: RosterMonth, today: str) -> None:
        """Show a month; `today` is an ISO date."""
        self._today = today
        is_other = self._month is None or self._month.month != month.month
        self._month = month
        self._rows = [(OPEN, tr("未排人")), *((one.id, one.name) for one in month.people)]
        self._cells = {}
        for shift in month.shifts:
            for person in shift.person_ids or (OPEN,):
                self._cells.setdefault((shift.day, person), []).append(shift)
        self._mark(month)
        if is_other:
            found = [n for n, day in enumerate(month.days) if day.is_today]
            self._at = (found[0] if found else 0, min(1, len(self._rows) - 1))
        self._at = (self._at[0], min(self._at[1], len(self._rows) - 1))
        self.updateGeometry()
        self.update()

    def _mark(self, month: RosterMonth) -> None:
        self._away, self._wrong = set(), {}
        for leave in month.leaves:
            if leave.state != "approved":
                continue
            for day in month.days:
                begin = instant(date.fromisoformat(day.day))
                if leave.from_at < begin + 86_400_000 and begin < leave.to_at:
                    self._away.add((day.day, leave.person_id))
        days = {shift.id: shift.day for shift in month.shifts}
        for line in month.conflicts:
            for shift_id in line.shifts or (line.day,):
                place = (days.get(shift_id, line.day), line.person_id)
                if self._wrong.get(place) != "urgent":
                    self._wrong[place] = line.level

    def choose(self, day: str) -> None:
        """Light a day, in the row that is lit."""
        for number, one in enumerate(self._month.days if self._month else ()):
            if one.day == day:
                self._at = (number, self._at[1])
        self.update()

    def day(self) -> str:
        """The day that is lit."""
        return self._month.days[self._at[0]].day if self._month else ""

    def sizeHint(self) -> QSize:
        rows = max(5, len(self._rows))
        return QSize(theme.px(NAME_PX + 31 * 30), theme.px(HEAD_PX + rows * ROW_PX))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(NAME_PX + 31 * 20), self.sizeHint().height())

    # --- inside --------------------------------------------------------------------------

    def _cell(self, column: int, row: int) -> QRect:
        count = len(self._month.days) if self._month else 31
        left, width = theme.px(NAME_PX), self.width() - theme.px(NAME_PX) - 2
        x0, x1 = left + width * column // count, left + width * (column + 1) // count
        high = self._row_px()
        return QRect(x0, theme.px(HEAD_PX) + row * high, x1 - x0, high)

    def _row_px(self) -> int:
        room = (self.height() - theme.px(HEAD_PX)) // max(1, len(self._rows))
        return max(theme.px(ROW_PX), min(theme.px(HIGHEST_PX), room))

    def _place(self, x: float, y: float) -> tuple[int, int] | None:
        if self._month is None:
            return None
        for row in range(len(self._rows)):
            for column in range(len(self._month.days)):
                if self._cell(column, row).contains(round(x), round(y)):
                    return column, row
        return None

    def _tell(self) -> None:
        if self._month is not None and self._rows:
            day, person = self._month.days[self._at[0]].day, self._rows[self._at[1]][0]
            self.chosen.emit(day, person)

    def _paint_head(self, painter: QPainter, column: int, day: RosterDay) -> None:
        cell = self._cell(column, 0)
        ink = "accent_text" if day.is_today else "text2" if day.is_worked else "warn_text"
        painter.setPen(theme.colour(ink))
        half = theme.px(HEAD_PX) // 2
        area = QRect(cell.left(), 2, cell.width(), half)
        painter.drawText(area, _CENTRE, str(int(day.day[8:])))
        weekday = tr(WEEKDAYS[date.fromisoformat(day.day).weekday()])
        words = (tr("班") if day.is_worked else tr("休")) if day.name else weekday
        painter.drawText(area.translated(0, half - 2), _CENTRE, words)

    def _paint_cell(self, painter: QPainter, column: int, row: int) -> None:
        if self._month is None:
            return
        day, person = self._month.days[column], self._rows[row][0]
        cell = self._cell(column, row)
        if not day.is_worked:
            painter.fillRect(cell, theme.colour("bg2"))
        shifts = self._cells.get((day.day, person), [])
        box = cell.adjusted(2, 3, -2, -3)
        if (day.day, person) in self._away:
            _paint_sign(painter, box, tr("假"), ("warn_tint", "warn_text"))
        elif shifts:
            signs = "".join(sign_of(tr(one.template)) for one in shifts)
            colours = ("bad_tint", "bad_text") if person == OPEN else _colours(shifts[0])
            if person == OPEN and (not self._month.is_planned or day.day < self._today):
                colours = ("bg2", "text3")
            _paint_sign(painter, box, signs, colours)
        wrong = self._wrong.get((day.day, person))
        if wrong and shifts:
            painter.setPen(theme.colour("bad" if wrong == "urgent" else "warn"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._month is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(theme.SECOND_PX))
        for column, day in enumerate(self._month.days):
            self._paint_head(painter, column, day)
        for row, (_, name) in enumerate(self._rows):
            line = self._cell(0, row)
            painter.setPen(theme.colour("line"))
            painter.drawLine(0, line.top(), self.width(), line.top())
            painter.setPen(theme.colour("text1" if row else "text2"))
            area = QRect(4, line.top(), theme.px(NAME_PX) - 8, line.height())
            shown = painter.fontMetrics().elidedText(
                name, Qt.TextElideMode.ElideRight, area.width()
            )
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, shown)
            for column in range(len(self._month.days)):
                self._paint_cell(painter, column, row)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(theme.colour("accent" if self.hasFocus() else "text3"))
        lit = QRectF(self._cell(*self._at)).adjusted(0.5, 1.5, -0.5, -1.5)
        painter.drawRoundedRect(lit, 4, 4)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place(event.position().x(), event.position().y())
        if place is not None:
            self._at = place
            self.update()
            self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or self._month is None:
            super().keyPressEvent(event)
            return
        column = max(0, min(len(self._month.days) - 1, self._at[0] + step[0]))
        row = max(0, min(len(self._rows) - 1, self._at[1] + step[1]))
        self._at = (column, row)
        self.update()
        self._tell()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._place(event.pos().x(), event.pos().y())
            QToolTip.showText(event.globalPos(), self._tip(place), self)
            return True
        return super().event(event)

    def _tip(self, place: tuple[int, int] | None) -> str:
        if place is None or self._month is None:
            return ""
        day, person = self._month.days[place[0]], self._rows[place[1]][0]
        lines = [f"{day.day} {day.name}".strip()]
        lines += [
            f"{tr(one.template)} {span_words(one)} {one.leader}".rstrip()
            for one in self._cells.get((day.day, person), [])
        ]
        return "\n".join(lines)


def _paint_sign(painter: QPainter, box: QRect, sign: str, colours: tuple[str, str]) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(colours[0]))
    painter.drawRoundedRect(QRectF(box), 4, 4)
    painter.setPen(theme.colour(colours[1]))
    painter.drawText(box, _CENTRE, sign)


def _colours(shift: PlannedShift) -> tuple[str, str]:
    """Ground and ink: the day is bright, the night quiet, the office green."""
    if shift.is_office:
        return "ok_tint", "ok_text"
    is_night = shift.ends_at > instant(date.fromisoformat(shift.day), 24 * 60)
    return ("bg3", "text1") if is_night else ("accent_tint", "accent_text")
