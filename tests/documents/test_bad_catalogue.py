"""Catalogues with mistakes in their rows: each one named by sheet, row and column."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from duty_desk import language
from duty_desk.documents.camera_sheet import SheetReading, read_cameras
from duty_desk.language import Refusal
from tests.documents.catalogues import HEADINGS, good_row, rewritten, workbook
from tests.documents.conftest import RESOURCES

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.documents.camera_columns import CameraColumns

CODE, NAME, COMMUNITY, URL, GB_ID = range(5)


def rows_with(column: int, value: Any) -> list[list[Any]]:
    """Headings and three cameras, the second with `value` in `column`."""
    rows = [list(HEADINGS), *(good_row(number) for number in (1, 2, 3))]
    rows[2][column] = value
    return rows


def codes(reading: SheetReading) -> list[str]:
    """The codes of the good rows."""
    return [camera.code for camera in reading.cameras]


@pytest.mark.parametrize(
    ("column", "value", "letter", "words"),
    [
        (CODE, None, "A", "必须填写"),
        (NAME, "", "B", "必须填写"),
        (CODE, "C 002", "A", "空格"),
        (CODE, date(2026, 3, 12), "A", "日期"),
        (CODE, "#N/A", "A", "#N/A"),
        (CODE, 1.1010800001320001e19, "A", "1.10108E+19"),
        (GB_ID, 1.1010800001320001e19, "E", "1.10108E+19"),
        (GB_ID, 11010800001320000002, "E", "“文本”格式"),
        (GB_ID, "1.1E+19", "E", "1.1E+19"),
        (GB_ID, "110108", "E", "20 位"),
        (GB_ID, "#REF!", "E", "#REF!"),
        (URL, "192.0.2.2:554/live", "D", "rtsp://"),
        (URL, "rtmp://192.0.2.2/live", "D", "rtsp://"),
        (URL, "rtsp://viewer:geheim@192.0.2.2/li ve", "D", "空格"),
        (URL, "rtsp：//viewer:geheim@192.0.2.2/live", "D", "全角"),
        (URL, "rtsp://viewer:geheim@/live", "D", "主机"),
        (URL, "rtsp://viewer:geheim@192.0.2.2:99999/live", "D", "端口"),
        (URL, "rtsp://viewer:ge@heim@192.0.2.2/live", "D", "%40"),
        (URL, "rtsp://viewer:ge#heim@192.0.2.2/live", "D", "%23"),
    ],
)
def test_a_wrong_cell_is_named_and_keeps_its_row_out(
    tmp_path: Path, columns: CameraColumns, column: int, value: Any, letter: str, words: str
):
    """The sentence names sheet, row, column and heading; the other rows are good."""
    path = workbook(tmp_path / "a.xlsx", rows_with(column, value))

    reading = read_cameras(path, columns)

    (mistake,) = reading.mistakes
    assert (mistake.row, mistake.column) == (3, letter)
    assert mistake.text.startswith(f"工作表“点位”第 3 行 {letter} 列（{HEADINGS[column]}）：")
    assert words in mistake.text
    assert codes(reading) == ["C001", "C003"]


def test_no_sentence_holds_a_password(tmp_path: Path, columns: CameraColumns):
    """However wrong an address is, nothing of it is repeated to anybody."""
    wrong = [
        "geheim",
        "rtsp://u:ge@heim@h/x",
        "rtsp://u:geheim@",
        "http//u:geheim@h",
        "rtsp://u:geheim@h:x/",
    ]
    rows = [HEADINGS, *(good_row(number) for number in range(1, 8))]
    for row, address in zip(rows[1:], wrong, strict=False):
        row[URL] = address
    rows[6][URL] = rows[7][URL]

    reading = read_cameras(workbook(tmp_path / "a.xlsx", rows), columns)

    said = [one.text for one in (*reading.mistakes, *reading.warnings)]
    assert len(said) == len(wrong) + 1
    assert not [text for text in said if "heim" in text]
    assert "heim" not in repr(reading)


def test_a_code_twice_names_both_rows_and_keeps_both_out(tmp_path: Path, columns: CameraColumns):
    """Nobody knows which of the two is right."""
    rows = [HEADINGS, *(good_row(number) for number in (1, 2, 3, 4))]
    rows[4][CODE] = "c００1"

    reading = read_cameras(workbook(tmp_path / "a.xlsx", rows), columns)

    (mistake,) = reading.mistakes
    assert "第 2 行和第 5 行" in mistake.text
    assert codes(reading) == ["C002", "C003"]


def test_the_same_id_or_stream_twice_is_a_doubt(tmp_path: Path, columns: CameraColumns):
    """Two cameras with one id or one stream are told of and imported."""
    rows = [HEADINGS, good_row(1), good_row(2)]
    rows[2][URL], rows[2][GB_ID] = rows[1][URL], rows[1][GB_ID]

    reading = read_cameras(workbook(tmp_path / "a.xlsx", rows), columns)

    assert codes(reading) == ["C001", "C002"]
    assert [one.field for one in reading.warnings] == ["url_main", "gb_id"]
    assert all("第 2 行" in one.text for one in reading.warnings)


@pytest.mark.parametrize(("dropped", "words"), [(CODE, "点位编号"), (NAME, "点位名称")])
def test_a_missing_column_is_named_with_its_other_names(
    tmp_path: Path, columns: CameraColumns, dropped: int, words: str
):
    """Without codes or names there is no catalogue, and the sentence says what to add."""
    rows = rows_with(NAME, "示例点位 2")
    for row in rows:
        del row[dropped]

    reading = read_cameras(workbook(tmp_path / "a.xlsx", rows), columns)

    (mistake,) = reading.mistakes
    assert f"缺少“{words}”一列" in mistake.text
    assert columns.kind("code" if dropped == CODE else "name").headings[1] in mistake.text
    assert reading.cameras == ()


def test_missing_addresses_and_communities_are_told_once(tmp_path: Path, columns: CameraColumns):
    """A list of codes and names alone can be imported; what it lacks is said once, not per row."""
    path = workbook(tmp_path / "a.xlsx", [("编号", "名称"), ("C1", "甲"), ("C2", "乙")])

    reading = read_cameras(path, columns)

    assert codes(reading) == ["C1", "C2"]
    assert [one.field for one in reading.warnings] == ["url_main", "community"]


def test_two_columns_of_one_name_are_refused(tmp_path: Path, columns: CameraColumns):
    """When the same heading stands twice, nobody guesses which one is meant."""
    rows = [("编号", "名称", "社区", "社区"), ("C1", "甲", "一", "二")]

    (mistake,) = read_cameras(workbook(tmp_path / "a.xlsx", rows), columns).mistakes

    assert "C 列和 D 列" in mistake.text


def test_merged_codes_are_refused_with_their_area(tmp_path: Path, columns: CameraColumns):
    """A code over three merged rows cannot be three cameras' code; said once, for all rows."""
    rows = [HEADINGS, *(good_row(number) for number in (1, 2, 3, 4))]

    def merge(page):
        page.merge_cells("A2:A4")

    reading = read_cameras(workbook(tmp_path / "a.xlsx", rows, change=merge), columns)

    (mistake,) = reading.mistakes
    assert "A2:A4" in mistake.text
    assert codes(reading) == ["C004"]


