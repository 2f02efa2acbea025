"""On-site inspections of communities: today's list, a tick with note and photo, the count."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from duty_desk.language import tr
from duty_desk.ui import theme, times
from duty_desk.ui.button import KeyButton

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from duty_desk.desk.patrol_views import SiteVisitDay
    from duty_desk.ui.problems.form_model import DeskSide

SIDE_PX, LONGEST = 398, 200
_NAME = Qt.ItemDataRole.UserRole


class SiteView(QWidget):
    """Ticks communities off.

    Signals:
        said(str, str): a sentence for the operator, and its level.
    """

    said = Signal(str, str)

    def __init__(self, side: DeskSide) -> None:
        super().__init__()
        self._side = side
        self._photo: Path | None = None
        self._wanted = ""  # an inspection to be chosen when its day is listed
        self._listed = ""  # the day whose inspections are listed
        self._title, self._sums, self._chosen = QLabel(), QLabel(), QLabel()
        theme.give_role(self._title, "title")
        for label in (self._sums, self._chosen):
            label.setWordWrap(True)
            theme.give_role(label, "soft")
        self.todo, self.done = QListWidget(), QListWidget()
        for table in (self.todo, self.done):
            table.setFrameShape(QFrame.Shape.NoFrame)
            table.setSpacing(3)
        self.note = QLineEdit()
        self.note.setMaxLength(LONGEST)
        self.photo, self.tick = KeyButton(), KeyButton("primary", "Enter")
        self._todo_head, self._done_head, self._list_head = QLabel(), QLabel(), QLabel()
        for label in (self._todo_head, self._done_head, self._list_head):
            theme.give_role(label, "head")
        self.names = QPlainTextEdit()
        self.keep = KeyButton()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.todo)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._title.setText(tr("社区现场巡查"))
        self._todo_head.setText(tr("还没去的社区（久未去的在前）"))
        self._show_done_head()
        self._list_head.setText(tr("社区名单，一行一个"))
        self.note.setPlaceholderText(tr("现场情况（可不填）"))
        self.tick.setText(tr("记为已巡"))
        self.keep.setText(tr("保存名单"))
        self._show_photo()

    def choose(self, visit_id: str, day: str) -> None:
        """List what was done on a day, this inspection chosen; today again on coming back."""
        self._wanted = visit_id
        self._side.bridge.when_done(self._side.desk.site_visits.day(day), self._show_done)

    def refresh(self) -> None:
        """Fetch the day."""
        self._side.bridge.when_done(self._side.desk.site_visits.day(), self._show)

    # --- building ------------------------------------------------------------------------

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.note, 1)
        foot.addWidget(self.photo)
        foot.addWidget(self.tick)
        left, middle, right = (_card() for _ in range(3))
        _fill(left, self._title, self._sums, self._todo_head, self.todo, self._chosen, foot)
        _fill(middle, self._done_head, self.done)
        _fill(right, self._list_head, self.names, self.keep)
        right.setFixedWidth(theme.px(SIDE_PX))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(left, 3)
        row.addWidget(middle, 2)
        row.addWidget(right)

    def _connect(self) -> None:
        self.todo.currentItemChanged.connect(lambda *_: self._show_chosen())
        self.todo.itemActivated.connect(lambda _item: self.note.setFocus())
        self.note.returnPressed.connect(self._on_tick)
        self.tick.clicked.connect(self._on_tick)
        self.photo.clicked.connect(self._choose_photo)
        self.keep.clicked.connect(self._on_keep)

    # --- showing -------------------------------------------------------------------------

    def _show(self, day: SiteVisitDay) -> None:
        self._sums.setText(" · ".join(_sums(day)))
        at = max(0, self.todo.currentRow())
        self.todo.clear()
        done = {row.community for row in day.done}
        others = (name for name in day.communities if name not in day.todo and name not in done)
        for name in (*day.todo, *others):
            item = QListWidgetItem(name + (tr("  · 建议今天去") if name in day.todo else ""))
            item.setData(_NAME, name)
            self.todo.addItem(item)
        self.todo.setCurrentRow(min(at, self.todo.count() - 1))
        self._show_done(day)
        if not self.names.hasFocus():
            self.names.setPlainText("\n".join(day.communities))
        self._show_chosen()

    def _show_done(self, day: SiteVisitDay) -> None:
        self.done.clear()
        for row in day.done:
            told = [times.hour_and_minute(row.visited_at), row.community, row.note]
            told += [tr("有照片")] if row.has_photo else []
            self.done.addItem("  ".join(part for part in told if part))
        ids = [row.id for row in day.done]
        self.done.setCurrentRow(ids.index(self._wanted) if self._wanted in ids else -1)
        self._listed = day.day
        self._show_done_head()
        if not day.done:
            self.done.addItem(tr("还没有。到现场看过一个社区，就在左边记一笔。"))

    def _show_done_head(self) -> None:
        is_today = self._listed in ("", times.date(self._side.time.now_ms()))
        words = tr("今天已巡") if is_today else tr("{day} 已巡", day=self._listed)
        self._done_head.setText(words)

    def _show_chosen(self) -> None:
        name = self._name()
        self._chosen.setText(
            tr("选中：{name}", name=name) if name else tr("名单里的社区今天都巡过了。")
        )
        self.tick.setEnabled(bool(name))

    def _show_photo(self) -> None:
        self.photo.setText(self._photo.name if self._photo else tr("加照片…"))

    def _name(self) -> str:
        item = self.todo.currentItem()
        return str(item.data(_NAME)) if item is not None else ""

    # --- acting --------------------------------------------------------------------------

    def _choose_photo(self) -> None:
        kinds = tr("照片 (*.jpg *.jpeg *.png)")
        found, _ = QFileDialog.getOpenFileName(self, tr("选一张现场照片"), "", kinds)
        self._photo = Path(found) if found else None
        self._show_photo()

    def _on_tick(self) -> None:
        name = self._name()
        if not name:
            return
        try:
            photo = self._photo.read_bytes() if self._photo else b""
        except OSError:
            self.said.emit(tr("照片打不开，没有记录。请重新选一张，或不带照片记录。"), "urgent")
            return
        future = self._side.desk.site_visits.done(name, note=self.note.text(), photo=photo)
        self._side.bridge.when_done(future, self._on_done, self._on_refused)

    def _on_done(self, day: SiteVisitDay) -> None:
        self._photo = None
        self.note.clear()
        self._show_photo()
        self._show(day)
        self.todo.setFocus()

    def _on_keep(self) -> None:
        future = self._side.desk.site_visits.plan(self.names.toPlainText().splitlines())
        self._side.bridge.when_done(future, self._on_kept, self._on_refused)

    def _on_kept(self, day: SiteVisitDay) -> None:
        self.said.emit(tr("社区名单已保存。"), "done")
        self._show(day)

    def _on_refused(self, sentence: str) -> None:
        self.said.emit(sentence, "urgent")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()


def _sums(day: SiteVisitDay) -> list[str]:
    told = [tr("今天 {n}", n=day.today)]
    if day.today_target:
        told = [tr("今天 {n} / {target}", n=day.today, target=day.today_target)]
    if day.run_target:
        told.append(
            tr(
                "{days} 天内 {n} / {target} 个社区",
                days=day.run_days,
                n=day.run_done,
                target=day.run_target,
            )
        )
    told.append(tr("本月 {n}", n=day.month))
    if day.year_target:
        told.append(tr("全年 {n} / {target}", n=day.year, target=day.year_target))
    if day.year_target and day.year:  # before the first one there is no pace to go by
        told.append(tr("预计 {n}", n=day.year_projection))
    return told


def _card() -> QFrame:
    card = QFrame()
    theme.give_role(card, "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(16, 14, 16, 14)
    column.setSpacing(8)
    return card


def _fill(card: QFrame, *parts: QWidget | QHBoxLayout) -> None:
    column = card.layout()
    for part in parts:
        if isinstance(column, QVBoxLayout) and isinstance(part, QHBoxLayout):
            column.addLayout(part)
        elif isinstance(part, QWidget) and column is not None:
            column.addWidget(part)
