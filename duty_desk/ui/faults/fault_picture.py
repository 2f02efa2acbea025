"""A picture of a fault with the words that say when it was seen; honest where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from duty_desk.language import tr
from duty_desk.ui import theme, times
from duty_desk.ui.problems.draft_keeper import while_alive

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.desk.views import Shot
    from duty_desk.ui.problems.pictures import PictureShelf

HEAD_PX, READ_PX, OLD_MS = 30, 960, 2000
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class FaultPicture(QFrame):
    """A head line, and below it a picture that keeps its shape, or words in its place."""

    def __init__(self, shelf: PictureShelf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.give_role(self, "card")
        self._shelf = shelf
        self._head, self._words = "", ""
        self._image = QImage()
        self._path: Path | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def head(self) -> str:
        """The line above the picture."""
        return self._head

    def has_picture(self) -> bool:
        """Whether a picture is shown."""
        return not self._image.isNull()

    def show_shot(self, shot: Shot | None, lost_at: int, *, is_judged: bool = False) -> None:
        """Show a kept picture; without one say since when there is none (UTC ms).

        `is_judged` when the program judged this very picture: it shows the fault at any age.
        """
        if shot is None:
            self._path = None
            since = times.date_and_time(lost_at)
            self.show_words(tr("发现时没有画面"), tr("没有画面：{time} 起", time=since))
            return
        taken = times.date_and_time(shot.taken_at)
        old = tr("故障前最后画面 · {time}", time=taken)
        self._head = old if shot.age_ms > OLD_MS else tr("故障时画面 · {time}", time=taken)
        if is_judged and shot.age_ms > OLD_MS:
            self._head = tr("判断时的画面 · {time}", time=taken)
        if shot.kind == "good":
            self._head = tr("核实时画面 · {time}", time=taken)
        self.setAccessibleName(self._head)
        self.update()
        if shot.captioned != self._path:
            self._read(shot.captioned)

    def show_file(self, head: str, path: Path) -> None:
        """Show a picture of the store under `head`."""
        self._head = head
        self.setAccessibleName(head)
        self.update()
        if path != self._path:
            self._read(path)

    def show_image(self, head: str, image: QImage) -> None:
        """Show a picture that moves on by itself."""
        self._path = None
        self._head, self._words, self._image = head, "", image
        self.setAccessibleName(head)
        self.update()

    def show_words(self, head: str, words: str) -> None:
        """Show words in place of a picture."""
        self._path = None
        if (head, words) != (self._head, self._words) or self.has_picture():
            self._head, self._words, self._image = head, words, QImage()
            self.setAccessibleName(f"{head} {words}")
            self.update()

    def _read(self, path: Path) -> None:
        self._path = path
        self._words, self._image = "", QImage()

        def arrived(image: QImage) -> None:
            if self._path == path:
                self._image = image
                self.update()

        def failed(sentence: str) -> None:
            if self._path == path:
                self._words = sentence
                self.update()

        self._shelf.get(path, READ_PX, while_alive(self, arrived), while_alive(self, failed))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(320), theme.px(210))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(theme.colour("text2"))
        painter.setFont(theme.font(theme.HEAD_PX))
        head = self.rect().adjusted(theme.px(12), 0, -theme.px(8), 0)
        head.setHeight(theme.px(HEAD_PX))
        metrics = painter.fontMetrics()
        words = metrics.elidedText(self._head, Qt.TextElideMode.ElideRight, head.width())
        painter.drawText(head, _LEFT, words)
        body = self.rect().adjusted(1, head.height(), -1, -1)
        painter.fillRect(body.adjusted(0, 0, 0, -theme.px(8)), theme.colour("tile_ground"))
        if self._image.isNull():
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.setPen(theme.colour("tile_text"))
            painter.drawText(body.adjusted(12, 12, -12, -12), flags, self._words)
        else:
            size = self._image.size().scaled(body.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRectF(0, 0, size.width(), size.height())
            place.moveCenter(QRectF(body).center())
            painter.drawImage(place, self._image)
        painter.end()
