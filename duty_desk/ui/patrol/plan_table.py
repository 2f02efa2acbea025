"""A table of the plan as it is typed: the columns of a sheet of the workbook, rows of texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractTableModel,
    QByteArray,
    QItemSelection,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from duty_desk.language import tr
from duty_desk.ui import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duty_desk.documents.patrol_columns import PlanSheet

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ROWS = "application/x-duty-desk-plan-rows"
ROW_PX, CHARACTER_PX = 32, 8
_SHOWN_ONLY = "label"


class PlanTableModel(QAbstractTableModel):
    """Rows that can be typed into, added, taken out and dragged to another place."""

    def __init__(self, sheet: PlanSheet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet = sheet
        self._rows: list[list[str]] = []

    def rows(self) -> list[list[str]]:
        """The rows as they stand, empty ones left out."""
        return [list(row) for row in self._rows if any(text.strip() for text in row)]

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Take these rows."""
        self.beginResetModel()
        self._rows = [list(row) for row in rows]
        self.endResetModel()

    def add(self, at: int) -> None:
        """An empty row before row `at`."""
        self.beginInsertRows(_ROOT, at, at)
        self._rows.insert(at, [""] * len(self.sheet.columns))
        self.endInsertRows()

    def take_out(self, numbers: Sequence[int]) -> None:
        """Take rows out."""
        for number in sorted(set(numbers), reverse=True):
            self.beginRemoveRows(_ROOT, number, number)
            del self._rows[number]
            self.endRemoveRows()

    def put(self, numbers: Sequence[int], before: int) -> int:
        """Move rows in front of row `before`; where the first of them lies then."""
        chosen = sorted(set(numbers))
        moved = [self._rows[number] for number in chosen]
        target = before - sum(number < before for number in chosen)
        rest = [row for number, row in enumerate(self._rows) if number not in chosen]
        self.show_rows([*rest[:target], *moved, *rest[target:]])
        return target

    # --- Qt ------------------------------------------------------------------------------

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.sheet.columns)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        can = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        can |= Qt.ItemFlag.ItemIsDragEnabled
        if self.sheet.columns[index.column()].key != _SHOWN_ONLY:
            can |= Qt.ItemFlag.ItemIsEditable
        return can

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tr(self.sheet.columns[index.column()].about)
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole:
            return False
        self._rows[index.row()][index.column()] = str(value).strip()
        self.dataChanged.emit(index, index)
        return True

    def headerData(
        self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if way == Qt.Orientation.Vertical:
            return str(section + 1) if role == Qt.ItemDataRole.DisplayRole else None
        column = self.sheet.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(column.heading)
        return tr(column.about) if role == Qt.ItemDataRole.ToolTipRole else None

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [_ROWS]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        numbers = sorted({index.row() for index in indexes})
        carried = QMimeData()
        carried.setData(_ROWS, QByteArray(",".join(map(str, numbers)).encode()))
        return carried

    def dropMimeData(
        self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, parent: _Index
    ) -> bool:
        if not data.hasFormat(_ROWS):
            return False
        before = row if row >= 0 else parent.row() if parent.isValid() else len(self._rows)
        numbers = [int(part) for part in bytes(data.data(_ROWS).data()).decode().split(",")]
        self.put(numbers, before)
        return False  # the rows are moved already; the view must not take them out


class PlanTable(QTableView):
    """Shows a `PlanTableModel`; whole rows are dragged, or moved with Alt and arrows."""

    def __init__(self, sheet: PlanSheet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = PlanTableModel(sheet, self)
        self.setModel(self.rows)
        theme.give_role(self, "bare")
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDragDropOverwriteMode(False)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW_PX))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        for number, column in enumerate(sheet.columns):
            self.setColumnWidth(number, theme.px(max(76, column.width * CHARACTER_PX)))
        self.horizontalHeader().setStretchLastSection(True)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self.horizontalHeader().setDefaultAlignment(left)
        self.setCornerButtonEnabled(False)
        self.setStyleSheet("QTableCornerButton::section { background: transparent; border: none; }")

    def chosen(self) -> list[int]:
        """The numbers of the selected rows, from 0."""
        return sorted({index.row() for index in self.selectionModel().selectedIndexes()})

    def add(self) -> None:
        """An empty row below the current one, ready to be typed into."""
        at = (
            self.currentIndex().row() + 1 if self.currentIndex().isValid() else self.rows.rowCount()
        )
        self.rows.add(at)
        self.setCurrentIndex(self.rows.index(at, 0))
        self.edit(self.rows.index(at, 0))

    def take_out(self) -> None:
        """Take the selected rows out."""
        self.rows.take_out(self.chosen())

    def move_chosen(self, way: int) -> None:
        """Move the selected rows one place up or down."""
        chosen = self.chosen()
        if not chosen or (way < 0 and chosen[0] == 0):
            return
        before = chosen[0] - 1 if way < 0 else min(self.rows.rowCount(), chosen[-1] + 2)
        at = self.rows.put(chosen, before)
        self.clearSelection()
        self.setCurrentIndex(self.rows.index(at, 0))
        last = self.rows.index(at + len(chosen) - 1, len(self.rows.sheet.columns) - 1)
        picked = QItemSelection(self.rows.index(at, 0), last)
        self.selectionModel().select(picked, QItemSelectionModel.SelectionFlag.Select)
