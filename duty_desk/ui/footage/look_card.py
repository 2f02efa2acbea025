"""First, middle and last picture of the chosen recording: whether it plays, seen at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.elided_label import ElidedLabel

if TYPE_CHECKING:
    from duty_desk.desk.footage_views import FileRow
    from duty_desk.video.file_look import FileLook

_GAP_PX = 8


class _Pictures(QWidget):
    """Up to three pictures side by side, each with its place in the file."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[tuple[QImage, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(300), theme.px(80))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(120), theme.px(60))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        gap, line = theme.px(_GAP_PX), theme.px(18)
        width = (self.width() - 2 * gap) // 3
        painter.setFont(theme.font(theme.SECOND_PX))
        for number, (image, words) in enumerate(self.shown):
            room = QRect(number * (width + gap), 0, width, self.height() - line)
            size = image.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(QRectF(room.topLeft(), size), image)
            painter.setPen(theme.colour("text2"))
            below = QRect(room.left(), size.height(), width, line)
            painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, words)


class LookCard(QFrame):
    """What the try to play a recording found."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.give_role(self, "card")
        self._file: FileRow | None = None
        self._head, self._words, self.pictures = QLabel(), ElidedLabel(), _Pictures()
        theme.give_role(self._head, "head")
        theme.give_role(self._words, "second")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 14, 8)
        column.setSpacing(4)
        column.addWidget(self._head)
        column.addWidget(self._words)
        column.addWidget(self.pictures, 1)

    def show_file(self, file: FileRow | None) -> None:
        """Show a recording; a sentence for none."""
        self._head.setText(tr("试播画面"))
        look = file.look if file is not None else None
        if file is None or look is None:
            self._words.setText(tr("选中一个文件，这里显示它的首、中、末三幅画面"))
            self.pictures.shown = []
        else:
            self._words.setText(f"{file.name} · {look_words(look)}")
            if file != self._file:
                self.pictures.shown = _read(look)
        self._file = file
        self.pictures.update()


def look_words(look: FileLook) -> str:
    """Coding, size and length as far as the file tells them."""
    parts = [look.codec, f"{look.width}×{look.height}" if look.width else ""]
    if look.length_ms is not None:
        parts.append(_clock(look.length_ms))
    return " · ".join(part for part in parts if part) or tr("没有解出画面")


def _read(look: FileLook) -> list[tuple[QImage, str]]:
    places = (tr("首"), tr("中间"), tr("末"))
    shown = []
    for place, seen in zip(places, look.pictures, strict=False):
        image = QImage.fromData(seen.jpeg)
        if not image.isNull():
            at = "" if seen.at_ms is None else f" {_clock(seen.at_ms)}"
            shown.append((image, place + at))
    return shown


def _clock(ms: int) -> str:
    """A place in a file: `0:01:30`."""
    seconds = ms // 1000
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
