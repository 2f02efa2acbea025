"""The faults page on a real desk: listed by state, marked, told together, taken to the end."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import Qt

from duty_desk import language
from duty_desk.desk.fault_rules import FoundFault
from duty_desk.push.channel import ChannelConfig
from duty_desk.ui.faults.page import FaultsPage
from duty_desk.ui.problems.pictures import PictureShelf
from duty_desk.ui.watch.model import WatchModel
from tests.ui.problem_desk import WAIT_MS, WAIT_S, joined, make_joined  # noqa: F401

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def faults(joined):  # noqa: F811
    """Two found faults, one on each camera; their ids."""
    ids = []
    for number in (0, 1):
        shot = joined.picked(number)
        found = FoundFault(
            camera_id=shot.camera_id, found_at=shot.found_at, kind="signal", picked=shot
        )
        ids.append(joined.desk.faults.find(found).result(WAIT_S).row.id)
        joined.side.time.advance(1000)
    return ids


@pytest.fixture
def page(dressed, joined, engine, qtbot, faults):  # noqa: F811
    """The page, shown, following the desk."""
    shelf = PictureShelf(joined.side.bridge)
    watch = WatchModel(joined.side, engine)
    made = FaultsPage(joined.side, shelf, watch, engine)
    joined.side.bridge.happened.connect(lambda happened: made.show_snapshot(happened.snapshot))
    qtbot.addWidget(made)
    made.resize(1500, 900)
    made.show_snapshot(joined.desk.snapshot)
    made.show()
    qtbot.waitUntil(lambda: made.model.detail is not None, timeout=WAIT_MS)
    yield made
    shelf.close()
    gc.collect()


def states(joined) -> list[str]:  # noqa: F811
    """The states of all faults."""
    return sorted(row.state for row in joined.desk.snapshot.faults)


def press(page, qtbot, key, held=Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key in the list."""
    qtbot.keyClick(page.view, key, held)


def reach(page, qtbot, state: str) -> None:
    """Wait until the chosen fault has this state."""
    qtbot.waitUntil(lambda: page.model.detail.row.state == state, timeout=WAIT_MS)


def test_marked_faults_are_told_in_one_call(page, faults, joined, qtbot):  # noqa: F811
    """Space marks; Ctrl+Enter tells the marked ones and the chosen one."""
    assert page.model.fault_id == faults[0], "the least time left stands first"
    press(page, qtbot, Key.Key_Space)
    press(page, qtbot, Key.Key_Down)
    qtbot.waitUntil(lambda: page.model.fault_id == faults[1], timeout=WAIT_MS)
    assert "2" in page.panel.call.report.text()
    qtbot.waitUntil(lambda: "2 个点位" in page.panel.call._text.text(), timeout=WAIT_MS)

    press(page, qtbot, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: states(joined) == ["reported", "reported"], timeout=WAIT_MS)

    assert len({row.call_id for row in joined.desk.snapshot.faults}) == 1
    assert page.faults.marked == ()


def test_the_steps_come_one_after_the_other_by_keys(page, joined, qtbot):  # noqa: F811
    """Only what may happen now is offered; without a live picture words verify."""
    press(page, qtbot, Key.Key_H)
    press(page, qtbot, Key.Key_A)
    assert states(joined) == ["found", "found"]
    press(page, qtbot, Key.Key_Return, CTRL)
    reach(page, qtbot, "reported")
    press(page, qtbot, Key.Key_A)
    reach(page, qtbot, "accepted")
    press(page, qtbot, Key.Key_X)
    qtbot.keyClick(page.panel.reason.words, Key.Key_Return)
    reach(page, qtbot, "repaired")
    press(page, qtbot, Key.Key_H)
    assert page.panel.reason.isVisible()
    qtbot.keyClicks(page.panel.reason.words, "seen on the recorder")
    qtbot.keyClick(page.panel.reason.words, Key.Key_Return)
    reach(page, qtbot, "verified")

    press(page, qtbot, Key.Key_R)
    qtbot.keyClicks(page.panel.reason.words, "gone again")
    qtbot.keyClick(page.panel.reason.words, Key.Key_Return)
    reach(page, qtbot, "reopened")


