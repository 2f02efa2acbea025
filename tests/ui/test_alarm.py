"""Alarms: heard once, seen until acknowledged."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from duty_desk.desk.views import Snapshot
from duty_desk.ui.alarm import Alarms
from duty_desk.ui.faults.causes import grouped
from tests.fakes.window_parts import clock

NOW = 1_795_219_200_000


@pytest.fixture
def alarms(qapp):
    """Alarms that note what sounded."""
    made = Alarms()
    made.heard = []
    made.sounded.connect(made.heard.append)
    return made


def reach(alarms: Alarms, number: int, level: str) -> None:
    """Let a clock reach a level."""
    alarms.raise_alarm(SimpleNamespace(clock=clock(number, NOW, 60_000), level=level, at=NOW))


def test_a_stage_of_a_clock_sounds_once(alarms):
    """The same stage told twice, as after a restart, is heard once."""
    reach(alarms, 1, "attention")
    alarms.acknowledge()
    reach(alarms, 1, "attention")

    assert alarms.heard == ["attention"]
    assert alarms.count() == 0


def test_the_next_stage_of_the_same_clock_sounds_again(alarms):
    """Urgent comes after attention and asks to be acknowledged anew."""
    reach(alarms, 1, "attention")
    alarms.acknowledge()
    reach(alarms, 1, "urgent")

    assert alarms.heard == ["attention", "urgent"]
    assert alarms.level_of("clock-1") == "urgent"


def test_one_key_acknowledges_all(alarms):
    """Two clocks flash, one key ends both."""
    reach(alarms, 1, "urgent")
    reach(alarms, 2, "breach")
    alarms.acknowledge()

    assert alarms.count() == 0


def test_a_stopped_clock_needs_no_acknowledgement(alarms):
    """The push was accepted: nothing is left to acknowledge for it."""
    reach(alarms, 1, "urgent")
    reach(alarms, 2, "urgent")
    alarms.show_snapshot(Snapshot(clocks=(clock(2, NOW, 1000),)))

    assert (alarms.level_of("clock-1"), alarms.level_of("clock-2")) == ("", "urgent")


def test_what_one_cause_took_is_one_card_and_one_sound(alarms):
    """Twenty cameras lost with our own line: the clocks run, the desk is told once."""
    clocks = [clock(number, NOW + number, 60_000) for number in range(20)]
    head = clocks[0].subject
    faults = tuple(
        SimpleNamespace(
            id=card.subject,
            group="" if card.subject == head else head,
            camera_code="C017",
            kind_name="信号中断",
            is_own_network=True,
        )
        for card in clocks
    )
    (card,) = grouped(clocks, faults)
    assert (card.id, card.headline) == (clocks[0].id, "C017 等 20 个点位 · 可能是本机网络")

    alarms.show_snapshot(SimpleNamespace(clocks=clocks, faults=faults))
    for each in clocks:
        alarms.raise_alarm(SimpleNamespace(clock=each, level="urgent", at=NOW))
    assert alarms.heard == ["urgent"]
    assert alarms.count() == 20
