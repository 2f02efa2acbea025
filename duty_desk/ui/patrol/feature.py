"""Patrol rounds joined to the window: F5 from anywhere, F8 and F9 in a round, what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from duty_desk.ui.patrol.call_chip import CallChip
from duty_desk.ui.patrol.calls import RoundCalls
from duty_desk.ui.patrol.notices import RoundNotices
from duty_desk.ui.patrol.page import PatrolPage
from duty_desk.ui.patrol.today_panel import TodayPanel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from duty_desk.desk.fault_views import FaultDetail
    from duty_desk.desk.patrol_views import CheckpointRow, RoundRow
    from duty_desk.desk.views import CameraRow, ProblemDetail, Snapshot
    from duty_desk.ui.alarm import Alarms
    from duty_desk.ui.faults.feature import FaultFeature
    from duty_desk.ui.problems.form_model import DeskSide
    from duty_desk.ui.top_bar import TopBar
    from duty_desk.ui.watch.model import WatchModel
    from duty_desk.video.engine import VideoEngine


class PatrolFeature(QObject):
    """Everything of rounds in one window.

    Signals:
        page_wanted(): the patrol page is to be shown.
        round_known(str, str): a problem's id, and the name of the round it was found in.
        said(str, str): a sentence for the operator, and its level.
    """

    page_wanted = Signal()
    round_known = Signal(str, str)
    said = Signal(str, str)

    def __init__(
        self, side: DeskSide, watch: WatchModel, engine: VideoEngine, window: QWidget
    ) -> None:
        super().__init__(window)
        self._side, self._watch = side, watch
        self._notices, self.calls = RoundNotices(), RoundCalls(self)
        self._asked_no = 0  # the checkpoint at which F8 or F9 was pressed
        self.page = PatrolPage(side, watch, engine)
        self.model = self.page.model
        self.stage = self.page.walk_view.stage
        self.today = TodayPanel(self.calls)
        self.page.said.connect(self.said)
        self.calls.told.connect(self.said)
        self.page.walk_view.problem_wanted.connect(self._on_problem)
        watch.problem_saved.connect(self._on_problem_saved)
        watch.problem_found.connect(self._tell_round)
        watch.form_awaited.connect(self._on_awaited)
        self.today.start_wanted.connect(self.begin)
        self.today.missing_wanted.connect(self._on_missing)

    def join(self, faults: FaultFeature, alarms: Alarms, top_bar: TopBar) -> None:
        """Let F9 in a round be a fault of its checkpoint; let waiting rounds be seen and heard."""
        self._faults = faults
        self.calls.sounded.connect(alarms.sounded)
        chip = CallChip(self.calls, top_bar)
        chip.pressed.connect(self.page_wanted)
        top_bar.add_chip(chip)
        self.page.walk_view.fault_wanted.connect(self._on_fault)
        faults.finder.found.connect(self._on_fault_found)
        faults.finder.awaited.connect(self._on_awaited)

    def begin(self) -> None:
        """F5: show the page, start or continue."""
        self.page_wanted.emit()
        self.page.begin()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the desk as it stands."""
        self.page.show_snapshot(snapshot)
        self.calls.show_day(snapshot.patrol, snapshot.at)
        self.today.show_day(snapshot.patrol)
        for sentence, level in self._notices.of(snapshot.patrol):
            self.said.emit(sentence, level)

    def form_closed(self) -> None:
        """A form of a problem or fault is gone."""
        self.model.form_closed()

    def report_next(self) -> bool:
        """F8 in a form that is on its way: the next problem of the checkpoint in view."""
        point = self.model.selected()
        if point is None or not self.stage.isVisible():
            return False
        self._on_problem(point)
        return True

    def camera_in_view(self) -> CameraRow | None:
        """The camera of the checkpoint that keys are about; None when no round is walked."""
        point = self.model.selected()
        if point is None or not self.stage.isVisible():
            return None
        return self._watch.wall.camera(point.camera_id)

    def expect_problem(self, camera_id: str) -> None:
        """A problem is about to be saved from a replay: the checkpoint in view takes it."""
        point, camera = self.model.selected(), self.camera_in_view()
        if point is not None and camera is not None and camera.id == camera_id:
            self._asked_no = point.no

    def stop(self) -> None:
        """Show nothing new any more."""
        self.page.stop()

    # --- slots ---------------------------------------------------------------------------

    def _on_problem(self, point: CheckpointRow) -> None:
        camera = self._watch.wall.camera(point.camera_id)
        if camera is not None:
            self._asked_no = point.no
            self._watch.report_at(camera)

    def _tell_round(self, detail: ProblemDetail) -> None:
        problem_id = detail.row.id

        def known(found: tuple[RoundRow, int] | None) -> None:
            if found is not None:
                self.round_known.emit(problem_id, found[0].name)

        future = self._side.desk.patrol.found_in(detail.row.camera_id, problem_id)
        self._side.bridge.when_done(future, known, lambda _sentence: None)

    def _on_fault(self, point: CheckpointRow, kind: str) -> None:
        self._asked_no = point.no
        self._faults.finder.find(camera_id=point.camera_id, kind=kind)

    def _on_problem_saved(self, detail: ProblemDetail) -> None:
        no = self._answered(detail.row.camera_id)
        if no:
            self.model.found_problem(no, detail.row.id)

    def _on_fault_found(self, detail: FaultDetail) -> None:
        no = self._answered(detail.row.camera_id)
        if no:
            self.model.found_fault(no, detail.row.id)

    def _answered(self, camera_id: str) -> int:
        """The checkpoint that asked, when this is its answer; 0 otherwise."""
        no, self._asked_no = self._asked_no, 0
        asked = next((point for point in self.model.in_view() if point.no == no), None)
        return no if asked is not None and asked.camera_id == camera_id else 0

    def _on_awaited(self, is_coming: bool) -> None:
        if not is_coming:
            self._asked_no = 0

    def _on_missing(self) -> None:
        self.page_wanted.emit()
        row = self.today.row()
        if row is not None and row.id:
            self.page.day_view.show_missing(row)
