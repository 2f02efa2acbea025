"""The catalogue on the watch page: the search field in the wall's bar, and looks at all cameras."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from duty_desk.ui.watch.camera_finder import CameraFinder
from duty_desk.ui.watch.camera_panel import CameraPanel
from duty_desk.ui.watch.camera_standing import Standing, checked, standing
from duty_desk.ui.watch.camera_table import Known
from duty_desk.ui.watch.finder_model import FinderModel
from duty_desk.ui.watch.found_list import FoundList
from duty_desk.ui.watch.sweep_control import SweepControl
from duty_desk.ui.watch.wall_looks import WallLooks

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.desk.views import CameraRow
    from duty_desk.ui.desk_bridge import DeskBridge
    from duty_desk.ui.parts import Parts
    from duty_desk.ui.watch.model import WatchModel
    from duty_desk.ui.watch.page import WatchPage


class Catalogue(QObject):
    """Joins search, list and sweeps to the watch page.

    Signals:
        said(str, str): a sentence for the operator, and its level.
        everything_wanted(str): these words shall be looked for in all records, not in places alone.
    """

    said = Signal(str, str)
    everything_wanted = Signal(str)

    def __init__(
        self, page: WatchPage, model: WatchModel, parts: Parts, bridge: DeskBridge
    ) -> None:
        super().__init__(page)
        self._page, self._model, self._parts = page, model, parts
        self.finder = FinderModel(parts.resources, bridge, self)
        self.sweeps = SweepControl(parts, bridge, self)
        self.sweeps.said.connect(self.said)
        self._wall_looks = WallLooks(parts, bridge, self)
        self.found = FoundList(self.finder, self.standing_of, model.now, page)
        self.field = CameraFinder(self.finder, self.found)
        page.toolbar.add_search(self.field)
        page.keys.add("Ctrl+F", self.begin, takes_wall=False)
        self.found.chosen.connect(self.go_to)
        self.field.left.connect(page.setFocus)
        known = Known(self.standings, lambda: parts.desk.looks.known, parts.time.now_ms)
        self.panel = CameraPanel(page, self.finder, known, self.sweeps)
        self.found.all_wanted.connect(self.open_panel)
        self.panel.chosen.connect(self.go_to)
        self.panel.closed.connect(page.setFocus)
        self.panel.said.connect(self.said)
        page.keys.add("Ctrl+Shift+F", self.open_panel, takes_wall=False)
        bridge.when_done(parts.desk.looks.load(), lambda _none: self.found.age())

    def show_cameras(self, cameras: tuple[CameraRow, ...]) -> None:
        """Take the catalogue of the newest snapshot."""
        self.finder.show_cameras(cameras)

    def standing_of(self, camera: CameraRow) -> Standing:
        """How a camera stands now: by the wall, else by the newest look."""
        return self.standings()(camera)

    def standings(self) -> Callable[[CameraRow], Standing]:
        """The same for many cameras at one instant; the wall is asked once."""
        engine, now = self._parts.engine, self._model.now()
        watched = {one: engine.status(one) for one in engine.watched()}
        looks, seen = self._parts.desk.looks.known, self._wall_looks.known
        diagnosing = self._parts.desk.diagnosing

        def of(camera: CameraRow) -> Standing:
            look, fresh = looks.get(camera.id), seen.get(camera.id)
            if fresh is not None:
                look = fresh.after(look)
            status = watched.get(camera.id)
            ask = diagnosing.health if status is not None else diagnosing.last_health
            return checked(standing(status, look, now), ask(camera.id), now)

        return of

    def go_to(self, camera_id: str, is_full: bool = False) -> None:
        """Show the camera on the wall and select it; its picture full when asked for."""
        self._model.wall.go_to_camera(camera_id)
        if is_full:
            self._model.wall.open_full()

    def begin(self) -> None:
        """Take the keyboard to search: in the list while it lies over the wall, else in the bar."""
        if self.panel.isVisible():
            self.panel.begin()
        elif self.field.hasFocus():
            words = self.field.text()
            self.field.leave()
            self.everything_wanted.emit(words)
        else:
            self.field.begin()

    def open_panel(self) -> None:
        """Show the list of all cameras, with what stands in the search field."""
        words = self.field.text()
        self.field.leave()
        self.panel.open(words)

    def stop(self) -> None:
        """Look and find no more."""
        self.sweeps.stop()
        self._wall_looks.stop()
        self.finder.stop()
