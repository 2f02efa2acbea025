"""F9 without its widgets: save that the selected camera is faulty, then ask for the form."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from duty_desk.desk.fault_rules import FoundFault
from duty_desk.domain.fault import SIGNAL_LOST
from duty_desk.language import tr
from duty_desk.ui.problems.draft_keeper import while_alive
from duty_desk.video.stream_state import StreamState

if TYPE_CHECKING:
    from duty_desk.desk.evidence import Picked
    from duty_desk.desk.fault_views import FaultDetail
    from duty_desk.ui.problems.form_model import DeskSide
    from duty_desk.ui.watch.model import WatchModel
    from duty_desk.video.engine import VideoEngine

_GONE = (StreamState.LOST, StreamState.CONNECTING)


class FaultFinder(QObject):
    """Finds a fault at the selected camera: the picture shown then, or none where there is none.

    Signals:
        found(FaultDetail): it is on record, or was before; open its form.
        awaited(bool): it is being saved and a form will follow; or it was refused.
        said(str, str): a sentence for the operator, and its level.
    """

    found = Signal(object)
    awaited = Signal(bool)
    said = Signal(str, str)

    def __init__(
        self, side: DeskSide, watch: WatchModel, engine: VideoEngine, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._side, self._watch, self._engine = side, watch, engine
        self._is_awaited = False
        self._camera_id = ""  # of the finding that was made last

    def find(self, *, is_another: bool = False, kind: str = "", camera_id: str = "") -> None:
        """F9: save it now; a camera whose picture is gone is found with its kind filled in.

        Args:
            is_another: The operator means another fault than the one that is open.
            kind: Code of the kind where the operator has said it already.
            camera_id: Where the operator looks, when it is not the camera selected on the wall.
        """
        at_first = self._camera_id if is_another else ""
        camera_id = camera_id or at_first or self._watch.wall.selected_id()
        camera = self._watch.wall.camera(camera_id)
        if camera is None:
            self.said.emit(
                tr("还没有选中点位。请先用方向键或鼠标选一格画面，再按 F9。"), "attention"
            )
            return
        if self._is_awaited:
            return
        self._camera_id = camera_id
        known = self._seen(camera.id, is_another=is_another)
        known = replace(known, kind=kind or known.kind)
        keep = partial(self._keep, known)
        if not self._watch.shows(camera.id):
            self._await(is_coming=True)
            keep(None)
        elif self._watch.take_shot(camera, keep):
            self._await(is_coming=True)

    def _seen(self, camera_id: str, *, is_another: bool) -> FoundFault:
        """What the tile says at this instant."""
        now = self._watch.now()
        tile = self._watch.look_of(camera_id, now)
        status = self._engine.status(camera_id)
        is_lost = tile.dot == "bad" and (status.state in _GONE or tile.is_veiled)
        newest = status.newest_mono_ms if is_lost else None
        return FoundFault(
            camera_id=camera_id,
            found_at=now.at,
            kind=SIGNAL_LOST if is_lost and not is_another else "",
            down_from_at=None if newest is None else now.wall(newest),
            is_another=is_another,
        )

    def _keep(self, known: FoundFault, picked: Picked | None) -> None:
        found = FoundFault(**{**vars(known), "picked": picked})
        self._side.bridge.when_done(
            self._side.desk.faults.find(found),
            while_alive(self, self._on_found),
            while_alive(self, self._on_refused),
        )

    def _await(self, *, is_coming: bool) -> None:
        self._is_awaited = is_coming
        self.awaited.emit(is_coming)

    def _on_found(self, detail: FaultDetail) -> None:
        self._is_awaited = False
        self.found.emit(detail)

    def _on_refused(self, sentence: str) -> None:
        self._await(is_coming=False)
        self.said.emit(sentence, "urgent")
