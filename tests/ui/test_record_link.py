"""What search and review open: the page, the view, and in it the line itself."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from duty_desk.desk.duty_log import Draft
from duty_desk.desk.emergencies import FoundEmergency
from duty_desk.desk.people_care import PersonGiven
from duty_desk.domain.footage import DAY_MS
from duty_desk.domain.patrol_plan import Slot
from duty_desk.domain.problem import day_of
from duty_desk.domain.rights import Role
from duty_desk.ui.application import Joined, Parts
from duty_desk.ui.pages import HANDOVER, PATROL
from duty_desk.ui.record_link import open_record
from tests.desk.people import PIN, named
from tests.fakes.desk import Seat, build_desk, camera
from tests.ui.conftest import RESOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duty_desk.ui.main_window import MainWindow

WAIT_MS = 10_000


@pytest.fixture
def window(dressed, engine, time, tmp_path, qtbot) -> Iterator[MainWindow]:
    """The whole window on a real desk with people, two lines of the log, and a round."""
    gc.collect()
    desk = build_desk(Seat(tmp_path / "data", time))
    desk.start(is_sending=False, is_ticking=False)
    desk.cameras.add([camera()]).result(5)
    desk.people.add(PersonGiven("管理员 E", Role.ADMINISTRATOR, "2026-11-01"), PIN).result(5)
    parts = Parts(desk=desk, engine=engine, time=time, resources=RESOURCES, state_folder=tmp_path)
    joined = Joined(dressed, parts)
    qtbot.addWidget(joined.window)
    joined.window.show()
    qtbot.waitExposed(joined.window)
    yield joined.window
    joined.window.hide()
    desk.stop()
    gc.collect()


def written(window: MainWindow, text: str) -> str:
    """A line of the log that is written now; its id."""
    desk, now = window._parts.desk, window._parts.time.now_ms()
    return desk.duty_log.write(Draft(kind="phone", text=text, pressed_at=now)).result(5)


def test_the_line_of_a_record_is_chosen(window, qtbot, time):
    """Of the log in its own month, of emergencies, of people."""
    desk, log = window._parts.desk, window.duty.log
    old = written(window, "路灯不亮")
    time.advance(35 * DAY_MS)
    for text in ("C046 满冒", "来访"):
        written(window, text)
    fire = desk.emergency.find(FoundEmergency(found_at=time.now_ms(), kind="fire")).result(5)
    log.search.setText("nothing has this")

    open_record(window, "log", old)
    qtbot.waitUntil(lambda: log.list.current() is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: log.list.current().id == old, timeout=WAIT_MS)
    assert (window.page(), window.handover.page.view()) == (HANDOVER.id, "duty_log")
    assert log.search.text() == ""

    open_record(window, "emergency", fire.id)
    qtbot.waitUntil(lambda: log.list.current().id == fire.id, timeout=WAIT_MS)

    person = named(desk, "管理员 E")
    open_record(window, "person", person.id)
    assert window.handover.people.form.person_id == person.id


def test_a_round_is_shown_on_its_card_or_on_its_day(window, qtbot, time):
    """Today's on the page of the day, an older one marked among those of its day."""
    desk, page = window._parts.desk, window.patrol.page
    plan = desk.patrol_plans.on().result(5).plan
    slot = Slot(no=1, from_minute=0, to_minute=1439)
    desk.patrol_plans.adopt(type(plan)(slots=(slot,), from_on=day_of(time.now_ms()))).result(5)
    row = desk.patrol.start().result(5).round
    qtbot.waitUntil(lambda: any(one.row.id == row.id for one in page.day_view._cards))
    open_record(window, "round", row.id)
    qtbot.waitUntil(lambda: row.name in page.day_view._missing.text(), timeout=WAIT_MS)
    assert window.page() == PATROL.id

    time.advance(3 * DAY_MS)
    desk.refresh().result(5)
    qtbot.waitUntil(lambda: all(one.row.id != row.id for one in page.day_view._cards))
    open_record(window, "round", row.id)
    qtbot.waitUntil(lambda: "▸ " in page.year._rounds.text(), timeout=WAIT_MS)
    assert page.year._head.text() == row.day
