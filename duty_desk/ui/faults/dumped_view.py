"""Dumped things: hints with before and after, decided by one key; and the ground they lie on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from duty_desk.domain.ground import DumpedState
from duty_desk.language import mark, tr
from duty_desk.ui import theme, times
from duty_desk.ui.button import KeyButton
from duty_desk.ui.faults.dumped_model import DumpedModel
from duty_desk.ui.faults.fault_picture import FaultPicture
from duty_desk.ui.faults.ground_editor import GroundEditor
from duty_desk.ui.faults.now_picture import NowPicture
from duty_desk.ui.key_list import KeyList, press_alone
from duty_desk.ui.problems.draft_keeper import while_alive
from duty_desk.ui.problems.pictures import read_picture
from duty_desk.ui.segments import Segments

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtGui import QHideEvent, QImage, QKeyEvent, QShowEvent

    from duty_desk.desk.dumped_views import DumpedRow
    from duty_desk.desk.views import Snapshot
    from duty_desk.ui.problems.form_model import DeskSide
    from duty_desk.ui.problems.pictures import PictureShelf
    from duty_desk.ui.watch.model import WatchModel
    from duty_desk.video.engine import VideoEngine

LIST_PX, HINTS, GROUND = 420, 0, 1
_LEAST_CROP = 220  # thousandths of the picture
_ID = Qt.ItemDataRole.UserRole
_STATES = {
    DumpedState.OPEN: mark("待看"),
    DumpedState.CONFIRMED: mark("已登记问题"),
    DumpedState.DISMISSED: mark("不是"),
}


class DumpedView(QWidget):
    """The view 夜间倾倒 of the faults page.

    Signals:
        said(str, str): a sentence for the operator, and its level.
        problem_made(object): a hint became this problem; open its form.
        clip_wanted(object): the clip of this `DumpedRow` is to be played.
    """

    said = Signal(str, str)
    problem_made = Signal(object)
    clip_wanted = Signal(object)

    def __init__(
        self, side: DeskSide, shelf: PictureShelf, watch: WatchModel, engine: VideoEngine
    ) -> None:
        super().__init__()
        self._side, self._shelf = side, shelf
        self.model = DumpedModel(side, self)
        self._live = NowPicture(side, watch, engine, self)
        self._is_whole = False
        self._shown: tuple[str, bool] = ("", False)
        self._open_count = -1
        self._build(shelf)
        self._lay_out()
        self._keys: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Return: self._confirm,
            Qt.Key.Key_Enter: self._confirm,
            Qt.Key.Key_N: self._dismiss,
            Qt.Key.Key_R: self._play,
            Qt.Key.Key_W: self._toggle_whole,
            Qt.Key.Key_Z: lambda: self.use_side(1 - self.stack.currentIndex()),
        }
        self._connect()
        self.setFocusProxy(self.stack)
        self.retranslate()

    # --- what is shown -------------------------------------------------------------------

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Follow the desk."""
        self.editor.show_cameras(snapshot.cameras)
        if snapshot.dumped_open != self._open_count:
            self._open_count = snapshot.dumped_open
            self.model.refresh()

    def use_side(self, number: int) -> None:
        """Show the hints, or the ground to draw on."""
        self.sides.choose(number)
        self.stack.setCurrentIndex(number)
        self.stack.setFocusProxy(self.lines if number == HINTS else self.editor.canvas)
        self.stack.setFocus()
        self._look()

    def _look(self) -> None:
        is_drawing = self.isVisible() and self.stack.currentIndex() == GROUND
        self._live.look_at(self.editor.camera_id if is_drawing else "")

    def _show_rows(self) -> None:
        rows = self.model.rows
        chosen, at = self._chosen_id(), max(0, self.lines.currentRow())
        self.lines.blockSignals(True)
        self.lines.clear()
        for row in rows:
            item = QListWidgetItem(_line(row), self.lines)
            item.setData(_ID, row.id)
        ids = [row.id for row in rows]
        self.lines.setCurrentRow(ids.index(chosen) if chosen in ids else min(at, len(ids) - 1))
        self.lines.blockSignals(False)
        self._empty.setVisible(not rows)
        self._show_row()

    def _show_row(self) -> None:
        row = self.model.row(self._chosen_id())
        self._card.setVisible(row is not None)
        if row is None:
            return
        is_open = row.state == DumpedState.OPEN
        for button in (self.confirm, self.dismiss):
            button.setVisible(is_open)
        self.play.setVisible(row.clip is not None)
        self._title.setText(tr("{title} · 第 {n} 块地面", title=row.camera_title, n=row.zone + 1))
        lasted = max(0, (row.hinted_at - row.seen_at) // 1000)
        words = tr(
            "{seen} 首次出现，{lasted} 秒没有动，{hinted} 提示。",
            seen=times.date_and_time(row.seen_at),
            lasted=lasted,
            hinted=times.time_of_day(row.hinted_at),
        )
        if row.ended_at is not None:
            ended = times.date_and_time(row.ended_at)
            state = tr(_STATES[DumpedState(row.state)])
            words = f"{words} {ended} {tr(row.ended_by)} {state} {row.reason}".rstrip()
        self._about.setText(words)
        if self._shown != (row.id, self._is_whole):
            self._shown = (row.id, self._is_whole)
            self._show_pictures(row)

    def _show_pictures(self, row: DumpedRow) -> None:
        before = tr("之前 · {time} 以前", time=times.time_of_day(row.seen_at))
        after = tr("之后 · {time}", time=times.time_of_day(row.hinted_at))
        for picture, head, path in (
            (self.before, before, row.before),
            (self.after, after, row.after),
        ):
            if path is None:
                picture.show_words(head, tr("没有留下画面"))
            else:
                self._show_part(picture, head, path, row)

    def _show_part(self, picture: FaultPicture, head: str, path: Path, row: DumpedRow) -> None:
        wanted, is_whole = self._shown, self._is_whole

        def read() -> QImage:
            image = read_picture(path)
            return image if is_whole else image.copy(_crop(image, row.box))

        def shown(image: object) -> None:
            if self._shown == wanted:
                picture.show_image(head, image)  # type: ignore[arg-type]

        def failed(sentence: str) -> None:
            if self._shown == wanted:
                picture.show_words(head, sentence)

        future = self._shelf.run(read)
        self._side.bridge.when_done(future, while_alive(self, shown), while_alive(self, failed))

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.sides.show_words((tr("提示"), tr("画区域")))
        self.confirm.setText(tr("登记为问题"))
        self.dismiss.setText(tr("不是"))
        self.play.setText(tr("播放首次出现"))
        self.whole.setText(tr("整幅 / 局部"))
        self._empty.setText(
            tr(
                "没有提示。\n静物提示缺省关闭：按 Z 在画面上圈出常倒垃圾的地面、设好时段再打开。"
                "新东西静止够久就列在这里，附前后对比和首次出现时的片段。"
            )
        )
        self._safe.setText(
            tr("只是提示，不响铃、不计时。登记后 5 分钟推送时限从你按键算起，首次出现的时刻另记。")
        )
        self.editor.retranslate()
        self._show_rows()

    # --- doing ---------------------------------------------------------------------------

    def _chosen_id(self) -> str:
        item = self.lines.currentItem()
        return str(item.data(_ID)) if item is not None else ""

    def _open_row(self) -> DumpedRow | None:
        row = self.model.row(self._chosen_id())
        is_hints = self.stack.currentIndex() == HINTS
        return row if row is not None and row.state == DumpedState.OPEN and is_hints else None

    def _confirm(self) -> None:
        row = self._open_row()
        if row is not None:
            self.model.confirm(row.id)

    def _dismiss(self) -> None:
        row = self._open_row()
        if row is not None:
            self.model.dismiss(row.id)

    def _play(self) -> None:
        row = self.model.row(self._chosen_id())
        if row is not None and row.clip is not None and self.stack.currentIndex() == HINTS:
            self.clip_wanted.emit(row)

    def _toggle_whole(self) -> None:
        self._is_whole = not self._is_whole
        self._show_row()

    # --- building ------------------------------------------------------------------------

    def _build(self, shelf: PictureShelf) -> None:
        self.sides = Segments(("", ""))
        self.sides.choose(HINTS)
        self.stack = QStackedWidget()
        self.lines = KeyList()
        self.lines.setFrameShape(QFrame.Shape.NoFrame)
        self._empty, self._title, self._about, self._safe = (QLabel() for _ in range(4))
        theme.give_role(self._empty, "soft")
        theme.give_role(self._title, "title")
        theme.give_role(self._safe, "second")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for label in (self._empty, self._about, self._safe):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.before, self.after = FaultPicture(shelf), FaultPicture(shelf)
        self.confirm = KeyButton("primary", "Enter")
        self.dismiss, self.play = KeyButton("", "N"), KeyButton("", "R")
        self.whole = KeyButton("", "W")
        self.editor = GroundEditor()
        self._card = QWidget()

    def _lay_out(self) -> None:
        left, ground = QFrame(), QFrame()
        theme.give_role(left, "card")
        column = QVBoxLayout(left)
        column.setContentsMargins(12, 10, 12, 10)
        column.addWidget(self.lines, 1)
        left.setFixedWidth(theme.px(LIST_PX))
        hints = QWidget()
        row = QHBoxLayout(hints)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(left)
        row.addWidget(self._card, 1)
        row.addWidget(self._empty, 1)
        self._lay_out_card()
        inside = QVBoxLayout(ground)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.editor)
        self.stack.addWidget(hints)
        self.stack.addWidget(ground)
        self.stack.setFocusProxy(self.lines)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addWidget(self.sides, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addWidget(self.stack, 1)

    def _lay_out_card(self) -> None:
        pictures, foot, words = QHBoxLayout(), QHBoxLayout(), QVBoxLayout()
        for layout in (pictures, foot):
            layout.setSpacing(10)
        for picture in (self.before, self.after):
            pictures.addWidget(picture, 1)
        for label in (self._about, self._safe):
            words.addWidget(label)
        foot.addLayout(words, 1)
        for button in (self.whole, self.play, self.dismiss, self.confirm):
            foot.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        card = QVBoxLayout(self._card)
        card.setContentsMargins(0, 0, 0, 0)
        card.setSpacing(12)
        card.addWidget(self._title)
        card.addLayout(pictures, 1)
        card.addLayout(foot)

    def _connect(self) -> None:
        model, editor = self.model, self.editor
        model.listed.connect(self._show_rows)
        model.drawn.connect(lambda: editor.show_plans(model.plans))
        model.refused.connect(lambda sentence: self.said.emit(sentence, "urgent"))
        model.told.connect(lambda sentence: self.said.emit(sentence, "done"))
        model.made.connect(self.problem_made)
        editor.kept.connect(model.draw)
        editor.camera_chosen.connect(lambda _id: self._look())
        self._live.shown.connect(lambda _head, image: editor.canvas.show_image(image))
        self._live.absent.connect(lambda _head, words: editor.canvas.show_words(words))
        self.sides.chosen.connect(self.use_side)
        self.lines.currentRowChanged.connect(lambda _row: self._show_row())
        self.confirm.clicked.connect(self._confirm)
        self.dismiss.clicked.connect(self._dismiss)
        self.play.clicked.connect(self._play)
        self.whole.clicked.connect(self._toggle_whole)

    # --- Qt ------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.model.refresh()
        self._look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._look()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_S and held == Qt.KeyboardModifier.ControlModifier:
            self.editor.keep()
        elif not press_alone(self._keys, event):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


def _line(row: DumpedRow) -> str:
    when = times.date_and_time(row.hinted_at)[5:16]
    return f"{when}   {row.camera_title}   {tr(_STATES[DumpedState(row.state)])}"


def _crop(image: QImage, box: tuple[int, int, int, int]) -> QRect:
    """The part of a picture around a box of thousandths, with room about it."""
    left, top, right, bottom = box
    side = max(_LEAST_CROP, 3 * max(right - left, bottom - top))
    middle_x, middle_y = (left + right) // 2, (top + bottom) // 2
    from_x = max(0, min(1000 - side, middle_x - side // 2))
    from_y = max(0, min(1000 - side, middle_y - side // 2))
    width, height = image.width(), image.height()
    return QRect(
        from_x * width // 1000,
        from_y * height // 1000,
        max(1, min(1000, side) * width // 1000),
        max(1, min(1000, side) * height // 1000),
    )
