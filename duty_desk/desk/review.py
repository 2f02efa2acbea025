"""The review of a period: what supervisors and clerks look back on, read beside the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from duty_desk.desk.review_charts import Lanes, bars
from duty_desk.desk.review_queue import QueueSide, queue
from duty_desk.desk.review_views import ChainState, ReviewCharts, ReviewFigures
from duty_desk.desk.section_parts import span_of
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.rights import Right
from duty_desk.language import Refusal, tr
from duty_desk.store import chain_span

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.review_views import QueueItem
    from duty_desk.domain.period import Period
    from duty_desk.store.transaction import Session


NOTED = ("breach", "correction", "late")  # what takes a word and no decision


class Review:
    """The use cases of looking back. Questions of an earlier period are given up."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.lanes = Lanes(desk.sections.side)

    def figures(self, period: Period) -> Future[ReviewFigures]:
        """The figures of a period, and of the one before as far as this one has come.

        Raises:
            Refusal: whoever sits here may not see it.
        """
        self._desk.require(Right.REVIEW)
        sections = self._desk.sections
        before = period.before_until(self._desk.time.now_ms())

        def work(session: Session) -> ReviewFigures:
            return ReviewFigures(
                period=period,
                before=before,
                sections=sections.all(session, period),
                earlier=sections.all(session, before),
            )

        return self._desk.reading.ask("review.figures", work)

    def charts(self, period: Period) -> Future[ReviewCharts]:
        """What is drawn of a period.

        Raises:
            Refusal: whoever sits here may not see it.
        """
        self._desk.require(Right.REVIEW)
        cut = period.until(self._desk.time.now_ms())

        def work(session: Session) -> ReviewCharts:
            return ReviewCharts(
                period=period,
                lanes=self.lanes.all(session, cut),
                bars=bars(session, self._desk.sections.side, cut),
            )

        return self._desk.reading.ask("review.charts", work)

    def chain(self, period: Period) -> Future[ChainState]:
        """Whether the entries written in a period hang together; a year takes many seconds.

        Raises:
            Refusal: whoever sits here may not see it.
        """
        self._desk.require(Right.REVIEW)
        now = self._desk.time.now_ms()

        def work(session: Session) -> ChainState:
            found = chain_span.check(session, span_of(period))
            state = "broken" if found.where else "whole" if found.entries else "empty"
            return ChainState(state=state, entries=found.entries, checked_at=now, where=found.where)

        return self._desk.checking.ask("review.chain", work)

    # -- the queue -----------------------------------------------------------------------------

    def queue(self, period: Period) -> Future[tuple[QueueItem, ...]]:
        """What waits for a supervisor; breaches and entries of the period, requests of any time.

        Raises:
            Refusal: whoever sits here may not see it.
        """
        self._desk.require(Right.REVIEW)
        side = QueueSide(self._desk.viewer(), self._desk.sections.side)
        return self._desk.reading.ask("review.queue", lambda session: queue(session, side, period))

    def note(self, noun: str, record: str, words: str) -> Future[None]:
        """Say a word on a breach, a correction or a late entry; it leaves the queue, no more.

        Raises:
            Refusal: nothing is said, or without the right.
        """

        def work() -> None:
            self._desk.require(Right.COMMENT)
            if noun not in NOTED or not words.strip():
                raise Refusal(tr("批注要写明内容；没有保存。"))
            moment = Moment(
                kind="review.noted",
                subject=self._desk.new_id(),
                facts={"noun": noun, "record": record},
                source=Source.KEY,
                actor=self._desk.actor,
                reason=words.strip(),
            )
            self._desk.record(moment)

        return self._desk.ask(work)

    def decide(self, item: QueueItem, choice: str, words: str) -> Future[object]:
        """Decide an item of the queue by the use case of its noun, whose rules and rights hold.

        Raises:
            Refusal: as that use case says.
        """
        desk, key, is_yes = self._desk, item.key, choice == "yes"
        desk.require(Right.REVIEW)
        if item.kind in NOTED:
            return _any(self.note(item.kind, key, words))
        deciding: dict[str, Callable[[], Future[object]]] = {
            "punch": lambda: _any(desk.attendance.judge(key, is_excused=is_yes, words=words)),
            "punch_request": lambda: _any(
                desk.attendance.decide_correction(key, is_granted=is_yes, words=words)
            ),
            "presence": lambda: _any(desk.presence_judging.judge(key, choice, words)),
            "leave": lambda: _any(desk.leaves.decide(key, is_approved=is_yes, words=words)),
            "swap": lambda: _any(desk.swaps.decide(key, is_approved=is_yes, words=words)),
        }
        return deciding[item.kind]()


def _any(future: Future[Any]) -> Future[object]:
    return future
