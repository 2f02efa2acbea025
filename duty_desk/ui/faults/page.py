"""The faults view: the list by state at the left, the chosen fault or suspicion at the right."""

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
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from duty_desk.language import mark, tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.faults.fault_model import FaultModel
from duty_desk.ui.faults.fault_steps import FaultSteps
from duty_desk.ui.faults.list_model import GROUPS, SUSPECT, FaultList
from duty_desk.ui.faults.list_view import FaultListView
from duty_desk.ui.faults.now_picture import NowPicture
from duty_desk.ui.faults.panel import FaultPanel
from duty_desk.ui.faults.rates_card import RatesCard
from duty_desk.ui.faults.statement_menu import StatementMenu, month_of
from duty_desk.ui.faults.suspect_side import SuspectSide
from duty_desk.ui.segments import Segments

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QImage, QKeyEvent, QShowEvent

    from duty_desk.desk.fault_views import FaultDetail
    from duty_desk.desk.views import Snapshot
    from duty_desk.ui.problems.form_model import DeskSide
    from duty_desk.ui.problems.pictures import PictureShelf
    from duty_desk.ui.watch.model import WatchModel
    from duty_desk.video.engine import VideoEngine

TICK_MS, FIGURES_AFTER_MS = 250, 1_000
LIST_PX, NARROW_LIST_PX = 560, 400
KEYS = (
    ("↑ ↓", mark("选故障")),
    ("0 … 9", mark("选故障类型")),
    ("Ctrl+Enter", mark("已联系上维护单位，停止计时")),
    ("Space", mark("勾选，几个点位一次电话一并报修")),
    ("D  Q  G  M", mark("电话、工作群、工单、消息机器人")),
    ("Ctrl+Shift+C", mark("复制报修内容")),
    ("T  N", mark("当场已调好、误报")),
    ("A  S  X", mark("已接报、已到场、已修复")),
    ("H  R", mark("核实合格、没修好再报")),
    ("Enter", mark("疑似：确认故障，报修时限开始")),
    ("N  B", mark("疑似：误报、更新基准，都写明原因")),
    ("V", mark("疑似：第三幅画面看现在、判断时或差异")),
    ("Ctrl+Tab", mark("换到基准画面、试运行、夜间倾倒")),
)
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class FaultsPage(QWidget):
    """The page of the rail's 报修.

    Signals:
        said(sentence, level): something to tell.
    """

    said = Signal(str, str)

    def __init__(
        self, side: DeskSide, shelf: PictureShelf, watch: WatchModel, engine: VideoEngine
    ) -> None:
        super().__init__()
        self._side = side
        self._wanted = ""
        self.model = FaultModel(side, self)
        self.faults = FaultList(self)
        self._now = NowPicture(side, watch, engine, self)
        self._build(side, shelf)
        self._lay_out()
        self._keys = self.steps.key_table()
        self._connect()
        self.setFocusProxy(self.view)
        self.retranslate()

    # --- showing -------------------------------------------------------------------------

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the desk as it stands."""
        self.faults.tick(self.model.now())
        self.faults.show_snapshot(snapshot)
        detail = self.model.detail
        row = self.faults.known(self.model.fault_id)
        if detail is not None and row is not None and row != detail.row:
            self.model.refresh()
        if self.suspects.is_shown:
            self._follow_suspect()
        self._show_listed()
        if self.isVisible():
            self._figures_timer.start()

    def choose(self, line_id: str) -> None:
        """Show this fault or suspicion."""
        self._wanted = line_id
        suspect = self.faults.suspect(line_id)
        self.suspects.choose(suspect)
        self._right.setCurrentWidget(self.panel if suspect is None else self.suspects.panel)
        if suspect is not None:
            self._show_chosen()
        else:
            self.model.open(line_id)

    def _follow_suspect(self) -> None:
        """The suspicion on the card may have changed, or be over."""
        suspect = self.faults.suspect(self.suspects.model.id)
        if suspect is not None:
            self.suspects.choose(suspect)
        else:
            self._put_down()

    def _put_down(self) -> None:
        """What was suspected is over: nothing is chosen, so no key falls on another camera."""
        over = self.suspects.model
        if not over.is_deciding and over.suspect is not None:
            words = tr("{title}：疑似已自行消失，没有登记故障。", title=over.suspect.title)
            self.said.emit(words, "attention")
        self._wanted = ""
        self.suspects.choose(None)
        self.model.show(None)
        self._right.setCurrentWidget(self.panel)
        self.view.setFocus()

    def _leave_suspect(self) -> None:
        """The operator has decided: go on with the next line."""
        if self.suspects.is_shown:
            self._put_down()
        if not self._chosen_id() and self.faults.rowCount():
            self.choose(self.faults.line(0).id)

    def _chosen_id(self) -> str:
        """The line last chosen; what is known of it may still be on its way."""
        return self._wanted or self.suspects.model.id or self.model.fault_id

    def _show_chosen(self) -> None:
        self.view.show_chosen(self._chosen_id())
        suspect, detail = self.suspects.model.suspect, self.model.detail
        fault_of = detail.row.camera_id if detail else ""
        if self.isVisible():
            self._now.look_at(suspect.head.camera_id if suspect else fault_of)

    def _show_listed(self) -> None:
        counts = self.faults.counts()
        self.groups.show_words(tuple(f"{tr(word)} {counts[name]}" for name, word, _ in GROUPS))
        self._summary.setText(
            tr(
                "{untold} 项待联系 · {repair} 项在修 · {check} 项待核 · {suspect} 项疑似",
                untold=counts["untold"],
                repair=counts["repair"],
                check=counts["check"],
                suspect=counts[SUSPECT],
            )
        )
        self._stack.setCurrentIndex(0 if self.faults.rowCount() else 1)
        self.view.show_chosen(self._chosen_id())

    def _show_detail(self) -> None:
        marked = self.faults.marked
        self.panel.show_detail(marked)
        self._show_chosen()
        focus = QApplication.focusWidget()
        if focus is not None and self.panel.isAncestorOf(focus) and not is_entry(focus):
            self.view.setFocus()  # a button or a question has gone; the keys go on from the list

    def _tick(self) -> None:
        self.faults.tick(self.model.now())
        self.panel.tick()

    def _show_figures(self) -> None:
        span = month_of(self.model.now())
        future = self._side.desk.faults.figures(span)
        self._side.bridge.when_done(future, self.rates.show_figures)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._statement.setText(tr("对账单"))
        self._empty.setText(
            tr(
                "没有故障，也没有疑似。在值守页选中一格画面按 F9：\n"
                "当时的画面立即存证、开始 10 分钟报修时限；这里会列出每个故障的联系和维修。"
            )
        )
        self.view.setAccessibleName(tr("故障列表"))
        self.view.setToolTip(tr("Space：{what}", what=tr("勾选，几个点位一次电话一并报修")))
        self.panel.show_empty(tr("在左边选一个故障，这里会显示画面、联系方式和可以做的下一步。"))
        self.panel.retranslate()
        self.rates.retranslate()
        self._show_listed()

    # --- acting --------------------------------------------------------------------------

    def _mark(self, fault_id: str) -> None:
        if self.suspects.is_shown:
            return
        state = self.faults.toggle(fault_id)
        if state:
            self.said.emit(tr("这个故障{state}，不用再联系。", state=state), "attention")
        self._show_detail()

    # --- building ------------------------------------------------------------------------

    def _build(self, side: DeskSide, shelf: PictureShelf) -> None:
        self._summary = QLabel()
        theme.give_role(self._summary, "soft")
        self.groups = Segments(tuple("" for _ in GROUPS))
        self.groups.choose(0)
        self.view = FaultListView(self.faults)
        self._empty = QLabel()
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme.give_role(self._empty, "soft")
        self.rates = RatesCard()
        self._statement = KeyButton("quiet")
        self.statements = StatementMenu(side, shelf, self._statement)
        self.panel = FaultPanel(self.model, side.desk.fault_kinds, shelf)
        self.suspects = SuspectSide(side, shelf, self)
        self._right = QStackedWidget()
        for panel in (self.panel, self.suspects.panel):
            self._right.addWidget(panel)
        self.steps = FaultSteps(self.model, self.faults, self.panel, self._now)
        self._tick_timer, self._figures_timer = QTimer(self), QTimer(self)
        self._tick_timer.setInterval(TICK_MS)
        self._figures_timer.setInterval(FIGURES_AFTER_MS)
        self._figures_timer.setSingleShot(True)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._summary)
        head.addStretch(1)
        head.addWidget(self._statement)
        card = QFrame()
        theme.give_role(card, "card")
        self._stack = QStackedLayout(card)
        self._stack.setContentsMargins(1, 4, 1, 4)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.groups, 0, Qt.AlignmentFlag.AlignLeft)
        left.addLayout(head)
        left.addWidget(card, 1)
        left.addWidget(self.rates)
        side = QWidget()
        side.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        side.setMinimumWidth(theme.px(NARROW_LIST_PX))
        side.setMaximumWidth(theme.px(LIST_PX))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(side, 1)
        row.addWidget(self._right, 2)

    def _connect(self) -> None:
        self.groups.chosen.connect(self._on_group)
        self.view.chosen.connect(self.choose)
        self.view.marked.connect(self._mark)
        self.model.changed.connect(self._show_detail)
        self.model.refused.connect(lambda sentence: self.said.emit(sentence, "urgent"))
        self.model.told.connect(lambda sentence: self.said.emit(sentence, "done"))
        self.statements.said.connect(self.said)
        self._now.shown.connect(self._show_now)
        self._now.absent.connect(self._show_absent)
        suspects = self.suspects.model
        suspects.refused.connect(lambda sentence: self.said.emit(sentence, "urgent"))
        suspects.told.connect(lambda sentence: self.said.emit(sentence, "done"))
        suspects.made.connect(self._on_made)
        suspects.left.connect(self._leave_suspect)
        self._tick_timer.timeout.connect(self._tick)
        self._figures_timer.timeout.connect(self._show_figures)
        panel = self.panel
        panel.kinds.chosen.connect(self.model.choose_kind)
        panel.call.reported.connect(self.steps.report)
        panel.dismiss.clicked.connect(self.steps.ask_dismiss)
        panel.adjust.clicked.connect(self.steps.adjust)
        panel.steps["accept"].clicked.connect(self.model.accept)
        panel.steps["arrive"].clicked.connect(self.model.arrive)
        panel.steps["repair"].clicked.connect(self.steps.ask_repair)
        panel.steps["verify"].clicked.connect(self.steps.verify)
        panel.steps["reopen"].clicked.connect(self.steps.ask_reopen)

    def _on_group(self, number: int) -> None:
        self.faults.show_group(GROUPS[number][0])
        self._show_listed()

    def _show_now(self, head: str, image: QImage) -> None:
        if self.suspects.is_shown:
            self.suspects.show_now(head, image)
        else:
            self.panel.now.show_image(head, image)

    def _show_absent(self, head: str, words: str) -> None:
        if self.suspects.is_shown:
            self.suspects.show_absent(head, words)
        else:
            self.panel.now.show_words(head, words)

    def _on_made(self, details: tuple[FaultDetail, ...]) -> None:
        """Suspicions became faults: they are told in one call, so they are marked at once."""
        if not details:
            return
        self._wanted = details[0].row.id
        self.suspects.choose(None)
        self._right.setCurrentWidget(self.panel)
        self.model.show(details[0])
        if len({one.row.maintainer for one in details}) == 1:
            for one in details[1:]:
                self.faults.mark(one.row.id)
        self._show_detail()
        self.view.setFocus()

    def on_reported(self, detail: FaultDetail) -> None:
        """A fault was found or told elsewhere: show it when nothing else is chosen."""
        if not self._chosen_id():
            self._wanted = detail.row.id
            self.model.show(detail)

    # --- Qt ------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tick_timer.start()
        self._show_figures()
        if not self._chosen_id() and self.faults.rowCount():
            self.choose(self.faults.line(0).id)
        self._show_detail()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick_timer.stop()
        self._now.look_at("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        is_typing = isinstance(QApplication.focusWidget(), QLineEdit)
        if self.suspects.is_shown:
            if held or is_typing or not self.suspects.press(key):
                super().keyPressEvent(event)
            return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and held == _CTRL:
            self.steps.report()
        elif key == Qt.Key.Key_C and held == _CTRL | _SHIFT:
            self.steps.copy()
        elif held or is_typing:
            super().keyPressEvent(event)
        elif Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
            self.model.choose_digit(key - Qt.Key.Key_0)
        elif key in self._keys:
            self._keys[key]()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


def is_entry(widget: QWidget) -> bool:
    """Whether somebody enters something in the widget."""
    return isinstance(widget, QLineEdit | QComboBox) and widget.isVisible()
