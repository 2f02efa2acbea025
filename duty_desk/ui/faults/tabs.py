"""The page of the rail's 报修: faults, and beside them what the diagnosis needs of people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from duty_desk.ui.clock_strip import leave_room
from duty_desk.ui.segments import Segments

if TYPE_CHECKING:
    from collections.abc import Callable

MARGIN_PX = 14


class FaultTabs(QWidget):
    """Views side by side under one row of segments; Ctrl+Tab goes from one to the next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles: list[Callable[[], str]] = []
        self._counts: list[int] = []
        self.segments = Segments()
        self._views = QStackedWidget()
        head = QHBoxLayout()
        head.addWidget(self.segments)
        leave_room(head)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._views, 1)
        self.segments.chosen.connect(self.show_view)
        for keys, step in (("Ctrl+Tab", 1), ("Ctrl+Shift+Tab", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda step=step: self._go(step))

    def add(self, title: Callable[[], str], view: QWidget) -> None:
        """Put a view behind those that are there; the first one is shown."""
        self._titles.append(title)
        self._counts.append(0)
        self._views.addWidget(view)
        self.segments.add("")
        if len(self._titles) == 1:
            self.segments.choose(0)
            self.setFocusProxy(self._views)
            self._views.setFocusProxy(view)
        self.retranslate()

    def show_count(self, number: int, count: int) -> None:
        """Write behind a view's title how much waits for a person there."""
        if self._counts[number] != count:
            self._counts[number] = count
            self.retranslate()

    def show_view(self, number: int) -> None:
        """Show a view."""
        self.segments.choose(number)
        self._views.setCurrentIndex(number)
        self._views.setFocusProxy(self._views.currentWidget() or self._views)
        self._views.setFocus()

    def view(self) -> int:
        """The number of the view that is shown."""
        return self._views.currentIndex()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        counted = zip(self._titles, self._counts, strict=True)
        self.segments.show_words(
            tuple(f"{title()} {count}" if count else title() for title, count in counted)
        )

    def _go(self, step: int) -> None:
        self.show_view((self.view() + step) % len(self._titles))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
