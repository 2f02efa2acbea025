"""The figures of a period against SQL written apart from them, on a month of records."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.orm import Session

from duty_desk.contracts.categories import load_categories
from duty_desk.contracts.emergency import load_emergencies
from duty_desk.contracts.fault_kinds import load_fault_kinds
from duty_desk.contracts.file import load
from duty_desk.desk import review_charts
from duty_desk.desk.fault_rows import REPORT_RULE
from duty_desk.desk.ledger_parts import LedgerSide
from duty_desk.desk.ledgers import LedgerShelf
from duty_desk.desk.review_charts import Lanes, thinned
from duty_desk.desk.section_parts import SectionSide
from duty_desk.desk.sections import Sections
from duty_desk.desk.snapshot import PUSH_RULE
from duty_desk.domain import period as periods
from duty_desk.domain.figure import Section
from duty_desk.store import tallies
from duty_desk.store.clock import AdoptedRules
from duty_desk.store.engine import reading_engine, sqlite_url
from duty_desk.store.evidence import EvidenceFolder
from tests.fakes.desk import CONTRACT, RESOURCES
from tests.fakes.told_month import CAMERAS, FROM_AT, TO_AT, tell_month

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from duty_desk.domain.contract import Contract
    from duty_desk.domain.period import Period

NOVEMBER = periods.month(2026, 11)
TENTH = periods.day(date(2026, 11, 10))
IN = "BETWEEN ? AND ? - 1"


class _Rules(AdoptedRules):
    """The rules of the contract file, as if adopted."""

    @property
    def contract(self) -> Contract | None:
        return load(CONTRACT)


@dataclass
class _Clock:
    """A clock that stands."""

    at: int = TO_AT + 86_400_000

    def now_ms(self) -> int:
        return self.at

    def mono_ms(self) -> int:
        return 0


@dataclass
class Month:
    """The told month: the sections, a session to read with, and the database for plain SQL."""

    sections: Sections
    session: Session
    plain: sqlite3.Connection
    shelf: LedgerShelf
    clock: _Clock

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all sections."""
        return self.sections.keys()

    def section(self, key: str, period: Period = NOVEMBER) -> Section:
        """A section of a period."""
        return self.sections.one(self.session, key, period)

    def sql(self, statement: str, period: Period = NOVEMBER) -> int:
        """The one number that `statement` gives for the instants of a period."""
        found = self.plain.execute(statement, (period.from_at, period.to_at)).fetchone()
        return int(found[0] or 0)


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Month]:
    """The month, read once for all tests."""
    data: Path = tmp_path_factory.mktemp("month")
    file = tell_month(data)
    rules, clock = _Rules(), _Clock()
    categories = {item.code: item for item in load_categories(RESOURCES / "categories.toml")}
    kinds = load_fault_kinds(RESOURCES / "fault_kinds.toml")
    sections = Sections(SectionSide("1", clock, lambda: rules, categories, kinds))
    shelf = LedgerShelf(
        LedgerSide(
            seat="1",
            time=clock,
            rules=lambda: rules,
            categories=categories,
            kinds=kinds,
            emergencies=load_emergencies(RESOURCES / "emergency.toml").kinds,
            evidence=EvidenceFolder(data / "evidence"),
        )
    )
    engine = reading_engine(sqlite_url(file))
    with closing(sqlite3.connect(file)) as plain, Session(engine) as session:
        yield Month(sections, session, plain, shelf, clock)
    engine.dispose()


