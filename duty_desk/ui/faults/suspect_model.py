"""One suspicion being looked at, or an event of several, without its widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from duty_desk.domain.suspicion import SuspicionState
from duty_desk.language import tr
from duty_desk.ui.problems.draft_keeper import while_alive

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from duty_desk.desk.diagnosis_views import ReferenceView, SuspicionDetail, SuspicionRow
    from duty_desk.desk.evidence import Picked
    from duty_desk.desk.fault_views import FaultDetail, FaultRow
    from duty_desk.ui.faults.suspects import Suspect
    from duty_desk.ui.problems.form_model import DeskSide


class SuspectModel(QObject):
    """The suspicion chosen on the page. What it says becomes a fault only by the operator's word.

    Signals:
        changed(): another suspicion, or more is known of it.
        refused(str): a finished sentence.
        told(str): a sentence about what was done.
        made(object): the operator confirmed; these `FaultDetail`s began.
        left(): it was decided or is over; the list goes on.
    """

    changed = Signal()
    refused = Signal(str)
    told = Signal(str)
    made = Signal(object)
    left = Signal()

    def __init__(self, side: DeskSide, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._bridge, self._time = side.desk, side.bridge, side.time
        self.suspect: Suspect | None = None
        self.detail: SuspicionDetail | None = None
        self.history: tuple[FaultRow, ...] = ()
        self.is_deciding = False  # the operator's word is on its way
        self._spared: set[str] = set()

    # --- what is shown -------------------------------------------------------------------

    @property
    def id(self) -> str:
        """The id of the line, "" for none."""
        return self.suspect.id if self.suspect else ""

    def show(self, suspect: Suspect | None) -> None:
        """Look at this one from now on; at none."""
        if suspect == self.suspect:
            return
        is_same = self.suspect is not None and suspect is not None and suspect.id == self.id
        head = self.suspect.head.id if self.suspect else ""
        self.suspect = suspect
        if not is_same:
            self._spared.clear()
            self.detail, self.history = None, ()
            self.is_deciding = False
        if suspect is not None and (self.detail is None or suspect.head.id != head):
            row = suspect.head
            self._ask(self._desk.suspicions.detail(row.id), self._take_detail)
            self._ask(self._desk.faults.of_camera(row.camera_id), self._take_history)
        self.changed.emit()

    def now(self) -> int:
        """The time, UTC ms."""
        return self._time.now_ms()

    def members(self) -> tuple[SuspicionRow, ...]:
        """The open suspicions of the event; one alone is its own event."""
        return self.suspect.members if self.suspect else ()

    def is_meant(self, suspicion_id: str) -> bool:
        """Whether the operator's word is about this one too."""
        return suspicion_id not in self._spared

    def spare(self, suspicion_id: str, *, is_spared: bool) -> None:
        """Take one camera of the event out, or in again."""
        (self._spared.add if is_spared else self._spared.discard)(suspicion_id)
        self.changed.emit()

    # --- doing ---------------------------------------------------------------------------

    def confirm(self, picked: Picked | None = None) -> None:
        """The operator says: these are faults. Their clocks begin now."""
        ids = self._meant()
        if not ids:
            return

        def done(details: tuple[FaultDetail, ...]) -> None:
            self.told.emit(tr("已确认 {n} 个故障，10 分钟报修时限开始。", n=len(details)))
            self.made.emit(details)

        self.is_deciding = True
        only = picked if len(ids) == 1 else None
        self._ask(self._desk.suspicions.confirm(ids, picked=only), done)

    def dismiss(self, reason: str) -> None:
        """The operator says: no fault."""
        ids = self._meant()
        if not ids:
            return

        def done(_none: object) -> None:
            self.told.emit(tr("已记为误报，原因已留存；同样的疑似暂时不再提示。"))
            self.left.emit()

        self.is_deciding = True
        self._ask(self._desk.suspicions.dismiss(ids, reason), done)

    def renew(self, reason: str) -> None:
        """Have a view learned from what the camera shows now; it waits to be confirmed."""
        if self.suspect is not None:
            self.told.emit(tr("正在学习新的基准，约半分钟；学好后在“基准画面”里确认。"))
            future = self._desk.diagnosing.relearn(self.suspect.head.camera_id, reason)
            self._ask(future, self._on_renewed)

    def _on_renewed(self, view: ReferenceView) -> None:
        code = view.camera_code
        self.told.emit(tr("{code} 的新基准已学好，请到“基准画面”核对确认；旧的会保留。", code=code))

    # --- inside --------------------------------------------------------------------------

    def _meant(self) -> list[str]:
        found = [
            row.id
            for row in self.members()
            if self.is_meant(row.id) and row.state == SuspicionState.OPEN
        ]
        if not found and self.suspect is not None:
            self.refused.emit(tr("没有勾选任何点位；没有记录。"))
        return found

    def _take_detail(self, detail: SuspicionDetail) -> None:
        if self.suspect is not None and detail.row.id == self.suspect.head.id:
            self.detail = detail
            self.changed.emit()

    def _take_history(self, found: tuple[FaultRow, ...]) -> None:
        if self.suspect is not None:
            self.history = found
            self.changed.emit()

    def _ask(self, future: Future[Any], done: Callable[[Any], None]) -> None:
        self._bridge.when_done(future, while_alive(self, done), while_alive(self, self._refuse))

    def _refuse(self, sentence: str) -> None:
        self.is_deciding = False
        self.refused.emit(sentence)
