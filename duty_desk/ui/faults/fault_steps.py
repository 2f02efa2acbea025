"""What the operator does with the chosen fault, by key or button: one method a step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from duty_desk.language import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.desk.evidence import Picked
    from duty_desk.ui.faults.fault_model import FaultModel
    from duty_desk.ui.faults.list_model import FaultList
    from duty_desk.ui.faults.now_picture import NowPicture
    from duty_desk.ui.faults.panel import FaultPanel


@dataclass(frozen=True)
class FaultSteps:
    """The steps of one fault; what may not happen now is not done."""

    model: FaultModel
    faults: FaultList
    panel: FaultPanel
    now: NowPicture

    def report(self) -> None:
        """The maintainer was told, of the marked faults too."""
        if self.model.may("fault.reported"):
            self.model.report(self.panel.call.told(), self.faults.marked)

    def copy(self) -> None:
        """Text and picture for the clipboard."""
        if self.model.may("fault.reported"):
            self.model.copy(self.faults.marked)

    def ask_dismiss(self) -> None:
        """It is no fault: why?"""
        self._ask("fault.dismissed", tr("误报原因（必填，记录会保留）"), self.model.dismiss)

    def ask_reopen(self) -> None:
        """The repair does not hold: what is wrong?"""
        self._ask("fault.reopened", tr("哪里没修好（必填）"), self.model.reopen)

    def ask_repair(self) -> None:
        """It is repaired: what was it?"""
        if self.model.may("fault.repaired"):
            question = tr("原因、更换的部件（可不填）")
            self.panel.ask(question, self.model.repair, is_needed=False)

    def _ask(self, kind: str, question: str, then: Callable[[str], None]) -> None:
        if self.model.may(kind):
            self.panel.ask(question, then)

    def adjust(self) -> None:
        """It was put right at the desk."""
        if self.model.may("fault.adjusted"):
            self._with_picture(lambda picked: self.model.adjust("", picked), self.model.adjust)

    def verify(self) -> None:
        """The repair holds, by the picture of now or by words."""
        if not self.model.may("fault.verified"):
            return

        def by_words() -> None:
            question = tr("没有现在的画面。是怎样核实的（必填）")
            self.panel.ask(question, lambda note: self.model.verify(None, note))

        self._with_picture(self.model.verify, by_words)

    def _with_picture(self, done: Callable[[Picked], None], without: Callable[[], None]) -> None:
        if self.now.is_live():
            self.now.take(done, lambda _sentence: without())
        else:
            without()

    def _step(self, kind: str, act: Callable[[], None]) -> Callable[[], None]:
        def step() -> None:
            if self.model.may(kind):
                act()

        return step

    def key_table(self) -> dict[Qt.Key, Callable[[], None]]:
        """Which key does what."""
        call = self.panel.call
        return {
            Qt.Key.Key_N: self.ask_dismiss,
            Qt.Key.Key_T: self.adjust,
            Qt.Key.Key_A: self._step("fault.accepted", self.model.accept),
            Qt.Key.Key_S: self._step("fault.arrived", self.model.arrive),
            Qt.Key.Key_X: self.ask_repair,
            Qt.Key.Key_H: self.verify,
            Qt.Key.Key_R: self.ask_reopen,
            Qt.Key.Key_D: lambda: call.use_way(0),
            Qt.Key.Key_Q: lambda: call.use_way(1),
            Qt.Key.Key_G: lambda: call.use_way(2),
            Qt.Key.Key_M: lambda: call.use_way(3),
        }
