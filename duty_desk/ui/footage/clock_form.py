"""A camera's picture beside the trusted time: frozen by a key, read by a person, compared.

The picture is frozen together with the desk's time of its arrival; then there is no hurry to read
what stands in it. Where there is no picture, both are compared by eye, and the method says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from duty_desk.desk.footage_words import ahead_words
from duty_desk.language import tr
from duty_desk.ui import theme, times
from duty_desk.ui.button import KeyButton
from duty_desk.ui.duty.over_card import OverCard
from duty_desk.ui.faults.fault_picture import FaultPicture
from duty_desk.ui.faults.now_picture import NowPicture
from duty_desk.ui.footage.said_instant import said_instant

if TYPE_CHECKING:
    from duty_desk.desk.evidence import Picked
    from duty_desk.desk.footage_views import FootageDetail, SpanRow
    from duty_desk.ui.footage.footage_model import FootageModel
    from duty_desk.ui.problems.form_model import DeskSide
    from duty_desk.ui.problems.pictures import PictureShelf
    from duty_desk.ui.watch.model import WatchModel
    from duty_desk.video.engine import VideoEngine

WIDTH_PX, PICTURE_PX, TICK_MS = 980, 460, 100
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ClockForm(OverCard):
    """Compares the clock of one camera.

    Signals:
        said(str, str): a sentence for the operator, and its level.
    """

    said = Signal(str, str)

    def __init__(
        self,
        side: DeskSide,
        model: FootageModel,
        look: tuple[WatchModel, VideoEngine, PictureShelf],
        window: QWidget,
    ) -> None:
        super().__init__(window, WIDTH_PX, is_at_foot=False)
        watch, engine, shelf = look
        self._side, self._model = side, model
        self._span: SpanRow | None = None
        self._picked: Picked | None = None
        self._true_at, self._request_id = 0, ""
        self._now = NowPicture(side, watch, engine, self)
        self.picture = FaultPicture(shelf)
        self.shown = QLineEdit()
        self._title, self._true, self._told = QLabel(), QLabel(), QLabel()
        self._true_name, self._shown_name, self._result = QLabel(), QLabel(), QLabel()
        self.freeze = KeyButton("", "Space")
        self._cancel, self.save = KeyButton("quiet", "Esc"), KeyButton("primary", "Enter")
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._build()
        self._lay_out()
        self.retranslate()

    def begin(self, detail: FootageDetail, span: SpanRow) -> None:
        """Compare the clock of a span's camera."""
        self._span, self._request_id = span, detail.row.id
        self._title.setText(tr("校对 {code} {name}", code=span.span.code, name=span.camera_name))
        self._thaw()
        self.open()
        self._now.look_at(span.span.camera_id)
        self._timer.start()
        self.setFocus()

    def freeze_now(self) -> None:
        """Keep picture and trusted time of this instant; without a picture the time alone."""
        if self._true_at:
            self._thaw()
            return
        if not self._now.is_live():
            self._hold(None, self._model.now())
            return
        self._now.take(lambda picked: self._hold(picked, picked.received_at), self._refuse)

    def agree(self) -> None:
        """Put the comparison on record."""
        shown_at = self.shown_at()
        if self._span is None or not self._true_at:
            self._refuse(tr("先按 Space 定格画面和标准时间，再照着画面填时间。"))
            return
        if shown_at is None:
            self._refuse(tr("看不懂画面时间，还没有保存。请写成 22:20:14，隔天的写上日期。"))
            return
        if self._model.request_id != self._request_id:
            self.leave()
            return
        instants = (shown_at, self._true_at)
        future = self._model.check_clock(self._span.span, instants, self._picked)
        self._side.bridge.when_done(future, self._on_saved, self._refuse)

    def shown_at(self) -> int | None:
        """What the picture shows, UTC ms: the day nearest to the trusted time."""
        text = self.shown.text().strip()
        if not text or not self._true_at:
            return None
        if len(text) > 8:
            return said_instant(text, self._true_at)
        return nearest(text, self._true_at)

    def leave(self) -> None:
        """Go; nothing was recorded."""
        self._timer.stop()
        self._now.look_at("")
        self._span = None
        super().leave()

    # --- inside --------------------------------------------------------------------------

    def _hold(self, picked: Picked | None, true_at: int) -> None:
        # A picture tells whole seconds; a difference in tenths would claim more than is known.
        self._picked, self._true_at = picked, true_at // 1000 * 1000
        if picked is not None:
            image = QImage.fromData(picked.jpeg)
            self.picture.show_image(tr("定格 · 请照画面上的字填时间"), image)
        self._told.hide()
        self.shown.setEnabled(True)
        self.shown.setFocus()
        self._show_state()

    def _thaw(self) -> None:
        self._picked, self._true_at = None, 0
        self.shown.clear()
        self.shown.setEnabled(False)
        self._told.hide()
        self._show_state()

    def _show_state(self) -> None:
        at = self._true_at or self._model.now()
        self._true.setText(times.date_and_time(at))
        self.freeze.setText(tr("重新定格") if self._true_at else tr("定格"))
        shown_at = self.shown_at()
        self._result.setText("")
        if shown_at is not None:
            self._result.setText(ahead_words(shown_at - self._true_at))
        self.save.setEnabled(shown_at is not None)

    def _on_saved(self, _row: object) -> None:
        span = self._span
        self.leave()
        self._model.refresh()
        if span is not None:
            self.said.emit(tr("{code} 已校对", code=span.span.code), "done")

    def _refuse(self, sentence: str) -> None:
        self._told.setText(sentence)
        self._told.show()
        self.place()

    def _show_live(self, head: str, image: QImage) -> None:
        if not self._true_at:
            self.picture.show_image(head, image)

    def _show_absent(self, head: str, words: str) -> None:
        if not self._true_at:
            hint = tr("没有画面：可在录像机上看画面时间，按 Space 定格标准时间后填写")
            self.picture.show_words(head, f"{words}\n{hint}")

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._true_name.setText(tr("标准时间（本机受信时钟）"))
        self._shown_name.setText(tr("画面时间"))
        self.shown.setPlaceholderText(tr("照画面填，例如 22:20:14"))
        self.shown.setAccessibleName(tr("画面时间"))
        self._cancel.setText(tr("取消"))
        self.save.setText(tr("保存"))
        self._show_state()

    def _build(self) -> None:
        theme.give_role(self._title, "title")
        theme.give_role(self._told, "refusal")
        self._told.setWordWrap(True)
        for label in (self._true_name, self._shown_name):
            theme.give_role(label, "second")
        for label in (self._true, self._result):
            label.setFont(theme.font(theme.TITLE_PX, is_bold=True))
        self.shown.setMaxLength(30)
        self.shown.setFont(theme.font(theme.TITLE_PX))
        self.shown.installEventFilter(self)
        self.shown.textChanged.connect(lambda _text: self._show_state())
        self.picture.setMinimumHeight(theme.px(PICTURE_PX // 2))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for button in (self.freeze, self._cancel, self.save):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.freeze.clicked.connect(self.freeze_now)
        self._cancel.clicked.connect(self.leave)
        self.save.clicked.connect(self.agree)
        self._timer.timeout.connect(self._show_state)
        self._now.shown.connect(self._show_live)
        self._now.absent.connect(self._show_absent)

    def _lay_out(self) -> None:
        true, shown, foot = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        true.addWidget(self._true_name)
        true.addStretch(1)
        true.addWidget(self._true)
        shown.addWidget(self._shown_name)
        shown.addWidget(self.shown)
        figures = QHBoxLayout()
        figures.setSpacing(24)
        figures.addLayout(true)
        figures.addWidget(self.freeze, 0, Qt.AlignmentFlag.AlignBottom)
        figures.addLayout(shown, 1)
        figures.addWidget(self._result, 0, Qt.AlignmentFlag.AlignBottom)
        foot.addWidget(self._told, 8)
        foot.addStretch(1)
        foot.addWidget(self._cancel)
        foot.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addWidget(self.picture, 1)
        column.addLayout(figures)
        column.addLayout(foot)

    def place(self) -> None:
        """The picture takes what room there is."""
        room = self._window.height() - theme.px(80) - theme.px(200)
        self.picture.setMinimumHeight(max(theme.px(200), min(theme.px(PICTURE_PX), room)))
        super().place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_space = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space
        is_pressed = is_space and event.type() == QEvent.Type.KeyPress
        if watched is self.shown and is_pressed and not self.shown.text().strip():
            self.freeze_now()
            self.setFocus()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            event.accept()
            self.freeze_now()
        elif event.key() in _ENTER:
            event.accept()
            self.agree()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def nearest(text: str, true_at: int) -> int | None:
    """An hour alone, on the day nearest to `true_at`: clocks differ over midnight, too."""
    found = said_instant(text, true_at)
    if found is None:
        return None
    days = (found + days * times.DAY_MS for days in (-1, 0, 1))
    return min(days, key=lambda at: abs(at - true_at))
