"""The monthly statement: which month and whose, then a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton

from duty_desk.documents.table_book import write_tables
from duty_desk.documents.word_page import write_filled
from duty_desk.domain.fault import Span
from duty_desk.domain.problem import month_starts_at
from duty_desk.domain.rights import Right
from duty_desk.language import mark, tr
from duty_desk.ui import times
from duty_desk.ui.permission import is_permitted
from duty_desk.ui.problems.draft_keeper import while_alive

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.desk.fault_letter import Letter
    from duty_desk.desk.fault_views import Maintainer
    from duty_desk.documents.table_book import TablePage
    from duty_desk.ui.problems.form_model import DeskSide
    from duty_desk.ui.problems.pictures import PictureShelf

WORD, WORKBOOK = ".docx", ".xlsx"
_FILTERS = ((mark("Word 文档，用于签字"), WORD), (mark("Excel 工作簿"), WORKBOOK))


def month_of(at: int, back: int = 0) -> Span:
    """The Beijing month of `at` (UTC ms), or the one `back` months before it."""
    ends_at = month_starts_at(at, 1 - back)
    return Span(month_starts_at(at, -back), ends_at)


class StatementMenu(QObject):
    """The menu of a button; a chosen statement is made and written away from the window.

    Signals:
        said(str, str): a sentence, and its level.
    """

    said = Signal(str, str)

    def __init__(self, side: DeskSide, shelf: PictureShelf, button: QPushButton) -> None:
        super().__init__(button)
        self._side, self._shelf, self._button = side, shelf, button
        self._menu = QMenu(button)
        button.clicked.connect(self._open)

    def _open(self) -> None:
        if not is_permitted(self._side.desk, Right.EXPORT, self._refused):
            return
        future = self._side.desk.faults.maintainers()
        self._side.bridge.when_done(future, while_alive(self, self._offer))

    def _offer(self, maintainers: tuple[Maintainer, ...]) -> None:
        self._menu.clear()
        now = self._side.time.now_ms()
        for back in (0, 1):
            span = month_of(now, back)
            month = f"{times.local(span.from_at):%Y-%m}"
            for name in ("", *(one.name for one in maintainers)):
                whose = name or tr("所有维护单位")
                choice = self._menu.addAction(tr("{month} · {whose}…", month=month, whose=whose))
                choice.triggered.connect(
                    lambda _=False, span=span, name=name, month=month: self._ask_file(
                        span, name, month
                    )
                )
            if back == 0:
                self._menu.addSeparator()
        self._menu.popup(self._button.mapToGlobal(self._button.rect().bottomLeft()))

    def _ask_file(self, span: Span, name: str, month: str) -> None:
        dialog = QFileDialog(self._button.window(), tr("保存故障对账单"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([tr(words) + f" (*{suffix})" for words, suffix in _FILTERS])
        dialog.setDefaultSuffix(_FILTERS[0][1])
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix(WORD if f"*{WORD}" in chosen else WORKBOOK)
        )
        dialog.selectFile(tr("故障对账单-{month}-{whose}", month=month, whose=name or tr("全部")))
        dialog.fileSelected.connect(lambda path: self.save(span, name, Path(path)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _refused(self, sentence: str) -> None:
        self.said.emit(sentence, "urgent")

    def save(self, span: Span, name: str, path: Path) -> None:
        """Make the statement and write it to `path`: a letter to sign as .docx, else tables."""
        bridge, faults = self._side.bridge, self._side.desk.faults

        def written_by(write: Callable[[], None]) -> None:
            future = self._shelf.run(write)
            bridge.when_done(future, while_alive(self, written), refuse)

        def letter_made(letter: Letter) -> None:
            written_by(lambda: write_filled(path, letter.template, letter.values))

        def tables_made(pages: tuple[TablePage, ...]) -> None:
            written_by(lambda: write_tables(path, pages))

        def written(_none: object) -> None:
            self.said.emit(tr("对账单已保存：{file}", file=path.name), "done")

        refuse = while_alive(self, self._refused)
        if path.suffix.lower() == WORD:
            bridge.when_done(faults.letter(span, name), while_alive(self, letter_made), refuse)
        else:
            pages = faults.statement(span, name)
            bridge.when_done(pages, while_alive(self, tables_made), refuse)
