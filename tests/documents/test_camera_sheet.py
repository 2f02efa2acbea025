"""Catalogues that can be read: headings, languages of files, words and merged cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from duty_desk.documents.camera_sheet import read_cameras
from tests.documents.catalogues import HEADINGS, address, good_row, text_file, workbook

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.documents.camera_columns import CameraColumns


def test_a_catalogue_in_order_gives_its_cameras(tmp_path: Path, columns: CameraColumns):
    """Every row becomes a camera, in order, and nothing is complained of."""
    path = workbook(tmp_path / "a.xlsx", [HEADINGS, good_row(1), good_row(2)])

    reading = read_cameras(path, columns)

    assert (reading.sheet, reading.heading_row, reading.rows) == ("点位", 1, 2)
    assert (reading.mistakes, reading.warnings, reading.ignored_columns) == ((), (), ())
    first, second = reading.to_import()
    assert (first.code, second.code) == ("C001", "C002")
    assert first.community == "示例社区甲"
    assert first.url_main == address(1)
    assert first.gb_id == "11010800001320000001"


def test_every_heading_of_the_table_is_understood(tmp_path: Path, columns: CameraColumns):
    """Chinese headings, their synonyms and the English keys all lead to their column."""
    for kind in columns.kinds:
        for heading in (*kind.headings, kind.key):
            found = columns.key_of(heading)

            assert found is not None
            assert found[0] == kind.key, heading


@pytest.mark.parametrize(
    "headings",
    [
        ("点位编号", "点位名称", "所属社区", "码流地址(主)", "国标编码"),
        ("编号", "摄像机名称", "社区", "RTSP地址", "设备编码"),
        ("code", "name", "community", "url_main", "gb_id"),
        ("Code", " Name ", "COMMUNITY", "URL_main", "GB ID"),
        ("* 点位编号：", "点位\n名称", "所 属 社 区", "码流地址（主）", "国标编码（20位）"),
        ("点位编号（必填）", "点位名称*", "所属社区", "主码流\nRTSP 地址", "ＧＢ２８１８１编码"),
    ],
)
def test_headings_are_taken_as_people_write_them(
    tmp_path: Path, columns: CameraColumns, headings: tuple[str, ...]
):
    """Synonyms, keys, blanks, line breaks, stars and full-width forms make no difference."""
    path = workbook(tmp_path / "a.xlsx", [headings, good_row(7)])

    reading = read_cameras(path, columns)

    assert reading.mistakes == ()
    (camera,) = reading.cameras
    assert (camera.code, camera.name, camera.community) == ("C007", "示例点位 7", "示例社区甲")
    assert (camera.url_main, camera.gb_id) == (address(7), "11010800001320000007")


@pytest.mark.parametrize("above", range(10))
def test_titles_may_stand_above_the_headings(tmp_path: Path, columns: CameraColumns, above: int):
    """The heading row is found down to the tenth row."""
    rows = [[f"示例街道监控点位表 {number}"] for number in range(above)]
    path = workbook(tmp_path / "a.xlsx", [*rows, HEADINGS, good_row(1)])

    reading = read_cameras(path, columns)

    assert (reading.heading_row, len(reading.cameras)) == (above + 1, 1)


def test_headings_in_two_rows_are_read_together(tmp_path: Path, columns: CameraColumns):
    """One merged heading over two columns is completed by the words below it."""

    def merge(page):
        for area in ("A1:A2", "B1:B2", "C1:D1"):
            page.merge_cells(area)

    rows = [
        ["点位编号", "点位名称", "码流地址", None],
        [None, None, "主", "辅"],
        ["C001", "示例点位", address(1), address(2)],
    ]
    reading = read_cameras(workbook(tmp_path / "a.xlsx", rows, change=merge), columns)

    assert (reading.heading_row, reading.mistakes) == (2, ())
    (camera,) = reading.cameras
    assert (camera.url_main, camera.url_sub) == (address(1), address(2))


def test_columns_that_are_not_read_are_named(tmp_path: Path, columns: CameraColumns):
    """Running numbers are passed over in silence; anything else unknown is told."""
    path = workbook(
        tmp_path / "a.xlsx",
        [
            ("序号", "编号", "点位编号", "点位名称", "杆件高度", "密码"),
            (1, "x", "C001", "点位", 6, "geheim"),
        ],
    )

    reading = read_cameras(path, columns)

    assert reading.ignored_columns == ("编号", "杆件高度", "密码")
    assert reading.cameras[0].code == "C001"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("comma", [",", ";", "\t"])
def test_text_files_are_read_in_the_ways_programs_write_them(
    tmp_path: Path, columns: CameraColumns, encoding: str, comma: str
):
    """Excel, WPS and databases each have their own characters and separators."""
    path = text_file(
        tmp_path / "a.csv", [HEADINGS, good_row(1), good_row(2)], encoding=encoding, comma=comma
    )

    reading = read_cameras(path, columns)

    assert reading.sheet == ""
    assert reading.mistakes == ()
    assert [camera.name for camera in reading.cameras] == ["示例点位 1", "示例点位 2"]


def test_text_forced_by_other_programs_is_unwrapped(tmp_path: Path, columns: CameraColumns):
    """Ids guarded against Excel by ="…" or an apostrophe arrive without their guard."""
    gb_id = "11010800001320000001"
    path = tmp_path / "a.csv"
    path.write_text(
        f'code,name,gb_id\n"=""007""",甲,"=""{gb_id}"""\n\'008,乙,\'{gb_id[:-1]}2\n',
        encoding="utf-8",
    )

    first, second = read_cameras(path, columns).to_import()

    assert (first.code, first.gb_id) == ("007", gb_id)
    assert (second.code, second.gb_id) == ("008", f"{gb_id[:-1]}2")