# What each figure counts, said once more in SQL; `?` are the first instant and the one after.
_PROBLEM = f"SELECT count(*) FROM problem WHERE found_at {IN}"
_PUSH_CLOCK = f"SELECT count(*) FROM clock WHERE rule_id='problem.push' AND started_at {IN}"
_REPORT_CLOCK = f"SELECT count(*) FROM clock WHERE rule_id='fault.report' AND started_at {IN}"
_PRESENCE = f"SELECT count(*) FROM presence WHERE prompted_at {IN}"
_DAY = "date((CASE WHEN 1 THEN ? END)/1000 + 28800, 'unixepoch')"
_DAYS = f"day >= {_DAY} AND day < {_DAY}"
_PUNCH = f"SELECT count(*) FROM punch WHERE {_DAYS}"
_LOG = f"SELECT count(*) FROM duty_log WHERE at {IN}"
_FAULT = f"SELECT count(*) FROM fault WHERE state <> 'dismissed' AND found_at {IN}"
SQL = {
    "patrol.rounds": f"SELECT count(*) FROM round WHERE state='complete' AND {_DAYS}",
    "patrol.coverage": f"SELECT sum(normal+problem+fault) FROM round WHERE {_DAYS}",
    "patrol.unseen": f"SELECT sum(expected-normal-problem-fault) FROM round WHERE {_DAYS}",
    "patrol.incomplete": f"SELECT count(*) FROM round WHERE state='incomplete' AND {_DAYS}",
    "patrol.missed": f"SELECT count(*) FROM round WHERE state='missed' AND {_DAYS}",
    "patrol.rushed": f"SELECT count(*) FROM round WHERE is_rushed AND {_DAYS}",
    "problems.found": f"{_PROBLEM} AND state <> 'voided'",
    "problems.rectified": f"{_PROBLEM} AND state IN ('rectified','verified')",
    "problems.unpushed": f"{_PROBLEM} AND state = 'found'",
    "problems.waiting": f"{_PROBLEM} AND state = 'pushed'",
    "problems.unverified": f"{_PROBLEM} AND state = 'rectified'",
    "problems.no_after": f"{_PROBLEM} AND state IN ('rectified','verified') AND NOT EXISTS "
    "(SELECT 1 FROM shot WHERE problem_id = problem.id AND kind = 'after')",
    "problems.voided": f"{_PROBLEM} AND state = 'voided'",
    "pushes.in_time": f"{_PUSH_CLOCK} AND stopped_at - started_at <= 300000",
    "pushes.late": f"{_PUSH_CLOCK} AND stopped_at - started_at > 300000",
    "pushes.slowest": f"SELECT max(stopped_at-started_at) FROM clock WHERE "
    f"rule_id='problem.push' AND verdict <> 'void' AND started_at {IN}",
    "pushes.by_robot": f"{_PROBLEM} AND pushed_via = 'robot'",
    "pushes.by_hand": f"{_PROBLEM} AND pushed_via = 'operator'",
    "pushes.failed": f"SELECT count(*) FROM push WHERE queued_at {IN} "
    "AND state IN ('refused','unknown')",
    "faults.in_time": f"{_REPORT_CLOCK} AND stopped_at - started_at <= 600000",
    "faults.late": f"{_REPORT_CLOCK} AND stopped_at - started_at > 600000",
    "faults.found": _FAULT,
    "faults.repaired": f"SELECT count(*) FROM fault WHERE state <> 'dismissed' "
    f"AND repaired_at {IN}",
    "faults.no_repair_time": f"{_FAULT} AND reported_at IS NOT NULL AND repaired_at IS NULL",
    "faults.repair_time": f"SELECT sum(repaired_at - reported_at) / count(repaired_at) FROM fault "
    f"WHERE state <> 'dismissed' AND found_at {IN}",
    "presence.answered": f"{_PRESENCE} AND state = 'confirmed'",
    "presence.unconfirmed": f"{_PRESENCE} AND state IN ('unconfirmed','breach','excused')",
    "presence.unjudged": f"{_PRESENCE} AND state = 'unconfirmed'",
    "presence.breaches": f"{_PRESENCE} AND state = 'breach'",
    "presence.absences": f"SELECT count(*) FROM absence WHERE began_at {IN}",
    "presence.absent_time": f"SELECT sum(ended_at - began_at) FROM absence WHERE began_at {IN}",
    "attendance.made": f"{_PUNCH} AND state IN ('made','late','early')",
    "attendance.late": f"{_PUNCH} AND state = 'late'",
    "attendance.missing": f"{_PUNCH} AND state = 'missing'",
    "attendance.waiting": f"{_PUNCH} AND state = 'missing' AND reported_at IS NOT NULL",
    "attendance.counted_missing": f"{_PUNCH} AND state = 'missing' AND reported_at IS NULL",
    "attendance.counted_off_time": f"{_PUNCH} AND state IN ('late','early')",
    "handover.accepted": f"SELECT count(*) FROM handover WHERE state='accepted' AND cut_at {IN}",
    "handover.overridden": f"SELECT count(*) FROM handover WHERE state='overridden' "
    f"AND cut_at {IN}",
    "handover.uncovered": f"SELECT sum(uncovered_ms) FROM shift WHERE started_at {IN}",
    "duty_log.lines": f"{_LOG} AND state = 'saved'",
    "duty_log.late": f"{_LOG} AND recorded_at - at > 300000",
    "duty_log.corrected": f"{_LOG} AND state IN ('amended','voided')",
    "emergency.found": f"SELECT count(*) FROM emergency WHERE found_at {IN}",
    "footage.registered": f"SELECT count(*) FROM footage WHERE registered_at {IN}",
    "footage.handed": f"SELECT count(*) FROM footage WHERE handed_at {IN}",
    "alarms.clock": f"SELECT count(*) FROM clock_stage WHERE at {IN}",
    "alarms.presence": f"SELECT count(*) FROM presence WHERE sounded_at {IN}",
}


