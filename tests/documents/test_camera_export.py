"""Catalogues that we write: the template, and the cameras of a desk without their passwords."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pytest

from duty_desk.documents.camera_export import write_cameras, write_template
from duty_desk.documents.camera_sheet import read_cameras
from duty_desk.domain.camera import CameraRecord
from duty_desk.language import Refusal
from tests.documents.conftest import RESOURCES

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.documents.camera_columns import CameraColumns

CAMERAS = (
    CameraRecord(
        code="C017",
        name="示例社区-北路口-向南",
        alias="示例菜站",
        community="示例社区甲",
        grid="示例网格 1",
        address="示例路 1 号",
        unit="示例处置单位",
        maintainer="示例维护公司",
        url_main="rtsp://viewer:geheim@192.0.2.17:554/live/101",
        url_sub="rtsp://192.0.2.17:554/live/102",
        gb_id="11010800001320000017",
        lng_e6=116_300_001,
        lat_e6=-39_980_000,
        direction="southeast",
        ptz_type="speed_dome",
        vendor="示例厂商",
        model="X-1",
        owner_unit="示例建设单位",
        retain_days=30,
        filing_no="0017",
        prone=("E2101", "E0115"),
        rounds="1、3",
        status="in_use",
        note="=1+1",
        transport="tcp",
        session_limit=16,
    ),
    CameraRecord(code="+018", name="@名称", alias="-别名", note="=HYPERLINK(1)", gb_id=""),
)


@pytest.mark.parametrize("name", ["out.xlsx", "out.csv"])
def test_what_was_exported_can_be_imported(tmp_path: Path, columns: CameraColumns, name: str):
    """All fields come back as they were; an address with a password comes back as not given."""
    write_cameras(tmp_path / name, CAMERAS, columns)

    reading = read_cameras(tmp_path / name, columns)

    assert reading.to_import() == (replace(CAMERAS[0], url_main=""), CAMERAS[1])
    assert [one.row for one in reading.warnings if one.field == "url_main"] == [2, 3]


@pytest.mark.parametrize("name", ["out.xlsx", "out.csv"])
def test_no_password_leaves_the_desk(tmp_path: Path, columns: CameraColumns, name: str):
    """Neither the shown text nor any hidden part of the file holds one."""
    write_cameras(tmp_path / name, CAMERAS, columns)

    parts = [(tmp_path / name).read_bytes()]
    if name.endswith("xlsx"):
        with zipfile.ZipFile(tmp_path / name) as book:
            parts = [book.read(part) for part in book.namelist()]
    assert parts
    assert not [part for part in parts if b"geheim" in part or b"viewer" in part]


def test_every_cell_is_text_whatever_it_begins_with(tmp_path: Path, columns: CameraColumns):
    """A note that begins with = is no formula, an id of 20 digits no number."""
    write_cameras(tmp_path / "out.xlsx", CAMERAS, columns)

    page = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    cells = [cell for row in page.iter_rows(min_row=2) for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {"=1+1", "11010800001320000017", "0017"} <= {cell.value for cell in cells}


def test_text_files_guard_what_looks_like_a_formula(tmp_path: Path, columns: CameraColumns):
    """In CSV an apostrophe keeps = + - @ from being calculated, and Excel sees that it is UTF-8."""
    write_cameras(tmp_path / "out.csv", CAMERAS, columns)

    data = (tmp_path / "out.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    text = data.decode("utf-8-sig")
    assert "'=1+1" in text
    assert "'+018" in text
    assert ",=" not in text


def test_the_template_is_the_one_that_is_shipped(tmp_path: Path, columns: CameraColumns):
    """The file among our resources says what the columns' table says."""
    write_template(tmp_path / "cameras.xlsx", columns)

    assert contents(tmp_path / "cameras.xlsx") == contents(RESOURCES / "templates" / "cameras.xlsx")


def contents(path: Path) -> list[tuple[str, list[tuple[object, ...]], list[tuple[str, str]]]]:
    """Names, cells and offered words of all sheets."""
    return [
        (
            page.title,
            list(page.iter_rows(values_only=True)),
            sorted(
                (str(rule.sqref), str(rule.formula1))
                for rule in page.data_validations.dataValidation
            ),
        )
        for page in openpyxl.load_workbook(path).worksheets
    ]


def test_the_template_explains_every_column(tmp_path: Path, columns: CameraColumns):
    """Our headings stand in it in order, and a second sheet says what each is for."""
    write_template(tmp_path / "cameras.xlsx", columns)

    catalogue, explanation = openpyxl.load_workbook(tmp_path / "cameras.xlsx").worksheets
    headings = [kind.headings[0] for kind in columns.kinds]
    assert [cell.value for cell in catalogue[1]] == headings
    assert [row[0] for row in explanation.iter_rows(min_row=2, values_only=True)] == headings
    assert all(row[2] for row in explanation.iter_rows(min_row=2, values_only=True))


def test_the_template_keeps_typed_ids_whole(tmp_path: Path, columns: CameraColumns):
    """Its columns have the format Text, so that 20 typed digits stay 20 digits."""
    write_template(tmp_path / "cameras.xlsx", columns)

    page = openpyxl.load_workbook(tmp_path / "cameras.xlsx").worksheets[0]
    as_text = [one for one in page.column_dimensions.values() if one.number_format == "@"]
    covered = {number for one in as_text for number in range(one.min, one.max + 1)}
    assert covered == set(range(1, len(columns.kinds) + 1))


def test_the_template_filled_in_below_its_example_is_read(tmp_path: Path, columns: CameraColumns):
    """The example row is passed over with a word, the camera below it comes in."""
    path = tmp_path / "cameras.xlsx"
    write_template(path, columns)
    book = openpyxl.load_workbook(path)
    book.worksheets[0].append(["C017", "示例点位 17"])
    book.save(path)

    reading = read_cameras(path, columns)

    assert [camera.code for camera in reading.to_import()] == ["C017"]
    assert "示例行" in reading.warnings[0].text
    assert reading.ignored_columns == ()


def test_the_example_row_is_itself_without_fault(tmp_path: Path, columns: CameraColumns):
    """What the template shows as right is right: under another code it comes in without a word."""
    path = tmp_path / "cameras.xlsx"
    write_template(path, columns)
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["A2"] = "C001"
    book.save(path)

    reading = read_cameras(path, columns)

    assert (reading.mistakes, reading.warnings) == ((), ())
    assert reading.cameras[0].direction == "south"


def test_an_export_that_cannot_be_written_leaves_the_old_file(
    tmp_path: Path, columns: CameraColumns
):
    """A folder that is not there is told in a sentence; no half file is left behind."""
    with pytest.raises(Refusal, match="写不进去"):
        write_cameras(tmp_path / "missing" / "out.xlsx", CAMERAS, columns)
    (tmp_path / "taken.xlsx").mkdir()
    with pytest.raises(Refusal, match="写不进去"):
        write_template(tmp_path / "taken.xlsx", columns)

    assert [path.name for path in tmp_path.iterdir()] == ["taken.xlsx"]
