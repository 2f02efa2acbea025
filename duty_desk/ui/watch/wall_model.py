"""What stands on the wall: layout, screen (page), selection, full picture. Positions never flow.

A camera's place follows from the order of the catalogue alone: a lost camera keeps its place, and
coming back from a full picture or another layout never moves its neighbours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from duty_desk.desk.views import CameraRow

LAYOUTS = (1, 4, 9, 16)
_SIDES = {1: 1, 4: 2, 9: 3, 16: 4}


class WallModel(QObject):
    """The wall's arrangement.

    Signals:
        arranged(): other cameras are on screen, or the same ones elsewhere.
        selected(str): the id of the camera that is selected now, "" for none.
    """

    arranged = Signal()
    selected = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cameras: tuple[CameraRow, ...] = ()
        self._layout = 16
        self._screen = 0
        self._selected = ""
        self._is_full = False

    def show_cameras(self, cameras: tuple[CameraRow, ...]) -> None:
        """Take the catalogue; the screen and the selection stay where they can."""
        if cameras == self._cameras:
            return
        self._cameras = tuple(sorted(cameras, key=lambda camera: camera.order))
        self._screen = min(self._screen, self.screens() - 1)
        if self._index_of(self._selected) is None:
            self._select_first()
        self.arranged.emit()

    def cameras(self) -> tuple[CameraRow, ...]:
        """The whole catalogue in its order."""
        return self._cameras

    def camera(self, camera_id: str) -> CameraRow | None:
        """The camera of that id."""
        index = self._index_of(camera_id)
        return None if index is None else self._cameras[index]

    def layout(self) -> int:
        """How many tiles a screen has."""
        return self._layout

    def side(self) -> int:
        """Tiles in a row on screen now: 1 while one picture is full."""
        return 1 if self._is_full else _SIDES[self._layout]

    def screen(self) -> int:
        """The screen shown, from 0."""
        return self._screen

    def screens(self) -> int:
        """How many screens the catalogue fills; at least 1."""
        return max(1, -(-len(self._cameras) // self._layout))

    def is_full(self) -> bool:
        """Whether one picture fills the wall for the moment."""
        return self._is_full

    def selected_id(self) -> str:
        """The selected camera, "" for none."""
        return self._selected

    def visible(self) -> tuple[CameraRow | None, ...]:
        """The cameras on screen by place, row by row; None where a place is empty."""
        if self._is_full:
            return (self.camera(self._selected),)
        first = self._screen * self._layout
        shown = self._cameras[first : first + self._layout]
        return shown + (None,) * (self._layout - len(shown))

    def use_layout(self, layout: int) -> None:
        """Show `layout` tiles a screen, on the screen that holds the selected camera."""
        if layout not in LAYOUTS or (layout == self._layout and not self._is_full):
            return
        self._layout = layout
        self._is_full = False
        self._show_selected()
        self.arranged.emit()

    def turn(self, screens: int) -> None:
        """Go `screens` on (or back, when negative), round at the ends."""
        self.go_to_screen((self._screen + screens) % self.screens())

    def go_to_screen(self, screen: int) -> None:
        """Show `screen` (from 0); the selection takes the same place there."""
        screen = max(0, min(screen, self.screens() - 1))
        if screen == self._screen and not self._is_full:
            return
        place = (self._index_of(self._selected) or 0) % self._layout
        self._screen = screen
        self._is_full = False
        index = min(screen * self._layout + place, len(self._cameras) - 1)
        if index >= 0:
            self._choose(self._cameras[index].id)
        self.arranged.emit()

    def select(self, camera_id: str) -> None:
        """Select a camera that is on screen."""
        if camera_id != self._selected and self._index_of(camera_id) is not None:
            self._choose(camera_id)

    def move(self, across: int, down: int) -> None:
        """Move the selection by tiles; at the left and right end it goes on to the next screen."""
        index = self._index_of(self._selected)
        if index is None:
            self._select_first()
            return
        target = index + across + down * _SIDES[self._layout]
        if self._is_full:
            target = index + across + down
        if 0 <= target < len(self._cameras):
            self._choose(self._cameras[target].id)
            self._follow(target)

    def open_full(self) -> None:
        """Let the selected picture fill the wall."""
        if self._selected and not self._is_full:
            self._is_full = True
            self.arranged.emit()

    def close_full(self) -> None:
        """Back to the tiles, each where it was."""
        if self._is_full:
            self._is_full = False
            self._show_selected()
            self.arranged.emit()

    def _follow(self, index: int) -> None:
        screen = index // self._layout
        if self._is_full or screen != self._screen:
            self._screen = screen
            self.arranged.emit()

    def _show_selected(self) -> None:
        self._screen = (self._index_of(self._selected) or 0) // self._layout

    def _select_first(self) -> None:
        first = self._screen * self._layout
        self._choose(self._cameras[first].id if first < len(self._cameras) else "")

    def _choose(self, camera_id: str) -> None:
        if camera_id != self._selected:
            self._selected = camera_id
            self.selected.emit(camera_id)

    def _index_of(self, camera_id: str) -> int | None:
        for index, camera in enumerate(self._cameras):
            if camera.id == camera_id:
                return index
        return None
