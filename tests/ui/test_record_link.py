"""What search and review open: the page, the view, and in it the line itself."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

import pytest

from duty_desk.desk.duty_log import Draft
from duty_desk.desk.emergencies import FoundEmergency
from duty_desk.desk.leaves import LeaveForm
from duty_desk.desk.people_care import PersonGiven
from duty_desk.domain.footage import DAY_MS
from duty_desk.domain.moment import Moment
from duty_desk.domain.patrol_plan import Slot
from duty_desk.domain.problem import day_of
from duty_desk.domain.rights import Role
from duty_desk.ui.application import Joined, Parts
from duty_desk.ui.pages import HANDOVER, PATROL, WATCH
from duty_desk.ui.record_link import open_record
from tests.desk.patrol import skipped
from tests.desk.people import PIN, named
from tests.fakes.desk import Seat, build_desk, camera, picked
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


def record(window: MainWindow, happened: str, subject: str, **facts: Any) -> None:
    """Write a moment as the desk would."""
    desk = window._parts.desk
    moment = Moment(kind=happened, subject=subject, facts=facts, reason="接电话")
    desk.ask(lambda: desk.record(moment)).result(5)


def test_wishes_punches_and_checks_are_chosen_in_their_own_month(window, qtbot, time):
    """Another month is shown for them, and of all its lines theirs is chosen."""
    desk, shown = window._parts.desk, window.handover
    person = named(desk, "管理员 E")
    now = time.now_ms()
    form = LeaveForm(
        person_id=person.id, from_at=now, to_at=now + DAY_MS, reason="家事", substitute_id=""
    )
    leave = desk.leaves.file(form).result(5).leaves[0]
    plan = dict.fromkeys(("shift_id", "template"), "") | {
        "person_id": person.id, "name": person.name, "day": day_of(now), "is_office": False,
        "planned_at": None, "how": "key",
    }  # fmt: skip
    for kind in ("on", "off"):
        record(window, "punch.made", f"{kind}-punch", kind=kind, **plan)
    for check in ("first", "second", "third"):
        record(window, "presence.prompted", check, person=person.name, drawn_ms=0)
        record(window, "presence.confirmed", check, answer_ms=2000, way="key")
    away = {"reliever": "内勤 D", "why": "用餐", "back_by_at": now + 1}
    record(window, "absence.began", "absent", person="管理员 E", **away)
    time.advance(65 * DAY_MS)
    desk.refresh().result(5)

    open_record(window, "leave", leave.id)
    wishes = shown.roster.wishes
    qtbot.waitUntil(lambda: wishes.list.key() == f"leave {leave.id}", timeout=WAIT_MS)
    open_record(window, "punch", "off-punch")
    qtbot.waitUntil(lambda: shown.attendance.punches.key() == "off-punch", timeout=WAIT_MS)
    open_record(window, "presence", "second")
    checks = window.duty.checks
    qtbot.waitUntil(lambda: getattr(checks._selected(), "id", "") == "second", timeout=WAIT_MS)
    open_record(window, "absence", "absent")
    log = window.duty.log
    qtbot.waitUntil(lambda: getattr(log.list.current(), "id", "") == "absent", timeout=WAIT_MS)


def test_inspections_samples_and_looks_are_shown_where_they_stand(window, qtbot, time):
    """An old inspection on its day, a sample among samples, a look under its round."""
    desk, page = window._parts.desk, window.patrol.page
    slot = Slot(no=1, from_minute=0, to_minute=1439)
    plan = desk.patrol_plans.on().result(5).plan
    desk.patrol_plans.adopt(type(plan)(slots=(slot,), from_on=day_of(time.now_ms()))).result(5)
    walk = desk.patrol.start().result(5).round
    community = desk.site_visits.day().result(5).communities[0]
    desk.site_visits.done(community, note="提醒收回外摆").result(5)
    visit = desk.site_visits.day().result(5).done[0]
    for sample in ("older", "newer"):
        days = {"from_on": walk.day, "to_on": walk.day}
        record(window, "sample.drawn", sample, seed=1, population=1, picks=[], **days)
        time.advance(1000)
    desk.patrol.visit(walk.id, [skipped(1, "施工围挡")]).result(5)
    time.advance(3 * DAY_MS)
    desk.refresh().result(5)

    open_record(window, "site_visit", visit.id)
    qtbot.waitUntil(lambda: page.site.done.currentItem() is not None, timeout=WAIT_MS)
    assert "提醒收回外摆" in page.site.done.currentItem().text()
    assert page.site._done_head.text() == f"{walk.day} 已巡"
    page.site.retranslate()  # in another language it is that day's list still
    assert page.site._done_head.text() == f"{walk.day} 已巡"
    open_record(window, "sample", "older")
    qtbot.waitUntil(lambda: getattr(page.samples._sample, "id", "") == "older", timeout=WAIT_MS)
    assert page.samples.earlier.currentIndex() == 1
    open_record(window, "visit", f"{walk.id}/1")
    qtbot.waitUntil(lambda: "▸ " in page.year._rounds.text(), timeout=WAIT_MS)
    assert "跳过 · 施工围挡" in page.year._rounds.text()


def test_what_stands_elsewhere_opens_that(window, qtbot):
    """A push its problem, a company its cameras on the wall, an entry its line of the journal."""
    desk = window._parts.desk
    opened: list[str] = []
    window.watch.open_problem = opened.append
    found = desk.problems.find(picked(desk, desk.snapshot.cameras[0].id)).result(5).row
    desk.problems.describe(
        found.id, category="E0102", description="满冒", unit="科育社区居委会"
    ).result(5)
    desk.problems.copy(found.id).result(5)
    push_id = next(one.subject for one in desk.snapshot.journal if one.kind == "push.queued")
    open_record(window, "push", push_id)
    qtbot.waitUntil(lambda: opened == [found.id], timeout=WAIT_MS)
    company = desk.snapshot.cameras[0].maintainer
    open_record(window, "maintainer", company)
    assert (window.page(), window.watch.wall.scope().name) == (WATCH.id, company)
    open_record(window, "entry", f"{desk.store.seat}/2")
    detail = window.review.detail
    qtbot.waitUntil(lambda: len(detail.table.rows()) == 1, timeout=WAIT_MS)
    assert detail.table.rows()[0].cells[0] == 2
    assert detail._title.text() == "操作日志第 2 号"


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
