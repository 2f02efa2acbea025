"""A person deactivated in the middle of a shift: roster, seat and record, end to end."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from duty_desk.desk.duty_log import Draft
from duty_desk.desk.handover_end import Order
from duty_desk.domain.handover import Override
from duty_desk.domain.workdays import instant
from duty_desk.language import Refusal
from duty_desk.store import journal
from tests.desk.people import PIN, named, sit, staff
from tests.fakes.desk import Seat, build_desk
from tests.fakes.time_source import FakeTimeSource

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.desk.desk import Desk

MINUTE_MS = 60_000
TODAY, TOMORROW = date(2026, 11, 21), "2026-11-22/1/day"


def entries_since(desk: Desk, seq: int):
    """The journal's entries after a number, oldest first."""
    found = desk.ask(lambda: desk.read(lambda it: journal.entries_since(it, 0, None))).result(30)
    return [entry for entry in reversed(found) if entry.seq > seq]


def test_who_is_deactivated_in_his_shift_is_told_relieved_and_named_no_more(tmp_path: Path):
    """Roster points at him, nothing is written under his name, a leader frees the seat."""
    desk = build_desk(Seat(tmp_path, FakeTimeSource(instant(TODAY, 10 * 60))))
    desk.start(is_sending=False, is_ticking=False)
    try:
        staff(desk)
        desk.people.attend().result(30)
        sit(desk, "管理员 E")
        one = named(desk, "值班员 A").id
        desk.roster.change(TOMORROW, [one]).result(30)
        sit(desk, "值班员 A")
        packet = desk.handovers.cut().result(30)
        sit(desk, "管理员 E")
        desk.people.deactivate(one).result(30)
        after = desk.ask(lambda: desk.read(lambda it: journal.head(it, "1"))).result(30)[0]

        with pytest.raises(Refusal, match="停用"):
            sit(desk, "值班员 A")
        with pytest.raises(Refusal, match="停用"):
            desk.handovers.sign(packet.id, PIN).result(30)
        with pytest.raises(Refusal, match="已停用"):
            desk.roster.change("2026-11-22/1/night", [one]).result(30)
        draft = Draft(kind="phone", text="居民来电", pressed_at=desk.time.now_ms())
        desk.duty_log.write(draft).result(30)
        told = [line.words for line in desk.roster.month("2026-11").result(30).conflicts]
        assert any("值班员 A" in words and "停用" in words for words in told)
        assert desk.snapshot.shift.name == "值班员 A"

        order = Order(
            leader_id=named(desk, "值班长 C").id, reason="本班人员停用", how=Override.RELEASE
        )
        desk.handovers.override(order, PIN).result(30)
        desk.time.advance(5 * MINUTE_MS)
        sit(desk, "值班员 B")

        later = entries_since(desk, after)
        assert {entry.actor for entry in later} == {"管理员 E", "值班长 C", "值班员 B", ""}
        begun = [entry.facts for entry in later if entry.kind == "shift.started"]
        assert [(facts["name"], facts["uncovered_ms"]) for facts in begun] == [
            ("值班员 B", 5 * MINUTE_MS)
        ]
    finally:
        desk.stop()
