"""The walk on the screen: head, pictures, keys at the foot, the order at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from duty_desk.desk.patrol_words import skip_reasons
from duty_desk.domain.camera import FIXED_TYPES
from duty_desk.language import mark, tr
from duty_desk.ui import theme
from duty_desk.ui.patrol.beside import Beside
from duty_desk.ui.patrol.order_list import OrderCard
from duty_desk.ui.patrol.preset_caller import PresetCaller
from duty_desk.ui.patrol.reason_bar import ReasonBar
from duty_desk.ui.patrol.rest_nudge import RestNudge
from duty_desk.ui.patrol.stage import Stage
from duty_desk.ui.patrol.walk_foot import WalkFoot
from duty_desk.ui.patrol.walk_head import WalkHead
from duty_desk.ui.patrol.walk_model import WalkModel
from duty_desk.ui.watch.ptz_model import AIM_FAULT

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from duty_desk.desk.patrol_views import CheckpointRow
    from duty_desk.desk.views import Snapshot
    from duty_desk.ui.problems.form_model import DeskSide
    from duty_desk.ui.watch.model import WatchModel
    from duty_desk.video.engine import VideoEngine
    from duty_desk.video.onvif_camera import Preset

ORDER_PX, NARROW_ORDER_PX, NARROW_BELOW_PX = 398, 300, 1500
DWELL_MS = 100
_WHY_DARK = (
    ("black", mark("黑屏或无信号")),
    ("covered", mark("镜头被遮挡")),
    ("blurred", mark("画面模糊，看不清")),
    ("turned", mark("方位不准，看不到点位")),
    ("glare", mark("逆光或夜间太暗")),
)


class WalkView(QWidget):
    """Builds the walk around a `WalkModel`.

    Signals:
        problem_wanted(CheckpointRow): F8 at a checkpoint.
        fault_wanted(CheckpointRow, str): F9, and the code of its kind where that was said.
    """

    problem_wanted = Signal(object)
    fault_wanted = Signal(object, str)

    def __init__(self, side: DeskSide, watch: WatchModel, engine: VideoEngine) -> None:
        super().__init__()
        self._watch = watch
        self.stage = Stage(watch, engine)
        self.model = WalkModel(side, self.stage.seen, self)
        self.presets = PresetCaller(side, self.model, watch, self)
        self.stage.use(self.model, self.presets.is_turning)
        self.beside = Beside(side, self.stage, self.model)
        self.head, self.foot = WalkHead(), WalkFoot()
        self.reasons = ReasonBar()
        self.nudge = RestNudge(side.time)
        self.order = OrderCard(self.model)
        self._lay_out()
        self._connect()
        self._timer = QTimer(self)
        self._timer.setInterval(DWELL_MS)
        self._timer.timeout.connect(self._show_dwell)
        self._timer.start()
        self.setFocusProxy(self.stage)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """The desk has news."""
        self.model.show_snapshot(snapshot)
        closed = ("verified", "dismissed", "voided")
        self.order.show_lost(
            frozenset(row.camera_id for row in snapshot.faults if row.state not in closed)
        )

    def do(self, name: str) -> None:
        """Do what a key or a button asks for, by its name."""
        model, point = self.model, self.model.selected()
        if name == "pause":
            model.pause()
        elif name == "close":
            self.reasons.ask(tr("提前结束本轮，写明原因："), (), model.close)
        elif point is None or not model.is_walking:
            return
        elif name == "problem":
            self.problem_wanted.emit(point)
        elif name == "fault":
            self.fault_wanted.emit(point, "")
        elif name == "preset":
            self.presets.offer(point)
        elif name == "skip":
            self.reasons.ask(tr("跳过 {about}，因为：", about=_about(point)), _skips(), model.skip)
        elif name == "not_viewable":
            self._ask_dark()
        elif name == "confirm":
            model.normal(is_confirmed=True)
        else:
            model.normal()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.foot.retranslate()
        self.nudge.retranslate()
        self.reasons.retranslate()
        self._show_walk()

    def stop(self) -> None:
        """Show nothing new any more."""
        self._timer.stop()
        self.stage.stop()
        self.presets.leave()

    # --- building ------------------------------------------------------------------------

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(self.head)
        left.addWidget(self.nudge)
        left.addWidget(self.stage, 1)
        left.addWidget(self.reasons)
        left.addWidget(self.foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addLayout(left, 1)
        row.addWidget(self.order)

    def _connect(self) -> None:
        model = self.model
        model.changed.connect(self._show_walk)
        model.arrived.connect(self.reasons.leave)
        model.said.connect(self.foot.say)
        self.presets.said.connect(self.foot.say)
        self.presets.offered.connect(self._choose_preset)
        self.presets.stuck.connect(self._offer_report)
        self.foot.wanted.connect(self.do)
        self.order.chosen.connect(model.go_to)
        self.stage.picked.connect(model.select)
        self.reasons.left.connect(self.stage.setFocus)
        self.nudge.paused.connect(model.pause)

    # --- showing -------------------------------------------------------------------------

    def _show_walk(self) -> None:
        walk, point = self.model.walk, self.model.selected()
        if walk is None:
            return
        self.head.show_round(walk.round)
        if point is not None:
            self.foot.show_point(point, self.model.page_size, can_turn=self._can_turn(point))
        self._show_dwell()

    def _show_dwell(self) -> None:
        walk, point = self.model.walk, self.model.selected()
        if walk is None or point is None or not self.isVisible():
            return
        self.foot.show_dwell(self.model.dwell_ms(point.no), point.min_dwell_ms)
        self.nudge.show_walk(walk)

    def _can_turn(self, point: CheckpointRow) -> bool:
        camera = self._watch.wall.camera(point.camera_id)
        kind = camera.ptz_type if camera is not None else ""
        return bool(point.preset) or (bool(kind) and kind not in FIXED_TYPES)

    def _choose_preset(self, point: CheckpointRow, presets: tuple[Preset, ...]) -> None:
        known = {preset.token: preset for preset in presets}
        shown = tuple((preset.token, preset.name or preset.token) for preset in presets)
        self.reasons.choose(
            tr("{about} 转到哪个预置位？看完自动返回看守位。", about=_about(point)),
            shown,
            lambda token: self.presets.recall(point, known[token]),
        )

    def _offer_report(self, point: CheckpointRow, why: str) -> None:
        self.reasons.choose(
            why,
            ((AIM_FAULT, tr("方位不准，报故障")),),
            lambda kind: self.fault_wanted.emit(point, kind),
        )

    def _ask_dark(self) -> None:
        point = self.model.selected()
        if point is not None:
            usual = tuple((tr(words), tr(words)) for _, words in _WHY_DARK)
            self.reasons.ask(
                tr("{about} 看不了，因为：", about=_about(point)), usual, self.model.not_viewable
            )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < NARROW_BELOW_PX
        self.order.setFixedWidth(theme.px(NARROW_ORDER_PX if is_narrow else ORDER_PX))
        self.beside.place()


def _about(point: CheckpointRow) -> str:
    return f"{point.camera_code} {point.camera_name}"


def _skips() -> tuple[tuple[str, str], ...]:
    return tuple((key, words) for key, words in skip_reasons() if key != "other")
