"""Files of ledgers: texts stay texts, full sheets are followed by others, nothing is left half."""

from __future__ import annotations

import csv
import stat

import openpyxl
import pytest

from duty_desk.documents import ledger_book
from duty_desk.documents.ledger_cells import Column, LedgerForm, Mending
from duty_desk.documents.ledger_file import Stopped, write_ledger
from duty_desk.language import Refusal
from tests.fakes.desk import picture

COLUMNS = (
    Column("number", "编号"),
    Column("at", "时间", "instant", 20),
    Column("took", "用时", "span"),
    Column("day", "日期", "day"),
    Column("text", "内容"),
    Column("n", "个数", "number"),
)
AT = 1_763_700_000_000  # 2025-11-21 12:40:00 in Beijing


def form(*columns: Column) -> LedgerForm:
    """A ledger with a foot that tells both counts."""
    return LedgerForm("问题台账", columns or COLUMNS, lambda rows, mended: (f"{rows}/{mended}",))


def row(text: str = "x", number: str = "1121-001") -> tuple:
    """A row with this text."""
    return (number, AT, 247_000, "2025-11-21", text, 3)


def cells(file) -> list[tuple]:
    """All rows of the first sheet."""
    return list(openpyxl.load_workbook(file).worksheets[0].iter_rows(values_only=True))


def test_times_are_times_and_numbers_numbers_with_filter_and_fixed_head(tmp_path) -> None:
    """So that a clerk can sort and sum them."""
    file = tmp_path / "a.xlsx"
    made = write_ledger(file, form(), [row(), row(number="1121-002")])

    sheet = openpyxl.load_workbook(file).active
    assert (made.rows, made.sheets, made.mended) == (2, 1, 0)
    assert [cell.value for cell in sheet[1]] == ["编号", "时间", "用时", "日期", "内容", "个数"]
    number, at, took, day, _, count = (cell.value for cell in sheet[2])
    assert (number, f"{at:%Y-%m-%d %H:%M:%S}") == ("1121-001", "2025-11-21 12:40:00")
    assert (took.total_seconds(), f"{day:%Y-%m-%d}", count) == (247, "2025-11-21", 3)
    assert (sheet.auto_filter.ref, sheet.freeze_panes) == ("A1:F3", "C2")
    assert [found[0] for found in cells(file)[3:]] == [None, "2/0"]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-x", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_what_looks_like_a_formula_stays_a_text(tmp_path, text) -> None:
    """In a workbook as it is; in a text file behind an apostrophe, which is told."""
    book, plain = tmp_path / "a.xlsx", tmp_path / "a.csv"
    assert write_ledger(book, form(), [row(text)]).mended == 0
    assert write_ledger(plain, form(), [row(text)]).mended == 1

    cell = openpyxl.load_workbook(book).active["E2"]
    assert (cell.value, cell.data_type) == (text, "s")
    with plain.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["编号", "时间", "用时", "日期", "内容", "个数"]
    assert rows[1] == ["1121-001", "2025-11-21 12:40:00", "4:07", "2025-11-21", f"'{text}", "3"]
    assert rows[2] == ["# 1/1"]
    assert plain.read_bytes().startswith(b"\xef\xbb\xbf")


def test_signs_that_cannot_be_seen_are_taken_out_and_told(tmp_path) -> None:
    """Control signs, marks of direction, halves of pairs: none of them reaches the file."""
    file = tmp_path / "a.xlsx"
    bad = "甲\x00\x07\u202e乙\u200f\ud800丙\ufeff\x85"
    made = write_ledger(file, form(), [row(bad), row("一行\r\n两行\t三")])

    texts = [found[4] for found in cells(file)[1:3]]
    assert texts == ["甲乙丙", "一行\n两行\t三"]
    assert made.mended == 2


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    """Excel would call the whole file damaged."""
    mending = Mending()
    assert mending.text("字" * 40_000).endswith("（过长，后面的没有写出）")
    assert len(mending.text("字" * 40_000)) < 32_767
    assert mending.text("字" * 30_000) == "字" * 30_000


def test_a_full_sheet_is_followed_by_another(tmp_path, monkeypatch) -> None:
    """Each has the headings; the foot stands under the last."""
    monkeypatch.setattr(ledger_book, "MOST_ROWS", 100)
    file = tmp_path / "a.xlsx"
    made = write_ledger(file, form(), (row(number=f"{n}") for n in range(250)))

    book = openpyxl.load_workbook(file)
    assert (made.rows, made.sheets) == (250, 3)
    assert book.sheetnames == ["问题台账", "问题台账 (2)", "问题台账 (3)"]
    assert [sheet.max_row for sheet in book] == [101, 101, 53]
    assert {sheet["A1"].value for sheet in book} == {"编号"}
    assert book.worksheets[1]["A2"].value == "100"
    assert book.worksheets[2]["A53"].value == "250/0"


def test_no_rows_make_a_file_that_says_so(tmp_path) -> None:
    """Headings and the foot."""
    file = tmp_path / "a.xlsx"
    assert write_ledger(file, form(), []).rows == 0
    assert [found[0] for found in cells(file)] == ["编号", None, "0/0"]


def test_whoever_stops_it_finds_the_old_file_as_it_was(tmp_path) -> None:
    """Neither a half file nor a temporary one is left."""
    for ending in ("xlsx", "csv"):
        file = tmp_path / f"a.{ending}"
        file.write_bytes(b"old")
        with pytest.raises(Stopped):
            write_ledger(file, form(), (row() for _ in range(2000)), lambda rows: rows < 1000)
        assert file.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "a.xlsx"]


def test_a_trouble_while_reading_leaves_no_half_file(tmp_path) -> None:
    """As when the store goes away in the midst of it."""

    def broken():
        yield row()
        raise RuntimeError("gone")

    with pytest.raises(RuntimeError):
        write_ledger(tmp_path / "a.xlsx", form(), broken())
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_open_elsewhere_or_cannot_be_written_is_refused(tmp_path) -> None:
    """In a sentence; what stood there stays."""
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"old")
    lock = tmp_path / ".~lock.a.xlsx#"
    lock.write_text("值班长 C")
    with pytest.raises(Refusal, match="正在别的程序里打开"):
        write_ledger(file, form(), [row()])
    assert file.read_bytes() == b"old"
    with pytest.raises(Refusal, match="写不进去"):
        write_ledger(tmp_path / "nowhere" / "a.xlsx", form(), [row()])
    with pytest.raises(Refusal, match=r"\.xlsx 或 \.csv"):
        write_ledger(tmp_path / "a.pdf", form(), [row()])
    folder = tmp_path / "b.csv"
    folder.mkdir(mode=stat.S_IRWXU)
    with pytest.raises(Refusal, match="写不进去"):
        write_ledger(folder, form(), [row()])


def test_pictures_lie_in_their_cells(tmp_path) -> None:
    """They move with their row when the clerk sorts; a missing one leaves its words."""
    columns = (Column("number", "编号"), Column("before", "整改前照片", "picture"))
    file = tmp_path / "a.xlsx"
    jpeg = picture(90)
    write_ledger(file, form(*columns), [("1", jpeg), ("2", "照片文件读不出来"), ("3", None)])

    sheet = openpyxl.load_workbook(file).active
    (image,) = sheet._images
    assert (image.anchor._from.row, image.anchor._from.col) == (1, 1)
    assert type(image.anchor).__name__ == "TwoCellAnchor"  # moves and sizes with its cell
    assert sheet["B3"].value == "照片文件读不出来"
    assert sheet.row_dimensions[2].height > 60
