"""The window: top bar, rail, pages, the strip of clocks, the problem form, toasts and alarms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from duty_desk.language import language, mark, tr
from duty_desk.ui import icons, theme
from duty_desk.ui.alarm import Alarms
from duty_desk.ui.clock_strip import ClockStrip
from duty_desk.ui.duty.feature import DutyFeature
from duty_desk.ui.faults import form as fault_form
from duty_desk.ui.faults.feature import FaultFeature
from duty_desk.ui.footage.feature import FootageFeature
from duty_desk.ui.hairline import hairline
from duty_desk.ui.handover.feature import HandoverFeature
from duty_desk.ui.keys_panel import KeysPanel
from duty_desk.ui.page_help import KEYS_OF_PAGE
from duty_desk.ui.pages import FAULTS, HANDOVER, PAGES, PATROL, PROBLEMS, WATCH
from duty_desk.ui.patrol.feature import PatrolFeature
from duty_desk.ui.people.feature import PeopleFeature
from duty_desk.ui.problems import clipboard, form_actions
from duty_desk.ui.problems.form import ProblemForm
from duty_desk.ui.problems.form_model import DeskSide
from duty_desk.ui.problems.page import ProblemsPage
from duty_desk.ui.problems.pictures import PictureShelf
from duty_desk.ui.rail import Rail
from duty_desk.ui.reports.feature import ReportsFeature
from duty_desk.ui.review.feature import ReviewFeature
from duty_desk.ui.search.feature import SearchFeature
from duty_desk.ui.toast import Toast
from duty_desk.ui.top_bar import TopBar
from duty_desk.ui.watch.catalogue import Catalogue
from duty_desk.ui.watch.model import WatchModel
from duty_desk.ui.watch.own_walls import OwnWalls
from duty_desk.ui.watch.page import MARGIN_PX, WatchPage
from duty_desk.ui.watch.replay_feature import ReplayFeature
from duty_desk.ui.watch.replay_panel import KEYS as REPLAY_KEYS

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.desk.desk import Happened
    from duty_desk.desk.views import Snapshot
    from duty_desk.ui.desk_bridge import DeskBridge
    from duty_desk.ui.pages import PageEntry
    from duty_desk.ui.parts import Parts
    from duty_desk.ui.remembered import Remembered

_MOVES = (QEvent.Type.Resize, QEvent.Type.Move)
SMALLEST = (1180, 660)  # leaves room for the frame on a screen of 1280x720


@dataclass(frozen=True)
class WindowSide:
    """What the window is joined to."""

    parts: Parts
    bridge: DeskBridge
    memory: Remembered


class MainWindow(QWidget):
    """Everything the operator sees.

    Signals:
        language_asked(str), look_asked(str): switch the whole application.
        sound_test_asked(): let the three sounds be heard.
    """

    language_asked = Signal(str)
    look_asked = Signal(str)
    sound_test_asked = Signal()

    def __init__(self, side: WindowSide) -> None:
        super().__init__()
        parts = side.parts
        self._parts, self._memory, self._bridge = parts, side.memory, side.bridge
        desk_side = DeskSide(parts.desk, side.bridge, parts.time, side.memory.settings)
        self.alarms = Alarms(self)
        walls = OwnWalls(parts.state_folder / "walls.json")
        self.watch = WatchModel(desk_side, parts.engine, self, parts.stream, walls)
        self._build(desk_side)
        self._lay_out()
        self._connect()
        self._is_shown = False
        self._restore()
        # Only now: building the wall must not overwrite what is remembered of it.
        self.watch.wall.arranged.connect(self._keep_wall)
        self.watch.carousel.changed.connect(self._keep_wall)
        self.watch_page.second.wished.connect(self._keep_second)
        self.retranslate()
        self.show_snapshot(parts.desk.snapshot)
        if parts.is_demo:
            self.watch_page.ptz.admit_demo()
        self.watch_page.start()
        if not parts.is_demo:  # whose street goes through faults of its own
            self.catalogue.sweeps.repeat(self._is_calm)

    # --- what is shown -------------------------------------------------------------------

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the desk as it stands."""
        self.watch.show_snapshot(snapshot)
        self.catalogue.show_cameras(snapshot.cameras)
        self.patrol.show_snapshot(snapshot)
        self.handover.show_snapshot(snapshot)
        self.problems_page.show_snapshot(snapshot)
        self.alarms.show_snapshot(snapshot)
        broken = self.faults.show_snapshot(snapshot)
        self.top_bar.show_snapshot(snapshot)
        self.people.show_snapshot(snapshot)
        waiting = sum(row.state == "found" for row in snapshot.problems)
        late = {clock.noun for clock in snapshot.clocks if clock.is_breached}
        self._show_badge(PROBLEMS, waiting, is_urgent="problem" in late)
        self._show_badge(FAULTS, broken, is_urgent="fault" in late)
        self._trouble.setText(snapshot.store_words)
        self._trouble.setVisible(snapshot.store_state != "ok")

    def _show_badge(self, page: PageEntry, count: int, *, is_urgent: bool) -> None:
        self.rail.button(page.id).show_badge(count, "urgent" if is_urgent else "attention")

    def page(self) -> str:
        """The id of the page that is shown."""
        return PAGES[self._stack.currentIndex()].id

    def show_page(self, page_id: str) -> None:
        """Show a page; the wall keeps its pictures meanwhile."""
        numbers = {page.id: number for number, page in enumerate(PAGES)}
        if page_id not in numbers:
            return
        self._stack.setCurrentIndex(numbers[page_id])
        self.rail.show_page(page_id)
        self.strip.setVisible(page_id != WATCH.id)
        self._memory.keep(page=page_id)
        self._place_over()
        if not self.form.is_open and not self.fault_form.is_open:
            self._focus_page()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        name = tr("值守台 · 演示") if self._parts.is_demo else tr("值守台")
        self.setWindowTitle(f"{name} · {self._place()}")
        self._trouble.setAccessibleName(tr("记录库异常"))

    def restyle(self, look: str) -> None:
        """Take over another set of colours."""
        self.top_bar.show_look(look)
        icons.recolour(self)
        self.update()

    def _is_calm(self) -> bool:
        """Whether nobody is at work on a problem or a fault."""
        return not self.form.is_open and not self.fault_form.is_open

    def _place(self) -> str:
        return f"{self._parts.desk.hall} · {self._parts.desk.seat}"

    # --- building ------------------------------------------------------------------------

    def _build(self, desk_side: DeskSide) -> None:
        self.setMinimumSize(*SMALLEST)
        self.top_bar = TopBar(self._parts.time, self._place)
        self.people = PeopleFeature(desk_side, self._parts, self.top_bar, self)
        self.rail = Rail(PAGES)
        self.strip = ClockStrip(self.watch, self.alarms, self)
        self.watch_page = WatchPage(self.watch, self.alarms)
        self.catalogue = Catalogue(self.watch_page, self.watch, self._parts, self._bridge)
        self._stack = QStackedWidget()
        shelf = PictureShelf(self._bridge)
        self.problems_page = ProblemsPage(desk_side, shelf)
        self.faults = FaultFeature(desk_side, self.watch, self._parts.engine, self)
        fault_tabs = self.faults.build(shelf, self)
        self.faults_page = self.faults.page
        self.patrol = PatrolFeature(desk_side, self.watch, self._parts.engine, self)
        self.handover = HandoverFeature(desk_side, self, self.rail.button(HANDOVER.id))
        first = self.watch_page, self.patrol.page, self.problems_page, fault_tabs
        self.footage = FootageFeature.joined(
            self, desk_side, (self.watch, self._parts.engine, shelf)
        )
        self.review = ReviewFeature.joined(self, desk_side)
        for page in (*first, self.footage.page, self.handover.page, self.review.page):
            self._stack.addWidget(page)
        self.reports = ReportsFeature.joined(self, desk_side, shelf, self._stack)
        self.duty = DutyFeature(desk_side, self.watch, self.alarms, self)
        self.duty.join(self.top_bar, self.handover.page)
        self._trouble = QLabel()
        self._trouble.setWordWrap(True)
        self._trouble.setTextFormat(Qt.TextFormat.PlainText)
        theme.give_role(self._trouble, "trouble")
        self.form = ProblemForm(desk_side, self, shelf)
        self.fault_form = self.faults.form
        self.faults.join(self.watch_page)
        self.patrol.join(self.faults, self.alarms, self.top_bar)
        self.watch_page.add_side(self.patrol.today)
        self.replay = ReplayFeature(desk_side, self.watch, self._parts.engine, self)
        self.replay.join(self.watch_page, self.form, self.problems_page)
        self.replay.join_round(self.patrol)
        self.replay.join_hints(self.faults.dumped)
        self.toast = Toast(self, self.top_bar.free_rooms)
        self._stack.installEventFilter(self)
        self.keys = KeysPanel(self)
        self.search = SearchFeature.joined(self, desk_side)

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self._trouble)
        right.addWidget(self._stack, 1)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self.rail)
        below.addWidget(hairline(is_upright=True))
        below.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addWidget(hairline(is_upright=False))
        column.addWidget(self.people.bar)
        column.addLayout(below, 1)

    def _connect(self) -> None:
        self._connect_talk()
        self._bridge.happened.connect(self._on_happened)
        self._bridge.alarmed.connect(self.alarms.raise_alarm)
        self._bridge.failed.connect(lambda sentence: self.toast.say(sentence, "urgent"))
        self.watch.problem_found.connect(self.faults.leave)
        self.watch.problem_found.connect(self.form.open)
        self.faults.dumped.problem_made.connect(self.form.open)
        self.faults.opening.connect(self._park_form)
        self.fault_form.closed.connect(self._focus_page)
        self.fault_form.closed.connect(self.patrol.form_closed)
        self.patrol.page_wanted.connect(partial(self.show_page, PATROL.id))
        self.patrol.round_known.connect(self.form.show_round)
        self.watch_page.second.changed.connect(self._hand_over_streams)
        self.patrol.stage.seen_changed.connect(self._hand_over_streams)
        self.replay.closed.connect(self._leave_replay)
        self.watch.form_awaited.connect(self.form.expect)
        self.watch.copy_ready.connect(lambda preview: clipboard.put(preview.text, preview.card))
        self.watch.online_changed.connect(self.top_bar.show_online)
        self.problems_page.form_wanted.connect(self.form.open)
        self.form.more_shot_wanted.connect(self._on_more_shot)
        self.form.next_wanted.connect(self._on_next_problem)
        self.form.closed.connect(self._focus_page)
        self.form.closed.connect(self.patrol.form_closed)
        self.strip.opened.connect(self.watch.open_subject)
        self.keys.closed.connect(self._focus_page)
        self.people.left.connect(self._focus_page)
        self.rail.chosen.connect(self.show_page)
        self.top_bar.language_asked.connect(self.language_asked)
        self.top_bar.look_asked.connect(self.look_asked)
        self.top_bar.sound_test_asked.connect(self.sound_test_asked)
        self._connect_keys()

    def _connect_talk(self) -> None:
        talkers = self.faults, self.patrol, self.handover, self.replay, self.watch, self.footage
        pages = self.catalogue, self.form, self.problems_page, self.people, self.duty, self.review
        for part in (*talkers, *pages):
            part.said.connect(self.toast.say)

    def _connect_keys(self) -> None:
        self._on_key("F1", self._show_keys)
        self._on_key("F5", self.patrol.begin)
        self._on_key("F11", self._toggle_full_screen)
        self._on_key("Ctrl+K", self.alarms.acknowledge)
        self._on_key("Ctrl+L", self.people.lock)
        for page in PAGES:
            self._on_key(f"Ctrl+{page.digit}", partial(self.show_page, page.id))

    def _on_key(self, keys: str, slot: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(slot)
        self.watch_page.second.add_key(keys, slot)

    def _restore(self) -> None:
        wall = self.watch.wall
        wall.show_cameras(self._parts.desk.snapshot.cameras)
        layout, screen = self._memory.layout(), self._memory.screen()
        wall.use_scope(self._memory.scope())
        wall.use_layout(layout)
        wall.go_to_screen(screen)
        self.watch.carousel.use_dwell(self._memory.dwell_s())
        if not self._memory.restore_geometry(self):
            self.resize(1600, 900)
            self.setWindowState(Qt.WindowState.WindowMaximized)
        self.show_page(self._memory.page() or WATCH.id)

    # --- slots ---------------------------------------------------------------------------

    def _on_happened(self, happened: Happened) -> None:
        self.show_snapshot(happened.snapshot)
        if any(entry.kind == "camera.changed" for entry in happened.entries):
            self.watch.streams.readdress()
        self.form.on_happened(happened)
        self.faults.on_happened(happened)

    def _on_more_shot(self, camera_id: str) -> None:
        camera = self.watch.wall.camera(camera_id)
        if camera is not None:
            self.watch.take_shot(camera, self.form.add_shot)

    def _on_next_problem(self) -> None:
        if not self.patrol.report_next():
            self.watch.report_problem()

    def _hand_over_streams(self) -> None:
        """In a round only its own pictures are decoded, unless the wall has a screen of its own."""
        is_free = self.patrol.stage.isVisible() and not self.watch_page.second.is_out()
        self.watch_page.wall.rest(is_resting=is_free)

    def _keep_wall(self) -> None:
        """Remember the wall, but not every screen of a carousel."""
        wall, carousel = self.watch.wall, self.watch.carousel
        if not wall.is_full() and not carousel.is_running():
            self._memory.keep_wall(wall.scope(), wall.layout(), wall.screen(), carousel.dwell_s())

    def _keep_second(self, screen_name: str) -> None:
        self._memory.keep(watch__second_screen=screen_name)

    def _show_keys(self) -> None:
        page = PAGES[self._stack.currentIndex()]
        if self.replay.is_open:
            self.keys.toggle(mark("回放"), REPLAY_KEYS)
        elif self.form.is_open:
            self.keys.toggle(mark("报问题"), form_actions.KEYS)
        elif self.fault_form.is_open:
            self.keys.toggle(mark("报故障"), fault_form.KEYS)
        else:
            self.keys.toggle(page.title, KEYS_OF_PAGE[page.id])

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _park_form(self) -> None:
        if self.form.model is not None:
            self.form.model.park()

    def _leave_replay(self) -> None:
        if self.form.is_open:
            self.form.parts.evidence.setFocus()
        else:
            self._focus_page()

    def _focus_page(self) -> None:
        ptz = self.watch_page.ptz  # its arrows and digits would be the wall's otherwise
        page = ptz if ptz.isVisible() else self._stack.currentWidget()
        if page is not None:
            page.setFocus()

    def _place_over(self) -> None:
        """Put the strip beside the page's title and the form over the page, never over clocks."""
        area = QRect(self._stack.mapTo(self, QPoint(0, 0)), self._stack.size())
        inside = area.adjusted(MARGIN_PX, MARGIN_PX, -MARGIN_PX, 0)
        self.strip.fit(inside.topRight(), inside.width() * 2 // 3)
        if self.page() == WATCH.id:
            area.setRight(area.right() - self.watch_page.clocks.width() - MARGIN_PX)
        else:
            area.setTop(self.strip.geometry().bottom() + 6)
        self.form.cover(area)
        self.fault_form.cover(area)
        self.replay.cover(area)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._stack and event.type() in _MOVES:
            self._place_over()
        return super().eventFilter(watched, event)

    # --- Qt ------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._place_over()
        if not self._is_shown:
            self._is_shown = True
            self.watch_page.second.restore(self._memory.second_screen())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self._memory.keep(language=language())
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._memory.keep_geometry(self)
        self._keep_wall()
        self.catalogue.stop()
        self.replay.close()
        self.patrol.stop()
        self.footage.stop()
        self.watch_page.stop()
        super().closeEvent(event)
