"""The review without widgets: which period is looked at, and what is known of it so far."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from duty_desk.domain import period as periods
from duty_desk.domain.period import Period, PeriodKind
from duty_desk.domain.rights import Right
from duty_desk.domain.rights import may as has
from duty_desk.domain.workdays import day_of
from duty_desk.language import Refusal
from duty_desk.ui.problems.draft_keeper import while_alive

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from duty_desk.desk.review_views import ChainState, QueueItem, ReviewCharts, ReviewFigures
    from duty_desk.desk.views import Snapshot
    from duty_desk.ui.problems.form_model import DeskSide

TURNS = 4  # of the window between an answer and the next question: what came is drawn in them
T = TypeVar("T")
REFRESH_MS = 10_000  # after a commit, while the page is seen
_DAY = timedelta(days=1)
# What the segments stand for, in their order; the first is the day before today.
YESTERDAY = "yesterday"
KINDS = (YESTERDAY, *(kind.value for kind in PeriodKind))


class ReviewModel(QObject):
    """Asks for what the page shows; answers to an earlier period never arrive.

    Signals:
        period_changed: another period is looked at.
        figures_changed, charts_changed, chain_changed, queue_changed: more is known.
        refused(sentence): whoever sits here may not see it, or it could not be read.
    """

    period_changed = Signal()
    figures_changed = Signal()
    charts_changed = Signal()
    chain_changed = Signal()
    queue_changed = Signal()
    refused = Signal(str)

    def __init__(self, side: DeskSide, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self.kind = YESTERDAY
        self.period: Period = self._of(YESTERDAY)
        self.figures: ReviewFigures | None = None
        self.charts: ReviewCharts | None = None
        self.chain: ChainState | None = None
        self.queue: tuple[QueueItem, ...] = ()
        self._is_seen = False
        self._seen_seq = 0
        self._asked: Future[Any] | None = None
        self._waits = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self.ask)

    @property
    def today(self) -> date:
        """Today in Beijing."""
        return day_of(self._side.time.now_ms())

    def may_see(self) -> bool:
        """Whether whoever sits here may look back."""
        return self.may(Right.REVIEW)

    def may(self, right: Right) -> bool:
        """Whether whoever sits here has `right`; nobody does while the screen is locked."""
        try:
            return has(self._side.desk.role, right)
        except Refusal:
            return False

    # --- which period --------------------------------------------------------------------

    def choose(self, kind: str) -> None:
        """Look at the day before, the day, week, month or contract year that is looked at."""
        if kind == PeriodKind.FREE:
            self.show_period(periods.free(self.period.first, self.period.last), kind)
        else:
            self.show_period(self._of(kind), kind)

    def choose_days(self, first: date, last: date) -> None:
        """Look at all days from `first` to `last`."""
        self.show_period(periods.free(first, last), PeriodKind.FREE)

    def step(self, by: int) -> None:
        """Look at the period before (-1) or after (1); never at one that has not begun."""
        if by < 0:
            self.show_period(self.period.before(), self._kind_of(self.period.before()))
            return
        later = self._following()
        if later.first <= self.today:
            self.show_period(later, self._kind_of(later))

    def may_step_on(self) -> bool:
        """Whether a later period has begun."""
        return self._following().first <= self.today

    def _following(self) -> Period:
        kind, after = self.period.kind, self.period.last + _DAY
        if kind is PeriodKind.FREE:
            return periods.free(after, after + timedelta(days=self.period.days - 1))
        return self._made(kind, after)

    def _kind_of(self, period: Period) -> str:
        if period.kind is PeriodKind.DAY and period.first == self.today - _DAY:
            return YESTERDAY
        return period.kind

    def _of(self, kind: str) -> Period:
        if kind == YESTERDAY:
            return periods.day(self.today - _DAY)
        return self._made(PeriodKind(kind), self.today)

    def _made(self, kind: PeriodKind, on: date) -> Period:
        if kind is PeriodKind.WEEK:
            return periods.week(on)
        if kind is PeriodKind.MONTH:
            return periods.month(on.year, on.month)
        if kind is PeriodKind.CONTRACT_YEAR:
            return periods.contract_year(on, self._side.desk.store.contract)
        return periods.day(on)

    def show_period(self, period: Period, kind: str) -> None:
        """Look at `period`; `kind` is the segment that is lit."""
        self.kind, self.period = kind, period
        self.figures = self.charts = self.chain = None
        self._give_up()
        self.period_changed.emit()
        self._then(self.ask)

    def forget(self) -> None:
        """What is known is for another language, or for another person."""
        self._give_up()
        self.figures = self.charts = self.chain = None
        self.queue = ()

    # --- asking --------------------------------------------------------------------------

    def come(self) -> None:
        """The page is seen."""
        self._is_seen = True
        self.ask()

    def leave(self) -> None:
        """The page is not seen any more."""
        self._is_seen = False
        self._give_up()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Ask again some time after a commit, while the page is seen."""
        newest = max((line.seq for line in snapshot.journal), default=0)
        if newest != self._seen_seq:
            self._seen_seq = newest
            is_now = self.period.to_at > self._side.time.now_ms()
            if self._is_seen and is_now and not self._timer.isActive():
                self._timer.start()

    def ask(self) -> None:
        """Ask for everything, one after the other: figures, charts, what waits, the chain.

        The next is asked when the last has been drawn, because a thread that reads meanwhile
        takes turns with the window at Python, and drawing would take twice its time.
        """
        if self._is_seen and self.may_see():
            review = self._side.desk.review
            self._ask(lambda: review.figures(self.period), self._take_figures)

    def _ask_charts(self) -> None:
        self._ask(lambda: self._side.desk.review.charts(self.period), self._take_charts)

    def _ask_chain(self) -> None:
        self._ask(lambda: self._side.desk.review.chain(self.period), self._take_chain)

    def ask_queue(self) -> None:
        """Ask for what waits."""
        self._ask(self._queue, self._take_queue)

    def _queue(self) -> Future[tuple[QueueItem, ...]]:
        return self._side.desk.review.queue(self.period)

    def _ask(self, question: Callable[[], Future[T]], take: Callable[[T], None]) -> None:
        try:
            asked = question()
        except Refusal as refusal:
            self.refused.emit(str(refusal))
            return
        refuse = while_alive(self, self.refused.emit)
        period = self.period

        def take_if_wanted(found: T) -> None:
            if self.period == period and self.may_see():  # who asked may have left
                take(found)

        self._asked = asked
        self._side.bridge.when_done(asked, while_alive(self, take_if_wanted), refuse)

    def _give_up(self) -> None:
        """Nobody wants the answer that is still being read, nor the next question."""
        self._waits += 1
        if self._asked is not None:
            self._asked.cancel()

    def _then(self, question: Callable[[], None]) -> None:
        """Ask when what is known has been drawn, unless another period is wanted by then."""
        self._waits += 1
        waits = self._waits

        def turn(left: int) -> None:
            if waits == self._waits:
                if left:
                    QTimer.singleShot(0, self, while_alive(self, partial(turn, left - 1)))
                else:
                    question()

        turn(TURNS)

    def _take_figures(self, found: ReviewFigures) -> None:
        self.figures = found
        self.figures_changed.emit()
        self._then(self._ask_charts)

    def _take_charts(self, found: ReviewCharts) -> None:
        self.charts = found
        self.charts_changed.emit()
        self._then(lambda: self._ask(self._queue, self._take_queue_last))

    def _take_chain(self, found: ChainState) -> None:
        self.chain = found
        self.chain_changed.emit()

    def _take_queue(self, found: tuple[QueueItem, ...]) -> None:
        self.queue = found
        self.queue_changed.emit()

    def _take_queue_last(self, found: tuple[QueueItem, ...]) -> None:
        self._take_queue(found)
        # Last of all: hashing a year takes long, and what is looked at first must not wait for it.
        self._then(self._ask_chain)
