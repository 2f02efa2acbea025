"""Ledgers over either kind of store: their lines are those that plain SQL counts."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from duty_desk.contracts.categories import load_categories
from duty_desk.contracts.emergency import load_emergencies
from duty_desk.contracts.fault_kinds import load_fault_kinds
from duty_desk.desk.ledger_parts import LedgerReader, LedgerSide
from duty_desk.desk.ledgers import LEDGERS, LedgerShelf, ledger_named
from duty_desk.domain.figure import LedgerWish
from duty_desk.language import Refusal
from duty_desk.store.clock import AdoptedRules
from duty_desk.store.evidence import EvidenceFolder
from duty_desk.store.ledger_source import Slice
from duty_desk.store.reading import open_for_reading
from tests.fakes.desk import RESOURCES
from tests.store import told_story

stories = told_story.stories

EVER = 4_000_000_000_000
# Written by hand, not by the code under test; `visit` adds what nobody looked at in rounds that
# ended early, of which the story has none.
COUNTS = {
    "patrol": "select count(*) from round",
    "visit": "select count(*) from visit",
    "problem": "select count(*) from problem",
    "push": "select count(*) from push",
    "fault": "select count(*) from fault",
    "footage": "select count(*) from footage",
    "attendance": "select count(*) from punch",
    "handover": "select count(*) from handover where state <> 'reopened'",
    "presence": "select count(*) from presence",
    "journal": "select count(*) from journal",
    "duty_log": (
        "select (select count(*) from duty_log) + (select count(*) from instruction)"
        " + (select count(*) from emergency) + (select count(*) from absence)"
    ),
}
FILTERED = {
    ("problem", "state", "rectified"): "select count(*) from problem where state = 'rectified'",
    ("problem", "camera", "C046"): (
        "select count(*) from problem p join camera c on c.id = p.camera_id where c.code = 'C046'"
    ),
    ("problem", "no_after", "1"): (
        "select count(*) from problem where state in ('rectified', 'verified')"
        " and id not in (select problem_id from shot where kind = 'after')"
    ),
    ("problem", "over_limit", "0"): (
        "select count(*) from problem where id not in (select subject from clock"
        " where rule_id = 'problem.push' and verdict = 'breached')"
    ),
    ("push", "failed", "0"): "select count(*) from push where state not in ('refused', 'unknown')",
    ("fault", "open_at_end", "1"): (
        "select count(*) from fault where repaired_at is null and closed_at is null"
    ),
    ("fault", "repaired", "1"): (
        "select count(*) from fault where repaired_at is not null and state <> 'dismissed'"
    ),
    ("visit", "seen", "1"): (
        "select count(*) from visit where outcome in ('normal', 'problem', 'fault')"
    ),
    ("patrol", "state", "missed"): "select count(*) from round where state = 'missed'",
    ("attendance", "made", "1"): (
        "select count(*) from punch where made_at is not null and planned_at is not null"
    ),
    ("journal", "kind", "problem.found,fault.found"): (
        "select count(*) from journal where kind in ('problem.found', 'fault.found')"
    ),
    ("duty_log", "corrected", "1"): (
        "select count(*) from duty_log where state in ('amended', 'voided')"
    ),
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shelf(request, stories):
    """A shelf over a told store, and a session that reads it."""
    told = stories(request.param)
    with open_for_reading(told.place) as session:
        rules = AdoptedRules()
        rules.load(session)
        side = LedgerSide(
            seat=told.number,
            time=told.time,
            rules=lambda: rules,
            categories={one.code: one for one in load_categories(RESOURCES / "categories.toml")},
            kinds=load_fault_kinds(RESOURCES / "fault_kinds.toml"),
            emergencies=load_emergencies(RESOURCES / "emergency.toml").kinds,
            evidence=EvidenceFolder(told.data / "evidence"),
        )
        yield LedgerShelf(side), LedgerReader(session, side)


def test_every_ledger_has_the_lines_that_sql_counts(shelf) -> None:
    """Each line has a cell for each column; pages put together are the whole."""
    books, reader = shelf
    assert set(COUNTS) == {one.name for one in LEDGERS}
    for name, statement in COUNTS.items():
        expected = reader.session.scalar(text(statement))
        wish = LedgerWish(name, 0, EVER)
        ledger = ledger_named(name)
        lines = list(ledger.rows(reader, wish))
        assert (name, len(lines)) == (name, expected)
        assert books.count(reader.session, wish) == expected
        assert all(len(line.cells) == len(ledger.columns) for line in lines)
        pages = [books.page(reader.session, wish, Slice(at, 2)) for at in range(0, len(lines), 2)]
        assert [line for page in pages for line in page.rows] == lines
        assert all(page.total == expected for page in pages)
        assert expected or name == "attendance"


@pytest.mark.parametrize("asked", FILTERED, ids="-".join)
def test_a_condition_counts_what_sql_counts(shelf, asked) -> None:
    """A figure that leads into its records leads into those it counted."""
    books, reader = shelf
    wish = LedgerWish(asked[0], 0, EVER, (asked[1:],))
    expected = reader.session.scalar(text(FILTERED[asked]))

    assert books.count(reader.session, wish) == expected
    assert len(list(ledger_named(asked[0]).rows(reader, wish))) == expected


def test_what_a_ledger_does_not_know_is_refused_and_not_passed_over(shelf) -> None:
    """A condition that is ignored would count too many."""
    books, reader = shelf
    for ledger in LEDGERS:
        wish = LedgerWish(ledger.name, 0, EVER, (("shoe_size", "43"),))
        with pytest.raises(Refusal, match="shoe_size"):
            books.count(reader.session, wish)
    with pytest.raises(Refusal, match="problem"):
        books.count(reader.session, LedgerWish("weather", 0, EVER))


def test_a_period_before_the_first_record_is_empty(shelf, tmp_path) -> None:
    """No line, and a file that says so all the same."""
    books, reader = shelf
    for ledger in LEDGERS:
        wish = LedgerWish(ledger.name, 0, 86_400_000)
        assert books.count(reader.session, wish) == 0
        made = books.write(reader.session, wish, tmp_path / f"{ledger.name}.csv")
        assert made.rows == 0


def test_the_problem_says_when_it_was_put_right_and_holds_its_pictures(shelf, tmp_path) -> None:
    """Time and person of the check come from the journal, pictures from the evidence."""
    books, reader = shelf
    wish = LedgerWish("problem", 0, EVER)
    columns = [one.key for one in ledger_named("problem").columns]
    line = books.page(reader.session, wish, Slice()).rows[0]
    cells = dict(zip(columns, line.cells, strict=True))
    righted = reader.session.scalar(
        text(
            "select max(event_at) from journal where kind = 'problem.rectified'"
            f" and subject = '{line.id}'"
        )
    )

    assert cells["rectified_at"] == righted
    assert (cells["before"], cells["after"]) == ("1 张", "1 张")
    file = tmp_path / "pictures.xlsx"
    made = books.write(reader.session, wish, file, with_pictures=True)
    assert made.rows
    with pytest.raises(Refusal, match="只有问题台账"):
        books.write(reader.session, LedgerWish("fault", 0, EVER), file, with_pictures=True)


def test_who_asked_for_recordings_stands_in_no_ledger(shelf) -> None:
    """Neither in that of the requests nor in the journal's words."""
    _, reader = shelf
    for name in ("footage", "journal"):
        words = str(list(ledger_named(name).rows(reader, LedgerWish(name, 0, EVER))))
        assert "某甲" not in words
        assert "010012" not in words
