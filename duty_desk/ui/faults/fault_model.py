"""One fault being worked on, without its widgets: what may be done about it, and doing it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from duty_desk.domain.fault import FaultState, moves_from
from duty_desk.language import tr
from duty_desk.ui.problems.draft_keeper import while_alive
from duty_desk.ui.problems.time_left import TimeLeft, time_left

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from duty_desk.desk.diagnosis_views import ReferenceView
    from duty_desk.desk.evidence import Picked
    from duty_desk.desk.fault_rules import Told
    from duty_desk.desk.fault_views import FaultDetail, Maintainer
    from duty_desk.desk.views import ChannelRow
    from duty_desk.ui.problems.form_model import DeskSide

SAVED_AFTER_MS = 800


class FaultModel(QObject):
    """The fault of the form, or the one chosen on the page.

    Signals:
        changed(): another fault, or a new state of it.
        refused(str): a finished sentence.
        told(str): a sentence about what was done.
        copy_ready(str, object): put this text and this picture (a path or None) on the clipboard.
    """

    changed = Signal()
    refused = Signal(str)
    told = Signal(str)
    copy_ready = Signal(str, object)

    def __init__(self, side: DeskSide, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._bridge, self._time = side.desk, side.bridge, side.time
        self.detail: FaultDetail | None = None
        self.reference: ReferenceView | None = None  # what the camera has to show
        self.maintainers: tuple[Maintainer, ...] = ()
        self._note: str | None = None
        self._wanted = ""  # the fault asked for last; an answer about another comes too late
        self._saving = QTimer(self)
        self._saving.setSingleShot(True)
        self._saving.setInterval(SAVED_AFTER_MS)
        self._saving.timeout.connect(self.keep_note)

    # --- what is shown -------------------------------------------------------------------

    @property
    def fault_id(self) -> str:
        """The id of the fault, "" for none."""
        return self.detail.row.id if self.detail else ""

    def show(self, detail: FaultDetail | None) -> None:
        """Work on this fault from now on; what was typed for another is kept first."""
        if detail is None or detail.row.id != self.fault_id:
            self.keep_note()
            self.reference = None
        self.detail = detail
        self._wanted = self.fault_id
        if detail is not None:
            views = self._desk.references.of_camera(detail.row.camera_id)
            self._ask(views, partial(self._take_views, detail))
        self._ask(self._desk.faults.maintainers(), self._take_maintainers)
        self.changed.emit()

    def open(self, fault_id: str) -> None:
        """Fetch a fault and work on it, unless another is chosen meanwhile."""
        self._wanted = fault_id
        if fault_id == self.fault_id:
            self.changed.emit()
            return

        def fetched(detail: FaultDetail) -> None:
            if detail.row.id == self._wanted:
                self.show(detail)

        self._ask(self._desk.faults.detail(fault_id), fetched)

    def refresh(self) -> None:
        """Fetch it anew."""
        if self.detail is not None:
            self._do(self._desk.faults.detail(self.fault_id))

    def may(self, kind: str) -> bool:
        """Whether this moment may happen to the fault now."""
        return self.detail is not None and kind in moves_from(FaultState(self.detail.row.state))

    def now(self) -> int:
        """The time, UTC ms."""
        return self._time.now_ms()

    def clock(self) -> TimeLeft | None:
        """The running report clock."""
        clock = self.detail.clock if self.detail else None
        return time_left(clock, self.now()) if clock is not None else None

    def robots(self) -> tuple[ChannelRow, ...]:
        """The group robots that a message to a maintainer may go by."""
        return self._desk.snapshot.maintainer_channels

    def likeness(self) -> tuple[int, str] | None:
        """How much of its confirmed view the camera shows now, per mille; None unknown."""
        camera_id = self.detail.row.camera_id if self.detail else ""
        return self._desk.diagnosing.likeness(camera_id) if camera_id else None

    # --- describing ----------------------------------------------------------------------

    def choose_digit(self, digit: int) -> None:
        """Choose the kind that has this digit."""
        for kind in self._desk.fault_kinds:
            if kind.key == digit:
                self.choose_kind(kind.code)

    def choose_kind(self, code: str) -> None:
        """Say what kind of fault it is."""
        if self.detail is not None and self.may("fault.described"):
            note = self.detail.row.note if self._note is None else self._note
            self._note = None
            self._do(self._desk.faults.describe(self.fault_id, kind=code, note=note))

    def type_note(self, words: str) -> None:
        """Remember what is typed; it is saved when the hand rests."""
        if self.detail is not None and words != self.detail.row.note:
            self._note = words
            self._saving.start()

    def keep_note(self) -> None:
        """Save what was typed."""
        self._saving.stop()
        if self.detail is None or self._note is None:
            return
        words, self._note = self._note, None
        kind = self.detail.row.kind
        self._do(self._desk.faults.describe(self.fault_id, kind=kind, note=words))

    # --- doing ---------------------------------------------------------------------------

    def report(self, told: Told, others: Sequence[str] = ()) -> None:
        """The operator has told the maintainer, of the marked faults too."""
        if self.detail is None:
            return
        self.keep_note()
        ids = tuple(dict.fromkeys((*others, self.fault_id)))

        def done(details: tuple[FaultDetail, ...]) -> None:
            self._take(next(one for one in details if one.row.id == ids[-1]))
            self.told.emit(tr("已记为报修 {n} 个故障，时限已停。", n=len(details)))

        self._ask(self._desk.faults.report(ids, told), done)

    def park(self) -> None:
        """Lay it aside; the clock runs on."""
        self.keep_note()
        if self.may("fault.parked"):
            self._do(self._desk.faults.park(self.fault_id))

    def adjust(self, note: str = "", picked: Picked | None = None) -> None:
        """It was put right at the desk."""
        self._do(self._desk.faults.adjust(self.fault_id, note, picked))

    def dismiss(self, reason: str) -> None:
        """It is no fault."""
        self._do(self._desk.faults.dismiss(self.fault_id, reason))

    def accept(self) -> None:
        """The maintainer has accepted it."""
        self._do(self._desk.faults.accept(self.fault_id))

    def arrive(self) -> None:
        """The maintainer is on site."""
        self._do(self._desk.faults.arrive(self.fault_id))

    def repair(self, cause: str = "") -> None:
        """The maintainer says it is repaired."""
        self._do(self._desk.faults.repair(self.fault_id, cause))

    def verify(self, picked: Picked | None, note: str = "") -> None:
        """The repair holds."""
        self._do(self._desk.faults.verify(self.fault_id, picked, note))

    def reopen(self, reason: str) -> None:
        """The repair does not hold."""
        self._do(self._desk.faults.reopen(self.fault_id, reason))

    def set_maintainer(self, maintainer: Maintainer) -> None:
        """Keep how a maintainer is reached."""
        self._ask(self._desk.faults.set_maintainer(maintainer), lambda _: self.refresh())

    def copy(self, others: Sequence[str] = ()) -> None:
        """Text and picture for the clipboard; the clock runs on until `report`."""
        if self.detail is None:
            return
        self.keep_note()
        ids = tuple(dict.fromkeys((*others, self.fault_id)))
        shots = self.detail.shots
        picture = shots[0].captioned if shots and len(ids) == 1 else None

        def done(text: str) -> None:
            self.copy_ready.emit(text, picture)
            self.told.emit(tr("报修内容已复制。发出或说清后按“已联系”，时限才会停。"))

        self._ask(self._desk.faults.text(ids), done)

    def when_text(self, ids: Sequence[str], done: Callable[[str], None]) -> None:
        """Call `done` with what is told of these faults in one call."""
        self._ask(self._desk.faults.text(ids), done)

    # --- inside --------------------------------------------------------------------------

    def _take_views(self, detail: FaultDetail, found: tuple[ReferenceView, ...]) -> None:
        """The view it was judged by, else the one that holds, by visible light first."""
        if detail.row.id != self.fault_id:
            return
        judged_by = detail.evidence.get("reference", "")
        holding = sorted(
            (view for view in found if view.state == "confirmed"), key=lambda view: view.light
        )
        best = next((view for view in found if view.id == judged_by), None)
        reference = best or next(iter(holding), None)
        if reference != self.reference:
            self.reference = reference
            self.changed.emit()

    def _take_maintainers(self, found: tuple[Maintainer, ...]) -> None:
        if found != self.maintainers:
            self.maintainers = found
            self.changed.emit()

    def _do(self, future: Future[FaultDetail]) -> None:
        self._ask(future, self._take)

    def _take(self, detail: FaultDetail) -> None:
        if detail.row.id == self.fault_id:
            self.detail = detail
            self.changed.emit()

    def _ask(self, future: Future[Any], done: Callable[[Any], None]) -> None:
        self._bridge.when_done(
            future, while_alive(self, done), while_alive(self, self.refused.emit)
        )
