"""The roster and attendance as views: what is shown, what is done, who may do it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from duty_desk.domain.rights import Role
from duty_desk.domain.workdays import instant
from duty_desk.ui.desk_bridge import DeskBridge
from duty_desk.ui.problems.form_model import DeskSide
from duty_desk.ui.roster.attendance_view import ODD, AttendanceView
from duty_desk.ui.roster.month_bar import step
from duty_desk.ui.roster.roster_view import DAY, LAYING, WISHES, RosterView
from tests.desk.test_roster import TODAY, enter_people, laying
from tests.fakes.desk import Seat, build_desk
from tests.fakes.time_source import FakeTimeSource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from duty_desk.desk.desk import Desk

NIGHT = "2026-11-21/1/night"


@pytest.fixture
def desk(tmp_path) -> Iterator[Desk]:
    """An administrator's desk at 14:00 with four people; nothing is planned."""
    time = FakeTimeSource(instant(TODAY, 14 * 60))
    running = build_desk(Seat(tmp_path, time, role=Role.ADMINISTRATOR))
    running.start(is_sending=False, is_ticking=False)
    enter_people(running)
    yield running
    running.stop()


@pytest.fixture
def shown(dressed, desk, qtbot) -> Callable[[type], object]:
    """Show a view of that desk and wait for its month."""

    def show(kind: type) -> object:
        view = kind(DeskSide(desk, DeskBridge(), desk.time))
        qtbot.addWidget(view)
        view.resize(1800, 900)
        view.show()
        with qtbot.waitSignal(view.shown, timeout=5000):
            view.come()
        return view

    return show


def test_months_are_counted_over_new_year() -> None:
    """December and January are neighbours."""
    assert (step("2026-12", 1), step("2027-01", -1), step("2026-03", -14)) == (
        "2027-01",
        "2026-12",
        "2025-01",
    )


def test_a_rotation_is_looked_at_before_it_is_adopted(desk, shown, qtbot) -> None:
    """The preview fills the sheet and changes nothing; adopting does."""
    view = shown(RosterView)
    view.show_side(LAYING)
    for number, crew in enumerate(view.laying.crews, 1):
        crew[0].setCurrentIndex(number)
    with qtbot.waitSignal(view.shown, timeout=5000):
        view.laying.preview.click()

    assert view.list.rows.row_of(NIGHT) >= 0
    row = view.list.rows.row_of(NIGHT)
    assert view.list.rows.index(row, 4).data() == "值班员 B"
    assert not desk.roster.month("2026-11").result(5).is_planned
    with qtbot.waitSignal(view.shown, timeout=5000):
        view.laying.adopt.click()
    assert desk.roster.month("2026-11").result(5).is_planned
    assert not view.laying.adopt.isEnabled()


def test_people_are_ticked_into_the_shift_of_a_day(desk, shown, qtbot) -> None:
    """The chosen cell brings its shift; saving puts two people into it."""
    view = shown(RosterView)
    view.grid.chosen.emit("2026-11-25", "")
    assert view.sides is not None
    assert view.panel.shifts.count() == 2
    for number in (0, 2):
        view.panel.people.item(number).setCheckState(view.panel.people.item(1).checkState().Checked)
    view.panel.leader.setText("带班领导 甲")
    with qtbot.waitSignal(view.shown, timeout=5000):
        view.panel.on_save()

    shift = next(
        one for one in desk.roster.month("2026-11").result(5).shifts if one.id == "2026-11-25/1/day"
    )
    assert (shift.person_ids, shift.leader) == (("a", "c"), "带班领导 甲")


def test_leave_is_asked_for_and_approved_in_the_panel(desk, shown, qtbot) -> None:
    """The form, the list, the decision."""
    desk.roster.adopt(desk.roster.propose(laying(TODAY, date(2026, 11, 30))).result(5)).result(5)
    view = shown(RosterView)
    view.show_side(WISHES)
    view.wishes.reason.setText("家事")
    with qtbot.waitSignal(view.shown, timeout=5000):
        view.wishes.send.click()
    view.wishes.list.choose(view.wishes.list.rows.key(0))
    assert view.wishes.approve.isEnabled()
    with qtbot.waitSignal(view.shown, timeout=5000):
        view.wishes.approve.click()

    assert [one.state for one in desk.roster.month("2026-11").result(5).leaves] == ["approved"]


def test_a_refused_change_is_said_and_nothing_is_lost(desk, shown, qtbot) -> None:
    """Yesterday cannot be planned: the sentence comes, the panel keeps its words."""
    view = shown(RosterView)
    view.grid.chosen.emit("2026-11-20", "")
    view.panel.note.setText("补一笔")
    with qtbot.waitSignal(view.said, timeout=5000) as said:
        view.panel.on_save()

    assert said.args[1] == "urgent"
    assert view.panel.note.text() == "补一笔"


def test_an_operator_looks_and_asks_but_does_not_plan(desk, shown, qtbot) -> None:
    """No rotation, no saving, no deciding for whoever may not."""
    desk.people.set_secret("b", "13572468").result(10)
    desk.people.attend().result(5)
    desk.people.sign_in("b", "13572468").result(10)
    view = shown(RosterView)
    view.show_side(WISHES)

    assert not view.panel.people.isEnabled()
    assert view.panel.save.isHidden()
    assert view.wishes.approve.isHidden()
    assert not view.wishes.send.isHidden()
    view.show_side(DAY)


def test_punches_are_shown_judged_and_filtered(desk, shown, qtbot) -> None:
    """A missing punch of last night is excused with a reason; the odd ones alone are listed."""
    desk.roster.change(NIGHT, ["a"]).result(5)
    desk.time.advance(23 * 3_600_000)
    for _ in range(2):
        desk.time.advance(60_000)
        desk.ask(desk.tick).result(5)
    view = shown(AttendanceView)
    punch_id = f"{NIGHT}/a/on"
    view.punches.choose(punch_id)
    assert view.panel.excuse.isEnabled()
    with qtbot.waitSignal(view.said, timeout=5000) as refused:
        view.panel.excuse.click()
    assert refused.args == ["认定考勤要写明理由；没有记录。", "urgent"]
    view.panel.words.setText("机器坏了")
    with qtbot.waitSignal(view.shown, timeout=5000):
        view.panel.excuse.click()

    view.which.chosen.emit(ODD)
    assert view.punches.rows.row_of(punch_id) >= 0
    month = desk.attendance.month("2026-11").result(5)
    assert {one.id: one.judged for one in month.punches}[punch_id] == "excused"
