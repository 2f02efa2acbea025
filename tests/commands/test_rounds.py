"""The commands about rounds: what they print beside a desk, and the plan in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl

if TYPE_CHECKING:
    from pathlib import Path


def test_today_and_year_are_told_in_json(place) -> None:
    """Six rounds of today, the contract's targets, and the year's overview."""
    today = place.json("rounds", "today")
    assert len(today["rounds"]) == 6
    assert today["counts"]["today_target"] == 6
    assert today["counts"]["year_target"] == 2190

    year = place.json("rounds", "year")
    assert (year["target"], year["counted"]) == (2190, 0)
    assert place.json("rounds", "month")["days"]
    assert "全年 0/2190" in place("rounds", "today").out


def test_a_plan_goes_out_and_comes_back(place, tmp_path: Path) -> None:
    """Export, change a window in the sheet, import: the plan holds from its date."""
    file = tmp_path / "plan.xlsx"
    assert place.json("rounds", "plan", "show")["is_contracts"]
    place.json("rounds", "plan", "export", file)
    book = openpyxl.load_workbook(file)
    book["计划"]["A2"] = "2099-01-01"
    book["轮次"]["C2"] = "00:10"
    book.save(file)

    assert not place.json("rounds", "plan", "import", file, "--check")["is_adopted"]
    assert place.json("rounds", "plan", "import", file, "--note", "试行")["is_adopted"]

    shown = place.json("rounds", "plan", "show", "--date", "2099-01-02")
    assert shown["plan"]["slots"][0]["from_minute"] == 10
    assert place.json("rounds", "plan", "show")["is_contracts"]


def test_a_plan_with_mistakes_is_not_adopted(place, tmp_path: Path) -> None:
    """Exit 1, every mistake named by its row, the old plan stays."""
    file = tmp_path / "plan.xlsx"
    place.json("rounds", "plan", "export", file)
    book = openpyxl.load_workbook(file)
    book["计划"]["A2"] = "2099-01-01"
    book["巡查点位"]["A2"] = "C999"
    book.save(file)

    said = place("rounds", "plan", "import", file)

    assert said.code == 1
    assert "“巡查点位”第 2 行：点位 C999 不在点位目录里" in said.out
    assert "原计划不变" in said.out


def test_a_wrong_date_is_a_wrong_call(place) -> None:
    """A date that is none: exit 2 and how to write it."""
    said = place("rounds", "plan", "show", "--date", "明天")

    assert said.code == 2
    assert "2026-12-01" in said.err


def test_the_ledger_tells_every_checkpoint_once(run, tmp_path: Path) -> None:
    """Rounds and checkpoints of a told day: the sheets, the year's count and the store agree."""
    data = ("--data", tmp_path / "data")
    told = run(*data, "simulate", "--days", 1, "--cameras", 3, "--json").document
    year = run(*data, "rounds", "year", "--json").document
    days = [day["day"] for day in year["days"] if day["visits"]]
    file = tmp_path / "ledger.xlsx"

    made = run(*data, "rounds", "export", file, "--from", days[0], "--to", days[-1], "--json")

    rows = list(openpyxl.load_workbook(file).active.iter_rows(min_row=2, values_only=True))
    looked = [row for row in rows if row[1] is not None and row[8] != "未查"]
    assert made.code == 0
    assert len(looked) == told["visits"] == sum(day["visits"] for day in year["days"])
    assert any("最近封存" in str(row[0]) for row in rows)
    span = ("--from", days[0], "--to", days[-1], "--out", file)
    counted = run(*data, "export", "patrol", "--where", "counted=1", *span, "--json").document
    assert counted["rows"] == year["counted"]
    assert (
        run(*data, "rounds", "export", file, "--from", "2026-02-02", "--to", "2026-02-01").code == 3
    )
