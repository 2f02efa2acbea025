"""What people type and read on the footage page: instants, steps, time left, offsets."""

from __future__ import annotations

import pytest

from duty_desk.desk.footage_words import ahead_words
from duty_desk.domain.footage import HOUR_MS, FootageState, Holding
from duty_desk.domain.problem import beijing
from duty_desk.ui.footage.clock_form import nearest
from duty_desk.ui.footage.said_instant import said_day, said_instant, shown_instant
from duty_desk.ui.footage.words import held_words, left_words, steps_of, stretch

NOW = 1_795_272_000_000  # 2026-11-21 22:40:00


def shown(at: int | None) -> str:
    """The instant as a person reads it."""
    return "" if at is None else f"{beijing(at):%Y-%m-%d %H:%M:%S}"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-11-19 21:00:30", "2026-11-19 21:00:30"),
        ("11-19 21:00", "2026-11-19 21:00:00"),
        ("11月19日 21时00分", "2026-11-19 21:00:00"),
        ("１１－１９　２１：００", "2026-11-19 21:00:00"),
        ("21:00", "2026-11-21 21:00:00"),
        ("23:00", "2026-11-20 23:00:00"),
        ("02-24 08:00", "2026-02-24 08:00:00"),
        ("2026-02-30 10:00", ""),
        ("25:00", ""),
        ("yesterday", ""),
        ("", ""),
    ],
)
def test_an_instant_is_read_as_people_write_it(text, meant):
    """The day that was left out is the newest that is over; nonsense means nothing."""
    assert shown(said_instant(text, NOW)) == meant


def test_the_end_of_a_span_is_the_next_such_hour():
    """From 23:30 to 00:30 goes over midnight."""
    since = said_instant("11-19 23:30", NOW)
    assert since is not None
    assert said_instant("00:30", NOW, after=since) == since + HOUR_MS
    assert shown_instant(since) == "2026-11-19 23:30:00"
    assert shown(said_day("2026-12-31", NOW)) == "2026-12-31 00:00:00"
    assert said_day("soon", NOW) is None
    january = NOW + 60 * 24 * HOUR_MS
    assert shown(said_instant("12-24 08:00", january)) == "2026-12-24 08:00:00"
    assert shown(said_day("12-24", january, is_past=True)) == "2026-12-24 00:00:00"
    assert shown(said_day("12-24", january)) == "2027-12-24 00:00:00"


def test_a_clock_over_midnight_is_compared_with_the_nearer_day():
    """A camera ten seconds behind shows the day before for ten seconds."""
    midnight = said_instant("2026-11-21 00:00:04", NOW)
    assert midnight is not None
    found = nearest("23:59:54", midnight)
    assert found == midnight - 10_000
    assert ahead_words(found - midnight) == "-10 秒"
    assert ahead_words(None) == "未校对"


def test_steps_say_what_is_behind_and_what_comes_next():
    """Exporting counts the spans that have their files; a refusal leaves no steps open."""
    words = [step.text for step in steps_of(FootageState.LOCATED, 2, 3)]
    assert words[3:6] == ["找到录像 ✓", "导出 2/3", "封存"]
    levels = [step.level for step in steps_of(FootageState.LOCATED, 2, 3)]
    assert levels == ["done"] * 4 + ["attention", "", ""]
    handed = steps_of(FootageState.CLOSED, 3, 3, "footage.handed_over")
    assert [step.level for step in handed] == ["done"] * 7
    closed = steps_of(FootageState.CLOSED, 0, 1, "footage.refused")
    assert [step.text for step in closed] == ["登记 ✓", "未批准"]
    assert [step.level for step in steps_of(FootageState.REFUSED, 0, 1)] == ["done", "urgent"]


def test_time_until_overwritten_has_its_colour():
    """Amber within three days, red within one, red and said when its beginning is gone."""
    assert held_words(Holding.HELD, 10 * 24 * HOUR_MS) == ("10 天 0 时", "")
    assert held_words(Holding.ENDING, 52 * HOUR_MS) == ("2 天 4 时", "attention")
    assert held_words(Holding.LAST_DAY, 4 * HOUR_MS) == ("4 时 0 分", "urgent")
    assert held_words(Holding.PARTLY, -1)[1] == "urgent"
    assert held_words(Holding.GONE, -1) == ("已覆盖", "urgent")
    assert left_words(0) == "0 时 0 分"
    since = said_instant("11-19 23:30", NOW)
    assert since is not None
    assert stretch(since, since + HOUR_MS) == "11-19 23:30–11-20 00:30"