def test_a_repair_is_verified_by_the_picture_of_now(page, joined, engine, qtbot):  # noqa: F811
    """The live picture is kept beside the fault's, in full size."""
    press(page, qtbot, Key.Key_Return, CTRL)
    reach(page, qtbot, "reported")
    press(page, qtbot, Key.Key_X)
    qtbot.keyClick(page.panel.reason.words, Key.Key_Return)
    reach(page, qtbot, "repaired")
    camera_id = page.model.detail.row.camera_id
    qtbot.waitUntil(lambda: camera_id in engine.watched(), timeout=WAIT_MS)
    engine.show(camera_id, 1)
    engine.still_jpeg = joined.picked(0).jpeg
    qtbot.waitUntil(page.panel.now.has_picture, timeout=WAIT_MS)

    press(page, qtbot, Key.Key_H)
    reach(page, qtbot, "verified")

    assert [shot.kind for shot in page.model.detail.shots] == ["found", "good"]
    assert page.panel.good.isVisible()
    page.hide()
    assert camera_id not in engine.watched()


def test_groups_count_and_narrow_the_list(page, joined, qtbot):  # noqa: F811
    """A reported fault moves from one group to the next."""
    assert (page.faults.counts()["untold"], page.faults.rowCount()) == (2, 2)
    press(page, qtbot, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.faults.counts()["repair"] == 1, timeout=WAIT_MS)

    page.groups.chosen.emit(3)
    assert [page.faults.line(0).state, page.faults.rowCount()] == ["reported", 1]


@pytest.mark.parametrize("spoken", ["zh_CN", "en"])
def test_the_page_fits_a_screen_of_1280_by_720(page, qtbot, request, spoken):
    """With a fault shown, before and after the call; 1195 by 640 is left for a page there."""
    request.addfinalizer(lambda: language.use_language("zh_CN"))
    language.use_language(spoken)
    page.retranslate()
    for state in ("found", "reported"):
        reach(page, qtbot, state)
        qtbot.waitUntil(
            lambda: (
                page.minimumSizeHint().width() <= 1195 and page.minimumSizeHint().height() <= 640
            ),
            timeout=2000,
        )
        press(page, qtbot, Key.Key_Return, CTRL)


def test_a_told_fault_cannot_be_marked(page, joined, qtbot):  # noqa: F811
    """The page says in which state it is."""
    said = []
    page.said.connect(lambda sentence, _level: said.append(sentence))
    press(page, qtbot, Key.Key_Return, CTRL)
    reach(page, qtbot, "reported")
    press(page, qtbot, Key.Key_Space)

    assert any("已报修" in sentence for sentence in said)
    assert page.faults.marked == ()


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_the_months_statement_is_written(page, tmp_path, qtbot, time, suffix):
    """Away from the window's thread, and told when it is there; tables or a letter to sign."""
    from duty_desk.ui.faults.statement_menu import month_of

    path = tmp_path / f"statement{suffix}"
    with qtbot.waitSignal(page.statements.said, timeout=WAIT_MS) as said:
        page.statements.save(month_of(time.now_ms()), "", path)

    assert said.args[1] == "done"
    assert path.stat().st_size > 1000


def test_a_message_robot_is_offered_where_there_is_one(page, joined, qtbot):  # noqa: F811
    """M chooses it; the text waits for the sender, the clock has stopped by the operator's key."""
    call = page.panel.call
    press(page, qtbot, Key.Key_M)
    assert call.way() == "phone", "without a robot this way is not there"
    group = ChannelConfig("wecom", "实创报修群", joined.robot.wecom_address)
    joined.desk.channels.add(group, purpose="maintainer").result(WAIT_S)
    qtbot.waitUntil(lambda: bool(joined.desk.snapshot.maintainer_channels), timeout=WAIT_MS)
    page.model.refresh()
    qtbot.waitUntil(lambda: call.channel.count() == 1, timeout=WAIT_MS)
    press(page, qtbot, Key.Key_M)
    assert call.way() == "channel"
    assert call.channel.isVisible()
    press(page, qtbot, Key.Key_Return, CTRL)
    reach(page, qtbot, "reported")

    row = page.model.detail.row
    assert (row.way, row.verdict) == ("channel", "met")
    assert row.message_state in {"queued", "sending", "accepted"}
    told = [entry for entry in page.model.detail.entries if entry.kind == "fault.reported"]
    assert [entry.actor for entry in told] == ["值班员 A"]


def test_an_answer_that_comes_too_late_moves_nobody(page, faults, joined, qtbot):  # noqa: F811
    """What was chosen last is shown, whichever answer comes last: keys act on what is marked."""
    first = joined.desk.faults.detail(faults[0]).result(WAIT_S)
    came = []
    page.model.open(faults[1])
    page.choose(first.row.id)
    joined.side.bridge.when_done(joined.desk.faults.detail(faults[1]), came.append)

    qtbot.waitUntil(lambda: bool(came), timeout=WAIT_MS)

    assert (page.model.fault_id, page._chosen_id()) == (faults[0], faults[0])
