"""Supervisors' samples: visits drawn at random, looked at again, agreed with or not."""

from __future__ import annotations

import random
import secrets
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from duty_desk.desk.patrol_pictures import picture_of
from duty_desk.desk.patrol_views import SamplePick, SampleView
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.rights import Right
from duty_desk.language import Refusal, tr
from duty_desk.store import patrol as round_rows
from duty_desk.store import patrol_beside as rows
from duty_desk.store.patrol_tables import RoundTable, SamplePickTable, SampleTable, VisitTable

if TYPE_CHECKING:
    from concurrent.futures import Future

    from duty_desk.desk.desk import Desk
    from duty_desk.store.transaction import Session

_MOST = 200
_SEED_BITS = 32


class Samples:
    """The use cases of sampling."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def draw(
        self, from_on: str, to_on: str, count: int, seed: int | None = None
    ) -> Future[SampleView]:
        """Draw `count` random visits of the rounds of some days; the pick and its seed stay.

        Args:
            from_on: First day, ISO date.
            to_on: Last day, included.
            count: How many; all of them when there are fewer.
            seed: For drawing the same again; by chance when it is None.

        Raises:
            Refusal: there are no visits on these days, the number makes no sense, or whoever
                sits here is no supervisor.
        """

        def work() -> SampleView:
            self._desk.require(Right.SAMPLE)
            if not 1 <= count <= _MOST:
                raise Refusal(tr("一次可以抽 1 到 {most} 次查看；没有抽取。", most=_MOST))
            chosen = secrets.randbits(_SEED_BITS) if seed is None else seed
            picks, population = self._desk.read(
                lambda session: _drawn(session, (from_on, to_on), count, chosen)
            )
            if not picks:
                raise Refusal(tr("这几天没有巡查记录可以抽查。"))
            facts = {
                "from_on": from_on,
                "to_on": to_on,
                "seed": chosen,
                "population": population,
                "picks": [list(pick) for pick in picks],
            }
            sample_id = self._desk.new_id()
            self._record("sample.drawn", sample_id, facts)
            return self._read(sample_id)

        return self._desk.ask(work)

    def judge(
        self, sample_id: str, round_id: str, no: int, *, agrees: bool, note: str = ""
    ) -> Future[SampleView]:
        """Agree with a visit or not; a disagreement says why. A later word takes its place.

        Raises:
            Refusal: it is not in the sample, disagreed with without a note, or whoever sits here
                is no supervisor.
        """

        def work() -> SampleView:
            self._desk.require(Right.SAMPLE)
            key = (sample_id, round_id, no)
            if self._desk.read(lambda session: session.get(SamplePickTable, key)) is None:
                raise Refusal(tr("这次查看不在抽查名单里；没有记录。"))
            if not agrees and not note.strip():
                raise Refusal(tr("不同意要写明原因；没有记录。"))
            facts = {"round": round_id, "no": no, "agrees": agrees}
            self._record("sample.judged", sample_id, facts, note.strip())
            return self._read(sample_id)

        return self._desk.ask(work)

    def sample(self, sample_id: str) -> Future[SampleView]:
        """A sample with its picks."""
        return self._desk.ask(lambda: self._read(sample_id))

    def samples(self) -> Future[tuple[SampleView, ...]]:
        """All samples, newest first."""

        def read(session: Session) -> tuple[SampleView, ...]:
            return tuple(self._view(session, row) for row in rows.samples(session))

        return self._desk.ask(lambda: self._desk.read(read))

    def agreement(self, from_on: str, to_on: str) -> Future[tuple[int, int]]:
        """Of the sampled visits of some days: how many were judged, how many agreed with."""
        return self._desk.ask(
            lambda: self._desk.read(lambda session: rows.judged_rates(session, from_on, to_on))
        )

    # -- inside --------------------------------------------------------------------------------

    def _read(self, sample_id: str) -> SampleView:
        return self._desk.read(
            lambda session: self._view(session, session.get_one(SampleTable, sample_id))
        )

    def _view(self, session: Session, row: SampleTable) -> SampleView:
        return SampleView(
            id=row.id,
            from_on=row.from_on,
            to_on=row.to_on,
            seed=row.seed,
            drawn_at=row.drawn_at,
            drawn_by=row.drawn_by,
            population=row.population,
            picks=tuple(self._pick(session, pick) for pick in rows.picks(session, row.id)),
        )

    def _pick(self, session: Session, pick: SamplePickTable) -> SamplePick:
        patrol = self._desk.patrol.rows
        about = session.get_one(RoundTable, pick.round_id)
        visit = session.get_one(VisitTable, (pick.round_id, pick.no))
        one = patrol.route(session, about)[pick.no - 1]
        return SamplePick(
            round_id=pick.round_id,
            round_name=patrol.round_row(about, self._desk.time.now_ms()).name,
            day=about.day,
            point=patrol.checkpoint(session, pick.no, one, visit),
            thumbnail_state=self._thumbnail_state(session, about, visit),
            judged=pick.judged,
            note=pick.note,
            judged_by=pick.judged_by,
            judged_at=pick.judged_at,
        )

    def _thumbnail_state(self, session: Session, about: RoundTable, visit: VisitTable) -> str:
        if not visit.thumbnail:
            return "none"
        if picture_of(self._desk.store.thumbnails, session, visit):
            return "kept"
        return "expired" if about.day < round_rows.expired_before(session) else "missing"

    def _record(
        self, kind: str, sample_id: str, facts: dict[str, object], reason: str = ""
    ) -> None:
        moment = Moment(
            kind=kind,
            subject=sample_id,
            facts=facts,
            source=Source.KEY,
            actor=self._desk.actor,
            reason=reason,
        )
        self._desk.record(moment)


def _drawn(
    session: Session, days: tuple[str, str], count: int, seed: int
) -> tuple[list[tuple[str, int]], int]:
    """Random visits without repetition, each as likely as any other, and of how many."""
    rounds = [row for row in round_rows.rounds_between(session, *days) if round_rows.visited(row)]
    until = list(accumulate(round_rows.visited(row) for row in rounds))
    population = until[-1] if until else 0
    chosen = sorted(random.Random(seed).sample(range(population), min(count, population)))
    picks = []
    for index in chosen:
        place = bisect_right(until, index)
        within = index - (until[place - 1] if place else 0)
        visit = rows.nth_visit(session, rounds[place].id, within)
        picks.append((visit.round_id, visit.no))
    return picks, population
