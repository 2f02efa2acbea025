"""The review page: period, figures, time line, bars, queue, rankings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from duty_desk.domain.rights import Right
from duty_desk.language import mark, tr
from duty_desk.ui import theme, times
from duty_desk.ui.button import KeyButton
from duty_desk.ui.chart_keys import KEYS as CHART_KEYS
from duty_desk.ui.chip import Chip
from duty_desk.ui.problems.draft_keeper import while_alive
from duty_desk.ui.review.cards import FigureCards
from duty_desk.ui.review.chart_cards import BarsCard, LanesCard, load_charts
from duty_desk.ui.review.model import ReviewModel
from duty_desk.ui.review.period_bar import PeriodBar
from duty_desk.ui.review.queue_card import QueueCard
from duty_desk.ui.review.ranking_card import RankingCard
from duty_desk.ui.watch.page_keys import PageKeys

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from types import ModuleType

    from PySide6.QtGui import QHideEvent, QShowEvent

    from duty_desk.desk.review_views import QueueItem
    from duty_desk.desk.views import Snapshot
    from duty_desk.domain.figure import LedgerWish
    from duty_desk.ui.problems.form_model import DeskSide

MARGIN_PX, STRIP_PX = 14, 36
DRAWN_MS = 30  # after the page is shown first it has been drawn
KEYS = (
    ("[ / ]", mark("前一个、后一个时段")),
    ("Alt+1 … Alt+6", mark("昨日、全天、本周、本月、合同年、自选")),
    ("Q", mark("到待处理事项：↑ ↓ 选择，数字直接处理，Enter 打开")),
    ("M", mark("值班晨报：一页 A4，可打印")),
    ("E", mark("导出台账")),
    ("L", mark("到时间线")),
    ("B", mark("到每件用时的图；再按一次换推送、报修")),
    ("R", mark("到排行：↑ ↓ 选择，Enter 列出；再按一次换一种")),
    *CHART_KEYS,
)
_CHAIN = {"whole": "done", "broken": "urgent", "empty": ""}


class ReviewPage(QWidget):
    """Builds the page.

    Signals:
        said(str, str): a sentence for the operator, and its level.
        section_wanted(object, str), wish_wanted(str, object): what is behind a figure is wanted.
        record_wanted(str, str): noun and id of a record that is wanted.
        morning_wanted(object), export_wanted(object), report_wanted(object): with the period.
    """

    said = Signal(str, str)
    section_wanted = Signal(object, str)
    wish_wanted = Signal(str, object)
    record_wanted = Signal(str, str)
    morning_wanted = Signal(object)
    export_wanted = Signal(object)
    report_wanted = Signal(object)

    def __init__(self, side: DeskSide) -> None:
        super().__init__()
        self._side = side
        self.model = ReviewModel(side, self)
        self._has_charts = self._is_loading = self._is_open = False
        self.keys = PageKeys(self)
        self._build()
        self._lay_out()
        self._connect()
        self.retranslate()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the desk as it stands."""
        self._show_right()
        self.model.show_snapshot(snapshot)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._title.setText(tr("复核"))
        self._morning.setText(tr("值班晨报"))
        self._export.setText(tr("导出 Excel"))
        self._report.setText(tr("生成日报 Word"))
        self._barred.setText(
            tr("复核页由值班长、内勤和管理员查看。您可以在“交接”页看到自己班的数字。")
        )
        for part in (self.bar, self.lanes, self.bars, self.queue, self.ranking):
            part.retranslate()
        self._show_period()

    # --- building ------------------------------------------------------------------------

    def _build(self) -> None:
        self._title, self._chain, self._barred = QLabel(), Chip(), QLabel()
        theme.give_role(self._title, "title")
        theme.give_role(self._barred, "soft")
        self._barred.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._before = QLabel()
        theme.give_role(self._before, "second")
        self.bar = PeriodBar()
        self._morning, self._export = KeyButton("quiet", "M"), KeyButton("quiet", "E")
        self._report = KeyButton("primary")
        self.cards = FigureCards()
        self.lanes, self.bars = LanesCard(), BarsCard()
        self.queue, self.ranking = QueueCard(), RankingCard()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._title)
        head.addWidget(self.bar)
        head.addStretch(1)  # the strip of clocks lies here
        head.addStrut(theme.px(STRIP_PX))
        tools = QHBoxLayout()
        tools.setSpacing(10)
        tools.addWidget(self._chain)
        tools.addWidget(self._before)
        tools.addStretch(1)
        for button in (self._morning, self._export, self._report):
            tools.addWidget(button)
        below = QHBoxLayout()
        below.setSpacing(10)
        for card, share in ((self.bars, 34), (self.queue, 38), (self.ranking, 28)):
            card.setMinimumHeight(theme.px(250))
            below.addWidget(card, share)
        inside = QWidget()
        theme.give_role(inside, "ground")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(tools)
        column.addWidget(self.cards)
        column.addWidget(self.lanes)
        column.addLayout(below, 1)
        self._area = QScrollArea()
        theme.give_role(self._area, "bare")
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(inside)
        page = QVBoxLayout(self)
        page.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX)
        page.setSpacing(8)
        page.addLayout(head)
        page.addWidget(self._barred, 1)
        page.addWidget(self._area, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _connect(self) -> None:
        model = self.model
        self.bar.chosen.connect(model.choose)
        self.bar.stepped.connect(model.step)
        self.bar.days_chosen.connect(self._on_days)
        model.period_changed.connect(self._show_period)
        model.figures_changed.connect(self._show_figures)
        model.charts_changed.connect(self._show_charts)
        model.chain_changed.connect(self._show_chain)
        model.queue_changed.connect(lambda: self.queue.show_items(model.queue))
        model.refused.connect(lambda words: self.said.emit(words, "urgent"))
        self.cards.wanted.connect(self._on_figure)
        for card in (self.lanes, self.bars):
            card.opened.connect(self._on_shape)
        self.ranking.opened.connect(lambda row: self.wish_wanted.emit(row.name, row.wish))
        self.queue.decided.connect(self._decide)
        self.queue.opened.connect(lambda item: self.record_wanted.emit(item.noun, item.id))
        self.queue.ask.left.connect(self._focus_queue)
        self._morning.clicked.connect(lambda: self.morning_wanted.emit(model.period))
        self._export.clicked.connect(lambda: self.export_wanted.emit(model.period))
        self._report.clicked.connect(lambda: self.report_wanted.emit(model.period))
        self._add_keys()

    def _add_keys(self) -> None:
        model = self.model
        slots: dict[str, Callable[[], object]] = {
            "[": lambda: model.step(-1),
            "]": lambda: model.step(1),
            "Q": self._focus_queue,
            "M": self._morning.click,
            "E": self._export.click,
            "L": lambda: self._take_keys(self.lanes),
            "B": lambda: self._take_keys(self.bars),
            "R": lambda: self._take_keys(self.ranking),
        }
        for number in range(6):
            slots[f"Alt+{number + 1}"] = partial(self.bar.tabs.chosen.emit, number)
        for keys, slot in slots.items():  # who may not see the page presses nothing on it
            self.keys.add(keys, partial(lambda then: model.may_see() and then(), slot))
        self.keys.serve(self)

    # --- showing -------------------------------------------------------------------------

    def _show_right(self) -> None:
        is_allowed = self.model.may_see()
        self._barred.setVisible(not is_allowed)
        self._area.setVisible(is_allowed)
        self.bar.setVisible(is_allowed)
        for button in (self._export, self._report):
            button.setEnabled(self.model.may(Right.EXPORT))
        if not is_allowed:
            self._forget()
        elif self.isVisible() and not self._is_open:  # shown, or signed in before an open page
            self._open()
        self._is_open = is_allowed and self.isVisible()

    def _open(self) -> None:
        if self._has_charts:
            self.model.come()
        elif not self._is_loading:
            # What is imported beside the window takes turns with it: the page is drawn before,
            # and nothing else to draw is asked for until it is done.
            self._is_loading, filled = True, while_alive(self, self._filled)
            QTimer.singleShot(DRAWN_MS, self, lambda: load_charts(self._side.bridge, filled))

    def _filled(self, charts: ModuleType | None) -> None:
        self._has_charts = True
        if charts is not None:
            self.lanes.put(charts.LaneChart())
            self.bars.put(charts.BarChart())
        if self._is_open:
            self.model.come()

    def _forget(self) -> None:
        """What one person saw is not left for the next who may not."""
        self.model.forget()
        self._show_figures()
        self._show_charts()
        self.queue.show_items(None)

    def _show_period(self) -> None:
        self.bar.show_model(self.model)
        self._show_figures()
        self._show_charts()
        self._show_chain()

    def _show_figures(self) -> None:
        figures = self.model.figures
        self.cards.show_figures(figures)
        self.ranking.show_sections(figures.sections if figures is not None else None)
        words = figures.before.words if figures is not None else ""
        self._before.setText(tr("上期：{period}", period=words) if words else "")

    def _show_charts(self) -> None:
        self.lanes.show_charts(self.model.charts)
        # In a turn of their own: drawing both at once would hold the window twice as long.
        QTimer.singleShot(0, self, lambda: self.bars.show_charts(self.model.charts))

    def _show_chain(self) -> None:
        chain = self.model.chain
        if chain is None:
            self._chain.show_word(tr("正在核对记录链…"))
            return
        at = times.hour_and_minute(chain.checked_at)
        if chain.state == "broken":
            words = tr("× 记录链在 {where} 处断开", where=chain.where)
        elif chain.state == "empty":
            words = tr("这段时间没有记录")
        else:
            words = tr("✓ 记录链完整 {n} 条 · {at} 校验", n=f"{chain.entries:,}", at=at)
        self._chain.show_word(words, _CHAIN[chain.state])

    # --- acting --------------------------------------------------------------------------

    def _on_days(self, first: date, last: date) -> None:
        self.model.choose_days(first, last)

    def _on_figure(self, key: str) -> None:
        sections = self.model.figures.sections if self.model.figures is not None else ()
        for section in sections:
            if any(one.key == key for one in section.figures):
                self.section_wanted.emit(section, key)

    def _on_shape(self, shape: Any) -> None:
        wish: LedgerWish | None = shape.wish
        if wish is not None:
            self.wish_wanted.emit(shape.words, wish)
        elif shape.noun:
            self.record_wanted.emit(shape.noun, shape.id)

    def _decide(self, item: QueueItem, choice: str, words: str) -> None:
        asked = self._side.desk.review.decide(item, choice, words)
        self._side.bridge.when_done(
            asked,
            while_alive(self, lambda _done: self.model.ask_queue()),
            while_alive(self, lambda sentence: self.said.emit(sentence, "urgent")),
        )

    def _take_keys(self, card: LanesCard | BarsCard | RankingCard) -> None:
        """Give a card the keyboard; one that has it turns to its next view."""
        inside = theme.application().focusWidget()
        if inside is not None and card.isAncestorOf(inside):
            card.turn()
        self._area.ensureWidgetVisible(card)
        card.take_keys()

    def _focus_queue(self) -> None:
        self._area.ensureWidgetVisible(self.queue)
        if self.queue.rows:
            self.queue.rows[0].setFocus()
        else:
            self.setFocus()

    # --- Qt ------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_right()

    def hideEvent(self, event: QHideEvent) -> None:
        self._is_open = False
        self.model.leave()
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.model.forget()
            self.retranslate()
            self.model.ask()
        super().changeEvent(event)
