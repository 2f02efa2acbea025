"""Leave and swaps: asked for beforehand, decided by a supervisor, carried into the roster."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from duty_desk.desk.leaves import LeaveForm
from duty_desk.desk.shift_systems import ROTATIONS
from duty_desk.desk.swaps import SwapWish
from duty_desk.domain.rights import Role
from duty_desk.domain.roster import Laying
from duty_desk.domain.workdays import instant
from duty_desk.language import Refusal
from duty_desk.store.verify import verify
from tests.desk.test_roster import TODAY, at, enter_people, laying
from tests.fakes.desk import Seat, build_desk
from tests.fakes.time_source import FakeTimeSource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duty_desk.desk.desk import Desk

TUESDAY = date(2026, 11, 24)


@pytest.fixture
def desk(tmp_path) -> Iterator[Desk]:
    """A supervisor's desk with a month of four crews: C has the day of the 23rd."""
    running = build_desk(
        Seat(tmp_path, FakeTimeSource(instant(TODAY, 14 * 60)), role=Role.SUPERVISOR)
    )
    running.start(is_sending=False, is_ticking=False)
    enter_people(running)
    proposal = running.roster.propose(laying(TODAY, date(2026, 12, 20))).result(5)
    running.roster.adopt(proposal).result(5)
    yield running
    running.stop()


def form(first: date, last: date, **more: str) -> LeaveForm:
    """A form of B's from midnight to midnight."""
    return LeaveForm(
        person_id="b", from_at=instant(first), to_at=instant(last), reason="家事", **more
    )


def test_approved_leave_puts_the_substitute_into_the_roster(desk):
    """B's shifts in the leave are D's; what B has outside of it stays B's."""
    month = desk.leaves.file(form(TUESDAY, date(2026, 11, 26), substitute_id="d")).result(5)
    waiting = month.leaves[0]
    assert (waiting.state, waiting.is_late, waiting.substitute) == ("filed", False, "内勤 D")
    before = {one.id: one.person_ids for one in month.shifts}
    after = desk.leaves.decide(waiting.id, is_approved=True).result(5)

    changed = {one.id: one.person_ids for one in after.shifts if one.person_ids != before[one.id]}
    assert changed == {"2026-11-24/1/day": ("d",), "2026-11-25/1/night": ("d",)}
    place = desk.store.place
    found = desk.ask(lambda: desk.read(lambda session: verify(session, place))).result(20)
    assert [it.name for it in found if it.state == "failed"] == []


def test_leave_filed_or_approved_after_it_began_says_so(desk):
    """Taken, but told as filed afterwards."""
    month = desk.leaves.file(form(date(2026, 11, 20), date(2026, 11, 23))).result(5)
    assert month.leaves[0].is_late
    assert "事后补报" in desk.snapshot.journal[0].text

    early = desk.leaves.file(form(TUESDAY, date(2026, 11, 25))).result(5)
    desk.time.advance(5 * 86_400_000)
    row = next(one for one in early.leaves if not one.is_late)
    after = desk.leaves.decide(row.id, is_approved=True).result(5)
    assert next(one for one in after.leaves if one.id == row.id).is_late


def test_refused_leave_changes_nothing_and_needs_a_reason(desk):
    """A refusal says why; the roster stays."""
    month = desk.leaves.file(form(TUESDAY, date(2026, 11, 26))).result(5)
    leave_id = month.leaves[0].id
    with pytest.raises(Refusal, match="写明理由"):
        desk.leaves.decide(leave_id, is_approved=False).result(5)
    after = desk.leaves.decide(leave_id, is_approved=False, words="人手不够").result(5)

    assert after.shifts == month.shifts
    with pytest.raises(Refusal, match="已经处理过"):
        desk.leaves.decide(leave_id, is_approved=True).result(5)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"reason": " "}, "事由"),
        ({"to_at": instant(TUESDAY)}, "结束时间"),
        ({"person_id": "x"}, "请假人"),
        ({"substitute_id": "b"}, "本人"),
    ],
)
def test_a_form_that_says_too_little_is_refused(desk, wrong, words):
    """No reason, no span, nobody, oneself as substitute."""
    whole = {**vars(form(TUESDAY, date(2026, 11, 25))), **wrong}
    with pytest.raises(Refusal, match=words):
        desk.leaves.file(LeaveForm(**whole)).result(5)


def test_a_swap_takes_consent_and_approval(desk):
    """C's day of the 23rd for D's of the 22nd: nothing changes before both words are given."""
    wish = SwapWish(
        shift_id="2026-11-23/1/day",
        person_id="c",
        other_id="d",
        other_shift_id="2026-11-22/1/day",
        reason="看病",
    )
    assert at(desk, date(2026, 11, 22), 600).person_ids == ("d",)
    swap = desk.swaps.ask(wish).result(5).swaps[0]
    assert swap.words == "值班长 C 的 11-23 白班 换 内勤 D 的 11-22 白班"
    with pytest.raises(Refusal, match="还没有同意"):
        desk.swaps.decide(swap.id, is_approved=True).result(5)
    desk.swaps.agree(swap.id).result(5)
    assert at(desk, date(2026, 11, 22), 600).person_ids == ("d",)
    desk.swaps.decide(swap.id, is_approved=True).result(5)

    assert at(desk, date(2026, 11, 22), 600).person_ids == ("c",)
    assert at(desk, date(2026, 11, 23), 600).person_ids == ("d",)


def test_a_swap_into_two_shifts_at_once_is_not_approved(desk):
    """B works in the office on the 23rd: keeping the seat's day as well is impossible."""
    rotation = next(one for one in ROTATIONS if one.id == "office")
    whole = vars(laying(date(2026, 11, 23), date(2026, 11, 23)))
    office = Laying(**{**whole, "rotation": rotation, "crews": (("b",),)})
    desk.roster.adopt(desk.roster.propose(office).result(5)).result(5)
    wish = SwapWish(shift_id="2026-11-23/1/day", person_id="c", other_id="b", reason="替一天")
    swap = desk.swaps.ask(wish).result(5).swaps[0]
    desk.swaps.agree(swap.id).result(5)

    with pytest.raises(Refusal, match="同时有两个班"):
        desk.swaps.decide(swap.id, is_approved=True).result(5)
