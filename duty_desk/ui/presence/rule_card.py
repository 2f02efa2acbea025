"""How presence is asked for: the numbers, a reason for every change, and a pause with an end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTime, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from duty_desk.domain.presence import PresenceRule
from duty_desk.language import mark, tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton

if TYPE_CHECKING:
    from concurrent.futures import Future

    from duty_desk.desk.duty_views import PresenceView
    from duty_desk.ui.problems.form_model import DeskSide

_RANGES = (
    ("day_least_min", "day_most_min", mark("白天间隔")),
    ("night_least_min", "night_most_min", mark("夜间间隔")),
)
_STAGES = (
    ("shown_s", mark("画面提示")),
    ("sounded_s", mark("声音提示")),
    ("escalated_s", mark("通知他人")),
)


class RuleCard(QFrame):
    """The settings of presence checks; seen by everybody, changed by who has the right.

    Signals:
        said(str, str): a sentence for the operator, and its level.
    """

    said = Signal(str, str)

    def __init__(self, side: DeskSide, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._shown: PresenceRule | None = None
        theme.give_role(self, "card")
        self._head, self._told = QLabel(), QLabel()
        theme.give_role(self._head, "head")
        theme.give_role(self._told, "soft")
        self._told.setWordWrap(True)
        self._labels: dict[str, QLabel] = {}
        self.numbers: dict[str, QSpinBox] = {}
        self.night_from, self.night_to = QTimeEdit(), QTimeEdit()
        for edit in (self.night_from, self.night_to):
            edit.setDisplayFormat("HH:mm")
            edit.setFixedWidth(theme.px(84))
            edit.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.reason, self.pause_min = QLineEdit(), QSpinBox()
        self.reason.setMaxLength(200)
        self.pause_min.setRange(1, 24 * 60)
        self.pause_min.setValue(30)
        self.pause_min.setFixedWidth(theme.px(84))
        self.pause_min.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._save, self._pause = KeyButton("primary"), KeyButton()
        self._save.clicked.connect(self.save)
        self._pause.clicked.connect(self._on_pause)
        self._lay_out()
        self.retranslate()

    def show_view(self, view: PresenceView) -> None:
        """Show the rule in use; what is being typed stays."""
        self._is_paused = view.state == "paused"
        self._pause.setText(tr("恢复") if self._is_paused else tr("暂停"))
        if view.rule == self._shown:
            return
        self._shown = view.rule
        for name, box in self.numbers.items():
            box.setValue(getattr(view.rule, name))
        for edit, minute in (
            (self.night_from, view.rule.night_from),
            (self.night_to, view.rule.night_to),
        ):
            edit.setTime(QTime(minute // 60, minute % 60))

    def save(self) -> None:
        """Ask in this way from now on."""
        rule = PresenceRule(
            **{name: box.value() for name, box in self.numbers.items()},
            night_from=_minute(self.night_from),
            night_to=_minute(self.night_to),
        )
        self._do(self._side.desk.presence_judging.adopt(rule, self.reason.text()))

    def _on_pause(self) -> None:
        judging = self._side.desk.presence_judging
        if self._is_paused:
            self._do(judging.resume())
        else:
            self._do(judging.pause(self.pause_min.value(), self.reason.text()))

    def _do(self, future: Future[None]) -> None:
        def done(_done: object) -> None:
            self.reason.clear()
            self.said.emit(tr("在岗确认的设置已更新并记录"), "done")

        self._side.bridge.when_done(future, done, lambda words: self.said.emit(words, "urgent"))

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._head.setText(tr("在岗确认怎样问"))
        for _least, most, words in _RANGES:
            self._labels[most].setText(tr(words))
        for name, words in _STAGES:
            self._labels[name].setText(tr(words))
        for name, box in self.numbers.items():
            box.setSuffix(tr(" 分") if name.endswith("_min") else tr(" 秒"))
        self._labels["night"].setText(tr("夜间从"))
        self.pause_min.setSuffix(tr(" 分"))
        self.reason.setPlaceholderText(tr("调整或暂停的原因（必填，记入日志）"))
        self.reason.setAccessibleName(self.reason.placeholderText())
        self._save.setText(tr("保存"))
        self._told.setText(
            tr(
                "时间随机抽取，谁也猜不到；有操作就重新计时，动鼠标不算。"
                "没有应答只记为未确认，由主管认定，不自动扣款。"
            )
        )

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        for line, (least, most, _words) in enumerate(_RANGES):
            self._labels[most] = QLabel()
            grid.addWidget(self._labels[most], line, 0)
            grid.addWidget(self._number(least, 5, 40), line, 1)
            grid.addWidget(QLabel("–"), line, 2)
            grid.addWidget(self._number(most, 5, 40), line, 3)
        self._labels["night"] = QLabel()
        grid.addWidget(self._labels["night"], 2, 0)
        grid.addWidget(self.night_from, 2, 1)
        grid.addWidget(QLabel("–"), 2, 2)
        grid.addWidget(self.night_to, 2, 3)
        for line, (name, _words) in enumerate(_STAGES, start=3):
            self._labels[name] = QLabel()
            grid.addWidget(self._labels[name], line, 0)
            grid.addWidget(self._number(name, 15, 600), line, 1)
        grid.setColumnStretch(4, 1)
        pause = QHBoxLayout()
        pause.setSpacing(8)
        pause.addWidget(self._save)
        pause.addStretch()
        pause.addWidget(self.pause_min)
        pause.addWidget(self._pause)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(10)
        column.addWidget(self._head)
        column.addLayout(grid)
        column.addWidget(self.reason)
        column.addLayout(pause)
        column.addWidget(self._told)
        column.addStretch()

    def _number(self, name: str, least: int, most: int) -> QSpinBox:
        box = QSpinBox()
        box.setRange(least, most)
        box.setAccessibleName(name)
        box.setFixedWidth(theme.px(84))
        box.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.numbers[name] = box
        return box


def _minute(edit: QTimeEdit) -> int:
    return edit.time().hour() * 60 + edit.time().minute()
