"""The problem form without its widgets: the draft, its saving, the preview, and the actions.

The evidence, the record and the clock are on disk before this model exists; it adds words, marks
and the push. Nothing here waits for the desk.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from duty_desk.language import tr
from duty_desk.ui import times
from duty_desk.ui.problems.draft_keeper import DraftKeeper, single_shot, while_alive
from duty_desk.ui.problems.time_left import TimeLeft, time_left
from duty_desk.ui.problems.words import IN_FLIGHT, STOPPED

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from PySide6.QtCore import QSettings

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.evidence import Picked
    from duty_desk.desk.views import ChannelRow, ProblemDetail, PushPreview, PushRow, Shot
    from duty_desk.domain.category import Category
    from duty_desk.domain.time_source import TimeSource
    from duty_desk.ui.desk_bridge import DeskBridge
    from duty_desk.ui.problems.form_draft import FormDraft
    from duty_desk.vision.marks import Mark

CLOSE_AFTER_MS = 1500
UNCONFIRMED_AFTER_MS = 120_000
_CHANNEL = "problems/channel"
_EDITABLE = frozenset({"editing", "refused", "copied"})


@dataclass(frozen=True)
class DeskSide:
    """What the form needs of the rest of the program."""

    desk: Desk
    bridge: DeskBridge
    time: TimeSource
    memory: QSettings | None = None


class ProblemFormModel(QObject):
    """One problem being reported.

    Signals:
        detail_changed: the record, a shot or the push has a new state.
        entered_changed: kind, description or unit were changed, by whomever.
        marks_changed: marks of the shown shot, or the shown shot itself, changed.
        preview_changed: `preview` is what a push would send now.
        preview_refused(sentence): why it cannot be composed.
        busy_changed: an action began or ended.
        refused(sentence): the desk said no.
        copy_ready(preview, with_picture): put this on the clipboard now.
        closed(problem id): the form has done its work.
    """

    detail_changed = Signal()
    entered_changed = Signal()
    marks_changed = Signal()
    preview_changed = Signal()
    preview_refused = Signal(str)
    busy_changed = Signal()
    refused = Signal(str)
    copy_ready = Signal(object, bool)
    closed = Signal(str)

    def __init__(
        self, side: DeskSide, detail: ProblemDetail, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._side = side
        self._desk = side.desk
        self.detail = detail
        self.shot_no = 1
        self.is_busy = False
        self._copied_text: str | None = None
        self._is_closed = False
        self._close_timer = single_shot(self, CLOSE_AFTER_MS, self._close)
        self._keeper = DraftKeeper(side.desk, side.bridge, detail, self)
        self._keeper.preview_changed.connect(self._on_preview)
        self._keeper.preview_refused.connect(self.preview_refused)
        self._keeper.refused.connect(self._on_refused)
        self._show_first_shot()
        self._keeper.ask_preview()

    # --- what the form shows -------------------------------------------------------------

    @property
    def problem_id(self) -> str:
        """The id of the problem."""
        return self.detail.row.id

    @property
    def draft(self) -> FormDraft:
        """What is entered."""
        return self._keeper.draft

    @property
    def preview(self) -> PushPreview | None:
        """What a push would send; None until the desk said."""
        return self._keeper.preview

    @property
    def categories(self) -> tuple[Category, ...]:
        """All kinds of problems."""
        return self._desk.categories

    @property
    def shots(self) -> tuple[Shot, ...]:
        """The evidence pictures taken before the push."""
        return tuple(shot for shot in self.detail.shots if shot.kind == "before")

    @property
    def shot(self) -> Shot | None:
        """The shown shot."""
        return next((s for s in self.shots if s.no == self.shot_no), None)

    @property
    def phase(self) -> str:
        """editing, waiting, refused, unknown, copied or done."""
        state = self.detail.row.push_state
        if state in IN_FLIGHT:
            return "waiting"
        if state in STOPPED:
            return "done"
        return state if state in {"refused", "unknown", "copied"} else "editing"

    @property
    def can_edit(self) -> bool:
        """Whether the words and marks may still change what is sent."""
        return self.phase in _EDITABLE and self.detail.row.state == "found"

    @property
    def can_copy_instead(self) -> bool:
        """Whether a push that waits may be taken over by the clipboard path."""
        return self.detail.row.push_state in {"queued", "delayed"}

    @property
    def can_confirm(self) -> bool:
        """Whether what was copied is still what the form says."""
        return self.phase == "copied" and self._copied_text in {None, self._preview_text()}

    @property
    def push_row(self) -> PushRow | None:
        """The newest push."""
        return max(self.detail.pushes, key=lambda push: push.queued_at, default=None)

    @property
    def suggested(self) -> str:
        """The kind used last at this camera, while none is chosen."""
        return "" if self.draft.entered.category else self.detail.last_category

    @property
    def camera_unit(self) -> str:
        """The unit that the catalogue names for this camera."""
        rows = (c for c in self._desk.snapshot.cameras if c.id == self.detail.row.camera_id)
        return next((row.unit or row.community for row in rows), "")

    def now(self) -> int:
        """The time, UTC milliseconds."""
        return self._side.time.now_ms()

    def is_unit_automatic(self) -> bool:
        """Whether the unit stands as the catalogue has it."""
        return bool(self.draft.entered.unit) and self.draft.entered.unit == self.camera_unit

    def clock(self) -> TimeLeft:
        """The push clock now; after it stopped, the time it took."""
        clock = self.detail.clock
        if clock is not None:
            return time_left(clock, self.now())
        used = self.detail.row.push_ms
        is_late = self.detail.row.verdict == "breached"
        return TimeLeft(
            "—" if used is None else times.span(used), "breached" if is_late else "done", 1.0
        )

    def is_overdue_for_confirmation(self) -> bool:
        """Whether a copy has waited for the operator's word for two minutes."""
        push = self.push_row
        return (
            self.phase == "copied"
            and push is not None
            and self.now() - push.queued_at >= UNCONFIRMED_AFTER_MS
        )

    def channels(self) -> tuple[ChannelRow, ...]:
        """The channels a push can go to; the clipboard has its own button."""
        rows = (c for c in self._desk.snapshot.channels if c.kind != "clipboard")
        return tuple(sorted(rows, key=lambda channel: channel.order))

    def channel(self) -> ChannelRow | None:
        """The channel the push button sends to: the one used last, or the first."""
        rows = self.channels()
        last = str(self._side.memory.value(_CHANNEL, "")) if self._side.memory is not None else ""
        return next((row for row in rows if row.id == last), rows[0] if rows else None)

    # --- entering ------------------------------------------------------------------------

    def choose_channel(self, channel_id: str) -> None:
        """Send to this channel from now on."""
        if self._side.memory is not None:
            self._side.memory.setValue(_CHANNEL, channel_id)
        self.detail_changed.emit()

    def choose_digit(self, digit: int) -> bool:
        """Choose the kind with this quick key; False when no kind has it."""
        kind = next((k for k in self.categories if k.key == digit), None)
        if kind is not None:
            self.enter(category=kind.code)
        return kind is not None

    def choose_emergency(self) -> None:
        """Choose the kind that is told to people at once."""
        kind = next((k for k in self.categories if k.is_emergency), None)
        if kind is not None:
            self.enter(category=kind.code)

    def enter(self, **fields: str) -> None:
        """Enter kind, description or unit; it is stored within a second."""
        if self.can_edit and self.draft.change(**fields):
            self.entered_changed.emit()
            self._keeper.on_edited()

    def choose_shot(self, shot_no: int) -> None:
        """Show this shot."""
        if shot_no != self.shot_no and any(s.no == shot_no for s in self.shots):
            self.shot_no = shot_no
            self.marks_changed.emit()

    def add_mark(self, drawn: Mark) -> None:
        """Put a mark on the shown shot."""
        if not self.can_edit:
            return
        if not self.draft.marks.add(self.shot_no, drawn):
            self.refused.emit(tr("这张图上的标记已经很多了，请先撤销几个再画。"))
            return
        self.marks_changed.emit()
        self._keeper.on_edited()

    def undo_mark(self) -> None:
        """Take the newest mark of the shown shot back."""
        if self.can_edit and self.draft.marks.undo(self.shot_no):
            self.marks_changed.emit()
            self._keeper.on_edited()

    def add_shot(self, picked: Picked) -> None:
        """Add another picture of the same camera."""
        self._act(self._desk.problems.add_shot(self.problem_id, picked), self._on_shot_added)

    # --- actions -------------------------------------------------------------------------

    def ask_preview(self) -> None:
        """Have the preview made anew, as after a change of language."""
        self._keeper.ask_preview()

    def park(self) -> None:
        """Back to the wall at once; the problem waits and its clock runs on."""
        if self.phase in {"waiting", "done", "unknown"} or self.detail.row.state != "found":
            self._close()
            return
        self._keeper.save()
        future = self._desk.problems.park(self.problem_id)
        self._await(future, lambda _: None)
        self._close()

    def push(self) -> None:
        """Save, then send to the chosen channel; the answer arrives through the desk."""
        channel = self.channel()
        why_not = self._why_no_push(channel)
        if why_not:
            self.refused.emit(why_not)
        elif channel is not None and not self.is_busy and self.can_edit:
            problems, channel_id = self._desk.problems, channel.id
            self._save_then_act(lambda: problems.push(self.problem_id, channel_id))

    def copy(self, *, with_picture: bool = True) -> None:
        """Save, then hand text and card over for the clipboard."""
        if not self.draft.entered.category:
            self.refused.emit(self._no_kind())
        elif not self.is_busy and (self.can_edit or self.can_copy_instead):
            problems = self._desk.problems
            self._save_then_act(
                lambda: problems.copy(self.problem_id),
                lambda preview: self._on_copied(preview, with_picture=with_picture),
            )

    def confirm(self) -> None:
        """The operator's word: it stands in the group. Stops the clock."""
        if not self.is_busy and self.phase in {"copied", "unknown"}:
            self._act(self._desk.problems.confirm(self.problem_id), self._take)

    def resend(self) -> None:
        """Send the same again after an unknown outcome."""
        if not self.is_busy and self.phase == "unknown":
            problems = self._desk.problems
            self._save_then_act(lambda: problems.resend(self.problem_id), self._refresh)

    def on_happened(self, _happened: object = None) -> None:
        """The desk committed something: fetch our record when it changed."""
        rows = (r for r in self._desk.snapshot.problems if r.id == self.problem_id)
        row = next(rows, None)
        if row is not None and (row != self.detail.row or self.detail.awaits_clip):
            self._refresh()

    # --- answers -------------------------------------------------------------------------

    def _take(self, detail: ProblemDetail) -> None:
        was = self.phase
        self.detail = detail
        self._keeper.take(detail)
        self._show_first_shot()
        self.detail_changed.emit()
        if detail.row.state == "voided":
            self._close()
        elif self.phase == "done" and was != "done":
            self._close_timer.start()

    def _show_first_shot(self) -> None:
        if self.shot is None and self.shots:
            self.shot_no = self.shots[0].no

    def _on_shot_added(self, detail: ProblemDetail) -> None:
        self._take(detail)
        self.shot_no = self.shots[-1].no
        self.marks_changed.emit()
        self._keeper.ask_preview()

    def _on_copied(self, preview: PushPreview, *, with_picture: bool) -> None:
        self._copied_text = preview.text
        self.copy_ready.emit(preview, with_picture)
        self._refresh()

    def _refresh(self, _answer: object = None) -> None:
        future = self._desk.problems.detail(self.problem_id)
        self._await(future, self._take)

    def _on_preview(self) -> None:
        if self.phase == "copied" and self._copied_text is None:
            self._copied_text = self._preview_text()  # copied before this form was opened
        self.preview_changed.emit()

    def _preview_text(self) -> str:
        return self.preview.text if self.preview else ""

    # --- acting --------------------------------------------------------------------------

    def _on_refused(self, sentence: str) -> None:
        self._set_busy(False)
        self.refused.emit(sentence)

    def _save_then_act(
        self, act: Callable[[], Future[Any]], done: Callable[[Any], None] | None = None
    ) -> None:
        self._set_busy(True)
        self._keeper.save_then(lambda: self._act(act(), done or self._take))

    def _act(self, future: Future[Any], done: Callable[[Any], None]) -> None:
        self._set_busy(True)

        def ended(answer: Any) -> None:
            self._set_busy(False)
            done(answer)

        self._await(future, ended)

    def _await(self, future: Future[Any], done: Callable[[Any], None]) -> None:
        refused = while_alive(self, self._on_refused)
        self._side.bridge.when_done(future, while_alive(self, done), refused)

    def _set_busy(self, is_busy: bool) -> None:
        if is_busy != self.is_busy:
            self.is_busy = is_busy
            self.busy_changed.emit()

    def _why_no_push(self, channel: ChannelRow | None) -> str:
        if not self.draft.entered.category:
            return self._no_kind()
        if channel is None:
            return tr("还没有配置推送群。请用“复制图文”发到微信群，再按“我已发到群里”。")
        return ""

    def _no_kind(self) -> str:
        return tr("还没有选类别：按数字键 1–9，或按 0 打开全部类别。")

    def _close(self) -> None:
        if not self._is_closed:
            self._is_closed = True
            self.closed.emit(self.problem_id)
