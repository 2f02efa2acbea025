"""What a handover leaves: counts that are the journal's, the seal of midnight, the sheet."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing

import cv2
import pytest

from duty_desk.domain.open_item import OpenItem
from duty_desk.store import checkpoint
from duty_desk.store.reading import open_for_reading
from duty_desk.store.verify import verify
from tests.desk.handover_crew import (
    MINUTE_MS,
    drawn,
    entries,
    find,
    hand_over,
    look_after,
    ready,
    worked,
)
from tests.desk.people import PIN

PRESENCE = """
SELECT (SELECT count(*) FROM journal WHERE shift = :id AND kind = 'presence.prompted'),
       (SELECT count(*) FROM journal AS c JOIN journal AS p
          ON p.subject = c.subject AND p.kind = 'presence.prompted' AND p.shift = c.shift
         WHERE c.shift = :id AND c.kind = 'presence.confirmed'),
       (SELECT max(json_extract(body, '$.facts.answer_ms')) FROM journal
         WHERE shift = :id AND kind = 'presence.confirmed')
"""
COUNTED = """
SELECT (SELECT count(*) FROM journal WHERE shift = :id AND kind = 'problem.found'),
       (SELECT count(DISTINCT subject) FROM journal WHERE shift = :id AND kind = 'problem.pushed'),
       (SELECT count(*) FROM journal AS p JOIN journal AS f
          ON f.subject = p.subject AND f.kind = 'problem.found'
         WHERE p.shift = :id AND p.kind = 'problem.pushed' AND p.event_at - f.event_at > 300000),
       (SELECT count(*) FROM journal WHERE shift = :id AND kind = 'fault.reported'),
       (SELECT count(*) FROM journal WHERE shift = :id AND kind = 'visit.done'),
       (SELECT count(*) FROM journal WHERE shift = :id AND kind = 'round.completed'),
       (SELECT count(*) FROM journal WHERE shift = :id)
"""


def test_the_record_is_built_again_and_agrees_with_the_printed_code(crew, seat):
    """Verify knows the head from the sheet, refuses another, and is never ok without one."""
    find(crew)
    hand_over(crew)
    with open_for_reading(seat.place) as session:
        row = checkpoint.newest(session, "1")
        code = checkpoint.code_of(row.head, row.seq)
        state = {
            name: {v.name: v for v in verify(session, seat.place, heads=heads)}[name].state
            for name, heads in (("anchors", [code]), ("rebuild", ()), ("chain", ()))
        }
        wrong = {v.name: v for v in verify(session, seat.place, heads=["00000000-" + code[9:]])}
        without = {v.name: v for v in verify(session, seat.place)}

    assert state == {"anchors": "ok", "rebuild": "ok", "chain": "ok"}
    assert wrong["anchors"].state == "failed"
    assert without["anchors"].state == "unanchored"


def test_every_count_of_the_page_is_the_journals(crew, seat):
    """Counted again by another program from the journal alone, figure by figure."""
    worked(crew)
    shown = crew.shifts.page().result(30)

    with closing(sqlite3.connect(seat.data / "desk.sqlite3")) as other:
        counted = other.execute(COUNTED, {"id": shown.shift.id}).fetchone()

    one = shown.figures
    figures = (one.found, one.pushed, one.pushed_late, one.reported, one.visits)
    assert (*figures, one.rounds_done, one.entries) == counted
    assert counted[:6] == (3, 2, 1, 1, 1, 1)
    assert len(shown.items) == 4


def test_presence_on_the_page_is_the_journals_and_a_waiting_prompt_is_nobodys(crew, seat):
    """One answered, one not, one that the end of the shift overtook: two asked, none of B's."""
    crew.presence.draw = lambda least, _most: least
    crew.presence.begin().result(30)
    look_after(crew, 20 * MINUTE_MS, 7_400)
    assert crew.presence.confirm().result(30)
    look_after(crew, 20 * MINUTE_MS, MINUTE_MS, MINUTE_MS, 2 * MINUTE_MS)
    shown = crew.shifts.page().result(30)
    with closing(sqlite3.connect(seat.data / "desk.sqlite3")) as other:
        counted = other.execute(PRESENCE, {"id": shown.shift.id}).fetchone()
    one = shown.figures
    assert (one.asked, one.answered, one.slowest_ms) == counted == (2, 1, 7_400)

    packet = ready(crew)
    crew.handovers.sign(packet.id, PIN).result(30)
    look_after(crew, 70 * MINUTE_MS)
    crew.handovers.accept(packet.id, packet.incoming_id, PIN).result(30)
    look_after(crew, 1000)
    after = crew.shifts.page().result(30).figures
    assert [entry.facts["way"] for entry in entries(crew, "presence.confirmed")] == ["key", "work"]
    assert (after.asked, after.answered) == (0, 0)


def test_the_record_is_sealed_at_midnight_once(crew, seat):
    """The first look of a new day makes a checkpoint; the next ones make none."""
    crew.time.advance(24 * 60 * MINUTE_MS)

    for _ in range(3):
        crew.ask(crew.tick).result(30)

    sealed = entries(crew, "store.checkpoint")
    assert [entry.facts["occasion"] for entry in sealed] == ["midnight"]
    with open_for_reading(seat.place) as session:
        assert checkpoint.first_wrong(session) is None


@pytest.mark.skipif(shutil.which("gs") is None, reason="no Ghostscript to draw the page with")
def test_the_sheet_is_one_page_whose_code_verifies(crew, seat, tmp_path):
    """The picture of the printed page is read like a telephone reads it, and agrees."""
    find(crew)
    packet = hand_over(crew)
    file = crew.handover_sheets.write(packet.id, tmp_path / "交接单.pdf")
    pages = drawn(file)
    seen, _, _ = cv2.QRCodeDetector().detectAndDecode(cv2.imread(str(pages[0])))

    with open_for_reading(seat.place) as session:
        found = {v.name: v for v in verify(session, seat.place, heads=[seen])}
    assert len(pages) == 1
    assert found["anchors"].state == "ok"
    assert crew.handover_sheets.write(packet.id, tmp_path / "交接单.docx").stat().st_size > 5000


def test_a_clock_set_during_the_shift_is_told_on_the_sheet(crew):
    """The change of responsibility goes on; who reads the sheet knows about the jump."""
    crew.time.set_wall(crew.time.now_ms() + 3 * 60 * MINUTE_MS)
    packet = hand_over(crew)

    words = crew.handover_sheets.words(packet.id).result(30)

    assert "跳变 1 次" in words.seal[-1]
    assert crew.snapshot.shift.name == "值班员 B"


def test_forty_items_stand_on_one_page(crew, tmp_path):
    """What is too much is written smaller, at last folded; never on a second page."""
    items = tuple(
        OpenItem(
            noun="case",
            subject=f"case-{n}",
            title=f"C{n:03d} 科育社区-垃圾站 · 垃圾桶满冒",
            state=f"11-21 0{n % 9}:47 已推送，等整改反馈",
            is_urgent=n < 6,
        )
        for n in range(40)
    )
    crew.open_items.register("case", lambda _session, _now: items)
    packet = hand_over(crew)

    file = crew.handover_sheets.write(packet.id, tmp_path / "交接单.pdf")

    assert len(re.findall(rb"/Type\s*/Page\b", file.read_bytes())) == 1
