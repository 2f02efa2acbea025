"""A file of tables, whatever it is called: opened by what it holds, refused in plain words."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from duty_desk.documents.text_table import sheet_of_text
from duty_desk.documents.workbook import sheets_of_workbook
from duty_desk.language import Refusal, tr

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from duty_desk.documents.grid import Sheet

MOST_BYTES = 50_000_000

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_TEXT_SUFFIXES = {".csv", ".txt", ".tsv"}


def sheets_of_file(path: Path) -> Iterator[Sheet]:
    """The sheets of the workbook or text file at `path`, visible ones first; read as asked for.

    Raises:
        Refusal: it cannot be read, is too large, damaged, protected, or no table at all.
    """
    data = _bytes_of(path)
    if not data.strip():
        raise Refusal(
            tr("文件“{file}”是空的，没有导入任何内容。请选择填好的目录。", file=path.name)
        )
    if data.startswith(_ZIP):
        yield from sheets_of_workbook(data, path.name)
        return
    _refuse_strangers(data, path)
    yield sheet_of_text(data, path.name)


def _bytes_of(path: Path) -> bytes:
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            raise Refusal(
                tr(
                    "“{file}”不是文件，没有导入任何内容。请选择 .xlsx 或 .csv 文件。",
                    file=path.name,
                )
            )
        _refuse_size(state.st_size, path)
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise Refusal(
            tr("找不到文件“{file}”，没有导入任何内容。请检查文件名和位置。", file=path.name)
        ) from error
    except PermissionError as error:
        raise Refusal(
            tr(
                "文件“{file}”打不开，没有导入任何内容。"
                "请先在 Excel 或 WPS 里关闭它，并确认有权限读取。",
                file=path.name,
            )
        ) from error
    except OSError as error:
        raise Refusal(
            tr(
                "文件“{file}”读不出来，没有导入任何内容。请把它复制到本机硬盘后再试。",
                file=path.name,
            )
        ) from error
    _refuse_size(len(data), path)
    return data


def _refuse_size(size_bytes: int, path: Path) -> None:
    if size_bytes > MOST_BYTES:
        raise Refusal(
            tr(
                "文件“{file}”有 {size} MB，超过 {most} MB，没有读取，也没有导入任何内容。"
                "请只保留点位目录（去掉图片和其他工作表）后再试。",
                file=path.name,
                size=-(-size_bytes // 1_000_000),
                most=MOST_BYTES // 1_000_000,
            )
        )


def _refuse_strangers(data: bytes, path: Path) -> None:
    """Refuse what is neither a workbook of today nor a text file, saying what it is."""
    if data.startswith(_OLE):
        raise Refusal(_words_for_ole(data, path.name))
    if data[:2000].lstrip().lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        raise Refusal(
            tr(
                "文件“{file}”其实是网页或 XML，不是工作簿，没有导入任何内容。"
                "请用 Excel 或 WPS 打开它，另存为 .xlsx 后再导入。",
                file=path.name,
            )
        )
    if path.suffix.lower() not in _TEXT_SUFFIXES:
        raise Refusal(
            tr(
                "文件“{file}”不是 Excel 工作簿（.xlsx），没有导入任何内容。"
                "请用 Excel 或 WPS 另存为 .xlsx，或另存为 .csv 后再导入。",
                file=path.name,
            )
        )


def _words_for_ole(data: bytes, file: str) -> str:
    if _ENCRYPTED_PACKAGE in data:
        return tr(
            "文件“{file}”设了打开密码，没有导入任何内容。"
            "请在 Excel 或 WPS 里取消密码，另存为 .xlsx 后再导入。",
            file=file,
        )
    return tr(
        "文件“{file}”是旧格式 .xls（改扩展名不会改变格式），没有导入任何内容。"
        "请用 Excel 或 WPS 打开它，另存为“Excel 工作簿（.xlsx）”后再导入。",
        file=file,
    )
