"""The duty log in the handover page: search, kind, month; amend, void, read, export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from duty_desk.desk.duty_words import kind_words
from duty_desk.domain.duty_log import LogKind
from duty_desk.domain.fault import Span
from duty_desk.domain.figure import LedgerWish
from duty_desk.domain.problem import month_starts_at
from duty_desk.domain.rights import Right
from duty_desk.language import tr
from duty_desk.ui import theme, times
from duty_desk.ui.button import KeyButton
from duty_desk.ui.duty_log.follow_bar import FollowBar
from duty_desk.ui.duty_log.log_table import LogTable, LogTableView
from duty_desk.ui.handover.view import DeskView
from duty_desk.ui.permission import is_permitted
from duty_desk.ui.problems.draft_keeper import while_alive

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.desk.duty_views import LogLine
    from duty_desk.desk.views import Snapshot
    from duty_desk.documents.ledger_cells import Written
    from duty_desk.ui.problems.form_model import DeskSide


class LogView(DeskView):
    """The list of the duty log.

    Signals:
        line_wanted(): a line is to be written.
        emergency_wanted(str): the form of this emergency.
    """

    line_wanted = Signal()
    emergency_wanted = Signal(str)

    def __init__(self, side: DeskSide, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._back = 0  # months before this one
        self._lines: tuple[LogLine, ...] = ()
        self._seen = 0
        self._wanted = ""  # a line that is to be chosen as soon as it is read
        self.table = LogTable()
        self.list = LogTableView(self.table)
        self._build()
        self._lay_out()
        self._connect()
        self.retranslate()

    def come(self) -> None:
        """Read the lines of the month."""
        span = self.span()
        future = self._side.desk.duty_log.lines(span)
        self._side.bridge.when_done(
            future, self._show_lines, lambda words: self.said.emit(words, "urgent")
        )

    def span(self) -> Span:
        """The month that is shown."""
        now = self._side.time.now_ms()
        return Span(month_starts_at(now, -self._back), month_starts_at(now, 1 - self._back))

    def choose(self, line_id: str, at: int) -> None:
        """Show the month of a line (UTC ms), whatever the filters, and choose it."""
        self._wanted = line_id
        self._kind.setCurrentIndex(0)
        self.search.clear()
        self._back = 0
        while self.span().from_at > at:
            self._back += 1
        self._show_month()
        self.come()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Read again when something was written while the list is seen."""
        newest = max((line.seq for line in snapshot.journal), default=0)
        if newest != self._seen:
            self._seen = newest
            if self.isVisible():
                self.come()

    def _show_lines(self, lines: tuple[LogLine, ...]) -> None:
        self._lines = lines
        self._filter()

    def _filter(self) -> None:
        kind, wanted = self._kind.currentData(), self.search.text().strip().lower()
        shown = [
            line
            for line in self._lines
            if (not kind or line.kind == kind) and wanted in _searched(line)
        ]
        before = self.list.current()
        self.table.show_rows(shown)
        if any(line.id == self._wanted for line in shown):
            self._select(self._wanted)
            self._wanted = ""
        else:
            self._select(before.id if before else "")
        late = sum(bool(line.late_min) for line in shown)
        words = tr("{n} 条", n=len(shown))
        if late:
            worst = max(line.late_min for line in shown)
            words += tr("，补记 {n} 条，最迟 {worst} 分", n=late, worst=worst)
        self._count.setText(words)
        self._empty.setVisible(not shown)
        self.list.setVisible(bool(shown))
        self._show_selected()

    def _select(self, line_id: str) -> None:
        ids = [line.id for line in self.table.rows()]
        if ids:
            row = ids.index(line_id) if line_id in ids else 0
            self.list.selectRow(row)
            self.list.scrollTo(self.table.index(row, 0))

    # --- what is done ----------------------------------------------------------------------

    def _follow(self, act: str) -> None:
        line = self.list.current()
        if line is not None and line.noun == "log" and line.state == "saved":
            is_old = self._side.desk.duty_log.is_older_than_shift(line.shift, line.at)
            self.follow.ask(line, act, is_old=is_old and bool(self._side.desk.people.all()))

    def _on_followed(self, line_id: str) -> None:
        self.said.emit(tr("已更正；原来的内容划线保留。"), "done")
        self.come()
        self._select(line_id)

    def _open(self) -> None:
        line = self.list.current()
        if line is None:
            return
        if line.noun == "emergency":
            self.emergency_wanted.emit(line.id)
        elif line.noun == "instruction" and line.state == "unread":
            self._side.bridge.when_done(
                self._side.desk.duty_log.read(line.id),
                lambda _done: self.come(),
                lambda words: self.said.emit(words, "urgent"),
            )

    def _export(self) -> None:
        if not is_permitted(self._side.desk, Right.EXPORT, self._refused):
            return
        month = f"{times.local(self.span().from_at):%Y-%m}"
        name = tr("值班日志-{month}.xlsx", month=month)
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("导出值班日志"), str(Path.home() / name), "XLSX (*.xlsx)"
        )
        if chosen:
            self.export_to(Path(chosen))

    def export_to(self, path: Path) -> None:
        """Write the log of the month as a file."""
        span = self.span()

        def done(made: Written) -> None:
            self.said.emit(tr("已导出 {n} 条到 {file}", n=made.rows, file=path.name), "done")

        self._side.bridge.when_done(
            self._side.desk.ledgers.write(LedgerWish("duty_log", span.from_at, span.to_at), path),
            while_alive(self, done),
            while_alive(self, self._refused),
        )

    def _refused(self, words: str) -> None:
        self.said.emit(words, "urgent")

    def _turn(self, by: int) -> None:
        self._back = max(0, self._back + by)
        self._show_month()
        self.come()

    # --- what is shown ---------------------------------------------------------------------

    def _show_selected(self) -> None:
        line = self.list.current()
        is_own = line is not None and line.noun == "log" and line.state == "saved"
        self._amend.setEnabled(is_own)
        self._void.setEnabled(is_own)
        is_unread = line is not None and line.noun == "instruction" and line.state == "unread"
        is_emergency = line is not None and line.noun == "emergency"
        self._read.setVisible(is_unread or is_emergency)
        self._read.setText(tr("打开") if is_emergency else tr("已阅"))
        self._detail.setText("" if line is None else _told(line))
        self._detail.setVisible(line is not None)

    def _show_month(self) -> None:
        self._month.setText(f"{times.local(self.span().from_at):%Y-%m}")
        self._later.setEnabled(self._back > 0)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        chosen = self._kind.currentIndex()
        self._kind.blockSignals(True)
        self._kind.clear()
        self._kind.addItem(tr("全部类型"), "")
        for kind in LogKind:
            self._kind.addItem(kind_words(kind), str(kind))
        self._kind.setCurrentIndex(max(0, chosen))
        self._kind.blockSignals(False)
        self._kind.setAccessibleName(tr("类型"))
        self.search.setPlaceholderText(tr("查找内容、编号、人员"))
        self.search.setAccessibleName(tr("查找内容、编号、人员"))
        self._write.setText(tr("记一条"))
        self._amend.setText(tr("更正"))
        self._void.setText(tr("作废"))
        self._save.setText(tr("导出"))
        self._earlier.setAccessibleName(tr("上个月"))
        self._later.setAccessibleName(tr("下个月"))
        self._empty.setText(tr("这个月没有这样的记录。按 F6 记一条，时间按按键的时刻。"))
        self._show_month()
        self.follow.retranslate()
        if self._lines:
            self._filter()
        self._show_selected()

    # --- building --------------------------------------------------------------------------

    def _build(self) -> None:
        self._kind, self.search = QComboBox(), QLineEdit()
        self._kind.setMinimumWidth(theme.px(120))
        self.search.setFixedWidth(theme.px(280))
        self._earlier, self._later = KeyButton("quiet"), KeyButton("quiet")
        self._earlier.setText("‹")
        self._later.setText("›")
        self._month, self._count, self._empty, self._detail = (QLabel() for _ in range(4))
        self._month.setFont(theme.font(theme.BODY_PX, is_bold=True))
        theme.give_role(self._count, "soft")
        theme.give_role(self._empty, "soft")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._detail.setWordWrap(True)
        self._detail.setTextFormat(Qt.TextFormat.PlainText)
        self._write, self._amend = KeyButton("primary", "F6"), KeyButton("", "E")
        self._void, self._read = KeyButton("", "Delete"), KeyButton("", "Enter")
        self._save = KeyButton("quiet")
        for button in (self._earlier, self._later, self._write, self._amend, self._void):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.follow = FollowBar(self._side)

    def _lay_out(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        for row in (head, foot):
            row.setSpacing(8)
        for widget in (self._earlier, self._month, self._later, self._kind, self.search):
            head.addWidget(widget)
        head.addWidget(self._count)
        head.addStretch()
        head.addWidget(self._save)
        head.addWidget(self._write)
        foot.addWidget(self._detail, 1)
        for button in (self._read, self._amend, self._void):
            foot.addWidget(button)
        card = QFrame()
        theme.give_role(card, "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 6, 1, 10)
        inside.addWidget(self.list, 1)
        inside.addWidget(self._empty, 1)
        below = QVBoxLayout()
        below.setContentsMargins(14, 0, 14, 0)
        below.addLayout(foot)
        below.addWidget(self.follow)
        inside.addLayout(below)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(card, 1)
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        self._earlier.clicked.connect(lambda: self._turn(1))
        self._later.clicked.connect(lambda: self._turn(-1))
        self._kind.currentIndexChanged.connect(self._filter)
        self.search.textChanged.connect(self._filter)
        self.list.selectionModel().selectionChanged.connect(self._show_selected)
        self.list.doubleClicked.connect(self._open)
        self._write.clicked.connect(self.line_wanted)
        self._amend.clicked.connect(lambda: self._follow("amend"))
        self._void.clicked.connect(lambda: self._follow("void"))
        self._read.clicked.connect(self._open)
        self._save.clicked.connect(self._export)
        self.follow.done.connect(self._on_followed)
        self.follow.left.connect(self.list.setFocus)
        calls: dict[str, Callable[[], None]] = {
            "E": lambda: self._follow("amend"),
            "Del": lambda: self._follow("void"),
            "Return": self._open,
            "Enter": self._open,
        }
        for keys, call in calls.items():
            shortcut = QShortcut(QKeySequence(keys), self.list)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(call)
        find = QShortcut(QKeySequence("Ctrl+F"), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.search.setFocus)


def _searched(line: LogLine) -> str:
    parts = (line.text, line.handling, line.number, line.actor)
    return " ".join((*parts, *(link.title for link in line.links))).lower()


def _told(line: LogLine) -> str:
    """The selected line in full."""
    links = "  ".join(f"↗ {link.title}" for link in line.links)
    late = tr("补记原因：{reason}", reason=line.late_reason) if line.late_reason else ""
    return "\n".join(part for part in (line.text, line.handling, line.ended, late, links) if part)
