"""The trial run on screen, without widgets: what was found, whether it was right, what may ring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from duty_desk.domain.fault import Span
from duty_desk.language import tr
from duty_desk.ui import times
from duty_desk.ui.problems.draft_keeper import while_alive

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from duty_desk.desk.diagnosis_views import ClassRecord, SuspicionDetail, SuspicionRow
    from duty_desk.domain.suspicion import Mode
    from duty_desk.ui.problems.form_model import DeskSide

DAYS = (1, 7, 30)
MOST = 500


class TrialModel(QObject):
    """Findings of the last days, those only noted too, and the classes they belong to.

    Signals:
        listed(): other findings or classes.
        changed(): more is known of the chosen finding.
        refused(str), told(str): finished sentences.
    """

    listed = Signal()
    changed = Signal()
    refused = Signal(str)
    told = Signal(str)

    def __init__(self, side: DeskSide, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._bridge, self._time = side.desk, side.bridge, side.time
        self.days = DAYS[1]
        self.family = ""
        self.is_unjudged_only = False
        self.classes: tuple[ClassRecord, ...] = ()
        self._all: tuple[SuspicionRow, ...] = ()
        self.detail: SuspicionDetail | None = None
        self._asked = ""

    # --- what is shown -------------------------------------------------------------------

    @property
    def rows(self) -> tuple[SuspicionRow, ...]:
        """The findings to list, newest first, at most `MOST`."""
        found = [
            row
            for row in self._all
            if self.family in ("", row.family) and not (self.is_unjudged_only and row.verdict)
        ]
        return tuple(found[:MOST])

    @property
    def count(self) -> int:
        """How many findings there are in all."""
        return len(self._all)

    def refresh(self) -> None:
        """Fetch everything anew."""
        now = self._time.now_ms()
        span = Span(now - self.days * times.DAY_MS, now + 1)
        self._ask(self._desk.suspicions.classes(span), self._take_classes)
        self._ask(self._desk.suspicions.within(span), self._take_rows)

    def use_days(self, days: int) -> None:
        """Look back so many days."""
        self.days = days
        self.refresh()

    def use_family(self, family: str) -> None:
        """List only a class; "" all."""
        self.family = family
        self.listed.emit()

    def use_unjudged(self, *, is_only: bool) -> None:
        """List only what nobody has judged yet."""
        self.is_unjudged_only = is_only
        self.listed.emit()

    def look_at(self, suspicion_id: str) -> None:
        """Fetch a finding with its pictures."""
        self._asked = suspicion_id
        if not suspicion_id:
            self.detail = None
            self.changed.emit()
        elif self.detail is None or self.detail.row.id != suspicion_id:
            self._ask(self._desk.suspicions.detail(suspicion_id), self._take_detail)

    # --- doing ---------------------------------------------------------------------------

    def judge(self, suspicion_id: str, verdict: str) -> None:
        """Say whether a finding was right or wrong."""
        if suspicion_id:
            future = self._desk.suspicions.judge(suspicion_id, verdict)
            self._ask(future, lambda _none: self.refresh())

    def set_mode(self, family: str, mode: Mode, reason: str) -> None:
        """Let a class ring, only be noted, or go by the age of each camera."""

        def done(_none: object) -> None:
            self.told.emit(tr("提醒方式已切换，已记入日志。"))
            self.refresh()

        self._ask(self._desk.suspicions.set_mode(family, mode, reason), done)

    # --- inside --------------------------------------------------------------------------

    def _take_classes(self, found: tuple[ClassRecord, ...]) -> None:
        self.classes = found
        self.listed.emit()

    def _take_rows(self, found: tuple[SuspicionRow, ...]) -> None:
        self._all = found
        self.listed.emit()

    def _take_detail(self, detail: SuspicionDetail) -> None:
        if detail.row.id == self._asked:
            self.detail = detail
            self.changed.emit()

    def _ask(self, future: Future[Any], done: Callable[[Any], None]) -> None:
        self._bridge.when_done(
            future, while_alive(self, done), while_alive(self, self.refused.emit)
        )
