"""The review on a running desk: rights, lanes and bars, the queue and its decisions, the chain."""

from __future__ import annotations

import sqlite3
import threading
from concurrent.futures import CancelledError
from contextlib import closing

import pytest

from duty_desk.desk import review_queue
from duty_desk.desk.duty_log import Draft
from duty_desk.desk.figure_words import found
from duty_desk.desk.reading import Reading
from duty_desk.domain import period as periods
from duty_desk.domain.duty_log import LogKind
from duty_desk.domain.rights import Role
from duty_desk.domain.workdays import day_of
from duty_desk.language import Refusal
from duty_desk.store.store import DATABASE
from duty_desk.store.verify import verify
from tests.desk.people import sit, staff
from tests.fakes.desk import Seat, build_desk, camera, picked
from tests.fakes.time_source import DAY_SHIFT_STARTS_AT, FakeTimeSource

MINUTE_MS = 60_000


def built(folder, role):
    """A running desk with one camera."""
    running = build_desk(Seat(folder, FakeTimeSource(), role=role))
    running.start(is_sending=False)
    running.cameras.add([camera()]).result(5)
    return running


@pytest.fixture
def desk(tmp_path):
    """A running desk of a supervisor."""
    running = built(tmp_path, Role.SUPERVISOR)
    yield running
    running.stop()


def today(desk):
    """The day on which everything happens."""
    return periods.day(day_of(desk.time.now_ms()))


def push_late(desk, minutes=7):
    """Find a problem and push it by hand after so many minutes; returns its id."""
    found = desk.problems.find(picked(desk, desk.snapshot.cameras[0].id)).result(10)
    desk.time.advance(minutes * MINUTE_MS)
    desk.problems.copy(found.row.id).result(10)
    desk.problems.confirm(found.row.id).result(10)
    return found.row.id


def queue(desk):
    """What waits."""
    return desk.review.queue(today(desk)).result(10)


def test_an_operator_sees_no_review_and_a_clerk_comments_on_none(desk):
    """Refused at the desk, whatever a screen offers: figures, charts, queue, chain, morning."""
    push_late(desk)
    (item,) = queue(desk)
    staff(desk)
    sit(desk, "值班员 A")
    for ask in (desk.review.figures, desk.review.charts, desk.review.queue, desk.review.chain):
        with pytest.raises(Refusal):
            ask(today(desk))
    with pytest.raises(Refusal):
        desk.morning.page(day_of(desk.time.now_ms()))

    sit(desk, "内勤 D")
    assert [one.key for one in queue(desk) if one.kind == "breach"] == [item.key]
    with pytest.raises(Refusal, match="批注"):
        desk.review.decide(item, "note", "好").result(10)


def test_a_late_push_is_a_bad_bar_and_a_bad_span(desk):
    """Each opens its problem; the bar says how long it took against five minutes."""
    late, timely = push_late(desk), push_late(desk, 2)
    charts = desk.review.charts(today(desk)).result(10)
    pushes = next(one for one in charts.bars if one.key == "problem")
    assert [(bar.id, bar.level, bar.ms) for bar in pushes.bars] == [
        (late, "bad", 7 * MINUTE_MS),
        (timely, "plain", 2 * MINUTE_MS),
    ]
    assert pushes.limit_ms == 5 * MINUTE_MS
    lane = next(one for one in charts.lanes if one.key == "problem")
    assert [(span.noun, span.id, span.level) for span in lane.spans] == [
        ("problem", late, "bad"),
        ("problem", timely, "warn"),
    ]


def test_figures_stand_beside_those_of_the_period_before(desk):
    """Today's late push, and of yesterday before the first record nothing at all."""
    push_late(desk)
    found = desk.review.figures(today(desk)).result(10)
    sections = {one.key: one for one in found.sections}
    earlier = {one.key: one for one in found.earlier}
    assert sections["pushes"].figure("pushes.late").value == 1
    assert earlier["pushes"].figure("pushes.late").value is None


def test_a_breach_waits_until_somebody_says_a_word_on_it(desk):
    """The word is kept under a name, the breach stays a breach, and the store verifies."""
    push_late(desk)
    (item,) = queue(desk)
    assert (item.kind, item.noun, item.choices[0].key) == ("breach", "problem", "note")
    with pytest.raises(Refusal):
        desk.review.decide(item, "note", "  ").result(10)
    assert queue(desk) == (item,)

    desk.review.decide(item, "note", "正在派发电话").result(10)

    assert queue(desk) == ()
    assert "正在派发电话" in desk.snapshot.journal[0].text
    found = desk.review.figures(today(desk)).result(10)
    pushes = next(one for one in found.sections if one.key == "pushes")
    assert pushes.figure("pushes.late").value == 1
    with closing(sqlite3.connect(desk.store.place.data / DATABASE)) as plain:
        assert plain.execute("SELECT noun, words FROM review_note").fetchall() == [
            ("breach", "正在派发电话")
        ]
    verdicts = {
        one.name: one.state
        for one in desk.reading.ask("verify", lambda it: verify(it, desk.store.place)).result(20)
    }
    assert verdicts["rebuild"] == verdicts["chain"] == "ok"


def test_what_has_its_word_takes_no_place_in_the_queue(desk, monkeypatch):
    """With room for one, the older breach comes when a word was said on the newer."""
    monkeypatch.setattr(review_queue, "MOST", 1)
    push_late(desk)
    push_late(desk)
    (newer,) = queue(desk)
    desk.review.decide(newer, "note", "正在派发电话").result(10)
    (older,) = queue(desk)
    assert older.at < newer.at


