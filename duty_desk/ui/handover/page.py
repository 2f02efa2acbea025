"""The handover page: segments at the top, one view below. Features add their own views."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from duty_desk.domain.rights import Right, may
from duty_desk.language import mark, tr
from duty_desk.ui import theme
from duty_desk.ui.clock_strip import leave_room
from duty_desk.ui.handover.handover_steps import KEYS as HANDOVER_KEYS
from duty_desk.ui.roster.roster_keys import KEYS as ROSTER_KEYS
from duty_desk.ui.segments import Segments
from duty_desk.ui.watch.page_keys import PageKeys

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QShowEvent

    from duty_desk.desk.views import Snapshot
    from duty_desk.domain.rights import Role
    from duty_desk.ui.handover.view import DeskView

MARGIN_PX = 14
KEYS = (("Ctrl+Tab / Ctrl+Shift+Tab", mark("下一个、上一个分页")), *HANDOVER_KEYS, *ROSTER_KEYS)


@dataclass(frozen=True)
class _Placed:
    id: str
    title: str
    widget: DeskView
    right: Right | None


class HandoverPage(QWidget):
    """Builds the page.

    Signals:
        said(str, str): a sentence for the operator, and its level.
    """

    said = Signal(str, str)

    def __init__(self, role: Callable[[], Role]) -> None:
        super().__init__()
        self._role = role
        self._placed: list[_Placed] = []
        self.tabs = Segments()
        self._views = QStackedWidget()
        self.keys = PageKeys(self)
        self._lay_out()
        self.tabs.chosen.connect(self._show_number)
        self.keys.add("Ctrl+Tab", partial(self._step, 1))
        self.keys.add("Ctrl+Shift+Tab", partial(self._step, -1))
        self.keys.serve(self)

    def add_view(
        self, view_id: str, title: str, widget: DeskView, right: Right | None = None
    ) -> None:
        """Add a view; `title` is marked source text, `right` what one must have to see it."""
        self._placed.append(_Placed(view_id, title, widget, right))
        self.tabs.add(tr(title))
        self._views.addWidget(_scrolled(widget))
        widget.said.connect(self.said)
        if len(self._placed) == 1:
            self._show_number(0)

    def show_view(self, view_id: str) -> None:
        """Bring a view to the front, if whoever sits here may see it."""
        numbers = [number for number, one in enumerate(self._placed) if one.id == view_id]
        if numbers and self._may_see(self._placed[numbers[0]]):
            self._show_number(numbers[0])

    def view(self) -> str:
        """The id of the view in front."""
        return self._placed[self._views.currentIndex()].id

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the desk as it stands."""
        for number, one in enumerate(self._placed):
            self.tabs.show_segment(number, is_shown=self._may_see(one))
            one.widget.show_snapshot(snapshot)
        if self._placed and not self._may_see(self._placed[self._views.currentIndex()]):
            self._show_number(0)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.tabs.show_words(tuple(tr(one.title) for one in self._placed))

    def _may_see(self, one: _Placed) -> bool:
        return one.right is None or may(self._role(), one.right)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.tabs)
        leave_room(head)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._views, 1)
        self.setFocusProxy(self._views)

    def _show_number(self, number: int) -> None:
        self.tabs.choose(number)
        widget = self._placed[number].widget
        self._views.setCurrentIndex(number)
        self._views.setFocusProxy(widget)
        if self.isVisible():
            widget.setFocus()
            widget.come()

    def _step(self, by: int) -> None:
        seen = [number for number, one in enumerate(self._placed) if self._may_see(one)]
        place = seen.index(self._views.currentIndex())
        self._show_number(seen[(place + by) % len(seen)])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._placed:
            self._placed[self._views.currentIndex()].widget.come()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _scrolled(view: QWidget) -> QScrollArea:
    """The view, scrolled where the window is too small for it rather than pushed out."""
    area = QScrollArea()
    theme.give_role(area, "bare")
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(view)
    return area
