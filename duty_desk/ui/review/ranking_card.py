"""Rankings: points, communities, categories by problems; cameras and people by their rates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from duty_desk.desk.figure_words import value_words
from duty_desk.language import mark, tr
from duty_desk.ui import theme
from duty_desk.ui.segments import Segments

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent

    from duty_desk.domain.figure import FigureTable, Section, TableRow

ROW_PX, MOST_ROWS = 32, 40


@dataclass(frozen=True)
class _Board:
    word: str
    table: str
    column: int
    is_worst_short: bool = False  # a rate: the bar shows what is missing


_BOARDS = (
    _Board(mark("点位"), "problems.by_camera", 0),
    _Board(mark("社区"), "problems.by_community", 0),
    _Board(mark("类别"), "problems.by_category", 0),
    _Board(mark("完好率"), "cameras.worst", 1, is_worst_short=True),
)


class RankingRows(QWidget):
    """Names with bars and numbers.

    Signals:
        opened(object): the `TableRow` that was chosen.
        lit(int): how far down the row lies that a key chose.
    """

    opened = Signal(object)
    lit = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._rows: tuple[TableRow, ...] = ()
        self._board = _BOARDS[0]
        self._unit = "count"
        self._lit = -1

    def show_table(self, table: FigureTable | None, board: _Board) -> None:
        """Show the first rows of a table."""
        self._board, self._lit = board, -1
        self._rows = table.rows[:MOST_ROWS] if table is not None else ()
        self._unit = table.columns[board.column][1] if table is not None else "count"
        self.setMinimumHeight(len(self._rows) * theme.px(ROW_PX))
        self.update()

    def _length(self, row: TableRow) -> float:
        values = [one.values[self._board.column] or 0 for one in self._rows]
        value = row.values[self._board.column] or 0
        if self._board.is_worst_short:
            missing = 1_000_000 - value
            return missing / max(1, 1_000_000 - min(values))
        return value / max(1, *values)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("bg1"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, row in enumerate(self._rows):
            self._paint_row(painter, number, row)

    def _paint_row(self, painter: QPainter, number: int, row: TableRow) -> None:
        high, width = theme.px(ROW_PX), self.width()
        box = QRectF(0, number * high, width, high)
        if number == self._lit:
            painter.fillRect(box, theme.colour("selection"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        number_px, bar_px = theme.px(64), max(theme.px(50), width * 0.32)
        name_px = width - number_px - bar_px - theme.px(28)
        painter.setFont(theme.font())
        painter.setPen(theme.colour("text1"))
        name = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideRight, int(name_px))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box.adjusted(12, 0, 0, 0), middle, name)
        bar = QRectF(12 + name_px + 8, box.center().y() - 3, bar_px, 7)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("bg3"))
        painter.drawRoundedRect(bar, 3, 3)
        painter.setBrush(theme.colour("warn"))
        bar.setWidth(max(3.0, bar_px * self._length(row)))
        painter.drawRoundedRect(bar, 3, 3)
        words = value_words(row.values[self._board.column], self._unit)  # type: ignore[arg-type]
        painter.setPen(theme.colour("text1"))
        painter.drawText(box.adjusted(0, 0, -12, 0), middle | Qt.AlignmentFlag.AlignRight, words)

    def _open(self, number: int) -> None:
        if 0 <= number < len(self._rows) and self._rows[number].wish is not None:
            self.opened.emit(self._rows[number])

    def _light(self, number: int) -> None:
        if self._rows:
            self._lit = max(0, min(len(self._rows) - 1, number))
            self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self._light(max(0, self._lit))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._lit = -1
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = int(event.position().y()) // theme.px(ROW_PX)
        if number < len(self._rows):
            self._light(number)
            self.setToolTip(self._rows[number].name)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._open(int(event.position().y()) // theme.px(ROW_PX))

    def leaveEvent(self, event: QEvent) -> None:
        if not self.hasFocus():
            self._lit = -1
            self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._light(self._lit + (1 if key == Qt.Key.Key_Down else -1))
            self.lit.emit(self._lit * theme.px(ROW_PX))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self._lit)
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(280), len(self._rows) * theme.px(ROW_PX))


class RankingCard(QFrame):
    """The rankings of a period, one at a time.

    Signals:
        opened(object): the `TableRow` that was chosen.
    """

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        theme.give_role(self, "card")
        self._sections: tuple[Section, ...] | None = None
        self._board = 0
        self._title, self._empty = QLabel(), QLabel()
        theme.give_role(self._title, "head")
        theme.give_role(self._empty, "soft")
        self._empty.setContentsMargins(12, 8, 12, 8)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.tabs = Segments(tuple(tr(board.word) for board in _BOARDS))
        self.rows = RankingRows()
        self._area = QScrollArea()
        theme.give_role(self._area, "bare")
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self.rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 12, 1, 1)
        column.setSpacing(8)
        self._title.setContentsMargins(12, 0, 12, 0)
        column.addWidget(self._title)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(11, 0, 11, 0)
        tabs.addWidget(self.tabs)
        tabs.addStretch()
        column.addLayout(tabs)
        column.addWidget(self._empty, 1)
        column.addWidget(self._area, 1)
        self.tabs.chosen.connect(self._choose)
        self.tabs.choose(0)
        self.rows.opened.connect(self.opened)
        high = theme.px(ROW_PX)
        self.rows.lit.connect(lambda y: self._area.ensureVisible(0, y + high // 2, 0, high))

    def show_sections(self, sections: tuple[Section, ...] | None) -> None:
        """Show the tables of these sections; None while they are not known."""
        self._sections = sections
        self._choose(self._board)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.tabs.show_words(tuple(tr(board.word) for board in _BOARDS))
        self._choose(self._board)

    def turn(self) -> None:
        """Show the next ranking."""
        number = (self._board + 1) % len(_BOARDS)
        self.tabs.choose(number)
        self._choose(number)

    def take_keys(self) -> None:
        """Let the keyboard walk over the rows."""
        self.rows.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _choose(self, number: int) -> None:
        self._board = number
        board = _BOARDS[number]
        tables = [one for part in self._sections or () for one in part.tables]
        table = next((one for one in tables if one.key == board.table), None)
        self._title.setText(table.title if table is not None else tr("排行"))
        self.rows.show_table(table, board)
        is_empty = self._sections is not None and (table is None or not table.rows)
        self._empty.setText(tr("这段时间没有可排行的记录。"))
        self._empty.setVisible(is_empty)
        self._area.setVisible(not is_empty)
