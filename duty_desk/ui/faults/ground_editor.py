"""The ground of one camera: its zones, its hours, how long a thing must lie, on or off."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTime, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from duty_desk.desk.dumped_words import plan_words
from duty_desk.domain.ground import HOLDS_S, GroundPlan
from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.faults.zone_canvas import ZoneCanvas

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duty_desk.desk.views import CameraRow

_HOUR = 60


class GroundEditor(QWidget):
    """Draws and sets what is watched.

    Signals:
        camera_chosen(str): another camera's ground is drawn.
        kept(str, object): the `GroundPlan` of a camera is to be kept.
    """

    camera_chosen = Signal(str)
    kept = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plans: Mapping[str, GroundPlan] = {}
        self.cameras = QComboBox()
        self.canvas = ZoneCanvas()
        self.from_time, self.to_time = QTimeEdit(), QTimeEdit()
        for edit in (self.from_time, self.to_time):
            edit.setDisplayFormat("HH:mm")
        self.hold, self.is_on = QComboBox(), QCheckBox()
        for hold_s in HOLDS_S:
            self.hold.addItem("", hold_s)
        self.save, self.back = KeyButton("primary", "Ctrl S"), KeyButton("", "Backspace")
        self.clear = KeyButton("", "Delete")
        self._labels = [QLabel() for _ in range(3)]
        self._now, self._help = QLabel(), QLabel()
        for label in (self._now, self._help):
            theme.give_role(label, "second")
            label.setWordWrap(True)
        self._lay_out()
        self.cameras.activated.connect(lambda _row: self._on_camera())
        self.save.clicked.connect(self.keep)
        self.back.clicked.connect(self.canvas.take_back)
        self.clear.clicked.connect(self.canvas.clear)
        self.setFocusProxy(self.canvas)
        self.retranslate()

    # --- what is shown -------------------------------------------------------------------

    @property
    def camera_id(self) -> str:
        """Whose ground is drawn."""
        return str(self.cameras.currentData() or "")

    def show_cameras(self, cameras: tuple[CameraRow, ...]) -> None:
        """Offer these cameras."""
        chosen = self.camera_id
        shown = [self.cameras.itemData(n) for n in range(self.cameras.count())]
        if shown == [row.id for row in cameras]:
            return
        self.cameras.clear()
        for row in cameras:
            self.cameras.addItem(f"{row.code} {row.name}", row.id)
        self.cameras.setCurrentIndex(max(0, self.cameras.findData(chosen)))
        if self.camera_id != chosen:
            self._show_plan()

    def show_plans(self, plans: Mapping[str, GroundPlan]) -> None:
        """What is on record; what is being drawn is not lost by it."""
        is_other = plans.get(self.camera_id) != self._plans.get(self.camera_id)
        self._plans = plans
        if is_other:
            self._show_plan()
        self._show_now()

    def choose(self, camera_id: str) -> None:
        """Draw the ground of this camera."""
        self.cameras.setCurrentIndex(max(0, self.cameras.findData(camera_id)))
        self._on_camera()

    def _on_camera(self) -> None:
        self._show_plan()
        self.camera_chosen.emit(self.camera_id)

    def _show_plan(self) -> None:
        plan = self._plans.get(self.camera_id, GroundPlan())
        self.canvas.show_zones(plan.zones)
        for edit, minute in (
            (self.from_time, plan.from_minute),
            (self.to_time, plan.to_minute),
        ):
            edit.setTime(QTime(minute // _HOUR, minute % _HOUR))
        self.hold.setCurrentIndex(self.hold.findData(plan.hold_s))
        self.is_on.setChecked(plan.is_on)
        self._show_now()

    def _show_now(self) -> None:
        plan = self._plans.get(self.camera_id, GroundPlan())
        on = [one for one in self._plans.values() if one.is_on]
        words = tr(
            "这个点位现在：{plan}。共 {n} 个点位打开了静物提示。", plan=plan_words(plan), n=len(on)
        )
        self._now.setText(words)

    # --- doing ---------------------------------------------------------------------------

    def plan(self) -> GroundPlan:
        """What is set on screen."""
        start, end = self.from_time.time(), self.to_time.time()
        return replace(
            GroundPlan(),
            zones=self.canvas.zones,
            from_minute=start.hour() * _HOUR + start.minute(),
            to_minute=end.hour() * _HOUR + end.minute(),
            hold_s=int(self.hold.currentData()),
            is_on=self.is_on.isChecked(),
        )

    def keep(self) -> None:
        """Have it kept; an area under way is closed first."""
        self.canvas.close_area()
        if self.camera_id:
            self.kept.emit(self.camera_id, self.plan())

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        for label, words in zip(
            self._labels, (tr("每天从"), tr("到"), tr("静止多久提示")), strict=True
        ):
            label.setText(words)
        for row, hold_s in enumerate(HOLDS_S):
            self.hold.setItemText(row, tr("{n} 秒", n=hold_s))
        self.is_on.setText(tr("打开静物提示"))
        self.save.setText(tr("保存"))
        self.back.setText(tr("退一步"))
        self.clear.setText(tr("清除"))
        self._help.setText(
            tr(
                "点地面上的角，或用方向键移动、空格落点；回车或点回第一个角完成一块。"
                "只画地面：路边、桶站旁，避开树和行人常站的地方。只在画面打开时检查，只提示、不计时。"
            )
        )
        self._show_now()

    # --- building ------------------------------------------------------------------------

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.cameras, 1)
        row.addWidget(self.is_on)
        for label, edit in zip(
            self._labels, (self.from_time, self.to_time, self.hold), strict=True
        ):
            row.addWidget(label)
            row.addWidget(edit)
        for button in (self.back, self.clear, self.save):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(row)
        column.addWidget(self.canvas, 1)
        column.addWidget(self._now)
        column.addWidget(self._help)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
