"""Rounds over either kind of store: one of two seats wins, a long absence is told at one go."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duty_desk.domain.patrol import Look
from duty_desk.language import Refusal
from duty_desk.store.reading import open_for_reading
from duty_desk.store.verify import verify
from tests.fakes.desk import build_desk

MINUTE_MS = 60_000


def failed(seat) -> list[str]:
    """What verification finds wrong."""
    with open_for_reading(seat.place) as session:
        return [it.name for it in verify(session, seat.place) if it.state == "failed"]


def test_of_two_seats_that_start_together_one_wins(desk, seat, tmp_path_factory):
    """Both found no round on record; the store lets only one of them write it."""
    data = seat.data if not seat.url else tmp_path_factory.mktemp("other")
    other = build_desk(replace(seat, number="2", data=data))
    other.start(is_sending=False, is_ticking=False)
    seat.time.advance(100 * MINUTE_MS)
    due = other.ask(other.patrol._open_round).result(10)
    walk = desk.patrol.start().result(10)

    with pytest.raises(Refusal, match="两个席位不能同时巡同一轮"):
        other.ask(lambda: other.patrol._begin(due, 0, due.kind)).result(10)

    look = Look(no=1, fresh_ms=5_000)
    assert desk.patrol.visit(walk.round.id, [look]).result(10).round.state == "complete"
    with pytest.raises(Refusal, match="已经结束"):
        other.patrol.start().result(10)
    other.stop()
    assert failed(seat) == []


def test_a_month_without_the_program_is_told_at_its_start(desk, seat):
    """Every window of thirty days is missed once, in one transaction, and verifies."""
    desk.stop()
    seat.time.advance(30 * 24 * 60 * MINUTE_MS)

    again = build_desk(seat)
    again.start(is_sending=False, is_ticking=False)

    overview = again.patrol.overview("2026-11-21", "2026-12-21").result(10)
    assert sum(day.missed for day in overview.days) == 180
    assert again.snapshot.patrol.counts.today_lost == 2
    again.stop()
    assert failed(seat) == []
