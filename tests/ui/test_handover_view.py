"""The handover page over a real desk: worked by the keyboard alone, key by key."""

from __future__ import annotations

import gc
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from duty_desk.desk.handover_views import Check
from duty_desk.domain.open_item import OpenItem
from duty_desk.ui.desk_bridge import DeskBridge
from duty_desk.ui.handover.feature import HandoverFeature
from duty_desk.ui.handover.handover_view import HandoverView
from duty_desk.ui.pages import HANDOVER
from duty_desk.ui.problems.form_model import DeskSide
from duty_desk.ui.rail import RailButton
from tests.desk.people import PIN, WRONG, named, sit, staff
from tests.fakes.desk import Seat, build_desk, camera, picked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from duty_desk.desk.desk import Desk

WAIT_MS = 10_000
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
CASES, URGENT = 34, 6
STATES = ("等科室答复", "等社区反馈", "已催办一次", "材料待补")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a desk with one camera and five people."""
    from tests.fakes.time_source import FakeTimeSource

    seat = Seat(tmp_path_factory.mktemp("told"), FakeTimeSource())
    desk = build_desk(seat)
    desk.start(is_sending=False)
    desk.cameras.add([camera()]).result(30)
    staff(desk)
    desk.stop()
    return seat.data


@dataclass
class Shown:
    """A view on a desk, and how many keys were pressed in it."""

    desk: Desk
    view: HandoverView
    qtbot: object
    keys: int = 0

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier):
        """Press a key as the window system tells it."""
        self.keys += 1
        QTest.keyClick(self.view.windowHandle(), key, held)

    def type(self, text: str) -> None:
        """Type into whatever has the keyboard."""
        for letter in text:
            self.keys += 1
            QTest.keyClick(self.view.windowHandle(), letter)

    def wait(self, is_so) -> None:
        """Wait until it is so."""
        self.qtbot.waitUntil(lambda: bool(is_so()), timeout=WAIT_MS)

    def step(self) -> str:
        """What comes next."""
        return self.view.model.next_step()


@pytest.fixture
def shown(dressed, qtbot, time, tmp_path, told) -> Iterator[Shown]:
    """The view at the seat of 值班员 A."""
    shutil.copytree(told, tmp_path, dirs_exist_ok=True)
    gc.collect()
    desk = build_desk(Seat(tmp_path, time))
    desk.start(is_sending=False, is_ticking=False)
    desk.people.attend().result(30)
    sit(desk, "值班员 A")
    bridge = DeskBridge()
    desk.listen(bridge.happened.emit)
    view = HandoverView(DeskSide(desk, bridge, time))
    bridge.happened.connect(lambda happened: view.show_snapshot(happened.snapshot))
    qtbot.addWidget(view)
    view.resize(1600, 900)
    view.show()
    view.come()
    qtbot.waitExposed(view)
    view.activateWindow()
    made = Shown(desk, view, qtbot)
    made.wait(lambda: made.step() == "cut")
    view.items.setFocus()
    yield made
    desk.stop()
    gc.collect()


def cases(_session, _now) -> tuple[OpenItem, ...]:
    """Items of a kind of record that does not exist yet."""
    return tuple(
        OpenItem(noun="case", subject=f"case-{n}", title=f"案件 {n}", state=STATES[n % 4])
        for n in range(CASES)
    )


def confirm_next(shown: Shown) -> None:
    """Confirm the chosen item: one key, or one more for the right sentence."""
    left = shown.view.model.packet.unconfirmed
    line = shown.view.table.row_at(shown.view.items.row())
    shown.press(Key.Key_Space)
    if line.item.is_urgent:
        shown.wait(lambda: shown.view.read_back.no() == line.no)
        place = line.choices.index(line.item.state)
        shown.press(Key(Key.Key_1 + place))
    shown.wait(lambda: shown.view.model.packet.unconfirmed < left)


def test_forty_items_are_handed_over_by_eighty_keys(shown):
    """From the cut to the sealed record; at two seconds a key it is under three minutes."""
    camera_id = shown.desk.snapshot.cameras[0].id
    for _ in range(URGENT):
        shown.desk.problems.find(picked(shown.desk, camera_id)).result(30)
    shown.desk.open_items.register("case", cases)

    shown.press(Key.Key_Return, CTRL)
    shown.wait(lambda: shown.step() == "check")
    shown.press(Key.Key_A)
    shown.wait(shown.view.sign.outgoing.secret.hasFocus)
    shown.type(PIN)
    shown.press(Key.Key_Return)
    shown.wait(lambda: shown.step() == "arrive" and shown.view.sign.incoming.who.hasFocus())
    shown.press(Key.Key_Tab)
    shown.type(PIN)
    shown.press(Key.Key_Return)
    shown.wait(lambda: shown.step() == "confirm")
    for _ in range(URGENT + CASES):
        confirm_next(shown)
    shown.wait(shown.view.sign.incoming.secret.hasFocus)
    shown.type(PIN)
    shown.press(Key.Key_Return)
    shown.wait(lambda: shown.view.model.page.sealed)

    assert shown.desk.snapshot.shift.name != "值班员 A"
    assert shown.keys <= 80


def test_a_wrong_sentence_confirms_nothing(shown):
    """Reading back the state of another item is told at once, and the question stays."""
    camera_id = shown.desk.snapshot.cameras[0].id
    shown.desk.problems.find(picked(shown.desk, camera_id)).result(30)
    shown.desk.open_items.register("case", cases)
    packet = shown.desk.handovers.cut().result(30)
    incoming = named(shown.desk, "值班员 B").id
    shown.desk.handovers.arrive(packet.id, incoming, PIN).result(30)
    shown.view.come()
    shown.wait(lambda: shown.step() in ("check", "sign") and shown.view.table.row_at(0))
    shown.view.items.choose(0)
    shown.view.items.setFocus()
    line = shown.view.table.row_at(0)
    wrong = next(n for n, words in enumerate(line.choices) if words != line.item.state)

    shown.press(Key.Key_Space)
    shown.press(Key(Key.Key_1 + wrong))

    assert "不符" in shown.view.sign.refusal.text()
    assert shown.view.read_back.no() == line.no
    shown.press(Key.Key_Escape)
    assert shown.view.read_back.no() == 0
    assert shown.view.items.hasFocus()


def test_a_wrong_secret_is_refused_in_a_sentence_and_the_field_emptied(shown):
    """Nothing is signed, and the next try begins from an empty field."""
    shown.press(Key.Key_Return, CTRL)
    shown.wait(lambda: shown.step() == "check")
    shown.press(Key.Key_A)
    shown.wait(shown.view.sign.outgoing.secret.hasFocus)
    shown.type(WRONG)
    shown.press(Key.Key_Return)

    shown.wait(shown.view.sign.refusal.isVisible)
    assert shown.view.sign.outgoing.secret.text() == ""
    assert shown.step() == "sign"


def test_a_line_and_a_remark_are_written_by_keyboard(shown):
    """N adds a line, M writes the remark, Ctrl+Enter keeps it."""
    shown.press(Key.Key_Return, CTRL)
    shown.wait(lambda: shown.step() == "check")
    shown.press(Key.Key_N)
    shown.type("2 hao ping")
    shown.press(Key.Key_Return)
    shown.wait(lambda: len(shown.view.model.packet.items) == 1)
    shown.press(Key.Key_M)
    shown.type("ximen")
    shown.press(Key.Key_Return, CTRL)

    shown.wait(lambda: shown.view.model.packet.remark == "ximen")
    assert shown.view.model.packet.items[0].item.title == "2 hao ping"


def test_an_empty_seat_is_taken_by_one_key(shown):
    """Nobody holds the seat: the button punches in whoever is signed in."""
    from duty_desk.desk.handover_end import Order
    from duty_desk.domain.handover import Override

    leader = named(shown.desk, "值班长 C").id
    order = Order(leader_id=leader, reason="交班人身体不适", how=Override.RELEASE)
    shown.desk.handovers.override(order, PIN).result(30)
    shown.wait(lambda: shown.step() == "begin")

    shown.press(Key.Key_Return, CTRL)

    shown.wait(lambda: shown.step() == "cut")
    assert shown.desk.snapshot.shift.name == "值班员 A"


def test_the_sheet_is_looked_at_in_the_window_after_the_signature(shown):
    """It comes up by itself, Esc puts it away, P brings it again."""
    packet = shown.desk.handovers.cut().result(30)
    shown.desk.handovers.check(
        packet.id, tuple(Check(one.no, one.name, "ok") for one in packet.checks)
    ).result(30)
    incoming = named(shown.desk, "值班员 B").id
    shown.desk.handovers.arrive(packet.id, incoming, PIN).result(30)
    shown.desk.handovers.sign(packet.id, PIN).result(30)
    shown.view.come()
    shown.wait(lambda: shown.step() == "accept")
    shown.view.sign.incoming.secret.setFocus()
    shown.type(PIN)
    shown.press(Key.Key_Return)

    shown.wait(shown.view.preview.isVisible)
    assert "值班交接单" in shown.view.preview.page.toPlainText()
    shown.press(Key.Key_Escape)
    assert not shown.view.preview.isVisible()
    shown.wait(lambda: shown.view.sealed.newest() == packet.id)
    shown.press(Key.Key_P)
    shown.wait(shown.view.preview.isVisible)


def test_without_people_the_page_leads_to_where_they_are_entered(dressed, qtbot, time, tmp_path):
    """Nobody could punch in or sign: the one button says so and goes there."""
    desk = build_desk(Seat(tmp_path, time))
    desk.start(is_sending=False, is_ticking=False)
    feature = HandoverFeature(DeskSide(desk, DeskBridge(), time), QWidget())
    page, view = feature.page, feature.handover
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(view.sign.isVisible, timeout=WAIT_MS)
    assert view.sign.next.text() == "去登记人员"
    assert "还没有登记人员" in view.sign._foot.text()

    view.steps.go_on()

    assert page.view() == "people"
    desk.stop()
    gc.collect()


def test_the_rail_tells_when_a_shift_should_have_been_handed_over(shown, time, qtbot):
    """Nothing before its end, amber for a quarter of an hour, red from then on."""
    button, holder = RailButton(HANDOVER), QWidget()
    feature = HandoverFeature(DeskSide(shown.desk, DeskBridge(), time), holder, button)
    for widget in (button, holder, feature.page):
        qtbot.addWidget(widget)
    seen = []
    ends_at = shown.desk.snapshot.shift.planned_to_at
    for ms in (ends_at - 1000, ends_at, ends_at + 16 * 60_000):
        time.advance(ms - time.now_ms())
        feature.tick()
        seen.append((button.badge(), button._level))

    assert seen == [(0, "attention"), (1, "attention"), (1, "urgent")]
