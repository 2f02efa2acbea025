"""The line above the foot: how the push stands, what the desk refused, what to do now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.problems.words import Chip, push_chip

if TYPE_CHECKING:
    from duty_desk.ui.problems.form_model import ProblemFormModel

_GROUND = {"attention": "warn", "urgent": "bad", "done": "ok", "accent": "accent"}


def banner_of(model: ProblemFormModel) -> Chip:
    """What the banner says; an empty text means that there is nothing to say."""
    phase, row = model.phase, model.detail.row
    told = f" {row.push_words}" if row.push_words else ""
    if phase == "waiting":
        chip = push_chip(row.push_state)
        return Chip(f"{chip.text}…{told}", chip.level)
    if phase == "done":
        return push_chip(row.push_state)
    if phase == "refused":
        return Chip(
            tr(
                "没有发出去。{why} 请按 Ctrl+Shift+C 复制图文，发到微信群后确认。", why=told.strip()
            ),
            "urgent",
        )
    if phase == "unknown":
        return Chip(tr("结果未知：请到群里看一眼，再选“群里有了”或“没有，重发”。"), "urgent")
    if phase == "copied":
        return _copied(model)
    return Chip("")


def _copied(model: ProblemFormModel) -> Chip:
    if not model.can_confirm:
        return Chip(tr("复制之后内容又改过：请再复制一次，让群里看到的和记录一致。"), "attention")
    if model.is_overdue_for_confirmation():
        return Chip(
            tr("复制已超过 2 分钟，还没有确认。发到群里了就按“我已发到群里”；时限还在走。"),
            "attention",
        )
    return Chip(
        tr("图文已在剪贴板：切到微信群，Ctrl+V 粘贴并发送，回来按“我已发到群里”，时限才停。"),
        "accent",
    )


class FormBanner(QFrame):
    """One sentence on a tinted ground; hidden when there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._level = "accent"
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(22, 9, 22, 9)
        row.addWidget(self._words)
        self.hide()

    def text(self) -> str:
        """The sentence shown; empty when hidden."""
        return self._words.text()

    def say(self, chip: Chip) -> None:
        """Show this sentence."""
        self._words.setText(chip.text)
        if chip.text and chip.level != self._words.property("level"):
            self._level = chip.level
            theme.give_role(self._words, "told", chip.level)
            self.update()
        self.setVisible(bool(chip.text))

    def paintEvent(self, _event: QPaintEvent) -> None:
        ground = theme.colour(f"{_GROUND.get(self._level, 'accent')}_tint")
        QPainter(self).fillRect(self.rect(), ground)
