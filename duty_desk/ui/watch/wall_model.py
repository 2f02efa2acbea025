"""What stands on the wall: cameras, layout, screen (page), selection, full picture.

Places never flow: a lost camera keeps its place, and coming back from a full picture or another
layout never moves its neighbours. A gentle turn (the carousel's) shows each camera until the next
one at its place has a picture: `arriving` says who is awaited, `let_in` shows them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from duty_desk.ui.watch import wall_grid
from duty_desk.ui.watch.scope import Scope, members
from duty_desk.ui.watch.wall_grid import LAYOUTS
from duty_desk.ui.watch.wall_places import WallPlaces

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duty_desk.desk.views import CameraRow
    from duty_desk.ui.watch.own_walls import OwnWalls

__all__ = ["LAYOUTS", "WallModel"]


class WallModel(QObject):
    """The wall's arrangement.

    Signals:
        arranged(): other cameras are on screen, or the same ones elsewhere.
        selected(str): the id of the camera that is selected now, "" for none.
        moved(str): a person gave this camera another place.
    """

    arranged = Signal()
    selected = Signal(str)
    moved = Signal(str)

    def __init__(self, parent: QObject | None = None, walls: OwnWalls | None = None) -> None:
        super().__init__(parent)
        self.places = WallPlaces(walls)
        self._given: tuple[CameraRow, ...] = ()
        self._layout = 16
        self._screen = 0
        self._selected = ""
        self._is_full = False
        self._held: dict[int, str] = {}
        self._way = 1
        self._put_from = (Scope(), "", 0)

    # --- what is shown -------------------------------------------------------------------

    def show_cameras(self, cameras: tuple[CameraRow, ...]) -> None:
        """Take the catalogue; the screen and the selection stay where they can."""
        if cameras == self._given:
            return
        self._given = cameras
        self.places.show_cameras(cameras)
        self._rearranged()

    def cameras(self) -> tuple[CameraRow, ...]:
        """The whole catalogue in its order."""
        return self.places.cameras()

    def camera(self, camera_id: str) -> CameraRow | None:
        """The camera of that id."""
        return self.places.camera(camera_id)

    def scope(self) -> Scope:
        """Which cameras the wall goes through."""
        return self.places.scope

    def layout(self) -> int:
        """How many tiles a screen has."""
        return self._layout

    def side(self) -> int:
        """Columns on screen now: 1 while one picture is full."""
        return 1 if self._is_full else wall_grid.columns(self._layout)

    def cells(self) -> tuple[wall_grid.Cell, ...]:
        """Where the tiles on screen lie, by place."""
        return wall_grid.cells(1 if self._is_full else self._layout)

    def screen(self) -> int:
        """The screen shown, from 0."""
        return self._screen

    def screens(self) -> int:
        """How many screens the cameras fill; at least 1."""
        return max(1, -(-len(self.places) // self._layout))

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
        page = self.page(self._screen)
        return tuple(
            self.camera(self._held[place]) if place in self._held else camera
            for place, camera in enumerate(page)
        )

    def page(self, screen: int) -> tuple[CameraRow | None, ...]:
        """The cameras of a screen by place."""
        first = screen * self._layout
        return tuple(self.places.at(first + place) for place in range(self._layout))

    def hole_words(self, place: int) -> tuple[str, str] | None:
        """Of an empty place on screen: who had it and why nobody has it, None if nobody had."""
        return None if self._is_full else self.places.hole_words(self.index_at(place))

    def index_at(self, place: int) -> int:
        """A place on screen, counted through all screens."""
        return self._screen * self._layout + place

    def next_screen(self) -> int:
        """The screen that comes next, in the direction of the last turn."""
        return (self._screen + self._way) % self.screens()

    # --- what a person chooses -----------------------------------------------------------

    def use_scope(self, scope: Scope) -> None:
        """Show the cameras of `scope`, in the layout that belongs to it; nothing if it has none."""
        known = self.places.walls.find(scope)
        if known is None and (scope.is_own or not members(scope, self.cameras())):
            return
        self.places.use(scope)
        if known is not None and known.layout in LAYOUTS:
            self._layout = known.layout
        self._screen = 0
        self._is_full = False
        self._rearranged()

    def rearrange(self) -> None:
        """The places were changed by hand."""
        self._rearranged()

    def use_layout(self, layout: int) -> None:
        """Show `layout` tiles a screen, on the screen that holds the selected camera."""
        if layout not in LAYOUTS or (layout == self._layout and not self._is_full):
            return
        self._layout = layout
        self._is_full = False
        self._held.clear()
        self._show_selected()
        self.arranged.emit()

    def turn(self, screens: int) -> None:
        """Go `screens` on (or back, when negative), round at the ends."""
        self._way = 1 if screens > 0 else -1
        self.go_to_screen((self._screen + screens) % self.screens())

    def go_to_screen(self, screen: int) -> None:
        """Show `screen` (from 0); the selection takes the same place there."""
        screen = max(0, min(screen, self.screens() - 1))
        if screen == self._screen and not self._is_full and not self._held:
            return
        place = self._place_of_selected()
        self._screen = screen
        self._is_full = False
        self._held.clear()
        self._select_near(place)
        self.arranged.emit()

    def go_to_camera(self, camera_id: str) -> None:
        """Show the screen of a camera and select it; in the whole street if it is not here."""
        if self.places.index_of(camera_id) is None:
            self.places.use(Scope())
        if self.places.index_of(camera_id) is not None:
            self._is_full = False
            self._held.clear()
            self._choose(camera_id)
            self._show_selected()
            self.arranged.emit()

    def select(self, camera_id: str) -> None:
        """Select a camera that is on screen."""
        if camera_id != self._selected and self.places.index_of(camera_id) is not None:
            self._choose(camera_id)

    def move(self, across: int, down: int) -> None:
        """Move the selection by tiles; past the edge it goes on to the next screen."""
        if self._held:
            self.let_in(list(self._held))
        index = self.places.index_of(self._selected)
        if index is None:
            self._select_near(0)
            return
        while (beside := self._beside(index, across, down)) is not None:
            index = beside
            camera = self.places.at(index)
            if camera is not None:
                self._choose(camera.id)
                self._follow(index)
                return

    def shift(self, across: int, down: int) -> None:
        """Move the selected camera itself by one tile; what stands there takes its place."""
        index = self.places.index_of(self._selected)
        if index is not None and not self._is_full:
            beside = self._beside(index, across, down)
            if beside is not None:
                self.put(self._selected, beside)

    def put(self, camera_id: str, index: int) -> None:
        """Move a camera to a place; what stands there takes its place."""
        at = self.places.index_of(camera_id)
        if at is not None and at != index:
            self._put_from = (self.scope(), camera_id, at)
            self.places.swap(at, index)
            self._choose(camera_id)
            self._screen = index // self._layout
            self._rearranged()
            self.moved.emit(camera_id)

    def put_back(self) -> None:
        """Undo the last move of a camera to another place; once more does it again."""
        scope, camera_id, index = self._put_from
        if scope == self.scope() and camera_id:
            self.put(camera_id, index)

    def open_full(self) -> None:
        """Let the selected picture fill the wall."""
        if self._selected and not self._is_full:
            self._is_full = True
            self.arranged.emit()

    def close_full(self) -> None:
        """Back to the tiles, each where it was."""
        if self._is_full:
            self._is_full = False
            if not self._held:
                self._show_selected()
            self.arranged.emit()

    # --- a gentle turn -------------------------------------------------------------------

    def turn_gently(self) -> None:
        """Go one screen on; each tile changes when `let_in` says that its camera has come."""
        before = self.visible()
        place = self._place_of_selected()
        self._way = 1
        self._screen = self.next_screen()
        after = self.page(self._screen)
        self._held = {
            number: camera.id
            for number, camera in enumerate(before)
            if camera is not None and after[number] is not None
        }
        if place not in self._held:
            self._select_near(place)
        self.arranged.emit()

    def arriving(self) -> dict[int, str]:
        """The cameras that are awaited, by place on screen."""
        page = self.page(self._screen) if self._held else ()
        found = ((place, page[place]) for place in self._held)
        return {place: camera.id for place, camera in found if camera is not None}

    def let_in(self, places: Iterable[int]) -> None:
        """Show the awaited cameras at these places."""
        page = self.page(self._screen)
        for place in places:
            held, camera = self._held.pop(place, ""), page[place]
            if held == self._selected and camera is not None:
                self._choose(camera.id)
        self.arranged.emit()

    # --- inside --------------------------------------------------------------------------

    def _rearranged(self) -> None:
        self._held.clear()
        self._screen = min(self._screen, self.screens() - 1)
        if self.places.index_of(self._selected) is None:
            self._select_near(0)
            self._is_full = False
        self.arranged.emit()

    def _beside(self, index: int, across: int, down: int) -> int | None:
        """The place one step on: beside on this screen, else where the next screen goes on."""
        if self._is_full:
            beside = index + across + down
        else:
            screen, place = divmod(index, self._layout)
            here = wall_grid.neighbour(self._layout, place, across, down)
            if here is not None:
                return screen * self._layout + here
            beside = index + across
            if down:
                column = wall_grid.cells(self._layout)[place].column
                edge = wall_grid.edge(self._layout, column, is_top=down > 0)
                beside = (screen + down) * self._layout + edge
        return beside if 0 <= beside < self.screens() * self._layout else None

    def _follow(self, index: int) -> None:
        screen = index // self._layout
        if self._is_full or screen != self._screen:
            self._held.clear()
            self._screen = screen
            self.arranged.emit()

    def _show_selected(self) -> None:
        self._screen = (self.places.index_of(self._selected) or 0) // self._layout

    def _place_of_selected(self) -> int:
        for place, camera_id in self._held.items():
            if camera_id == self._selected:
                return place
        return (self.places.index_of(self._selected) or 0) % self._layout

    def _select_near(self, place: int) -> None:
        """Select at a place of the screen, else the nearest before it, else the first after."""
        page = self.page(self._screen)
        order = [*range(place, -1, -1), *range(place + 1, len(page))]
        self._choose(next((one.id for at in order if (one := page[at]) is not None), ""))

    def _choose(self, camera_id: str) -> None:
        if camera_id != self._selected:
            self._selected = camera_id
            self.selected.emit(camera_id)
