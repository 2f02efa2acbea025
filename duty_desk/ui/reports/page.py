"""The page of the rail's 报表: what is due, gaps first, the page as it will be printed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from duty_desk.domain.report import ReportState
from duty_desk.language import mark, tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.clock_strip import leave_room
from duty_desk.ui.reports.gaps_card import MOST_KEYS, GapsCard
from duty_desk.ui.reports.list_view import ReportListView
from duty_desk.ui.reports.model import ReportsModel
from duty_desk.ui.reports.preview import Preview, pictures_of
from duty_desk.ui.watch.page_keys import PageKeys

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QShowEvent

    from duty_desk.desk.views import Snapshot
    from duty_desk.ui.problems.form_model import DeskSide

MARGIN_PX, LIST_PX = 14, 290
SIDE_PX, NARROW_SIDE_PX = 560, 420
TICK_MS, READ_AFTER_MS = 30_000, 400
KEYS = (
    ("↑ ↓", mark("选报告")),
    ("Tab / Enter", mark("在右边的报告里：到下一个数字、打开它的记录")),
    ("N", mark("新建报告：任意时段、可筛选")),
    ("E", mark("填写文字，上期的在旁边")),
    ("R", mark("按现在的记录重新统计")),
    ("Enter", mark("做下一步：批准、冻结并生成文件、记为已送达")),
    ("1 … 9", mark("打开缺口里的记录，看冻结的各版和不同之处")),
    ("S", mark("保存 Word 或 PDF 文件")),
    ("X", mark("导出问题台账")),
    ("V", mark("送出后有变化：出新的一版")),
)
_NEXT = {
    ReportState.DUE: mark("批准"),
    ReportState.DRAFT: mark("批准"),
    ReportState.APPROVED: mark("冻结数据并生成 Word"),
    ReportState.FROZEN: mark("记为已送达"),
    ReportState.DELIVERED: mark("出新的一版"),
}


class ReportsPage(QWidget):
    """Builds the page.

    Signals:
        next_wanted(), texts_wanted(str), new_wanted(), save_wanted(), export_wanted(),
            reopen_wanted(): what they say.
    """

    next_wanted = Signal()
    texts_wanted = Signal(str)
    new_wanted = Signal()
    save_wanted = Signal()
    export_wanted = Signal()
    reopen_wanted = Signal()

    def __init__(self, side: DeskSide) -> None:
        super().__init__()
        self._side = side
        self.model = ReportsModel(side, pictures_of, self)
        self.keys = PageKeys(self)
        self._build()
        self._lay_out()
        self._connect()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self.list)
        self.retranslate()

    def show_snapshot(self, _snapshot: Snapshot) -> None:
        """The desk has changed: read anew when the page is seen."""
        if self.isVisible():
            self._reading.start()

    def choose(self, subject: str) -> None:
        """Show this report."""
        self.model.choose(subject)
        self.list.show_chosen(subject)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._title.setText(tr("报表"))
        self._new.setText(tr("新建报告"))
        self._write.setText(tr("填写文字"))
        self._save.setText(tr("保存文件"))
        self._export.setText(tr("导出 Excel 台账"))
        self._reopen.setText(tr("出新的一版"))
        self.gaps.retranslate()
        self._show()

    # --- building ------------------------------------------------------------------------

    def _build(self) -> None:
        self._title = QLabel()
        theme.give_role(self._title, "title")
        self.list = ReportListView(self._side.time.now_ms)
        self.gaps, self.preview = GapsCard(), Preview()
        self._new = KeyButton("quiet", "N")
        self._write, self._save = KeyButton("quiet", "E"), KeyButton("quiet", "S")
        self._export, self._reopen = KeyButton("quiet", "X"), KeyButton("quiet", "V")
        self.next = KeyButton("primary", "Enter")
        for button in (self._new, self._write, self._save, self._export, self._reopen, self.next):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._empty = QLabel()
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme.give_role(self._empty, "soft")
        self._ticking, self._reading = QTimer(self), QTimer(self)
        self._ticking.setInterval(TICK_MS)
        self._reading.setSingleShot(True)
        self._reading.setInterval(READ_AFTER_MS)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._title)
        head.addWidget(self._new)
        leave_room(head)
        side = QVBoxLayout()
        side.setSpacing(12)
        side.addWidget(self._list_card())
        side.addWidget(self._assistant(), 1)
        left = QWidget()
        left.setMinimumWidth(theme.px(NARROW_SIDE_PX))
        left.setMaximumWidth(theme.px(SIDE_PX))
        left.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(left, 1)
        body.addWidget(self._paper_card(), 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(body, 1)

    def _list_card(self) -> QFrame:
        card = _card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 6, 1, 6)
        inside.addWidget(self._empty, 1)
        inside.addWidget(self.list, 1)
        card.setFixedHeight(theme.px(LIST_PX))
        return card

    def _assistant(self) -> QFrame:
        card = _card()
        room = QScrollArea()
        room.setWidgetResizable(True)
        room.setFrameShape(QFrame.Shape.NoFrame)
        theme.give_role(room, "bare")
        ground = QWidget()
        theme.give_role(ground, "ground")
        inner = QVBoxLayout(ground)
        inner.setContentsMargins(0, 0, 6, 0)
        inner.addWidget(self.gaps)
        inner.addStretch(1)
        room.setWidget(ground)
        steps, others = QHBoxLayout(), QHBoxLayout()
        for button in (self._write, self._save):
            steps.addWidget(button)
        steps.addStretch(1)
        steps.addWidget(self.next)
        others.addWidget(self._export)
        others.addWidget(self._reopen)
        others.addStretch(1)
        column = QVBoxLayout(card)
        column.setContentsMargins(18, 14, 14, 14)
        column.setSpacing(10)
        column.addWidget(room, 1)
        column.addLayout(steps)
        column.addLayout(others)
        return card

    def _paper_card(self) -> QFrame:
        card = _card()
        row = QHBoxLayout(card)
        row.setContentsMargins(12, 12, 12, 12)
        row.addStretch(1)
        row.addWidget(self.preview, 1000)
        row.addStretch(1)
        return card

    def _connect(self) -> None:
        self.model.listed.connect(self._show_list)
        self.model.shown.connect(self._show)
        self.list.selectionModel().currentChanged.connect(self._on_row)
        self.list.reports.modelReset.connect(self._ticking.start)
        self._ticking.timeout.connect(self.list.viewport().update)
        self._reading.timeout.connect(self.model.read)
        self.gaps.texts_wanted.connect(lambda: self.texts_wanted.emit(""))
        self.gaps.version_wanted.connect(lambda no: self.model.choose(self.model.subject, no))
        self.preview.text_wanted.connect(self.texts_wanted)
        for keys, button, signal in (
            ("N", self._new, self.new_wanted),
            ("S", self._save, self.save_wanted),
            ("X", self._export, self.export_wanted),
            ("V", self._reopen, self.reopen_wanted),
            ("Return", self.next, self.next_wanted),
        ):
            button.clicked.connect(signal)
            self.keys.add(keys, signal.emit, takes_wall=False)
        self._write.clicked.connect(lambda: self.texts_wanted.emit(""))
        self.keys.add("E", lambda: self.texts_wanted.emit(""), takes_wall=False)
        self.keys.add("R", self.model.read, takes_wall=False)
        for number in range(1, MOST_KEYS + 1):
            press = partial(self.gaps.press, number)
            self.keys.add(str(number), press, takes_wall=False)
        self.keys.serve(self)

    # --- showing -------------------------------------------------------------------------

    def _show_list(self) -> None:
        chosen = self.model.subject
        self.list.reports.show_rows(self.model.rows)
        self.list.show_chosen(chosen)
        self.list.setVisible(bool(self.model.rows))
        self._empty.setVisible(not self.model.rows)
        self._show()

    def _show(self) -> None:
        model = self.model
        self._empty.setText(
            tr(
                "还没有报告。时段结束时这里会列出到期的日报、周报、月报；\n"
                "按 N 可以随时为任意时段建一份。"
            )
        )
        self.list.show_chosen(model.subject)
        self.gaps.show_report(model.detail, model.gaps, model.version)
        state = model.detail.row.state if model.detail is not None else None
        is_open = state in (ReportState.DUE, ReportState.DRAFT, ReportState.APPROVED)
        self._write.setVisible(is_open)
        self._save.setVisible(state is not None)
        self._export.setVisible(state is not None)
        self._reopen.setVisible(state is ReportState.FROZEN)
        self.next.setVisible(state is not None)
        if state is not None:
            self.next.setText(tr(_NEXT[state]))
        if model.paper is not None and model.content is not None:
            self.preview.show_paper(model.paper, model.content, model.pictures)
        else:
            waiting = tr("正在统计…") if model.subject else ""
            self.preview.show_words(model.refusal or waiting)

    def _on_row(self, now: QModelIndex, _before: QModelIndex) -> None:
        row = self.list.reports.row_at(now.row())
        if row is not None and row.id != self.model.subject:
            self.model.choose(row.id)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.model.read()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _card() -> QFrame:
    card = QFrame()
    theme.give_role(card, "card")
    return card
