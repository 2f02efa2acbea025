"""T: the panel that turns the selected camera. It lies over the wall; the wall moves on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.segments import Segments
from duty_desk.ui.watch.ptz_model import CLOSER, DOWN, LEFT, RIGHT, UP, WIDER, Phase
from duty_desk.ui.watch.ptz_pad import PtzPad

if TYPE_CHECKING:
    from duty_desk.desk.ptz import PtzState
    from duty_desk.ui.watch.ptz_model import PtzModel
    from duty_desk.ui.watch.wall import Wall
    from duty_desk.ui.watch.wall_model import WallModel

WIDTH_PX, MARGIN_PX, PRESETS_PX, LEAST_PRESETS_PX = 316, 12, 228, 40
_HELD = {
    Qt.Key.Key_Left: LEFT,
    Qt.Key.Key_Right: RIGHT,
    Qt.Key.Key_Up: UP,
    Qt.Key.Key_Down: DOWN,
    Qt.Key.Key_Plus: CLOSER,
    Qt.Key.Key_Equal: CLOSER,
    Qt.Key.Key_Minus: WIDER,
}
_DIGITS = {Qt.Key(Qt.Key.Key_1.value + number): number for number in range(9)}


class PtzPanel(QFrame):
    """A card over the wall, on the side away from the selected tile.

    Its keys reach it while it has the keyboard; F8 and the others go through to the page.
    """

    def __init__(self, model: PtzModel, wall: Wall, places: WallModel) -> None:
        super().__init__(wall)
        self._model, self._wall, self._places = model, wall, places
        self._is_demo = False
        theme.give_role(self, "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedWidth(theme.px(WIDTH_PX))
        self._taps = {
            Qt.Key.Key_Home: model.go_home,
            Qt.Key.Key_K: model.keep,
            Qt.Key.Key_V: lambda: model.use_speed(model.speed + 1),
            Qt.Key.Key_Escape: model.close,
            Qt.Key.Key_T: model.close,
        }
        self._build()
        self._lay_out()
        self._connect()
        self.hide()
        self.retranslate()

    def admit_demo(self) -> None:
        """Say that these cameras only count how they would stand."""
        self._is_demo = True
        self._show_model()

    def offer_report(self, *, is_offered: bool) -> None:
        """Whether a mis-aimed camera can be reported from here."""
        self._can_report = is_offered
        self._show_model()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._close.setText(tr("关闭"))
        self._retry.setText(tr("再试一次"))
        self._report.setText(tr("按方位不准报修"))
        self._keep.setText(tr("不返回"))
        self._speed_words.setText(tr("转速（V）"))
        self._speeds.show_words((tr("慢"), tr("中"), tr("快")))
        self._presets_head.setText(tr("预置位"))
        self._pad.retranslate()
        self._show_model()

    def _build(self) -> None:
        self._can_report = False
        self._presets_wish_px = 0
        self._title, self._name = QLabel(), QLabel()
        theme.give_role(self._title, "head")
        self._close = KeyButton("flat", "Esc")
        self._words, self._note, self._place = _line("told"), _line("second"), _line("second")
        self._controls = QWidget()
        self._pad = PtzPad(self._model)
        self._speed_words = _line("second")
        self._speeds = Segments(("", "", ""))
        self._presets_head = _line("second")
        self._presets = QScrollArea()
        theme.give_role(self._presets, "bare")
        self._presets.setWidgetResizable(True)
        self._presets.setFrameShape(QFrame.Shape.NoFrame)
        self._presets.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._return = _line("told")
        self._keep = KeyButton("", "K")
        self._retry, self._report = KeyButton(), KeyButton()
        for button in (self._close, self._keep, self._retry, self._report, self._presets):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch()
        head.addWidget(self._close)
        speed = QHBoxLayout()
        speed.addWidget(self._speed_words)
        speed.addWidget(self._speeds)
        home = QHBoxLayout()
        home.addWidget(self._return, 1)
        home.addWidget(self._keep)
        pad = QHBoxLayout()
        pad.addWidget(self._pad)
        pad.addSpacing(theme.px(14))
        pad.addWidget(self._place, 1)
        controls = QVBoxLayout(self._controls)
        controls.setContentsMargins(0, 6, 0, 0)
        controls.setSpacing(8)
        controls.addLayout(pad)
        controls.addLayout(speed)
        controls.addLayout(home)
        controls.addWidget(self._presets_head)
        controls.addWidget(self._presets)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 14)
        column.setSpacing(8)
        column.addLayout(head)
        for widget in (self._name, self._words, self._controls, self._note):
            column.addWidget(widget)
        column.addWidget(self._retry, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._report, 0, Qt.AlignmentFlag.AlignLeft)

    def _connect(self) -> None:
        self._close.clicked.connect(self._model.close)
        self._keep.clicked.connect(self._model.keep)
        self._retry.clicked.connect(self._model.retry)
        self._report.clicked.connect(self._model.report_fault)
        self._speeds.chosen.connect(self._model.use_speed)
        self._model.changed.connect(self._show_model)
        self._model.refreshed.connect(self._show_state)
        self._wall.installEventFilter(self)

    # --- showing -------------------------------------------------------------------------

    def _show_model(self) -> None:
        model, camera = self._model, self._model.camera
        if camera is None:
            self._go_away()
            return
        self._title.setText(tr("云台"))
        self._name.setText(f"{camera.code} {camera.name}")
        is_ready = model.phase is Phase.READY
        words = tr("正在连接摄像头的云台…") if model.phase is Phase.CONNECTING else model.words
        self._words.setText(words)
        level = "" if model.phase in (Phase.CONNECTING, Phase.FIXED) else "urgent"
        theme.give_role(self._words, "told", level)
        self._words.setVisible(bool(words))
        self._controls.setVisible(is_ready)
        self._note.setText(tr("演示设备：镜头位置会变，画面不会跟着动。"))
        self._note.setVisible(is_ready and self._is_demo)
        self._retry.setVisible(model.phase is Phase.FAILED)
        is_misfit = model.phase in (Phase.FIXED, Phase.FAILED)
        self._report.setVisible(is_misfit and self._can_report)
        theme.give_role(self._report, "primary" if model.phase is Phase.FIXED else "")
        self._speeds.choose(model.speed)
        self._pad.show_abilities()
        self._fill_presets()
        self._show_state()
        self._come_up()

    def _fill_presets(self) -> None:
        presets = self._model.presets()
        self._presets_head.setText(tr("预置位") if presets else tr("摄像头里没有存预置位"))
        self._presets.setVisible(bool(presets))
        if self._presets.property("shown") == presets:
            return
        self._presets.setProperty("shown", presets)
        ground = QWidget()
        theme.give_role(ground, "ground")
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for number, preset in enumerate(presets):
            key = str(number + 1) if number < len(_DIGITS) else ""
            button = KeyButton("category", key, key_first=True)
            button.setText(_shortened(preset.name))
            button.setToolTip(preset.name)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(partial(self._model.recall, number))
            column.addWidget(button)
        column.addStretch()
        self._presets.setWidget(ground)
        self._presets_wish_px = min(ground.sizeHint().height(), theme.px(PRESETS_PX))

    def _show_state(self) -> None:
        state = self._model.state()
        if state is None:
            return
        self._place.setText(_place_words(state))
        left_s = self._model.left_s()
        self._keep.setEnabled(left_s is not None)
        able = self._model.abilities
        has_home = able is not None and able.has_home
        self._return.setText(_return_words(state, left_s, has_home=has_home))
        is_near = left_s is not None and left_s <= 5
        level = "attention" if is_near or state.is_kept or not has_home else ""
        if self._return.property("level") != level:
            theme.give_role(self._return, "told", level)

    def _come_up(self) -> None:
        is_new = self.isHidden()
        self._settle()
        if is_new:
            self.show()
            self.raise_()
            self.window().activateWindow()
            self.setFocus()

    def _go_away(self) -> None:
        if self.isHidden():
            return
        had_focus = self.hasFocus()
        self.hide()
        if had_focus:
            self._wall.setFocus()

    def _settle(self) -> None:
        """Lie on the right; on the left when the selected tile is on the right half alone."""
        room, margin = self._wall.rect(), theme.px(MARGIN_PX)
        self._fit(room.height() - 2 * margin)
        tile = self._tile()
        is_left = tile is not None and tile.left() >= room.center().x()
        left = margin if is_left else room.width() - self.width() - margin
        self.move(left, margin)

    def _fit(self, room_px: int) -> None:
        """As high as its words and presets want; where there is less room, presets scroll."""
        others_px = self._wished_px() - self._presets.height() * (not self._presets.isHidden())
        least_px = min(theme.px(LEAST_PRESETS_PX), self._presets_wish_px)
        presets_px = max(least_px, min(self._presets_wish_px, room_px - others_px))
        if presets_px != self._presets.height():
            self._presets.setFixedHeight(presets_px)
        height_px = self._wished_px()
        if height_px != self.height():
            self.resize(self.width(), height_px)

    def _wished_px(self) -> int:
        for widget in (self._presets, self._controls):
            widget.updateGeometry()  # what is hidden would not tell by itself
        return self._column.totalHeightForWidth(self.width())

    def _tile(self) -> QRect | None:
        for place, camera in enumerate(self._places.visible()):
            if camera is not None and camera == self._model.camera:
                return self._wall.area_of(place)
        return None

    # --- Qt ------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._wall and event.type() == QEvent.Type.Resize and self.isVisible():
            self._settle()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        # Its digits and Esc are keys of the page as well: here they are the panel's.
        is_asked = event.type() == QEvent.Type.ShortcutOverride
        if is_asked and isinstance(event, QKeyEvent) and self._is_own(event):
            event.accept()
            return True
        is_done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._settle()
        return is_done

    def _is_own(self, event: QKeyEvent) -> bool:
        has_modifier = event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        key = Qt.Key(event.key())
        return not has_modifier and (key in _HELD or key in self._taps or key in _DIGITS)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._is_own(event):
            super().keyPressEvent(event)
            return
        if event.isAutoRepeat():
            return
        key = Qt.Key(event.key())
        if key in _HELD:
            self._model.press(_HELD[key])
        elif key in _DIGITS:
            self._model.recall(_DIGITS[key])
        else:
            self._taps[key]()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        way = _HELD.get(Qt.Key(event.key()))
        if way is None:
            super().keyReleaseEvent(event)
        elif not event.isAutoRepeat():
            self._model.release(way)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._model.release_all()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._model.release_all()
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _line(role: str) -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    theme.give_role(label, role)
    return label


def _shortened(name: str) -> str:
    return name if len(name) <= 16 else f"{name[:15]}…"


def _place_words(state: PtzState) -> str:
    """Where the device says it looks, in hundredths of its range."""
    position = state.use.position
    parts = [
        tr("水平 {value}", value=_share(position.pan)) if position.pan is not None else "",
        tr("垂直 {value}", value=_share(position.tilt)) if position.tilt is not None else "",
        tr("变倍 {value}", value=_share(position.zoom)) if position.zoom is not None else "",
        tr("转动中") if position.is_moving else "",
    ]
    return "\n".join(part for part in parts if part)


def _share(value: float) -> str:
    return f"{value * 100:+.0f}".replace("-", "\N{MINUS SIGN}").replace("+0", "0")


def _return_words(state: PtzState, left_s: int | None, *, has_home: bool) -> str:
    if not has_home:
        return tr("没有看守位：用完不会自动返回，请用预置位转回。")
    if left_s is not None:
        return tr("{s} 秒后返回看守位", s=left_s)
    if state.is_kept:
        return tr("留在这里，不自动返回")
    return tr("停手后自动返回看守位") if state.is_away else tr("在看守位")
