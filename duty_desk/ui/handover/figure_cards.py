"""The figures of the shift as cards: a name, a large figure, and what it is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from duty_desk.desk.wording import duration_words
from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.elided_label import ElidedLabel

if TYPE_CHECKING:
    from duty_desk.desk.handover_views import ShiftFigures

_FIGURE_PX = 28
_INK = {"": "text1", "done": "ok", "attention": "warn", "urgent": "bad"}


class _Card(QFrame):
    def __init__(self) -> None:
        super().__init__()
        theme.give_role(self, "card")
        self._name, self._figure, self._note = ElidedLabel(), QLabel(), ElidedLabel()
        theme.give_role(self._name, "head")
        theme.give_role(self._note, "second")
        self._figure.setFont(theme.font(_FIGURE_PX, is_bold=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(2)
        for label in (self._name, self._figure, self._note):
            column.addWidget(label)

    def show_figure(self, name: str, figure: str, note: str, level: str) -> None:
        self._name.setText(name)
        self._figure.setText(figure)
        self._note.setText(note)
        self._figure.setStyleSheet(f"color: {theme.colour(_INK[level]).name()};")


class FigureCards(QWidget):
    """One card a figure. Only what the records hold is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self._cards = tuple(_Card() for _ in range(5))
        for card in self._cards:
            row.addWidget(card, 1)

    def show_figures(self, figures: ShiftFigures) -> None:
        """Write the figures on the cards."""
        made = (
            _rounds(figures),
            _coverage(figures),
            _pushes(figures),
            _faults(figures),
            _presence(figures),
        )
        for card, shown in zip(self._cards, made, strict=True):
            card.show_figure(*shown)


def _rounds(one: ShiftFigures) -> tuple[str, str, str, str]:
    slots = (
        tr("第 {n} 轮", n=tr("、").join(map(str, one.slots)))
        if one.slots
        else tr("还没有完成的轮次")
    )
    is_short = one.rounds_done < one.rounds_due
    note = slots if one.rounds_due else tr("本班还没有轮次")
    return (
        tr("巡查轮次"),
        f"{one.rounds_done} / {one.rounds_due}",
        note,
        "attention" if is_short else "",
    )


def _coverage(one: ShiftFigures) -> tuple[str, str, str, str]:
    if not one.expected:
        return tr("点位覆盖"), "—", tr("本班没有查看"), ""
    # Cut, never rounded up: 99.95 % is not all of them.
    share = one.seen * 100 // one.expected
    note = tr("{n} 次查看", n=one.visits)
    return tr("点位覆盖"), f"{share}%", note, "done" if one.seen == one.expected else "attention"


def _pushes(one: ShiftFigures) -> tuple[str, str, str, str]:
    note = tr("{n} 按时 · {m} 超时", n=one.pushed - one.pushed_late, m=one.pushed_late)
    if one.pushed_late:
        note += tr("，最长 {used}", used=duration_words(one.push_worst_ms))
    elif not one.found:
        note = tr("本班没有发现问题")
    return tr("问题推送"), str(one.pushed), note, "attention" if one.pushed_late else ""


def _faults(one: ShiftFigures) -> tuple[str, str, str, str]:
    note = tr("{n} 按时 · {m} 超时", n=one.reported - one.reported_late, m=one.reported_late)
    if not one.reported_late:
        note = tr("{n} 按时", n=one.reported) if one.reported else tr("本班没有报修")
    return tr("故障报修"), str(one.reported), note, "attention" if one.reported_late else ""


def _presence(one: ShiftFigures) -> tuple[str, str, str, str]:
    if not one.asked:
        return tr("在岗确认"), "—", tr("本班还没有提示"), ""
    note = tr("最慢 {used}", used=duration_words(one.slowest_ms)) if one.answered else ""
    is_whole = one.answered == one.asked
    figure = f"{one.answered} / {one.asked}"
    return tr("在岗确认"), figure, note, "done" if is_whole else "attention"
