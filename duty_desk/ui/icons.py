"""Icons: the SVG family of `resources/icons`, drawn in a colour of the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QAction, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton

from duty_desk.ui import theme

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

_DEVICE_RATIOS = (1.0, 2.0)


class _Folder:
    """Where the icons lie; one per process, as the theme is."""

    def __init__(self) -> None:
        self.path: Path | None = None
        self.made: dict[tuple[str, str, int, str], QIcon] = {}
        self.drawn: dict[int, tuple[str, str, int]] = {}


_folder = _Folder()


def use_folder(path: Path) -> None:
    """Take icons from `path` from now on."""
    _folder.path = path


def icon(name: str, colour: str = "text2", size: int = 18) -> QIcon:
    """The icon `name` (file name without `.svg`) in token `colour`, sharp on any screen."""
    wanted = (name, colour, size, getattr(theme.tokens(), colour))
    if wanted not in _folder.made:
        made = QIcon()
        for ratio in _DEVICE_RATIOS:
            made.addPixmap(pixmap(name, colour, size, ratio))
        _folder.made[wanted] = made
        _folder.drawn[made.cacheKey()] = (name, colour, size)
    return _folder.made[wanted]


def recolour(window: QWidget) -> None:
    """Draw the icons of all buttons and menu lines in `window` in the colours in use."""
    buttons, lines = window.findChildren(QAbstractButton), window.findChildren(QAction)
    for button in buttons:
        if drawn := _folder.drawn.get(button.icon().cacheKey()):
            button.setIcon(icon(*drawn))
    for line in lines:
        if drawn := _folder.drawn.get(line.icon().cacheKey()):
            line.setIcon(icon(*drawn))


def pixmap(name: str, colour: str = "text2", size: int = 18, ratio: float = 1.0) -> QPixmap:
    """The icon `name` as a picture of `size` logical pixels at device pixel `ratio`."""
    if _folder.path is None:
        raise RuntimeError("the icons have no folder yet")
    drawing = (_folder.path / f"{name}.svg").read_text(encoding="utf-8")
    hue = getattr(theme.tokens(), colour)
    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", hue).encode()))
    side = round(theme.px(size) * ratio)
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture
