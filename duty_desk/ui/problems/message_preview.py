"""What a push would send, to the letter: its text, its card picture, how many pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from duty_desk.language import tr
from duty_desk.ui import theme

if TYPE_CHECKING:
    from duty_desk.desk.views import PushPreview

_CARD_HIGH = 104
_GROUND_ALPHA = 90


class MessagePreview(QFrame):
    """The message as the group will see it. `text` is exactly what is sent."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._pictures = QLabel(self)
        self._pictures.setWordWrap(True)
        theme.give_role(self._pictures, "told", "done")
        self._pictures.setFont(theme.font(theme.SECOND_PX))
        self._card = QLabel(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(6)
        column.addWidget(self._text)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self._card)
        foot.addWidget(self._pictures, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(foot)

    def text(self) -> str:
        """The text that will be sent."""
        return self._text.text()

    def show_words(self, words: str) -> None:
        """Say why there is no message."""
        self.show_preview(None)
        self._text.setText(words)

    def show_preview(self, preview: PushPreview | None) -> None:
        """Show it; None while the desk is still composing."""
        self._text.setText(preview.text if preview else tr("正在生成…"))
        self._pictures.setVisible(preview is not None)
        self._card.setVisible(preview is not None and bool(preview.card))
        if preview is None:
            return
        self._pictures.setText(tr("＋ 图片 {n} 张\n发微信群时用这张图文卡片", n=preview.pictures))
        card = QImage.fromData(preview.card)
        ratio = self.devicePixelRatioF()
        room = QSize(self.width() - 24, theme.px(_CARD_HIGH)) * ratio
        if not card.isNull():
            small = card.scaled(room, _KEEP, Qt.TransformationMode.SmoothTransformation)
            small.setDevicePixelRatio(ratio)
            self._card.setPixmap(QPixmap.fromImage(small))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.colour("ok_tint", _GROUND_ALPHA))
        painter.setPen(theme.colour("ok_tint"))
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(area, theme.CONTROL_RADIUS, theme.CONTROL_RADIUS)


_KEEP = Qt.AspectRatioMode.KeepAspectRatio
