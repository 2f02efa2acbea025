"""The foot of a walk: what every key does here, the dwell, and the sentence said last."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from duty_desk.language import mark, tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.patrol.words import seconds
from duty_desk.ui.problems.flow import FlowLayout

if TYPE_CHECKING:
    from duty_desk.desk.patrol_views import CheckpointRow

_BUTTONS = (
    ("normal", "primary", "Space", mark("正常，下一个")),
    ("problem", "", "F8", mark("截图报问题")),
    ("fault", "danger", "F9", mark("报故障")),
    ("preset", "", "T", mark("调预置位")),
    ("not_viewable", "", "N", mark("无画面")),
    ("skip", "quiet", "S", mark("跳过（填原因）")),
)


class WalkFoot(QFrame):
    """A card with the buttons of the walk.

    Signals:
        wanted(str): normal, problem, fault, preset, not_viewable, skip, pause or close.
    """

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.give_role(self, "card")
        self._buttons = {name: KeyButton(role, key) for name, role, key, _ in _BUTTONS}
        self._pause, self._close = KeyButton("quiet", "P"), KeyButton("flat")
        self._buttons |= {"pause": self._pause, "close": self._close}
        self._dwell, self._told = QLabel(), QLabel()
        theme.give_role(self._dwell, "soft")
        self._told.setWordWrap(True)
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        self._told.hide()
        self._lay_out()
        for name, button in self._buttons.items():
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(partial(self.wanted.emit, name))
        self.retranslate()

    def _lay_out(self) -> None:
        held = QWidget()
        flow = FlowLayout(held, 10)
        for name, *_ in _BUTTONS:
            self._buttons[name].setMinimumHeight(theme.px(44))
            flow.addWidget(self._buttons[name])
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(held, 1)
        row.addWidget(self._dwell)
        row.addSpacing(6)
        row.addWidget(self._pause)
        row.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        column.addWidget(self._told)
        column.addLayout(row)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        for name, _, _, words in _BUTTONS:
            self._buttons[name].setText(tr(words))
        self._buttons["normal"].set_key(tr("空格"))
        self._pause.setText(tr("暂停本轮"))
        self._close.setText(tr("提前结束"))

    def say(self, sentence: str, level: str) -> None:
        """Show a sentence; an empty one takes the last one back."""
        self._told.setText(sentence)
        self._told.setVisible(bool(sentence))
        theme.give_role(self._told, "told", level)

    def told(self) -> str:
        """The sentence shown."""
        return self._told.text()

    def show_point(self, point: CheckpointRow, page_size: int, *, can_turn: bool) -> None:
        """Offer what can be done at a checkpoint."""
        self._buttons["preset"].setVisible(can_turn)
        words = tr("正常，下一个") if page_size == 1 else tr("都正常，下一屏")
        if point.outcome:
            words = tr("下一个")
        self._buttons["normal"].setText(words)

    def show_dwell(self, dwell_ms: int, least_ms: int) -> None:
        """Show how long a fresh picture has stood, and how long it must."""
        is_reached = dwell_ms >= least_ms
        ink = theme.tokens().text1 if is_reached else theme.tokens().text2
        stood = f"<b style='color:{ink}'>{seconds(dwell_ms)}</b>"
        least = f"{least_ms / 1000:g}"
        self._dwell.setText(tr("停留 {stood} 秒 · 最少 {least} 秒", stood=stood, least=least))
