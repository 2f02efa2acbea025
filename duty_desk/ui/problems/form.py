"""The form that F8 opens: evidence at the left, words at the right, the push at the foot.

It lies over the wall inside the main window; pictures move on behind it, the clock strip and the
clock panel stay free.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QPlainTextEdit, QWidget

from duty_desk.ui import theme
from duty_desk.ui.problems import clipboard
from duty_desk.ui.problems.early_keys import EarlyKeys
from duty_desk.ui.problems.form_actions import Offer, action_of, offered
from duty_desk.ui.problems.form_banner import banner_of
from duty_desk.ui.problems.form_model import DeskSide, ProblemFormModel
from duty_desk.ui.problems.form_parts import FormParts
from duty_desk.ui.problems.kind_panel import KindPicker
from duty_desk.ui.problems.overlay import Overlay
from duty_desk.ui.problems.pictures import PictureShelf
from duty_desk.ui.problems.words import Chip

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QImage, QKeyEvent

    from duty_desk.desk.evidence import Picked
    from duty_desk.desk.views import ProblemDetail, PushPreview
    from duty_desk.vision.marks import Mark

TICK_MS = 200
LEFT_ALONE_MS = 60_000
MARGIN = 16
WIDEST, HIGHEST = 1260, 850


class ProblemForm(Overlay):
    """The panel over the wall. Closing it never loses anything.

    Signals:
        more_shot_wanted(camera id): F8 was pressed again; answer with `add_shot`.
        clip_wanted(ProblemDetail): what happened around the finding shall be played.
        next_wanted: F8 was pressed while this one is on its way: the wall shall take the next.
        closed(problem id): back to the wall.
        said(sentence, level): something to tell after the form is gone.
    """

    more_shot_wanted = Signal(str)
    clip_wanted = Signal(object)
    next_wanted = Signal()
    closed = Signal(str)
    said = Signal(str, str)

    def __init__(self, side: DeskSide, parent: QWidget, shelf: PictureShelf | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._shelf = shelf or PictureShelf(side.bridge)
        self._refusal = ""
        self._shown_path: object = None
        self.model: ProblemFormModel | None = None
        self._panel = QFrame(self)
        theme.give_role(self._panel, "card")
        self.parts = FormParts(side.desk.categories, self._shelf, self._panel)
        self.picker = KindPicker(side.desk.categories, self._panel)
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        self._early = EarlyKeys(self)
        self._actions = self._action_table()
        self._connect()
        self.watch_typing([*self.findChildren(QLineEdit), *self.findChildren(QPlainTextEdit)])

    # --- opening and closing -------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether a problem is in the form."""
        return self.model is not None

    def open(self, detail: ProblemDetail) -> None:
        """Show the form for a problem that is already on record."""
        if self.model is not None:
            self.model.park()
        model = ProblemFormModel(self._side, detail, self)
        self.model = model
        self._refusal, self._shown_path = "", None
        self.parts.strip.clear()
        self.parts.head.show_round("")
        self._connect_model(model)
        self._show_all()
        self.place()
        self.show()
        self.raise_()
        self.parts.evidence.setFocus()
        self._tick.start()
        for name in self._early.hand_over():
            self.do(name)

    def expect(self, is_coming: bool) -> None:
        """F8 is being saved, so a form will open; or it was refused, and none will."""
        if is_coming:
            self._early.hold()
        else:
            self._early.drop()

    def show_round(self, problem_id: str, words: str) -> None:
        """Say in which round the problem was found."""
        if self.model is not None and self.model.problem_id == problem_id:
            self.parts.head.show_round(words)

    def add_shot(self, picked: Picked) -> None:
        """Add a picture to the open problem."""
        if self.model is not None:
            self.model.add_shot(picked)

    def on_happened(self, happened: object = None) -> None:
        """The desk committed something."""
        if self.model is not None:
            self.model.on_happened(happened)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.parts.retranslate()
        self.picker.retranslate()
        if self.model is not None:
            self.model.ask_preview()
            self._show_all()

    # --- showing -------------------------------------------------------------------------

    def _show_all(self) -> None:
        self._show_detail()
        self._show_marks()
        self._show_entered()
        self._show_preview()

    def _show_detail(self) -> None:
        model = self.model
        if model is None:
            return
        self.parts.head.show_problem(model)
        self.parts.strip.show_shots(model.shots, model.shot_no, can_add=model.can_edit)
        self.parts.strip.show_clip(model.detail)
        self._show_entered()
        self._show_marks()
        self._show_foot()
        self._on_tick()

    def _show_foot(self) -> None:
        model = self.model
        if model is None:
            return
        channel = model.channel()
        offer = Offer(
            phase=model.phase,
            channel=channel.name if channel else "",
            can_confirm=model.can_confirm,
            can_copy_instead=model.can_copy_instead,
        )
        self.parts.foot.offer(offered(offer), is_busy=model.is_busy)
        self.parts.foot.offer_channels(model.channels(), channel.id if channel else "")
        self.parts.banner.say(Chip(self._refusal, "urgent") if self._refusal else banner_of(model))

    def _show_entered(self) -> None:
        if self.model is not None:
            self.parts.column.show_entered(self.model)

    def _show_marks(self) -> None:
        model = self.model
        shot = model.shot if model is not None else None
        if model is None or shot is None:
            return
        marks = model.draft.marks.of(shot.no)
        evidence = self.parts.evidence
        evidence.is_locked = not model.can_edit
        evidence.show_marks(marks)
        self.parts.strip.show_shots(model.shots, model.shot_no, can_add=model.can_edit)
        self.parts.tools.show_state(
            can_draw=model.can_edit, can_undo=bool(marks), sha256=shot.sha256
        )
        if self._shown_path != shot.captioned:
            self._shown_path = shot.captioned
            self._shelf.get(
                shot.captioned, 0, self._when_still_shown(shot.captioned), self._no_picture
            )

    def _when_still_shown(self, path: object) -> Callable[[QImage], None]:
        def arrived(picture: QImage) -> None:
            if self._shown_path == path:
                self.parts.evidence.show_picture(picture)

        return arrived

    def _no_picture(self, sentence: str) -> None:
        self.parts.evidence.show_words(sentence)

    def _show_preview(self) -> None:
        if self.model is not None:
            self.parts.column.message.show_preview(self.model.preview)
            self._show_foot()

    def _on_tick(self) -> None:
        if self.model is not None:
            self.parts.head.show_clock(self.model)
            if self.model.phase == "copied" and not self._refusal:
                self.parts.banner.say(banner_of(self.model))

    # --- acting --------------------------------------------------------------------------

    def _action_table(self) -> dict[str, Callable[[], None]]:
        return {
            "park": self._on_escape,
            "more-shot": self._on_more_shot,
            "more-kinds": self._open_picker,
            "replay": self._with(lambda model: self.clip_wanted.emit(model.detail)),
            "undo": self._with(lambda model: model.undo_mark()),
            "copy": self._with(lambda model: model.copy()),
            "copy-text": self._with(lambda model: model.copy(with_picture=False)),
            "confirm": self._with(lambda model: model.confirm()),
            "push": self._with(lambda model: model.push()),
            "send": self._with(lambda model: model.push()),
            "resend": self._with(lambda model: model.resend()),
            "emergency": self._with(lambda model: model.choose_emergency()),
        }

    def _with(self, act: Callable[[ProblemFormModel], None]) -> Callable[[], None]:
        def on_wanted() -> None:
            if self.model is not None:
                self._refusal = ""
                act(self.model)

        return on_wanted

    def do(self, name: str) -> None:
        """Do an action by its name, as keys and buttons ask for it."""
        model = self.model
        if model is None:
            return
        verb, _, what = name.partition("-")
        if verb == "kind":
            model.choose_digit(int(what))
        elif verb == "tool":
            self._take_tool(what)
        elif name in self._actions:
            self._actions[name]()

    def _take_tool(self, tool: str) -> None:
        self.parts.tools.show_tool(tool)
        self.parts.evidence.take_tool(tool)
        self.parts.evidence.setFocus()

    def _on_escape(self) -> None:
        if self.picker.isVisible():
            self.picker.leave()
        elif self.parts.evidence.is_drawing:
            self.parts.evidence.drop_stroke()
        elif self.model is not None:
            self.model.park()

    def _on_more_shot(self) -> None:
        model = self.model
        if model is None:
            return
        if model.can_edit:
            self.more_shot_wanted.emit(model.detail.row.camera_id)
        else:
            model.park()
            self.next_wanted.emit()

    def _open_picker(self) -> None:
        if self.model is None or not self.model.can_edit:
            return
        column = self.parts.column
        self.picker.setGeometry(column.geometry().adjusted(8, 8, -8, -8))
        self.picker.open_at(self.model.now())

    def _on_refused(self, sentence: str) -> None:
        if self.sender() is self.model:
            self._refusal = sentence
            self._show_foot()
        else:
            self.said.emit(sentence, "urgent")

    def _on_copy_ready(self, preview: PushPreview, with_picture: bool) -> None:
        clipboard.put(preview.text, preview.card if with_picture else b"")

    def _on_closed(self, problem_id: str) -> None:
        if self.sender() is not self.model:
            return
        # Not at once: what was saved on leaving may still be refused, and that is told.
        QTimer.singleShot(LEFT_ALONE_MS, self.model, self.model.deleteLater)
        self.model = None
        self._tick.stop()
        self.picker.hide()
        self.hide()
        self.closed.emit(problem_id)

    def _on_edited(self) -> None:
        self._refusal = ""
        self._show_entered()
        self._show_foot()

    # --- joining -------------------------------------------------------------------------

    def _connect(self) -> None:
        parts = self.parts
        parts.tools.chosen.connect(self._take_tool)
        parts.tools.undo_wanted.connect(lambda: self.do("undo"))
        parts.evidence.drawn.connect(self._on_drawn)
        parts.strip.chosen.connect(self._on_shot_chosen)
        parts.strip.more_wanted.connect(self._on_more_shot)
        parts.strip.clip_wanted.connect(lambda: self.do("replay"))
        parts.column.entered.connect(self._on_entered)
        parts.column.more_kinds_wanted.connect(self._open_picker)
        parts.foot.wanted.connect(self.do)
        parts.foot.channel_chosen.connect(self._on_channel_chosen)
        self.picker.chosen.connect(lambda code: self._on_entered("category", code))
        self.picker.chosen.connect(lambda _: parts.evidence.setFocus())
        self.picker.left.connect(parts.evidence.setFocus)
        self.destroyed.connect(self._shelf.close)

    def _connect_model(self, model: ProblemFormModel) -> None:
        model.detail_changed.connect(self._show_detail)
        model.entered_changed.connect(self._on_edited)
        model.marks_changed.connect(self._show_marks)
        model.marks_changed.connect(self._show_foot)
        model.preview_changed.connect(self._show_preview)
        model.preview_refused.connect(self.parts.column.message.show_words)
        model.busy_changed.connect(self._show_foot)
        model.refused.connect(self._on_refused)
        model.copy_ready.connect(self._on_copy_ready)
        model.closed.connect(self._on_closed)

    def _on_entered(self, field: str, text: str) -> None:
        if self.model is not None:
            self.model.enter(**{field: text})

    def _on_drawn(self, mark: Mark) -> None:
        if self.model is not None:
            self.model.add_mark(mark)

    def _on_shot_chosen(self, shot_no: int) -> None:
        if self.model is not None:
            self.model.choose_shot(shot_no)

    def _on_channel_chosen(self, channel_id: str) -> None:
        if self.model is not None:
            self.model.choose_channel(channel_id)

    # --- the overlay ---------------------------------------------------------------------

    def arrange(self) -> None:
        """The panel in the middle, as large as the target or as the room allows."""
        wide = min(theme.px(WIDEST), self.width() - 2 * MARGIN)
        high = min(theme.px(HIGHEST), self.height() - 2 * MARGIN)
        self._panel.setGeometry((self.width() - wide) // 2, (self.height() - high) // 2, wide, high)

    def first_stops(self) -> tuple[QWidget, ...]:
        """From the picture to the words and the foot; a digit has chosen the kind by then."""
        column = self.parts.column
        return (self.parts.evidence, column.description, column.unit, *self.parts.foot.buttons())

    def takes_key(self, event: QKeyEvent) -> bool:
        """Do what a key asks for."""
        is_typing = isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit)
        name = action_of(event.key(), event.modifiers(), is_typing=is_typing)
        if not name or self.model is None:
            return False
        is_held = event.isAutoRepeat() and name != "undo"
        if event.type() == QEvent.Type.KeyPress and not is_held:
            self.do(name)
        return True

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
