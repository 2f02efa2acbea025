"""The roster's files: workbook in, workbook, Word and PDF out, holidays, handing in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton

from duty_desk.domain.rights import Right
from duty_desk.language import tr
from duty_desk.ui.permission import is_permitted
from duty_desk.ui.problems.draft_keeper import while_alive

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.desk.roster_papers import HolidaySpan
    from duty_desk.desk.roster_views import RosterMonth, RosterProposal
    from duty_desk.documents.roster_read import HolidayFile
    from duty_desk.ui.problems.form_model import DeskSide

SHOWN = 6


class RosterFiles(QObject):
    """The menu of a button.

    Signals:
        said(str, str): a sentence, and its level.
        loaded(object): a `RosterProposal` read from a workbook.
        changed(object): the `RosterMonth` that holidays changed.
    """

    said = Signal(str, str)
    loaded = Signal(object)
    changed = Signal(object)

    def __init__(self, side: DeskSide, button: QPushButton) -> None:
        super().__init__(button)
        self._side, self._button = side, button
        self._month: RosterMonth | None = None
        self._menu = QMenu(button)
        button.clicked.connect(self._open)

    def show_month(self, month: RosterMonth) -> None:
        """The month that is printed."""
        self._month = month

    def _open(self) -> None:
        future = self._side.desk.roster_papers.next_holiday()
        self._side.bridge.when_done(future, while_alive(self, self._offer), self._refused)

    def _offer(self, holiday: HolidaySpan | None) -> None:
        month = self._month
        if month is None:
            return
        self._menu.clear()
        first, last = month.days[0].day, month.days[-1].day
        self._add(tr("导入值班表（工作簿）…"), self._load)
        self._add(tr("打印本月值班表…"), lambda: self._save(first, last, ""))
        if holiday is not None:
            begin, end = holiday.first.isoformat(), holiday.last.isoformat()
            title = tr("{name}值班表", name=holiday.name)
            self._add(
                tr(
                    "打印{name}值班表（{first} 至 {last}）…",
                    name=holiday.name,
                    first=begin,
                    last=end,
                ),
                lambda: self._save(begin, end, title),
            )
            self._add(
                tr("记为已向街道报送{name}值班表", name=holiday.name),
                lambda: self._hand_in(begin, end),
            )
        self._menu.addSeparator()
        self._add(tr("导入一年的节假日和调休…"), self._load_holidays)
        self._menu.popup(self._button.mapToGlobal(self._button.rect().bottomLeft()))

    def _add(self, words: str, slot: Callable[[], None]) -> None:
        self._menu.addAction(words).triggered.connect(slot)

    # --- roster --------------------------------------------------------------------------

    def _load(self) -> None:
        if not is_permitted(self._side.desk, Right.ROSTER, self._refused):
            return
        kinds = tr("工作簿或文本 (*.xlsx *.csv)")
        found, _ = QFileDialog.getOpenFileName(self._button, tr("导入值班表"), "", kinds)
        if found:
            future = self._side.desk.roster_papers.load(Path(found))
            self._side.bridge.when_done(future, while_alive(self, self._on_loaded), self._refused)

    def _on_loaded(self, proposal: RosterProposal) -> None:
        if proposal.mistakes:
            shown = list(proposal.mistakes[:SHOWN])
            more = len(proposal.mistakes) - len(shown)
            shown += [tr("另有 {n} 处。", n=more)] if more else []
            head = tr("有 {n} 处要改，没有导入：", n=len(proposal.mistakes))
            self.said.emit("\n".join([head, *shown]), "urgent")
            return
        self.loaded.emit(proposal)

    def _save(self, first: str, last: str, title: str) -> None:
        if not is_permitted(self._side.desk, Right.EXPORT, self._refused):
            return
        kinds = ";;".join((tr("PDF 文档 (*.pdf)"), tr("Word 文档 (*.docx)"), tr("工作簿 (*.xlsx)")))
        name = f"{title or tr('值班表')}_{first}.pdf"
        found, kind = QFileDialog.getSaveFileName(self._button, tr("打印值班表"), name, kinds)
        if not found:
            return
        file = Path(found)
        if not file.suffix:
            file = file.with_suffix(f".{kind.rpartition('.')[2].rstrip(')')}")
        future = self._side.desk.roster_papers.save(file, first, last, title)
        words = tr("值班表已写到“{name}”。", name=file.name)
        self._side.bridge.when_done(future, lambda _: self.said.emit(words, "done"), self._refused)

    def _hand_in(self, first: str, last: str) -> None:
        future = self._side.desk.roster_papers.hand_in(first, last, tr("街道"))
        words = tr("已记下：{first} 至 {last} 的值班表已报送。", first=first, last=last)
        self._side.bridge.when_done(future, lambda _: self.said.emit(words, "done"), self._refused)

    # --- holidays ------------------------------------------------------------------------

    def _load_holidays(self) -> None:
        if not is_permitted(self._side.desk, Right.ROSTER, self._refused):
            return
        kinds = tr("工作簿或文本 (*.xlsx *.csv)")
        found, _ = QFileDialog.getOpenFileName(self._button, tr("导入节假日"), "", kinds)
        if found:
            future = self._side.desk.roster_papers.load_holidays(Path(found))
            self._side.bridge.when_done(future, while_alive(self, self._on_holidays), self._refused)

    def _on_holidays(self, found: HolidayFile) -> None:
        future = self._side.desk.roster_papers.adopt_holidays(found)
        self._side.bridge.when_done(future, while_alive(self, self._on_adopted), self._refused)

    def _on_adopted(self, month: RosterMonth) -> None:
        self.said.emit(tr("节假日已导入。"), "done")
        self.changed.emit(month)

    def _refused(self, sentence: str) -> None:
        self.said.emit(sentence, "urgent")