@pytest.mark.parametrize("period", [NOVEMBER, TENTH], ids=["month", "day"])
def test_every_figure_is_what_sql_counts(month: Month, period: Period) -> None:
    """Written apart from the program's own questions, for the month and for one day of it."""
    figures = {one.key: one for key in month.keys for one in _figures(month, key, period)}
    counted = {key: month.sql(statement, period) for key, statement in SQL.items()}
    told = {key: figures[key].value or 0 for key in SQL}
    assert told == counted
    assert period is TENTH or all(counted.values()), "the month lacks something to count"


def _figures(month: Month, key: str, period: Period) -> tuple:  # type: ignore[type-arg]
    return month.section(key, period).figures


def test_rates_have_the_right_whole(month: Month) -> None:
    """What a figure is part of, in SQL too."""
    wholes = {
        "patrol.rounds": "SELECT 6 * 30 + 0 * (? + ?)",
        "patrol.coverage": f"SELECT sum(expected) FROM round WHERE {_DAYS}",
        "problems.rectified": f"{_PROBLEM} AND state <> 'voided'",
        "pushes.in_time": f"{_PUSH_CLOCK} AND verdict IN ('met','breached')",
        "faults.in_time": f"{_REPORT_CLOCK} AND verdict IN ('met','breached')",
        "presence.answered": _PRESENCE,
        "attendance.made": _PUNCH,
        "handover.accepted": f"SELECT count(*) FROM handover WHERE state <> 'reopened' "
        f"AND cut_at {IN}",
    }
    told = {key: month.section(key.partition(".")[0]).figure(key).of for key in wholes}
    assert told == {key: month.sql(statement) for key, statement in wholes.items()}


