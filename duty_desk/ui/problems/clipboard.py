"""Text and card on the clipboard for personal WeChat groups, and pictures taken from it."""

from __future__ import annotations

import atexit
import functools
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter


def put(text: str, card: bytes = b"") -> None:
    """Put `text`, and the card picture (JPEG) when there is one, on the clipboard.

    WeChat pastes the picture when both are there; the card carries the words too.
    """
    data = QMimeData()
    data.setText(text)
    if card:
        data.setImageData(QImage.fromData(card))
    QGuiApplication.clipboard().setMimeData(data)
    _let_go_at_exit()


def put_picture(picture: QImage) -> None:
    """Put a picture alone on the clipboard."""
    QGuiApplication.clipboard().setImage(picture)
    _let_go_at_exit()


@functools.cache
def _let_go_at_exit() -> None:
    # Qt's offscreen platform frees clipboard data only after Python has ended, and crashes.
    if QGuiApplication.platformName() == "offscreen":
        atexit.register(QGuiApplication.clipboard().clear)


def picture_in(data: QMimeData) -> Path | bytes | None:
    """A picture offered by paste or drop: a file, PNG bytes, or None when there is none."""
    files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    if files:
        return Path(files[0])
    if data.hasImage():
        image = data.imageData()
        return _as_png(image) if isinstance(image, QImage) and not image.isNull() else None
    return None


def _as_png(image: QImage) -> bytes:
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(kept.data())
