"""All cameras, over the wall while somebody looks for one: table, filters, and a look at all."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from duty_desk.desk.diagnosis_views import Standing as Check
from duty_desk.language import mark, tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.problems.overlay import Overlay
from duty_desk.ui.watch import camera_standing, scope
from duty_desk.ui.watch.camera_table import CameraFilter, CameraTable
from duty_desk.ui.watch.camera_table_view import CameraTableView
from duty_desk.ui.watch.sweep_bar import SweepBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from duty_desk.ui.watch.camera_table import Known
    from duty_desk.ui.watch.finder_model import FinderModel
    from duty_desk.ui.watch.page import WatchPage
    from duty_desk.ui.watch.sweep_control import SweepControl

EDGE_PX, SPACING_PX = 14, 12
AGE_MS, TYPING_MS = 2_000, 80
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -16, Qt.Key.Key_PageDown: 16}
_STATES = (
    ("", mark("全部状态")),
    (camera_standing.SEEN, mark("有画面")),
    (camera_standing.TROUBLE, mark("没有画面")),
    (camera_standing.UNKNOWN, mark("未看过")),
    (Check.HEALTHY, mark("检查正常")),
    (Check.SUSPECT, mark("疑似故障")),
    (Check.FAULTY, mark("故障未修复")),
    (Check.NOT_CHECKED, mark("未检查")),
)
_ANY = {
    scope.COMMUNITY: mark("全部社区"),
    scope.KIND: mark("全部类型"),
    scope.MAINTAINER: mark("全部维护单位"),
}


class CameraPanel(Overlay):
    """The list of all cameras; the clocks beside it stay free.

    Signals:
        chosen(str, bool): the id of a camera, and whether its picture shall be full.
        closed(): the keyboard belongs to the wall again.
        said(str, str): a sentence for the operator, and its level.
    """

    chosen = Signal(str, bool)
    closed = Signal()
    said = Signal(str, str)

    def __init__(
        self, page: WatchPage, finder: FinderModel, known: Known, sweeps: SweepControl
    ) -> None:
        super().__init__(page)
        self._page, self._finder = page, finder
        self._table = CameraTable(finder, known, self)
        self._build(sweeps)
        self._lay_out()
        self._connect(sweeps)
        self.retranslate()

    def open(self, words: str = "") -> None:
        """Show the list, with what was typed in the search field."""
        self._offer()
        self._words.setText(words)
        self.place()
        self.show()
        self.raise_()
        self._list()
        self.begin()
        self._age.start()

    def begin(self) -> None:
        """Take the keyboard to search."""
        self._words.setFocus()
        self._words.selectAll()

    def close_panel(self) -> None:
        """Back to the wall."""
        self._age.stop()
        self.hide()
        self.closed.emit()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._title.setText(tr("全部点位"))
        self._words.setPlaceholderText(tr("编号、名称、俗称、社区、道路、拼音"))
        self._words.setAccessibleName(tr("搜索点位"))
        self._close.setText(tr("关闭"))
        self._clear.setText(tr("清除筛选"))
        self._rows.retranslate()
        self._sweep_bar.retranslate()
        self._offer()
        if self.isVisible():
            self._count()

    def _build(self, sweeps: SweepControl) -> None:
        self._card = QFrame(self)
        theme.give_role(self._card, "card")
        self._title, self._words = QLabel(), QLineEdit()
        theme.give_role(self._title, "title")
        self._words.setMaxLength(60)
        self._words.setClearButtonEnabled(True)
        self._choices = {kind: QComboBox() for kind in _ANY}
        self._states = QComboBox()
        for box in (*self._choices.values(), self._states):
            box.setMaximumWidth(theme.px(180))
            box.setMaxVisibleItems(24)
        self._rows = CameraTableView(self._table)
        self._nothing, self._clear = QLabel(), KeyButton()
        theme.give_role(self._nothing, "soft")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setWordWrap(True)
        self._counted = QLabel()
        theme.give_role(self._counted, "second")
        self._sweep_bar = SweepBar(sweeps)
        self._close = KeyButton("quiet", "Esc")
        self._age, self._typed = QTimer(self), QTimer(self)
        self._age.setInterval(AGE_MS)
        self._typed.setInterval(TYPING_MS)
        self._typed.setSingleShot(True)

    def _lay_out(self) -> None:
        head, filters, foot = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for widget in (self._title, self._counted):
            head.addWidget(widget)
        head.setSpacing(16)
        head.addStretch()
        head.addWidget(self._sweep_bar)
        filters.setSpacing(8)
        filters.addWidget(self._words, 1)
        for box in (*self._choices.values(), self._states):
            filters.addWidget(box)
        foot.addStretch()
        foot.addWidget(self._close)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._rows)
        self._stack.addWidget(_centred(self._nothing, self._clear))
        column = QVBoxLayout(self._card)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(filters)
        column.addWidget(self._stack, 1)
        column.addLayout(foot)

    def _connect(self, sweeps: SweepControl) -> None:
        self.watch_typing([self._words, self._rows])
        self._words.textChanged.connect(lambda _text: self._typed.start())
        self._typed.timeout.connect(self._list)
        for box in (*self._choices.values(), self._states):
            box.activated.connect(lambda _number: self._list())
        self._clear.clicked.connect(self._clear_filters)
        self._close.clicked.connect(self.close_panel)
        self._rows.chosen.connect(self._take)
        self._age.timeout.connect(self._table.age)
        self._finder.indexed.connect(self._on_indexed)
        sweeps.changed.connect(self._table.age)

    # --- what is listed ------------------------------------------------------------------

    def _wish(self) -> CameraFilter:
        chosen = {kind: str(box.currentData() or "") for kind, box in self._choices.items()}
        return CameraFilter(
            words=self._words.text(),
            community=chosen[scope.COMMUNITY],
            ptz_type=chosen[scope.KIND],
            maintainer=chosen[scope.MAINTAINER],
            state=str(self._states.currentData() or ""),
        )

    def _list(self) -> None:
        self._typed.stop()
        self._table.use(self._wish())
        self._rows.step(0)
        self._count()

    def _count(self) -> None:
        count, total = self._table.rowCount(), len(self._finder.cameras)
        self._counted.setText(tr("{count} / {total} 个", count=count, total=total))
        self._stack.setCurrentIndex(0 if count else 1)
        self._clear.setVisible(total > 0)
        self._nothing.setText(
            tr("没有符合的点位。")
            if total
            else tr(
                "还没有点位。\n\n用 duty-desk cameras import 导入点位表（xlsx 或 csv），"
                "这里会列出每个点位的状态、最近有画面的时间和码流；"
                "模板用 cameras export --template 取。"
            )
        )

    def _offer(self) -> None:
        """What the catalogue has, kept where it was chosen."""
        for kind, box in self._choices.items():
            offered = scope.offered(kind, self._finder.cameras)
            names = {name: scope.name_words(scope.Scope(kind, name)) for name in offered if name}
            _fill(box, {"": tr(_ANY[kind]), **names})
        _fill(self._states, {state: tr(words) for state, words in _STATES})

    def _clear_filters(self) -> None:
        for box in (*self._choices.values(), self._states):
            box.setCurrentIndex(0)
        self._words.clear()
        self._list()
        self._words.setFocus()

    def _on_indexed(self) -> None:
        if self.isVisible():
            self._offer()
            self._list()

    def _take(self, camera_id: str, is_full: bool) -> None:
        self.close_panel()
        self.chosen.emit(camera_id, is_full)

    # --- keys and room -------------------------------------------------------------------

    def takes_key(self, event: QKeyEvent) -> bool:
        action = self._action(event)
        if action is not None and event.type() == QEvent.Type.KeyPress:
            action()
        return action is not None

    def _action(self, event: QKeyEvent) -> Callable[[], object] | None:
        key, in_words = Qt.Key(event.key()), self._words.hasFocus()
        if event.modifiers() not in _PLAIN:
            return None
        if key == Qt.Key.Key_Escape:
            return self.close_panel
        if key in _ENTER and (in_words or self._rows.hasFocus()):
            is_full = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
            return partial(self._rows.take, is_full=is_full)
        if key in _STEPS and in_words:
            return partial(self._rows.step, _STEPS[key])
        if key in (Qt.Key.Key_F8, Qt.Key.Key_F9):
            words = tr("画面被点位列表盖住了，没有截图。请按 Esc 回到画面再按一次。")
            return partial(self.said.emit, words, "attention")
        if self._rows.hasFocus() and event.text().isprintable() and event.text():
            return partial(self._type, event.text())
        return None

    def _type(self, text: str) -> None:
        self._words.setFocus()
        self._words.insert(text)

    def place(self) -> None:
        room = self._page.rect()
        room.setRight(self._page.clocks.geometry().left() - 1)
        self.setGeometry(room)

    def arrange(self) -> None:
        # Over wall, bar and journal to their very edges.
        self._card.setGeometry(self.rect().adjusted(EDGE_PX, EDGE_PX, 1 - SPACING_PX, -EDGE_PX))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._page and event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self, self.place)  # the clocks have their new place by then
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _fill(box: QComboBox, words: dict[str, str]) -> None:
    chosen = box.currentData()
    box.clear()
    for name, said in words.items():
        box.addItem(said, name)
    box.setCurrentIndex(max(0, box.findData(chosen)))


def _centred(*widgets: QWidget) -> QWidget:
    place = QWidget()
    column = QVBoxLayout(place)
    column.addStretch()
    for widget in widgets:
        column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addStretch()
    return place
