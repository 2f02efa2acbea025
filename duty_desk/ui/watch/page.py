"""The watch page: the wall, its bar, today's journal, and the clocks at the side."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from duty_desk.language import mark, tr
from duty_desk.ui import theme
from duty_desk.ui.watch.clock_panel import PUSH_KEY, ClockPanel
from duty_desk.ui.watch.journal_table import EDGE_PX, FEWEST_ROWS, ROW_PX, JournalTable
from duty_desk.ui.watch.name_box import NameBox
from duty_desk.ui.watch.page_keys import PageKeys
from duty_desk.ui.watch.ptz_panel import PtzPanel
from duty_desk.ui.watch.second_screen import SecondScreen, WallStage
from duty_desk.ui.watch.toolbar import WallToolbar
from duty_desk.ui.watch.wall import Wall
from duty_desk.ui.watch.wall_model import LAYOUTS

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from duty_desk.ui.alarm import Alarms
    from duty_desk.ui.watch.model import WatchModel

MARGIN_PX, SPACING_PX = 14, 12
SIDE_PX, NARROW_SIDE_PX, NARROW_BELOW_PX = 372, 328, 1500
USUAL_ROWS, LOW_BELOW_PX = 4, 800


class WatchPage(QWidget):
    """Builds the page around a `WatchModel`."""

    def __init__(self, model: WatchModel, alarms: Alarms, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.keys = PageKeys(self)
        self._below: list[QWidget] = []
        self.wall = Wall(model)
        self.ptz = PtzPanel(model.ptz, self.wall, model.wall)
        self.stage = WallStage(self.wall)
        self.clocks = ClockPanel(model, alarms)
        self.toolbar = WallToolbar(model.wall, model.carousel, NameBox(self))
        self._journal = JournalTable(model.journal)
        self._lay_out()
        self.keys.serve(self)
        self.second = SecondScreen(self.stage, self.keys, self)
        self._connect()
        self._add_keys()
        self._on_second_changed()

    def add_side(self, panel: QWidget) -> None:
        """Put a panel below the clocks."""
        self._side.addWidget(panel)
        self._below.append(panel)

    def start(self) -> None:
        """Begin to show moving pictures and to count."""
        self.wall.start()
        self.clocks.start()

    def stop(self) -> None:
        """Show nothing new any more."""
        self.wall.stop()
        self.clocks.stop()
        self._model.ptz.close()
        self._model.streams.stop()
        self.second.close()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.stage, 1)
        left.addSpacing(6)
        left.addWidget(self.toolbar)
        left.addSpacing(18)
        left.addWidget(self._journal)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX)
        row.setSpacing(SPACING_PX)
        row.addLayout(left, 1)
        self._side = QVBoxLayout()
        self._side.setSpacing(SPACING_PX)
        self._side.addWidget(self.clocks, 1)
        row.addLayout(self._side)

    def _connect(self) -> None:
        model, toolbar = self._model, self.toolbar
        toolbar.reported.connect(model.report_problem)
        toolbar.retried.connect(model.retry)
        toolbar.moved_out.connect(self.second.toggle)
        model.trouble_changed.connect(toolbar.show_trouble)
        for taken in (self.keys.pressed, self.wall.taken, toolbar.taken):
            taken.connect(self._pause_carousel)
        model.problem_found.connect(self._pause_carousel)
        model.wall.moved.connect(self._say_moved)
        model.form_awaited.connect(self._call_keyboard)
        model.wall.selected.connect(self._leave_camera)
        self.second.said.connect(model.said)
        self.second.changed.connect(self._on_second_changed)

    def _add_keys(self) -> None:
        wall = self._model.wall
        self.keys.add("Ctrl+R", self._model.retry)
        self.keys.add("F8", self._model.report_problem)
        self.keys.add("Esc", wall.close_full)
        self.keys.add("PgUp", lambda: wall.turn(-1))
        self.keys.add("PgDown", lambda: wall.turn(1))
        self.keys.add("P", self._toggle_carousel, takes_wall=False)
        self.keys.add("Ctrl+Z", wall.put_back)
        self.keys.add("G", self.toolbar.open_scopes)
        self.keys.add("T", self._turn_camera)
        self.toolbar.add_tool("arrows-move", mark("云台"), "T").clicked.connect(self._turn_camera)
        self.keys.add("W", self.second.toggle, takes_wall=False)
        self.keys.add(PUSH_KEY, self.clocks.open_first)
        for number, layout in enumerate(LAYOUTS, start=1):
            self.keys.add(str(number), partial(wall.use_layout, layout))

    def _turn_camera(self) -> None:
        camera = self._model.wall.camera(self._model.wall.selected_id())
        if camera is not None:
            self._model.ptz.open(camera)

    def _leave_camera(self, selected_id: str) -> None:
        camera = self._model.ptz.camera
        if camera is not None and camera.id != selected_id:
            self._model.ptz.close()

    def _say_moved(self, camera_id: str) -> None:
        camera = self._model.wall.camera(camera_id)
        if camera is not None:
            words = tr("{code} {name} 换了位置，Ctrl+Z 放回。", code=camera.code, name=camera.name)
            self._model.said.emit(words, "done")

    def _toggle_carousel(self) -> None:
        if self._model.wall.screens() > 1 or self._model.carousel.is_running():
            self._model.carousel.toggle()
        else:
            self._model.said.emit(tr("只有一屏画面，不用轮巡。"), "attention")

    def _pause_carousel(self) -> None:
        if self._model.carousel.pause():
            self._model.said.emit(tr("轮巡已暂停，按 P 继续。"), "attention")

    def _call_keyboard(self, is_coming: bool) -> None:
        """A form opens in the main window: keys pressed on the wall's window go there."""
        if is_coming and self.second.is_out():
            self.window().activateWindow()

    def _on_second_changed(self) -> None:
        """Keys reach the wall from the page wherever it stands."""
        is_out = self.second.is_out()
        self.stage.setCurrentIndex(self.stage.count() - 1 if is_out else 0)
        self.toolbar.show_second(has_second=self.second.has_second(), is_out=is_out)
        self.setFocusProxy(self.stage if is_out else self.wall)
        if is_out:
            self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not (self.second.is_out() and self.wall.take_key(event)):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < NARROW_BELOW_PX
        side = theme.px(NARROW_SIDE_PX if is_narrow else SIDE_PX)
        for panel in (self.clocks, *self._below):
            panel.setFixedWidth(side)
        # What street pictures of 16:9 leave over belongs to the journal.
        wall_width = self.width() - side - 2 * MARGIN_PX - SPACING_PX
        room = self.height() - 2 * MARGIN_PX - self.toolbar.sizeHint().height() - 24
        rows = (room - wall_width * 9 // 16 - EDGE_PX) // theme.px(ROW_PX)
        fewest = USUAL_ROWS if self.height() >= theme.px(LOW_BELOW_PX) else FEWEST_ROWS
        self._journal.show_rows(max(rows, fewest))
