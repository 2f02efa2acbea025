"""Commands about camera faults: their documents, their sentences, the workbook."""

from __future__ import annotations

import docx
import openpyxl


def test_a_recorded_fault_is_listed_with_its_clock(place, photo):
    """What is printed after the commit is found by list and clocks; a second one is the same."""
    words = ("record", "fault", "--camera", "C001", "--kind", "黑屏", "--image", photo)
    made = place.json(*words)

    assert set(made) == {"id", "number", "seat", "seq", "hash"}
    assert place.json(*words)["id"] == made["id"]
    (listed,) = place.json("faults", "list")
    assert (listed["camera"], listed["kind"], listed["state"]) == ("C001", "black", "found")
    (clock,) = place.json("clocks")
    assert (clock["rule"], clock["subject"]) == ("fault.report", made["id"])
    assert place.json("verify")["ok"] is True


def test_a_fault_without_a_picture_is_kept_too(place):
    """A lost signal leaves nothing to show."""
    place.json("record", "fault", "--camera", "C002", "--kind", "signal", "--note", "夜里断线")

    assert "夜里断线" in place("faults", "list").out


def test_a_wrong_kind_or_camera_is_refused_in_a_sentence(place):
    """Nothing is written, and the sentence names what is wrong."""
    for words in (("--camera", "C999"), ("--camera", "C001", "--kind", "妖怪")):
        said = place("record", "fault", *words)
        assert said.code == 3
        assert "没有保存" in said.err
    assert "没有故障" in place("faults", "list").out


def test_the_statement_has_a_sheet_for_each_maintainer(place, tmp_path):
    """Its figures stand in the document, the faults in the maintainer's sheet."""
    place.json("faults", "maintainer", "实创", "--phone", "000-0001")
    made = place.json("record", "fault", "--camera", "C001", "--kind", "frozen")
    out = tmp_path / "statement.xlsx"

    document = place.json("faults", "statement", "--out", out)

    assert (document["faults"], document["judged"]) == (1, 0)
    assert 0 <= document["good_ppm"] <= 1_000_000
    book = openpyxl.load_workbook(out)
    texts = {str(cell) for sheet in book for row in sheet.values for cell in row if cell}
    assert {made["number"], "画面冻结", "待联系"} <= texts


def test_the_statement_is_a_letter_too(place, tmp_path):
    """As .docx it is one to sign, of the maintainer asked for."""
    made = place.json("record", "fault", "--camera", "C001", "--kind", "frozen")
    out = tmp_path / "statement.docx"

    place.json("faults", "statement", "--out", out)

    cells = [
        cell.text for one in docx.Document(out).tables for row in one.rows for cell in row.cells
    ]
    assert made["number"] in cells


def test_a_month_to_come_and_another_kind_of_file_are_refused(place, tmp_path):
    """Both say that nothing was written."""
    ahead = place("faults", "statement", "--month", "2999-01", "--out", tmp_path / "a.xlsx")
    other = place("faults", "statement", "--out", tmp_path / "a.doc")
    odd = place("faults", "statement", "--month", "soon", "--out", tmp_path / "a.xlsx")

    assert [said.code for said in (ahead, other, odd)] == [3, 3, 3]
    assert all("没有导出" in said.err for said in (ahead, other, odd))
    assert list(tmp_path.glob("a.*")) == []
