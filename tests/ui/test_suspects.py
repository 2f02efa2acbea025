"""Suspicions on the faults page: shown apart from faults, decided by the operator alone."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import Qt

from duty_desk.desk.fault_rules import FoundFault
from duty_desk.domain.moment import Moment, Source
from duty_desk.ui.faults.page import FaultsPage
from duty_desk.ui.faults.suspect_panel import DIFFERENCE
from duty_desk.ui.problems.pictures import PictureShelf
from duty_desk.ui.watch.model import WatchModel
from duty_desk.ui.watch.tile_look import TileLook, with_suspicion
from tests.ui.problem_desk import WAIT_MS, WAIT_S, joined, make_joined  # noqa: F401
from tests.ui.suspected import learned, suspect

Key = Qt.Key


@pytest.fixture
def live(joined):  # noqa: F811
    """A desk where findings are shown at once, and the first camera has a confirmed view."""
    for family in ("view_lost", "black"):
        said = Moment(
            kind="diagnosis.mode_set",
            subject=family,
            facts={"mode": "live"},
            source=Source.KEY,
            actor="值班长 C",
            reason="演示",
        )
        joined.desk.ask(lambda said=said: joined.desk.record(said)).result(WAIT_S)
    view = joined.desk.references.propose(learned(joined.desk, 0)).result(WAIT_S)
    joined.desk.references.confirm(view.id).result(WAIT_S)
    return joined


@pytest.fixture
def page(dressed, live, engine, qtbot):
    """The page, shown, following the desk."""
    shelf = PictureShelf(live.side.bridge)
    made = FaultsPage(live.side, shelf, WatchModel(live.side, engine), engine)
    live.side.bridge.happened.connect(lambda happened: made.show_snapshot(happened.snapshot))
    qtbot.addWidget(made)
    made.resize(1500, 900)
    made.show()
    yield made
    shelf.close()
    gc.collect()


def listed(page) -> int:
    """How many suspicions are listed."""
    return page.faults.counts()["suspect"]


def on_card(page, qtbot, number: int = 0) -> None:
    """Choose a line and wait for its card."""
    page.choose(page.faults.line(number).id)
    qtbot.waitUntil(lambda: page.suspects.model.detail is not None, timeout=WAIT_MS)


def test_enter_makes_a_suspicion_a_fault_and_starts_its_clock(page, live, qtbot):
    """The time of finding is that of the key; what was judged is the fault's picture."""
    suspect(live.desk, 0)
    qtbot.waitUntil(lambda: listed(page) == 1, timeout=WAIT_MS)
    on_card(page, qtbot)
    assert "48 %" in page.suspects.panel._judged.text()
    assert live.desk.snapshot.clocks == ()
    live.side.time.advance(30_000)
    pressed_at = live.side.time.now_ms()

    qtbot.keyClick(page.view, Key.Key_Return)
    qtbot.waitUntil(lambda: page.model.detail is not None, timeout=WAIT_MS)

    row = page.model.detail.row
    assert (row.found_at, row.kind, row.origin) == (pressed_at, "covered", "system")
    assert row.down_from_at < pressed_at
    assert [clock.noun for clock in live.desk.snapshot.clocks] == ["fault"]
    assert len(page.model.detail.shots) == 1
    assert page.panel._judged.text().startswith("程序判断：基准画面里 48 % 的景物看不到了")
    qtbot.waitUntil(lambda: listed(page) == 0, timeout=WAIT_MS)


def test_no_fault_wants_a_reason_and_leaves_no_clock(page, live, qtbot):
    """N asks in the page; the line goes, the reason stays."""
    suspicion_id = suspect(live.desk, 0)
    qtbot.waitUntil(lambda: listed(page) == 1, timeout=WAIT_MS)
    on_card(page, qtbot)
    qtbot.keyClick(page.view, Key.Key_N)
    qtbot.keyClicks(page.suspects.panel.reason.words, "lorry")
    qtbot.keyClick(page.suspects.panel.reason.words, Key.Key_Return)
    qtbot.waitUntil(lambda: listed(page) == 0, timeout=WAIT_MS)

    row = live.desk.suspicions.detail(suspicion_id).result(WAIT_S).row
    assert (row.state, row.reason) == ("dismissed", "lorry")
    assert live.desk.snapshot.clocks == live.desk.snapshot.faults == ()


def test_an_event_is_one_line_and_one_word(page, live, qtbot):
    """Two cameras of one recorder: one card with both, of which one may be left out."""
    for number in (0, 1):
        suspect(live.desk, number, "black", "black")
    qtbot.waitUntil(lambda: page.faults.rowCount() == 1, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: page.faults.line(0).is_group, timeout=WAIT_MS)
    on_card(page, qtbot)
    members = page.suspects.panel.members
    assert members.count() == 2
    members.item(1).setCheckState(Qt.CheckState.Unchecked)

    qtbot.keyClick(page.view, Key.Key_Return)
    qtbot.waitUntil(lambda: len(live.desk.snapshot.faults) == 1, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: listed(page) == 1, timeout=WAIT_MS)


def test_the_third_picture_shows_what_is_missing(page, live, qtbot):
    """V goes from now to what was judged and to the difference from the reference."""
    suspect(live.desk, 0)
    qtbot.waitUntil(lambda: listed(page) == 1, timeout=WAIT_MS)
    on_card(page, qtbot)
    panel = page.suspects.panel
    qtbot.keyClick(page.view, Key.Key_V)
    qtbot.waitUntil(panel.now.has_picture, timeout=WAIT_MS)
    judged = panel.now.head()
    qtbot.keyClick(page.view, Key.Key_V)
    assert page.suspects.view == DIFFERENCE
    qtbot.waitUntil(lambda: panel.now.has_picture() and panel.now.head() != judged, timeout=WAIT_MS)
    amber = panel.now._image.pixelColor(400, 130)
    calm = panel.now._image.pixelColor(80, 130)
    assert amber.red() - amber.blue() > 40 > abs(calm.red() - calm.blue())


def test_a_suspicion_that_ends_by_itself_leaves_the_card(page, live, qtbot):
    """The view is back before anybody decided: no key falls on another camera's fault then."""
    suspect(live.desk, 0)
    shot = live.picked(1)
    other = FoundFault(camera_id=shot.camera_id, found_at=shot.found_at, kind="signal", picked=shot)
    live.desk.faults.find(other).result(WAIT_S)
    qtbot.waitUntil(lambda: listed(page) == 1, timeout=WAIT_MS)
    said = []
    page.said.connect(lambda sentence, _level: said.append(sentence))
    page.choose(next(row.id for row in live.desk.snapshot.suspicions))
    qtbot.waitUntil(lambda: page.suspects.model.detail is not None, timeout=WAIT_MS)
    camera_id = live.desk.snapshot.cameras[0].id
    live.desk.ask(lambda: live.desk.suspicions.end(camera_id, {"view_lost"})).result(WAIT_S)

    qtbot.waitUntil(lambda: not page.suspects.is_shown, timeout=WAIT_MS)
    assert page._chosen_id() == ""
    assert "自行消失" in said[-1]


def test_a_suspected_tile_is_amber_and_still_live(dressed):
    """It says of what it is suspected; a stream that brings nothing keeps its plainer words."""
    live_tile = with_suspicion(TileLook("ok", time="02:44:05"), "疑似画面冻结")
    lost = TileLook("bad", "bad", title="信号中断")

    assert (live_tile.dot, live_tile.frame, live_tile.band) == ("suspect", "warn", "疑似画面冻结")
    assert live_tile.is_live
    assert with_suspicion(lost, "疑似画面冻结") == lost
