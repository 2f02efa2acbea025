"""The page of the rail's 调取: the register at the left, the chosen request at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from duty_desk.desk.footage_views import FootageWish
from duty_desk.language import mark, tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.clock_strip import leave_room
from duty_desk.ui.footage.list_model import GROUPS, FootageList
from duty_desk.ui.footage.list_view import FootageListView
from duty_desk.ui.footage.panel import FootagePanel
from duty_desk.ui.problems.draft_keeper import single_shot, while_alive
from duty_desk.ui.segments import Segments

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import (
        QDragEnterEvent,
        QDropEvent,
        QFocusEvent,
        QHideEvent,
        QKeyEvent,
        QResizeEvent,
        QShowEvent,
    )

    from duty_desk.desk.footage_views import FootageRow
    from duty_desk.ui.footage.footage_model import FootageModel
    from duty_desk.ui.problems.form_model import DeskSide

MARGIN_PX, LIST_PX, NARROW_LIST_PX, SEARCH_PX = 14, 430, 300, 130
TICK_MS, SEARCH_AFTER_MS = 1_000, 250
KEYS = (
    ("↑ ↓", mark("选登记")),
    ("Ctrl+N", mark("新登记")),
    ("Enter", mark("做下一步，按钮上写着是哪一步")),
    ("→ ←", mark("进到文件表、回到登记列表")),
    ("E", mark("修改登记")),
    ("K", mark("校对所选点位的时间")),
    ("F", mark("给所选点位添加录像文件")),
    ("O", mark("加入本台的截图和片段")),
    ("T", mark("停止或继续计算所选文件")),
    ("Delete", mark("去掉所选文件，写明原因")),
    ("R  V  X", mark("不批准、只查看、已无录像")),
    ("M", mark("补手续")),
    ("U", mark("把取证包写入 U 盘")),
    ("P  H", mark("登记表、回执")),
    ("B  D", mark("介质已还、留存已销毁")),
    ("L", mark("看承办人全部信息，会记录")),
    ("/", mark("查找登记")),
    ("Ctrl+E", mark("导出本月登记簿")),
)
_CTRL = Qt.KeyboardModifier.ControlModifier


class FootagePage(QWidget):
    """Everything of requests on one page.

    Signals:
        said(str, str): a sentence for the operator, and its level.
        new_wanted(): a request is to be registered.
        export_wanted(): the register of the month is to be written.
    """

    said = Signal(str, str)
    new_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, side: DeskSide, model: FootageModel) -> None:
        super().__init__()
        self._side, self.model = side, model
        self.requests = FootageList(self)
        self.keys: dict[tuple[Qt.Key, bool], Callable[[], None]] = {}
        self._is_asked_again = self._is_reading = self._is_known = False
        self._chosen = ""
        self._build()
        self._lay_out()
        self._connect()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self.retranslate()

    # --- showing -------------------------------------------------------------------------

    def read_soon(self) -> None:
        """A request has changed: read the register anew when it is seen."""
        if self.isVisible():
            self._search_timer.start()

    def read(self) -> None:
        """Read the register; one question at a time, the newest wins."""
        if self._is_reading:
            self._is_asked_again = True
            return
        self._is_reading, self._is_asked_again = True, False
        future = self._side.desk.footage.list(self.wish())
        done, failed = while_alive(self, self._on_rows), while_alive(self, self._on_unread)
        self._side.bridge.when_done(future, done, failed)

    def wish(self) -> FootageWish:
        """What the filters ask for."""
        states = GROUPS[self._group][1] if self._group else frozenset()
        text = self.search.text().strip()
        return FootageWish(text=text, states=frozenset(str(one) for one in states))

    def choose(self, request_id: str) -> None:
        """Show this request."""
        self._chosen = request_id
        self.view.show_chosen(request_id)
        self.model.open(request_id)

    def _on_rows(self, rows: tuple[FootageRow, ...]) -> None:
        self._is_reading, self._is_known = False, True
        self.requests.show_rows(rows, self.model.now())
        known = next((row for row in rows if row.id == self._chosen), None)
        if known is None and rows and self.isVisible() and not self._chosen:
            self.choose(rows[0].id)
        detail = self.model.detail
        if known is not None and detail is not None and _is_older(detail.row, known):
            self.model.refresh()
        self._show_listed()
        if self._is_asked_again:
            self.read()

    def _on_unread(self, sentence: str) -> None:
        self._is_reading = False
        self._empty.setText(sentence)
        if not self.requests.rowCount():
            self._stack.setCurrentIndex(1)

    def _show_listed(self) -> None:
        count = self.requests.rowCount()
        self._summary.setText(tr("{n} 份登记", n=count) if count else "")
        self._stack.setCurrentIndex(0 if count else 1)
        is_narrowed = bool(self.search.text().strip()) or self._group > 0
        self._empty.setText(
            tr("正在读取登记…")
            if not self._is_known
            else tr("没有符合的登记。")
            if is_narrowed
            else tr(
                "还没有调取登记。按 Ctrl+N 登记：单位、两名承办人、手续、点位和时段；\n"
                "之后校对时间、加入录像、封存取证包，打印登记表和回执。"
            )
        )
        self.view.show_chosen(self._chosen)
        if count and self.hasFocus():
            self.view.setFocus()

    def _show_detail(self) -> None:
        self.panel.show_detail(self.model.detail)

    def _tick(self) -> None:
        self.requests.now = self.model.now()
        self.view.viewport().update()
        self.panel.tick()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._title.setText(tr("录像调取"))
        self._head.setText(tr("录像调取登记"))
        self.new.setText(tr("新登记"))
        self.groups.show_words(tuple(tr(words) for words, _ in GROUPS))
        self.search.setPlaceholderText(tr("编号、单位、事由、点位…"))
        self.search.setAccessibleName(tr("查找登记"))
        self.export.setText(tr("导出登记簿"))
        self.view.setAccessibleName(tr("录像调取登记"))
        self.panel.retranslate()
        self._fit_tools()
        self._show_listed()
        self._show_detail()

    # --- building ------------------------------------------------------------------------

    def _build(self) -> None:
        self._title, self._summary, self._head, self._empty = (QLabel() for _ in range(4))
        theme.give_role(self._title, "title")
        theme.give_role(self._summary, "soft")
        theme.give_role(self._head, "head")
        theme.give_role(self._empty, "soft")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setContentsMargins(16, 0, 16, 0)
        self.new, self.export = KeyButton("primary", "Ctrl N"), KeyButton("quiet", "Ctrl E")
        for button in (self.new, self.export):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._group = 0
        self.groups = Segments(tuple("" for _ in GROUPS))
        self.groups.choose(0)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setMaxLength(100)
        self.view = FootageListView(self.requests)
        self.panel = FootagePanel(self.model)
        self._tick_timer = QTimer(self)
        self._tick_timer.setInterval(TICK_MS)
        self._search_timer = single_shot(self, SEARCH_AFTER_MS, self.read)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(self._title)
        head.addWidget(self._summary)
        leave_room(head)
        body = QHBoxLayout()
        body.setSpacing(14)
        body.addWidget(self._left(), 1)
        body.addWidget(self.panel, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(body, 1)

    def _left(self) -> QFrame:
        card = QFrame()
        theme.give_role(card, "card")
        card.setMinimumWidth(theme.px(NARROW_LIST_PX))
        card.setMaximumWidth(theme.px(LIST_PX))
        head, tools, foot = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        self._tools, self._card = tools, card
        head.addWidget(self._head)
        head.addStretch(1)
        head.addWidget(self.new)
        tools.addWidget(self.groups)
        tools.addWidget(self.search, 1)
        foot.addStretch(1)
        foot.addWidget(self.export)
        for row in (head, tools, foot):
            row.setContentsMargins(14, 0, 12, 0)
            row.setSpacing(8)
        held = QWidget()
        self._stack = QStackedLayout(held)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(card)
        column.setContentsMargins(1, 10, 1, 10)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(tools)
        column.addWidget(held, 1)
        column.addLayout(foot)
        return card

    def _fit_tools(self) -> None:
        """On a narrow page the search has a line of its own."""
        needed = self.groups.sizeHint().width() + theme.px(SEARCH_PX)
        is_narrow = needed > self._card.width()
        sides = QHBoxLayout.Direction
        self._tools.setDirection(sides.TopToBottom if is_narrow else sides.LeftToRight)

    def _connect(self) -> None:
        self.groups.chosen.connect(self._on_group)
        self.search.textEdited.connect(lambda _text: self._search_timer.start())
        self.search.textChanged.connect(lambda text: None if text else self._search_timer.start())
        self.view.chosen.connect(self.choose)
        self.model.changed.connect(self._show_detail)
        self.model.hashing.changed.connect(self.panel.show_files)
        self.model.refused.connect(lambda sentence: self.said.emit(sentence, "urgent"))
        self.model.told.connect(lambda sentence: self.said.emit(sentence, "done"))
        self.new.clicked.connect(self.new_wanted)
        self.export.clicked.connect(self.export_wanted)
        self.panel.files.left.connect(self.view.setFocus)
        self._tick_timer.timeout.connect(self._tick)

    def _leave_search(self, *, is_taken: bool) -> None:
        """Go on in the list: with what was found, or with everything again."""
        if not is_taken:
            self.search.clear()
        elif self.requests.rowCount() and self.requests.row_of(self._chosen) < 0:
            self.choose(self.requests.rows()[0].id)
        self.view.setFocus()

    def _on_group(self, number: int) -> None:
        self._group = number
        self.read()

    # --- Qt ------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tick_timer.start()
        self.read()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick_timer.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_tools()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.view.isVisible():
            self.view.setFocus()  # an empty register has no list; then keys are the page's own

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        is_typing = isinstance(QApplication.focusWidget(), QLineEdit | QComboBox)
        if held == _CTRL and key == Qt.Key.Key_N:
            self.new_wanted.emit()
        elif held == _CTRL and key == Qt.Key.Key_E:
            self.export_wanted.emit()
        elif is_typing and key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._leave_search(is_taken=key != Qt.Key.Key_Escape)
        elif is_typing or held & ~Qt.KeyboardModifier.ShiftModifier:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Slash:
            self.search.setFocus()
            self.search.selectAll()
        elif key == Qt.Key.Key_Right and self.panel.files_table.rowCount():
            self.panel.files.setFocus()
        elif (key, bool(held)) in self.keys:
            self.keys[key, bool(held)]()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and self.model.may("footage.file_added"):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.panel.drop(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


def _is_older(shown: FootageRow, known: FootageRow) -> bool:
    """Whether a request was changed since it was read."""
    return shown.id == known.id and shown.version != known.version
