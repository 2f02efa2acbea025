"""A store of the program's first schema is brought up to date and still verified."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from duty_desk.store.reading import open_for_reading
from duty_desk.store.store import DATABASE
from duty_desk.store.verify import verify
from tests.fakes.desk import Seat, build_desk
from tests.fakes.time_source import DAY_SHIFT_STARTS_AT, FakeTimeSource

FIRST = Path(__file__).parent / "data" / "first_schema.sql"
BESIDE_FILES = {"structure", "chain", "sequence", "rebuild"}


def test_a_store_of_the_first_schema_is_migrated_and_verified(tmp_path):
    """What the tables were then and what the journal says now agree, all problems kept."""
    with closing(sqlite3.connect(tmp_path / DATABASE)) as tool:
        tool.executescript(FIRST.read_text("utf-8"))
        clocks = tool.execute("SELECT id, started_at, due_at FROM clock").fetchall()
    seat = Seat(tmp_path, FakeTimeSource(DAY_SHIFT_STARTS_AT + 10 * 3_600_000))
    desk = build_desk(seat)
    desk.start(is_sending=False, is_ticking=False)
    states = [row.state for row in desk.snapshot.problems]
    desk.stop()

    assert sorted(states) == ["found", "pushed", "rectified", "voided"]
    with open_for_reading(seat.place) as session:
        found = {it.name: it for it in verify(session, seat.place) if it.name in BESIDE_FILES}
    assert {name: it.where for name, it in found.items() if it.state != "ok"} == {}
    with closing(sqlite3.connect(tmp_path / DATABASE)) as tool:
        kept = tool.execute("SELECT id, started_at, due_at FROM clock").fetchall()
    assert set(clocks) <= set(kept)
