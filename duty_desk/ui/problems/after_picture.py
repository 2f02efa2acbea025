"""Photos of a rectified problem, looked at before they are read: kind, size, and no surprises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImageReader

from duty_desk.language import Refusal, tr
from duty_desk.ui.problems.pictures import MOST_PIXELS

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 20 << 20
_SIGNS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


def read_photo(path: Path) -> bytes:
    """The bytes of the JPEG or PNG at `path`; nothing of it is read before its size is known.

    Raises:
        Refusal: it is no file, too large, or no JPEG or PNG; nothing was attached.
    """
    try:
        if not path.is_file():
            raise Refusal(
                tr("{file} 不是文件，没有贴上。请选一张 JPEG 或 PNG 照片。", file=path.name)
            )
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise Refusal(_too_large(path.name, size))
        with path.open("rb") as file:
            photo = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Refusal(
            tr(
                "{file} 读不出来，没有贴上。请检查文件是否还在，或先复制到本机再选。",
                file=path.name,
            )
        ) from error
    return checked(photo, path.name)


def checked(photo: bytes, name: str = "") -> bytes:
    """`photo` unchanged when it is a JPEG or PNG of a bearable size.

    Raises:
        Refusal: it is not; nothing was attached.
    """
    name = name or tr("剪贴板里的图片")
    if len(photo) > MOST_BYTES:
        raise Refusal(_too_large(name, len(photo)))
    if not photo.startswith(_SIGNS):
        raise Refusal(tr("{file} 不是 JPEG 或 PNG 照片，没有贴上。请另选一张。", file=name))
    kept = QByteArray(photo)
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    size = QImageReader(buffer).size()
    if not size.isValid():
        raise Refusal(tr("{file} 损坏，打不开，没有贴上。请另选一张。", file=name))
    if size.width() * size.height() > MOST_PIXELS:
        raise Refusal(
            tr(
                "{file} 的尺寸太大（{w}×{h}），没有贴上。请缩小后再选。",
                file=name,
                w=size.width(),
                h=size.height(),
            )
        )
    return photo


def _too_large(name: str, size: int) -> str:
    return tr(
        "{file} 有 {mb} MB，超过 20 MB，没有读取也没有贴上。请发送压缩后的照片。",
        file=name,
        mb=size >> 20,
    )
