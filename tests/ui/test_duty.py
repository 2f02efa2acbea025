"""Quick line, emergency form, presence chip and the log's list, over a real desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from duty_desk.desk.duty_log import Draft
from duty_desk.desk.emergencies import FoundEmergency
from duty_desk.domain.fault import Span
from duty_desk.ui.desk_bridge import DeskBridge
from duty_desk.ui.duty.keys import EverywhereKeys
from duty_desk.ui.duty.leave_card import LeaveCard
from duty_desk.ui.duty.presence_chip import PresenceChip
from duty_desk.ui.duty_log.log_view import LogView
from duty_desk.ui.duty_log.quick_line import QuickLine
from duty_desk.ui.duty_log.said_time import said_time
from duty_desk.ui.emergency.form import EmergencyForm
from duty_desk.ui.emergency.plan_card import NUMBER, PlanCard
from duty_desk.ui.presence.view import PresenceView
from duty_desk.ui.problems.form_model import DeskSide
from tests.desk.people import sit, staff
from tests.fakes.desk import Seat, build_desk, camera
from tests.fakes.time_source import DAY_SHIFT_STARTS_AT, FakeTimeSource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from duty_desk.desk.desk import Desk

MINUTE = 60_000


@pytest.fixture
def real(tmp_path: Path, time: FakeTimeSource) -> Iterator[Desk]:
    """A desk that asks for presence, ticked by the test."""
    desk = build_desk(Seat(tmp_path, time))
    desk.start(is_sending=False, is_ticking=False)
    desk.cameras.add([camera()]).result(5)
    desk.presence.draw = lambda least, _most: least
    desk.presence.begin().result(5)
    desk.refresh().result(5)
    yield desk
    desk.stop()


@pytest.fixture
def side(real: Desk, time: FakeTimeSource) -> DeskSide:
    """What the forms are joined to."""
    return DeskSide(real, DeskBridge(), time)


@pytest.fixture
def window(qtbot, dressed) -> QWidget:
    """A window with a line that somebody types into."""
    window = QWidget()
    window.resize(1400, 900)
    window.line = QLineEdit()
    QVBoxLayout(window).addWidget(window.line)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitActive(window)
    window.line.setFocus()
    return window


def lines(desk: Desk) -> list[tuple[str, str, int]]:
    """Kind, text and lateness of the log, newest first."""
    found = desk.duty_log.lines(Span(0, desk.time.now_ms() + 1)).result(5)
    return [(line.kind, line.text, line.late_min) for line in found]


def test_a_line_is_written_by_keys_alone_and_the_focus_comes_back(qtbot, side, window, time):
    """Digit, text, Enter: on record at the time of the key; who typed before types on."""
    line = QuickLine(side, window)
    line.begin()
    time.advance(2 * MINUTE)
    qtbot.keyClick(line.words, "2")
    line.words.insert("2 号楼来电 C046")
    with qtbot.waitSignal(line.said):
        qtbot.keyClick(line.words, Qt.Key.Key_Return)

    assert lines(side.desk) == [("phone", "2 号楼来电 C046", 0)]
    assert not line.isVisible()
    assert window.line.hasFocus()


def test_a_line_laid_aside_keeps_its_words_and_the_time_of_its_key(qtbot, side, window, time):
    """Esc and F6 again after forty minutes: late, and a reason is asked for."""
    line = QuickLine(side, window)
    line.begin()
    line.words.insert("来访登记")
    qtbot.keyClick(line.words, Qt.Key.Key_Escape)
    time.advance(40 * MINUTE)
    line.begin()
    assert line.words.text() == "来访登记"
    assert line.reason.isVisible()
    qtbot.keyClick(line.words, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "补记原因" in line._told.text())
    line.reason.setText("在处理突发")
    with qtbot.waitSignal(line.said):
        line.save()

    assert lines(side.desk) == [("other", "来访登记", 40)]


@pytest.mark.parametrize(
    ("text", "hour", "days"),
    [("07:30", 7.5, 0), ("0730", 7.5, 0), ("7：30", 7.5, 0), ("23:00", 23, 1), ("20 09:00", 9, 1)],
)
def test_a_time_is_read_as_people_write_it(text, hour, days):
    """An hour that has not come yet was yesterday's; nonsense is none."""
    expected = DAY_SHIFT_STARTS_AT - 8 * 60 * MINUTE + round(hour * 60) * MINUTE
    assert said_time(text, DAY_SHIFT_STARTS_AT) == expected - days * 24 * 60 * MINUTE
    assert said_time("25:00", DAY_SHIFT_STARTS_AT) is None
    assert said_time("早上", DAY_SHIFT_STARTS_AT) is None


