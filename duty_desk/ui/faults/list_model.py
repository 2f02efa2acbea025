"""Which faults and suspicions the page lists, in which order, and which are marked; no widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from duty_desk.desk.fault_rules import state_words
from duty_desk.domain.fault import OPEN, FaultState
from duty_desk.language import mark
from duty_desk.ui.faults.suspects import Suspect, suspects_of
from duty_desk.ui.record_table import RecordRole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duty_desk.desk.fault_views import FaultRow
    from duty_desk.desk.views import ClockCard, Snapshot

ClockRole = RecordRole + 1
MarkedRole = RecordRole + 2
ALL, SUSPECT = "all", "suspect"
_UNTOLD = frozenset({FaultState.FOUND, FaultState.REOPENED})
_IN_REPAIR = frozenset({FaultState.REPORTED, FaultState.ACCEPTED, FaultState.ON_SITE})
GROUPS: tuple[tuple[str, str, frozenset[FaultState]], ...] = (
    (ALL, mark("全部"), frozenset(FaultState)),
    (SUSPECT, mark("疑似"), frozenset()),
    ("untold", mark("待联系"), _UNTOLD),
    ("repair", mark("在修"), _IN_REPAIR),
    ("check", mark("待核"), frozenset({FaultState.REPAIRED})),
    ("closed", mark("今日已结"), frozenset(FaultState) - OPEN),
)
_ORDER = {
    **dict.fromkeys(_UNTOLD, 0),
    FaultState.REPAIRED: 1,
    **dict.fromkeys(_IN_REPAIR, 2),
}
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class FaultList(QAbstractListModel):
    """The chosen group: faults to be told first, least time left first; suspicions after faults."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[FaultRow, ...] = ()
        self._suspects: tuple[Suspect, ...] = ()
        self._rows: tuple[FaultRow | Suspect, ...] = ()
        self._clocks: Mapping[str, ClockCard] = {}
        self._marked: dict[str, None] = {}
        self.group = ALL
        self.now = 0

    # --- listing -------------------------------------------------------------------------

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Take over the faults of the desk as it stands."""
        self._all = snapshot.faults
        self._suspects = suspects_of(snapshot.suspicions)
        self._clocks = {card.subject: card for card in snapshot.clocks if card.noun == "fault"}
        may = {row.id for row in self._all if FaultState(row.state) in _UNTOLD}
        self._marked = {fault_id: None for fault_id in self._marked if fault_id in may}
        self._list()

    def show_group(self, group: str) -> None:
        """List only the faults of a group."""
        self.group = group
        self._list()

    def counts(self) -> dict[str, int]:
        """How many lines each group has."""
        counts = {
            name: sum(FaultState(row.state) in states for row in self._all)
            for name, _, states in GROUPS
        }
        counts[ALL] += len(self._suspects)
        return counts | {SUSPECT: len(self._suspects)}

    def _list(self) -> None:
        states = next(states for name, _, states in GROUPS if name == self.group)
        found = [row for row in self._all if FaultState(row.state) in states]
        placed = sorted(found, key=self._place)
        rows: tuple[FaultRow | Suspect, ...] = tuple(placed)
        if self.group in (ALL, SUSPECT):
            open_ones = sum(FaultState(row.state) in OPEN for row in found)
            rows = (*rows[:open_ones], *self._suspects, *rows[open_ones:])
        if [row.id for row in rows] == [row.id for row in self._rows]:
            self._rows = rows
            self._tell()
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def _place(self, row: FaultRow) -> tuple[int, int]:
        clock = self._clocks.get(row.id)
        return (_ORDER.get(FaultState(row.state), 3), clock.due_at if clock else -row.found_at)

    def tick(self, now: int) -> None:
        """Let the running clocks go on."""
        self.now = now
        if self._rows:
            self._tell()

    def _tell(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def row_of(self, line_id: str) -> int:
        """The row of a fault or suspicion, -1 when it is not listed."""
        return next((no for no, row in enumerate(self._rows) if row.id == line_id), -1)

    def line(self, row: int) -> FaultRow | Suspect:
        """What stands in a row."""
        return self._rows[row]

    def suspect(self, line_id: str) -> Suspect | None:
        """The open suspicion or event of this id, listed or not."""
        return next((one for one in self._suspects if one.id == line_id), None)

    def known(self, fault_id: str) -> FaultRow | None:
        """The fault of this id, listed or not."""
        return next((row for row in self._all if row.id == fault_id), None)

    # --- marking -------------------------------------------------------------------------

    @property
    def marked(self) -> tuple[str, ...]:
        """The faults to be told in one call."""
        return tuple(self._marked)

    def toggle(self, fault_id: str) -> str:
        """Mark a fault for a common call, or not; returns why not, "" when it went well."""
        row = self.known(fault_id)
        if row is None or FaultState(row.state) not in _UNTOLD:
            return state_words(row.state) if row else ""
        if fault_id in self._marked:
            del self._marked[fault_id]
        else:
            self._marked[fault_id] = None
        self._tell()
        return ""

    def mark(self, fault_id: str) -> None:
        """Mark a fault that began just now; it may not be listed yet."""
        self._marked[fault_id] = None
        self._tell()

    # --- Qt ------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == RecordRole:
            return row
        if isinstance(row, Suspect):
            words = f"{row.title} {row.lower}"
            return words if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{row.camera_title} {row.kind_name} {state_words(row.state)}"
        if role == ClockRole:
            return self._clocks.get(row.id)
        if role == MarkedRole:
            return row.id in self._marked
        return None
