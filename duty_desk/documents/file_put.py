"""A finished document put in its place, so that no half file ever stands there."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from duty_desk.language import Refusal, tr

if TYPE_CHECKING:
    from pathlib import Path


def put(path: Path, data: bytes) -> None:
    """Write `data` beside `path` and move it there.

    Raises:
        Refusal: it cannot be written; a file of that name is as it was.
    """
    half = path.with_name(f".{path.name}.part")
    try:
        half.write_bytes(data)
        half.replace(path)
    except OSError as error:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        raise not_written(path) from error


def not_written(path: Path) -> Refusal:
    """The refusal for a document that cannot be put at `path`."""
    return Refusal(
        tr(
            "文件“{file}”写不进去，没有导出，原有文件没有改动。"
            "请检查文件夹是否存在、能否写入，并在 Excel 或 WPS 里关闭同名文件。",
            file=path.name,
        )
    )
