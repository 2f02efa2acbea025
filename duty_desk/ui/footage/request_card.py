"""Who asks with which papers, for what, by whose leave: the facts of a request, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from duty_desk.desk.footage_words import kind_words, lacking_words, state_words
from duty_desk.domain.footage import FootageState
from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.elided_label import ElidedLabel
from duty_desk.ui.footage.words import short_time

if TYPE_CHECKING:
    from duty_desk.desk.footage_views import FootageDetail, OfficerRow

LINES = 7
_NAME_PX = 96


class RequestCard(QFrame):
    """The card 调取单位与手续; `reveal` and `amend` are its buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.give_role(self, "card")
        self._detail: FootageDetail | None = None
        self._head = QLabel()
        theme.give_role(self._head, "head")
        self.reveal, self.amend = KeyButton("flat", "L"), KeyButton("flat", "E")
        for button in (self.reveal, self.amend):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._names = [QLabel() for _ in range(LINES)]
        self._values = [ElidedLabel() for _ in range(LINES)]
        self._lay_out()

    def show_detail(self, detail: FootageDetail | None) -> None:
        """Show a request; nothing for None."""
        self._detail = detail
        self._head.setText(tr("调取单位与手续"))
        self.reveal.setText(tr("看全部"))
        self.reveal.setToolTip(tr("显示承办人姓名和证件号；每次查看都会记录"))
        self.amend.setText(tr("修改"))
        self.reveal.setVisible(detail is not None and detail.is_masked and detail.may_see_people)
        self.amend.setVisible(detail is not None and "footage.amended" in detail.may)
        lines = facts_of(detail) if detail is not None else ()
        for number, (name, value) in enumerate(zip(self._names, self._values, strict=True)):
            is_used = number < len(lines)
            name.setVisible(is_used)
            value.setVisible(is_used)
            if is_used:
                words, told, level = lines[number]
                name.setText(words)
                value.setText(told)
                theme.give_role(value, "told" if level else "", level)

    def value(self, number: int) -> str:
        """What a line says."""
        return self._values[number].text()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._head)
        head.addStretch(1)
        head.addWidget(self.reveal)
        head.addWidget(self.amend)
        head.addStrut(self.amend.sizeHint().height())  # as high when the keys are gone
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        grid.setColumnMinimumWidth(0, theme.px(_NAME_PX))
        grid.setColumnStretch(1, 1)
        for number, (name, value) in enumerate(zip(self._names, self._values, strict=True)):
            theme.give_role(name, "second")
            name.setFixedHeight(theme.px(31))
            grid.addWidget(name, 2 * number, 0)
            grid.addWidget(value, 2 * number, 1)
            line = QFrame()
            theme.give_role(line, "line")
            line.setFixedHeight(1)
            if number < LINES - 1:
                grid.addWidget(line, 2 * number + 1, 0, 1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 10)
        column.setSpacing(2)
        column.addLayout(head)
        column.addLayout(grid)
        column.addStretch(1)


def facts_of(detail: FootageDetail) -> tuple[tuple[str, str, str], ...]:
    """The lines of the card: name, value, level."""
    asked = detail.request
    unit = " · ".join(part for part in (asked.unit, kind_words(asked.kind), asked.channel) if part)
    case = " · ".join(part for part in (asked.reason, asked.case_no) if part)
    return (
        (tr("调取单位"), unit, ""),
        (tr("承办人"), tr("、").join(officer_words(one) for one in detail.officers) or "—", ""),
        (tr("手续"), *papers_words(detail)),
        (tr("事由 / 案号"), case or "—", ""),
        (tr("调取内容"), asked.content or "—", ""),
        (tr("领导批准"), *_approval(detail)),
        (tr("陪同"), asked.escort or "—", ""),
    )


def officer_words(one: OfficerRow) -> str:
    """`民警·（证件号 ●●●●12，已核）`."""
    if one.is_erased:
        return tr("个人信息已删除")
    seen = tr("已核") if one.is_seen else tr("未核")
    return tr("{name}（证件号 {number}，{seen}）", name=one.name, number=one.number, seen=seen)


def papers_words(detail: FootageDetail) -> tuple[str, str]:
    """Which document there is, and the level where one is owed."""
    asked = detail.request
    if not asked.paper_no:
        if asked.papers_due_at:
            return tr("手续待补，{at} 前补齐", at=short_time(asked.papers_due_at)), "attention"
        return tr("还没有法律文书"), "attention"
    scan = tr("扫描件 1 份 ✓") if asked.paper_scan else tr("没有扫描件")
    words = tr("{kind} {no} · {scan}", kind=asked.paper_kind, no=asked.paper_no, scan=scan)
    return words, "" if asked.paper_scan else "attention"


def _approval(detail: FootageDetail) -> tuple[str, str]:
    if detail.approved_at:
        words = tr("{name} {at}", name=detail.approved_by, at=short_time(detail.approved_at))
        return words, ""
    if FootageState(detail.row.state) is FootageState.REFUSED:
        return state_words(detail.row.state), "urgent"
    if detail.missing:
        return tr("还缺：{fields}", fields=lacking_words(detail.missing)), "attention"
    return tr("尚未批准"), ""
