"""R: the last half minute of a camera over the wall, frame by frame. The wall moves on behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from duty_desk.language import mark, tr
from duty_desk.ui import icons, theme, times
from duty_desk.ui.button import KeyButton
from duty_desk.ui.elided_label import ElidedLabel
from duty_desk.ui.problems.overlay import Overlay
from duty_desk.ui.segments import Segments
from duty_desk.ui.watch.replay_bar import ReplayBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.ui.watch.replay_model import ReplayModel
    from duty_desk.video.engine import Picture

FETCH_MS, SIZE_MS = 40, 150
MARGIN, WIDEST = 16, 1220
_AROUND = 170
_NARROW = 1000
KEYS = (
    ("Space", mark("暂停，或继续播放")),
    (", .", mark("后退、前进一帧")),
    ("← →", mark("后退、前进一秒")),
    ("↑ ↓", mark("播放快一档、慢一档：½、1、2、4 倍")),
    ("Home End", mark("到开头、到末尾")),
    ("F8", mark("把这一帧存证报问题：画面用它自己的时间，时限从按键起算")),
    ("Esc", mark("关闭回放，回到画面墙")),
)


class ReplayView(QWidget):
    """The picture of a replay, drawn for its size by a worker."""

    def __init__(self, model: ReplayModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._picture: Picture | None = None
        self._image = QImage()
        self.setMinimumSize(320, 180)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SIZE_MS)
        self._settle.timeout.connect(self.tell_size)

    def tell_size(self) -> None:
        """Have the pictures made for this size."""
        ratio = self.devicePixelRatioF()
        self._model.resize(round(self.width() * ratio), round(self.height() * ratio))

    def show_picture(self, picture: Picture | None) -> None:
        """Show a picture; black for None."""
        self._picture = picture
        self._image = QImage()
        if picture is not None:
            height, width = picture.bgra.shape[:2]
            stride = picture.bgra.strides[0]
            self._image = QImage(
                picture.bgra.data, width, height, stride, QImage.Format.Format_RGB32
            )
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle.start()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("tile_ground"))
        if self._image.isNull():
            painter.end()
            return
        ratio = self.devicePixelRatioF()
        size = self._image.size().scaled(
            round(self.width() * ratio), round(self.height() * ratio), _KEEP
        )
        box = QRectF(0, 0, size.width() / ratio, size.height() / ratio)
        box.moveCenter(QRectF(self.rect()).center())
        if size != self._image.size():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(box, self._image)
        painter.end()


class ReplayPanel(Overlay):
    """The card over the wall. Closing it loses nothing."""

    def __init__(self, model: ReplayModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._card = QFrame(self)
        theme.give_role(self._card, "card")
        self._acts = self._act_table()
        self._build()
        self._lay_out()
        self._connect()
        self._fetch_timer = QTimer(self)
        self._fetch_timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._fetch_timer.setInterval(FETCH_MS)
        self._fetch_timer.timeout.connect(self._fetch)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._back.setText(tr("上一帧"))
        self._on.setText(tr("下一帧"))
        self._report.setText(tr("截图报问题"))
        self._close.setText(tr("关闭"))
        self._pace_words.setText(tr("速度"))
        self._show_state()

    # --- building ------------------------------------------------------------------------

    def _build(self) -> None:
        self._title, self._note = ElidedLabel(), ElidedLabel()
        self._title.setFont(theme.font(16, is_bold=True))
        theme.give_role(self._note, "soft")
        self._time, self._ago = QLabel(), QLabel()
        self._time.setFont(theme.font(theme.TITLE_PX, is_bold=True))
        theme.give_role(self._ago, "soft")
        self.view = ReplayView(self._model)
        self.bar = ReplayBar(self._model)
        self._play = KeyButton("", "Space")
        self._is_pause: bool | None = None  # which of its two icons the button has
        self._back, self._on = KeyButton("", ","), KeyButton("", ".")
        self._pace_words = QLabel()
        theme.give_role(self._pace_words, "soft")
        self._paces = Segments(("½×", "1×", "2×", "4×"))
        self._report, self._close = KeyButton("primary", "F8"), KeyButton("quiet", "Esc")
        for button in (self._play, self._back, self._on, self._report, self._close):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setIconSize(QSize(theme.px(16), theme.px(16)))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._note, 1)
        for label in (self._ago, self._time):
            head.addWidget(label)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self._back, self._play, self._on):
            foot.addWidget(button)
        foot.addSpacing(12)
        foot.addWidget(self._pace_words)
        foot.addWidget(self._paces)
        foot.addStretch(1)
        for button in (self._close, self._report):
            foot.addWidget(button)
        column = QVBoxLayout(self._card)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        column.addWidget(self.bar)
        column.addLayout(foot)

    def _connect(self) -> None:
        model = self._model
        model.opened.connect(self._on_opened)
        model.closed.connect(self._on_closed)
        model.moved.connect(self._show_state)
        self.bar.sought.connect(model.go_to)
        self._play.clicked.connect(model.toggle)
        self._back.clicked.connect(lambda: model.step(-1))
        self._on.clicked.connect(lambda: model.step(1))
        self._paces.chosen.connect(model.use_pace)
        self._report.clicked.connect(model.take)
        self._close.clicked.connect(model.close)

    # --- showing -------------------------------------------------------------------------

    def _on_opened(self) -> None:
        self.view.show_picture(None)
        self.place()
        self.show()
        self.raise_()
        self.window().activateWindow()  # R may have been pressed on the wall's own window
        self.setFocus()
        self.view.tell_size()
        self._show_state()
        self._fetch_timer.start()

    def _on_closed(self) -> None:
        self._fetch_timer.stop()
        self.view.show_picture(None)
        self.hide()

    def _fetch(self) -> None:
        picture = self._model.fetch()
        if picture is not None:
            self.view.show_picture(picture)

    def _show_state(self) -> None:
        model, shown = self._model, self._model.shown
        if shown is None:
            return
        self._title.setText(f"{shown.camera.code} {shown.camera.name}")
        self._note.setText(self._note_words())
        at = model.at()
        self._time.setText(f"{times.time_of_day(at)}.{at % 1000 // 100}")
        self._ago.setText(self._ago_words(at))
        self._show_play()
        self._paces.choose(model.pace)
        self._report.setText(tr("加到这个问题") if shown.problem_id else tr("截图报问题"))

    def _show_play(self) -> None:
        is_playing = self._model.is_playing
        self._play.setText(tr("暂停") if is_playing else tr("播放"))
        if is_playing != self._is_pause:
            self._is_pause = is_playing
            name = "player-pause" if is_playing else "player-play"
            self._play.setIcon(icons.icon(name, "text1", 16))

    def _note_words(self) -> str:
        model = self._model
        seconds = (model.frames[-1] - model.frames[0]) // 1000
        words = tr("回放 {s} 秒", s=seconds)
        if model.is_kept:
            words = tr("存证片段 {s} 秒", s=seconds)
        lost_ms = sum(after - before for before, after in model.gaps())
        if lost_ms:
            words += tr(" · 其中 {s} 秒没有画面", s=round(lost_ms / 1000))
        return words

    def _ago_words(self, at: int) -> str:
        shown, model = self._model.shown, self._model
        number = tr("第 {n} / {m} 帧", n=model.number + 1, m=len(model.frames))
        if model.size_px[0]:
            number += f" · {model.size_px[0]}×{model.size_px[1]}"
        if shown is None or shown.pressed_at is None:
            return number
        if self._card.width() < theme.px(_NARROW):
            number = number.partition(" · ")[0]
        seconds = f"{abs(shown.pressed_at - at) / 1000:.1f}"
        if shown.is_sight:
            words = tr("出现前 {s} 秒", s=seconds)
            if at > shown.pressed_at:
                words = tr("出现后 {s} 秒", s=seconds)
            return f"{words} · {number}"
        if at <= shown.pressed_at:
            return tr("按键前 {s} 秒", s=seconds) + f" · {number}"
        return tr("按键后 {s} 秒", s=seconds) + f" · {number}"

    # --- keys ----------------------------------------------------------------------------

    def _act_table(self) -> dict[Qt.Key, Callable[[], None]]:
        model = self._model
        return {
            Qt.Key.Key_Escape: model.close,
            Qt.Key.Key_R: model.close,
            Qt.Key.Key_Space: model.toggle,
            Qt.Key.Key_Comma: lambda: model.step(-1),
            Qt.Key.Key_Period: lambda: model.step(1),
            Qt.Key.Key_Left: lambda: model.jump(-1_000),
            Qt.Key.Key_Right: lambda: model.jump(1_000),
            Qt.Key.Key_Up: lambda: model.use_pace(model.pace + 1),
            Qt.Key.Key_Down: lambda: model.use_pace(model.pace - 1),
            Qt.Key.Key_Home: lambda: model.go_to(0),
            Qt.Key.Key_End: lambda: model.go_to(len(model.frames)),
            Qt.Key.Key_F8: model.take,
        }

    def takes_key(self, event: QKeyEvent) -> bool:
        """Do what a key asks for; keys of the wall do nothing while it is covered."""
        plain = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier
        act = self._acts.get(Qt.Key(event.key()))
        if act is None or event.modifiers() not in plain:
            return False
        is_held = event.isAutoRepeat() and event.key() in _ONCE
        if event.type() == QEvent.Type.KeyPress and not is_held:
            act()
        return True

    # --- the overlay ---------------------------------------------------------------------

    def arrange(self) -> None:
        """A picture of 16:9 in the middle, as large as the room allows."""
        wide = min(theme.px(WIDEST), self.width() - 2 * MARGIN)
        around = theme.px(_AROUND)
        high = min((wide - 36) * 9 // 16 + around, self.height() - 2 * MARGIN)
        wide = min(wide, (high - around) * 16 // 9 + 36)
        self._card.setGeometry((self.width() - wide) // 2, (self.height() - high) // 2, wide, high)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


_KEEP = Qt.AspectRatioMode.KeepAspectRatio
_ONCE = (Qt.Key.Key_Escape, Qt.Key.Key_R, Qt.Key.Key_Space, Qt.Key.Key_F8)
