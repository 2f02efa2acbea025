"""The roster at the desk: patterns adopted, shifts changed, the past left alone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from duty_desk.desk.shift_systems import ROTATIONS, SYSTEMS
from duty_desk.domain.moment import Moment
from duty_desk.domain.rights import Role
from duty_desk.domain.roster import Laying
from duty_desk.domain.workdays import instant
from duty_desk.language import Refusal
from duty_desk.store.verify import verify
from tests.fakes.desk import Seat, build_desk
from tests.fakes.time_source import FakeTimeSource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duty_desk.desk.desk import Desk

TODAY = date(2026, 11, 21)
NAMES = {"a": "值班员 A", "b": "值班员 B", "c": "值班长 C", "d": "内勤 D"}


def enter_people(desk: Desk) -> None:
    """Put invented people on record, without passwords."""

    def work() -> None:
        for person_id, name in NAMES.items():
            facts = {"name": name, "role": "operator", "confidentiality_signed_on": None}
            desk.record(Moment(kind="person.added", subject=person_id, facts=facts))

    desk.ask(work).result(5)


def laying(first: date, last: date) -> Laying:
    """Four crews of one person each."""
    rotation = next(one for one in ROTATIONS if one.id == "four_two")
    return Laying(
        rotation=rotation,
        crews=(("a",), ("b",), ("c",), ("d",)),
        starts_on=TODAY,
        from_on=first,
        to_on=last,
        seat="1",
        leaders={"": "带班领导 甲"},
    )


@pytest.fixture
def desk(tmp_path) -> Iterator[Desk]:
    """A supervisor's desk at 14:00 Beijing time, with four people."""
    time = FakeTimeSource(instant(TODAY, 14 * 60))
    running = build_desk(Seat(tmp_path, time, role=Role.SUPERVISOR))
    running.start(is_sending=False, is_ticking=False)
    enter_people(running)
    yield running
    running.stop()


def at(desk: Desk, day: date, minute: int):
    """The shift planned at a minute."""
    return desk.ask(lambda: desk.roster.shift_at(instant(day, minute), "1")).result(5)


def test_without_a_roster_two_shifts_a_day_are_planned_without_people(desk):
    """08:30 belongs to the day shift, the minute before to yesterday's night."""
    assert at(desk, TODAY, 510).id == "2026-11-21/1/day"
    assert at(desk, TODAY, 509).id == "2026-11-20/1/night"
    assert at(desk, TODAY, 510).person_ids == ()
    following = desk.ask(lambda: desk.roster.next_after(instant(TODAY, 510), "1")).result(5)
    assert following.id == "2026-11-21/1/night"


def test_a_rotation_is_proposed_then_adopted_and_can_be_verified(desk):
    """A proposal changes nothing; once adopted everybody finds their next shift."""
    proposal = desk.roster.propose(laying(TODAY, date(2026, 12, 20))).result(5)
    assert at(desk, TODAY, 1200).person_ids == ()
    desk.roster.adopt(proposal).result(5)

    assert at(desk, TODAY, 1200).person_ids == ("b",)
    assert at(desk, TODAY, 1200).leader == "带班领导 甲"
    own = desk.ask(lambda: desk.roster.for_person("c", instant(TODAY, 840))).result(5)
    assert own.id == "2026-11-23/1/day"
    assert proposal.conflicts == ()
    place = desk.store.place
    found = desk.ask(lambda: desk.read(lambda session: verify(session, place))).result(20)
    assert [it.name for it in found if it.state == "failed"] == []


def test_days_gone_by_and_shifts_that_began_stay_as_they_are(desk):
    """At 14:00 today's day shift keeps its people; yesterday is not touched."""
    first = desk.roster.propose(laying(TODAY, TODAY)).result(5)
    desk.roster.adopt(first).result(5)
    other = laying(date(2026, 11, 19), date(2026, 11, 22))
    turned = desk.roster.propose(
        Laying(**{**vars(other), "crews": (("d",), ("c",), ("b",), ("a",))})
    ).result(5)
    desk.roster.adopt(turned).result(5)

    assert len(turned.warnings) == 2
    assert at(desk, TODAY, 600).person_ids == ("a",)
    assert at(desk, TODAY, 1200).person_ids == ("c",)
    assert at(desk, date(2026, 11, 20), 600).person_ids == ()


def test_one_shift_gets_other_people_and_its_day_is_written_out(desk):
    """A shift nobody planned keeps the day's other shift, which has the same duty leader."""
    month = desk.roster.change("2026-11-21/1/night", ["b", "d"], leader="甲").result(5)

    by_id = {one.id: one for one in month.shifts}
    assert by_id["2026-11-21/1/night"].person_ids == ("b", "d")
    assert (by_id["2026-11-21/1/day"].person_ids, by_id["2026-11-21/1/day"].leader) == ((), "甲")
    assert month.is_planned


@pytest.mark.parametrize(
    ("shift_id", "people", "words"),
    [
        ("2026-11-20/1/day", ["a"], "已经结束"),
        ("2026-11-21/1/night", ["nobody"], "不在人员名单里"),
        ("2026-11-21/1/third", ["a"], "没有这个班次"),
    ],
)
def test_impossible_changes_are_refused_in_words(desk, shift_id, people, words):
    """The past, strangers and shifts that do not exist."""
    with pytest.raises(Refusal, match=words):
        desk.roster.change(shift_id, people).result(5)


def test_templates_hold_from_their_date_on(desk):
    """Three shifts from tomorrow; today keeps its two."""
    chosen = SYSTEMS[1].templates
    desk.roster.adopt_templates(type(chosen)(templates=chosen.templates, from_on="2026-11-22"))
    desk.refresh().result(5)

    assert at(desk, TODAY, 900).template_id == "day"
    assert at(desk, date(2026, 11, 22), 900).template_id == "early"
    assert at(desk, date(2026, 11, 22), 1000).template_id == "middle"


def test_an_operator_may_not_plan(desk):
    """Planning is for supervisors and clerks; whoever is signed in counts, not the settings."""
    desk.people.set_secret("b", "13572468").result(10)
    desk.people.attend().result(5)
    desk.people.sign_in("b", "13572468").result(10)
    with pytest.raises(Refusal, match="没有权限排班"):
        desk.roster.change("2026-11-21/1/night", ["b"]).result(5)
