"""A list of records on screen, one chosen at a time; letters are the page's keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QWidget

from duty_desk.ui import theme
from duty_desk.ui.record_table import RecordRole

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Records(Protocol):
    """A list model whose rows give a record with an `id` as `RecordRole`."""

    def row_of(self, record_id: str, /) -> int:
        """Where a record stands, -1 when it is not listed."""
        ...


class RecordListView(QListView):
    """The rows on screen.

    Signals:
        chosen(str): the selection moved to the record of this id.
    """

    chosen = Signal(str)

    def __init__(
        self,
        records: QAbstractListModel,
        delegate: QStyledItemDelegate,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setModel(records)
        delegate.setParent(self)
        self.setItemDelegate(delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.give_role(self, "bare")
        self.selectionModel().currentChanged.connect(self._on_current)

    def show_chosen(self, record_id: str) -> None:
        """Put the selection on this record without telling anybody."""
        records: Records = self.model()  # type: ignore[assignment]
        row = records.row_of(record_id)
        self.selectionModel().blockSignals(True)
        if row < 0:
            self.selectionModel().clear()
        else:
            self.setCurrentIndex(self.model().index(row, 0))
        self.selectionModel().blockSignals(False)
        self.viewport().update()

    def _on_current(self, current: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(current.data(RecordRole).id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        chosen = self.currentIndex().isValid()
        self.selectionModel().blockSignals(not chosen)
        super().focusInEvent(event)
        self.selectionModel().blockSignals(False)
        if not chosen:
            # Qt has taken the first line, which nobody chose: keys would fall on it.
            self.show_chosen("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_letter = bool(event.text()) and event.key() < Qt.Key.Key_Escape
        if (is_letter and not event.modifiers()) or event.key() in _ENTER:
            event.ignore()  # these are keys of the page, not a search in the list
        else:
            super().keyPressEvent(event)
