"""Keeps what is entered in the problem form: stored within a second, shown as it would be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ParamSpec

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from duty_desk.desk.problems import Draft
from duty_desk.ui.problems.form_draft import FormDraft
from duty_desk.vision.marks import mark_from_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.views import ProblemDetail, PushPreview
    from duty_desk.ui.desk_bridge import DeskBridge

P = ParamSpec("P")

SAVE_AFTER_MS = 1000
PREVIEW_AFTER_MS = 250


class DraftKeeper(QObject):
    """The draft of one problem on its way to the store and into the preview.

    Signals:
        preview_changed: `preview` is what a push would send now.
        preview_refused(sentence): it cannot be composed, as when a picture is gone from the disk.
        refused(sentence): the store did not take the draft.
    """

    preview_changed = Signal()
    preview_refused = Signal(str)
    refused = Signal(str)

    def __init__(
        self, desk: Desk, bridge: DeskBridge, detail: ProblemDetail, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._bridge = bridge
        self._detail = detail
        self.draft = FormDraft(detail.row)
        self.preview: PushPreview | None = None
        self._asked_no = 0
        self._save_timer = single_shot(self, SAVE_AFTER_MS, self.save)
        self._preview_timer = single_shot(self, PREVIEW_AFTER_MS, self.ask_preview)
        self.take(detail)

    def take(self, detail: ProblemDetail) -> None:
        """The store holds `detail` now."""
        self._detail = detail
        for shot in detail.shots:
            self.draft.marks.stored(shot.no, tuple(mark_from_facts(facts) for facts in shot.marks))

    def on_edited(self) -> None:
        """Something was entered. The save timer is not restarted: a second is the most to lose."""
        if not self._save_timer.isActive():
            self._save_timer.start()
        self._preview_timer.start()

    def is_preview_current(self) -> bool:
        """Whether the preview shows what stands in the form."""
        return self.preview is not None and not self._preview_timer.isActive()

    def ask_preview(self) -> None:
        """Ask for the preview; an answer to an older question is dropped."""
        self._preview_timer.stop()
        self._asked_no += 1
        asked, entered = self._asked_no, self.draft.entered
        draft = Draft(
            category=entered.category,
            description=entered.description,
            unit=entered.unit,
            marks=dict(self.draft.marks.all()),
        )

        def took(preview: PushPreview) -> None:
            if asked == self._asked_no:
                self.preview = preview
                self.preview_changed.emit()

        def failed(sentence: str) -> None:
            if asked == self._asked_no:
                self.preview_refused.emit(sentence)

        future = self._desk.problems.preview(self._detail.row.id, draft)
        self._bridge.when_done(future, while_alive(self, took), while_alive(self, failed))

    def save(self) -> None:
        """Store what is not stored yet."""
        self.save_then(lambda: None)

    def save_then(self, done: Callable[[], None]) -> None:
        """Store what is not stored yet, then call `done`; not when the store refused."""
        self._save_timer.stop()
        futures = [*self._send_entered(), *self._send_marks()]
        refused = while_alive(self, self._on_not_stored)
        after_all(self._bridge, futures, while_alive(self, done), refused)

    def _send_entered(self) -> list[Future[Any]]:
        if not self.draft.is_entered_unsaved:
            return []
        entered = self.draft.sent()
        return [
            self._desk.problems.describe(
                self._detail.row.id,
                category=entered.category,
                description=entered.description,
                unit=entered.unit,
            )
        ]

    def _send_marks(self) -> list[Future[Any]]:
        futures = []
        for shot_no, marks in self.draft.marks.unsaved().items():
            self.draft.marks.sent(shot_no)
            futures.append(self._desk.problems.mark(self._detail.row.id, shot_no, marks))
        return futures

    def _on_not_stored(self, sentence: str) -> None:
        self.draft.not_stored(self._detail.row)
        self.refused.emit(sentence)


def after_all(
    bridge: DeskBridge,
    futures: Sequence[Future[Any]],
    done: Callable[[], None],
    refused: Callable[[str], None],
) -> None:
    """Call `done` when every future has its answer, or `refused` once at the first no."""
    if not futures:
        done()
        return
    rest = futures[1:]
    bridge.when_done(futures[0], lambda _: after_all(bridge, rest, done, refused), refused)


def while_alive(owner: QObject, call: Callable[P, object]) -> Callable[P, None]:
    """`call` as long as `owner` exists; an answer that comes later is dropped."""

    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        if isValid(owner):
            call(*args, **kwargs)

    return guarded


def single_shot(parent: QObject, after_ms: int, then: Callable[[], None]) -> QTimer:
    """A timer of `parent` that calls `then` once, `after_ms` after each start."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(after_ms)
    timer.timeout.connect(then)
    return timer
