"""The commands about roster and attendance: in and out, checked, listed, compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl

from duty_desk.bootstrap import build_desk, lock, open_house
from duty_desk.domain.moment import Moment
from duty_desk.domain.problem import day_of
from duty_desk.machine.time_source import SystemTimeSource

if TYPE_CHECKING:
    from pathlib import Path

HEADINGS = ["日期", "班次", "值班员①", "值班员②", "带班领导"]


def tomorrow() -> str:
    """Tomorrow's date in Beijing."""
    return day_of(SystemTimeSource().now_ms() + 86_400_000)


def enter(data: Path, name: str) -> None:
    """Put an invented person on record in that folder."""
    house = open_house(data, "", "")
    held = lock(house)
    desk = build_desk(house)
    desk.start(is_sending=False, is_ticking=False)
    facts = {"name": name, "role": "operator", "confidentiality_signed_on": None}
    person = Moment(kind="person.added", subject="0193-a", facts=facts)
    desk.ask(lambda: desk.record(person)).result(10)
    desk.stop()
    held.release()


def workbook(path: Path, *rows: list[str]) -> Path:
    """A workbook of rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_roster_goes_in_and_out(run, tmp_path: Path) -> None:
    """Unknown people first, then entered, then the same file is adopted, listed and printed."""
    data = ("--data", tmp_path / "data", "--json")
    day = tomorrow()
    file = workbook(tmp_path / "值班表.xlsx", HEADINGS, [day, "白班", "值班员 A", "", "甲"])
    said = run(*data, "roster", "import", file)
    assert (said.code, said.document["is_adopted"]) == (1, False)
    assert "人员名单里没有“值班员 A”" in said.document["mistakes"][0]

    enter(tmp_path / "data", "值班员 A")
    assert run(*data, "roster", "import", file).document["is_adopted"]
    shown = run(*data, "roster", "list", "--month", day[:7]).document
    mine = next(one for one in shown["shifts"] if one["day"] == day and one["shift"] == "白班")
    assert (mine["people"], mine["leader"]) == (["值班员 A"], "甲")
    for name, command in (("值班表.docx", "print"), ("表.xlsx", "export")):
        out = tmp_path / name
        assert run(*data, "roster", command, out, "--from", day, "--to", day).code == 0
        assert out.stat().st_size > 1000

    punches = workbook(
        tmp_path / "打卡.xlsx", ["姓名", "打卡时间"], ["值班员 A", "2026-01-05 08:29"], ["谁", "x"]
    )
    taken = run(*data, "attendance", "import", punches)
    assert (taken.code, taken.document["punches"], taken.document["is_taken"]) == (1, 1, True)
    sheet = tmp_path / "考勤表.xlsx"
    assert run(*data, "attendance", "export", sheet, "--month", "2026-01").code == 0
    assert openpyxl.load_workbook(sheet)["与街道记录不一致"].max_row == 3
    listed = run(*data, "attendance", "list", "--month", "2026-01").document
    assert run(*data, "attendance", "list").document["punches"] == []
    assert listed["differences"] == ["值班员 A：街道记录 01-05 08:29 打卡，本程序没有"]


def test_a_month_that_is_none_is_a_wrong_call(run, tmp_path: Path) -> None:
    """Exit 2, and how a month is written."""
    said = run("--data", tmp_path, "roster", "list", "--month", "十二月")

    assert said.code == 2
    assert "2026-12" in said.err
