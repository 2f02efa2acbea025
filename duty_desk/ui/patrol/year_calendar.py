"""The contract year as a sheet: a row a month, a cell a day with its rounds that count."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.times import span

if TYPE_CHECKING:
    from duty_desk.desk.patrol_views import DayCount, PatrolOverview

MONTH_PX, HEAD_PX, LOWEST_ROW_PX, HIGHEST_ROW_PX = 76, 26, 26, 54
DAYS = 31
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -DAYS,
    Qt.Key.Key_Down: DAYS,
}
_CENTRE = Qt.AlignmentFlag.AlignCenter


class YearCalendar(QWidget):
    """Paints the days; a day is chosen by a click or with the arrow keys.

    Signals:
        chosen(str): an ISO date.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._days: dict[tuple[int, int], DayCount] = {}
        self._months: tuple[tuple[int, int], ...] = ()
        self._today = ""
        self._first = ""  # the first day on record; before it nobody knows
        self._chosen = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_year(self, overview: PatrolOverview, today: str) -> None:
        """Show a year; days to come are empty."""
        self._today = today
        begin, end = date.fromisoformat(overview.from_on), date.fromisoformat(overview.to_on)
        months, year, month = [], begin.year, begin.month
        while (year, month) <= (end.year, end.month):
            months.append((year, month))
            year, month = year + month // 12, month % 12 + 1
        self._months = tuple(months)
        self._first = min((one.day for one in overview.days if _is_known(one)), default=today)
        row_of = {month: row for row, month in enumerate(months)}
        self._days = {}
        for one in overview.days:
            day = date.fromisoformat(one.day)
            self._days[row_of[day.year, day.month], day.day - 1] = one
        self.updateGeometry()
        self.update()

    def choose(self, day: str) -> None:
        """Light a day."""
        self._chosen = day
        self.update()

    def sizeHint(self) -> QSize:
        rows = max(1, len(self._months))
        return QSize(theme.px(1000), theme.px(HEAD_PX + rows * LOWEST_ROW_PX))

    # --- inside --------------------------------------------------------------------------

    def _row_px(self) -> int:
        room = self.height() - theme.px(HEAD_PX)
        high = room // max(1, len(self._months))
        return max(theme.px(LOWEST_ROW_PX), min(theme.px(HIGHEST_ROW_PX), high))

    def _cell(self, row: int, column: int) -> QRect:
        left, width = theme.px(MONTH_PX), self.width() - theme.px(MONTH_PX)
        x0, x1 = left + width * column // DAYS, left + width * (column + 1) // DAYS
        top = theme.px(HEAD_PX) + row * self._row_px()
        return QRect(x0, top, x1 - x0 - 2, self._row_px() - 2)

    def _at(self, x: float, y: float) -> DayCount | None:
        for place, day in self._days.items():
            if self._cell(*place).contains(round(x), round(y)):
                return day
        return None

    def _paint_day(self, painter: QPainter, area: QRect, day: DayCount) -> None:
        is_before = day.day < self._first
        ground, ink = ("bg2", "text3") if is_before else _colours(day, self._today)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(ground))
        painter.drawRoundedRect(QRectF(area), 3, 3)
        if day.day in (self._today, self._chosen):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme.colour("accent" if day.day == self._chosen else "text2"))
            painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        if day.day <= self._today and (day.target or day.counted):
            painter.setPen(theme.colour(ink))
            painter.drawText(area, _CENTRE, "–" if is_before else str(day.counted))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(theme.SECOND_PX))
        painter.setPen(theme.colour("text2"))
        for column in range(DAYS):
            cell = self._cell(0, column)
            painter.drawText(
                QRect(cell.left(), 0, cell.width(), theme.px(HEAD_PX)), _CENTRE, str(column + 1)
            )
        for row, (year, month) in enumerate(self._months):
            cell = self._cell(row, 0)
            painter.setPen(theme.colour("text2"))
            box = QRect(0, cell.top(), theme.px(MONTH_PX) - 8, cell.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, f"{year}-{month:02}")
        for place, day in self._days.items():
            self._paint_day(painter, self._cell(*place), day)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self._at(event.position().x(), event.position().y())
        if day is not None:
            self.choose(day.day)
            self.chosen.emit(day.day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        days = sorted(self._days.values(), key=lambda one: one.day)
        if step is None or not days:
            super().keyPressEvent(event)
            return
        names = [one.day for one in days]
        at = names.index(self._chosen) if self._chosen in names else names.index(self._today)
        day = names[max(0, min(len(names) - 1, at + step))]
        self.choose(day)
        self.chosen.emit(day)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            day = self._at(event.pos().x(), event.pos().y())
            QToolTip.showText(event.globalPos(), day_tip(day) if day is not None else "", self)
            return True
        return super().event(event)


def _colours(day: DayCount, today: str) -> tuple[str, str]:
    """Ground and ink: a day in order is quiet, one that lacks rounds is not."""
    if day.day > today:
        return "bg1", "text3"
    if day.counted >= day.target:
        return "bg2", "text2"
    if day.day == today:
        return "bg2", "text1"
    return ("bad_tint", "bad_text") if not day.counted else ("warn_tint", "warn_text")


def _is_known(day: DayCount) -> bool:
    """Whether anything of a day is on record."""
    return any((day.complete, day.incomplete, day.missed, day.made_up))


def day_tip(day: DayCount) -> str:
    """What a day's cell tells when it is pointed at."""
    lines = [
        day.day,
        tr("计入 {n} / {target} 轮", n=day.counted, target=day.target),
        tr("完成 {n}，其中补巡 {made_up}", n=day.complete + day.made_up, made_up=day.made_up),
        tr(
            "未完成 {n}，漏巡 {missed}，过快 {rushed}",
            n=day.incomplete,
            missed=day.missed,
            rushed=day.rushed,
        ),
        tr("查看 {n} 个点次", n=day.visits),
    ]
    if day.largest_gap_ms:
        lines.append(tr("最长间隔 {gap}", gap=span(day.largest_gap_ms)))
    return "\n".join(lines)
