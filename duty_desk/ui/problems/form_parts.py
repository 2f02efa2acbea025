"""The widgets of the problem form and how they are arranged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from duty_desk.ui import theme
from duty_desk.ui.problems.evidence_view import EvidenceView
from duty_desk.ui.problems.form_banner import FormBanner
from duty_desk.ui.problems.form_foot import FormFoot
from duty_desk.ui.problems.form_head import FormHead
from duty_desk.ui.problems.message_column import MessageColumn
from duty_desk.ui.problems.shot_strip import ShotStrip
from duty_desk.ui.problems.tool_row import ToolRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duty_desk.domain.category import Category
    from duty_desk.ui.problems.pictures import PictureShelf

_EVIDENCE_SHARE, _WORDS_SHARE = 62, 38


class FormParts:
    """Head, evidence, words, banner and foot inside the panel."""

    def __init__(self, categories: Sequence[Category], shelf: PictureShelf, panel: QWidget) -> None:
        self.head = FormHead(panel)
        self.tools = ToolRow(panel)
        self.evidence = EvidenceView(panel)
        self.strip = ShotStrip(shelf, panel)
        self.column = MessageColumn(categories, panel)
        self.banner = FormBanner(panel)
        self.foot = FormFoot(panel)
        self._lay_out(panel)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        for part in (self.tools, self.strip, self.column, self.foot):
            part.retranslate()

    def _lay_out(self, panel: QWidget) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(18, 18, 18, 8)
        left.setSpacing(12)
        left.addWidget(self.tools)
        left.addWidget(self.evidence, 1)
        left.addWidget(self.strip)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addLayout(left, _EVIDENCE_SHARE)
        body.addWidget(_line(panel, is_upright=True))
        body.addWidget(self.column, _WORDS_SHARE)
        column = QVBoxLayout(panel)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(_line(panel))
        column.addLayout(body, 1)
        column.addWidget(self.banner)
        column.addWidget(_line(panel))
        column.addWidget(self.foot)


def _line(panel: QWidget, *, is_upright: bool = False) -> QFrame:
    line = QFrame(panel)
    theme.give_role(line, "line")
    if is_upright:
        line.setFixedWidth(1)
    else:
        line.setFixedHeight(1)
    return line
