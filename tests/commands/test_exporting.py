"""`export`: every ledger of a told history, counted by other means, opened by another program."""

from __future__ import annotations

import csv
import shutil
import sqlite3
import subprocess
from contextlib import closing

import openpyxl
import pytest

SPAN = ("--from", "2020-01-01", "--to", "2030-01-01")


@pytest.fixture
def told(run, tmp_path):
    """Two days of history, as `export LEDGER FILE` and as a plain database."""
    data = tmp_path / "data"
    assert run("--data", data, "simulate", "--days", 2, "--cameras", 4, "--json").code == 0

    def export(ledger, file, *words):
        return run("--data", data, "export", ledger, *SPAN, "--out", file, *words, "--json")

    with closing(sqlite3.connect(data / "desk.sqlite3")) as tool:
        yield export, tool


def test_ledgers_of_a_told_history_agree_with_sql_and_with_another_program(told, tmp_path) -> None:
    """Lines and sums counted in the database, in the workbook and in what LibreOffice reads."""
    export, tool = told
    for ledger, table in (("problem", "problem"), ("visit", "visit"), ("patrol", "round")):
        (expected,) = tool.execute(f"select count(*) from {table}").fetchone()
        assert export(ledger, tmp_path / f"{ledger}.csv").document["rows"] == expected
    file = tmp_path / "problem.xlsx"
    assert export("problem", file, "--pictures").document["rows"] == expected_rows(tool) > 0
    took = tool.execute(
        "select sum(pushed_at - found_at) from problem where pushed_at is not null"
    ).fetchone()[0]
    sheet = openpyxl.load_workbook(file).active
    spans = [row[10] for row in sheet.iter_rows(min_row=2, values_only=True) if row[10]]
    assert round(sum(span.total_seconds() for span in spans)) == round(took / 1000)
    assert len(sheet._images) == 2 * expected_rows(tool) - unanswered(tool)
    found = read_by_libreoffice(file, tmp_path)
    numbers = [row[0] for row in found[1 : 1 + expected_rows(tool)]]
    assert numbers == [
        f"{day[5:7]}{day[8:]}-{no:03d}"
        for day, no in tool.execute("select found_on, no from problem order by found_at, id")
    ]
    assert found[0][:3] == ["问题编号", "日期", "点位编号"]
    assert any("Asia/Shanghai" in row[0] for row in found)
    assert any("最近封存：" in row[0] for row in found)


def expected_rows(tool) -> int:
    """How many problems there are."""
    return tool.execute("select count(*) from problem").fetchone()[0]


def unanswered(tool) -> int:
    """How many problems have no picture of afterwards."""
    return tool.execute(
        "select count(*) from problem where id not in"
        " (select problem_id from shot where kind = 'after')"
    ).fetchone()[0]


def read_by_libreoffice(file, folder) -> list[list[str]]:
    """The rows as LibreOffice reads them."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    home = f"-env:UserInstallation=file://{folder}/office"
    subprocess.run(
        [office, home, "--headless", "--convert-to",
         "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", folder / "read", file],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    with (folder / "read" / "problem.csv").open(encoding="utf-8", newline="") as read:
        return list(csv.reader(read))


def test_ledgers_are_listed_and_wrong_calls_say_what_is_wrong(run, told, tmp_path) -> None:
    """Exit 3 with a sentence, no file."""
    export, _ = told
    listed = run("export", "--json").document
    assert {"problem", "visit", "journal"} <= {one["name"] for one in listed}
    for words, sentence in (
        (("weather", tmp_path / "a.xlsx"), "没有“weather”这种台账"),
        (("problem", tmp_path / "a.pdf"), r".xlsx 或 .csv"),
        (("problem", tmp_path / "a.xlsx", "--where", "camera"), "camera=C017"),
        (("problem", tmp_path / "a.xlsx", "--where", "size=1"), "可用的条件"),
        (("problem", tmp_path / "no" / "a.xlsx"), "写不进去"),
        (("fault", tmp_path / "a.xlsx", "--pictures"), "只有问题台账可以带照片"),
    ):
        said = export(*words)
        assert (said.code, sentence in said.err) == (3, True), said.err
    assert list(tmp_path.glob("a.*")) == []
