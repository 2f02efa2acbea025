"""The panel of running clocks."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from duty_desk.ui.alarm import Alarms
from duty_desk.ui.watch.clock_panel import ClockPanel
from tests.fakes.window_parts import clock


@pytest.fixture
def panel(dressed, watch, qtbot):
    """A panel whose timer the test stands in for."""
    made = ClockPanel(watch, Alarms(watch))
    made.resize(372, 900)
    qtbot.addWidget(made)
    made.show()
    return made


def run(watch, desk, *clocks) -> None:
    """Let these clocks run."""
    watch.show_snapshot(replace(desk.snapshot, clocks=clocks))


def figures(panel: ClockPanel) -> list[tuple[str, str]]:
    """Text and level of every card, from the top."""
    return [(card._figures.text(), card.level()) for card in panel.cards()]


def test_the_least_time_left_is_on_top_with_the_key(panel, watch, desk, time):
    """Sorted by time left; only the first card answers to the key."""
    now = time.now_ms()
    run(watch, desk, clock(1, now, 200_000), clock(2, now, 52_000))

    assert figures(panel) == [("00:52", "urgent"), ("03:20", "calm")]
    assert [card._push.key() for card in panel.cards()] == ["Ctrl Enter", ""]


@pytest.mark.parametrize(
    ("left_ms", "level"),
    [
        (120_001, "calm"),
        (120_000, "near"),
        (60_001, "near"),
        (60_000, "urgent"),
        (0, "urgent"),
        (-1, "breached"),
    ],
)
def test_a_card_changes_colour_at_its_limits(panel, watch, desk, time, left_ms, level):
    """Amber from the first warning at 3 minutes, red in the last fifth, breached past the limit."""
    run(watch, desk, clock(1, time.now_ms(), left_ms, is_breached=False))

    assert panel.cards()[0].level() == level


def test_a_breached_clock_counts_on_and_says_so(panel, watch, desk, time):
    """Past the limit: +01:05 and the words."""
    run(watch, desk, clock(1, time.now_ms(), -65_000))
    card = panel.cards()[0]

    assert card._figures.text() == "+01:05"
    assert not card._over.isHidden()
    assert card._over.text() == "已超时"


def test_cards_count_down_from_the_desks_own_clock(panel, watch, desk, time):
    """No snapshot arrives; the figures move all the same."""
    run(watch, desk, clock(1, time.now_ms(), 90_000))
    time.advance(30_000)
    panel._tick()

    assert figures(panel) == [("01:00", "urgent")]


def test_a_stopped_clock_leaves_the_panel_and_the_empty_panel_teaches(panel, watch, desk, time):
    """Pushed: the card goes, the words come."""
    run(watch, desk, clock(1, time.now_ms(), 90_000))
    assert panel._empty.isHidden()

    run(watch, desk)

    assert panel.cards() == ()
    assert not panel._empty.isHidden()
    assert "F8" in panel._empty.text()


def test_how_the_push_stands_is_said_on_the_card(panel, watch, desk, time):
    """Queued, unknown and the rest appear as a word."""
    run(watch, desk, clock(1, time.now_ms(), 90_000, push_state="unknown"))

    assert not panel.cards()[0]._state.isHidden()
    assert panel.cards()[0]._state.text() == "结果未知"


def test_an_unacknowledged_urgent_card_flashes_until_the_key(panel, watch, desk, time):
    """Flash only what nobody has acknowledged, then steady."""
    card = clock(1, time.now_ms(), 50_000)
    run(watch, desk, card)
    panel._alarms.raise_alarm(SimpleNamespace(clock=card, level="urgent", at=0))
    grounds = set()
    for _ in range(8):
        panel._tick()
        grounds.add(panel.cards()[0].property("level"))
    panel._alarms.acknowledge()
    for _ in range(8):
        panel._tick()
        assert panel.cards()[0].property("level") == "urgent"

    assert grounds == {"urgent", "flash"}


def test_the_button_opens_the_problem_of_the_card(panel, watch, desk, time, qtbot):
    """One press from the card to the form."""
    run(watch, desk, clock(7, time.now_ms(), 50_000))

    with qtbot.waitSignal(watch.problem_found):
        panel.cards()[0]._push.click()

    assert ("detail", "problem-7") in desk.calls


def test_cards_stay_in_place_when_the_alarm_button_comes(panel, watch, desk, time, qtbot):
    """Whoever reaches for a button does not miss it because an alarm began."""
    card = clock(1, time.now_ms(), 50_000)
    run(watch, desk, card)
    qtbot.waitUntil(panel.cards()[0].isVisible)
    before = panel._scroll.geometry()
    panel._alarms.raise_alarm(SimpleNamespace(clock=card, level="urgent", at=0))
    qtbot.waitUntil(panel._acknowledge.isVisible)

    assert panel._scroll.geometry() == before


def test_a_card_kept_aside_offers_copying_alone(panel, watch, desk, time, qtbot):
    """The store is out of reach: the card says so, and its key copies."""
    kept = replace(clock(1, time.now_ms(), 200_000), push_state="aside")
    run(watch, desk, kept)
    (card,) = panel.cards()

    assert card._state.text() == "库不可用，已另存"
    assert (card._push.isVisible(), card._copy.key()) == (False, "Ctrl Enter")
    with qtbot.waitSignal(watch.said, timeout=5000) as told:
        panel.open_first()
    assert "已发到群里" in told.args[0]

    run(watch, desk, replace(kept, push_state=""))
    assert card._push.isVisible()
    assert (card._push.key(), card._copy.key()) == ("Ctrl Enter", "")


def test_the_numbers_of_the_head_are_never_cut(panel, watch, desk, time, qtbot):
    """The narrow panel, an alarm ringing: the title gives way."""
    now = time.now_ms()
    panel._alarms.count = lambda: 1
    panel.setFixedWidth(328)
    run(watch, desk, clock(1, now, 52_000), clock(2, now, 100_000))

    for chip in (panel._urgent, panel._near):
        qtbot.waitUntil(lambda chip=chip: chip.width() >= chip.sizeHint().width())
