"""How every table of records looks: whole rows without a grid, one chosen at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame

from duty_desk.ui import theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QTableView

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def lay_rows(view: QTableView, row_px: int, least_px: int) -> None:
    """Show `view` as rows `row_px` high, no column narrower than `least_px`; the model is set."""
    view.setShowGrid(False)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setTabKeyNavigation(False)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(theme.px(row_px))
    header = view.horizontalHeader()
    header.setDefaultAlignment(_LEFT)
    header.setHighlightSections(False)
    header.setMinimumSectionSize(theme.px(least_px))