def test_rows_are_numbered_as_excel_shows_them(tmp_path: Path, columns: CameraColumns):
    """Blank rows and cells of several lines do not shift the numbers in messages."""
    path = tmp_path / "a.csv"
    path.write_text('code,name\nC1,"two\nlines"\n\n,no code\n', encoding="utf-8")

    (mistake,) = read_cameras(path, columns).mistakes

    assert (mistake.row, mistake.column, mistake.field) == (4, "A", "code")


def test_the_first_sheet_with_headings_is_read(tmp_path: Path, columns: CameraColumns):
    """A cover sheet is passed over, a hidden one comes last, and the sheet read is named."""

    def add_cover(page):
        book = page.parent
        book.create_sheet("封面", 0)["A1"] = "示例街道"
        hidden = book.create_sheet("旧点位", 1)
        hidden.append(HEADINGS)
        hidden.append(good_row(9))
        hidden.sheet_state = "hidden"

    path = workbook(tmp_path / "a.xlsx", [HEADINGS, good_row(1)], change=add_cover)

    reading = read_cameras(path, columns)

    assert (reading.sheet, reading.skipped_sheets) == ("点位", ("封面", "旧点位"))
    assert reading.cameras[0].code == "C001"


def test_merged_communities_belong_to_all_their_rows(tmp_path: Path, columns: CameraColumns):
    """A community written once over three merged cells counts for three cameras."""
    rows = [HEADINGS, *(good_row(number) for number in range(1, 5))]
    rows[3][2] = rows[4][2] = ""

    def merge(page):
        page.merge_cells("C3:C5")

    reading = read_cameras(workbook(tmp_path / "a.xlsx", rows, change=merge), columns)

    assert reading.mistakes == ()
    assert {camera.community for camera in reading.cameras} == {"示例社区甲"}


def test_numbers_as_codes_are_read_and_told(tmp_path: Path, columns: CameraColumns):
    """A code typed as a number is taken, with the hint that its zeros may be gone."""
    path = workbook(tmp_path / "a.xlsx", [("编号", "名称"), (17, "甲"), (18.0, "乙")])

    reading = read_cameras(path, columns)

    assert [camera.code for camera in reading.to_import()] == ["17", "18"]
    (warning,) = [one for one in reading.warnings if one.field == "code"]
    assert "第 2、3 行" in warning.text


