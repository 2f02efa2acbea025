"""R, Ctrl+C and the clips of problems, joined to the watch page, the form and the window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from duty_desk.desk.clips import ComingClip
from duty_desk.language import mark, tr
from duty_desk.ui.watch.replay_model import ReplayModel, Shown
from duty_desk.ui.watch.replay_panel import ReplayPanel
from duty_desk.ui.watch.still_copy import StillCopy

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtWidgets import QWidget

    from duty_desk.desk.dumped_views import DumpedRow
    from duty_desk.desk.views import ProblemDetail
    from duty_desk.ui.faults.dumped_view import DumpedView
    from duty_desk.ui.patrol.feature import PatrolFeature
    from duty_desk.ui.problems.form import ProblemForm
    from duty_desk.ui.problems.form_model import DeskSide
    from duty_desk.ui.problems.page import ProblemsPage
    from duty_desk.ui.watch.model import WatchModel
    from duty_desk.ui.watch.page import WatchPage
    from duty_desk.ui.watch.replay_model import Taken
    from duty_desk.video.engine import VideoEngine


class ReplayFeature(QObject):
    """Everything of replays in one window.

    Signals:
        said(str, str): a sentence for the operator, and its level.
        closed(): the panel is gone; the keyboard is free.
    """

    said = Signal(str, str)
    closed = Signal()

    def __init__(
        self, side: DeskSide, watch: WatchModel, engine: VideoEngine, window: QWidget
    ) -> None:
        super().__init__(window)
        self._watch = watch
        self._form: ProblemForm | None = None
        self._patrol: PatrolFeature | None = None
        self.model = ReplayModel(engine, side.bridge, side.time, self)
        self.panel = ReplayPanel(self.model, window)
        self.copy = StillCopy(side, watch, engine, self)
        self.copy.said.connect(self.said)
        self.model.said.connect(self.said)
        self.model.closed.connect(self.closed)
        self.model.taken.connect(self._on_taken)

    @property
    def is_open(self) -> bool:
        """Whether a replay lies over the page."""
        return self.panel.isVisible()

    def join(self, page: WatchPage, form: ProblemForm, problems: ProblemsPage) -> None:
        """Put R on the wall, and the clip of a problem into its form and beside its pictures."""
        self._form = form
        page.keys.add("R", self.open_selected)
        page.keys.add("Ctrl+C", self.copy.copy_selected, takes_wall=False)
        button = page.toolbar.add_tool("history", mark("回放 30 s"), "R")
        button.clicked.connect(self.open_selected)
        form.clip_wanted.connect(self.open_problem)
        form.closed.connect(self.model.close)
        problems.panel.clip_wanted.connect(self.open_problem)
        self._watch.problem_found.connect(self.model.close)

    def close(self) -> None:
        """Let everything go: the window closes."""
        self.model.close()
        self.copy.close()

    def join_round(self, patrol: PatrolFeature) -> None:
        """Put R on a round: the camera of the checkpoint, and a problem found so is its problem."""
        self._patrol = patrol
        patrol.page.keys.add("R", self._open_in_round)
        # F5 means the live round: keys must not reach it beneath a replay.
        patrol.page_wanted.connect(self.model.close)
        self.model.opened.connect(partial(patrol.stage.cover, is_covered=True))
        self.model.closed.connect(partial(patrol.stage.cover, is_covered=False))

    def cover(self, area: QRect) -> None:
        """Lie over this part of the window only."""
        self.panel.cover(area)

    def open_selected(self) -> None:
        """Replay the selected camera."""
        wall = self._watch.wall
        camera = wall.camera(wall.selected_id())
        if camera is None:
            words = tr("还没有选中点位。请先用方向键或鼠标选一格画面，再按 R。")
            self.said.emit(words, "attention")
            return
        self.model.open_camera(Shown(camera))

    def _open_in_round(self) -> None:
        camera = self._patrol.camera_in_view() if self._patrol is not None else None
        if camera is not None:
            self.model.open_camera(Shown(camera))

    def open_problem(self, detail: ProblemDetail) -> None:
        """Replay what is kept of a problem; while that is under way, what the camera still has."""
        camera = self._watch.wall.camera(detail.row.camera_id)
        if camera is None:
            self.said.emit(tr("这个点位已不在目录里，片段请到证据文件夹里看。"), "attention")
            return
        shown = Shown(camera, detail.row.id, detail.row.found_at)
        if detail.clips:
            self.model.open_clips(shown, detail.clips)
        else:
            self.model.open_camera(shown)

    def join_hints(self, hints: DumpedView) -> None:
        """Put the clip of a hint beside its pictures; a frame of it can be made a problem."""
        hints.clip_wanted.connect(self._open_hint)

    def _open_hint(self, hint: DumpedRow) -> None:
        camera = self._watch.wall.camera(hint.camera_id)
        if camera is not None and hint.clip is not None:
            self.model.open_clips(Shown(camera, "", hint.seen_at, is_sight=True), (hint.clip,))

    def _on_taken(self, taken: Taken) -> None:
        problem_id = self.model.shown.problem_id if self.model.shown else ""
        form = self._form
        if not problem_id:
            if self._patrol is not None:
                self._patrol.expect_problem(taken.picked.camera_id)
            clip = ComingClip(taken.clip, taken.pressed) if taken.clip is not None else None
            self._watch.save_problem(taken.picked, clip)
        elif form is not None and form.model is not None:
            form.add_shot(taken.picked)
            self.model.close()
        else:
            self.said.emit(tr("要补截图，请先打开这个问题的表单，再从片段里截。"), "attention")
