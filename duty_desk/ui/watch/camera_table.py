"""All cameras as a table: filtered, sorted, with how each of them stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from duty_desk.domain.camera_look import CameraLook
from duty_desk.language import mark, tr
from duty_desk.ui.watch.camera_standing import when_words
from duty_desk.ui.watch.scope import KIND, Scope, name_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from duty_desk.desk.views import CameraRow
    from duty_desk.ui.watch.camera_standing import Standing
    from duty_desk.ui.watch.finder_model import FinderModel

CODE, NAME, COMMUNITY, ROAD, KIND_OF, MAINTAINER, STATE, SEEN, DELAY, STREAM = range(10)
HEADS = (
    mark("点位编号"),
    mark("名称"),
    mark("社区"),
    mark("道路"),
    mark("类型"),
    mark("维护单位"),
    mark("状态"),
    mark("最近有画面"),
    mark("首帧"),
    mark("码流"),
)
_FIELDS = {CODE: "code", NAME: "name", COMMUNITY: "community", ROAD: "address"}
_FIELDS |= {MAINTAINER: "maintainer"}
DotRole = Qt.ItemDataRole.UserRole + 1
IdRole = Qt.ItemDataRole.UserRole + 2
CheckedRole = Qt.ItemDataRole.UserRole + 3
_NOWHERE = QModelIndex()
_NEVER = 1 << 62
_NO_LOOK = CameraLook(camera_id="", looked_at=0, state="")
_DISPLAY, _TIP = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class CameraFilter:
    """Which cameras are listed: those that fit the words and all that is chosen; "" is any."""

    words: str = ""
    community: str = ""
    ptz_type: str = ""
    maintainer: str = ""
    state: str = ""

    def fits(self, camera: CameraRow) -> bool:
        """Whether the catalogue's own words fit; the state is another matter."""
        return (
            self.community in ("", camera.community)
            and self.ptz_type in ("", camera.ptz_type)
            and self.maintainer in ("", camera.maintainer)
        )


@dataclass(frozen=True)
class Known:
    """What the table asks of others.

    Attributes:
        standings: How a camera stands, for many of them at one instant.
        looks: The newest looks by camera.
        now_at: The instant, UTC ms.
    """

    standings: Callable[[], Callable[[CameraRow], Standing]]
    looks: Callable[[], Mapping[str, CameraLook]]
    now_at: Callable[[], int]


class CameraTable(QAbstractTableModel):
    """The rows that fit the filter, in the order that was chosen.

    Words alone order by how well they fit; a column that was clicked overrules that.
    """

    def __init__(self, finder: FinderModel, known: Known, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._finder = finder
        self._known = known
        self._filter = CameraFilter()
        self._rows: tuple[CameraRow, ...] = ()
        self._order: tuple[int, Qt.SortOrder] | None = None
        self._stands = known.standings()

    def use(self, wish: CameraFilter) -> None:
        """List what fits `wish`."""
        self._filter = wish
        self.refresh()

    def refresh(self) -> None:
        """List anew: the catalogue or what is known of it has changed."""
        self._stands = self._known.standings()
        self.beginResetModel()
        self._rows = self._sorted(self._fitting())
        self.endResetModel()

    def age(self) -> None:
        """States and times move on; the order stays until somebody asks for another."""
        self._stands = self._known.standings()
        if self._rows:
            first = self.index(0, STATE)
            self.dataChanged.emit(first, self.index(len(self._rows) - 1, STREAM), [_DISPLAY])

    def camera(self, row: int) -> CameraRow | None:
        """The camera of a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def _fitting(self) -> list[CameraRow]:
        hits = self._finder.hits(self._filter.words)
        found = self._finder.cameras if hits is None else hits.cameras()
        rows = [camera for camera in found if self._filter.fits(camera)]
        if self._filter.state:
            rows = [camera for camera in rows if self._stands(camera).is_of(self._filter.state)]
        return rows

    def _sorted(self, rows: list[CameraRow]) -> tuple[CameraRow, ...]:
        if self._order is not None:
            column, order = self._order
            is_falling = order == Qt.SortOrder.DescendingOrder
            rows.sort(key=self._key(column), reverse=is_falling)
        return tuple(rows)

    def _key(self, column: int) -> Callable[[CameraRow], Any]:
        """What rows are ordered by: trouble, the newest picture and the quickest come first."""
        if column in (STATE, SEEN):
            stands = self._stands
            if column == STATE:
                return lambda camera: ((one := stands(camera)).urgency, one.words)
            return lambda camera: -(stands(camera).seen_at or -_NEVER)
        looks = self._known.looks()
        if column == DELAY:
            return lambda camera: looks.get(camera.id, _NO_LOOK).delay_ms or _NEVER
        if column == STREAM:
            return lambda camera: _size(looks.get(camera.id, _NO_LOOK))
        return lambda camera: self._words(camera, column)

    def _words(self, camera: CameraRow, column: int) -> str:
        if column in _FIELDS:
            return str(getattr(camera, _FIELDS[column]))
        if column == KIND_OF:
            return name_words(Scope(KIND, camera.ptz_type)) if camera.ptz_type else ""
        if column == STATE:
            return self._stands(camera).words
        if column == SEEN:
            return when_words(self._stands(camera).seen_at, self._known.now_at())
        look = self._known.looks().get(camera.id)
        if look is None or not look.width_px:
            return ""
        if column == DELAY:
            return tr("{s} 秒", s=f"{look.delay_ms / 1000:.1f}")
        rate = f" {look.fps_milli / 1000:.0f} fps" if look.fps_milli else ""
        return f"{look.width_px}×{look.height_px} {look.codec.upper()}{rate}"

    # --- Qt ------------------------------------------------------------------------------

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._order = None if column < 0 else (column, order)
        self.refresh()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == _DISPLAY:
            return tr(HEADS[section])
        return None

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if not index.isValid():
            return None
        camera = self._rows[index.row()]
        if role == _DISPLAY:
            return self._words(camera, index.column())
        if role == DotRole and index.column() == STATE:
            return self._stands(camera).dot
        if role == CheckedRole:
            return self._stands(camera).is_checked
        if role == _TIP and index.column() == STATE:
            return self._stands(camera).why or None
        if role == IdRole:
            return camera.id
        if role == _TIP and index.column() == NAME and camera.alias:
            return tr("俗称：{alias}", alias=camera.alias)
        return None


def _size(look: CameraLook) -> tuple[int, str]:
    return (look.width_px * look.height_px, look.codec)
