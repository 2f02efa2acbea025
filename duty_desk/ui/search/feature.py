"""Search and export joined to the window: Ctrl+F everywhere, files of what a figure rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from duty_desk.ui.ledgers.export_card import ExportCard
from duty_desk.ui.problems.draft_keeper import while_alive
from duty_desk.ui.record_link import open_record
from duty_desk.ui.search.model import SearchModel
from duty_desk.ui.search.panel import SearchPanel

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.desk.search import FoundLine
    from duty_desk.ui.main_window import MainWindow
    from duty_desk.ui.problems.form_model import DeskSide


class SearchFeature(QObject):
    """Search and export in one window.

    On the wall Ctrl+F looks for cameras first; pressed again it carries the words on to here.

    Signals:
        said(str, str): a sentence for the operator, and its level.
    """

    said = Signal(str, str)

    def __init__(self, side: DeskSide, window: MainWindow) -> None:
        super().__init__(window)
        self._side, self._window = side, window
        self.panel = SearchPanel(SearchModel(side, self), window)
        self.export = ExportCard(side, window)
        self.panel.opened.connect(lambda noun, found: open_record(window, noun, found))
        self.export.said.connect(self.said)
        files = QShortcut(QKeySequence("Ctrl+Shift+E"), window)
        files.setAutoRepeat(False)
        files.activated.connect(self.export.open_for)
        self._key = QShortcut(QKeySequence("Ctrl+F"), window)
        self._key.setAutoRepeat(False)
        self._key.activated.connect(self.panel.begin)
        self._key.setEnabled(not window.watch_page.isVisible())
        window.watch_page.installEventFilter(self)

    @classmethod
    def joined(cls, window: MainWindow, side: DeskSide) -> SearchFeature:
        """Make it, and begin to keep the words up with the journal."""
        feature = cls(side, window)
        window.catalogue.everything_wanted.connect(feature.panel.begin)
        window.review.detail.export_wanted.connect(feature.export.open_for)
        feature.said.connect(window.toast.say)
        side.desk.search.begin()
        return feature

    def when_known(self, noun: str, record_id: str, then: Callable[[FoundLine], None]) -> None:
        """Call `then` with the line of a record, unless there is none."""

        def show(line: FoundLine | None) -> None:
            if line is not None:
                then(line)

        future = self._side.desk.search.line(noun, record_id)
        self._side.bridge.when_done(future, while_alive(self, show), self._refused)

    def _refused(self, sentence: str) -> None:
        self.said.emit(sentence, "urgent")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While the wall is shown, the key is its own."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self._key.setEnabled(event.type() == QEvent.Type.Hide)
        return super().eventFilter(watched, event)
