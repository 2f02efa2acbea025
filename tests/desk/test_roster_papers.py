"""The roster's files: written as three kinds, read back, mistakes named by row; holidays."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest

from duty_desk.domain.rights import Role
from duty_desk.domain.workdays import instant
from duty_desk.language import Refusal
from tests.desk.test_roster import TODAY, at, enter_people, laying
from tests.fakes.desk import Seat, build_desk
from tests.fakes.time_source import FakeTimeSource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from duty_desk.desk.desk import Desk

TO_ON = "2026-12-20"


@pytest.fixture
def desk(tmp_path) -> Iterator[Desk]:
    """A supervisor's desk with a month of four crews."""
    running = build_desk(
        Seat(tmp_path, FakeTimeSource(instant(TODAY, 14 * 60)), role=Role.SUPERVISOR)
    )
    running.start(is_sending=False, is_ticking=False)
    enter_people(running)
    proposal = running.roster.propose(laying(TODAY, date.fromisoformat(TO_ON))).result(5)
    running.roster.adopt(proposal).result(5)
    yield running
    running.stop()


def book(path: Path, *rows: tuple[str, ...]) -> Path:
    """A workbook with a title, headings and rows."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "值班表"
    sheet.append(["2026 年 12 月值班表"])
    sheet.append(["日期", "星期", "班 次", "值班员①", "值班员②", "带班领导", "电话", "备注"])
    for row in rows:
        sheet.append(list(row))
    made.save(path)
    return path


def test_what_is_written_as_workbook_can_be_read_back(desk, tmp_path):
    """The same shifts, people and leaders."""
    file = tmp_path / "值班表.xlsx"
    assert desk.roster_papers.save(file, "2026-12-01", "2026-12-07").result(10) == 14
    found = desk.roster_papers.load(file).result(5)

    assert found.mistakes == ()
    month = desk.roster.month("2026-12").result(5)
    week = [one for one in month.shifts if one.day <= "2026-12-07" and not one.is_office]
    assert list(found.shifts) == week


def test_word_and_pdf_say_the_same(desk, tmp_path):
    """Word has every shift in its table; PDF is one, embedded font and all."""
    word, pdf = tmp_path / "值班表.docx", tmp_path / "值班表.pdf"
    for file in (word, pdf):
        desk.roster_papers.save(file, "2026-12-01", "2026-12-02", "元旦值班表").result(10)
    document = docx.Document(str(word))

    assert document.paragraphs[0].text == "演示大厅 元旦值班表"
    assert [cell.text for cell in document.tables[0].rows[2].cells][:6] == [
        "2026-12-01",
        "二",
        "夜班",
        "20:00–次日 08:30",
        "内勤 D",
        "",
    ]
    data = pdf.read_bytes()
    assert data.startswith(b"%PDF")
    assert b"FontFile2" in data


def test_mistakes_of_a_workbook_are_named_by_row_and_nothing_is_taken(desk, tmp_path):
    """An unknown name, a wrong date, an unknown shift, a day written twice."""
    file = book(
        tmp_path / "十二月.xlsx",
        ("2026-12-01", "二", "白班", "值班员 A", "没有这人", "甲", "", ""),
        ("2026-13-01", "", "夜班", "值班员 B", "", "", "", ""),
        ("2026-12-02", "三", "大夜", "值班员 B", "", "", "", ""),
        ("2026-12-03", "四", "白班", "值班员 B", "", "", "", ""),
        ("2026-12-03", "四", "白班", "值班员 A", "", "", "", ""),
        ("2016-12-03", "", "白班", "值班员 A", "", "", "", ""),
    )
    found = desk.roster_papers.load(file).result(5)

    assert [line.split("：")[0] for line in found.mistakes] == [
        f"“值班表”第 {n} 行" for n in (4, 3, 5, 7, 8)
    ]
    with pytest.raises(Refusal, match="5 处错误"):
        desk.roster.adopt(found).result(5)
    assert at(desk, date(2026, 12, 3), 600).person_ids == ("a",)


def test_a_good_workbook_is_adopted_with_leader_and_remark(desk, tmp_path):
    """Full-width names and blanks in headings do not matter."""
    file = book(
        tmp_path / "十二月.xlsx",
        ("2026年12月1日", "二", "白班", "值班员Ａ", "", "带班领导 乙", "000-1", "重点时期"),
        ("", "", "夜班", "值班员 B、值班长 C", "", "", "", ""),
    )
    month = desk.roster.adopt(desk.roster_papers.load(file).result(5)).result(5)

    by_id = {one.id: one for one in month.shifts}
    assert by_id["2026-12-01/1/day"].person_ids == ("a",)
    assert by_id["2026-12-01/1/day"].leader == "带班领导 乙"
    assert by_id["2026-12-01/1/night"].person_ids == ("b", "c")


def test_an_imported_year_of_holidays_moves_the_workdays(desk, tmp_path):
    """2027 is unknown until its table is imported; then New Year is free and has a roster."""
    assert not desk.roster.month("2027-01").result(5).is_year_known
    file = tmp_path / "2027.csv"
    file.write_text("日期,名称,安排\n2027-01-01,元旦,休\n2027-01-02,元旦,班\n", encoding="utf-8")
    month = desk.roster_papers.adopt_holidays(
        desk.roster_papers.load_holidays(file).result(5)
    ).result(5)

    assert month.is_year_known
    assert [day.is_worked for day in month.days[:2]] == [False, True]
    span = desk.roster_papers.next_holiday().result(5)
    assert (span.name, span.first.isoformat(), span.last.isoformat()) == (
        "元旦",
        "2027-01-01",
        "2027-01-01",
    )


def test_handing_in_is_noted_with_the_span(desk):
    """S4-04: the roster was handed in."""
    desk.roster_papers.hand_in("2027-01-01", "2027-01-03", "街道办").result(5)

    assert desk.snapshot.journal[0].text == "2027-01-01–2027-01-03 的值班表已报送"