def test_a_formula_never_calculated_is_not_taken_for_an_empty_cell(
    tmp_path: Path, columns: CameraColumns
):
    """A program that writes formulas without results leaves no community behind, and is told."""
    path = workbook(tmp_path / "a.xlsx", rows_with(COMMUNITY, '=CONCATENATE("示例","社区")'))

    reading = read_cameras(path, columns)

    (mistake,) = reading.mistakes
    assert (mistake.row, mistake.column) == (3, "C")
    assert "没有计算结果" in mistake.text


def test_a_formula_with_its_result_is_its_result(tmp_path: Path, columns: CameraColumns):
    """Formulas that a spreadsheet program has calculated read as what they show."""
    import xlsxwriter

    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    page = book.add_worksheet("点位")
    page.write_row(0, 0, ("编号", "名称", "社区"))
    page.write_row(1, 0, ("C1", "甲"))
    page.write_formula(1, 2, '="示例"&"社区"', None, "示例社区")
    page.write_row(2, 0, ("C2", "乙"))
    page.write_formula(2, 2, '=""', None, "")
    book.close()
    # As Excel notes a result that is an empty text.
    path = rewritten(
        tmp_path / "a.xlsx",
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'<c r="C3">', b'<c r="C3" t="str">'),
    )

    reading = read_cameras(path, columns)

    assert reading.mistakes == ()
    assert [camera.community for camera in reading.cameras] == ["示例社区", ""]


def test_nothing_is_imported_beside_a_mistake_unless_asked(tmp_path: Path, columns: CameraColumns):
    """All or nothing is the rule; the good rows alone are the person's own choice."""
    reading = read_cameras(workbook(tmp_path / "a.xlsx", rows_with(NAME, "")), columns)

    with pytest.raises(Refusal, match=r"1 处错误，没有导入.*第 3 行"):
        reading.to_import()
    assert len(reading.to_import(good_rows_only=True)) == 2


def test_no_good_row_at_all_is_no_import(tmp_path: Path, columns: CameraColumns):
    """Even who asked for the good rows hears that there are none."""
    path = workbook(tmp_path / "a.xlsx", [("编号", "名称"), ("C1", "")])

    with pytest.raises(Refusal, match="没有一行可以导入"):
        read_cameras(path, columns).to_import(good_rows_only=True)


def test_mistakes_come_in_the_order_of_the_sheet(tmp_path: Path, columns: CameraColumns):
    """Who mends the list goes down it once."""
    rows = [HEADINGS, *(good_row(number) for number in (1, 2, 3, 4))]
    rows[1][CODE] = rows[4][CODE]
    rows[3][GB_ID], rows[3][NAME], rows[2][URL] = "1", "", "x"

    mistakes = read_cameras(workbook(tmp_path / "a.xlsx", rows), columns).mistakes

    assert [(one.row, one.column) for one in mistakes] == [(3, "D"), (4, "B"), (4, "E"), (5, "A")]


def test_mistakes_are_said_in_english_too(tmp_path: Path, columns: CameraColumns):
    """In an English window the place and the advice are English."""
    language.load_english(RESOURCES / "translations" / "en")
    language.use_language("en")
    path = workbook(tmp_path / "a.xlsx", rows_with(CODE, "C 002"), sheet="Cameras")

    (mistake,) = read_cameras(path, columns).mistakes

    assert mistake.text == (
        f"Sheet “Cameras”, row 3, column A ({HEADINGS[0]}): "
        "The code “C 002” has a blank in it; please remove it."
    )


def test_a_finding_can_be_written_as_facts(tmp_path: Path, columns: CameraColumns):
    """Findings are plain texts and numbers, ready for a JSON answer."""
    (mistake,) = read_cameras(workbook(tmp_path / "a.xlsx", rows_with(CODE, "")), columns).mistakes

    assert json.loads(json.dumps(vars(mistake)))["row"] == 3
