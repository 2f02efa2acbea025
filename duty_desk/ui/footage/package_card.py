"""Where a package goes, the room there, how far it is written, a stop and a way on."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from duty_desk.desk.footage_papers import size_words
from duty_desk.language import tr
from duty_desk.machine.file_copy import Stopped
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.duty.over_card import OverCard
from duty_desk.ui.footage.progress import Progress
from duty_desk.ui.footage.room import Room
from duty_desk.ui.problems.flow import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from duty_desk.machine.file_copy import Watch
    from duty_desk.ui.desk_bridge import DeskBridge
    from duty_desk.ui.footage.room import Medium

WIDTH_PX, TICK_MS = 760, 120
STOPPED = object()
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, kw_only=True)
class Writing:
    """What is to be written, and how.

    Attributes:
        size_bytes: Of the files; they are written and read back.
        act: Given the folder and a watch.
        undo: Removes what an interrupted try left in that folder.
    """

    title: str
    words: str
    agree: str
    folder: str
    size_bytes: int
    act: Callable[[Path, Watch], Future[Any]]
    undo: Callable[[Path], Future[Any]]
    done: Callable[[Any], None]


class PackageCard(OverCard):
    """Asks for a place and shows the writing; Esc stops it, Enter goes on."""

    def __init__(self, bridge: DeskBridge, window: QWidget) -> None:
        super().__init__(window, WIDTH_PX, is_at_foot=False)
        self._bridge = bridge
        self._writing: Writing | None = None
        self._progress: Progress | None = None
        self._is_begun = False
        self._title, self._words, self._room, self._told = (QLabel() for _ in range(4))
        self.folder = QLineEdit()
        self._choose, self._remove = KeyButton("quiet", "Ctrl O"), KeyButton("danger")
        self._agree, self._cancel = KeyButton("primary", "Enter"), KeyButton("quiet", "Esc")
        self._bar = QProgressBar()
        self._places = QWidget()
        self._flow = FlowLayout(self._places)
        self.room = Room(bridge, self)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._build()
        self._lay_out()

    def ask(self, writing: Writing) -> None:
        """Ask where to."""
        self._writing, self._progress, self._is_begun = writing, None, False
        self._title.setText(writing.title)
        self._words.setText(writing.words)
        self._told.hide()
        self._bar.hide()
        self.folder.setText(writing.folder)
        self._show_places([])
        self.room.look_for_media()
        self._show_state()
        self.open()
        self.folder.setFocus()

    def is_busy(self) -> bool:
        """Whether something is being written."""
        return self._progress is not None

    def agree(self) -> None:
        """Write, or go on writing."""
        writing = self._writing
        if writing is None or self._progress is not None:
            return
        words = self.folder.text().strip()
        if not words or not Path(words).is_absolute():
            self._refuse(tr("请选择一个文件夹或 U 盘。"))
            return
        progress = Progress(2 * writing.size_bytes)
        self._progress, self._is_begun = progress, True
        self.setFocus()  # a field that is disabled would hand the keyboard on to anything
        self._told.hide()
        self._timer.start()
        self._show_state()

        def done(result: Any) -> None:
            self._end()
            if result is STOPPED:
                self._refuse(tr("已停止，写好的部分还在。按 Enter 继续，或删除未完成的部分。"))
                return
            self._is_begun = False
            if self._writing is writing:
                self.leave()
            writing.done(result)

        future = _stoppable(writing.act(Path(words), progress.watch()))
        self._bridge.when_done(future, done, self._on_failed)

    def leave(self) -> None:
        """Stop what is being written; go when nothing is."""
        if self._progress is not None:
            self._progress.stop.set()
            return
        self._writing = None
        super().leave()

    def take(self, folder: str) -> None:
        """Choose a place."""
        self.folder.setText(folder)

    # --- inside --------------------------------------------------------------------------

    def _on_failed(self, sentence: str) -> None:
        self._end()
        self._refuse(sentence)

    def _end(self) -> None:
        self._progress = None
        self._timer.stop()
        self._show_state()
        self.folder.setFocus()

    def _undo(self) -> None:
        writing = self._writing
        if writing is None or self._progress is not None:
            return

        def done(_none: object) -> None:
            self._is_begun = False
            self._told.hide()
            self._show_state()
            self.place()

        future = writing.undo(Path(self.folder.text().strip()))
        self._bridge.when_done(future, done, self._refuse)

    def _refuse(self, sentence: str) -> None:
        self._told.setText(sentence)
        self._told.show()
        self._show_state()
        self.place()

    def _show_state(self) -> None:
        is_busy = self._progress is not None
        self.folder.setEnabled(not is_busy)
        self._choose.setEnabled(not is_busy)
        self._places.setEnabled(not is_busy)
        self._bar.setVisible(is_busy)
        self._remove.setVisible(self._is_begun and not is_busy)
        self._agree.setEnabled(not is_busy)
        writing = self._writing
        if writing is not None:
            self._agree.setText(tr("继续") if self._is_begun else writing.agree)
        self._cancel.setText(tr("停止") if is_busy else tr("取消"))
        self._choose.setText(tr("选择…"))
        self._remove.setText(tr("删除未完成的"))
        self._show_room()
        self._tick()

    def _show_room(self) -> None:
        writing = self._writing
        if writing is None:
            return
        self.room.ask(self.folder.text().strip())
        self._tell_room(writing)

    def _on_room(self) -> None:
        if self._writing is not None and self._progress is None:
            self._tell_room(self._writing)

    def _tell_room(self, writing: Writing) -> None:
        needed, free = size_words(writing.size_bytes), self.room.free_bytes
        if free is None or free < 0:
            self._room.setText(tr("需要 {needed}", needed=needed))
            theme.give_role(self._room, "soft")
            return
        self._room.setText(
            tr("需要 {needed}，这里剩余 {free}", needed=needed, free=size_words(free))
        )
        is_enough = free > writing.size_bytes
        theme.give_role(self._room, "soft" if is_enough else "told", "" if is_enough else "urgent")

    def _on_media(self, places: list[Medium]) -> None:
        if self._writing is not None:
            self._show_places(places)
            self.place()

    def _show_places(self, places: list[Medium]) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for name, path, free in places:
            button = KeyButton("", parent=self._places)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setText(tr("{name}（剩 {free}）", name=name, free=size_words(free)))
            button.setToolTip(path)
            button.clicked.connect(partial(self.take, path))
            self._flow.addWidget(button)
        self._places.setVisible(bool(places))

    def _tick(self) -> None:
        if self._progress is not None:
            self._bar.setValue(self._progress.percent)
            percent = self._progress.percent
            self._room.setText(
                tr("正在读回核对 {percent}%", percent=percent)
                if percent >= 50
                else tr("正在写入 {percent}%", percent=percent)
            )

    def _ask_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(
            self.window(), tr("选择文件夹或 U 盘"), self.folder.text()
        )
        if folder:
            self.take(folder)

    def _build(self) -> None:
        theme.give_role(self._title, "title")
        theme.give_role(self._words, "soft")
        theme.give_role(self._told, "refusal")
        for label in (self._words, self._told):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 100)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for button in (self._choose, self._remove, self._agree, self._cancel):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._choose.clicked.connect(self._ask_folder)
        self._remove.clicked.connect(self._undo)
        self._agree.clicked.connect(self.agree)
        self._cancel.clicked.connect(self.leave)
        self.folder.textChanged.connect(lambda _text: self._show_room())
        self.room.told.connect(self._on_room)
        self.room.found.connect(self._on_media)
        self._timer.timeout.connect(self._tick)

    def _lay_out(self) -> None:
        row, foot = QHBoxLayout(), QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.folder, 1)
        row.addWidget(self._choose)
        foot.setSpacing(8)
        foot.addWidget(self._room, 1)
        for button in (self._remove, self._cancel, self._agree):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(10)
        for widget in (self._title, self._words, self._places):
            column.addWidget(widget)
        column.addLayout(row)
        column.addWidget(self._bar)
        column.addWidget(self._told)
        column.addLayout(foot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_ctrl = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.key() in _ENTER:
            event.accept()
            self.agree()
        elif is_ctrl and event.key() == Qt.Key.Key_O:
            event.accept()
            self._ask_folder()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange and self._progress is None:
            self.leave()
        super().changeEvent(event)


def _stoppable(writing: Future[Any]) -> Future[Any]:
    """The same, but that somebody stopped it is an answer and no failure."""
    after: Future[Any] = Future()

    def settle(done: Future[Any]) -> None:
        error = done.exception()
        if error is None or isinstance(error, Stopped):
            after.set_result(STOPPED if error else done.result())
        else:
            after.set_exception(error)

    writing.add_done_callback(settle)
    return after