def test_zeros_shown_by_the_cell_format_are_kept(tmp_path: Path, columns: CameraColumns):
    """17 shown as C017 by its format is C017: what people see is the code."""

    def pad(page):
        page["A2"].number_format = "000"
        page["A3"].number_format = '"C"000'

    path = workbook(tmp_path / "a.xlsx", [("编号", "名称"), (17, "甲"), (18, "乙")], change=pad)

    reading = read_cameras(path, columns)

    assert [camera.code for camera in reading.to_import()] == ["017", "C018"]
    assert [one for one in reading.warnings if one.field == "code"] == []


def test_words_of_closed_lists_are_understood(tmp_path: Path, columns: CameraColumns):
    """Directions, kinds, states, days and problem names arrive in the desk's own words."""
    headings = (
        "编号",
        "名称",
        "监视方位",
        "摄像机类型",
        "状态",
        "保存天数",
        "易发问题",
        "传输方式",
    )
    row = (
        "C1",
        "甲",
        "东(西向东)",
        "球机",
        "正常",
        "30天",
        "垃圾桶满冒、焚烧垃圾、树叶，e0506",
        "TCP",
    )

    (camera,) = read_cameras(workbook(tmp_path / "a.xlsx", [headings, row]), columns).to_import()

    assert (camera.direction, camera.ptz_type, camera.status) == ("east", "speed_dome", "in_use")
    assert (camera.retain_days, camera.transport) == (30, "tcp")
    assert camera.prone == ("E2101", "E0115", "E0506")


def test_no_stream_is_an_answer(tmp_path: Path, columns: CameraColumns):
    """A camera seen only in a vendor's client says so; an empty cell only says nothing."""
    rows = [
        ("编号", "名称", "码流地址"),
        ("C1", "甲", "无"),
        ("C2", "乙", "None"),
        ("C3", "丙", ""),
    ]

    reading = read_cameras(workbook(tmp_path / "a.xlsx", rows), columns)

    assert [camera.url_main for camera in reading.to_import()] == ["none", "none", ""]
    assert [one.row for one in reading.warnings if one.field == "url_main"] == [4]


def test_invisible_characters_of_copied_text_are_dropped(tmp_path: Path, columns: CameraColumns):
    """A code pasted from a chat, with a zero-width space and a line break, is still that code."""
    path = workbook(tmp_path / "a.xlsx", [("编号", "名称"), ("\u200bＣ017 \n", " 示例\n点位 ")])

    (camera,) = read_cameras(path, columns).to_import()

    assert (camera.code, camera.name) == ("C017", "示例 点位")


def test_a_wrong_size_note_in_the_sheet_hides_no_rows(tmp_path: Path, columns: CameraColumns):
    """Some programs note the used area as A1; all rows are read all the same."""
    import re

    from tests.documents.catalogues import rewritten

    path = workbook(tmp_path / "a.xlsx", [HEADINGS, good_row(1), good_row(2)])
    rewritten(
        path,
        "xl/worksheets/sheet1.xml",
        lambda xml: re.sub(rb'<dimension ref="[^"]+"', b'<dimension ref="A1"', xml),
    )

    assert len(read_cameras(path, columns).cameras) == 2


def test_five_thousand_rows_are_read_whole(tmp_path: Path, columns: CameraColumns):
    """A whole district's list comes in with every row in its place."""
    rows = [[f"C{n:05d}", f"示例点位 {n}", f"示例社区 {n % 30}", "", ""] for n in range(5000)]

    reading = read_cameras(workbook(tmp_path / "a.xlsx", [HEADINGS, *rows]), columns)

    assert len(reading.cameras) == 5000
    assert reading.cameras[-1].code == "C04999"
    (warning,) = reading.warnings
    assert "等共 5000 行" in warning.text