def test_keys_from_anywhere_act_while_somebody_types_and_never_when_held(qtbot, window):
    """F6 in a text line opens, writes nothing there; a held key passes by."""
    pressed: list[str] = []
    held: set[Qt.Key] = set()
    keys = EverywhereKeys(
        {Qt.Key.Key_F6: lambda: pressed.append("F6")}, lambda key: key in held, window
    )
    handle = window.windowHandle()
    keys.watch(handle)
    QTest.keyClick(handle, Qt.Key.Key_F6)
    QTest.keyClick(handle, Qt.Key.Key_A)
    QTest.keyClick(handle, Qt.Key.Key_F6, Qt.KeyboardModifier.ControlModifier)
    held.add(Qt.Key.Key_F6)
    QTest.keyClick(handle, Qt.Key.Key_F6)

    assert pressed == ["F6"]
    assert window.line.text() == "a"


def test_an_emergency_is_told_in_order_and_ended_by_keys(qtbot, side, window, time):
    """Digit, text, Ctrl+Enter down the list, a sentence: calls with their times, the clock met."""
    row = side.desk.emergency.find(FoundEmergency(found_at=time.now_ms())).result(5)
    form = EmergencyForm(side, window)
    side.desk.listen(lambda it: side.bridge.in_window(lambda: form.show_snapshot(it.snapshot)))
    form.show_emergency(row)
    qtbot.waitUntil(lambda: len(form.calls.lines()) > 0)
    qtbot.keyClick(form._kinds_frame, "1")
    qtbot.waitUntil(lambda: form.row is not None and form.row.kind == "fire")
    form.place_line.setText("3 号楼")
    for count in (1, 2):
        time.advance(20_000)
        qtbot.keyClick(form.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda count=count: len(form.row.calls) == count)
    qtbot.keyClick(form.words, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(form.row.calls) == 3)
    qtbot.keyClick(form.words, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    form.closing.insert("已扑灭")
    with qtbot.waitSignal(form.said):
        qtbot.keyClick(form.closing, Qt.Key.Key_Return)

    done = side.desk.emergency.detail(row.id).result(5)
    assert [(call.role, call.is_reached) for call in done.calls] == [
        ("消防", True), ("街道带班领导", True), ("街道总值班室", False),
    ]  # fmt: skip
    assert (done.state, done.closing, done.told_at) == ("closed", "已扑灭", row.found_at + 40_000)
    assert not form.isVisible()


def test_an_emergency_is_not_ended_before_the_client_was_told(qtbot, side, window, time):
    """The sentence stands in the form, which stays."""
    row = side.desk.emergency.find(
        FoundEmergency(found_at=time.now_ms(), kind="fire", place="桥下")
    ).result(5)
    form = EmergencyForm(side, window)
    form.show_emergency(row)
    form.closing.setText("已扑灭")
    form.close_it()

    qtbot.waitUntil(lambda: "还没有报告甲方" in form._told.text())
    assert form.isVisible()


def test_numbers_are_entered_into_the_list_by_who_may(qtbot, side, window):
    """An operator is refused in a sentence; a supervisor's list is used from then on."""
    staff(side.desk)
    sit(side.desk, "值班员 A")
    card = PlanCard(side, window)
    card.begin()
    qtbot.waitUntil(lambda: card.table.rowCount() > 3)
    card.table.item(3, NUMBER).setText("000-0000-0001")
    card.save()
    qtbot.waitUntil(lambda: "没有权限" in card._told.text())
    sit(side.desk, "值班长 C")
    with qtbot.waitSignal(card.changed):
        card.save()

    assert side.desk.emergency.plan().result(5)[3].number == "000-0000-0001"


def test_the_prompt_is_a_chip_that_covers_nothing_and_takes_no_focus(qtbot, side, window, time):
    """It counts down with its key, turns red with the sound, and is quiet after the answer."""
    chip = PresenceChip(time, window)
    time.advance(12 * MINUTE)
    side.desk.ask(side.desk.tick).result(5)
    chip.show_view(side.desk.snapshot.duty.presence)
    assert chip.words() == "请确认在岗 01:00"
    assert window.line.hasFocus()
    time.advance(MINUTE)
    side.desk.ask(side.desk.tick).result(5)
    chip.show_view(side.desk.snapshot.duty.presence)
    assert chip._loud() == ("bad", "on_badge")

    side.desk.presence.confirm().result(5)
    chip.show_view(side.desk.snapshot.duty.presence)
    assert chip.words() == "在岗 08:13 确认"


def test_an_absence_is_announced_with_a_reliever_by_keys(qtbot, side, window):
    """Name, digit, Enter; the chip says who stands in."""
    card = LeaveCard(side, window)
    card.begin()
    card.reliever.setEditText("值班员 B")
    qtbot.keyClick(card.why, "2")
    with qtbot.waitSignal(card.said):
        qtbot.keyClick(card.why, Qt.Key.Key_Return)

    absence = side.desk.snapshot.duty.presence.absence
    assert (absence.reliever, absence.why) == ("值班员 B", "用餐")
    assert absence.back_by_at - absence.began_at == 30 * MINUTE


def test_the_list_is_searched_amended_and_exported(qtbot, side, window, time, tmp_path):
    """Old text stays; the workbook has every line of the month."""
    for text in ("C046 满冒", "路灯不亮"):
        draft = Draft(kind="phone", text=text, pressed_at=time.now_ms())
        side.desk.duty_log.write(draft).result(5)
        time.advance(MINUTE)
    view = LogView(side, window)
    view.come()
    qtbot.waitUntil(lambda: len(view.table.rows()) == 2)
    view.search.setText("满冒")
    assert [line.text for line in view.table.rows()] == ["C046 满冒"]
    view._follow("amend")
    view.follow.words.setText("C046 桶盖损坏")
    view.follow.reason.setText("看错")
    with qtbot.waitSignal(view.follow.done):
        qtbot.keyClick(view.follow.reason, Qt.Key.Key_Return)
    view.search.clear()
    qtbot.waitUntil(lambda: len(view.table.rows()) == 3)
    states = {line.text: line.state for line in view.table.rows()}
    assert states["C046 满冒"] == "amended"
    out = tmp_path / "log.xlsx"
    with qtbot.waitSignal(view.said):
        view.export_to(out)
    cells = {cell for row in openpyxl.load_workbook(out).active.values for cell in row}
    assert {"C046 满冒", "C046 桶盖损坏", "路灯不亮"} <= cells


def test_a_supervisor_judges_in_the_list_and_an_operator_sees_no_button(qtbot, side, window, time):
    """The reason is asked for in the page; the figures count what was not answered."""
    staff(side.desk)
    sit(side.desk, "值班员 A")
    for _ in range(3):
        time.advance(15 * MINUTE)
        side.desk.ask(side.desk.tick).result(5)
        time.advance(4 * MINUTE)
        side.desk.ask(side.desk.tick).result(5)
    view = PresenceView(side, window)
    view.come()
    qtbot.waitUntil(lambda: view.table.rowCount() == 3)
    assert not view._breach.isVisibleTo(view)
    sit(side.desk, "值班长 C")
    view.come()
    qtbot.waitUntil(lambda: view._breach.isVisibleTo(view))
    view._judge("excused")
    view.ask.words.setText("在现场取证")
    qtbot.keyClick(view.ask.words, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: side.desk.snapshot.duty.presence.unjudged == 2)

    span = Span(0, time.now_ms())
    judged = side.desk.presence_judging.within(span).result(5).rows[0]
    assert (judged.state, judged.judged_by, judged.reason) == ("excused", "值班长 C", "在现场取证")
