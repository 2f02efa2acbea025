"""Rounds that wait to be begun: told, listed, dismissed, told again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from duty_desk.desk.patrol_views import PatrolCounts, PatrolDay, RoundRow
from duty_desk.ui.patrol.call_chip import CallChip
from duty_desk.ui.patrol.calls import RoundCalls
from duty_desk.ui.patrol.today_panel import TodayPanel

HOUR_MS = 3_600_000
OPENS_AT = 1_795_219_200_000
ROUND = RoundRow(
    id="",
    day="2026-11-21",
    slot=5,
    name="第 5 轮",
    kind="planned",
    state="planned",
    window_from_at=OPENS_AT,
    window_to_at=OPENS_AT + 4 * HOUR_MS,
    is_open=True,
    expected=128,
    level="attention",
)
SHUT = replace(ROUND, is_open=False, level="calm")
PRESSING = replace(ROUND, level="urgent")


@dataclass
class Heard:
    """What one set of calls said and sounded."""

    calls: RoundCalls
    said: list[str] = field(default_factory=list)
    sounds: list[str] = field(default_factory=list)

    def look(self, *rows: RoundRow, hours: float = 0.0, forecast: int = 6) -> None:
        """Show rows some hours after the window opened."""
        counts = PatrolCounts(today_target=6, today_forecast=forecast)
        day = PatrolDay(rounds=rows, counts=counts)
        self.calls.show_day(day, OPENS_AT + int(hours * HOUR_MS))


@pytest.fixture
def heard(dressed: object) -> Heard:
    """Calls that have seen the day before the window opened."""
    found = Heard(RoundCalls())
    found.calls.told.connect(lambda sentence, _level: found.said.append(sentence))
    found.calls.sounded.connect(found.sounds.append)
    found.look(SHUT, hours=-1)
    return found


def test_an_opened_window_sounds_once_and_stays_listed(heard: Heard) -> None:
    """One sound and one sentence with its key, however often the desk is looked at."""
    heard.look(ROUND)
    heard.look(ROUND, hours=0.5)

    assert heard.sounds == ["attention"]
    assert heard.said == ["第 5 轮的时段开始了，到 12:00 结束。按 F5 开始。"]
    assert heard.calls.waiting() == ROUND


def test_a_dismissed_round_is_told_again_when_half_its_window_is_gone(heard: Heard) -> None:
    """Dismissed it is gone from the list; at half time, and in the last half hour, it is back."""
    heard.look(ROUND)
    heard.calls.dismiss()
    heard.look(ROUND, hours=1.9)
    assert heard.calls.waiting() is None

    heard.look(ROUND, hours=2, forecast=5)
    assert heard.calls.waiting() == ROUND
    assert "过了一半" in heard.said[-1]
    assert "5 / 6" in heard.said[-1]

    heard.calls.dismiss()
    heard.look(PRESSING, hours=3.6)
    assert heard.calls.words() == "第 5 轮 12:00 结束，128 个点位一个没巡。按 F5 开始。"
    assert heard.sounds == ["attention"] * 3


def test_a_begun_round_calls_no_more(heard: Heard) -> None:
    """F5 answers the call."""
    heard.look(ROUND)
    heard.look(replace(ROUND, state="running", id="r"), hours=1)

    assert heard.calls.waiting() is None
    assert heard.calls.words() == ""


def test_a_program_that_starts_late_lists_without_a_sound(dressed: object) -> None:
    """A window that was open before is shown, but nobody is startled by what is not new."""
    found = Heard(RoundCalls())
    found.calls.sounded.connect(found.sounds.append)
    found.look(ROUND, hours=1)

    assert found.calls.waiting() == ROUND
    assert found.sounds == []


def test_two_windows_that_open_together_make_one_sound(heard: Heard) -> None:
    """Overlapping windows: two sentences, one sound, and the one that ends first is named."""
    other = replace(ROUND, slot=6, name="第 6 轮", window_to_at=ROUND.window_to_at - 1)
    heard.look(ROUND, other)

    assert heard.sounds == ["attention"]
    assert len(heard.said) == 2
    assert heard.calls.waiting() == other


def test_panel_and_chip_show_the_call_until_it_is_dismissed(heard: Heard) -> None:
    """The button of the panel takes it from both places."""
    panel, chip = TodayPanel(heard.calls), CallChip(heard.calls)
    heard.look(ROUND)
    assert not panel.call.isHidden()
    assert chip.text() == "第 5 轮 待巡，到 12:00"

    panel.call.dismiss.click()

    assert panel.call.isHidden()
    assert chip.isHidden()
    for widget in (panel, chip):
        widget.deleteLater()


def test_on_a_narrow_bar_the_chip_gives_way(heard: Heard) -> None:
    """The bar has no room for every word at 1280 pixels: the chip shrinks to its dot."""
    chip = CallChip(heard.calls)
    heard.look(ROUND)

    assert chip.minimumSizeHint().width() < 60 < chip.sizeHint().width()
    chip.deleteLater()
