"""The pad of the pan-tilt-zoom panel: four arrows round the way home, and the zoom."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from duty_desk.language import tr
from duty_desk.ui import icons, theme
from duty_desk.ui.watch.ptz_model import CLOSER, DOWN, LEFT, RIGHT, UP, WIDER

if TYPE_CHECKING:
    from duty_desk.ui.watch.ptz_model import PtzModel

_SIDE_PX, _ICON_PX = 40, 20
_PLACES = {
    UP: ("chevron-up", 0, 1),
    LEFT: ("chevron-left", 1, 0),
    RIGHT: ("chevron-right", 1, 2),
    DOWN: ("chevron-down", 2, 1),
    CLOSER: ("plus", 0, 4),
    WIDER: ("minus", 2, 4),
}


class PtzPad(QWidget):
    """Buttons that move while they are held; the arrow keys do the same."""

    def __init__(self, model: PtzModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._ways: dict[str, QPushButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        grid.setColumnMinimumWidth(3, theme.px(18))
        for way, (name, row, column) in _PLACES.items():
            button = self._ways[way] = _button(name)
            button.pressed.connect(partial(model.press, way))
            button.released.connect(partial(model.release, way))
            grid.addWidget(button, row, column)
        self._home = _button("home")
        self._home.clicked.connect(model.go_home)
        grid.addWidget(self._home, 1, 1)
        self._zoom = QLabel()
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme.give_role(self._zoom, "second")
        grid.addWidget(self._zoom, 1, 4)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        words = {
            UP: tr("向上转（↑），按住不放"),
            DOWN: tr("向下转（↓），按住不放"),
            LEFT: tr("向左转（←），按住不放"),
            RIGHT: tr("向右转（→），按住不放"),
            CLOSER: tr("拉近（+），按住不放"),
            WIDER: tr("推远（-），按住不放"),
        }
        for way, button in self._ways.items():
            button.setToolTip(words[way])
            button.setAccessibleName(words[way])
        self._zoom.setText(tr("变倍"))
        self._home.setToolTip(tr("返回看守位（Home）"))
        self._home.setAccessibleName(tr("返回看守位（Home）"))

    def show_abilities(self) -> None:
        """Offer what the camera can do."""
        able = self._model.abilities
        for way, button in self._ways.items():
            is_zoom = way in (CLOSER, WIDER)
            button.setEnabled(able is not None and (able.can_zoom if is_zoom else able.can_turn))
        self._home.setEnabled(able is not None and able.has_home)


def _button(name: str) -> QPushButton:
    button = QPushButton()
    button.setIcon(icons.icon(name, "text1", _ICON_PX))
    button.setIconSize(QSize(theme.px(_ICON_PX), theme.px(_ICON_PX)))
    button.setFixedSize(theme.px(_SIDE_PX), theme.px(_SIDE_PX))
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return button
