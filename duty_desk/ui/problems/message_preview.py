"""What a push would send, to the letter: its text, its card picture, how many pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from duty_desk.language import tr
from duty_desk.ui import theme

if TYPE_CHECKING:
    from duty_desk.desk.views import PushPreview

_CARD_HIGH = 104


class MessagePreview(QFrame):
    """The message as the group will see it. `text` is exactly what is sent."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._pictures = QLabel(self)
        self._pictures.setWordWrap(True)
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
        self._paint()

    def text(self) -> str:
        """The text that will be sent."""
        return self._text.text()

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

    def _paint(self) -> None:
        self.setStyleSheet(
            f"QFrame#message {{ background-color: {theme.colour('ok_tint').darker(160).name()};"
            f" border: 1px solid {theme.colour('ok_tint').name()}; border-radius: 7px; }}"
        )
        self._pictures.setStyleSheet(
            f"color: {theme.colour('ok_text').name()}; font-size: {theme.px(12)}px;"
        )


_KEEP = Qt.AspectRatioMode.KeepAspectRatio
