"""Looking at the whole catalogue from the window: when asked, and once an hour while it is calm."""

from __future__ import annotations

import logging
import threading
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from duty_desk.desk.sweep import CatalogueSweep, SweepWish
from duty_desk.language import tr
from duty_desk.ui.desk_bridge import sentence_of
from duty_desk.ui.times import HOUR_MS, MINUTE_MS

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.desk.sweep import SweepProgress
    from duty_desk.ui.desk_bridge import DeskBridge
    from duty_desk.ui.parts import Parts

EVERY_MS = HOUR_MS
FIRST_AFTER_MS = 10 * MINUTE_MS
_TELL_EVERY_MS = 100

_log = logging.getLogger(__name__)


class SweepControl(QObject):
    """Starts and cancels sweeps; one at a time, each in a thread that waits for its process.

    Signals:
        changed(): it began, is further, or ended.
        said(str, str): how it ended, and the level.
    """

    changed = Signal()
    said = Signal(str, str)

    def __init__(self, parts: Parts, bridge: DeskBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts, self._bridge = parts, bridge
        self._sweep: CatalogueSweep | None = None
        self._is_asked = False
        self._told_mono_ms = 0
        self.progress: SweepProgress | None = None
        self._is_calm: Callable[[], bool] = lambda: False
        self._due_mono_ms = parts.time.mono_ms() + FIRST_AFTER_MS
        self._clock = QTimer(self)
        self._clock.setInterval(MINUTE_MS)
        self._clock.timeout.connect(self.start_if_due)

    @property
    def is_running(self) -> bool:
        """Whether cameras are being looked at."""
        return self._sweep is not None

    def repeat(self, is_calm: Callable[[], bool]) -> None:
        """Sweep once an hour from now on, when nobody is at work on something: `is_calm`."""
        self._is_calm = is_calm
        self._clock.start()

    def start_if_due(self) -> None:
        """Begin the hourly sweep when its time has come."""
        if self._parts.time.mono_ms() >= self._due_mono_ms and self._is_calm():
            self.start(is_asked=False)

    def start(self, *, is_asked: bool = True) -> None:
        """Begin a sweep; nothing happens while one runs."""
        if self._sweep is not None:
            return
        watched = {one: self._parts.engine.status(one) for one in self._parts.engine.watched()}
        wish = SweepWish(self._parts.stream.spec, watched, is_asked)
        self._sweep = CatalogueSweep(self._parts.desk, wish)
        self._is_asked = is_asked
        self._due_mono_ms = self._parts.time.mono_ms() + EVERY_MS
        thread = threading.Thread(
            target=self._run, args=(self._sweep,), name="catalogue sweep", daemon=True
        )
        thread.start()
        self.changed.emit()

    def cancel(self) -> None:
        """End the sweep early; what was found is kept."""
        if self._sweep is not None:
            self._sweep.cancel()

    def stop(self) -> None:
        """End all of it; does not wait."""
        self._clock.stop()
        self.cancel()

    # --- in the sweep's thread -----------------------------------------------------------

    def _run(self, sweep: CatalogueSweep) -> None:
        try:
            end = sweep.run(self._told)
        except Exception as error:  # noqa: BLE001 - the window must learn of any end
            self._bridge.in_window(partial(self._ended, None, sentence_of(error)))
        else:
            self._bridge.in_window(partial(self._ended, end, ""))

    def _told(self, progress: SweepProgress) -> None:
        now = self._parts.time.mono_ms()
        if progress.done < progress.total and now - self._told_mono_ms < _TELL_EVERY_MS:
            return
        self._told_mono_ms = now
        self._bridge.in_window(partial(self._show, progress))

    # --- in the window's thread ----------------------------------------------------------

    def _show(self, progress: SweepProgress) -> None:
        self.progress = progress
        self.changed.emit()

    def _ended(self, end: SweepProgress | None, trouble: str) -> None:
        self._sweep = None
        self.progress = None
        self.changed.emit()
        if not self._is_asked:
            _log.info("hourly sweep: %s %s", end, trouble)
        elif end is None:
            self.said.emit(trouble, "urgent")
        else:
            self.said.emit(_end_words(end), "done" if end.done == end.total else "attention")


def _end_words(end: SweepProgress) -> str:
    if end.done < end.total:
        return tr("已停下：看了 {done} 个点位，结果已保存；其余没有看。", done=end.done)
    if not end.total:
        return tr("没有可以看的点位：目录是空的，或者都没有填码流地址。")
    return tr(
        "全部看过一遍：{seen} 个有画面，{dead} 个没有。", seen=end.seen, dead=end.total - end.seen
    )
