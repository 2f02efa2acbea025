"""Before and after, side by side; the after side takes a photo by drop, paste or file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.problems.clipboard import picture_in
from duty_desk.ui.problems.draft_keeper import while_alive
from duty_desk.ui.problems.shot_strip import Thumbnail

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.desk.views import Shot
    from duty_desk.ui.problems.pictures import PictureShelf

_READ_PX = 640


class PicturesPair(QWidget):
    """The first picture before and the newest after; a click shows all of them large.

    Signals:
        offered(object): a file (`Path`) or PNG bytes were dropped on the after side.
        wanted: the after side was clicked while it is empty.
        opened(shots, number): a picture was clicked, all of them shall be seen large.
    """

    offered = Signal(object)
    wanted = Signal()
    opened = Signal(object, int)

    def __init__(self, shelf: PictureShelf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._can_attach = False
        self._shots: dict[str, tuple[Shot, ...]] = {"before": (), "after": ()}
        self._paths: dict[str, Path | None] = {"before": None, "after": None}
        self._thumbs = {"before": Thumbnail(self), "after": Thumbnail(self)}
        self._heads = {"before": QLabel(self), "after": QLabel(self)}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for side, thumb in self._thumbs.items():
            column = QVBoxLayout()
            column.setSpacing(4)
            theme.give_role(self._heads[side], "second")
            column.addWidget(self._heads[side])
            column.addWidget(thumb)
            row.addLayout(column)
            thumb.clicked.connect(lambda _=False, side=side: self._on_clicked(side))
        self.setAcceptDrops(True)

    def show_shots(
        self, before: tuple[Shot, ...], after: tuple[Shot, ...], *, can_attach: bool
    ) -> None:
        """Show these pictures."""
        self._can_attach = can_attach
        shots = {"before": before, "after": after}
        for side, found in shots.items():
            self._shots[side] = found
            self._show(side)

    def _show(self, side: str) -> None:
        found, thumb = self._shots[side], self._thumbs[side]
        count = f" · {len(found)}" if len(found) > 1 else ""
        name = tr("整改前") if side == "before" else tr("整改后")
        self._heads[side].setText(f"{name}{count}")
        thumb.setAccessibleName(name)
        shown = found[0 if side == "before" else -1] if found else None
        path = shown.captioned if shown else None
        thumb.setText("" if found else self._empty_words(side))
        if path == self._paths[side]:
            thumb.update()
            return
        self._paths[side] = path
        thumb.show_picture(QImage())
        if path is not None:
            self._read(side, path)

    def _read(self, side: str, path: Path) -> None:
        def arrived(picture: QImage) -> None:
            if self._paths[side] == path:
                self._thumbs[side].show_picture(picture)

        def failed(sentence: str) -> None:
            if self._paths[side] == path:
                self._thumbs[side].setText(sentence)

        self._shelf.get(path, _READ_PX, while_alive(self, arrived), while_alive(self, failed))

    def _empty_words(self, side: str) -> str:
        if side == "before":
            return tr("没有截图")
        if self._can_attach:
            return tr("拖入照片，或点这里选择\nCtrl V 粘贴微信里的照片")
        return tr("推送后等待整改照片")

    def _on_clicked(self, side: str) -> None:
        before, after = self._shots["before"], self._shots["after"]
        if self._shots[side]:
            first = 0 if side == "before" else len(before) + len(after) - 1
            self.opened.emit((*before, *after), first)
        elif side == "after" and self._can_attach:
            self.wanted.emit()

    # --- Qt ------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = (self.width() - 10) // 2
        for thumb in self._thumbs.values():
            thumb.setFixedSize(QSize(wide, wide * 10 // 16))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(240), theme.px(120))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._can_attach and (event.mimeData().hasUrls() or event.mimeData().hasImage()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        offered = picture_in(event.mimeData())
        if self._can_attach and offered is not None:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.offered.emit(offered)