def test_a_late_line_and_a_corrected_one_wait(desk):
    """What was written ten minutes after, and what somebody else may read no more."""
    at = desk.time.now_ms() - 10 * MINUTE_MS
    line = desk.duty_log.write(
        Draft(kind=LogKind.PHONE, text="来电", pressed_at=desk.time.now_ms(), at=at)
    ).result(10)
    assert [(one.kind, one.key) for one in queue(desk)] == [("late", line)]
    desk.duty_log.void(line, "写错了").result(10)  # by the same shift
    (item,) = queue(desk)
    assert (item.kind, item.title) == ("correction", "来电")
    desk.review.decide(item, "note", "已核实").result(10)
    assert queue(desk) == ()


def test_the_chain_of_a_day_is_checked_and_a_changed_entry_is_named(desk):
    """Whole as it stands; after a change past the triggers the first wrong entry is told."""
    push_late(desk)
    whole = desk.review.chain(today(desk)).result(10)
    assert (whole.state, whole.entries) == ("whole", desk.ask(desk.store.count).result(5))
    desk.stop()
    with closing(sqlite3.connect(desk.store.place.data / DATABASE)) as plain, plain:
        plain.execute("DROP TRIGGER journal_keeps_entries")
        plain.execute("UPDATE journal SET actor = 'x' WHERE seq = 4")
    again = build_desk(Seat(desk.store.place.data, desk.time, role=Role.SUPERVISOR))
    reading = Reading(again.store.place)
    try:
        found = reading.ask("chain", lambda it: _checked(it, today(desk))).result(10)
    finally:
        reading.stop()
    assert found.where == "1 #4"
    assert found.entries == 3


def _checked(session, period):
    from duty_desk.store import chain_span

    return chain_span.check(session, (period.from_at, period.to_at))


def test_a_newer_question_takes_the_place_of_the_older(desk):
    """The waiting one is never asked, the running one is given up inside the database."""
    begun, go_on = threading.Event(), threading.Event()

    def long(session):
        begun.set()
        go_on.wait(10)
        return _count_for_long(session)

    running = desk.reading.ask("slot", long)
    assert begun.wait(10)
    waiting = desk.reading.ask("slot", lambda _session: "never")
    other = desk.reading.ask("other", lambda _session: "other")
    newest = desk.reading.ask("slot", lambda _session: "newest")
    go_on.set()
    assert (other.result(10), newest.result(10)) == ("other", "newest")
    for given_up in (running, waiting):
        with pytest.raises(CancelledError):
            given_up.result(10)


def test_whoever_asked_may_cancel_a_question_that_runs(desk):
    """It is given up inside the database, and the next is answered."""
    begun = threading.Event()

    def long(session):
        begun.set()
        return _count_for_long(session)

    running = desk.reading.ask("slot", long)
    assert begun.wait(10)
    running.cancel()
    assert desk.reading.ask("other", lambda _session: "other").result(10) == "other"


def _count_for_long(session):
    """A question that would take the database hours."""
    from sqlalchemy import text

    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    return session.execute(text(endless)).scalar()


def test_what_finds_no_room_on_the_morning_page_is_listed_behind_it(desk):
    """Seven late pushes: five lines, and one that lists all seven."""
    for _ in range(7):
        push_late(desk)
    page = desk.morning.page(today(desk).first).result(10)
    lines = page.parts[1].lines
    assert [one.noun for one in lines] == ["problem"] * 5 + [""]
    assert desk.ledgers.page(lines[-1].wish, 0, 50).result(10).total == 7


def test_the_morning_page_puts_what_went_wrong_first(desk):
    """Yesterday's late push is red and opens its problem; every question has its answer."""
    late = push_late(desk)
    desk.time.advance(24 * 60 * MINUTE_MS)
    page = desk.morning.page(day_of(desk.time.now_ms())).result(10)
    assert [(line.noun, line.id) for line in page.red if line.noun == "problem"] == [
        ("problem", late)
    ]
    assert len(page.parts) == 8
    assert all(part.answer for part in page.parts)
    file = desk.morning.write(page, desk.store.place.data / "晨报.pdf")
    assert file.read_bytes().startswith(b"%PDF")
    assert file.read_bytes().count(b"/Type /Page\n") == 1
    with pytest.raises(Refusal):
        desk.morning.write(page, desk.store.place.data / "晨报.docx")


def test_a_day_that_runs_and_one_the_desk_began_in_are_not_short_of_rounds(tmp_path):
    """Begun at 23:50 on the 20th: of that day no round is asked, of the 21st six when it is over.

    The day before has no record at all: no number, and nothing red.
    """
    time = FakeTimeSource(DAY_SHIFT_STARTS_AT - 490 * MINUTE_MS)
    desk = build_desk(Seat(tmp_path, time, role=Role.SUPERVISOR))
    desk.start(is_sending=False, is_ticking=False)
    try:
        told = []
        for minutes in (0, 480, 1440):
            time.advance(minutes * MINUTE_MS)
            day = day_of(time.now_ms())
            rounds = desk.morning.page(day).result(10).parts[0]
            shown = desk.review.figures(periods.day(day)).result(10).sections
            today = found(shown, "patrol.rounds")
            told.append((rounds.answer[:12], rounds.level, today.value, today.of, today.level))
    finally:
        desk.stop()
    assert told == [
        ("昨日 — 轮，覆盖 —；", "unknown", 0, None, "plain"),
        ("昨日 0 轮，覆盖 —；", "plain", 0, 6, "plain"),
        ("昨日 0 / 6 轮，覆盖"[:12], "bad", 0, 6, "plain"),
    ]


def test_a_morning_that_has_not_come_has_no_page(desk):
    """Said in a sentence."""
    tomorrow = day_of(desk.time.now_ms() + 24 * 60 * MINUTE_MS)
    with pytest.raises(Refusal, match=tomorrow.isoformat()):
        desk.morning.page(tomorrow).result(10)