def test_percentiles_are_times_of_real_records(month: Month) -> None:
    """Nearest rank of the sorted times, as SQL orders them."""
    found = month.plain.execute(
        f"SELECT stopped_at - started_at FROM clock WHERE rule_id = 'problem.push' "
        f"AND stopped_at IS NOT NULL AND verdict <> 'void' AND started_at {IN} ORDER BY 1",
        (FROM_AT, TO_AT),
    ).fetchall()
    took = [row[0] for row in found]
    section = month.section("pushes")
    assert section.figure("pushes.p50").value == took[-(-len(took) * 50 // 100) - 1]
    assert section.figure("pushes.p95").value == took[-(-len(took) * 95 // 100) - 1]


def test_rankings_add_up_to_their_figure(month: Month) -> None:
    """Points, communities and categories count the same problems, the most first."""
    section = month.section("problems")
    found = section.figure("problems.found").value
    for table in section.tables:
        counts = [row.values[0] or 0 for row in table.rows]
        assert sum(counts) == found
        assert counts == sorted(counts, reverse=True)
    top = section.table("problems.by_camera").rows[0]
    assert top.values[0] == month.sql(
        f"SELECT count(*) FROM problem JOIN camera ON camera.id = camera_id "
        f"WHERE code = '{top.key}' AND problem.state <> 'voided' AND found_at {IN}"
    )


def test_the_time_out_of_use_is_the_union_of_the_faults(month: Month) -> None:
    """Minute by minute, written naively: a camera with two faults at once is down once."""
    rows = month.plain.execute(
        "SELECT camera_id, down_from_at, COALESCE(repaired_at, closed_at, ?) FROM fault "
        "WHERE state <> 'dismissed'",
        (TO_AT,),
    ).fetchall()
    minute = 60_000
    down = {
        (camera, at)
        for camera, begin, end in rows
        for at in range(max(begin, FROM_AT) // minute, min(end, TO_AT) // minute)
    }
    whole = CAMERAS * (TO_AT - FROM_AT) // minute
    good = month.section("cameras").figure("cameras.good").value
    assert good is not None
    assert abs(good - (whole - len(down)) * 1_000_000 // whole) < 2_000


def test_a_period_before_the_first_record_is_unknown_and_not_nothing(month: Month) -> None:
    """No figure says 0 of a time of which nothing is on record; no table has a line."""
    for key in month.keys:
        section = month.section(key, periods.month(2025, 3))
        assert [one.value for one in section.figures if one.value is not None] == []
        assert {one.level for one in section.figures} == {"unknown"}
        assert section.tables == ()


def test_a_period_that_has_not_begun_is_unknown(month: Month) -> None:
    """Next year says nothing either."""
    for key in month.keys:
        section = month.section(key, periods.month(2028, 1))
        assert {one.value for one in section.figures} == {None}


def test_a_period_that_runs_is_cut_where_it_stands(month: Month) -> None:
    """At noon of the tenth only what happened by then counts, and the same of the day before."""
    noon = TENTH.from_at + 12 * 3_600_000
    month.clock.at, kept = noon, month.clock.at
    try:
        found = month.section("problems", TENTH).figure("problems.found")
        before = TENTH.before_until(noon)
        earlier = month.section("problems", before).figure("problems.found")
    finally:
        month.clock.at = kept
    assert before.to_at - before.from_at == 12 * 3_600_000
    for figure, begin in ((found, TENTH.from_at), (earlier, before.from_at)):
        counted = month.plain.execute(
            f"{_PROBLEM} AND state <> 'voided'", (begin, begin + 12 * 3_600_000)
        ).fetchone()[0]
        assert figure.value == counted


# What a list cannot show record by record: sums of times, and counts over other things than lines.
_NO_LINES = ("patrol.unseen", "patrol.coverage", "patrol.year")


def test_every_count_leads_to_just_its_records(month: Month) -> None:
    """The ledger behind a figure has as many lines as the figure says."""
    wrong = []
    for key in month.keys:
        for one in month.section(key).figures:
            is_count = one.unit == "count" and one.wish is not None and one.key not in _NO_LINES
            if is_count and one.wish is not None and one.wish.ledger != "journal":
                count = month.shelf.count(month.session, one.wish)
                if count != one.value:
                    wrong.append((one.key, one.value, count))
    assert wrong == []


def test_a_percentile_leads_to_the_records_that_have_a_time(month: Month) -> None:
    """A void problem was never measured; the ones that wait have no time yet."""
    for key, noun in (("pushes", "problem"), ("faults", "fault")):
        told = {one.key: one for one in month.section(key).figures}
        rule = {"problem": PUSH_RULE, "fault": REPORT_RULE}[noun]
        took = tallies.clocks(month.session, rule, (NOVEMBER.from_at, NOVEMBER.to_at)).took
        wish = told[f"{key}.p50"].wish
        assert wish is not None
        assert month.shelf.count(month.session, wish) == len(took) > 0


def test_every_line_of_a_table_leads_to_just_its_records(month: Month) -> None:
    """So do the rankings, the kinds and the people."""
    wrong = []
    for key in ("problems", "faults", "attendance", "duty_log"):
        for table in month.section(key).tables:
            for row in table.rows:
                assert row.wish is not None
                count = month.shelf.count(month.session, row.wish)
                if count != row.values[0]:
                    wrong.append((table.key, row.key, row.values[0], count))
    assert wrong == []


def test_a_source_joins_by_one_line(month: Month) -> None:
    """A new kind of record stands among the sections once it is registered."""
    other = Sections(month.sections.side)
    other.register(
        "cases", lambda _session, _period: Section(key="cases", title="案件", figures=())
    )
    assert other.keys()[-1] == "cases"
    assert other.all(month.session, NOVEMBER)[-1].title == "案件"


def test_lanes_show_each_record_once_and_join_what_is_too_much(month: Month) -> None:
    """A month is shown one by one; with less room the joined spans still stand for all."""
    lanes = {one.key: one.spans for one in Lanes(month.sections.side).all(month.session, NOVEMBER)}
    assert len(lanes["footage"]) == month.sql(SQL["footage.registered"])
    assert len(lanes["problem"]) == month.sql(SQL["problems.found"])
    assert {one.level for one in lanes["problem"]} == {"warn", "bad"}
    many = lanes["problem"] * 5
    joined = thinned("problem", sorted(many, key=lambda one: one.from_at), NOVEMBER)
    assert len(joined) < len(many)
    bad = [one for one in joined if one.level == "bad"]
    assert len(bad) == sum(one.level == "bad" for one in many)


def test_a_joined_span_leads_to_as_many_records_as_it_says(
    month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rounds, problems, faults from where they lay out of use, requests, whoever was on duty."""
    monkeypatch.setattr(review_charts, "MOST_SPANS", 12)
    lanes = Lanes(month.sections.side).all(month.session, NOVEMBER)
    joined = [(lane.key, one) for lane in lanes for one in lane.spans if one.wish is not None]
    assert {key for key, _one in joined} >= {"presence", "patrol", "problem", "fault"}
    for key, one in joined:
        if one.wish is None or one.wish.ledger == "journal":  # the month has no entries
            continue
        count = month.shelf.count(month.session, one.wish)
        assert one.words.endswith(f" {count} 件"), (key, one.words, count)
