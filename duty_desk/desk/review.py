"""The review of a period: what supervisors and clerks look back on, read beside the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.desk.review_charts import Lanes, bars
from duty_desk.desk.review_views import ChainState, ReviewCharts, ReviewFigures
from duty_desk.desk.section_parts import span_of
from duty_desk.domain.rights import Right
from duty_desk.store import chain_span

if TYPE_CHECKING:
    from concurrent.futures import Future

    from duty_desk.desk.desk import Desk
    from duty_desk.domain.period import Period
    from duty_desk.store.transaction import Session


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
