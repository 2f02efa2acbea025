"""The patrol page: the walk or today's rounds, and the views beside them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from duty_desk.language import mark, tr
from duty_desk.ui.clock_strip import leave_room
from duty_desk.ui.patrol.day_view import DayView
from duty_desk.ui.patrol.plan_view import PlanViewPanel
from duty_desk.ui.patrol.sample_view import SampleViewPanel
from duty_desk.ui.patrol.site_view import SiteView
from duty_desk.ui.patrol.walk_model import PAGE_SIZES
from duty_desk.ui.patrol.walk_view import WalkView
from duty_desk.ui.patrol.words import ended_words
from duty_desk.ui.patrol.year_view import YearView
from duty_desk.ui.segments import Segments
from duty_desk.ui.watch.page_keys import PageKeys

if TYPE_CHECKING:
    from duty_desk.desk.patrol_views import RoundRow
    from duty_desk.desk.views import Snapshot
    from duty_desk.ui.problems.form_model import DeskSide
    from duty_desk.ui.watch.model import WatchModel
    from duty_desk.video.engine import VideoEngine

MARGIN_PX = 14
_SIZE = "patrol/side_by_side"
_SITE, _SAMPLES, _YEAR = 2, 3, 4
KEYS = (
    ("F5", mark("开始或继续本轮（在任何一页都可以按）")),
    ("Space", mark("正常，看下一个点位")),
    ("Enter", mark("没看满最少停留时确认已看清，记为“过快”")),
    ("F8", mark("截图报问题，关掉窗口后接着看下一个")),
    ("F9", mark("报故障，关掉窗口后接着看下一个")),
    ("N", mark("无画面或看不清，写明原因")),
    ("S", mark("跳过，写明原因")),
    ("R", mark("回放本点位的最后 30 秒，可逐帧、变速、截图报问题")),
    ("T", mark("转到本点位的预置位")),
    ("Page Up / Page Down", mark("往回看、往后看，不改记录")),
    ("← ↑ ↓ →", mark("四格时选中其中一格")),
    ("1 2", mark("一格、四格")),
    ("B", mark("显示或收起上一轮的画面")),
    ("P", mark("暂停或继续本轮")),
    ("L", mark("收起休息提示")),
)


class PatrolPage(QWidget):
    """Builds the page.

    Signals:
        said(str, str): a sentence for the operator, and its level.
    """

    said = Signal(str, str)

    def __init__(self, side: DeskSide, watch: WatchModel, engine: VideoEngine) -> None:
        super().__init__()
        self._memory = side.memory
        self.walk_view = WalkView(side, watch, engine)
        self.model = self.walk_view.model
        self.day_view = DayView(side, self.model)
        self._views = QStackedWidget()
        self.plan = PlanViewPanel(side)
        self.site, self.samples, self.year = SiteView(side), SampleViewPanel(side), YearView(side)
        self.tabs = Segments(("", "", "", "", ""))
        self.sizes = Segments(("", ""))
        self.keys = PageKeys(self)
        self._lay_out()
        self._connect()
        self._add_keys()
        self.retranslate()
        self._choose_size(self._remembered_size())
        self._show_state()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the desk as it stands."""
        self.walk_view.show_snapshot(snapshot)
        self.day_view.show_day(snapshot.patrol)
        self._show_state()

    def begin(self) -> None:
        """F5: start or continue the round."""
        self.show_view(0)
        self.day_view.say("", "")
        self.model.start()

    def show_view(self, number: int) -> None:
        """Show the walk, the plan, on-site visits, samples or the year."""
        self.tabs.choose(number)
        self._views.setCurrentIndex(number)
        self._views.setFocusProxy(self._views.currentWidget() or self._stack)
        self._views.setFocus()
        self._show_state()

    def show_sample(self, sample_id: str) -> None:
        """Show a sample of visits."""
        self.show_view(_SAMPLES)
        self.samples.choose(sample_id)

    def show_site_visit(self, visit_id: str, day: str) -> None:
        """Show an inspection among those of its day."""
        self.show_view(_SITE)
        self.site.choose(visit_id, day)

    def show_visit(self, round_id: str, day: str, words: str) -> None:
        """Show a visit, told in words, under its round among those of its day."""
        self.show_view(_YEAR)
        self.year.choose(round_id, day, words)

    def show_round(self, round_id: str, day: str) -> None:
        """Show a round: on its card where it has one, else among those of its day."""
        if not self.model.is_walking and self.day_view.choose(round_id):
            self.show_view(0)
        else:
            self.show_view(_YEAR)
            self.year.choose(round_id, day)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        views = (tr("巡查"), tr("计划"), tr("现场"), tr("抽查"), tr("全年"))
        self.tabs.show_words(views)
        self.day_view.retranslate()
        self.plan.retranslate()
        self.site.retranslate()
        self.samples.retranslate()
        self.year.retranslate()
        self.sizes.show_words((tr("单格"), tr("四格")))
        self.walk_view.retranslate()

    def stop(self) -> None:
        """Show nothing new any more."""
        self.walk_view.stop()

    # --- building ------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.tabs.choose(0)
        self.sizes.choose(0)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.day_view)
        self._stack.addWidget(self.walk_view)
        for view in (self._stack, self.plan, self.site, self.samples, self.year):
            self._views.addWidget(view)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.tabs)
        head.addWidget(self.sizes)
        leave_room(head)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._views, 1)
        self.setFocusProxy(self._views)

    def _connect(self) -> None:
        self.model.arrived.connect(self._show_state)
        self.model.changed.connect(self._show_state)
        self.model.ended.connect(self._on_ended)
        self.model.said.connect(self._on_said)
        self.day_view.start_wanted.connect(self.begin)
        self.sizes.chosen.connect(self._on_size)
        self.tabs.chosen.connect(self.show_view)
        self.plan.said.connect(self.said)
        self.site.said.connect(self.said)
        self.samples.said.connect(self.said)
        self.year.said.connect(self.said)

    def _add_keys(self) -> None:
        view, model = self.walk_view, self.model
        for keys, name in (
            ("Space", "normal"),
            ("Return", "confirm"),
            ("Enter", "confirm"),
            ("F8", "problem"),
            ("F9", "fault"),
            ("S", "skip"),
            ("N", "not_viewable"),
            ("T", "preset"),
            ("P", "pause"),
        ):
            self.keys.add(keys, partial(view.do, name))
        self.keys.add("PgUp", lambda: model.step(-1))
        self.keys.add("PgDown", lambda: model.step(1))
        self.keys.add("B", view.beside.toggle)
        self.keys.add("L", view.nudge.dismiss)
        for number in (1, 2):
            self.keys.add(str(number), partial(self._choose_size, number - 1))
        for keys, step in (
            ("Left", (-1, 0)),
            ("Right", (1, 0)),
            ("Up", (0, -1)),
            ("Down", (0, 1)),
        ):
            self.keys.add(keys, partial(model.move, *step))
        self.keys.serve(view)
        paused = PageKeys(self)
        paused.add("P", model.pause)
        paused.serve(self.day_view)

    # --- slots ---------------------------------------------------------------------------

    def _show_state(self) -> None:
        is_walking = self.model.is_walking and bool(self.model.nos)
        wanted = self.walk_view if is_walking else self.day_view
        if self._stack.currentWidget() is not wanted:
            had_focus = self.isVisible() and self.isAncestorOf(self.focusWidget() or self)
            self._stack.setCurrentWidget(wanted)
            if had_focus:
                wanted.setFocus()
        self._stack.setFocusProxy(wanted)
        self.sizes.setVisible(is_walking and self._views.currentIndex() == 0)

    def _choose_size(self, number: int) -> None:
        self.sizes.choose(number)
        self._on_size(number)

    def _on_size(self, number: int) -> None:
        self.model.use_page_size(PAGE_SIZES[number])
        if self._memory is not None:
            self._memory.setValue(_SIZE, PAGE_SIZES[number])

    def _remembered_size(self) -> int:
        """The number of the size chosen last."""
        found = str(self._memory.value(_SIZE, "")) if self._memory is not None else ""
        return next((n for n, size in enumerate(PAGE_SIZES) if str(size) == found), 0)

    def _on_ended(self, row: RoundRow) -> None:
        words, level = ended_words(row)
        self.day_view.say(words, level)
        self.said.emit(words, level)

    def _on_said(self, sentence: str, level: str) -> None:
        if not self.model.is_walking:
            self.day_view.say(sentence, level)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
