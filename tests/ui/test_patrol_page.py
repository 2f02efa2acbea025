"""Around the walk: the plan, the year, today's panel and what is told of rounds."""

from __future__ import annotations

from dataclasses import replace

from openpyxl import load_workbook

from duty_desk.desk.patrol_views import PatrolDay
from duty_desk.ui.patrol.calls import RoundCalls
from duty_desk.ui.patrol.notices import RoundNotices
from duty_desk.ui.patrol.today_panel import TodayPanel
from tests.ui.patrol_walker import CODES, Walker


def test_a_plan_typed_into_tables_is_checked_by_rows(walker: Walker):
    """What a row says wrong is named by the row; nothing holds before it is adopted."""
    plan = walker.page.plan
    plan.show()
    walker.page.show_view(1)
    walker.until(plan.tables["rounds"].rows.rowCount)
    slots = plan.tables["rounds"].rows
    slots.setData(slots.index(1, 2), slots.data(slots.index(0, 2)))
    slots.setData(slots.index(1, 3), slots.data(slots.index(0, 3)))

    plan.check.click()

    walker.until(lambda: "要改" in plan.told())
    assert "“轮次”第 1 行" in plan.told()
    assert walker.desk.patrol_plans.versions().result(5) == ()


def test_rows_of_a_plan_are_moved_with_their_words(walker: Walker):
    """Two rows dragged to the end come there in their order."""
    rows = walker.page.plan.tables["checkpoints"].rows
    width = len(rows.sheet.columns)
    rows.show_rows([[code, *[""] * (width - 1)] for code in CODES])

    rows.put([0, 1], 5)

    assert [row[0] for row in rows.rows()] == ["C019", "C020", "C021", "C017", "C018"]


def test_the_year_shows_days_before_the_first_record_as_unknown(walker: Walker):
    """Nothing is claimed of days before this desk was there; today stands out."""
    walker.start()
    walker.look()
    walker.page.walk_view.do("normal")
    walker.page.show_view(4)
    walker.until(lambda: walker.page.year.calendar._days)

    calendar = walker.page.year.calendar
    assert calendar._first == calendar._today == "2026-11-21"
    assert walker.model.dwell_ms(2) == 0
    walker.until(lambda: "第 1 轮" in walker.page.year._rounds.text())


def test_todays_panel_says_what_f5_does(walker: Walker):
    """Open: start; begun: continue, with how many are left."""
    panel = TodayPanel(RoundCalls())
    walker.start()
    walker.look()
    walker.page.walk_view.do("normal")
    walker.until(lambda: walker.desk.snapshot.patrol.rounds[0].visited == 1)

    panel.show_day(walker.desk.snapshot.patrol)

    assert panel.start.text() == "继续第 1 轮"
    assert panel.missing.text() == "未巡 4"
    panel.deleteLater()


def test_rounds_that_press_and_end_are_told_once(walker: Walker):
    """Each edge of a round is one sentence; the first look and an unchanged one say nothing."""
    row = next(iter(walker.desk.patrol.rounds("2026-11-21").result(5)))
    day = PatrolDay(rounds=(replace(row, state="planned", is_open=False, level="calm"),))
    opened = PatrolDay(rounds=(replace(row, state="running", is_open=True, level="attention"),))
    pressing = PatrolDay(rounds=(replace(row, state="running", is_open=True, level="urgent"),))
    over = PatrolDay(rounds=(replace(row, state="missed", is_open=False, level="urgent"),))
    notices = RoundNotices()

    told = [notices.of(one) for one in (day, opened, opened, pressing, over, over)]

    assert [len(sentences) for sentences in told] == [0, 0, 0, 1, 1, 0]
    assert "F5" in told[3][0][0]
    assert told[4][0][1] == "urgent"


def test_the_ledger_is_exported_from_the_year(walker: Walker, tmp_path):
    """Off the window's thread; the workbook has the round, and the button is free again."""
    walker.start()
    walker.look()
    walker.page.walk_view.do("normal")
    walker.until(lambda: walker.model.walk.round.normal == 1)
    said = []
    walker.page.said.connect(lambda words, level: said.append((words, level)))
    row, file = walker.page.year.ledger, tmp_path / "巡查台账.xlsx"

    row.write(file)
    assert not row.save.isEnabled()
    walker.until(lambda: said)

    assert said[0][1] == "done"
    assert row.save.isEnabled()
    lines = [line[4] for line in load_workbook(file).worksheets[0].iter_rows(values_only=True)]
    assert lines[:3] == ["点位编号", "C017", None]
