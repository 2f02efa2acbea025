"""The handover sheet looked at in the window, before or instead of paper."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtGui import QKeyEvent

    from duty_desk.documents.handover_sheet import Sheet

_PAGE_PX = 860


class SheetPreview(QFrame):
    """A white page over the view it belongs to; the clocks at the top stay in sight.

    Signals:
        file_wanted(str): make a file of this suffix and open it.
        print_wanted(): give it to the printer.
        closed(): gone; the keyboard belongs to the view.
    """

    file_wanted = Signal(str)
    print_wanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme.give_role(self, "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.page = QTextBrowser()
        self.page.setStyleSheet("background: #ffffff; color: #111111; padding: 24px;")
        self.page.setFixedWidth(theme.px(_PAGE_PX))
        self.page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pdf, self._word, self._print = KeyButton("primary"), KeyButton(), KeyButton()
        self._back = KeyButton("flat", "Esc")
        for button in (self._pdf, self._word, self._print, self._back):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pdf.clicked.connect(lambda: self.file_wanted.emit(".pdf"))
        self._word.clicked.connect(lambda: self.file_wanted.emit(".docx"))
        self._print.clicked.connect(self.print_wanted)
        self._back.clicked.connect(self.give_up)
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (self._pdf, self._word, self._print, self._back):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.addWidget(self.page, 1, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(row)
        self.hide()

    def show_sheet(self, sheet: Sheet) -> None:
        """Show what stands on the sheet."""
        self._pdf.setText(tr("打开 PDF"))
        self._word.setText(tr("用 Word 打开"))
        self._print.setText(tr("打印"))
        self._back.setText(tr("返回"))
        self.page.setHtml(_html(sheet))
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.show()
        self.raise_()
        self.setFocus()

    def give_up(self) -> None:
        """Go away."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.page.verticalScrollBar()
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown):
            bar.setValue(bar.value() + bar.pageStep() // 2)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_PageUp):
            bar.setValue(bar.value() - bar.pageStep() // 2)
        else:
            super().keyPressEvent(event)


def _html(sheet: Sheet) -> str:
    parts = [
        f"<h1 align='center'>{escape(sheet.title)}</h1>",
        f"<p align='center'>{escape(sheet.subtitle)}</p>",
        _table(sheet.facts),
        _table([[name for name, _ in sheet.figures], [figure for _, figure in sheet.figures]]),
        _table([(one.no, one.title, one.state, one.due, one.confirmed) for one in sheet.lines]),
        *(f"<p>{escape(words)}</p>" for words in sheet.since),
        _table(sheet.notes),
        "<p>&nbsp;</p><p>" + "&nbsp;" * 6 + ("_" * 14 + "&nbsp;" * 10).join(sheet.signers),
        "_" * 14 + "</p><p>" + "<br>".join(map(escape, sheet.seal)) + "</p>",
    ]
    return "".join(parts)


def _table(rows: Iterable[Sequence[str]]) -> str:
    lines = ["<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows]
    if not lines:
        return ""
    frame = "border='1' cellspacing='0' cellpadding='6' width='100%'"
    return f"<table {frame} style='border-collapse: collapse;'>{''.join(lines)}</table><br>"
