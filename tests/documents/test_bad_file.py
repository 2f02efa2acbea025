"""Files that are no catalogue: each refused in a sentence, none of them read to the bitter end."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from duty_desk.documents.camera_export import write_template
from duty_desk.documents.camera_sheet import read_cameras
from duty_desk.documents.table_file import MOST_BYTES
from duty_desk.language import Refusal
from tests.documents.catalogues import HEADINGS, archive, good_row, rewritten, workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from duty_desk.documents.camera_columns import CameraColumns

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
HTML = b"<html><table><tr><td>code</td></tr></table></html>"


def refusal(path: Path, columns: CameraColumns) -> str:
    """The sentence with which `path` is refused."""
    with pytest.raises(Refusal) as refused:
        read_cameras(path, columns)
    return str(refused.value)


def catalogue(path: Path) -> Path:
    """A good catalogue at `path`."""
    return workbook(path, [HEADINGS, good_row(1)])


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.xlsx", OLE + bytes(4096), "旧格式 .xls"),
        ("a.xls", OLE + bytes(4096), "旧格式 .xls"),
        ("a.csv", OLE + bytes(4096), "旧格式 .xls"),
        ("a.xlsx", OLE + bytes(512) + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        ("a.xlsx", HTML, "网页"),
        ("a.xls", b"\n <!DOCTYPE html>" + HTML, "网页"),
        ("a.xlsx", b"code,name\nC1,a\n", "不是 Excel 工作簿"),
        ("a.xlsx", bytes(range(256)), "不是 Excel 工作簿"),
        ("a.xlsx", b"", "是空的"),
        ("a.csv", b" \r\n", "是空的"),
        ("a.csv", b"code,name\nC1,\x00a\n", "空字节"),
        ("a.csv", "编号,名称\nC1,甲".encode()[:-1], "截断"),
        ("a.csv", b'code,name\nC1,"a', "截断"),
        ("a.csv", b'code,name\nC1,"a"b\n', "第 2 行的引号"),
        ("a.csv", b"code,name\nC1,\xff\xff\n", "编码认不出来"),
        ("a.csv", b"date,weather\n1,sun\n", "没有找到表头"),
        ("a.csv", b"code,name\n", "只有表头"),
        ("a.csv", b"code,name\n" + b"C1,a\n" * 20_001, "超过 20000 行"),
        ("a.csv", b"code,name\nC1," + b"a" * 200_000, "第 2 行"),
    ],
)
def test_a_file_that_is_no_catalogue_is_refused(
    tmp_path: Path, columns: CameraColumns, name: str, data: bytes, words: str
):
    """The sentence says what the file is, that nothing was imported, and its name."""
    path = tmp_path / name
    path.write_bytes(data)

    said = refusal(path, columns)

    assert words in said
    assert name in said
    assert "没有导入" in said


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"photo.jpg": b"x"}, "压缩包"),
        ({}, "压缩包"),
        ({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}, "压缩包"),
        ({"[Content_Types].xml": b"<x/>", "xl/workbook.bin": b"x"}, "另存为 .xlsx"),
        ({"[Content_Types].xml": b"<x", "xl/workbook.xml": b"<x"}, "已损坏"),
        ({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}, "已损坏"),
    ],
)
def test_a_zip_that_is_no_workbook_is_refused(
    tmp_path: Path, columns: CameraColumns, parts: dict[str, bytes], words: str
):
    """Archives, documents and shells of workbooks are told apart from workbooks."""
    assert words in refusal(archive(tmp_path / "a.xlsx", parts), columns)


@pytest.mark.parametrize("kept", [5, 30, 60, 95])
def test_a_cut_off_workbook_is_refused(tmp_path: Path, columns: CameraColumns, kept: int):
    """A copy that broke off, wherever it did, is called incomplete."""
    path = catalogue(tmp_path / "a.xlsx")
    path.write_bytes(path.read_bytes()[: path.stat().st_size * kept // 100])

    assert "不完整" in refusal(path, columns)


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", b"</row>", b"<row>"),
        ("xl/worksheets/sheet1.xml", b"<v>0</v>", b"<v>9999</v>"),
        ("xl/worksheets/sheet1.xml", b"<v>0</v>", b"<v>x</v>"),
        ("xl/sharedStrings.xml", b"</sst>", b""),
        ("xl/workbook.xml", b"sheetId", b"sheetIt"),
    ],
)
def test_a_workbook_with_a_damaged_part_is_refused(
    tmp_path: Path, columns: CameraColumns, part: str, old: bytes, new: bytes
):
    """Damage inside is met in the same words, whatever the reader stumbles over."""
    write_template(tmp_path / "a.xlsx", columns)
    rewritten(tmp_path / "a.xlsx", part, lambda xml: xml.replace(old, new))

    assert "已损坏" in refusal(tmp_path / "a.xlsx", columns)


def test_a_flipped_byte_is_noticed(tmp_path: Path, columns: CameraColumns):
    """The check sums of the archive are looked at."""
    path = rewritten(catalogue(tmp_path / "a.xlsx"), "xl/styles.xml", lambda xml: xml)
    data = path.read_bytes()
    path.write_bytes(data.replace(b"C001", b"C0O1"))

    assert data != path.read_bytes()
    assert "已损坏" in refusal(path, columns)


def test_a_workbook_without_content_is_refused(tmp_path: Path, columns: CameraColumns):
    """Empty sheets, however many, are no catalogue."""
    path = workbook(tmp_path / "a.xlsx", [], change=lambda page: page.parent.create_sheet("二"))

    assert "没有内容" in refusal(path, columns)


def test_a_workbook_without_headings_says_what_is_looked_for(
    tmp_path: Path, columns: CameraColumns
):
    """The two columns that must be there are named; row eleven is too late."""
    rows = [*([["示例"]] * 10), HEADINGS, good_row(1)]

    said = refusal(workbook(tmp_path / "a.xlsx", rows), columns)

    assert "前 10 行" in said
    assert "“点位编号”“点位名称”" in said


def test_a_protected_sheet_inside_the_archive_is_refused(tmp_path: Path, columns: CameraColumns):
    """A zip whose entries ask for a password is said to do so."""
    path = catalogue(tmp_path / "a.xlsx")
    data = bytearray(path.read_bytes())
    place = data.find(b"PK\x01\x02")
    data[place + 8] |= 1
    path.write_bytes(bytes(data))

    assert "加了密码" in refusal(path, columns)


def test_a_huge_file_is_refused_by_its_size(tmp_path: Path, columns: CameraColumns):
    """Four gigabytes are not read to find out that they are too many."""
    path = tmp_path / "a.xlsx"
    with path.open("wb") as file:
        file.truncate(4 * 1024**3)

    said = refusal(path, columns)

    assert "4295 MB" in said
    assert "没有读取" in said


def test_a_workbook_that_unpacks_without_end_is_refused(tmp_path: Path, columns: CameraColumns):
    """A small file that would unpack to hundreds of megabytes is not unpacked."""
    import zipfile

    path = catalogue(tmp_path / "a.xlsx")
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as made,
        made.open("xl/media/zeros.bin", "w") as part,
    ):
        for _ in range(301):
            part.write(bytes(1_000_000))

    assert path.stat().st_size < MOST_BYTES
    assert "解开后太大" in refusal(path, columns)


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path, columns: CameraColumns):
    """A wrong name is told from an unreadable file."""
    assert "找不到" in refusal(tmp_path / "a.xlsx", columns)


def test_a_folder_is_no_file(tmp_path: Path, columns: CameraColumns):
    """A folder called like a workbook is refused, not opened."""
    (tmp_path / "a.xlsx").mkdir()

    assert "不是文件" in refusal(tmp_path / "a.xlsx", columns)


@pytest.mark.skipif(sys.platform == "win32", reason="needs users of the POSIX kind")
def test_a_file_nobody_may_read_is_refused(tmp_path: Path, columns: CameraColumns):
    """A file held by another program or owner is told from a damaged one."""
    path = catalogue(tmp_path / "a.xlsx")
    path.chmod(0)

    with as_stranger():
        said = refusal(path, columns)

    assert "打不开" in said
    assert "Excel 或 WPS" in said


@contextmanager
def as_stranger() -> Iterator[None]:
    """Give up the rights of root, for whom every file is open, for a while."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file whose reading fails")
def test_a_failing_disk_is_told_in_plain_words(tmp_path: Path, columns: CameraColumns):
    """When reading breaks off with an error, the person is told to copy the file first."""
    path = tmp_path / "a.csv"
    path.symlink_to("/proc/self/mem")

    assert "读不出来" in refusal(path, columns)


def test_a_workbook_under_a_text_files_name_is_read(tmp_path: Path, columns: CameraColumns):
    """What counts is what a file holds, not what it is called."""
    path = catalogue(tmp_path / "a.csv")

    assert len(read_cameras(path, columns).cameras) == 1
