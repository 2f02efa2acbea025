"""The bridge between the desk thread and the window: one queued signal in, callbacks out."""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from duty_desk.language import Refusal
from duty_desk.ui.toast import general_sentence

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

_log = logging.getLogger(__name__)
T = TypeVar("T")


class DeskBridge(QObject):
    """Carries what other threads tell into the window's thread.

    Signals:
        happened(Happened): moments were committed; comes with the new snapshot.
        alarmed(Alarm): a clock reached a stage.
        failed(str): a command without its own handler was refused; a finished sentence.
    """

    happened = Signal(object)
    alarmed = Signal(object)
    failed = Signal(str)
    _handed_over = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._handed_over.connect(self._on_handed_over, Qt.ConnectionType.QueuedConnection)

    def when_done(
        self,
        future: Future[T],
        ok: Callable[[T], object],
        failed: Callable[[str], None] | None = None,
    ) -> None:
        """Call `ok` with the result, or `failed` with a sentence, in the window's thread."""

        def settle() -> None:
            if future.cancelled():
                return
            error = future.exception()
            if error is None:
                ok(future.result())
            else:
                (failed or self.failed.emit)(sentence_of(error))

        future.add_done_callback(lambda _future: self.in_window(settle))

    def in_window(self, call: Callable[[], Any]) -> None:
        """Have `call` run in the window's thread soon; may be called from any thread."""
        with contextlib.suppress(RuntimeError):  # the window is gone and nobody waits any more
            self._handed_over.emit(call)

    @Slot(object)
    def _on_handed_over(self, call: Callable[[], Any]) -> None:
        call()


def sentence_of(error: BaseException) -> str:
    """What a person is told about `error`: its own sentence, or the general one."""
    if isinstance(error, Refusal):
        return str(error)
    _log.error("a command of the window failed", exc_info=error)
    return general_sentence()
