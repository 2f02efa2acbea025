"""Hints of dumped things on screen, without widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from duty_desk.language import tr
from duty_desk.ui.problems.draft_keeper import while_alive

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from concurrent.futures import Future

    from duty_desk.desk.dumped_views import DumpedRow
    from duty_desk.desk.views import ProblemDetail
    from duty_desk.domain.ground import GroundPlan
    from duty_desk.ui.problems.form_model import DeskSide


class DumpedModel(QObject):
    """The hints, and the grounds that are watched.

    Signals:
        listed(): other hints.
        drawn(): other grounds.
        refused(str), told(str): finished sentences.
        made(object): the `ProblemDetail` that a hint became.
    """

    listed = Signal()
    drawn = Signal()
    refused = Signal(str)
    told = Signal(str)
    made = Signal(object)

    def __init__(self, side: DeskSide, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._bridge = side.desk, side.bridge
        self.rows: tuple[DumpedRow, ...] = ()
        self.plans: Mapping[str, GroundPlan] = {}

    def refresh(self) -> None:
        """Fetch everything anew."""
        self._ask(self._desk.dumped.hints(), self._take_rows)
        self._ask(self._desk.dumped.plans(), self._take_plans)

    def row(self, hint_id: str) -> DumpedRow | None:
        """The hint of this id."""
        return next((row for row in self.rows if row.id == hint_id), None)

    def confirm(self, hint_id: str) -> None:
        """It is a problem: its clock runs from this key."""

        def done(detail: ProblemDetail) -> None:
            self.told.emit(tr("已登记为问题 {no}，推送时限从现在算。", no=detail.row.number))
            self.made.emit(detail)
            self.refresh()

        self._ask(self._desk.dumped.confirm(hint_id), done)

    def dismiss(self, hint_id: str, reason: str = "") -> None:
        """It is nothing."""
        future = self._desk.dumped.dismiss(hint_id, reason)
        self._ask(future, lambda _none: self.refresh())

    def draw(self, camera_id: str, plan: GroundPlan) -> None:
        """Keep what is watched on a camera."""

        def done(_none: object) -> None:
            self.told.emit(tr("已保存，已记入日志。"))
            self.refresh()

        self._ask(self._desk.dumped.draw(camera_id, plan), done)

    def _take_rows(self, found: tuple[DumpedRow, ...]) -> None:
        self.rows = found
        self.listed.emit()

    def _take_plans(self, found: Mapping[str, GroundPlan]) -> None:
        self.plans = found
        self.drawn.emit()

    def _ask(self, future: Future[Any], done: Callable[[Any], None]) -> None:
        self._bridge.when_done(
            future, while_alive(self, done), while_alive(self, self.refused.emit)
        )
